//! Existing measurements from a long CSV file: one row for each client and moment, with a small mapping file that says
//! which column is what.
//!
//! 1. [`Mapping::parse`] reads the mapping and refuses every key it does not know;
//! 2. [`read`] turns the files into an [`ImportPlan`], or into the list of *all* that is wrong with them, each with file,
//!    line and column. No finding shows a client, a group or a questionnaire's name; only times and scores are quoted;
//! 3. [`store`] writes the plan in the caller's transaction: all of it, or nothing.
//!
//! Contacts of the record system come in by another mapping, see `records`.
//!
//! Steps 1 and 2 are pure. The column that names a client is used to tell clients apart and is stored nowhere.

mod columns;
mod error;
mod finding;
mod mapping;
mod moment;
mod plan;
mod reading;
mod records;
mod scale;
mod storing;
mod table;
#[cfg(test)]
mod tests;

pub use error::{ImportError, ReadError};
pub use finding::{Finding, Problem, SourceFile};
pub use mapping::{Mapping, MappingError};
pub use plan::{ImportPlan, ImportReport};
pub use reading::read;
pub use records::{
    KnownRecords, RecordError, RecordKey, RecordKeyError, RecordKind, RecordMapping, RecordMappingError, RecordPlan,
    RecordReport, Replaced, known_records, read_records, store_records,
};
pub use storing::{ImportStep, store};
