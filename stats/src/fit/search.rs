//! The criterion as a function of the free entries of the terms' factors.

use nalgebra::{DMatrix, DVector};

use super::criterion::Criterion;
use super::elimination::Elimination;
use super::relative::{TermFactor, stage_factors};
use super::root::{Root, RootWeights};
use super::surface::{Landscape, Place, Point, Surface, differenced, free_gradient};
use crate::model::{Model, RandomTerm};

/// A search for ordinary data takes 10 to 40 evaluations; one that takes more than this walks along a ridge and is ended.
pub(super) fn most_evaluations(parameters: usize) -> usize {
    200 + 50 * parameters
}

/// The criterion with its storage and the count of its evaluations.
pub(crate) struct Objective<'a> {
    pub(super) model: &'a Model,
    pub(super) criterion: Criterion,
    pub(super) evaluations: usize,
    work: Elimination,
    /// Where `work` was made.
    worked: Vec<TermFactor>,
}

impl<'a> Objective<'a> {
    pub(crate) fn new(model: &'a Model, criterion: Criterion) -> Self {
        Self { model, criterion, evaluations: 0, work: Elimination::new(model), worked: Vec::new() }
    }

    /// With the storage of an objective of a model of the same shape.
    pub(super) fn with_storage(model: &'a Model, criterion: Criterion, work: Elimination) -> Self {
        Self { model, criterion, evaluations: 0, work, worked: Vec::new() }
    }

    /// The last factorisation, or storage for another.
    pub(super) fn into_storage(self) -> Elimination {
        self.work
    }

    /// The criterion alone; infinite where it cannot be computed.
    pub(crate) fn value(&mut self, factors: &[TermFactor]) -> f64 {
        self.evaluations += 1;
        self.worked.clear();
        if self.work.factorise(self.model, &stage_factors(self.model, factors)) {
            self.worked.extend_from_slice(factors);
            self.criterion.value(self.model, self.work.root())
        } else {
            f64::INFINITY
        }
    }

    /// Value and gradient; `None` where the criterion cannot be computed.
    pub(super) fn point(&mut self, factors: &[TermFactor]) -> Option<Point> {
        let value = self.value(factors);
        if !value.is_finite() {
            return None;
        }
        let weights = RootWeights {
            log_determinant: 1.0,
            residual: self.criterion.degrees(self.model) / self.work.root().residual,
            fixed: self.criterion.fixed_weight(),
        };
        let by_square = term_blocks(self.model, &self.work.by_square(self.model, weights));
        Some(Point::new(Place::of(factors), value, by_square, &[])).filter(Point::is_finite)
    }

    /// The end of the factorisation; `None` where the criterion cannot be computed.
    pub(super) fn root_at(&mut self, factors: &[TermFactor]) -> Option<&Root> {
        self.value(factors).is_finite().then(|| self.work.root())
    }

    /// The gradient of log|L|², r² and log|R_X|² in a mixture of one's own, and the factorisation it came from.
    pub(crate) fn gradient_with(
        &mut self,
        factors: &[TermFactor],
        weights: RootWeights,
    ) -> Option<(DVector<f64>, &Elimination)> {
        if !self.value(factors).is_finite() {
            return None;
        }
        let blocks = term_blocks(self.model, &self.work.by_square(self.model, weights));
        Some((DVector::from_vec(free_gradient(factors, &blocks)), &self.work))
    }

    /// The derivative of such a mixture by M = ΛΛ' of each term, q × q.
    pub(crate) fn square_gradient(
        &mut self,
        factors: &[TermFactor],
        weights: RootWeights,
    ) -> Option<Vec<DMatrix<f64>>> {
        let finite = self.value(factors).is_finite();
        finite.then(|| term_blocks(self.model, &self.work.by_square(self.model, weights)))
    }

    /// Number of levels of each term.
    pub(super) fn levels_of(model: &Model) -> Vec<usize> {
        let parts = &model.parts;
        parts.terms.iter().map(|term| parts.stages[term.stage].labels.len()).collect()
    }

    /// The Hessian by the free entries, by differences of the exact gradient; central or (half the price) forward.
    pub(super) fn hessian(&mut self, at: &Point, central: bool) -> Option<DMatrix<f64>> {
        differenced(self, at, central)
    }

    /// The factorisation at these factors; made anew (and counted) unless it is the last one.
    pub(crate) fn into_elimination(mut self, factors: &[TermFactor]) -> Option<(Elimination, usize)> {
        let found = self.worked == factors || self.value(factors).is_finite();
        found.then_some((self.work, self.evaluations))
    }
}

impl Landscape for Objective<'_> {
    fn at(&mut self, place: &Place) -> Option<Point> {
        self.point(&place.factors)
    }
}

impl Surface for Objective<'_> {
    fn precision(&mut self, place: &Place) -> Option<Vec<DMatrix<f64>>> {
        if self.worked == place.factors {
            // The factorisation is there; the sweep is counted for what it nearly costs.
            self.evaluations += 1;
        } else if !self.value(&place.factors).is_finite() {
            return None;
        }
        let weights = RootWeights { log_determinant: 1.0, residual: 0.0, fixed: 0.0 };
        Some(term_blocks(self.model, &self.work.by_square(self.model, weights)))
    }

    fn levels(&self) -> Vec<usize> {
        Self::levels_of(self.model)
    }

    fn is_spent(&self) -> bool {
        self.evaluations >= most_evaluations(self.model.parameters())
    }

    fn degrees(&self) -> f64 {
        self.criterion.degrees(self.model)
    }
}

/// The diagonal block of each term from the stages' derivatives.
fn term_blocks(model: &Model, stages: &[Vec<f64>]) -> Vec<DMatrix<f64>> {
    let block = |term: &RandomTerm| {
        let (order, q) = (model.parts.stages[term.stage].effects.len(), term.labels.len());
        let entry = |i: usize, j: usize| stages[term.stage][(term.offset + i) * order + term.offset + j];
        // Symmetric in exact arithmetic only.
        DMatrix::from_fn(q, q, |i, j| 0.5 * (entry(i, j) + entry(j, i)))
    };
    model.parts.terms.iter().map(block).collect()
}

/// The free entries of all terms in one vector.
pub(crate) fn free_entries(factors: &[TermFactor]) -> DVector<f64> {
    Place::of(factors).entries()
}

/// The same factors with other free entries.
pub(crate) fn with_entries(factors: &[TermFactor], entries: &DVector<f64>) -> Vec<TermFactor> {
    Place::of(factors).with_entries(entries).factors
}
