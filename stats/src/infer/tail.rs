//! Tail probabilities of the reference distributions.

use statrs::distribution::{ChiSquared, ContinuousCDF, FisherSnedecor, Normal, StudentsT};

/// P(|T| ≥ |statistic|): t with `df` degrees of freedom, else normal.
pub(crate) fn two_sided(statistic: f64, df: Option<f64>) -> f64 {
    let beyond = statistic.abs();
    match df.and_then(|df| StudentsT::new(0.0, 1.0, df).ok()) {
        Some(student) => 2.0 * student.sf(beyond),
        None => 2.0 * Normal::standard().sf(beyond),
    }
}

/// P(F ≥ statistic) with `numerator` and `denominator` degrees of freedom; without the latter χ² over its degrees.
pub(super) fn f_tail(statistic: f64, numerator: f64, denominator: Option<f64>) -> f64 {
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
