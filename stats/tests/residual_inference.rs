//! Inference where residuals have parameters of their own: how well these are known counts.

#![allow(clippy::unwrap_used)]

mod helpers;

use nalgebra::{DMatrix, DVector};
use peil_stats::data::Table;
use peil_stats::fit::{Criterion, Fit, Status, fit};
use peil_stats::infer::{
    Bootstrap, BootstrapCaution, BootstrapInterval, BootstrapSettings, Inference, Method, Parameter, RefitFailure,
    bootstrap, profile,
};
use peil_stats::model::{Decay, Formula, Model, ModelOptions, Residual, SerialCorrelation};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn normals(seed: u64) -> impl FnMut() -> f64 {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    move || (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0
}

fn built(table: &Table, formula: &str, decay: Option<Decay>, strata: &[&str]) -> Model {
    let serial = |decay| SerialCorrelation { decay, time: Some("week".to_owned()), within: vec!["client".to_owned()] };
    let strata = strata.iter().map(|&name| name.to_owned()).collect();
    let residual = Residual { correlation: decay.map(serial), strata };
    let options = ModelOptions { residual, ..ModelOptions::default() };
    Model::build_with(table, &Formula::parse(formula).unwrap(), &options).unwrap()
}

fn degrees(fit: &Fit, effect: usize) -> f64 {
    Inference::new(fit, Method::Satterthwaite).unwrap().coefficients()[effect].df.unwrap()
}

/// Two arms of so many rows and so large standard deviations, in blocks whose means are more alike than chance would have them:
/// the variance between blocks is zero.
fn arms(sizes: [usize; 2], spreads: [f64; 2], seed: u64) -> (Table, [Vec<f64>; 2]) {
    let mut normal = normals(seed);
    let scores = [0, 1].map(|arm| {
        let mut scores: Vec<f64> = (0..sizes[arm]).map(|_| 3.0 + spreads[arm] * normal()).collect();
        scores.sort_by(f64::total_cmp);
        scores
    });
    // There and back again.
    let block = |rank: usize| [rank % 4, 3 - rank % 4][rank / 4 % 2] as f64;
    let arm = [0, 1].iter().flat_map(|&arm| std::iter::repeat_n(arm as f64, sizes[arm])).collect();
    let table = Table::new().with_number("arm", arm).unwrap().with_number("score", scores.concat()).unwrap();
    let blocks = sizes.iter().flat_map(|&size| (0..size).map(block)).collect();
    (table.with_number("block", blocks).unwrap(), scores)
}

/// s²/n.
fn square_error(scores: &[f64]) -> f64 {
    let n = scores.len() as f64;
    let mean = scores.iter().sum::<f64>() / n;
    scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / (n - 1.0) / n
}

#[test]
fn two_arms_with_a_variance_each_have_the_degrees_of_freedom_of_welch() {
    for (sizes, spreads, seed) in [([5, 55], [10.0, 1.0], 1), ([8, 12], [1.0, 3.0], 2), ([40, 5], [1.0, 0.5], 3)] {
        let (table, scores) = arms(sizes, spreads, seed);
        let model = built(&table, "score ~ arm + (1 | block)", None, &["arm"]);
        let found = fit(&model, Criterion::Reml, None).unwrap();
        assert_eq!(found.status(), Status::OnBoundary);
        let error = [0, 1].map(|arm| square_error(&scores[arm]));
        let share = |arm: usize| error[arm].powi(2) / (sizes[arm] - 1) as f64;
        let welch = (error[0] + error[1]).powi(2) / (share(0) + share(1));
        let test = &Inference::new(&found, Method::Satterthwaite).unwrap().coefficients()[1];
        let df = test.df.unwrap();
        println!("{sizes:?}: Welch {welch}, Satterthwaite {df}");
        assert!((df / welch - 1.0).abs() < 1e-5, "{df} {welch}");
        assert!((test.standard_error / (error[0] + error[1]).sqrt() - 1.0).abs() < 1e-6);
    }
}

const CLIENTS: usize = 24;
const WEEKS: usize = 8;

/// Clients of two arms with weekly scores: residuals follow each other, and scatter `ratio` times as much in the second arm.
fn courses(phi: f64, ratio: f64, seed: u64) -> Table {
    let mut normal = normals(seed);
    let (mut client, mut week, mut arm, mut score) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for who in 0..CLIENTS {
        let (own, group, mut error) = (1.5 * normal(), who % 2, normal());
        for when in 0..WEEKS {
            client.push(who as f64);
            week.push(when as f64);
            arm.push(group as f64);
            score.push(20.0 - 0.3 * when as f64 + own + if group == 1 { ratio * error } else { error });
            error = phi * error + (1.0 - phi * phi).sqrt() * normal();
        }
    }
    let table = Table::new().with_number("client", client).unwrap().with_number("week", week).unwrap();
    // Four clients a group.
    let group = (0..CLIENTS * WEEKS).map(|row| (row / WEEKS / 4) as f64).collect();
    let table = table.with_number("group", group).unwrap();
    table.with_number("arm", arm).unwrap().with_number("score", score).unwrap()
}

#[test]
fn a_correlation_and_a_ratio_are_found_together_in_few_evaluations() {
    let formula = "score ~ week * arm + (1 | group/client)";
    let mut all = Vec::new();
    for decay in [None, Some(Decay::Ar1), Some(Decay::Car1)] {
        for seed in 0..40 {
            let model = built(&courses(0.6, 3.0, 500 + seed), formula, decay, &["arm"]);
            let found = fit(&model, Criterion::Reml, None).unwrap();
            assert_ne!(found.status(), Status::NotConverged, "{decay:?} {seed}: {:?}", found.evidence());
            all.push(found.evidence().evaluations);
        }
    }
    all.sort_unstable();
    println!("evaluations: {all:?}");
    assert!(all[60] <= 40 && all[119] <= 100, "{all:?}");
}

/// The REML criterion of random intercepts, AR(1) residuals and a ratio, from matrices of one client each; (X'V⁻¹X)⁻¹ with it.
fn dense(table: &Table, [own, sigma, phi, ratio]: [f64; 4]) -> (f64, DMatrix<f64>) {
    let [y, week, arm] = ["score", "week", "arm"].map(|name| helpers::column(table, name));
    let (mut information, mut right) = (DMatrix::zeros(3, 3), DVector::zeros(3));
    let (mut determinant, mut square) = (0.0, 0.0);
    for client in 0..CLIENTS {
        let rows = client * WEEKS..(client + 1) * WEEKS;
        let scale = sigma * if arm[rows.start] == 1.0 { ratio } else { 1.0 };
        let v = DMatrix::from_fn(WEEKS, WEEKS, |i, j| own * own + scale * scale * phi.powi(i.abs_diff(j) as i32));
        let x = DMatrix::from_fn(WEEKS, 3, |i, j| [1.0, week[rows.start + i], arm[rows.start + i]][j]);
        let y = DVector::from_column_slice(&y[rows]);
        let factor = v.cholesky().unwrap();
        information += x.transpose() * factor.solve(&x);
        right += x.transpose() * factor.solve(&y);
        determinant += 2.0 * factor.l().diagonal().iter().map(|pivot| pivot.ln()).sum::<f64>();
        square += y.dot(&factor.solve(&y));
    }
    let factor = information.cholesky().unwrap();
    let fixed = 2.0 * factor.l().diagonal().iter().map(|pivot| pivot.ln()).sum::<f64>();
    (determinant + fixed + square - right.dot(&factor.solve(&right)), factor.inverse())
}

/// Satterthwaite's degrees of freedom from the dense criterion by second differences.
fn dense_degrees(table: &Table, at: [f64; 4]) -> Vec<f64> {
    let m = at.len();
    let step = |i: usize| 1e-3 * at[i].abs();
    let moved = |moves: &[(usize, f64)]| {
        let mut there = at;
        moves.iter().for_each(|&(i, sign)| there[i] += sign * step(i));
        dense(table, there)
    };
    let hessian = DMatrix::from_fn(m, m, |i, j| {
        let corner = |a: f64, b: f64| moved(&[(i, a), (j, b)]).0;
        (corner(1.0, 1.0) - corner(1.0, -1.0) - corner(-1.0, 1.0) + corner(-1.0, -1.0)) / (4.0 * step(i) * step(j))
    });
    let spread = hessian.try_inverse().unwrap() * 2.0;
    let variance = dense(table, at).1;
    let slopes: Vec<DMatrix<f64>> =
        (0..m).map(|i| (moved(&[(i, 1.0)]).1 - moved(&[(i, -1.0)]).1) / (2.0 * step(i))).collect();
    let one = |effect: usize| {
        let slope = DVector::from_iterator(m, slopes.iter().map(|slope| slope[(effect, effect)]));
        2.0 * variance[(effect, effect)].powi(2) / slope.dot(&(&spread * &slope))
    };
    (0..3).map(one).collect()
}

#[test]
fn degrees_of_freedom_count_the_correlation_and_the_ratio_as_the_dense_criterion_does() {
    for (seed, decay) in [(5, Decay::Ar1), (6, Decay::Car1)] {
        let table = courses(0.5, 3.0, seed);
        let model = built(&table, "score ~ week + arm + (1 | client)", Some(decay), &["arm"]);
        let found = fit(&model, Criterion::Reml, None).unwrap();
        let residual = found.residual().unwrap();
        let (own, sigma) = (found.random()[0].standard_deviations[0], found.residual_standard_deviation());
        let at = [own, sigma, residual.correlation.unwrap().1, residual.variance[1].1];
        let known = Inference::new(&found, Method::KenwardRoger).unwrap().coefficients();
        for (effect, expected) in dense_degrees(&table, at).into_iter().enumerate() {
            let df = degrees(&found, effect);
            println!(
                "{decay:?} effect {effect}: {df}, dense {expected}, residual taken as known {:?}",
                known[effect].df
            );
            assert!((df / expected - 1.0).abs() < 1e-4, "{df} {expected}");
            assert!(df > 1.0 && df < (CLIENTS * WEEKS) as f64);
        }
    }
}

#[test]
fn degrees_of_freedom_do_not_depend_on_how_factors_are_eliminated() {
    // A second factor with next to no variance makes the factors cross, whose gradient by ρ is a difference.
    let table = courses(0.4, 2.0, 8);
    let nested = built(&table, "score ~ week + arm + (1 | client)", Some(Decay::Ar1), &["arm"]);
    let crossed = built(&table, "score ~ week + arm + (1 | client) + (1 | week)", Some(Decay::Ar1), &["arm"]);
    let [nested, crossed] = [nested, crossed].map(|model| fit(&model, Criterion::Reml, None).unwrap());
    assert_eq!(crossed.status(), Status::OnBoundary);
    for effect in 0..3 {
        let (one, other) = (degrees(&nested, effect), degrees(&crossed, effect));
        println!("nested {one}, crossed {other}");
        assert!((one / other - 1.0).abs() < 1e-3, "{one} {other}");
    }
}

#[test]
fn what_data_cannot_tell_apart_costs_no_degrees_of_freedom() {
    // Two weeks a client: a correlation and a random intercept explain the same.
    let mut table = Table::new();
    let mut normal = normals(3);
    let own: Vec<f64> = (0..30).map(|_| normal()).collect();
    let column = |value: &mut dyn FnMut(usize) -> f64| (0..60).map(value).collect::<Vec<f64>>();
    table = table.with_number("client", column(&mut |row| (row / 2) as f64)).unwrap();
    table = table.with_number("week", column(&mut |row| (row % 2) as f64)).unwrap();
    table = table.with_number("score", column(&mut |row| own[row / 2] + normal())).unwrap();
    let of = |decay| fit(&built(&table, "score ~ week + (1 | client)", decay, &[]), Criterion::Reml, None).unwrap();
    let (plain, serial) = (of(None), of(Some(Decay::Car1)));
    assert_eq!(serial.status(), Status::NotIdentified);
    for effect in 0..2 {
        let (one, other) = (degrees(&plain, effect), degrees(&serial, effect));
        assert!((one / other - 1.0).abs() < 1e-3, "{one} {other}");
    }
}

#[test]
fn a_correlation_of_zero_costs_no_degrees_of_freedom() {
    // Residuals that alternate: in continuous time their correlation is on its boundary.
    let table = courses(-0.5, 1.0, 4);
    let of =
        |decay| fit(&built(&table, "score ~ week + arm + (1 | client)", decay, &[]), Criterion::Reml, None).unwrap();
    let (plain, serial) = (of(None), of(Some(Decay::Car1)));
    assert!(serial.residual().unwrap().correlation.unwrap().1 < 1e-6);
    for effect in 0..3 {
        let (one, other) = (degrees(&plain, effect), degrees(&serial, effect));
        assert!((one / other - 1.0).abs() < 1e-3, "{one} {other}");
    }
    let model = built(&table, "score ~ week + arm + (1 | client)", Some(Decay::Car1), &[]);
    let phi = &profile(&fit(&model, Criterion::Ml, None).unwrap(), 0.95).unwrap()[2];
    assert_eq!((&phi.parameter, phi.lower), (&Parameter::ResidualCorrelation { decay: Decay::Car1 }, Some(0.0)));
    assert!(phi.upper.unwrap() > 0.0 && phi.upper.unwrap() < 0.5, "{phi:?}");
}

fn drawn(fit: &Fit, replicates: usize, seed: u64, threads: usize) -> Bootstrap {
    bootstrap(fit, BootstrapSettings { replicates, seed, threads }, &|_| {}).unwrap()
}

/// Rows of φ and of the ratios.
fn residual_rows(found: &Bootstrap) -> Vec<BootstrapInterval> {
    let of_residual = |parameter: &Parameter| {
        matches!(parameter, Parameter::ResidualCorrelation { .. } | Parameter::ResidualRatio { .. })
    };
    found.intervals(0.95).into_iter().filter(|row| of_residual(&row.parameter)).collect()
}

#[test]
fn the_bootstrap_has_rows_for_the_correlation_and_the_ratios() {
    let table = courses(0.5, 3.0, 5);
    let model = built(&table, "score ~ week + arm + (1 | client)", Some(Decay::Ar1), &["arm"]);
    let found = fit(&model, Criterion::Reml, None).unwrap();
    let one = drawn(&found, 64, 9, 1);
    assert!(one == drawn(&found, 64, 9, 2) && one == drawn(&found, 64, 9, 8));
    assert!(one != drawn(&found, 64, 10, 2));
    let rows = residual_rows(&drawn(&found, 400, 9, 2));
    let json = serde_json::to_value(&rows).unwrap();
    assert_eq!(json[0]["parameter"], serde_json::json!({ "kind": "residual_correlation", "decay": "ar1" }));
    assert_eq!(json[1]["parameter"], serde_json::json!({ "kind": "residual_ratio", "stratum": "1", "first": "0" }));
    let residual = found.residual().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].estimate, rows[1].estimate), (residual.correlation.unwrap().1, residual.variance[1].1));
    // As wide as the curvature says, which both approximate.
    for (row, (lower, upper)) in rows.iter().zip(found.residual_intervals()) {
        let (from, to) = row.percentile;
        println!("{:?}: percentile {from} {to}, curvature {lower} {upper}", row.parameter);
        assert!(((to - from) / (upper - lower) - 1.0).abs() < 0.25);
        assert!(row.bias.abs() < 0.5 * row.standard_error);
    }
}

#[test]
fn nine_in_ten_percentile_intervals_hold_the_true_correlation_and_ratio() {
    let (phi, ratio, sets) = (0.4, 2.0, 60);
    let mut held = [0, 0];
    for seed in 0..sets {
        let model = built(&courses(phi, ratio, 100 + seed), "score ~ week + (1 | client)", Some(Decay::Ar1), &["arm"]);
        let rows = residual_rows(&drawn(&fit(&model, Criterion::Reml, None).unwrap(), 99, seed, 2));
        for (held, (row, truth)) in held.iter_mut().zip(rows.iter().zip([phi, ratio])) {
            *held += usize::from(row.percentile.0 < truth && truth < row.percentile.1);
        }
    }
    println!("of {sets}: {held:?}");
    // Of 95% the chance of fewer than 51 in 60 is below 1 in 1,000.
    assert!(held.iter().all(|&held| held >= 51), "{held:?}");
}

/// The deviance of independent residuals less that of the best correlation decides what is zero, in the fit and in its profile.
#[test]
fn a_correlation_ends_at_zero_where_the_deviance_of_none_says_so() {
    let formula = "score ~ week + (1 | client)";
    let mut counts = [0, 0, 0];
    for seed in 0..24 {
        let table = courses(0.04 * (seed % 6) as f64, 1.0, 500 + seed);
        let found = fit(&built(&table, formula, Some(Decay::Car1), &[]), Criterion::Ml, None).unwrap();
        let none = fit(&built(&table, formula, None, &[]), Criterion::Ml, None).unwrap();
        let gain = none.minus_two_log_likelihood() - found.minus_two_log_likelihood();
        assert!(gain > -2e-8, "{gain}");
        let zero = found.residual().unwrap().is_uncorrelated();
        assert_eq!(zero, gain < 1e-8, "{gain}");
        assert_eq!(zero, found.status() == Status::OnBoundary);
        let (low, high) = found.residual_intervals()[0];
        assert!((low.is_nan() && high.is_nan()) || (!zero && low > 0.0 && high < 1.0), "{low} {high}");
        let intervals = profile(&found, 0.95).unwrap();
        assert!(intervals.iter().all(|one| one.lower.is_some() && one.upper.is_some()), "{intervals:?}");
        let phi = intervals.iter().find(|one| matches!(one.parameter, Parameter::ResidualCorrelation { .. })).unwrap();
        // χ²(1) at 0.95.
        let at_zero = gain < 3.841_458_820_694_124;
        assert_eq!(phi.lower == Some(0.0), at_zero, "{gain} {phi:?}");
        assert!(phi.upper.unwrap() > phi.estimate && phi.upper.unwrap() < 0.9, "{phi:?}");
        counts[if zero { 0 } else { 1 + usize::from(!at_zero) }] += 1;
    }
    println!("{counts:?}");
    assert!(counts.iter().all(|&count| count > 0), "{counts:?}");
}

/// A stratum of two rows: in some draws these are so alike that its variance goes to zero.
#[test]
fn a_bootstrap_that_loses_more_than_a_few_refits_says_how_many_and_why() {
    let table = courses(0.0, 1.0, 7);
    let rare = (0..table.rows()).map(|row| f64::from(u8::from(row % 100 == 3))).collect();
    let model = built(&table.with_number("rare", rare).unwrap(), "score ~ week + (1 | client)", None, &["rare"]);
    let found = drawn(&fit(&model, Criterion::Reml, None).unwrap(), 200, 1, 2);
    assert!(found.failed > 10, "{}", found.failed);
    assert_eq!(found.failed + found.replicates.len(), 200);
    let cautions = found.cautions(0.95);
    let [BootstrapCaution::Failed { requested: 200, failed, failures }] = &cautions[..] else {
        unreachable!("{cautions:?}")
    };
    assert_eq!((*failed, failures.iter().map(|known| known.count).sum::<usize>()), (found.failed, found.failed));
    let stratum = RefitFailure::StratumFitted { stratum: "1".to_owned() };
    assert!(failures.iter().any(|known| known.failure == stratum), "{failures:?}");
}
