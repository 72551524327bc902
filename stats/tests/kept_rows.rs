//! Inference where a model keeps its rows: crossed factors, memberships, correlated residuals.

#![allow(clippy::unwrap_used)]

mod helpers;

use helpers::{collection, model_of, read, relative, table_of};
use nalgebra::{DMatrix, DVector};
use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, fit, refit};
use peil_stats::infer::{
    Bootstrap, BootstrapError, BootstrapSettings, ClusterRobust, Correction, Inference, InferenceError, Method,
    ReferenceLaw, bootstrap, bootstrap_likelihood_ratio, compare, likelihood_ratio,
};
use peil_stats::model::{Decay, Formula, Model, ModelOptions, MultipleMembership, Residual, SerialCorrelation};
use peil_stats::simulate::{GrowthSettings, growth};

fn drawn(fitted: &Fit, replicates: usize, threads: usize) -> Bootstrap {
    bootstrap(fitted, BootstrapSettings { replicates, seed: 7, threads }, &|_| {}).unwrap()
}

fn serial(decay: Option<Decay>, within: &str) -> ModelOptions {
    let within = vec![within.to_owned()];
    let correlation = decay.map(|decay| SerialCorrelation { decay, time: Some("week".to_owned()), within });
    ModelOptions { residual: Residual { correlation, strata: Vec::new() }, ..ModelOptions::default() }
}

fn fitted(table: &Table, formula: &str, decay: Option<Decay>, criterion: Criterion) -> Fit {
    let formula = Formula::parse(formula).unwrap();
    fit(&Model::build_with(table, &formula, &serial(decay, "client")).unwrap(), criterion, None).unwrap()
}

fn sessions() -> Table {
    growth(&GrowthSettings { groups: 4, ..GrowthSettings::default() }, 11).unwrap()
}

fn sound(fitted: &Fit) {
    for method in [Method::Satterthwaite, Method::KenwardRoger] {
        for test in Inference::new(fitted, method).unwrap().coefficients() {
            let df = test.df.unwrap();
            assert!(df > 1.0 && df < fitted.observations() as f64, "{method:?} {test:?}");
            assert!(
                test.p_value.is_some_and(|p| (0.0..=1.0).contains(&p)) && test.standard_error > 0.0,
                "{method:?} {test:?}"
            );
        }
    }
}

#[test]
fn penicillin_is_drawn_row_by_row() {
    let Some(folder) = collection() else { return };
    let model = model_of(&folder, &read(&folder.join("fits/penicillin_crossed.json"))).unwrap();
    let fitted = fit(&model, Criterion::Reml, None).unwrap();
    let one = drawn(&fitted, 100, 1);
    assert!(one == drawn(&fitted, 100, 2) && one == drawn(&fitted, 100, 8));
    let whole = drawn(&fitted, 2000, 2);
    assert!(whole.failed < 20, "{}", whole.failed);
    let intervals = whole.intervals(0.95);
    let wald = Inference::new(&fitted, Method::Wald).unwrap().coefficients();
    let (plate, sample, sigma, mean) = (&intervals[0], &intervals[1], &intervals[2], &intervals[3]);
    assert!(relative(mean.standard_error, wald[0].standard_error) < 0.06, "{mean:?}");
    // 115 degrees of freedom within, 23 of plates.
    assert!(relative(sigma.standard_error, sigma.estimate / 230.0_f64.sqrt()) < 0.08, "{sigma:?}");
    assert!(relative(plate.standard_error, plate.estimate / 46.0_f64.sqrt()) < 0.15, "{plate:?}");
    assert!(sample.percentile.0 > 0.5 && sample.percentile.1 < 4.0, "{sample:?}");
    println!("{intervals:#?}");
    let robust = ClusterRobust::new(&fitted, Correction::Cr2);
    assert!(matches!(robust, Err(InferenceError::NotNested { .. })));
    sound(&fitted);
}

#[test]
fn a_bootstrap_draws_and_estimates_the_correlation() {
    let fitted = fitted(&sessions(), "score ~ week + (1 | group/client)", Some(Decay::Ar1), Criterion::Reml);
    let phi = fitted.residual().unwrap().correlation.unwrap().1;
    let (lower, upper) = fitted.residual_intervals()[0];
    let found = drawn(&fitted, 100, 2);
    let drawn: Vec<f64> =
        found.replicates.iter().map(|one| one.residual.as_ref().unwrap().correlation.unwrap().1).collect();
    let n = drawn.len() as f64;
    let mean = drawn.iter().sum::<f64>() / n;
    let spread = (drawn.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    assert!((mean - phi).abs() < 4.0 * spread / n.sqrt() + 0.01, "{mean} {phi}");
    assert!(relative(spread, (upper - lower) / 3.92) < 0.3, "{spread} {lower} {upper}");
}

#[test]
fn a_correlation_in_continuous_time_is_tested_on_its_boundary() {
    let table = sessions();
    let of = |decay| fitted(&table, "score ~ week + (1 | client)", decay, Criterion::Ml);
    let (none, ar1, car1) = (of(None), of(Some(Decay::Ar1)), of(Some(Decay::Car1)));
    let test = likelihood_ratio(&none, &car1).unwrap();
    assert_eq!((test.parameters, test.reference), (1, ReferenceLaw::Mixture { lower: 0, upper: 1 }));
    let test = likelihood_ratio(&ar1, &none).unwrap();
    assert_eq!((test.parameters, test.reference), (1, ReferenceLaw::ChiSquare { df: 1 }));
    assert!(test.statistic >= 0.0);
    let table = compare(&[none.clone(), car1.clone(), ar1.clone()]).unwrap();
    // Neither correlation is a special case of the other: both are held against none.
    assert!(table.models[1..].iter().all(|row| row.against == Some(0) && row.test.is_some()));
    let settings = BootstrapSettings { replicates: 5, seed: 1, threads: 1 };
    let refused = bootstrap_likelihood_ratio(&none, &ar1, settings, &|_| {});
    assert!(matches!(refused, Err(BootstrapError::RowsMissing { .. })));
    let again = refit(ar1.model(), &ar1).unwrap();
    assert!((again.minus_two_log_likelihood() - ar1.minus_two_log_likelihood()).abs() < 1e-6);
}

#[test]
fn tests_stand_beside_a_correlation() {
    let table = sessions();
    let formula = "score ~ week + (1 | group/client)";
    for decay in [Decay::Ar1, Decay::Car1] {
        sound(&fitted(&table, formula, Some(decay), Criterion::Reml));
    }
    let of = |formula| fitted(&table, formula, Some(Decay::Ar1), Criterion::Ml);
    let (small, large) = (of("score ~ 1 + (1 | client)"), of("score ~ week + (1 | client)"));
    let settings = BootstrapSettings { replicates: 19, seed: 1, threads: 2 };
    let test = bootstrap_likelihood_ratio(&small, &large, settings, &|_| {}).unwrap();
    assert_eq!(test.statistics.len() + test.failed, 19);
    // Nearly chi-square with one degree of freedom, so its mean is near 1.
    let mean = test.statistics.iter().sum::<f64>() / test.statistics.len() as f64;
    assert!((0.2..2.5).contains(&mean), "{mean}");
}

#[test]
fn tests_stand_beside_memberships() {
    let Some(folder) = collection() else { return };
    let file = |name: &str| table_of(&folder, &serde_json::json!({ "data": name }));
    let members = file("bright_membership.csv");
    let text = |name: &str| -> Vec<String> {
        match members.column(name) {
            Some(Column::Number(values)) => values.iter().map(|value| format!("{value}")).collect(),
            Some(Column::Factor(factor)) => {
                factor.codes().iter().map(|&code| factor.levels()[code as usize].clone()).collect()
            }
            None => panic!("no column {name}"),
        }
    };
    let Some(Column::Number(weights)) = members.column("weight") else { panic!("no weights") };
    let entries = text("client").into_iter().zip(text("module")).zip(weights.iter()).map(|((c, m), &w)| (c, m, w));
    let membership =
        MultipleMembership { factor: "module".to_owned(), by: "client".to_owned(), entries: entries.collect() };
    let options = ModelOptions { memberships: vec![membership], ..ModelOptions::default() };
    let formula = Formula::parse("bdi2 ~ cbt * month + (1 | client) + (1 | module)").unwrap();
    let model = Model::build_with(&file("bright.csv"), &formula, &options).unwrap();
    let fitted = fit(&model, Criterion::Reml, None).unwrap();
    sound(&fitted);
    assert!(drawn(&fitted, 20, 2).failed < 3);
}

/// A group's sessions are correlated although the random effects are of its clients.
#[test]
fn rows_of_several_levels_may_be_correlated() {
    let (clients, weeks) = (6, 8);
    let rows: Vec<(usize, usize)> =
        (0..weeks).flat_map(|week| [(week % clients, week), (clients + week % 3, week)]).collect();
    let column = |value: &dyn Fn(usize, usize) -> f64| rows.iter().map(|&(c, w)| value(c, w)).collect::<Vec<f64>>();
    let group = |client: usize| if client < clients { 0.0 } else { 1.0 };
    let score = |client: usize, week: usize| ((client * 37 + week * 11) % 17) as f64 + 0.5 * week as f64;
    let named = Table::new().with_number("client", column(&|c, _| c as f64));
    let named = named.and_then(|t| t.with_number("group", column(&|c, _| group(c))));
    let named = named.and_then(|t| t.with_number("week", column(&|_, w| w as f64)));
    let table = named.and_then(|t| t.with_number("score", column(&score))).unwrap();
    let formula = Formula::parse("score ~ week + (1 | client)").unwrap();
    let model = Model::build_with(&table, &formula, &serial(Some(Decay::Ar1), "group")).unwrap();
    let fitted = fit(&model, Criterion::Ml, None).unwrap();
    let phi = fitted.residual().unwrap().correlation.unwrap().1;
    let (theta, sigma, beta) = (fitted.theta()[0], fitted.residual_standard_deviation(), fitted.fixed_estimates());
    let covariance = DMatrix::from_fn(rows.len(), rows.len(), |i, j| {
        let ((a, v), (b, w)) = (rows[i], rows[j]);
        let random = if a == b { theta * theta } else { 0.0 };
        let lag = v.abs_diff(w) as i32;
        sigma * sigma * (random + if group(a) == group(b) { phi.powi(lag) } else { 0.0 })
    });
    let left =
        DVector::from_iterator(rows.len(), rows.iter().map(|&(c, w)| score(c, w) - beta[0] - beta[1] * w as f64));
    let root = covariance.cholesky().unwrap();
    let determinant = root.l().diagonal().iter().map(|pivot| 2.0 * pivot.ln()).sum::<f64>();
    let expected = determinant + left.dot(&root.solve(&left)) + rows.len() as f64 * std::f64::consts::TAU.ln();
    assert!(
        (fitted.minus_two_log_likelihood() - expected).abs() < 1e-7,
        "{} {expected}",
        fitted.minus_two_log_likelihood()
    );
}
