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
    /// Place in the table (the first is 0) of the model that this one is held against: of those with fewer parameters the
    /// largest that is a special case of this one, or where there is none, the next smaller one.
    pub against: Option<usize>,
    /// The test against that model, where it is a special case.
    pub test: Option<LikelihoodRatio>,
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

/// Puts fits beside each other: AIC, BIC and the likelihood-ratio test of each against the nearest that is nested in it, by the
/// number of parameters and not by the order given.
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
        let (against, test) = tested(fits, index).map_or((None, None), |(against, test)| (Some(against), Some(test)));
        let refusal = test.as_ref().and_then(|test| test.as_ref().err()).map(ToString::to_string);
        ComparisonRow {
            formula: fit.model().formula().to_owned(),
            parameters: fit.parameters(),
            minus_two_log_likelihood: fit.minus_two_log_likelihood(),
            aic: fit.aic(),
            bic: fit.bic(),
            delta_aic: fit.aic() - aic,
            delta_bic: fit.bic() - bic,
            against,
            test: test.and_then(Result::ok),
            refusal,
        }
    };
    Ok(Comparison {
        method: first.criterion(),
        observations: first.observations(),
        models: fits.iter().enumerate().map(row).collect(),
    })
}

/// The nearest model of no more parameters (of as many only those given before) that is nested in this one; where none is, the
/// nearest and its refusal. `None` for the smallest model.
fn tested(fits: &[Fit], index: usize) -> Option<(usize, Result<LikelihoodRatio, ComparisonError>)> {
    let size = |at: usize| (fits[at].parameters(), at);
    let mut smaller: Vec<usize> = (0..fits.len()).filter(|&at| size(at) < size(index)).collect();
    smaller.sort_by_key(|&at| std::cmp::Reverse(size(at)));
    let mut tests = smaller.into_iter().map(|at| (at, likelihood_ratio(&fits[at], &fits[index])));
    let nearest = tests.next()?;
    if nearest.1.is_ok() {
        return Some(nearest);
    }
    Some(tests.find(|(_, test)| test.is_ok()).unwrap_or(nearest))
}
