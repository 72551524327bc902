//! Methods of reliable change against stored answers, number by number.

#![allow(clippy::unwrap_used)]

mod helpers;

use helpers::{answers, carried, collection, model_of, number, numbers, read, relative, strings};
use peil_stats::change::{
    Cutoff, Direction, Method, Norm, Reliability, ReliableLimit, Sample, change_index, classify, slope_index,
};
use peil_stats::fit::{Criterion, fit_at};
use serde_json::Value;

const EXACT: f64 = 1e-12;

fn near(found: f64, expected: &Value, what: &str) {
    let expected = number(expected);
    let error = if expected == 0.0 { found.abs() } else { relative(found, expected) };
    assert!(error <= EXACT, "{what}: {found} against {expected}");
}

#[test]
fn every_stored_set_has_its_indices_categories_and_cutoffs() {
    let Some(folder) = collection() else { return };
    let file = read(&folder.join("fits/rci.json"));
    let sets = file.as_object().unwrap().iter().filter(|(_, set)| set["pre"].is_array());
    let mut compared = 0;
    for (name, set) in sets {
        let (pre, post) = (numbers(&set["pre"]), numbers(&set["post"]));
        let pairs: Vec<(f64, f64)> = pre.into_iter().zip(post).collect();
        let direction = match set["direction"].as_str().unwrap() {
            "higher is better" => Direction::HigherBetter,
            _ => Direction::LowerBetter,
        };
        let sample = Sample::of(&pairs, number(&set["reliability"])).unwrap();
        indices(name, set, &sample, &pairs, direction);
        verdicts(name, set, &sample, &pairs, direction);
        compared += 1;
    }
    assert_eq!(compared, 2);
}

fn indices(name: &str, set: &Value, sample: &Sample, pairs: &[(f64, f64)], direction: Direction) {
    let methods = [
        ("JT", Method::JacobsonTruax),
        ("GLN", Method::GulliksenLordNovick),
        ("HLL", Method::HsuLinnLord),
        ("EN", Method::EdwardsNunnally),
    ];
    for (key, method) in methods {
        let expected = set[key]["rci"].as_array().unwrap();
        assert_eq!(expected.len(), pairs.len());
        for ((start, now), expected) in pairs.iter().zip(expected) {
            // The stored indices are of post − pre, ours of improvement.
            let found = direction.sign() * change_index(method, sample, *start, *now, direction).unwrap();
            // Where M₂ and a prediction nearly cancel, the difference carries the rounding of the scores.
            let error = (found - number(expected)).abs() / number(expected).abs().max(1.0);
            assert!(error <= EXACT, "{name} {key}: {found} against {expected}");
        }
    }
}

fn verdicts(name: &str, set: &Value, sample: &Sample, pairs: &[(f64, f64)], direction: Direction) {
    let reliability = sample.reliability(number(&set["z"])).unwrap();
    near(reliability.standard_error(), &set["se_measurement"], name);
    near(reliability.standard_error_of_difference(), &set["s_diff"], name);
    near(reliability.points(), &set["reliable_change_points"], name);
    let functional = Norm::new(number(&set["norm"]["mean"]), number(&set["norm"]["sd"])).unwrap();
    let cutoff = Cutoff::c(sample.before(), functional).unwrap();
    near(Cutoff::a(sample.before(), direction).unwrap().value(), &set["cutoffs"]["a"], name);
    // With the standard deviation of the functional population; an R package takes the clinical one here.
    near(Cutoff::b(functional, direction).unwrap().value(), &set["cutoffs"]["b"], name);
    near(cutoff.value(), &set["cutoffs"]["c"], name);
    let limit = ReliableLimit::Computed(reliability);
    let (by_change, by_status) = (strings(&set["JT"]["category"]), strings(&set["clinical_status_c"]));
    for (((start, now), change), status) in pairs.iter().zip(by_change).zip(by_status) {
        let word = |cutoff| {
            let category = classify(*start, *now, direction, limit, cutoff).unwrap().category;
            serde_json::to_value(category).unwrap()
        };
        assert_eq!(word(None), Value::from(change), "{name}: {start} to {now}");
        assert_eq!(word(Some(cutoff)), Value::from(status), "{name}: {start} to {now}");
    }
}

#[test]
fn the_worked_example_of_1991() {
    let Some(folder) = collection() else { return };
    let answer = &read(&folder.join("fits/rci.json"))["jacobson_truax_1991"];
    let index = Reliability::new(7.5, 0.80, 1.96).unwrap().index(47.5 - 32.5);
    near(index, &answer["rci_computed"], "worked example");
    let c = Cutoff::c(Norm::new(40.0, 7.5).unwrap(), Norm::new(60.0, 7.5).unwrap()).unwrap();
    near(c.value(), &answer["cutoff_c_computed"], "worked example");
}

/// The method by its other formula, over the differences of the sample themselves.
#[test]
fn hageman_and_arrindell_from_the_differences() {
    let Some(folder) = collection() else { return };
    let set = &read(&folder.join("fits/rci.json"))["claus_2020_bdi"];
    let (pre, post) = (numbers(&set["pre"]), numbers(&set["post"]));
    let pairs: Vec<(f64, f64)> = pre.iter().copied().zip(post.iter().copied()).collect();
    let differences: Vec<f64> = pairs.iter().map(|(x, y)| y - x).collect();
    let mean = differences.iter().sum::<f64>() / differences.len() as f64;
    let variance = differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (differences.len() - 1) as f64;
    let error = number(&set["s_diff"]);
    let reliable = (variance - error * error) / variance;
    let sample = Sample::of(&pairs, number(&set["reliability"])).unwrap();
    for ((start, now), difference) in pairs.iter().zip(&differences) {
        // Kelley's estimate of the true difference, in its standard error of measurement.
        let expected = (mean + reliable * (difference - mean)) / (reliable.sqrt() * error);
        let found = change_index(Method::HagemanArrindell, &sample, *start, *now, Direction::LowerBetter).unwrap();
        assert!((found + expected).abs() < 1e-11 * expected.abs().max(1.0), "{found} against {expected}");
    }
}

#[test]
fn a_client_s_slope_is_its_mode_and_the_fixed_one_over_the_conditional_deviation() {
    let (_, answer) = answers(&carried()).into_iter().find(|(name, _)| name == "sleepstudy_slope").unwrap();
    let model = model_of(&carried(), &answer).unwrap();
    let answer = &answer["reml"];
    let fitted = fit_at(&model, Criterion::Reml, &numbers(&answer["theta"])).unwrap();
    let fixed = fitted.fixed()[1].estimate;
    let modes = fitted.conditional_modes();
    for level in &answer["ranef"][0]["levels"].as_array().unwrap()[..8] {
        let own = modes.iter().find(|m| m.term == "days" && Some(m.level.as_str()) == level["level"].as_str()).unwrap();
        let found = slope_index(fixed + own.mode, own.standard_deviation, Direction::HigherBetter).unwrap();
        let slope = numbers(&answer["beta"])[1] + number(&level["mode"][1]);
        let expected = slope / number(&level["cond_var"][1][1]).sqrt();
        assert!(relative(found, expected) < 1e-6, "{found} against {expected}");
    }
}
