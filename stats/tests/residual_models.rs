//! Models with a residual correlation beside others: refitted, compared, and correlated across the levels of a factor.

#![allow(clippy::unwrap_used)]

use nalgebra::{DMatrix, DVector};
use peil_stats::data::Table;
use peil_stats::fit::{Criterion, Fit, fit, refit};
use peil_stats::infer::{
    ComparisonError, Contrast, Inference, InferenceError, Method, ReferenceLaw, compare, likelihood_ratio,
};
use peil_stats::model::{Decay, Formula, Model, ModelOptions, Residual, SerialCorrelation};
use peil_stats::read::{Covariates, design_effects};
use peil_stats::simulate::{GrowthSettings, growth};

const GROUPS: usize = 5;
const CLIENTS: usize = 3;
const SESSIONS: usize = 4;

fn serial(decay: Decay, within: &str) -> ModelOptions {
    let correlation = SerialCorrelation { decay, time: None, within: vec![within.to_owned()] };
    ModelOptions {
        residual: Residual { correlation: Some(correlation), strata: Vec::new() },
        ..ModelOptions::default()
    }
}

fn table() -> Table {
    let n = GROUPS * CLIENTS * SESSIONS;
    let wobble = |i: usize| ((i * 7919 + 13) % 101) as f64 / 101.0 - 0.5;
    let column = |value: &dyn Fn(usize) -> f64| (0..n).map(value).collect::<Vec<f64>>();
    let smooth = |i: usize| 2.0 * wobble(i) + 1.6 * wobble(i.saturating_sub(1));
    let score = |i: usize| smooth(i) + 3.0 * wobble(i / SESSIONS + 40) + 4.0 * wobble(i / (SESSIONS * CLIENTS) + 7);
    let table = Table::new().with_number("score", column(&score)).unwrap();
    let table = table.with_number("week", column(&|i| (i % SESSIONS) as f64)).unwrap();
    let table = table.with_number("client", column(&|i| (i / SESSIONS) as f64)).unwrap();
    let table = table.with_number("z", column(&|i| wobble(3 * i + 5))).unwrap();
    table.with_number("group", column(&|i| (i / (SESSIONS * CLIENTS)) as f64)).unwrap()
}

fn built(formula: &str, options: &ModelOptions) -> Model {
    Model::build_with(&table(), &Formula::parse(formula).unwrap(), options).unwrap()
}

fn fitted(formula: &str, options: &ModelOptions) -> Fit {
    fit(&built(formula, options), Criterion::Ml, None).unwrap()
}

const NESTED: &str = "score ~ week + (1 | group/client)";

/// −2 log-likelihood of [`NESTED`] with rows of one group correlated in their order, from n × n matrices.
fn dense(fit: &Fit) -> f64 {
    let table = table();
    let column = |name: &str| match table.column(name) {
        Some(peil_stats::data::Column::Number(values)) => values.to_vec(),
        _ => Vec::new(),
    };
    let (y, week, client, group) = (column("score"), column("week"), column("client"), column("group"));
    let n = y.len();
    let phi = fit.residual().unwrap().correlation.unwrap().1;
    let sds: Vec<f64> = fit.random().iter().map(|effect| effect.standard_deviations[0]).collect();
    let sigma = fit.residual_standard_deviation();
    let covariance = DMatrix::from_fn(n, n, |i, j| {
        let same = |codes: &[f64]| if codes[i] == codes[j] { 1.0 } else { 0.0 };
        let serial = same(&group) * phi.powi(i.abs_diff(j) as i32);
        sds[0].powi(2) * same(&client) + sds[1].powi(2) * same(&group) + sigma.powi(2) * serial
    });
    let factor = covariance.cholesky().unwrap();
    let x = DMatrix::from_fn(n, 2, |i, j| if j == 0 { 1.0 } else { week[i] });
    let y = DVector::from_vec(y);
    let solved = factor.solve(&x);
    let beta = (x.transpose() * &solved).try_inverse().unwrap() * solved.transpose() * &y;
    let rest = &y - &x * beta;
    let determinant: f64 = factor.l().diagonal().iter().map(|pivot| 2.0 * pivot.ln()).sum();
    n as f64 * std::f64::consts::TAU.ln() + determinant + rest.dot(&factor.solve(&rest))
}

#[test]
fn a_correlation_that_joins_clients_is_not_summed_by_client() {
    let fit = fitted(NESTED, &serial(Decay::Ar1, "group"));
    let expected = dense(&fit);
    assert!((fit.minus_two_log_likelihood() - expected).abs() < 1e-8, "{}", fit.minus_two_log_likelihood() - expected);
}

#[test]
fn a_refit_keeps_the_residual_parameters() {
    let model = built(NESTED, &serial(Decay::Ar1, "client"));
    let before = fit(&model, Criterion::Reml, None).unwrap();
    let after = refit(&model, &before).unwrap();
    let phi = |fit: &Fit| fit.residual().unwrap().correlation.unwrap().1;
    assert!((phi(&before) - phi(&after)).abs() < 1e-4);
    assert!((before.minus_two_log_likelihood() - after.minus_two_log_likelihood()).abs() < 1e-6);
    let plain = fit(&built(NESTED, &ModelOptions::default()), Criterion::Reml, None).unwrap();
    let again = refit(plain.model(), &before).unwrap();
    assert!((again.minus_two_log_likelihood() - plain.minus_two_log_likelihood()).abs() < 1e-6);
}

#[test]
fn models_are_compared_with_and_without_a_correlation() {
    let plain = fitted(NESTED, &ModelOptions::default());
    for (decay, law) in
        [(Decay::Ar1, ReferenceLaw::ChiSquare { df: 1 }), (Decay::Car1, ReferenceLaw::Mixture { lower: 0, upper: 1 })]
    {
        let serial = fitted(NESTED, &serial(decay, "client"));
        let test = likelihood_ratio(&serial, &plain).unwrap();
        assert_eq!((test.reference, test.parameters), (law, 1));
    }
    let options = serial(Decay::Ar1, "client");
    let fits = [fitted(NESTED, &options), fitted("score ~ week + z + (1 | group/client)", &options)];
    assert!(compare(&fits).unwrap().models[1].test.is_some());
    // More parameters, and yet no special case.
    let slopes = fitted("score ~ week + z + I(z^2) + (1 | group/client)", &ModelOptions::default());
    let refused = likelihood_ratio(&fits[0], &slopes);
    assert!(matches!(refused, Err(ComparisonError::NotNested { .. })), "{refused:?}");
}

#[test]
fn other_fixed_effects_are_no_special_case_however_many() {
    let one = fitted("score ~ z + (1 | group)", &ModelOptions::default());
    let other = fitted("score ~ week + I(week^2) + (1 | group)", &ModelOptions::default());
    assert!(matches!(likelihood_ratio(&one, &other), Err(ComparisonError::NotNested { .. })));
    let turned = fitted("score ~ z:week + (1 | group)", &ModelOptions::default());
    let larger = fitted("score ~ week:z + z + (1 | group)", &ModelOptions::default());
    assert!(likelihood_ratio(&turned, &larger).is_ok());
}

#[test]
fn a_joint_test_that_no_f_describes_is_refused_in_words() {
    let formula = Formula::parse("score ~ week + I(week^2) + (1 + week | group)").unwrap();
    let whole = Contrast::rows(vec![vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0]]);
    let mut refused = 0;
    for seed in 0..40 {
        let table = growth(&GrowthSettings { groups: 3, ..GrowthSettings::default() }, seed).unwrap();
        let fit = fit(&Model::build_with(&table, &formula, &ModelOptions::default()).unwrap(), Criterion::Reml, None);
        match Inference::new(&fit.unwrap(), Method::KenwardRoger).unwrap().f_test(&whole) {
            Ok(test) => assert!(test.denominator_df.unwrap() > 0.0 && test.statistic > 0.0),
            Err(error) => {
                assert_eq!(error, InferenceError::NoScaledF { rows: 3 });
                refused += 1;
            }
        }
    }
    assert!(refused > 0);
}

#[test]
fn factors_that_cross_do_not_share_their_correlations() {
    let fit = fitted("score ~ 1 + (1 | client) + (1 | week)", &ModelOptions::default());
    let shares = fit.variance_shares(Covariates::Average).unwrap();
    for effect in design_effects(&fit) {
        assert!((effect.intraclass_correlation - shares.of_factor(&effect.factor)).abs() < 1e-12);
    }
    let nested = fitted(NESTED, &ModelOptions::default());
    let shares = nested.variance_shares(Covariates::Average).unwrap();
    assert!((design_effects(&nested)[0].intraclass_correlation - (1.0 - shares.residual_share)).abs() < 1e-12);
}
