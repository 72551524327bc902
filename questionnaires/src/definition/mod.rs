//! Definition: an instrument as its file describes it.
//!
//! Whatever parses here has the right shape and nothing more; [`crate::check()`] says whether it also makes sense.

mod alert;
mod canonical;
mod example;
mod file;
mod hash;
mod instrument;
mod item;
mod licence;
mod lines;
mod method;
mod norm;
mod occasion;
mod reliability;
mod scale;
mod score;
mod source;
mod wording;

pub use alert::{Alert, Condition, Escalation, Level, Moment, Operator, Recipient};
pub use example::{Example, Expected};
pub use file::{DefinitionError, WriteError};
pub use hash::{ContentHash, Hashes};
pub use instrument::{Instrument, Respondent, Status, WordingStatus};
pub use item::Item;
pub use licence::{Licence, LicenceClass};
pub use method::{Calculation, CalculationError, Criterion, Limit, Method, Parts, TableStep};
pub use norm::{Band, ClinicalSide, CutOff, Norm, PublishedChange};
pub use occasion::Occasion;
pub use reliability::{Reliability, ReliabilityKind};
pub use scale::{ChoiceOption, Scale, ScaleError};
pub use score::{Direction, Fill, MissingRule, RoundMode, Rounding, Score};
pub use source::{Seen, Source};
pub use wording::{Wording, WordingError, WordingFault};
