//! Every stored answer of lme4 that nested Gaussian models cover, number by number.
//!
//! The full collection lies beside the repository (`../shared/reference`, or in the folder that `PEIL_SHARED` names); the
//! sets whose licence lets us carry them are in `tests/reference` and run everywhere.

#![allow(clippy::unwrap_used, clippy::panic)]

mod helpers;

use std::collections::BTreeMap;
use std::path::Path;

use helpers::{Tally, answers, carried, collection, model_of, number, numbers, read, relative, strings, table_of};
use peil_stats::fit::{Criterion, Fit, Status, criterion_at, fit, fit_at};
use peil_stats::infer::Method;
use peil_stats::model::{Formula, Model};
use peil_stats::read::{Combination, ReportOptions, report};
use serde_json::Value;

/// The tolerances of the collection's README.
mod demand {
    pub(crate) const AT_THETA: f64 = 1e-11;
    pub(crate) const CRITERION: f64 = 1e-6;
    pub(crate) const CRITERION_LARGE: f64 = 1e-5;
    pub(crate) const THETA: f64 = 1e-4;
    pub(crate) const SIGMA: f64 = 1e-5;
    pub(crate) const BETA_IN_SE: f64 = 1e-6;
    pub(crate) const SE: f64 = 1e-5;
    pub(crate) const MODE: f64 = 1e-5;
    pub(crate) const DF: f64 = 1e-3;
    pub(crate) const EVALUATIONS: f64 = 40.0;
}

#[test]
fn the_carried_fits_of_lme4_are_reproduced() {
    let tally = compare(&carried());
    tally.print();
    assert!(tally.failures.is_empty(), "{:#?}", tally.failures);
    assert!(tally.matched >= 10);
}

#[test]
fn the_whole_collection_of_lme4_fits_is_reproduced() {
    let Some(folder) = collection() else { return };
    let tally = compare(&folder);
    tally.print();
    assert!(tally.failures.is_empty(), "{:#?}", tally.failures);
}

#[test]
fn a_clients_expected_course_has_the_stored_prediction_variance() {
    let folder = carried();
    let answer = read(&folder.join("fits/expected_recovery_rom1e3.json"));
    let formula = Formula::parse("score ~ week + (1 + week | client) + (1 | group)").unwrap();
    let model = Model::build(&table_of(&folder, &answer), &formula, &BTreeMap::new()).unwrap();
    let fitted = fit(&model, Criterion::Reml, None).unwrap();
    let expected = answer["criterion"].as_f64().unwrap();
    assert!((fitted.minus_two_log_likelihood() - expected).abs() < demand::CRITERION);
    let weeks = numbers(&answer["client_1"]["week"]);
    let mean = numbers(&answer["client_1"]["mean"]);
    let variance = numbers(&answer["client_1"]["var_true_score_full"]);
    for (index, &week) in weeks.iter().enumerate() {
        let line = Combination::new()
            .fixed("(Intercept)", 1.0)
            .fixed("week", week)
            .random("client", "1", "(Intercept)", 1.0)
            .random("client", "1", "week", week)
            .random("group", "1", "(Intercept)", 1.0);
        let found = fitted.linear_combination(&line).unwrap();
        assert!(relative(found.estimate, mean[index]) < 1e-6, "week {week}");
        assert!(relative(found.standard_error.powi(2), variance[index]) < 1e-5, "week {week}");
    }
}

fn compare(folder: &Path) -> Tally {
    let mut tally = Tally::default();
    for (name, answer) in answers(folder) {
        if answer["kind"] != "lmm" {
            let kind = answer["kind"].as_str().unwrap_or("no model");
            tally.skipped.push(format!("{name}: kind {kind}"));
            continue;
        }
        match model_of(folder, &answer) {
            Ok(model) => {
                for (key, criterion) in [("ml", Criterion::Ml), ("reml", Criterion::Reml)] {
                    if answer[key].is_object() {
                        let id = format!("{name} {key}");
                        compare_one(&mut tally, &id, &model, criterion, &answer[key]);
                    }
                }
            }
            Err(reason) => tally.skipped.push(format!("{name}: {reason}")),
        }
    }
    tally
}

fn compare_one(tally: &mut Tally, id: &str, model: &Model, criterion: Criterion, answer: &Value) {
    let theta = numbers(&answer["theta"]);
    let expected = answer["criterion"].as_f64().unwrap();
    let at_theta = criterion_at(model, criterion, &theta).unwrap();
    tally.check("criterion at theta", id, relative(at_theta, expected), demand::AT_THETA);

    let fitted = fit(model, criterion, None).unwrap();
    tally.check("evaluations", id, fitted.evidence().evaluations as f64, demand::EVALUATIONS);
    let large = fitted.observations() > 50_000;
    let allowed = if large { demand::CRITERION_LARGE } else { demand::CRITERION };
    let found = fitted.minus_two_log_likelihood();
    tally.check("criterion at optimum", id, (found - expected).abs(), allowed);
    tally.check("aic", id, (fitted.aic() - answer["aic"].as_f64().unwrap()).abs(), allowed);
    tally.check("bic", id, (fitted.bic() - answer["bic"].as_f64().unwrap()).abs(), allowed);

    let singular = answer["singular"].as_bool().unwrap();
    let status = if singular { Status::OnBoundary } else { Status::Converged };
    if fitted.status() != status {
        tally.failures.push(format!("{id}: {:?} {:?}", fitted.status(), fitted.evidence()));
    }
    for (ours, theirs) in fitted.theta().iter().zip(&theta) {
        tally.check("theta", id, (ours - theirs).abs(), demand::THETA * theirs.abs().max(1.0));
    }
    // What the reference's own θ leaves uncertain is checked at that θ: then nothing of the optimiser is in it.
    compare_estimates(tally, id, &fitted, answer);
    if !singular {
        compare_degrees(tally, id, &fitted, answer);
    }
    compare_modes(tally, id, &fit_at(model, criterion, &theta).unwrap(), answer);
    tally.matched += 1;
}

fn compare_estimates(tally: &mut Tally, id: &str, fitted: &Fit, answer: &Value) {
    let sigma = answer["sigma"].as_f64().unwrap();
    let found = fitted.residual_standard_deviation();
    tally.check("sigma", id, relative(found, sigma), demand::SIGMA);
    let names: Vec<String> = fitted.fixed().iter().map(|f| f.term.clone()).collect();
    assert_eq!(names, strings(&answer["fixef_names"]), "{id}");
    let (beta, se) = (numbers(&answer["beta"]), numbers(&answer["se"]));
    for (index, effect) in fitted.fixed().iter().enumerate() {
        let off = (effect.estimate - beta[index]).abs();
        tally.check("beta", id, off, demand::BETA_IN_SE * se[index]);
        tally.check("se", id, relative(effect.standard_error, se[index]), demand::SE);
    }
    for (one, (ours, theirs)) in fitted.fixed_covariance().iter().zip(answer["vcov"].as_array().unwrap()).enumerate() {
        for (two, (ours, theirs)) in ours.iter().zip(numbers(theirs)).enumerate() {
            tally.check("vcov", id, (ours - theirs).abs() / (se[one] * se[two]), 2.0 * demand::SE);
        }
    }
    if !answer["singular"].as_bool().unwrap() {
        compare_correlations(tally, id, fitted, answer);
    }
    for row in answer["varcomp"].as_array().unwrap() {
        let (Some(term), None) = (row["var1"].as_str(), row["var2"].as_str()) else { continue };
        let group = row["group"].as_str().unwrap();
        let expected = row["sdcor"].as_f64().unwrap();
        let sd = fitted.random().iter().find_map(|random| {
            let at = random.terms.iter().position(|t| t == term)?;
            same_factor(&random.factor, group).then_some(random.standard_deviations[at])
        });
        let allowed = if expected < 0.1 * sigma { 1e-4 } else { demand::SIGMA };
        let scale = expected.max(1e-4 * sigma);
        let Some(sd) = sd else {
            tally.failures.push(format!("{id}: no standard deviation of {group} {term}"));
            continue;
        };
        tally.check("standard deviation", id, (sd - expected).abs() / scale, allowed);
    }
}

/// Of random effects of one factor; on the boundary they are not determined.
fn compare_correlations(tally: &mut Tally, id: &str, fitted: &Fit, answer: &Value) {
    for row in answer["varcomp"].as_array().unwrap() {
        let (Some(one), Some(two)) = (row["var1"].as_str(), row["var2"].as_str()) else { continue };
        let found = fitted.random().iter().find_map(|random| {
            let place = |term: &str| random.terms.iter().position(|name| name == term);
            let (one, two) = (place(one)?, place(two)?);
            same_factor(&random.factor, row["group"].as_str()?).then(|| random.correlations[one][two])
        });
        let off = found.map_or(f64::NAN, |found| (found - number(&row["sdcor"])).abs());
        tally.check("correlation", id, off, demand::THETA);
    }
}

fn compare_degrees(tally: &mut Tally, id: &str, fitted: &Fit, answer: &Value) {
    if !answer["satterthwaite"].is_object() {
        return;
    }
    let options = ReportOptions { degrees_of_freedom: Method::Satterthwaite, ..ReportOptions::default() };
    let (df, p) = (numbers(&answer["satterthwaite"]["df"]), numbers(&answer["satterthwaite"]["p"]));
    for (index, row) in report(fitted, options).fixed.iter().enumerate() {
        let found = row.df.unwrap_or(f64::NAN);
        tally.check("satterthwaite df", id, relative(found, df[index]), demand::DF);
        if p[index] > 1e-12 {
            tally.check("satterthwaite p", id, relative(row.p_value.unwrap_or(f64::NAN), p[index]), demand::DF);
        }
    }
}

fn compare_modes(tally: &mut Tally, id: &str, fitted: &Fit, answer: &Value) {
    let modes = fitted.conditional_modes();
    for block in answer["ranef"].as_array().unwrap() {
        let terms = strings(&block["terms"]);
        let group = block["group"].as_str().unwrap();
        for level in block["levels"].as_array().unwrap() {
            let (mode, variance) = (numbers(&level["mode"]), &level["cond_var"]);
            for (index, term) in terms.iter().enumerate() {
                let found = modes.iter().find(|m| {
                    same_factor(&m.factor, group)
                        && same_level(&m.level, level["level"].as_str().unwrap())
                        && m.term == *term
                });
                let Some(found) = found else {
                    tally.failures.push(format!("{id}: no mode of {group} {term}"));
                    continue;
                };
                let sd = match variance[index][index].as_f64() {
                    Some(variance) => variance.sqrt(),
                    None => continue,
                };
                let prior = fitted.random().iter().find_map(|random| {
                    let at = random.terms.iter().position(|t| t == term)?;
                    same_factor(&random.factor, group).then_some(random.standard_deviations[at])
                });
                let allowed = demand::MODE * prior.unwrap_or_default().max(1e-6);
                tally.check("conditional mode", id, (found.mode - mode[index]).abs(), allowed);
                tally.check("conditional sd", id, (found.standard_deviation - sd).abs(), allowed);
            }
        }
    }
}

/// nlme-style names put the inner factor first, ours the outer; a second term on a factor is called `factor.1`.
fn same_factor(ours: &str, theirs: &str) -> bool {
    let theirs = theirs.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    ours == theirs || reversed(ours) == theirs
}

fn same_level(ours: &str, theirs: &str) -> bool {
    ours == theirs || reversed(ours) == theirs
}

fn reversed(name: &str) -> String {
    name.split(':').rev().collect::<Vec<_>>().join(":")
}
