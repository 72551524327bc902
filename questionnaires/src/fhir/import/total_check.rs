//! Stored totals: what a response says a score is, held against what its answers give.

use crate::decimal::Decimal;
use crate::definition::Instrument;
use crate::scoring::{Answers, score};

/// A total that stood in a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// The score's id.
    pub score: String,
    /// What the response says.
    pub stored: Decimal,
    /// What the answers give; none when they give no score.
    pub recomputed: Option<Decimal>,
    /// What a screen would show of the recomputed score.
    pub shown: Option<Decimal>,
}

impl Total {
    /// Whether the stored total is the recomputed one, exactly or as it is rounded for display.
    pub fn agrees(&self) -> bool {
        self.recomputed == Some(self.stored) || self.shown == Some(self.stored)
    }
}

pub(super) fn differences(instrument: &Instrument, answers: &Answers, stored: Vec<(String, Decimal)>) -> Vec<Total> {
    let outcomes = score(instrument, answers);
    stored
        .into_iter()
        .map(|(id, stored)| {
            let recomputed = outcomes.iter().find(|one| one.score() == id).and_then(|one| one.value());
            let rounded = |value| instrument.score(&id).map(|definition| definition.rounded(value));
            Total { shown: recomputed.and_then(rounded), score: id, stored, recomputed }
        })
        .collect()
}
