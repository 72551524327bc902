//! From a model to its fit: which integration, how many nodes, where the search begins.

use super::caution::{Caution, NODES_MATTER, cautions};
use super::design::{BinomialModel, Parts};
use super::error::GlmmError;
use super::fitted::{GlmmEvidence, GlmmFit};
use super::flat::Undetermined;
use super::hermite::MOST_NODES;
use super::objective::{Method, Objective};
use super::parameters::{from_user, least_singular, widened};
use super::quadrature::is_available;
use super::search::{CONVERGED, judge, minimise_over_ranks, polish};
use super::separation::Verdict;
use super::start::fixed_start;
use crate::fit::{BoundaryTerm, Minimum, Place, SADDLE, Status, TermFactor, user_factor};
use crate::model::RandomTerm;

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

/// Nodes to begin with where the number is ours to choose.
const FIRST_NODES: usize = 5;
/// Doubling the nodes may change −2 log-likelihood by this where the number is ours to choose.
const NODES_SUFFICE: f64 = 1e-6;
/// When doubling the nodes changes no more than this the Hessian of the coarser rule serves the search on the finer one.
const SAME_CURVATURE: f64 = 1e-4;

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
    let (beta, verdict) = fixed_start(&model.parts)?;
    let start = match start {
        Some((theta, beta)) => off_the_boundary(from_user(&model.parts, theta, beta)?),
        None => {
            let term = |term: &RandomTerm| TermFactor::scalar(term.labels.len(), 1.0);
            Place { factors: model.parts.terms.iter().map(term).collect(), others: beta }
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
    let mut fit = finish(model, objective, minimum, evaluations, change)?;
    if verdict == Verdict::Undecided {
        fit.cautions.push(Caution::SeparationUnknown);
    }
    Ok(fit)
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
    let at = from_user(&model.parts, theta, beta)?;
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
fn off_the_boundary(mut start: Place) -> Place {
    for factor in &mut start.factors {
        if factor.rank < factor.order || least_singular(factor) < 0.1 {
            *factor = widened(factor, 0.2);
        }
    }
    start
}

/// What doubling the nodes changes; infinite where the likelihood cannot be computed then.
fn doubled(model: &BinomialModel, method: Method, minimum: &Minimum) -> Option<f64> {
    match method {
        Method::Laplace => None,
        Method::Agq { nodes } => {
            let mut finer = Objective::new(model, Method::Agq { nodes: 2 * nodes });
            let value = finer.point(&minimum.point.place).map_or(f64::INFINITY, |point| point.value);
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
    let method = objective.method();
    let minimum = minimum.upright();
    let parameters = &minimum.point.place;
    let (lambdas, mode, elimination) = objective.mode(parameters).ok_or(GlmmError::NotComputable)?;
    let mode_covariances = elimination.covariances(&model.parts);
    let modes = mode.effects;
    let boundary = boundary_terms(&model.parts, parameters);
    let undetermined = Undetermined::at(&model.parts, parameters);
    let covariance = undetermined.covariance(&minimum);
    let status = if minimum.predicted_decrease > CONVERGED || minimum.least_curvature < -SADDLE {
        Status::NotConverged
    } else if covariance.is_none() || !undetermined.directions.is_empty() {
        Status::NotIdentified
    } else if boundary.is_empty() {
        Status::Converged
    } else {
        Status::OnBoundary
    };
    let mut cautions = cautions(model, method);
    let nodes = match method {
        Method::Laplace => 1,
        Method::Agq { nodes } => nodes,
    };
    if let Some(by) = change.filter(|by| by.abs() > NODES_MATTER) {
        cautions.push(Caution::TooFewNodes { nodes, change: by });
    }
    if covariance.is_none() {
        cautions.push(Caution::NoStandardErrors { least_curvature: minimum.least_curvature });
    }
    cautions.extend(undetermined.directions.iter().cloned().map(Caution::NotIdentified));
    let evidence = GlmmEvidence {
        evaluations,
        gradient_norm: minimum.point.gradient.iter().fold(0.0, |most, g| most.max(g.abs())),
        predicted_decrease: minimum.predicted_decrease,
        least_curvature: minimum.least_curvature,
        nodes,
        change_by_doubling_nodes: change,
        boundary,
        flat: undetermined.directions,
    };
    Ok(GlmmFit {
        model: model.clone(),
        method,
        value: minimum.point.value,
        parameters: minimum.point.place,
        covariance,
        hidden: undetermined.fixed,
        lambdas,
        modes,
        mode_covariances,
        status,
        evidence,
        cautions,
    })
}

/// The terms without full rank, in the user's units.
fn boundary_terms(parts: &Parts, place: &Place) -> Vec<BoundaryTerm> {
    let one = |(term, factor): (&RandomTerm, &TermFactor)| {
        let name = &parts.factors[term.stage].name;
        BoundaryTerm::new(name, &term.labels, factor, &user_factor(&term.scaling, factor))
    };
    parts.terms.iter().zip(&place.factors).filter_map(one).collect()
}
