//! Numbers: [`Decimal`] to and from the numbers of JSON.
//!
//! JSON numbers pass through a binary fraction here, and still nothing is lost: a [`Decimal`] is a count of millionths
//! of at most 10¹⁵, which is below 2⁵³, so neighbouring decimals never share a binary fraction, and the shortest text of
//! that fraction is the decimal again.

use serde_json::{Number, Value};

use crate::decimal::{Decimal, DecimalError};

/// The number as JSON writes it.
pub(super) fn to_json(decimal: Decimal) -> Value {
    let text = decimal.to_string();
    match text.parse::<i64>() {
        Ok(whole) => Value::from(whole),
        Err(_) => Number::from_f64(decimal.to_f64()).map_or(Value::Null, Value::Number),
    }
}

/// The decimal that a JSON number stands for.
///
/// # Errors
///
/// [`DecimalError`]: too many digits after the point, or too large.
pub(super) fn from_json(number: &Number) -> Result<Decimal, DecimalError> {
    match number.as_f64() {
        // Written out without an exponent, which `Number` itself uses for small and large numbers.
        Some(fraction) if number.is_f64() => fraction.to_string().parse(),
        _ => number.to_string().parse(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Decimal, DecimalError> {
        from_json(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn small_numbers_and_trailing_zeros_are_read() {
        assert_eq!(read("1e-6").unwrap().to_string(), "0.000001");
        assert_eq!(read("-0.0").unwrap(), Decimal::ZERO);
        assert_eq!(read("8.00").unwrap(), Decimal::from(8));
        assert_eq!(read("1e300"), Err(DecimalError::TooLarge));
        assert_eq!(read("0.1234567"), Err(DecimalError::TooPrecise));
    }

    proptest! {
        #[test]
        fn a_decimal_survives_json(millionths in -1_000_000_000_000_000_i128..=1_000_000_000_000_000) {
            let decimal = Decimal::from_millionths(millionths).unwrap();
            let text = to_json(decimal).to_string();
            prop_assert_eq!(read(&text).unwrap(), decimal);
        }
    }
}
