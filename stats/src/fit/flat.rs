//! Directions of the covariance matrices of which the data say nothing.
//!
//! V₀ = I + Σ Z_kM_kZ_k' is linear in M, so what does not change the restricted likelihood is a straight line M + sD: P₀V_DP₀ is
//! a multiple of P₀. Such a D is a null vector of the expected information by M and σ², tr(P₀V_iP₀V_j) − tr(P₀V_i)tr(P₀V_j)/ν
//! (Harville 1977, section 5.3), whatever the response is. A fit is suspected from the curvature that its search has found
//! anyway; the information is worked out for a suspect only, and nothing is said before the criterion has been seen to stay
//! the same far along the line, on every side where M remains a covariance matrix.
//!
//! All in the coordinates Y of [`super::information`], in which a step of 1 is the noise of a level's own estimate.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::criterion::Criterion;
use super::flat_basis::sparse;
use super::flat_direction::{FlatCause, FlatDirection, FlatPart};
use super::flat_twins::twins;
use super::information::{Information, Metric, factor_of};
use super::minimise::{Minimum, slopes_of_square};
use super::relative::TermFactor;
use super::root::RootWeights;
use super::search::Objective;
use super::surface::Place;
use crate::model::RandomTerm;

/// Curvature below this share of what levels by themselves would give is suspect.
const SUSPECT: f64 = 1e-3;
/// A slope beyond the boundary below this share of the levels is suspect.
const LEVEL: f64 = 1e-5;
/// Information below this share of the levels' is none.
const NONE: f64 = 1e-6;
/// Step of the differences in Y.
const STEP: f64 = 1e-4;
/// How far the line is followed, the first length that leaves covariance matrices.
const LENGTHS: [f64; 8] = [1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 1e-3];
/// Rise of the criterion at length 1 that is still none.
const RISE: f64 = 1e-5;
/// A change of log|V₀|, or of the residual's share, below this at length 1 is rounding; a real one is of the order of the levels.
const CLEAR: f64 = 1e-4;
/// A reliability beyond this leaves nothing to the residual.
const FAR: f64 = 1.0 - 1e-3;

/// The directions at the place where a search ended: what the design says, else what the curvature does.
pub(super) fn flat_directions(objective: &mut Objective<'_>, minimum: &Minimum, arrived: bool) -> Vec<FlatDirection> {
    let mut found = by_curvature(objective, minimum, arrived);
    for twin in twins(objective.model, &minimum.point.place.factors) {
        let known = |direction: &FlatDirection| {
            twin.parts.iter().all(|part| direction.parts.iter().any(|told| told.factor == part.factor))
        };
        if !found.iter().any(known) {
            found.push(twin);
        }
    }
    found
}

/// No evaluation unless there is a suspicion.
fn by_curvature(objective: &mut Objective<'_>, minimum: &Minimum, arrived: bool) -> Vec<FlatDirection> {
    let place = minimum.point.place.factors_only();
    // Maximum likelihood goes to zero where restricted likelihood is flat: fixed effects for all levels hide their variance.
    let hidden = match objective.criterion {
        Criterion::Reml => 0.0,
        Criterion::Ml => objective.model.parts.fixed.len() as f64,
    };
    let is_clear = |information: &Information| arrived && !is_suspect(information, minimum, &place, hidden);
    if place.factors.is_empty() || minimum.information.as_ref().is_some_and(is_clear) {
        return Vec::new();
    }
    // What the search knew was of where it began.
    let Some(information) = Information::at(objective, &place).filter(|information| !is_clear(information)) else {
        return Vec::new();
    };
    found(objective, &place, &information).unwrap_or_default()
}

/// Whether the curvature leaves room for a flat direction, within the ranks or out of the boundary.
fn is_suspect(information: &Information, minimum: &Minimum, place: &Place, hidden: f64) -> bool {
    let lacking = (0..place.factors.len()).filter_map(|term| information.missing(&minimum.point, term));
    let mut out = lacking.map(|missing| missing.slope.abs() < LEVEL * missing.levels || missing.levels <= hidden);
    out.any(|suspect| suspect) || least_share(information, minimum, place).is_none_or(|least| least < SUSPECT)
}

/// The least curvature by the free entries of Λ over what is expected of terms by themselves.
fn least_share(information: &Information, minimum: &Minimum, place: &Place) -> Option<f64> {
    let slopes = slopes_of_square(place);
    let k = slopes.ncols();
    if k == 0 {
        return Some(f64::INFINITY);
    }
    let expected = (slopes.transpose() * information.curvature(place)? * slopes).cholesky()?;
    let half = expected.l().solve_lower_triangular(&minimum.hessian.view((0, 0), (k, k)))?;
    let share = expected.l().solve_lower_triangular(&half.transpose())?;
    Some(SymmetricEigen::new((&share + share.transpose()) * 0.5).eigenvalues.min())
}

/// One coordinate: the entry (a, b), b ≤ a, of a term's Y.
struct Entry {
    term: usize,
    a: usize,
    b: usize,
}

impl Entry {
    /// Squared length of its matrix e_a e_b' + e_b e_a' (once when a = b).
    fn square(&self) -> f64 {
        if self.a == self.b { 1.0 } else { 2.0 }
    }
}

/// The squares of a term first.
fn entries(metrics: &[Metric]) -> Vec<Entry> {
    let of_term = |(term, metric): (usize, &Metric)| {
        let q = metric.root.nrows();
        let pairs = (0..q).map(|a| (a, a)).chain((0..q).flat_map(|a| (0..a).map(move |b| (a, b))));
        pairs.map(|(a, b)| Entry { term, a, b }).collect::<Vec<_>>()
    };
    metrics.iter().enumerate().flat_map(of_term).collect()
}

fn found(objective: &mut Objective<'_>, place: &Place, information: &Information) -> Option<Vec<FlatDirection>> {
    let metrics = information.metrics(place)?;
    let entries = entries(&metrics);
    let scale = |entry: &Entry| 1.0 / (metrics[entry.term].levels * entry.square()).sqrt();
    let scales = DVector::from_iterator(entries.len(), entries.iter().map(scale));
    let information = expected(objective, place, &metrics, &entries)?;
    let scaled = information.component_mul(&(&scales * scales.transpose()));
    if scaled.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let eigen = SymmetricEigen::new(scaled);
    let null: Vec<usize> = (0..entries.len()).filter(|&i| eigen.eigenvalues[i] < NONE).collect();
    let mut found: Vec<FlatDirection> = Vec::new();
    for weights in sparse(eigen.eigenvectors.select_columns(&null)) {
        let line = Line::new(&metrics, &entries, &weights.component_mul(&scales));
        if let Some(cause) = line.cause(objective, &place.factors, &metrics) {
            // Far out, where the residual is nothing beside the effects, the criterion is flat without being so by design.
            if cause == FlatCause::Residual && metrics.iter().any(is_far_out) {
                continue;
            }
            FlatDirection::new(cause, line.parts(objective, &metrics)).add_to(&mut found);
        }
    }
    Some(found)
}

fn is_far_out(metric: &Metric) -> bool {
    SymmetricEigen::new(metric.reliability.clone()).eigenvalues.max() > FAR
}

/// tr(P₀V_iP₀V_j) − tr(P₀V_i)tr(P₀V_j)/ν by differences of ∂(log|V₀| + log|X'V₀⁻¹X|)/∂M = tr(P₀V_i), of second order and into
/// covariance matrices only.
fn expected(
    objective: &mut Objective<'_>,
    place: &Place,
    metrics: &[Metric],
    entries: &[Entry],
) -> Option<DMatrix<f64>> {
    let weights = RootWeights { log_determinant: 1.0, residual: 0.0, fixed: 1.0 };
    let mut slopes = |factors: &[TermFactor]| {
        let by_square = objective.square_gradient(factors, weights)?;
        let turned: Vec<DMatrix<f64>> =
            metrics.iter().zip(&by_square).map(|(metric, n)| metric.root.transpose() * n * &metric.root).collect();
        let one = |entry: &Entry| entry.square() * turned[entry.term][(entry.a, entry.b)];
        Some(DVector::from_iterator(entries.len(), entries.iter().map(one)))
    };
    let here = slopes(&place.factors)?;
    let k = entries.len();
    let mut second = DMatrix::zeros(k, k);
    for (j, entry) in entries.iter().enumerate() {
        let metric = &metrics[entry.term];
        let mut towards = DVector::zeros(metric.root.nrows());
        (towards[entry.a], towards[entry.b]) = (1.0, 1.0);
        let mut moved = |length: f64| {
            let mut factors = place.factors.clone();
            let square = &metric.reliability + &towards * towards.transpose() * length;
            factors[entry.term] = factor_of(&metric.root, square);
            slopes(&factors)
        };
        let (near, far) = (moved(STEP)?, moved(2.0 * STEP)?);
        let mut column = (&here * 3.0 + far - near * 4.0) / (2.0 * STEP);
        if entry.a != entry.b {
            // (e_a + e_b)(e_a + e_b)' holds both squares besides the entry that is meant.
            let squares =
                entries.iter().enumerate().filter(|(_, other)| other.term == entry.term && other.a == other.b);
            for (i, _) in squares.filter(|(_, other)| other.a == entry.a || other.a == entry.b) {
                column -= second.column(i);
            }
        }
        second.set_column(j, &column);
    }
    let degrees = Criterion::Reml.degrees(objective.model);
    Some((&second + second.transpose()) * 0.5 - &here * here.transpose() / degrees)
}

/// A line Y + sD, its largest step 1.
struct Line {
    towards: Vec<DMatrix<f64>>,
}

impl Line {
    fn new(metrics: &[Metric], entries: &[Entry], weights: &DVector<f64>) -> Self {
        let mut towards: Vec<DMatrix<f64>> = metrics.iter().map(|metric| metric.root.map(|_| 0.0)).collect();
        for (entry, weight) in entries.iter().zip(weights.iter()) {
            towards[entry.term][(entry.a, entry.b)] = *weight;
            towards[entry.term][(entry.b, entry.a)] = *weight;
        }
        let most = towards.iter().map(|d| SymmetricEigen::new(d.clone()).eigenvalues.amax()).fold(0.0, f64::max);
        towards.iter_mut().for_each(|d| *d /= most);
        Self { towards }
    }

    /// The factors as far that way as covariance matrices go, and how far; `None` where that is no way at all.
    fn end(&self, metrics: &[Metric], sign: f64) -> Option<(f64, Vec<TermFactor>)> {
        LENGTHS.into_iter().find_map(|length| {
            let one = |(metric, towards): (&Metric, &DMatrix<f64>)| {
                let moved = &metric.reliability + towards * (sign * length);
                let least = SymmetricEigen::new(moved.clone()).eigenvalues.min();
                (least >= -1e-8 * length).then(|| factor_of(&metric.root, moved))
            };
            Some((length, metrics.iter().zip(&self.towards).map(one).collect::<Option<Vec<_>>>()?))
        })
    }

    /// Why the criterion is the same along the line; `None` where it is not.
    fn cause(&self, objective: &mut Objective<'_>, here: &[TermFactor], metrics: &[Metric]) -> Option<FlatCause> {
        let base = Restricted::at(objective, here)?;
        let rounding = 1e-12 * (base.value.abs() + objective.model.parts.observations as f64);
        let mut found = None;
        for sign in [1.0, -1.0] {
            let Some((length, factors)) = self.end(metrics, sign) else { continue };
            let there = Restricted::at(objective, &factors)?;
            if (there.value - base.value).abs() > RISE * length * length + rounding {
                return None;
            }
            let nothing = CLEAR * length;
            found = Some(if (there.residual / base.residual - 1.0).abs() > nothing {
                FlatCause::Residual
            } else if (there.log_determinant - base.log_determinant).abs() > nothing {
                FlatCause::FixedEffects
            } else {
                FlatCause::EachOther
            });
        }
        found
    }

    /// The effects that the line moves, and whether one covariance alone.
    fn parts(&self, objective: &Objective<'_>, metrics: &[Metric]) -> Vec<(FlatPart, bool)> {
        let parts = &objective.model.parts;
        let of_term = |((term, metric), towards): ((&RandomTerm, &Metric), &DMatrix<f64>)| {
            FlatPart::moved(&parts.stages[term.stage].name, term, &metric.root, towards)
        };
        parts.terms.iter().zip(metrics).zip(&self.towards).filter_map(of_term).collect()
    }
}

/// The restricted likelihood and its pieces at one place.
struct Restricted {
    value: f64,
    log_determinant: f64,
    residual: f64,
}

impl Restricted {
    fn at(objective: &mut Objective<'_>, factors: &[TermFactor]) -> Option<Self> {
        let model = objective.model;
        let root = objective.root_at(factors)?;
        let value = Criterion::Reml.value(model, root);
        Some(Self { value, log_determinant: root.log_determinant, residual: root.residual })
    }
}
