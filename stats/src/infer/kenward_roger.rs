//! Kenward and Roger's (1997) small-sample covariance of β̂ and degrees of freedom, for REML.
//!
//! V = σ²(I + Σ M_i V_i) is linear in its parameters, so the second-derivative terms R_ij vanish. The method does not depend
//! on how that linear space is parametrised; with V itself as one direction, everything that direction shares with another is
//! known (P₀V₀P₀ = P₀): its row of the information is (ν, tr P₀V_i) and its part in the adjustment is zero. Units: σ² = 1.
//! Formulas as Halekoh and Højsgaard (2014, doi:10.18637/jss.v059.i09) print them.

use nalgebra::{DMatrix, SymmetricEigen};

use super::crossed_sandwiches::crossed_sandwiches;
use super::entries::entries;
use super::error::InferenceError;
use super::information::traces;
use super::sandwiches::sandwiches;
use crate::fit::{Criterion, Fit};

/// Eigenvalues of the information scaled to unit diagonal below this are directions that the data do not know: the differences
/// that it comes from keep 7 digits, and what is less than their noise must not be divided by.
const UNKNOWN: f64 = 1e-6;

/// What the tests of Kenward and Roger need.
#[derive(Debug, Clone)]
pub(super) struct KenwardRoger {
    /// Φ = (X'V₀⁻¹X)⁻¹, p × p, internal columns.
    phi: DMatrix<f64>,
    /// Φ_A = Φ + 2ΦUΦ.
    pub(super) adjusted: DMatrix<f64>,
    /// ΦP_iΦ by direction: V₀ first, then the entries of M.
    slopes: Vec<DMatrix<f64>>,
    /// W, the covariance of the directions' coefficients.
    spread: DMatrix<f64>,
}

/// An F statistic's scale and denominator degrees of freedom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ScaledF {
    pub(super) scaling: f64,
    pub(super) degrees: f64,
}

impl KenwardRoger {
    pub(super) fn of(fit: &Fit) -> Result<Self, InferenceError> {
        if fit.criterion() != Criterion::Reml {
            return Err(InferenceError::NeedsReml);
        }
        Self::computed(fit).ok_or(InferenceError::NoCurvature)
    }

    fn computed(fit: &Fit) -> Option<Self> {
        let entries = entries(fit);
        let (k, p) = (entries.len(), fit.model.parts.fixed.len());
        let pieces = sandwiches(fit, &entries).or_else(|| crossed_sandwiches(fit, &entries))?;
        let traces = traces(fit, &entries)?;
        let phi = pieces.information.cholesky()?.inverse();
        let mut information = DMatrix::zeros(k + 1, k + 1);
        information[(0, 0)] = fit.criterion().degrees(&fit.model);
        information.view_mut((1, 0), (k, 1)).copy_from(&traces.first);
        information.view_mut((0, 1), (1, k)).copy_from(&traces.first.transpose());
        information.view_mut((1, 1), (k, k)).copy_from(&traces.second);
        let spread = inverse(&information, UNKNOWN)? * 2.0;

        let mut u = DMatrix::zeros(p, p);
        for i in 0..k {
            for j in 0..k {
                let q = pieces.q.view((i * p, j * p), (p, p));
                u += (q - &pieces.p[i] * &phi * &pieces.p[j]) * spread[(i + 1, j + 1)];
            }
        }
        u = (&u + u.transpose()) * 0.5;
        let adjusted = &phi + &phi * u * &phi * 2.0;
        let own = pieces.p.iter().map(|part| &phi * part * &phi);
        let slopes = std::iter::once(phi.clone()).chain(own).collect();
        // Variances that the data cannot tell apart can take more from the covariance than there is.
        adjusted.clone().cholesky()?;
        Some(Self { adjusted, slopes, spread, phi })
    }

    /// Scale and degrees of freedom for the hypothesis Lβ = 0, `rows` ℓ × p internal weights of full row rank; `None` when
    /// the moments match no F.
    pub(super) fn scaled_f(&self, rows: &DMatrix<f64>) -> Option<ScaledF> {
        let l = rows.nrows() as f64;
        let middle = (rows * &self.phi * rows.transpose()).cholesky()?.inverse();
        // ΘΦP_iΦ has the trace and the products of (LΦL')⁻¹ LΦP_iΦL'.
        let shares: Vec<DMatrix<f64>> =
            self.slopes.iter().map(|slope| &middle * (rows * slope * rows.transpose())).collect();
        let (mut a1, mut a2) = (0.0, 0.0);
        for (i, left) in shares.iter().enumerate() {
            for (j, right) in shares.iter().enumerate() {
                a1 += self.spread[(i, j)] * left.trace() * right.trace();
                a2 += self.spread[(i, j)] * (left * right).trace();
            }
        }
        let found = moments(l, a1, a2);
        // With very few groups the moments of several rows may be those of no F at all.
        let is_f = |value: f64| value.is_finite() && value > 0.0;
        (is_f(found.degrees) && is_f(found.scaling)).then_some(found)
    }
}

/// Matches the first two moments of the Wald statistic to a scaled F (Kenward and Roger 1997, section 3).
fn moments(l: f64, a1: f64, a2: f64) -> ScaledF {
    let b = (a1 + 6.0 * a2) / (2.0 * l);
    let g = ((l + 1.0) * a1 - (l + 4.0) * a2) / ((l + 2.0) * a2);
    let common = 3.0 * l + 2.0 * (1.0 - g);
    let (c1, c2, c3) = (g / common, (l - g) / common, (l + 2.0 - g) / common);
    let (v0, v1, v2) = (1.0 + c1 * b, 1.0 - c2 * b, 1.0 - c3 * b);
    let v0 = if v0.abs() < 1e-10 { 0.0 } else { v0 };
    // For one row the quotient is 1, also where both are zero.
    let top = 1.0 - a2 / l;
    let quotient = if top.abs() < 1e-14 && v1.abs() < 1e-14 { 1.0 } else { top / v1 };
    let rho = quotient * quotient * v0 / (v2 * l);
    let degrees = 4.0 + (l + 2.0) / (l * rho - 1.0);
    let scaling = if (degrees - 2.0).abs() < 1e-2 { 1.0 } else { degrees * top / (degrees - 2.0) };
    ScaledF { scaling, degrees }
}

/// The inverse of a positive semidefinite matrix, directions left out whose eigenvalue, the diagonal scaled to ones, is not above
/// `unknown`.
pub(super) fn inverse(matrix: &DMatrix<f64>, unknown: f64) -> Option<DMatrix<f64>> {
    let n = matrix.nrows();
    let scale: Vec<f64> =
        (0..n).map(|i| if matrix[(i, i)] > 0.0 { 1.0 / matrix[(i, i)].sqrt() } else { 0.0 }).collect();
    let scaled = DMatrix::from_fn(n, n, |i, j| matrix[(i, j)] * scale[i] * scale[j]);
    if scaled.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let eigen = SymmetricEigen::new(scaled);
    let inverse = eigen.eigenvalues.map(|value| if value > unknown { 1.0 / value } else { 0.0 });
    let whole = &eigen.eigenvectors * DMatrix::from_diagonal(&inverse) * eigen.eigenvectors.transpose();
    Some(DMatrix::from_fn(n, n, |i, j| whole[(i, j)] * scale[i] * scale[j]))
}

#[cfg(test)]
mod tests {
    use super::moments;

    #[test]
    fn one_row_has_two_over_a_degrees_and_no_scaling() {
        for a in [0.01, 0.1, 0.3] {
            let found = moments(1.0, a, a);
            assert!((found.degrees - 2.0 / a).abs() < 1e-9 / a);
            assert!((found.scaling - 1.0).abs() < 1e-12);
        }
    }
}
