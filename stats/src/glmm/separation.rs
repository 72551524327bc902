//! Whether some combination of the fixed effects predicts responses without error: then its estimate is infinite.
//!
//! With a_i = x_i for rows of nothing but events, −x_i for rows without any, and both for rows with some of each, the
//! likelihood has no maximum if and only if some δ has a_i'δ ≥ 0 for all i and not 0 for all (Albert and Anderson 1984,
//! doi:10.1093/biomet/71.1.1), whatever the link; a mixed model's estimate is infinite in the same cases. So it is a
//! question about a cone and not about a search that wanders off, and Konis (2007, Computational Algorithms for Detecting
//! Data Separation) answers it by a linear programme. Here c = Σ a_i is projected onto the cone of such δ by non-negative
//! least squares (Lawson and Hanson 1974, chapter 23): c + Σ v_i a_i with v ≥ 0 is shortest at the projection, which is
//! zero when there is no such δ and else is one.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use super::design::Parts;
use super::error::GlmmError;

/// A projection shorter than this share of what was added up is rounding.
const NOTHING: f64 = 1e-12;
/// Cosines below this are rounding.
const FLAT: f64 = 1e-9;
/// Directions whose cosine is above this are separated by the projection.
const APART: f64 = 1e-7;
/// Steps of the projection, a fixed effect, after which it is given up: it takes about one.
const MOST_STEPS: usize = 30;

/// What is known of a cone of δ with a_i'δ ≥ 0.
enum Cone {
    /// One of its directions with a_i'δ > 0 for some i.
    Holds(DVector<f64>),
    /// There is none.
    Empty,
    /// The projection did not end, or rounding hides where.
    Unknown,
}

/// What was found of separation where none was proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Every combination of fixed effects has rows on both sides.
    Together,
    /// It could not be decided.
    Undecided,
}

/// Whether slopes ℓ' at some β prove that nothing is separated; `slopes` by row, `slope` their X'ℓ'.
///
/// For a separating δ with |Xδ| = 1 the slopes of separated rows would make δ'X'ℓ' = Σ |ℓ_i'| |x_i'δ| at least the smallest
/// |ℓ_i'|, while δ'X'ℓ' is at most the length of X'ℓ' in the metric of (X'X)⁻¹.
pub(super) fn is_ruled_out(parts: &Parts, slopes: &[f64], slope: &DVector<f64>) -> bool {
    let Some(lower) = squared(parts) else { return false };
    let Some(standardised) = lower.l().solve_lower_triangular(slope) else { return false };
    let one_sided = (0..parts.n).filter(|&row| sides(parts, row).len() == 1);
    let least = one_sided.map(|row| slopes[row].abs()).fold(f64::INFINITY, f64::min);
    let largest = slopes.iter().fold(0.0_f64, |most, slope| most.max(slope.abs()));
    standardised.norm() + 1e-14 * parts.n as f64 * largest < least
}

/// # Errors
/// [`GlmmError::Separation`] with the rows and the effect that has the largest share.
pub(super) fn check(parts: &Parts) -> Result<Verdict, GlmmError> {
    check_in(parts, MOST_STEPS)
}

/// The same with so many steps a fixed effect.
fn check_in(parts: &Parts, steps: usize) -> Result<Verdict, GlmmError> {
    let p = parts.p();
    let lower = squared(parts).map_or_else(|| DMatrix::identity(p, p), |factor| factor.l());
    let mut left = directions(parts, &lower);
    let mut found: Option<DVector<f64>> = None;
    let mut rows = 0;
    let verdict = loop {
        let towards = match projection(&left, steps) {
            Cone::Holds(towards) => towards,
            Cone::Empty => break Verdict::Together,
            Cone::Unknown => break Verdict::Undecided,
        };
        let before = left.len();
        left.retain(|direction| direction.dot(&towards) <= APART * towards.norm());
        if left.len() == before {
            break Verdict::Undecided;
        }
        rows += before - left.len();
        found.get_or_insert(towards);
    };
    let Some(standardised) = found else { return Ok(verdict) };
    let combination = lower.tr_solve_lower_triangular(&standardised).unwrap_or(standardised);
    Err(GlmmError::Separation { term: main_term(parts, combination.as_slice()), rows })
}

/// The Cholesky factor of X'X.
fn squared(parts: &Parts) -> Option<Cholesky<f64, Dyn>> {
    let design = DMatrix::from_row_slice(parts.n, parts.p(), &parts.fixed);
    design.tr_mul(&design).cholesky()
}

/// The signs with which a row's x stands among the a.
fn sides(parts: &Parts, row: usize) -> &'static [f64] {
    let (events, trials) = (parts.events[row], parts.trials[row]);
    if events == 0.0 {
        &[-1.0]
    } else if events == trials {
        &[1.0]
    } else {
        &[1.0, -1.0]
    }
}

/// All a in standardised coordinates, of length 1.
fn directions(parts: &Parts, lower: &DMatrix<f64>) -> Vec<DVector<f64>> {
    let of = |row: usize| {
        let x = DVector::from_column_slice(parts.fixed_row(row));
        let standardised = lower.solve_lower_triangular(&x).unwrap_or(x);
        let length = standardised.norm();
        let signs = if length > 0.0 { sides(parts, row) } else { &[] };
        signs.iter().map(move |sign| &standardised * (sign / length)).collect::<Vec<_>>()
    };
    (0..parts.n).flat_map(of).collect()
}

/// The projection of c onto the cone of δ with a_i'δ ≥ 0, in so many steps a fixed effect.
fn projection(directions: &[DVector<f64>], steps: usize) -> Cone {
    let Some(first) = directions.first() else { return Cone::Empty };
    let sum = directions.iter().fold(DVector::zeros(first.len()), |sum, direction| sum + direction);
    // Σ v_i a_i with v ≥ 0 is what is added to c; few v are not zero.
    let mut active: Vec<(usize, f64)> = Vec::new();
    let mut rest = sum.clone();
    // Each step lowers |rest| and no set of directions comes twice, but how many there are is not known beforehand.
    for _ in 0..steps * (sum.len() + 1) {
        let added = active.iter().map(|(_, weight)| weight).sum::<f64>();
        let length = rest.norm();
        if length <= NOTHING * (directions.len() as f64 + added) {
            return Cone::Empty;
        }
        let against = directions.iter().map(|direction| direction.dot(&rest)).enumerate();
        let Some((most, cosine)) = against.min_by(|a, b| a.1.total_cmp(&b.1)) else { return Cone::Empty };
        if cosine >= -FLAT * length || active.iter().any(|(index, _)| *index == most) {
            return if cosine >= -APART * length { Cone::Holds(rest) } else { Cone::Unknown };
        }
        active.push((most, 0.0));
        match fitted(directions, &sum, &mut active) {
            Some(left) if left.norm() < length => rest = left,
            // A step that leads nowhere: what was still against is rounding, or the steps have lost their digits.
            Some(_) if cosine >= -APART * length => return Cone::Holds(rest),
            Some(_) | None => return Cone::Unknown,
        }
    }
    Cone::Unknown
}

/// Least squares on the active directions, moved towards until a weight would turn negative, which leaves then, until none
/// does; what is left of the sum.
fn fitted(directions: &[DVector<f64>], sum: &DVector<f64>, active: &mut Vec<(usize, f64)>) -> Option<DVector<f64>> {
    loop {
        let columns: Vec<DVector<f64>> = active.iter().map(|(index, _)| directions[*index].clone()).collect();
        let matrix = DMatrix::from_columns(&columns);
        // Its columns are independent: each was added because it held something that the others did not.
        let factors = matrix.clone().qr();
        let wanted = factors.r().solve_upper_triangular(&factors.q().tr_mul(&-sum))?;
        let steps = active.iter().zip(wanted.iter()).map(
            |((_, weight), &wanted)| {
                if wanted > 0.0 { 1.0 } else { weight / (weight - wanted) }
            },
        );
        let share = steps.fold(1.0, f64::min);
        if share.is_nan() {
            return None;
        }
        for ((_, weight), wanted) in active.iter_mut().zip(wanted.iter()) {
            *weight += share * (wanted - *weight);
        }
        if wanted.iter().all(|&weight| weight > 0.0) {
            return Some(sum + matrix * wanted);
        }
        let largest = active.iter().fold(0.0_f64, |most, (_, weight)| most.max(*weight));
        active.retain(|(_, weight)| *weight > 1e-12 * largest);
        if active.is_empty() {
            return Some(sum.clone());
        }
    }
}

/// The fixed effect with the largest share, the intercept only when it is alone.
fn main_term(parts: &Parts, combination: &[f64]) -> String {
    let named = parts.fixed_labels.iter().zip(combination);
    let others = named.clone().filter(|(label, _)| *label != "(Intercept)");
    let largest = others.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())).or_else(|| named.into_iter().next());
    largest.map(|(label, _)| label.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::data::Table;
    use crate::glmm::{BinomialModel, BinomialOptions};
    use crate::model::Formula;

    /// Rows of (x, level, event) that separation is looked for in, each in a group of two.
    fn checked(rows: &[(f64, u8, bool)], fixed: &str) -> Result<Verdict, GlmmError> {
        check(&built(rows, fixed)?.parts)
    }

    fn built(rows: &[(f64, u8, bool)], fixed: &str) -> Result<BinomialModel, GlmmError> {
        let column = |of: &dyn Fn(usize) -> f64| (0..rows.len()).map(of).collect::<Vec<f64>>();
        let table = Table::new()
            .with_number("x", column(&|i| rows[i].0))
            .and_then(|table| table.with_number("level", column(&|i| f64::from(rows[i].1))))
            .and_then(|table| table.with_number("group", column(&|i| (i / 2) as f64)))
            .and_then(|table| table.with_number("y", column(&|i| f64::from(u8::from(rows[i].2)))))
            .unwrap();
        let formula = Formula::parse(&format!("y ~ {fixed} + (1 | group)")).unwrap();
        BinomialModel::build(&table, &formula, &BTreeMap::new(), &BinomialOptions::default())
    }

    fn is_separated(found: &Result<Verdict, GlmmError>) -> bool {
        matches!(found, Err(GlmmError::Separation { .. }))
    }

    #[test]
    fn all_rows_that_are_predicted_are_counted() {
        // Below 3 nothing, above 3 always, at 3 both.
        let rows: Vec<(f64, u8, bool)> = (0..14).map(|i| (f64::from(i / 2), 0, i / 2 > 3 || i == 7)).collect();
        assert_eq!(checked(&rows, "x").unwrap_err(), GlmmError::Separation { term: "x".to_owned(), rows: 12 });
    }

    /// Not found in time is not the same as not there.
    #[test]
    fn a_projection_that_is_given_up_says_so() {
        let rows: Vec<(f64, u8, bool)> = (0..40).map(|i| (f64::from(i * 7 % 11), i as u8 % 4, i * 3 % 5 < 2)).collect();
        let model = built(&rows, "x + factor(level)").unwrap();
        assert_eq!(check_in(&model.parts, 0), Ok(Verdict::Undecided));
        assert_eq!(check(&model.parts), Ok(Verdict::Together));
    }

    /// Rows of two arms in each week and the events among them: two weeks without any, found by chance.
    #[test]
    fn weeks_without_an_event_separate_among_many() {
        let weeks: [[usize; 4]; 20] = [
            [41, 6, 49, 5],
            [38, 5, 41, 2],
            [29, 4, 43, 7],
            [31, 5, 30, 2],
            [25, 0, 29, 6],
            [27, 3, 21, 3],
            [26, 5, 16, 0],
            [22, 2, 15, 3],
            [11, 1, 21, 2],
            [16, 2, 13, 2],
            [12, 3, 13, 2],
            [7, 0, 13, 1],
            [6, 1, 13, 0],
            [6, 0, 12, 2],
            [6, 0, 10, 1],
            [7, 0, 8, 0],
            [3, 1, 12, 0],
            [5, 1, 9, 1],
            [8, 1, 4, 0],
            [5, 0, 6, 0],
        ];
        let of = |week: usize, arm: usize| {
            let [rows, events] = [weeks[week][2 * arm], weeks[week][2 * arm + 1]];
            (0..rows).map(move |row| (arm as f64, week as u8, row < events))
        };
        let rows: Vec<(f64, u8, bool)> = (0..40).flat_map(|cell| of(cell / 2, cell % 2)).collect();
        let found = checked(&rows, "factor(level) + x").unwrap_err();
        assert!(matches!(&found, GlmmError::Separation { rows: 26, .. }), "{found}");
    }

    #[test]
    fn counts_of_both_kinds_hold_a_direction() {
        let table = |events: [f64; 6]| {
            let column = |of: fn(usize) -> f64| (0..6).map(of).collect::<Vec<f64>>();
            Table::new()
                .with_number("x", column(|i| i as f64))
                .and_then(|table| table.with_number("group", column(|i| (i / 2) as f64)))
                .and_then(|table| table.with_number("trials", vec![4.0; 6]))
                .and_then(|table| table.with_number("y", events.to_vec()))
                .unwrap()
        };
        let formula = Formula::parse("y ~ x + (1 | group)").unwrap();
        let options = BinomialOptions { trials: Some("trials".to_owned()), ..BinomialOptions::default() };
        let of =
            |events| check(&BinomialModel::build(&table(events), &formula, &BTreeMap::new(), &options).unwrap().parts);
        assert_eq!(of([0.0, 0.0, 1.0, 2.0, 4.0, 4.0]), Ok(Verdict::Together));
        assert!(is_separated(&of([0.0, 0.0, 1.0, 4.0, 4.0, 4.0])));
    }

    proptest! {
        #[test]
        fn a_number_separates_where_its_events_do_not_overlap(
            rows in proptest::collection::vec((-40..40_i32, any::<bool>()), 6..40), far in any::<bool>(),
        ) {
            let mut rows: Vec<(f64, u8, bool)> = rows.into_iter().map(|(x, y)| (f64::from(x), 0, y)).collect();
            if far {
                rows[0].0 = 1e6;
            }
            let of = |event: bool| rows.iter().filter(move |row| row.2 == event).map(|row| row.0);
            let least = |event| of(event).fold(f64::INFINITY, f64::min);
            let most = |event| of(event).fold(f64::NEG_INFINITY, f64::max);
            let overlap = least(true) < most(false) && least(false) < most(true);
            match checked(&rows, "x") {
                Err(GlmmError::NoEvents { .. } | GlmmError::OnlyEvents { .. }) => {}
                found => prop_assert_eq!(is_separated(&found), !overlap, "{:?}", found),
            }
        }

        #[test]
        fn a_factor_separates_where_a_level_never_varies(
            rows in proptest::collection::vec((0..5_u8, any::<bool>()), 8..40), extra in any::<bool>(),
        ) {
            let rows: Vec<(f64, u8, bool)> = rows.into_iter().map(|(level, y)| (0.0, level, y)).collect();
            let varies = |level: u8| {
                let mut answers = rows.iter().filter(|row| row.1 == level).map(|row| row.2);
                answers.next().is_none_or(|first| answers.any(|other| other != first))
            };
            let fixed = if extra { "factor(level) + x" } else { "0 + factor(level)" };
            match checked(&rows, fixed) {
                Err(GlmmError::NoEvents { .. } | GlmmError::OnlyEvents { .. } | GlmmError::Model(_)) => {}
                found => prop_assert_eq!(is_separated(&found), !(0..5).all(varies), "{:?}", found),
            }
        }
    }
}
