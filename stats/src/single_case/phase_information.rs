//! How well the variance parameters of a phase model are known, and what that means for its effects.

use nalgebra::{DMatrix, DVector};

use super::phase_design::Block;
use crate::fit::Fit;
use crate::infer::{TTest, two_sided};
use crate::model::Decay;

/// The expected information of REML about (entries of the cases' covariance matrix, φ, σ²), and the pieces that adjust the
/// covariance of the fixed effects for it. V is block-diagonal by case, so every trace is a sum over cases and a product of
/// p × p matrices.
///
/// The engine's own Kenward–Roger takes φ as known. With the few sessions of a few cases it is not, so the adjustment is made
/// here with φ among the parameters.
#[derive(Debug, Clone)]
pub(super) struct PhaseInformation {
    /// Φ = (X'V⁻¹X)⁻¹, p × p.
    plain: DMatrix<f64>,
    /// W = I⁻¹, I_ij = ½ tr(P V̇_i P V̇_j), P = V⁻¹ − V⁻¹XΦX'V⁻¹.
    inverse: DMatrix<f64>,
    /// G_i = X'V⁻¹V̇_iV⁻¹X.
    slopes: Vec<DMatrix<f64>>,
    /// Var(β̂) after Kenward and Roger (1997).
    adjusted: DMatrix<f64>,
}

impl PhaseInformation {
    /// `None` where the information is not positive definite.
    pub(super) fn new(fit: &Fit, blocks: &[Block]) -> Option<Self> {
        let parameters = Parameters::of(fit);
        let pieces: Vec<CasePieces> = blocks.iter().map(|block| parameters.pieces(block)).collect::<Option<_>>()?;
        let (fixed, count) = (pieces.first()?.information.nrows(), pieces.first()?.halves.len());
        let sum = |of: &dyn Fn(&CasePieces) -> DMatrix<f64>| {
            pieces.iter().fold(DMatrix::zeros(fixed, fixed), |sum, piece| sum + of(piece))
        };
        let plain = sum(&|piece| piece.information.clone()).cholesky()?.inverse();
        let slopes: Vec<DMatrix<f64>> = (0..count).map(|i| sum(&|piece| piece.first(i))).collect();
        let seconds = |i: usize, j: usize| sum(&|piece| piece.second(i, j));
        let information = DMatrix::from_fn(count, count, |i, j| {
            let whole: f64 = pieces.iter().map(|piece| trace(&piece.halves[i], &piece.halves[j])).sum();
            let product = trace(&(&plain * &slopes[i]), &(&plain * &slopes[j]));
            0.5 * (whole - 2.0 * trace(&plain, &seconds(i, j)) + product)
        });
        let inverse = information.cholesky()?.inverse();
        let mut bias = DMatrix::zeros(fixed, fixed);
        for i in 0..count {
            for j in 0..count {
                bias += (seconds(i, j) - &slopes[i] * &plain * &slopes[j]) * inverse[(i, j)];
            }
        }
        if parameters.serial.is_some() {
            // V bends in φ: alone, and with σ².
            let (phi, residual) = (count - 2, count - 1);
            bias -= sum(&|piece| piece.bend(0)) * (0.25 * inverse[(phi, phi)]);
            bias -= sum(&|piece| piece.bend(1)) * (0.5 * inverse[(phi, residual)]);
        }
        let adjusted = &plain + (&plain * bias * &plain) * 2.0;
        Some(Self { plain, inverse, slopes, adjusted })
    }

    /// Var(τ² + σ²): the first parameter is τ² of the level, the last σ².
    pub(super) fn variance_of_total(&self) -> f64 {
        let last = self.inverse.nrows() - 1;
        self.inverse[(0, 0)] + self.inverse[(last, last)] + 2.0 * self.inverse[(0, last)]
    }

    /// The t-test of a weighted sum of the fixed effects: of one row Kenward and Roger's F has scale 1 and 2/A degrees of
    /// freedom, A = Σ W_ij a_i a_j with a_i = w'ΦG_iΦw / w'Φw. `None` where the adjusted variance is not positive.
    pub(super) fn test(&self, term: &str, weights: &[f64], estimates: &[f64]) -> Option<TTest> {
        let weights = DVector::from_column_slice(weights);
        let estimate = weights.dot(&DVector::from_column_slice(estimates));
        let half = &self.plain * &weights;
        let unadjusted = weights.dot(&half);
        let parts = self.slopes.iter().map(|slope| half.dot(&(slope * &half)) / unadjusted);
        let parts = DVector::from_iterator(self.slopes.len(), parts);
        let df = 2.0 / parts.dot(&(&self.inverse * &parts));
        let variance = weights.dot(&(&self.adjusted * &weights));
        if !(variance > 0.0 && df.is_finite()) {
            return None;
        }
        let standard_error = variance.sqrt();
        let statistic = estimate / standard_error;
        let p_value = Some(two_sided(statistic, Some(df)));
        Some(TTest { term: term.to_owned(), estimate, standard_error, df: Some(df), statistic, p_value })
    }
}

/// The variance parameters in the user's units.
struct Parameters {
    /// q × q.
    between: DMatrix<f64>,
    serial: Option<(Decay, f64)>,
    residual: f64,
}

impl Parameters {
    fn of(fit: &Fit) -> Self {
        let random = fit.random();
        let between = random.first().map_or_else(
            || DMatrix::zeros(1, 1),
            |effect| {
                let deviations = &effect.standard_deviations;
                DMatrix::from_fn(deviations.len(), deviations.len(), |i, j| {
                    let product = deviations[i] * deviations[j];
                    // The correlation of what does not vary is no number.
                    if product == 0.0 { 0.0 } else { effect.correlations[i][j] * product }
                })
            },
        );
        let serial = fit.residual().and_then(|residual| residual.correlation);
        Self { between, serial, residual: fit.residual_standard_deviation().powi(2) }
    }

    fn pieces(&self, block: &Block) -> Option<CasePieces> {
        let rows = block.times.len();
        let by_distance =
            |of: &dyn Fn(f64) -> f64| DMatrix::from_fn(rows, rows, |i, j| of((block.times[i] - block.times[j]).abs()));
        let random = &block.random;
        let correlation = by_distance(&|distance| self.correlation(distance, 0));
        let covariance = random * &self.between * random.transpose() + &correlation * self.residual;
        let inverse = covariance.cholesky()?.inverse();
        let mut slopes = Vec::new();
        for j in 0..random.ncols() {
            for i in 0..=j {
                let product = random.column(i) * random.column(j).transpose();
                slopes.push(if i == j { product } else { &product + product.transpose() });
            }
        }
        let mut bends = Vec::new();
        if self.serial.is_some() {
            let slope = by_distance(&|distance| self.correlation(distance, 1));
            slopes.push(&slope * self.residual);
            bends = vec![by_distance(&|distance| self.correlation(distance, 2)) * self.residual, slope];
        }
        slopes.push(correlation);
        let halves = slopes.iter().map(|slope| &inverse * slope).collect();
        let solved = &inverse * &block.fixed;
        let information = block.fixed.transpose() * &solved;
        Some(CasePieces { information, solved, halves, bends, fixed: block.fixed.clone() })
    }

    /// φ^distance, or its first or second derivative by φ.
    fn correlation(&self, distance: f64, derivative: i32) -> f64 {
        let Some((decay, phi)) = self.serial.filter(|_| distance > 0.0) else {
            return if distance == 0.0 && derivative == 0 { 1.0 } else { 0.0 };
        };
        let (factor, exponent) = match derivative {
            0 => (1.0, distance),
            1 => (distance, distance - 1.0),
            _ => (distance * (distance - 1.0), distance - 2.0),
        };
        if factor == 0.0 {
            return 0.0;
        }
        factor
            * match decay {
                // Whole distances: φ may be negative.
                Decay::Ar1 => phi.powi(exponent.round() as i32),
                Decay::Car1 => phi.powf(exponent),
            }
    }
}

/// What one case adds.
struct CasePieces {
    /// X'V⁻¹X.
    information: DMatrix<f64>,
    /// V⁻¹X.
    solved: DMatrix<f64>,
    /// V⁻¹V̇_i.
    halves: Vec<DMatrix<f64>>,
    /// V̈ by φ and φ, by φ and σ²; none without φ.
    bends: Vec<DMatrix<f64>>,
    fixed: DMatrix<f64>,
}

impl CasePieces {
    /// X'V⁻¹V̇_iV⁻¹X.
    fn first(&self, i: usize) -> DMatrix<f64> {
        self.fixed.transpose() * &self.halves[i] * &self.solved
    }

    /// X'V⁻¹V̇_iV⁻¹V̇_jV⁻¹X.
    fn second(&self, i: usize, j: usize) -> DMatrix<f64> {
        self.fixed.transpose() * &self.halves[i] * &self.halves[j] * &self.solved
    }

    /// X'V⁻¹V̈V⁻¹X.
    fn bend(&self, place: usize) -> DMatrix<f64> {
        self.solved.transpose() * &self.bends[place] * &self.solved
    }
}

/// tr(AB).
fn trace(a: &DMatrix<f64>, b: &DMatrix<f64>) -> f64 {
    a.iter().zip(b.transpose().iter()).map(|(x, y)| x * y).sum()
}
