//! Sums without rounding: the order of the numbers cannot matter.

/// The exact sum of any number of floating-point numbers, as components that do not overlap, smallest first (Shewchuk
/// 1997, doi:10.1007/PL00009321, grow-expansion). Sums of whole numbers take one component, of ordinary data two or three.
#[derive(Debug, Clone, Default)]
pub(super) struct ExactSum {
    components: Vec<f64>,
}

impl ExactSum {
    /// Adds a finite number.
    pub(super) fn add(&mut self, value: f64) {
        let (mut carried, mut kept) = (value, 0);
        for at in 0..self.components.len() {
            let (sum, error) = two_sum(carried, self.components[at]);
            if error != 0.0 {
                self.components[kept] = error;
                kept += 1;
            }
            carried = sum;
        }
        self.components.truncate(kept);
        if carried != 0.0 {
            self.components.push(carried);
        }
    }

    /// Adds a product, exactly unless it is below 1e-290.
    pub(super) fn add_product(&mut self, left: f64, right: f64) {
        let product = left * right;
        self.add(left.mul_add(right, -product));
        self.add(product);
    }

    /// Adds another sum.
    pub(super) fn merge(&mut self, other: &Self) {
        other.components.iter().for_each(|value| self.add(*value));
    }

    /// The number nearest to the sum (ties to even): the same bits whatever the order of adding.
    pub(super) fn value(&self) -> f64 {
        let mut rest = self.components.iter().rev().copied();
        let mut high = rest.next().unwrap_or_default();
        while let Some(next) = rest.next() {
            let (sum, error) = two_sum(high, next);
            high = sum;
            if error == 0.0 {
                continue;
            }
            // Halfway between two numbers: what is still below decides (as Python's fsum does).
            if let Some(below) = rest.next()
                && (below > 0.0) == (error > 0.0)
            {
                let twice = 2.0 * error;
                let tried = high + twice;
                if tried - high == twice {
                    high = tried;
                }
            }
            break;
        }
        high
    }
}

impl PartialEq for ExactSum {
    /// The same sum, whatever its components.
    fn eq(&self, other: &Self) -> bool {
        let mut difference = self.clone();
        other.components.iter().for_each(|value| difference.add(-value));
        difference.components.is_empty()
    }
}

/// a + b and what rounding lost of it (Knuth 1969).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let of_b = sum - a;
    (sum, (a - (sum - of_b)) + (b - of_b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn summed(values: &[f64]) -> f64 {
        let mut sum = ExactSum::default();
        values.iter().for_each(|value| sum.add(*value));
        sum.value()
    }

    #[test]
    fn nothing_is_lost_and_ties_are_decided_by_what_is_below() {
        assert_eq!(summed(&[1e100, 1.0, -1e100]), 1.0);
        assert_eq!(summed(&[1.0, 2.0_f64.powi(-53), 2.0_f64.powi(-107)]), 1.0 + f64::EPSILON);
        assert_eq!(summed(&[1.0, 2.0_f64.powi(-53)]), 1.0);
        assert_eq!(summed(&[1.0, 2.0_f64.powi(-53), -(2.0_f64.powi(-107))]), 1.0);
        assert_eq!(summed(&[0.1; 10]), 1.0);
        assert_eq!(summed(&[]), 0.0);
    }

    #[test]
    fn a_product_keeps_its_lower_half() {
        let mut sum = ExactSum::default();
        sum.add_product(1.0 + f64::EPSILON, 1.0 - f64::EPSILON);
        sum.add(-1.0);
        assert_eq!(sum.value(), -f64::EPSILON * f64::EPSILON);
    }

    proptest! {
        #[test]
        fn any_order_gives_the_same_bits(
            mut values in prop::collection::vec((-1.0..1.0_f64, -40..40_i32), 1..40),
            turn in any::<prop::sample::Index>(),
        ) {
            let made = |values: &[(f64, i32)]| -> Vec<f64> { values.iter().map(|(x, e)| x * 2.0_f64.powi(*e)).collect() };
            let one = summed(&made(&values));
            let by = turn.index(values.len());
            values.rotate_left(by);
            values.reverse();
            prop_assert_eq!(one.to_bits(), summed(&made(&values)).to_bits());
        }
    }
}
