//! The levels that a table's rows name, each distinct one written out once.

use std::collections::HashMap;
use std::hash::Hash;

use crate::data::{Column, Factor, Table};
use crate::model::{RecipeError, find};

/// The code of a row that names nothing.
pub(super) const NAMELESS: u32 = u32::MAX;

/// The combinations of some columns' values, outer first, joined by `:`.
pub(super) struct LevelNames {
    /// Of each row its place among the names.
    pub(super) codes: Vec<u32>,
    pub(super) names: Vec<String>,
    /// The first row of each name.
    pub(super) rows: Vec<usize>,
}

impl LevelNames {
    /// Looks the columns up.
    pub(super) fn of(table: &Table, columns: &[String]) -> Result<Self, RecipeError> {
        let found = columns.iter().map(|name| find(table, name)).collect::<Result<Vec<&Column>, _>>()?;
        let mut codes = vec![0; table.rows()];
        for (place, column) in found.iter().enumerate() {
            let own = match column {
                Column::Number(values) => {
                    // -0 and 0 are one level: adding 0 makes the sign go away.
                    distinct(values.iter().map(|value| (!value.is_nan()).then(|| (value + 0.0).to_bits())))
                }
                Column::Factor(factor) => factor.codes().to_vec(),
            };
            codes = if place == 0 { own } else { distinct(codes.iter().zip(&own).map(pair)) };
        }
        // A text column's codes may skip levels that no row has.
        let codes = distinct(codes.iter().map(|code| (*code != NAMELESS).then_some(*code)));
        let mut rows: Vec<usize> = Vec::new();
        for (row, code) in codes.iter().enumerate() {
            if *code as usize == rows.len() {
                rows.push(row);
            }
        }
        let name = |&row: &usize| found.iter().map(|column| text(column, row)).collect::<Vec<_>>().join(":");
        Ok(Self { codes, names: rows.iter().map(name).collect(), rows })
    }
}

fn pair((outer, inner): (&u32, &u32)) -> Option<(u32, u32)> {
    (*outer != NAMELESS && *inner != Factor::MISSING).then_some((*outer, *inner))
}

/// Codes in the order in which values first come; neighbouring rows mostly name the same.
fn distinct<T: Copy + Eq + Hash>(values: impl Iterator<Item = Option<T>>) -> Vec<u32> {
    let mut known: HashMap<T, u32> = HashMap::new();
    let mut last = None;
    let code = |value: Option<T>| {
        let Some(value) = value else { return NAMELESS };
        if let Some((seen, code)) = last
            && seen == value
        {
            return code;
        }
        let next = known.len() as u32;
        let code = *known.entry(value).or_insert(next);
        last = Some((value, code));
        code
    };
    values.map(code).collect()
}

fn text(column: &Column, row: usize) -> String {
    match column {
        Column::Number(values) => (values[row] + 0.0).to_string(),
        Column::Factor(factor) => factor.text(row).unwrap_or_default().to_owned(),
    }
}
