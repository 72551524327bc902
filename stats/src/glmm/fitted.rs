//! A fitted binomial mixed model.

use nalgebra::DMatrix;

use super::caution::{Caution, NODES_MATTER, cautions};
use super::design::BinomialModel;
use super::effects::{Effects, Lambdas, scaled_effects};
use super::error::GlmmError;
use super::hermite::MOST_NODES;
use super::objective::{Method, Objective};
use super::parameters::{Parameters, TermLambda};
use super::quadrature::is_available;
use super::search::{CONVERGED, Minimum, judge, minimise_over_ranks, polish, positive_inverse};
use super::start::fixed_start;
use crate::fit::{FixedEffect, RandomEffect, Status};
use crate::read::ConditionalMode;

/// Which integration is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quadrature {
    /// Adaptive quadrature where it is offered (one scalar random term, or two of one effect with nested factors), with as
    /// many nodes as the data need; else Laplace, with a [`Caution`] where that is not to be trusted.
    #[default]
    Automatic,
    /// Laplace, whatever the data say; the fit carries a [`Caution`] where it is not to be trusted.
    Laplace,
    /// Adaptive quadrature with that many nodes a factor; one node is Laplace.
    Nodes(usize),
}

/// What was found at the estimates.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct GlmmEvidence {
    /// Evaluations of the likelihood with its gradient.
    pub evaluations: usize,
    /// Largest absolute component of the gradient by the free parameters, columns scaled to standard deviation 1.
    pub gradient_norm: f64,
    /// How much lower a Newton step promises −2 log-likelihood to be.
    pub predicted_decrease: f64,
    /// Least eigenvalue of the Hessian by the free parameters.
    pub least_curvature: f64,
    /// Quadrature nodes a factor; 1 for Laplace.
    pub nodes: usize,
    /// What doubling the nodes changes −2 log-likelihood by, at the same estimates; `None` for Laplace.
    pub change_by_doubling_nodes: Option<f64>,
}

/// A fitted binomial mixed model.
#[derive(Debug, Clone)]
pub struct GlmmFit {
    model: BinomialModel,
    method: Method,
    parameters: Parameters,
    value: f64,
    /// Covariance of the free parameters, internal units.
    covariance: DMatrix<f64>,
    lambdas: Lambdas,
    modes: Effects,
    mode_covariances: Effects,
    status: Status,
    evidence: GlmmEvidence,
    cautions: Vec<Caution>,
}

/// Nodes to begin with where the number is ours to choose.
const FIRST_NODES: usize = 5;
/// Doubling the nodes may change −2 log-likelihood by this where the number is ours to choose.
const NODES_SUFFICE: f64 = 1e-6;
/// When doubling the nodes changes no more than this the Hessian of the coarser rule serves the search on the finer one.
const SAME_CURVATURE: f64 = 1e-4;
/// Curvature below minus this is a saddle and not rounding.
const SADDLE: f64 = 1e-4;

/// Maximises the likelihood over the covariance parameters and the fixed effects together.
///
/// The search starts at `start` (θ and β, for instance of the last fit) or at standard deviations of 1 and the fixed
/// effects of the model without random effects.
///
/// # Errors
/// [`GlmmError::Separation`], [`GlmmError::VarianceDiverges`], [`GlmmError::NoQuadrature`], [`GlmmError::BadNodes`],
/// [`GlmmError::NotComputable`], and for a bad start [`GlmmError::ThetaLength`], [`GlmmError::BetaLength`],
/// [`GlmmError::NotFinite`]. A search that does not converge is no error: see [`GlmmFit::status`].
pub fn fit(
    model: &BinomialModel,
    quadrature: Quadrature,
    start: Option<(&[f64], &[f64])>,
) -> Result<GlmmFit, GlmmError> {
    let method = method(model, quadrature)?;
    let beta = fixed_start(&model.parts)?;
    let start = match start {
        Some((theta, beta)) => off_the_boundary(Parameters::from_user(&model.parts, theta, beta)?),
        None => {
            let term = |term: &super::design::Term| TermLambda::identity(term.labels.len(), 1.0);
            Parameters { terms: model.parts.terms.iter().map(term).collect(), beta }
        }
    };
    let mut objective = Objective::new(model, method);
    let mut minimum = minimise_over_ranks(&mut objective, &start)?;
    let mut evaluations = objective.evaluations;
    let mut change = doubled(model, objective.method(), &minimum);
    let mut refined = false;
    while quadrature == Quadrature::Automatic
        && let (Method::Agq { nodes }, Some(by)) = (objective.method(), change)
        && by.abs() > NODES_SUFFICE
        && 2 * nodes <= MOST_NODES
    {
        objective = Objective::new(model, Method::Agq { nodes: 2 * nodes });
        minimum = polish(&mut objective, minimum, by.abs() < SAME_CURVATURE)?;
        refined = true;
        evaluations += objective.evaluations;
        change = doubled(model, objective.method(), &minimum);
    }
    if refined {
        // For the standard errors: where a variance is hardly known the coarser rule's curvature is wrong by per cents.
        let before = objective.evaluations;
        minimum = judge(&mut objective, minimum.point)?;
        evaluations += objective.evaluations - before;
    }
    finish(model, objective, minimum, evaluations, change)
}

/// The likelihood at given parameters (θ in lme4's order, β in the order of the design); nothing is optimised. The status
/// tells whether they happen to be the optimum.
///
/// # Errors
/// As [`fit`], without [`GlmmError::Separation`] and [`GlmmError::VarianceDiverges`].
pub fn fit_at(
    model: &BinomialModel,
    quadrature: Quadrature,
    theta: &[f64],
    beta: &[f64],
) -> Result<GlmmFit, GlmmError> {
    let at = Parameters::from_user(&model.parts, theta, beta)?;
    let mut method = method(model, quadrature)?;
    let mut evaluations = 0;
    loop {
        let mut objective = Objective::new(model, method);
        let point = objective.point(&at).ok_or(GlmmError::NotComputable)?;
        let minimum = judge(&mut objective, point)?;
        evaluations += objective.evaluations;
        let change = doubled(model, method, &minimum);
        match (quadrature, method, change) {
            (Quadrature::Automatic, Method::Agq { nodes }, Some(by))
                if by.abs() > NODES_SUFFICE && 2 * nodes <= MOST_NODES =>
            {
                method = Method::Agq { nodes: 2 * nodes };
            }
            _ => return finish(model, objective, minimum, evaluations, change),
        }
    }
}

fn method(model: &BinomialModel, quadrature: Quadrature) -> Result<Method, GlmmError> {
    match quadrature {
        Quadrature::Automatic if is_available(&model.parts) => Ok(Method::Agq { nodes: FIRST_NODES }),
        Quadrature::Automatic | Quadrature::Laplace | Quadrature::Nodes(1) => Ok(Method::Laplace),
        Quadrature::Nodes(nodes) if nodes == 0 || nodes > MOST_NODES => {
            Err(GlmmError::BadNodes { nodes, most: MOST_NODES })
        }
        Quadrature::Nodes(_) if !is_available(&model.parts) => Err(GlmmError::NoQuadrature),
        Quadrature::Nodes(nodes) => Ok(Method::Agq { nodes }),
    }
}

/// At exactly zero the slope by Λ is zero whatever the data say, so a search may not start there.
fn off_the_boundary(mut start: Parameters) -> Parameters {
    for term in &mut start.terms {
        if term.rank < term.order || term.least_singular() < 0.1 {
            *term = term.widened(0.2);
        }
    }
    start
}

/// What doubling the nodes changes; infinite where the likelihood cannot be computed then.
fn doubled(model: &BinomialModel, method: Method, minimum: &Minimum) -> Option<f64> {
    match method {
        Method::Laplace => None,
        Method::Agq { nodes } => {
            let mut finer = Objective::new(model, Method::Agq { nodes: (2 * nodes).min(MOST_NODES) });
            let value = finer.point(&minimum.point.at).map_or(f64::INFINITY, |point| point.value);
            Some(value - minimum.point.value)
        }
    }
}

fn finish(
    model: &BinomialModel,
    mut objective: Objective<'_>,
    minimum: Minimum,
    evaluations: usize,
    change: Option<f64>,
) -> Result<GlmmFit, GlmmError> {
    let mut parameters = minimum.point.at.clone();
    let method = objective.method();
    let covariance = covariance(&minimum);
    // The sign of a column of Λ is free; the covariance of what does not depend on it is not touched by this.
    let signs = signs(&parameters);
    let covariance =
        DMatrix::from_fn(covariance.nrows(), covariance.ncols(), |i, j| signs[i] * covariance[(i, j)] * signs[j]);
    for term in &mut parameters.terms {
        *term = term.canonical();
    }
    let (lambdas, mode, elimination) = objective.mode(&parameters).ok_or(GlmmError::NotComputable)?;
    let mode_covariances = elimination.covariances(&model.parts);
    let modes = mode.effects;
    let singular = parameters.terms.iter().any(|term| term.rank < term.order);
    let status = if minimum.predicted_decrease > CONVERGED || minimum.least_curvature < -SADDLE {
        Status::NotConverged
    } else if singular {
        Status::OnBoundary
    } else {
        Status::Converged
    };
    let mut cautions = cautions(model, method);
    let nodes = match method {
        Method::Laplace => 1,
        Method::Agq { nodes } => nodes,
    };
    if let Some(by) = change.filter(|by| by.abs() > NODES_MATTER) {
        cautions.push(Caution::TooFewNodes { nodes, change: by });
    }
    let evidence = GlmmEvidence {
        evaluations,
        gradient_norm: minimum.point.gradient.iter().fold(0.0, |most, g| most.max(g.abs())),
        predicted_decrease: minimum.predicted_decrease,
        least_curvature: minimum.least_curvature,
        nodes,
        change_by_doubling_nodes: change,
    };
    Ok(GlmmFit {
        model: model.clone(),
        method,
        parameters,
        value: minimum.point.value,
        covariance,
        lambdas,
        modes,
        mode_covariances,
        status,
        evidence,
        cautions,
    })
}

/// 2 H⁻¹: the inverse of the observed information (the objective is −2 log-likelihood).
fn covariance(minimum: &Minimum) -> DMatrix<f64> {
    if minimum.hessian.is_empty() { minimum.hessian.clone() } else { positive_inverse(&minimum.hessian) * 2.0 }
}

/// For each free parameter −1 where making the diagonal of Λ positive turns its column.
fn signs(parameters: &Parameters) -> Vec<f64> {
    let mut signs = Vec::with_capacity(parameters.len());
    for (term, places) in parameters.terms.iter().zip(parameters.places()) {
        let canonical = term.canonical();
        for (i, j) in places {
            let (ours, theirs) = (term.values[i * term.order + j], canonical.values[i * term.order + j]);
            signs.push(if ours * theirs < 0.0 { -1.0 } else { 1.0 });
        }
    }
    signs.resize(parameters.len(), 1.0);
    signs
}

impl GlmmFit {
    /// The model that was fitted.
    #[must_use]
    pub fn model(&self) -> &BinomialModel {
        &self.model
    }

    /// How the random effects were integrated out.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// −2 log-likelihood with all constants.
    #[must_use]
    pub fn minus_two_log_likelihood(&self) -> f64 {
        self.value
    }

    /// p + length of θ.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.model.parts.p() + self.model.parameters()
    }

    /// Akaike's criterion.
    #[must_use]
    pub fn aic(&self) -> f64 {
        self.value + 2.0 * self.parameters() as f64
    }

    /// Schwarz' criterion with log n, n the rows used.
    #[must_use]
    pub fn bic(&self) -> f64 {
        self.value + (self.model.observations() as f64).ln() * self.parameters() as f64
    }

    /// θ in lme4's order and the user's units: Λ itself, for a scalar term its standard deviation.
    #[must_use]
    pub fn theta(&self) -> Vec<f64> {
        self.parameters.theta(&self.model.parts)
    }

    /// β̂, p values in the user's units.
    #[must_use]
    pub fn fixed_estimates(&self) -> Vec<f64> {
        self.model.parts.fixed_scaling.to_user(&self.parameters.beta)
    }

    /// The p × p covariance matrix of β̂ from the observed information of all parameters together.
    #[must_use]
    pub fn fixed_covariance(&self) -> Vec<Vec<f64>> {
        let p = self.model.parts.p();
        let from = self.parameters.free_lambdas();
        let weights: Vec<Vec<f64>> =
            (0..p).map(|i| self.model.parts.fixed_scaling.weights_to_internal(&unit(p, i))).collect();
        let block = self.covariance.view((from, from), (p, p));
        let entry = |a: &[f64], b: &[f64]| -> f64 {
            (0..p).map(|i| a[i] * (0..p).map(|j| block[(i, j)] * b[j]).sum::<f64>()).sum()
        };
        weights.iter().map(|a| weights.iter().map(|b| entry(a, b)).collect()).collect()
    }

    /// The fixed effects in the order of the design.
    #[must_use]
    pub fn fixed(&self) -> Vec<FixedEffect> {
        let covariance = self.fixed_covariance();
        let named = self.model.parts.fixed_labels.iter().zip(self.fixed_estimates()).enumerate();
        let effect = |(i, (term, estimate)): (usize, (&String, f64))| FixedEffect {
            term: term.clone(),
            estimate,
            standard_error: covariance[i][i].max(0.0).sqrt(),
        };
        named.map(effect).collect()
    }

    /// The random terms in lme4's order.
    #[must_use]
    pub fn random(&self) -> Vec<RandomEffect> {
        let parts = &self.model.parts;
        let one = |(term, lambda): (&super::design::Term, &TermLambda)| {
            let q = lambda.order;
            let user = lambda.in_user_units(term);
            let rows: Vec<&[f64]> = user.chunks_exact(q).collect();
            let length = |row: &[f64]| row.iter().map(|x| x * x).sum::<f64>().sqrt();
            let correlation = |a: &[f64], b: &[f64]| {
                let product: f64 = a.iter().zip(b).map(|(x, y)| x * y).sum();
                (product / (length(a) * length(b))).clamp(-1.0, 1.0)
            };
            RandomEffect {
                factor: parts.factors[term.factor].name.clone(),
                terms: term.labels.clone(),
                standard_deviations: rows.iter().map(|row| length(row)).collect(),
                correlations: rows.iter().map(|a| rows.iter().map(|b| correlation(a, b)).collect()).collect(),
            }
        };
        parts.terms.iter().zip(&self.parameters.terms).map(one).collect()
    }

    /// For each random term the standard errors of its q standard deviations (delta method); `None` at a zero.
    #[must_use]
    pub fn standard_deviation_errors(&self) -> Vec<Vec<Option<f64>>> {
        let places = self.parameters.places();
        let mut result = Vec::with_capacity(places.len());
        let mut from = 0;
        for ((term, lambda), places) in self.model.parts.terms.iter().zip(&self.parameters.terms).zip(&places) {
            let q = lambda.order;
            let error = |effect: usize| {
                let weights = term.scaling.weights_to_internal(&unit(q, effect));
                let along: Vec<f64> =
                    (0..q).map(|l| (0..q).map(|k| weights[k] * lambda.values[k * q + l]).sum()).collect();
                let deviation = along.iter().map(|x| x * x).sum::<f64>().sqrt();
                if deviation == 0.0 {
                    return None;
                }
                let slopes: Vec<f64> = places.iter().map(|&(k, l)| weights[k] * along[l] / deviation).collect();
                let block = self.covariance.view((from, from), (places.len(), places.len()));
                let pairs = (0..slopes.len()).flat_map(|i| (0..slopes.len()).map(move |j| (i, j)));
                let variance: f64 = pairs.map(|(i, j)| slopes[i] * block[(i, j)] * slopes[j]).sum();
                Some(variance.max(0.0).sqrt())
            };
            result.push((0..q).map(error).collect());
            from += places.len();
        }
        result
    }

    /// The conditional modes of all levels, terms in lme4's order, levels in theirs; their standard deviations are from the
    /// curvature at the mode, β and θ taken as known.
    #[must_use]
    pub fn conditional_modes(&self) -> Vec<ConditionalMode> {
        let parts = &self.model.parts;
        let mut result = Vec::new();
        for term in &parts.terms {
            let factor = &parts.factors[term.factor];
            let (whole, q) = (factor.order(), term.labels.len());
            let lambda = &self.lambdas[term.factor];
            let mut places = vec![0; factor.count()];
            factor.listed.iter().enumerate().for_each(|(place, &listed)| places[listed] = place);
            for level in places {
                let spherical = &self.modes[term.factor][level * whole..(level + 1) * whole];
                let own = &scaled_effects(whole, lambda, spherical)[term.offset..term.offset + q];
                let values = term.scaling.to_user(own);
                let covariance =
                    &self.mode_covariances[term.factor][level * whole * whole..(level + 1) * whole * whole];
                for (effect, label) in term.labels.iter().enumerate() {
                    let weights = term.scaling.weights_to_internal(&unit(q, effect));
                    let spread =
                        |k: usize| -> f64 { (0..q).map(|j| weights[j] * lambda[(term.offset + j) * whole + k]).sum() };
                    let spread: Vec<f64> = (0..whole).map(spread).collect();
                    let pairs = (0..whole * whole).map(|at| spread[at / whole] * covariance[at] * spread[at % whole]);
                    result.push(ConditionalMode {
                        factor: factor.name.clone(),
                        level: factor.levels[level].clone(),
                        term: label.clone(),
                        mode: values[effect],
                        standard_deviation: pairs.sum::<f64>().max(0.0).sqrt(),
                    });
                }
            }
        }
        result
    }

    /// How the search ended.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }

    /// What was tested at the estimates.
    #[must_use]
    pub fn evidence(&self) -> &GlmmEvidence {
        &self.evidence
    }

    /// What must be told together with the estimates.
    #[must_use]
    pub fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

fn unit(length: usize, at: usize) -> Vec<f64> {
    (0..length).map(|i| if i == at { 1.0 } else { 0.0 }).collect()
}
