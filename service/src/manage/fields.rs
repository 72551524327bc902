//! What was typed, text by name: the same from a form, from JSON, and from the command line.

use std::{collections::BTreeMap, fmt::Display};

use jiff::civil::Date;

use super::ManageError;

/// Text by the name of its field. What is empty counts as left out.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Takes fields as they came.
    #[must_use]
    pub fn new(fields: BTreeMap<String, String>) -> Self {
        Self(fields)
    }

    /// The same with one field more, or another.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// The same with everything that the other has.
    #[must_use]
    pub fn over(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The text of a field without white space around it; empty when it was left out.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// A field that must be there.
    pub(super) fn read<T, E: Display>(
        &self,
        field: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<T, ManageError> {
        parse(self.text(field)).map_err(|why| ManageError::Field { field, why: why.to_string() })
    }

    /// A field that may be left out.
    pub(super) fn read_opt<T, E: Display>(
        &self,
        field: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, ManageError> {
        if self.text(field).is_empty() { Ok(None) } else { self.read(field, parse).map(Some) }
    }

    /// A day that must be there.
    pub(super) fn day(&self, field: &'static str) -> Result<Date, ManageError> {
        self.read(field, day)
    }

    /// A day that may be left out.
    pub(super) fn day_opt(&self, field: &'static str) -> Result<Option<Date>, ManageError> {
        self.read_opt(field, day)
    }
}

fn day(text: &str) -> Result<Date, &'static str> {
    text.parse().map_err(|_| "a day is written as 2026-11-23")
}

impl std::fmt::Debug for Fields {
    /// Never what was typed: it holds names.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Fields;

    #[test]
    fn what_is_typed_is_trimmed_named_and_never_printed() {
        let fields = Fields::default().with("name", "  Noor ").with("from", "gisteren");
        assert_eq!((fields.text("name"), fields.text("team")), ("Noor", ""));
        assert_eq!(fields.day("from").unwrap_err().to_string(), "from: a day is written as 2026-11-23");
        assert_eq!(fields.day_opt("until").unwrap(), None);
        assert!(!format!("{fields:?}").contains("Noor"));
    }
}
