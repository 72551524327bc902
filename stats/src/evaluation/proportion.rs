//! A proportion among units that sit in groups.

use std::collections::BTreeMap;

/// A proportion with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Proportion {
    /// Successes over trials; none without trials.
    pub estimate: Option<f64>,
    /// Lower end.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// Successes.
    pub successes: usize,
    /// Trials.
    pub trials: usize,
}

/// z of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// The proportion over `(cluster, successes, trials)`: Wilson's interval (1927, J Am Stat Assoc 22:209) at the effective
/// number of trials n/deff of Korn & Graubard (1998, Surv Methodol 24:193), with deff = max(1, v/(p(1 − p)/n)) and v the
/// linearised variance of the ratio over clusters, v = G/(G − 1)·Σ_g(s_g − p·n_g)²/n².
///
/// With one cluster, or where all or none succeed, nothing can be said of the clustering and deff is 1: the interval is
/// then that of independent trials. The order of the parts does not matter.
#[must_use]
pub fn proportion(parts: impl IntoIterator<Item = (usize, usize, usize)>) -> Proportion {
    let mut clusters: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (cluster, successes, trials) in parts {
        let sums = clusters.entry(cluster).or_default();
        sums.0 += successes;
        sums.1 += trials;
    }
    clusters.retain(|_, sums| sums.1 > 0);
    let (successes, trials) = clusters.values().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    if trials == 0 {
        return Proportion { estimate: None, lower: None, upper: None, successes, trials };
    }
    let share = successes as f64 / trials as f64;
    let effective = trials as f64 / design_effect(&clusters, share, trials as f64);
    let (lower, upper) = wilson(share, effective);
    Proportion { estimate: Some(share), lower: Some(lower), upper: Some(upper), successes, trials }
}

/// deff ≥ 1 of a share over clusters of (successes, trials).
fn design_effect(clusters: &BTreeMap<usize, (usize, usize)>, share: f64, trials: f64) -> f64 {
    let count = clusters.len() as f64;
    let independent = share * (1.0 - share) / trials;
    if clusters.len() < 2 || independent <= 0.0 {
        return 1.0;
    }
    let mut squares: Vec<f64> = clusters.values().map(|&(s, n)| (s as f64 - share * n as f64).powi(2)).collect();
    // Sorted: the numbers of the clusters change nothing, to the last bit.
    squares.sort_by(f64::total_cmp);
    let variance = count / (count - 1.0) * squares.iter().sum::<f64>() / trials.powi(2);
    (variance / independent).max(1.0)
}

fn wilson(share: f64, n: f64) -> (f64, f64) {
    let square = Z * Z / n;
    let middle = (share + square / 2.0) / (1.0 + square);
    let half = Z / (1.0 + square) * (share * (1.0 - share) / n + square / (4.0 * n)).sqrt();
    // The share lies in its interval, whatever the last bits say.
    ((middle - half).clamp(0.0, share), (middle + half).clamp(share, 1.0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn independent_trials_have_wilsons_interval() {
        // 81 of 263: the worked example of Newcombe (1998, Stat Med 17:857), .2553 to .3662.
        let parts = (0..263).map(|unit| (unit, usize::from(unit < 81), 1));
        let found = proportion(parts);
        // Each its own cluster: deff is G/(G−1), a hair above one.
        assert!((found.lower.unwrap() - 0.2553).abs() < 2e-4, "{found:?}");
        assert!((found.upper.unwrap() - 0.3662).abs() < 2e-4, "{found:?}");
    }

    #[test]
    fn groups_that_act_as_one_count_as_one() {
        let alone = proportion((0..20).map(|unit| (unit, usize::from(unit < 8), 1)));
        let eights = proportion((0..160).map(|unit| (unit / 8, usize::from(unit < 64), 1)));
        assert!((alone.lower.unwrap() - eights.lower.unwrap()).abs() < 1e-12);
        assert!((alone.upper.unwrap() - eights.upper.unwrap()).abs() < 1e-12);
    }

    #[test]
    fn nothing_and_everything_have_ends_too() {
        assert_eq!(proportion([]).estimate, None);
        let never = proportion((0..10).map(|unit| (unit, 0, 1)));
        assert_eq!(never.estimate, Some(0.0));
        assert!(never.lower.unwrap() < 1e-12 && (never.upper.unwrap() - 0.2775).abs() < 1e-4);
    }
}
