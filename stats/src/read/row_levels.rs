//! What the rows of a table have to say about each grouping factor.

use super::level_names::{LevelNames, NAMELESS};
use super::predict::{Level, Unknown};
use super::predict_error::PredictError;
use crate::data::Table;
use crate::fit::Fit;
use crate::model::{LevelPlaces, MultipleMembership, Stage};

/// What a row has to say about one grouping factor.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum RowLevel {
    Known(usize),
    /// Parts of known levels with their weights (multiple membership).
    Shared(Vec<(usize, f64)>),
    New,
    /// The random effects are no part of what is predicted.
    LeftOut,
    Missing,
}

impl RowLevel {
    /// Whether the level was in the model's data.
    pub(super) fn is_known(&self) -> bool {
        match self {
            Self::Known(_) => true,
            Self::Shared(parts) => !parts.is_empty(),
            Self::New | Self::LeftOut | Self::Missing => false,
        }
    }
}

/// One grouping factor, all rows.
pub(super) enum StageLevels {
    Same(RowLevel),
    /// Of each row its place among the meanings.
    Named {
        codes: Vec<u32>,
        meanings: Vec<RowLevel>,
    },
}

impl StageLevels {
    pub(super) fn of(&self, row: usize) -> &RowLevel {
        match self {
            Self::Same(level) => level,
            Self::Named { codes, .. } if codes[row] == NAMELESS => &RowLevel::Missing,
            Self::Named { codes, meanings } => &meanings[codes[row] as usize],
        }
    }
}

/// For each stage the levels of the rows.
pub(super) fn row_levels(
    fit: &Fit,
    table: &Table,
    level: &Level,
    unknown: Unknown,
) -> Result<Vec<StageLevels>, PredictError> {
    let stages = &fit.model.parts.stages;
    let names = || stages.iter().map(|stage| stage.name.as_str());
    if let Level::Given(factors) = level
        && let Some(factor) = factors.iter().find(|factor| !names().any(|name| name == **factor))
    {
        let known = names().collect::<Vec<_>>().join(", ");
        return Err(PredictError::UnknownFactor { factor: factor.clone(), known });
    }
    let one = |stage: &Stage| {
        let looked_up = match level {
            Level::Named => true,
            Level::Given(factors) => factors.contains(&stage.name),
            Level::New => false,
            Level::Population => return Ok(StageLevels::Same(RowLevel::LeftOut)),
        };
        if !looked_up {
            return Ok(StageLevels::Same(RowLevel::New));
        }
        let parts = &fit.model.parts;
        match parts.assumed.options.memberships.iter().find(|given| given.factor == stage.name) {
            Some(given) => shared(table, stage, given),
            None => looked_up_levels(table, stage, parts.recipe.grouping(&stage.name), unknown),
        }
    };
    stages.iter().map(one).collect()
}

fn looked_up_levels(
    table: &Table,
    stage: &Stage,
    columns: &[String],
    unknown: Unknown,
) -> Result<StageLevels, PredictError> {
    let LevelNames { codes, names, rows } = LevelNames::of(table, columns)?;
    let places = LevelPlaces::new(&stage.labels, names.iter().cloned());
    let meaning = |(name, row): (String, usize)| match (places.find(&name), unknown) {
        (Some(level), _) => Ok(RowLevel::Known(level)),
        (None, Unknown::AsNew) => Ok(RowLevel::New),
        (None, Unknown::Refuse) => {
            Err(PredictError::UnknownLevel { factor: stage.name.clone(), level: name, row: row + 1 })
        }
    };
    let meanings = names.into_iter().zip(rows).map(meaning).collect::<Result<_, _>>()?;
    Ok(StageLevels::Named { codes, meanings })
}

/// A row belongs to the levels that the entries give for it; without entries to nothing, as in the model's data.
fn shared(table: &Table, stage: &Stage, given: &MultipleMembership) -> Result<StageLevels, PredictError> {
    let LevelNames { codes, names, .. } = LevelNames::of(table, std::slice::from_ref(&given.by))?;
    let places = LevelPlaces::new(&stage.labels, given.entries.iter().map(|(_, level, _)| level.clone()));
    let mut meanings: Vec<Vec<(usize, f64)>> = vec![Vec::new(); names.len()];
    let owners: std::collections::HashMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
    for (owner, level, weight) in given.entries.iter().filter(|(.., weight)| *weight > 0.0) {
        if let (Some(&at), Some(level)) = (owners.get(owner.as_str()), places.find(level)) {
            meanings[at].push((level, *weight));
        }
    }
    Ok(StageLevels::Named { codes, meanings: meanings.into_iter().map(RowLevel::Shared).collect() })
}
