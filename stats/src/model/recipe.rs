//! How the design columns of a model are made again, for the rows of another table.
//!
//! A model keeps no rows. What predictions need of its columns is their recipe: each column as a product of numbers and
//! indicators of levels, with the levels, their order and their reference as the model's own rows had them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::design::{INTERCEPT, has_margin};
use super::expression::Expression;
use super::formula::Formula;
use super::terms::{Terms, Variable, VariableKind};
use crate::data::{Column, Factor, Table};

/// Why a model's columns cannot be made for another table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecipeError {
    /// A column that the formula uses is not in the table.
    #[error("column `{column}` is missing; the table has {known}; add it")]
    MissingColumn {
        /// The column.
        column: String,
        /// The columns there are.
        known: String,
    },
    /// Text where the model has numbers.
    #[error("column `{column}` holds text where the model was fitted to numbers; give numbers")]
    TextForNumber {
        /// The column.
        column: String,
    },
    /// Arithmetic without a finite result.
    #[error("row {row}: `{expression}` is not a finite number; correct the row or leave it out")]
    NotFinite {
        /// The expression.
        expression: String,
        /// Row, the first is 1.
        row: usize,
    },
    /// A level of a categorical column for which the model has no coefficient.
    #[error(
        "column `{column}`, row {row}: level `{level}` was not in the data of the model, which has {known}; leave the row out or fit again"
    )]
    UnseenLevel {
        /// The column.
        column: String,
        /// Row, the first is 1.
        row: usize,
        /// The level.
        level: String,
        /// The levels of the model.
        known: String,
    },
}

/// One variable of the formula: arithmetic on numbers, or a column with the levels that the model knows.
#[derive(Debug, Clone, PartialEq)]
enum Ingredient {
    Number(Expression),
    Levels { column: String, levels: Vec<String> },
}

/// A design column: the product of variables, each a number or the indicator of one of its levels.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ColumnRecipe {
    /// The name R gives it.
    pub(crate) label: String,
    /// (place of the variable, level); the empty product is the column of ones.
    product: Vec<(usize, Option<u32>)>,
}

/// The design columns of one random term and the columns whose combination is its grouping factor.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RandomRecipe {
    /// The factor's name: the columns' names joined by `:`.
    pub(crate) factor: String,
    /// Outer first.
    pub(crate) grouping: Vec<String>,
    pub(crate) columns: Vec<ColumnRecipe>,
}

/// The design columns of a whole model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Recipe {
    ingredients: Vec<Ingredient>,
    /// All columns of the formula, those left out as collinear included.
    pub(crate) fixed: Vec<ColumnRecipe>,
    /// In the formula's order.
    pub(crate) random: Vec<RandomRecipe>,
}

impl Recipe {
    /// `levels` tells of each variable the levels it has in the model's rows, reference first; `None` for numbers.
    ///
    /// # Errors
    /// Those of `levels`.
    pub(super) fn new<E>(
        formula: &Formula,
        mut levels: impl FnMut(&Variable) -> Result<Option<Vec<String>>, E>,
    ) -> Result<Self, E> {
        let sides = || std::iter::once(&formula.fixed).chain(formula.random.iter().map(|random| &random.terms));
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut ingredients = Vec::new();
        for variable in sides().flat_map(|terms| &terms.products).flatten() {
            if !places.contains_key(variable.label.as_str()) {
                places.insert(&variable.label, ingredients.len());
                ingredients.push(Ingredient::of(variable, levels(variable)?));
            }
        }
        let pantry = Pantry { places, ingredients: &ingredients };
        let fixed = pantry.columns(&formula.fixed);
        let random = formula.random.iter().map(|random| {
            let grouping: Vec<String> = random.grouping.iter().map(|(name, _)| name.clone()).collect();
            RandomRecipe { factor: grouping.join(":"), grouping, columns: pantry.columns(&random.terms) }
        });
        let random = random.collect();
        Ok(Self { fixed, random, ingredients })
    }

    /// The columns of a random term over a factor.
    pub(crate) fn term(&self, factor: &str, labels: &[String]) -> &[ColumnRecipe] {
        let same = |recipe: &&RandomRecipe| {
            recipe.factor == factor && recipe.columns.iter().map(|column| &column.label).eq(labels)
        };
        self.random.iter().find(same).map_or(&[], |recipe| &recipe.columns)
    }

    /// The columns whose combination is a grouping factor, outer first.
    pub(crate) fn grouping(&self, factor: &str) -> &[String] {
        self.random.iter().find(|recipe| recipe.factor == factor).map_or(&[], |recipe| &recipe.grouping)
    }

    /// Looks the variables up in a table; nothing is taken from the response.
    pub(crate) fn prepare(&self, table: &Table) -> Result<Prepared, RecipeError> {
        let values = self.ingredients.iter().map(|ingredient| ingredient.values(table)).collect::<Result<_, _>>()?;
        Ok(Prepared { values })
    }
}

impl Ingredient {
    fn of(variable: &Variable, levels: Option<Vec<String>>) -> Self {
        match (&variable.kind, levels) {
            (VariableKind::Arithmetic(expression), _) => Self::Number(expression.clone()),
            (VariableKind::Column(name), None) => {
                Self::Number(Expression::Column { name: name.clone(), position: variable.position })
            }
            (VariableKind::Column(name) | VariableKind::Factor(name), levels) => {
                Self::Levels { column: name.clone(), levels: levels.unwrap_or_default() }
            }
        }
    }

    fn values(&self, table: &Table) -> Result<Values, RecipeError> {
        match self {
            Self::Number(expression) => Ok(Values::Number(numbers(expression, table)?)),
            Self::Levels { column, levels } => {
                let place: BTreeMap<&str, u32> = levels.iter().map(String::as_str).zip(0..).collect();
                let code = |(row, level): (usize, Option<Cow<'_, str>>)| match level {
                    None => Ok(Factor::MISSING),
                    Some(level) => place.get(level.as_ref()).copied().ok_or_else(|| RecipeError::UnseenLevel {
                        column: column.clone(),
                        row: row + 1,
                        level: level.into_owned(),
                        known: levels.join(", "),
                    }),
                };
                Ok(Values::Codes(labels(table, column)?.enumerate().map(code).collect::<Result<_, _>>()?))
            }
        }
    }
}

/// The variables by their labels while columns are put together.
struct Pantry<'a> {
    places: BTreeMap<&'a str, usize>,
    ingredients: &'a [Ingredient],
}

impl Pantry<'_> {
    /// The columns of one set of terms, named and ordered as the model's.
    fn columns(&self, terms: &Terms) -> Vec<ColumnRecipe> {
        let one = || ColumnRecipe { label: INTERCEPT.to_owned(), product: Vec::new() };
        let mut columns: Vec<ColumnRecipe> = terms.intercept.then(one).into_iter().collect();
        for product in &terms.products {
            let coded = product.iter().map(|variable| self.coded(terms, product, variable));
            columns.extend(coded.reduce(|left, right| interaction(&left, &right)).unwrap_or_default());
        }
        columns
    }

    fn coded(&self, terms: &Terms, product: &[Variable], variable: &Variable) -> Vec<ColumnRecipe> {
        let place = self.places[variable.label.as_str()];
        match &self.ingredients[place] {
            Ingredient::Number(_) => {
                vec![ColumnRecipe { label: variable.label.clone(), product: vec![(place, None)] }]
            }
            Ingredient::Levels { levels, .. } => {
                let is_factor = |label: &str| matches!(self.ingredients[self.places[label]], Ingredient::Levels { .. });
                let first = usize::from(has_margin(terms, product, variable, is_factor));
                let column = |(level, code): (&String, u32)| ColumnRecipe {
                    label: format!("{}{level}", variable.label),
                    product: vec![(place, Some(code))],
                };
                levels.iter().zip(0..).skip(first).map(column).collect()
            }
        }
    }
}

/// Products of columns, the left one running fastest.
fn interaction(left: &[ColumnRecipe], right: &[ColumnRecipe]) -> Vec<ColumnRecipe> {
    let pairs = right.iter().flat_map(|b| left.iter().map(move |a| (a, b)));
    pairs
        .map(|(a, b)| ColumnRecipe {
            label: format!("{}:{}", a.label, b.label),
            product: a.product.iter().chain(&b.product).copied().collect(),
        })
        .collect()
}

enum Values {
    Number(Vec<f64>),
    Codes(Vec<u32>),
}

/// The variables of a recipe for the rows of one table.
pub(crate) struct Prepared {
    values: Vec<Values>,
}

impl Prepared {
    /// The value of a design column in a row, in the user's units; `NaN` where something is missing.
    pub(crate) fn value(&self, column: &ColumnRecipe, row: usize) -> f64 {
        let one = |&(place, level): &(usize, Option<u32>)| match (&self.values[place], level) {
            (Values::Number(values), _) => values[row],
            (Values::Codes(codes), _) if codes[row] == Factor::MISSING => f64::NAN,
            (Values::Codes(codes), level) => f64::from(u8::from(Some(codes[row]) == level)),
        };
        column.product.iter().map(one).product()
    }
}

/// A column of a table.
pub(crate) fn find<'a>(table: &'a Table, column: &str) -> Result<&'a Column, RecipeError> {
    let missing = || RecipeError::MissingColumn {
        column: column.to_owned(),
        known: table.names().collect::<Vec<_>>().join(", "),
    };
    table.column(column).ok_or_else(missing)
}

/// A column's texts, numbers written as a model writes them; `None` where missing.
pub(super) fn labels<'a>(
    table: &'a Table,
    column: &str,
) -> Result<Box<dyn Iterator<Item = Option<Cow<'a, str>>> + 'a>, RecipeError> {
    Ok(match find(table, column)? {
        // -0 and 0 are one level: adding 0 makes the sign go away.
        Column::Number(values) => Box::new(values.iter().map(|x| (!x.is_nan()).then(|| (x + 0.0).to_string().into()))),
        Column::Factor(factor) => Box::new((0..factor.codes().len()).map(|row| factor.text(row).map(Cow::Borrowed))),
    })
}

fn numbers(expression: &Expression, table: &Table) -> Result<Vec<f64>, RecipeError> {
    let mut columns: BTreeMap<&str, &[f64]> = BTreeMap::new();
    for (name, _) in expression.columns() {
        let Column::Number(values) = find(table, name)? else {
            return Err(RecipeError::TextForNumber { column: name.to_owned() });
        };
        if matches!(expression, Expression::Column { .. }) && values.iter().all(|value| !value.is_infinite()) {
            return Ok(values.clone());
        }
        columns.insert(name, values);
    }
    let value = |row: usize| {
        let value = expression.value(&|name| columns.get(name).map_or(f64::NAN, |values| values[row]));
        let missing = || columns.values().any(|values| values[row].is_nan());
        if value.is_finite() {
            Ok(value)
        } else if missing() {
            Ok(f64::NAN)
        } else {
            Err(RecipeError::NotFinite { expression: expression.label(), row: row + 1 })
        }
    };
    (0..table.rows()).map(value).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use super::super::columns::CompleteRows;
    use super::super::design::design;
    use super::*;

    fn table() -> Table {
        // Everything twice: more rows than the columns of any formula.
        let texts = |values: [&str; 8]| [values; 2].concat().iter().map(|value| Some((*value).to_owned())).collect();
        let numbers = |values: [f64; 8]| [values; 2].concat();
        let table = Table::new().with_number("y", (0..16).map(f64::from).collect()).unwrap();
        let table = table.with_number("x", numbers([0.5, 2.0, 3.0, 7.0, 1.0, 4.0, 6.0, 5.0])).unwrap();
        let table = table.with_number("k", numbers([1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 1.0, 2.0])).unwrap();
        let table = table.with_text("a", texts(["p", "q", "r", "q", "p", "r", "q", "p"])).unwrap();
        let table = table.with_text("b", texts(["u", "u", "v", "v", "u", "v", "u", "v"])).unwrap();
        table.with_text("g", texts(["1", "1", "2", "2", "3", "3", "4", "4"])).unwrap()
    }

    #[test]
    fn the_recipe_makes_the_columns_of_the_design() {
        let table = table();
        let order = BTreeMap::from([("a".to_owned(), vec!["r".to_owned(), "p".to_owned(), "q".to_owned()])]);
        for right in
            ["x * a", "0 + a + b", "a:b", "a * b - a", "I(x^2) + log(x):b", "factor(k) * x", "a:x", "b * factor(k) * x"]
        {
            let formula = Formula::parse(&format!("y ~ {right} + ({right} | g)")).unwrap();
            let rows = CompleteRows::new(&table, &formula, &[], &order, &[]).unwrap();
            let recipe = Recipe::new(&formula, |variable| rows.levels(variable)).unwrap();
            let prepared = recipe.prepare(&table).unwrap();
            for (terms, ours) in
                [(&formula.fixed, &recipe.fixed), (&formula.random[0].terms, &recipe.random[0].columns)]
            {
                let theirs = design(&rows, terms).unwrap();
                assert_eq!(theirs.len(), ours.len(), "{right}");
                for (theirs, ours) in theirs.iter().zip(ours) {
                    assert_eq!(theirs.label, ours.label, "{right}");
                    let found: Vec<f64> = (0..16).map(|row| prepared.value(ours, row)).collect();
                    assert_eq!(theirs.values.iter().collect::<Vec<f64>>(), found, "{right}: {}", ours.label);
                }
            }
        }
    }

    #[test]
    fn an_unseen_level_is_named_with_its_row_and_column() {
        let formula = Formula::parse("y ~ b + (1 | g)").unwrap();
        let recipe = Recipe::new(&formula, |_| Ok::<_, ()>(Some(vec!["u".to_owned()]))).unwrap();
        let error = recipe.prepare(&table()).err().unwrap();
        assert!(
            matches!(&error, RecipeError::UnseenLevel { column, row: 3, level, .. } if column == "b" && level == "v")
        );
    }
}
