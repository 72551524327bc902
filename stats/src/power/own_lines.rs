//! The t test of the groups' own slopes.
//!
//! Where the groups of a trial do not seem to differ, their estimated covariance loses rank, and Kenward and Roger's test rejects
//! less often than its level with few groups: it keeps the few degrees of freedom of the groups and cannot use that their lines
//! lie closer together than their clients let expect. (lme4 with pbkrtest does the same.) The t statistic of the groups' own
//! slopes has no variance that could end at zero: with equal groups it is exactly Student's, and it is the statistic whose power
//! [`analytic()`](super::analytic()) tells. Where the covariance has full rank and the groups are equal, Kenward and Roger's test
//! is the same test to the last digit, so the two together keep the level.
//!
//! Groups against individual clients are left to Kenward and Roger: the variances of the arms differ, for which there is no exact
//! test (Behrens and Fisher), and Welch's rejects too often with three groups (8 of 100 on simulated data without an effect, where
//! Kenward and Roger's rejects 4).

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::information::{Line, of_mean, slope, through};

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
    /// The slope of each group by generalised least squares over its clients, whose lines scatter with `scatter` (in residual
    /// variances); without groups whose clients all came once.
    fn slopes(&self, scatter: Line) -> Option<Slopes> {
        let of_group = |clients: &Vec<Moments>| {
            let mut told = Moments::default();
            clients.iter().for_each(|client| told.add(&client.through(scatter)));
            slope(told.times, told.scores)
        };
        let slopes: Vec<f64> = self.0.iter().filter_map(of_group).collect();
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
pub(super) fn compare([control, treated]: [&Arm; 2], scatter: Line) -> Option<OwnLines> {
    let (control, treated) = (control.slopes(scatter)?, treated.slopes(scatter)?);
    let df = control.n + treated.n - 2.0;
    let variance = (control.squares + treated.squares) / df * (1.0 / control.n + 1.0 / treated.n);
    let standard_error = variance.sqrt();
    let t = (treated.mean - control.mean) / standard_error;
    let p_value = 2.0 * StudentsT::new(0.0, 1.0, df).ok()?.sf(t.abs());
    (standard_error > 0.0).then_some(OwnLines { standard_error, df, p_value })
}
