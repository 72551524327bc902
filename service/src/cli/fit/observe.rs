//! From the file to the table: every name is looked up in the header before a row is decoded.

use std::path::Path;

use peil_stats::data::Table;
use peil_stats::model::ModelError;

use super::error::FitCommandError;
use super::settings::Settings;
use crate::cli::{progress::Phase, table::CsvFile};

/// Columns that a message lists before it says how many there are beside.
const LISTED: usize = 30;

/// Reads the columns that the formulas and options name.
pub(super) fn observe(path: &Path, settings: &Settings) -> Result<Table, FitCommandError> {
    let phase = Phase::begin("reading");
    let file = CsvFile::open(path)?;
    separated_by_commas(path, file.header())?;
    let known = |name: &str| file.header().iter().any(|column| column == name);
    let mut wanted: Vec<&str> = Vec::new();
    for (index, formula) in settings.formulas.iter().enumerate() {
        for (name, position) in formula.columns() {
            // A factor of weighted memberships need not be a column of the data.
            let weighted = settings.memberships.iter().any(|membership| membership.factor == name);
            if !known(name) && !weighted {
                let (name, known) = (name.to_owned(), listed(file.header()));
                let error = ModelError::UnknownColumn { name, position, known }.into();
                return Err(settings.of_formula(index, error));
            }
            wanted.push(name);
        }
    }
    let levels = settings.levels.keys().map(|name| ("--levels", name));
    for (option, name) in levels.chain(settings.other_columns.iter().map(|(option, name)| (*option, name))) {
        if !known(name) {
            return Err(FitCommandError::UnknownColumn { option, name: name.clone(), known: listed(file.header()) });
        }
        wanted.push(name);
    }
    Ok(file.table(&wanted, &mut |part| phase.at(part))?)
}

fn listed(header: &[String]) -> String {
    let first = header.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match header.len().saturating_sub(LISTED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
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
