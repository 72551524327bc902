//! What a client's next score is expected to be, and how surprising the one that came is.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::predict::{Level, RowPrediction, Unknown};
use super::predict_error::PredictError;
use crate::data::Table;
use crate::fit::Fit;
use crate::infer::quantile;

/// The coverages of the bands that [`Fit::next_session`] gives.
pub const BAND_COVERAGES: [f64; 3] = [0.68, 0.80, 0.90];

/// A range in which a share of new scores falls.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Band {
    /// The share, 0 to 1.
    pub coverage: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// What one new score is expected to be.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Expectation {
    /// The expected score; where residuals are correlated in time, what the last ones say is in it.
    pub mean: f64,
    /// Uncertainty of the person's own mean.
    pub standard_error: f64,
    /// Standard deviation of the score about `mean`: own mean, session to session and measurement together.
    pub standard_deviation: f64,
    /// Degrees of freedom of the bands; `None` for the normal distribution.
    pub df: Option<f64>,
    /// One a coverage of [`BAND_COVERAGES`].
    pub bands: Vec<Band>,
    /// For each grouping factor of the fit, innermost first, whether its level was known.
    pub known: Vec<bool>,
}

impl Expectation {
    fn new(row: RowPrediction, df: Option<f64>) -> Self {
        let band = |coverage: f64| {
            let (lower, upper) = row.observation_interval(coverage, df);
            Band { coverage, lower, upper }
        };
        Self {
            bands: BAND_COVERAGES.into_iter().map(band).collect(),
            mean: row.observation,
            standard_error: row.standard_error,
            standard_deviation: row.observation_standard_deviation,
            df,
            known: row.known,
        }
    }

    /// How many standard deviations a score lies above what was expected.
    #[must_use]
    pub fn standardised(&self, score: f64) -> f64 {
        (score - self.mean) / self.standard_deviation
    }

    /// The probability of a score at most this high, if the model holds.
    #[must_use]
    pub fn probability_up_to(&self, score: f64) -> f64 {
        let deviation = self.standardised(score);
        match self.df.and_then(|df| StudentsT::new(0.0, 1.0, df.max(1.0)).ok()) {
            Some(student) => student.cdf(deviation),
            None => Normal::standard().cdf(deviation),
        }
    }

    /// The range that covers any other share (0 to 1).
    #[must_use]
    pub fn band(&self, coverage: f64) -> Band {
        let half = quantile(coverage, self.df) * self.standard_deviation;
        Band { coverage, lower: self.mean - half, upper: self.mean + half }
    }
}

impl Fit {
    /// What the next scores are expected to be: one expectation a row of `sessions`, a table with the columns that the
    /// formula uses (client, group, week, covariates; no response). `None` where a value is missing.
    ///
    /// The score must not be in the fit's own data. A client without a score yet is predicted from the group with
    /// [`Unknown::AsNew`]. `df` as in [`RowPrediction::interval`].
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use peil_stats::{data::Table, fit::{fit, Criterion}, model::{Formula, Model}, read::Unknown, simulate};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let course = simulate::growth(&simulate::GrowthSettings::default(), 1)?;
    /// let formula = Formula::parse("score ~ week + (1 + week | group:client) + (1 | group)")?;
    /// let fitted = fit(&Model::build(&course, &formula, &BTreeMap::new())?, Criterion::Reml, None)?;
    /// let session = Table::new()
    ///     .with_number("group", vec![1.0])?
    ///     .with_number("client", vec![1.0])?
    ///     .with_number("week", vec![20.0])?;
    /// let expected = fitted.next_session(&session, Unknown::Refuse, None)?;
    /// let expected = expected[0].as_ref().ok_or("a value is missing")?;
    /// assert!(expected.standard_deviation > expected.standard_error);
    /// assert!(expected.bands[2].lower < expected.bands[0].lower);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Fit::predict`].
    pub fn next_session(
        &self,
        sessions: &Table,
        unknown: Unknown,
        df: Option<f64>,
    ) -> Result<Vec<Option<Expectation>>, PredictError> {
        let predictions = self.predict(sessions, &Level::Named, unknown)?;
        Ok(predictions.rows.into_iter().map(|row| row.map(|row| Expectation::new(row, df))).collect())
    }
}
