//! Cluster-robust ("sandwich") covariance of β̂: right about the spread of β̂ also where the random part of the model is not.
//!
//! With clusters g, Φ = (X'V⁻¹X)⁻¹ and scores u_g = X_g'V_g⁻¹(y_g − X_gβ̂), Var(β̂) = Φ (Σ u_g u_g') Φ (Liang and Zeger 1986).
//! The clusters are the levels of the outermost factor, what each leaves at the root of the elimination holds its score.

use nalgebra::{DMatrix, DVector};

use super::cluster_shares::{ClusterShares, Known};
use super::contrast::Contrast;
use super::error::InferenceError;
use super::inference::{Degrees, TTest, internal_unit};
use super::satterthwaite::unit_covariance;
use super::tree::Tree;
use crate::fit::Fit;

/// The correction for few clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// None: too small with few clusters. t with G − 1 degrees of freedom.
    Cr0,
    /// G/(G − 1), G clusters. t with G − 1 degrees of freedom, which promises too much where few clusters hold what is known of
    /// an effect.
    Cr1,
    /// Scores made larger so that the covariance is unbiased when the model is right (Bell and McCaffrey 2002), with the square
    /// root taken after whitening by V: (I − S_gΦ)^−½ u_g, S_g = X_g'V_g⁻¹X_g, which needs p × p matrices only. t with the degrees
    /// of freedom of Bell and McCaffrey for each effect: those of Satterthwaite when the model is right.
    ///
    /// R's clubSandwich takes another root of the same condition, D'(D(V_g − X_gΦX_g')D')^−½D with V_g = D'D, so the figures are not
    /// the same: on the tvsfp data, schools as clusters, standard errors differ by up to 0.4 % and degrees of freedom in the
    /// sixth digit. Neither is nearer to the truth.
    #[default]
    Cr2,
}

/// A weighted sum of effects of whose variance more than this share belongs to directions that one cluster alone knows has no
/// robust error: one that leaves those directions out would be too small by half this share.
const MOST_ALONE: f64 = 1e-4;

/// β̂ with its cluster-robust covariance.
#[derive(Debug, Clone)]
pub struct ClusterRobust<'a> {
    fit: &'a Fit,
    correction: Correction,
    beta: Vec<f64>,
    covariance: DMatrix<f64>,
    shares: ClusterShares,
}

/// What a cluster-robust covariance says of each fixed effect.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ClusterRobustReport {
    /// The outermost factor.
    pub factor: String,
    /// G.
    pub clusters: usize,
    /// The correction.
    pub correction: Correction,
    /// p × p, the user's units; `None` (null) where one of the two effects has no robust error.
    pub covariance: Vec<Vec<Option<f64>>>,
    /// In the order of the design.
    pub coefficients: Vec<ClusterRobustRow>,
}

/// One fixed effect of a [`ClusterRobustReport`].
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ClusterRobustRow {
    /// Its name.
    pub term: String,
    /// β̂.
    pub estimate: f64,
    /// Its robust standard error; `None` (null), as all that follows from it, where one cluster alone knows the effect.
    pub standard_error: Option<f64>,
    /// Degrees of freedom.
    pub df: Option<f64>,
    /// Estimate over standard error.
    pub statistic: Option<f64>,
    /// Two-sided.
    pub p_value: Option<f64>,
    /// Lower end of the interval.
    pub lower: Option<f64>,
    /// Upper end of the interval.
    pub upper: Option<f64>,
    /// Why there is no error; it names the cluster.
    pub refusal: Option<String>,
}

impl<'a> ClusterRobust<'a> {
    /// One elimination.
    ///
    /// # Errors
    /// [`InferenceError::TooFewClusters`], [`InferenceError::NotNested`], [`InferenceError::NoCurvature`].
    pub fn new(fit: &'a Fit, correction: Correction) -> Result<Self, InferenceError> {
        let clusters = fit.model.parts.stages.last().map_or(0, |stage| stage.labels.len());
        if clusters < 2 {
            return Err(InferenceError::TooFewClusters { factor: outermost(fit) });
        }
        let tree = Tree::of(fit)?;
        let (covariance, shares) = sandwich(fit, &tree, correction).ok_or(InferenceError::NoCurvature)?;
        Ok(Self { fit, correction, beta: fit.fixed_estimates(), covariance, shares })
    }

    /// p × p covariance of β̂, the user's units; `None` in the rows and columns of effects without robust error.
    #[must_use]
    pub fn covariance(&self) -> Vec<Vec<Option<f64>>> {
        let p = self.beta.len();
        let rows: Vec<DVector<f64>> = (0..p).map(|index| internal_unit(self.fit, index)).collect();
        let known: Vec<bool> = rows.iter().map(|row| self.shares.known(row).alone <= MOST_ALONE).collect();
        let entry = |i: usize, j: usize| (known[i] && known[j]).then(|| rows[i].dot(&(&self.covariance * &rows[j])));
        (0..p).map(|i| (0..p).map(|j| entry(i, j)).collect()).collect()
    }

    /// Each fixed effect against zero, in the order of the design; [`InferenceError::OneCluster`] for one that a single cluster
    /// knows.
    #[must_use]
    pub fn coefficients(&self) -> Vec<Result<TTest, InferenceError>> {
        let names = self.fit.model.parts.fixed.iter().enumerate();
        names.map(|(at, name)| self.tested(name.clone(), &internal_unit(self.fit, at), self.beta[at])).collect()
    }

    /// One weighted sum against zero; of several rows the first.
    ///
    /// # Errors
    /// [`InferenceError::OneCluster`], [`InferenceError::ContrastLength`], [`InferenceError::ContrastNotFinite`],
    /// [`InferenceError::ContrastEmpty`].
    pub fn t_test(&self, contrast: &Contrast) -> Result<TTest, InferenceError> {
        let row = contrast.first_internal(self.fit)?;
        self.tested(contrast.first_name(self.fit), &row, contrast.estimates(&self.beta)[0])
    }

    /// All of it as a table, with intervals that cover `coverage` (0 to 1).
    #[must_use]
    pub fn report(&self, coverage: f64) -> ClusterRobustReport {
        let names = self.fit.model.parts.fixed.iter().zip(&self.beta).zip(self.coefficients());
        ClusterRobustReport {
            factor: outermost(self.fit),
            clusters: self.shares.clusters(),
            correction: self.correction,
            covariance: self.covariance(),
            coefficients: names.map(|((term, &estimate), test)| row(term, estimate, test, coverage)).collect(),
        }
    }

    fn tested(&self, term: String, row: &DVector<f64>, estimate: f64) -> Result<TTest, InferenceError> {
        let known = self.shares.known(row);
        if known.alone > MOST_ALONE {
            return Err(self.refusal(term, known));
        }
        let standard_error = row.dot(&(&self.covariance * row)).sqrt();
        let degrees = match self.correction {
            Correction::Cr0 | Correction::Cr1 => Degrees::Finite((self.shares.clusters() - 1) as f64),
            Correction::Cr2 => Degrees::found(Some(self.shares.degrees(row))),
        };
        Ok(TTest::new(term, estimate, standard_error, degrees))
    }

    fn refusal(&self, term: String, known: Known) -> InferenceError {
        let labels = self.fit.model.parts.stages.last().map(|stage| &stage.labels);
        InferenceError::OneCluster {
            term,
            factor: outermost(self.fit),
            cluster: labels.map_or_else(String::new, |labels| labels.label(known.most_by)),
            part: (100.0 * known.alone).round().clamp(1.0, 100.0) as usize,
        }
    }
}

fn row(term: &str, estimate: f64, test: Result<TTest, InferenceError>, coverage: f64) -> ClusterRobustRow {
    let refusal = test.as_ref().err().map(ToString::to_string);
    let test = test.ok();
    let interval = test.as_ref().and_then(|test| test.interval(coverage));
    ClusterRobustRow {
        term: term.to_owned(),
        estimate,
        standard_error: test.as_ref().map(|test| test.standard_error),
        df: test.as_ref().and_then(|test| test.df),
        statistic: test.as_ref().map(|test| test.statistic),
        p_value: test.as_ref().and_then(|test| test.p_value),
        lower: interval.map(|(lower, _)| lower),
        upper: interval.map(|(_, upper)| upper),
        refusal,
    }
}

fn outermost(fit: &Fit) -> String {
    fit.model.parts.stages.last().map_or_else(String::new, |stage| stage.name.clone())
}

/// Var(β̂), internal columns, the response's units, and what each cluster knows.
fn sandwich(fit: &Fit, tree: &Tree<'_>, correction: Correction) -> Option<(DMatrix<f64>, ClusterShares)> {
    let p = fit.model.parts.fixed.len();
    let width = p + 1;
    let contributions = tree.contributions()?;
    let beta = DVector::from_column_slice(&fit.elimination.root().beta);
    let mut shares = ClusterShares::new(unit_covariance(&fit.elimination))?;
    let mut middle = DMatrix::zeros(p, p);
    for rest in contributions.chunks_exact(width * width) {
        let information = DMatrix::from_fn(p, p, |i, j| rest[i * width + j]);
        let products = DVector::from_fn(p, |i, _| rest[i * width + p]);
        let score = products - &information * &beta;
        let score = shares.add(&information, &score, correction == Correction::Cr2);
        middle += &score * score.transpose();
    }
    let clusters = shares.clusters() as f64;
    let factor = if correction == Correction::Cr1 { clusters / (clusters - 1.0) } else { 1.0 };
    let covariance = shares.root() * middle * shares.root().transpose();
    Some((covariance * (factor * fit.model.parts.response_scale.powi(2)), shares))
}
