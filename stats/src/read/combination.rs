//! Weighted sums of effects with their prediction error: a member's line, a group's mean line, a new client.

use std::collections::BTreeMap;

use super::weights::Weights;
use crate::fit::Fit;
use crate::infer::quantile;
use crate::model::LevelPlaces;

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
        let all = self.linear_combinations(std::slice::from_ref(combination))?;
        Ok(all.into_iter().next().unwrap_or(Prediction { estimate: 0.0, standard_error: 0.0 }))
    }

    /// Several sums at once, for instance a line week by week: the levels' names are looked up once.
    ///
    /// # Errors
    /// As [`Fit::linear_combination`].
    pub fn linear_combinations(&self, combinations: &[Combination]) -> Result<Vec<Prediction>, ReadError> {
        let stages = &self.model.parts.stages;
        let names = |factor: &str| {
            let random = combinations.iter().flat_map(|combination| &combination.random);
            random.filter(|(of, ..)| of == factor).map(|(_, level, ..)| level.clone()).collect::<Vec<_>>()
        };
        let places: Vec<LevelPlaces> =
            stages.iter().map(|stage| LevelPlaces::new(&stage.labels, names(&stage.name).into_iter())).collect();
        let predicted = |combination: &Combination| {
            let value = self.weights_of(combination, &places)?.value(self);
            Ok(Prediction { estimate: value.estimate, standard_error: value.variance.sqrt() })
        };
        combinations.iter().map(predicted).collect()
    }

    fn weights_of(&self, combination: &Combination, places: &[LevelPlaces]) -> Result<Weights, ReadError> {
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
        let mut weights = Weights::of_fixed(self, &user);
        for ((term, level), user) in by_level {
            match places[parts.terms[term].stage].find(level) {
                Some(at) => weights.add_level(self, term, at, &user),
                None => weights.add_new(self, term, &user),
            }
        }
        Ok(weights)
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
