//! `peil fit`: a linear mixed model from a CSV file, in lme4's language.

#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use peil_stats::data::{Table, TableError};
use peil_stats::fit::{Criterion, FitError, fit, fit_at};
use peil_stats::model::{Formula, FormulaError, Model, ModelError};
use peil_stats::read::{DegreesOfFreedom, Report, ReportOptions, report};

/// Fit a linear mixed model (nested groups, random slopes) to a CSV file.
#[derive(Debug, Clone, Args)]
pub struct FitArguments {
    /// CSV file with a header; empty fields and NA are missing.
    #[arg(long, value_name = "FILE.csv")]
    pub data: PathBuf,
    /// Model in lme4's language, for instance 'score ~ week * arm + (1 + week | group/client)'.
    #[arg(long)]
    pub formula: String,
    /// Restricted maximum likelihood (the default).
    #[arg(long, conflicts_with = "ml")]
    pub reml: bool,
    /// Maximum likelihood.
    #[arg(long)]
    pub ml: bool,
    /// Degrees of freedom of the fixed effects.
    #[arg(long, value_enum, default_value_t = DfMethod::Satterthwaite)]
    pub df: DfMethod,
    /// Order of a column's levels, the first is the reference: 'arm=control,treated'. May be given more than once.
    #[arg(long, value_name = "COLUMN=A,B")]
    pub levels: Vec<String>,
    /// Evaluate at this theta instead of searching the optimum: 'T1,T2,…' in lme4's order.
    #[arg(long, value_name = "T1,T2", allow_hyphen_values = true)]
    pub at_theta: Option<String>,
    /// List the conditional modes of every level.
    #[arg(long)]
    pub conditional_modes: bool,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
    /// Distribution of the response; only gaussian.
    #[arg(long, default_value = "gaussian")]
    pub family: String,
    /// Threads; only 1.
    #[arg(long, default_value_t = 1)]
    pub threads: usize,
    /// Options of models that are not offered: known, so that the refusal can say more than "unknown option".
    #[command(flatten)]
    pub not_offered: NotOffered,
}

/// Options of the command line contract whose models do not exist yet.
#[derive(Debug, Clone, Args, Default)]
pub struct NotOffered {
    /// Link of a binomial model.
    #[arg(long, hide = true)]
    pub link: Option<String>,
    /// Quadrature nodes of a binomial model.
    #[arg(long, hide = true)]
    pub agq: Option<String>,
    /// Residual correlation.
    #[arg(long, hide = true)]
    pub correlation: Option<String>,
    /// Residual variance by stratum.
    #[arg(long, hide = true)]
    pub variance: Option<String>,
    /// Multiple membership.
    #[arg(long, hide = true)]
    pub membership: Option<String>,
}

/// How p-values and intervals are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DfMethod {
    /// Kenward and Roger 1997.
    KenwardRoger,
    /// Satterthwaite 1946.
    Satterthwaite,
    /// The normal distribution.
    None,
}

/// How the result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Tables to read.
    Text,
    /// One JSON object.
    Json,
}

/// Why `peil fit` stops. Each message is complete: the place, the reason, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum FitCommandError {
    /// The file cannot be opened or is no CSV.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the reader says; it names the line.
        source: csv::Error,
    },
    /// The file does not make a table.
    #[error("{}: {source}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// Column and row.
        source: TableError,
    },
    /// The formula cannot be read.
    #[error(transparent)]
    Formula(#[from] FormulaError),
    /// Formula and table do not fit.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The model cannot be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// A value of `--at-theta` that is no number.
    #[error("--at-theta, value {index}: `{text}` is not a number; write numbers with commas between them")]
    Theta {
        /// Which, the first is 1.
        index: usize,
        /// What stands there.
        text: String,
    },
    /// A `--levels` that is not `column=a,b`.
    #[error("--levels `{text}`: write COLUMN=FIRST,SECOND,… with a column of the data")]
    Levels {
        /// What was given.
        text: String,
    },
    /// An option whose model does not exist here.
    #[error("{option} is not offered by this version; {remedy}")]
    NotOffered {
        /// The option.
        option: &'static str,
        /// What to do instead.
        remedy: &'static str,
    },
    /// Standard output is gone.
    #[error("the result cannot be written: {0}")]
    Write(#[from] std::io::Error),
    /// The result cannot be turned into JSON.
    #[error("the result cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl FitCommandError {
    /// The exit status of the process.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        2
    }
}

/// Reads, fits and writes. Nothing is written before everything has succeeded.
///
/// # Errors
/// [`FitCommandError`], whose text is the whole message for the user.
pub fn run(arguments: &FitArguments, out: &mut dyn Write) -> Result<(), FitCommandError> {
    let degrees_of_freedom = refuse_what_is_not_offered(arguments)?;
    let theta = arguments.at_theta.as_deref().map(parse_theta).transpose()?;
    let formula = Formula::parse(&arguments.formula)?;

    let started = Instant::now();
    let table = read_table(&arguments.data)?;
    let levels = parse_levels(&arguments.levels, &table)?;
    let model = Model::build(&table, &formula, &levels)?;
    let read = started.elapsed();

    let started = Instant::now();
    let criterion = if arguments.ml { Criterion::Ml } else { Criterion::Reml };
    let fitted = match theta {
        Some(theta) => fit_at(&model, criterion, &theta)?,
        None => fit(&model, criterion, None)?,
    };
    let fitting = started.elapsed();

    let started = Instant::now();
    let options = ReportOptions {
        degrees_of_freedom,
        conditional_modes: arguments.conditional_modes,
        ..ReportOptions::default()
    };
    let report = report(&fitted, options);
    let seconds = Seconds::new(read, fitting, started.elapsed());

    let text = match arguments.format {
        OutputFormat::Json => serde_json::to_string_pretty(&JsonOutput { report: &report, seconds })?,
        OutputFormat::Text => text::tables(&report),
    };
    writeln!(out, "{}", text.trim_end())?;
    Ok(())
}

/// Wall time of each part.
#[derive(Debug, Clone, Copy, serde::Serialize)]
struct Seconds {
    read: f64,
    fit: f64,
    inference: f64,
}

impl Seconds {
    fn new(read: Duration, fit: Duration, inference: Duration) -> Self {
        Self { read: read.as_secs_f64(), fit: fit.as_secs_f64(), inference: inference.as_secs_f64() }
    }
}

#[derive(serde::Serialize)]
struct JsonOutput<'a> {
    #[serde(flatten)]
    report: &'a Report,
    seconds: Seconds,
}

fn refuse_what_is_not_offered(arguments: &FitArguments) -> Result<DegreesOfFreedom, FitCommandError> {
    let refuse = |option, remedy| Err(FitCommandError::NotOffered { option, remedy });
    let other = &arguments.not_offered;
    if arguments.family != "gaussian" || other.link.is_some() || other.agq.is_some() {
        return refuse("--family other than gaussian, with --link and --agq,", "leave them out");
    }
    if other.correlation.is_some() || other.variance.is_some() {
        return refuse("a residual --correlation or --variance", "leave it out: residuals are independent");
    }
    if other.membership.is_some() {
        return refuse("--membership", "give each client one group, or fit without the group");
    }
    if arguments.threads != 1 {
        return refuse("--threads above 1", "leave it out: one thread fits 10,000 sessions in milliseconds");
    }
    match arguments.df {
        DfMethod::None => Ok(DegreesOfFreedom::None),
        DfMethod::Satterthwaite => Ok(DegreesOfFreedom::Satterthwaite),
        DfMethod::KenwardRoger => refuse("--df kenward-roger", "use --df satterthwaite or --df none"),
    }
}

fn parse_theta(text: &str) -> Result<Vec<f64>, FitCommandError> {
    let parts = text.split(',').map(str::trim).enumerate();
    parts
        .map(|(index, part)| match part.parse::<f64>() {
            Ok(value) => Ok(value),
            Err(_) => Err(FitCommandError::Theta { index: index + 1, text: part.to_owned() }),
        })
        .collect()
}

fn parse_levels(given: &[String], table: &Table) -> Result<BTreeMap<String, Vec<String>>, FitCommandError> {
    let mut levels = BTreeMap::new();
    for text in given {
        let wrong = || FitCommandError::Levels { text: text.clone() };
        let (column, order) = text.split_once('=').ok_or_else(wrong)?;
        let column = column.trim();
        if table.column(column).is_none() || order.trim().is_empty() {
            return Err(wrong());
        }
        let order = order.split(',').map(|level| level.trim().to_owned()).collect();
        levels.insert(column.to_owned(), order);
    }
    Ok(levels)
}

fn read_table(path: &Path) -> Result<Table, FitCommandError> {
    let failed = |source| FitCommandError::Read { path: path.to_owned(), source };
    let mut reader = csv::Reader::from_path(path).map_err(failed)?;
    // Spreadsheets put a byte order mark before the first name.
    let name = |name: &str| name.trim_start_matches('\u{feff}').to_owned();
    let header: Vec<String> = reader.headers().map_err(failed)?.iter().map(name).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        rows.push(record.map_err(failed)?.iter().map(str::to_owned).collect());
    }
    Table::from_records(&header, &rows).map_err(|source| FitCommandError::Table { path: path.to_owned(), source })
}
