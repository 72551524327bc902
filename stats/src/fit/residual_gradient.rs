//! The derivative of the criterion by residual parameters, from the rows of nested factors.
//!
//! The criterion sees the whitened rows r_i only through cross-products, and its derivative by those of an innermost level is
//! C + (ν/r²)ee': e multiplies a row's columns to its residual and C is the covariance of e in units of σ² (β taken as known under
//! ML), as predictions have them. So ∂d/∂ρ = 2 Σ (∂r_i)'(C r_i + (ν/r²)(e'r_i) e) − ∂Σ log w_i with the precisions w_i that
//! whitening gives: ∂r_i by a correlation is a difference, by the logarithm of a stratum's deviation it is −r_i. One walk down the
//! tree and one pass over the rows, however many strata. The three parts (log|V|, r², log|R_X|²) can be weighed otherwise.

use super::elimination::Elimination;
use super::residual::STEP;
use super::root::RootWeights;
use crate::model::rows::{Membership, Whitening};
use crate::model::{KeptRows, Model};

/// By each residual parameter at the last factorisation; `None` where factors cross or a parameter is at the end of its range.
pub(super) fn by_residual(
    model: &Model,
    kept: &KeptRows,
    elimination: &Elimination,
    weights: RootWeights,
    rho: &[f64],
) -> Option<Vec<f64>> {
    let here = kept.residual.whitening(rho)?;
    let correlation = if kept.residual.is_correlated() { Some(Sides::of(kept, rho)?) } else { None };

    let factor = kept.rows.factors.first();
    let levels: Vec<u32> = (0..factor.map_or(0, |factor| factor.levels) as u32).collect();
    let paths = elimination.paths(model, 0, &levels, true)?;
    let m = paths.width;
    let part = |(given, whole): (&f64, &f64)| weights.log_determinant * given + weights.fixed * (whole - given);
    let covariances: Vec<f64> = paths.given_fixed.iter().zip(&paths.covariances).map(part).collect();

    let mut slopes = vec![0.0; rho.len()];
    if let Some(sides) = &correlation {
        slopes[0] = weights.log_determinant * sides.fallen();
    }
    let (mut own, mut by_row) = (vec![0.0; m], vec![0.0; m]);
    for row in 0..kept.rows.len() {
        let level = match factor.map(|factor| &factor.membership) {
            None => 0,
            Some(Membership::One(codes)) => codes[row] as usize,
            Some(Membership::Several { .. }) => return None,
        };
        whitened(&here, kept, row, &mut own);
        let e = &paths.means[level * m..(level + 1) * m];
        let left = weights.residual * dot(e, &own);
        let rows = covariances[level * m * m..(level + 1) * m * m].chunks_exact(m).zip(e);
        for (by_row, (covariance, e)) in by_row.iter_mut().zip(rows) {
            *by_row = left * e + dot(covariance, &own);
        }
        if let Some(sides) = &correlation {
            slopes[0] += 2.0 * sides.turned(kept, row, &by_row, &mut own);
        }
        // A row is divided by the deviation of its stratum, and what is carried by that of the row it comes from.
        let times = |row: usize| kept.rows.columns.iter().zip(&by_row).map(|(column, a)| column[row] * a).sum::<f64>();
        if let Some(place) = kept.residual.stratum_place(row) {
            slopes[place] += 2.0 * (weights.log_determinant - here.scale[row] * times(row));
        }
        let previous = here.previous[row];
        if previous != u32::MAX
            && let Some(place) = kept.residual.stratum_place(previous as usize)
        {
            slopes[place] += 2.0 * here.carry[row] * times(previous as usize);
        }
    }
    Some(slopes)
}

/// The columns of one whitened row.
fn whitened(by: &Whitening, kept: &KeptRows, row: usize, out: &mut [f64]) {
    for (out, column) in out.iter_mut().zip(&kept.rows.columns) {
        by.apply(row..row + 1, std::slice::from_mut(out), |row| column[row]);
    }
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// Whitening a step above and below a correlation, whose derivative is their difference.
struct Sides {
    above: Whitening,
    below: Whitening,
}

impl Sides {
    fn of(kept: &KeptRows, rho: &[f64]) -> Option<Self> {
        let whitening = |step: f64| {
            let mut moved = rho.to_vec();
            moved[0] += step;
            kept.residual.whitening(&moved)
        };
        Some(Self { above: whitening(STEP)?, below: whitening(-STEP)? })
    }

    /// −∂Σ log w.
    fn fallen(&self) -> f64 {
        (self.below.log_precision() - self.above.log_precision()) / (2.0 * STEP)
    }

    /// The derivative of a whitened row times a vector.
    fn turned(&self, kept: &KeptRows, row: usize, by: &[f64], room: &mut [f64]) -> f64 {
        let mut side = |whitening: &Whitening| {
            whitened(whitening, kept, row, room);
            dot(by, room)
        };
        (side(&self.above) - side(&self.below)) / (2.0 * STEP)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::data::{Column, Table};
    use crate::fit::criterion::{Criterion, checked_factors};
    use crate::fit::residual::ResidualObjective;
    use crate::fit::surface::{Landscape, Place};
    use crate::model::{Decay, Formula, Model, ModelOptions, Residual, SerialCorrelation};
    use crate::simulate::{GrowthSettings, growth};

    fn table() -> Table {
        let table = growth(&GrowthSettings { groups: 4, ..GrowthSettings::default() }, 11).unwrap();
        let Some(Column::Number(week)) = table.column("week") else { return table };
        let (half, weight) = (week.iter().map(|w| w % 3.0).collect(), week.iter().map(|w| 1.0 + w % 2.0).collect());
        table.with_number("third", half).unwrap().with_number("weight", weight).unwrap()
    }

    #[test]
    fn it_is_the_difference_of_the_criterion() {
        let serial =
            |decay| SerialCorrelation { decay, time: Some("week".to_owned()), within: vec!["client".to_owned()] };
        for (decay, rho) in [
            (None, vec![0.3, -0.4]),
            (Some(Decay::Ar1), vec![0.5, 0.3, -0.4]),
            (Some(Decay::Car1), vec![-0.7, 0.3, -0.4]),
        ] {
            let residual = Residual { correlation: decay.map(serial), strata: vec!["third".to_owned()] };
            let options = ModelOptions { residual, weights: Some("weight".to_owned()), ..ModelOptions::default() };
            let formula = Formula::parse("score ~ week + (1 + week | client) + (1 | group)").unwrap();
            let model = Model::build_with(&table(), &formula, &options).unwrap();
            let factors = checked_factors(&model, &[1.1, -0.03, 0.07, 0.5]).unwrap();
            for criterion in [Criterion::Ml, Criterion::Reml] {
                let mut surface = ResidualObjective::new(&model, criterion).unwrap();
                let place = Place { factors: factors.clone(), others: rho.clone() };
                let found = surface.at(&place).unwrap().by_others().to_vec();
                assert_eq!(surface.evaluations, 1);
                for (index, found) in found.into_iter().enumerate() {
                    let mut value = |step: f64| {
                        let mut moved = place.clone();
                        moved.others[index] += step;
                        surface.at(&moved).unwrap().value
                    };
                    let h = 1e-3;
                    let near = (value(h) - value(-h)) / (2.0 * h);
                    let far = (value(2.0 * h) - value(-2.0 * h)) / (4.0 * h);
                    let expected = (4.0 * near - far) / 3.0;
                    assert!(
                        (found - expected).abs() < 1e-6 * expected.abs().max(1.0),
                        "{decay:?} {criterion:?} {index}: {found} {expected}"
                    );
                }
            }
        }
    }
}
