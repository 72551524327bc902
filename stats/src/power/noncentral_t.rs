//! The noncentral t distribution.
//!
//! T = (Z + δ)/S with Z standard normal and S = √(χ²_ν/ν), so P(T > t) = E Φ(δ − tS) (Johnson, Kotz and Balakrishnan 1995,
//! Continuous Univariate Distributions 2, section 31.3). With S = eˣ the density of x is proportional to
//! exp(ν(x + (1 − e²ˣ)/2)), analytic and falling fast on both sides, for which the trapezoid rule converges exponentially
//! (Trefethen and Weideman 2014, doi:10.1137/130932132). All terms are positive: nothing cancels, in neither tail, for no δ.

use statrs::distribution::{Continuous, ContinuousCDF, Normal, StudentsT};
use statrs::function::gamma::checked_gamma_ur;

/// Terms below this share of the largest are left out.
const NEGLIGIBLE: f64 = 1e-20;
const MOST_NEWTON_STEPS: usize = 60;

/// P(T > t) of the noncentral t with `df` > 0 degrees of freedom and noncentrality `delta`; `NaN` outside that domain.
#[must_use]
pub fn noncentral_t_upper(t: f64, df: f64, delta: f64) -> f64 {
    if t.is_nan() || delta.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    // The integrand grows as exp((2ν + δ²)y²/2) off the real axis, up to y = π/4.
    let step = (0.6 / (2.0 * df + delta * delta).sqrt()).min(0.1);
    let (mut weights, mut sum) = (0.0, 0.0);
    let mut add = |x: f64| {
        let weight = (df * (x + (1.0 - (2.0 * x).exp()) / 2.0)).exp();
        weights += weight;
        sum += weight * normal(delta - t * x.exp());
        weight > NEGLIGIBLE
    };
    add(0.0);
    for side in [step, -step] {
        let mut at = 1.0;
        while add(side * at) {
            at += 1.0;
        }
    }
    sum / weights
}

/// Past this Φ is 0 or 1.
const FAR: f64 = 38.0;

/// Φ(x), by the incomplete gamma function: statrs' own error function has 10 digits.
fn normal(x: f64) -> f64 {
    let beyond = if x.abs() < FAR { checked_gamma_ur(0.5, x * x / 2.0).unwrap_or(1.0) / 2.0 } else { 0.0 };
    if x > 0.0 { 1.0 - beyond } else { beyond }
}

/// The c with P(|t_ν| > c) = α, α above 0 and below 1.
///
/// Newton's method: the tail is convex and the normal quantile lies on the near side, so the steps never overshoot.
#[must_use]
pub fn critical_t(alpha: f64, df: f64) -> f64 {
    let student = StudentsT::new(0.0, 1.0, df);
    student.map_or(f64::NAN, |student| cut_off(alpha, |c| noncentral_t_upper(c, df, 0.0), |c| student.pdf(c)))
}

fn cut_off(alpha: f64, tail: impl Fn(f64) -> f64, density: impl Fn(f64) -> f64) -> f64 {
    let mut c = Normal::standard().inverse_cdf(1.0 - alpha / 2.0);
    for _ in 0..MOST_NEWTON_STEPS {
        let by = (tail(c) - alpha / 2.0) / density(c);
        c += by;
        if by.abs() <= 1e-13 * c {
            break;
        }
    }
    c
}

/// P(|T| > the critical value of level α).
pub(super) fn power_t(delta: f64, df: f64, alpha: f64) -> f64 {
    let c = critical_t(alpha, df);
    noncentral_t_upper(c, df, delta) + noncentral_t_upper(c, df, -delta)
}

/// P(|Z + δ| > the critical value of level α).
pub(super) fn power_normal(delta: f64, alpha: f64) -> f64 {
    let c = cut_off(alpha, |c| normal(-c), |c| Normal::standard().pdf(c));
    normal(delta - c) + normal(-delta - c)
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{ContinuousCDF, StudentsT};

    use super::{critical_t, noncentral_t_upper, normal, power_normal, power_t};

    /// (t, ν, δ, P(T > t)) by 40-digit quadrature of the density of the mixture in another variable.
    const EXACT: &[(f64, f64, f64, f64)] = &[
        (2.306004135204166, 8.0, 0.4585846, 0.06017961237280603),
        (2.306004135204166, 8.0, -0.4585846, 0.008931207377219365),
        (2.0, 1.0, 1.5, 0.5089800984822763),
        (12.7, 1.0, 3.0, 0.1861967819923959),
        (-1.5, 3.0, 0.5, 0.9499026385025028),
        (2.0, 58.0, 2.8, 0.7867232599107612),
        (1.98, 118.0, 40.0, 1.0),
        (3.0, 0.8, 10.0, 0.9970592393267425),
        (2.1, 18.0, 9.0, 0.9999999999608876),
        (60.0, 8.0, 5.0, 5.942728091096937e-08),
    ];

    #[test]
    fn tails_are_those_of_forty_digits() {
        for &(t, df, delta, exact) in EXACT {
            let found = noncentral_t_upper(t, df, delta);
            assert!((found - exact).abs() < 1e-12 * exact.max(1e-3), "{t} {df} {delta}: {found} for {exact}");
        }
    }

    #[test]
    fn without_noncentrality_it_is_students_t() {
        for df in [0.7, 1.0, 2.5, 8.0, 58.0, 1e4] {
            let student = StudentsT::new(0.0, 1.0, df).unwrap();
            for t in [-3.0, -0.2, 0.0, 1.0, 2.2, 8.0] {
                let (found, exact) = (noncentral_t_upper(t, df, 0.0), student.sf(t));
                assert!((found - exact).abs() < 1e-12, "{t} {df}: {found} for {exact}");
            }
        }
    }

    #[test]
    fn the_normal_tail_has_all_digits() {
        for (x, exact) in [(-1.042795, 0.1485216237817696), (-2.87713, 0.002006551146117354), (0.3, 0.6179114221889526)]
        {
            assert!((normal(x) - exact).abs() < 1e-15, "{x}: {}", normal(x));
        }
        assert!((power_normal(0.0, 0.05) - 0.05).abs() < 1e-15);
    }

    #[test]
    fn the_critical_value_cuts_off_alpha() {
        for df in [1.0, 2.0, 8.0, 58.0, 1e6] {
            for alpha in [0.5, 0.05, 0.001] {
                let beyond = power_t(0.0, df, alpha);
                assert!((beyond - alpha).abs() < 1e-12, "{df} {alpha}: {beyond}");
            }
        }
        // By 30-digit root finding; R has 2.228139.
        assert!((critical_t(0.05, 10.0) - 2.228138851986275).abs() < 1e-12);
    }
}
