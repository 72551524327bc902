//! What slopes are usual in the organisation, and how far a group's own is drawn towards them.

use super::WindowSlope;
use super::spread::real;
use crate::expected::ParameterError;

/// The distribution of groups' true slopes over a window of sessions.
///
/// An empirical Bayes prior (Morris 1983, J Am Stat Assoc 78:47): true slope ~ N(mean, variance), estimate | true slope ~
/// N(true slope, the window's variance).
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlopePrior {
    /// Points of improvement a week.
    pub mean: f64,
    /// Variance of true slopes between windows, ≥ 0.
    pub variance: f64,
    /// Sampling variance of `mean`, ≥ 0.
    pub variance_of_mean: f64,
    /// Windows that it rests on.
    pub windows: usize,
}

impl SlopePrior {
    /// Method of moments (DerSimonian & Laird 1986, Control Clin Trials 7:177, eq. 8): with w = 1/v,
    /// τ² = max(0, (Q − (k − 1)) / (Σw − Σw²/Σw)), Q the weighted squares about the weighted mean, and then the mean with
    /// weights 1/(v + τ²). Windows without spread (v = 0) tell nothing of v and are left out. None with fewer than `needed`
    /// of the others: then nothing is shrunken.
    #[must_use]
    pub fn estimate(windows: &[WindowSlope], needed: usize) -> Option<Self> {
        // Sorted: the order of the groups changes nothing.
        let mut known: Vec<(f64, f64)> =
            windows.iter().filter(|slope| slope.variance > 0.0).map(|slope| (slope.variance, slope.estimate)).collect();
        known.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        if known.len() < needed.max(2) {
            return None;
        }
        let weighted = |between: f64| {
            let weights = known.iter().map(|(variance, _)| 1.0 / (variance + between));
            let total: f64 = weights.clone().sum();
            let mean = weights.zip(&known).map(|(weight, (_, estimate))| weight * estimate).sum::<f64>() / total;
            (mean, total)
        };
        let (mean, total) = weighted(0.0);
        let q: f64 = known.iter().map(|(variance, estimate)| (estimate - mean).powi(2) / variance).sum();
        let squares: f64 = known.iter().map(|(variance, _)| variance.powi(-2)).sum();
        let variance = ((q - real(known.len() - 1)) / (total - squares / total)).max(0.0);
        let (mean, total) = weighted(variance);
        let prior = Self { mean, variance, variance_of_mean: 1.0 / total, windows: known.len() };
        [mean, variance, prior.variance_of_mean].iter().all(|number| number.is_finite()).then_some(prior)
    }

    /// Checks that numbers which were read can be what they say.
    ///
    /// # Errors
    /// [`ParameterError`], which names the field.
    pub fn check(&self) -> Result<(), ParameterError> {
        let variances = [("slopes.variance", self.variance), ("slopes.variance_of_mean", self.variance_of_mean)];
        let all = std::iter::once(("slopes.mean", self.mean)).chain(variances);
        if let Some((name, _)) = all.into_iter().find(|(_, value)| !value.is_finite()) {
            return Err(ParameterError::NotFinite(name));
        }
        match variances.into_iter().find(|(_, value)| *value < 0.0) {
            Some((name, _)) => Err(ParameterError::Negative(name)),
            None => Ok(()),
        }
    }

    /// Mean and variance of a group's true slope, given its own estimate: with B = v/(v + τ²), (1 − B)·estimate + B·mean and
    /// (1 − B)·v + B²·Var(mean).
    #[must_use]
    pub fn shrink(&self, own: WindowSlope) -> (f64, f64) {
        let both = own.variance + self.variance;
        let towards = if both > 0.0 { own.variance / both } else { 0.0 };
        let mean = (1.0 - towards) * own.estimate + towards * self.mean;
        (mean, (1.0 - towards) * own.variance + towards * towards * self.variance_of_mean)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rand::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};

    use super::*;

    fn slope(estimate: f64, variance: f64) -> WindowSlope {
        WindowSlope { estimate, variance, freedom: 10 }
    }

    #[test]
    fn with_equal_variances_it_is_the_variance_of_estimates_less_the_noise() {
        let windows: Vec<WindowSlope> = (0..31).map(|i| slope(f64::from(i) / 10.0, 0.25)).collect();
        let prior = SlopePrior::estimate(&windows, 30).unwrap();
        // Sample variance of 0.0, 0.1, …, 3.0 is 31·32/12/100.
        let spread = 31.0 * 32.0 / 1200.0;
        assert!((prior.mean - 1.5).abs() < 1e-12);
        assert!((prior.variance - (spread - 0.25)).abs() < 1e-12);
        assert!((prior.variance_of_mean - spread / 31.0).abs() < 1e-12);
        assert!(SlopePrior::estimate(&windows[..29], 30).is_none());
        let exact: Vec<WindowSlope> = windows.iter().map(|w| slope(w.estimate, 0.0)).collect();
        assert!(SlopePrior::estimate(&exact, 30).is_none());
    }

    #[test]
    fn windows_that_differ_by_noise_alone_share_one_slope() {
        let windows: Vec<WindowSlope> = (0..40).map(|i| slope(f64::from(i % 2) / 10.0, 1.0)).collect();
        let prior = SlopePrior::estimate(&windows, 30).unwrap();
        assert_eq!(prior.variance, 0.0);
        let (mean, variance) = prior.shrink(slope(5.0, 1.0));
        assert!((mean - 0.05).abs() < 1e-12);
        assert!((variance - 1.0 / 40.0).abs() < 1e-12);
    }

    #[test]
    fn intervals_after_shrinking_cover_the_truth_as_often_as_they_say() {
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(5);
        let mut normal = || -> f64 { StandardNormal.sample(&mut random) };
        let truths: Vec<f64> = (0..4000).map(|_| 0.4 + 0.3 * normal()).collect();
        let windows: Vec<WindowSlope> = truths
            .iter()
            .enumerate()
            .map(|(i, truth)| {
                let deviation = 0.2 + 0.1 * f64::from(u8::try_from(i % 4).unwrap());
                slope(truth + deviation * normal(), deviation * deviation)
            })
            .collect();
        let prior = SlopePrior::estimate(&windows, 30).unwrap();
        let inside = truths.iter().zip(&windows).filter(|(truth, window)| {
            let (mean, variance) = prior.shrink(**window);
            (*truth - mean).abs() <= 1.281_551_565_544_6 * variance.sqrt()
        });
        let share = real(inside.count()) / 4000.0;
        assert!((share - 0.8).abs() < 3.0 * (0.8_f64 * 0.2 / 4000.0).sqrt(), "{share}");
    }
}
