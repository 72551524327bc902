//! Looking a formula's names up in a table: which rows are complete, which columns are factors.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::error::ModelError;
use super::expression::Expression;
use super::formula::Formula;
use super::labels::{Labels, Texts};
use super::options::MultipleMembership;
use super::terms::{Variable, VariableKind};
use crate::data::{Column, Factor as Coded, Table};

/// The order of levels that the user gave, by column.
pub(crate) type LevelOrder = BTreeMap<String, Vec<String>>;

/// A categorical column: its levels in order and, for each complete row, the index of its level.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Factor {
    pub(crate) labels: Labels,
    pub(crate) codes: Vec<u32>,
}

/// A variable of the formula, for the complete rows only.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Values<'a> {
    Number(Cow<'a, [f64]>),
    Factor(Factor),
}

/// The rows of a table that have every column the formula uses.
pub(crate) struct CompleteRows<'a> {
    table: &'a Table,
    order: &'a LevelOrder,
    /// `None` when every row is complete.
    rows: Option<Vec<u32>>,
}

impl<'a> CompleteRows<'a> {
    /// Finds the rows without a missing value in a column that the formula or one of `others` uses. A factor of multiple
    /// membership is no column; the column that its entries name is used instead.
    pub(crate) fn new(
        table: &'a Table,
        formula: &Formula,
        others: &[&str],
        order: &'a LevelOrder,
        memberships: &[MultipleMembership],
    ) -> Result<Self, ModelError> {
        let mut used = BTreeSet::new();
        let mut others = others.to_vec();
        for (name, position) in used_columns(formula) {
            if let Some(given) = memberships.iter().find(|given| given.factor == name) {
                others.push(&given.by);
                continue;
            }
            if table.column(name).is_none() {
                let known = known_columns(table);
                return Err(ModelError::UnknownColumn { name: name.to_owned(), position, known });
            }
            used.insert(name);
        }
        for name in others {
            if table.column(name).is_none() {
                let known = known_columns(table);
                return Err(ModelError::UnknownOptionColumn { name: name.to_owned(), known });
            }
            used.insert(name);
        }
        let columns: Vec<&Column> = used.into_iter().filter_map(|name| table.column(name)).collect();
        let whole = |column: &&Column| match column {
            // By blocks, without a branch a row.
            Column::Number(values) => {
                values.chunks(64).all(|block| !block.iter().fold(false, |found, value| found | value.is_nan()))
            }
            Column::Factor(factor) => !factor.codes().contains(&Coded::MISSING),
        };
        let rows = if columns.iter().all(whole) { None } else { Some(complete(&columns, table.rows())) };
        if rows.as_ref().map_or(table.rows(), Vec::len) == 0 {
            return Err(ModelError::NoRows { rows: table.rows() });
        }
        Ok(Self { table, order, rows })
    }

    /// Number of complete rows, n.
    pub(crate) fn len(&self) -> usize {
        self.rows.as_ref().map_or(self.table.rows(), Vec::len)
    }

    /// Number of rows left out.
    pub(crate) fn dropped(&self) -> usize {
        self.table.rows() - self.len()
    }

    /// The row of the table, the first is 0.
    pub(crate) fn row(&self, index: usize) -> usize {
        self.rows.as_ref().map_or(index, |rows| rows[index] as usize)
    }

    /// The values of a number column; `None` when it is no number column.
    pub(crate) fn numbers(&self, name: &str) -> Option<Cow<'a, [f64]>> {
        let Some(Column::Number(values)) = self.table.column(name) else { return None };
        Some(match &self.rows {
            None => Cow::Borrowed(values),
            Some(rows) => rows.iter().map(|&row| values[row as usize]).collect(),
        })
    }

    /// The values of a variable.
    pub(super) fn variable(&self, variable: &Variable) -> Result<Values<'a>, ModelError> {
        match &variable.kind {
            VariableKind::Factor(name) => Ok(Values::Factor(self.factor(name)?)),
            VariableKind::Arithmetic(expression) => Ok(Values::Number(self.arithmetic(expression)?)),
            VariableKind::Column(name) => match self.numbers(name) {
                Some(values) if !self.order.contains_key(name) => Ok(Values::Number(values)),
                _ => Ok(Values::Factor(self.factor(name)?)),
            },
        }
    }

    /// The levels of a categorical variable in their order; `None` of a number.
    pub(super) fn levels(&self, variable: &Variable) -> Result<Option<Vec<String>>, ModelError> {
        let is_number = |name: &String| {
            matches!(self.table.column(name), Some(Column::Number(_))) && !self.order.contains_key(name)
        };
        match &variable.kind {
            VariableKind::Arithmetic(_) => Ok(None),
            VariableKind::Column(name) if is_number(name) => Ok(None),
            VariableKind::Column(name) | VariableKind::Factor(name) => {
                Ok(Some(self.factor(name)?.labels.all().collect()))
            }
        }
    }

    /// The values of an arithmetic expression.
    pub(super) fn arithmetic(&self, expression: &Expression) -> Result<Cow<'a, [f64]>, ModelError> {
        let mut numbers: BTreeMap<&str, &[f64]> = BTreeMap::new();
        for (name, position) in expression.columns() {
            match self.table.column(name) {
                Some(Column::Number(values)) => numbers.insert(name, values),
                _ => {
                    return Err(ModelError::TextInArithmetic { name: name.to_owned(), position });
                }
            };
        }
        if let Expression::Column { name, .. } = expression
            && let Some(values) = self.numbers(name)
        {
            return Ok(values);
        }
        let mut values = Vec::with_capacity(self.len());
        for index in 0..self.len() {
            let row = self.row(index);
            // Every name was looked up above, so NaN can only come from the arithmetic itself.
            let value = expression.value(&|name| numbers.get(name).map_or(f64::NAN, |c| c[row]));
            if !value.is_finite() {
                return Err(ModelError::NotFinite { expression: expression.label(), row: row + 1 });
            }
            values.push(value);
        }
        Ok(Cow::Owned(values))
    }

    /// A column as a factor: levels in the user's order, else numbers by size and texts by code point.
    pub(crate) fn factor(&self, name: &str) -> Result<Factor, ModelError> {
        let mut factor = match self.table.column(name) {
            Some(Column::Number(_)) => number_factor(&self.numbers(name).unwrap_or_default()),
            Some(Column::Factor(coded)) => text_factor(coded, self.rows.as_deref()),
            None => {
                let known = known_columns(self.table);
                return Err(ModelError::UnknownColumn { name: name.to_owned(), position: 1, known });
            }
        };
        let Some(order) = self.order.get(name) else { return Ok(factor) };
        let labels: Vec<String> = (0..factor.labels.len()).map(|level| factor.labels.label(level)).collect();
        let levels: Vec<String> = order.iter().filter(|level| labels.contains(level)).cloned().collect();
        let mut place = Vec::with_capacity(labels.len());
        for label in labels {
            match levels.iter().position(|level| *level == label) {
                Some(at) => place.push(at as u32),
                None => return Err(ModelError::UnlistedLevel { column: name.to_owned(), level: label }),
            }
        }
        factor.codes.iter_mut().for_each(|code| *code = place[*code as usize]);
        Ok(Factor { labels: Labels::texts(levels), codes: factor.codes })
    }
}

fn known_columns(table: &Table) -> String {
    table.names().collect::<Vec<_>>().join(", ")
}

fn complete(columns: &[&Column], rows: usize) -> Vec<u32> {
    let present = |column: &Column, row: usize| match column {
        Column::Number(values) => !values[row].is_nan(),
        Column::Factor(factor) => factor.codes()[row] != Coded::MISSING,
    };
    let whole = |row: &u32| columns.iter().all(|column| present(column, *row as usize));
    (0..rows as u32).filter(whole).collect()
}

/// Distinct numbers by size; -0 and 0 are one level.
fn number_factor(values: &[f64]) -> Factor {
    if let Some(factor) = integer_factor(values) {
        return factor;
    }
    let mut by_value: Vec<u32> = (0..values.len() as u32).collect();
    by_value.sort_by(|&a, &b| values[a as usize].total_cmp(&values[b as usize]));
    let mut levels: Vec<f64> = Vec::new();
    let mut codes = vec![0; values.len()];
    for row in by_value {
        let value = values[row as usize] + 0.0;
        if levels.last().is_none_or(|last| *last != value) {
            levels.push(value);
        }
        codes[row as usize] = (levels.len() - 1) as u32;
    }
    Factor { labels: Labels::Numbers(levels), codes }
}

/// Whole numbers in a narrow range, as identifiers mostly are, need no sorting.
fn integer_factor(values: &[f64]) -> Option<Factor> {
    let (mut least, mut most, mut exact) = (i32::MAX, i32::MIN, true);
    let mut whole = Vec::with_capacity(values.len());
    whole.extend(values.iter().map(|&value| {
        let number = value as i32;
        exact &= f64::from(number) == value;
        least = least.min(number);
        most = most.max(number);
        number
    }));
    let range = i64::from(most) - i64::from(least);
    if !exact || range >= 4 * values.len() as i64 + 1024 {
        return None;
    }
    let place = |number: i32| (number.wrapping_sub(least)) as u32 as usize;
    let mut code = vec![u32::MAX; range as usize + 1];
    for &number in &whole {
        code[place(number)] = 0;
    }
    let mut levels = Vec::new();
    for (place, code) in code.iter_mut().enumerate().filter(|(_, code)| **code == 0) {
        *code = levels.len() as u32;
        levels.push(f64::from(least) + place as f64);
    }
    Some(Factor {
        labels: Labels::Numbers(levels),
        codes: whole.into_iter().map(|number| code[place(number)]).collect(),
    })
}

/// Distinct texts by code point; only those that occur in the rows.
fn text_factor(coded: &Coded, rows: Option<&[u32]>) -> Factor {
    let codes: Cow<'_, [u32]> = match rows {
        None => Cow::Borrowed(coded.codes()),
        Some(rows) => rows.iter().map(|&row| coded.codes()[row as usize]).collect(),
    };
    let mut occurs = vec![false; coded.levels().len()];
    codes.iter().for_each(|&code| occurs[code as usize] = true);
    let order = sorted_texts(coded.levels(), &occurs);
    let mut place = vec![0; occurs.len()];
    for (at, &code) in order.iter().enumerate() {
        place[code as usize] = at as u32;
    }
    let codes = codes.iter().map(|&code| place[code as usize]).collect();
    Factor { labels: Labels::Texts(Texts::of(coded.shared_levels(), order)), codes }
}

/// The places of the chosen texts by code point. Their first eight bytes tell most of them apart without a look at the text.
fn sorted_texts(texts: &[String], chosen: &[bool]) -> Vec<u32> {
    let start = |text: &String| {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(text.bytes()).for_each(|(byte, found)| *byte = found);
        u64::from_be_bytes(bytes)
    };
    let keyed = texts.iter().zip(0..).zip(chosen).filter(|(_, chosen)| **chosen);
    let mut keyed: Vec<(u64, u32)> = keyed.map(|((text, at), _)| (start(text), at)).collect();
    let text = |at: u32| &texts[at as usize];
    keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| text(a.1).cmp(text(b.1))));
    keyed.into_iter().map(|(_, at)| at).collect()
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
