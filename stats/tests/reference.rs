//! Every stored answer of lme4 that nested Gaussian models cover, number by number.
//!
//! The full collection lies beside the repository (`../shared/reference`, or in the folder that `PEIL_SHARED` names); the
//! sets whose licence lets us carry them are in `tests/reference` and run everywhere.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use peil_stats::change::{Direction, Reliability, ReliableLimit, classify};
use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, Status, criterion_at, fit, fit_at};
use peil_stats::model::{Formula, Model};
use peil_stats::read::{Combination, DegreesOfFreedom, ReportOptions, report};
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

#[derive(Default)]
struct Tally {
    matched: usize,
    skipped: Vec<String>,
    failures: Vec<String>,
    worst: BTreeMap<&'static str, (f64, String)>,
}

impl Tally {
    fn check(&mut self, what: &'static str, id: &str, deviation: f64, allowed: f64) {
        let share = deviation / allowed;
        let worst = self.worst.entry(what).or_insert((0.0, String::new()));
        if share > worst.0 || share.is_nan() {
            *worst = (share, id.to_owned());
        }
        if share.is_nan() || share > 1.0 {
            self.failures.push(format!("{id}: {what} off by {deviation:.3e}, allowed {allowed:.3e}"));
        }
    }

    fn print(&self) {
        println!("matched {} fits; worst share of what is allowed:", self.matched);
        for (what, (share, id)) in &self.worst {
            println!("  {what:<28} {share:9.2e}  {id}");
        }
        for line in &self.skipped {
            println!("  skipped {line}");
        }
        for line in &self.failures {
            println!("  FAILED {line}");
        }
    }
}

#[test]
fn the_carried_fits_of_lme4_are_reproduced() {
    let tally = compare(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference"));
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

/// The folder of the whole collection, where it is.
fn collection() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("PEIL_SHARED").map_or_else(beside, PathBuf::from).join("reference");
    if !folder.is_dir() {
        println!("skipped: the collection is not at {}", folder.display());
        return None;
    }
    Some(folder)
}

fn read(file: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn a_clients_expected_course_has_the_stored_prediction_variance() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
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

#[test]
fn the_marital_therapy_example_has_the_stored_categories() {
    let Some(folder) = collection() else { return };
    let answer = &read(&folder.join("fits/rci.json"))["jacobson_1989_das"];
    let number = |key: &str| answer[key].as_f64().unwrap();
    let reliability = Reliability::new(number("sd_pre"), number("reliability"), number("z")).unwrap();
    assert!(relative(reliability.points(), number("reliable_change_points")) < 1e-12);
    let limit = ReliableLimit::Computed(reliability);
    let (pre, post) = (numbers(&answer["pre"]), numbers(&answer["post"]));
    let categories = strings(&answer["JT"]["category"]);
    for (index, expected) in categories.iter().enumerate() {
        let change = classify(pre[index], post[index], Direction::HigherBetter, limit, None).unwrap();
        assert_eq!(serde_json::to_value(change.category).unwrap(), Value::from(expected.as_str()));
    }
}

fn compare(folder: &Path) -> Tally {
    let mut tally = Tally::default();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder.join("fits")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let answer = read(&file);
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
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

fn model_of(folder: &Path, answer: &Value) -> Result<Model, String> {
    let table = with_derived(table_of(folder, answer), &answer["derived_columns"])?;
    let formula = Formula::parse(answer["formula"].as_str().unwrap()).map_err(|e| e.to_string())?;
    let mut levels = BTreeMap::new();
    for (column, order) in answer["factor_levels"].as_object().unwrap() {
        levels.insert(column.clone(), strings(order));
    }
    Model::build(&table, &formula, &levels).map_err(|e| e.to_string())
}

fn table_of(folder: &Path, answer: &Value) -> Table {
    let path = folder.join("data").join(answer["data"].as_str().unwrap());
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<Vec<String>> = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    Table::from_records(&header, &rows).unwrap()
}

/// `name = column`, `name = column - number`, `name = column/number`.
fn with_derived(table: Table, derived: &Value) -> Result<Table, String> {
    let Some(text) = derived.as_str() else { return Ok(table) };
    let (name, definition) = text.split_once('=').ok_or(text)?;
    let definition = definition.trim();
    let (column, change): (&str, Box<dyn Fn(f64) -> f64>) = if let Some((c, k)) = definition.split_once('-') {
        let k: f64 = k.trim().parse().map_err(|_| text.to_owned())?;
        (c.trim(), Box::new(move |x| x - k))
    } else if let Some((c, k)) = definition.split_once('/') {
        let k: f64 = k.trim().parse().map_err(|_| text.to_owned())?;
        (c.trim(), Box::new(move |x| x / k))
    } else {
        (definition, Box::new(|x| x))
    };
    let Some(Column::Number(values)) = table.column(column) else { return Err(text.to_owned()) };
    let values = values.iter().map(|&x| change(x)).collect();
    table.with_number(name.trim(), values).map_err(|e| e.to_string())
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

fn compare_degrees(tally: &mut Tally, id: &str, fitted: &Fit, answer: &Value) {
    if !answer["satterthwaite"].is_object() {
        return;
    }
    let options = ReportOptions { degrees_of_freedom: DegreesOfFreedom::Satterthwaite, ..ReportOptions::default() };
    let (df, p) = (numbers(&answer["satterthwaite"]["df"]), numbers(&answer["satterthwaite"]["p"]));
    for (index, row) in report(fitted, options).fixed.iter().enumerate() {
        let found = row.df.unwrap_or(f64::NAN);
        tally.check("satterthwaite df", id, relative(found, df[index]), demand::DF);
        if p[index] > 1e-12 {
            tally.check("satterthwaite p", id, relative(row.p_value, p[index]), demand::DF);
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

fn relative(found: f64, expected: f64) -> f64 {
    (found - expected).abs() / expected.abs()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect()
}
