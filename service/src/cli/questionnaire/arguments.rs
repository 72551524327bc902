//! What can be typed behind `peil questionnaire`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use peil_questionnaires::Language;

use crate::cli::DatabaseArguments;

const CHECK: &str = "\
Examples:
  peil questionnaire check mood/1.0.0.toml
  peil questionnaire check instruments/

A folder stands for every .toml file in it. Each finding is a line: file, line in it, what is wrong, what to do. A file
without errors is followed by its id, its version and its hashes: of the words in each language, of the items, of the
scoring. A file of licensed wording (schema \"peil-wording/1\") is held against its definition: one that is checked with it,
that lies beside it, or that ships with Peil.
Ends with 1 when a file has an error, with 2 when a file cannot be read; warnings alone end with 0.";

const SCORE: &str = "\
Examples:
  peil questionnaire score phq-9 --answers answers.csv
  peil questionnaire score mood/1.0.0.toml --answers - --format json < answers.csv

The file has a header and one row for each form that was filled in. A column with the id of an item holds its answers: the
value of the option, the number, the words; empty and NA are open. Every item that a score or an alert looks at needs its
column. Other columns are kept as they are, to know the rows by.
Each score is complete, prorated (open items were filled in by its rule) or none, with the reason.
A mistake ends with status 2, names file, line and column, and leaves standard output empty.";

const EXPORT: &str = "\
Examples:
  peil questionnaire export phq-9 --format fhir -o phq-9.json
  peil questionnaire export phq-9 --format fhir --answers answers.csv --subject client --authored filled_in -o bundle.json

fhir is FHIR R4: a Questionnaire with the whole definition attached, or, with --answers, a Bundle with a
QuestionnaireResponse for each row and an Observation for each of its scores. toml is the definition file, json the same
as canonical JSON. Wording that is not the definition's own is never exported.";

const IMPORT: &str = "\
Examples:
  peil questionnaire import foreign.json -o foreign.toml
  peil questionnaire import foreign.json --value-set frequency.json --language nl -o foreign.toml
  peil questionnaire import response.json --questionnaire phq-9 -o answers.csv

Our own export comes home as it left; one of which half was edited is refused. Another Questionnaire becomes a draft:
weights and totals only where the file itself gives them, everything else kept in the original and reported, line by line.
A QuestionnaireResponse becomes a row of answers for `peil questionnaire score`, and each total in it is computed again.
The report goes to standard output when --output names a file, else to standard error.
A document that is dangerous or cannot be understood is refused with status 2.";

const NEW: &str = "\
Examples:
  peil questionnaire new mood --items 6
  peil questionnaire check mood/1.0.0.toml

The file scores, and its examples hold. What `check` then reports is what the author must fill in: the words.";

const ADD: &str = "\
The definition is checked first and pinned by its hashes. A version that is there with other content, or that ships with
Peil, is refused: answers may point to it. No other organisation sees it. A service that runs on the same DATABASE_URL takes it
up at once; one with a private cluster is stopped first.";

const WORDING: &str = "\
The words are held against the definition, and against the hash that it may name for them. Unless it names one, an
administrator compares them with the holder's file before they are used. No other organisation sees them, and they are
never exported. Corrected wording takes the place of the wording before it; answers keep the hash of what was read.";

/// Check, show, score, exchange and start questionnaires
#[derive(Debug, Clone, Args)]
pub struct QuestionnaireArguments {
    #[command(subcommand)]
    pub(super) command: QuestionnaireCommand,
}

/// What to do.
#[derive(Debug, Clone, Subcommand)]
pub(super) enum QuestionnaireCommand {
    /// Say what is wrong with definition files
    Check(CheckArguments),
    /// Show the form as the client will see it
    Show(ShowArguments),
    /// Score the answers in a CSV file
    Score(ScoreArguments),
    /// Write a definition, or answers, in another format
    Export(ExportArguments),
    /// Read a FHIR R4 questionnaire or its answers
    Import(ImportArguments),
    /// Write a file to start a questionnaire from
    New(NewArguments),
    /// Add a definition to an organisation's library
    Add(AddArguments),
    /// Add wording that an organisation has a licence for
    Wording(WordingArguments),
}

/// What to check.
#[derive(Debug, Clone, Args)]
#[command(after_help = CHECK)]
pub(super) struct CheckArguments {
    /// Definition or wording file, or a folder of them
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
}

/// What to show.
#[derive(Debug, Clone, Args)]
pub(super) struct ShowArguments {
    /// Definition file, or id of one that ships with Peil; a version may follow: phq-9@1.0.0
    #[arg(value_name = "FILE|ID")]
    pub(super) source: String,
    /// Language of the form; the definition's first unless said otherwise
    #[arg(long, value_enum)]
    pub(super) language: Option<LanguageName>,
    /// text for a terminal, html for a page that stands alone
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    pub(super) format: ShowFormat,
}

/// What to score.
#[derive(Debug, Clone, Args)]
#[command(after_help = SCORE)]
pub(super) struct ScoreArguments {
    /// Definition file, or id of one that ships with Peil; a version may follow: phq-9@1.0.0
    #[arg(value_name = "FILE|ID")]
    pub(super) source: String,
    /// CSV file with a header; - is standard input
    #[arg(long, value_name = "FILE.csv")]
    pub(super) answers: PathBuf,
    /// How the scores are written
    #[arg(long, value_enum, default_value_t = ScoreFormat::Text)]
    pub(super) format: ScoreFormat,
}

/// What to export.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXPORT)]
pub(super) struct ExportArguments {
    /// Definition file, or id of one that ships with Peil; a version may follow: phq-9@1.0.0
    #[arg(value_name = "FILE|ID")]
    pub(super) source: String,
    /// What is written
    #[arg(long, value_enum)]
    pub(super) format: ExportFormat,
    /// CSV file of answers to export with --format fhir; - is standard input
    #[arg(long, value_name = "FILE.csv")]
    pub(super) answers: Option<PathBuf>,
    /// Column with the id of whom a row is about
    #[arg(long, value_name = "COLUMN", requires = "answers")]
    pub(super) subject: Option<String>,
    /// Column with the day, or the moment with its offset, on which a row was filled in
    #[arg(long, value_name = "COLUMN", requires = "answers")]
    pub(super) authored: Option<String>,
    /// Language that the form was shown in, where answers are exported
    #[arg(long, value_enum, requires = "answers")]
    pub(super) language: Option<LanguageName>,
    /// File to write, which must not exist; standard output without it
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// What to import.
#[derive(Debug, Clone, Args)]
#[command(after_help = IMPORT)]
pub(super) struct ImportArguments {
    /// FHIR R4 Questionnaire or QuestionnaireResponse in JSON
    #[arg(value_name = "FILE.json")]
    pub(super) file: PathBuf,
    /// ValueSet that the questionnaire points to; may be given more than once
    #[arg(long, value_name = "FILE.json")]
    pub(super) value_set: Vec<PathBuf>,
    /// Language of words for which the file names none
    #[arg(long, value_enum)]
    pub(super) language: Option<LanguageName>,
    /// Questionnaire that a QuestionnaireResponse answers: definition file, id, or the foreign Questionnaire in JSON
    #[arg(long, value_name = "FILE|ID")]
    pub(super) questionnaire: Option<String>,
    /// File to write, which must not exist; standard output without it
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// What to start.
#[derive(Debug, Clone, Args)]
#[command(after_help = NEW)]
pub(super) struct NewArguments {
    /// Id of the questionnaire: lower-case letters, digits, - and _, starting with a letter
    pub(super) id: String,
    /// Number of items
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=200))]
    pub(super) items: u16,
    /// File to write, which must not exist; ID/1.0.0.toml without it
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// What to add.
#[derive(Debug, Clone, Args)]
#[command(after_help = ADD)]
pub(super) struct AddArguments {
    /// Name of the organisation
    #[arg(long, value_name = "NAME")]
    pub(super) organisation: String,
    /// Definition file
    #[arg(value_name = "FILE.toml")]
    pub(super) file: PathBuf,
    #[command(flatten)]
    pub(super) database: DatabaseArguments,
}

/// Which wording to add.
#[derive(Debug, Clone, Args)]
#[command(after_help = WORDING)]
pub(super) struct WordingArguments {
    /// Name of the organisation
    #[arg(long, value_name = "NAME")]
    pub(super) organisation: String,
    /// Wording file
    #[arg(value_name = "FILE.toml")]
    pub(super) file: PathBuf,
    #[command(flatten)]
    pub(super) database: DatabaseArguments,
}

/// How a form is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ShowFormat {
    /// Lines of at most 80 characters
    Text,
    /// A page that stands alone
    Html,
}

/// How scores are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ScoreFormat {
    /// A table to read
    Text,
    /// A row for each row
    Csv,
    /// One array
    Json,
}

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    /// FHIR R4
    Fhir,
    /// The definition file
    Toml,
    /// The definition as canonical JSON
    Json,
}

/// A language by its tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LanguageName {
    /// Dutch
    Nl,
    /// English
    En,
    /// German
    De,
    /// French
    Fr,
    /// Norwegian (bokmål)
    Nb,
}

impl From<LanguageName> for Language {
    fn from(name: LanguageName) -> Self {
        match name {
            LanguageName::Nl => Self::Nl,
            LanguageName::En => Self::En,
            LanguageName::De => Self::De,
            LanguageName::Fr => Self::Fr,
            LanguageName::Nb => Self::Nb,
        }
    }
}
