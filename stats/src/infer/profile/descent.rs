//! Minimum of a smooth function of few numbers, its slopes by differences; warm from one problem to the next.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

/// Share of a number's size (at least 0.1) that the differences step.
const STEP: f64 = 1e-4;
/// A step that promises less than this on the deviance scale is not taken.
const ENOUGH: f64 = 1e-7;
const MOST_STEPS: usize = 60;

/// Where a search stands: the numbers and the inverse of their curvature.
#[derive(Debug, Clone)]
pub(super) struct Descent {
    pub(super) x: DVector<f64>,
    inverse: DMatrix<f64>,
}

impl Descent {
    /// With the curvature of `f` at a start.
    pub(super) fn new(x: Vec<f64>, f: &mut dyn FnMut(&[f64]) -> f64) -> Self {
        let x = DVector::from_vec(x);
        let d = x.len();
        let mut hessian = DMatrix::zeros(d, d);
        for i in 0..d {
            let step = 10.0 * STEP * x[i].abs().max(0.1);
            let mut moved = x.clone();
            moved[i] = x[i] + step;
            let above = slopes(&moved, f);
            moved[i] = x[i] - step;
            hessian.set_column(i, &((above - slopes(&moved, f)) / (2.0 * step)));
        }
        let mut descent = Self { x, inverse: DMatrix::identity(d, d) };
        if hessian.iter().all(|value| value.is_finite()) {
            let eigen = SymmetricEigen::new((&hessian + hessian.transpose()) * 0.5);
            let floor = (1e-6 * eigen.eigenvalues.amax()).max(1e-6);
            let inverse = eigen.eigenvalues.map(|value| 1.0 / value.abs().max(floor));
            descent.inverse = &eigen.eigenvectors * DMatrix::from_diagonal(&inverse) * eigen.eigenvectors.transpose();
        }
        descent
    }

    /// Goes down to a minimum of `f` (BFGS) and gives its value.
    pub(super) fn minimise(&mut self, f: &mut dyn FnMut(&[f64]) -> f64) -> f64 {
        let mut value = f(self.x.as_slice());
        let mut gradient = slopes(&self.x, f);
        for _ in 0..MOST_STEPS {
            let mut step = -(&self.inverse * &gradient);
            let mut promise = -step.dot(&gradient);
            if promise.is_nan() || promise <= 0.0 {
                self.inverse = DMatrix::identity(self.x.len(), self.x.len()) * (0.1 / gradient.norm().max(1.0));
                step = -(&self.inverse * &gradient);
                promise = -step.dot(&gradient);
            }
            if promise.is_nan() || promise < ENOUGH {
                break;
            }
            let Some((next, lower)) = self.shortened(&step, value, promise, f) else { break };
            let turned = slopes(&next, f);
            let (moved, change) = (&next - &self.x, &turned - &gradient);
            update(&mut self.inverse, &moved, &change);
            (self.x, value, gradient) = (next, lower, turned);
        }
        value
    }

    fn shortened(
        &self,
        step: &DVector<f64>,
        value: f64,
        promise: f64,
        f: &mut dyn FnMut(&[f64]) -> f64,
    ) -> Option<(DVector<f64>, f64)> {
        let longest = step.amax();
        let room = 2.0 * self.x.amax().max(0.5);
        let mut share = if longest > room { room / longest } else { 1.0 };
        for _ in 0..30 {
            let next = &self.x + step * share;
            let there = f(next.as_slice());
            if there <= value - 1e-4 * share * promise {
                return Some((next, there));
            }
            share *= 0.4;
        }
        None
    }
}

fn slopes(x: &DVector<f64>, f: &mut dyn FnMut(&[f64]) -> f64) -> DVector<f64> {
    let mut moved = x.clone();
    DVector::from_fn(x.len(), |i, _| {
        let step = STEP * x[i].abs().max(0.1);
        moved[i] = x[i] + step;
        let above = f(moved.as_slice());
        moved[i] = x[i] - step;
        let below = f(moved.as_slice());
        moved[i] = x[i];
        (above - below) / (2.0 * step)
    })
}

/// The BFGS update of the inverse curvature; left out where the curvature met is not positive.
fn update(inverse: &mut DMatrix<f64>, moved: &DVector<f64>, turned: &DVector<f64>) {
    let curvature = moved.dot(turned);
    if curvature.is_nan() || curvature <= 1e-12 * moved.norm() * turned.norm() {
        return;
    }
    let image = &*inverse * turned;
    let weight = (curvature + turned.dot(&image)) / (curvature * curvature);
    *inverse += weight * moved * moved.transpose();
    *inverse -= (&image * moved.transpose() + moved * image.transpose()) / curvature;
}

#[cfg(test)]
mod tests {
    use super::Descent;

    #[test]
    fn the_valley_of_rosenbrock_is_followed() {
        let mut f = |x: &[f64]| (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2);
        let mut descent = Descent::new(vec![-1.2, 1.0], &mut f);
        assert!(descent.minimise(&mut f) < 1e-6);
        assert!((descent.x[0] - 1.0).abs() < 1e-2);
    }
}
