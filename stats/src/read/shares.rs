//! Variance shares: how much of the variation lies between the levels of each factor, at which covariates.

use super::total_products::{INTERCEPT, TotalProducts};
use super::weights::prior_variance;
use crate::data::Table;
use crate::fit::Fit;
use crate::model::RecipeError;

/// Where a variance is read: with random slopes it depends on the covariates. A row that belongs to several levels with weights
/// w has Σw² of their variance; that counts on [`Covariates::Average`], the others read a row of one level.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Covariates<'a> {
    /// All covariates zero: the variances of the intercepts. A term of indicators without intercept counts as zero here.
    Zero,
    /// The mean of z'Gz over the model's rows (Johnson 2014, equation 10).
    #[default]
    Average,
    /// These random effects at these values, the intercepts at 1, all others at zero: `[("week", 8.0)]`.
    Effects(&'a [(&'a str, f64)]),
    /// A row of a table with the columns that the formula uses; the first row is 0.
    Row(&'a Table, usize),
}

/// Why variance shares cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    /// A random effect that the model does not have.
    #[error("no random term has the effect `{effect}`; there are {known}")]
    UnknownEffect {
        /// The effect.
        effect: String,
        /// The effects there are.
        known: String,
    },
    /// A value that is no finite number.
    #[error("the value of `{effect}` is not a finite number")]
    NotFinite {
        /// The effect.
        effect: String,
    },
    /// The row is missing or has a missing value.
    #[error("row {row} of the table is not there or lacks a value that the random effects need")]
    NoRow {
        /// Row, the first is 1.
        row: usize,
    },
    /// The design columns cannot be made.
    #[error(transparent)]
    Columns(#[from] RecipeError),
}

/// The share of one random term.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Share {
    /// The grouping factor.
    pub factor: String,
    /// Names of the effects.
    pub terms: Vec<String>,
    /// z'Gz.
    pub variance: f64,
    /// z'Gz over the sum of all terms' and the residual variance, 0 to 1.
    pub share: f64,
}

/// How the variance about the fixed effects is made up.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct VarianceShares {
    /// Random terms in lme4's order.
    pub terms: Vec<Share>,
    /// σ²; where strata have variances of their own, the mean over the rows.
    pub residual: f64,
    /// The residual variance over the sum.
    pub residual_share: f64,
}

impl VarianceShares {
    /// The share of all terms over one factor, 0 to 1: its intraclass correlation at these covariates.
    #[must_use]
    pub fn of_factor(&self, factor: &str) -> f64 {
        self.terms.iter().filter(|term| term.factor == factor).map(|term| term.share).sum()
    }

    /// The sum of all variances.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.residual + self.random()
    }

    /// The sum of the random terms' variances.
    #[must_use]
    pub fn random(&self) -> f64 {
        self.terms.iter().map(|term| term.variance).sum()
    }

    fn new(fit: &Fit, relative: &[f64]) -> Self {
        let square = fit.residual_standard_deviation().powi(2);
        let of_residual = mean_residual_variance(fit) / square;
        let total = of_residual + relative.iter().sum::<f64>();
        let term = |(effect, relative): (crate::fit::RandomEffect, &f64)| Share {
            factor: effect.factor,
            terms: effect.terms,
            variance: relative * square,
            share: relative / total,
        };
        Self {
            terms: fit.random().into_iter().zip(relative).map(term).collect(),
            residual: of_residual * square,
            residual_share: of_residual / total,
        }
    }
}

/// The residual variance of a row of prior weight 1, averaged over the strata of the model's rows.
pub(super) fn mean_residual_variance(fit: &Fit) -> f64 {
    let estimated = fit.model.parts.kept.as_ref().and_then(|kept| Some((&kept.residual, kept.rho.as_deref()?)));
    let ratio = estimated.map_or(1.0, |(residual, rho)| residual.mean_square_ratio(rho));
    ratio * fit.residual_standard_deviation().powi(2)
}

impl Fit {
    /// How the variance about the fixed effects is shared out at some covariates.
    ///
    /// # Errors
    /// [`ShareError`] where the covariates do not fit the model; never at [`Covariates::Zero`] and [`Covariates::Average`].
    pub fn variance_shares(&self, at: Covariates<'_>) -> Result<VarianceShares, ShareError> {
        let terms = 0..self.model.parts.terms.len();
        let relative: Vec<f64> = match at {
            Covariates::Average => return Ok(self.average_variance_shares()),
            Covariates::Zero => self.variances_at(&[]),
            Covariates::Effects(values) => {
                self.check_effects(values)?;
                self.variances_at(values)
            }
            Covariates::Row(table, row) => {
                let prepared = self.model.parts.recipe.prepare(table)?;
                let variance = |term: usize| {
                    let columns = self.term_columns(term).iter();
                    let z: Vec<f64> = columns.map(|column| prepared.value(column, row)).collect();
                    z.iter().all(|value| value.is_finite()).then(|| prior_variance(self, term, &z))
                };
                let there = row < table.rows();
                let variances = there.then(|| terms.map(variance).collect::<Option<_>>()).flatten();
                variances.ok_or(ShareError::NoRow { row: row + 1 })?
            }
        };
        Ok(VarianceShares::new(self, &relative))
    }

    /// [`Fit::variance_shares`] at [`Covariates::Average`].
    #[must_use]
    pub fn average_variance_shares(&self) -> VarianceShares {
        let parts = &self.model.parts;
        let total = TotalProducts::of(self);
        // tr(G · mean of zz').
        let relative = parts.terms.iter().zip(&self.factors).map(|(term, factor)| {
            let q = term.labels.len();
            let columns = &parts.stages[term.stage].effects[term.offset..term.offset + q];
            let entries = factor.square().into_iter().enumerate();
            entries
                .map(|(at, g)| g * total.mean_effect_product(self, term.stage, columns[at / q], columns[at % q]))
                .sum()
        });
        VarianceShares::new(self, &relative.collect::<Vec<f64>>())
    }

    /// z'Gz of each term in units of σ², the intercepts at 1.
    fn variances_at(&self, values: &[(&str, f64)]) -> Vec<f64> {
        let value = |label: &String| {
            let given = values.iter().rev().find(|(effect, _)| effect == label).map(|(_, value)| *value);
            given.unwrap_or(if label == INTERCEPT { 1.0 } else { 0.0 })
        };
        let z = |term: usize| self.model.parts.terms[term].labels.iter().map(value).collect::<Vec<f64>>();
        (0..self.model.parts.terms.len()).map(|term| prior_variance(self, term, &z(term))).collect()
    }

    fn check_effects(&self, values: &[(&str, f64)]) -> Result<(), ShareError> {
        let labels = || self.model.parts.terms.iter().flat_map(|term| &term.labels);
        for (effect, value) in values {
            if !labels().any(|label| label == effect) {
                let known: std::collections::BTreeSet<&str> = labels().map(String::as_str).collect();
                let known = known.into_iter().collect::<Vec<_>>().join(", ");
                return Err(ShareError::UnknownEffect { effect: (*effect).to_owned(), known });
            }
            if !value.is_finite() {
                return Err(ShareError::NotFinite { effect: (*effect).to_owned() });
            }
        }
        Ok(())
    }
}
