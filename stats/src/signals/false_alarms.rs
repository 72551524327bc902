//! How often DET must err: a client who does not change, looked at again and again.

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

/// Probabilities for a client whose true score never changes.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct FalseAlarms {
    /// At least one of the looks finds a reliable worsening.
    pub once: f64,
    /// At least two looks in a row do: a confirmed one.
    pub confirmed: f64,
}

/// The chance that DET speaks at least once in `looks` measured sessions after x₀, and that it is confirmed at least once,
/// for a client whose true score never changes and whose measurement errors are independent and normal with the standard
/// error S_E that the limit z·√2·S_E was worked out with.
///
/// All looks share the error of x₀. Given it, in units of S_E and counted so that a high start is bad luck, e₀ = u: a look
/// errs with p(u) = Φ(u − z·√2), independently of the others, so
///
/// once = 1 − ∫ φ(u)·(1 − p(u))^k du,  confirmed = 1 − ∫ φ(u)·a_k(u) du,
///
/// with a_k the chance of no two in a row: a_0 = a_1 = 1, a_k = (1 − p)·a_{k−1} + p·(1 − p)·a_{k−2}. The integral over the one
/// dimension is taken by the trapezoidal rule, which is exact to rounding for such integrands.
///
/// Real clients fluctuate about their own level by more than measurement error: DET then speaks more often than this.
#[must_use]
pub fn deterioration_false_alarms(z: f64, looks: usize) -> FalseAlarms {
    const STEP: f64 = 1.0 / 16.0;
    const STEPS: i32 = 10 * 16;
    let normal = Normal::standard();
    let (mut once, mut confirmed) = (0.0, 0.0);
    for step in -STEPS..=STEPS {
        let error = f64::from(step) * STEP;
        let weight = STEP * normal.pdf(error);
        let p = normal.cdf(error - z * std::f64::consts::SQRT_2);
        once += weight * at_least_one(p, looks);
        confirmed += weight * two_in_a_row(p, looks);
    }
    FalseAlarms { once, confirmed }
}

/// 1 − (1 − p)^k, without loss for small p.
#[allow(clippy::cast_precision_loss)] // Looks at one client are few.
fn at_least_one(p: f64, looks: usize) -> f64 {
    -(looks as f64 * (-p).ln_1p()).exp_m1()
}

/// The chance of two in a row among `looks` trials: b_k = (1 − p)·b_{k−1} + p·(1 − p)·b_{k−2} + p².
fn two_in_a_row(p: f64, looks: usize) -> f64 {
    let (mut before, mut now) = (0.0, 0.0);
    for _ in 1..looks {
        (before, now) = (now, (1.0 - p) * now + p * (1.0 - p) * before + p * p);
    }
    now
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};

    use super::*;

    #[test]
    fn one_look_is_the_tail_of_the_difference() {
        let alarms = deterioration_false_alarms(1.96, 1);
        assert!((alarms.once - Normal::standard().cdf(-1.96)).abs() < 1e-10);
        assert_eq!(alarms.confirmed, 0.0);
        assert_eq!(deterioration_false_alarms(1.96, 0).once, 0.0);
    }

    #[test]
    fn of_two_looks_either_or_both_err() {
        // By inclusion and exclusion once = 2·Φ(−z) − both, and both is what confirms in two looks.
        let alarms = deterioration_false_alarms(1.645, 2);
        let tail = Normal::standard().cdf(-1.645);
        assert!((alarms.once - (2.0 * tail - alarms.confirmed)).abs() < 1e-10);
    }

    #[test]
    fn more_looks_err_more_often_and_less_than_independent_ones_would() {
        let mut last = 0.0;
        for looks in 1..=30 {
            let alarms = deterioration_false_alarms(1.96, looks);
            let independent = at_least_one(Normal::standard().cdf(-1.96), looks);
            assert!(alarms.once > last && alarms.once <= independent + 1e-10);
            assert!(alarms.confirmed < alarms.once);
            last = alarms.once;
        }
    }

    #[test]
    fn clients_who_do_not_change_raise_as_many_alarms() {
        const CLIENTS: u32 = 200_000;
        const LOOKS: usize = 12;
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(1999);
        let (mut once, mut confirmed) = (0_u32, 0_u32);
        for _ in 0..CLIENTS {
            let mut error = || -> f64 { StandardNormal.sample(&mut random) };
            let start = error();
            let worse: Vec<bool> = (0..LOOKS).map(|_| error() - start < -1.96 * std::f64::consts::SQRT_2).collect();
            once += u32::from(worse.contains(&true));
            confirmed += u32::from(worse.windows(2).any(|pair| pair == [true, true]));
        }
        let expected = deterioration_false_alarms(1.96, LOOKS);
        for (found, expected) in [(once, expected.once), (confirmed, expected.confirmed)] {
            let share = f64::from(found) / f64::from(CLIENTS);
            let error = (expected * (1.0 - expected) / f64::from(CLIENTS)).sqrt();
            assert!((share - expected).abs() < 3.0 * error, "{share} against {expected} ± {error}");
        }
    }
}
