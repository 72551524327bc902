//! A CSV file as a table for the statistics: only the columns that are asked for, a million rows in a tenth of a second.
//!
//! The file is read into memory whole and cut into fields by the `csv` crate, one record reused for all rows. A column
//! whose fields are all numbers, empty or `NA` holds numbers; any other holds texts, each distinct text once.

mod column;
mod error;
mod number;
mod place;
mod quotes;
#[cfg(test)]
mod tests;

use std::{collections::HashSet, fs, io::Read, path::Path};

use peil_stats::data::{Table, TableError};

pub(crate) use error::CsvError;
pub(crate) use place::Looks;

use column::Decoder;
use quotes::WrongQuote;

/// Rows between two reports of progress.
const ROWS_PER_STEP: u64 = 1 << 14;

/// A file whose header is known and whose rows are not yet decoded.
#[derive(Debug)]
pub(crate) struct CsvFile {
    path: String,
    bytes: Vec<u8>,
    header: Vec<String>,
}

impl CsvFile {
    /// Reads the file into memory and its header; `-` is standard input.
    ///
    /// # Errors
    /// [`CsvError`]: the file cannot be opened, is empty, is not UTF-8, has a quote that does not belong there, or names two
    /// columns alike.
    pub(crate) fn open(path: &Path) -> Result<Self, CsvError> {
        if path.as_os_str() == "-" {
            let (name, mut bytes) = ("standard input".to_owned(), Vec::new());
            return match std::io::stdin().lock().read_to_end(&mut bytes) {
                Ok(_) => Self::from_bytes(name, bytes),
                Err(source) => Err(CsvError::Open { path: name, source }),
            };
        }
        let name = path.display().to_string();
        let bytes = fs::read(path).map_err(|source| CsvError::Open { path: name.clone(), source })?;
        Self::from_bytes(name, bytes)
    }

    fn from_bytes(path: String, mut bytes: Vec<u8>) -> Result<Self, CsvError> {
        // Spreadsheets put a byte order mark before the first name.
        if bytes.starts_with("\u{feff}".as_bytes()) {
            bytes.drain(.."\u{feff}".len());
        }
        if let Err(error) = std::str::from_utf8(&bytes) {
            let before = &bytes[..error.valid_up_to()];
            let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
            return Err(CsvError::NotUtf8 { path, line });
        }
        if let Some((byte, wrong)) = quotes::wrong(&bytes) {
            let line = 1 + bytes[..byte].iter().filter(|&&byte| byte == b'\n').count();
            return Err(match wrong {
                WrongQuote::NotAtTheEnd => CsvError::BehindQuote { path, line },
                WrongQuote::NeverClosed => CsvError::OpenQuote { path, line },
            });
        }
        let mut record = csv::ByteRecord::new();
        let found = reader(&bytes).read_byte_record(&mut record);
        if !found.map_err(|source| CsvError::Fields { path: path.clone(), source })? {
            return Err(CsvError::Empty { path });
        }
        let name = |field: &[u8]| String::from_utf8_lossy(field).trim().to_owned();
        let header: Vec<String> = record.iter().map(name).collect();
        let mut seen = HashSet::new();
        if let Some(name) = header.iter().find(|name| !seen.insert(name.as_str())) {
            return Err(CsvError::DuplicateColumn { path, name: name.clone() });
        }
        Ok(Self { path, bytes, header })
    }

    /// The name of the file.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The names of the columns in the file's order.
    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    /// Decodes the columns of these names; a name that is no column, or is given twice, is passed over.
    ///
    /// `progress` hears now and then which part of the file is done, 0 to 1.
    ///
    /// # Errors
    /// [`CsvError`]: a row with more or fewer fields than the header, an infinite number.
    pub(crate) fn table(&self, wanted: &[&str], progress: &mut dyn FnMut(f64)) -> Result<Table, CsvError> {
        let named = self.header.iter().enumerate().filter(|(_, name)| wanted.contains(&name.as_str()));
        let mut columns: Vec<(usize, Decoder)> = named.map(|(place, _)| (place, Decoder::Nothing(0))).collect();
        self.decode(&mut columns, progress)?;
        // A word below numbers: the numbers were texts, and "01" is not "1". Only such columns are read again.
        let (mixed, mut done): (Vec<_>, Vec<_>) = columns.into_iter().partition(|(_, one)| one.must_be_read_again());
        if !mixed.is_empty() {
            let mut texts: Vec<(usize, Decoder)> = mixed.iter().map(|&(place, _)| (place, Decoder::texts())).collect();
            self.decode(&mut texts, progress)?;
            done.extend(texts);
        }
        let add = |table, (place, column): (usize, Decoder)| column.add_to(table, &self.header[place]);
        let table = done.into_iter().try_fold(Table::new(), add);
        table.map_err(|source| self.of_table(source))
    }

    fn of_table(&self, source: TableError) -> CsvError {
        let path = self.path.clone();
        match source {
            TableError::Infinite { name, row } => {
                CsvError::NotFinite { path, line: self.line_of(row).unwrap_or(row + 1), name }
            }
            source => CsvError::Table { path, source },
        }
    }

    fn decode(&self, columns: &mut [(usize, Decoder)], progress: &mut dyn FnMut(f64)) -> Result<(), CsvError> {
        let failed = |source| CsvError::Fields { path: self.path.clone(), source };
        let mut reader = reader(&self.bytes);
        let mut record = csv::ByteRecord::new();
        reader.read_byte_record(&mut record).map_err(failed)?;
        let mut row = 0;
        while reader.read_byte_record(&mut record).map_err(failed)? {
            row += 1;
            self.refuse_ragged(&record, row)?;
            for (place, decoder) in &mut *columns {
                decoder.push(&record[*place]);
            }
            if row % ROWS_PER_STEP == 0 {
                progress(reader.position().byte() as f64 / self.bytes.len() as f64);
            }
        }
        Ok(())
    }

    /// Hands on every row below the header as texts.
    ///
    /// # Errors
    /// [`CsvError::Ragged`] for a row with more or fewer fields than the header.
    pub(crate) fn each_row(&self, visit: &mut dyn FnMut(&Row<'_>)) -> Result<(), CsvError> {
        let failed = |source| CsvError::Fields { path: self.path.clone(), source };
        let mut reader = reader(&self.bytes);
        let mut record = csv::ByteRecord::new();
        reader.read_byte_record(&mut record).map_err(failed)?;
        let (mut row, mut line, mut counted) = (0, 1, 0);
        while reader.read_byte_record(&mut record).map_err(failed)? {
            row += 1;
            self.refuse_ragged(&record, row)?;
            // The record begins behind the empty lines before it; each line is counted once.
            let begin = self.behind_empty_lines(record.position().map_or(0, csv::Position::byte));
            line += self.bytes[counted..begin].iter().filter(|&&byte| byte == b'\n').count();
            counted = begin;
            visit(&Row { line, fields: record.iter().map(number::text).collect() });
        }
        Ok(())
    }

    fn refuse_ragged(&self, record: &csv::ByteRecord, row: u64) -> Result<(), CsvError> {
        if record.len() == self.header.len() {
            return Ok(());
        }
        let line = self.line_at(record.position().map_or(0, csv::Position::byte));
        let (path, expected, found) = (self.path.clone(), self.header.len(), record.len());
        Err(CsvError::Ragged { path, row, line, expected, found })
    }

    /// The line of the record that begins at a byte, or behind the empty lines there.
    fn line_at(&self, byte: u64) -> usize {
        let before = &self.bytes[..self.behind_empty_lines(byte)];
        1 + before.iter().filter(|&&byte| byte == b'\n').count()
    }

    fn behind_empty_lines(&self, byte: u64) -> usize {
        let byte = (byte as usize).min(self.bytes.len());
        byte + self.bytes[byte..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
    }
}

/// One row below the header.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    /// The line of the file on which it begins; the header is line 1.
    pub(crate) line: usize,
    /// As many fields as the header has, without the blanks around them.
    pub(crate) fields: Vec<&'a str>,
}

/// Records of any length, the header among them: what is wrong with a record is said here, with its place.
fn reader(bytes: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes)
}
