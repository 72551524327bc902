//! Every word on screen, from the Fluent files in `locales/`: Dutch first, English complete.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::domain::Language;

const NL: &str = include_str!("../../locales/nl.ftl");
const EN: &str = include_str!("../../locales/en.ftl");

/// The names that texts for scripts may hold a place for; a script fills in `{name}` itself.
const SCRIPT_PLACES: [&str; 7] = ["number", "total", "title", "time", "name", "low", "questionnaire"];

/// A locale file that cannot be used. Both files are compiled in, so only a build with a broken file meets this.
#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    /// The file does not follow Fluent's grammar.
    #[error("the {language} texts cannot be read: {reason}")]
    Syntax {
        /// Tag of the language.
        language: &'static str,
        /// What the parser said first.
        reason: String,
    },
    /// A key stands twice in one file.
    #[error("the {language} texts hold a key twice: {reason}")]
    Repeated {
        /// Tag of the language.
        language: &'static str,
        /// What the bundle said first.
        reason: String,
    },
}

/// The texts of both languages.
pub struct Texts {
    nl: Bundle,
    en: Bundle,
}

struct Bundle {
    bundle: FluentBundle<FluentResource>,
    keys: Vec<String>,
}

impl Texts {
    /// Reads both files.
    ///
    /// # Errors
    ///
    /// [`TextsError`] when a file is broken.
    pub fn new() -> Result<Self, TextsError> {
        Ok(Self { nl: Bundle::read("nl", NL)?, en: Bundle::read("en", EN)? })
    }

    /// The text at `key`; the key itself when there is none, which a test rules out for every key used in a page.
    #[must_use]
    pub fn get(&self, language: Language, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        self.bundle(language).format(key, args).unwrap_or_else(|| key.to_owned())
    }

    /// Whether there is a text at `key`.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.nl.bundle.has_message(key)
    }

    /// The texts whose key starts with one of `prefixes`, as JSON that may stand inside a `<script>` data block. Places
    /// stay as `{name}` for the script to fill in.
    #[must_use]
    pub fn script_json(&self, prefixes: &[&str]) -> String {
        let texts: BTreeMap<&str, BTreeMap<&str, String>> =
            Language::ALL.iter().map(|language| (language.word(), self.script(*language, prefixes))).collect();
        // Only strings and maps with string keys: this cannot fail.
        serde_json::to_string(&texts).unwrap_or_default().replace('<', "\\u003c")
    }

    fn script(&self, language: Language, prefixes: &[&str]) -> BTreeMap<&str, String> {
        let mut places = FluentArgs::new();
        for place in SCRIPT_PLACES {
            places.set(place, format!("{{{place}}}"));
        }
        let bundle = self.bundle(language);
        bundle
            .keys
            .iter()
            .filter(|key| prefixes.iter().any(|prefix| key.starts_with(prefix)))
            .filter_map(|key| Some((key.as_str(), bundle.format(key, Some(&places))?)))
            .collect()
    }

    fn bundle(&self, language: Language) -> &Bundle {
        match language {
            Language::Nl => &self.nl,
            Language::En => &self.en,
        }
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Texts").field("keys", &self.nl.keys.len()).finish()
    }
}

impl Bundle {
    fn read(language: &'static str, source: &str) -> Result<Self, TextsError> {
        let identifier: LanguageIdentifier =
            language.parse().map_err(|reason: unic_langid::LanguageIdentifierError| TextsError::Syntax {
                language,
                reason: reason.to_string(),
            })?;
        let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| TextsError::Syntax {
            language,
            reason: errors.first().map(ToString::to_string).unwrap_or_default(),
        })?;
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Both languages run from left to right, and the isolating marks would end up in tables and downloads.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|errors| TextsError::Repeated {
            language,
            reason: errors.first().map(ToString::to_string).unwrap_or_default(),
        })?;
        Ok(Self { bundle, keys: keys(source) })
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "text {key}: {errors:?}");
        Some(text)
    }
}

/// The keys of a Fluent file, in its order.
fn keys(source: &str) -> Vec<String> {
    source
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned()))
        .collect()
}

/// What may stand in the place of a text: a text, or a whole number that plural forms look at.
pub trait Place {
    /// As Fluent takes it.
    fn fluent(&self) -> FluentValue<'_>;
}

impl Place for str {
    fn fluent(&self) -> FluentValue<'_> {
        FluentValue::from(self)
    }
}

impl Place for String {
    fn fluent(&self) -> FluentValue<'_> {
        FluentValue::from(self.as_str())
    }
}

impl Place for u32 {
    fn fluent(&self) -> FluentValue<'_> {
        FluentValue::from(*self)
    }
}

impl Place for i16 {
    fn fluent(&self) -> FluentValue<'_> {
        FluentValue::from(*self)
    }
}

impl Place for usize {
    fn fluent(&self) -> FluentValue<'_> {
        FluentValue::from(*self)
    }
}

impl<T: Place + ?Sized> Place for &T {
    fn fluent(&self) -> FluentValue<'_> {
        (**self).fluent()
    }
}

#[cfg(test)]
#[path = "texts_test.rs"]
mod tests;
