//! One binomial mixed model: built, fitted, judged.

use peil_stats::data::Table;
use peil_stats::glmm::{BinomialModel, BinomialOptions, BinomialReport, Link, Quadrature, fit, report};

use super::arguments::{FitArguments, LinkName};
use super::caution::CautionRow;
use super::error::FitCommandError;
use super::seconds::Seconds;
use super::settings::Settings;
use crate::cli::progress::Phase;

/// Coverage of the intervals.
const COVERAGE: f64 = 0.95;

/// Everything that is written about one binomial mixed model.
#[derive(Debug, serde::Serialize)]
pub(super) struct BinomialAnswer {
    #[serde(flatten)]
    pub(super) report: BinomialReport,
    /// The column of trials; only where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) trials: Option<String>,
    /// What must be told with the estimates.
    pub(super) cautions: Vec<CautionRow>,
}

/// Builds, fits and judges the model of the first formula; intervals are normal.
pub(super) fn answer(
    table: &Table,
    arguments: &FitArguments,
    settings: &Settings,
    seconds: &mut Seconds,
) -> Result<BinomialAnswer, FitCommandError> {
    let link = match arguments.link {
        Some(LinkName::Cloglog) => Link::Cloglog,
        Some(LinkName::Logit) | None => Link::Logit,
    };
    let options = BinomialOptions { link, trials: arguments.trials.clone() };
    let model = BinomialModel::build(table, &settings.formulas[0], &settings.levels, &options)?;
    seconds.model = seconds.lap();
    let phase = Phase::begin("fitting");
    let fitted = fit(&model, quadrature(arguments.agq), None)?;
    drop(phase);
    seconds.fit = seconds.lap();
    let mut report = report(&fitted, COVERAGE, arguments.conditional_modes);
    let cautions = std::mem::take(&mut report.cautions).iter().map(CautionRow::from).collect();
    seconds.inference = seconds.lap();
    Ok(BinomialAnswer { report, trials: arguments.trials.clone(), cautions })
}

fn quadrature(nodes: Option<u16>) -> Quadrature {
    match nodes {
        None => Quadrature::Automatic,
        Some(1) => Quadrature::Laplace,
        Some(nodes) => Quadrature::Nodes(usize::from(nodes)),
    }
}
