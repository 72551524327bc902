//! Contacts from a CSV of the record system, with a small mapping file: individual contacts, group sessions (a row for each
//! client), or the list that says which client of Peil has which number there.
//!
//! 1. [`RecordMapping::parse`] reads the mapping and refuses every key it does not know;
//! 2. [`read_records`] checks every cell and gives the rows that are sound beside *all* that is wrong, each with line,
//!    column, reason and remedy. No finding shows a client or a group;
//! 3. [`store_records`] writes the sound rows in the caller's transaction. Whether that may happen beside refused rows is the
//!    caller's to ask.
//!
//! A contact is known by a hash, so a file that comes again adds nothing, and one that was mended changes what differs. The
//! number of a client in the record system is stored as a hash as well, and never as it is. Steps 1 and 2 are pure.

mod hash;
mod mapping;
mod reading;
mod storing;
#[cfg(test)]
mod tests;

pub use mapping::{RecordKind, RecordMapping, RecordMappingError};
pub use reading::{KnownRecords, RecordPlan, read_records};
pub use storing::{RecordReport, known_records, store_records};
