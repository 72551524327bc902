//! The table of a binomial fit, ready to be written as JSON.

use statrs::distribution::{ContinuousCDF, Normal};

use super::caution::Caution;
use super::fitted::{GlmmEvidence, GlmmFit};
use super::link::Link;
use super::objective::Method;
use crate::fit::Status;
use crate::read::{ConditionalMode, FactorRow, FixedRow};

/// One random term.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct BinomialRandomRow {
    /// The grouping factor.
    pub factor: String,
    /// Names of the q effects.
    pub terms: Vec<String>,
    /// q standard deviations, on the scale of the link.
    pub standard_deviations: Vec<f64>,
    /// Their standard errors; `None` (null) at a zero and where there is none.
    pub standard_errors: Vec<Option<f64>>,
    /// q × q; `NaN` (null) where a standard deviation is zero.
    pub correlations: Vec<Vec<f64>>,
}

/// Everything a binomial fit says, as `peil fit --format json` writes it. There is no residual standard deviation: the
/// binomial distribution has none.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct BinomialReport {
    /// As written.
    pub formula: String,
    /// Always `binomial`.
    pub family: &'static str,
    /// `logit` or `cloglog`.
    pub link: Link,
    /// `Laplace` or `AGQ`.
    pub method: &'static str,
    /// Quadrature nodes a factor, 1 for Laplace.
    pub nodes: usize,
    /// All constants included.
    pub minus_two_log_likelihood: f64,
    /// Akaike.
    pub aic: f64,
    /// Schwarz.
    pub bic: f64,
    /// Rows used.
    pub observations: usize,
    /// Events in them.
    pub events: f64,
    /// Rows left out for a missing value.
    pub rows_dropped: usize,
    /// Outermost first.
    pub factors: Vec<FactorRow>,
    /// Fixed effects; the statistic is z. Where there is no standard error it is infinite (null), and z is 0.
    pub fixed: Vec<FixedRow>,
    /// Collinear columns that were left out.
    pub fixed_dropped: Vec<String>,
    /// p × p; `None` where there is none.
    pub fixed_covariance: Option<Vec<Vec<f64>>>,
    /// Random terms in lme4's order.
    pub random: Vec<BinomialRandomRow>,
    /// In lme4's order.
    pub theta: Vec<f64>,
    /// Empty unless asked for.
    pub conditional_modes: Vec<ConditionalMode>,
    /// How the search ended.
    pub status: Status,
    /// What was tested.
    pub evidence: GlmmEvidence,
    /// What must be told with the estimates; written where there is any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<Caution>,
}

/// Makes the table of a fit; `confidence` is the coverage of the intervals, between 0 and 1.
#[must_use]
pub fn report(fit: &GlmmFit, confidence: f64, conditional_modes: bool) -> BinomialReport {
    let model = fit.model();
    let factor = |&(name, levels): &(&str, usize)| FactorRow { name: name.to_owned(), levels };
    let evidence = fit.evidence().clone();
    BinomialReport {
        formula: model.formula().to_owned(),
        family: "binomial",
        link: model.link(),
        method: match fit.method() {
            Method::Laplace => "Laplace",
            Method::Agq { .. } => "AGQ",
        },
        nodes: evidence.nodes,
        minus_two_log_likelihood: fit.minus_two_log_likelihood(),
        aic: fit.aic(),
        bic: fit.bic(),
        observations: model.observations(),
        events: model.events(),
        rows_dropped: model.rows_dropped(),
        factors: model.factors().iter().rev().map(factor).collect(),
        fixed: fixed_rows(fit, confidence),
        fixed_dropped: model.fixed_dropped().to_vec(),
        fixed_covariance: fit.fixed_covariance(),
        random: random_rows(fit),
        theta: fit.theta(),
        conditional_modes: if conditional_modes { fit.conditional_modes() } else { Vec::new() },
        status: fit.status(),
        evidence,
        cautions: fit.cautions().to_vec(),
    }
}

fn fixed_rows(fit: &GlmmFit, confidence: f64) -> Vec<FixedRow> {
    let normal = Normal::standard();
    let quantile = normal.inverse_cdf(0.5 + 0.5 * confidence.clamp(0.0, 1.0 - 1e-12));
    let row = |effect: crate::fit::FixedEffect| {
        let statistic = effect.estimate / effect.standard_error;
        let known = effect.standard_error.is_finite();
        FixedRow {
            df: None,
            statistic,
            p_value: known.then_some(2.0 * normal.sf(statistic.abs())),
            lower: known.then_some(effect.estimate - quantile * effect.standard_error),
            upper: known.then_some(effect.estimate + quantile * effect.standard_error),
            term: effect.term,
            estimate: effect.estimate,
            standard_error: effect.standard_error,
        }
    };
    fit.fixed().into_iter().map(row).collect()
}

fn random_rows(fit: &GlmmFit) -> Vec<BinomialRandomRow> {
    let rows = fit.random().into_iter().zip(fit.standard_deviation_errors());
    rows.map(|(effect, standard_errors)| BinomialRandomRow {
        factor: effect.factor,
        terms: effect.terms,
        standard_deviations: effect.standard_deviations,
        standard_errors,
        correlations: effect.correlations,
    })
    .collect()
}
