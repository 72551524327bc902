//! What the tests against stored answers share: where they lie, how a model is made of one, and the tally.

#![allow(dead_code, clippy::unwrap_used, clippy::panic, unreachable_pub)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use peil_stats::data::{Column, Table};
use peil_stats::model::{Formula, Model};
use serde_json::Value;

/// What was compared, how far off at worst (as a share of what is allowed), and what was left out.
#[derive(Default)]
pub struct Tally {
    pub matched: usize,
    pub numbers: usize,
    pub skipped: Vec<String>,
    pub failures: Vec<String>,
    pub worst: BTreeMap<&'static str, (f64, String, usize)>,
}

impl Tally {
    pub fn check(&mut self, what: &'static str, id: &str, deviation: f64, allowed: f64) {
        let share = deviation / allowed;
        self.numbers += 1;
        let worst = self.worst.entry(what).or_insert((0.0, String::new(), 0));
        worst.2 += 1;
        if share > worst.0 || share.is_nan() {
            (worst.0, worst.1) = (share, id.to_owned());
        }
        if share.is_nan() || share > 1.0 {
            self.failures.push(format!("{id}: {what} off by {deviation:.3e}, allowed {allowed:.3e}"));
        }
    }

    pub fn print(&self) {
        println!("matched {} fits, {} numbers; worst share of what is allowed:", self.matched, self.numbers);
        for (what, (share, id, count)) in &self.worst {
            println!("  {what:<28} {count:5} numbers {share:9.2e}  {id}");
        }
        for line in &self.skipped {
            println!("  skipped {line}");
        }
        for line in &self.failures {
            println!("  FAILED {line}");
        }
    }
}

/// The sets that the repository carries.
pub fn carried() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

/// The folder of the whole collection, where it is.
pub fn collection() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("PEIL_SHARED").map_or_else(beside, PathBuf::from).join("reference");
    if !folder.is_dir() {
        println!("skipped: the collection is not at {}", folder.display());
        return None;
    }
    Some(folder)
}

/// Every stored answer of a folder by its name.
pub fn answers(folder: &Path) -> Vec<(String, Value)> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder.join("fits")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| (file.file_stem().unwrap().to_string_lossy().into_owned(), read(file))).collect()
}

pub fn read(file: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

pub fn model_of(folder: &Path, answer: &Value) -> Result<Model, String> {
    let table = with_derived(table_of(folder, answer), &answer["derived_columns"])?;
    let formula = Formula::parse(answer["formula"].as_str().unwrap()).map_err(|e| e.to_string())?;
    let mut levels = BTreeMap::new();
    for (column, order) in answer["factor_levels"].as_object().unwrap() {
        levels.insert(column.clone(), strings(order));
    }
    Model::build(&table, &formula, &levels).map_err(|e| e.to_string())
}

pub fn table_of(folder: &Path, answer: &Value) -> Table {
    let path = folder.join("data").join(answer["data"].as_str().unwrap());
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<Vec<String>> = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    Table::from_records(&header, &rows).unwrap()
}

/// `name = column`, `name = column - number`, `name = column/number`.
fn with_derived(table: Table, derived: &Value) -> Result<Table, String> {
    let Some(text) = derived.as_str() else { return Ok(table) };
    let (name, definition) = text.split_once('=').ok_or(text)?;
    let definition = definition.trim();
    let (column, change): (&str, Box<dyn Fn(f64) -> f64>) = if let Some((c, k)) = definition.split_once('-') {
        let k: f64 = k.trim().parse().map_err(|_| text.to_owned())?;
        (c.trim(), Box::new(move |x| x - k))
    } else if let Some((c, k)) = definition.split_once('/') {
        let k: f64 = k.trim().parse().map_err(|_| text.to_owned())?;
        (c.trim(), Box::new(move |x| x / k))
    } else {
        (definition, Box::new(|x| x))
    };
    let Some(Column::Number(values)) = table.column(column) else { return Err(text.to_owned()) };
    let values = values.iter().map(|&x| change(x)).collect();
    table.with_number(name.trim(), values).map_err(|e| e.to_string())
}

pub fn relative(found: f64, expected: f64) -> f64 {
    (found - expected).abs() / expected.abs()
}

pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

pub fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect()
}
