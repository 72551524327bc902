//! Looking a formula's names up in a table: which rows are complete, which columns are factors.

use std::collections::{BTreeMap, BTreeSet};

use super::error::ModelError;
use super::expression::Expression;
use super::formula::Formula;
use super::terms::{Variable, VariableKind};
use crate::data::{Column, Factor as Coded, Table};

/// The order of levels that the user gave, by column.
pub(super) type LevelOrder = BTreeMap<String, Vec<String>>;

/// A categorical column: its levels in order and, for each complete row, the index of its level.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Factor {
    pub(super) levels: Vec<String>,
    pub(super) codes: Vec<usize>,
}

/// A variable of the formula, for the complete rows only.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Values {
    Number(Vec<f64>),
    Factor(Factor),
}

/// The rows of a table that have every column the formula uses.
pub(super) struct CompleteRows<'a> {
    table: &'a Table,
    order: &'a LevelOrder,
    rows: Vec<usize>,
}

impl<'a> CompleteRows<'a> {
    /// Finds the rows without a missing value in a used column.
    pub(super) fn new(table: &'a Table, formula: &Formula, order: &'a LevelOrder) -> Result<Self, ModelError> {
        let mut used = BTreeSet::new();
        for (name, position) in used_columns(formula) {
            if table.column(name).is_none() {
                return Err(ModelError::UnknownColumn {
                    name: name.to_owned(),
                    position,
                    known: table.names().collect::<Vec<_>>().join(", "),
                });
            }
            used.insert(name);
        }
        let columns: Vec<&Column> = used.into_iter().filter_map(|name| table.column(name)).collect();
        let present = |column: &Column, row: usize| match column {
            Column::Number(values) => !values[row].is_nan(),
            Column::Factor(factor) => factor.codes()[row] != Coded::MISSING,
        };
        let complete = |row: &usize| columns.iter().all(|column| present(column, *row));
        let rows: Vec<usize> = (0..table.rows()).filter(complete).collect();
        if rows.is_empty() {
            return Err(ModelError::NoRows { rows: table.rows() });
        }
        Ok(Self { table, order, rows })
    }

    /// Number of complete rows, n.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Number of rows left out.
    pub(super) fn dropped(&self) -> usize {
        self.table.rows() - self.rows.len()
    }

    /// The values of a variable.
    pub(super) fn variable(&self, variable: &Variable) -> Result<Values, ModelError> {
        match &variable.kind {
            VariableKind::Factor(name) => Ok(Values::Factor(self.factor(name)?)),
            VariableKind::Arithmetic(expression) => Ok(Values::Number(self.arithmetic(expression)?)),
            VariableKind::Column(name) => match self.table.column(name) {
                Some(Column::Number(values)) if !self.order.contains_key(name) => {
                    Ok(Values::Number(self.rows.iter().map(|&row| values[row]).collect()))
                }
                _ => Ok(Values::Factor(self.factor(name)?)),
            },
        }
    }

    /// The values of an arithmetic expression.
    pub(super) fn arithmetic(&self, expression: &Expression) -> Result<Vec<f64>, ModelError> {
        let mut numbers: BTreeMap<&str, &[f64]> = BTreeMap::new();
        for (name, position) in expression.columns() {
            match self.table.column(name) {
                Some(Column::Number(values)) => numbers.insert(name, values),
                _ => {
                    return Err(ModelError::TextInArithmetic { name: name.to_owned(), position });
                }
            };
        }
        let mut values = Vec::with_capacity(self.rows.len());
        for &row in &self.rows {
            // Every name was looked up above, so NaN can only come from the arithmetic itself.
            let value = expression.value(&|name| numbers.get(name).map_or(f64::NAN, |c| c[row]));
            if !value.is_finite() {
                return Err(ModelError::NotFinite { expression: expression.label(), row: row + 1 });
            }
            values.push(value);
        }
        Ok(values)
    }

    /// A column as a factor: levels in the user's order, else numbers by size and texts by code point.
    pub(super) fn factor(&self, name: &str) -> Result<Factor, ModelError> {
        let (labels, mut codes) = match self.table.column(name) {
            Some(Column::Number(values)) => {
                let kept: Vec<f64> = self.rows.iter().map(|&row| values[row]).collect();
                let (sorted, codes) = coded(&kept, |a, b| a.total_cmp(b));
                // -0 and 0 are one level: adding 0 makes the sign go away.
                (sorted.iter().map(|value| (value + 0.0).to_string()).collect::<Vec<_>>(), codes)
            }
            Some(Column::Factor(coded_column)) => {
                let kept: Vec<&str> = self.rows.iter().filter_map(|&row| coded_column.text(row)).collect();
                let (sorted, codes) = coded(&kept, |a, b| a.cmp(b));
                (sorted.into_iter().map(str::to_owned).collect(), codes)
            }
            None => {
                return Err(ModelError::UnknownColumn {
                    name: name.to_owned(),
                    position: 1,
                    known: self.table.names().collect::<Vec<_>>().join(", "),
                });
            }
        };
        let Some(order) = self.order.get(name) else {
            return Ok(Factor { levels: labels, codes });
        };
        let levels: Vec<String> = order.iter().filter(|level| labels.contains(level)).cloned().collect();
        let mut place = Vec::with_capacity(labels.len());
        for label in &labels {
            let found = levels.iter().position(|level| level == label);
            place.push(
                found.ok_or_else(|| ModelError::UnlistedLevel { column: name.to_owned(), level: label.clone() })?,
            );
        }
        codes.iter_mut().for_each(|code| *code = place[*code]);
        Ok(Factor { levels, codes })
    }
}

/// Sorted distinct values and, for each value, its index among them.
fn coded<T: Copy>(values: &[T], order: impl Fn(&T, &T) -> std::cmp::Ordering) -> (Vec<T>, Vec<usize>) {
    let mut by_value: Vec<usize> = (0..values.len()).collect();
    by_value.sort_by(|&a, &b| order(&values[a], &values[b]));
    let mut sorted: Vec<T> = Vec::new();
    let mut codes = vec![0; values.len()];
    for row in by_value {
        if sorted.last().is_none_or(|last| order(last, &values[row]).is_ne()) {
            sorted.push(values[row]);
        }
        codes[row] = sorted.len() - 1;
    }
    (sorted, codes)
}

/// Every column that a formula names, with its position in the text.
pub(super) fn used_columns(formula: &Formula) -> Vec<(&str, usize)> {
    let mut used = formula.response.columns();
    let random = formula.random.iter();
    let products = formula.fixed.products.iter().chain(random.clone().flat_map(|r| &r.terms.products));
    for variable in products.flatten() {
        match &variable.kind {
            VariableKind::Column(name) => used.push((name, variable.position)),
            VariableKind::Factor(name) => used.push((name, variable.position)),
            VariableKind::Arithmetic(expression) => used.extend(expression.columns()),
        }
    }
    used.extend(random.flat_map(|r| &r.grouping).map(|(name, position)| (name.as_str(), *position)));
    used
}
