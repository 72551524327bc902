//! Each client's slope in a mixed model of the whole file.

use std::collections::BTreeMap;

use peil_stats::{
    change::{Direction, slope_index},
    data::Table,
    fit::{Criterion, Fit, Status, fit},
    model::{Formula, Model},
};

use super::long_file::{LongFile, rows};

/// A line for each client, the lines around a common one.
const FORMULA: &str = "score ~ time + (1 + time | client)";
/// Scores of a client from which a slope is told.
const SCORES: usize = 3;
/// Clients with so many, below which no model is fitted.
const CLIENTS: usize = 10;

/// Slopes by the places of clients in the file, each with its conditional standard deviation.
pub(super) struct Slopes(BTreeMap<usize, (f64, f64)>);

impl Slopes {
    /// The slope over its standard deviation, positive for improvement; none of who has too few scores.
    pub(super) fn index(&self, place: usize, direction: Direction) -> Option<f64> {
        let (slope, deviation) = self.0.get(&place)?;
        slope_index(*slope, *deviation, direction).ok()
    }
}

/// Fits the model; or says why there is none.
pub(super) fn slopes(file: &LongFile) -> Result<Slopes, String> {
    if !file.timed {
        return Err("the file does not say when scores were given; give a column `week` or `session`".to_owned());
    }
    let mut rows = rows(file);
    rows.retain(|_, scores| scores.len() >= SCORES);
    if rows.len() < CLIENTS {
        return Err(format!("clients with {SCORES} scores or more: {}; it needs {CLIENTS}", rows.len()));
    }
    let fitted = fitted(&rows).map_err(|error| format!("the model cannot be fitted: {error}"))?;
    if fitted.status() != Status::Converged {
        return Err("the slopes of these clients cannot be told apart from each other".to_owned());
    }
    let common = fitted.fixed().iter().find(|effect| effect.term == "time").map_or(0.0, |effect| effect.estimate);
    let modes = fitted.conditional_modes();
    let own = modes.iter().filter(|mode| mode.term == "time");
    let slope = |mode: &peil_stats::read::ConditionalMode| {
        Some((mode.level.parse().ok()?, (common + mode.mode, mode.standard_deviation)))
    };
    Ok(Slopes(own.filter_map(slope).collect()))
}

fn fitted(rows: &BTreeMap<usize, Vec<(f64, f64)>>) -> Result<Fit, Box<dyn std::error::Error>> {
    let all = || rows.iter().flat_map(|(place, scores)| scores.iter().map(move |(time, score)| (place, time, score)));
    let table = Table::new()
        .with_text("client", all().map(|(place, ..)| Some(place.to_string())).collect())?
        .with_number("time", all().map(|(_, time, _)| *time).collect())?
        .with_number("score", all().map(|(.., score)| *score).collect())?;
    let model = Model::build(&table, &Formula::parse(FORMULA)?, &BTreeMap::new())?;
    Ok(fit(&model, Criterion::Reml, None)?)
}
