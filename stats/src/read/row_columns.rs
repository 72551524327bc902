//! A table's rows in the internal columns of a fit.

use crate::data::Table;
use crate::fit::Fit;
use crate::model::{ColumnRecipe, Prepared, RecipeError};

/// How each internal column is made of a table.
pub(super) struct RowColumns<'a> {
    prepared: Prepared,
    columns: Vec<Internal<'a>>,
    width: usize,
}

struct Internal<'a> {
    place: usize,
    recipe: &'a ColumnRecipe,
    centre: f64,
    inverse_scale: f64,
}

impl<'a> RowColumns<'a> {
    /// Looks the variables of the formula up.
    pub(super) fn of(fit: &'a Fit, table: &Table) -> Result<Self, RecipeError> {
        let parts = &fit.model.parts;
        let width = parts.stages.first().map_or(parts.fixed.len() + 1, |stage| stage.width);
        let mut recipes: Vec<Option<Internal<'a>>> = (0..width).map(|_| None).collect();
        let mut add = |place: usize, recipe: &'a ColumnRecipe, (centre, scale): (f64, f64)| {
            recipes[place] = Some(Internal { place, recipe, centre, inverse_scale: 1.0 / scale });
        };
        for (place, label) in parts.fixed.iter().enumerate() {
            if let Some(recipe) = parts.recipe.fixed.iter().find(|recipe| recipe.label == *label) {
                add(place, recipe, parts.fixed_scaling.of_column(place));
            }
        }
        for (index, term) in parts.terms.iter().enumerate() {
            let places = &parts.stages[term.stage].effects[term.offset..];
            for (at, (recipe, &place)) in fit.term_columns(index).iter().zip(places).enumerate() {
                add(place, recipe, term.scaling.of_column(at));
            }
        }
        Ok(Self { prepared: parts.recipe.prepare(table)?, columns: recipes.into_iter().flatten().collect(), width })
    }

    /// Room for one row: m columns.
    pub(super) fn room(&self) -> Vec<f64> {
        vec![0.0; self.width]
    }

    /// Writes a row's columns, 0 for the response; false where a value is missing.
    pub(super) fn fill(&self, row: usize, into: &mut [f64]) -> bool {
        let mut whole = true;
        for column in &self.columns {
            let value = (self.prepared.value(column.recipe, row) - column.centre) * column.inverse_scale;
            whole &= value.is_finite();
            into[column.place] = value;
        }
        whole
    }
}
