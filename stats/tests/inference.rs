//! Inference against the plain n × n algebra, and its invariances.

#![allow(clippy::unwrap_used)]

mod helpers;

use std::collections::BTreeMap;

use helpers::relative;
use nalgebra::DMatrix;
use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, fit, fit_at};
use peil_stats::infer::{
    Bootstrap, BootstrapCaution, BootstrapError, BootstrapSettings, ComparisonError, Contrast, Inference,
    InferenceError, Method, Parameter, ProfileError, ReferenceLaw, bootstrap, bootstrap_likelihood_ratio, compare,
    likelihood_ratio, profile,
};
use peil_stats::model::{Formula, Model};
use peil_stats::simulate::{GrowthSettings, growth};

const GROWTH: &str = "score ~ week + (1 + week | group/client)";
const THETA: [f64; 6] = [1.1, -0.03, 0.07, 0.5, 0.02, 0.04];
/// A client's slope without variance, a group's intercept without variance.
const SINGULAR: [f64; 6] = [1.1, 0.2, 0.0, 0.0, 0.0, 0.04];

fn table() -> Table {
    growth(&GrowthSettings { groups: 4, ..GrowthSettings::default() }, 11).unwrap()
}

/// The first six weeks: few enough rows for n × n algebra.
fn short_table() -> Table {
    let whole = table();
    let week = numbers(&whole, "week");
    let column = |name: &str| -> Vec<f64> {
        numbers(&whole, name).into_iter().zip(&week).filter(|(_, week)| **week < 6.0).map(|(value, _)| value).collect()
    };
    let named = ["group", "client", "week", "score"];
    named.iter().fold(Table::new(), |table, name| table.with_number(name, column(name)).unwrap())
}

fn model(table: &Table, formula: &str) -> Model {
    Model::build(table, &Formula::parse(formula).unwrap(), &BTreeMap::new()).unwrap()
}

fn numbers(table: &Table, name: &str) -> Vec<f64> {
    match table.column(name) {
        Some(Column::Number(values)) => values.clone(),
        _ => Vec::new(),
    }
}

/// X and the derivative matrices V_i of the growth model, with V = Σ γ_i V_i; the last is I.
struct Dense {
    x: DMatrix<f64>,
    v: DMatrix<f64>,
    slopes: Vec<DMatrix<f64>>,
}

fn dense(table: &Table, theta: &[f64; 6], sigma: f64) -> Dense {
    let (group, client) = (numbers(table, "group"), numbers(table, "client"));
    let week = numbers(table, "week");
    let n = week.len();
    let x = DMatrix::from_fn(n, 2, |i, j| if j == 0 { 1.0 } else { week[i] });
    let mut slopes = Vec::new();
    let mut v = DMatrix::identity(n, n) * sigma.powi(2);
    for (level, theta) in [(&client, &theta[..3]), (&group, &theta[3..])] {
        let same = |i: usize, j: usize| if level[i] == level[j] { 1.0 } else { 0.0 };
        let entries = [
            DMatrix::from_fn(n, n, same),
            DMatrix::from_fn(n, n, |i, j| same(i, j) * (week[i] + week[j])),
            DMatrix::from_fn(n, n, |i, j| same(i, j) * week[i] * week[j]),
        ];
        let square = [theta[0].powi(2), theta[0] * theta[1], theta[1].powi(2) + theta[2].powi(2)];
        for (entry, value) in entries.into_iter().zip(square) {
            v += &entry * (value * sigma.powi(2));
            slopes.push(entry);
        }
    }
    slopes.push(DMatrix::identity(n, n));
    Dense { x, v, slopes }
}

/// Kenward and Roger (1997) as they write it: adjusted covariance, and (F scale, df) of a hypothesis.
fn dense_kenward_roger(dense: &Dense, l: &DMatrix<f64>) -> (DMatrix<f64>, f64, f64) {
    let inverse = dense.v.clone().try_inverse().unwrap();
    let phi = (dense.x.transpose() * &inverse * &dense.x).try_inverse().unwrap();
    let projection = &inverse - &inverse * &dense.x * &phi * dense.x.transpose() * &inverse;
    let k = dense.slopes.len();
    let half = &inverse * &dense.x;
    let p: Vec<DMatrix<f64>> = dense.slopes.iter().map(|v| -(half.transpose() * v * &half)).collect();
    let products: Vec<DMatrix<f64>> = dense.slopes.iter().map(|v| &projection * v).collect();
    let information = DMatrix::from_fn(k, k, |i, j| 0.5 * products[i].dot(&products[j].transpose()));
    let w = information.try_inverse().unwrap();
    let mut u = DMatrix::zeros(2, 2);
    for i in 0..k {
        for j in 0..k {
            let q = half.transpose() * &dense.slopes[i] * &inverse * &dense.slopes[j] * &half;
            u += (q - &p[i] * &phi * &p[j]) * w[(i, j)];
        }
    }
    let adjusted = &phi + &phi * u * &phi * 2.0;
    let theta = l.transpose() * (l * &phi * l.transpose()).try_inverse().unwrap() * l;
    let (mut a1, mut a2) = (0.0, 0.0);
    for i in 0..k {
        for j in 0..k {
            let (left, right) = (&theta * &phi * &p[i] * &phi, &theta * &phi * &p[j] * &phi);
            a1 += w[(i, j)] * left.trace() * right.trace();
            a2 += w[(i, j)] * (left * right).trace();
        }
    }
    let rows = l.nrows() as f64;
    let b = (a1 + 6.0 * a2) / (2.0 * rows);
    let g = ((rows + 1.0) * a1 - (rows + 4.0) * a2) / ((rows + 2.0) * a2);
    let bottom = 3.0 * rows + 2.0 * (1.0 - g);
    let (c1, c2, c3) = (g / bottom, (rows - g) / bottom, (rows + 2.0 - g) / bottom);
    let expectation = 1.0 / (1.0 - a2 / rows);
    let variance = 2.0 / rows * (1.0 + c1 * b) / ((1.0 - c2 * b).powi(2) * (1.0 - c3 * b));
    let rho = variance / (2.0 * expectation.powi(2));
    let degrees = 4.0 + (rows + 2.0) / (rows * rho - 1.0);
    (adjusted, degrees / (expectation * (degrees - 2.0)), degrees)
}

#[test]
fn kenward_roger_is_the_dense_one() {
    let table = short_table();
    for (theta, allowed) in [(THETA, 2e-6), (SINGULAR, 2e-5)] {
        let fitted = fit_at(&model(&table, GROWTH), Criterion::Reml, &theta).unwrap();
        let dense = dense(&table, &theta, fitted.residual_standard_deviation());
        let inference = Inference::new(&fitted, Method::KenwardRoger).unwrap();
        let both = DMatrix::identity(2, 2);
        let (adjusted, scaling, degrees) = dense_kenward_roger(&dense, &both);
        for (i, row) in inference.covariance().iter().enumerate() {
            for (j, value) in row.iter().enumerate() {
                let scale = (adjusted[(i, i)] * adjusted[(j, j)]).sqrt();
                assert!((value - adjusted[(i, j)]).abs() < allowed * scale, "{theta:?} {i} {j}");
            }
        }
        let found = inference.f_test(&Contrast::rows(vec![vec![1.0, 0.0], vec![0.0, 1.0]])).unwrap();
        assert!(relative(found.denominator_df.unwrap(), degrees) < allowed, "{found:?} {degrees}");
        assert!(relative(found.scaling, scaling) < allowed, "{found:?} {scaling}");
        for (index, test) in inference.coefficients().iter().enumerate() {
            let l = DMatrix::from_fn(1, 2, |_, j| if j == index { 1.0 } else { 0.0 });
            let (_, _, degrees) = dense_kenward_roger(&dense, &l);
            assert!(relative(test.df.unwrap(), degrees) < allowed, "{test:?} {degrees}");
        }
    }
}

#[test]
fn a_joint_test_does_not_depend_on_how_its_rows_are_written() {
    let fitted = fit(&model(&table(), GROWTH), Criterion::Reml, None).unwrap();
    let plain = Contrast::rows(vec![vec![1.0, 0.0], vec![0.0, 1.0]]);
    let mixed = Contrast::rows(vec![vec![3.0, 1.0], vec![0.0, -2.0], vec![3.0, -1.0], vec![0.0, 0.0]]);
    for method in [Method::Wald, Method::KenwardRoger] {
        let inference = Inference::new(&fitted, method).unwrap();
        let (a, b) = (inference.f_test(&plain).unwrap(), inference.f_test(&mixed).unwrap());
        assert_eq!((a.numerator_df, b.numerator_df), (2, 2));
        assert!(relative(a.statistic, b.statistic) < 1e-8 && (a.p_value - b.p_value).abs() < 1e-8);
    }
}

#[test]
fn a_hypothesis_that_does_not_fit_the_model_is_refused() {
    let fitted = fit(&model(&table(), GROWTH), Criterion::Reml, None).unwrap();
    let inference = Inference::new(&fitted, Method::Wald).unwrap();
    let refused = |weights| inference.f_test(&Contrast::rows(weights)).unwrap_err();
    assert_eq!(refused(vec![vec![1.0]]), InferenceError::ContrastLength { row: 1, expected: 2, found: 1 });
    assert_eq!(refused(vec![vec![0.0, 1.0], vec![0.0, f64::NAN]]), InferenceError::ContrastNotFinite { row: 2 });
    assert_eq!(refused(vec![vec![0.0, 0.0]]), InferenceError::ContrastEmpty);
    let second = Contrast::rows(vec![vec![0.0, 0.0], vec![0.0, 1.0]]);
    assert_eq!(inference.t_test(&second), Err(InferenceError::ContrastEmpty));
    assert!(inference.f_test(&second).is_ok());
    let names: Vec<String> = inference.coefficients().into_iter().map(|test| test.term).collect();
    assert_eq!(names, ["(Intercept)", "week"]);
    assert_eq!(inference.t_test(&Contrast::row(vec![-1.0, 2.5])).unwrap().term, "-(Intercept) + 2.5 week");
    assert!(matches!(Contrast::of_terms(&fitted, &[("day", 1.0)]), Err(InferenceError::UnknownFixed { .. })));
    let named = Contrast::of_terms(&fitted, &[("(Intercept)", 1.0), ("week", 4.0)]).unwrap();
    assert_eq!(named.weights(), [[1.0, 4.0]]);
}

fn fitted(formula: &str, criterion: Criterion) -> Fit {
    fit(&model(&table(), formula), criterion, None).unwrap()
}

#[test]
fn a_likelihood_ratio_knows_what_lies_on_the_boundary() {
    let ml = |formula| fitted(formula, Criterion::Ml);
    let intercepts = ml("score ~ week + (1 | client)");
    let law = |other: &Fit| likelihood_ratio(&intercepts, other).unwrap().reference;
    assert_eq!(law(&ml("score ~ week + (1 + week | client)")), ReferenceLaw::Mixture { lower: 1, upper: 2 });
    assert_eq!(law(&ml("score ~ week + (1 | group/client)")), ReferenceLaw::Mixture { lower: 0, upper: 1 });
    assert_eq!(law(&ml("score ~ 1 + (1 | client)")), ReferenceLaw::ChiSquare { df: 1 });
    assert_eq!(law(&ml(GROWTH)), ReferenceLaw::Conservative { df: 5 });
    let half = ReferenceLaw::Mixture { lower: 0, upper: 1 }.tail(2.705_543_454_095_404);
    assert!((half - 0.05).abs() < 1e-9);
}

#[test]
fn models_that_cannot_be_compared_are_refused() {
    let ml = fitted("score ~ week + (1 | client)", Criterion::Ml);
    let reml = fitted("score ~ week + (1 | client)", Criterion::Reml);
    let other = fitted("score ~ 1 + (1 | client)", Criterion::Reml);
    assert!(matches!(likelihood_ratio(&ml, &reml), Err(ComparisonError::DifferentCriterion { .. })));
    assert!(matches!(likelihood_ratio(&reml, &other), Err(ComparisonError::RemlFixedParts { .. })));
    let slope = fitted("score ~ week + (0 + week | client)", Criterion::Ml);
    assert!(matches!(likelihood_ratio(&ml, &slope), Err(ComparisonError::NotNested { .. })));
    let square = fitted("I(score^2) ~ week + (1 | client)", Criterion::Ml);
    assert!(matches!(likelihood_ratio(&ml, &square), Err(ComparisonError::DifferentResponse { .. })));
    assert_eq!(compare(std::slice::from_ref(&ml)), Err(ComparisonError::TooFew));
}

#[test]
fn a_comparison_lists_models_in_their_order() {
    let formulas = ["score ~ 1 + (1 | client)", "score ~ week + (1 | client)", "score ~ week + (0 + week | client)"];
    let fits: Vec<Fit> = formulas.iter().map(|formula| fitted(formula, Criterion::Ml)).collect();
    let table = compare(&fits).unwrap();
    let names: Vec<&str> = table.models.iter().map(|row| row.formula.as_str()).collect();
    assert_eq!(names, formulas);
    assert!(table.models[0].against.is_none() && table.models[0].refusal.is_none());
    assert!(table.models[1].test.is_some());
    assert_eq!((table.models[2].against, table.models[2].refusal.is_some()), (Some(1), true));
    assert!(table.models.iter().any(|row| row.delta_aic == 0.0) && table.models.iter().all(|row| row.delta_aic >= 0.0));
    assert!(serde_json::to_value(&table).unwrap()["models"][1]["test"]["p_value"].is_number());
}

fn drawn(threads: usize, fitted: &Fit) -> Bootstrap {
    bootstrap(fitted, BootstrapSettings { replicates: 200, seed: 7, threads }, &|_| {}).unwrap()
}

#[test]
fn a_bootstrap_is_the_same_on_any_number_of_threads() {
    let fitted = fitted("score ~ week + (1 | group/client)", Criterion::Reml);
    let one = drawn(1, &fitted);
    assert!(one == drawn(2, &fitted));
    assert!(one == drawn(8, &fitted));
    assert_eq!(one.replicates.len() + one.failed, 200);
    let few = bootstrap(&fitted, BootstrapSettings { replicates: 5, seed: 7, threads: 1 }, &|_| {}).unwrap();
    let words = few.cautions(0.95)[0].to_string();
    assert!(words.contains("only 5 draws") && words.contains("known to 7.0 points"), "{words}");
}

#[test]
fn a_bootstrap_has_the_spread_that_the_model_says() {
    let fitted = fitted("score ~ week + (1 + week | client)", Criterion::Reml);
    let settings = BootstrapSettings { replicates: 2000, seed: 1, threads: 2 };
    let done = std::sync::atomic::AtomicUsize::new(0);
    let drawn = bootstrap(&fitted, settings, &|count| {
        done.fetch_max(count, std::sync::atomic::Ordering::Relaxed);
    })
    .unwrap();
    assert_eq!(done.into_inner(), 2000);
    let intervals = drawn.intervals(0.95);
    let wald = Inference::new(&fitted, Method::Wald).unwrap().coefficients();
    for (found, expected) in intervals[4..].iter().zip(&wald) {
        // The standard error of a standard deviation of 2000 draws is 1.6 %.
        assert!(relative(found.standard_error, expected.standard_error) < 0.06, "{found:?}");
        assert!(found.bias.abs() < 0.1 * found.standard_error, "{found:?}");
        assert!((found.percentile.0 - expected.interval(0.95).unwrap().0).abs() < 0.15 * expected.standard_error);
    }
    let sigma = &intervals[3];
    assert_eq!(sigma.parameter, Parameter::Residual);
    assert!(sigma.bias.abs() < 0.01 * sigma.estimate && sigma.percentile.0 < sigma.estimate);
}

#[test]
fn a_bootstrap_test_has_the_law_of_the_boundary() {
    // No group effect in truth: the drawn law is about half χ²₀ and half χ²₁.
    let none = GrowthSettings { groups: 12, group: (0.0, 0.0, 0.0), ..GrowthSettings::default() };
    let table = growth(&none, 5).unwrap();
    let of = |formula| fit(&model(&table, formula), Criterion::Ml, None).unwrap();
    let (small, large) = (of("score ~ week + (1 | client)"), of("score ~ week + (1 | group/client)"));
    let settings = BootstrapSettings { replicates: 400, seed: 3, threads: 2 };
    let test = bootstrap_likelihood_ratio(&large, &small, settings, &|_| {}).unwrap();
    let zero = test.statistics.iter().filter(|&&statistic| statistic < 1e-6).count() as f64 / 400.0;
    assert!((0.4..0.75).contains(&zero), "{zero}");
    assert!((test.p_value - test.approximate_p_value).abs() < 0.1, "{} {}", test.p_value, test.approximate_p_value);
    let error = (test.p_value * (1.0 - test.p_value) / test.statistics.len() as f64).sqrt();
    assert!((test.monte_carlo_error - error).abs() < 1e-12 && test.cautions.is_empty());
    let few = BootstrapSettings { replicates: 20, ..settings };
    let few = bootstrap_likelihood_ratio(&large, &small, few, &|_| {}).unwrap();
    assert!(matches!(few.cautions[..], [BootstrapCaution::FewForTest { replicates: 20, .. }]), "{few:?}");
    let single = BootstrapSettings { threads: 1, ..settings };
    assert_eq!(bootstrap_likelihood_ratio(&small, &large, single, &|_| {}).unwrap().statistics, test.statistics);
}

#[test]
fn a_null_model_without_the_clients_is_drawn_from_groups() {
    let table = table();
    let of = |formula| fit(&model(&table, formula), Criterion::Ml, None).unwrap();
    let (small, large) = (of("score ~ week + (1 | group)"), of("score ~ week + (1 | group) + (week | client)"));
    let settings = BootstrapSettings { replicates: 50, seed: 3, threads: 1 };
    let test = bootstrap_likelihood_ratio(&small, &large, settings, &|_| {}).unwrap();
    assert_eq!((test.statistics.len(), test.p_value), (50, 1.0 / 51.0));
    let none = BootstrapSettings { replicates: 0, ..settings };
    assert_eq!(bootstrap(&small, none, &|_| {}), Err(BootstrapError::NoReplicates));
}

#[test]
fn a_profile_keeps_the_boundary_and_needs_maximum_likelihood() {
    let reml = fitted("score ~ week + (1 | group/client)", Criterion::Reml);
    assert_eq!(profile(&reml, 0.95), Err(ProfileError::NeedsMl));
    let ml = fitted("score ~ week + (1 | group/client)", Criterion::Ml);
    assert_eq!(profile(&ml, 1.0), Err(ProfileError::Coverage));
    let intervals = profile(&ml, 0.95).unwrap();
    // Four groups of one truth: their standard deviation may be zero.
    assert_eq!(intervals[1].lower, Some(0.0));
    assert!(intervals[1].upper.unwrap() > 0.0);
    for (interval, test) in intervals[3..].iter().zip(Inference::new(&ml, Method::Wald).unwrap().coefficients()) {
        let (lower, upper) = test.interval(0.95).unwrap();
        let off = (interval.lower.unwrap() - lower).abs().max((interval.upper.unwrap() - upper).abs());
        assert!(off < 0.5 * test.standard_error, "{interval:?}");
    }
}
