//! The same rows for every model of a comparison: criteria of other rows say nothing about the models.

use peil_stats::data::{Column, Factor, Table, TableError};

/// A table whose rows are complete in all columns or missing in all, and how many rows that took.
#[derive(Debug)]
pub(super) struct SameRows {
    pub(super) table: Table,
    /// Rows of the table that are complete.
    pub(super) complete: Vec<bool>,
}

impl SameRows {
    /// A row that misses a value in one of the columns becomes missing in all: it keeps its number, for messages, and every
    /// model leaves it out.
    pub(super) fn new(table: &Table, columns: &[&str]) -> Result<Self, TableError> {
        let complete = complete(table, columns);
        let mut blanked = Table::new();
        for name in table.names() {
            blanked = match table.column(name) {
                Some(Column::Number(values)) => {
                    let kept = values.iter().zip(&complete).map(|(&value, &kept)| if kept { value } else { f64::NAN });
                    blanked.with_number(name, kept.collect())?
                }
                Some(Column::Factor(factor)) => {
                    let codes = factor.codes().iter().zip(&complete);
                    let kept = codes.map(|(&code, &kept)| if kept { code } else { Factor::MISSING });
                    blanked.with_factor(name, Factor::new(kept.collect(), factor.levels().to_vec())?)?
                }
                None => blanked,
            };
        }
        Ok(Self { table: blanked, complete })
    }

    /// How many rows a model with these columns could have used of its own and leaves to the others.
    pub(super) fn given_up(&self, original: &Table, columns: &[&str]) -> usize {
        let own = complete(original, columns);
        own.iter().zip(&self.complete).filter(|(own, same)| **own && !**same).count()
    }
}

/// Which rows have a value in each of the columns; a name that is no column asks for nothing.
fn complete(table: &Table, columns: &[&str]) -> Vec<bool> {
    let mut complete = vec![true; table.rows()];
    for column in columns.iter().filter_map(|name| table.column(name)) {
        let present = |row: usize| match column {
            Column::Number(values) => !values[row].is_nan(),
            Column::Factor(factor) => factor.codes()[row] != Factor::MISSING,
        };
        complete.iter_mut().enumerate().for_each(|(row, complete)| *complete &= present(row));
    }
    complete
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_row_that_one_model_misses_is_missing_for_all_and_keeps_its_number() {
        let text = |text: &str| Some(text.to_owned());
        let table = Table::new().with_number("score", vec![1.0, 2.0, 3.0]).unwrap();
        let table = table.with_text("arm", vec![text("a"), None, text("b")]).unwrap();
        let same = SameRows::new(&table, &["score", "arm"]).unwrap();
        assert_eq!(same.complete, [true, false, true]);
        assert!(matches!(same.table.column("score"), Some(Column::Number(v)) if v[1].is_nan() && v[2] == 3.0));
        assert_eq!((same.given_up(&table, &["score"]), same.given_up(&table, &["arm"])), (1, 0));
    }
}
