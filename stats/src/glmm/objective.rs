//! −2 log-likelihood, approximated by Laplace's method or by adaptive quadrature, with its exact gradient.

use nalgebra::DVector;

use super::design::{BinomialModel, Parts};
use super::effects::{Effects, Lambdas, factor_lambdas, outer_products, sums_by_level, term_block, zero_effects};
use super::modes::{Elimination, Mode, find_mode, mode_slopes};
use super::quadrature::Quadratures;
use crate::fit::{Landscape, Place, Point};

/// How the random effects are integrated out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Method {
    /// A normal approximation at the mode of all random effects (one quadrature node).
    Laplace,
    /// Adaptive Gauss–Hermite quadrature (Liu and Pierce 1994, doi:10.1093/biomet/81.3.624), with that many nodes for each
    /// level, at the mode and in the scale of the curvature there; nested for two factors: the inner modes are found anew
    /// at each outer node.
    #[serde(rename = "AGQ")]
    Agq {
        /// Nodes a factor.
        nodes: usize,
    },
}

/// −2 log-likelihood, all constants included, by the free entries of Λ and by β; keeps storage and the last modes.
pub(super) struct Objective<'m> {
    pub(super) parts: &'m Parts,
    method: Method,
    elimination: Elimination,
    quadratures: Option<Quadratures>,
    modes: Effects,
    pub(super) evaluations: usize,
}

impl<'m> Objective<'m> {
    /// The model must suit the method: see [`super::quadrature::is_available`].
    pub(super) fn new(model: &'m BinomialModel, method: Method) -> Self {
        let parts = &model.parts;
        let quadratures = match method {
            Method::Laplace => None,
            Method::Agq { nodes } => Some(Quadratures::new(parts, nodes)),
        };
        Self {
            parts,
            method,
            elimination: Elimination::new(parts),
            quadratures,
            modes: zero_effects(parts),
            evaluations: 0,
        }
    }

    pub(super) fn method(&self) -> Method {
        self.method
    }

    /// Value and gradient; `None` where they cannot be computed.
    pub(super) fn point(&mut self, place: &Place) -> Option<Point> {
        self.evaluations += 1;
        let parts = self.parts;
        let lambdas = factor_lambdas(parts, &place.factors);
        let offset = fixed_part(parts, &place.others);
        let (value, rows, by_lambda) = match &mut self.quadratures {
            None => {
                let mode = find_mode(parts, &lambdas, &offset, &mut self.elimination, &self.modes)?;
                let found = laplace(parts, &lambdas, &mode, &self.elimination);
                self.modes = mode.effects;
                found
            }
            Some(quadratures) => {
                let mode = if quadratures.needs_joint_mode() {
                    Some(find_mode(parts, &lambdas, &offset, &mut self.elimination, &self.modes)?)
                } else {
                    None
                };
                let found = quadratures.evaluate(parts, &lambdas, &offset, mode.as_ref(), &self.elimination)?;
                if let Some(mode) = mode {
                    self.modes = mode.effects;
                }
                found
            }
        };
        let value = value - 2.0 * parts.log_constant;
        let blocks = parts.terms.iter().map(|term| term_block(parts, term, &by_lambda[term.stage]));
        let free = place.factors.iter().zip(blocks);
        let free = free.flat_map(|(factor, slopes)| factor.free().map(move |at| slopes[at]));
        let gradient = DVector::from_vec(free.chain(by_fixed(parts, &rows)).collect());
        let point = Point { place: place.clone(), value, gradient, by_square: Vec::new() };
        (value.is_finite() && point.is_finite()).then_some(point)
    }

    /// The mode of all random effects and the factor of A there.
    pub(super) fn mode(&mut self, place: &Place) -> Option<(Lambdas, Mode, &Elimination)> {
        let parts = self.parts;
        let lambdas = factor_lambdas(parts, &place.factors);
        let offset = fixed_part(parts, &place.others);
        let mode = find_mode(parts, &lambdas, &offset, &mut self.elimination, &self.modes)?;
        Some((lambdas, mode, &self.elimination))
    }
}

impl Landscape for Objective<'_> {
    fn at(&mut self, place: &Place) -> Option<Point> {
        self.point(place)
    }
}

/// 2(−ℓ + ½|û|²) + log|A|, its slopes by the rows' fixed parts and by Λ.
fn laplace(parts: &Parts, lambdas: &Lambdas, mode: &Mode, elimination: &Elimination) -> (f64, Vec<f64>, Lambdas) {
    let value = 2.0 * mode.objective() + elimination.log_determinant(parts);
    let ones = parts.factors.iter().map(|factor| vec![1.0; factor.count()]).collect();
    let mut slopes = mode_slopes(parts, lambdas, mode, elimination, &ones, None);
    for (row, slope) in slopes.rows.iter_mut().zip(&mode.slopes) {
        *row -= 2.0 * slope;
    }
    // The objective is least at the mode, so only the direct dependence on Λ counts: −2 Σ Z'ℓ' û'.
    let sums = sums_by_level(parts, &mode.slopes);
    for (index, factor) in parts.factors.iter().enumerate() {
        let q = factor.order();
        let mut products = vec![0.0; q * q];
        outer_products(q, &sums[index], &mode.effects[index], &mut products);
        slopes.lambdas[index].iter_mut().zip(products).for_each(|(slope, product)| *slope -= 2.0 * product);
    }
    (value, slopes.rows, slopes.lambdas)
}

/// Xβ.
pub(super) fn fixed_part(parts: &Parts, beta: &[f64]) -> Vec<f64> {
    if beta.is_empty() {
        return vec![0.0; parts.n];
    }
    parts.fixed.chunks_exact(beta.len()).map(|x| x.iter().zip(beta).map(|(x, b)| x * b).sum()).collect()
}

/// X'k.
fn by_fixed(parts: &Parts, rows: &[f64]) -> Vec<f64> {
    let p = parts.p();
    let mut sums = vec![0.0; p];
    if p > 0 {
        for (x, k) in parts.fixed.chunks_exact(p).zip(rows) {
            sums.iter_mut().zip(x).for_each(|(sum, x)| *sum += x * k);
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use super::*;
    use crate::data::Table;
    use crate::glmm::parameters::from_user;
    use crate::glmm::{BinomialOptions, Link};
    use crate::model::Formula;

    /// 5 groups of 4 clients with 6 rows; deterministic answers that hang on all of them.
    fn table(trials: f64) -> Table {
        let n = 120;
        let wobble = |i: usize| ((i * 7919 + 13) % 101) as f64 / 101.0 - 0.5;
        let column = |value: &dyn Fn(usize) -> f64| (0..n).map(value).collect::<Vec<f64>>();
        let score = |i: usize| 2.0 * wobble(i) + 3.0 * wobble(7 * (i / 6) + 3) + 2.0 * wobble(i / 24 + 50);
        let events = |i: usize| (trials * 0.5 * (1.0 + (score(i) - 0.3).tanh())).round();
        Table::new()
            .with_number("client", column(&|i| (i / 6) as f64))
            .unwrap()
            .with_number("group", column(&|i| (i / 24) as f64))
            .unwrap()
            .with_number("item", column(&|i| (i % 7) as f64))
            .unwrap()
            .with_number("week", column(&|i| (i % 6) as f64))
            .unwrap()
            .with_number("trials", vec![trials; n])
            .unwrap()
            .with_number("y", column(&events))
            .unwrap()
    }

    fn check(formula: &str, method: Method, link: Link, trials: f64, theta: &[f64]) {
        let options = BinomialOptions { link, trials: Some("trials".to_owned()) };
        let formula = Formula::parse(formula).unwrap();
        let model = BinomialModel::build(&table(trials), &formula, &BTreeMap::new(), &options).unwrap();
        let at = from_user(&model.parts, theta, &[-0.4, 0.1]).unwrap();
        let mut objective = Objective::new(&model, method);
        let point = objective.point(&at).unwrap();
        let x = at.entries();
        for i in 0..x.len() {
            let mut value = |by: f64| {
                let mut moved = x.clone();
                moved[i] += by;
                objective.point(&at.with_entries(&moved)).unwrap().value
            };
            // Fourth order: the error is about 1e-10.
            let h = 1e-3;
            let slope = (8.0 * (value(h) - value(-h)) - (value(2.0 * h) - value(-2.0 * h))) / (12.0 * h);
            let deviation = (slope - point.gradient[i]).abs();
            assert!(deviation < 2e-8 * (1.0 + slope.abs()), "{method:?} {link:?} {i}: {slope} {}", point.gradient[i]);
        }
    }

    #[test]
    fn the_gradient_is_that_of_the_value() {
        for link in [Link::Logit, Link::Cloglog] {
            for trials in [1.0, 5.0] {
                let nodes = |nodes: usize| Method::Agq { nodes };
                check("y ~ week + (1 | client)", Method::Laplace, link, trials, &[0.8]);
                check("y ~ week + (1 | client)", nodes(3), link, trials, &[0.8]);
                check("y ~ week + (1 | client)", nodes(8), link, trials, &[-1.8]);
                check("y ~ week + (0 + week | client)", nodes(4), link, trials, &[0.4]);
                check("y ~ week + (1 | group/client)", Method::Laplace, link, trials, &[0.8, 0.5]);
                check("y ~ week + (1 | group/client)", nodes(3), link, trials, &[0.8, 0.5]);
                check("y ~ week + (1 | group/client)", nodes(6), link, trials, &[1.2, -0.7]);
                let slopes = [0.9, -0.1, 0.2, 0.5, 0.1, 0.3];
                check("y ~ week + (1 + week | group/client)", Method::Laplace, link, trials, &slopes);
                check("y ~ week + (1 | client) + (0 + week | group)", Method::Laplace, link, trials, &[0.9, 0.2]);
                check("y ~ week + (1 | client) + (1 | item)", Method::Laplace, link, trials, &[0.9, 0.6]);
                let crossed = [0.9, -0.1, 0.2, 0.6];
                check("y ~ week + (1 + week | client) + (1 | item)", Method::Laplace, link, trials, &crossed);
            }
        }
    }

    #[test]
    fn one_node_is_laplace() {
        for formula in ["y ~ week + (1 | client)", "y ~ week + (1 | group/client)"] {
            let parsed = Formula::parse(formula).unwrap();
            let model =
                BinomialModel::build(&table(1.0), &parsed, &BTreeMap::new(), &BinomialOptions::default()).unwrap();
            let theta = vec![0.7; model.parameters()];
            let at = from_user(&model.parts, &theta, &[-0.4, 0.1]).unwrap();
            let laplace = Objective::new(&model, Method::Laplace).point(&at).unwrap();
            let one = Objective::new(&model, Method::Agq { nodes: 1 }).point(&at).unwrap();
            if model.factors().len() == 1 {
                assert!((laplace.value - one.value).abs() < 1e-9, "{} {}", laplace.value, one.value);
                assert!((laplace.gradient - one.gradient).norm() < 1e-8);
            } else {
                // Nested, the inner modes are those given the outer mode: the same point.
                assert!((laplace.value - one.value).abs() < 1e-9, "{} {}", laplace.value, one.value);
            }
        }
    }

    #[test]
    fn crossed_elimination_of_nested_factors_is_the_same() {
        for formula in ["y ~ week + (1 | group/client)", "y ~ week + (1 + week | client) + (1 | group)"] {
            let parsed = Formula::parse(formula).unwrap();
            let nested =
                BinomialModel::build(&table(1.0), &parsed, &BTreeMap::new(), &BinomialOptions::default()).unwrap();
            let theta: Vec<f64> = [0.7, 0.2, 0.4, 0.5][..nested.parameters()].to_vec();
            let at = from_user(&nested.parts, &theta, &[-0.4, 0.1]).unwrap();
            let crossed = Parts { nested: false, ..(*nested.parts).clone() };
            let crossed = BinomialModel { parts: std::sync::Arc::new(crossed) };
            let mut one = Objective::new(&nested, Method::Laplace);
            let mut two = Objective::new(&crossed, Method::Laplace);
            let (a, b) = (one.point(&at).unwrap(), two.point(&at).unwrap());
            assert!((a.value - b.value).abs() < 1e-10, "{} {}", a.value, b.value);
            assert!((a.gradient - b.gradient).norm() < 1e-9);
            let (_, _, first) = one.mode(&at).unwrap();
            let first = first.covariances(&nested.parts);
            let (_, _, second) = two.mode(&at).unwrap();
            let second = second.covariances(&crossed.parts);
            for (x, y) in first.iter().flatten().zip(second.iter().flatten()) {
                assert!((x - y).abs() < 1e-10);
            }
        }
    }

    /// −2 log-likelihood of a client factor in a group factor by the trapezoidal rule, which is exact to rounding here.
    fn by_brute_force(model: &BinomialModel, sds: (f64, f64), beta: &[f64]) -> f64 {
        let parts = &model.parts;
        let offset = fixed_part(parts, &parts.fixed_scaling.to_internal(beta));
        let grid: Vec<f64> = (-90..=90).map(|i| f64::from(i) * 0.1).collect();
        let density = |u: f64| (-0.5 * u * u).exp() / std::f64::consts::TAU.sqrt() * 0.1;
        let rows = |level: usize, shift: f64| -> f64 {
            let rows = parts.starts[level]..parts.starts[level + 1];
            let one = |row: usize| parts.link.row(parts.events[row], parts.trials[row], offset[row] + shift).value;
            rows.map(one).sum::<f64>().exp()
        };
        let client = |level: usize, shift: f64| -> f64 {
            grid.iter().map(|u| density(*u) * rows(level, shift + sds.0 * u)).sum()
        };
        let group = |group: usize| -> f64 {
            let levels: Vec<usize> =
                (0..parts.factors[0].count()).filter(|&l| parts.factors[0].parent[l] == group).collect();
            let at = |a: &f64| density(*a) * levels.iter().map(|&level| client(level, sds.1 * a)).product::<f64>();
            grid.iter().map(at).sum::<f64>().ln()
        };
        -2.0 * (0..parts.factors[1].count()).map(group).sum::<f64>()
    }

    #[test]
    fn nested_quadrature_is_the_integral() {
        for link in [Link::Logit, Link::Cloglog] {
            let parsed = Formula::parse("y ~ week + (1 | group/client)").unwrap();
            let options = BinomialOptions { link, trials: None };
            let model = BinomialModel::build(&table(1.0), &parsed, &BTreeMap::new(), &options).unwrap();
            let (theta, beta) = ([1.3, 0.6], [-0.4, 0.1]);
            let at = from_user(&model.parts, &theta, &beta).unwrap();
            let found = Objective::new(&model, Method::Agq { nodes: 40 }).point(&at).unwrap().value;
            let expected = by_brute_force(&model, (theta[0], theta[1]), &beta);
            assert!((found - expected).abs() < 1e-8, "{link:?}: {found} {expected}");
        }
    }
}
