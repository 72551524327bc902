//! `--compare`: several models of the same rows, beside each other.

use peil_stats::data::Table;
use peil_stats::fit::{Fit, fit};
use peil_stats::infer::{
    BootstrapCaution, BootstrapSettings, ComparisonRow, LikelihoodRatio, RefitFailures, bootstrap_likelihood_ratio,
    compare,
};
use peil_stats::model::{Formula, Model, Residual};
use peil_stats::read;

use super::arguments::FitArguments;
use super::caution::CautionRow;
use super::error::FitCommandError;
use super::intervals::bootstrap_settings;
use super::residual::ResidualAnswer;
use super::same_rows::SameRows;
use super::seconds::Seconds;
use super::settings::Settings;
use crate::cli::progress::Phase;

/// Everything that is written about a comparison.
#[derive(Debug, serde::Serialize)]
pub(super) struct ComparisonAnswer {
    /// `REML` or `ML`.
    pub(super) method: peil_stats::fit::Criterion,
    /// Rows that every model uses.
    pub(super) observations: usize,
    /// Rows that miss a value in a column of any of the models.
    pub(super) rows_dropped: usize,
    /// In the order given.
    pub(super) models: Vec<ComparedModel>,
    /// Each model against the nearest that is nested in it, by rising number of parameters.
    pub(super) comparisons: Vec<ComparedPair>,
    /// What must be told with the models.
    pub(super) cautions: Vec<CautionRow>,
}

/// One model of a comparison.
#[derive(Debug, serde::Serialize)]
pub(super) struct ComparedModel {
    pub(super) formula: String,
    pub(super) parameters: usize,
    pub(super) minus_two_log_likelihood: f64,
    pub(super) aic: f64,
    pub(super) bic: f64,
    /// AIC above the lowest of the table.
    pub(super) delta_aic: f64,
    /// BIC above the lowest of the table.
    pub(super) delta_bic: f64,
    /// Rows that this model could have used and leaves out because another cannot.
    pub(super) rows_given_up: usize,
    pub(super) status: peil_stats::fit::Status,
    /// What its residuals have of their own; only when asked for.
    #[serde(flatten)]
    pub(super) residual: ResidualAnswer,
}

/// A model and the one that it is held against.
#[derive(Debug, serde::Serialize)]
pub(super) struct ComparedPair {
    /// Their places in the table, the first is 1; the smaller model before the larger.
    pub(super) models: [usize; 2],
    /// `None` (null) where neither is a special case of the other.
    pub(super) likelihood_ratio: Option<LikelihoodRatio>,
    /// Why there is no test.
    pub(super) refusal: Option<String>,
    /// p-value by simulation; only when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bootstrap: Option<SimulatedTest>,
}

/// A p-value by simulation from the smaller model.
#[derive(Debug, serde::Serialize)]
pub(super) struct SimulatedTest {
    pub(super) replicates: usize,
    pub(super) seed: u64,
    /// Replicates that could not be fitted; they are left out.
    pub(super) failed: usize,
    pub(super) p_value: f64,
    /// Standard error of the p-value by the number of draws.
    pub(super) monte_carlo_error: f64,
    /// The same by kind.
    pub(super) failures: Vec<RefitFailures>,
    /// Where there are too few replicates to conclude from, or too many that failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cautions: Vec<BootstrapCaution>,
}

/// Fits every formula to the rows that all of them can use.
pub(super) fn answer(
    table: &Table,
    arguments: &FitArguments,
    settings: &Settings,
    seconds: &mut Seconds,
) -> Result<ComparisonAnswer, FitCommandError> {
    let columns: Vec<&str> = settings.formulas.iter().flat_map(|one| settings.columns_of(one)).collect();
    let same = SameRows::new(table, &columns)?;
    let mut cautions = Vec::new();
    let options = settings.model_options(table, &mut cautions)?;
    let build = |(index, formula): (usize, &Formula)| {
        let model = Model::build_with(&same.table, formula, &options);
        model.map_err(|error| settings.of_formula(index, error.into()))
    };
    let models = settings.formulas.iter().enumerate().map(build).collect::<Result<Vec<_>, _>>()?;
    seconds.model = seconds.lap();
    let phase = Phase::begin("fitting");
    let mut fits: Vec<Fit> = Vec::with_capacity(models.len());
    for (index, model) in models.iter().enumerate() {
        phase.at(index as f64 / models.len() as f64);
        let fitted = fit(model, settings.criterion, None);
        fits.push(fitted.map_err(|error| settings.of_formula(index, error.into()))?);
    }
    drop(phase);
    seconds.fit = seconds.lap();
    let comparison = compare(&fits)?;
    for fitted in &fits {
        let told = read::cautions(fitted);
        let flat = told.iter().filter(|caution| matches!(caution, read::Caution::NotIdentified(_)));
        cautions.extend(flat.map(|caution| CautionRow::of_model(fitted.model().formula(), caution)));
    }
    let given_up = settings.formulas.iter().map(|one| same.given_up(table, &settings.columns_of(one)));
    let rows = comparison.models.iter().zip(&fits).zip(given_up);
    let answer = ComparisonAnswer {
        method: comparison.method,
        observations: comparison.observations,
        rows_dropped: table.rows() - comparison.observations,
        models: rows.map(|((row, fit), given_up)| compared(row, fit, &settings.residual, given_up)).collect(),
        comparisons: pairs(comparison.models, &fits, bootstrap_settings(arguments))?,
        cautions,
    };
    seconds.inference = seconds.lap();
    Ok(answer)
}

fn compared(row: &ComparisonRow, fit: &Fit, residual: &Residual, rows_given_up: usize) -> ComparedModel {
    ComparedModel {
        formula: row.formula.clone(),
        parameters: row.parameters,
        minus_two_log_likelihood: row.minus_two_log_likelihood,
        aic: row.aic,
        bic: row.bic,
        delta_aic: row.delta_aic,
        delta_bic: row.delta_bic,
        rows_given_up,
        status: fit.status(),
        residual: ResidualAnswer::of(fit, residual),
    }
}

/// Each model against the one it is held against, by rising number of parameters.
fn pairs(
    rows: Vec<ComparisonRow>,
    fits: &[Fit],
    drawn: Option<BootstrapSettings>,
) -> Result<Vec<ComparedPair>, FitCommandError> {
    let phase = Phase::begin("bootstrap");
    let total = drawn.map_or(0, |settings| settings.replicates) * (rows.len() - 1);
    let mut rows: Vec<(usize, usize, ComparisonRow)> =
        rows.into_iter().enumerate().filter_map(|(index, row)| Some((row.against?, index, row))).collect();
    rows.sort_by_key(|(_, index, row)| (row.parameters, *index));
    let pair = |(place, (against, index, row)): (usize, (usize, usize, ComparisonRow))| {
        let simulated = |settings: BootstrapSettings| -> Result<SimulatedTest, FitCommandError> {
            let before = place * settings.replicates;
            let progress = |done: usize| phase.at((before + done) as f64 / total as f64);
            let drawn = bootstrap_likelihood_ratio(&fits[against], &fits[index], settings, &progress)?;
            let (replicates, seed) = (drawn.requested, drawn.seed);
            Ok(SimulatedTest {
                replicates,
                seed,
                failed: drawn.failed,
                p_value: drawn.p_value,
                monte_carlo_error: drawn.monte_carlo_error,
                failures: drawn.failures,
                cautions: drawn.cautions,
            })
        };
        let bootstrap = drawn.filter(|_| row.test.is_some()).map(simulated).transpose()?;
        let models = [against + 1, index + 1];
        Ok(ComparedPair { models, likelihood_ratio: row.test, refusal: row.refusal, bootstrap })
    };
    rows.into_iter().enumerate().map(pair).collect()
}
