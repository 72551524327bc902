//! Which columns of a file are which.

use super::error::SignalsError;
use crate::cli::table::CsvFile;

/// The columns of the contract, in the order in which they are told.
const KNOWN: [&str; 11] =
    ["client", "group", "session", "week", "score", "attended", "ended", "process", "planned_end", "asked", "date"];

/// The places of the columns in the file; those that it lacks are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) client: usize,
    pub(super) score: usize,
    pub(super) group: Option<usize>,
    pub(super) session: Option<usize>,
    pub(super) week: Option<usize>,
    pub(super) attended: Option<usize>,
    pub(super) ended: Option<usize>,
    pub(super) process: Option<usize>,
    pub(super) planned_end: Option<usize>,
    pub(super) asked: Option<usize>,
    pub(super) date: Option<usize>,
    /// Items of the instrument with their places.
    pub(super) items: Vec<(String, usize)>,
}

impl Columns {
    /// Finds them; `renamed` pairs a name of the contract with the file's own.
    ///
    /// # Errors
    /// [`SignalsError`] for a name that is no column, or a column that must be there.
    pub(super) fn find(file: &CsvFile, renamed: &[(String, String)], items: &[&str]) -> Result<Self, SignalsError> {
        let header = file.header();
        let known = || header.join(", ");
        checked(file, renamed, &KNOWN)?;
        let place = |name: &str| place_under(file, renamed, name);
        let needed = |name: &'static str| {
            place(name).ok_or_else(|| SignalsError::MissingColumn {
                path: file.path().to_owned(),
                name,
                known: known(),
            })
        };
        let (session, week) = (place("session"), place("week"));
        if session.is_none() {
            // Without either nothing is in order.
            week.map_or_else(|| needed("session"), Ok)?;
        }
        Ok(Self {
            client: needed("client")?,
            score: needed("score")?,
            group: place("group"),
            session,
            week,
            attended: place("attended"),
            ended: place("ended"),
            process: place("process"),
            planned_end: place("planned_end"),
            asked: place("asked"),
            date: place("date"),
            items: items.iter().filter_map(|item| Some(((*item).to_owned(), place_of(header, item)?))).collect(),
        })
    }
}

/// Checks that a file is separated by commas, and that every renamed column is one of it for one of the `names` that are read.
///
/// # Errors
/// [`SignalsError`] for the first that is not.
pub(in crate::cli) fn checked(
    file: &CsvFile,
    renamed: &[(String, String)],
    names: &[&str],
) -> Result<(), SignalsError> {
    let header = file.header();
    if let [only] = header
        && let Some(separator) = only.chars().find(|sign| [';', '\t'].contains(sign))
    {
        let separator = if separator == ';' { "semicolons" } else { "tabs" };
        return Err(SignalsError::Separator { path: file.path().to_owned(), separator });
    }
    for (name, column) in renamed {
        if !names.contains(&name.as_str()) {
            return Err(SignalsError::UnknownName { name: name.clone(), known: names.join(", ") });
        }
        if renamed.iter().filter(|(other, _)| other == name).count() > 1 {
            return Err(SignalsError::NamedTwice { name: name.clone() });
        }
        if !header.contains(column) {
            return Err(SignalsError::NoSuchColumn { column: column.clone(), known: header.join(", ") });
        }
    }
    Ok(())
}

/// Where the column of this name stands, by its own name or by the one that it was given.
pub(in crate::cli) fn place_under(file: &CsvFile, renamed: &[(String, String)], name: &str) -> Option<usize> {
    let own = renamed.iter().find(|(of, _)| of == name).map_or(name, |(_, column)| column.as_str());
    place_of(file.header(), own)
}

fn place_of(header: &[String], item: &str) -> Option<usize> {
    header.iter().position(|column| column == item)
}
