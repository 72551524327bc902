//! The rows of a table on their way to predictions.
//!
//! Rows whose levels hold each other are read off the tree of nested factors, level by level; all others (factors that
//! cross, members of several levels, somebody who moved) go through the factor one by one.

use super::new_residual::{NewResidual, NewResiduals};
use super::predict::{Level, RowPrediction, Unknown};
use super::predict_error::PredictError;
use super::propagate::propagate;
use super::row_columns::RowColumns;
use super::row_levels::{RowLevel, StageLevels, row_levels};
use super::weights::{Weights, prior_variance_of_stage};
use crate::data::Table;
use crate::fit::{Fit, Paths};
use crate::model::{Sums, rows::Membership};

/// So many levels are held at a time.
const BATCH: usize = 1024;

/// A table's rows with their columns and levels looked up.
pub(super) struct PredictedRows<'a> {
    fit: &'a Fit,
    columns: RowColumns<'a>,
    levels: Vec<StageLevels>,
    rows: usize,
    /// σ².
    variance: f64,
}

/// A level in the tree of nested factors; the number of stages is the root's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Branch {
    stage: u32,
    level: u32,
}

/// Where a row stands among the levels.
enum Standing {
    /// The levels that hold this one, and it.
    On(Branch),
    Across,
    Missing,
}

/// The rows by how they are predicted.
#[derive(Default)]
struct Sorted {
    /// Rising by branch.
    branches: Vec<(Branch, u32)>,
    across: Vec<usize>,
}

impl<'a> PredictedRows<'a> {
    pub(super) fn of(fit: &'a Fit, table: &Table, level: &Level, unknown: Unknown) -> Result<Self, PredictError> {
        Ok(Self {
            columns: RowColumns::of(fit, table)?,
            levels: row_levels(fit, table, level, unknown)?,
            rows: table.rows(),
            variance: fit.residual_standard_deviation().powi(2),
            fit,
        })
    }

    /// x'β̂ + z'b̂ of each row.
    pub(super) fn means(&self) -> Vec<Option<f64>> {
        let mut means = vec![None; self.rows];
        let sorted = self.sorted();
        let mut columns = self.columns.room();
        self.each_branch(&sorted.branches, false, |row, _, paths, at| {
            if self.columns.fill(row, &mut columns) {
                means[row] = Some(self.in_user_units(&columns, -dot(&columns, mean_at(paths, at))));
            }
        });
        if !sorted.across.is_empty() {
            let beta = &self.fit.elimination.root().beta;
            let root: Vec<f64> = beta.iter().map(|b| -b).chain([1.0]).collect();
            let modes = self.fit.elimination.modes(&self.fit.model, &root);
            for row in sorted.across {
                if self.columns.fill(row, &mut columns) {
                    let internal = dot(&columns, beta) + self.random_part(row, &columns, &modes);
                    means[row] = Some(self.in_user_units(&columns, internal));
                }
            }
        }
        means
    }

    /// The predictions with their errors.
    pub(super) fn with_errors(&self, table: &Table, level: &Level) -> Result<Vec<Option<RowPrediction>>, PredictError> {
        let residuals = NewResiduals::of(self.fit, table, level)?;
        let mut predictions = vec![None; self.rows];
        let sorted = self.sorted();
        let mut columns = self.columns.room();
        self.each_branch(&sorted.branches, true, |row, branch, paths, at| {
            if self.columns.fill(row, &mut columns) {
                let residual = residuals.at(row);
                predictions[row] =
                    residual.map(|residual| self.on_branch(row, &columns, branch, (paths, at), &residual));
            }
        });
        for row in sorted.across {
            if self.columns.fill(row, &mut columns) {
                predictions[row] = residuals.at(row).map(|residual| self.across(row, &columns, &residual));
            }
        }
        Ok(predictions)
    }

    fn standing(&self, row: usize) -> Standing {
        let stages = &self.fit.model.parts.stages;
        let mut found: Option<Branch> = None;
        let mut expected = None;
        let mut across = matches!(self.fit.model.parts.sums, Sums::Crossed(_));
        for (index, levels) in self.levels.iter().enumerate() {
            match levels.of(row) {
                RowLevel::Missing => return Standing::Missing,
                RowLevel::Shared(_) => across = true,
                RowLevel::New | RowLevel::LeftOut => across |= found.is_some(),
                RowLevel::Known(level) => {
                    across |= expected.is_some_and(|expected| expected != *level as u32);
                    found = found.or(Some(Branch { stage: index as u32, level: *level as u32 }));
                    expected = stages[index].parent.get(*level).copied();
                }
            }
        }
        let root = Branch { stage: stages.len() as u32, level: 0 };
        if across { Standing::Across } else { Standing::On(found.unwrap_or(root)) }
    }

    fn sorted(&self) -> Sorted {
        let mut sorted = Sorted::default();
        for row in 0..self.rows {
            match self.standing(row) {
                Standing::On(branch) => sorted.branches.push((branch, row as u32)),
                Standing::Across => sorted.across.push(row),
                Standing::Missing => {}
            }
        }
        if !sorted.branches.is_sorted() {
            sorted.branches.sort_unstable();
        }
        sorted
    }

    /// Visits the rows branch by branch with what multiplies their columns there.
    fn each_branch(
        &self,
        mut rows: &[(Branch, u32)],
        errors: bool,
        mut visit: impl FnMut(usize, Branch, &Paths, usize),
    ) {
        while let Some((Branch { stage, .. }, _)) = rows.first() {
            let mut levels: Vec<u32> = Vec::new();
            let mut end = 0;
            for (branch, _) in rows.iter().take_while(|(branch, _)| branch.stage == *stage) {
                if levels.last() != Some(&branch.level) {
                    if levels.len() == BATCH {
                        break;
                    }
                    levels.push(branch.level);
                }
                end += 1;
            }
            let paths = self.fit.elimination.paths(&self.fit.model, *stage as usize, &levels, errors);
            if let Some(paths) = paths {
                let mut at = 0;
                for (branch, row) in &rows[..end] {
                    at += usize::from(levels[at] != branch.level);
                    visit(*row as usize, *branch, &paths, at);
                }
            }
            rows = &rows[end..];
        }
    }

    fn on_branch(
        &self,
        row: usize,
        columns: &[f64],
        branch: Branch,
        (paths, at): (&Paths, usize),
        residual: &NewResidual,
    ) -> RowPrediction {
        let square = paths.width * paths.width;
        let of = |squares: &[f64], columns: &[f64]| quadratic(&squares[at * square..(at + 1) * square], columns);
        let e = mean_at(paths, at);
        let (new, left_out) = self.unseen(row, columns);
        let (mean, variance) = (-dot(columns, e), of(&paths.covariances, columns) + new);
        let observed = if residual.neighbours.is_empty() {
            (mean, variance)
        } else if self.all_on(branch, &residual.neighbours) {
            let mut left = columns.to_vec();
            for &(other, weight) in &residual.neighbours {
                self.add_row(other, -weight, &mut left);
            }
            (-dot(&left, e), of(&paths.covariances, &left) + new)
        } else {
            self.observed(row, columns, residual)
        };
        let given_fixed = of(&paths.given_fixed, columns) + new;
        self.prediction((row, columns), (mean, given_fixed, variance), observed, residual.variance + left_out)
    }

    fn across(&self, row: usize, columns: &[f64], residual: &NewResidual) -> RowPrediction {
        let weights = self.weights(row, columns);
        let sum = propagate(self.fit, &weights.random, &weights.fixed);
        let given_fixed = sum.given_fixed + weights.prior;
        let variance = given_fixed + sum.from_fixed;
        let observed = if residual.neighbours.is_empty() {
            (sum.estimate, variance)
        } else {
            self.observed(row, columns, residual)
        };
        let (_, left_out) = self.unseen(row, columns);
        let mean = (sum.estimate, given_fixed, variance);
        self.prediction((row, columns), mean, observed, residual.variance + left_out)
    }

    /// From internal units and units of σ².
    fn prediction(
        &self,
        (row, columns): (usize, &[f64]),
        (mean, given_fixed, variance): (f64, f64, f64),
        observed: (f64, f64),
        residual: f64,
    ) -> RowPrediction {
        let deviation = |variance: f64| (self.variance * variance.max(0.0)).sqrt();
        RowPrediction {
            estimate: self.in_user_units(columns, mean),
            standard_error: deviation(variance),
            standard_error_given_fixed: deviation(given_fixed),
            observation: self.in_user_units(columns, observed.0),
            observation_standard_deviation: deviation(observed.1 + residual),
            known: self.levels.iter().map(|levels| levels.of(row).is_known()).collect(),
        }
    }

    /// An observation whose residual is predicted from others': y = x'β + z'b + Σ weight (y_i − x_i'β − z_i'b) + innovation.
    /// Mean and error variance but for the innovation.
    fn observed(&self, row: usize, columns: &[f64], residual: &NewResidual) -> (f64, f64) {
        let mut weights = self.weights(row, columns);
        let mut left = vec![0.0; columns.len()];
        for &(other, weight) in &residual.neighbours {
            let mut own = vec![0.0; columns.len()];
            self.add_row(other, -weight, &mut own);
            for (stage, levels) in self.levels_of_row(other).enumerate() {
                for (level, share) in levels {
                    weights.add_columns(self.fit, stage, level, &own, share);
                }
            }
            left.iter_mut().zip(&own).for_each(|(sum, value)| *sum += value);
        }
        weights.fixed.iter_mut().zip(&left).for_each(|(sum, value)| *sum += value);
        let sum = propagate(self.fit, &weights.random, &weights.fixed);
        let response = left[weights.fixed.len()];
        (sum.estimate - response, sum.given_fixed + sum.from_fixed + weights.prior)
    }

    /// What a row weighs of known levels, and the prior variance of new ones.
    fn weights(&self, row: usize, columns: &[f64]) -> Weights {
        let parts = &self.fit.model.parts;
        let mut weights = Weights::of_internal(self.fit, &columns[..parts.fixed.len()]);
        for (stage, levels) in self.levels.iter().enumerate() {
            match levels.of(row) {
                RowLevel::Known(level) => weights.add_columns(self.fit, stage, *level, columns, 1.0),
                RowLevel::Shared(shares) => {
                    shares
                        .iter()
                        .for_each(|&(level, share)| weights.add_columns(self.fit, stage, level, columns, share));
                }
                RowLevel::New | RowLevel::LeftOut | RowLevel::Missing => {}
            }
        }
        weights.prior = self.unseen(row, columns).0;
        weights
    }

    /// The prior variances of what is predicted but not known, and of what is left out.
    fn unseen(&self, row: usize, columns: &[f64]) -> (f64, f64) {
        let (mut new, mut left_out) = (0.0, 0.0);
        for (stage, levels) in self.levels.iter().enumerate() {
            match levels.of(row) {
                RowLevel::New => new += prior_variance_of_stage(self.fit, stage, columns),
                RowLevel::LeftOut => left_out += prior_variance_of_stage(self.fit, stage, columns),
                RowLevel::Known(_) | RowLevel::Shared(_) | RowLevel::Missing => {}
            }
        }
        (new, left_out)
    }

    fn random_part(&self, row: usize, columns: &[f64], modes: &[Vec<f64>]) -> f64 {
        let stages = self.fit.model.parts.stages.iter().zip(modes).zip(&self.levels);
        let one = |((stage, modes), levels): ((&crate::model::Stage, &Vec<f64>), &StageLevels)| {
            let at = |level: usize| -> f64 {
                let own = &modes[level * stage.effects.len()..];
                stage.effects.iter().zip(own).map(|(&column, mode)| columns[column] * mode).sum()
            };
            match levels.of(row) {
                RowLevel::Known(level) => at(*level),
                RowLevel::Shared(shares) => shares.iter().map(|&(level, share)| share * at(level)).sum(),
                RowLevel::New | RowLevel::LeftOut | RowLevel::Missing => 0.0,
            }
        };
        stages.map(one).sum()
    }

    /// What was taken out of the response comes back.
    fn in_user_units(&self, columns: &[f64], internal: f64) -> f64 {
        let parts = &self.fit.model.parts;
        dot(columns, &parts.fixed_start) + internal * parts.response_scale
    }

    /// Adds a multiple of one of the model's own rows.
    fn add_row(&self, row: usize, factor: f64, into: &mut [f64]) {
        if let Some(kept) = &self.fit.model.parts.kept {
            into.iter_mut().zip(&kept.rows.columns).for_each(|(sum, column)| *sum += factor * column[row]);
        }
    }

    /// For each stage the levels of one of the model's own rows, with their shares.
    fn levels_of_row(&self, row: usize) -> impl Iterator<Item = Vec<(usize, f64)>> + '_ {
        let factors = self.fit.model.parts.kept.iter().flat_map(|kept| &kept.rows.factors);
        factors.map(move |factor| match &factor.membership {
            Membership::One(codes) => vec![(codes[row] as usize, 1.0)],
            Membership::Several { starts, levels, weights } => {
                let entries = starts[row]..starts[row + 1];
                entries.map(|at| (levels[at] as usize, weights[at])).collect()
            }
        })
    }

    /// Whether rows of the model stand on an innermost branch.
    fn all_on(&self, branch: Branch, rows: &[(usize, f64)]) -> bool {
        let innermost = self.fit.model.parts.kept.as_ref().and_then(|kept| kept.rows.factors.first());
        match innermost.map(|factor| &factor.membership) {
            Some(Membership::One(codes)) => {
                branch.stage == 0 && rows.iter().all(|(row, _)| codes[*row] == branch.level)
            }
            _ => false,
        }
    }
}

fn mean_at(paths: &Paths, at: usize) -> &[f64] {
    &paths.means[at * paths.width..(at + 1) * paths.width]
}

/// As far as the shorter one goes.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// c'Ac for as many of the columns as A has.
fn quadratic(square: &[f64], columns: &[f64]) -> f64 {
    let width = square.len().isqrt();
    square.chunks_exact(width).zip(columns).map(|(row, c)| c * dot(&columns[..width], row)).sum()
}
