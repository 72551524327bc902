//! Intervals of a probability that is estimated with a standard error.

use crate::infer::quantile;

/// The scale on which an interval of a probability p is symmetric (Kalbfleisch and Prentice 2002, section 1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// p ± z·se, cut off at 0 and 1.
    Plain,
    /// p·exp(±z·se/p), cut off at 1.
    Log,
    /// p^exp(±z·se/(p·log p)): never outside (0, 1); of the three the nearest to its coverage in small samples (Borgan and
    /// Liestøl 1990, Scand J Stat 17:35).
    #[default]
    LogLog,
}

impl Interval {
    /// The ends that cover `coverage` (0 to 1); `None` where the scale has no standard error: at p = 0, and at p = 1 for
    /// [`Interval::LogLog`].
    #[must_use]
    pub fn of(self, probability: f64, standard_error: f64, coverage: f64) -> Option<(f64, f64)> {
        let z = quantile(coverage, None);
        self.with_z(probability, standard_error / probability, z)
    }

    /// The same from the standard error of log p.
    pub(super) fn with_z(self, p: f64, log_error: f64, z: f64) -> Option<(f64, f64)> {
        if p <= 0.0 || !log_error.is_finite() {
            return None;
        }
        match self {
            Self::Plain => Some(((p - z * p * log_error).max(0.0), (p + z * p * log_error).min(1.0))),
            Self::Log => Some((p * (-z * log_error).exp(), (p * (z * log_error).exp()).min(1.0))),
            Self::LogLog => {
                let log = p.ln();
                let half = z * log_error / log.abs();
                (log < 0.0).then(|| ((log * half.exp()).exp(), (log * (-half).exp()).exp()))
            }
        }
    }
}
