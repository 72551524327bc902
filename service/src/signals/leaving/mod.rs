//! Who leaves: what is learnt from the stays of the organisation, what it foretells of a client, and how stays ended.
//!
//! A stay is here what `peil_stats::dropout` knows it as. Scores count by their place on their scale, so that groups with
//! other questionnaires can be learnt from together.

mod claim;
mod described;
mod foretelling;
mod learning;
mod measured;
mod stay;
mod trial;

pub use claim::{claim_leaving, claim_leaving_of_before};
pub use described::{ENOUGH_AT_RISK, ENOUGH_ENDED, Endings, LeavingOfKind, LeavingStep, Share, leaving_by_kind};
pub(super) use foretelling::Foretelling;
pub use learning::{LeavingModel, learn_leaving, leaving_model};
pub(super) use measured::{Expectations, Measured};
pub use trial::{ENOUGH_FOR_CERTAINTY, FEWEST_DROPOUTS, LeavingTrial};
