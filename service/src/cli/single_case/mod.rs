//! `peil single-case`: a multiple baseline from a CSV file, a few cases whose treatment began at different times.
//!
//! [`SingleCaseArguments`] is what can be typed, `long_file` reads the cases, the statistics are `peil_stats::single_case`, and
//! the result is written as one JSON object or as a page to read.

mod arguments;
mod error;
mod long_file;
mod sentences;
#[cfg(test)]
mod tests;
mod text;

use std::io::Write;

use peil_stats::single_case::{Analysis, Question, RandomisationSettings, SchemeTest, analyse};
use serde::Serialize;

pub use arguments::SingleCaseArguments;
pub use error::SingleCaseError;

use crate::cli::fit::OutputFormat;
use long_file::LongFile;

/// What is written: the file, then the analysis as the statistics give it.
#[derive(Debug, Serialize)]
struct Answer {
    data: String,
    /// The label of the baseline.
    baseline: String,
    /// The labels that count as treatment.
    treatment: Vec<String>,
    /// What must be borne in mind of the rows.
    cautions: Vec<String>,
    #[serde(flatten)]
    analysis: Analysis,
}

/// Reads, analyses and writes. Nothing is written before everything has succeeded.
///
/// # Errors
/// [`SingleCaseError`], whose text is the whole message for the user.
pub fn run(arguments: &SingleCaseArguments, out: &mut dyn Write) -> Result<(), SingleCaseError> {
    let file = LongFile::read(arguments)?;
    let question = Question { direction: arguments.better.into(), randomisation: asked(arguments) };
    let analysis = analyse(&file.cases, &question);
    if let Some(Err(reason)) = &analysis.randomisation {
        return Err(SingleCaseError::Randomisation { path: file.path, reason: reason.clone() });
    }
    let LongFile { path, baseline, treatment, cautions, .. } = file;
    let answer = Answer { data: path, baseline, treatment, cautions, analysis };
    let text = match arguments.format {
        OutputFormat::Json => serde_json::to_string_pretty(&answer)?,
        OutputFormat::Text => text::page(&answer),
    };
    writeln!(out, "{}", text.trim_end())?;
    Ok(())
}

fn asked(arguments: &SingleCaseArguments) -> Option<SchemeTest> {
    let scheme = arguments.randomisation?.into();
    let mut settings = RandomisationSettings::new(peil_stats::single_case::Scheme::customary(scheme), arguments.seed);
    settings.statistic = arguments.statistic.into();
    settings.draws = arguments.draws;
    let admissible = &mut settings.admissible;
    admissible.baseline = arguments.min_baseline.unwrap_or(admissible.baseline);
    admissible.treatment = arguments.min_treatment.unwrap_or(admissible.treatment);
    Some(SchemeTest { scheme, drawn_beforehand: !arguments.not_drawn, settings })
}
