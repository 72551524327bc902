//! The criterion as a function of θ and of what the residuals have of their own: a correlation, ratios of variances.
//!
//! At given residual parameters ρ the rows are whitened and condensed, and all is as before; so an evaluation costs O(n).
//! The gradient by θ is exact. That by ρ comes from the rows where factors are nested ([`super::residual_gradient`]), else from
//! central differences of the criterion at fixed θ.

use std::sync::Arc;

use nalgebra::{DMatrix, DVector};

use super::criterion::Criterion;
use super::elimination::Elimination;
use super::fitted::{CONVERGED, Fit};
use super::minimise::{Minimum, judged};
use super::relative::TermFactor;
use super::residual_gradient::by_residual;
use super::root::RootWeights;
use super::search::{Objective, most_evaluations};
use super::surface::{Landscape, Place, Point, Surface};
use crate::model::{KeptRows, Model, ResidualEstimate, ResidualRows, Sums};

/// Step of a difference by ρ, which is a logarithm or an inverse hyperbolic tangent.
pub(super) const STEP: f64 = 1e-4;

/// A stratum whose standard deviation falls below the largest's by this factor (its logarithm) has a variance of zero.
const COLLAPSED: f64 = 9.2;

/// Curvature of the criterion by the logarithm of a stratum's standard deviation below which there is nothing to estimate it
/// from; a degree of freedom is worth 4.
const NOTHING: f64 = 1e-2;

/// A criterion that rises by less than this does not rise.
const FLAT: f64 = 1e-6;

/// A correlation of exactly zero may cost this much of the criterion, as a variance of zero may.
const NO_LOSS: f64 = 1e-8;

/// Half an interval on the scale of the search that tells nothing: from ten thousandth to ten thousand times a ratio.
const UNTOLD: f64 = 9.2;

/// What a fit keeps of ρ.
#[derive(Debug, Clone)]
pub(super) struct FittedResidual {
    pub(super) estimate: ResidualEstimate,
    pub(super) intervals: Vec<(f64, f64)>,
}

/// The criterion with the rows behind it.
pub(crate) struct ResidualObjective<'a> {
    kept: &'a KeptRows,
    structure: &'a ResidualRows,
    /// The model with its residual parameters fixed where they were last.
    work: Model,
    /// Where that is.
    whitened_at: Option<Vec<f64>>,
    storage: Option<Elimination>,
    criterion: Criterion,
    pub(super) evaluations: usize,
    /// The lowest value yet, and the stratum that had collapsed there.
    lowest: f64,
    collapsed: Option<usize>,
}

impl<'a> ResidualObjective<'a> {
    /// `None` when the model has no residual parameters.
    pub(super) fn new(model: &'a Model, criterion: Criterion) -> Option<Self> {
        let kept = model.parts.kept.as_deref()?;
        kept.free()?;
        Some(Self::of(model, kept, criterion))
    }

    /// Around the estimates of a fit, and ρ there; `None` when it has no residual parameters.
    pub(crate) fn around(fit: &'a Fit) -> Option<(Self, Vec<f64>)> {
        fit.residual()?;
        let kept = fit.model.parts.kept.as_deref()?;
        let rho = kept.rho.clone()?;
        Some((Self { whitened_at: Some(rho.clone()), ..Self::of(&fit.model, kept, fit.criterion()) }, rho))
    }

    fn of(model: &Model, kept: &'a KeptRows, criterion: Criterion) -> Self {
        Self {
            kept,
            structure: &kept.residual,
            work: model.clone(),
            whitened_at: None,
            storage: None,
            criterion,
            evaluations: 0,
            lowest: f64::INFINITY,
            collapsed: None,
        }
    }

    /// The model with its residual parameters fixed; `None` where they are out of their range.
    pub(crate) fn at_residual(&mut self, rho: &[f64]) -> Option<&Model> {
        if self.whitened_at.as_deref() != Some(rho) {
            let whitening = self.structure.whitening(rho)?;
            let parts = Arc::make_mut(&mut self.work.parts);
            match &mut parts.sums {
                Sums::Nested(moments) => moments.refill(&self.kept.rows, &whitening),
                Sums::Crossed(sums) => sums.refresh(&self.kept.rows, Some(&whitening)),
            }
            parts.kept = Some(Arc::new(KeptRows { rho: Some(rho.to_vec()), ..self.kept.clone() }));
            parts.log_weights = whitening.log_precision();
            self.whitened_at = Some(rho.to_vec());
        }
        Some(&self.work)
    }

    /// What the residuals have of their own.
    pub(crate) fn structure(&self) -> &'a ResidualRows {
        self.structure
    }

    pub(super) fn criterion(&self) -> Criterion {
        self.criterion
    }

    /// ρ where a search starts.
    pub(super) fn start(&self) -> Vec<f64> {
        self.structure.start()
    }

    /// The same minimum with a correlation of exactly zero, where that costs nothing.
    pub(super) fn with_exact_zero(&mut self, minimum: Minimum) -> Minimum {
        let mut place = minimum.point.place.clone();
        let ends = (0..place.others.len()).find(|&index| self.structure.ends_at_zero(index));
        let Some(index) = ends else { return minimum };
        place.others[index] = f64::NEG_INFINITY;
        match self.at(&place).filter(|zero| zero.value <= minimum.point.value + NO_LOSS) {
            None => minimum,
            Some(zero) => {
                let mut hessian = minimum.hessian;
                let at = hessian.nrows() - place.others.len() + index;
                hessian.row_mut(at).fill(0.0);
                hessian.column_mut(at).fill(0.0);
                Minimum { information: minimum.information, ..judged(zero, hessian) }
            }
        }
    }

    /// ρ at a minimum in the user's terms; the interval of what the curvature does not tell is `NaN`.
    pub(super) fn estimate(&self, minimum: &Minimum) -> FittedResidual {
        let rho = &minimum.point.place.others;
        let first = minimum.hessian.nrows() - rho.len();
        let mut hessian = minimum.hessian.clone();
        // What lies at the end of its range is known to all others.
        (0..rho.len()).filter(|&index| rho[index].is_infinite()).for_each(|i| hessian[(first + i, first + i)] = 1.0);
        let covariance = hessian.try_inverse();
        // The criterion is −2 log-likelihood: its Hessian is twice the information.
        let half = |index: usize| {
            let variance = 2.0 * covariance.as_ref()?[(first + index, first + index)];
            let half = (variance > 0.0).then(|| 1.96 * variance.sqrt())?;
            (half < UNTOLD && rho[index].is_finite()).then_some(half)
        };
        let sides = (0..rho.len()).map(|index| {
            let side = |by: f64| {
                let mut moved = rho.clone();
                moved[index] += by;
                self.structure.parameter(&moved, index)
            };
            half(index).map_or((f64::NAN, f64::NAN), |half| (side(-half), side(half)))
        });
        FittedResidual { estimate: self.structure.estimate(rho), intervals: sides.collect() }
    }

    /// The name of a stratum whose rows are fitted exactly: the search ran after its variance of zero, or nothing in the
    /// criterion depends on it.
    pub(super) fn fitted_stratum(&mut self, minimum: Option<&Minimum>) -> Option<String> {
        let mut strata = self.structure.stratum_parameters();
        if let Some(collapsed) = self.collapsed {
            return Some(strata.swap_remove(collapsed).0);
        }
        let minimum = minimum?;
        if minimum.predicted_decrease > CONVERGED {
            let away =
                (0..strata.len()).find(|&stratum| self.runs_away(&minimum.point, stratum, &strata[stratum].1))?;
            return Some(strata.swap_remove(away).0);
        }
        let entries = minimum.point.place.entries();
        let first = entries.len() - minimum.point.place.others.len();
        let curvature = |stratum: usize, places: &[usize]| {
            // All others relate to the first, as does θ.
            let mut along = if stratum == 0 { entries.clone() } else { &entries * 0.0 };
            along.rows_mut(first, entries.len() - first).fill(0.0);
            places.iter().for_each(|&place| along[first + place] = 1.0);
            along.dot(&(&minimum.hessian * &along))
        };
        let mut named = strata.into_iter().enumerate();
        named.find(|(stratum, (_, places))| curvature(*stratum, places) < NOTHING).map(|(_, (name, _))| name)
    }

    /// Whether the criterion never rises, be it that it falls to a limit, as the standard deviation of a stratum alone goes to
    /// zero.
    fn runs_away(&mut self, from: &Point, stratum: usize, places: &[usize]) -> bool {
        let mut value = |step: f64| {
            let mut moved = from.place.clone();
            if stratum == 0 {
                moved.factors.iter_mut().flat_map(|factor| &mut factor.lambda).for_each(|entry| *entry *= step.exp());
            }
            let sign = if stratum == 0 { 1.0 } else { -1.0 };
            places.iter().for_each(|&place| moved.others[place] += sign * step);
            self.value(&moved.factors, &moved.others).unwrap_or(f64::INFINITY)
        };
        let (near, far) = (value(3.0), value(6.0));
        near < from.value + FLAT && far < near + FLAT
    }

    /// Something of the criterion at a place, with the storage of the last evaluation.
    fn with_objective<T>(&mut self, rho: &[f64], read: impl FnOnce(&mut Objective<'_>) -> Option<T>) -> Option<T> {
        self.evaluations += 1;
        self.at_residual(rho)?;
        let storage = self.storage.take().unwrap_or_else(|| Elimination::new(&self.work));
        let mut objective = Objective::with_storage(&self.work, self.criterion, storage);
        let found = read(&mut objective);
        self.storage = Some(objective.into_storage());
        found
    }

    fn value(&mut self, factors: &[TermFactor], rho: &[f64]) -> Option<f64> {
        self.with_objective(rho, |objective| Some(objective.value(factors)).filter(|value| value.is_finite()))
    }

    /// The derivative by (θ, ρ) of a mixture of log|V|, r² and log|R_X|², and what else is read from the factorisation there.
    pub(crate) fn gradient_with<T>(
        &mut self,
        place: &Place,
        weights: RootWeights,
        read: impl FnOnce(&Elimination) -> T,
    ) -> Option<(DVector<f64>, T)> {
        let (by_factors, found) = self.with_objective(&place.others, |objective| {
            let (gradient, at) = objective.gradient_with(&place.factors, weights)?;
            Some((gradient, read(at)))
        })?;
        let by_others = self.gradient(place, weights)?;
        let whole = by_factors.iter().chain(&by_others).copied().collect();
        Some((DVector::from_vec(whole), found))
    }

    /// The derivative of a mixture by ρ at the last factorisation.
    fn gradient(&mut self, place: &Place, weights: RootWeights) -> Option<Vec<f64>> {
        let elimination = self.storage.as_ref()?;
        if let Elimination::Nested(_) = elimination {
            return by_residual(&self.work, self.kept, elimination, weights, &place.others);
        }
        let slope = |index: usize| {
            let mut side = |sign: f64| {
                let mut moved = place.others.clone();
                moved[index] += sign * STEP;
                self.mixture(&place.factors, &moved, weights)
            };
            Some((side(1.0)? - side(-1.0)?) / (2.0 * STEP))
        };
        (0..place.others.len()).map(slope).collect()
    }

    /// A mixture of log|V|, r² and log|R_X|², but for what does not depend on (θ, ρ).
    fn mixture(&mut self, factors: &[TermFactor], rho: &[f64], weights: RootWeights) -> Option<f64> {
        self.with_objective(rho, |objective| {
            let log_weights = objective.model.parts.log_weights;
            let root = objective.root_at(factors)?;
            let determinant = weights.log_determinant * (root.log_determinant - log_weights);
            let value = determinant + weights.residual * root.residual + weights.fixed * root.fixed_log_determinant();
            Some(value).filter(|value| value.is_finite())
        })
    }

    /// What the gradient of the criterion weighs at the last factorisation.
    fn weights(&self) -> Option<RootWeights> {
        let residual = self.criterion.degrees(&self.work) / self.storage.as_ref()?.root().residual;
        Some(RootWeights { log_determinant: 1.0, residual, fixed: self.criterion.fixed_weight() })
    }

    /// Remembers whether a stratum has collapsed where the criterion is lowest.
    fn watch(&mut self, place: &Place, value: f64) {
        if value < self.lowest {
            self.lowest = value;
            let least = self.structure.least_stratum(&place.others);
            self.collapsed = least.filter(|(_, spread)| *spread > COLLAPSED).map(|(stratum, _)| stratum);
        }
    }

    /// As without residual parameters, which count like those of θ.
    fn most_evaluations(&self) -> usize {
        most_evaluations(self.work.parameters() + self.start().len()) * self.price()
    }

    /// Evaluations that a point takes.
    fn price(&self) -> usize {
        match self.work.parts.sums {
            Sums::Nested(_) => 1,
            Sums::Crossed(_) => 1 + 2 * self.start().len(),
        }
    }
}

impl Landscape for ResidualObjective<'_> {
    fn at(&mut self, place: &Place) -> Option<Point> {
        let inner = self.with_objective(&place.others, |objective| objective.point(&place.factors))?;
        let by_others = self.gradient(place, self.weights()?)?;
        self.watch(place, inner.value);
        Some(Point::new(place.clone(), inner.value, inner.by_square, &by_others)).filter(Point::is_finite)
    }
}

impl Surface for ResidualObjective<'_> {
    fn precision(&mut self, place: &Place) -> Option<Vec<DMatrix<f64>>> {
        self.with_objective(&place.others, |objective| objective.precision(&place.factors_only()))
    }

    fn levels(&self) -> Vec<usize> {
        Objective::levels_of(&self.work)
    }

    fn is_spent(&self) -> bool {
        self.collapsed.is_some() || self.evaluations >= self.most_evaluations()
    }

    fn degrees(&self) -> f64 {
        self.criterion.degrees(&self.work)
    }
}
