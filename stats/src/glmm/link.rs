//! The link between the linear predictor and the probability of an event, and what a row adds to the log-likelihood.
//!
//! A row has s events in t trials (0/1 responses: t = 1). All derivatives are by the linear predictor η.

use super::exponential::exponentials;

/// How the probability p of an event hangs on the linear predictor η.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Link {
    /// log(p/(1 − p)) = η: coefficients are log odds ratios.
    #[default]
    Logit,
    /// log(−log(1 − p)) = η: coefficients are log hazard ratios when time was cut into intervals (Prentice and Gloeckler
    /// 1978, doi:10.2307/2529588).
    Cloglog,
}

/// What one row adds to the log-likelihood, and its derivatives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RowTerms {
    /// ℓ, without the binomial coefficient.
    pub(super) value: f64,
    /// ℓ'.
    pub(super) slope: f64,
    /// −ℓ'', never negative: both links have log-concave likelihoods.
    pub(super) weight: f64,
    /// −ℓ'''.
    pub(super) weight_slope: f64,
}

/// Beyond this the exponential of η overflows.
const FURTHEST: f64 = 700.0;

impl Link {
    /// The probability of an event.
    #[must_use]
    pub fn probability(self, predictor: f64) -> f64 {
        match self {
            Self::Logit => 1.0 / (1.0 + (-predictor).exp()),
            Self::Cloglog => -(-predictor.exp()).exp_m1(),
        }
    }

    /// The linear predictor of a probability strictly between 0 and 1.
    #[must_use]
    pub fn predictor(self, probability: f64) -> f64 {
        match self {
            Self::Logit => (probability / (1.0 - probability)).ln(),
            Self::Cloglog => (-(-probability).ln_1p()).ln(),
        }
    }

    /// One row of s events in t trials.
    pub(super) fn row(self, events: f64, trials: f64, predictor: f64) -> RowTerms {
        match self {
            Self::Logit => {
                let q = (-predictor.abs()).exp();
                let upper = 1.0 / (1.0 + q);
                let p = if predictor >= 0.0 { upper } else { q * upper };
                let weight = trials * q * upper * upper;
                RowTerms {
                    value: events * predictor - trials * (predictor.max(0.0) + q.ln_1p()),
                    slope: events - trials * p,
                    weight,
                    weight_slope: weight * (1.0 - 2.0 * p),
                }
            }
            Self::Cloglog => {
                let e = predictor.clamp(-FURTHEST, FURTHEST).exp();
                let misses = (trials - events) * e;
                let none = RowTerms { value: -misses, slope: -misses, weight: misses, weight_slope: misses };
                if events == 0.0 {
                    return none;
                }
                let hit = hit(e);
                RowTerms {
                    value: none.value + events * hit.value,
                    slope: none.slope + events * hit.slope,
                    weight: none.weight + events * hit.weight,
                    weight_slope: none.weight_slope + events * hit.weight_slope,
                }
            }
        }
    }

    /// One row at several linear predictors (which are overwritten): adds to `sums`, writes ℓ' to `slopes`.
    pub(super) fn row_values(
        self,
        events: f64,
        trials: f64,
        predictors: &mut [f64],
        sums: &mut LaneSums,
        slopes: &mut [f64],
    ) {
        if self == Self::Logit && trials == 1.0 {
            logit_values(events, predictors, sums, slopes);
            return;
        }
        for ((predictor, value), slope) in predictors.iter().zip(&mut sums.values).zip(slopes) {
            let row = self.row(events, trials, *predictor);
            *value += row.value;
            *slope = row.slope;
        }
    }

    /// One row at several linear predictors: writes ℓ', −ℓ'' and −ℓ'''.
    pub(super) fn row_curvatures(
        self,
        events: f64,
        trials: f64,
        predictors: &[f64],
        slopes: &mut [f64],
        weights: &mut [f64],
        weight_slopes: &mut [f64],
    ) {
        if self == Self::Logit {
            let lanes = predictors.len();
            let (slopes, weights) = (&mut slopes[..lanes], &mut weights[..lanes]);
            let weight_slopes = &mut weight_slopes[..lanes];
            weights.iter_mut().zip(predictors).for_each(|(q, x)| *q = -x.abs());
            exponentials(weights);
            for lane in 0..lanes {
                let q = weights[lane];
                let upper = 1.0 / (1.0 + q);
                let p = if predictors[lane] >= 0.0 { upper } else { q * upper };
                slopes[lane] = events - trials * p;
                weights[lane] = trials * q * upper * upper;
                weight_slopes[lane] = weights[lane] * (1.0 - 2.0 * p);
            }
            return;
        }
        let outputs = slopes.iter_mut().zip(weights).zip(weight_slopes);
        for (predictor, ((slope, weight), weight_slope)) in predictors.iter().zip(outputs) {
            let row = self.row(events, trials, *predictor);
            (*slope, *weight, *weight_slope) = (row.slope, row.weight, row.weight_slope);
        }
    }

    /// All rows, each at its own linear predictor, which is replaced by ℓ'; writes −ℓ'' and −ℓ''' and gives the sum of ℓ.
    pub(super) fn all_rows(
        self,
        (events, trials): (&[f64], &[f64]),
        predictors: &mut [f64],
        weights: &mut [f64],
        weight_slopes: &mut [f64],
    ) -> f64 {
        let n = predictors.len();
        let (events, trials) = (&events[..n], &trials[..n]);
        let (weights, weight_slopes) = (&mut weights[..n], &mut weight_slopes[..n]);
        let mut sum = 0.0;
        if self == Self::Cloglog {
            for row in 0..n {
                let terms = self.row(events[row], trials[row], predictors[row]);
                sum += terms.value;
                predictors[row] = terms.slope;
                weights[row] = terms.weight;
                weight_slopes[row] = terms.weight_slope;
            }
            return sum;
        }
        weights.iter_mut().zip(predictors.iter()).for_each(|(q, x)| *q = -x.abs());
        exponentials(weights);
        // One logarithm for many rows of one trial: see `LaneSums`.
        let mut product = 1.0_f64;
        for row in 0..n {
            let (x, q, trials) = (predictors[row], weights[row], trials[row]);
            let above = if x >= 0.0 { x } else { 0.0 };
            sum += events[row] * x - trials * above;
            if trials == 1.0 {
                product *= 1.0 + q;
                if product > 1e280 {
                    sum -= product.ln();
                    product = 1.0;
                }
            } else {
                sum -= trials * q.ln_1p();
            }
        }
        for row in 0..n {
            let (x, q, trials) = (predictors[row], weights[row], trials[row]);
            let upper = 1.0 / (1.0 + q);
            let p = if x >= 0.0 { upper } else { q * upper };
            predictors[row] = events[row] - trials * p;
            weights[row] = trials * q * upper * upper;
            weight_slopes[row] = weights[row] * (1.0 - 2.0 * p);
        }
        sum - product.ln()
    }
}

/// log(1 − exp(−e)) and its derivatives by η = log e.
fn hit(e: f64) -> RowTerms {
    // φ = e/(exp(e) − 1); for small e the derivatives come from differences of nearly equal numbers, hence the series.
    if e < 1e-2 {
        let half = 0.5 * e;
        let square = e * e;
        let phi = 1.0 - half + square / 12.0 - square * square / 720.0;
        let first = -half + square / 6.0 - square * square / 180.0;
        let second = -half + square / 3.0 - square * square / 45.0;
        let value = e.ln() - half + square / 24.0 - square * square / 2880.0;
        return RowTerms { value, slope: phi, weight: -first, weight_slope: -second };
    }
    let phi = e / e.exp_m1();
    let rest = 1.0 - e - phi;
    let first = phi * rest;
    let second = first * rest - phi * (e + first);
    RowTerms { value: (-(-e).exp_m1()).ln(), slope: phi, weight: -first, weight_slope: -second }
}

/// Log-likelihoods of many lanes, built up row by row.
#[derive(Debug, Clone, Default)]
pub(super) struct LaneSums {
    values: Vec<f64>,
    /// Products of factors between 1 and 2 whose logarithm is still to be subtracted: one logarithm for many rows.
    products: Vec<f64>,
    pending: usize,
    scratch: Vec<f64>,
}

/// 2^900 does not overflow.
const MOST_PENDING: usize = 900;

impl LaneSums {
    pub(super) fn reset(&mut self, lanes: usize) {
        self.values.clear();
        self.values.resize(lanes, 0.0);
        self.products.clear();
        self.products.resize(lanes, 1.0);
        self.scratch.resize(lanes, 0.0);
        self.pending = 0;
    }

    /// The log-likelihoods.
    pub(super) fn finish(&mut self) -> &mut [f64] {
        self.settle();
        &mut self.values
    }

    fn settle(&mut self) {
        if self.pending > 0 {
            for (value, product) in self.values.iter_mut().zip(&mut self.products) {
                *value -= product.ln();
                *product = 1.0;
            }
            self.pending = 0;
        }
    }
}

fn logit_values(events: f64, predictors: &mut [f64], sums: &mut LaneSums, slopes: &mut [f64]) {
    if sums.pending == MOST_PENDING {
        sums.settle();
    }
    sums.pending += 1;
    let lanes = predictors.len();
    let (values, products) = (&mut sums.values[..lanes], &mut sums.products[..lanes]);
    let q = &mut sums.scratch[..lanes];
    let slopes = &mut slopes[..lanes];
    for (q, x) in q.iter_mut().zip(predictors.iter()) {
        *q = -x.abs();
    }
    exponentials(q);
    for j in 0..lanes {
        let x = predictors[j];
        let upper = 1.0 / (1.0 + q[j]);
        let p = if x >= 0.0 { upper } else { q[j] * upper };
        values[j] += events * x - if x >= 0.0 { x } else { 0.0 };
        products[j] *= 1.0 + q[j];
        slopes[j] = events - p;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [(f64, f64); 4] = [(0.0, 1.0), (1.0, 1.0), (3.0, 7.0), (7.0, 7.0)];

    #[test]
    fn derivatives_are_those_of_the_value() {
        for link in [Link::Logit, Link::Cloglog] {
            for (events, trials) in ROWS {
                for step in -70..25 {
                    let x = f64::from(step) * 0.12;
                    let at = |x: f64| link.row(events, trials, x);
                    let h = 1e-5;
                    let (up, down, here) = (at(x + h), at(x - h), at(x));
                    let close = |found: f64, expected: f64| (found - expected).abs() < 2e-8 * (1.0 + expected.abs());
                    assert!(close((up.value - down.value) / (2.0 * h), here.slope), "{link:?} {events} {x} slope");
                    assert!(close((down.slope - up.slope) / (2.0 * h), here.weight), "{link:?} {events} {x} weight");
                    let third = (up.weight - down.weight) / (2.0 * h);
                    assert!(close(third, here.weight_slope), "{link:?} {events} {x} {third} {}", here.weight_slope);
                    assert!(here.weight >= 0.0);
                }
            }
        }
    }

    #[test]
    fn the_series_meets_the_formula() {
        let (below, above) = (hit(0.999_999_999e-2), hit(1.000_000_001e-2));
        assert!((below.value - above.value).abs() < 1e-8);
        assert!((below.slope - above.slope).abs() < 1e-9);
        assert!((below.weight - above.weight).abs() < 1e-9);
        assert!((below.weight_slope - above.weight_slope).abs() < 1e-9);
    }

    #[test]
    fn extreme_predictors_stay_finite() {
        for link in [Link::Logit, Link::Cloglog] {
            for (events, trials) in ROWS {
                for x in [-1e6, -800.0, -40.0, 7.0, 40.0, 800.0, 1e6] {
                    let row = link.row(events, trials, x);
                    let finite = [row.slope, row.weight, row.weight_slope].iter().all(|v| v.is_finite());
                    assert!(finite && !row.value.is_nan(), "{link:?} {events} {x} {row:?}");
                }
            }
        }
    }

    #[test]
    fn many_predictors_at_once_are_the_same_rows() {
        for link in [Link::Logit, Link::Cloglog] {
            let points: Vec<f64> = (-9..10).map(|i| f64::from(i) * 0.7).collect();
            let mut sums = LaneSums::default();
            sums.reset(points.len());
            let mut expected = vec![0.0; points.len()];
            let mut slopes = vec![0.0; points.len()];
            for _ in 0..500 {
                for (events, trials) in ROWS {
                    link.row_values(events, trials, &mut points.clone(), &mut sums, &mut slopes);
                    for ((x, sum), slope) in points.iter().zip(&mut expected).zip(&slopes) {
                        let row = link.row(events, trials, *x);
                        *sum += row.value;
                        assert!((row.slope - slope).abs() < 1e-14 * (1.0 + slope.abs()));
                    }
                }
            }
            for (found, sum) in sums.finish().iter().zip(expected) {
                assert!((found / sum - 1.0).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn many_curvatures_at_once_are_the_same_rows() {
        for link in [Link::Logit, Link::Cloglog] {
            let points: Vec<f64> = (-9..10).map(|i| f64::from(i) * 0.7).collect();
            let [mut slopes, mut weights, mut third] = [(); 3].map(|()| vec![0.0; points.len()]);
            for (events, trials) in ROWS {
                link.row_curvatures(events, trials, &points, &mut slopes, &mut weights, &mut third);
                let mut predictors = points.clone();
                let counts = (vec![events; points.len()], vec![trials; points.len()]);
                let [mut all_weights, mut all_third] = [(); 2].map(|()| vec![0.0; points.len()]);
                let sum = link.all_rows((&counts.0, &counts.1), &mut predictors, &mut all_weights, &mut all_third);
                let mut expected = 0.0;
                for (lane, x) in points.iter().enumerate() {
                    let row = link.row(events, trials, *x);
                    expected += row.value;
                    for (found, wanted) in [
                        (slopes[lane], row.slope),
                        (weights[lane], row.weight),
                        (third[lane], row.weight_slope),
                        (predictors[lane], row.slope),
                        (all_weights[lane], row.weight),
                        (all_third[lane], row.weight_slope),
                    ] {
                        assert!((found - wanted).abs() < 1e-13 * (1.0 + wanted.abs()), "{link:?} {events} {x}");
                    }
                }
                assert!((sum / expected - 1.0).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn link_and_inverse_agree() {
        for link in [Link::Logit, Link::Cloglog] {
            for p in [1e-9, 0.03, 0.5, 0.97] {
                assert!((link.probability(link.predictor(p)) / p - 1.0).abs() < 1e-9);
            }
        }
    }
}
