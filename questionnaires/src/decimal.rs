//! Exact decimal numbers.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

const PLACES: u32 = 6;
const UNIT: i64 = 1_000_000;
const LARGEST: i64 = 1_000_000_000 * UNIT;

/// An exact decimal number: an integer count of millionths.
///
/// Answers, weights, limits and scores are compared for equality ("is a change of exactly 6 points enough?"), so a
/// binary fraction will not do. Domain: at most six decimals, absolute value at most 10⁹. Every sum of fewer than nine
/// thousand such numbers fits the integer underneath.
///
/// ```
/// use peil_questionnaires::Decimal;
/// let line: Decimal = "7.50".parse()?;
/// assert_eq!(line.to_string(), "7.5");
/// assert_eq!(line.to_f64(), 7.5);
/// # Ok::<(), peil_questionnaires::DecimalError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    millionths: i64,
}

/// Why a text is not a [`Decimal`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DecimalError {
    /// The text is not an optional minus sign, digits, and an optional point with digits.
    #[error("not a decimal number: write digits with at most one point, such as 7.5")]
    Malformed,
    /// More than six digits after the point.
    #[error("more than six digits after the point")]
    TooPrecise,
    /// The absolute value exceeds 10⁹.
    #[error("larger than one thousand million")]
    TooLarge,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { millionths: 0 };

    /// The nearest binary fraction, for statistics and drawing; never for comparing with a limit.
    pub fn to_f64(self) -> f64 {
        // Both integers are below 2⁵³ or lose at most one unit in the last place.
        self.millionths as f64 / UNIT as f64
    }

    /// Rounds to `places` decimals, half away from zero. Six places or more return the number unchanged.
    pub fn round(self, places: u32) -> Self {
        if places >= PLACES {
            return self;
        }
        let step = 10_i64.pow(PLACES - places);
        let half = step / 2 * self.millionths.signum();
        Self { millionths: (self.millionths + half) / step * step }
    }

    /// The integer count of millionths.
    pub(crate) fn millionths(self) -> i64 {
        self.millionths
    }

    /// The decimal with this count of millionths; none outside the domain.
    pub(crate) fn from_millionths(millionths: i128) -> Option<Self> {
        let millionths = i64::try_from(millionths).ok()?;
        (-LARGEST..=LARGEST).contains(&millionths).then_some(Self { millionths })
    }
}

impl From<i16> for Decimal {
    fn from(whole: i16) -> Self {
        Self { millionths: i64::from(whole) * UNIT }
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(DecimalError::Malformed),
            Some(parts) => parts,
            None => (digits, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return Err(DecimalError::Malformed);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > PLACES as usize {
            return Err(DecimalError::TooPrecise);
        }
        let whole: i64 = whole.parse().map_err(|_| DecimalError::TooLarge)?;
        let padded = format!("{fraction:0<width$}", width = PLACES as usize);
        let fraction: i64 = padded.parse().map_err(|_| DecimalError::Malformed)?;
        let millionths = i128::from(whole) * i128::from(UNIT) + i128::from(fraction);
        Self::from_millionths(millionths * sign).ok_or(DecimalError::TooLarge)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.millionths < 0 { "-" } else { "" };
        let size = self.millionths.unsigned_abs();
        let (whole, fraction) = (size / UNIT.unsigned_abs(), size % UNIT.unsigned_abs());
        let fraction = format!("{fraction:0width$}", width = PLACES as usize);
        match fraction.trim_end_matches('0') {
            "" => write!(formatter, "{sign}{whole}"),
            digits => write!(formatter, "{sign}{whole}.{digits}"),
        }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    /// Reads a text or a whole number. A binary fraction is refused: it has already lost what was typed.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DecimalVisitor)
    }
}

struct DecimalVisitor;

impl Visitor<'_> for DecimalVisitor {
    type Value = Decimal;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a decimal number in quotes, such as \"7.5\", or a whole number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, whole: i64) -> Result<Decimal, E> {
        Decimal::from_millionths(i128::from(whole) * i128::from(UNIT)).ok_or_else(|| E::custom(DecimalError::TooLarge))
    }

    fn visit_u64<E: de::Error>(self, whole: u64) -> Result<Decimal, E> {
        Decimal::from_millionths(i128::from(whole) * i128::from(UNIT)).ok_or_else(|| E::custom(DecimalError::TooLarge))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn trailing_zeros_do_not_make_another_number() {
        assert_eq!(decimal("30.0"), decimal("30"));
        assert_eq!(decimal("-0.50").to_string(), "-0.5");
        assert_eq!(decimal("-0").to_string(), "0");
    }

    #[test]
    fn what_is_not_a_plain_decimal_is_refused() {
        for text in ["", "-", ".5", "5.", "1e3", "NaN", "+1", "1,5", "1.2.3", " 1", "٣"] {
            assert_eq!(text.parse::<Decimal>(), Err(DecimalError::Malformed), "{text}");
        }
        assert_eq!("0.1234567".parse::<Decimal>(), Err(DecimalError::TooPrecise));
        assert_eq!("1000000000.1".parse::<Decimal>(), Err(DecimalError::TooLarge));
        assert_eq!("99999999999999999999".parse::<Decimal>(), Err(DecimalError::TooLarge));
    }

    #[test]
    fn halves_round_away_from_zero() {
        assert_eq!(decimal("28.28575").round(4), decimal("28.2858"));
        assert_eq!(decimal("-2.5").round(0), decimal("-3"));
        assert_eq!(decimal("2.4").round(0), decimal("2"));
    }

    proptest! {
        #[test]
        fn a_number_survives_being_written(millionths in -LARGEST..=LARGEST) {
            let number = Decimal { millionths };
            prop_assert_eq!(decimal(&number.to_string()), number);
        }

        #[test]
        fn any_text_is_a_number_or_an_error(text in ".*") {
            let _ = text.parse::<Decimal>();
        }
    }
}
