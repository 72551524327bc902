//! A fitted binomial mixed model.

use nalgebra::DMatrix;

use super::caution::Caution;
use super::design::{BinomialModel, Term};
use super::effects::{Effects, Lambdas, scaled_effects};
use super::objective::Method;
use super::parameters::{Parameters, TermLambda};
use crate::fit::{BoundaryTerm, FixedEffect, RandomEffect, Status};
use crate::read::ConditionalMode;

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
    /// Terms whose covariance matrix has not full rank: variances of exactly zero.
    pub boundary: Vec<BoundaryTerm>,
}

/// A fitted binomial mixed model.
#[derive(Debug, Clone)]
pub struct GlmmFit {
    pub(super) model: BinomialModel,
    pub(super) method: Method,
    pub(super) parameters: Parameters,
    pub(super) value: f64,
    /// Covariance of the free parameters, internal units.
    pub(super) covariance: DMatrix<f64>,
    pub(super) lambdas: Lambdas,
    pub(super) modes: Effects,
    pub(super) mode_covariances: Effects,
    pub(super) status: Status,
    pub(super) evidence: GlmmEvidence,
    pub(super) cautions: Vec<Caution>,
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
        let one = |(term, lambda): (&Term, &TermLambda)| {
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
