//! What a client and a group tell of their mean line, for known variances.
//!
//! A client with sessions Z (ones and times) tells P = Z'(ZΩ_cZ' + σ²I)⁻¹Z = (I + SΩ_c)⁻¹S of the line of its group, S = Z'Z/σ²;
//! a group whose clients tell A together tells (I + AΩ_g)⁻¹A of the line of its arm. Both are the same step.

use super::design::Design;
use super::variances::Variances;

/// A symmetric 2 × 2 matrix of intercept and slope: (level, both, slope).
pub(super) type Line = [f64; 3];

/// (I + SΩ)⁻¹S: what S leaves to tell of a mean about which lines scatter with covariance Ω.
pub(super) fn through(told: Line, scatter: Line) -> Line {
    let [s, t, u] = told;
    let [a, b, c] = scatter;
    // B = I + SΩ, not symmetric.
    let (b11, b12, b21, b22) = (1.0 + s * a + t * b, s * b + t * c, t * a + u * b, 1.0 + t * b + u * c);
    let determinant = b11 * b22 - b12 * b21;
    [(b22 * s - b12 * t) / determinant, (b22 * t - b12 * u) / determinant, (b11 * u - b21 * t) / determinant]
}

/// What a client tells of the line of its group, the expectation over its stay.
pub(super) fn of_client(design: &Design, variances: &Variances) -> Line {
    let scatter = variances.client.covariance();
    let precision = 1.0 / variances.residual.powi(2);
    let (mut seen, mut expected) = ([0.0; 3], [0.0; 3]);
    for (n, probability) in design.stays() {
        let time = (n as f64 - 1.0) * design.spacing;
        for (sum, product) in seen.iter_mut().zip([1.0, time, time * time]) {
            *sum += precision * product;
        }
        if probability > 0.0 {
            let told = through(seen, scatter);
            expected.iter_mut().zip(told).for_each(|(sum, part)| *sum += probability * part);
        }
    }
    expected
}

/// As often.
pub(super) fn times(line: Line, count: f64) -> Line {
    line.map(|entry| entry * count)
}

/// The variance of the slope when this much is told of the line.
pub(super) fn slope_variance([level, both, slope]: Line) -> f64 {
    level / (level * slope - both * both)
}
