//! Where a mistake stands in the file: looked for only when there is one.

use super::{CsvFile, number::Cell, reader};

/// The first text of a column that should hold numbers. What it says is not told: it may be somebody's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FirstText {
    /// Line of the file, the header is 1.
    pub(crate) line: usize,
    /// What it looks like.
    pub(crate) looks: Looks,
    /// How many values of the column are texts.
    pub(crate) texts: usize,
    /// How many are numbers.
    pub(crate) numbers: usize,
}

/// What a text looks like where a number is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looks {
    /// A number but for its decimal comma.
    DecimalComma,
    /// Yes or no, true or false, in English or Dutch.
    YesOrNo,
    /// A word that programs write for a missing value.
    Missing,
    /// Anything else.
    Other,
}

impl Looks {
    fn of(field: &[u8]) -> Self {
        let text = super::number::text(field).to_lowercase();
        let number = |text: &str| matches!(Cell::read(text.as_bytes()), Cell::Number(_));
        match text.as_str() {
            "y" | "n" | "yes" | "no" | "j" | "ja" | "nee" | "true" | "false" | "t" | "f" | "waar" | "onwaar" => {
                Self::YesOrNo
            }
            "n/a" | "na" | "null" | "none" | "nvt" | "n.v.t." | "." | "-" | "missing" | "#n/a" | "#n/b" => {
                Self::Missing
            }
            text if text.matches(',').count() == 1 && number(&text.replace(',', ".")) => Self::DecimalComma,
            _ => Self::Other,
        }
    }
}

impl CsvFile {
    /// The first text of a column; `None` where the column holds none, or does not exist.
    pub(crate) fn first_text(&self, name: &str) -> Option<FirstText> {
        let place = self.header().iter().position(|column| column == name)?;
        let (mut first, mut texts, mut numbers) = (None, 0, 0);
        self.walk(|_, byte, record| match record.get(place).map(Cell::read) {
            Some(Cell::Text) => {
                texts += 1;
                first = first.or_else(|| Some((byte, Looks::of(record.get(place)?))));
            }
            Some(Cell::Number(_)) => numbers += 1,
            Some(Cell::Missing | Cell::NotFinite) | None => {}
        });
        let (byte, looks) = first?;
        Some(FirstText { line: self.line_at(byte), looks, texts, numbers })
    }

    /// The line of a row; the header is line 1, and the first below it row 1.
    pub(crate) fn line_of(&self, row: usize) -> Option<usize> {
        let mut found = None;
        self.walk(|at, byte, _| found = if at == row { Some(byte) } else { found });
        found.map(|byte| self.line_at(byte))
    }

    /// Every row below the header: its number, the byte where it begins, its fields.
    fn walk(&self, mut visit: impl FnMut(usize, u64, &csv::ByteRecord)) {
        let mut reader = reader(&self.bytes);
        let mut record = csv::ByteRecord::new();
        let mut row = 0;
        // A file that could be read once gives no error the second time.
        while let Ok(true) = reader.read_byte_record(&mut record) {
            if row > 0 {
                visit(row, record.position().map_or(0, csv::Position::byte), &record);
            }
            row += 1;
        }
    }
}
