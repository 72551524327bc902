//! A CSV file as lines of cells, each with its place; what cannot be read becomes a finding.

use csv::{ByteRecord, ReaderBuilder};

use super::finding::{Finding, Problem, SourceFile};

/// A file's header and lines.
pub(super) struct Lines {
    pub(super) header: Vec<String>,
    pub(super) lines: Vec<Line>,
}

/// One line.
pub(super) struct Line {
    pub(super) number: u64,
    cells: Vec<String>,
}

impl Line {
    /// A cell without the spaces around it; empty and `NA` are both empty.
    pub(super) fn cell(&self, column: usize) -> &str {
        let cell = self.cells.get(column).map_or("", |cell| cell.trim());
        if cell == "NA" { "" } else { cell }
    }
}

impl Lines {
    /// Reads a file; lines that cannot be read are left out and found.
    pub(super) fn read(bytes: &[u8], delimiter: u8, file: SourceFile, findings: &mut Vec<Finding>) -> Self {
        let mut found = |line, problem| findings.push(Finding { file, line, column: None, problem });
        // Spreadsheets put a byte order mark before the first name.
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bytes);
        let mut header: Option<Vec<String>> = None;
        let mut lines = Vec::new();
        let mut record = ByteRecord::new();
        loop {
            match reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => {
                    found(reader.position().line(), Problem::Unreadable);
                    break;
                }
            }
            let number = record.position().map_or(0, csv::Position::line);
            let cells: Result<Vec<String>, _> = record.iter().map(|cell| String::from_utf8(cell.to_vec())).collect();
            let Ok(cells) = cells else {
                found(number, Problem::Unreadable);
                continue;
            };
            match &header {
                None => header = Some(cells.iter().map(|name| name.trim().to_owned()).collect()),
                Some(names) if names.len() != cells.len() => {
                    found(number, Problem::Cells { expected: names.len(), found: cells.len() });
                }
                Some(_) => lines.push(Line { number, cells }),
            }
        }
        if lines.is_empty() {
            found(1, Problem::NoRows);
        }
        Self { header: header.unwrap_or_default(), lines }
    }
}
