//! Estimate: the profiled deviance, its gradient and its minimum.
//!
//! With b = Λu, u ~ N(0, σ²I), the criterion is (Bates et al. 2015, equations 34 and 41)
//!
//! * ML: d(θ) = log|L|² + n [1 + log(2π r²/n)],
//! * REML: d(θ) = log|L|² + log|R_X|² + (n − p) [1 + log(2π r²/(n − p))],
//!
//! where LL' = Λ'Z'ZΛ + I and r² is the penalised residual sum of squares. Nested factors make Λ'Z'ZΛ + I a tree: each
//! level of the innermost factor is eliminated by a q × q Cholesky factor, what it leaves is added to its outer level, and
//! so on until the fixed effects' p × p system is left. One evaluation costs O(levels), whatever the number of rows.
//!
//! Large nested models are worked on in chunks of about a thousand clients. Called inside a rayon pool, as in
//! `pool.install(|| fit(…))`, a fit shares the chunks over the pool's threads; chunks add up in their order, so the result is
//! the same to the bit on any number of threads.
//!
//! How exact, and where it is measured:
//!
//! * the criterion at a given θ: relative 1e-11 against lme4's stored values (`tests/reference.rs`), 1e-9 of |d| + n against
//!   one QR decomposition of all rows for arbitrary designs (`tests/properties`), from θ = 0 to 1e30 (`tests/nasty_shapes.rs`).
//!   Prior weights that span d decades within a level cost d digits;
//! * the optimum: within 1e-6 of the references, in at most 40 evaluations for ordinary data; a residual standard deviation
//!   of a thousandth of the effects' takes about 100. A search ends after 200 + 50 a parameter and says that it has not arrived.
//!   It finds a local minimum: with fewer than two rows a random effect, very unlike weights or `||` at a far zero there can be
//!   a lower one elsewhere;
//! * what has no answer is refused by name: no residual, values that cannot be squared, one group, as many effects as rows.

mod boundary;
mod criterion;
mod crossed;
mod elimination;
mod error;
mod evidence;
mod fitted;
mod flat;
mod flat_basis;
mod flat_direction;
mod flat_residual;
mod flat_twins;
mod information;
pub(crate) mod lanes;
mod minimise;
mod nested;
mod refit;
mod relative;
mod residual;
mod residual_gradient;
pub(crate) mod root;
mod search;
mod small;
mod surface;

pub use criterion::{Criterion, criterion_at};
pub use crossed::CrossedError;
pub use error::FitError;
pub use evidence::{BoundaryTerm, Evidence, Status};
pub use fitted::{Fit, FixedEffect, RandomEffect, fit, fit_at};
pub use flat_direction::{FlatCause, FlatDirection, FlatPart};
pub use refit::refit;

pub(crate) use crossed::CrossedSums;
pub(crate) use elimination::Elimination;
pub(crate) use flat_basis::sparse;
pub(crate) use minimise::{
    Minimum, SADDLE, judged, newton_step, off_the_saddle, positive, search_line, slopes_of_square,
};
pub(crate) use nested::Paths;
pub(crate) use relative::{TermFactor, factors, stage_factors, theta, user_factor};
pub(crate) use residual::ResidualObjective;
pub(crate) use root::{Root, RootWeights};
pub(crate) use search::{Objective, free_entries, with_entries};
pub(crate) use small::{cholesky, solve_lower, solve_lower_transposed};
pub(crate) use surface::{Landscape, Place, Point};
