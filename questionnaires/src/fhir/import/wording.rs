//! Wording: texts in the languages that are offered here; all others stay in the original.

use std::collections::BTreeMap;

use crate::fhir::import::extensions::Extensions;
use crate::fhir::members::Members;
use crate::fhir::refusal::Refusal;
use crate::fhir::report::{Reason, Report, Warning};
use crate::fhir::urls;
use crate::language::Language;

/// One text by language.
pub(super) type Words = BTreeMap<Language, String>;

/// The language of the texts that carry none of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// One that is offered here.
    Offered(Language),
    /// One that is not.
    Other(String),
    /// Neither the document nor the importer names one.
    Unnamed,
}

impl Base {
    /// The language of a document: what it says, else what the caller says.
    pub(super) fn of(named: Option<&str>, told: Option<Language>, report: &mut Report) -> Self {
        match (named, told) {
            (Some(tag), _) => Self::named(tag, report),
            (None, told) => {
                report.warn(Warning::NoLanguage { read_as: told.map(Language::tag) });
                told.map_or(Self::Unnamed, Self::Offered)
            }
        }
    }

    /// The language with this tag.
    pub(super) fn named(tag: &str, report: &mut Report) -> Self {
        offered(tag).map_or_else(
            || {
                report.warn(Warning::OtherLanguage { tag: tag.to_owned() });
                Self::Other(tag.to_owned())
            },
            Self::Offered,
        )
    }

    /// The language of the texts, if it is offered here.
    pub(super) fn offered(&self) -> Option<Language> {
        match self {
            Self::Offered(language) => Some(*language),
            Self::Other(_) | Self::Unnamed => None,
        }
    }

    /// Reads the text `name` with the translations that `shadow` (its name with an underscore) carries.
    pub(super) fn read<'a>(
        &self,
        members: &mut Members<'a>,
        name: &'a str,
        shadow: &'a str,
        report: &mut Report,
    ) -> Result<Words, Refusal> {
        let mut words = Words::new();
        if let Some(text) = members.text(name)? {
            self.sort(text, &members.path_of(name), &mut words, report);
        }
        if let Some(element) = members.any(shadow) {
            let mut element = Members::of(element, members.path_of(shadow))?;
            let mut extensions = Extensions::of(&mut element)?;
            for translation in extensions.take_all(urls::TRANSLATION) {
                read_translation(translation, &mut words, report)?;
            }
            extensions.leave(report);
            element.leave(report);
        }
        Ok(words)
    }

    /// Files a text under its language, or reports that it stays in the original.
    pub(super) fn sort(&self, text: &str, path: &str, words: &mut Words, report: &mut Report) {
        match self {
            Self::Offered(language) => {
                words.insert(*language, text.to_owned());
            }
            Self::Other(tag) => report.keep(path, Reason::OtherLanguage { tag: tag.clone() }),
            Self::Unnamed => report.keep(path, Reason::UnnamedLanguage),
        }
    }
}

fn read_translation(mut one: Members<'_>, words: &mut Words, report: &mut Report) -> Result<(), Refusal> {
    let path = one.path().to_owned();
    let mut parts = Extensions::of(&mut one)?;
    let tag = parts.take("lang").map(|mut part| part.needed_text("valueCode")).transpose()?;
    let content = parts.take("content").map(|mut part| part.needed_text("valueString")).transpose()?;
    parts.leave(report);
    match (tag, content) {
        (Some(tag), Some(content)) => {
            let base = offered(tag).map_or_else(|| Base::Other(tag.to_owned()), Base::Offered);
            base.sort(content, &path, words, report);
        }
        _ => report.keep(path, Reason::NotUnderstood),
    }
    Ok(())
}

/// The offered language that a BCP 47 tag names: its first part decides.
fn offered(tag: &str) -> Option<Language> {
    let primary = tag.split('-').next().unwrap_or_default();
    [Language::Nl, Language::En, Language::De, Language::Fr, Language::Nb]
        .into_iter()
        .find(|language| primary.eq_ignore_ascii_case(language.tag()))
}
