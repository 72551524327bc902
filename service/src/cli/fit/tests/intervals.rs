//! Intervals of every parameter.

#![allow(clippy::unwrap_used)]

use super::{Csv, answer};

const FORMULA: &str = "score ~ week + (1 | client)";

#[test]
fn the_profile_holds_the_estimate_of_every_parameter() {
    let csv = Csv::scores("profile");
    let text = answer(&csv, FORMULA, &["--profile"]).unwrap();
    assert!(text.contains("Profile (maximum likelihood)"), "{text}");
    let text = answer(&csv, FORMULA, &["--profile", "--format", "json"]).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let intervals = value["profile"].as_array().unwrap();
    assert_eq!(intervals.len(), 4);
    for one in intervals {
        let limit = |name: &str| one[name].as_f64().unwrap();
        assert!(limit("lower") < limit("estimate") && limit("estimate") < limit("upper"), "{one}");
    }
}

#[test]
fn the_bootstrap_is_the_same_on_any_number_of_threads() {
    let csv = Csv::scores("bootstrap");
    let drawn = |threads: &str, seed: &str| {
        let more = ["--bootstrap", "50", "--seed", seed, "--threads", threads, "--format", "json"];
        let value: serde_json::Value = serde_json::from_str(&answer(&csv, FORMULA, &more).unwrap()).unwrap();
        value["bootstrap"]["intervals"].to_string()
    };
    assert_eq!(drawn("1", "3"), drawn("3", "3"));
    assert_ne!(drawn("1", "3"), drawn("1", "4"));
    let text = answer(&csv, FORMULA, &["--bootstrap", "20"]).unwrap();
    assert!(text.contains("20 refits of data drawn with seed 1"), "{text}");
}
