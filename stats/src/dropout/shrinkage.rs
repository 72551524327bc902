//! What keeps predictions for others from being too extreme.

use crate::glmm::Link;

/// (χ² − k)/χ², at least 0, of k estimates with the likelihood ratio of the covariates (van Houwelingen and le Cessie 1990).
pub(super) fn shrinkage(ratio: f64, estimates: usize) -> f64 {
    match estimates {
        0 => 1.0,
        _ if ratio > 0.0 => (1.0 - estimates as f64 / ratio).max(0.0),
        _ => 0.0,
    }
}

/// By Newton's method: what to add to log odds so that as many events are expected as there were.
pub(super) fn balance(odds: &[f64], events: usize) -> f64 {
    let mut shift = 0.0;
    for _ in 0..50 {
        let chances = odds.iter().map(|odds| Link::Logit.probability(odds + shift));
        let (sum, slope) = chances.fold((0.0, 0.0), |(sum, slope), p| (sum + p, slope + p * (1.0 - p)));
        let step = ((events as f64 - sum) / slope).clamp(-1.0, 1.0);
        if !step.is_finite() {
            break;
        }
        shift += step;
        if step.abs() < 1e-12 {
            break;
        }
    }
    shift
}
