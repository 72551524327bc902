//! Where the search begins: the model without random effects, and the test whether its estimates are finite.

use nalgebra::{DMatrix, DVector};

use super::design::Parts;
use super::error::GlmmError;
use super::objective::fixed_part;

const MOST_STEPS: usize = 60;
/// Newton needs this many steps at most for any finite optimum met in practice; on the way to infinity it needs more, and
/// by then the rows that are not separated have come to rest (their share of the step falls like exp(−steps)).
const PATIENCE: usize = 25;
const CONVERGED: f64 = 1e-8;
/// Changes of the linear predictor below this share of the largest are at rest.
const AT_REST: f64 = 1e-4;

/// β without random effects (internal units).
///
/// # Errors
/// [`GlmmError::Separation`] when some direction of β predicts rows without error (Albert and Anderson 1984,
/// doi:10.1093/biomet/71.1.1); the mixed model's estimate is infinite in exactly the same cases.
pub(super) fn fixed_start(parts: &Parts) -> Result<Vec<f64>, GlmmError> {
    let p = parts.p();
    let mut beta = DVector::<f64>::zeros(p);
    if let Some(intercept) = parts.fixed_labels.iter().position(|label| label == "(Intercept)") {
        let mean = parts.events.iter().sum::<f64>() / parts.trials.iter().sum::<f64>();
        beta[intercept] = parts.link.predictor(mean);
    }
    let mut value = log_likelihood(parts, beta.as_slice());
    for iteration in 0..MOST_STEPS {
        let (slope, information) = derivatives(parts, beta.as_slice());
        let Some(factor) = information.clone().cholesky() else { break };
        let mut step = factor.solve(&slope);
        let moves = fixed_part(parts, step.as_slice());
        let furthest = moves.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        if furthest < CONVERGED || !furthest.is_finite() {
            break;
        }
        if iteration >= PATIENCE
            && let Some(rows) = separated_rows(parts, &moves, furthest)
        {
            return Err(GlmmError::Separation { term: main_term(parts, step.as_slice()), rows });
        }
        let mut next = &beta + &step;
        let mut reached = log_likelihood(parts, next.as_slice());
        for _ in 0..30 {
            if reached >= value {
                break;
            }
            step *= 0.5;
            next = &beta + &step;
            reached = log_likelihood(parts, next.as_slice());
        }
        beta = next;
        value = reached;
    }
    Ok(beta.as_slice().to_vec())
}

fn log_likelihood(parts: &Parts, beta: &[f64]) -> f64 {
    let rows = fixed_part(parts, beta).into_iter().zip(parts.events.iter().zip(&parts.trials));
    rows.map(|(eta, (&events, &trials))| parts.link.row(events, trials, eta).value).sum()
}

/// X'ℓ' and X'WX.
pub(super) fn derivatives(parts: &Parts, beta: &[f64]) -> (DVector<f64>, DMatrix<f64>) {
    let p = parts.p();
    let (mut slope, mut information) = (DVector::zeros(p), DMatrix::zeros(p, p));
    for (row, eta) in fixed_part(parts, beta).into_iter().enumerate() {
        let terms = parts.link.row(parts.events[row], parts.trials[row], eta);
        let x = parts.fixed_row(row);
        for i in 0..p {
            slope[i] += x[i] * terms.slope;
            for j in 0..p {
                information[(i, j)] += x[i] * terms.weight * x[j];
            }
        }
    }
    (slope, information)
}

/// The rows that move when no row moves against its response; `None` when one does.
fn separated_rows(parts: &Parts, moves: &[f64], furthest: f64) -> Option<usize> {
    let mut count = 0;
    for (row, &by) in moves.iter().enumerate() {
        if by.abs() <= AT_REST * furthest {
            continue;
        }
        let (none, all) = (parts.events[row] == 0.0, parts.events[row] == parts.trials[row]);
        if (by > 0.0 && !all) || (by < 0.0 && !none) {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// The fixed effect that moves most, the intercept only when it is alone.
fn main_term(parts: &Parts, step: &[f64]) -> String {
    let named = parts.fixed_labels.iter().zip(step);
    let others = named.clone().filter(|(label, _)| *label != "(Intercept)");
    let largest = others.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())).or_else(|| named.into_iter().next());
    largest.map(|(label, _)| label.clone()).unwrap_or_default()
}
