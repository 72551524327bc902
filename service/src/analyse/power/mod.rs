//! How large a study must be: the question that a reader puts together, and its answer.
//!
//! No data of anybody come in here: everything follows from what was typed.

mod answer;
mod field;
mod question;
mod simulations;

pub use answer::{PowerAnswer, SmallestOf, answer_power};
pub use field::{FieldFault, PowerField, Reach};
pub use question::{PowerQuestion, Typed};
pub use simulations::{NotSimulated, SearchedSmallest, SimulatedPower, Simulations};
