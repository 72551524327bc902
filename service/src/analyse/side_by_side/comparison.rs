//! What of a comparison of groups is stored.

use std::collections::BTreeMap;

use jiff::civil::Date;
use peil_stats::read::{design_effect, effective_number};
use serde::{Deserialize, Serialize};

use crate::{analyse::Caution, domain::GroupKind};

/// Which stays are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// Those that began in the year before the analysis.
    Year,
    /// All.
    All,
}

/// What came of comparing the stays of one window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// Which stays.
    pub window: Window,
    /// The first day on which a stay of the window could begin; none where all count.
    pub since: Option<Date>,
    /// What was found.
    pub found: Found,
}

/// Groups beside each other, or why not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// They are compared.
    Groups(Comparison),
    /// No kind has enough groups with clients who answered twice.
    TooFew,
    /// The scores leave every model open.
    Undetermined,
}

/// The groups of an organisation beside each other, by one scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The formula, in lme4's language.
    pub formula: String,
    /// θ at the optimum: the start of the next fit.
    pub theta: Vec<f64>,
    /// T: weeks after the start for which the effects hold.
    pub week: f64,
    /// τ²: variance of the groups at T, in squared points.
    pub between: f64,
    /// σ²: pooled variance within groups of clients' differences from what was expected, in squared points.
    pub within: f64,
    /// The kinds of group that are compared.
    pub kinds: Vec<KindStanding>,
    /// Each compared group, by its id.
    pub groups: BTreeMap<String, GroupStanding>,
}

/// A kind of group in a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindStanding {
    /// Which.
    pub kind: GroupKind,
    /// Its groups with clients in the model.
    pub groups: usize,
    /// What that number allows.
    pub caution: Caution,
}

/// One group in a comparison. Points have the sign of the score: for complaints less is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GroupStanding {
    /// The kind of group that it was when it was compared.
    pub kind: GroupKind,
    /// Points from the mean of groups of its kind, at T, for clients who start alike; shrunk.
    pub effect: f64,
    /// Lower end of the 95 % interval.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// Mean of its clients' last scores minus what was expected of them.
    pub difference: f64,
    /// Clients with a first and a later score.
    pub clients: usize,
}

/// z of the funnel's inner limits, 95 %.
const INNER: f64 = 1.959_963_984_540_054;
/// z of the funnel's outer limits, 99.8 %.
const OUTER: f64 = 3.090_232_306_167_813;

impl Comparison {
    /// Correlation of two clients of one group in their difference from what was expected.
    #[must_use]
    pub fn icc(&self) -> f64 {
        let all = self.between + self.within;
        if all > 0.0 { self.between / all } else { 0.0 }
    }

    /// For how many independent clients so many of one group count.
    #[must_use]
    pub fn effective(&self, clients: usize) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "numbers of clients are far below 2^52")]
        let clients = clients as f64;
        effective_number(clients, design_effect(clients, self.icc()))
    }

    /// Distance from zero of the funnel's 95 % and 99.8 % limits at so many clients, in points.
    #[must_use]
    pub fn limits(&self, clients: usize) -> (f64, f64) {
        let spread = ((self.between + self.within) / self.effective(clients.max(1))).sqrt();
        (INNER * spread, OUTER * spread)
    }

    /// The standing of a kind of group; none where fewer than five groups of it have clients in the model.
    #[must_use]
    pub fn kind(&self, kind: GroupKind) -> Option<KindStanding> {
        self.kinds.iter().copied().find(|standing| standing.kind == kind)
    }
}
