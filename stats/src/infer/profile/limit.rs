//! Where the signed root of the profile deviance reaches the cut.

use super::descent::Descent;
use super::deviance::Constrained;

/// Where a parameter may go, and about how far a standard error is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub(super) least: f64,
    pub(super) most: f64,
    pub(super) step: f64,
}

/// Distance from the cut, in standard errors, that is near enough.
const NEAR: f64 = 2e-4;
const MOST_TRIALS: usize = 40;

/// Lower and upper limit: ζ(t) = √(D(t) − D_min) = `cut` on either side; the end of the range where ζ stays below.
pub(super) fn limits(deviance: &Constrained<'_>, estimate: f64, range: Range, cut: f64) -> (Option<f64>, Option<f64>) {
    let mut room = deviance.room();
    let start = Descent::new(deviance.start(), &mut |x| deviance.value(&mut room, estimate, x));
    let mut side = |end: f64, direction: f64| {
        if estimate == end {
            return Some(end);
        }
        let mut descent = start.clone();
        let mut root = |at: f64| descent.minimise(&mut |x| deviance.value(&mut room, at, x)).max(0.0).sqrt();
        crossing(&mut root, estimate, end, direction * range.step, cut)
    };
    (side(range.least, -1.0), side(range.most, 1.0))
}

/// Secant steps kept inside a bracket. Inside, ζ rises from 0 nearly as a straight line.
fn crossing(root: &mut dyn FnMut(f64) -> f64, estimate: f64, end: f64, step: f64, cut: f64) -> Option<f64> {
    let inside = |at: f64| if step > 0.0 { at.min(end) } else { at.max(end) };
    let (mut near, mut low) = (estimate, 0.0);
    let mut far: Option<(f64, f64)> = None;
    let mut at = inside(estimate + cut * step);
    for _ in 0..MOST_TRIALS {
        let zeta = root(at);
        if (zeta - cut).abs() < NEAR {
            return Some(at);
        }
        if zeta < cut {
            if at == end {
                return Some(end);
            }
            // Beyond the first trial the slope is that of the last stretch.
            let slope = if zeta > low { (zeta - low) / (at - near) } else { 0.0 };
            (near, low) = (at, zeta);
            at = match far {
                Some((beyond, high)) => between(near, beyond, low, high, cut),
                None if slope != 0.0 => {
                    inside(near + (1.05 * (cut - low) / slope).clamp(-4.0 * cut * step.abs(), 4.0 * cut * step.abs()))
                }
                None => inside(near + 2.0 * (near - estimate)),
            };
        } else {
            far = Some((at, zeta));
            at = between(near, at, low, zeta, cut);
        }
        if far.is_some_and(|(beyond, _)| (beyond - near).abs() <= 1e-9 * (near.abs() + step.abs())) {
            return Some(near);
        }
    }
    None
}

/// The point on the straight line, kept off the ends of the bracket.
fn between(near: f64, far: f64, low: f64, high: f64, cut: f64) -> f64 {
    let share = if high.is_finite() { (cut - low) / (high - low) } else { 0.5 };
    near + (far - near) * share.clamp(0.02, 0.98)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::crossing;

    #[test]
    fn a_root_is_found_on_either_side_and_an_end_is_kept() {
        let found = crossing(&mut |t| 2.0 * (t - 1.0) + 0.1 * (t - 1.0).powi(2), 1.0, f64::INFINITY, 0.7, 1.96);
        assert!((2.0 * (found.unwrap() - 1.0) + 0.1 * (found.unwrap() - 1.0).powi(2) - 1.96).abs() < 2e-4);
        assert_eq!(crossing(&mut |t| 1.0 - t, 1.0, 0.0, -0.3, 1.96), Some(0.0));
        let steep = crossing(&mut |t| if t < 0.9 { f64::INFINITY } else { 30.0 * (1.0 - t) }, 1.0, 0.0, -0.5, 1.96);
        assert!((steep.unwrap() - (1.0 - 1.96 / 30.0)).abs() < 1e-5);
    }
}
