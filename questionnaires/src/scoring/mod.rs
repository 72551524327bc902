//! Scoring: what becomes of the answers.

mod alerts;
mod answers;
mod exact;
mod outcome;
mod verdict;

pub use alerts::{RaisedAlert, alerts};
pub use answers::{AnswerError, Answers};
pub use outcome::{NotScored, Outcome, ScoreOutcome, score};
pub use verdict::{ChangeBasis, NoVerdict, VerdictBasis, verdict_basis};
