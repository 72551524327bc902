//! What a reader of a binomial fit must know before believing it.

use serde::ser::SerializeStruct;

use super::design::BinomialModel;
use super::objective::Method;
use super::quadrature::is_available;
use crate::fit::FlatDirection;

/// Events a level and effect up to which Laplace's approximation is not to be trusted.
const ENOUGH_EVENTS: f64 = 5.0;
/// Levels below which a variance between levels is hardly known.
const ENOUGH_LEVELS: usize = 5;
/// A change of −2 log-likelihood by doubling the nodes that matters.
pub(super) const NODES_MATTER: f64 = 1e-3;

/// Something to be told together with the estimates. Written as its kind and its message.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Caution {
    /// Laplace's approximation with too few events (or non-events) in the levels of a factor: standard deviations are mostly
    /// a few per cent too small, and several times too large, silently, where events are rare (0/1 responses with at most one
    /// event a client are the worst case).
    #[error(
        "Laplace's approximation is unreliable for (… | {factor}): its levels have {mean:.2} events or non-events (the fewer; median {median}) on average. The standard deviation is mostly somewhat too small then, and far too large where events are rare; {}",
        if *.quadrature { "use adaptive quadrature" } else { "use a coarser factor, or fewer random terms so that adaptive quadrature can be used" }
    )]
    LaplaceFewEvents {
        /// The grouping factor.
        factor: String,
        /// Median over levels of the smaller of events and non-events.
        median: f64,
        /// Mean over levels of the smaller of events and non-events.
        mean: f64,
        /// Whether adaptive quadrature could be used instead.
        quadrature: bool,
    },
    /// Twice as many nodes give another −2 log-likelihood.
    #[error("{nodes} quadrature nodes are too few: twice as many change -2 log-likelihood by {change:.1e}; use more")]
    TooFewNodes {
        /// Nodes used.
        nodes: usize,
        /// −2 log-likelihood with twice the nodes at the same estimates, minus the one reported.
        change: f64,
    },
    /// −2 log-likelihood does not rise in every direction from the estimates: they are no minimum, or one of many.
    #[error(
        "there are no standard errors: the likelihood is flat or no maximum in some direction (least curvature {least_curvature:.1e}); leave out what the data cannot tell, or start elsewhere"
    )]
    NoStandardErrors {
        /// Least eigenvalue of the Hessian of −2 log-likelihood.
        least_curvature: f64,
    },
    /// Variances that the data leave undetermined: those reported are some of many that fit as well.
    #[error("{0}")]
    NotIdentified(FlatDirection),
    /// Whether some combination of fixed effects predicts the response without error could not be decided.
    #[error(
        "it could not be decided whether the fixed effects separate events from non-events: an estimate whose standard error is many times larger than it may be infinite; merge levels or leave such an effect out"
    )]
    SeparationUnknown,
    /// Few levels.
    #[error("`{factor}` has only {levels} levels: the variance between them is hardly known")]
    FewLevels {
        /// The grouping factor.
        factor: String,
        /// How many.
        levels: usize,
    },
}

impl Caution {
    /// Which caution, in one word for machines.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::LaplaceFewEvents { .. } => "laplace_few_events",
            Self::TooFewNodes { .. } => "too_few_nodes",
            Self::NoStandardErrors { .. } => "no_standard_errors",
            Self::NotIdentified(_) => "not_identified",
            Self::SeparationUnknown => "separation_unknown",
            Self::FewLevels { .. } => "few_levels",
        }
    }
}

impl serde::Serialize for Caution {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut written = serializer.serialize_struct("Caution", 2)?;
        written.serialize_field("kind", self.kind())?;
        written.serialize_field("message", &self.to_string())?;
        written.end()
    }
}

/// The cautions that the data and the method call for.
pub(super) fn cautions(model: &BinomialModel, method: Method) -> Vec<Caution> {
    let parts = &model.parts;
    let mut found = Vec::new();
    for factor in &parts.factors {
        let mut events = vec![0.0; factor.count()];
        let mut misses = vec![0.0; factor.count()];
        for (row, &code) in factor.codes.iter().enumerate() {
            events[code as usize] += parts.events[row];
            misses[code as usize] += parts.trials[row] - parts.events[row];
        }
        let mut fewer: Vec<f64> = events.iter().zip(&misses).map(|(e, m): (&f64, &f64)| e.min(*m)).collect();
        fewer.sort_by(f64::total_cmp);
        let mean = fewer.iter().sum::<f64>() / fewer.len() as f64;
        let median = 0.5 * (fewer[(fewer.len() - 1) / 2] + fewer[fewer.len() / 2]);
        if method == Method::Laplace && mean <= ENOUGH_EVENTS * factor.order() as f64 {
            let quadrature = is_available(parts);
            found.push(Caution::LaplaceFewEvents { factor: factor.name.clone(), median, mean, quadrature });
        }
        if factor.count() < ENOUGH_LEVELS {
            found.push(Caution::FewLevels { factor: factor.name.clone(), levels: factor.count() });
        }
    }
    found
}
