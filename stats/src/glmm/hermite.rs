//! Nodes and weights of Gauss–Hermite quadrature.

use nalgebra::DMatrix;

/// Most nodes offered; more would only be asked for by an integrand that this rule does not suit. Twice as many are used to
/// see whether they are enough.
pub(super) const MOST_NODES: usize = 200;

/// ∫ g(x) dx ≈ Σ w_k exp(x_k²) g(x_k): nodes in rising order, and log(w_k exp(x_k²)).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hermite {
    pub(super) nodes: Vec<f64>,
    pub(super) log_weights: Vec<f64>,
}

impl Hermite {
    /// The rule with `count` nodes (Golub and Welsch 1969: eigenvalues of the Jacobi matrix, then Newton steps).
    pub(super) fn new(count: usize) -> Self {
        let mut jacobi = DMatrix::zeros(count, count);
        for i in 1..count {
            let beside = (i as f64 / 2.0).sqrt();
            jacobi[(i, i - 1)] = beside;
            jacobi[(i - 1, i)] = beside;
        }
        let mut nodes: Vec<f64> = jacobi.symmetric_eigenvalues().iter().copied().collect();
        nodes.sort_by(f64::total_cmp);
        // The rule is symmetric; averaging with the mirror image makes it so to the last digit.
        let mirrored: Vec<f64> = (0..count).map(|k| 0.5 * (nodes[k] - nodes[count - 1 - k])).collect();
        let polished: Vec<(f64, f64)> = mirrored.into_iter().map(|x| polish(count, x)).collect();
        Self {
            nodes: polished.iter().map(|&(x, _)| x).collect(),
            log_weights: polished.iter().map(|&(_, below)| -(count as f64).ln() - 2.0 * below.abs().ln()).collect(),
        }
    }

    /// Number of nodes.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }
}

/// Newton steps to the zero of the Hermite function of order `count`; the zero and the function of one order less there.
fn polish(count: usize, mut x: f64) -> (f64, f64) {
    let mut below = hermite_functions(count, x).1;
    for _ in 0..3 {
        let (value, lower) = hermite_functions(count, x);
        below = lower;
        // ψ_n' = √(2n) ψ_(n−1) − x ψ_n, and ψ_n is nearly zero.
        x -= value / ((2.0 * count as f64).sqrt() * lower - x * value);
    }
    (x, below)
}

/// ψ_n and ψ_(n−1), orthonormal: ψ_0 = π^(−1/4) exp(−x²/2), √(n/2) ψ_n = x ψ_(n−1) − √((n−1)/2) ψ_(n−2).
fn hermite_functions(count: usize, x: f64) -> (f64, f64) {
    let mut below = 0.0;
    let mut value = std::f64::consts::PI.powf(-0.25) * (-0.5 * x * x).exp();
    for n in 1..=count {
        let n = n as f64;
        let next = (x * value - ((n - 1.0) / 2.0).sqrt() * below) / (n / 2.0).sqrt();
        below = value;
        value = next;
    }
    (value, below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_the_normal_distribution_are_exact() {
        for count in [1, 2, 3, 7, 15, 25, 40, 101, MOST_NODES, 2 * MOST_NODES] {
            let rule = Hermite::new(count);
            let moment = |power: i32| -> f64 {
                let terms = rule.nodes.iter().zip(&rule.log_weights);
                terms.map(|(x, w)| x.powi(power) * (w - x * x).exp()).sum::<f64>() / std::f64::consts::PI.sqrt()
            };
            assert!((moment(0) - 1.0).abs() < 1e-13, "{count}: {}", moment(0));
            if count >= 2 {
                assert!((moment(2) - 0.5).abs() < 1e-13, "{count}");
            }
            if count >= 5 {
                assert!((moment(8) - 105.0 / 16.0).abs() < 1e-11, "{count}: {}", moment(8));
            }
            assert!(moment(1).abs() < 1e-14);
        }
    }
}
