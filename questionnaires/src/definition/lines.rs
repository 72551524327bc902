//! Lines: where each part of a definition begins in its file.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The line of every key of a file, by its path, such as `item.0.text`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines {
    by_path: BTreeMap<String, usize>,
}

/// Two definitions that say the same are equal wherever their parts stand.
impl PartialEq for Lines {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Lines {}

impl Lines {
    /// The lines of a parsed file.
    pub(super) fn of(newlines: &Newlines, document: &DeTable<'_>) -> Self {
        let mut lines = Self::default();
        lines.add_table("", document, newlines);
        lines
    }

    /// The line, counted from 1, of the part with this path, or of the nearest part around it.
    pub(crate) fn get(&self, path: &str) -> Option<usize> {
        if let Some(line) = self.by_path.get(path) {
            return Some(*line);
        }
        let (around, _) = path.rsplit_once('.')?;
        self.get(around)
    }

    /// Whether the file has a part with this path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.by_path.contains_key(path)
    }

    fn add_table(&mut self, path: &str, table: &DeTable<'_>, newlines: &Newlines) {
        for (key, value) in table {
            let path = if path.is_empty() { key.get_ref().to_string() } else { format!("{path}.{}", key.get_ref()) };
            self.add_value(path, key.span().start, value, newlines);
        }
    }

    /// A key stands where its name stands, an element of a list where the element begins.
    fn add_value(&mut self, path: String, start: usize, value: &Spanned<DeValue<'_>>, newlines: &Newlines) {
        match value.get_ref() {
            DeValue::Table(table) => self.add_table(&path, table, newlines),
            DeValue::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.add_value(format!("{path}.{index}"), element.span().start, element, newlines);
                }
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
        self.by_path.insert(path, newlines.line(start));
    }
}

/// Where the lines of a text end.
pub(super) struct Newlines(Vec<usize>);

impl Newlines {
    /// Looks for them once.
    pub(super) fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(ends.map(|(index, _)| index).collect())
    }

    /// The line, counted from 1, that holds this byte.
    pub(super) fn line(&self, byte: usize) -> usize {
        self.0.partition_point(|newline| *newline < byte) + 1
    }
}
