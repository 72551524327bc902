//! e^x over a slice, without a call a value, so that the compiler can use the machine's vectors.

/// Adding and subtracting this rounds a double to an integer, which then stands in its lowest bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts: the first has 21 trailing zero bits, so that its products with small integers are exact.
const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Beyond these the result would be subnormal or infinite; arguments are moved to them.
const LEAST: f64 = -708.0;
const MOST: f64 = 709.0;

/// Replaces every value by its exponential, relative error below 1e-15; arguments below −708 and above 709 are clamped.
#[inline]
pub(super) fn exponentials(values: &mut [f64]) {
    for value in values {
        *value = exponential(*value);
    }
}

/// e^x = 2^k e^r with |r| ≤ ½ ln 2, the second factor by its Taylor polynomial of degree 13.
#[inline(always)]
fn exponential(x: f64) -> f64 {
    let x = if x > LEAST { x } else { LEAST };
    let x = if x < MOST { x } else { MOST };
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let k = shifted - ROUND;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    let mut sum = 1.0 / 6_227_020_800.0;
    sum = sum * r + 1.0 / 479_001_600.0;
    sum = sum * r + 1.0 / 39_916_800.0;
    sum = sum * r + 1.0 / 3_628_800.0;
    sum = sum * r + 1.0 / 362_880.0;
    sum = sum * r + 1.0 / 40_320.0;
    sum = sum * r + 1.0 / 5_040.0;
    sum = sum * r + 1.0 / 720.0;
    sum = sum * r + 1.0 / 120.0;
    sum = sum * r + 1.0 / 24.0;
    sum = sum * r + 1.0 / 6.0;
    sum = sum * r + 0.5;
    sum = sum * r + 1.0;
    sum = sum * r + 1.0;
    sum * f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_the_standard_library() {
        let arguments: Vec<f64> = (-70_000..70_000).map(|i| f64::from(i) * 0.010_07).collect();
        let mut values = arguments.clone();
        exponentials(&mut values);
        for (x, value) in arguments.iter().zip(values) {
            assert!((value / x.exp() - 1.0).abs() < 1e-15, "{x}: {value}");
        }
    }

    #[test]
    fn extreme_arguments_stay_finite() {
        let mut values = [f64::NEG_INFINITY, f64::INFINITY, -1e300, 1e300, 0.0];
        exponentials(&mut values);
        assert!(values.iter().all(|value| value.is_finite()));
        assert_eq!(values[4], 1.0);
    }
}
