//! Whether tonight's forms can be read: a wording may have become another one after the plan was saved, and what nobody
//! compared with the holder's file is shown to no client.

use std::collections::BTreeSet;

use peil_questionnaires::{Language, Library};

use super::{CollectError, NotUsable, entry::instrument_of, readable};
use crate::store::Tenant;

/// An instrument version that no client can be shown here now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAskable {
    /// The instrument.
    pub instrument: String,
    /// Its version.
    pub version: String,
    /// Its title, in Dutch where it has one.
    pub title: String,
    /// Why, and what to do.
    pub why: NotUsable,
}

impl NotAskable {
    /// Its title with the languages that are meant, such as `PHQ-9 (nl)`.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.why {
            NotUsable::WordingNotConfirmed { languages } => {
                let tags: Vec<&str> = languages.iter().map(|language| language.tag()).collect();
                format!("{} ({})", self.title, tags.join(", "))
            }
            _ => self.title.clone(),
        }
    }
}

impl std::fmt::Display for NotAskable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}: {}", self.instrument, self.version, self.why)
    }
}

/// Refuses, by their names, instruments whose words in some language that a client could choose were not compared. What
/// has become of the definition otherwise does not count here: what a group asks already may stay in its plan. A version
/// that is not in the library is asked of nobody, and told where forms are handed out.
///
/// # Errors
///
/// [`CollectError::NotAskable`], or the store's own.
pub(super) async fn refuse_unread(
    tenant: &Tenant<'_>,
    library: &Library,
    asked: BTreeSet<(&str, &str)>,
) -> Result<(), CollectError> {
    let confirmations = tenant.wording_confirmations().await?;
    let refused = |(id, version): (&str, &str)| {
        let instrument = instrument_of(library, id, version).ok()?;
        let why = readable(instrument, &confirmations).err()?;
        let title = instrument.title(instrument.offered(Language::Nl)).to_owned();
        Some(NotAskable { instrument: id.to_owned(), version: version.to_owned(), title, why })
    };
    let refused: Vec<NotAskable> = asked.into_iter().filter_map(refused).collect();
    if refused.is_empty() { Ok(()) } else { Err(CollectError::NotAskable(refused)) }
}
