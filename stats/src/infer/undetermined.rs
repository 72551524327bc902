//! Fixed effects whose variance hangs on a random variance of which the data say nothing.
//!
//! Where the fixed effects take out all that a random effect could vary (`y ~ factor(g) + (1 | g)`), the criterion is the same
//! whatever that variance is, but Var(β̂) is not: it grows with it. What a contrast's variance does when the undetermined
//! variances grow tells whether it is one of these.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::satterthwaite::unit_covariance;
use crate::fit::{Fit, FlatCause, FlatDirection, Objective, TermFactor};
use crate::model::RandomTerm;

/// A change of a contrast's variance below this share of it is rounding.
const ROUNDING: f64 = 1e-6;

/// What the covariance of β̂ would be with larger undetermined variances.
#[derive(Debug, Clone)]
pub(super) struct Undetermined {
    /// Why the variances are not determined.
    pub(super) direction: FlatDirection,
    here: DMatrix<f64>,
    there: DMatrix<f64>,
}

impl Undetermined {
    /// `None` where fixed effects hide no variance; one elimination where they do.
    pub(super) fn of(fit: &Fit) -> Option<Self> {
        let hidden: Vec<&FlatDirection> =
            fit.evidence().flat.iter().filter(|direction| direction.cause == FlatCause::FixedEffects).collect();
        let direction = (*hidden.first()?).clone();
        let larger = |(term, factor): (&RandomTerm, &TermFactor)| {
            let name = &fit.model.parts.stages[term.stage].name;
            let of_factor = hidden.iter().flat_map(|direction| &direction.parts).filter(|part| part.factor == *name);
            let effects: Vec<&String> = of_factor.flat_map(|part| &part.terms).collect();
            let moved = |index: usize| effects.iter().any(|effect| **effect == term.labels[index]);
            widened(factor, moved)
        };
        let factors: Vec<TermFactor> = fit.model.parts.terms.iter().zip(&fit.factors).map(larger).collect();
        let mut objective = Objective::new(fit.model(), fit.criterion());
        objective.value(&factors);
        let (elimination, _) = objective.into_elimination(&factors)?;
        Some(Self { direction, here: unit_covariance(&fit.elimination), there: unit_covariance(&elimination) })
    }

    /// Whether the variance of a contrast of internal coefficients changes with what is not determined.
    pub(super) fn touches(&self, row: &DVector<f64>) -> bool {
        let quadratic = |matrix: &DMatrix<f64>| row.dot(&(matrix * row));
        let (here, there) = (quadratic(&self.here), quadratic(&self.there));
        (there - here).abs() > ROUNDING * here
    }
}

/// The same term with variances larger by the residual's, or by their own size where that is more.
fn widened(factor: &TermFactor, moved: impl Fn(usize) -> bool) -> TermFactor {
    let lambda = factor.matrix();
    let mut square = &lambda * lambda.transpose();
    let more = square.amax().max(1.0);
    (0..factor.order).filter(|&index| moved(index)).for_each(|index| square[(index, index)] += more);
    let eigen = SymmetricEigen::new(square);
    let roots = eigen.eigenvalues.map(|value| value.max(0.0).sqrt());
    TermFactor::from_columns(&(eigen.eigenvectors * DMatrix::from_diagonal(&roots)))
}
