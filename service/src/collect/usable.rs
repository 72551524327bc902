//! Whether an organisation may give an instrument to clients.

use peil_questionnaires::{Instrument, Language, Severity, Status, WordingStatus, check};

use crate::store::WordingConfirmationRow;

/// Why an instrument may not be given to clients here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotUsable {
    /// Somebody is still writing it.
    #[error("the definition is a draft: finish it and set its status to `active`")]
    Draft,
    /// It stays readable, because answers point to it.
    #[error("this version is retired: take a newer one")]
    Retired,
    /// The definition was checked by rules that found less.
    #[error("the definition has errors that were not looked for when it was added: correct them in a new version")]
    Unsound,
    /// There is nothing that a client could read.
    #[error("there is no wording: add the organisation's licensed wording")]
    NoWording,
    /// There are words that nobody compared with the holder's.
    #[error("the wording in {} is not confirmed: an administrator compares it with the holder's file", tags(.languages))]
    WordingNotConfirmed {
        /// The languages, in the order of the definition.
        languages: Vec<Language>,
    },
}

fn tags(languages: &[Language]) -> String {
    languages.iter().map(|language| language.tag()).collect::<Vec<_>>().join(", ")
}

/// Whether clients may be asked these questions: the definition is active and sound, there are words in at least one
/// language, and all words that a client could be shown were compared with the holder's, by the definition's author or by an
/// administrator of this organisation (`confirmations`).
///
/// # Errors
///
/// [`NotUsable`], the first reason that holds.
pub fn usable(instrument: &Instrument, confirmations: &[WordingConfirmationRow]) -> Result<(), NotUsable> {
    match instrument.status() {
        Status::Draft => return Err(NotUsable::Draft),
        Status::Retired => return Err(NotUsable::Retired),
        Status::Active => {}
    }
    if check(instrument).iter().any(|finding| finding.severity() == Severity::Error) {
        return Err(NotUsable::Unsound);
    }
    readable(instrument, confirmations)
}

/// Whether there are words in at least one language, and all words that a client could be shown were compared with the
/// holder's: what must hold of every form that is asked, also of one that is asked already.
///
/// # Errors
///
/// [`NotUsable::NoWording`] or [`NotUsable::WordingNotConfirmed`].
pub fn readable(instrument: &Instrument, confirmations: &[WordingConfirmationRow]) -> Result<(), NotUsable> {
    let worded = |language: &Language| instrument.wording_status(*language) != WordingStatus::Absent;
    let languages: Vec<Language> = instrument.languages().iter().copied().filter(worded).collect();
    if languages.is_empty() {
        return Err(NotUsable::NoWording);
    }
    let unconfirmed = |language: &Language| !wording_confirmed(instrument, *language, confirmations);
    let languages: Vec<Language> = languages.into_iter().filter(unconfirmed).collect();
    if languages.is_empty() { Ok(()) } else { Err(NotUsable::WordingNotConfirmed { languages }) }
}

/// Whether the words in a language were compared with the holder's, by the definition's author or here.
pub fn wording_confirmed(
    instrument: &Instrument,
    language: Language,
    confirmations: &[WordingConfirmationRow],
) -> bool {
    match instrument.wording_status(language) {
        WordingStatus::Confirmed => true,
        WordingStatus::Absent => false,
        WordingStatus::Unconfirmed => instrument.hashes().text_in(language).is_some_and(|hash| {
            let (hash, version) = (hash.to_string(), instrument.version().to_string());
            let same = |row: &&WordingConfirmationRow| row.id == instrument.id() && row.version == version;
            confirmations.iter().filter(same).any(|row| row.text_hash == hash)
        }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::Timestamp;
    use peil_questionnaires::Library;

    use super::*;

    fn shipped(id: &str) -> Instrument {
        Library::embedded().unwrap().latest(id).unwrap().clone()
    }

    fn confirmed(instrument: &Instrument, language: Language) -> WordingConfirmationRow {
        WordingConfirmationRow {
            id: instrument.id().to_owned(),
            version: instrument.version().to_string(),
            text_hash: instrument.hashes().text_in(language).unwrap().to_string(),
            by: "Anna".to_owned(),
            at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn our_own_scale_is_usable_at_once() {
        assert_eq!(usable(&shipped("peil-session"), &[]), Ok(()));
    }

    #[test]
    fn scoring_without_words_is_not() {
        assert_eq!(usable(&shipped("bdi-ii"), &[]), Err(NotUsable::NoWording));
    }

    #[test]
    fn words_are_confirmed_by_exactly_their_hash_and_version() {
        let phq9 = shipped("phq-9");
        let refused = Err(NotUsable::WordingNotConfirmed { languages: vec![Language::Nl] });
        assert_eq!(usable(&phq9, &[]), refused);
        assert_eq!(usable(&phq9, &[confirmed(&phq9, Language::En)]), refused);
        let row = confirmed(&phq9, Language::Nl);
        assert_eq!(usable(&phq9, std::slice::from_ref(&row)), Ok(()));
        let other = WordingConfirmationRow { version: "9.0.0".to_owned(), ..row };
        assert_eq!(usable(&phq9, &[other]), refused);
    }

    #[test]
    fn what_the_check_finds_fault_with_is_not_given_to_clients() {
        let text = shipped("peil-session").to_toml().unwrap();
        let wrong = text.replace("range = [\"0\", \"40\"]", "range = [\"0\", \"50\"]");
        assert_ne!(text, wrong);
        assert_eq!(usable(&Instrument::parse(&wrong).unwrap(), &[]), Err(NotUsable::Unsound));
    }

    #[test]
    fn a_draft_is_no_instrument_yet() {
        let text = shipped("peil-session").to_toml().unwrap().replace("status = \"active\"", "status = \"draft\"");
        assert_eq!(usable(&Instrument::parse(&text).unwrap(), &[]), Err(NotUsable::Draft));
        let retired = text.replace("status = \"draft\"", "status = \"retired\"");
        assert_eq!(usable(&Instrument::parse(&retired).unwrap(), &[]), Err(NotUsable::Retired));
    }
}
