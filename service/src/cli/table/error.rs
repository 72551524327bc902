//! Why a CSV file makes no table.

use peil_stats::data::TableError;

/// Why a CSV file makes no table. Each message names the file, the place and what to do.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// The file cannot be opened.
    #[error("{path}: {source}; is the name right?")]
    Open {
        /// The file.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// Not even a header.
    #[error("{path}: the file is empty; its first line must name the columns")]
    Empty {
        /// The file.
        path: String,
    },
    /// Another encoding.
    #[error("{path}, line {line}: this is not UTF-8; save the file as \"CSV UTF-8\"")]
    NotUtf8 {
        /// The file.
        path: String,
        /// Line of the file, the header is 1.
        line: usize,
    },
    /// Two columns of the same name.
    #[error("{path}: column `{name}` occurs twice in the header; give each column its own name")]
    DuplicateColumn {
        /// The file.
        path: String,
        /// The name.
        name: String,
    },
    /// A row with more or fewer fields than the header.
    #[error(
        "{path}, line {line} (row {row}): the fields here: {found}, in the header: {expected}; is a comma too many or too few, or a quote not closed?"
    )]
    Ragged {
        /// The file.
        path: String,
        /// Row, the first below the header is 1.
        row: u64,
        /// Line of the file, the header is 1.
        line: usize,
        /// Fields of the header.
        expected: usize,
        /// Fields of this row.
        found: usize,
    },
    /// A quoted field that goes on behind its closing quote.
    #[error(
        "{path}, line {line}: the field that begins with a quote goes on behind the closing quote; write a quote inside a quoted field twice, or take the quotes away"
    )]
    BehindQuote {
        /// The file.
        path: String,
        /// Line of the opening quote, the header is 1.
        line: usize,
    },
    /// A quoted field without end.
    #[error("{path}, line {line}: the quote that opens a field here is never closed; close it or take it away")]
    OpenQuote {
        /// The file.
        path: String,
        /// Line of the opening quote, the header is 1.
        line: usize,
    },
    /// Infinity, or `NaN`, among numbers.
    #[error(
        "{path}, line {line}: column `{name}`: this is not a finite number; correct it, or leave the field empty if the value is missing"
    )]
    NotFinite {
        /// The file.
        path: String,
        /// Line of the file, the header is 1.
        line: usize,
        /// The column.
        name: String,
    },
    /// The bytes cannot be cut into fields.
    #[error("{path}: {source}")]
    Fields {
        /// The file.
        path: String,
        /// What the reader says.
        source: csv::Error,
    },
    /// The columns make no table.
    #[error("{path}: {source}")]
    Table {
        /// The file.
        path: String,
        /// Column and row.
        source: TableError,
    },
}
