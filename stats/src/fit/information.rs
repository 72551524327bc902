//! Expected curvature of the criterion by M = ΛΛ', from one look at the precision of the levels.
//!
//! Were the levels of a term alike, each would tell about M through b̂ ~ N(0, M + S), S the noise of its own estimate.
//! Then Σ_l Z_l'V⁻¹Z_l = J(M + S)⁻¹, which gives S, and the expected second derivative of −2 log-likelihood is
//! J tr(K dM K dM) with K = (M + S)⁻¹ (Harville 1977, section 5.3), less what the profiled σ² takes:
//! (Σ J tr K dM)²/ν. Terms are taken as independent. Levels are not alike and terms not independent: this is the metric
//! of the search, its exactness comes from the gradient.
//!
//! With K⁻¹ = RR' all is simple in Y = R⁻¹MR⁻ᵀ, the reliability of the levels' estimates (0 ≤ Y ≤ I).

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::relative::TermFactor;
use super::surface::{Place, Point, Surface};

/// Reliabilities below this are zero.
const NOTHING: f64 = 1e-10;
/// σ² may take this share of the information at most; more only where effects outnumber rows.
const MOST_TAKEN: f64 = 0.95;

/// The information on all terms.
#[derive(Debug, Clone)]
pub(super) struct Information {
    terms: Vec<TermInformation>,
    /// 1/ν, less where the effects are too many.
    taken: f64,
}

#[derive(Debug, Clone)]
struct TermInformation {
    /// J.
    levels: f64,
    /// S, q × q.
    noise: DMatrix<f64>,
}

/// The scale of one term at a place.
pub(super) struct Metric {
    pub(super) levels: f64,
    /// R, lower triangular.
    pub(super) root: DMatrix<f64>,
    /// R⁻¹.
    inverse: DMatrix<f64>,
    /// Y.
    pub(super) reliability: DMatrix<f64>,
}

/// Where the information sends the search.
pub(super) struct Scored {
    target: Vec<(DMatrix<f64>, DMatrix<f64>, DMatrix<f64>)>,
    /// How much lower the criterion is expected there.
    pub(super) promise: f64,
}

impl Scored {
    /// The place that share of the way (1: all of it), ρ unchanged.
    pub(super) fn place(&self, from: &Place, share: f64) -> Place {
        let mix =
            |(root, from, to): &(DMatrix<f64>, DMatrix<f64>, DMatrix<f64>)| factor_of(root, from + (to - from) * share);
        Place { factors: self.target.iter().map(mix).collect(), others: from.others.clone() }
    }
}

/// The factor of RYR', with the rank of Y.
pub(super) fn factor_of(root: &DMatrix<f64>, reliability: DMatrix<f64>) -> TermFactor {
    let eigen = SymmetricEigen::new(reliability);
    let kept: Vec<usize> = (0..eigen.eigenvalues.len()).filter(|&i| eigen.eigenvalues[i] > NOTHING).collect();
    let half = DMatrix::from_fn(root.nrows(), kept.len(), |i, j| {
        eigen.eigenvectors[(i, kept[j])] * eigen.eigenvalues[kept[j]].sqrt()
    });
    TermFactor::from_columns(&(root * half))
}

impl Information {
    /// Looks at the levels' precision at a place; one evaluation.
    pub(super) fn at(surface: &mut impl Surface, place: &Place) -> Option<Self> {
        let precision = surface.precision(place)?;
        let levels = surface.levels();
        let term = |((factor, sum), &levels): ((&TermFactor, &DMatrix<f64>), &usize)| {
            let levels = levels as f64;
            let mean = sum / levels;
            let whole = inverse_of(&mean);
            let square = factor.matrix() * factor.matrix().transpose();
            TermInformation { levels, noise: positive_part(&(&whole - square), 1e-9 * whole.trace()) }
        };
        let terms: Vec<TermInformation> = place.factors.iter().zip(&precision).zip(&levels).map(term).collect();
        let effects: f64 = terms.iter().map(|term| term.levels * term.noise.nrows() as f64).sum();
        let taken = (1.0 / surface.degrees()).min(MOST_TAKEN / effects.max(1.0));
        Some(Self { terms, taken })
    }

    fn metric(&self, place: &Place, index: usize) -> Option<Metric> {
        let (term, lambda) = (&self.terms[index], place.factors[index].matrix());
        let root = (&lambda * lambda.transpose() + &term.noise).cholesky()?.l();
        let inverse = root.clone().try_inverse()?;
        let half = &inverse * lambda;
        Some(Metric { levels: term.levels, reliability: &half * half.transpose(), root, inverse })
    }

    /// The scales of all terms.
    pub(super) fn metrics(&self, place: &Place) -> Option<Vec<Metric>> {
        (0..self.terms.len()).map(|index| self.metric(place, index)).collect()
    }

    /// One step of scoring in M, kept to covariance matrices: exact for levels that are alike. Directions whose variance
    /// would be negative are gone from the target, directions that the data demand are there.
    pub(super) fn scored(&self, point: &Point) -> Option<Scored> {
        let metrics = self.metrics(&point.place)?;
        let slopes: Vec<DMatrix<f64>> =
            metrics.iter().zip(&point.by_square).map(|(m, n)| m.root.transpose() * n * &m.root).collect();
        let effects: f64 = metrics.iter().map(|m| m.levels * m.root.nrows() as f64).sum();
        let pull = slopes.iter().map(DMatrix::trace).sum::<f64>() * self.taken / (1.0 - self.taken * effects);
        let (mut linear, mut quadratic, mut traces) = (0.0, 0.0, 0.0);
        let mut target = Vec::with_capacity(metrics.len());
        for (metric, slope) in metrics.into_iter().zip(slopes) {
            let q = slope.nrows();
            let step = -&slope / metric.levels - DMatrix::identity(q, q) * pull;
            let to = positive_part(&(&metric.reliability + step), 0.0);
            let moved = &to - &metric.reliability;
            linear += slope.dot(&moved);
            quadratic += metric.levels * moved.norm_squared();
            traces += metric.levels * moved.trace();
            target.push((metric.root, metric.reliability, to));
        }
        Some(Scored { target, promise: -linear - 0.5 * (quadratic - self.taken * traces * traces) })
    }

    /// The expected Hessian by the lower triangles of M (row by row, term by term).
    pub(super) fn curvature(&self, place: &Place) -> Option<DMatrix<f64>> {
        let mut steps: Vec<(usize, DMatrix<f64>)> = Vec::new();
        let metrics = self.metrics(place)?;
        for (index, metric) in metrics.iter().enumerate() {
            for i in 0..metric.root.nrows() {
                for j in 0..=i {
                    let (a, b) = (metric.inverse.column(i), metric.inverse.column(j));
                    let outer = a * b.transpose();
                    steps.push((index, if i == j { outer } else { &outer + outer.transpose() }));
                }
            }
        }
        let entry = |a: &(usize, DMatrix<f64>), b: &(usize, DMatrix<f64>)| {
            let (j, k) = (metrics[a.0].levels, metrics[b.0].levels);
            let own = if a.0 == b.0 { j * a.1.dot(&b.1) } else { 0.0 };
            own - self.taken * j * k * a.1.trace() * b.1.trace()
        };
        Some(DMatrix::from_fn(steps.len(), steps.len(), |a, b| entry(&steps[a], &steps[b])))
    }

    /// The least reliable direction of a term's factor that is not zero; `None` where nothing is left.
    pub(super) fn weakest(&self, point: &Point, term: usize) -> Option<Direction> {
        let factor = &point.place.factors[term];
        let rank = factor.rank.checked_sub(1)?;
        let metric = self.metric(&point.place, term)?;
        let (eigen, order) = ordered(metric.reliability.clone());
        let axis = eigen.eigenvectors.column(order[rank]).into_owned();
        let kept = DMatrix::from_fn(factor.order, rank, |i, j| {
            eigen.eigenvectors[(i, order[j])] * eigen.eigenvalues[order[j]].max(0.0).sqrt()
        });
        let direction = &metric.root * axis;
        Some(Direction {
            reliability: eigen.eigenvalues[order[rank]].max(0.0),
            slope: direction.dot(&(&point.by_square[term] * &direction)),
            levels: metric.levels,
            columns: metric.root * kept,
            direction,
        })
    }

    /// The direction beyond a term's factor in which the criterion falls steepest; `None` where its rank is full.
    pub(super) fn missing(&self, point: &Point, term: usize) -> Option<Direction> {
        let factor = &point.place.factors[term];
        let metric = (factor.rank < factor.order).then(|| self.metric(&point.place, term))??;
        let (eigen, order) = ordered(metric.reliability.clone());
        let null = DMatrix::from_fn(factor.order, factor.order - factor.rank, |i, j| {
            eigen.eigenvectors[(i, order[factor.rank + j])]
        });
        let axes = &metric.root * null;
        let slopes = SymmetricEigen::new(axes.transpose() * &point.by_square[term] * &axes);
        let (least, slope) = slopes.eigenvalues.argmin();
        Some(Direction {
            reliability: 0.0,
            slope,
            levels: metric.levels,
            columns: factor.matrix().columns(0, factor.rank).into_owned(),
            direction: axes * slopes.eigenvectors.column(least),
        })
    }
}

/// One direction of a term's covariance matrix, scaled so that M = FF' + y dd', y its reliability.
pub(super) struct Direction {
    /// y.
    pub(super) reliability: f64,
    /// The derivative of the criterion by y.
    pub(super) slope: f64,
    /// The expected second derivative by y.
    pub(super) levels: f64,
    /// F, the rest of the factor.
    columns: DMatrix<f64>,
    /// d.
    direction: DVector<f64>,
}

impl Direction {
    /// The term's factor with another y; with zero its rank is one less.
    pub(super) fn factor(&self, reliability: f64) -> TermFactor {
        if reliability <= 0.0 {
            return TermFactor::from_columns(&self.columns);
        }
        let last = self.columns.ncols();
        let mut columns = self.columns.clone().insert_column(last, 0.0);
        columns.set_column(last, &(&self.direction * reliability.sqrt()));
        TermFactor::from_columns(&columns)
    }
}

/// The eigenvectors and their order, largest eigenvalue first.
fn ordered(matrix: DMatrix<f64>) -> (SymmetricEigen<f64, nalgebra::Dyn>, Vec<usize>) {
    let eigen = SymmetricEigen::new(matrix);
    let mut order: Vec<usize> = (0..eigen.eigenvalues.len()).collect();
    order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    (eigen, order)
}

/// The lower triangles of M of all terms, row by row, then ρ.
pub(super) fn squares(place: &Place) -> DVector<f64> {
    let mut entries = Vec::new();
    for factor in &place.factors {
        let square = factor.square();
        entries.extend(
            (0..factor.order).flat_map(|i| (0..=i).map(move |j| (i, j))).map(|(i, j)| square[i * factor.order + j]),
        );
    }
    entries.extend_from_slice(&place.others);
    DVector::from_vec(entries)
}

/// The gradient by [`squares`].
pub(super) fn by_squares(point: &Point) -> DVector<f64> {
    let mut entries = Vec::new();
    for n in &point.by_square {
        for i in 0..n.nrows() {
            entries.extend((0..=i).map(|j| if i == j { n[(i, j)] } else { 2.0 * n[(i, j)] }));
        }
    }
    entries.extend_from_slice(point.by_others());
    DVector::from_vec(entries)
}

/// The matrix with its eigenvalues not below `least`.
fn positive_part(matrix: &DMatrix<f64>, least: f64) -> DMatrix<f64> {
    let eigen = SymmetricEigen::new((matrix + matrix.transpose()) * 0.5);
    let kept = eigen.eigenvalues.map(|value| value.max(least));
    &eigen.eigenvectors * DMatrix::from_diagonal(&kept) * eigen.eigenvectors.transpose()
}

/// The inverse of a matrix that is positive but for rounding.
fn inverse_of(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let eigen = SymmetricEigen::new((matrix + matrix.transpose()) * 0.5);
    let floor = (1e-10 * eigen.eigenvalues.amax()).max(f64::MIN_POSITIVE.sqrt());
    let inverse = eigen.eigenvalues.map(|value| 1.0 / value.max(floor));
    &eigen.eigenvectors * DMatrix::from_diagonal(&inverse) * eigen.eigenvectors.transpose()
}
