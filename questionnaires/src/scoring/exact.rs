//! The exact value of a score, before it is written as a decimal.

use crate::decimal::Decimal;

/// Decimals kept of a value that need not end, such as a mean of three.
const PLACES_KEPT: i128 = 100; // millionths in one ten-thousandth

/// A fraction: a sum of answers in millionths over a count of items. The count is positive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exact {
    millionths: i128,
    over: i128,
}

impl Exact {
    /// `millionths × times / over`; none when `over` is zero.
    pub(super) fn new(millionths: i128, times: usize, over: usize) -> Option<Self> {
        let times = i128::try_from(times).ok()?;
        let over = i128::try_from(over).ok().filter(|over| *over > 0)?;
        Some(Self { millionths: millionths.checked_mul(times)?, over })
    }

    /// Whether the value is at least `limit`, without rounding.
    pub(super) fn at_least(self, limit: Decimal) -> bool {
        self.millionths >= i128::from(limit.millionths()) * self.over
    }

    /// Whether the value is at most `limit`, without rounding.
    pub(super) fn at_most(self, limit: Decimal) -> bool {
        self.millionths <= i128::from(limit.millionths()) * self.over
    }

    /// The value as a decimal: unchanged when it is a whole number of millionths of an undivided sum, else rounded once
    /// to four decimals, half away from zero. None outside the domain of [`Decimal`].
    pub(super) fn to_decimal(self) -> Option<Decimal> {
        if self.over == 1 {
            return Decimal::from_millionths(self.millionths);
        }
        let unit = self.over * PLACES_KEPT;
        let half = unit / 2 * self.millionths.signum();
        Decimal::from_millionths((self.millionths + half) / unit * PLACES_KEPT)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fixture::decimal;

    #[test]
    fn a_value_just_below_a_limit_stays_below_it() {
        let just_below = Exact::new(149_999_999, 1, 10_000).unwrap();
        assert!(!just_below.at_least(decimal("0.015")));
        assert_eq!(just_below.to_decimal().unwrap(), decimal("0.015"));
    }

    #[test]
    fn thirds_are_kept_to_four_decimals() {
        let exact = |sum: &str| Exact::new(i128::from(decimal(sum).millionths()), 1, 3).unwrap();
        assert_eq!(exact("2").to_decimal().unwrap(), decimal("0.6667"));
        assert_eq!(exact("-2").to_decimal().unwrap(), decimal("-0.6667"));
        assert!(Exact::new(1, 1, 0).is_none());
    }
}
