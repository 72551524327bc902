//! What can be typed behind `peil signals`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{cli::fit::OutputFormat, domain::Language};

const EXAMPLES: &str = "\
Examples:
  Every signal of a file, session by session:
    peil signals --data courses.csv --instrument phq-9
  Two rules only, for a machine:
    peil signals --data courses.csv --instrument phq-9 --rules DET,OFF --format json
  All rules, as an organisation has set them:
    peil signals --data courses.csv --instrument phq-9 --rules off_track_from=4,silence=3
  Columns with other names, and a measure that is not one of ours:
    peil signals --data trial.csv --column client=subject --column week=month --column score=hamd \\
                 --direction lower --reliable-change 7 --cut-off 8
  The expected course of one organisation, used in another:
    peil signals --data ours.csv --instrument phq-9 --write-expected phq-9.json
    peil signals --data theirs.csv --instrument phq-9 --expected phq-9.json

The file has a row for each client and session, with the columns client, group, session (of the group), week (since the
start of the stay), score, attended (1, 0, absent_with_notice, absent_without_notice) and ended (in a client's last row:
dropout or 1, completed, agreed; 0 or nothing while it runs). Without session the weeks are numbered, without week the
sessions are weeks, without group every client is in one group. It may also have process (the client's score of the
session, higher is better), planned_end (weeks; known from the row that has it on), asked (0 where the questionnaire was not asked that day, so that nothing
was missed), date (of the session) and the items of the questionnaire by their ids; RISK looks at those. Empty fields and
NA are missing. Columns are separated by commas.
Rules: DET, OFF, OFF-P, STAG, STAG-P, REL, REC, MISS, RISK, DROP; of the group G-STALL, G-RUPT, G-SPLIT, G-OUT. G-OUT is an
observation (level note). A signal is a reason to talk, never a diagnosis. Which rules could not run, and why, is told on standard error.
DROP goes by marks until 300 courses of the file have ended (50 of them in dropping out), then by a model of who leaves that
learns only from what was known before the session; where the file has no column `date`, from the other groups. Who stays
away is known to have left at the next session that the group held, other ends on the day of the last row. Each DROP says by
which it went, and in JSON (no_model) why no model could be learnt.
Constants: those of `peil organisation rules show`. Error rates were measured with the constants as they come: a rule whose
constants, reliable change or cut-off you change says that its rate is not known.
Errors end with status 2 and leave standard output empty.";

/// Say which signals a file of courses gives, session by session.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct SignalsArguments {
    /// CSV file with a header, one row a client and session; - is standard input
    #[arg(long, value_name = "FILE.csv")]
    pub data: PathBuf,
    /// What the scores are
    #[command(flatten)]
    pub measure: MeasureArguments,
    /// A column under another name, as in client=subject; may be given more than once
    #[arg(long, value_name = "NAME=COLUMN")]
    pub column: Vec<String>,
    /// Rules to run, all unless some are named, and constants to run them with, separated by commas
    #[arg(long, value_name = "DET,OFF,silence=3,…", value_delimiter = ',')]
    pub rules: Vec<String>,
    /// Expected course to judge by; unless given, the file's own courses where there are enough
    #[arg(long, value_name = "FILE.json", conflicts_with = "write_expected")]
    pub expected: Option<PathBuf>,
    /// Write the expected course of the file's own courses
    #[arg(long, value_name = "FILE.json")]
    pub write_expected: Option<PathBuf>,
    /// Language of the sentences
    #[arg(long, value_enum, default_value_t = LanguageName::En)]
    pub language: LanguageName,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
}

/// What the scores are.
#[derive(Debug, Clone, Args, Default)]
pub struct MeasureArguments {
    /// Questionnaire behind the scores: an id such as phq-9, or a definition file
    #[arg(long, value_name = "ID", requires = "data")]
    pub instrument: Option<String>,
    /// Which of its scores; the first unless said otherwise
    #[arg(long, value_name = "SCORE", requires = "data")]
    pub score: Option<String>,
    /// Which way is better, where the questionnaire is not one of ours
    #[arg(long, value_enum, conflicts_with = "instrument", requires = "data")]
    pub direction: Option<DirectionName>,
    /// Reliable change in points; a change of exactly so many counts
    #[arg(long, value_name = "POINTS", allow_negative_numbers = true, requires = "data")]
    pub reliable_change: Option<f64>,
    /// Clinical cut-off; a score of exactly this is clinical
    #[arg(long, value_name = "SCORE", allow_negative_numbers = true, requires = "data")]
    pub cut_off: Option<f64>,
    /// Reliable drop of the process score in points
    #[arg(long, value_name = "POINTS", allow_negative_numbers = true, requires = "data")]
    pub process_drop: Option<f64>,
}

/// Which way a score improves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DirectionName {
    /// A fall is an improvement, as on a symptom list
    Lower,
    /// A rise is an improvement, as on a scale of well-being
    Higher,
}

/// A language of the sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LanguageName {
    /// Dutch
    Nl,
    /// English
    En,
}

impl From<LanguageName> for Language {
    fn from(name: LanguageName) -> Self {
        match name {
            LanguageName::Nl => Self::Nl,
            LanguageName::En => Self::En,
        }
    }
}

/// The pairs behind `--column`, name of the contract first; none where one is no pair.
pub(in crate::cli) fn renamed(columns: &[String]) -> Option<Vec<(String, String)>> {
    let pair = |text: &String| {
        let (name, column) = text.split_once('=')?;
        let (name, column) = (name.trim().to_owned(), column.trim().to_owned());
        (!name.is_empty() && !column.is_empty()).then_some((name, column))
    };
    columns.iter().map(pair).collect()
}
