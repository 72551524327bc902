//! Design columns with treatment contrasts, named and ordered as R's `model.matrix` does.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::columns::{CompleteRows, Factor, Values};
use super::error::ModelError;
use super::terms::{Terms, Variable, same};

/// The name of the column of ones.
pub(crate) const INTERCEPT: &str = "(Intercept)";

/// One column of a design matrix, in the user's units.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DesignColumn<'a> {
    pub(crate) label: String,
    /// The term it belongs to: its place among the products of the formula, `None` for the intercept.
    pub(crate) term: Option<usize>,
    pub(crate) values: ColumnValues<'a>,
}

/// The values of a design column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ColumnValues<'a> {
    /// The column of ones.
    Ones(usize),
    Numbers(Cow<'a, [f64]>),
}

impl ColumnValues<'_> {
    /// The value in a row.
    #[inline(always)]
    pub(crate) fn at(&self, row: usize) -> f64 {
        match self {
            Self::Ones(_) => 1.0,
            Self::Numbers(values) => values[row],
        }
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Ones(rows) => *rows,
            Self::Numbers(values) => values.len(),
        }
    }

    /// All values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.len()).map(|row| self.at(row))
    }
}

/// Makes the columns of one set of terms.
pub(crate) fn design<'a>(rows: &CompleteRows<'a>, terms: &Terms) -> Result<Vec<DesignColumn<'a>>, ModelError> {
    let mut columns = Vec::new();
    if terms.intercept {
        columns.push(DesignColumn { label: INTERCEPT.to_owned(), term: None, values: ColumnValues::Ones(rows.len()) });
    }
    let mut looked_up: BTreeMap<&str, Values<'a>> = BTreeMap::new();
    for variable in terms.products.iter().flatten() {
        if !looked_up.contains_key(variable.label.as_str()) {
            looked_up.insert(&variable.label, rows.variable(variable)?);
        }
    }
    refuse_too_many(rows.len(), terms, &looked_up)?;
    for (term, product) in terms.products.iter().enumerate() {
        let mut made: Option<Vec<Coded<'a>>> = None;
        for variable in product {
            let coded = match &looked_up[variable.label.as_str()] {
                Values::Number(values) => {
                    vec![(variable.label.clone(), values.clone())]
                }
                Values::Factor(factor) => {
                    if factor.labels.len() < 2 {
                        return Err(ModelError::OneLevel { column: variable.label.clone() });
                    }
                    let is_factor = |label: &str| matches!(looked_up.get(label), Some(Values::Factor(_)));
                    dummies(&variable.label, factor, has_margin(terms, product, variable, is_factor))
                }
            };
            made = Some(match made {
                None => coded,
                Some(left) => interaction(&left, &coded),
            });
        }
        let column = |(label, values)| DesignColumn { label, term: Some(term), values: ColumnValues::Numbers(values) };
        columns.extend(made.unwrap_or_default().into_iter().map(column));
    }
    Ok(columns)
}

/// Before any column is made: as many as rows say nothing, and more would not fit.
fn refuse_too_many(rows: usize, terms: &Terms, looked_up: &BTreeMap<&str, Values<'_>>) -> Result<(), ModelError> {
    let is_factor = |label: &str| matches!(looked_up.get(label), Some(Values::Factor(_)));
    let of_variable = |product: &[Variable], variable: &Variable| match &looked_up[variable.label.as_str()] {
        Values::Number(_) => 1,
        Values::Factor(factor) => {
            factor.labels.len() - usize::from(has_margin(terms, product, variable, is_factor)).min(factor.labels.len())
        }
    };
    let of_product = |product: &Vec<Variable>| {
        product.iter().map(|variable| of_variable(product, variable)).fold(1, usize::saturating_mul)
    };
    let counts: Vec<usize> = terms.products.iter().map(of_product).collect();
    let all = counts.iter().fold(usize::from(terms.intercept), |all, count| all.saturating_add(*count));
    match counts.into_iter().zip(&terms.products).max_by_key(|(count, _)| *count) {
        Some((largest, product)) if all >= rows && largest > 1 => {
            let labels: Vec<&str> = product.iter().map(|variable| variable.label.as_str()).collect();
            Err(ModelError::TooManyColumns { columns: all, rows, term: labels.join(":"), largest })
        }
        _ => Ok(()),
    }
}

/// R's rule: contrasts when the term without this factor is in the model too, else one dummy a level. Without an
/// intercept only the first factor that stands alone takes its place.
pub(super) fn has_margin(
    terms: &Terms,
    product: &[Variable],
    variable: &Variable,
    is_factor: impl Fn(&str) -> bool,
) -> bool {
    let rest: Vec<Variable> = product.iter().filter(|v| v.label != variable.label).cloned().collect();
    if !rest.is_empty() {
        return terms.products.iter().any(|other| same(other, &rest));
    }
    let mut alone = terms.products.iter().filter(|p| p.len() == 1).map(|p| &p[0].label);
    terms.intercept || alone.find(|label| is_factor(label)) != Some(&variable.label)
}

/// A label and its values.
type Coded<'a> = (String, Cow<'a, [f64]>);

fn dummies<'a>(label: &str, factor: &Factor, contrasts: bool) -> Vec<Coded<'a>> {
    let first = usize::from(contrasts);
    let column = |code: usize| {
        let values = factor.codes.iter().map(|&c| if c as usize == code { 1.0 } else { 0.0 }).collect();
        (format!("{label}{}", factor.labels.label(code)), values)
    };
    (first..factor.labels.len()).map(column).collect()
}

/// Products of columns, the left one running fastest.
fn interaction<'a>(left: &[Coded<'a>], right: &[Coded<'a>]) -> Vec<Coded<'a>> {
    let pairs = right.iter().flat_map(|b| left.iter().map(move |a| (a, b)));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).collect();
    pairs.map(|(a, b)| (format!("{}:{}", a.0, b.0), product(&a.1, &b.1))).collect()
}
