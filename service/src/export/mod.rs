//! What a researcher takes along: sessions in clients in groups as one tidy table, with a codebook, our own estimates
//! for exactly those rows, and a note that says what the set is and is not.
//!
//! Only clients who agreed to research are in it. Dates become weeks since the client's own start; ids become
//! pseudonyms made with a key that is drawn for one export and never stored; rare values are pooled (`disclosure`).
//! That makes the set *pseudonymised*, and it says so: members of a group know each other and could recognise a course.
//!
//! No HTTP, no texts of the screen. The fit is `analyse`'s own, so page and file cannot differ.

mod archive;
mod cell;
mod codebook;
mod disclosure;
mod error;
mod estimates;
mod key;
mod readme;
mod research;
mod script;
mod sessions;
mod set;

pub use error::ExportError;
pub use key::ExportKey;
pub use research::{ExportCounts, ResearchEstimates, ResearchExport, research_estimates, research_export};
