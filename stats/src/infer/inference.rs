//! Tests of the fixed effects by one method.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::contrast::Contrast;
use super::error::InferenceError;
use super::kenward_roger::KenwardRoger;
use super::quantile::quantile;
use super::satterthwaite::{Sensitivity, unit_covariance};
use super::tail::{f_tail, two_sided};
use super::undetermined::Undetermined;
use crate::fit::Fit;

/// How the uncertainty of the variance parameters enters a test of fixed effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Not at all: normal and χ² (Wald). Too small p-values when there are few groups.
    Wald,
    /// t and F with the degrees of freedom of Satterthwaite; several rows by Fai and Cornelius (1996).
    #[default]
    Satterthwaite,
    /// Covariance, F scale and degrees of freedom of Kenward and Roger (1997); REML only.
    KenwardRoger,
}

/// One weighted sum of fixed effects, estimated and tested against zero.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct TTest {
    /// What was tested: the name of a fixed effect, or a sum such as `week + 2 week:armB`.
    pub term: String,
    /// The estimate, in the user's units.
    pub estimate: f64,
    /// Its standard error; under Kenward–Roger from the adjusted covariance.
    pub standard_error: f64,
    /// Degrees of freedom; `None` (null): normal under [`Method::Wald`], else they cannot be computed.
    pub df: Option<f64>,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Two-sided; `None` (null) where the method's degrees of freedom cannot be computed: the normal distribution does not stand
    /// in for them unasked.
    pub p_value: Option<f64>,
}

impl TTest {
    /// The two-sided interval that covers `coverage` (0 to 1); `None` where there is no p-value either.
    #[must_use]
    pub fn interval(&self, coverage: f64) -> Option<(f64, f64)> {
        self.p_value?;
        let half = quantile(coverage, self.df) * self.standard_error;
        Some((self.estimate - half, self.estimate + half))
    }

    pub(super) fn new(term: String, estimate: f64, standard_error: f64, degrees: Degrees) -> Self {
        let statistic = estimate / standard_error;
        let (df, p_value) = match degrees {
            Degrees::Infinite => (None, Some(two_sided(statistic, None))),
            Degrees::Finite(df) => (Some(df), Some(two_sided(statistic, Some(df)))),
            Degrees::Unknown => (None, None),
        };
        Self { term, estimate, standard_error, df, statistic, p_value }
    }
}

/// The degrees of freedom of a test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Degrees {
    /// Normal or χ², because that was asked for.
    Infinite,
    Finite(f64),
    /// They cannot be computed.
    Unknown,
}

impl Degrees {
    pub(super) fn found(df: Option<f64>) -> Self {
        df.filter(|df| df.is_finite()).map_or(Self::Unknown, Self::Finite)
    }
}

/// A joint test of several weighted sums.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct FTest {
    /// Rank of the hypothesis.
    pub numerator_df: usize,
    /// Denominator degrees of freedom; `None` (null) under [`Method::Wald`]: the statistic times its numerator is χ².
    pub denominator_df: Option<f64>,
    /// F; under Kenward–Roger the scaled one.
    pub statistic: f64,
    /// What the Wald F was multiplied by: 1 but for Kenward–Roger.
    pub scaling: f64,
    /// Upper tail.
    pub p_value: f64,
}

/// A fit made ready for tests by one method; the costly part is done once.
///
/// Satterthwaite costs k + 2 gradients of the criterion with k covariance parameters (and 2r + 1 that whiten the rows anew with
/// r parameters of the residuals), Kenward–Roger k + 1 and two passes over the levels (where factors cross, k·p + p solves with
/// p fixed effects).
#[derive(Debug, Clone)]
pub struct Inference<'a> {
    fit: &'a Fit,
    method: Method,
    basis: Basis,
    beta: Vec<f64>,
    /// Var(β̂), internal columns, the response's units; adjusted under Kenward–Roger.
    covariance: DMatrix<f64>,
    /// Contrasts whose variance the data do not determine.
    undetermined: Option<Undetermined>,
}

#[derive(Debug, Clone)]
enum Basis {
    Wald,
    Satterthwaite(Sensitivity),
    KenwardRoger(KenwardRoger),
}

impl<'a> Inference<'a> {
    /// Makes a fit ready.
    ///
    /// # Errors
    /// [`InferenceError::NeedsReml`] (Kenward–Roger), [`InferenceError::NoCurvature`]; [`InferenceError::Undetermined`] where
    /// what takes the curvature away is known by name.
    pub fn new(fit: &'a Fit, method: Method) -> Result<Self, InferenceError> {
        let basis = match method {
            Method::Wald => Ok(Basis::Wald),
            Method::Satterthwaite => Sensitivity::of(fit).map(Basis::Satterthwaite),
            Method::KenwardRoger => KenwardRoger::of(fit).map(Basis::KenwardRoger),
        };
        let basis = basis.map_err(|error| match (error, fit.evidence().flat.first()) {
            (InferenceError::NoCurvature, Some(direction)) => {
                InferenceError::Undetermined { direction: direction.clone() }
            }
            (error, _) => error,
        })?;
        let unit = match &basis {
            Basis::KenwardRoger(pieces) => pieces.adjusted.clone(),
            _ => unit_covariance(&fit.elimination),
        };
        let covariance = unit * fit.residual_standard_deviation().powi(2);
        let undetermined = Undetermined::of(fit);
        Ok(Self { fit, method, basis, beta: fit.fixed_estimates(), covariance, undetermined })
    }

    /// The fit.
    #[must_use]
    pub fn fit(&self) -> &Fit {
        self.fit
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// p × p covariance of β̂ in the user's units; under Kenward–Roger the adjusted one.
    #[must_use]
    pub fn covariance(&self) -> Vec<Vec<f64>> {
        user_covariance(self.fit, &self.covariance)
    }

    /// Each fixed effect against zero, in the order of the design. One whose variance hangs on a random variance that the data
    /// do not determine has an infinite standard error and no p-value.
    #[must_use]
    pub fn coefficients(&self) -> Vec<TTest> {
        let names = self.fit.model.parts.fixed.iter().enumerate();
        names.map(|(at, name)| self.tested(name.clone(), &internal_unit(self.fit, at), self.beta[at])).collect()
    }

    /// One weighted sum against zero; of several rows the first.
    ///
    /// # Errors
    /// [`InferenceError::ContrastLength`], [`InferenceError::ContrastNotFinite`], [`InferenceError::ContrastEmpty`].
    pub fn t_test(&self, contrast: &Contrast) -> Result<TTest, InferenceError> {
        let row = contrast.first_internal(self.fit)?;
        Ok(self.tested(contrast.first_name(self.fit), &row, contrast.estimates(&self.beta)[0]))
    }

    /// All rows jointly against zero.
    ///
    /// # Errors
    /// As [`Inference::t_test`], [`InferenceError::NoScaledF`], [`InferenceError::NoDegrees`] and
    /// [`InferenceError::Undetermined`].
    pub fn f_test(&self, contrast: &Contrast) -> Result<FTest, InferenceError> {
        let rows = contrast.internal(self.fit)?;
        let estimates = contrast.estimates(&self.beta);
        if let Some(hidden) = &self.undetermined
            && rows.row_iter().any(|row| hidden.touches(&row.transpose()))
        {
            return Err(InferenceError::Undetermined { direction: hidden.direction.clone() });
        }
        let independent = Independent::of(&rows, &estimates, &self.covariance)?;
        let rank = independent.rows.nrows();
        let wald = independent.squares.sum() / rank as f64;
        let (scaling, denominator_df) = match &self.basis {
            Basis::Wald => (1.0, None),
            Basis::Satterthwaite(sensitivity) => {
                let degrees = fai_cornelius(sensitivity, &independent.rows);
                (1.0, Some(degrees.ok_or(InferenceError::NoDegrees { rows: rank })?))
            }
            Basis::KenwardRoger(pieces) => {
                let scaled = pieces.scaled_f(&independent.rows).ok_or(InferenceError::NoScaledF { rows: rank })?;
                (scaled.scaling, Some(scaled.degrees))
            }
        };
        let statistic = scaling * wald;
        let p_value = f_tail(statistic, rank as f64, denominator_df);
        Ok(FTest { numerator_df: rank, denominator_df, statistic, scaling, p_value })
    }

    fn tested(&self, term: String, row: &DVector<f64>, estimate: f64) -> TTest {
        if self.undetermined.as_ref().is_some_and(|hidden| hidden.touches(row)) {
            return TTest::new(term, estimate, f64::INFINITY, Degrees::Unknown);
        }
        let standard_error = row.dot(&(&self.covariance * row)).sqrt();
        let degrees = match &self.basis {
            Basis::Wald => Degrees::Infinite,
            Basis::Satterthwaite(sensitivity) => Degrees::found(sensitivity.degrees(row)),
            Basis::KenwardRoger(pieces) => {
                let row = DMatrix::from_row_slice(1, row.len(), row.as_slice());
                Degrees::found(pieces.scaled_f(&row).map(|scaled| scaled.degrees))
            }
        };
        TTest::new(term, estimate, standard_error, degrees)
    }
}

/// Orthogonal rows that say the same as L, and their squared standardised estimates.
struct Independent {
    rows: DMatrix<f64>,
    squares: DVector<f64>,
}

impl Independent {
    /// From the eigenvectors of L V L' of the rows scaled to unit variance, those of eigenvalue zero left out.
    fn of(rows: &DMatrix<f64>, estimates: &DVector<f64>, covariance: &DMatrix<f64>) -> Result<Self, InferenceError> {
        let (rows, estimates) = nonzero(rows, estimates);
        let eigen = SymmetricEigen::new(&rows * covariance * rows.transpose());
        let most = eigen.eigenvalues.amax();
        let kept: Vec<usize> = (0..rows.nrows()).filter(|&i| eigen.eigenvalues[i] > 1.5e-8 * most).collect();
        if kept.is_empty() {
            return Err(InferenceError::ContrastEmpty);
        }
        let vectors = eigen.eigenvectors.select_columns(&kept);
        let turned = vectors.transpose() * estimates;
        let squares = DVector::from_fn(kept.len(), |i, _| turned[i].powi(2) / eigen.eigenvalues[kept[i]]);
        Ok(Self { rows: vectors.transpose() * rows, squares })
    }
}

fn nonzero(rows: &DMatrix<f64>, estimates: &DVector<f64>) -> (DMatrix<f64>, DVector<f64>) {
    let kept: Vec<usize> = (0..rows.nrows()).filter(|&i| rows.row(i).amax() > 0.0).collect();
    (rows.select_rows(&kept), DVector::from_iterator(kept.len(), kept.iter().map(|&i| estimates[i])))
}

/// Denominator degrees of freedom from those of the independent rows: E = Σ ν/(ν − 2), df = 2E/(E − ℓ); the rows' own when
/// they agree, 2 when one of them has no more (Fai and Cornelius 1996).
fn fai_cornelius(sensitivity: &Sensitivity, rows: &DMatrix<f64>) -> Option<f64> {
    let l = rows.nrows();
    let each: Option<Vec<f64>> = (0..l).map(|i| sensitivity.degrees(&rows.row(i).transpose())).collect();
    let each = each?;
    let mean = each.iter().sum::<f64>() / l as f64;
    if each.iter().all(|df| (df - mean).abs() <= 1e-8 * mean) {
        return Some(mean);
    }
    if each.iter().any(|&df| df <= 2.0) {
        return Some(2.0);
    }
    let expected: f64 = each.iter().map(|df| df / (df - 2.0)).sum();
    Some(2.0 * expected / (expected - l as f64))
}

/// Weights of internal coefficients that give fixed effect `index` of the user.
pub(super) fn internal_unit(fit: &Fit, index: usize) -> DVector<f64> {
    let p = fit.model.parts.fixed.len();
    let unit: Vec<f64> = (0..p).map(|j| if j == index { 1.0 } else { 0.0 }).collect();
    DVector::from_vec(fit.model.parts.fixed_scaling.weights_to_internal(&unit))
}

/// A covariance of internal coefficients in the user's columns.
pub(super) fn user_covariance(fit: &Fit, internal: &DMatrix<f64>) -> Vec<Vec<f64>> {
    let p = internal.nrows();
    let rows: Vec<DVector<f64>> = (0..p).map(|index| internal_unit(fit, index)).collect();
    let images: Vec<DVector<f64>> = rows.iter().map(|b| internal * b).collect();
    rows.iter().map(|a| images.iter().map(|image| a.dot(image)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Degrees, TTest};

    #[test]
    fn without_degrees_of_freedom_the_normal_distribution_does_not_stand_in() {
        assert_eq!(Degrees::found(Some(f64::INFINITY)), Degrees::Unknown);
        let test = |degrees| TTest::new("week".to_owned(), 2.0, 1.0, degrees);
        let unknown = test(Degrees::found(None));
        assert_eq!((unknown.df, unknown.p_value, unknown.interval(0.95)), (None, None, None));
        assert_eq!(serde_json::to_value(&unknown).ok().map(|value| value["p_value"].is_null()), Some(true));
        let normal = test(Degrees::Infinite);
        assert!(normal.df.is_none() && normal.p_value.is_some_and(|p| (p - 0.0455).abs() < 1e-4));
        assert!(test(Degrees::Finite(3.0)).interval(0.95).is_some_and(|(from, to)| from < -1.1 && to > 5.1));
    }
}
