//! Sessions that arrive after a model was built: the sums of a few levels change, nothing else is looked at.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::arrivals::Arrivals;
use super::build::{Model, Parts, Sums};
use super::error::ModelError;
use super::extend::{LevelMove, extended};
use super::moments::Moments;
use super::options::ModelOptions;
use super::rank::clearly_independent;
use super::recipe::RecipeError;
use crate::data::Table;
use crate::fit::root::{Root, packed};

/// Why rows cannot be added to a model.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum UpdateError {
    /// The columns of the model cannot be made of the rows.
    #[error(transparent)]
    Columns(#[from] RecipeError),
    /// The rows and those of the model together make no model.
    #[error(transparent)]
    Rows(#[from] ModelError),
    /// A model that needs all its rows again.
    #[error(
        "rows are added to models of nested factors with independent residuals; this model has crossed factors, memberships \
         or parameters of the residuals: build it anew from all rows"
    )]
    NeedsAllRows,
    /// Fixed effects that were left out, which other rows may bring back.
    #[error(
        "the model leaves out {columns}, collinear in its rows; more rows may tell them apart: build it anew from all rows"
    )]
    Collinear {
        /// The columns.
        columns: String,
    },
    /// A level that was inside another one before.
    #[error(
        "row {row}: `{level}` of `{factor}` lies in another level of `{outer}` than before; correct the row, or build the \
         model anew with crossed factors"
    )]
    Moved {
        /// Row of the table, the first is 1.
        row: usize,
        /// The inner factor.
        factor: String,
        /// Its level.
        level: String,
        /// The outer factor.
        outer: String,
    },
    /// Rows that lie far from those of the model.
    #[error(
        "the values lie so far from those the model was built from that digits are lost; correct them, or build the model \
         anew from all rows"
    )]
    FarAway,
    /// A correction of rows the model cannot have.
    #[error("row {row}: `{level}` of `{factor}` is not in the model; add the row as a session instead")]
    UnknownLevel {
        /// Row of the table, the first is 1.
        row: usize,
        /// The factor.
        factor: String,
        /// The level.
        level: String,
    },
    /// A corrected row that belongs to other levels than the row it replaces, or has none to replace.
    #[error("row {row}: a row and its correction must both be complete and belong to the same levels")]
    Unpaired {
        /// Row of either table, the first is 1.
        row: usize,
    },
}

impl Model {
    /// The model of the same formula with the rows of `table` beside those it has; `table` needs the columns that the
    /// formula and the weights name.
    ///
    /// Only the sums of the levels that the rows belong to change; levels that were unknown are added behind the known ones
    /// of the same outer level. Fitted, it gives what [`Model::build`] of all rows together gives, to rounding. O(rows) and
    /// one copy of the sums; O(levels) more where a level is new. Rows with a missing value are left out and counted.
    ///
    /// # Errors
    /// An [`UpdateError`] that names the row and what to do; among them a level of a fixed factor that the model does not
    /// know, and a client that was in another group before.
    pub fn with_sessions(&self, table: &Table) -> Result<Self, UpdateError> {
        let moments = self.updatable()?;
        let arrivals = Arrivals::new(&self.parts, table)?;
        let moved = LevelMove::of(&self.parts, &arrivals)?;
        let mut parts = Parts::clone(&self.parts);
        if moved.adds_levels() {
            parts.sums = Sums::Nested(extended(&mut parts.stages, moments, &moved));
        }
        if let Sums::Nested(sums) = &mut parts.sums {
            for (row, level) in arrivals.rows().zip(moved.innermost()) {
                sums.add_row(level, row, 1.0);
            }
        }
        parts.observations += arrivals.len();
        parts.rows_dropped += arrivals.dropped;
        parts.total_weight += arrivals.total_weight;
        parts.log_weights += arrivals.log_weights;
        parts.check_levels()?;
        self.checked(parts)
    }

    /// The model with rows put right: row i of `before`, which must be among the model's rows, is replaced by row i of
    /// `after`. The rows of a pair belong to the same levels; all rows are complete.
    ///
    /// A corrected score is a new row beside the old one in the database; here it takes the old one's place. Whether
    /// `before` is really among the rows cannot be known from sums: that is the caller's promise.
    ///
    /// # Errors
    /// As [`Model::with_sessions`], and [`UpdateError::Unpaired`], [`UpdateError::UnknownLevel`].
    pub fn with_corrections(&self, before: &Table, after: &Table) -> Result<Self, UpdateError> {
        self.updatable()?;
        let (old, new) = (Arrivals::new(&self.parts, before)?, Arrivals::new(&self.parts, after)?);
        let row = (0..old.len().max(new.len())).find(|&index| {
            let names = |rows: &Arrivals| rows.names.iter().map(|stage| stage.get(index).cloned()).collect::<Vec<_>>();
            names(&old) != names(&new) || old.table_rows.get(index) != new.table_rows.get(index)
        });
        if let Some(row) = row.or((old.dropped + new.dropped > 0).then_some(old.len())) {
            return Err(UpdateError::Unpaired { row: row + 1 });
        }
        let moved = LevelMove::of(&self.parts, &old)?;
        if let Some((factor, level, row)) = moved.first_new(&self.parts, &old) {
            return Err(UpdateError::UnknownLevel { row, factor, level });
        }
        let mut parts = Parts::clone(&self.parts);
        if let Sums::Nested(sums) = &mut parts.sums {
            for ((level, old), new) in moved.innermost().zip(old.rows()).zip(new.rows()) {
                sums.add_row(level, old, -1.0);
                sums.add_row(level, new, 1.0);
            }
        }
        parts.total_weight += new.total_weight - old.total_weight;
        parts.log_weights += new.log_weights - old.log_weights;
        self.checked_correction(parts, moved.innermost().collect())
    }

    /// The sums, where rows can be added to them.
    fn updatable(&self) -> Result<&Moments, UpdateError> {
        let ModelOptions { levels, weights, .. } = &self.parts.assumed.options;
        let simple = ModelOptions { levels: levels.clone(), weights: weights.clone(), ..ModelOptions::default() };
        let Sums::Nested(moments) = &self.parts.sums else { return Err(UpdateError::NeedsAllRows) };
        if self.parts.assumed.options != simple {
            return Err(UpdateError::NeedsAllRows);
        }
        if !self.parts.fixed_dropped.is_empty() {
            return Err(UpdateError::Collinear { columns: self.parts.fixed_dropped.join(", ") });
        }
        Ok(moments)
    }

    /// Refuses what has lost its digits, unless the model had none to lose.
    fn checked(&self, parts: Parts) -> Result<Self, UpdateError> {
        if parts.keeps_digits() || !self.parts.keeps_digits() {
            Ok(Self { parts: Arc::new(parts) })
        } else {
            Err(UpdateError::FarAway)
        }
    }

    /// Taking a row away leaves the rounding of what was there: it must be small beside an ordinary row.
    fn checked_correction(&self, parts: Parts, levels: BTreeSet<usize>) -> Result<Self, UpdateError> {
        if let (Sums::Nested(before), Sums::Nested(after)) = (&self.parts.sums, &parts.sums) {
            let (total, n) = (after.total(), parts.observations as f64);
            let m = parts.stages[0].width;
            for level in levels {
                let (before, after) = (before.of_level(level), after.of_level(level));
                let lost = |i: usize| {
                    let at = packed(i, i);
                    before[at] > MOST_CANCELLED * after[at].max(total[at] / n)
                };
                if (0..m).any(lost) {
                    return Err(UpdateError::FarAway);
                }
            }
        }
        self.checked(parts)
    }
}

/// A sum that was larger than this many ordinary rows, and is no more, has lost its digits.
const MOST_CANCELLED: f64 = 1e6;

impl Parts {
    /// Whether the sums show independent columns and a residual with nearly all their digits, as of a model just built.
    fn keeps_digits(&self) -> bool {
        let Sums::Nested(moments) = &self.sums else { return false };
        let (total, p) = (moments.total(), self.fixed.len());
        let lengths: Vec<f64> = (0..p).map(|i| total[packed(i, i)].sqrt()).collect();
        let needed = &total[..=packed(p, p)];
        clearly_independent(&total, &lengths)
            && Root::solve(needed, p, 0.0).is_some_and(|root| root.residual > 1e-4 * total[packed(p, p)])
    }

    /// More rows than random effects, as for a model just built.
    fn check_levels(&self) -> Result<(), ModelError> {
        for term in &self.terms {
            let stage = &self.stages[term.stage];
            let effects = stage.labels.len() * term.labels.len();
            if effects >= self.observations {
                return Err(ModelError::TooManyEffects {
                    factor: stage.name.clone(),
                    effects,
                    rows: self.observations,
                });
            }
        }
        Ok(())
    }
}
