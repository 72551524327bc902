//! Models beside each other.

use super::likelihood_ratio::{ComparisonError, LikelihoodRatio, comparable, likelihood_ratio};
use crate::fit::{Criterion, Fit};

/// One model among several.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ComparisonRow {
    /// As written.
    pub formula: String,
    /// p + length of θ + 1.
    pub parameters: usize,
    /// The criterion.
    pub minus_two_log_likelihood: f64,
    /// Akaike.
    pub aic: f64,
    /// Schwarz.
    pub bic: f64,
    /// AIC above the lowest of the table.
    pub delta_aic: f64,
    /// BIC above the lowest of the table.
    pub delta_bic: f64,
    /// The test against the row before, where one of the two is a special case of the other.
    pub against_previous: Option<LikelihoodRatio>,
    /// Why there is no such test.
    pub refusal: Option<String>,
}

/// A table of models of the same response in the same rows, in the order given.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Comparison {
    /// What was minimised in all of them.
    pub method: Criterion,
    /// Rows used by all of them.
    pub observations: usize,
    /// One a model.
    pub models: Vec<ComparisonRow>,
}

/// Puts fits beside each other: AIC, BIC and the likelihood-ratio test of each against the one before.
///
/// # Errors
/// [`ComparisonError::TooFew`], and the first pair's that may not be compared at all (other rows, response, criterion, or REML
/// with other fixed effects). Models that are not nested are no error: their row says so.
pub fn compare(fits: &[Fit]) -> Result<Comparison, ComparisonError> {
    let [first, others @ ..] = fits else { return Err(ComparisonError::TooFew) };
    if others.is_empty() {
        return Err(ComparisonError::TooFew);
    }
    others.iter().try_for_each(|other| comparable(first, other))?;
    let least = |value: fn(&Fit) -> f64| fits.iter().map(value).fold(f64::INFINITY, f64::min);
    let (aic, bic) = (least(Fit::aic), least(Fit::bic));
    let row = |(index, fit): (usize, &Fit)| {
        let test = index.checked_sub(1).map(|before| likelihood_ratio(&fits[before], fit));
        let refusal = test.as_ref().and_then(|test| test.as_ref().err()).map(ToString::to_string);
        ComparisonRow {
            formula: fit.model().formula().to_owned(),
            parameters: fit.parameters(),
            minus_two_log_likelihood: fit.minus_two_log_likelihood(),
            aic: fit.aic(),
            bic: fit.bic(),
            delta_aic: fit.aic() - aic,
            delta_bic: fit.bic() - bic,
            against_previous: test.and_then(Result::ok),
            refusal,
        }
    };
    Ok(Comparison {
        method: first.criterion(),
        observations: first.observations(),
        models: fits.iter().enumerate().map(row).collect(),
    })
}
