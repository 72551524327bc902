//! `peil fit`: mixed models from a CSV file, in lme4's language.
//!
//! [`FitArguments`] is what can be typed, `settings` what was asked for once it goes together, `observe` reads the columns
//! that are named, and the result is written as one JSON object or as tables to read.

mod arguments;
mod correlation;
mod error;
mod membership;
mod notation;
mod observe;
mod settings;
#[cfg(test)]
mod tests;
mod text;
mod variance;

use std::io::Write;
use std::time::{Duration, Instant};

use peil_stats::fit::{fit, fit_at};
use peil_stats::model::Model;
use peil_stats::read::{Report, ReportOptions, report};

pub use arguments::{DfMethod, FamilyName, FitArguments, LinkName, OutputFormat};
pub use error::FitCommandError;
pub use notation::NotationError;

use super::progress::Phase;
use settings::Settings;

/// Reads, fits and writes. Nothing is written before everything has succeeded.
///
/// # Errors
/// [`FitCommandError`], whose text is the whole message for the user.
pub fn run(arguments: &FitArguments, out: &mut dyn Write) -> Result<(), FitCommandError> {
    let settings = Settings::new(arguments)?;
    let started = Instant::now();
    let table = observe::observe(&arguments.data, &settings)?;
    let model = Model::build(&table, &settings.formulas[0], &settings.levels)?;
    let read = started.elapsed();

    let started = Instant::now();
    let phase = Phase::begin("fitting");
    let fitted = match &settings.theta {
        Some(theta) => fit_at(&model, settings.criterion, theta)?,
        None => fit(&model, settings.criterion, None)?,
    };
    drop(phase);
    let fitting = started.elapsed();

    let started = Instant::now();
    let options = ReportOptions {
        degrees_of_freedom: settings.degrees_of_freedom,
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
