//! Every stored answer on binomial mixed models, number by number.
//!
//! The collection lies beside the repository (`../shared/reference`, or in the folder that `PEIL_SHARED` names); where it is
//! absent the test says so and does nothing.

#![allow(clippy::unwrap_used, clippy::panic)]

mod helpers;

use std::collections::BTreeMap;
use std::path::Path;

use helpers::{Records, Tally, answers, collection, levels_of, numbers};
use peil_stats::fit::Status;
use peil_stats::glmm::{BinomialModel, BinomialOptions, Caution, GlmmFit, Link, Quadrature, fit, fit_at};
use peil_stats::model::Formula;
use serde_json::Value;

/// The tolerances of the collection's README.
mod demand {
    pub(crate) const AT_ESTIMATES: f64 = 1e-9;
    pub(crate) const EXACT: f64 = 1e-5;
    pub(crate) const THETA: f64 = 1e-4;
    pub(crate) const BETA_IN_SE: f64 = 1e-4;
    pub(crate) const SE: f64 = 1e-3;
    /// Of the prior standard deviation; the modes stand at estimates that are themselves known to 1e-4.
    pub(crate) const MODE: f64 = 1e-4;
}

#[test]
fn every_stored_binomial_fit_is_reproduced() {
    let Some(folder) = collection() else { return };
    let mut tally = Tally::default();
    for (_, answer) in answers(&folder) {
        let id = answer["id"].as_str().unwrap_or_default().to_owned();
        match answer["kind"].as_str() {
            Some("glmm") if answer["family"] == "poisson" => {
                tally.skipped.push(format!("{id}: Poisson counts are outside this crate"));
            }
            Some("glmm") => compare_fits(&mut tally, &id, &model(&folder, &answer), &answer),
            Some("glmm_nested_exact") => compare_exact(&mut tally, &id, &model(&folder, &answer), &answer),
            _ => {}
        }
    }
    tally.print();
    assert!(tally.failures.is_empty(), "{:#?}", tally.failures);
    assert!(tally.matched >= 21);
}

#[test]
fn no_reference_fit_is_said_to_be_undetermined() {
    let Some(folder) = collection() else { return };
    let mut fits = 0;
    for (_, answer) in answers(&folder) {
        if !matches!(answer["kind"].as_str(), Some("glmm" | "glmm_nested_exact")) || answer["family"] == "poisson" {
            continue;
        }
        let model = model(&folder, &answer);
        for asked in [Quadrature::Laplace, Quadrature::Nodes(5)] {
            let Ok(found) = fit(&model, asked, None) else { continue };
            assert!(found.evidence().flat.is_empty(), "{} {:?}", answer["id"], found.evidence());
            fits += 1;
        }
    }
    assert!(fits >= 10, "{fits}");
}

/// lme4 1.1-31, `glmer(…, binomial("cloglog"), nAGQ = 25)`, tolerances 1e-12; it stops 1.1e-5 above the minimum, with
/// a gradient of 5e-3, so its estimates are 2e-3 standard errors off.
#[test]
fn a_cloglog_hazard_is_that_of_lme4() {
    let Some(folder) = collection() else { return };
    let mut data = Records::read(&folder.join("data/rom_sim_1e4.csv"));
    let score = data.place("score");
    data.derive("z", |row| ((row[score].parse::<f64>().unwrap() - 70.0) / 15.0).to_string());
    let table = data.table();
    let formula = Formula::parse("dropout ~ week + z + climate + (1 | group)").unwrap();
    let options = BinomialOptions { link: Link::Cloglog, trials: None };
    let model = BinomialModel::build(&table, &formula, &BTreeMap::new(), &options).unwrap();
    let found = fit(&model, Quadrature::Nodes(25), None).unwrap();
    let value = found.minus_two_log_likelihood();
    assert!((value - 2_556.212_128_5).abs() < 2e-5, "{value}");
    assert!((found.theta()[0] - 0.458_507_797_8).abs() < demand::THETA);
    let beta = [-3.464_872_337_1, -0.022_598_051_0, 0.251_157_301_9, -0.285_428_031_8];
    let error = [0.112_979_560_3, 0.010_234_584_9, 0.061_929_470_6, 0.059_839_056_2];
    for ((effect, beta), error) in found.fixed().iter().zip(beta).zip(error) {
        assert!((effect.estimate - beta).abs() < 3e-3 * error, "{effect:?} {beta}");
        assert!((effect.standard_error / error - 1.0).abs() < 5e-3, "{effect:?} {error}");
    }
}

/// lme4 1.1-31, `glmer`, bobyqa to rhoend 1e-9: a singular covariance matrix of intercept and slope, and classes in schools.
#[test]
fn a_singular_slope_is_that_of_lme4() {
    let Some(folder) = collection() else { return };
    let data = Records::read(&folder.join("data/tvsfp.csv"));
    let table = data.table();
    let formula = Formula::parse("thksbin ~ thkspre + cc * tv + (1 + thkspre | school) + (1 | school:class)").unwrap();
    let model = BinomialModel::build(&table, &formula, &BTreeMap::new(), &BinomialOptions::default()).unwrap();
    let found = fit(&model, Quadrature::Automatic, None).unwrap();
    assert_eq!(found.status(), Status::OnBoundary);
    assert_eq!((found.theta()[3], found.evidence().boundary[0].rank), (0.0, 1));
    assert!((found.minus_two_log_likelihood() - 2_052.304_028_587_1).abs() < 1e-6);
    for (ours, theirs) in found.theta().iter().zip([0.385_412_790_5, 0.010_137_428_4, 0.134_240_862_7, 0.0]) {
        assert!((ours - theirs).abs() < demand::THETA, "{ours} {theirs}");
    }
    let beta = [-1.300_156_460_9, 0.397_423_507_1, 1.057_801_242_1, 0.370_556_184_8, -0.407_764_572_6];
    let error = [0.190_096_653_0, 0.053_792_063_3, 0.236_409_420_9, 0.235_835_133_9, 0.328_077_955_1];
    for ((effect, beta), error) in found.fixed().iter().zip(beta).zip(error) {
        assert!((effect.estimate - beta).abs() < demand::BETA_IN_SE * error, "{effect:?} {beta}");
        assert!((effect.standard_error / error - 1.0).abs() < demand::SE, "{effect:?} {error}");
    }
}

/// The model of a stored fit, its derived columns made as the file says.
fn model(folder: &Path, answer: &Value) -> BinomialModel {
    let mut data = Records::read(&folder.join("data").join(answer["data"].as_str().unwrap()));
    let mut formula = answer["formula"].as_str().unwrap().to_owned();
    let mut options = BinomialOptions::default();
    let number = |text: &str| text.parse::<f64>().unwrap();
    match answer["id"].as_str().unwrap().trim_end_matches("_exact") {
        "cbpp" => {
            formula = formula.replace("cbind(incidence, size - incidence)", "incidence");
            options.trials = Some("size".to_owned());
        }
        "respiratory" => {
            let subject = data.place("subject");
            let (month, status) = (data.place("month"), data.place("status"));
            let base: BTreeMap<String, String> = data
                .rows
                .iter()
                .filter(|row| row[month] == "0")
                .map(|row| (row[subject].clone(), row[status].clone()))
                .collect();
            data.rows.retain(|row| row[month] != "0");
            data.derive("base", |row| u8::from(base[&row[subject]] == "good").to_string());
            data.derive("good", |row| u8::from(row[status] == "good").to_string());
        }
        "verbagg_crossed" => {
            let response = data.place("r2");
            data.derive("y", |row| u8::from(row[response] == "Y").to_string());
        }
        id if id.starts_with("rom1e4_hazard") => {
            let score = data.place("score");
            data.derive("z", |row| ((number(&row[score]) - 70.0) / 15.0).to_string());
            if id.ends_with("group_client") {
                formula = "dropout ~ week + z + climate + (1 | group/client)".to_owned();
            }
        }
        "tvsfp_binary" => formula = "thksbin ~ thkspre + cc * tv + (1 | school/class)".to_owned(),
        _ => {}
    }
    let table = data.table();
    let mut levels = levels_of(answer);
    levels.retain(|name, _| formula.contains(name.as_str()));
    BinomialModel::build(&table, &Formula::parse(&formula).unwrap(), &levels, &options).unwrap()
}

fn compare_fits(tally: &mut Tally, id: &str, model: &BinomialModel, answer: &Value) {
    for (name, stored) in answer["fits"].as_object().unwrap() {
        let nodes = stored["nAGQ"].as_u64().unwrap() as usize;
        let asked = Quadrature::Nodes(nodes);
        let id = format!("{id} {name}");
        let (theta, beta) = (numbers(&stored["theta"]), numbers(&stored["beta"]));
        let own = &stored["own_agq_minus2loglik_at_these_estimates"];
        let there = fit_at(model, asked, &theta, &beta).unwrap();
        if let Some(expected) = own["same_nodes"].as_f64() {
            let deviation = (there.minus_two_log_likelihood() / expected - 1.0).abs();
            tally.check("-2logLik at estimates", &id, deviation, demand::AT_ESTIMATES);
        }
        let found = fit(model, asked, None).unwrap();
        if nodes == 1
            && let Some(expected) = answer["crosscheck_glmmTMB_laplace"]["minus2loglik"].as_f64()
        {
            let deviation = (found.minus_two_log_likelihood() - expected).abs();
            tally.check("Laplace against glmmTMB", &id, deviation, 1e-6);
        }
        let laplace = &answer["crosscheck_glmmTMB_laplace"];
        // Where lme4's Laplace value lies above the true one (README), its optimum is that of another function, and the
        // independent fit is the answer.
        let off = |value: &Value| stored["lme4_minus2loglik"].as_f64().unwrap() - value.as_f64().unwrap() > 1e-5;
        if nodes == 1 && off(&laplace["minus2loglik"]) {
            let answer = (numbers(&laplace["sd"]), numbers(&laplace["beta"]), numbers(&laplace["se"]));
            compare_estimates(tally, &id, &found, &answer.0, &answer.1, &answer.2);
        } else {
            compare_estimates(tally, &id, &found, &theta, &beta, &numbers(&stored["se_hessian"]));
        }
        compare_modes(tally, &id, &there, stored);
        arrived(tally, &id, &found);
    }
    let exact = &answer["exact_ml"];
    if exact.is_object() {
        let id = format!("{id} exact_ml");
        let found = fit(model, Quadrature::Automatic, None).unwrap();
        let expected = exact["minus2loglik"].as_f64().unwrap();
        tally.check("exact -2logLik", &id, (found.minus_two_log_likelihood() - expected).abs(), demand::EXACT);
        let errors = numbers(&exact["se_sd_beta"]);
        let sd = exact["sd"].as_f64().unwrap();
        compare_estimates(tally, &id, &found, &[sd], &numbers(&exact["beta"]), &errors[1..]);
        let own = found.standard_deviation_errors()[0][0].unwrap();
        tally.check("exact se of sd", &id, (own / errors[0] - 1.0).abs(), demand::SE);
        assert!(found.cautions().iter().all(|c| !matches!(c, Caution::TooFewNodes { .. })), "{id}");
        arrived(tally, &id, &found);
    }
}

fn arrived(tally: &mut Tally, id: &str, found: &GlmmFit) {
    let (nodes, evaluations) = (found.evidence().nodes, found.evidence().evaluations);
    println!("{id}: {:?}, {nodes} nodes, {evaluations} evaluations", found.status());
    tally.matched += 1;
}

fn compare_exact(tally: &mut Tally, id: &str, model: &BinomialModel, answer: &Value) {
    let found = fit(model, Quadrature::Automatic, None).unwrap();
    let expected = answer["minus2loglik_more_nodes_same_parameters"].as_f64().unwrap();
    tally.check("nested exact -2logLik", id, (found.minus_two_log_likelihood() - expected).abs(), demand::EXACT);
    let sds = [answer["sd_inner"].as_f64().unwrap(), answer["sd_outer"].as_f64().unwrap()];
    let errors = numbers(&answer["se_sdinner_sdouter_beta"]);
    compare_estimates(tally, id, &found, &sds, &numbers(&answer["beta"]), &errors[2..]);
    let at = fit_at(model, Quadrature::Nodes(15), &sds, &numbers(&answer["beta"])).unwrap();
    let stored = answer["minus2loglik"].as_f64().unwrap();
    tally.check("nested exact at estimates", id, (at.minus_two_log_likelihood() - stored).abs(), demand::EXACT);
    if sds[0] < 1e-4 {
        assert_eq!(found.status(), Status::OnBoundary, "{id}");
        assert_eq!(found.theta()[0], 0.0, "{id}");
    }
    arrived(tally, id, &found);
}

fn compare_estimates(tally: &mut Tally, id: &str, found: &GlmmFit, theta: &[f64], beta: &[f64], errors: &[f64]) {
    if found.status() == Status::NotConverged {
        tally.failures.push(format!("{id}: {:?}", found.evidence()));
    }
    for (ours, theirs) in found.theta().iter().zip(theta) {
        tally.check("theta", id, (ours - theirs).abs(), demand::THETA * theirs.max(1.0));
    }
    for ((effect, beta), error) in found.fixed().iter().zip(beta).zip(errors) {
        tally.check("beta", id, (effect.estimate - beta).abs(), demand::BETA_IN_SE * error);
        tally.check("se", id, (effect.standard_error / error - 1.0).abs(), demand::SE);
    }
}

fn compare_modes(tally: &mut Tally, id: &str, found: &GlmmFit, stored: &Value) {
    let modes = found.conditional_modes();
    for block in stored["ranef"].as_array().unwrap() {
        let group = block["group"].as_str().unwrap();
        let reversed = |name: &str| name.split(':').rev().collect::<Vec<_>>().join(":");
        for level in block["levels"].as_array().unwrap() {
            let name = level["level"].as_str().unwrap();
            let ours = modes.iter().find(|m| {
                (m.factor == group || reversed(&m.factor) == group) && (m.level == name || reversed(&m.level) == name)
            });
            let Some(ours) = ours else {
                tally.failures.push(format!("{id}: no mode of {group} {name}"));
                continue;
            };
            let (mode, variance) = (level["mode"][0].as_f64().unwrap(), level["cond_var"][0][0].as_f64());
            let random = found.random();
            let prior = random.iter().find(|r| r.factor == ours.factor).unwrap().standard_deviations[0];
            tally.check("conditional mode", id, (ours.mode - mode).abs(), demand::MODE * prior);
            if let Some(variance) = variance {
                let deviation = (ours.standard_deviation - variance.sqrt()).abs();
                tally.check("conditional sd", id, deviation, demand::MODE * prior);
            }
        }
    }
}
