//! The exact value of a score, before it is written as a decimal.

use crate::decimal::Decimal;

/// Decimals kept of a value that need not end, such as a mean of three.
const PLACES_KEPT: i128 = 100; // millionths in one ten-thousandth
const UNIT: i128 = 1_000_000;
/// Bounds under which no comparison below can leave an `i128`: a limit has at most 10¹⁵ millionths.
const LARGEST: i128 = 10_i128.pow(36);
const LARGEST_OVER: i128 = 10_i128.pow(20);

/// A fraction: millionths over a whole number. The denominator is positive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exact {
    millionths: i128,
    over: i128,
}

impl Exact {
    /// `millionths × times / over`; none when `over` is not positive or the numbers are too large.
    pub(super) fn new(millionths: i128, times: usize, over: usize) -> Option<Self> {
        let times = i128::try_from(times).ok()?;
        Self::bounded(millionths.checked_mul(times)?, i128::try_from(over).ok()?)
    }

    /// A decimal, exactly.
    pub(super) fn from_decimal(value: Decimal) -> Self {
        Self { millionths: i128::from(value.millionths()), over: 1 }
    }

    /// The sum of two values; none when the numbers become too large.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        if self.over == other.over {
            return Self::bounded(self.millionths.checked_add(other.millionths)?, self.over);
        }
        let (one, two) = (self.millionths.checked_mul(other.over)?, other.millionths.checked_mul(self.over)?);
        Self::reduced(one.checked_add(two)?, self.over.checked_mul(other.over)?)
    }

    /// The value times a decimal; none when the numbers become too large.
    pub(super) fn times(self, factor: Decimal) -> Option<Self> {
        let factor = i128::from(factor.millionths());
        if factor == UNIT {
            return Some(self);
        }
        Self::reduced(self.millionths.checked_mul(factor)?, self.over.checked_mul(UNIT)?)
    }

    /// The value divided by a count; none when the count is zero or the numbers become too large.
    pub(super) fn divided_by(self, count: usize) -> Option<Self> {
        Self::reduced(self.millionths, self.over.checked_mul(i128::try_from(count).ok()?)?)
    }

    /// `c₀ + c₁x + c₂x² + …` at this value, by Horner's scheme; none when the numbers become too large.
    pub(super) fn polynomial(self, coefficients: &[Decimal]) -> Option<Self> {
        let mut value = Self { millionths: 0, over: 1 };
        for coefficient in coefficients.iter().rev() {
            value = value.times_exact(self)?.plus(Self::from_decimal(*coefficient))?;
        }
        Some(value)
    }

    fn times_exact(self, other: Self) -> Option<Self> {
        // One of the two factors is brought from millionths to units first, so that the product stays in millionths.
        let unit = gcd(other.millionths, UNIT);
        let (millionths, over) = (other.millionths / unit, other.over.checked_mul(UNIT / unit)?);
        Self::reduced(self.millionths.checked_mul(millionths)?, self.over.checked_mul(over)?)
    }

    fn reduced(millionths: i128, over: i128) -> Option<Self> {
        if over <= 0 {
            return None;
        }
        let common = gcd(millionths, over);
        Self::bounded(millionths / common, over / common)
    }

    fn bounded(millionths: i128, over: i128) -> Option<Self> {
        let fits = (1..=LARGEST_OVER).contains(&over) && (-LARGEST..=LARGEST).contains(&millionths);
        fits.then_some(Self { millionths, over })
    }

    /// Whether the value is at least `limit`, without rounding.
    pub(super) fn at_least(self, limit: Decimal) -> bool {
        self.millionths >= i128::from(limit.millionths()) * self.over
    }

    /// Whether the value is at most `limit`, without rounding.
    pub(super) fn at_most(self, limit: Decimal) -> bool {
        self.millionths <= i128::from(limit.millionths()) * self.over
    }

    /// The value as a decimal: unchanged when it is a whole number of millionths of an undivided value, else rounded
    /// once to four decimals, half away from zero. None outside the domain of [`Decimal`].
    pub(super) fn to_decimal(self) -> Option<Decimal> {
        if self.over == 1 {
            return Decimal::from_millionths(self.millionths);
        }
        let unit = self.over * PLACES_KEPT;
        let half = unit / 2 * self.millionths.signum();
        Decimal::from_millionths((self.millionths + half) / unit * PLACES_KEPT)
    }
}

/// `c₀ + c₁x + c₂x² + …`, rounded once to four decimals; none when the numbers become too large.
pub(crate) fn polynomial(x: Decimal, coefficients: &[Decimal]) -> Option<Decimal> {
    Exact::from_decimal(x).polynomial(coefficients)?.to_decimal()
}

/// The greatest common divisor; positive when one of the two is.
fn gcd(one: i128, other: i128) -> i128 {
    let (mut a, mut b) = (one.abs(), other.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fixture::decimal;

    fn exact(sum: &str, over: usize) -> Exact {
        Exact::new(i128::from(decimal(sum).millionths()), 1, over).unwrap()
    }

    #[test]
    fn a_value_just_below_a_limit_stays_below_it() {
        let just_below = Exact::new(149_999_999, 1, 10_000).unwrap();
        assert!(!just_below.at_least(decimal("0.015")));
        assert_eq!(just_below.to_decimal().unwrap(), decimal("0.015"));
    }

    #[test]
    fn thirds_are_kept_to_four_decimals() {
        assert_eq!(exact("2", 3).to_decimal().unwrap(), decimal("0.6667"));
        assert_eq!(exact("-2", 3).to_decimal().unwrap(), decimal("-0.6667"));
        assert!(Exact::new(1, 1, 0).is_none());
    }

    #[test]
    fn thirds_add_up_to_one() {
        let third = exact("1", 3);
        let one = third.plus(third).unwrap().plus(exact("2", 6)).unwrap();
        assert!(one.at_least(1.into()) && one.at_most(1.into()));
        assert_eq!(exact("10", 3).times(3.into()).unwrap().to_decimal().unwrap(), 10.into());
        assert_eq!(exact("1", 1).divided_by(8).unwrap().to_decimal().unwrap(), decimal("0.125"));
    }

    #[test]
    fn a_polynomial_is_exact_until_it_is_written() {
        // de Beurs 2022: T = 0.66559x³ − 4.8103x² + 21.251x + 10.0 at x = 35/14 = 2.5.
        let coefficients = ["10.0", "21.251", "-4.8103", "0.66559"].map(decimal);
        let half = exact("35", 14).polynomial(&coefficients).unwrap();
        assert_eq!(half.to_decimal().unwrap(), decimal("43.46297").round(4));
        let third = exact("1", 3).polynomial(&[decimal("0"), decimal("0"), decimal("9")]).unwrap();
        assert_eq!(third.to_decimal().unwrap(), 1.into());
    }

    #[test]
    fn numbers_that_grow_too_large_give_nothing() {
        let large = exact("1000000000", 1);
        assert!(large.polynomial(&[decimal("1"); 9]).is_none());
        assert!(exact("1", 1_000_003).polynomial(&[decimal("1"); 9]).is_none());
    }
}
