//! One linear mixed model: built, fitted, judged.

use peil_stats::data::Table;
use peil_stats::fit::{Criterion, Fit, fit, fit_at};
use peil_stats::infer::{
    ClusterRobust, ClusterRobustReport, Correction, Inference, InferenceError, Method, ProfileInterval, TermTest,
};
use peil_stats::model::Model;
use peil_stats::read::{Caution, FixedRow, Report, ReportOptions, report};

use super::arguments::{DfMethod, FitArguments};
use super::caution::CautionRow;
use super::error::FitCommandError;
use super::intervals::{BootstrapAnswer, bootstrap_settings, by_bootstrap, by_profile};
use super::residual::ResidualAnswer;
use super::seconds::Seconds;
use super::settings::Settings;
use crate::cli::progress::Phase;

/// Coverage of the intervals.
const COVERAGE: f64 = 0.95;

/// Everything that is written about one linear mixed model.
#[derive(Debug, serde::Serialize)]
pub(super) struct GaussianAnswer {
    #[serde(flatten)]
    pub(super) report: Report,
    /// What the residuals have of their own; only when asked for.
    #[serde(flatten)]
    pub(super) residual: ResidualAnswer,
    /// The method that was used in the end, as the option calls it.
    pub(super) degrees_of_freedom: DfMethod,
    /// Whether θ was given and not searched.
    #[serde(skip)]
    pub(super) at_theta: bool,
    /// Type III tests; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tests: Option<Vec<TermTest>>,
    /// Standard errors by the clusters of the outermost factor; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) robust: Option<ClusterRobustReport>,
    /// Intervals of all parameters by the profile of the likelihood; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) profile: Option<Vec<ProfileInterval>>,
    /// Intervals of all parameters by simulation; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bootstrap: Option<BootstrapAnswer>,
    /// What must be told with the estimates.
    pub(super) cautions: Vec<CautionRow>,
}

/// Builds, fits and judges the model of the first formula.
pub(super) fn answer(
    table: &Table,
    arguments: &FitArguments,
    settings: &Settings,
    seconds: &mut Seconds,
) -> Result<GaussianAnswer, FitCommandError> {
    let mut cautions = Vec::new();
    let options = settings.model_options(table, &mut cautions)?;
    let model = Model::build_with(table, &settings.formulas[0], &options)?;
    seconds.model = seconds.lap();
    let phase = Phase::begin("fitting");
    let fitted = match &settings.theta {
        Some(theta) => fit_at(&model, settings.criterion, theta)?,
        None => fit(&model, settings.criterion, None)?,
    };
    drop(phase);
    seconds.fit = seconds.lap();
    let phase = Phase::begin("intervals and tests");
    let (inference, refusal) = inference(&fitted, settings.degrees_of_freedom)?;
    // Beside an optimum nobody expects degrees of freedom.
    if let Some(refusal) = refusal.filter(|_| settings.theta.is_none()) {
        cautions.push(CautionRow::of_refusal(&refusal));
    }
    let options = ReportOptions {
        conditional_modes: arguments.conditional_modes,
        interpretation: true,
        ..ReportOptions::default()
    };
    let mut report = report(&fitted, options);
    report.fixed = inference.coefficients().into_iter().map(|test| FixedRow::of(test, COVERAGE)).collect();
    report.fixed_covariance = inference.covariance();
    let tests = arguments.tests.then(|| inference.type_three());
    let degrees_of_freedom = match inference.method() {
        Method::KenwardRoger => DfMethod::KenwardRoger,
        Method::Satterthwaite => DfMethod::Satterthwaite,
        Method::Wald => DfMethod::None,
    };
    let told = report.interpretation.as_mut().map(|found| std::mem::take(&mut found.cautions)).unwrap_or_default();
    // Satterthwaite's degrees of freedom count how well the residual parameters are known.
    let counted =
        |caution: &&Caution| **caution == Caution::ResidualKnown && degrees_of_freedom == DfMethod::Satterthwaite;
    let told = told.iter().filter(|caution| !counted(caution));
    cautions.extend(told.map(|caution| CautionRow::of_linear(caution, degrees_of_freedom)));
    let robust = arguments.robust.then(|| ClusterRobust::new(&fitted, Correction::Cr2)).transpose();
    let robust = robust.map_err(FitCommandError::Robust)?;
    let robust = robust.map(|errors| errors.report(COVERAGE));
    drop(phase);
    let profile = arguments.profile.then(|| by_profile(&model, &fitted, COVERAGE)).transpose()?;
    let drawn = bootstrap_settings(arguments).map(|settings| by_bootstrap(&fitted, settings, COVERAGE));
    let bootstrap = drawn.transpose()?;
    seconds.inference = seconds.lap();
    let residual = ResidualAnswer::of(&fitted, &settings.residual);
    let at_theta = settings.theta.is_some();
    Ok(GaussianAnswer { report, residual, degrees_of_freedom, at_theta, tests, robust, profile, bootstrap, cautions })
}

/// By the method that was asked for, else by the best that the fit allows; with the reason why a better one is not.
///
/// Kenward and Roger's is the default of REML: a clinic has few groups, where the other two promise too much, and it costs
/// no more than they do. Maximum likelihood knows Satterthwaite's alone, and it alone counts how well residual parameters are
/// known. Beside an optimum (`--at-theta`) neither is defined.
fn inference(fitted: &Fit, asked: Option<DfMethod>) -> Result<(Inference<'_>, Option<InferenceError>), InferenceError> {
    let methods: &[Method] = match (asked, fitted.criterion()) {
        (None, Criterion::Reml) if fitted.residual().is_some() => {
            &[Method::Satterthwaite, Method::KenwardRoger, Method::Wald]
        }
        (Some(DfMethod::KenwardRoger), _) => &[Method::KenwardRoger],
        (Some(DfMethod::Satterthwaite), _) => &[Method::Satterthwaite],
        (Some(DfMethod::None), _) => &[Method::Wald],
        (None, Criterion::Reml) => &[Method::KenwardRoger, Method::Satterthwaite, Method::Wald],
        (None, Criterion::Ml) => &[Method::Satterthwaite, Method::Wald],
    };
    let mut refusal = None;
    for method in methods {
        match Inference::new(fitted, *method) {
            Ok(found) => return Ok((found, refusal)),
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    Err(refusal.unwrap_or(InferenceError::NoCurvature))
}
