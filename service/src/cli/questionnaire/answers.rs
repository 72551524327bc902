//! Answers in a CSV file: one form a row, a column for each item, and columns to know the rows by.

use std::path::Path;

use peil_questionnaires::{Answer, Answers, Decimal, Instrument, Item, Scale};

use super::error::QuestionnaireError;
use crate::cli::table::CsvFile;

/// A file of answers, all of it read and found right.
pub(super) struct AnswerFile {
    /// The names of the columns that are no items, in the order of the file.
    pub(super) kept: Vec<String>,
    /// The rows, in the order of the file.
    pub(super) rows: Vec<AnswerRow>,
}

/// One form.
pub(super) struct AnswerRow {
    /// The line of the file.
    pub(super) line: usize,
    /// What stands in the columns that are no items.
    pub(super) kept: Vec<String>,
    /// The answers.
    pub(super) answers: Answers,
}

/// A column of answers.
struct Column<'a> {
    place: usize,
    item: &'a Item,
}

impl AnswerFile {
    /// Reads the answers to an instrument; `taken` are names that a kept column may not have.
    ///
    /// # Errors
    ///
    /// [`QuestionnaireError`] with every field that is wrong, by line and column and never by what stands there.
    pub(super) fn read(path: &Path, instrument: &Instrument, taken: &[String]) -> Result<Self, QuestionnaireError> {
        let file = CsvFile::open(path)?;
        let (columns, kept) = columns(&file, instrument, taken)?;
        let (mut rows, mut faults) = (Vec::new(), Vec::new());
        file.each_row(&mut |row| match answers(instrument, &columns, &row.fields) {
            Ok(answers) => {
                let line = row.line;
                let kept = kept.iter().map(|(place, _)| row.fields[*place].to_owned()).collect();
                rows.push(AnswerRow { line, kept, answers });
            }
            Err(wrong) => {
                let place = format!("{}, line {}", file.path(), row.line);
                faults.extend(wrong.iter().map(|(column, remedy)| format!("{place}: column `{column}`: {remedy}")));
            }
        })?;
        if faults.is_empty() {
            Ok(Self { kept: kept.into_iter().map(|(_, name)| name).collect(), rows })
        } else {
            Err(QuestionnaireError::Fields(faults))
        }
    }

    /// The place among the kept columns of one that was named.
    ///
    /// # Errors
    ///
    /// [`QuestionnaireError::Header`] when there is none.
    pub(super) fn kept_place(&self, path: &Path, name: &str) -> Result<usize, QuestionnaireError> {
        self.kept.iter().position(|kept| kept == name).ok_or_else(|| QuestionnaireError::Header {
            path: path.display().to_string(),
            message: format!(
                "there is no column `{name}` beside the items; those beside them: {}",
                or_none(&self.kept)
            ),
        })
    }
}

fn or_none(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

type Kept = Vec<(usize, String)>;

/// The columns of the items, and the others.
fn columns<'a>(
    file: &CsvFile,
    instrument: &'a Instrument,
    taken: &[String],
) -> Result<(Vec<Column<'a>>, Kept), QuestionnaireError> {
    let wrong = |message: String| QuestionnaireError::Header { path: file.path().to_owned(), message };
    let (mut columns, mut kept) = (Vec::new(), Vec::new());
    for (place, name) in file.header().iter().enumerate() {
        match instrument.item(name) {
            Some(item) => columns.push(Column { place, item }),
            None if taken.contains(name) => {
                return Err(wrong(format!("the result has a column `{name}` of its own; give this one another name")));
            }
            None => kept.push((place, name.clone())),
        }
    }
    // Words are neither scored nor watched; without a column they are open.
    let needed = instrument.items().iter().filter(|item| !item.scale().is_text());
    let missing: Vec<&str> =
        needed.map(Item::id).filter(|id| !columns.iter().any(|column| column.item.id() == *id)).collect();
    if missing.is_empty() {
        return Ok((columns, kept));
    }
    Err(wrong(format!(
        "there is no column for {} of {}; name the columns by the ids of the items, and leave fields empty where an item \
         was left open",
        missing.join(", "),
        instrument.id()
    )))
}

/// A column, and what to do about its field.
type Wrong = (String, String);

fn answers(instrument: &Instrument, columns: &[Column<'_>], fields: &[&str]) -> Result<Answers, Vec<Wrong>> {
    let (mut given, mut wrong) = (Vec::new(), Vec::new());
    for Column { place, item } in columns {
        let field = fields[*place];
        if field.is_empty() || field == "NA" {
            continue;
        }
        match answer(item, field) {
            Some(answer) => given.push((item.id(), answer)),
            None => wrong.push((item.id().to_owned(), remedy(item, field))),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    // Each answer was looked at and each column is there once: nothing is left to be refused.
    Answers::mixed(instrument, given).map_err(|_| Vec::new())
}

fn answer(item: &Item, field: &str) -> Option<Answer> {
    if item.scale().is_text() {
        item.scale().accept_text(field).ok()?;
        return Some(Answer::Text(field.to_owned()));
    }
    let value: Decimal = field.parse().ok()?;
    item.scale().accept(value).ok()?;
    Some(Answer::Number(value))
}

fn remedy(item: &Item, field: &str) -> String {
    let number = field.parse::<Decimal>().is_ok();
    if !number && field.matches(',').count() == 1 && field.replace(',', ".").parse::<Decimal>().is_ok() {
        return "this number has a decimal comma; write a point".to_owned();
    }
    let wanted = match item.scale() {
        Scale::Choice { options } => {
            let values: Vec<String> = options.iter().map(|option| option.value().to_string()).collect();
            format!("an answer here is one of {}", values.join(", "))
        }
        Scale::Vas { min, max, step, .. } | Scale::Number { min, max, step } => {
            format!("an answer here is a number from {min} to {max} in steps of {step}")
        }
        Scale::Text { max_length } => format!("there is room for {max_length} characters"),
    };
    format!("this is no answer to the item; {wanted}; leave the field empty if the item was left open")
}
