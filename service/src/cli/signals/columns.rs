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
        if let [only] = header
            && let Some(separator) = only.chars().find(|sign| [';', '\t'].contains(sign))
        {
            let separator = if separator == ';' { "semicolons" } else { "tabs" };
            return Err(SignalsError::Separator { path: file.path().to_owned(), separator });
        }
        for (name, column) in renamed {
            if !KNOWN.contains(&name.as_str()) {
                return Err(SignalsError::UnknownName { name: name.clone(), known: KNOWN.join(", ") });
            }
            if renamed.iter().filter(|(other, _)| other == name).count() > 1 {
                return Err(SignalsError::NamedTwice { name: name.clone() });
            }
            if !header.contains(column) {
                return Err(SignalsError::NoSuchColumn { column: column.clone(), known: known() });
            }
        }
        let place = |name: &str| {
            let own = renamed.iter().find(|(of, _)| of == name).map_or(name, |(_, column)| column.as_str());
            header.iter().position(|column| column == own)
        };
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

fn place_of(header: &[String], item: &str) -> Option<usize> {
    header.iter().position(|column| column == item)
}
