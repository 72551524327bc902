//! What a client and a group tell of their mean line, for known variances.
//!
//! A client with sessions Z (ones and times) tells P = Z'(ZΩ_cZ' + σ²I)⁻¹Z = (I + SΩ_c)⁻¹S of the line of its group, S = Z'Z/σ²;
//! a group whose clients tell A together tells (I + AΩ_g)⁻¹A of the line of its arm. Both are the same step.

use super::design::Design;
use super::variances::Variances;

/// A symmetric 2 × 2 matrix of intercept and slope: (level, both, slope).
pub(super) type Line = [f64; 3];

/// A determinant below this share of its first product is rounding.
const ROUNDING: f64 = 1e-12;

/// (I + SΩ)⁻¹, not symmetric.
fn left([s, t, u]: Line, [a, b, c]: Line) -> [[f64; 2]; 2] {
    let (b11, b12, b21, b22) = (1.0 + s * a + t * b, s * b + t * c, t * a + u * b, 1.0 + t * b + u * c);
    let determinant = b11 * b22 - b12 * b21;
    [[b22 / determinant, -b12 / determinant], [-b21 / determinant, b11 / determinant]]
}

/// (I + SΩ)⁻¹S: what S leaves to tell of a mean about which lines scatter with covariance Ω.
pub(super) fn through(told: Line, scatter: Line) -> Line {
    let [s, t, u] = told;
    let [[f, g], [h, i]] = left(told, scatter);
    [f * s + g * t, f * t + g * u, h * t + i * u]
}

/// (I + SΩ)⁻¹z: the scores z = Z'y that belong to what [`through`] leaves to tell.
pub(super) fn of_mean(told: Line, [x, y]: [f64; 2], scatter: Line) -> [f64; 2] {
    left(told, scatter).map(|[first, second]| first * x + second * y)
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

/// The slope of the line of which this is told; none where only its level is.
pub(super) fn slope([level, both, slope]: Line, [x, y]: [f64; 2]) -> Option<f64> {
    let determinant = level * slope - both * both;
    (determinant > ROUNDING * level * slope).then(|| (level * y - both * x) / determinant)
}

/// The variance of the slope when this much is told of the line.
pub(super) fn slope_variance([level, both, slope]: Line) -> f64 {
    level / (level * slope - both * both)
}
