//! Yes or no: who leaves.

#![allow(clippy::unwrap_used)]

use super::{Csv, answer};

/// One row a week until the member leaves.
fn weeks(name: &str) -> Csv {
    let leaves = |client: usize| 2 + (client * 7 + client / 9) % 11;
    let rows = (0..60).flat_map(|client| (0..8).map(move |week| (client, week)));
    let kept = rows.filter(|&(client, week)| week <= leaves(client));
    let text: String = kept
        .map(|(client, week)| format!("{},{client},{week},{}\n", client / 6, u8::from(week == leaves(client))))
        .collect();
    Csv::new(name, &format!("group,client,week,dropout\n{text}"))
}

const FORMULA: &str = "dropout ~ week + (1 | group)";

fn json(more: &[&str], name: &str) -> serde_json::Value {
    let more: Vec<&str> =
        ["--family", "binomial", "--format", "json"].into_iter().chain(more.iter().copied()).collect();
    serde_json::from_str(&answer(&weeks(name), FORMULA, &more).unwrap()).unwrap()
}

#[test]
fn quadrature_is_the_default_and_one_node_is_laplace() {
    let value = json(&[], "hazard");
    assert_eq!(
        (&value["family"], &value["method"], &value["link"]),
        (&"binomial".into(), &"AGQ".into(), &"logit".into())
    );
    assert_eq!(value["fixed"][0]["df"], serde_json::Value::Null);
    assert!(value["seconds"]["fit"].as_f64().is_some() && value["residual_standard_deviation"].is_null());
    let value = json(&["--agq", "1", "--link", "cloglog"], "laplace");
    assert_eq!((&value["method"], &value["link"]), (&"Laplace".into(), &"cloglog".into()));
}

#[test]
fn laplace_of_one_event_a_client_is_told_to_be_wrong() {
    let csv = weeks("caution");
    let more = ["--family", "binomial", "--agq", "1"];
    let text = answer(&csv, "dropout ~ week + (1 | client)", &more).unwrap();
    assert!(text.contains("Laplace's approximation") && text.contains("Caution: Laplace"), "{text}");
    assert!(text.contains("use adaptive quadrature: leave out --agq 1."), "{text}");
    let more = [&more[..], &["--format", "json"]].concat();
    let value: serde_json::Value =
        serde_json::from_str(&answer(&csv, "dropout ~ week + (1 | client)", &more).unwrap()).unwrap();
    assert_eq!(value["cautions"][0]["kind"], "laplace_few_events");
    assert!(value["cautions"][0]["message"].as_str().unwrap().contains("--agq 1"));
}

#[test]
fn events_of_trials_are_as_good_as_their_single_rows() {
    let missed = |i: usize| (i * 7919 + 13) % 101 % 4;
    let counted: String = (0..40).map(|i| format!("{},{},{},3\n", i / 5, i % 5, missed(i))).collect();
    let single = (0..40).flat_map(|i| (0..3).map(move |one| (i, u8::from(one < missed(i)))));
    let single: String = single.map(|(i, one)| format!("{},{},{one},1\n", i / 5, i % 5)).collect();
    let fit = |name: &str, rows: &str| {
        let csv = Csv::new(name, &format!("client,month,missed,planned\n{rows}"));
        let more = ["--family", "binomial", "--trials", "planned", "--agq", "15", "--format", "json"];
        let text = answer(&csv, "missed ~ month + (1 | client)", &more).unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    let (counted, single) = (fit("counted", &counted), fit("single", &single));
    let slope = |value: &serde_json::Value| value["fixed"][1]["estimate"].as_f64().unwrap();
    assert!((slope(&counted) - slope(&single)).abs() < 1e-6);
    assert_eq!((&counted["trials"], &counted["events"]), (&"planned".into(), &single["events"]));
}

#[test]
fn what_lies_on_the_boundary_is_named() {
    // Every client answers alike but for chance: no slope, and hardly a level.
    let row = |i: usize| format!("{},{},{}\n", i / 10, i % 10, u8::from((i * 37 + 11) % 101 < 40));
    let csv = Csv::new("flat", &format!("client,week,yes\n{}", (0..200).map(row).collect::<String>()));
    let text = answer(&csv, "yes ~ week + (1 + week | client)", &["--family", "binomial"]).unwrap();
    assert!(
        text.contains("On the boundary, a legal answer: ") && text.contains("between the levels of client"),
        "{text}"
    );
    assert!(!text.contains("a standard deviation is exactly zero"), "{text}");
}
