//! The table of a fit, ready to be written as JSON.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::interpretation::Interpretation;
use super::modes::ConditionalMode;
use crate::fit::{Criterion, Evidence, Fit, Status};
use crate::infer::{Inference, Method, quantile};

/// How the uncertainty of a fixed effect is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DegreesOfFreedom {
    /// As if the variances were known: the normal distribution. Too narrow with few groups.
    #[default]
    None,
    /// Satterthwaite's approximation: the t distribution with as many degrees of freedom as the estimated variance of the
    /// estimate has.
    Satterthwaite,
}

/// What a report shall hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReportOptions {
    /// Degrees of freedom of the fixed effects.
    pub degrees_of_freedom: DegreesOfFreedom,
    /// Whether the conditional modes are listed.
    pub conditional_modes: bool,
    /// Coverage of the intervals, between 0 and 1.
    pub confidence: f64,
    /// Whether variance shares, R², design effects and cautions are listed.
    pub interpretation: bool,
}

impl Default for ReportOptions {
    fn default() -> Self {
        Self {
            degrees_of_freedom: DegreesOfFreedom::None,
            conditional_modes: false,
            confidence: 0.95,
            interpretation: false,
        }
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
    /// Degrees of freedom; `None` (null) where the normal distribution is used.
    pub df: Option<f64>,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Two-sided.
    pub p_value: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
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
    /// Collinear columns that were left out.
    pub fixed_dropped: Vec<String>,
    /// p × p.
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
        fixed: fixed_rows(fit, options),
        fixed_dropped: fit.model().fixed_dropped().to_vec(),
        fixed_covariance: fit.fixed_covariance(),
        random: random_rows(fit),
        residual_standard_deviation: fit.residual_standard_deviation(),
        theta: fit.theta(),
        conditional_modes: if options.conditional_modes { fit.conditional_modes() } else { Vec::new() },
        status: fit.status(),
        evidence: fit.evidence().clone(),
        interpretation: options.interpretation.then(|| Interpretation::of(fit)),
    }
}

fn fixed_rows(fit: &Fit, options: ReportOptions) -> Vec<FixedRow> {
    let degrees = match options.degrees_of_freedom {
        DegreesOfFreedom::None => vec![None; fit.fixed().len()],
        DegreesOfFreedom::Satterthwaite => degrees_by(fit, Method::Satterthwaite),
    };
    let effects = fit.fixed().into_iter().zip(degrees);
    effects
        .map(|(effect, df)| {
            let statistic = effect.estimate / effect.standard_error;
            let (p_value, quantile) = tail(statistic.abs(), df, options.confidence);
            FixedRow {
                df,
                statistic,
                p_value,
                lower: effect.estimate - quantile * effect.standard_error,
                upper: effect.estimate + quantile * effect.standard_error,
                term: effect.term,
                estimate: effect.estimate,
                standard_error: effect.standard_error,
            }
        })
        .collect()
}

/// `None` for every effect where the method cannot be used.
fn degrees_by(fit: &Fit, method: Method) -> Vec<Option<f64>> {
    match Inference::new(fit, method) {
        Ok(inference) => inference.coefficients().iter().map(|test| test.df).collect(),
        Err(_) => vec![None; fit.fixed().len()],
    }
}

/// Two-sided p-value and the half width of the interval in standard errors: t with df, else normal.
fn tail(statistic: f64, df: Option<f64>, confidence: f64) -> (f64, f64) {
    let p_value = match df.and_then(|df| StudentsT::new(0.0, 1.0, df).ok()) {
        Some(t) => 2.0 * t.sf(statistic),
        None => 2.0 * Normal::standard().sf(statistic),
    };
    (p_value, quantile(confidence, df))
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
