//! A table of named columns.

use std::collections::BTreeMap;

use super::factor::Factor;

/// The values of one column; a missing value is `NaN` in a number column and [`Factor::MISSING`] in a factor.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Numbers, `NaN` where missing.
    Number(Vec<f64>),
    /// Texts, each distinct one held once.
    Factor(Factor),
}

impl Column {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Number(values) => values.len(),
            Self::Factor(factor) => factor.codes().len(),
        }
    }

    /// Whether the column has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Why a table cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Two columns have the same name.
    #[error("column `{name}` occurs twice; give each column its own name")]
    DuplicateColumn {
        /// The name.
        name: String,
    },
    /// A column has another length than the columns before it.
    #[error("column `{name}` has {found} rows where the table has {expected}")]
    UnequalLength {
        /// The name of the column.
        name: String,
        /// Rows of the table so far.
        expected: usize,
        /// Rows of this column.
        found: usize,
    },
    /// An infinite value, or `NaN` in a file.
    #[error("column `{name}`, row {row}: this is not a finite number; use an empty cell for a missing value")]
    Infinite {
        /// The name of the column.
        name: String,
        /// Row, the first is 1 (the header is not counted).
        row: usize,
    },
    /// A record with another number of fields than the header.
    #[error("row {row} has {found} fields where the header has {expected}")]
    RaggedRecord {
        /// Row, the first is 1 (the header is not counted).
        row: usize,
        /// Fields of the header.
        expected: usize,
        /// Fields of this record.
        found: usize,
    },
    /// A code that stands for no level.
    #[error("row {row}: code {code} has no level, there are {levels}; give each code its text")]
    UnknownCode {
        /// Row, the first is 1.
        row: usize,
        /// The code.
        code: u32,
        /// Number of levels.
        levels: usize,
    },
    /// The same text stands for two codes.
    #[error("level `{level}` occurs twice among the levels of a factor; give each text one code")]
    DuplicateLevel {
        /// The text.
        level: String,
    },
}

/// Named columns of equal length.
///
/// ```
/// use peil_stats::data::Table;
/// let table = Table::new().with_number("week", vec![0.0, 1.0, f64::NAN])?;
/// assert_eq!(table.rows(), 3);
/// # Ok::<(), peil_stats::data::TableError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    columns: BTreeMap<String, Column>,
    rows: usize,
}

impl Table {
    /// A table without columns.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a column of numbers; `NaN` is a missing value.
    ///
    /// # Errors
    /// [`TableError::DuplicateColumn`], [`TableError::UnequalLength`], [`TableError::Infinite`].
    pub fn with_number(self, name: &str, values: Vec<f64>) -> Result<Self, TableError> {
        if let Some(row) = values.iter().position(|value| value.is_infinite()) {
            return Err(TableError::Infinite { name: name.to_owned(), row: row + 1 });
        }
        self.with_column(name, Column::Number(values))
    }

    /// Adds a column of texts; `None` is a missing value.
    ///
    /// # Errors
    /// [`TableError::DuplicateColumn`], [`TableError::UnequalLength`].
    pub fn with_text(self, name: &str, values: Vec<Option<String>>) -> Result<Self, TableError> {
        self.with_factor(name, Factor::from_texts(values.iter().map(Option::as_deref)))
    }

    /// Adds a column of texts that are coded already.
    ///
    /// # Errors
    /// [`TableError::DuplicateColumn`], [`TableError::UnequalLength`].
    pub fn with_factor(self, name: &str, factor: Factor) -> Result<Self, TableError> {
        self.with_column(name, Column::Factor(factor))
    }

    /// Types the columns of a file: a column whose fields are all numbers, empty or `NA` becomes a number column, any
    /// other a text column. Empty and `NA` are missing.
    ///
    /// # Errors
    /// [`TableError::RaggedRecord`] and those of [`Table::with_number`].
    pub fn from_records(header: &[String], rows: &[Vec<String>]) -> Result<Self, TableError> {
        for (index, row) in rows.iter().enumerate() {
            if row.len() != header.len() {
                return Err(TableError::RaggedRecord { row: index + 1, expected: header.len(), found: row.len() });
            }
        }
        let mut table = Self::new();
        for (position, name) in header.iter().enumerate() {
            let fields = || rows.iter().map(|row| row[position].trim());
            let numbers: Option<Vec<f64>> = fields().map(number_or_missing).collect();
            table = match numbers {
                Some(values) => table.with_number(name.trim(), values)?,
                None => table.with_factor(name.trim(), Factor::from_texts(fields().map(text_or_missing)))?,
            };
        }
        Ok(table)
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.get(name)
    }

    /// The names of the columns, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    fn with_column(mut self, name: &str, column: Column) -> Result<Self, TableError> {
        if self.columns.contains_key(name) {
            return Err(TableError::DuplicateColumn { name: name.to_owned() });
        }
        if !self.columns.is_empty() && column.len() != self.rows {
            return Err(TableError::UnequalLength { name: name.to_owned(), expected: self.rows, found: column.len() });
        }
        self.rows = column.len();
        self.columns.insert(name.to_owned(), column);
        Ok(self)
    }
}

fn number_or_missing(field: &str) -> Option<f64> {
    if is_missing(field) {
        return Some(f64::NAN);
    }
    // `Inf` and `NaN` among numbers are a mistake, which is refused with its row.
    field.parse().ok().map(|value: f64| if value.is_finite() { value } else { f64::INFINITY })
}

fn text_or_missing(field: &str) -> Option<&str> {
    (!is_missing(field)).then_some(field)
}

fn is_missing(field: &str) -> bool {
    field.is_empty() || field == "NA"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn records(rows: &[[&str; 2]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|&field| field.to_owned()).collect()).collect()
    }

    #[test]
    fn a_column_of_numbers_and_gaps_is_a_number_column() {
        let header = ["week".to_owned(), "arm".to_owned()];
        let table = Table::from_records(&header, &records(&[["1", "a"], ["", "NA"], ["NA", "2"]])).unwrap();
        assert!(matches!(table.column("week"), Some(Column::Number(values)) if values[0] == 1.0 && values[1].is_nan()));
        let Some(Column::Factor(arm)) = table.column("arm") else { panic!("not a factor") };
        assert_eq!([0, 1, 2].map(|row| arm.text(row)), [Some("a"), None, Some("2")]);
    }

    #[test]
    fn an_infinite_value_is_refused_with_its_row() {
        let error = Table::new().with_number("score", vec![1.0, f64::INFINITY]).unwrap_err();
        assert_eq!(error, TableError::Infinite { name: "score".to_owned(), row: 2 });
        for word in ["NaN", "-Inf", "1e999"] {
            let rows = records(&[["1", "Inf"], [word, "a"]]);
            let error = Table::from_records(&["score".to_owned(), "name".to_owned()], &rows).unwrap_err();
            assert_eq!(error, TableError::Infinite { name: "score".to_owned(), row: 2 }, "{word}");
            assert!(
                Table::from_records(&["name".to_owned(), "b".to_owned()], &records(&[["a", "1"], [word, "2"]])).is_ok()
            );
        }
    }

    #[test]
    fn columns_of_unequal_length_are_refused() {
        let table = Table::new().with_number("score", vec![1.0, 2.0]).unwrap();
        assert!(matches!(table.with_number("week", vec![1.0]), Err(TableError::UnequalLength { found: 1, .. })));
    }

    #[test]
    fn a_ragged_record_is_named() {
        let error = Table::from_records(&["a".to_owned()], &[vec![]]).unwrap_err();
        assert_eq!(error, TableError::RaggedRecord { row: 1, expected: 1, found: 0 });
    }
}
