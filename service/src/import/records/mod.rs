//! Contacts from a CSV of the record system, with a small mapping file: individual contacts, group sessions (a row for each
//! client), or the list that says which client of Peil has which number there.
//!
//! 1. [`RecordMapping::parse`] reads the mapping and refuses every key it does not know;
//! 2. [`read_records`] checks every cell and gives the rows that are sound beside *all* that is wrong, each with line,
//!    column, reason and remedy. No finding shows a client or a group;
//! 3. [`store_records`] writes the sound rows in the caller's transaction. Whether that may happen beside refused rows is the
//!    caller's to ask.
//!
//! A contact is known by a hash, so a file that comes again adds nothing. One that was mended changes what differs where the
//! record system numbers its contacts; without numbers a mended row is another contact, and the days are replaced whole
//! ([`Replaced`]). Numbers of clients are stored as hashes as well, made with a key from outside. What a file says that it holds
//! everything of is noted, so that no figure is told of days that nobody imported. Steps 1 and 2 are pure.

mod hash;
mod mapping;
mod reading;
mod storing;
#[cfg(test)]
mod tests;

pub use hash::{RecordKey, RecordKeyError};
pub use mapping::{RecordKind, RecordMapping, RecordMappingError};
pub use reading::{KnownRecords, RecordPlan, read_records};
pub use storing::{RecordError, RecordReport, Replaced, known_records, store_records};
