//! Tau after a straight trend of the baseline was taken out of both phases.

use super::pairs::{Pairs, sign};

/// Residuals nearer than this share of the largest score are tied: the line leaves rounding errors where scores were whole
/// numbers, and without it ties would be broken by them.
const TIED: f64 = 1e-10;

/// Baseline-corrected Tau: Tau between the residuals of the Theil–Sen line of the baseline (after Tarlow 2017,
/// doi:10.1177/0145445516676750; the correction is always made and the plain S/(m·n) taken). −1 to 1.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct BaselineCorrected {
    /// Tau of the residuals, positive for improvement beyond the baseline's own trend.
    pub estimate: f64,
    /// Slope of the baseline: the median of the slopes of all pairs (Theil 1950, Sen 1968), the user's units a unit of time.
    pub slope: f64,
    /// Median of what is left, at time 0, in the user's units.
    pub intercept: f64,
    /// Whether the line, carried on to the last session, lies beyond every score.
    #[serde(skip)]
    pub(super) leaves_range: bool,
}

impl BaselineCorrected {
    /// Of (time, score) of two or more sessions in each phase, higher is better; `direction` is the sign that made them so.
    pub(super) fn new(a: &[(f64, f64)], b: &[(f64, f64)], direction: f64) -> Self {
        let slopes = (0..a.len()).flat_map(|i| a[i + 1..].iter().map(move |later| slope(a[i], *later)));
        let slope = median(slopes.collect());
        let intercept = median(a.iter().map(|&(time, score)| score - slope * time).collect());
        let left = |&(time, score): &(f64, f64)| score - intercept - slope * time;
        let (before, after): (Vec<f64>, Vec<f64>) = (a.iter().map(left).collect(), b.iter().map(left).collect());
        let scores = || a.iter().chain(b).map(|&(_, score)| score);
        let near = TIED * scores().fold(0.0_f64, |most, score| most.max(score.abs()));
        let close = |x: f64, y: f64| if (y - x).abs() <= near { 0 } else { sign(y - x) };
        let pairs = Pairs::by(&before, &after, close);
        let last = b.iter().fold(f64::NEG_INFINITY, |last, &(time, _)| last.max(time));
        let there = intercept + slope * last;
        let (low, high) = scores().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), s| (l.min(s), h.max(s)));
        Self {
            estimate: pairs.excess() as f64 / pairs.all() as f64,
            slope: direction * slope,
            intercept: direction * intercept,
            leaves_range: there < low - near || there > high + near,
        }
    }
}

fn slope((early, before): (f64, f64), (late, after): (f64, f64)) -> f64 {
    (after - before) / (late - early)
}

/// The median of a list that is not empty.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len() % 2 == 1 { values[half] } else { 0.5 * (values[half - 1] + values[half]) }
}
