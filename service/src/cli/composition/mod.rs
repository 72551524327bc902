//! `peil composition`: whether it matters who else sits in the group, from a CSV file with a row a member.
//!
//! [`CompositionArguments`] is what can be typed, `observe` reads the three columns, `text` writes the tables to read.

mod arguments;
mod error;
mod observe;
#[cfg(test)]
mod tests;
mod text;

use std::io::Write;

use peil_stats::composition::{Composition, composition};
use serde::Serialize;

pub use arguments::CompositionArguments;
pub use error::CompositionCommandError;

use crate::cli::fit::OutputFormat;

/// All that is told.
#[derive(Debug, Serialize)]
struct Answer {
    /// The columns.
    group: String,
    outcome: String,
    #[serde(rename = "trait")]
    attribute: String,
    /// What is coded −1, and what 1.
    coded: [String; 2],
    #[serde(flatten)]
    found: Composition,
}

/// Reads, fits and writes. Nothing is written before everything has succeeded.
///
/// # Errors
/// [`CompositionCommandError`], whose text is the whole message for the user.
pub fn run(arguments: &CompositionArguments, out: &mut dyn Write) -> Result<(), CompositionCommandError> {
    let observed = observe::observe(arguments)?;
    let (group, outcome) = (arguments.group.clone(), arguments.outcome.clone());
    let found = composition(&observed.members)?;
    let answer = Answer { group, outcome, attribute: arguments.attribute.clone(), coded: observed.coded, found };
    let text = match arguments.format {
        OutputFormat::Json => serde_json::to_string_pretty(&answer)?,
        OutputFormat::Text => text::tables(&answer),
    };
    writeln!(out, "{}", text.trim_end())?;
    Ok(())
}
