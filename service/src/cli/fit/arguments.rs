//! What can be typed behind `peil fit`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  Clients in groups, each with a line of its own over the weeks:
    peil fit --data scores.csv --formula 'score ~ week * arm + (1 + week | group/client)'
  The first level named is the reference, and a machine reads the answer:
    peil fit --data scores.csv --formula 'score ~ week * arm + (1 | group/client)' \\
             --levels 'arm=waiting,treated' --format json
  Does the course differ between groups at all?
    peil fit --data scores.csv --formula 'score ~ week + (1 | group/client)' \\
             --compare 'score ~ week + (1 + week | group) + (1 | group:client)'
  Dropout, week by week, when members of a group resemble each other:
    peil fit --data weeks.csv --formula 'dropout ~ week + (1 | group)' --family binomial --agq 15
  A good or bad day of the whole group, beside groups and clients:
    peil fit --data scores.csv --formula 'score ~ week + (1 | group/client) + (1 | group:week)'
  Scores near in time resemble each other, and the arms scatter differently:
    peil fit --data scores.csv --formula 'score ~ day * arm + (1 | group/client)' \\
             --correlation 'car1(day | group/client)' --variance 'by(arm)'
  Clients of an open group belong to the modules that they attended, by their shares:
    peil fit --data scores.csv --formula 'score ~ week + (1 | client) + (1 | module)' \\
             --membership 'module=attended.csv(client,module,share)'
  Events out of a number of trials in each row, such as missed out of planned sessions:
    peil fit --data months.csv --formula 'missed ~ month + (1 | client)' --family binomial --trials planned

The formula is lme4's: + - * : ( | ) ( || ) / 1 0 -1, I(x^2), log(), log1p(), sqrt(), exp(), factor(). A column with any
text in it is a factor with treatment contrasts. Rows with a missing value in a used column are left out and counted.
Correlations: car1 falls as phi to the power of the time between two rows of a client, ar1 as phi to the power of the whole
steps between them; ar1(client) counts the rows in the order of the file. --variance gives each stratum's standard deviation
over that of the first, in the order of --levels. Both apply to every model of --compare.
Errors end with status 2 and one message, and leave standard output empty.";

/// Fit a mixed model (sessions in clients in groups, random slopes) to a CSV file.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct FitArguments {
    /// CSV file with a header; empty fields and NA are missing
    #[arg(long, value_name = "FILE.csv")]
    pub data: PathBuf,
    /// Model in lme4's language, for instance 'score ~ week * arm + (1 + week | group/client)'
    #[arg(long)]
    pub formula: String,
    /// Another model for the same rows, to be compared; may be given more than once
    #[arg(long, value_name = "FORMULA")]
    pub compare: Vec<String>,
    /// Restricted maximum likelihood (the default of a single gaussian model)
    #[arg(long, conflicts_with = "ml")]
    pub reml: bool,
    /// Maximum likelihood (the default where models are compared)
    #[arg(long)]
    pub ml: bool,
    /// Distribution of the response; binomial takes 0 and 1
    #[arg(long, value_enum, default_value_t = FamilyName::Gaussian)]
    pub family: FamilyName,
    /// Link of a binomial model; logit unless said otherwise
    #[arg(long, value_enum)]
    pub link: Option<LinkName>,
    /// Nodes of the adaptive quadrature of a binomial model; 1 is Laplace's approximation
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u16).range(1..=101))]
    pub agq: Option<u16>,
    /// Column with the number of trials of each row of a binomial model; the response then counts the events
    #[arg(long, value_name = "COLUMN")]
    pub trials: Option<String>,
    /// Degrees of freedom of the fixed effects; unless said otherwise kenward-roger of REML, satterthwaite of ML and of --correlation and --variance
    #[arg(long, value_enum)]
    pub df: Option<DfMethod>,
    /// Order of a column's levels, the first is the reference: 'arm=control,treated'; may be given more than once
    #[arg(long, value_name = "COLUMN=A,B")]
    pub levels: Vec<String>,
    /// Column of prior weights: a row's residual variance is divided by its weight
    #[arg(long, value_name = "COLUMN")]
    pub weights: Option<String>,
    /// Residuals of a client that resemble each other the more the nearer in time: 'car1(time | client)' or 'ar1(client)'
    #[arg(long, value_name = "KIND(…)")]
    pub correlation: Option<String>,
    /// A residual variance for each stratum: 'by(sex)' or 'by(sex:arm)'
    #[arg(long, value_name = "by(COLUMN)")]
    pub variance: Option<String>,
    /// Weighted memberships of a factor: 'module=FILE.csv(client,module,weight)'; may be given more than once
    #[arg(long, value_name = "FACTOR=FILE.csv(…)")]
    pub membership: Vec<String>,
    /// Evaluate at this theta instead of searching the optimum: 'T1,T2,…' in lme4's order
    #[arg(long, value_name = "T1,T2,…", allow_hyphen_values = true)]
    pub at_theta: Option<String>,
    /// F tests of whole terms
    #[arg(long)]
    pub tests: bool,
    /// Intervals from the profile of the likelihood
    #[arg(long)]
    pub profile: bool,
    /// Intervals (and p-values of --compare) from N refits of simulated data
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..))]
    pub bootstrap: Option<u32>,
    /// Seed of the simulated data; 1 unless said otherwise
    #[arg(long, value_name = "S", requires = "bootstrap")]
    pub seed: Option<u64>,
    /// Standard errors that hold also when the variance structure is wrong, by the outermost factor
    #[arg(long)]
    pub robust: bool,
    /// List the conditional modes of every level
    #[arg(long)]
    pub conditional_modes: bool,
    /// Threads of a large fit and of the bootstrap; the answer is the same on any number of them
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: u16,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
}

/// Distribution of the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FamilyName {
    /// A number with normal residuals
    Gaussian,
    /// 0 or 1
    Binomial,
}

/// What is linear in a binomial model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LinkName {
    /// The logarithm of the odds
    Logit,
    /// The logarithm of the hazard
    Cloglog,
}

/// How p-values and intervals are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DfMethod {
    /// Kenward and Roger 1997: for few groups, REML only
    KenwardRoger,
    /// Satterthwaite 1946
    Satterthwaite,
    /// The normal distribution: for many groups
    None,
}

/// How the result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Tables to read
    Text,
    /// One JSON object
    Json,
}
