//! What a client gave as an answer, before the item says how to read it: a number, or words of his own.
//!
//! Words are kept as they were typed, less what no screen can show. Nothing here prints them: an error names the item.

use std::collections::BTreeMap;

use peil_questionnaires::{Answer, AnswerError, Decimal, Instrument};

use super::CollectError;
use crate::{domain::AssignmentId, store::Tenant};

/// An answer as it came: an exact decimal, or for an item that asks for words the words.
#[derive(Clone, PartialEq, Eq)]
pub struct Said(String);

impl Said {
    /// What was sent.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// Reads it as its item asks; none for words that say nothing, which is how an answer in words is taken back.
    ///
    /// # Errors
    ///
    /// [`CollectError::Answer`] for an item that the form does not have or an answer that it does not allow,
    /// [`CollectError::NoNumber`] where a number is asked and this is none.
    pub(super) fn read(&self, instrument: &Instrument, item: &str) -> Result<Option<Answer>, CollectError> {
        let asked = instrument.item(item).ok_or_else(|| AnswerError::UnknownItem { item: item.to_owned() })?;
        let answer = if asked.scale().is_text() {
            Answer::Text(tidy(&self.0))
        } else {
            let number = self.0.parse::<Decimal>();
            Answer::Number(number.map_err(|_| CollectError::NoNumber { item: item.to_owned() })?)
        };
        let checked = peil_questionnaires::Answers::mixed(instrument, [(item, answer)])?;
        Ok(checked.answer(item).cloned())
    }
}

impl From<Decimal> for Said {
    fn from(value: Decimal) -> Self {
        Self(value.to_string())
    }
}

impl std::fmt::Debug for Said {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Said(…)")
    }
}

/// The words without signs that steer a machine (a pasted text may hold them) and without space at the ends.
fn tidy(words: &str) -> String {
    let kept = words.replace("\r\n", "\n");
    kept.chars()
        .filter(|sign| !sign.is_control() || *sign == '\n' || *sign == '\t')
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The answers of a form that were kept so far, by item.
pub(super) async fn stored_answers(
    tenant: &Tenant<'_>,
    assignment: AssignmentId,
) -> Result<BTreeMap<String, Answer>, CollectError> {
    let rows = tenant.answers(assignment).await?.into_iter();
    Ok(rows.filter_map(|row| Some((row.item, row.value.answer()?))).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use peil_questionnaires::Library;

    use super::{Answer, CollectError, Said, tidy};

    fn read(item: &str, text: &str) -> Result<Option<Answer>, CollectError> {
        let library = Library::embedded().unwrap();
        Said::new(text.to_owned()).read(library.latest("peil-goals").unwrap(), item)
    }

    #[test]
    fn the_item_says_how_an_answer_is_read() {
        assert_eq!(read("near1", "3.50").unwrap(), Some(Answer::Number("3.5".parse().unwrap())));
        assert_eq!(read("goal1", "3.50").unwrap(), Some(Answer::Text("3.50".to_owned())));
        assert_eq!(read("goal1", " \n").unwrap(), None);
        assert!(matches!(read("near1", "dichtbij"), Err(CollectError::NoNumber { item }) if item == "near1"));
        assert!(matches!(read("goal1", &"a".repeat(201)), Err(CollectError::Answer(_))));
        assert!(matches!(read("goal9", "x"), Err(CollectError::Answer(_))));
    }

    #[test]
    fn words_are_kept_as_typed_less_what_no_screen_shows() {
        assert_eq!(tidy(" Ik zeg\r\nhet\u{0}\u{7} hardop. \n"), "Ik zeg\nhet hardop.");
    }

    #[test]
    fn words_do_not_print_themselves() {
        assert_eq!(format!("{:?}", Said::new("geheim".to_owned())), "Said(…)");
        let error = read("near1", "geheim").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("geheim"));
    }
}
