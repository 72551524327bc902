//! A fitted binomial mixed model.

use nalgebra::{DMatrix, DVector};

use super::caution::Caution;
use super::design::BinomialModel;
use super::effects::{Effects, Lambdas, scaled_effects};
use super::objective::Method;
use super::parameters::user_theta;
use crate::fit::{
    BoundaryTerm, FixedEffect, FlatCause, FlatDirection, Place, RandomEffect, Status, TermFactor, user_factor,
};
use crate::model::RandomTerm;
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
    /// What the data leave undetermined, whatever the responses are; empty for ordinary models.
    pub flat: Vec<FlatDirection>,
}

/// A fitted binomial mixed model.
#[derive(Debug, Clone)]
pub struct GlmmFit {
    pub(super) model: BinomialModel,
    pub(super) method: Method,
    pub(super) parameters: Place,
    pub(super) value: f64,
    /// Covariance of the free parameters, internal units; `None` where the likelihood does not tell it.
    pub(super) covariance: Option<DMatrix<f64>>,
    /// For each fixed effect whether its standard error hangs on an undetermined variance.
    pub(super) hidden: Vec<bool>,
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
        user_theta(&self.model.parts, &self.parameters)
    }

    /// β̂, p values in the user's units.
    #[must_use]
    pub fn fixed_estimates(&self) -> Vec<f64> {
        self.model.parts.fixed_scaling.to_user(&self.parameters.others)
    }

    /// The p × p covariance matrix of β̂ from the observed information of all parameters together; `None` where the
    /// likelihood is not curved in every direction ([`Caution::NoStandardErrors`]), and where a standard error hangs on a
    /// variance that the data do not determine ([`Caution::NotIdentified`]).
    #[must_use]
    pub fn fixed_covariance(&self) -> Option<Vec<Vec<f64>>> {
        if self.hidden.contains(&true) { None } else { self.known_covariance() }
    }

    /// The same with entries that are not to be shown.
    fn known_covariance(&self) -> Option<Vec<Vec<f64>>> {
        let p = self.model.parts.p();
        let covariance = self.covariance.as_ref()?;
        let from = covariance.nrows() - p;
        let weights: Vec<Vec<f64>> =
            (0..p).map(|i| self.model.parts.fixed_scaling.weights_to_internal(&unit(p, i))).collect();
        let block = covariance.view((from, from), (p, p));
        let image = |b: &Vec<f64>| (0..p).map(|i| (0..p).map(|j| block[(i, j)] * b[j]).sum()).collect::<Vec<f64>>();
        let images: Vec<Vec<f64>> = weights.iter().map(image).collect();
        let entry = |a: &[f64], image: &[f64]| a.iter().zip(image).map(|(a, b)| a * b).sum::<f64>();
        Some(weights.iter().map(|a| images.iter().map(|image| entry(a, image)).collect()).collect())
    }

    /// The fixed effects in the order of the design; a standard error is infinite where the likelihood tells none.
    #[must_use]
    pub fn fixed(&self) -> Vec<FixedEffect> {
        let covariance = self.known_covariance();
        let known = |i: usize| covariance.as_ref().filter(|_| !self.hidden[i]).and_then(|rows| root(rows[i][i]));
        let named = self.model.parts.fixed_labels.iter().zip(self.fixed_estimates()).enumerate();
        let effect = |(i, (term, estimate)): (usize, (&String, f64))| FixedEffect {
            term: term.clone(),
            estimate,
            standard_error: known(i).unwrap_or(f64::INFINITY),
        };
        named.map(effect).collect()
    }

    /// The random terms in lme4's order.
    #[must_use]
    pub fn random(&self) -> Vec<RandomEffect> {
        let parts = &self.model.parts;
        let one = |(term, factor): (&RandomTerm, &TermFactor)| {
            let name = &parts.factors[term.stage].name;
            RandomEffect::new(name, &term.labels, &user_factor(&term.scaling, factor), 1.0)
        };
        parts.terms.iter().zip(&self.parameters.factors).map(one).collect()
    }

    /// For each random term the standard errors of its q standard deviations (delta method); `None` at a zero, where the data
    /// do not determine the variance, and where there is none.
    #[must_use]
    pub fn standard_deviation_errors(&self) -> Vec<Vec<Option<f64>>> {
        let mut from = 0;
        let terms = self.model.parts.terms.iter().zip(&self.parameters.factors);
        let one = |(term, factor): (&RandomTerm, &TermFactor)| {
            let first = from;
            from += factor.free().count();
            (0..factor.order).map(|effect| self.standard_deviation_error(term, factor, first, effect)).collect()
        };
        terms.map(one).collect()
    }

    /// That of one effect of a term whose free entries begin at `first`.
    fn standard_deviation_error(
        &self,
        term: &RandomTerm,
        factor: &TermFactor,
        first: usize,
        effect: usize,
    ) -> Option<f64> {
        let q = factor.order;
        let name = &self.model.parts.factors[term.stage].name;
        // Of effects that are never together the covariance is unknown, and neither variance.
        let hidden = self.evidence.flat.iter().filter(|direction| direction.cause != FlatCause::NeverTogether);
        let parts = hidden.flat_map(|direction| &direction.parts);
        if parts.filter(|part| part.factor == *name).any(|part| part.terms.contains(&term.labels[effect])) {
            return None;
        }
        let weights = term.scaling.weights_to_internal(&unit(q, effect));
        let along: Vec<f64> = (0..q).map(|l| (0..q).map(|k| weights[k] * factor.lambda[k * q + l]).sum()).collect();
        let deviation = root(along.iter().map(|x| x * x).sum())?;
        let slopes = factor.free().map(|at| weights[at / q] * along[at % q] / deviation);
        let slopes = DVector::from_vec(slopes.collect());
        let block = self.covariance.as_ref()?.view((first, first), (slopes.len(), slopes.len())).clone_owned();
        root(slopes.dot(&(block * &slopes)))
    }

    /// The conditional modes of all levels, terms in lme4's order, levels in theirs; their standard deviations are from the
    /// curvature at the mode, β and θ taken as known.
    #[must_use]
    pub fn conditional_modes(&self) -> Vec<ConditionalMode> {
        let parts = &self.model.parts;
        let mut result = Vec::new();
        for term in &parts.terms {
            let factor = &parts.factors[term.stage];
            let (whole, q) = (factor.order(), term.labels.len());
            let lambda = &self.lambdas[term.stage];
            let mut places = vec![0; factor.count()];
            factor.listed.iter().enumerate().for_each(|(place, &listed)| places[listed] = place);
            for level in places {
                let spherical = &self.modes[term.stage][level * whole..(level + 1) * whole];
                let own = &scaled_effects(whole, lambda, spherical)[term.offset..term.offset + q];
                let values = term.scaling.to_user(own);
                let covariance = &self.mode_covariances[term.stage][level * whole * whole..(level + 1) * whole * whole];
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

/// The root of what is positive: no variance is zero by rounding, or below.
fn root(square: f64) -> Option<f64> {
    (square > 0.0).then(|| square.sqrt())
}

fn unit(length: usize, at: usize) -> Vec<f64> {
    (0..length).map(|i| if i == at { 1.0 } else { 0.0 }).collect()
}
