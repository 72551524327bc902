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
}
