//! Variances of which the data say nothing, whatever the responses are: the design alone tells them.
//!
//! * Lines M + sD with Σ Z_kD_kZ_k' = 0 leave the likelihood as it is, exactly for Laplace and with enough nodes for quadrature.
//! * An effect whose column within each level is a sum of fixed effects (`y ~ factor(g) + (1 | g)`) has no variance at the
//!   maximum: each level's likelihood is a mean of what its own fixed effect reaches without it. So the zero tells nothing, and
//!   the spread of a fixed effect that stands for those levels hangs on what is not known.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::design::Parts;
use super::gram::gram;
use crate::fit::{FlatCause, FlatDirection, FlatPart, Minimum, Place, TermFactor, positive, slopes_of_square, sparse};
use crate::model::RandomTerm;

/// Squares below this share are rounding.
const NONE: f64 = 1e-12;
/// Weights below this share of the largest are rounding.
const ROUNDING: f64 = 1e-8;
/// Curvature below this share of the largest is rounding of the differences that it comes from.
const FLAT: f64 = 1e-7;
/// How far a line is followed to see whether it leads to covariance matrices, its largest entry being 1.
const LENGTHS: [f64; 3] = [0.1, 0.01, 1e-3];

/// What the design leaves undetermined at a place.
pub(super) struct Undetermined {
    pub(super) directions: Vec<FlatDirection>,
    /// For each of the p fixed effects whether its standard error hangs on an undetermined variance.
    pub(super) fixed: Vec<bool>,
    /// Directions of the free parameters along which the likelihood is the same, one a column.
    tangents: DMatrix<f64>,
}

impl Undetermined {
    pub(super) fn at(parts: &Parts, place: &Place) -> Self {
        let gram = gram(parts);
        let mut found =
            Self { directions: Vec::new(), fixed: vec![false; parts.p()], tangents: tangents(&gram, place) };
        for weights in sparse(null_space(&gram, &gram)) {
            let line = matrices(parts, weights.as_slice());
            if leads_somewhere(&line, place) {
                let moved = parts.terms.iter().zip(&line).filter_map(|(term, towards)| part(parts, term, towards));
                FlatDirection::new(FlatCause::EachOther, moved.collect()).add_to(&mut found.directions);
            }
        }
        parts.terms.iter().for_each(|term| found.hidden_by_fixed_effects(parts, term));
        found
    }

    /// 2 H⁻¹, the inverse of the observed information (the objective is −2 log-likelihood), but for the directions that change
    /// nothing; `None` where it is not curved upwards in every other, so that the estimates have no variance to speak of.
    pub(super) fn covariance(&self, minimum: &Minimum) -> Option<DMatrix<f64>> {
        let hessian = &minimum.hessian;
        if hessian.is_empty() {
            return Some(hessian.clone());
        }
        if self.tangents.ncols() == 0 {
            // The norm of a positive definite matrix is at least its largest eigenvalue.
            return (minimum.least_curvature > FLAT * hessian.norm()).then(|| positive(hessian) * 2.0);
        }
        let along = self.tangents.clone().qr().q();
        let across =
            SymmetricEigen::new(DMatrix::identity(hessian.nrows(), hessian.nrows()) - &along * along.transpose());
        let kept: Vec<usize> = (0..hessian.nrows()).filter(|&i| across.eigenvalues[i] > 0.5).collect();
        let across = across.eigenvectors.select_columns(&kept);
        let curved = across.transpose() * hessian * &across;
        let least = SymmetricEigen::new(curved.clone()).eigenvalues.min();
        (least > FLAT * curved.norm()).then(|| &across * positive(&curved) * across.transpose() * 2.0)
    }

    /// Looks for combinations of a term's effects that the fixed effects take out.
    fn hidden_by_fixed_effects(&mut self, parts: &Parts, term: &RandomTerm) {
        let factor = &parts.factors[term.stage];
        // Each level takes a fixed effect of its own.
        if factor.count() > parts.p() {
            return;
        }
        let z = columns(parts, term);
        let fixed = DMatrix::from_row_slice(parts.n, parts.p(), &parts.fixed).qr();
        let (q, r) = (fixed.q(), fixed.r());
        let by_level = |level: usize| {
            let rows: Vec<usize> = (0..parts.n).filter(|&row| factor.codes[row] as usize == level).collect();
            q.select_rows(&rows).tr_mul(&z.select_rows(&rows))
        };
        let shares: Vec<DMatrix<f64>> = (0..factor.count()).map(by_level).collect();
        let squares = z.tr_mul(&z);
        let left = shares.iter().fold(squares.clone(), |left, share| left - share.tr_mul(share));
        for towards in null_space(&left, &squares).column_iter() {
            let square = towards * towards.transpose();
            let moved = part(parts, term, &(&square / square.amax()));
            FlatDirection::new(FlatCause::FixedEffects, moved.into_iter().collect()).add_to(&mut self.directions);
            for taken in shares.iter().filter_map(|share| r.solve_upper_triangular(&(share * towards))) {
                for (at, hangs) in self.fixed.iter_mut().enumerate() {
                    let unit: Vec<f64> = (0..parts.p()).map(|i| if i == at { 1.0 } else { 0.0 }).collect();
                    let weights = DVector::from_vec(parts.fixed_scaling.weights_to_internal(&unit));
                    *hangs |= weights.dot(&taken).abs() > ROUNDING * weights.norm() * taken.norm();
                }
            }
        }
    }
}

/// The vectors along which a quadratic form is nothing beside the `sizes` on the diagonal, in columns.
fn null_space(form: &DMatrix<f64>, sizes: &DMatrix<f64>) -> DMatrix<f64> {
    if form.is_empty() || form.iter().any(|value| !value.is_finite()) {
        return DMatrix::zeros(form.nrows(), 0);
    }
    let scales = sizes.diagonal().map(|size| if size > 0.0 { size.sqrt().recip() } else { 1.0 });
    let eigen = SymmetricEigen::new(form.component_mul(&(&scales * scales.transpose())));
    let null: Vec<usize> = (0..form.nrows()).filter(|&i| eigen.eigenvalues[i] < NONE).collect();
    DMatrix::from_diagonal(&scales) * eigen.eigenvectors.select_columns(&null)
}

/// The directions of the free parameters, β last, that change no covariance of the linear predictor.
fn tangents(gram: &DMatrix<f64>, place: &Place) -> DMatrix<f64> {
    let slopes = slopes_of_square(&place.factors_only());
    let form = slopes.transpose() * gram * &slopes;
    let null = null_space(&form, &form);
    let rows = null.nrows();
    null.resize_vertically(rows + place.others.len(), 0.0)
}

/// The symmetric matrices, one a term, whose lower triangles are given row by row; the largest entry is 1.
fn matrices(parts: &Parts, weights: &[f64]) -> Vec<DMatrix<f64>> {
    let most = weights.iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
    let mut weights = weights.iter().map(|weight| weight / most);
    let of_term = |term: &RandomTerm| {
        let q = term.labels.len();
        let mut matrix = DMatrix::zeros(q, q);
        for (i, j) in (0..q).flat_map(|i| (0..=i).map(move |j| (i, j))) {
            let weight = weights.next().unwrap_or_default();
            (matrix[(i, j)], matrix[(j, i)]) = (weight, weight);
        }
        matrix
    };
    parts.terms.iter().map(of_term).collect()
}

/// Whether covariance matrices lie on the line, on one side at least: where twins both have no variance there is one answer and
/// not many. Of two terms it is enough that one of the effects varies: what it varies by may be the other's.
fn leads_somewhere(line: &[DMatrix<f64>], place: &Place) -> bool {
    let moved = || line.iter().zip(&place.factors).filter(|(towards, _)| towards.amax() > 0.0);
    let varies = |(towards, factor): (&DMatrix<f64>, &TermFactor)| {
        let lambda = factor.matrix();
        (0..factor.order).any(|effect| towards.row(effect).amax() > 0.0 && lambda.row(effect).amax() > 0.0)
    };
    if moved().count() == 2 {
        return moved().any(varies);
    }
    let remains = |length: f64| {
        moved().all(|(towards, factor)| {
            let lambda = factor.matrix();
            let there = &lambda * lambda.transpose() + towards * length;
            SymmetricEigen::new(there).eigenvalues.min() >= -ROUNDING * length.abs()
        })
    };
    LENGTHS.into_iter().any(|length| remains(length) || remains(-length))
}

fn part(parts: &Parts, term: &RandomTerm, towards: &DMatrix<f64>) -> Option<(FlatPart, bool)> {
    let q = term.labels.len();
    FlatPart::moved(&parts.factors[term.stage].name, term, &DMatrix::identity(q, q), towards)
}

/// The columns of Z of one term, n × q.
fn columns(parts: &Parts, term: &RandomTerm) -> DMatrix<f64> {
    let columns = &parts.factors[term.stage].effects[term.offset..];
    DMatrix::from_fn(parts.n, term.labels.len(), |row, effect| parts.random_row(row)[columns[effect]])
}
