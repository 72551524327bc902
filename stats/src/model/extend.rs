//! Levels that a model did not have: where they lie, and the sums laid out with room for them.

use std::collections::HashMap;
use std::sync::Arc;

use super::arrivals::Arrivals;
use super::build::{Parts, Stage};
use super::level_places::LevelPlaces;
use super::moments::Moments;
use super::update::UpdateError;

/// The levels of arriving rows: known ones, and new ones counted on behind them.
pub(super) struct LevelMove {
    /// For each stage the level of each row.
    rows: Vec<Vec<usize>>,
    added: Vec<AddedLevels>,
    /// For each stage that grows, for each place the level that moves there.
    order: Vec<Option<Vec<u32>>>,
    /// For each row its innermost level after the move.
    innermost: Vec<usize>,
}

/// The new levels of a stage.
#[derive(Default)]
struct AddedLevels {
    names: Vec<Vec<String>>,
    /// For each the outer level that holds it, counted as the rows count.
    parents: Vec<usize>,
}

impl LevelMove {
    /// Looks the rows' levels up; refuses a level that lies in two outer ones.
    pub(super) fn of(parts: &Parts, arrivals: &Arrivals) -> Result<Self, UpdateError> {
        let mut found = Self { rows: Vec::new(), added: Vec::new(), order: Vec::new(), innermost: Vec::new() };
        for (stage, names) in parts.stages.iter().zip(&arrivals.names) {
            let (rows, added) = looked_up(stage, names);
            found.rows.push(rows);
            found.added.push(added);
        }
        for index in 0..parts.stages.len().saturating_sub(1) {
            found.set_parents(parts, arrivals, index)?;
        }
        found.set_order(parts);
        Ok(found)
    }

    /// Whether any level is new.
    pub(super) fn adds_levels(&self) -> bool {
        self.added.iter().any(|added| !added.names.is_empty())
    }

    /// The innermost level of each row, in the sums with all levels.
    pub(super) fn innermost(&self) -> impl Iterator<Item = usize> + '_ {
        self.innermost.iter().copied()
    }

    /// A level that is new, with its factor and the row that names it first.
    pub(super) fn first_new(&self, parts: &Parts, arrivals: &Arrivals) -> Option<(String, String, usize)> {
        let (stage, index) = (0..self.rows.len()).find_map(|stage| {
            let known = parts.stages[stage].labels.len();
            Some((stage, self.rows[stage].iter().position(|level| *level >= known)?))
        })?;
        let level = arrivals.names[stage][index].join(":");
        Some((parts.stages[stage].name.clone(), level, arrivals.table_rows[index]))
    }

    fn set_parents(&mut self, parts: &Parts, arrivals: &Arrivals, index: usize) -> Result<(), UpdateError> {
        let (stage, outer) = (&parts.stages[index], &parts.stages[index + 1]);
        let known = stage.labels.len();
        self.added[index].parents = vec![usize::MAX; self.added[index].names.len()];
        for row in 0..arrivals.len() {
            let (level, holder) = (self.rows[index][row], self.rows[index + 1][row]);
            let before = match level.checked_sub(known) {
                None => stage.parent[level] as usize,
                Some(new) => {
                    let parent = &mut self.added[index].parents[new];
                    if *parent == usize::MAX {
                        *parent = holder;
                    }
                    *parent
                }
            };
            if before != holder {
                return Err(UpdateError::Moved {
                    row: arrivals.table_rows[row],
                    factor: stage.name.clone(),
                    level: arrivals.names[index][row].join(":"),
                    outer: outer.name.clone(),
                });
            }
        }
        Ok(())
    }

    /// From the outside in: new levels behind the known ones of the same outer level.
    fn set_order(&mut self, parts: &Parts) {
        let mut outer_place: Option<Vec<u32>> = None;
        let mut order = vec![None; parts.stages.len()];
        for (index, stage) in parts.stages.iter().enumerate().rev() {
            let (known, new) = (stage.labels.len(), self.added[index].names.len());
            if new == 0 {
                // An outer level that is new holds an inner one that is new: the outer order has not changed.
                continue;
            }
            let mut places: Vec<u32> = (0..(known + new) as u32).collect();
            let parent = |level: u32| {
                let level = level as usize;
                let counted = match level.checked_sub(known) {
                    None => stage.parent.get(level).map_or(0, |parent| *parent as usize),
                    Some(new) => self.added[index].parents.get(new).copied().unwrap_or_default(),
                };
                outer_place.as_ref().map_or(counted as u32, |place| place[counted])
            };
            places.sort_by_key(|level| parent(*level));
            outer_place = Some(inverse(&places));
            order[index] = Some(places);
        }
        let moved = |level: &usize| match (&order[0], &outer_place) {
            (Some(_), Some(place)) => place[*level] as usize,
            _ => *level,
        };
        self.innermost = self.rows.first().map(|rows| rows.iter().map(moved).collect()).unwrap_or_default();
        self.order = order;
    }
}

/// The level of each row; new ones are counted on behind the known ones in the order in which they appear.
fn looked_up(stage: &Stage, names: &[Vec<String>]) -> (Vec<usize>, AddedLevels) {
    let joined: Vec<String> = names.iter().map(|parts| parts.join(":")).collect();
    let places = LevelPlaces::new(&stage.labels, joined.iter().cloned());
    let known = stage.labels.len();
    let mut added = AddedLevels::default();
    let mut new: HashMap<&str, usize> = HashMap::new();
    let mut rows = Vec::with_capacity(names.len());
    for (name, parts) in joined.iter().zip(names) {
        rows.push(places.find(name).unwrap_or_else(|| {
            *new.entry(name).or_insert_with(|| {
                added.names.push(parts.clone());
                known + added.names.len() - 1
            })
        }));
    }
    (rows, added)
}

/// Gives the stages their new levels and lays the sums out with room for them.
pub(super) fn extended(stages: &mut [Stage], moments: &Moments, moved: &LevelMove) -> Moments {
    for index in (0..stages.len()).rev() {
        let Some(order) = &moved.order[index] else { continue };
        let added = &moved.added[index];
        let known = stages[index].labels.len();
        let mut labels = stages[index].labels.as_ref().clone();
        added.names.iter().for_each(|name| labels.push(name));
        stages[index].labels = Arc::new(labels.reordered(order));
        if index + 1 < stages.len() {
            let outer = moved.order[index + 1].as_ref().map(|order| inverse(order));
            let parent = |&level: &u32| {
                let counted = match (level as usize).checked_sub(known) {
                    None => stages[index].parent[level as usize],
                    Some(new) => added.parents[new] as u32,
                };
                outer.as_ref().map_or(counted, |place| place[counted as usize])
            };
            stages[index].parent = order.iter().map(parent).collect();
        }
    }
    let levels: Vec<usize> = stages.iter().map(|stage| stage.labels.len()).collect();
    let parents: Vec<&[u32]> = stages[..stages.len() - 1].iter().map(|stage| stage.parent.as_slice()).collect();
    let all: Vec<u32> = (0..levels[0] as u32).collect();
    moments.relaid(&levels, &parents, moved.order[0].as_ref().unwrap_or(&all))
}

/// The place of each level after level `order[i]` has moved to place i.
fn inverse(order: &[u32]) -> Vec<u32> {
    let mut place = vec![0; order.len()];
    for (at, &level) in order.iter().enumerate() {
        place[level as usize] = at as u32;
    }
    place
}
