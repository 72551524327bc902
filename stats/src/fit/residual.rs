//! The criterion as a function of θ and of what the residuals have of their own: a correlation, ratios of variances.
//!
//! At given residual parameters ρ the rows are whitened and condensed, and all is as before; so an evaluation costs O(n).
//! The gradient by θ is exact, the gradient by ρ a central difference of the criterion at fixed θ.

use std::sync::Arc;

use nalgebra::DMatrix;

use super::criterion::Criterion;
use super::minimise::Minimum;
use super::relative::TermFactor;
use super::search::{Objective, most_evaluations};
use super::surface::{Landscape, Place, Point, Surface};
use crate::model::{KeptRows, Model, ResidualEstimate, ResidualRows, Sums};

/// Step of the difference by ρ, which is a logarithm or an inverse hyperbolic tangent.
const STEP: f64 = 1e-4;

/// What a fit keeps of ρ.
#[derive(Debug, Clone)]
pub(super) struct FittedResidual {
    pub(super) estimate: ResidualEstimate,
    pub(super) intervals: Vec<(f64, f64)>,
}

/// The criterion with the rows behind it.
pub(super) struct ResidualObjective<'a> {
    kept: &'a KeptRows,
    structure: &'a ResidualRows,
    /// The model with its residual parameters fixed where they were last.
    work: Model,
    criterion: Criterion,
    pub(super) evaluations: usize,
}

impl<'a> ResidualObjective<'a> {
    /// `None` when the model has no residual parameters.
    pub(super) fn new(model: &'a Model, criterion: Criterion) -> Option<Self> {
        let kept = model.parts.kept.as_deref()?;
        let structure = kept.free()?;
        Some(Self { kept, structure, work: model.clone(), criterion, evaluations: 0 })
    }

    /// The model with its residual parameters fixed; `None` where they are out of their range.
    pub(super) fn at_residual(&mut self, rho: &[f64]) -> Option<&Model> {
        let whitening = self.structure.whitening(rho)?;
        let parts = Arc::make_mut(&mut self.work.parts);
        match &mut parts.sums {
            Sums::Nested(moments) => moments.refill(&self.kept.rows, &whitening),
            Sums::Crossed(sums) => sums.refresh(&self.kept.rows, Some(&whitening)),
        }
        parts.kept = Some(Arc::new(KeptRows { rho: Some(rho.to_vec()), ..self.kept.clone() }));
        parts.log_weights = whitening.log_precision();
        Some(&self.work)
    }

    pub(super) fn criterion(&self) -> Criterion {
        self.criterion
    }

    /// ρ where a search starts.
    pub(super) fn start(&self) -> Vec<f64> {
        self.structure.start()
    }

    /// ρ at a minimum in the user's terms; the interval of what the curvature does not tell is the whole range.
    pub(super) fn estimate(&self, minimum: &Minimum) -> FittedResidual {
        let rho = &minimum.point.place.others;
        let first = minimum.hessian.nrows() - rho.len();
        let covariance = minimum.hessian.clone().try_inverse();
        // The criterion is −2 log-likelihood: its Hessian is twice the information.
        let half = |index: usize| {
            let variance = covariance.as_ref().map(|covariance| 2.0 * covariance[(first + index, first + index)]);
            variance.filter(|variance| *variance > 0.0).map_or(f64::INFINITY, |variance| 1.96 * variance.sqrt())
        };
        let sides = (0..rho.len()).map(|index| {
            let side = |sign: f64| {
                let mut moved = rho.clone();
                moved[index] += sign * half(index);
                self.structure.parameter(&moved, index)
            };
            (side(-1.0), side(1.0))
        });
        FittedResidual { estimate: self.structure.estimate(rho), intervals: sides.collect() }
    }

    fn value(&mut self, factors: &[TermFactor], rho: &[f64]) -> Option<f64> {
        self.evaluations += 1;
        let criterion = self.criterion;
        let model = self.at_residual(rho)?;
        Some(Objective::new(model, criterion).value(factors)).filter(|value| value.is_finite())
    }
}

impl Landscape for ResidualObjective<'_> {
    fn at(&mut self, place: &Place) -> Option<Point> {
        self.evaluations += 1;
        let criterion = self.criterion;
        let inner = Objective::new(self.at_residual(&place.others)?, criterion).point(&place.factors)?;
        let mut by_others = Vec::with_capacity(place.others.len());
        for index in 0..place.others.len() {
            let mut moved = place.others.clone();
            moved[index] += STEP;
            let above = self.value(&place.factors, &moved)?;
            moved[index] -= 2.0 * STEP;
            by_others.push((above - self.value(&place.factors, &moved)?) / (2.0 * STEP));
        }
        Some(Point::new(place.clone(), inner.value, inner.by_square, &by_others)).filter(Point::is_finite)
    }
}

impl Surface for ResidualObjective<'_> {
    fn precision(&mut self, place: &Place) -> Option<Vec<DMatrix<f64>>> {
        self.evaluations += 1;
        let criterion = self.criterion;
        Objective::new(self.at_residual(&place.others)?, criterion).precision(&place.factors_only())
    }

    fn levels(&self) -> Vec<usize> {
        Objective::levels_of(&self.work)
    }

    fn is_spent(&self) -> bool {
        // Each point takes two values a residual parameter beside its own.
        self.evaluations >= most_evaluations(&self.work) * (1 + 2 * self.start().len())
    }

    fn degrees(&self) -> f64 {
        self.criterion.degrees(&self.work)
    }
}
