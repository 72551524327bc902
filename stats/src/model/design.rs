//! Design columns with treatment contrasts, named and ordered as R's `model.matrix` does.

use std::collections::BTreeMap;

use super::columns::{CompleteRows, Factor, Values};
use super::error::ModelError;
use super::terms::{Terms, Variable, same};

/// The name of the column of ones.
pub(super) const INTERCEPT: &str = "(Intercept)";

/// One column of a design matrix, in the user's units.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DesignColumn {
    pub(super) label: String,
    pub(super) values: Vec<f64>,
}

/// Makes the columns of one set of terms.
pub(super) fn design(rows: &CompleteRows<'_>, terms: &Terms) -> Result<Vec<DesignColumn>, ModelError> {
    let mut columns = Vec::new();
    if terms.intercept {
        columns.push(DesignColumn { label: INTERCEPT.to_owned(), values: vec![1.0; rows.len()] });
    }
    let mut looked_up: BTreeMap<&str, Values> = BTreeMap::new();
    for variable in terms.products.iter().flatten() {
        if !looked_up.contains_key(variable.label.as_str()) {
            looked_up.insert(&variable.label, rows.variable(variable)?);
        }
    }
    for product in &terms.products {
        let mut made: Option<Vec<DesignColumn>> = None;
        for variable in product {
            let coded = match &looked_up[variable.label.as_str()] {
                Values::Number(values) => {
                    vec![DesignColumn { label: variable.label.clone(), values: values.clone() }]
                }
                Values::Factor(factor) => {
                    if factor.levels.len() < 2 {
                        return Err(ModelError::OneLevel { column: variable.label.clone() });
                    }
                    dummies(&variable.label, factor, has_margin(terms, product, variable, &looked_up))
                }
            };
            made = Some(match made {
                None => coded,
                Some(left) => interaction(&left, &coded),
            });
        }
        columns.extend(made.unwrap_or_default());
    }
    Ok(columns)
}

/// R's rule: contrasts when the term without this factor is in the model too, else one dummy a level. Without an
/// intercept only the first factor that stands alone takes its place.
fn has_margin(terms: &Terms, product: &[Variable], variable: &Variable, looked_up: &BTreeMap<&str, Values>) -> bool {
    let rest: Vec<Variable> = product.iter().filter(|v| v.label != variable.label).cloned().collect();
    if !rest.is_empty() {
        return terms.products.iter().any(|other| same(other, &rest));
    }
    let is_factor = |label: &str| matches!(looked_up.get(label), Some(Values::Factor(_)));
    let mut alone = terms.products.iter().filter(|p| p.len() == 1).map(|p| &p[0].label);
    terms.intercept || alone.find(|label| is_factor(label)) != Some(&variable.label)
}

fn dummies(label: &str, factor: &Factor, contrasts: bool) -> Vec<DesignColumn> {
    let first = usize::from(contrasts);
    let column = |(code, level): (usize, &String)| DesignColumn {
        label: format!("{label}{level}"),
        values: factor.codes.iter().map(|&c| if c == code { 1.0 } else { 0.0 }).collect(),
    };
    factor.levels.iter().enumerate().skip(first).map(column).collect()
}

/// Products of columns, the left one running fastest.
fn interaction(left: &[DesignColumn], right: &[DesignColumn]) -> Vec<DesignColumn> {
    let pairs = right.iter().flat_map(|b| left.iter().map(move |a| (a, b)));
    pairs
        .map(|(a, b)| DesignColumn {
            label: format!("{}:{}", a.label, b.label),
            values: a.values.iter().zip(&b.values).map(|(x, y)| x * y).collect(),
        })
        .collect()
}
