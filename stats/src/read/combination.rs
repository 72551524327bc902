//! Weighted sums of effects with their prediction error: a member's line, a group's mean line, a new client.

use std::collections::BTreeMap;

use super::modes::internal_modes;
use super::propagate::{StageWeights, squared_length};
use crate::fit::Fit;
use crate::infer::quantile;

/// Why a combination cannot be read from a fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A fixed effect that the model does not have.
    #[error("the model has no fixed effect `{term}`; it has {known}")]
    UnknownFixed {
        /// The name.
        term: String,
        /// The names there are.
        known: String,
    },
    /// A random effect that the model does not have.
    #[error("the model has no random effect `{term}` of `{factor}`; it has {known}")]
    UnknownRandom {
        /// The grouping factor.
        factor: String,
        /// The effect.
        term: String,
        /// The effects there are.
        known: String,
    },
    /// A weight that is no finite number.
    #[error("the weight of `{term}` is not a finite number")]
    WeightNotFinite {
        /// The effect.
        term: String,
    },
}

/// The weights of a sum of effects, k_β'β + k_b'b. Weights given twice add up.
///
/// The line of client 7 of group 2 at week 3:
///
/// ```
/// use peil_stats::read::Combination;
/// let line = Combination::new()
///     .fixed("(Intercept)", 1.0)
///     .fixed("week", 3.0)
///     .random("group:client", "2:7", "(Intercept)", 1.0)
///     .random("group:client", "2:7", "week", 3.0)
///     .random("group", "2", "(Intercept)", 1.0);
/// assert_eq!(line.random.len(), 3);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Combination {
    /// (term, weight).
    pub fixed: Vec<(String, f64)>,
    /// (factor, level, term, weight).
    pub random: Vec<(String, String, String, f64)>,
}

impl Combination {
    /// The empty sum.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `weight` times a fixed effect.
    #[must_use]
    pub fn fixed(mut self, term: &str, weight: f64) -> Self {
        self.fixed.push((term.to_owned(), weight));
        self
    }

    /// Adds `weight` times a random effect of one level.
    #[must_use]
    pub fn random(mut self, factor: &str, level: &str, term: &str, weight: f64) -> Self {
        self.random.push((factor.to_owned(), level.to_owned(), term.to_owned(), weight));
        self
    }
}

/// A predicted value and the standard deviation of its error.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Prediction {
    /// k_β'β̂ + k_b'b̂.
    pub estimate: f64,
    /// Standard deviation of k_β'(β̂ − β) + k_b'(b̂ − b), the variance parameters taken as known.
    pub standard_error: f64,
}

impl Prediction {
    /// estimate ± z · standard error, for instance z = 1.96 for 95 %.
    #[must_use]
    pub fn interval(&self, z: f64) -> (f64, f64) {
        (self.estimate - z * self.standard_error, self.estimate + z * self.standard_error)
    }

    /// The interval of Student's t with `df` degrees of freedom (at least 1) that covers `coverage` (0 to 1).
    ///
    /// For a statement about a group the degrees of freedom come from the number of groups, not of clients: m − l − 1 with
    /// l predictors is the simple rule (Elff et al. 2021).
    #[must_use]
    pub fn interval_t(&self, coverage: f64, df: f64) -> (f64, f64) {
        self.interval(quantile(coverage, Some(df)))
    }
}

/// What a combination becomes inside: known levels, and the prior variance of unknown ones in units of σ².
struct Weights {
    fixed: Vec<f64>,
    random: StageWeights,
    prior: f64,
}

impl Fit {
    /// The value of a weighted sum of effects and its prediction error (Henderson 1975), with the uncertainty of β and all
    /// covariances between β̂ and b̂.
    ///
    /// A level that is not in the data counts as new: its effects are predicted as 0 with their prior variance. A fixed
    /// effect that was left out because it is collinear counts as 0.
    ///
    /// # Errors
    /// [`ReadError::UnknownFixed`], [`ReadError::UnknownRandom`], [`ReadError::WeightNotFinite`].
    pub fn linear_combination(&self, combination: &Combination) -> Result<Prediction, ReadError> {
        let modes = internal_modes(self);
        self.predicted(combination, &modes)
    }

    /// Several sums at once, for instance a line week by week: the modes are worked out once.
    ///
    /// # Errors
    /// As [`Fit::linear_combination`].
    pub fn linear_combinations(&self, combinations: &[Combination]) -> Result<Vec<Prediction>, ReadError> {
        let modes = internal_modes(self);
        combinations.iter().map(|combination| self.predicted(combination, &modes)).collect()
    }

    fn predicted(&self, combination: &Combination, modes: &[Vec<f64>]) -> Result<Prediction, ReadError> {
        let weights = self.internal_weights(combination)?;
        let sigma = self.residual_standard_deviation();
        let variance = squared_length(self, &weights.random, Some(&weights.fixed)) + weights.prior;
        Ok(Prediction { estimate: self.combined(&weights, modes), standard_error: sigma * variance.sqrt() })
    }

    fn combined(&self, weights: &Weights, modes: &[Vec<f64>]) -> f64 {
        let parts = &self.model.parts;
        let pairs = self.elimination.root().beta.iter().zip(&parts.fixed_start);
        let beta = pairs.map(|(b, start)| b * parts.response_scale + start);
        let fixed: f64 = weights.fixed.iter().zip(beta).map(|(k, b)| k * b).sum();
        let stages = weights.random.iter().zip(modes);
        let random: f64 = stages
            .flat_map(|(stage, modes)| stage.iter().map(move |(level, k)| (level, k, modes)))
            .map(|(level, k, modes)| {
                let own = &modes[level * k.len()..(level + 1) * k.len()];
                k.iter().zip(own).map(|(k, b)| k * b).sum::<f64>()
            })
            .sum();
        fixed + random * parts.response_scale
    }

    fn internal_weights(&self, combination: &Combination) -> Result<Weights, ReadError> {
        let parts = &self.model.parts;
        let mut user = vec![0.0; parts.fixed.len()];
        for (term, weight) in &combination.fixed {
            check(term, *weight)?;
            match parts.fixed.iter().position(|known| known == term) {
                Some(at) => user[at] += weight,
                None if parts.fixed_dropped.contains(term) => {}
                None => {
                    let (term, known) = (term.clone(), parts.fixed.join(", "));
                    return Err(ReadError::UnknownFixed { term, known });
                }
            }
        }
        // (term, level) → user weights; an unknown level is told apart by its name.
        let mut by_level: BTreeMap<(usize, &str), Vec<f64>> = BTreeMap::new();
        for (factor, level, label, weight) in &combination.random {
            check(label, *weight)?;
            let (term, effect) = self.find_effect(factor, label)?;
            let order = parts.terms[term].labels.len();
            by_level.entry((term, level)).or_insert_with(|| vec![0.0; order])[effect] += weight;
        }
        let mut random: StageWeights = vec![BTreeMap::new(); parts.stages.len()];
        let mut prior = 0.0;
        for ((index, level), user) in by_level {
            let term = &parts.terms[index];
            let stage = &parts.stages[term.stage];
            let internal = term.scaling.weights_to_internal(&user);
            match stage.labels.find(level) {
                Some(at) => {
                    let all = random[term.stage].entry(at).or_insert_with(|| vec![0.0; stage.effects.len()]);
                    all[term.offset..].iter_mut().zip(&internal).for_each(|(all, k)| *all += k);
                }
                None => prior += quadratic(&self.factors[index].square(), &internal),
            }
        }
        Ok(Weights { fixed: parts.fixed_scaling.weights_to_internal(&user), random, prior })
    }

    fn find_effect(&self, factor: &str, label: &str) -> Result<(usize, usize), ReadError> {
        let parts = &self.model.parts;
        for (index, term) in parts.terms.iter().enumerate() {
            if parts.stages[term.stage].name == factor
                && let Some(effect) = term.labels.iter().position(|known| known == label)
            {
                return Ok((index, effect));
            }
        }
        let name = |term: &crate::model::RandomTerm| {
            format!("({} | {})", term.labels.join(" + "), parts.stages[term.stage].name)
        };
        Err(ReadError::UnknownRandom {
            factor: factor.to_owned(),
            term: label.to_owned(),
            known: parts.terms.iter().map(name).collect::<Vec<_>>().join(", "),
        })
    }
}

fn check(term: &str, weight: f64) -> Result<(), ReadError> {
    if weight.is_finite() { Ok(()) } else { Err(ReadError::WeightNotFinite { term: term.to_owned() }) }
}

/// k'Mk.
fn quadratic(square: &[f64], k: &[f64]) -> f64 {
    let rows = square.chunks_exact(k.len()).zip(k);
    rows.map(|(row, ki)| ki * row.iter().zip(k).map(|(m, kj)| m * kj).sum::<f64>()).sum()
}
