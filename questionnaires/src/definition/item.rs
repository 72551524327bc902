//! Items: what is asked.

use std::sync::Arc;

use crate::definition::scale::Scale;
use crate::language::{Language, Text};

/// One question with the scale on which it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub(super) id: String,
    pub(super) required: bool,
    pub(super) loinc: Option<String>,
    pub(super) text: Option<Text>,
    pub(super) low: Option<Text>,
    pub(super) high: Option<Text>,
    pub(super) scale_id: String,
    /// Shared by the items of a scale, until the site words them apart.
    pub(super) scale: Arc<Scale>,
}

impl Item {
    /// The item's id, unique in its instrument.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether the form asks again before it lets go. A client may always leave an item open.
    pub fn required(&self) -> bool {
        self.required
    }

    /// The LOINC code, where one exists.
    pub fn loinc(&self) -> Option<&str> {
        self.loinc.as_deref().filter(|code| !code.is_empty())
    }

    /// The wording; none when it may not be shipped.
    pub fn text(&self, language: Language) -> Option<&str> {
        self.text.as_ref().map(|text| text.get(language))
    }

    /// The words at the low end of a line.
    pub fn low(&self, language: Language) -> Option<&str> {
        self.low.as_ref().map(|text| text.get(language))
    }

    /// The words at the high end of a line.
    pub fn high(&self, language: Language) -> Option<&str> {
        self.high.as_ref().map(|text| text.get(language))
    }

    /// How the item is answered.
    pub fn scale(&self) -> &Scale {
        &self.scale
    }

    /// The scale's name in the definition file.
    pub fn scale_id(&self) -> &str {
        &self.scale_id
    }

    /// Every text of the item, with its name in the definition file.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&'static str, &Text)> {
        [("text", &self.text), ("low", &self.low), ("high", &self.high)]
            .into_iter()
            .filter_map(|(name, text)| text.as_ref().map(|text| (name, text)))
    }
}
