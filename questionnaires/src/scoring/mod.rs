//! Scoring: what becomes of the answers.

mod alerts;
mod answers;
mod exact;
mod outcome;
mod plan;
mod scorer;
mod verdict;

pub use alerts::{RaisedAlert, alerts};
pub use answers::{Answer, AnswerError, Answers};
pub(crate) use exact::polynomial;
pub use outcome::{NotScored, Outcome, ScoreOutcome};
pub use scorer::{Scorer, score};
pub use verdict::{ChangeBasis, NoVerdict, VerdictBasis, verdict_basis, verdict_basis_for};
