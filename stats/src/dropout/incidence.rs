//! How many have left, and how, when stays can end in several ways.

use super::risk_set::{RiskSet, risk_sets};
use super::{Duration, DurationError, Ending, Interval};

/// One distinct time of a [`CumulativeIncidence`].
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct IncidenceStep {
    /// The time.
    pub time: f64,
    /// Stays of at least this time, n.
    pub at_risk: usize,
    /// Ends of this kind at this time, d_k.
    pub events: usize,
    /// Ends of any kind at this time, d.
    pub ended: usize,
    /// F̂_k: the share that has ended in this way by then.
    pub incidence: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl IncidenceStep {
    /// The interval of F̂_k that covers `coverage` (0 to 1), as [`Interval::of`]; `None` while nobody has ended so.
    #[must_use]
    pub fn interval(&self, interval: Interval, coverage: f64) -> Option<(f64, f64)> {
        interval.of(self.incidence, self.standard_error, coverage)
    }
}

/// The cumulative incidence of one kind of end beside others (Aalen and Johansen 1978, Scand J Stat 5:141):
/// F̂_k(t) = Σ_{t_i ≤ t} Ŝ(t_i−)·d_ki/n_i, with Ŝ the Kaplan–Meier estimate of being there, ends of any kind counted.
///
/// Its variance is the delta method's on the conditional multinomials of each time (Dinse and Larson 1986,
/// doi:10.1093/biomet/73.2.379; Marubini and Valsecchi 1995, equation 10.12):
///
/// Σ_{t_i ≤ t} \[F̂_k(t) − F̂_k(t_i)\]²·d_i/(n_i(n_i − d_i)) + Ŝ(t_i−)²·d_ki(n_i − d_ki)/n_i³ − 2\[F̂_k(t) − F̂_k(t_i)\]·Ŝ(t_i−)·d_ki/n_i²,
///
/// which is F̂(1 − F̂)/n without censoring and Greenwood's when there is one kind of end.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct CumulativeIncidence {
    steps: Vec<IncidenceStep>,
}

impl CumulativeIncidence {
    /// Describes one kind of end of stays, in any order. [`Ending::Running`] is no end: its incidence is zero throughout.
    ///
    /// # Errors
    /// [`DurationError::Empty`], [`DurationError::Time`].
    pub fn new(durations: &[Duration], kind: Ending) -> Result<Self, DurationError> {
        let mut sums = Sums::default();
        let steps = risk_sets(durations)?.into_iter().map(|set| sums.step(&set, kind)).collect();
        Ok(Self { steps })
    }

    /// The distinct times in order, those without such an end too.
    #[must_use]
    pub fn steps(&self) -> &[IncidenceStep] {
        &self.steps
    }

    /// The step at or before `time`; `None` before the first time, where nobody has left, and after the last, where nothing
    /// is known.
    #[must_use]
    pub fn at(&self, time: f64) -> Option<&IncidenceStep> {
        let last = self.steps.last()?;
        self.steps.iter().take_while(|step| step.time <= time && time <= last.time).last()
    }
}

/// The sums that the variance is made of: it is a square in F̂_k(t), whose coefficients grow with time.
#[derive(Debug, Default)]
struct Sums {
    left: f64,
    incidence: f64,
    square: f64,
    linear: f64,
    constant: f64,
}

impl Sums {
    fn step(&mut self, set: &RiskSet, kind: Ending) -> IncidenceStep {
        let events = if kind == Ending::Running { 0 } else { set.of(kind) };
        let (n, d, own) = (set.at_risk as f64, set.ended() as f64, events as f64);
        // `left` is 1 − Ŝ(t−), so that the sums can begin at their default.
        let there = 1.0 - self.left;
        self.incidence += there * own / n;
        let at = self.incidence;
        self.constant += there * there * own * (n - own) / n.powi(3) + 2.0 * at * there * own / (n * n);
        self.linear += there * own / (n * n);
        // When all leave at once nothing moves any more, and the term has nothing to multiply.
        if d < n {
            let share = d / (n * (n - d));
            self.square += share;
            self.linear += at * share;
            self.constant += at * at * share;
        }
        self.left = 1.0 - there * (n - d) / n;
        let variance = self.square * at * at - 2.0 * self.linear * at + self.constant;
        IncidenceStep {
            time: set.time,
            at_risk: set.at_risk,
            events,
            ended: set.ended(),
            incidence: at,
            standard_error: variance.max(0.0).sqrt(),
        }
    }
}
