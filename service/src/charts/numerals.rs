//! Numbers as people write them.

/// The mark between whole and fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numerals {
    /// 5,2
    Comma,
    /// 5.2
    Point,
}

impl Numerals {
    /// The number with at most so many decimals; a real minus sign; no sign for zero; no needless zeros.
    pub fn write(self, value: f64, decimals: usize) -> String {
        let mut text = format!("{:.decimals$}", value.abs());
        if text.contains('.') {
            text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
        }
        if self == Self::Comma {
            text = text.replace('.', ",");
        }
        if value < 0.0 && text != "0" { format!("−{text}") } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_reader() {
        assert_eq!(Numerals::Comma.write(5.2, 1), "5,2");
        assert_eq!(Numerals::Point.write(5.25, 1), "5.2");
        assert_eq!(Numerals::Comma.write(12.0, 1), "12");
        assert_eq!(Numerals::Comma.write(-3.0, 0), "−3");
        assert_eq!(Numerals::Comma.write(-0.04, 1), "0");
        assert_eq!(Numerals::Point.write(100.0, 0), "100");
    }
}
