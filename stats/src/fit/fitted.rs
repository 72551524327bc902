//! A fitted model: estimates in the user's units and the factor they came from.

use nalgebra::DMatrix;

use super::boundary::{boundary_terms, minimise_over_ranks};
use super::criterion::{Criterion, checked_factors};
use super::elimination::Elimination;
use super::error::FitError;
use super::evidence::{Evidence, Status};
use super::flat::flat_directions;
use super::flat_residual::flat_residual;
use super::information::Information;
use super::minimise::{Minimum, SADDLE, judged};
use super::relative::{TermFactor, theta, user_factor};
use super::residual::{FittedResidual, ResidualObjective};
use super::search::Objective;
use super::small::solve_lower;
use super::surface::Place;
use crate::model::{Model, RandomTerm, ResidualEstimate};

/// One fixed effect.
#[derive(Debug, Clone, PartialEq)]
pub struct FixedEffect {
    /// Its name, as R names it.
    pub term: String,
    /// β̂, in the user's units.
    pub estimate: f64,
    /// Its standard error, the variance parameters taken as known.
    pub standard_error: f64,
}

/// One random term.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomEffect {
    /// The grouping factor.
    pub factor: String,
    /// Names of the q effects.
    pub terms: Vec<String>,
    /// Their q standard deviations between levels.
    pub standard_deviations: Vec<f64>,
    /// Their q × q correlations; `NaN` where a standard deviation is zero.
    pub correlations: Vec<Vec<f64>>,
}

impl RandomEffect {
    /// What sΛ says, with Λ (q × q lower triangular) in the user's units.
    pub(crate) fn new(factor: &str, terms: &[String], lambda: &[f64], scale: f64) -> Self {
        let rows: Vec<&[f64]> = lambda.chunks_exact(terms.len()).collect();
        let length = |row: &[f64]| row.iter().map(|x| x * x).sum::<f64>().sqrt();
        let correlation = |i: usize, j: usize| {
            let product: f64 = rows[i].iter().zip(rows[j]).map(|(x, y)| x * y).sum();
            let found = (product / (length(rows[i]) * length(rows[j]))).clamp(-1.0, 1.0);
            // With itself: exactly, but for an effect that does not vary.
            if i == j && !found.is_nan() { 1.0 } else { found }
        };
        let q = rows.len();
        Self {
            factor: factor.to_owned(),
            terms: terms.to_vec(),
            standard_deviations: rows.iter().map(|row| scale * length(row)).collect(),
            correlations: (0..q).map(|i| (0..q).map(|j| correlation(i, j)).collect()).collect(),
        }
    }
}

/// A fitted linear mixed model.
#[derive(Debug, Clone)]
pub struct Fit {
    pub(crate) model: Model,
    criterion: Criterion,
    value: f64,
    pub(crate) factors: Vec<TermFactor>,
    pub(crate) elimination: Elimination,
    /// By the free entries of `factors`.
    pub(super) hessian: DMatrix<f64>,
    /// The metric of the search, for the next one.
    pub(super) information: Option<Information>,
    status: Status,
    evidence: Evidence,
    residual: Option<FittedResidual>,
}

/// Fits a model; the search starts at `start` (θ, for instance of the last fit) or at a standard start.
///
/// # Errors
/// [`FitError::ThetaLength`] and [`FitError::ThetaNotFinite`] for a bad start, [`FitError::NotPositiveDefinite`],
/// [`FitError::NoResidual`]. A search that does not converge is no error: see [`Fit::status`].
pub fn fit(model: &Model, criterion: Criterion, start: Option<&[f64]>) -> Result<Fit, FitError> {
    let start = match start {
        Some(theta) => checked_factors(model, theta)?,
        None => standard_start(model),
    };
    if let Some(residual) = ResidualObjective::new(model, criterion) {
        return fit_with_residual(model, residual, start);
    }
    let mut objective = Objective::new(model, criterion);
    let minimum = minimise_over_ranks(&mut objective, &Place::of(&start)).ok_or(FitError::NotPositiveDefinite)?;
    Fit::new(objective, minimum)?.with_residual()
}

/// θ and the residual parameters together; the fit's model then holds the latter fixed.
fn fit_with_residual(
    whole: &Model,
    mut surface: ResidualObjective<'_>,
    start: Vec<TermFactor>,
) -> Result<Fit, FitError> {
    let start = Place { factors: start, others: surface.start() };
    let minimum = minimise_over_ranks(&mut surface, &start);
    if let Some(stratum) = surface.fitted_stratum(minimum.as_ref()) {
        return Err(FitError::StratumFitted { stratum });
    }
    let minimum = minimum.ok_or(FitError::NotPositiveDefinite)?;
    let flat = flat_residual(&mut surface, whole, &minimum);
    let minimum = surface.with_exact_zero(minimum);
    let rho = minimum.point.place.others.clone();
    let residual = Some(surface.estimate(&minimum));
    let (criterion, evaluations) = (surface.criterion(), surface.evaluations);
    let model = surface.at_residual(&rho).ok_or(FitError::NotPositiveDefinite)?;
    let mut objective = Objective::new(model, criterion);
    objective.evaluations = evaluations;
    let mut fit = Fit { residual, ..Fit::new(objective, minimum)? };
    if let Some(direction) = flat.filter(|_| fit.status != Status::NotConverged) {
        fit.evidence.flat.push(direction);
        fit.status = Status::NotIdentified;
    }
    if fit.status == Status::Converged && fit.residual().is_some_and(ResidualEstimate::is_uncorrelated) {
        fit.status = Status::OnBoundary;
    }
    fit.with_residual()
}

/// The fit at a given θ: nothing is optimised but β and σ. Its status tells whether that θ happens to be the optimum.
///
/// # Errors
/// As [`super::criterion_at`].
pub fn fit_at(model: &Model, criterion: Criterion, theta: &[f64]) -> Result<Fit, FitError> {
    refuse_residual(model)?;
    let factors = checked_factors(model, theta)?;
    let mut objective = Objective::new(model, criterion);
    let point = objective.point(&factors).ok_or(FitError::NotPositiveDefinite)?;
    let hessian = objective.hessian(&point, true).ok_or(FitError::NotPositiveDefinite)?;
    let minimum = judged(point, hessian);
    Fit::new(objective, minimum)
}

/// At a given θ the residual parameters would be unknown.
pub(super) fn refuse_residual(model: &Model) -> Result<(), FitError> {
    let has = model.parts.kept.as_ref().is_some_and(|kept| kept.free().is_some());
    if has { Err(FitError::ResidualAtTheta) } else { Ok(()) }
}

/// Half the residual standard deviation of a row of ordinary weight.
fn standard_start(model: &Model) -> Vec<TermFactor> {
    let parts = &model.parts;
    let weight = (parts.log_weights / parts.observations as f64).exp();
    parts.terms.iter().map(|term| TermFactor::scalar(term.labels.len(), 0.5 / weight.sqrt())).collect()
}

/// A residual standard deviation below this share of the response's has no digits left.
const NO_RESIDUAL: f64 = 1e-6;

/// A promise below this is an optimum for every purpose; the searches end near 1e-13.
pub(super) const CONVERGED: f64 = 1e-7;

impl Fit {
    pub(super) fn new(mut objective: Objective<'_>, minimum: Minimum) -> Result<Self, FitError> {
        let (model, criterion) = (objective.model, objective.criterion);
        let minimum = minimum.upright();
        let saddle = minimum.least_curvature < -SADDLE;
        let arrived = minimum.predicted_decrease <= CONVERGED && !saddle;
        let flat = flat_directions(&mut objective, &minimum, arrived);
        let factors = minimum.point.place.factors;
        let (elimination, evaluations) = objective.into_elimination(&factors).ok_or(FitError::NotPositiveDefinite)?;
        let boundary = boundary_terms(model, &factors);
        let status = if !arrived {
            Status::NotConverged
        } else if !flat.is_empty() {
            Status::NotIdentified
        } else if boundary.is_empty() {
            Status::Converged
        } else {
            Status::OnBoundary
        };
        let gradient = minimum.point.gradient.iter();
        let evidence = Evidence {
            evaluations,
            gradient_norm: gradient.fold(0.0, |most, g| most.max(g.abs())),
            predicted_decrease: minimum.predicted_decrease,
            least_curvature: minimum.least_curvature,
            boundary,
            flat,
        };
        let value = criterion.value(model, elimination.root());
        Ok(Self {
            model: model.clone(),
            criterion,
            value,
            factors,
            elimination,
            hessian: minimum.hessian,
            information: minimum.information,
            status,
            evidence,
            residual: None,
        })
    }

    /// The residual correlation and the variances by stratum; `None` where the model has neither. Everything else that is
    /// read from the fit takes them as known.
    #[must_use]
    pub fn residual(&self) -> Option<&ResidualEstimate> {
        self.residual.as_ref().map(|residual| &residual.estimate)
    }

    /// 95 % intervals of the residual parameters, from the curvature of the criterion on the scale it was searched on: first
    /// that of φ where there is one, then of each ratio but the first's. `NaN` where the curvature tells nothing, as at a
    /// correlation of zero: the profile does.
    #[must_use]
    pub fn residual_intervals(&self) -> &[(f64, f64)] {
        self.residual.as_ref().map_or(&[], |residual| &residual.intervals)
    }

    /// The same fit unless its search ran after a residual variance of zero.
    pub(super) fn with_residual(self) -> Result<Self, FitError> {
        let strength = |factor: &TermFactor| factor.lambda.iter().fold(0.0_f64, |most, entry| most.max(entry.abs()));
        let strongest = (0..self.factors.len())
            .max_by(|&a, &b| strength(&self.factors[a]).total_cmp(&strength(&self.factors[b])))
            .filter(|_| self.status == Status::NotConverged);
        let Some(strongest) = strongest else { return Ok(self) };
        let mut stronger = self.factors.clone();
        stronger[strongest].lambda.iter_mut().for_each(|entry| *entry *= 1e3);
        let beyond = Objective::new(&self.model, self.criterion).value(&stronger);
        if beyond < self.value - 1.0 || self.internal_sigma() < NO_RESIDUAL {
            let stage = self.model.parts.terms[strongest].stage;
            return Err(FitError::NoResidual { factor: self.model.parts.stages[stage].name.clone() });
        }
        Ok(self)
    }

    /// The model that was fitted.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What was minimised.
    #[must_use]
    pub fn criterion(&self) -> Criterion {
        self.criterion
    }

    /// θ in lme4's order and the user's units.
    #[must_use]
    pub fn theta(&self) -> Vec<f64> {
        theta(self.model.scalings(), &self.factors)
    }

    /// The criterion at θ: −2 log-likelihood (ML) or lme4's REML criterion, all constants included.
    #[must_use]
    pub fn minus_two_log_likelihood(&self) -> f64 {
        self.value
    }

    /// p + length of θ + 1, and the residual parameters.
    #[must_use]
    pub fn parameters(&self) -> usize {
        let residual = self.residual.as_ref().map_or(0, |residual| residual.intervals.len());
        self.model.parts.fixed.len() + self.model.parameters() + 1 + residual
    }

    /// Akaike's criterion; under REML comparable only between models with the same fixed effects.
    #[must_use]
    pub fn aic(&self) -> f64 {
        self.value + 2.0 * self.parameters() as f64
    }

    /// Schwarz' criterion with log n, n the rows used.
    #[must_use]
    pub fn bic(&self) -> f64 {
        self.value + (self.observations() as f64).ln() * self.parameters() as f64
    }

    /// Rows used, n.
    #[must_use]
    pub fn observations(&self) -> usize {
        self.model.parts.observations
    }

    /// Rows left out because a used column was missing.
    #[must_use]
    pub fn rows_dropped(&self) -> usize {
        self.model.parts.rows_dropped
    }

    /// The grouping factors, innermost first, each with its number of levels.
    #[must_use]
    pub fn factors(&self) -> Vec<(&str, usize)> {
        self.model.parts.stages.iter().map(|stage| (stage.name.as_str(), stage.labels.len())).collect()
    }

    /// σ, the residual standard deviation.
    #[must_use]
    pub fn residual_standard_deviation(&self) -> f64 {
        self.internal_sigma() * self.model.parts.response_scale
    }

    pub(crate) fn internal_sigma(&self) -> f64 {
        (self.elimination.root().residual / self.criterion.degrees(&self.model)).sqrt()
    }

    /// β̂, p values in the user's units.
    #[must_use]
    pub fn fixed_estimates(&self) -> Vec<f64> {
        let parts = &self.model.parts;
        let pairs = self.elimination.root().beta.iter().zip(&parts.fixed_start);
        let internal: Vec<f64> = pairs.map(|(b, start)| b * parts.response_scale + start).collect();
        parts.fixed_scaling.to_user(&internal)
    }

    /// The p × p covariance matrix of β̂, the variance parameters taken as known.
    #[must_use]
    pub fn fixed_covariance(&self) -> Vec<Vec<f64>> {
        let p = self.model.parts.fixed.len();
        let weights = |i: usize| {
            let unit: Vec<f64> = (0..p).map(|j| if i == j { 1.0 } else { 0.0 }).collect();
            let mut half = self.model.parts.fixed_scaling.weights_to_internal(&unit);
            solve_lower(&self.elimination.root().fixed_lower, p, &mut half, 1);
            half
        };
        let halves: Vec<Vec<f64>> = (0..p).map(weights).collect();
        let variance = self.residual_standard_deviation().powi(2);
        let entry = |a: &[f64], b: &[f64]| variance * a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
        halves.iter().map(|a| halves.iter().map(|b| entry(a, b)).collect()).collect()
    }

    /// The fixed effects in the order of the design.
    #[must_use]
    pub fn fixed(&self) -> Vec<FixedEffect> {
        let covariance = self.fixed_covariance();
        let estimates = self.fixed_estimates();
        let named = self.model.parts.fixed.iter().zip(estimates).enumerate();
        named
            .map(|(i, (term, estimate))| FixedEffect {
                term: term.clone(),
                estimate,
                standard_error: covariance[i][i].sqrt(),
            })
            .collect()
    }

    /// The random terms in lme4's order.
    #[must_use]
    pub fn random(&self) -> Vec<RandomEffect> {
        let sigma = self.residual_standard_deviation();
        let one = |(term, factor): (&RandomTerm, &TermFactor)| {
            let name = &self.model.parts.stages[term.stage].name;
            RandomEffect::new(name, &term.labels, &user_factor(&term.scaling, factor), sigma)
        };
        self.model.parts.terms.iter().zip(&self.factors).map(one).collect()
    }

    /// How the search ended.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }

    /// What was tested at θ.
    #[must_use]
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }
}
