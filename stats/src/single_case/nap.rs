//! Nonoverlap of all pairs.

use super::Unable;

/// Nonoverlap of all pairs (Parker and Vannest 2009, doi:10.1016/j.beth.2008.10.006): how likely a score of the treatment is
/// better than one of the baseline, ties counting one half. 0 to 1, one half where nothing changed.
///
/// The standard errors hold for independent scores and one case; scores of one person seldom are.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Nap {
    /// NAP = Σ q_ij / (m·n), q_ij = 1 better, ½ tied, 0 worse.
    pub estimate: f64,
    /// Square root of the unbiased variance (Sen 1967; Mee 1990; Pustejovsky 2018).
    #[serde(serialize_with = "super::told::told")]
    pub standard_error: Result<f64, Unable>,
    /// Standard error of Hanley and McNeil (1982).
    pub standard_error_hanley: f64,
}

impl Nap {
    /// Of two scores or more in each phase, higher is better.
    pub(super) fn new(a: &[f64], b: &[f64]) -> Self {
        let (m, n) = (a.len() as f64, b.len() as f64);
        let q = |before: f64, after: f64| 0.5 + 0.5 * f64::from(super::pairs::sign(after - before));
        let pairs = m * n;
        let estimate = a.iter().flat_map(|&x| b.iter().map(move |&y| q(x, y))).sum::<f64>() / pairs;
        let over = |x: f64| b.iter().map(|&y| q(x, y) - estimate).sum::<f64>().powi(2);
        let under = |y: f64| a.iter().map(|&x| q(x, y) - estimate).sum::<f64>().powi(2);
        // Q₁ and Q₂ about the estimate; the variance of q itself in X.
        let q1 = a.iter().map(|&x| over(x)).sum::<f64>() / (m * n * n);
        let q2 = b.iter().map(|&y| under(y)).sum::<f64>() / (m * m * n);
        let spread = a.iter().flat_map(|&x| b.iter().map(move |&y| (q(x, y) - estimate).powi(2))).sum::<f64>() / pairs;
        // At 0 and 1 the variance would be zero: half a pair short of it instead.
        let bounded = estimate.clamp(0.5 / pairs, 1.0 - 0.5 / pairs);
        let binomial = bounded * (1.0 - bounded);
        let unbiased = (binomial + n * q1 + m * q2 - 2.0 * spread) / ((m - 1.0) * (n - 1.0));
        let hanley = (binomial + (n - 1.0) * q1 + (m - 1.0) * q2) / pairs;
        let standard_error = if unbiased > 0.0 { Ok(unbiased.sqrt()) } else { Err(Unable::NegativeVariance) };
        Self { estimate, standard_error, standard_error_hanley: hanley.sqrt() }
    }
}
