//! Import: documents in, definitions and answers out, with a report of everything in between.

mod definition;
mod draft;
mod expression;
mod extensions;
mod foreign;
mod ids;
mod options;
mod outline;
mod own;
mod question;
mod response;
mod scores;
mod sum;
mod total;
mod total_check;
mod value_sets;
mod wording;

use crate::fhir::document;
use crate::fhir::refusal::Refusal;

pub use draft::Draft;
pub use foreign::Beside;
pub use ids::{LinkIds, Target};
pub use own::Own;
pub use response::{Questionnaire, Response};
pub use total_check::Total;

pub(super) use response::import as response;
pub(super) use sum::complete_sum;

/// A questionnaire that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Import {
    /// One of our own exports.
    Own(Box<Own>),
    /// Somebody else's.
    Foreign(Box<Draft>),
}

/// Reads a questionnaire, our own or somebody else's.
pub(super) fn questionnaire(text: &str, beside: &Beside<'_>) -> Result<Import, Refusal> {
    let value = document::read_resource(text, "Questionnaire")?;
    match own::import(&value)? {
        Some(own) => Ok(Import::Own(Box::new(own))),
        None => foreign::import(text, &value, beside).map(|draft| Import::Foreign(Box::new(draft))),
    }
}
