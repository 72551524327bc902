//! Where the search begins: the model without random effects.

use nalgebra::{DMatrix, DVector};

use super::design::Parts;
use super::error::GlmmError;
use super::objective::fixed_part;
use super::separation::{self, Verdict};

/// Newton's method needs fewer for any finite optimum; on the way to infinity it would never end.
const MOST_STEPS: usize = 60;
const CONVERGED: f64 = 1e-8;
/// Share of the log-likelihood that its sum over rows may be off by: a step that loses no more is no step too far.
const ROUNDING: f64 = 1e-13;

/// β without random effects (internal units), and whether separation could be ruled out.
///
/// # Errors
/// [`GlmmError::Separation`] when some direction of β predicts rows without error.
pub(super) fn fixed_start(parts: &Parts) -> Result<(Vec<f64>, Verdict), GlmmError> {
    let p = parts.p();
    if p == 0 {
        return Ok((Vec::new(), Verdict::Together));
    }
    let mut beta = DVector::<f64>::zeros(p);
    if let Some(intercept) = parts.fixed_labels.iter().position(|label| label == "(Intercept)") {
        let mean = parts.events.iter().sum::<f64>() / parts.trials.iter().sum::<f64>();
        beta[intercept] = parts.link.predictor(mean);
    }
    let mut value = log_likelihood(parts, beta.as_slice());
    for _ in 0..MOST_STEPS {
        let Derivatives { slope, information, .. } = derivatives(parts, beta.as_slice());
        let Some(factor) = information.clone().cholesky() else { break };
        let mut step = factor.solve(&slope);
        let moves = fixed_part(parts, step.as_slice());
        let furthest = moves.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        if furthest < CONVERGED || !furthest.is_finite() {
            break;
        }
        let mut next = &beta + &step;
        let mut reached = log_likelihood(parts, next.as_slice());
        for _ in 0..30 {
            if reached >= value - ROUNDING * value.abs() {
                break;
            }
            step *= 0.5;
            next = &beta + &step;
            reached = log_likelihood(parts, next.as_slice());
        }
        beta = next;
        value = reached;
    }
    let Derivatives { slope, by_row, .. } = derivatives(parts, beta.as_slice());
    let ruled_out = separation::is_ruled_out(parts, &by_row, &slope);
    let verdict = if ruled_out { Verdict::Together } else { separation::check(parts)? };
    Ok((beta.as_slice().to_vec(), verdict))
}

fn log_likelihood(parts: &Parts, beta: &[f64]) -> f64 {
    let rows = fixed_part(parts, beta).into_iter().zip(parts.events.iter().zip(&parts.trials));
    rows.map(|(eta, (&events, &trials))| parts.link.row(events, trials, eta).value).sum()
}

struct Derivatives {
    /// ℓ' of each row.
    by_row: Vec<f64>,
    /// X'ℓ'.
    slope: DVector<f64>,
    /// X'WX.
    information: DMatrix<f64>,
}

fn derivatives(parts: &Parts, beta: &[f64]) -> Derivatives {
    let p = parts.p();
    let (mut slope, mut information) = (DVector::zeros(p), DMatrix::zeros(p, p));
    let mut by_row = fixed_part(parts, beta);
    for (row, value) in by_row.iter_mut().enumerate() {
        let terms = parts.link.row(parts.events[row], parts.trials[row], *value);
        *value = terms.slope;
        let x = parts.fixed_row(row);
        for i in 0..p {
            slope[i] += x[i] * terms.slope;
            for j in 0..p {
                information[(i, j)] += x[i] * terms.weight * x[j];
            }
        }
    }
    Derivatives { by_row, slope, information }
}
