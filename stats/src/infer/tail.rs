//! Tail probabilities of the reference distributions.

use statrs::distribution::{ChiSquared, ContinuousCDF, FisherSnedecor, Normal, StudentsT};

/// Fewer degrees of freedom say nothing: the p-value is 1 and the interval has no ends. (Nor can the distributions be
/// computed there.)
pub(super) const LEAST_DEGREES: f64 = 0.5;

/// P(|T| ≥ |statistic|): t with `df` degrees of freedom, else normal. `NaN` of `NaN`.
pub(crate) fn two_sided(statistic: f64, df: Option<f64>) -> f64 {
    if statistic.is_nan() {
        return f64::NAN;
    }
    let beyond = statistic.abs();
    if df.is_some_and(|df| df.is_nan() || df < LEAST_DEGREES) {
        return 1.0;
    }
    match df.and_then(|df| StudentsT::new(0.0, 1.0, df).ok()) {
        Some(student) => 2.0 * student.sf(beyond),
        None => 2.0 * Normal::standard().sf(beyond),
    }
}

/// P(F ≥ statistic) with `numerator` and `denominator` degrees of freedom; without the latter χ² over its degrees. `NaN` of
/// `NaN`.
pub(super) fn f_tail(statistic: f64, numerator: f64, denominator: Option<f64>) -> f64 {
    if statistic.is_nan() {
        return f64::NAN;
    }
    if denominator.is_some_and(|df| df.is_nan() || df < LEAST_DEGREES) {
        return 1.0;
    }
    match denominator.and_then(|df| FisherSnedecor::new(numerator, df).ok()) {
        Some(fisher) => fisher.sf(statistic.max(0.0)),
        None => chi_square_tail(statistic * numerator, numerator),
    }
}

/// P(χ² ≥ statistic); with zero degrees of freedom all mass is at 0.
pub(super) fn chi_square_tail(statistic: f64, df: f64) -> f64 {
    if df == 0.0 {
        return if statistic > 0.0 { 0.0 } else { 1.0 };
    }
    ChiSquared::new(df).map_or(f64::NAN, |chi| chi.sf(statistic.max(0.0)))
}

#[cfg(test)]
mod tests {
    use super::{f_tail, two_sided};

    #[test]
    fn next_to_no_degrees_of_freedom_prove_nothing() {
        for df in [0.0, 1e-300, 1e-9, 0.1, f64::NAN] {
            assert_eq!(two_sided(-4974.0, Some(df)), 1.0);
            assert_eq!(f_tail(1e9, 2.0, Some(df)), 1.0);
        }
        // R: 2 * pt(-3, 0.7)
        assert!((two_sided(3.0, Some(0.7)) - 0.2833).abs() < 2e-3, "{}", two_sided(3.0, Some(0.7)));
    }
}
