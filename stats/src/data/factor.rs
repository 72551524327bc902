//! A categorical column as codes into its distinct texts.

use std::collections::HashMap;
use std::sync::Arc;

use super::table::TableError;

/// A column of texts, each distinct text held once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Factor {
    codes: Vec<u32>,
    levels: Arc<Vec<String>>,
}

impl Factor {
    /// The code of a missing value.
    pub const MISSING: u32 = u32::MAX;

    /// `codes[row]` is the index of the row's level, or [`Factor::MISSING`]. Levels may stand in any order and need not all
    /// occur; a model sorts them, or takes the order that its user gives.
    ///
    /// # Errors
    /// [`TableError::UnknownCode`] for a code without level, [`TableError::DuplicateLevel`].
    pub fn new(codes: Vec<u32>, levels: Vec<String>) -> Result<Self, TableError> {
        let known = levels.len() as u64;
        if let Some(row) = codes.iter().position(|&code| code != Self::MISSING && u64::from(code) >= known) {
            return Err(TableError::UnknownCode { row: row + 1, code: codes[row], levels: levels.len() });
        }
        let mut seen = HashMap::with_capacity(levels.len());
        for level in &levels {
            if seen.insert(level.as_str(), ()).is_some() {
                return Err(TableError::DuplicateLevel { level: level.clone() });
            }
        }
        Ok(Self { codes, levels: Arc::new(levels) })
    }

    /// Gives each distinct text a code, in the order of first appearance.
    pub(super) fn from_texts<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut known: HashMap<&str, u32> = HashMap::new();
        let mut levels: Vec<String> = Vec::new();
        let codes = texts
            .map(|text| match text {
                None => Self::MISSING,
                Some(text) => *known.entry(text).or_insert_with(|| {
                    levels.push(text.to_owned());
                    (levels.len() - 1) as u32
                }),
            })
            .collect();
        Self { codes, levels: Arc::new(levels) }
    }

    /// One code a row.
    #[must_use]
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The distinct texts.
    #[must_use]
    pub fn levels(&self) -> &[String] {
        &self.levels
    }

    /// The same without a copy.
    pub(crate) fn shared_levels(&self) -> Arc<Vec<String>> {
        Arc::clone(&self.levels)
    }

    /// The text of a row; `None` where missing.
    #[must_use]
    pub fn text(&self, row: usize) -> Option<&str> {
        self.levels.get(self.codes[row] as usize).map(String::as_str)
    }
}
