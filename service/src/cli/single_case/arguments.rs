//! What can be typed behind `peil single-case`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use peil_stats::{
    change::Direction,
    single_case::{Scheme, Statistic},
};

use crate::cli::fit::OutputFormat;

const EXAMPLES: &str = "\
Examples:
  Each case, and all together:
    peil single-case --data baselines.csv --better lower
  With the test by lot, where the start points were drawn for each case apart:
    peil single-case --data baselines.csv --better lower --randomisation start-points
  Columns with other names, for a machine:
    peil single-case --data trial.csv --case client --phase treatment --outcome fatigue --time week --better lower --format json

The file has a row for each planned session of a case, with the columns case, phase, outcome and time; without time the rows
are in order. A session whose outcome is empty or NA is a gap: it keeps its place and is never filled; one without a row shifts
the start points, and a note names cases whose times leave some out. The first phase of every
case is the baseline, and whatever comes after it counts as treatment.
Cases have one level, clients; for clients in schools or groups fit a model of three levels with peil fit.
Every effect is positive for improvement. NAP: how likely a score of the treatment is better than one of the baseline (one half:
nothing changed). Tau is 2 NAP - 1; Tau-BC the same after the baseline's own trend was taken out.
--randomisation says how the start points were drawn before the first session: start-points, for each case apart; permutation, a
set of start points dealt to the cases; shared, one for all. The p-value is the share of all draws as good as what was observed.
In JSON a number that cannot be is {\"unable\": \"why\"}.
Errors end with status 2 and leave standard output empty.";

/// Say whether a treatment works, by a few cases whose treatment began at different times
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct SingleCaseArguments {
    /// CSV file with a header, one row a case and planned session; - is standard input
    #[arg(long, value_name = "FILE.csv")]
    pub data: PathBuf,
    /// Column of the case: a client, or a group as a whole
    #[arg(long, value_name = "COLUMN", default_value = "case")]
    pub case: String,
    /// Column of the phase
    #[arg(long, value_name = "COLUMN", default_value = "phase")]
    pub phase: String,
    /// Column of what was measured
    #[arg(long, value_name = "COLUMN", default_value = "outcome")]
    pub outcome: String,
    /// Column of the time, the same unit for all cases; `time` where there is one, else the order of the rows
    #[arg(long, value_name = "COLUMN")]
    pub time: Option<String>,
    /// What the baseline is called; unless given, the phase with which every case begins
    #[arg(long, value_name = "LABEL")]
    pub baseline: Option<String>,
    /// Which way is better
    #[arg(long, value_enum)]
    pub better: Better,
    /// How the start points were drawn; without it no test by lot is made
    #[arg(long, value_enum)]
    pub randomisation: Option<SchemeName>,
    /// The start points were not drawn beforehand: the test is made all the same, and says what it is worth
    #[arg(long, requires = "randomisation")]
    pub not_drawn: bool,
    /// What the test compares
    #[arg(long, value_enum, default_value_t = StatisticName::MeanDifference, requires = "randomisation")]
    pub statistic: StatisticName,
    /// Planned sessions that a start point had to leave for the baseline; 3, for permutation 1
    #[arg(long, value_name = "SESSIONS", requires = "randomisation")]
    pub min_baseline: Option<usize>,
    /// Planned sessions that a start point had to leave for the treatment; 3, for permutation 1
    #[arg(long, value_name = "SESSIONS", requires = "randomisation")]
    pub min_treatment: Option<usize>,
    /// Draws where there are too many assignments to count
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(100..=10_000_000))]
    pub draws: u32,
    /// Seed of those draws
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Better {
    /// A rise is an improvement, as on a scale of well-being
    Higher,
    /// A fall is an improvement, as on a symptom list
    Lower,
}

impl From<Better> for Direction {
    fn from(better: Better) -> Self {
        match better {
            Better::Higher => Self::HigherBetter,
            Better::Lower => Self::LowerBetter,
        }
    }
}

/// How start points were drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemeName {
    /// For each case apart, over its admissible sessions
    StartPoints,
    /// A set of start points was dealt to the cases
    Permutation,
    /// One start point for all cases together
    Shared,
}

impl From<SchemeName> for Scheme {
    fn from(name: SchemeName) -> Self {
        match name {
            SchemeName::StartPoints => Self::StartPoints,
            SchemeName::Permutation => Self::Permutation,
            SchemeName::Shared => Self::Shared,
        }
    }
}

/// What the test compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatisticName {
    /// Mean of the treatment less mean of the baseline
    MeanDifference,
    /// Slope of the treatment less slope of the baseline, for effects that grow
    SlopeChange,
}

impl From<StatisticName> for Statistic {
    fn from(name: StatisticName) -> Self {
        match name {
            StatisticName::MeanDifference => Self::MeanDifference,
            StatisticName::SlopeChange => Self::SlopeChange,
        }
    }
}
