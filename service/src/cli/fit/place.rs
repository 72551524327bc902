//! Errors of the statistics, which know a row or a column, with the line of the file. No message tells what stands there:
//! it may be somebody's answer.

use peil_stats::glmm::GlmmError;
use peil_stats::model::ModelError;

use super::arguments::FamilyName;
use super::error::FitCommandError;
use super::settings::Settings;
use crate::cli::table::{CsvFile, Looks};

/// The same error with its place in the file, where it has one.
pub(super) fn placed(error: FitCommandError, file: &CsvFile, settings: &Settings) -> FitCommandError {
    let path = || file.path().to_owned();
    match error {
        FitCommandError::Compared { index, source } => {
            FitCommandError::Compared { index, source: Box::new(placed(*source, file, settings)) }
        }
        FitCommandError::Model(error) | FitCommandError::Binomial(GlmmError::Model(error)) => {
            of_model(error, file, settings)
        }
        FitCommandError::Binomial(GlmmError::NotBinary { row, .. }) => {
            FitCommandError::NotBinary { path: path(), line: line(file, row) }
        }
        FitCommandError::Binomial(GlmmError::BadCounts { row, .. }) => {
            FitCommandError::BadCounts { path: path(), line: line(file, row) }
        }
        FitCommandError::Binomial(GlmmError::UnknownTrials { name }) => {
            text(file, &name, "--trials", false).unwrap_or(FitCommandError::Binomial(GlmmError::UnknownTrials { name }))
        }
        other => other,
    }
}

fn of_model(error: ModelError, file: &CsvFile, settings: &Settings) -> FitCommandError {
    let found = match &error {
        ModelError::TextInArithmetic { name, position } => {
            let events = settings.family == FamilyName::Binomial && settings.is_response(*position);
            text(file, name, &format!("the formula (position {position})"), events)
        }
        ModelError::WeightsNotNumbers { column } => text(file, column, "--weights", false),
        ModelError::TimeNotNumbers { column } => text(file, column, "--correlation", false),
        ModelError::NotFinite { row, .. }
        | ModelError::WeightNotPositive { row, .. }
        | ModelError::TimeNotWhole { row, .. }
        | ModelError::SameTime { second: row, .. } => {
            let (path, line) = (file.path().to_owned(), line(file, *row));
            return FitCommandError::At { path, line, source: error };
        }
        _ => None,
    };
    found.unwrap_or(FitCommandError::Model(error))
}

/// The first text of a column where numbers are needed; `events` where it says whether something happened.
pub(super) fn text(file: &CsvFile, column: &str, needed_by: &str, events: bool) -> Option<FitCommandError> {
    let first = file.first_text(column)?;
    let remedy = match first.looks {
        Looks::DecimalComma => "write decimals with a point, 12.5",
        // Half a membership is none: a row without weight is refused too.
        _ if needed_by == "--membership" => "correct the field, or take the row out",
        Looks::Missing => "leave the field empty, or write NA, where the value is missing",
        _ if events => "write 1 where the event happened (yes, ja) and 0 where it did not",
        Looks::YesOrNo => "write 1 for yes and 0 for no",
        Looks::Other if first.numbers == 0 => "name a column of numbers, or write numbers for the texts",
        Looks::Other => "correct the field, or leave it empty if the value is missing",
    };
    let count = match (first.texts, first.numbers) {
        (_, 0) => "every value of the column".to_owned(),
        (1, _) => "the only such value of the column".to_owned(),
        (texts, numbers) => format!("the first of {texts} such values among {}", texts + numbers),
    };
    let (path, line, column, needed_by) = (file.path().to_owned(), first.line, column.to_owned(), needed_by.to_owned());
    Some(FitCommandError::NotANumber { path, line, column, needed_by, count, remedy })
}

/// The line of a row.
pub(super) fn line(file: &CsvFile, row: usize) -> usize {
    // A row that a table has is a row of its file.
    file.line_of(row).unwrap_or(row + 1)
}
