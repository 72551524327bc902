//! How well probabilities foretold what happened.

use serde::{Deserialize, Serialize};

use super::discrimination::auc;
use super::{Regression, RegressionError};
use crate::evaluation::{Proportion, proportion};
use crate::glmm::Link;

/// A probability that was given before, and what happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// The probability, strictly between 0 and 1.
    pub probability: f64,
    /// Whether the client left.
    pub left: bool,
    /// Whatever is not independent of each other carries the same number: the members of a group.
    pub cluster: usize,
}

/// A number with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WithInterval {
    /// The number.
    pub estimate: f64,
    /// Lower end of the 95 % interval.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// z of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

impl WithInterval {
    pub(super) fn new(estimate: f64, standard_error: f64) -> Self {
        Self { estimate, lower: estimate - Z * standard_error, upper: estimate + Z * standard_error }
    }
}

/// A tenth of the forecasts, by their probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalibrationRow {
    /// The lowest probability in it.
    pub lowest: f64,
    /// The highest.
    pub highest: f64,
    /// The mean probability.
    pub expected: f64,
    /// The share that left, with an interval that counts clusters.
    pub observed: Proportion,
}

/// How well probabilities foretold what happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForecastQuality {
    /// Forecasts.
    pub forecasts: usize,
    /// Of those, clients who left.
    pub dropouts: usize,
    /// Intercept of the logistic regression of what happened on logit p (Cox 1958); 0 when calibrated.
    pub intercept: WithInterval,
    /// Its slope; 1 when calibrated, below 1 when the probabilities are too extreme.
    pub slope: WithInterval,
    /// Dropouts for each one expected: calibration in the large.
    pub observed_to_expected: f64,
    /// Brier's score (1950), the mean of (p − y)²: 0 is best.
    pub brier: WithInterval,
    /// That of giving everybody the share that left, known only afterwards.
    pub brier_of_share: f64,
    /// Probability that who left had the higher probability of two.
    pub auc: WithInterval,
    /// By tenths of the probability; equal probabilities stay together.
    pub table: Vec<CalibrationRow>,
}

impl ForecastQuality {
    /// Compares forecasts with what happened, in any order. Standard errors are sandwiches over clusters: rows of a client and
    /// members of a group are not independent.
    ///
    /// # Errors
    /// [`RegressionError`]: nobody left or all did, a probability that is 0, 1 or no number, or all of them equal.
    pub fn of(forecasts: &[Forecast]) -> Result<Self, RegressionError> {
        let mut sorted = forecasts.to_vec();
        sorted.sort_by(|a, b| {
            a.probability.total_cmp(&b.probability).then(a.cluster.cmp(&b.cluster)).then(a.left.cmp(&b.left))
        });
        let dropouts = sorted.iter().filter(|forecast| forecast.left).count();
        let (intercept, slope) = calibration(&sorted)?;
        let share = dropouts as f64 / sorted.len() as f64;
        Ok(Self {
            forecasts: sorted.len(),
            dropouts,
            intercept,
            slope,
            observed_to_expected: dropouts as f64 / sorted.iter().map(|forecast| forecast.probability).sum::<f64>(),
            brier: brier(&sorted),
            brier_of_share: share * (1.0 - share),
            auc: auc(&sorted),
            table: tenths(&sorted),
        })
    }
}

fn happened(forecast: &Forecast) -> f64 {
    f64::from(u8::from(forecast.left))
}

/// Sums of each cluster's vectors, in the order of the clusters.
pub(super) fn by_cluster<const N: usize>(parts: impl Iterator<Item = (usize, [f64; N])>) -> Vec<[f64; N]> {
    let mut sums: std::collections::BTreeMap<usize, [f64; N]> = std::collections::BTreeMap::new();
    for (cluster, part) in parts {
        let sum = sums.entry(cluster).or_insert([0.0; N]);
        sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
    }
    sums.into_values().collect()
}

/// Intercept and slope with A⁻¹BA⁻¹·G/(G − 1), B the sum over clusters of the squares of their scores (Liang and Zeger 1986).
fn calibration(forecasts: &[Forecast]) -> Result<(WithInterval, WithInterval), RegressionError> {
    let rows: Vec<Vec<f64>> = forecasts.iter().map(|f| vec![1.0, Link::Logit.predictor(f.probability)]).collect();
    let events: Vec<bool> = forecasts.iter().map(|forecast| forecast.left).collect();
    let fit = Regression::fit(&rows, &events, Link::Logit)?;
    let scores = by_cluster(forecasts.iter().zip(&rows).map(|(forecast, row)| {
        let p = Link::Logit.probability(fit.estimates[0] + fit.estimates[1] * row[1]);
        let rest = happened(forecast) - p;
        (forecast.cluster, [rest, rest * row[1]])
    }));
    let count = scores.len() as f64;
    let error = |place: usize| {
        let part = |score: &[f64; 2]| fit.covariance[place].iter().zip(score).map(|(v, s)| v * s).sum::<f64>();
        let sum: f64 = scores.iter().map(|score| part(score).powi(2)).sum();
        (sum * count / (count - 1.0)).sqrt()
    };
    Ok((WithInterval::new(fit.estimates[0], error(0)), WithInterval::new(fit.estimates[1], error(1))))
}

fn brier(forecasts: &[Forecast]) -> WithInterval {
    let square = |forecast: &Forecast| (forecast.probability - happened(forecast)).powi(2);
    let n = forecasts.len() as f64;
    let mean = forecasts.iter().map(square).sum::<f64>() / n;
    let sums = by_cluster(forecasts.iter().map(|forecast| (forecast.cluster, [square(forecast) - mean])));
    let count = sums.len() as f64;
    let variance = sums.iter().map(|[sum]| sum * sum).sum::<f64>() / (n * n) * count / (count - 1.0);
    WithInterval::new(mean, variance.sqrt())
}

fn tenths(sorted: &[Forecast]) -> Vec<CalibrationRow> {
    let mut bounds: Vec<usize> = (0..=10).map(|tenth| sorted.len() * tenth / 10).collect();
    for bound in &mut bounds[1..10] {
        while (1..sorted.len()).contains(bound) && sorted[*bound].probability == sorted[*bound - 1].probability {
            *bound += 1;
        }
    }
    let parts = bounds.windows(2).filter_map(|pair| sorted.get(pair[0]..pair[1]).filter(|part| !part.is_empty()));
    parts
        .map(|part| CalibrationRow {
            lowest: part[0].probability,
            highest: part[part.len() - 1].probability,
            expected: part.iter().map(|forecast| forecast.probability).sum::<f64>() / part.len() as f64,
            observed: proportion(part.iter().map(|forecast| (forecast.cluster, usize::from(forecast.left), 1))),
        })
        .collect()
}
