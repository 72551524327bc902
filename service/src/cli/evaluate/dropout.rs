//! How well the dropout model foretells, forward in time.

use peil_stats::{
    change::Direction,
    dropout::{
        CalibrationRow, Ending, ForecastQuality, HazardError, HazardSettings, Named, ValidationSettings, WithInterval,
    },
    evaluation::Study,
};
use serde::Serialize;

use crate::cli::progress::Phase;

/// What is told of the model: how well it foretold the next session, and the next four.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct DropoutRow {
    #[serde(flatten)]
    pub(super) next: QualityRow,
    /// None where it cannot be said of these stays.
    pub(super) four_sessions: Option<QualityRow>,
    /// Those of whom DROP would have spoken, with what became of them in these sessions.
    pub(super) named: Named,
    /// What the model knows of a client, as its columns are called.
    pub(super) columns: Vec<String>,
}

/// How well one length of forecast did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct QualityRow {
    pub(super) forecasts: usize,
    pub(super) dropouts: usize,
    pub(super) auc: f64,
    pub(super) auc_interval: [f64; 2],
    pub(super) brier: f64,
    /// Brier's score of giving everybody the share that left.
    pub(super) brier_of_share: f64,
    pub(super) calibration_slope: f64,
    pub(super) calibration_slope_interval: [f64; 2],
    pub(super) calibration_intercept: f64,
    pub(super) calibration_intercept_interval: [f64; 2],
    pub(super) observed_to_expected: f64,
    /// The same 95 % intervals, and that of Brier's score. They count groups.
    pub(super) intervals: DropoutIntervals,
    /// Tenths of the forecasts.
    pub(super) table: Vec<CalibrationRow>,
}

/// 95 % intervals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct DropoutIntervals {
    pub(super) auc: [f64; 2],
    pub(super) brier: [f64; 2],
    pub(super) calibration_slope: [f64; 2],
    pub(super) calibration_intercept: [f64; 2],
}

/// The forward validation, or why there is none.
pub(super) fn of(study: &Study, direction: Direction) -> (Option<DropoutRow>, Vec<String>) {
    let _phase = Phase::begin("judging the dropout model");
    let mut cautions = Vec::new();
    if study.groups().iter().any(|group| group.starts.is_none()) {
        cautions.push(
            "there is no column `date`: for the dropout model the groups were taken one after the other".to_owned(),
        );
    }
    match study.foretold_forward(direction, &HazardSettings::default(), &ValidationSettings::default()) {
        Ok(validation) => {
            let row = DropoutRow {
                next: validation.next.into(),
                four_sessions: validation.within.map(QualityRow::from),
                named: validation.named,
                columns: validation.columns,
            };
            (Some(row), cautions)
        }
        Err(reason) => (None, vec![format!("no dropout model is examined: {}", told(study, &reason))]),
    }
}

/// What is too few is counted at the moment at which the judging begins.
fn told(study: &Study, reason: &HazardError) -> String {
    let members = || study.groups().iter().flat_map(|group| &group.members);
    let all = |ending: &dyn Fn(Ending) -> bool| members().filter(|member| ending(member.ending)).count();
    match reason {
        HazardError::TooFewEnded { ended, needed } => format!(
            "when the judging began {ended} of the {} courses that ended had done so; a model needs {needed}",
            all(&|ending| ending != Ending::Running)
        ),
        HazardError::TooFewDropouts { dropouts, needed } => format!(
            "when the judging began {dropouts} of the {} clients who dropped out had done so; a model needs {needed}",
            all(&|ending| ending == Ending::Dropout)
        ),
        reason => reason.to_string(),
    }
}

impl From<ForecastQuality> for QualityRow {
    fn from(quality: ForecastQuality) -> Self {
        let ends = |of: WithInterval| [of.lower, of.upper];
        Self {
            forecasts: quality.forecasts,
            dropouts: quality.dropouts,
            auc: quality.auc.estimate,
            auc_interval: ends(quality.auc),
            brier: quality.brier.estimate,
            brier_of_share: quality.brier_of_share,
            calibration_slope: quality.slope.estimate,
            calibration_slope_interval: ends(quality.slope),
            calibration_intercept: quality.intercept.estimate,
            calibration_intercept_interval: ends(quality.intercept),
            observed_to_expected: quality.observed_to_expected,
            intervals: DropoutIntervals {
                auc: ends(quality.auc),
                brier: ends(quality.brier),
                calibration_slope: ends(quality.slope),
                calibration_intercept: ends(quality.intercept),
            },
            table: quality.table,
        }
    }
}
