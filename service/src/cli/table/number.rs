//! One field: missing, a number, or a text.

/// What stands in a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell {
    /// Nothing, or `NA`.
    Missing,
    /// A number.
    Number(f64),
    /// `Inf`, `NaN`, or digits beyond all numbers: among numbers a mistake, in a column of texts a text.
    NotFinite,
    /// Anything else.
    Text,
}

impl Cell {
    /// Reads a field, blanks around it ignored.
    pub(super) fn read(field: &[u8]) -> Self {
        match short_decimal(field) {
            Some(number) => Self::Number(number),
            None => Self::read_any(field),
        }
    }

    fn read_any(field: &[u8]) -> Self {
        let text = text(field);
        if text.is_empty() || text == "NA" {
            return Self::Missing;
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Self::Number(number),
            Ok(_) => Self::NotFinite,
            Err(_) => Self::Text,
        }
    }
}

/// The field without the blanks around it. The file was found to be UTF-8 as a whole.
pub(super) fn text(field: &[u8]) -> &str {
    std::str::from_utf8(field).unwrap_or_default().trim()
}

/// 10⁰ to 10¹⁵, all exact.
const POWERS_OF_TEN: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// A decimal number without exponent of at most 15 digits: digits and power of ten are exact, so that one division rounds
/// correctly (Clinger 1990). `None` for every other field.
fn short_decimal(field: &[u8]) -> Option<f64> {
    let (negative, digits) = match field {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, field),
    };
    if digits.len() >= POWERS_OF_TEN.len() {
        return None;
    }
    let mut whole: u64 = 0;
    let mut point = None;
    for (place, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => whole = whole * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(place),
            _ => return None,
        }
    }
    if digits.len() == usize::from(point.is_some()) {
        return None;
    }
    let decimals = point.map_or(0, |place| digits.len() - 1 - place);
    let size = whole as f64 / POWERS_OF_TEN[decimals];
    Some(if negative { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_texts_and_infinities_no_numbers() {
        for word in ["in", "na", "nano", "1e", ".", "-", "+", "1,5", "1 2", "0x1", "--1", "1-"] {
            assert_eq!(Cell::read(word.as_bytes()), Cell::Text, "{word}");
        }
        for word in ["1e999", "-inf", "Inf", "infinity", "nan", "NaN", "-nan"] {
            assert_eq!(Cell::read(word.as_bytes()), Cell::NotFinite, "{word}");
        }
    }

    #[test]
    fn blanks_around_a_field_do_not_count() {
        assert_eq!(Cell::read("\u{a0}12 ".as_bytes()), Cell::Number(12.0));
        assert_eq!(Cell::read(b" NA\t"), Cell::Missing);
        assert_eq!(Cell::read(b"  "), Cell::Missing);
    }

    proptest::proptest! {
        #[test]
        fn every_short_number_is_the_nearest_one(text in "[+-]?[0-9]{0,9}\\.?[0-9]{0,9}") {
            let expected = if text.is_empty() { Cell::Missing } else {
                text.parse::<f64>().map_or(Cell::Text, Cell::Number)
            };
            proptest::prop_assert_eq!(Cell::read(text.as_bytes()), expected);
        }
    }
}
