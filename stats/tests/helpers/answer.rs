//! One stored answer: the model it is of, and the numbers in it.

use std::collections::BTreeMap;
use std::path::Path;

use peil_stats::data::Table;
use peil_stats::model::{Formula, Model};
use serde_json::Value;

use super::{Records, column};

pub fn read(file: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

pub fn model_of(folder: &Path, answer: &Value) -> Result<Model, String> {
    let formula = Formula::parse(answer["formula"].as_str().unwrap()).map_err(|e| e.to_string())?;
    Model::build(&derived_table_of(folder, answer)?, &formula, &levels_of(answer)).map_err(|e| e.to_string())
}

/// The data of an answer by the name in it.
pub fn table_of(folder: &Path, answer: &Value) -> Table {
    Records::read(&folder.join("data").join(answer["data"].as_str().unwrap())).table()
}

/// With the column that the answer defines: `name = column`, `name = column - number`, `name = column/number`.
pub fn derived_table_of(folder: &Path, answer: &Value) -> Result<Table, String> {
    let table = table_of(folder, answer);
    let Some(text) = answer["derived_columns"].as_str() else { return Ok(table) };
    let (name, definition) = text.split_once('=').ok_or(text)?;
    let part = |sign: char| {
        let (name, number) = definition.split_once(sign)?;
        Some((name.trim(), number.trim().parse::<f64>().ok()))
    };
    let (from, minus, over) = match (part('-'), part('/')) {
        (Some((from, number)), _) => (from, number.ok_or(text)?, 1.0),
        (_, Some((from, number))) => (from, 0.0, number.ok_or(text)?),
        _ => (definition.trim(), 0.0, 1.0),
    };
    table.column(from).ok_or(text)?;
    let values = column(&table, from).into_iter().map(|x| (x - minus) / over).collect();
    table.with_number(name.trim(), values).map_err(|e| e.to_string())
}

/// The order of levels of each factor; the first is the reference.
pub fn levels_of(answer: &Value) -> BTreeMap<String, Vec<String>> {
    let stored = answer["factor_levels"].as_object();
    stored.into_iter().flatten().map(|(name, order)| (name.clone(), strings(order))).collect()
}

pub fn relative(found: f64, expected: f64) -> f64 {
    (found - expected).abs() / expected.abs()
}

pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

/// Numbers of a list; one number is a list of one.
pub fn numbers(value: &Value) -> Vec<f64> {
    match value.as_array() {
        Some(values) => values.iter().map(number).collect(),
        None => vec![number(value)],
    }
}

pub fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect()
}
