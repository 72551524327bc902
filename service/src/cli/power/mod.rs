//! `peil power`: how many groups, members and sessions a study needs.
//!
//! [`PowerArguments`] is what can be typed, `plan` the trial that it means, `answer` the numbers, `text` the tables to read.

mod answer;
mod arguments;
mod error;
mod plan;
#[cfg(test)]
mod tests;
mod text;

use std::io::Write;

pub use arguments::{PowerArguments, SizeName};
pub use error::PowerCommandError;

use crate::cli::fit::OutputFormat;

/// Reckons and writes. Nothing is written before everything has succeeded.
///
/// # Errors
/// [`PowerCommandError`], whose text is the whole message for the user.
pub fn run(arguments: &PowerArguments, out: &mut dyn Write) -> Result<(), PowerCommandError> {
    let trial = plan::trial(arguments)?;
    let answer = answer::of(arguments, trial)?;
    let text = match arguments.format {
        OutputFormat::Json => serde_json::to_string_pretty(&answer)?,
        OutputFormat::Text => text::tables(&answer),
    };
    writeln!(out, "{}", text.trim_end())?;
    Ok(())
}
