//! Shares of treatment scores beyond the baseline.

use super::baseline_corrected::median;

/// Percentage of nonoverlapping data, as a share (Scruggs, Mastropieri and Casto 1987): treatment scores better than the best
/// of the baseline. One odd baseline score can make it 0.
pub(super) fn pnd(a: &[f64], b: &[f64]) -> f64 {
    let best = a.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    b.iter().filter(|&&score| score > best).count() as f64 / b.len() as f64
}

/// Percentage of data exceeding the median, as a share (Ma 2006): ties count one half.
pub(super) fn pem(a: &[f64], b: &[f64]) -> f64 {
    let middle = median(a.to_vec());
    let (over, at) = (b.iter().filter(|&&score| score > middle), b.iter().filter(|&&score| score == middle));
    (over.count() as f64 + 0.5 * at.count() as f64) / b.len() as f64
}
