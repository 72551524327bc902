//! What is known of the residual of a new row: its variance, and what the residuals before and after it say.

use super::level_names::{LevelNames, NAMELESS};
use super::predict::Level;
use super::predict_error::PredictError;
use crate::data::{Column, Table};
use crate::fit::Fit;
use crate::model::{FromNeighbours, Labels, LevelPlaces, RecipeError, Residual, ResidualRows, When, find};

/// The residual of one new row.
pub(super) struct NewResidual {
    /// Variance that stays unknown, in units of σ².
    pub(super) variance: f64,
    /// Rows of the model and the weights of their residuals.
    pub(super) neighbours: Vec<(usize, f64)>,
}

/// The residuals of all rows of a table.
pub(super) struct NewResiduals<'a> {
    structure: Option<(&'a ResidualRows, &'a [f64])>,
    /// Of each row its stratum, [`NAMELESS`] where missing; `None` for one variance.
    strata: Option<Vec<u32>>,
    /// Of each row its unit and when it takes place there, `None` of an unknown unit; `None` where nothing is correlated.
    places: Option<Vec<Option<(usize, When)>>>,
    /// Rows whose unit or time is missing.
    incomplete: Vec<bool>,
}

impl<'a> NewResiduals<'a> {
    /// Looks the columns of the residual structure up; the neighbours' residuals count for named levels only.
    pub(super) fn of(fit: &'a Fit, table: &Table, level: &Level) -> Result<Self, PredictError> {
        let residual = &fit.model.parts.assumed.options.residual;
        let mut all = Self { structure: None, strata: None, places: None, incomplete: Vec::new() };
        if *residual == Residual::default() {
            return Ok(all);
        }
        let estimated = fit.model.parts.kept.as_ref().and_then(|kept| Some((&*kept.residual, kept.rho.as_deref()?)));
        let Some((rows, _)) = estimated else { return Err(PredictError::ResidualNotEstimated) };
        all.structure = estimated;
        if let Some(labels) = rows.strata() {
            all.strata = Some(strata(table, &residual.strata, labels)?);
        }
        if let (Level::Named, Some(labels)) = (level, rows.units()) {
            all.incomplete = vec![false; table.rows()];
            all.place(table, residual, rows, labels)?;
        }
        Ok(all)
    }

    fn place(
        &mut self,
        table: &Table,
        residual: &Residual,
        structure: &ResidualRows,
        labels: &Labels,
    ) -> Result<(), PredictError> {
        let Some(serial) = &residual.correlation else { return Ok(()) };
        let LevelNames { codes, names, .. } = LevelNames::of(table, &serial.within)?;
        let places = LevelPlaces::new(labels, names.iter().cloned());
        let units: Vec<Option<usize>> = names.iter().map(|name| places.find(name)).collect();
        let times = match &serial.time {
            None => None,
            Some(name) => match find(table, name)? {
                Column::Number(times) => Some((name, times)),
                Column::Factor(_) => return Err(RecipeError::TextForNumber { column: name.clone() }.into()),
            },
        };
        // Without times the rows of a unit follow its last one.
        let mut steps = vec![0.0; names.len()];
        let mut found = Vec::with_capacity(codes.len());
        for (row, &code) in codes.iter().enumerate() {
            let time = times.map(|(name, times)| (name, times[row]));
            self.incomplete[row] = code == NAMELESS || time.is_some_and(|(_, time)| time.is_nan());
            found.push(None);
            if self.incomplete[row] {
                continue;
            }
            let Some(unit) = units[code as usize] else { continue };
            steps[code as usize] += 1.0;
            found[row] = match time {
                None => Some((unit, When::After(steps[code as usize]))),
                Some((name, time)) if !structure.is_reachable(unit, time) => {
                    return Err(PredictError::BetweenSteps { column: name.clone(), row: row + 1 });
                }
                Some((_, time)) => Some((unit, When::At(time))),
            };
        }
        self.places = Some(found);
        Ok(())
    }

    /// The residual of a row; `None` where what it depends on is missing.
    pub(super) fn at(&self, row: usize) -> Option<NewResidual> {
        let Some((structure, rho)) = self.structure else {
            return Some(NewResidual { variance: 1.0, neighbours: Vec::new() });
        };
        let stratum = self.strata.as_ref().map_or(0, |codes| codes[row]);
        if stratum == NAMELESS || self.incomplete.get(row).is_some_and(|incomplete| *incomplete) {
            return None;
        }
        let deviation = structure.stratum_ratio(rho, stratum as usize);
        let place = self.places.as_ref().and_then(|places| places[row]);
        let Some((unit, when)) = place else {
            return Some(NewResidual { variance: deviation * deviation, neighbours: Vec::new() });
        };
        let FromNeighbours { mut rows, left } = structure.said_by_neighbours(rho, unit, when);
        rows.iter_mut().for_each(|(row, weight)| *weight *= deviation / structure.deviation(rho, *row));
        Some(NewResidual { variance: left * deviation * deviation, neighbours: rows })
    }
}

fn strata(table: &Table, columns: &[String], labels: &Labels) -> Result<Vec<u32>, PredictError> {
    let LevelNames { codes, names, rows } = LevelNames::of(table, columns)?;
    let places = LevelPlaces::new(labels, names.iter().cloned());
    let place = |(name, row): (String, usize)| {
        let unknown = |stratum| PredictError::UnknownStratum {
            columns: columns.join(":"),
            stratum,
            row: row + 1,
            known: labels.all().collect::<Vec<_>>().join(", "),
        };
        places.find(&name).map(|at| at as u32).ok_or_else(|| unknown(name))
    };
    let known = names.into_iter().zip(rows).map(place).collect::<Result<Vec<u32>, _>>()?;
    Ok(codes.into_iter().map(|code| known.get(code as usize).copied().unwrap_or(NAMELESS)).collect())
}
