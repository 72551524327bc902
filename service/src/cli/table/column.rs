//! A column while its fields come in.

use std::collections::HashMap;

use peil_stats::data::{Factor, Table, TableError};

use super::number::{Cell, text};

/// What the fields so far make of a column.
#[derive(Debug)]
pub(super) enum Decoder {
    /// Only missing values so far: how many.
    Nothing(usize),
    /// Numbers, `NaN` where missing.
    Numbers(Vec<f64>),
    /// Texts.
    Texts(Texts),
}

impl Decoder {
    /// A column that is known to hold texts.
    pub(super) fn texts() -> Self {
        Self::Texts(Texts::default())
    }

    /// Whether texts came below numbers: the column holds texts, but those of the rows before are lost.
    pub(super) fn must_be_read_again(&self) -> bool {
        matches!(self, Self::Texts(texts) if texts.lost)
    }

    /// The field of the next row.
    pub(super) fn push(&mut self, field: &[u8]) {
        match self {
            Self::Numbers(values) => match Cell::read(field) {
                Cell::Number(value) => values.push(value),
                Cell::Missing => values.push(f64::NAN),
                // Which the table refuses with its row.
                Cell::NotFinite => values.push(f64::INFINITY),
                Cell::Text => *self = Self::Texts(Texts { lost: true, ..Texts::default() }),
            },
            Self::Texts(texts) => texts.push(field),
            Self::Nothing(rows) => match Cell::read(field) {
                Cell::Missing => *rows += 1,
                cell @ (Cell::Number(_) | Cell::NotFinite) => {
                    let mut values = vec![f64::NAN; *rows];
                    values.push(if let Cell::Number(value) = cell { value } else { f64::INFINITY });
                    *self = Self::Numbers(values);
                }
                Cell::Text => {
                    let mut texts = Texts { codes: vec![Factor::MISSING; *rows], ..Texts::default() };
                    texts.push(field);
                    *self = Self::Texts(texts);
                }
            },
        }
    }

    /// Puts the finished column into the table; one without any value counts as numbers.
    pub(super) fn add_to(self, table: Table, name: &str) -> Result<Table, TableError> {
        match self {
            Self::Nothing(rows) => table.with_number(name, vec![f64::NAN; rows]),
            Self::Numbers(values) => table.with_number(name, values),
            Self::Texts(texts) => table.with_factor(name, Factor::new(texts.codes, texts.levels)?),
        }
    }
}

/// Texts, each distinct one held once, in the order of first appearance.
#[derive(Debug, Default)]
pub(super) struct Texts {
    codes: Vec<u32>,
    levels: Vec<String>,
    known: HashMap<String, u32>,
    /// The level of the last row that had one: rows of a client mostly stand together.
    last: usize,
    /// Whether the texts of the rows before were taken for numbers.
    lost: bool,
}

impl Texts {
    fn push(&mut self, field: &[u8]) {
        if self.lost {
            return;
        }
        if self.levels.get(self.last).is_none_or(|level| level.as_bytes() != field) {
            let text = text(field);
            if text.is_empty() || text == "NA" {
                self.codes.push(Factor::MISSING);
                return;
            }
            self.last = match self.known.get(text) {
                Some(&code) => code as usize,
                None => self.learn(text),
            };
        }
        // Each level takes a row and each row at least two bytes of memory: there are fewer than 2³² of them.
        self.codes.push(self.last as u32);
    }

    fn learn(&mut self, text: &str) -> usize {
        let code = self.levels.len();
        self.known.insert(text.to_owned(), code as u32);
        self.levels.push(text.to_owned());
        code
    }
}
