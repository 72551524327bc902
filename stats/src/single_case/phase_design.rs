//! The columns of a multilevel phase model, case by case.

use nalgebra::DMatrix;

use super::phase_error::PhaseError;
use super::{Case, Phase};
use crate::change::Direction;
use crate::data::{Table, TableError};

/// What the treatment changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The level: y = β₀ + β₁·D, no trend in either phase.
    Level,
    /// Level and slope: y = β₀ + β₁·t + β₂·D + β₃·(t − T)·D, T the time of the case's first treatment session.
    LevelAndSlope,
}

/// What varies between the cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CasesVary {
    /// Their level.
    InLevel,
    /// Their level and their response to the treatment.
    InLevelAndEffect,
}

/// Time, 1 in the treatment, score.
type Row = [f64; 3];

/// The measured sessions of one case as columns, scores turned so that up is improvement.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) times: Vec<f64>,
    pub(super) scores: Vec<f64>,
    /// n × p.
    pub(super) fixed: DMatrix<f64>,
    /// n × q.
    pub(super) random: DMatrix<f64>,
}

impl Block {
    /// `None` for a case without any score.
    pub(super) fn new(case: &Case, direction: Direction, change: Change, vary: CasesVary) -> Option<Self> {
        let treated = |phase| if phase == Phase::Treatment { 1.0 } else { 0.0 };
        let sessions = case.sessions().iter().filter_map(|one| Some((one.time, one.phase, one.score?)));
        let rows: Vec<Row> =
            sessions.map(|(time, phase, score)| [time, treated(phase), direction.sign() * score]).collect();
        if rows.is_empty() {
            return None;
        }
        let begun = case.start_time().unwrap_or(0.0);
        let fixed = |&[time, treated, _]: &Row| match change {
            Change::Level => vec![1.0, treated],
            Change::LevelAndSlope => vec![1.0, time, treated, (time - begun) * treated],
        };
        let random = |&[_, treated, _]: &Row| match vary {
            CasesVary::InLevel => vec![1.0],
            CasesVary::InLevelAndEffect => vec![1.0, treated],
        };
        let matrix = |of: &dyn Fn(&Row) -> Vec<f64>| {
            let cells: Vec<f64> = rows.iter().flat_map(of).collect();
            DMatrix::from_row_slice(rows.len(), cells.len() / rows.len(), &cells)
        };
        Some(Self {
            times: rows.iter().map(|row| row[0]).collect(),
            scores: rows.iter().map(|row| row[2]).collect(),
            fixed: matrix(&fixed),
            random: matrix(&random),
        })
    }
}

/// Place of the change of level among the fixed effects.
pub(super) fn level_place(change: Change) -> usize {
    match change {
        Change::Level => 1,
        Change::LevelAndSlope => 2,
    }
}

/// The formula of the model in the columns of [`table`].
pub(super) fn formula(change: Change, vary: CasesVary) -> &'static str {
    match (change, vary) {
        (Change::Level, CasesVary::InLevel) => "score ~ treatment + (1 | case)",
        (Change::Level, CasesVary::InLevelAndEffect) => "score ~ treatment + (1 + treatment | case)",
        (Change::LevelAndSlope, CasesVary::InLevel) => "score ~ time + treatment + since + (1 | case)",
        (Change::LevelAndSlope, CasesVary::InLevelAndEffect) => {
            "score ~ time + treatment + since + (1 + treatment | case)"
        }
    }
}

/// All blocks below each other.
pub(super) fn table(blocks: &[Block], change: Change) -> Result<Table, TableError> {
    let rows = || (1..).zip(blocks).flat_map(|(case, block)| (0..block.times.len()).map(move |row| (case, block, row)));
    let column = |place: usize| rows().map(|(_, block, row)| block.fixed[(row, place)]).collect();
    let names = rows().map(|(case, _, _): (u32, _, _)| Some(format!("case {case}"))).collect();
    let table = Table::new()
        .with_text("case", names)?
        .with_number("score", rows().map(|(_, block, row)| block.scores[row]).collect())?
        .with_number("time", rows().map(|(_, block, row)| block.times[row]).collect())?
        .with_number("treatment", column(level_place(change)))?;
    match change {
        Change::Level => Ok(table),
        Change::LevelAndSlope => table.with_number("since", column(3)),
    }
}

/// Whether there is anything to estimate.
///
/// # Errors
/// [`PhaseError::TooFewCases`], [`PhaseError::TooFewScores`], [`PhaseError::Constant`].
pub(super) fn check(cases: &[Case], blocks: &[Block], change: Change) -> Result<(), PhaseError> {
    const NEEDED: usize = 3;
    let least = match change {
        Change::Level => 1,
        Change::LevelAndSlope => 3,
    };
    let both =
        |case: &&Case| [Phase::Baseline, Phase::Treatment].iter().all(|phase| case.measured(*phase).len() >= least);
    let found = cases.iter().filter(both).count();
    if found < NEEDED {
        let total = cases.len();
        return Err(match change {
            Change::Level => PhaseError::TooFewCases { found, total, needed: NEEDED },
            Change::LevelAndSlope => PhaseError::TooFewScores { found, total, scores: least, needed: NEEDED },
        });
    }
    let first = blocks.iter().find_map(|block| block.scores.first());
    if blocks.iter().flat_map(|block| &block.scores).all(|score| Some(score) == first) {
        return Err(PhaseError::Constant);
    }
    Ok(())
}
