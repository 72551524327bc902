//! Several models of the same rows.

#![allow(clippy::unwrap_used)]

use super::{Csv, answer};

const SMALL: &str = "score ~ week + (1 | client)";
const LARGE: &str = "score ~ week * arm + (1 | client)";
const SLOPES: &str = "score ~ week * arm + (1 + week | client)";

fn json(csv: &Csv, formula: &str, more: &[&str]) -> serde_json::Value {
    let more: Vec<&str> = more.iter().copied().chain(["--format", "json"]).collect();
    serde_json::from_str(&answer(csv, formula, &more).unwrap()).unwrap()
}

#[test]
fn each_model_is_tested_against_the_nearest_smaller_one() {
    let csv = Csv::scores("compare");
    let value = json(&csv, SMALL, &["--compare", LARGE, "--compare", SLOPES]);
    assert_eq!((&value["method"], &value["observations"]), (&"ML".into(), &60.into()));
    let models = value["models"].as_array().unwrap();
    assert_eq!(models.iter().map(|m| m["parameters"].as_u64().unwrap()).collect::<Vec<_>>(), [4, 6, 8]);
    let tests = value["comparisons"].as_array().unwrap();
    assert_eq!(tests[0]["likelihood_ratio"]["reference"], serde_json::json!({"law": "chi_square", "df": 2}));
    assert_eq!(
        tests[1]["likelihood_ratio"]["reference"],
        serde_json::json!({"law": "mixture", "lower": 1, "upper": 2})
    );
    let single = json(&csv, LARGE, &["--ml"]);
    let difference = single["aic"].as_f64().unwrap() - models[1]["aic"].as_f64().unwrap();
    assert!(difference.abs() < 1e-6);
}

#[test]
fn a_row_that_one_model_misses_is_left_out_of_all_and_told() {
    let rows: String = (0..60)
        .map(|i| format!("{},{},{},{}\n", i % 8, i % 5, if i == 7 { "NA" } else { "1.5" }, (i * 31) % 23))
        .collect();
    let rows = rows.replace("0,0,1.5", "0,0,3");
    let csv = Csv::new("rows", &format!("client,week,mood,score\n{rows}"));
    let text = answer(&csv, SMALL, &["--compare", "score ~ week + mood + (1 | client)"]).unwrap();
    assert!(text.contains("the same 59 rows for all, 1 left out for a missing value"), "{text}");
    assert!(text.contains("model 1 leaves out rows: 1."), "{text}");
    let value = json(&csv, SMALL, &["--compare", "score ~ week + mood + (1 | client)"]);
    assert_eq!((&value["models"][0]["rows_given_up"], &value["models"][1]["rows_given_up"]), (&1.into(), &0.into()));
}

#[test]
fn models_that_cannot_be_compared_are_refused_with_a_remedy() {
    let csv = Csv::scores("incomparable");
    let error = answer(&csv, SMALL, &["--compare", LARGE, "--reml"]).unwrap_err();
    assert!(error.starts_with("--compare:") && error.contains("refit both by ML"), "{error}");
    let error = answer(&csv, SMALL, &["--compare", "score ~ weak + (1 | client)"]).unwrap_err();
    assert!(error.starts_with("--compare, model 2: formula, position 9: there is no column `weak`"), "{error}");
}

#[test]
fn models_that_are_not_nested_are_compared_without_a_test() {
    let csv = Csv::scores("other");
    let text = answer(&csv, "score ~ arm + (1 | client)", &["--compare", SMALL]).unwrap();
    assert!(text.contains("No test of 1 against 2") && text.contains("AIC"), "{text}");
}

#[test]
fn a_simulated_p_value_does_not_depend_on_the_threads() {
    let csv = Csv::scores("simulated");
    let p = |threads: &str| {
        let more = ["--compare", SLOPES, "--bootstrap", "40", "--seed", "7", "--threads", threads];
        json(&csv, LARGE, &more)["comparisons"][0]["bootstrap"]["p_value"].as_f64().unwrap()
    };
    assert!(p("1") > 0.0 && p("1").to_bits() == p("2").to_bits());
}

#[test]
fn variances_that_cannot_be_told_apart_are_told_in_text_and_json() {
    let csv = Csv::scores("flat");
    let formula = "score ~ week + (1 | client) + (1 | client)";
    let text = answer(&csv, formula, &[]).unwrap();
    let caution = "Caution: the data cannot tell the variances of `(Intercept)` between the levels of `client` in 2 random terms apart";
    assert!(text.contains(caution) && text.contains("NOT DETERMINED"), "{text}");
    let value = json(&csv, formula, &[]);
    assert_eq!(
        (&value["status"], &value["evidence"]["flat"][0]["cause"]),
        (&"not_identified".into(), &"each_other".into())
    );
    assert!(value["cautions"].as_array().unwrap().iter().any(|caution| caution["kind"] == "not_identified"), "{value}");
}
