//! What a person or a program reads: right names, zeros without sign, cautions of one shape.

#![allow(clippy::unwrap_used)]

use super::{Csv, answer};

const SLOPES: &str = "score ~ week + (1 + week | client)";

fn json(csv: &Csv, formula: &str, more: &[&str]) -> serde_json::Value {
    let more: Vec<&str> = more.iter().copied().chain(["--format", "json"]).collect();
    serde_json::from_str(&answer(csv, formula, &more).unwrap()).unwrap()
}

#[test]
fn the_restricted_criterion_is_called_by_its_name() {
    let csv = Csv::scores("criterion");
    let text = answer(&csv, SLOPES, &[]).unwrap();
    assert!(text.contains("REML criterion ") && !text.contains("-2 log-likelihood"), "{text}");
    let text = answer(&csv, SLOPES, &["--ml"]).unwrap();
    assert!(text.contains("-2 log-likelihood ") && !text.contains("REML"), "{text}");
    let text = answer(&csv, SLOPES, &["--reml", "--compare", "score ~ week + (1 | client)"]).unwrap();
    assert!(text.contains("REML criterion") && !text.contains("-2 log-likelihood"), "{text}");
}

#[test]
fn the_end_of_the_search_is_told_in_plain_words() {
    let csv = Csv::scores("ending");
    let text = answer(&csv, "score ~ week + (1 | client)", &[]).unwrap();
    assert!(text.contains("a further step promises an improvement of less than 1e-"), "{text}");
    let text = answer(&csv, "score ~ week + (1 | client)", &["--at-theta", "3"]).unwrap();
    assert!(text.contains("Evaluated at the theta that was given") && !text.contains("NOT"), "{text}");
}

#[test]
fn a_correlation_on_the_boundary_keeps_its_sign() {
    let rows = |sign: f64| -> String {
        let row = |i: usize| {
            let (client, week) = (i / 6, (i % 6) as f64);
            let level = client as f64 - 5.0;
            format!(
                "{client},{week},{}\n",
                50.0 + 3.0 * level + sign * level * week + ((i * 7919 + 13) % 7) as f64 / 90.0
            )
        };
        (0..60).map(row).collect()
    };
    for (sign, shown) in [(1.0, " 1.000 (boundary)"), (-1.0, "-1.000 (boundary)")] {
        let csv = Csv::new("sign", &format!("client,week,score\n{}", rows(sign)));
        let text = answer(&csv, SLOPES, &[]).unwrap();
        assert!(text.contains(shown), "{text}");
    }
}

#[test]
fn an_effect_correlates_with_itself_exactly() {
    let csv = Csv::scores("diagonal");
    let value = json(&csv, SLOPES, &[]);
    let correlations = &value["random"][0]["correlations"];
    assert_eq!((&correlations[0][0], &correlations[1][1]), (&1.0.into(), &1.0.into()));
}

#[test]
fn shares_are_named_as_terms_and_advice_is_not_given_twice() {
    let csv = Csv::scores("shares");
    let text = answer(&csv, SLOPES, &[]).unwrap();
    assert!(text.contains("rows: (1 + week | client) "), "{text}");
    let few = "score ~ arm + (1 | week)";
    assert!(answer(&csv, few, &["--df", "none"]).unwrap().contains("use Kenward-Roger or Satterthwaite"));
    let text = answer(&csv, few, &[]).unwrap();
    assert!(
        text.contains("Caution: `week` has only 6 levels: the variance between them is very uncertain.\n"),
        "{text}"
    );
}

#[test]
fn cautions_have_one_shape_in_every_answer() {
    let csv = Csv::scores("cautions");
    let few = json(&csv, "score ~ week + (1 | arm)", &[]);
    assert_eq!(json(&csv, "score ~ week + (1 | client)", &[])["cautions"], serde_json::json!([]));
    assert_eq!(few["cautions"][0]["kind"], "describe_only");
    assert!(few["cautions"][0]["message"].as_str().unwrap().contains("`arm` has only 2 levels"));
    assert_eq!(few["cautions"][0].as_object().unwrap().len(), 2);
    assert!(answer(&csv, "score ~ week + (1 | arm)", &[]).unwrap().contains("\nCaution: `arm` has only 2 levels"));
}
