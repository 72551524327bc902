//! The rows of another table as a model sees them: internal columns and the names of their levels.

use std::borrow::Cow;

use super::build::{Parts, prior_weights};
use super::columns::CompleteRows;
use super::recipe::{ColumnRecipe, Prepared, labels};
use super::rows::Whitening;
use super::update::UpdateError;
use crate::data::Table;

/// Complete rows that arrive at a model.
pub(super) struct Arrivals {
    /// m internal values a row, times the root of its prior weight.
    values: Vec<f64>,
    width: usize,
    /// For each stage, for each row, the names of its level: one a column of the grouping factor, outer first.
    pub(super) names: Vec<Vec<Vec<String>>>,
    /// For each row its row of the table, the first is 1.
    pub(super) table_rows: Vec<usize>,
    /// Rows left out because a value is missing.
    pub(super) dropped: usize,
    /// Σ w.
    pub(super) total_weight: f64,
    /// Σ log w.
    pub(super) log_weights: f64,
}

/// Where an internal column comes from.
struct Source<'a> {
    recipe: &'a ColumnRecipe,
    centre: f64,
    inverse_scale: f64,
}

impl Source<'_> {
    fn value(&self, prepared: &Prepared, row: usize) -> f64 {
        (prepared.value(self.recipe, row) - self.centre) * self.inverse_scale
    }
}

impl Arrivals {
    /// Looks the model's columns up in a table.
    pub(super) fn new(parts: &Parts, table: &Table) -> Result<Self, UpdateError> {
        let assumed = &parts.assumed;
        let others: Vec<&str> = assumed.options.weights.iter().map(String::as_str).collect();
        let rows = CompleteRows::new(table, &assumed.formula, &others, &assumed.options.levels, &[])?;
        let weights = assumed.options.weights.as_deref().map(|name| prior_weights(&rows, name)).transpose()?;
        let response = rows.arithmetic(&assumed.formula.response)?;
        let prepared = parts.recipe.prepare(table)?;
        let table_rows: Vec<usize> = (0..rows.len()).map(|index| rows.row(index) + 1).collect();
        let columns = InternalSources::new(parts);
        let mut values = Vec::with_capacity(rows.len() * columns.len());
        for (index, &y) in response.iter().enumerate() {
            let from = values.len();
            columns.append(parts, &prepared, rows.row(index), y, &mut values);
            let scale = weights.as_ref().map_or(1.0, |weights| weights.scale[index]);
            values[from..].iter_mut().for_each(|value| *value *= scale);
        }
        Ok(Self {
            values,
            width: columns.len(),
            names: names(parts, table, &table_rows)?,
            table_rows,
            dropped: rows.dropped(),
            total_weight: weights.as_ref().map_or(rows.len() as f64, Whitening::total_precision),
            log_weights: weights.as_ref().map_or(0.0, Whitening::log_precision),
        })
    }

    /// Number of complete rows.
    pub(super) fn len(&self) -> usize {
        self.table_rows.len()
    }

    /// The m internal values of each row.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.width)
    }
}

/// The sources of a model's internal columns: fixed effects, response, then those that only random effects use.
struct InternalSources<'a> {
    fixed: Vec<Source<'a>>,
    others: Vec<Source<'a>>,
}

impl<'a> InternalSources<'a> {
    fn new(parts: &'a Parts) -> Self {
        let source = |recipe: &'a ColumnRecipe, (centre, scale): (f64, f64)| Source {
            recipe,
            centre,
            inverse_scale: 1.0 / scale,
        };
        let recipes = |label: &String| parts.recipe.fixed.iter().find(|recipe| recipe.label == *label);
        let kept = parts.fixed.iter().filter_map(recipes).enumerate();
        let fixed: Vec<Source<'a>> =
            kept.map(|(index, recipe)| source(recipe, parts.fixed_scaling.of_column(index))).collect();
        let first = fixed.len() + 1;
        let width = parts.stages.first().map_or(first, |stage| stage.width);
        let mut others: Vec<Option<Source<'a>>> = (first..width).map(|_| None).collect();
        for term in &parts.terms {
            let stage = &parts.stages[term.stage];
            for (index, recipe) in parts.recipe.term(&stage.name, &term.labels).iter().enumerate() {
                if let Some(other) = stage.effects[term.offset + index].checked_sub(first) {
                    others[other] = Some(source(recipe, term.scaling.of_column(index)));
                }
            }
        }
        Self { fixed, others: others.into_iter().flatten().collect() }
    }

    fn len(&self) -> usize {
        self.fixed.len() + 1 + self.others.len()
    }

    fn append(&self, parts: &Parts, prepared: &Prepared, row: usize, response: f64, values: &mut Vec<f64>) {
        let mut rest = response;
        for (source, start) in self.fixed.iter().zip(&parts.fixed_start) {
            let value = source.value(prepared, row);
            rest -= start * value;
            values.push(value);
        }
        values.push(rest / parts.response_scale);
        values.extend(self.others.iter().map(|source| source.value(prepared, row)));
    }
}

/// For each stage the names of each complete row's level.
fn names(parts: &Parts, table: &Table, table_rows: &[usize]) -> Result<Vec<Vec<Vec<String>>>, UpdateError> {
    let stage = |name: &String| {
        let mut names: Vec<Vec<String>> = vec![Vec::new(); table_rows.len()];
        for column in parts.recipe.grouping(name) {
            let texts: Vec<Option<Cow<'_, str>>> = labels(table, column)?.collect();
            for (name, row) in names.iter_mut().zip(table_rows) {
                name.extend(texts[row - 1].as_deref().map(str::to_owned));
            }
        }
        Ok(names)
    };
    parts.stages.iter().map(|s| stage(&s.name)).collect()
}
