//! The t test of the groups' own slopes.
//!
//! Where the groups of a trial do not seem to differ, their estimated covariance loses rank, and Kenward and Roger's test rejects
//! less often than its level with few groups: it keeps the few degrees of freedom of the groups and cannot use that their lines
//! lie closer together than their clients let expect. (lme4 with pbkrtest does the same.) The t statistic of the groups' own
//! slopes has no variance that could end at zero: with equal groups it is exactly Student's, and it is the statistic whose power
//! [`analytic()`](super::analytic()) tells. Where the covariance has full rank and the groups are equal, Kenward and Roger's test
//! is the same test to the last digit, so the two together keep the level.
//!
//! Against individual clients the variances of the arms differ (Behrens and Fisher). Welch's (1947) series keeps the level there as
//! long as no variance rests on too few degrees of freedom: 5.1 to 5.3 false alarms in 100 with 6 groups against 48 clients, but
//! 5.6 to 7.0 with 3 against 24 (200,000 draws of balanced slopes). With fewer than [`FEWEST_AGAINST_CLIENTS`] groups
//! Kenward and Roger's test stands alone, too careful.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::information::{Line, of_mean, slope, slope_variance, through};

/// Groups from which their own slopes are compared with those of individual clients.
pub(super) const FEWEST_AGAINST_CLIENTS: usize = 6;
/// Halvings of an interval: it ends narrower than the last digit.
const HALVINGS: usize = 60;
/// Past this a normal tail is zero.
const FARTHEST: f64 = 38.0;

/// Scores of one client or of many: (Z'Z, Z'y) with Z ones and times.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Moments {
    times: Line,
    scores: [f64; 2],
}

impl Moments {
    pub(super) fn push(&mut self, time: f64, score: f64) {
        self.times.iter_mut().zip([1.0, time, time * time]).for_each(|(sum, product)| *sum += product);
        self.scores.iter_mut().zip([score, time * score]).for_each(|(sum, product)| *sum += product);
    }

    /// The same for a mean about which lines scatter with this covariance, in residual variances.
    fn through(&self, scatter: Line) -> Self {
        Self { times: through(self.times, scatter), scores: of_mean(self.times, self.scores, scatter) }
    }

    fn add(&mut self, other: &Self) {
        self.times.iter_mut().zip(other.times).for_each(|(sum, part)| *sum += part);
        self.scores.iter_mut().zip(other.scores).for_each(|(sum, part)| *sum += part);
    }
}

/// The clients of the groups of an arm.
#[derive(Debug, Default)]
pub(super) struct Arm(pub(super) Vec<Vec<Moments>>);

impl Arm {
    /// What each group tells of its line by generalised least squares over its clients, whose lines scatter with `scatter` (in
    /// residual variances).
    fn told(&self, scatter: Line) -> impl Iterator<Item = Moments> + '_ {
        self.0.iter().map(move |clients| {
            let mut told = Moments::default();
            clients.iter().for_each(|client| told.add(&client.through(scatter)));
            told
        })
    }

    /// The slopes of the groups, without those whose clients all came once.
    fn slopes(&self, scatter: Line) -> Option<Slopes> {
        let slopes: Vec<f64> = self.told(scatter).filter_map(|told| slope(told.times, told.scores)).collect();
        let n = slopes.len() as f64;
        let mean = slopes.iter().sum::<f64>() / n;
        let squares = slopes.iter().map(|slope| (slope - mean).powi(2)).sum();
        (n >= 2.0).then_some(Slopes { mean, squares, n })
    }
}

/// Slopes of the groups of an arm: their mean, the sum of squares about it, and their number.
struct Slopes {
    mean: f64,
    squares: f64,
    n: f64,
}

/// A t test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct OwnLines {
    pub(super) standard_error: f64,
    pub(super) df: f64,
    pub(super) p_value: f64,
}

/// Student's (1908) test of the difference of the mean slopes of two arms of groups, two-sided; none with fewer than two slopes in
/// an arm, or where they do not differ at all.
pub(super) fn against_groups([control, treated]: [&Arm; 2], scatter: Line) -> Option<OwnLines> {
    let (control, treated) = (control.slopes(scatter)?, treated.slopes(scatter)?);
    let df = control.n + treated.n - 2.0;
    let variance = (control.squares + treated.squares) / df * (1.0 / control.n + 1.0 / treated.n);
    let standard_error = variance.sqrt();
    let t = (treated.mean - control.mean) / standard_error;
    let p_value = 2.0 * StudentsT::new(0.0, 1.0, df).ok()?.sf(t.abs());
    (standard_error > 0.0).then_some(OwnLines { standard_error, df, p_value })
}

/// As [`against_groups`], with individual clients for control, all in one group that is none. The variance of their slope is the
/// model's, with this residual variance; p is by Welch's series.
pub(super) fn against_clients([control, treated]: [&Arm; 2], scatter: Line, residual: f64) -> Option<OwnLines> {
    let treated = treated.slopes(scatter)?;
    let clients = control.0.iter().map(Vec::len).sum::<usize>() as f64;
    let told = control.told(scatter).next()?;
    let mean = slope(told.times, told.scores)?;
    let parts = [
        (treated.squares / (treated.n - 1.0) / treated.n, treated.n - 1.0),
        (residual * slope_variance(told.times), clients - 1.0),
    ];
    let variance = parts[0].0 + parts[1].0;
    let standard_error = variance.sqrt();
    let df = variance.powi(2) / parts.iter().map(|(part, df)| part.powi(2) / df).sum::<f64>();
    let p_value = welch(((treated.mean - mean) / standard_error).abs(), parts);
    (standard_error > 0.0).then_some(OwnLines { standard_error, df, p_value })
}

/// The two-sided p value of |t| with two parts of its variance, each with its degrees of freedom: the p at which Welch's (1947,
/// doi:10.1093/biomet/34.1-2.28) critical value, to the second order, is |t|.
fn welch(t: f64, parts: [(f64, f64); 2]) -> f64 {
    let variance = parts[0].0 + parts[1].0;
    let sum = |power: i32, by: i32| -> f64 {
        parts.iter().map(|(part, df)| (part / variance).powi(power) / df.powi(by)).sum()
    };
    let (v21, v32, v22) = (sum(2, 1), sum(3, 2), sum(2, 2));
    let critical = |z: f64| {
        let q = z * z;
        z * (1.0 + (1.0 + q) / 4.0 * v21 - (1.0 + q) / 2.0 * v22 + (3.0 + 5.0 * q + q * q) / 3.0 * v32
            - (15.0 + 32.0 * q + 9.0 * q * q) / 32.0 * v21 * v21)
    };
    // Rises with z: v21² ≤ v32, and v22 ≤ v21/5.
    let (mut low, mut high) = (0.0, FARTHEST);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if critical(middle) < t { low = middle } else { high = middle }
    }
    2.0 * Normal::standard().sf((low + high) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::welch;

    #[test]
    fn one_part_alone_is_students_t_to_the_second_order() {
        // t₀.₉₇₅ with 30 and 100 degrees of freedom is 2.04227 and 1.98397.
        for (t, df) in [(2.04227, 30.0), (1.98397, 100.0)] {
            let p = welch(t, [(1.0, df), (0.0, 7.0)]);
            assert!((p - 0.05).abs() < 3e-5, "{df}: {p}");
        }
    }

    #[test]
    fn few_degrees_cost_the_third_digit_and_order_and_unit_nothing() {
        // t₀.₉₇₅ with 6 degrees of freedom is 2.44691.
        let p = welch(2.44691, [(1.0, 6.0), (0.0, 20.0)]);
        assert!((p - 0.05).abs() < 3e-3, "{p}");
        let (one, other) = (welch(2.0, [(0.7, 6.0), (0.3, 20.0)]), welch(2.0, [(3.0, 20.0), (7.0, 6.0)]));
        assert!((one - other).abs() < 1e-12, "{one} {other}");
        // Between the two that have one part.
        assert!(welch(2.0, [(0.0, 6.0), (1.0, 20.0)]) < one && one < welch(2.0, [(1.0, 6.0), (0.0, 20.0)]));
    }

    #[test]
    fn p_falls_with_t_from_one_to_zero() {
        let at = |t| welch(t, [(0.7, 5.0), (0.3, 47.0)]);
        assert!((at(0.0) - 1.0).abs() < 1e-12 && at(2.0) > at(3.0) && at(1e6) < 1e-9);
    }
}
