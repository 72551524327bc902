//! The table of a fit, ready to be written as JSON.

use super::interpretation::Interpretation;
use super::modes::ConditionalMode;
use crate::fit::{Criterion, Evidence, Fit, Status};
use crate::infer::{Inference, Method, TTest};

/// What a report shall hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReportOptions {
    /// How the fixed effects are tested.
    pub degrees_of_freedom: Method,
    /// Whether the conditional modes are listed.
    pub conditional_modes: bool,
    /// Coverage of the intervals, between 0 and 1.
    pub confidence: f64,
    /// Whether variance shares, R², design effects and cautions are listed.
    pub interpretation: bool,
}

impl Default for ReportOptions {
    fn default() -> Self {
        Self { degrees_of_freedom: Method::Wald, conditional_modes: false, confidence: 0.95, interpretation: false }
    }
}

/// One grouping factor.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct FactorRow {
    /// Its name; of a nested factor `outer:inner`.
    pub name: String,
    /// Number of levels.
    pub levels: usize,
}

/// One fixed effect.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct FixedRow {
    /// Name as R names it.
    pub term: String,
    /// β̂.
    pub estimate: f64,
    /// Standard error.
    pub standard_error: f64,
    /// Degrees of freedom; `None` (null) where the normal distribution was asked for, and where there is no p-value.
    pub df: Option<f64>,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Two-sided; `None` (null), as the interval, where the degrees of freedom that were asked for cannot be computed.
    pub p_value: Option<f64>,
    /// Lower end of the interval.
    pub lower: Option<f64>,
    /// Upper end of the interval.
    pub upper: Option<f64>,
}

impl FixedRow {
    /// A test with its interval that covers `coverage` (0 to 1).
    #[must_use]
    pub fn of(test: TTest, coverage: f64) -> Self {
        let interval = test.interval(coverage);
        Self {
            term: test.term,
            estimate: test.estimate,
            standard_error: test.standard_error,
            df: test.df,
            statistic: test.statistic,
            p_value: test.p_value,
            lower: interval.map(|(lower, _)| lower),
            upper: interval.map(|(_, upper)| upper),
        }
    }
}

/// One random term.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct RandomRow {
    /// The grouping factor.
    pub factor: String,
    /// Names of the q effects.
    pub terms: Vec<String>,
    /// q standard deviations.
    pub standard_deviations: Vec<f64>,
    /// q × q; `NaN` (null) where a standard deviation is zero.
    pub correlations: Vec<Vec<f64>>,
}

/// Everything a fit says, field by field as `peil fit --format json` writes it (the times excepted, which this crate
/// cannot know).
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Report {
    /// As written.
    pub formula: String,
    /// Always `gaussian`.
    pub family: &'static str,
    /// `REML` or `ML`.
    pub method: Criterion,
    /// The criterion at θ.
    pub minus_two_log_likelihood: f64,
    /// Akaike.
    pub aic: f64,
    /// Schwarz.
    pub bic: f64,
    /// Rows used.
    pub observations: usize,
    /// Rows left out for a missing value.
    pub rows_dropped: usize,
    /// Outermost first.
    pub factors: Vec<FactorRow>,
    /// Fixed effects.
    pub fixed: Vec<FixedRow>,
    /// Why they have neither p-values nor intervals, where the method asked for cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_refusal: Option<String>,
    /// Collinear columns that were left out.
    pub fixed_dropped: Vec<String>,
    /// p × p; under Kenward–Roger the adjusted one.
    pub fixed_covariance: Vec<Vec<f64>>,
    /// Random terms in lme4's order.
    pub random: Vec<RandomRow>,
    /// σ.
    pub residual_standard_deviation: f64,
    /// In lme4's order.
    pub theta: Vec<f64>,
    /// Empty unless asked for.
    pub conditional_modes: Vec<ConditionalMode>,
    /// How the search ended.
    pub status: Status,
    /// What was tested.
    pub evidence: Evidence,
    /// What the variances mean; its fields stand beside the others, and only when asked for.
    #[serde(flatten)]
    pub interpretation: Option<Interpretation>,
}

/// Makes the table of a fit.
#[must_use]
pub fn report(fit: &Fit, options: ReportOptions) -> Report {
    let names = fit.factors();
    let (fixed, fixed_covariance, fixed_refusal) = fixed(fit, options);
    let factor = |&(name, levels): &(&str, usize)| FactorRow { name: name.to_owned(), levels };
    Report {
        formula: fit.model().formula().to_owned(),
        family: "gaussian",
        method: fit.criterion(),
        minus_two_log_likelihood: fit.minus_two_log_likelihood(),
        aic: fit.aic(),
        bic: fit.bic(),
        observations: fit.observations(),
        rows_dropped: fit.rows_dropped(),
        factors: names.iter().rev().map(factor).collect(),
        fixed,
        fixed_refusal,
        fixed_dropped: fit.model().fixed_dropped().to_vec(),
        fixed_covariance,
        random: random_rows(fit),
        residual_standard_deviation: fit.residual_standard_deviation(),
        theta: fit.theta(),
        conditional_modes: if options.conditional_modes { fit.conditional_modes() } else { Vec::new() },
        status: fit.status(),
        evidence: fit.evidence().clone(),
        interpretation: options.interpretation.then(|| Interpretation::of(fit)),
    }
}

/// The fixed effects as they are tested, their covariance, and why the method could not be used.
fn fixed(fit: &Fit, options: ReportOptions) -> (Vec<FixedRow>, Vec<Vec<f64>>, Option<String>) {
    let row = |test| FixedRow::of(test, options.confidence);
    match Inference::new(fit, options.degrees_of_freedom) {
        Ok(inference) => (inference.coefficients().into_iter().map(row).collect(), inference.covariance(), None),
        Err(refusal) => (untested(fit), fit.fixed_covariance(), Some(refusal.to_string())),
    }
}

/// Estimates and standard errors alone: Wald's tests need nothing that a fit has not.
fn untested(fit: &Fit) -> Vec<FixedRow> {
    let tests = Inference::new(fit, Method::Wald).map(|wald| wald.coefficients()).unwrap_or_default();
    let row = |test| FixedRow { df: None, p_value: None, lower: None, upper: None, ..FixedRow::of(test, 0.5) };
    tests.into_iter().map(row).collect()
}

fn random_rows(fit: &Fit) -> Vec<RandomRow> {
    let row = |effect: crate::fit::RandomEffect| RandomRow {
        factor: effect.factor,
        terms: effect.terms,
        standard_deviations: effect.standard_deviations,
        correlations: effect.correlations,
    };
    fit.random().into_iter().map(row).collect()
}
