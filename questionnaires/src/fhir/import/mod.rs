//! Import: documents in, definitions and answers out, with a report of everything in between.

mod definition;
mod draft;
mod expression;
mod extensions;
mod foreign;
mod ids;
mod options;
mod outline;
mod question;
mod scores;
mod sum;
mod total;
mod value_sets;
mod wording;

pub use draft::Draft;
pub use foreign::Beside;
pub use ids::{LinkIds, Target};

pub(super) use foreign::import as import_foreign;
pub(super) use sum::complete_sum;
