//! From the file to the table: every name is looked up in the header before a row is decoded.

use std::path::Path;

use peil_stats::data::{Column, Table};
use peil_stats::model::ModelError;

use super::caution::CautionRow;
use super::error::FitCommandError;
use super::nearest::nearest;
use super::settings::Settings;
use crate::cli::{progress::Phase, table::CsvFile};

/// Columns that a message lists before it says how many there are beside.
const LISTED: usize = 30;

/// What the models see, and the file behind it, for messages with their lines.
#[derive(Debug)]
pub(super) struct Observation {
    pub(super) file: CsvFile,
    pub(super) table: Table,
}

/// Reads the columns that the formulas and options name.
pub(super) fn observe(path: &Path, settings: &Settings) -> Result<Observation, FitCommandError> {
    let phase = Phase::begin("reading");
    let file = CsvFile::open(path)?;
    separated_by_commas(path, file.header())?;
    let wanted = wanted(&file, settings)?;
    let table = file.table(&wanted, &mut |part| phase.at(part))?;
    if table.rows() == 0 {
        return Err(FitCommandError::NoRows { path: file.path().to_owned() });
    }
    Ok(Observation { file, table })
}

/// The columns to read, each known to be there.
fn wanted<'s>(file: &CsvFile, settings: &'s Settings) -> Result<Vec<&'s str>, FitCommandError> {
    let known = |name: &str| file.header().iter().any(|column| column == name);
    let mut wanted: Vec<&str> = Vec::new();
    for (index, formula) in settings.formulas.iter().enumerate() {
        for (name, position) in formula.columns() {
            // A factor of weighted memberships need not be a column of the data.
            let weighted = settings.memberships.iter().any(|membership| membership.factor == name);
            if !known(name) && !weighted {
                let (known, name) = (listed(file.header(), name), name.to_owned());
                let error = ModelError::UnknownColumn { name, position, known }.into();
                return Err(settings.of_formula(index, error));
            }
            wanted.push(name);
        }
    }
    let levels = settings.levels.keys().map(|name| ("--levels", name));
    for (option, name) in levels.chain(settings.other_columns.iter().map(|(option, name)| (*option, name))) {
        if !known(name) {
            let known = listed(file.header(), name);
            return Err(FitCommandError::UnknownColumn { option, name: name.clone(), known });
        }
        wanted.push(name);
    }
    match settings.unused() {
        None => Ok(wanted),
        Some(unused) => Err(unused),
    }
}

fn listed(header: &[String], typed: &str) -> String {
    let mut text = header.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if let Some(more) = header.len().checked_sub(LISTED).filter(|more| *more > 0) {
        text.push_str(&format!(" and {more} more"));
    }
    if let Some(name) = nearest(typed, header) {
        text.push_str(&format!("; is `{name}` meant?"));
    }
    text
}

/// A single column whose name holds a separator is a file of another kind, whatever the formula says.
fn separated_by_commas(path: &Path, header: &[String]) -> Result<(), FitCommandError> {
    let [name] = header else { return Ok(()) };
    let separator = match name {
        name if name.contains(';') => "semicolons",
        name if name.contains('\t') => "tabs",
        _ => return Ok(()),
    };
    Err(FitCommandError::Separator { path: path.display().to_string(), name: name.clone(), separator })
}

impl Observation {
    /// Columns of numbers that a few texts make categorical: each distinct number is a level then, which is rarely meant.
    pub(super) fn cautions(&self, settings: &Settings) -> Vec<CautionRow> {
        let categorical = |name: &&str| match self.table.column(name) {
            Some(Column::Factor(factor)) => {
                let numbers = factor.levels().iter().filter(|level| level.parse::<f64>().is_ok()).count();
                2 * numbers > factor.levels().len() && !settings.levels.contains_key(*name)
            }
            _ => false,
        };
        let caution = |name: &str| {
            let first = self.file.first_text(name)?;
            let message = format!(
                "column `{name}` is taken for categories, because line {} of {} holds text among {} numbers: correct it, or \
                 leave it empty if the value is missing",
                first.line,
                self.file.path(),
                first.numbers
            );
            Some(CautionRow { kind: "numbers_as_categories", message })
        };
        settings.effects().into_iter().filter(categorical).filter_map(caution).collect()
    }
}
