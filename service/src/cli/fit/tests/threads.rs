//! The same bytes on any number of threads.

#![allow(clippy::unwrap_used)]

use super::{Csv, answer};

/// More clients than one thread's share.
fn large() -> Csv {
    let wobble = |i: usize| ((i * 7919 + 13) % 1009) as f64 / 200.0;
    let row = |i: usize| {
        let (client, week) = (i / 4, i % 4);
        format!(
            "{},{client},{week},{}\n",
            client / 8,
            20.0 - week as f64 + wobble(client) + wobble(client / 8) + wobble(i)
        )
    };
    let rows: String = (0..24_000).map(row).collect();
    Csv::new("large", &format!("group,client,week,score\n{rows}"))
}

fn json(csv: &Csv, more: &[&str], threads: &str) -> serde_json::Value {
    let more: Vec<&str> = more.iter().copied().chain(["--format", "json", "--threads", threads]).collect();
    let text = answer(csv, "score ~ week + (1 + week | group/client)", &more).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(value.as_object_mut().unwrap().remove("seconds").is_some());
    value
}

#[test]
fn a_large_fit_is_the_same_on_any_number_of_threads() {
    let csv = large();
    for more in [&["--tests", "--robust"][..], &["--compare", "score ~ week + (1 | group/client)"]] {
        let single = json(&csv, more, "1").to_string();
        for threads in ["2", "8"] {
            assert_eq!(json(&csv, more, threads).to_string(), single);
        }
    }
}
