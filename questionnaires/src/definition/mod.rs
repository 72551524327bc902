//! Definition: an instrument as its file describes it.
//!
//! Whatever parses here has the right shape and nothing more; [`crate::check()`] says whether it also makes sense.

mod alert;
mod example;
mod file;
mod hash;
mod instrument;
mod item;
mod licence;
mod norm;
mod scale;
mod score;
mod source;

pub use alert::{Alert, Condition, Escalation, Level, Moment, Operator, Recipient};
pub use example::{Example, Expected};
pub use file::DefinitionError;
pub use hash::{ContentHash, Hashes};
pub use instrument::{Instrument, Respondent, Status, WordingStatus};
pub use item::Item;
pub use licence::{Licence, LicenceClass};
pub use norm::{Band, ClinicalSide, CutOff, PublishedChange, Reliability, ReliabilityKind};
pub use scale::{ChoiceOption, Scale, ScaleError};
pub use score::{Direction, Fill, Method, MissingRule, RoundMode, Rounding, Score};
pub use source::{Seen, Source};
