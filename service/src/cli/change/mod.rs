//! `peil change`: each client's change from the first to the last score, by Jacobson and Truax with the cut-offs a, b and c, and
//! by the other methods beside it; with PHQ-9 and GAD-7 in one file also the summary of the pair.
//!
//! [`ChangeArguments`] is what can be typed, `long_file` reads the scores, `numbers` gathers limit, reliability and norms with
//! their sources, `methods` judges, and the result is written as one JSON object or as a page to read. A clinician's verdict
//! stays that of the service; this room is for whoever wants to see how far it hangs on the method.

mod answer;
mod arguments;
mod error;
mod long_file;
mod measure;
mod methods;
mod numbers;
mod pair;
mod slope;
#[cfg(test)]
mod tests;
mod text;

use std::io::Write;

pub use arguments::{ChangeArguments, CutOffName, MethodName};
pub use error::ChangeCommandError;

use crate::cli::fit::OutputFormat;
use answer::Answer;
use long_file::LongFile;
use measure::Measure;
use methods::Judges;
use numbers::Numbers;

/// Reads, judges and writes. Nothing is written before everything has succeeded.
///
/// # Errors
/// [`ChangeCommandError`], whose text is the whole message for the user.
pub fn run(arguments: &ChangeArguments, out: &mut dyn Write) -> Result<(), ChangeCommandError> {
    let measure = Measure::new(arguments)?;
    let file = LongFile::read(&arguments.data, &arguments.column, &measure)?;
    let numbers = Numbers::gather(arguments, &measure, &file)?;
    let judges = Judges::new(arguments, &measure, &file, &numbers)?;
    let answer = Answer::of(measure, file, numbers, &judges)?;
    let text = match arguments.format {
        OutputFormat::Json => serde_json::to_string_pretty(&answer)?,
        OutputFormat::Text => text::page(&answer),
    };
    writeln!(out, "{}", text.trim_end())?;
    Ok(())
}
