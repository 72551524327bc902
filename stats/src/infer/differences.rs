//! The pieces of Kenward and Roger by differences of X'V₀⁻¹X, for any engine.
//!
//! With A = X'V₀⁻¹X, ∂A/∂M_i = −X'V₀⁻¹V_iV₀⁻¹X = −P_i, and ∂²A/∂M_i∂M_j = Q_ij + Q_ji, of which the method needs no more than the
//! sum. M moves only in directions vv' that keep it a covariance matrix; one step is extrapolated from two (Richardson), so about
//! 6 digits are left. k² + 3k + 1 factorisations with k entries of M.

use nalgebra::DMatrix;

use super::entries::{Entry, widened};
use super::information::{direction, step};
use super::sandwiches::Sandwiches;
use crate::fit::{Elimination, Fit, Objective, RootWeights, stage_factors};

/// A step changes the slope of the criterion by about this share.
const SHARE: f64 = 1e-3;

/// `None` when the equations cannot be factorised beside the estimates.
pub(super) fn differenced(fit: &Fit, entries: &[Entry]) -> Option<Sandwiches> {
    let weights = RootWeights { log_determinant: 1.0, residual: 0.0, fixed: 1.0 };
    let base = Objective::new(&fit.model, fit.criterion()).square_gradient(&fit.factors, weights)?;
    let steps: Vec<f64> = entries.iter().map(|entry| step(fit, &base, entry, SHARE)).collect();
    let mut moves = Moves { fit, entries, steps, room: Elimination::new(&fit.model) };
    let (k, p) = (entries.len(), fit.model.parts.fixed.len());
    let here = moves.information(&[], 0.0)?;
    let mut first = Vec::with_capacity(k);
    let (mut one, mut two) = (Vec::with_capacity(k), Vec::with_capacity(k));
    for i in 0..k {
        let (near, far) = (moves.information(&[i], 1.0)?, moves.information(&[i], 2.0)?);
        first.push((&far - &near * 4.0 + &here * 3.0) / (2.0 * moves.steps[i]));
        one.push(near);
        two.push(far);
    }
    let mut second = DMatrix::zeros(k * p, k * p);
    for i in 0..k {
        for j in 0..=i {
            let area = moves.steps[i] * moves.steps[j];
            let near = (moves.information(&[i, j], 1.0)? - &one[i] - &one[j] + &here) / area;
            let far = (moves.information(&[i, j], 2.0)? - &two[i] - &two[j] + &here) / (4.0 * area);
            let half = near - far * 0.5;
            second.view_mut((i * p, j * p), (p, p)).copy_from(&half);
            second.view_mut((j * p, i * p), (p, p)).copy_from(&half);
        }
    }
    let by_entry = by_entry(entries);
    let turned = by_entry.kronecker(&DMatrix::identity(p, p));
    let sum =
        |i: usize| first.iter().enumerate().fold(DMatrix::zeros(p, p), |sum, (j, part)| sum + part * by_entry[(i, j)]);
    Some(Sandwiches { information: here, p: (0..k).map(sum).collect(), q: &turned * second * turned.transpose() })
}

/// Entries as sums of directions: (e_a + e_b)(e_a + e_b)' holds both squares besides the entry that is meant.
fn by_entry(entries: &[Entry]) -> DMatrix<f64> {
    let k = entries.len();
    let mut sums = DMatrix::identity(k, k);
    for (i, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.a != entry.b) {
        for (j, other) in entries.iter().enumerate() {
            if other.term == entry.term && other.a == other.b && (other.a == entry.a || other.a == entry.b) {
                sums[(i, j)] = -1.0;
            }
        }
    }
    sums
}

struct Moves<'a> {
    fit: &'a Fit,
    entries: &'a [Entry],
    steps: Vec<f64>,
    room: Elimination,
}

impl Moves<'_> {
    /// A with M moved `share` steps in each of these directions.
    fn information(&mut self, moved: &[usize], share: f64) -> Option<DMatrix<f64>> {
        let mut factors = self.fit.factors.clone();
        for &index in moved {
            let entry = &self.entries[index];
            let towards = direction(entry, factors[entry.term].order);
            factors[entry.term] = widened(&factors[entry.term], towards.as_slice(), share * self.steps[index]);
        }
        let model = &self.fit.model;
        self.room.factorise(model, &stage_factors(model, &factors)).then_some(())?;
        let p = model.parts.fixed.len();
        let lower = DMatrix::from_row_slice(p, p, &self.room.root().fixed_lower).lower_triangle();
        Some(&lower * lower.transpose())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use super::super::{entries::entries, sandwiches::sandwiches};
    use super::*;
    use crate::fit::{Criterion, fit_at};
    use crate::model::{Formula, Model};
    use crate::simulate::{GrowthSettings, growth};

    #[test]
    fn differences_give_what_the_tree_gives() {
        let table = growth(&GrowthSettings { groups: 6, ..GrowthSettings::default() }, 3).unwrap();
        let formula = Formula::parse("score ~ week + (1 + week | group/client)").unwrap();
        let model = Model::build(&table, &formula, &BTreeMap::new()).unwrap();
        for theta in [[1.1, -0.03, 0.07, 0.5, 0.02, 0.04], [1.1, 0.2, 0.0, 0.0, 0.0, 0.04]] {
            let fitted = fit_at(&model, Criterion::Reml, &theta).unwrap();
            let entries = entries(&fitted);
            let exact = sandwiches(&fitted, &entries).unwrap();
            let found = differenced(&fitted, &entries).unwrap();
            assert!((&found.information - &exact.information).amax() < 1e-10 * exact.information.amax());
            for (i, (a, b)) in found.p.iter().zip(&exact.p).enumerate() {
                assert!((a - b).amax() < 1e-4 * b.amax(), "{i}");
                for j in 0..entries.len() {
                    let block = |q: &DMatrix<f64>| q.view((2 * i, 2 * j), (2, 2)) + q.view((2 * j, 2 * i), (2, 2));
                    let (a, b) = (block(&found.q), block(&exact.q));
                    assert!((&a - &b).amax() < 1e-4 * b.amax(), "{i} {j}: {a} {b}");
                }
            }
        }
    }
}
