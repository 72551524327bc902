//! A binomial regression without random effects.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use crate::glmm::Link;

/// Fisher scoring needs fewer for any finite optimum.
const MOST_STEPS: usize = 100;
/// The last step moves no linear predictor by more.
const CONVERGED: f64 = 1e-10;
/// Beyond this a probability is 0 or 1 in floating point: the estimate runs to infinity.
const FURTHEST: f64 = 30.0;

/// Why a regression cannot be fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RegressionError {
    /// A row of another length, or a number that is not finite.
    #[error("row {0} has another number of columns than the first, or a number that is not finite")]
    Row(usize),
    /// The rows hold no event, or nothing but events.
    #[error("{events} of {rows} rows are events: nothing can be estimated; both kinds are needed")]
    OneKind {
        /// Events.
        events: usize,
        /// Rows.
        rows: usize,
    },
    /// A column is a combination of those before it.
    #[error("column {column} is a combination of those before it; leave it out")]
    Collinear {
        /// Which column, the first is 1.
        column: usize,
    },
    /// Some combination of columns predicts rows without error.
    #[error("columns separate events from non-events: the estimate of column {column} is infinite; leave it out")]
    Separation {
        /// The column with the largest share in that combination, the first is 1.
        column: usize,
    },
}

/// A fitted binomial regression: link(p_i) = x_i'β (Nelder and Wedderburn 1972, doi:10.2307/2344614).
#[derive(Debug, Clone, PartialEq)]
pub struct Regression {
    /// β̂, p values.
    pub estimates: Vec<f64>,
    /// (X'WX)⁻¹ with the expected information, p × p.
    pub covariance: Vec<Vec<f64>>,
    /// −2 log-likelihood.
    pub deviance: f64,
}

impl Regression {
    /// Fits by Fisher scoring with step halving. `rows` are the n rows of X with p values each (an intercept is a column of
    /// ones), `events` whether each was an event.
    ///
    /// # Errors
    /// [`RegressionError`].
    pub fn fit(rows: &[Vec<f64>], events: &[bool], link: Link) -> Result<Self, RegressionError> {
        Self::fit_beside(rows, events, link, &vec![0.0; rows.len()])
    }

    /// As [`Regression::fit`], link(p_i) = o_i + x_i'β with what is known already, `offsets` o, a finite number a row.
    ///
    /// # Errors
    /// [`RegressionError`].
    pub(super) fn fit_beside(
        rows: &[Vec<f64>],
        events: &[bool],
        link: Link,
        offsets: &[f64],
    ) -> Result<Self, RegressionError> {
        let design = design(rows)?;
        let happened = events.iter().filter(|event| **event).count();
        if happened == 0 || happened == events.len() || events.len() != rows.len() {
            return Err(RegressionError::OneKind { events: happened, rows: rows.len() });
        }
        // Columns of length one, so that what is collinear shows whatever the units.
        let scales: Vec<f64> = design.column_iter().map(|column| column.norm()).collect();
        let mut scaled = design;
        scaled.column_iter_mut().zip(&scales).for_each(|(mut column, scale)| column /= *scale);
        if let Some(place) = repeated(&scaled) {
            return Err(RegressionError::Collinear { column: place + 1 });
        }
        let problem = Problem { design: scaled, events, link, offsets: DVector::from_column_slice(offsets) };
        let (beta, information) = problem.maximise()?;
        let inverse = information.inverse();
        let p = scales.len();
        Ok(Self {
            estimates: beta.iter().zip(&scales).map(|(b, scale)| b / scale).collect(),
            covariance: (0..p).map(|i| (0..p).map(|j| inverse[(i, j)] / (scales[i] * scales[j])).collect()).collect(),
            deviance: problem.deviance(&beta),
        })
    }

    /// √ of the diagonal of the covariance.
    #[must_use]
    pub fn standard_errors(&self) -> Vec<f64> {
        self.covariance.iter().enumerate().map(|(place, row)| row[place].sqrt()).collect()
    }
}

fn design(rows: &[Vec<f64>]) -> Result<DMatrix<f64>, RegressionError> {
    let p = rows.first().map_or(0, Vec::len);
    let wrong = |row: &Vec<f64>| row.len() != p || p == 0 || !row.iter().all(|value| value.is_finite());
    match rows.iter().position(wrong) {
        Some(place) => Err(RegressionError::Row(place + 1)),
        None => Ok(DMatrix::from_row_iterator(rows.len(), p, rows.iter().flatten().copied())),
    }
}

/// The first column (of length one) that the columns before it span.
fn repeated(columns: &DMatrix<f64>) -> Option<usize> {
    let mut basis: Vec<DVector<f64>> = Vec::new();
    for (place, column) in columns.column_iter().enumerate() {
        let mut rest = column.clone_owned();
        // Twice is enough (Kahan).
        for direction in basis.iter().chain(&basis) {
            rest.axpy(-direction.dot(&rest), direction, 1.0);
        }
        let length = rest.norm();
        // Of a column of zeros the length is no number.
        if length.is_nan() || length < 1e-7 {
            return Some(place);
        }
        basis.push(rest / length);
    }
    None
}

struct Problem<'a> {
    design: DMatrix<f64>,
    events: &'a [bool],
    link: Link,
    offsets: DVector<f64>,
}

impl Problem<'_> {
    fn maximise(&self) -> Result<(DVector<f64>, Cholesky<f64, Dyn>), RegressionError> {
        let mut beta = DVector::zeros(self.design.ncols());
        let mut deviance = self.deviance(&beta);
        for _ in 0..MOST_STEPS {
            let (score, information) = self.derivatives(&beta);
            let factor = information.cholesky().ok_or_else(|| self.separation(&beta))?;
            let mut step = factor.solve(&score);
            let furthest = (&self.design * &step).amax();
            let mut next = &beta + &step;
            let mut reached = self.deviance(&next);
            for _ in 0..30 {
                if reached <= deviance || furthest < 1e-6 {
                    break;
                }
                step *= 0.5;
                next = &beta + &step;
                reached = self.deviance(&next);
            }
            (beta, deviance) = (next, reached);
            if (&self.design * &beta).amax() > FURTHEST {
                return Err(self.separation(&beta));
            }
            if furthest < CONVERGED {
                let information = self.derivatives(&beta).1;
                let separation = self.separation(&beta);
                return information.cholesky().map(|factor| (beta, factor)).ok_or(separation);
            }
        }
        Err(self.separation(&beta))
    }

    /// Names the column that moves some row furthest; not a constant one, which separates nothing by itself.
    fn separation(&self, beta: &DVector<f64>) -> RegressionError {
        let reach = |place: usize| (beta[place] * self.design.column(place).amax()).abs();
        let varies = |place: &usize| self.design.column(*place).iter().any(|x| *x != self.design[(0, *place)]);
        let furthest = (0..beta.len()).filter(varies).max_by(|a, b| reach(*a).total_cmp(&reach(*b)));
        RegressionError::Separation { column: furthest.map_or(0, |place| place + 1) }
    }

    /// X'(y − p)·p'/(p(1 − p)) and X'WX with W = p'²/(p(1 − p)), p' the slope of the probability.
    fn derivatives(&self, beta: &DVector<f64>) -> (DVector<f64>, DMatrix<f64>) {
        let predictors = &self.offsets + &self.design * beta;
        let mut weighted = self.design.clone();
        let mut pulls = DVector::zeros(predictors.len());
        for (row, &predictor) in predictors.iter().enumerate() {
            let (slope, both) = slope_and_variance(self.link, predictor);
            pulls[row] = pull(self.link, self.events[row], predictor);
            let weight = slope * slope / both;
            weighted.row_mut(row).iter_mut().for_each(|x| *x *= weight);
        }
        (self.design.tr_mul(&pulls), self.design.tr_mul(&weighted))
    }

    fn deviance(&self, beta: &DVector<f64>) -> f64 {
        let predictors = &self.offsets + &self.design * beta;
        let pairs = predictors.iter().zip(self.events);
        -2.0 * pairs.map(|(predictor, event)| log_probability(self.link, *event, *predictor)).sum::<f64>()
    }
}

/// dp/dη and p(1 − p).
fn slope_and_variance(link: Link, predictor: f64) -> (f64, f64) {
    let (yes, no) = (log_probability(link, true, predictor), log_probability(link, false, predictor));
    let both = (yes + no).exp();
    match link {
        Link::Logit => (both, both),
        Link::Cloglog => ((predictor + no).exp(), both),
    }
}

/// d log P(y)/dη: (y − p)·p'/(p(1 − p)).
fn pull(link: Link, event: bool, predictor: f64) -> f64 {
    let (slope, both) = slope_and_variance(link, predictor);
    let residual = if event { log_probability(link, false, predictor).exp() } else { -link.probability(predictor) };
    residual * slope / both
}

/// log P(y), without loss where P is near 0 or 1.
fn log_probability(link: Link, event: bool, predictor: f64) -> f64 {
    match (link, event) {
        (Link::Logit, true) => -softplus(-predictor),
        (Link::Logit, false) => -softplus(predictor),
        (Link::Cloglog, true) => (-(-predictor.exp()).exp_m1()).ln(),
        (Link::Cloglog, false) => -predictor.exp(),
    }
}

/// log(1 + eˣ).
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}
