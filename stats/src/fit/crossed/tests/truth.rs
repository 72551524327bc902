//! The same model with dense matrices: V = I + ZMZ' of the whitened rows.

use nalgebra::{DMatrix, DVector};

use super::designs::Design;
use crate::fit::root::RootWeights;
use crate::model::rows::Membership;

pub(super) struct Truth {
    z: DMatrix<f64>,
    x: DMatrix<f64>,
    /// ΛΛ' of all levels.
    m: DMatrix<f64>,
    inverse: DMatrix<f64>,
    fixed_inverse: DMatrix<f64>,
    errors: DVector<f64>,
    pub(super) log_determinant: f64,
    pub(super) log_fixed: f64,
    pub(super) residual: f64,
    pub(super) beta: Vec<f64>,
}

/// W Z, W X, W y.
fn columns(design: &Design) -> (DMatrix<f64>, DMatrix<f64>, DVector<f64>) {
    let rows = &design.rows;
    let n = rows.len();
    let mut blocks = Vec::new();
    for factor in &rows.factors {
        let q = factor.effects.len();
        let mut z = DMatrix::zeros(n, factor.levels * q);
        for row in 0..n {
            let mut add = |level: u32, weight: f64| {
                for (i, &effect) in factor.effects.iter().enumerate() {
                    z[(row, level as usize * q + i)] += weight * rows.columns[effect][row];
                }
            };
            match &factor.membership {
                Membership::One(levels) => add(levels[row], 1.0),
                Membership::Several { starts, levels, weights } => {
                    (starts[row]..starts[row + 1]).for_each(|entry| add(levels[entry], weights[entry]));
                }
            }
        }
        blocks.push(z);
    }
    let width: usize = blocks.iter().map(DMatrix::ncols).sum();
    let z = DMatrix::from_columns(
        &blocks.iter().flat_map(|b| b.column_iter().map(|c| c.clone_owned())).collect::<Vec<_>>(),
    );
    assert_eq!(z.ncols(), width);
    let x = DMatrix::from_fn(n, rows.fixed, |i, j| rows.columns[j][i]);
    let y = DVector::from_column_slice(&rows.columns[rows.fixed]);
    let mut whiten = DMatrix::identity(n, n);
    if let Some(w) = &design.whitening {
        for row in 0..n {
            whiten[(row, row)] = w.scale[row];
            if w.previous[row] != u32::MAX {
                whiten[(row, w.previous[row] as usize)] -= w.carry[row];
            }
        }
    }
    (&whiten * z, &whiten * x, whiten * y)
}

impl Truth {
    pub(super) fn of(design: &Design, lambdas: &[Vec<f64>]) -> Self {
        let (z, x, y) = columns(design);
        let mut m = DMatrix::zeros(z.ncols(), z.ncols());
        let mut first = 0;
        for (factor, lambda) in design.rows.factors.iter().zip(lambdas) {
            let q = factor.effects.len();
            let lambda = DMatrix::from_row_slice(q, q, lambda);
            let square = &lambda * lambda.transpose();
            for _ in 0..factor.levels {
                m.view_mut((first, first), (q, q)).copy_from(&square);
                first += q;
            }
        }
        let v = DMatrix::identity(z.nrows(), z.nrows()) + &z * &m * z.transpose();
        let factor = v.cholesky().unwrap();
        let log_determinant = 2.0 * factor.l().diagonal().map(f64::ln).sum();
        let inverse = factor.inverse();
        let information = (x.transpose() * &inverse * &x).cholesky().unwrap();
        let beta = information.solve(&(x.transpose() * &inverse * &y));
        let errors = &y - &x * &beta;
        Self {
            log_determinant,
            log_fixed: 2.0 * information.l().diagonal().map(f64::ln).sum(),
            residual: (errors.transpose() * &inverse * &errors)[0],
            beta: beta.as_slice().to_vec(),
            fixed_inverse: information.inverse(),
            z,
            x,
            m,
            inverse,
            errors,
        }
    }

    /// Σ over levels of the diagonal blocks of Z'[w_log V⁻¹ − w_res V⁻¹ee'V⁻¹ − w_fixed V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹]Z.
    pub(super) fn by_square(&self, design: &Design, weights: RootWeights) -> Vec<Vec<f64>> {
        let zv = self.z.transpose() * &self.inverse;
        let (e, x) = (&zv * &self.errors, &zv * &self.x);
        let all = zv * &self.z * weights.log_determinant
            - &e * e.transpose() * weights.residual
            - &x * &self.fixed_inverse * x.transpose() * weights.fixed;
        let mut first = 0;
        let mut result = Vec::new();
        for factor in &design.rows.factors {
            let q = factor.effects.len();
            let mut total = vec![0.0; q * q];
            for _ in 0..factor.levels {
                (0..q * q).for_each(|ij| total[ij] += all[(first + ij / q, first + ij % q)]);
                first += q;
            }
            result.push(total);
        }
        result
    }

    pub(super) fn modes(&self) -> Vec<f64> {
        (&self.m * self.z.transpose() * &self.inverse * &self.errors).as_slice().to_vec()
    }

    fn given_beta(&self) -> DMatrix<f64> {
        let zm = &self.z * &self.m;
        &self.m - zm.transpose() * &self.inverse * zm
    }

    /// Diagonal blocks of M − MZ'V⁻¹ZM.
    pub(super) fn conditional_covariances(&self, design: &Design) -> Vec<f64> {
        let all = self.given_beta();
        let mut first = 0;
        let mut result = Vec::new();
        for factor in &design.rows.factors {
            let q = factor.effects.len();
            for _ in 0..factor.levels {
                result.extend((0..q * q).map(|ij| all[(first + ij / q, first + ij % q)]));
                first += q;
            }
        }
        result
    }

    pub(super) fn squared_length(
        &self,
        design: &Design,
        random: &[std::collections::BTreeMap<usize, Vec<f64>>],
        fixed: Option<&[f64]>,
    ) -> f64 {
        let mut k = DVector::zeros(self.z.ncols());
        let mut first = 0;
        for (factor, levels) in design.rows.factors.iter().zip(random) {
            let q = factor.effects.len();
            for (&level, weights) in levels {
                (0..q).for_each(|i| k[first + level * q + i] = weights[i]);
            }
            first += factor.levels * q;
        }
        let known = (k.transpose() * self.given_beta() * &k)[0];
        let Some(fixed) = fixed else { return known };
        let through = self.x.transpose() * &self.inverse * &self.z * &self.m * k;
        let rest = DVector::from_column_slice(fixed) - through;
        known + (rest.transpose() * &self.fixed_inverse * &rest)[0]
    }
}
