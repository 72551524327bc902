//! Eight numbers that go through the same arithmetic: eight levels of a grouping factor at once.
//!
//! Plain arrays that the compiler turns into vector instructions. Every lane does exactly what scalar code would do (no
//! fused multiply-add), so results are the same bits on every machine.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub, SubAssign};

/// Levels in one block.
pub(crate) const LANES: usize = 8;

/// One number for each of eight levels.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub(crate) struct Lanes(pub(crate) [f64; LANES]);

impl Lanes {
    pub(crate) const ZERO: Self = Self([0.0; LANES]);
    pub(crate) const ONE: Self = Self([1.0; LANES]);

    #[inline(always)]
    fn each(self, other: Self, operation: impl Fn(f64, f64) -> f64) -> Self {
        Self(std::array::from_fn(|lane| operation(self.0[lane], other.0[lane])))
    }

    #[inline(always)]
    pub(crate) fn sqrt(self) -> Self {
        self.each(self, |a, _| a.sqrt())
    }

    /// The sum over the lanes, always in the same order.
    #[inline(always)]
    pub(crate) fn sum(self) -> f64 {
        let [a, b, c, d, e, f, g, h] = self.0;
        ((a + e) + (c + g)) + ((b + f) + (d + h))
    }

    /// Whether every lane lies between two numbers, neither of them included (false for `NaN`).
    #[inline(always)]
    pub(crate) fn all_between(self, low: f64, high: f64) -> bool {
        self.0.iter().fold(true, |all, value| all & (*value > low) & (*value < high))
    }

    /// This where the other is above zero, else zero.
    #[inline(always)]
    pub(crate) fn where_positive(self, other: Self) -> Self {
        self.each(other, |value, other| if other > 0.0 { value } else { 0.0 })
    }
}

impl Add for Lanes {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.each(other, |a, b| a + b)
    }
}

impl Sub for Lanes {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.each(other, |a, b| a - b)
    }
}

impl Mul for Lanes {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.each(other, |a, b| a * b)
    }
}

impl Mul<f64> for Lanes {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: f64) -> Self {
        self.each(self, |a, _| a * other)
    }
}

impl Div for Lanes {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        self.each(other, |a, b| a / b)
    }
}

impl AddAssign for Lanes {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Lanes {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl MulAssign for Lanes {
    #[inline(always)]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

/// The logarithm of a long product of positive numbers: mantissas are multiplied, exponents added, one logarithm a lane.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LogProduct {
    mantissa: Lanes,
    exponent: [i64; LANES],
}

const MANTISSA: u64 = (1 << 52) - 1;
const BIAS: u64 = 1023;

impl LogProduct {
    /// The empty product.
    pub(crate) fn one() -> Self {
        Self { mantissa: Lanes::ONE, exponent: [0; LANES] }
    }

    /// Multiplies by normal positive numbers.
    #[inline(always)]
    pub(crate) fn multiply(&mut self, factor: Lanes) {
        let product = self.mantissa * factor;
        for lane in 0..LANES {
            let bits = product.0[lane].to_bits();
            self.exponent[lane] += (bits >> 52) as i64 - BIAS as i64;
            self.mantissa.0[lane] = f64::from_bits((bits & MANTISSA) | (BIAS << 52));
        }
    }

    /// The natural logarithm of the product over all lanes.
    pub(crate) fn ln(self) -> f64 {
        let exponent: i64 = self.exponent.iter().sum();
        Lanes(self.mantissa.0.map(f64::ln)).sum() + exponent as f64 * std::f64::consts::LN_2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_far_beyond_the_largest_number_has_its_logarithm() {
        let mut product = LogProduct::one();
        let mut expected = 0.0;
        for step in 0..1000 {
            let factors: [f64; LANES] = std::array::from_fn(|lane| 1.0 + 1e9 * (step * LANES + lane) as f64);
            expected += factors.iter().map(|f| f.ln()).sum::<f64>();
            product.multiply(Lanes(factors));
        }
        assert!((product.ln() - expected).abs() < 1e-9 * expected, "{} {expected}", product.ln());
    }
}
