//! What can be typed behind `peil change`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::{fit::OutputFormat, signals::DirectionName};

const EXAMPLES: &str = "\
Examples:
  Each client's change by the questionnaire's own numbers:
    peil change --data courses.csv --instrument phq-9
  Every method side by side, with a reliability of one's own and a norm of the general population:
    peil change --data courses.csv --instrument bdi-ii --reliability 0.9 --functional 7.7,7.5
  Numbers of a publication in the place of those of the file, for a machine:
    peil change --data courses.csv --instrument core-10 --sd 7.7 --reliability 0.9 --clinical 19.7,7.7 \\
                --functional 4.7,4.8 --format json
  PHQ-9 and GAD-7 in one file, and the summary of NHS Talking Therapies over the pair:
    peil change --data both.csv --instrument phq-9 --column phq-9=depression --column gad-7=anxiety

The file has a row for each client and moment, as that of `peil signals`: client, week (or session; without either the rows are in
order), score, and group where a client may come back in another one. In the place of score a column may have the id of the
questionnaire. Where it has columns phq-9 and gad-7 both, the pair is summed up too. What counts is the first and the last score.
Methods: points (what the questionnaire's source calls reliable), jacobson-truax, gulliksen-lord-novick, hsu-linn-lord (change
beside that of all in the file), edwards-nunnally, hageman-arrindell, and mixed-model-slope from three scores a client on. The
first of these that can be used counts; the others are cross-checks, and the answer says where they differ from it.
Reliability, limit, norms and cut-off come from the questionnaire as far as somebody read them in their source, and what is
typed goes before them. Where nothing is known of the clinical population the first scores of the file stand for it. Cut-offs:
a, two standard deviations better than the clinical mean; b, two worse than the functional one; c, between both.
What is lacking is named, with the option that gives it. Errors end with status 2 and leave standard output empty.";

/// Say which clients changed reliably, by Jacobson and Truax and by other methods beside it
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct ChangeArguments {
    /// CSV file with a header, one row a client and moment; - is standard input
    #[arg(long, value_name = "FILE.csv")]
    pub data: PathBuf,
    /// Questionnaire behind the scores: an id such as phq-9, or a definition file
    #[arg(long, value_name = "ID")]
    pub instrument: Option<String>,
    /// Which of its scores; the first unless said otherwise
    #[arg(long, value_name = "SCORE", requires = "instrument")]
    pub score: Option<String>,
    /// Which way is better, where the questionnaire is not one of ours
    #[arg(long, value_enum, conflicts_with = "instrument")]
    pub direction: Option<DirectionName>,
    /// A method, all that can be used unless some are named
    #[arg(long, value_enum, value_name = "METHOD,…", value_delimiter = ',')]
    pub method: Vec<MethodName>,
    /// Reliable change in points; a change of exactly so many counts
    #[arg(long, value_name = "POINTS", allow_negative_numbers = true)]
    pub reliable_change: Option<f64>,
    /// Reliability of the score, 0 to 1
    #[arg(long, value_name = "R", allow_negative_numbers = true)]
    pub reliability: Option<f64>,
    /// Standard deviation that goes with it; unless known, that of the file's first scores
    #[arg(long, value_name = "SD", allow_negative_numbers = true)]
    pub sd: Option<f64>,
    /// Limit of an index: 1.96 for 95 %, 1.645 for 90 %
    #[arg(long, value_name = "Z", default_value_t = 1.96, allow_negative_numbers = true)]
    pub z: f64,
    /// Mean and standard deviation of the clinical population, or the name of a population in the definition
    #[arg(long, value_name = "M,SD", allow_hyphen_values = true)]
    pub clinical: Option<String>,
    /// Mean and standard deviation of the functional population, or the name of a population in the definition
    #[arg(long, value_name = "M,SD", allow_hyphen_values = true)]
    pub functional: Option<String>,
    /// Cut-off that counts: a, b, c or a score; c where a functional norm is given, else the questionnaire's own
    #[arg(long, value_name = "a|b|c|SCORE", value_parser = cut_off, allow_negative_numbers = true)]
    pub cut_off: Option<CutOffName>,
    /// A column under another name, as in client=subject; may be given more than once
    #[arg(long, value_name = "NAME=COLUMN")]
    pub column: Vec<String>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
}

/// A method of judging change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodName {
    /// The points that a source calls reliable, or that were typed
    Points,
    /// Jacobson and Truax 1991, from reliability and spread
    JacobsonTruax,
    /// Gulliksen, Lord and Novick, after Hsu 1989
    GulliksenLordNovick,
    /// Hsu, Linn and Lord: beside the change of all in the file
    HsuLinnLord,
    /// Edwards and Nunnally 1978
    EdwardsNunnally,
    /// Hageman and Arrindell 1999, which compares with 1.65
    HagemanArrindell,
    /// The client's slope in a mixed model over its conditional standard deviation
    MixedModelSlope,
}

/// Which cut-off counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CutOffName {
    /// Two standard deviations better than the clinical mean.
    A,
    /// Two standard deviations worse than the functional mean.
    B,
    /// Between both.
    C,
    /// This score; it is clinical itself.
    Score(f64),
}

fn cut_off(text: &str) -> Result<CutOffName, String> {
    match text {
        "a" => Ok(CutOffName::A),
        "b" => Ok(CutOffName::B),
        "c" => Ok(CutOffName::C),
        number => {
            let score = number.parse().ok().filter(|score: &f64| score.is_finite());
            score.map(CutOffName::Score).ok_or_else(|| "write a, b or c, or a score such as 10".to_owned())
        }
    }
}
