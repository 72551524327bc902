//! What a search needs of a criterion: value, gradient and the information its levels carry.
//!
//! The free vector is (free entries of the terms' Λ, other smooth parameters ρ). Independent residuals of one variance
//! have no ρ; residual correlation and variance ratios bring theirs, on scales without bounds.

use nalgebra::{DMatrix, DVector};

use super::relative::TermFactor;

/// A place of the search.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    pub(crate) factors: Vec<TermFactor>,
    /// ρ, unbounded.
    pub(crate) others: Vec<f64>,
}

impl Place {
    /// A place without other parameters.
    pub(crate) fn of(factors: &[TermFactor]) -> Self {
        Self { factors: factors.to_vec(), others: Vec::new() }
    }

    /// The same place without ρ.
    pub(crate) fn factors_only(&self) -> Self {
        Self::of(&self.factors)
    }

    /// The free vector: entries of Λ term by term, column by column, then ρ.
    pub(crate) fn entries(&self) -> DVector<f64> {
        let entries = self.factors.iter().flat_map(|factor| factor.free().map(|at| factor.lambda[at]));
        DVector::from_vec(entries.chain(self.others.iter().copied()).collect())
    }

    /// The place of the same ranks with another free vector.
    pub(crate) fn with_entries(&self, entries: &DVector<f64>) -> Self {
        let mut moved = self.clone();
        let mut entries = entries.iter();
        for factor in &mut moved.factors {
            for (at, &entry) in factor.free().zip(&mut entries) {
                factor.lambda[at] = entry;
            }
        }
        moved.others.iter_mut().zip(entries).for_each(|(other, &entry)| *other = entry);
        moved
    }
}

/// Value and derivatives at one place.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    pub(crate) place: Place,
    pub(crate) value: f64,
    /// By the free vector.
    pub(crate) gradient: DVector<f64>,
    /// N, the derivative by M = ΛΛ' of each term, q × q.
    pub(crate) by_square: Vec<DMatrix<f64>>,
}

impl Point {
    /// A point from the derivatives by M and by ρ: ∂/∂Λ = 2NΛ.
    pub(crate) fn new(place: Place, value: f64, by_square: Vec<DMatrix<f64>>, by_others: &[f64]) -> Self {
        let gradient = free_gradient(&place.factors, &by_square).into_iter().chain(by_others.iter().copied());
        Self { gradient: DVector::from_vec(gradient.collect()), place, value, by_square }
    }

    /// Whether all derivatives are numbers; an eigenvalue search on others would not end.
    pub(crate) fn is_finite(&self) -> bool {
        let finite = |n: &DMatrix<f64>| n.iter().all(|value| value.is_finite());
        self.gradient.iter().all(|value| value.is_finite()) && self.by_square.iter().all(finite)
    }

    /// The gradient by ρ.
    pub(crate) fn by_others(&self) -> &[f64] {
        let others = self.place.others.len();
        &self.gradient.as_slice()[self.gradient.len() - others..]
    }
}

/// 2NΛ at the free entries.
pub(crate) fn free_gradient(factors: &[TermFactor], by_square: &[DMatrix<f64>]) -> Vec<f64> {
    let one = |(factor, n): (&TermFactor, &DMatrix<f64>)| {
        let product = n * factor.matrix() * 2.0;
        let q = factor.order;
        factor.free().map(|at| product[(at / q, at % q)]).collect::<Vec<f64>>()
    };
    factors.iter().zip(by_square).flat_map(one).collect()
}

/// A function with slopes; −2 log-likelihood scale.
pub(crate) trait Landscape {
    /// Value and gradient; `None` where the function cannot be computed. One evaluation.
    fn at(&mut self, place: &Place) -> Option<Point>;
}

/// A criterion that can be searched in the metric of its information.
pub(crate) trait Surface: Landscape {
    /// The derivative of log|L|² alone by M of each term (q × q): Σ_l Z_l'V⁻¹Z_l over the term's levels. One evaluation.
    fn precision(&mut self, place: &Place) -> Option<Vec<DMatrix<f64>>>;

    /// Number of levels of each term.
    fn levels(&self) -> Vec<usize>;

    /// Whether the search has had all the evaluations it may have: it then ends where it is and says so.
    fn is_spent(&self) -> bool;

    /// ν, the divisor of the residual sum of squares.
    fn degrees(&self) -> f64;
}

/// The Hessian by the free vector, by differences of the exact gradient: two evaluations a parameter, or one (forward).
pub(crate) fn differenced(surface: &mut impl Landscape, at: &Point, central: bool) -> Option<DMatrix<f64>> {
    let x = at.place.entries();
    let first_other = x.len() - at.place.others.len();
    let mut hessian = DMatrix::zeros(x.len(), x.len());
    for i in 0..x.len() {
        // The gradient by ρ is itself a difference and has fewer digits.
        let share = if i >= first_other {
            1e-3
        } else if central {
            1e-4
        } else {
            1e-5
        };
        let step = share * x[i].abs().max(0.1);
        let mut moved = x.clone();
        moved[i] = x[i] + step;
        let above = surface.at(&at.place.with_entries(&moved))?.gradient;
        let column = if central {
            moved[i] = x[i] - step;
            (above - surface.at(&at.place.with_entries(&moved))?.gradient) / (2.0 * step)
        } else {
            (above - &at.gradient) / step
        };
        hessian.set_column(i, &column);
    }
    Some((&hessian + hessian.transpose()) * 0.5)
}
