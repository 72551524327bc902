//! What the data cannot tell is said once, by name, and nothing that hangs on it is shown as known.

#![allow(clippy::unwrap_used)]

use super::{Csv, answer};

/// Twenty clients of six weeks in four groups; `code` is the client by another name.
fn csv(name: &str) -> Csv {
    let wobble = |i: usize| ((i * 7919 + 13) % 101) as f64 / 101.0;
    let row = |i: usize| {
        let (client, week) = (i / 6, i % 6);
        let (score, high) =
            (20.0 - week as f64 + 9.0 * wobble(11 * client + 5) + 4.0 * wobble(i), wobble(i) + wobble(11 * client + 5));
        format!("g{},{client},c{client},{week},{score},{}\n", client / 5, u8::from(high > 1.0))
    };
    Csv::new(name, &format!("group,client,code,week,score,high\n{}", (0..120).map(row).collect::<String>()))
}

#[test]
fn twins_of_a_binomial_model_are_named_under_every_method() {
    let csv = csv("binomial-twins");
    for more in [&[][..], &["--agq", "1"], &["--agq", "9"], &["--link", "cloglog"]] {
        let more: Vec<&str> = ["--family", "binomial"].into_iter().chain(more.iter().copied()).collect();
        for random in ["(1 | client) + (1 | code)", "(1 | client/code)"] {
            let text = answer(&csv, &format!("high ~ week + {random}"), &more).unwrap();
            let caution = "Caution: the data cannot tell the variances of `(Intercept)` between the levels of `client";
            assert_eq!(text.matches(caution).count(), 1, "{text}");
            assert!(
                text.contains("apart; leave one of them out.") && text.contains("NOT DETERMINED by the data"),
                "{text}"
            );
            assert!(!text.contains("Converged"), "{text}");
            let week = text.lines().find(|line| line.starts_with("week")).unwrap();
            assert!(week.split_whitespace().nth(2).unwrap().parse::<f64>().unwrap() < 1.0, "{week}");
        }
    }
    let json = ["--family", "binomial", "--format", "json"];
    let value: serde_json::Value =
        serde_json::from_str(&answer(&csv, "high ~ factor(group) + week + (1 | group)", &json).unwrap()).unwrap();
    assert_eq!((&value["status"], &value["cautions"][1]["kind"]), (&"not_identified".into(), &"not_identified".into()));
    assert_eq!(value["evidence"]["flat"][0]["cause"], "fixed_effects");
    for (row, known) in [(0, false), (1, false), (4, true)] {
        let row = &value["fixed"][row];
        assert_eq!([row["standard_error"].is_number(), row["p_value"].is_number()], [known; 2], "{row}");
    }
}

#[test]
fn an_intercept_a_row_is_refused() {
    let rows: String = (0..40).map(|i| format!("{},{},{i}\n", i % 7, u8::from(i * 5 % 7 < 3))).collect();
    let csv = Csv::new("one-row", &format!("week,high,row\n{rows}"));
    let error = answer(&csv, "high ~ week + (1 | row)", &["--family", "binomial"]).unwrap_err();
    assert!(
        error.contains("every level of `row` has one row of 0 or 1") && error.contains("leave the term out"),
        "{error}"
    );
}

#[test]
fn what_is_refused_for_one_reason_is_refused_once() {
    let csv = csv("once");
    let text = answer(&csv, "score ~ factor(group) + week + (1 | group)", &["--robust", "--tests"]).unwrap();
    assert_eq!(text.matches("no cluster-robust error").count(), 1, "{text}");
    assert!(text.contains("So it is with `factor(group)g1`, `factor(group)g2`, `factor(group)g3`."), "{text}");
    assert!(
        text.contains("(maximum likelihood makes it zero whatever the data are); leave one of the two out"),
        "{text}"
    );
}
