//! Predictions for the rows of a table: a known client, a new client in a known group, a new group.

use super::predict_error::PredictError;
use super::predicted_rows::PredictedRows;
use crate::data::Table;
use crate::fit::Fit;
use crate::infer::quantile;
use crate::model::ColumnRecipe;

/// Whose value is predicted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Level {
    /// Of the levels that each row names, in all grouping factors (lme4's `re.form = NULL`).
    #[default]
    Named,
    /// Of the levels that each row names in these factors, and of somebody new in the others: `["group"]` for a new client
    /// in a known group. The table needs no columns for the others; somebody new belongs wholly to one level of a multiple
    /// membership.
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
/// The parameters of correlated or unequal residuals count as known too; they change the observation, not the estimate.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct RowPrediction {
    /// x'β̂ + z'b̂.
    pub estimate: f64,
    /// Standard deviation of x'(β̂ − β) + z'(b̂ − b): how far the estimate is from the row's own mean.
    pub standard_error: f64,
    /// The same with β taken as known.
    pub standard_error_given_fixed: f64,
    /// The expected value of one new observation: the estimate. Where residuals are correlated in time, and with
    /// [`Level::Named`], what the unit's residuals before and after it say is added.
    pub observation: f64,
    /// Standard deviation of the error when one new observation is predicted: √(standard error² + σ²) where residuals are
    /// alike, σ that of the row's stratum where variances differ. With [`Level::Population`] the observation is somebody
    /// new's, so the variance between levels is in it too.
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
        (self.observation - half, self.observation + half)
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
    /// values. Categorical columns keep the levels, order and reference of the model; the members of a multiple membership
    /// are those of the model's entries. A row takes the time column of correlated residuals, or, where they have none,
    /// follows the unit's last row and the rows before it in the table.
    ///
    /// O(rows + levels named) where factors are nested; one forward substitution a row where they cross.
    ///
    /// # Errors
    /// [`PredictError`] with the column, the row and what to do.
    pub fn predict(&self, table: &Table, level: &Level, unknown: Unknown) -> Result<Predictions, PredictError> {
        let rows = PredictedRows::of(self, table, level, unknown)?.with_errors(table, level)?;
        let factors = self.model.parts.stages.iter().map(|stage| stage.name.clone()).collect();
        Ok(Predictions { factors, rows })
    }

    /// The estimates of [`Fit::predict`] alone, x'β̂ + z'b̂ of each row: no equations are solved for a row, whatever the
    /// factors. `None` where a value is missing.
    ///
    /// # Errors
    /// As [`Fit::predict`], but nothing is asked of the residuals' columns.
    pub fn predict_means(
        &self,
        table: &Table,
        level: &Level,
        unknown: Unknown,
    ) -> Result<Vec<Option<f64>>, PredictError> {
        Ok(PredictedRows::of(self, table, level, unknown)?.means())
    }

    /// The columns of a random term.
    pub(super) fn term_columns(&self, term: usize) -> &[ColumnRecipe] {
        let parts = &self.model.parts;
        let term = &parts.terms[term];
        parts.recipe.term(&parts.stages[term.stage].name, &term.labels)
    }
}
