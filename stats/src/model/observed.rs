//! Every row of a table in internal units: what a binomial model needs, whose weights change at every step.

use std::collections::BTreeMap;

use super::columns::CompleteRows;
use super::design::{DesignColumn, design};
use super::error::ModelError;
use super::formula::Formula;
use super::grouping::Grouping;
use super::rank::{Independent, independent};
use super::scaling::{Locations, Scaling};
use crate::data::Table;

/// The complete rows of a table as a formula sees them; columns are centred and scaled.
pub(crate) struct Observed {
    /// The response in the user's units, length n.
    pub(crate) response: Vec<f64>,
    /// The number column that was asked for beside the formula; `None` when it is no number column.
    pub(crate) other: Option<Vec<f64>>,
    /// p columns of length n.
    pub(crate) fixed: Vec<Vec<f64>>,
    pub(crate) fixed_labels: Vec<String>,
    pub(crate) fixed_dropped: Vec<String>,
    pub(crate) fixed_scaling: Scaling,
    /// In lme4's order: decreasing number of levels.
    pub(crate) terms: Vec<ObservedTerm>,
    pub(crate) rows_dropped: usize,
    /// For each complete row its row of the table, the first is 0.
    pub(crate) table_rows: Vec<usize>,
}

/// One random term over all rows.
pub(crate) struct ObservedTerm {
    pub(crate) labels: Vec<String>,
    pub(crate) scaling: Scaling,
    /// q columns of length n.
    pub(crate) columns: Vec<Vec<f64>>,
    /// Name of the grouping factor.
    pub(crate) factor: String,
    pub(crate) levels: Vec<String>,
    /// Length n.
    pub(crate) codes: Vec<u32>,
}

impl Observed {
    /// Looks a formula up in a table, and another column by its name.
    pub(crate) fn new(
        table: &Table,
        formula: &Formula,
        levels: &BTreeMap<String, Vec<String>>,
        other: Option<&str>,
    ) -> Result<Self, ModelError> {
        let others: Vec<&str> = other.into_iter().collect();
        let rows = CompleteRows::new(table, formula, &others, levels, &[])?;
        let response = rows.arithmetic(&formula.response)?.into_owned();
        let columns = design(&rows, &formula.fixed)?;
        let mut locations = Locations::default();
        let scaling = Scaling::of(&columns, &mut locations);
        let internal = scaled(&scaling, &columns);
        let root = (rows.len() as f64).sqrt();
        let length = |(index, column): (usize, &DesignColumn<'_>)| {
            locations.of(column).root_mean_square * root / scaling.of_column(index).1
        };
        let lengths: Vec<f64> = columns.iter().enumerate().map(length).collect();
        let Independent { kept, .. } = independent(&internal, &lengths, &response);
        if rows.len() <= kept.len() {
            return Err(ModelError::TooFewRows { rows: rows.len(), columns: kept.len() });
        }
        let name = |index: usize| columns[index].label.clone();
        Ok(Self {
            other: other.and_then(|name| rows.numbers(name)).map(|values| values.into_owned()),
            fixed: kept.iter().map(|&index| internal[index].clone()).collect(),
            fixed_labels: kept.iter().map(|&index| name(index)).collect(),
            fixed_dropped: (0..columns.len()).filter(|index| !kept.contains(index)).map(name).collect(),
            fixed_scaling: scaling.select(&kept),
            terms: terms(&rows, formula, &mut locations)?,
            rows_dropped: rows.dropped(),
            table_rows: (0..rows.len()).map(|index| rows.row(index)).collect(),
            response,
        })
    }
}

fn scaled(scaling: &Scaling, columns: &[DesignColumn<'_>]) -> Vec<Vec<f64>> {
    let internal = |(index, column): (usize, &DesignColumn<'_>)| {
        let (centre, scale) = scaling.of_column(index);
        column.values.iter().map(|x| (x - centre) / scale).collect()
    };
    columns.iter().enumerate().map(internal).collect()
}

fn terms(
    rows: &CompleteRows<'_>,
    formula: &Formula,
    locations: &mut Locations,
) -> Result<Vec<ObservedTerm>, ModelError> {
    let mut terms = Vec::with_capacity(formula.random.len());
    for random in &formula.random {
        let columns = design(rows, &random.terms)?;
        let Grouping { name, factor } = Grouping::new(rows, &random.grouping)?;
        if factor.labels.len() < 2 {
            return Err(ModelError::OneGroup { factor: name });
        }
        let scaling = Scaling::of(&columns, locations);
        terms.push(ObservedTerm {
            columns: scaled(&scaling, &columns),
            labels: columns.into_iter().map(|column| column.label).collect(),
            scaling,
            factor: name,
            levels: factor.labels.all().collect(),
            codes: factor.codes,
        });
    }
    // As for linear models: lme4 leaves terms alone that are in order, and else reverses an ascending stable sort.
    if !terms.is_sorted_by(|a, b| a.levels.len() >= b.levels.len()) {
        terms.sort_by_key(|term| term.levels.len());
        terms.reverse();
    }
    Ok(terms)
}
