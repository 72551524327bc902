//! FHIR R4: questionnaires and answers in the form in which other systems hold them, out and in.

mod base64;
mod document;
mod export;
mod import;
mod members;
mod number;
mod own;
mod refusal;
mod report;
mod urls;

pub use import::{Beside, Draft, LinkIds, Target};
pub use refusal::Refusal;
pub use report::{Imported, Kept, Part, Reason, Report, Warning};

/// Reads.
pub fn import_foreign(text: &str, beside: &Beside<'_>) -> Result<Draft, Refusal> {
    import::import_foreign(text, beside)
}
