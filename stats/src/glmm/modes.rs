//! Conditional modes of the random effects: penalised Newton steps, and how a function of the mode hangs on the parameters.

use super::chain::Chain;
use super::crossed::Crossed;
use super::design::Parts;
use super::effects::{Effects, Lambdas, add_random_part, add_transposed, outer_products, sums_by_level, zero_effects};

/// The factor of A = Λ'Z'WZΛ + I, by the structure of the grouping factors.
#[derive(Debug, Clone)]
pub(super) enum Elimination {
    Chain(Chain),
    Crossed(Box<Crossed>),
}

impl Elimination {
    pub(super) fn new(parts: &Parts) -> Self {
        if parts.nested { Self::Chain(Chain::new(parts)) } else { Self::Crossed(Box::new(Crossed::new(parts))) }
    }

    fn factorise(&mut self, parts: &Parts, lambdas: &Lambdas, weights: &[f64]) -> bool {
        match self {
            Self::Chain(chain) => chain.factorise(parts, lambdas, weights),
            Self::Crossed(crossed) => crossed.factorise(parts, lambdas, weights),
        }
    }

    fn solve(&self, parts: &Parts, right: Effects) -> Effects {
        match self {
            Self::Chain(chain) => chain.solve(parts, right),
            Self::Crossed(crossed) => crossed.solve(parts, right),
        }
    }

    /// log |A|.
    pub(super) fn log_determinant(&self, parts: &Parts) -> f64 {
        match self {
            Self::Chain(chain) => chain.log_determinant(parts),
            Self::Crossed(crossed) => crossed.log_determinant(parts),
        }
    }

    /// Cov(u) of every level given the data, q × q.
    pub(super) fn covariances(&self, parts: &Parts) -> Effects {
        match self {
            Self::Chain(chain) => chain.covariances(parts),
            Self::Crossed(crossed) => crossed.covariances(parts),
        }
    }
}

/// The rows and effects at the mode of the joint density.
#[derive(Debug, Clone)]
pub(super) struct Mode {
    /// û, spherical.
    pub(super) effects: Effects,
    /// ℓ(η̂) without constants.
    pub(super) log_likelihood: f64,
    /// ½|û|².
    pub(super) penalty: f64,
    /// ℓ', −ℓ'' and −ℓ''' of the rows.
    pub(super) slopes: Vec<f64>,
    pub(super) weights: Vec<f64>,
    pub(super) weight_slopes: Vec<f64>,
}

/// The squared Newton step (in the metric of A) below which the mode is found; the error left is its square.
const FOUND: f64 = 1e-12;
const MOST_STEPS: usize = 100;
const MOST_HALVINGS: usize = 40;

/// Finds the mode for the rows' fixed part `offset`, from the effects in `start`; leaves A factorised with the weights at
/// the mode. `None` when the density cannot be computed.
pub(super) fn find_mode(
    parts: &Parts,
    lambdas: &Lambdas,
    offset: &[f64],
    elimination: &mut Elimination,
    start: &Effects,
) -> Option<Mode> {
    let mut mode = at_effects(parts, lambdas, offset, start.clone());
    if !mode.objective().is_finite() {
        mode = at_effects(parts, lambdas, offset, zero_effects(parts));
    }
    if !mode.objective().is_finite() {
        return None;
    }
    for _ in 0..MOST_STEPS {
        if !elimination.factorise(parts, lambdas, &mode.weights) {
            return None;
        }
        let mut right: Effects = mode.effects.iter().map(|u| u.iter().map(|u| -u).collect()).collect();
        add_transposed(parts, lambdas, &mode.slopes, &mut right);
        let step = elimination.solve(parts, right.clone());
        let length: f64 = step.iter().flatten().zip(right.iter().flatten()).map(|(s, r)| s * r).sum();
        if length.is_nan() {
            return None;
        }
        if length < 1e-24 {
            return Some(mode);
        }
        let last = length < FOUND;
        match downhill(parts, lambdas, offset, &mode, &step, last) {
            Some(next) => mode = next,
            // No step is better: the mode is found to the digits there are.
            None => return (length < 1e-6).then_some(mode),
        }
        if last {
            return elimination.factorise(parts, lambdas, &mode.weights).then_some(mode);
        }
    }
    None
}

/// The first of the step, its half, its quarter … that does not raise the penalised objective.
fn downhill(parts: &Parts, lambdas: &Lambdas, offset: &[f64], from: &Mode, step: &Effects, last: bool) -> Option<Mode> {
    let mut share = 1.0;
    for _ in 0..MOST_HALVINGS {
        let moved = from.effects.iter().zip(step).map(|(u, s)| u.iter().zip(s).map(|(u, s)| u + share * s).collect());
        let next = at_effects(parts, lambdas, offset, moved.collect());
        // Near the mode the objective has no digits left to judge by.
        let slack = 1e-13 * (parts.n as f64 + from.objective().abs());
        if next.objective() <= from.objective() + slack || (last && next.objective().is_finite()) {
            return Some(next);
        }
        share *= 0.5;
    }
    None
}

fn at_effects(parts: &Parts, lambdas: &Lambdas, offset: &[f64], effects: Effects) -> Mode {
    let n = parts.n;
    let mut slopes = offset.to_vec();
    add_random_part(parts, lambdas, &effects, &mut slopes);
    let mut weights = vec![0.0; n];
    let mut weight_slopes = vec![0.0; n];
    let counts = (parts.events.as_slice(), parts.trials.as_slice());
    let log_likelihood = parts.link.all_rows(counts, &mut slopes, &mut weights, &mut weight_slopes);
    let penalty = 0.5 * effects.iter().flatten().map(|u| u * u).sum::<f64>();
    Mode { effects, log_likelihood, penalty, slopes, weights, weight_slopes }
}

impl Mode {
    /// −ℓ + ½|u|².
    pub(super) fn objective(&self) -> f64 {
        self.penalty - self.log_likelihood
    }
}

/// What a function of the mode adds to a gradient.
#[derive(Debug, Clone)]
pub(super) struct ModeSlopes {
    /// By the rows' fixed part x_i'β, n.
    pub(super) rows: Vec<f64>,
    /// By Λ, q × q a factor.
    pub(super) lambdas: Lambdas,
}

/// The gradient of Σ κ_level log|D_level| + a'û through the mode and directly.
///
/// Differentiating Λ'Z'ℓ'(η̂) = û gives A dû = −Λ'Z'W dη + dΛ'Z'ℓ', with dη the change of η̂ at fixed û; one solve with A
/// serves all parameters. `shares` (κ) holds one number a level and is only used for nested factors, else κ = 1.
pub(super) fn mode_slopes(
    parts: &Parts,
    lambdas: &Lambdas,
    mode: &Mode,
    elimination: &Elimination,
    shares: &Effects,
    by_effects: Option<&Effects>,
) -> ModeSlopes {
    let (leverages, mut by_lambda) = match elimination {
        Elimination::Chain(chain) => chain.log_determinant_slopes(parts, shares),
        Elimination::Crossed(crossed) => crossed.log_determinant_slopes(parts, lambdas, &mode.weights),
    };
    let mut rows: Vec<f64> = leverages.iter().zip(&mode.weight_slopes).map(|(h, w)| h * w).collect();
    let mut right = by_effects.cloned().unwrap_or_else(|| zero_effects(parts));
    add_transposed(parts, lambdas, &rows, &mut right);
    let adjoint = elimination.solve(parts, right);
    let mut carried = vec![0.0; parts.n];
    add_random_part(parts, lambdas, &adjoint, &mut carried);
    for ((row, weight), carried) in rows.iter_mut().zip(&mode.weights).zip(&carried) {
        *row -= weight * carried;
    }
    let (row_sums, slope_sums) = (sums_by_level(parts, &rows), sums_by_level(parts, &mode.slopes));
    for (index, factor) in parts.factors.iter().enumerate() {
        let q = factor.order();
        outer_products(q, &row_sums[index], &mode.effects[index], &mut by_lambda[index]);
        outer_products(q, &slope_sums[index], &adjoint[index], &mut by_lambda[index]);
    }
    ModeSlopes { rows, lambdas: by_lambda }
}
