//! nlme's and our own dense answers for residuals that are correlated or of unequal variance, and for multiple membership.
//!
//! Beside `reference.rs`, which holds lme4's models. All files of kind `lme` are listed here; the collection lies beside the
//! repository and the tests say so where it is absent.

#![allow(clippy::unwrap_used, clippy::panic)]

mod helpers;

use helpers::{Records, collection, column, number, numbers, read, table_of};
use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, Status, fit};
use peil_stats::infer::{Parameter, ProfileInterval, profile};
use peil_stats::model::{Decay, Formula, Model, ModelOptions, MultipleMembership, Residual, SerialCorrelation};
use serde_json::Value;

/// A file of the collection and what it says in our words.
struct Case {
    file: &'static str,
    formula: &'static str,
    correlation: Option<(Decay, Option<&'static str>, &'static [&'static str])>,
    strata: Option<&'static str>,
    prepare: fn(Table) -> Table,
}

const PLAIN: fn(Table) -> Table = |table| table;

fn cases() -> Vec<Case> {
    let serial = |file, formula, decay, time, within, prepare| Case {
        file,
        formula,
        correlation: Some((decay, time, within)),
        strata: None,
        prepare,
    };
    let strata =
        |file, formula, strata| Case { file, formula, correlation: None, strata: Some(strata), prepare: PLAIN };
    vec![
        serial("rom1e3_car1", "score ~ week + (1 | group/client)", Decay::Car1, Some("week"), &["client"], PLAIN),
        serial("rom1e3_ar1", "score ~ week + (1 | group/client)", Decay::Ar1, Some("week"), &["client"], PLAIN),
        serial("enrichd_car1", "bdi ~ month + (1 | id)", Decay::Car1, Some("month"), &["id"], enrichd),
        serial("ovary_ar1", "follicles ~ s + c + (1 | mare)", Decay::Ar1, None, &["mare"], ovary),
        serial("ovary_car1", "follicles ~ s + c + (1 | mare)", Decay::Car1, Some("time"), &["mare"], ovary),
        serial("reisby_ar1", "hamd ~ week * endog + (1 | id)", Decay::Ar1, Some("week"), &["id"], PLAIN),
        serial("scd_laski_ar1", "outcome ~ treatment + (1 | case)", Decay::Ar1, Some("time"), &["case"], PLAIN),
        serial(
            "scd_laski_ar1_slope",
            "outcome ~ treatment + (1 + treatment | case)",
            Decay::Ar1,
            Some("time"),
            &["case"],
            PLAIN,
        ),
        serial("scd_schutte_ar1", "fatigue ~ treatment + (1 | case)", Decay::Ar1, Some("week"), &["case"], PLAIN),
        strata("bodyweight_diet_varident", "weight ~ time * factor(diet) + (1 + time | rat)", "diet"),
        strata("orthodont_varident", "distance ~ age * sex + (1 + age | subject)", "sex"),
        strata("orthodont_varident_int", "distance ~ age * sex + (1 | subject)", "sex"),
        strata("reisby_varident_week", "hamd ~ week * endog + (1 | id)", "week"),
    ]
}

#[test]
fn correlated_and_unequal_residuals_are_those_of_nlme() {
    let Some(folder) = collection() else { return };
    let cases = cases();
    let mut failures = Vec::new();
    let mut matched = 0;
    for case in &cases {
        let answer = read(&folder.join(format!("fits/nlme_{}.json", case.file)));
        let table = (case.prepare)(table_of(&folder, &answer));
        let model = model_of(case, &table);
        for (key, criterion) in [("ml", Criterion::Ml), ("reml", Criterion::Reml)] {
            let id = format!("{} {key}", case.file);
            let fitted = fit(&model, criterion, None).unwrap();
            println!("{id}: {} evaluations", fitted.evidence().evaluations);
            let before = failures.len();
            compare(&id, &fitted, &answer[key], &mut failures);
            matched += usize::from(failures.len() == before);
        }
    }
    println!("matched {matched} of {} fits", 2 * cases.len());
    let files = std::fs::read_dir(folder.join("fits")).unwrap();
    let listed = files.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("nlme_"));
    assert_eq!(listed.count(), cases.len(), "a file of kind lme is missing from the list");
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn members_of_several_modules_are_those_of_the_dense_likelihood() {
    let Some(folder) = collection() else { return };
    let answer = read(&folder.join("fits/bright_multiple_membership.json"));
    let table = Records::read(&folder.join("data/bright.csv")).table();
    let entries = membership(&Records::read(&folder.join("data/bright_membership.csv")).table());
    let membership = MultipleMembership { factor: "module".to_owned(), by: "client".to_owned(), entries };
    let options = ModelOptions { memberships: vec![membership], ..ModelOptions::default() };
    let formula = Formula::parse("bdi2 ~ cbt * month + (1 | client) + (1 | module)").unwrap();
    let model = Model::build_with(&table, &formula, &options).unwrap();
    for (key, criterion) in [("ml", Criterion::Ml), ("reml", Criterion::Reml)] {
        let (fitted, answer) = (fit(&model, criterion, None).unwrap(), &answer[key]);
        assert_eq!(fitted.status(), Status::Converged);
        assert!((fitted.minus_two_log_likelihood() - number(&answer["criterion"])).abs() < 1e-6);
        assert!(close(fitted.residual_standard_deviation(), number(&answer["sigma"]), 1e-5));
        for (ours, theirs) in fitted.theta().iter().zip(numbers(&answer["theta"])) {
            assert!((ours - theirs).abs() < 1e-4, "{ours} {theirs}");
        }
        for ((effect, beta), se) in fitted.fixed().iter().zip(numbers(&answer["beta"])).zip(numbers(&answer["se"])) {
            assert!((effect.estimate - beta).abs() < 1e-4 * se, "{} {beta}", effect.estimate);
            assert!(close(effect.standard_error, se, 1e-5), "{} {se}", effect.standard_error);
        }
    }
}

/// Limits where nlme's likelihood, the parameter held and all others fitted, is χ²(0.95; 1) = 3.8415 above its least.
#[test]
fn profiles_are_those_of_nlme() {
    let Some(folder) = collection() else { return };
    for (file, found, lower, upper) in [
        ("ovary_ar1", "residual_correlation", 0.4907354, 0.7061298),
        ("ovary_ar1", "s", -3.9295824, -1.9493524),
        ("orthodont_varident_int", "residual_ratio", 0.3423748, 0.6424574),
    ] {
        let cases = cases();
        let case = cases.iter().find(|case| case.file == file).unwrap();
        let answer = read(&folder.join(format!("fits/nlme_{file}.json")));
        let model = model_of(case, &(case.prepare)(table_of(&folder, &answer)));
        let intervals = profile(&fit(&model, Criterion::Ml, None).unwrap(), 0.95).unwrap();
        let named = |one: &&ProfileInterval| match &one.parameter {
            Parameter::Fixed { term } => term == found,
            Parameter::ResidualCorrelation { .. } => found == "residual_correlation",
            Parameter::ResidualRatio { .. } => found == "residual_ratio",
            _ => false,
        };
        let interval = intervals.iter().find(named).unwrap();
        println!("{file}: {interval:?}");
        // Within 2e-4 of a standard error, as lme4's.
        let near = 3e-4 * (upper - lower) / 4.0;
        assert!((interval.lower.unwrap() - lower).abs() < near && (interval.upper.unwrap() - upper).abs() < near);
        assert!(intervals.iter().all(|one| one.lower.unwrap() <= one.estimate && one.estimate <= one.upper.unwrap()));
    }
}

fn model_of(case: &Case, table: &Table) -> Model {
    let correlation = case.correlation.map(|(decay, time, within)| SerialCorrelation {
        decay,
        time: time.map(str::to_owned),
        within: within.iter().map(|&name| name.to_owned()).collect(),
    });
    let residual = Residual { correlation, strata: case.strata.iter().map(|&name| name.to_owned()).collect() };
    let mut options = ModelOptions { residual, ..ModelOptions::default() };
    options.levels.insert("sex".to_owned(), vec!["Male".to_owned(), "Female".to_owned()]);
    Model::build_with(table, &Formula::parse(case.formula).unwrap(), &options).unwrap()
}

fn compare(id: &str, fitted: &Fit, answer: &Value, failures: &mut Vec<String>) {
    let mut check = |what: &str, sound: bool, ours: f64, theirs: f64| {
        if !sound {
            failures.push(format!("{id}: {what} {ours} instead of {theirs}"));
        }
    };
    let expected = number(&answer["minus2loglik"]);
    let found = fitted.minus_two_log_likelihood();
    // nlme stops short by what its own optimisers disagree on, and by a little more where the correlation is weak.
    let spread = answer["optimiser_spread_minus2loglik"].as_f64().unwrap_or(0.0);
    check("criterion", found < expected + 1e-6 && found > expected - 5e-6 - spread, found, expected);
    let sigma = number(&answer["sigma"]);
    check(
        "sigma",
        close(fitted.residual_standard_deviation(), sigma, 1e-4),
        fitted.residual_standard_deviation(),
        sigma,
    );
    let (beta, se) = (numbers(&answer["beta"]), numbers(&answer["se"]));
    for (index, effect) in fitted.fixed().iter().enumerate() {
        check("beta", (effect.estimate - beta[index]).abs() < 1e-3 * se[index], effect.estimate, beta[index]);
        check("se", close(effect.standard_error, se[index], 1e-4), effect.standard_error, se[index]);
    }
    let aic = number(&answer["aic"]);
    check("aic", (fitted.aic() - aic).abs() < 1e-5 + spread, fitted.aic(), aic);
    for (one, (ours, theirs)) in fitted.fixed_covariance().iter().zip(answer["vcov"].as_array().unwrap()).enumerate() {
        for (two, (ours, theirs)) in ours.iter().zip(numbers(theirs)).enumerate() {
            check("vcov", (ours - theirs).abs() < 2e-4 * se[one] * se[two], *ours, theirs);
        }
    }
    compare_random(fitted, answer, &mut check);
    let estimate = fitted.residual().unwrap();
    if let Some((_, phi)) = estimate.correlation {
        let theirs = numbers(&answer["correlation"]["par"])[0];
        check("phi", close(phi, theirs, 1e-3), phi, theirs);
    }
    if answer["variance"].is_object() {
        let ratios = numbers(&answer["variance"]["par"]);
        assert_eq!(ratios.len(), estimate.variance.len(), "{id}");
        for ((_, ours), theirs) in estimate.variance.iter().zip(ratios) {
            check("ratio", close(*ours, theirs, 1e-4), *ours, theirs);
        }
    }
    for (estimate, interval) in estimate.correlation.iter().map(|(_, phi)| phi).zip(fitted.residual_intervals()) {
        check("interval", interval.0 < *estimate && *estimate < interval.1, interval.0, *estimate);
    }
}

/// Variances, covariances and the first conditional modes of the random effects of one factor.
fn compare_random(fitted: &Fit, answer: &Value, check: &mut impl FnMut(&str, bool, f64, f64)) {
    let (random, modes) = (fitted.random(), fitted.conditional_modes());
    let [only] = random.as_slice() else { return };
    let theirs = answer["random"].as_object().unwrap().values().next().unwrap();
    for (one, row) in theirs["vcov"].as_array().unwrap().iter().enumerate() {
        for (two, theirs) in numbers(row).into_iter().enumerate() {
            let scale = only.standard_deviations[one] * only.standard_deviations[two];
            let ours = scale * only.correlations[one][two];
            check("random vcov", (ours - theirs).abs() < 1e-3 * scale, ours, theirs);
        }
    }
    let first = &answer["ranef_first"][0];
    let levels = first["levels"].as_array().unwrap();
    for (level, theirs) in levels.iter().zip(first["modes"].as_array().unwrap()) {
        for ((term, deviation), theirs) in only.terms.iter().zip(&only.standard_deviations).zip(numbers(theirs)) {
            let found = modes.iter().find(|mode| Some(mode.level.as_str()) == level.as_str() && mode.term == *term);
            let ours = found.map_or(f64::NAN, |mode| mode.mode);
            check("conditional mode", (ours - theirs).abs() < 1e-3 * deviation, ours, theirs);
        }
    }
}

/// month = time / 30; by client and time; of two rows at the same time the first.
fn enrichd(table: Table) -> Table {
    let (id, time, bdi) = (column(&table, "id"), column(&table, "time"), column(&table, "bdi"));
    let mut order: Vec<usize> = (0..id.len()).collect();
    order.sort_by(|&a, &b| id[a].total_cmp(&id[b]).then(time[a].total_cmp(&time[b])));
    order.dedup_by(|b, a| id[*a] == id[*b] && time[*a] == time[*b]);
    let of = |column: &[f64], by: f64| order.iter().map(|&row| column[row] / by).collect::<Vec<f64>>();
    let table = Table::new().with_number("id", of(&id, 1.0)).unwrap();
    table.with_number("month", of(&time, 30.0)).unwrap().with_number("bdi", of(&bdi, 1.0)).unwrap()
}

/// By mare and time, with a sine and a cosine of a whole cycle.
fn ovary(table: Table) -> Table {
    let (mare, time) = (column(&table, "mare"), column(&table, "time"));
    let follicles = column(&table, "follicles");
    let mut order: Vec<usize> = (0..mare.len()).collect();
    order.sort_by(|&a, &b| mare[a].total_cmp(&mare[b]).then(time[a].total_cmp(&time[b])));
    let of = |column: &[f64]| order.iter().map(|&row| column[row]).collect::<Vec<f64>>();
    let wave = |f: fn(f64) -> f64| of(&time).iter().map(|t| f(std::f64::consts::TAU * t)).collect::<Vec<f64>>();
    let table = Table::new().with_number("mare", of(&mare)).unwrap().with_number("time", of(&time)).unwrap();
    let table = table.with_number("follicles", of(&follicles)).unwrap();
    table.with_number("s", wave(f64::sin)).unwrap().with_number("c", wave(f64::cos)).unwrap()
}

fn membership(table: &Table) -> Vec<(String, String, f64)> {
    let text = |name: &str, row: usize| match table.column(name).unwrap() {
        Column::Number(values) => values[row].to_string(),
        Column::Factor(factor) => factor.text(row).unwrap().to_owned(),
    };
    let weights = column(table, "weight");
    (0..table.rows()).map(|row| (text("client", row), text("module", row), weights[row])).collect()
}

fn close(found: f64, expected: f64, share: f64) -> bool {
    (found - expected).abs() <= share * expected.abs()
}
