//! Where the mapping's columns stand in a file.

use super::finding::{Finding, Problem, SourceFile};

/// Finds columns by name in one file's header.
pub(super) struct Columns<'h> {
    header: &'h [String],
    file: SourceFile,
}

impl<'h> Columns<'h> {
    pub(super) fn new(header: &'h [String], file: SourceFile) -> Self {
        Self { header, file }
    }

    /// The place of a column; none, with a finding, when there is not exactly one of that name.
    pub(super) fn place(&self, name: &str, findings: &mut Vec<Finding>) -> Option<usize> {
        let mut places = self.header.iter().enumerate().filter(|(_, column)| *column == name).map(|(place, _)| place);
        let problem = match (places.next(), places.next()) {
            (Some(place), None) => return Some(place),
            (Some(_), Some(_)) => Problem::TwoColumns,
            (None, _) => Problem::NoSuchColumn,
        };
        findings.push(Finding { file: self.file, line: 1, column: Some(name.to_owned()), problem });
        None
    }
}
