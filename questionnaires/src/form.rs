//! The form: what a tablet shows, in one language.

use serde::Serialize;

use crate::decimal::Decimal;
use crate::definition::{ChoiceOption, ContentHash, Instrument, Item, Scale, WordingStatus};
use crate::language::Language;
use crate::version::Version;

/// One questionnaire in one language, ready for the screen. It holds no scores, limits, bands or alerts: what is not on
/// the tablet cannot be read from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Form {
    /// The instrument's id.
    pub id: String,
    /// The instrument's version.
    pub version: Version,
    /// The language of every text in this form.
    pub language: Language,
    /// Whether the wording is known to be the holder's; `absent` when this definition holds none.
    pub wording_status: WordingStatus,
    /// Identifies the wording that was shown; stored with the answers.
    pub text_hash: Option<ContentHash>,
    /// Identifies the items that were asked; stored with the answers.
    pub item_hash: ContentHash,
    /// The name.
    pub title: String,
    /// The words before the first item.
    pub intro: Option<String>,
    /// The period the answers are about.
    pub recall: Option<String>,
    /// The holder's notice.
    pub notice: Option<String>,
    /// The items, in order.
    pub items: Vec<FormItem>,
}

/// One item on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormItem {
    /// The item's id.
    pub id: String,
    /// Its place in the form, from 1.
    pub number: usize,
    /// Whether the form asks again before it lets go.
    pub required: bool,
    /// The wording; none when the site brings its own.
    pub text: Option<String>,
    /// How it is answered.
    pub input: Input,
}

/// How an item is answered. There is never a preset answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Input {
    /// One of a few options.
    Choice {
        /// The options, in order.
        options: Vec<FormOption>,
    },
    /// A mark on a line without a handle.
    Vas {
        /// The value at the low end.
        min: Decimal,
        /// The value at the high end.
        max: Decimal,
        /// The distance between two neighbouring answers.
        step: Decimal,
        /// The words at the low end.
        low: Option<String>,
        /// The words at the high end.
        high: Option<String>,
        /// Whether the line carries tick marks.
        ticks: bool,
        /// Whether the client sees the number.
        show_value: bool,
    },
    /// A typed number.
    Number {
        /// The smallest answer.
        min: Decimal,
        /// The largest answer.
        max: Decimal,
        /// The distance between two neighbouring answers.
        step: Decimal,
    },
    /// Words of the client's own.
    Text {
        /// The largest number of characters.
        max_length: u32,
    },
}

/// One option on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormOption {
    /// What is sent as the answer.
    pub value: Decimal,
    /// The wording; none when the site brings its own.
    pub title: Option<String>,
}

/// The form of an instrument in the language asked for, or in the source language when that one is not offered.
pub fn form(instrument: &Instrument, asked: Language) -> Form {
    let language = instrument.offered(asked);
    let items = instrument.items().iter().enumerate();
    Form {
        id: instrument.id().to_owned(),
        version: instrument.version(),
        language,
        wording_status: instrument.wording_status(language),
        text_hash: instrument.hashes().text_in(language),
        item_hash: instrument.hashes().items(),
        title: instrument.title(language).to_owned(),
        intro: instrument.intro(language).map(str::to_owned),
        recall: instrument.recall(language).map(str::to_owned),
        notice: instrument.notice(language).map(str::to_owned),
        items: items.map(|(index, item)| form_item(index + 1, item, language)).collect(),
    }
}

fn form_item(number: usize, item: &Item, language: Language) -> FormItem {
    FormItem {
        id: item.id().to_owned(),
        number,
        required: item.required(),
        text: item.text(language).map(str::to_owned),
        input: input(item, language),
    }
}

fn input(item: &Item, language: Language) -> Input {
    match *item.scale() {
        Scale::Choice { ref options } => {
            Input::Choice { options: options.iter().map(|option| form_option(option, language)).collect() }
        }
        Scale::Vas { min, max, step, ticks, show_value } => Input::Vas {
            min,
            max,
            step,
            low: item.low(language).map(str::to_owned),
            high: item.high(language).map(str::to_owned),
            ticks,
            show_value,
        },
        Scale::Number { min, max, step } => Input::Number { min, max, step },
        Scale::Text { max_length } => Input::Text { max_length },
    }
}

fn form_option(option: &ChoiceOption, language: Language) -> FormOption {
    FormOption { value: option.value(), title: option.title(language).map(str::to_owned) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fixture::mood;

    #[test]
    fn a_form_is_in_one_language() {
        let form = form(&mood(), Language::En);
        assert_eq!(form.language, Language::En);
        assert_eq!(form.items[0].text.as_deref(), Some("I was calm."));
        let Input::Choice { options } = &form.items[3].input else {
            unreachable!("the fourth item is a choice");
        };
        assert_eq!(options[2].title.as_deref(), Some("Often"));
        assert_eq!(form.text_hash, mood().hashes().text_in(Language::En));
    }

    #[test]
    fn a_form_holds_no_scoring() {
        let json = serde_json::to_string(&form(&mood(), Language::Nl)).unwrap();
        for word in ["score", "band", "alert", "reverse", "cut", "total", "Slaapt slecht"] {
            assert!(!json.contains(word), "{word} in {json}");
        }
        assert!(json.contains(r#""kind":"vas","min":"0","max":"10","step":"0.1""#), "{json}");
    }

    #[test]
    fn a_language_that_is_not_offered_gives_the_source_language() {
        let dutch_only = crate::fixture::mood_with("[\"nl\", \"en\"]", "[\"nl\"]");
        let form = form(&dutch_only, Language::En);
        assert_eq!((form.language, form.title.as_str()), (Language::Nl, "Stemming"));
    }
}
