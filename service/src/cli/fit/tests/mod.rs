//! `peil fit` from its arguments to its bytes.

#![allow(clippy::unwrap_used)]

mod belonging;
mod binomial;
mod comparing;
mod intervals;
mod places;
mod reading;
mod residuals;
mod threads;
mod undetermined;
mod wrong_input;

use std::path::PathBuf;

use clap::Parser;

use super::{FitArguments, run};

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    fit: FitArguments,
}

/// A CSV file of its own for each test, in the system's temporary folder.
struct Csv(PathBuf);

impl Csv {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("peil-fit-{name}-{}.csv", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn scores(name: &str) -> Self {
        let wobble = |i: usize| ((i * 7919 + 13) % 101) as f64 / 20.0;
        let row = |i: usize| {
            let (client, week) = (i / 6, i % 6);
            let arm = if client % 2 == 0 { "wait" } else { "group" };
            format!("{client},{week},{arm},{}\n", 20.0 - week as f64 + 2.0 * wobble(client) + wobble(i))
        };
        let rows: String = (0..60).map(row).collect();
        Self::new(name, &format!("\u{feff}client,week,arm,score\n{rows},1,wait,12\n"))
    }
}

impl Drop for Csv {
    fn drop(&mut self) {
        // A file that is already gone is as good as removed.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn answer(csv: &Csv, formula: &str, more: &[&str]) -> Result<String, String> {
    let data = csv.0.to_string_lossy().into_owned();
    let mut words = vec!["fit", "--data", &data, "--formula", formula];
    words.extend(more);
    let command = Command::try_parse_from(words).map_err(|error| error.to_string())?;
    let mut out = Vec::new();
    match run(&command.fit, &mut out) {
        Ok(()) => Ok(String::from_utf8(out).unwrap()),
        Err(error) => {
            assert!(out.is_empty(), "an error leaves nothing on standard output");
            assert_eq!(error.exit_status(), 2);
            Err(error.to_string())
        }
    }
}

#[test]
fn json_holds_the_contracts_fields() {
    let csv = Csv::scores("json");
    let levels = ["--levels", "arm=wait,group", "--conditional-modes", "--format", "json"];
    let text = answer(&csv, "score ~ week * arm + (1 | client)", &levels).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let terms: Vec<&str> = value["fixed"].as_array().unwrap().iter().map(|row| row["term"].as_str().unwrap()).collect();
    assert_eq!(terms, ["(Intercept)", "week", "armgroup", "week:armgroup"]);
    assert_eq!((&value["method"], &value["family"]), (&"REML".into(), &"gaussian".into()));
    assert_eq!((&value["observations"], &value["rows_dropped"]), (&60.into(), &1.into()));
    assert_eq!(value["conditional_modes"].as_array().unwrap().len(), 10);
    assert!(value["fixed"][0]["df"].as_f64().unwrap() > 1.0);
    assert_eq!(value["degrees_of_freedom"], "kenward-roger");
    for part in ["read", "model", "fit", "inference"] {
        assert!(value["seconds"][part].as_f64().is_some());
    }
}

#[test]
fn without_degrees_of_freedom_the_normal_distribution_is_named() {
    let csv = Csv::scores("none");
    let text = answer(&csv, "score ~ week + (1 | client)", &["--df", "none", "--ml"]).unwrap();
    assert!(text.contains("normal") && text.contains("by ML"), "{text}");
}

#[test]
fn a_given_theta_is_evaluated_and_not_improved() {
    let csv = Csv::scores("theta");
    let more = ["--at-theta", "0.25", "--format", "json"];
    let value: serde_json::Value =
        serde_json::from_str(&answer(&csv, "score ~ week + (1 | client)", &more).unwrap()).unwrap();
    assert_eq!((&value["theta"][0], &value["status"]), (&0.25.into(), &"not_converged".into()));
}

#[test]
fn whole_terms_are_tested_by_the_method_that_is_named() {
    let csv = Csv::scores("terms");
    let formula = "score ~ week * arm + (1 | client)";
    let text = answer(&csv, formula, &["--tests"]).unwrap();
    assert!(text.contains("Kenward and Roger (1997)") && text.contains("Whole term (type III)"), "{text}");
    let more = ["--tests", "--df", "satterthwaite", "--format", "json"];
    let value: serde_json::Value = serde_json::from_str(&answer(&csv, formula, &more).unwrap()).unwrap();
    let terms: Vec<&str> = value["tests"].as_array().unwrap().iter().map(|row| row["term"].as_str().unwrap()).collect();
    assert_eq!(terms, ["week", "arm", "week:arm"]);
    assert_eq!(value["degrees_of_freedom"], "satterthwaite");
}

#[test]
fn maximum_likelihood_is_judged_by_satterthwaite() {
    let csv = Csv::scores("ml");
    let text = answer(&csv, "score ~ week + (1 | client)", &["--ml"]).unwrap();
    assert!(text.contains("by ML") && text.contains("Satterthwaite (1946)"), "{text}");
}

#[test]
fn a_weight_of_two_is_as_good_as_two_rows() {
    let rows =
        |weight: &str| (0..40).map(|i| format!("{},{},{weight}\n", i % 8, (i * 7919 + 13) % 101)).collect::<String>();
    let single = Csv::new("weights", &format!("client,score,weight\n{}", rows("1")));
    let heavy = Csv::new("heavy", &format!("client,score,weight\n{}", rows("2")));
    let fit = |csv: &Csv| {
        let text = answer(csv, "score ~ 1 + (1 | client)", &["--weights", "weight", "--format", "json"]).unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    let sigma = |value: &serde_json::Value| value["residual_standard_deviation"].as_f64().unwrap();
    let (single, heavy) = (fit(&single), fit(&heavy));
    assert!((sigma(&heavy) / sigma(&single) - 2.0_f64.sqrt()).abs() < 1e-6);
    assert!(
        (single["fixed"][0]["estimate"].as_f64().unwrap() - heavy["fixed"][0]["estimate"].as_f64().unwrap()).abs()
            < 1e-9
    );
}

#[test]
fn robust_errors_stand_beside_the_others() {
    let csv = Csv::scores("robust");
    let text = answer(&csv, "score ~ week + (1 | client)", &["--robust"]).unwrap();
    assert!(text.contains("Robust (CR2)") && text.contains("10 clusters of client"), "{text}");
}
