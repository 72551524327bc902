//! Predictions for the rows of a table: a known client, a new client in a known group, a new group.

use super::weights::{Weights, prior_variance};
use crate::data::Table;
use crate::fit::Fit;
use crate::infer::quantile;
use crate::model::{ColumnRecipe, LevelPlaces, RecipeError, labels};

/// Why a table cannot be predicted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PredictError {
    /// The design columns cannot be made.
    #[error(transparent)]
    Columns(#[from] RecipeError),
    /// A level that was not in the model's data, where only known ones are allowed.
    #[error(
        "row {row}: `{level}` of `{factor}` was not in the data of the model; let unknown levels count as new, or correct the row"
    )]
    UnknownLevel {
        /// The grouping factor.
        factor: String,
        /// The level.
        level: String,
        /// Row, the first is 1.
        row: usize,
    },
    /// A grouping factor that the model does not have.
    #[error("the model has no grouping factor `{factor}`; it has {known}")]
    UnknownFactor {
        /// The factor.
        factor: String,
        /// The factors there are.
        known: String,
    },
}

/// Whose value is predicted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Level {
    /// Of the levels that each row names, in all grouping factors (lme4's `re.form = NULL`).
    #[default]
    Named,
    /// Of the levels that each row names in these factors, and of somebody new in the others: `["group"]` for a new client
    /// in a known group. The table needs no columns for the others.
    Given(Vec<String>),
    /// Of somebody new in a new group: nothing is known but the row's covariates.
    New,
    /// The mean of the population, Xβ, without any random effect (lme4's `re.form = NA`).
    Population,
}

/// What a level means that was not in the model's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unknown {
    /// A mistake.
    #[default]
    Refuse,
    /// Somebody new: the effects are predicted as 0, with their whole variance between levels.
    AsNew,
}

/// The prediction for one row. The variance parameters are taken as known, and a new observation has prior weight 1.
///
/// Where the residuals have a structure of their own, σ² is that of the first stratum, and a serial correlation with the
/// client's last sessions is not used.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct RowPrediction {
    /// x'β̂ + z'b̂.
    pub estimate: f64,
    /// Standard deviation of x'(β̂ − β) + z'(b̂ − b): how far the estimate is from the row's own mean.
    pub standard_error: f64,
    /// The same with β taken as known.
    pub standard_error_given_fixed: f64,
    /// Standard deviation of the error when one new observation is predicted: √(standard error² + σ²). With
    /// [`Level::Population`] the observation is somebody new's, so the variance between levels is in it too.
    pub observation_standard_deviation: f64,
    /// For each of [`Predictions::factors`] whether the level was known.
    pub known: Vec<bool>,
}

impl RowPrediction {
    /// The interval for the row's mean that covers `coverage` (0 to 1): Student's t with `df` degrees of freedom (at least
    /// 1), the normal distribution without.
    #[must_use]
    pub fn interval(&self, coverage: f64, df: Option<f64>) -> (f64, f64) {
        let half = quantile(coverage, df) * self.standard_error;
        (self.estimate - half, self.estimate + half)
    }

    /// The interval for one new observation, as [`RowPrediction::interval`].
    #[must_use]
    pub fn observation_interval(&self, coverage: f64, df: Option<f64>) -> (f64, f64) {
        let half = quantile(coverage, df) * self.observation_standard_deviation;
        (self.estimate - half, self.estimate + half)
    }
}

/// The predictions for a table.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Predictions {
    /// The grouping factors, innermost first.
    pub factors: Vec<String>,
    /// One a row of the table; `None` where a value that the prediction needs is missing.
    pub rows: Vec<Option<RowPrediction>>,
}

impl Fit {
    /// Predicts the rows of a table with the columns that the formula uses; the response is not needed.
    ///
    /// The error variance is that of the best linear unbiased predictor (Henderson 1975): for known levels all covariances
    /// of β̂ and b̂ are in it, a new level adds z'Gz. Predicting the table that the model was fitted to gives the fitted
    /// values. Categorical columns keep the levels, order and reference of the model. O(rows + levels).
    ///
    /// # Errors
    /// [`PredictError`] with the column, the row and what to do.
    pub fn predict(&self, table: &Table, level: &Level, unknown: Unknown) -> Result<Predictions, PredictError> {
        let parts = &self.model.parts;
        let prepared = parts.recipe.prepare(table)?;
        let fixed: Vec<&ColumnRecipe> =
            parts.fixed.iter().filter_map(|label| parts.recipe.fixed.iter().find(|c| c.label == *label)).collect();
        let random: Vec<&[ColumnRecipe]> = (0..parts.terms.len()).map(|term| self.term_columns(term)).collect();
        let places = self.row_levels(table, level, unknown)?;
        let values = |columns: &mut dyn Iterator<Item = &ColumnRecipe>, row: usize| -> Option<Vec<f64>> {
            let values: Vec<f64> = columns.map(|column| prepared.value(column, row)).collect();
            values.iter().all(|value| value.is_finite()).then_some(values)
        };
        let row = |row: usize| {
            let x = values(&mut fixed.iter().copied(), row)?;
            let z: Vec<Vec<f64>> =
                random.iter().map(|columns| values(&mut columns.iter(), row)).collect::<Option<_>>()?;
            let levels: Vec<RowLevel> = places.iter().map(|places| places[row]).collect();
            (!levels.contains(&RowLevel::Missing)).then(|| self.predict_row(&x, &z, &levels))
        };
        let factors = parts.stages.iter().map(|stage| stage.name.clone()).collect();
        Ok(Predictions { factors, rows: (0..table.rows()).map(row).collect() })
    }

    /// The columns of a random term.
    pub(super) fn term_columns(&self, term: usize) -> &[ColumnRecipe] {
        let parts = &self.model.parts;
        let term = &parts.terms[term];
        parts.recipe.term(&parts.stages[term.stage].name, &term.labels)
    }

    fn predict_row(&self, x: &[f64], z: &[Vec<f64>], levels: &[RowLevel]) -> RowPrediction {
        let mut weights = Weights::of_fixed(self, x);
        let mut left_out = 0.0;
        for (index, (term, z)) in self.model.parts.terms.iter().zip(z).enumerate() {
            match levels[term.stage] {
                RowLevel::Known(level) => weights.add_level(self, index, level, z),
                RowLevel::New => weights.add_new(self, index, z),
                RowLevel::LeftOut | RowLevel::Missing => left_out += prior_variance(self, index, z),
            }
        }
        let value = weights.value(self);
        let observed = value.variance + self.residual_standard_deviation().powi(2) * (1.0 + left_out);
        RowPrediction {
            estimate: value.estimate,
            standard_error: value.variance.sqrt(),
            standard_error_given_fixed: value.variance_given_fixed.sqrt(),
            observation_standard_deviation: observed.sqrt(),
            known: levels.iter().map(|level| matches!(level, RowLevel::Known(_))).collect(),
        }
    }

    /// For each stage the level of each row.
    fn row_levels(&self, table: &Table, level: &Level, unknown: Unknown) -> Result<Vec<Vec<RowLevel>>, PredictError> {
        let stages = &self.model.parts.stages;
        let names = || stages.iter().map(|stage| stage.name.as_str());
        if let Level::Given(factors) = level
            && let Some(factor) = factors.iter().find(|factor| !names().any(|name| name == **factor))
        {
            return Err(PredictError::UnknownFactor {
                factor: factor.clone(),
                known: names().collect::<Vec<_>>().join(", "),
            });
        }
        let one = |index: usize| {
            let looked_up = match level {
                Level::Named => true,
                Level::Given(factors) => factors.contains(&stages[index].name),
                Level::New => false,
                Level::Population => return Ok(vec![RowLevel::LeftOut; table.rows()]),
            };
            if looked_up { self.looked_up(table, index, unknown) } else { Ok(vec![RowLevel::New; table.rows()]) }
        };
        (0..stages.len()).map(one).collect()
    }

    fn looked_up(&self, table: &Table, index: usize, unknown: Unknown) -> Result<Vec<RowLevel>, PredictError> {
        let stage = &self.model.parts.stages[index];
        let columns = self.model.parts.recipe.grouping(&stage.name);
        let mut names: Vec<Option<String>> = vec![Some(String::new()); table.rows()];
        for (place, column) in columns.iter().enumerate() {
            for (name, label) in names.iter_mut().zip(labels(table, column)?) {
                let joined = |(outer, inner): (String, String)| if place == 0 { inner } else { outer + ":" + &inner };
                *name = name.take().zip(label).map(joined);
            }
        }
        let places = LevelPlaces::new(stage, names.iter().flatten().cloned());
        let level = |(row, name): (usize, Option<String>)| {
            let Some(name) = name else { return Ok(RowLevel::Missing) };
            match (places.find(&name), unknown) {
                (Some(level), _) => Ok(RowLevel::Known(level)),
                (None, Unknown::AsNew) => Ok(RowLevel::New),
                (None, Unknown::Refuse) => {
                    Err(PredictError::UnknownLevel { factor: stage.name.clone(), level: name, row: row + 1 })
                }
            }
        };
        names.into_iter().enumerate().map(level).collect()
    }
}

/// What a row has to say about one grouping factor.
#[derive(Debug, Clone, Copy, PartialEq)]
enum RowLevel {
    Known(usize),
    New,
    /// The random effects are no part of what is predicted.
    LeftOut,
    Missing,
}
