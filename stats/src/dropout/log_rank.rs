//! Do groups differ in when their members leave?

use nalgebra::{DMatrix, DVector};
use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::risk_set::risk_sets;
use super::{Duration, DurationError};

/// The log-rank test (Mantel 1966; Peto and Peto 1972) of equal hazards of dropout, other ends censored.
///
/// It takes stays as independent: members of one therapy group are not, so compare kinds of groups with many groups each, and
/// read a small p as no more than a description.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LogRank {
    /// Dropouts of each group.
    pub observed: Vec<f64>,
    /// Those expected under equal hazards.
    pub expected: Vec<f64>,
    /// (O − E)'V⁻¹(O − E), with V the hypergeometric covariance.
    pub chi_squared: f64,
    /// Groups with anything expected, less one.
    pub degrees: usize,
    /// P(χ² ≥ that).
    pub p: f64,
}

impl LogRank {
    /// Compares groups of stays.
    ///
    /// # Errors
    /// [`DurationError::Empty`] for no stays at all, [`DurationError::Time`] (counted over all groups),
    /// [`DurationError::Groups`] when fewer than two groups have members at risk when somebody leaves.
    pub fn new(groups: &[&[Duration]]) -> Result<Self, DurationError> {
        let all = groups.concat();
        let count = groups.len();
        let mut leavers: Vec<Vec<f64>> = vec![Vec::new(); count];
        let mut times: Vec<Vec<f64>> = vec![Vec::new(); count];
        for (group, durations) in groups.iter().enumerate() {
            times[group] = durations.iter().map(|duration| duration.time).collect();
            let left = durations.iter().filter(|duration| duration.ending == super::Ending::Dropout);
            leavers[group] = left.map(|duration| duration.time).collect();
            times[group].sort_by(f64::total_cmp);
            leavers[group].sort_by(f64::total_cmp);
        }
        let mut expected = DVector::<f64>::zeros(count);
        let mut covariance = DMatrix::<f64>::zeros(count, count);
        for set in risk_sets(&all)?.iter().filter(|set| set.dropouts > 0) {
            let (n, d) = (set.at_risk as f64, set.dropouts as f64);
            let at_risk = |times: &Vec<f64>| (times.len() - times.partition_point(|time| *time < set.time)) as f64;
            let shares = DVector::from_iterator(count, times.iter().map(|times| at_risk(times) / n));
            expected += d * &shares;
            if n > 1.0 {
                let spread = DMatrix::from_diagonal(&shares) - &shares * shares.transpose();
                covariance += spread * (d * (n - d) / (n - 1.0));
            }
        }
        let observed = DVector::from_iterator(count, leavers.iter().map(|times| times.len() as f64));
        let kept: Vec<usize> = (0..count).filter(|group| expected[*group] > 0.0).collect();
        let degrees = kept.len().saturating_sub(1);
        let few = DurationError::Groups(kept.len());
        let kept = kept.get(..degrees).filter(|kept| !kept.is_empty()).ok_or(few)?;
        // The covariances sum to zero over groups: one of them adds nothing.
        let difference = (&observed - &expected).select_rows(kept);
        let factor = covariance.select_rows(kept).select_columns(kept).cholesky().ok_or(few)?;
        let chi_squared = difference.dot(&factor.solve(&difference));
        let p = ChiSquared::new(degrees as f64).map_or(f64::NAN, |distribution| distribution.sf(chi_squared));
        let (observed, expected) = (observed.as_slice().to_vec(), expected.as_slice().to_vec());
        Ok(Self { observed, expected, chi_squared, degrees, p })
    }
}
