//! How numbers, dates and times are written in each language.

use fluent_bundle::FluentArgs;
use jiff::civil::{Date, Time};

use crate::domain::Language;
use crate::pages::texts::Texts;

/// A number with so many digits after the decimal sign, which is a comma in Dutch; minus as `−`. What rounds to zero has
/// no sign.
#[must_use]
pub fn decimal(language: Language, value: f64, digits: usize) -> String {
    let plain = format!("{:.digits$}", value.abs());
    let is_zero = plain.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let text = match language {
        Language::Nl => plain.replace('.', ","),
        Language::En => plain,
    };
    if value < 0.0 && !is_zero { format!("−{text}") } else { text }
}

/// A count with its thousands apart: `12.345` in Dutch, `12,345` in English.
#[must_use]
pub fn count(language: Language, value: u64) -> String {
    let digits = value.to_string();
    let separator = match language {
        Language::Nl => '.',
        Language::En => ',',
    };
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// A day with its weekday: `di 12 mei 2026`.
#[must_use]
pub fn day(texts: &Texts, language: Language, date: Date) -> String {
    let weekday = texts.get(language, &format!("weekday-{}", date.weekday().to_monday_one_offset()), None);
    let month = texts.get(language, &format!("month-{}", date.month()), None);
    let mut args = FluentArgs::new();
    args.set("weekday", weekday);
    args.set("day", date.day().to_string());
    args.set("month", month);
    args.set("year", date.year().to_string());
    texts.get(language, "date-day", Some(&args))
}

/// A time of the day: `19:42`.
#[must_use]
pub fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dutch_writes_a_comma_and_a_true_minus() {
        assert_eq!(decimal(Language::Nl, -5.25, 1), "−5,2");
        assert_eq!(decimal(Language::En, 5.25, 2), "5.25");
        assert_eq!(decimal(Language::Nl, -0.04, 1), "0,0");
        assert_eq!(count(Language::Nl, 1_234_567), "1.234.567");
        assert_eq!(count(Language::En, 999), "999");
    }

    #[test]
    fn a_day_is_written_in_words() {
        let texts = Texts::new().unwrap();
        let date = jiff::civil::date(2026, 5, 12);
        assert_eq!(day(&texts, Language::Nl, date), "di 12 mei 2026");
        assert_eq!(day(&texts, Language::En, date), "Tue 12 May 2026");
    }
}
