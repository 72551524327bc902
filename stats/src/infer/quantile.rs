//! The quantile that an interval is made with.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::tail::LEAST_DEGREES;

/// Degrees of freedom past which the normal distribution stands in: the two differ by less than 2e-4 there, and the search
/// for a quantile of t no longer ends.
const AS_GOOD_AS_NORMAL: f64 = 10_000.0;

/// The quantile of Student's t with `df` degrees of freedom (infinite below one half, where they say nothing) for the upper end of a two-sided interval that
/// covers `coverage` (0 to 1); of the normal distribution without degrees of freedom.
pub(crate) fn quantile(coverage: f64, df: Option<f64>) -> f64 {
    let upper = 0.5 + coverage.clamp(0.0, 1.0) / 2.0;
    match df.filter(|df| df.is_nan() || *df <= AS_GOOD_AS_NORMAL) {
        Some(df) if df.is_nan() || df < LEAST_DEGREES => f64::INFINITY,
        Some(df) => StudentsT::new(0.0, 1.0, df).map_or(f64::INFINITY, |student| student.inverse_cdf(upper)),
        None => Normal::standard().inverse_cdf(upper),
    }
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn quantiles_are_those_of_r() {
        // R: qt(0.975, 10), qt(0.975, 5000), qnorm(0.975)
        for (df, expected) in
            [(Some(10.0), 2.228_138_851_964_939), (Some(5000.0), 1.960_438_552), (None, 1.959_963_984_540_054)]
        {
            let found = quantile(0.95, df);
            assert!((found - expected).abs() < 1e-6, "{df:?}: {found}");
        }
        assert!((quantile(0.95, Some(1e12)) - 1.959_963_984_540_054).abs() < 1e-9);
    }
}
