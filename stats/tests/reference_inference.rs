//! Every stored test and interval of lmerTest, pbkrtest and lme4's profile that the models cover, number by number.

#![allow(clippy::unwrap_used, clippy::panic)]

mod helpers;

use std::path::Path;

use helpers::{Tally, answers, carried, collection, model_of, numbers, relative, strings};
use peil_stats::fit::{Criterion, Fit, fit, fit_at};
use peil_stats::infer::{Inference, InferenceError, Method, Parameter, profile};
use serde_json::Value;

/// The tolerances of the collection's README.
mod demand {
    pub(crate) const SATTERTHWAITE: f64 = 1e-3;
    pub(crate) const KENWARD_ROGER: f64 = 1e-4;
    pub(crate) const KENWARD_ROGER_SINGULAR: f64 = 1e-2;
    /// Of a standard error, which is about a quarter of a 95 % interval.
    pub(crate) const PROFILE: f64 = 2e-3;
    pub(crate) const P_VALUE: f64 = 1e-3;
}

#[test]
fn the_carried_tests_and_intervals_are_reproduced() {
    let tally = compare(&carried());
    tally.print();
    assert!(tally.failures.is_empty(), "{:#?}", tally.failures);
    assert!(tally.matched >= 10);
}

#[test]
fn the_whole_collection_of_tests_and_intervals_is_reproduced() {
    let Some(folder) = collection() else { return };
    let tally = compare(&folder);
    tally.print();
    assert!(tally.failures.is_empty(), "{:#?}", tally.failures);
}

fn compare(folder: &Path) -> Tally {
    let mut tally = Tally::default();
    for (name, answer) in answers(folder) {
        if answer["kind"] != "lmm" {
            let kind = answer["kind"].as_str().unwrap_or("no model");
            tally.skipped.push(format!("{name}: kind {kind}, not a Gaussian model of lme4"));
            continue;
        }
        let model = match model_of(folder, &answer) {
            Ok(model) => model,
            Err(reason) => {
                tally.skipped.push(format!("{name}: {reason}"));
                continue;
            }
        };
        for (key, criterion) in [("ml", Criterion::Ml), ("reml", Criterion::Reml)] {
            if answer[key].is_object() {
                let fitted = fit(&model, criterion, None).unwrap();
                compare_one(&mut tally, &format!("{name} {key}"), &fitted, &answer[key]);
            }
        }
    }
    tally
}

fn compare_one(tally: &mut Tally, id: &str, fitted: &Fit, answer: &Value) {
    let singular = answer["singular"].as_bool().unwrap();
    if singular {
        tally.skipped.push(format!("{id}: Satterthwaite of a singular fit is not demanded"));
    } else {
        satterthwaite(tally, id, fitted, answer);
    }
    if answer["kenward_roger"].is_object() {
        // At the reference's θ, so that nothing of either optimiser is in it.
        let at = fit_at(fitted.model(), Criterion::Reml, &numbers(&answer["theta"])).unwrap();
        let allowed = if singular { demand::KENWARD_ROGER_SINGULAR } else { demand::KENWARD_ROGER };
        kenward_roger(tally, id, if singular { fitted } else { &at }, &answer["kenward_roger"], allowed);
    } else if fitted.criterion() == Criterion::Reml {
        tally.skipped.push(format!("{id}: no stored Kenward-Roger (n x n there)"));
    }
    if answer["profile_ci"].is_object() {
        profile_intervals(tally, id, fitted, &answer["profile_ci"]);
    }
    tally.matched += 1;
}

fn profile_intervals(tally: &mut Tally, id: &str, fitted: &Fit, stored: &Value) {
    let intervals = profile(fitted, stored["level"].as_f64().unwrap()).unwrap();
    let column = |key: &str| numbers(&stored[key]);
    let (names, lower, upper) = (strings(&stored["names"]), column("lower"), column("upper"));
    assert_eq!(names.len(), intervals.len(), "{id}");
    for (index, interval) in intervals.iter().enumerate() {
        let kind = match &interval.parameter {
            Parameter::StandardDeviation { .. } => "sd_",
            Parameter::Correlation { .. } => "cor_",
            Parameter::Residual => "sigma",
            Parameter::ResidualCorrelation { .. } => "phi",
            Parameter::ResidualRatio { .. } => "ratio",
            Parameter::Fixed { term } => term,
        };
        assert!(names[index].starts_with(kind), "{id}: {} is {kind}", names[index]);
        let allowed = demand::PROFILE * (upper[index] - lower[index]) / 4.0;
        let off = |found: Option<f64>, expected: f64| (found.unwrap_or(f64::NAN) - expected).abs();
        tally.check("profile lower", id, off(interval.lower, lower[index]), allowed);
        tally.check("profile upper", id, off(interval.upper, upper[index]), allowed);
    }
}

fn satterthwaite(tally: &mut Tally, id: &str, fitted: &Fit, answer: &Value) {
    let inference = Inference::new(fitted, Method::Satterthwaite).unwrap();
    if answer["satterthwaite"].is_object() {
        let (df, p) = (numbers(&answer["satterthwaite"]["df"]), numbers(&answer["satterthwaite"]["p"]));
        for (index, test) in inference.coefficients().iter().enumerate() {
            let found = test.df.unwrap_or(f64::NAN);
            tally.check("satterthwaite df", id, relative(found, df[index]), demand::SATTERTHWAITE);
            if p[index] > 1e-12 {
                tally.check("satterthwaite p", id, relative(test.p_value.unwrap(), p[index]), demand::P_VALUE);
            }
        }
    } else {
        tally.skipped.push(format!("{id}: no stored Satterthwaite"));
    }
    let stored = &answer["anova_type3_satterthwaite"];
    if !stored.is_object() {
        return;
    }
    let tests = inference.type_three();
    let names: Vec<String> = tests.iter().map(|row| row.term.clone()).collect();
    assert_eq!(names, strings(&stored["term"]), "{id}");
    let column = |key: &str| numbers(&stored[key]);
    let (numerator, denominator) = (column("num_df"), column("den_df"));
    let (statistic, p) = (column("F"), column("p"));
    for (index, row) in tests.iter().enumerate() {
        let test = row.test.as_ref().unwrap();
        tally.check("type III numerator", id, (test.numerator_df as f64 - numerator[index]).abs(), 1e-9);
        let found = test.denominator_df.unwrap_or(f64::NAN);
        tally.check("type III denominator", id, relative(found, denominator[index]), demand::SATTERTHWAITE);
        tally.check("type III F", id, relative(test.statistic, statistic[index]), 2e-5);
        if p[index] > 1e-12 {
            tally.check("type III p", id, relative(test.p_value, p[index]), demand::P_VALUE);
        }
    }
}

fn kenward_roger(tally: &mut Tally, id: &str, fitted: &Fit, stored: &Value, allowed: f64) {
    let inference = Inference::new(fitted, Method::KenwardRoger).unwrap();
    let column = |key: &str| numbers(&stored[key]);
    let (se, df, t, p) = (column("se"), column("df"), column("t"), column("p"));
    for (index, test) in inference.coefficients().iter().enumerate() {
        tally.check("kenward-roger se", id, relative(test.standard_error, se[index]), allowed);
        tally.check("kenward-roger df", id, relative(test.df.unwrap_or(f64::NAN), df[index]), allowed);
        tally.check("kenward-roger t", id, relative(test.statistic, t[index]), allowed);
        if p[index] > 1e-12 {
            let allowed = demand::P_VALUE.max(allowed);
            tally.check("kenward-roger p", id, relative(test.p_value.unwrap(), p[index]), allowed);
        }
    }
    let covariance = inference.covariance();
    for (i, row) in stored["vcov_adj"].as_array().unwrap().iter().enumerate() {
        for (j, expected) in numbers(row).into_iter().enumerate() {
            let off = (covariance[i][j] - expected).abs() / (se[i] * se[j]);
            tally.check("kenward-roger covariance", id, off, allowed);
        }
    }
}

#[test]
fn kenward_roger_of_a_maximum_likelihood_fit_is_refused() {
    let folder = carried();
    let (_, answer) = answers(&folder).into_iter().find(|(_, answer)| answer["kind"] == "lmm").unwrap();
    let fitted = fit(&model_of(&folder, &answer).unwrap(), Criterion::Ml, None).unwrap();
    assert_eq!(Inference::new(&fitted, Method::KenwardRoger).err(), Some(InferenceError::NeedsReml));
}

/// Term, numerator and denominator degrees of freedom, F.
type Row = (&'static str, f64, f64, f64);

/// F and denominator degrees of freedom of `anova(…, ddf = "Kenward-Roger")`: lmerTest 3.1-3 with pbkrtest 0.5.2, lme4's own
/// optimiser.
#[test]
fn joint_tests_of_kenward_roger_are_those_of_pbkrtest() {
    let folder = carried();
    let stored: [(&str, &[Row]); 4] = [
        ("machines_nested", &[("machine", 2.0, 10.0, 20.576_082_858_2)]),
        ("machines_vector3", &[("machine", 2.0, 4.0, 32.800_561_025_8)]),
        (
            "cake",
            &[
                ("recipe", 2.0, 42.0, 0.248_788_786_292),
                ("temperature", 5.0, 210.0, 20.519_860_441_923),
                ("recipe:temperature", 10.0, 210.0, 1.006_197_984_606),
            ],
        ),
        ("oats_splitplot", &[("nitro", 1.0, 53.0, 118.003_091_510_68), ("variety", 2.0, 10.0, 1.485_334_403_98)]),
    ];
    for (name, terms) in stored {
        let answer = helpers::read(&folder.join(format!("fits/{name}.json")));
        let fitted = fit(&model_of(&folder, &answer).unwrap(), Criterion::Reml, None).unwrap();
        let tests = Inference::new(&fitted, Method::KenwardRoger).unwrap().type_three();
        for (row, &(term, numerator, denominator, statistic)) in tests.iter().zip(terms) {
            let test = row.test.as_ref().unwrap();
            assert_eq!((row.term.as_str(), test.numerator_df as f64), (term, numerator), "{name}");
            assert!(relative(test.denominator_df.unwrap(), denominator) < 1e-4, "{name} {term}: {test:?}");
            assert!(relative(test.statistic, statistic) < 1e-4, "{name} {term}: {test:?}");
        }
    }
}
