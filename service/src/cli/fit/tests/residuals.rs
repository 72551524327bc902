//! Residuals that are correlated or scatter differently.

#![allow(clippy::unwrap_used)]

use super::{Csv, answer};

const PLAIN: &str = "score ~ week + (1 | client)";

/// Residuals that follow each other within a client (φ about 0.8), and scatter three times as much in one arm.
fn followed(name: &str) -> Csv {
    let mut state = 17_u64;
    let mut noise = || {
        // The sum of twelve uniform numbers is nearly normal.
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        (0..12).map(|_| uniform()).sum::<f64>() - 6.0
    };
    let mut rows = String::new();
    for client in 0..60 {
        let (arm, scatter) = if client % 2 == 0 { ("a", 1.0) } else { ("b", 3.0) };
        let (own, mut error) = (4.0 * noise(), noise());
        for week in 0..12 {
            rows.push_str(&format!(
                "{},{client},{week},{arm},{}\n",
                client / 6,
                20.0 - 0.5 * f64::from(week) + own + scatter * error
            ));
            error = 0.8 * error + 0.6 * noise();
        }
    }
    Csv::new(name, &format!("group,client,week,arm,score\n{rows}"))
}

fn json(csv: &Csv, formula: &str, more: &[&str]) -> serde_json::Value {
    let more: Vec<&str> = more.iter().copied().chain(["--format", "json"]).collect();
    serde_json::from_str(&answer(csv, formula, &more).unwrap()).unwrap()
}

fn holds(row: &serde_json::Value, name: &str, truth: f64) -> bool {
    let number = |name: &str| row[name].as_f64().unwrap();
    number("lower") < truth
        && truth < number("upper")
        && number("lower") < number(name)
        && number(name) < number("upper")
}

#[test]
fn a_correlation_and_a_ratio_are_found_with_their_intervals() {
    let csv = followed("followed");
    let both = ["--correlation", "car1(week | client)", "--variance", "by(arm)"];
    let value = json(&csv, PLAIN, &both);
    assert_eq!(value["correlation"]["type"], "car1");
    assert!(holds(&value["correlation"], "phi", 0.8), "{}", value["correlation"]);
    let variance = value["variance"].as_array().unwrap();
    assert_eq!((&variance[0]["level"], &variance[0]["ratio"]), (&"a".into(), &1.0.into()));
    assert!(variance[0]["lower"].is_null() && variance.len() == 2);
    assert!(variance[1]["level"] == "b" && holds(&variance[1], "ratio", 3.0), "{}", variance[1]);
    let plain = json(&csv, PLAIN, &[]);
    assert!(plain.get("correlation").is_none() && plain.get("variance").is_none());
    assert!(plain["aic"].as_f64().unwrap() > value["aic"].as_f64().unwrap() + 100.0);
    let text = answer(&csv, PLAIN, &both).unwrap();
    assert!(text.contains("car1, one unit of week apart") && text.contains("Residual of arm"), "{text}");
    assert!(text.contains("are those of arm a.") && text.contains("count how well they are"), "{text}");
    assert!(text.contains("Intervals by Wald's method"), "{text}");
}

#[test]
fn the_order_of_the_rows_counts_as_whole_steps_of_time() {
    let csv = followed("order");
    let by_order = json(&csv, PLAIN, &["--correlation", "ar1(client)"]);
    let by_time = json(&csv, PLAIN, &["--correlation", "ar1(week | group/client)"]);
    assert_eq!(by_order["correlation"], by_time["correlation"]);
    assert_eq!(by_order["correlation"]["type"], "ar1");
    assert_eq!(by_order["fixed"], by_time["fixed"]);
}

#[test]
fn the_first_of_the_given_levels_is_what_others_are_measured_by() {
    let csv = followed("first");
    let ratio = |levels: &str| {
        let value = json(&csv, PLAIN, &["--variance", "by(arm)", "--levels", levels]);
        value["variance"][1]["ratio"].as_f64().unwrap()
    };
    assert!((ratio("arm=a,b") * ratio("arm=b,a") - 1.0).abs() < 1e-5);
}

#[test]
fn clients_who_change_their_level_keep_their_correlation() {
    // A client's rows lie in other levels of group:week: the likelihood may not take those levels as independent.
    let csv = followed("across");
    let correlation = ["--correlation", "ar1(week | client)"];
    let across = json(&csv, "score ~ week + (1 | group:week)", &correlation);
    // A factor more could only make it better, and not by much.
    let more = json(&csv, "score ~ week + (1 | group:week) + (1 | arm)", &correlation);
    let least = |value: &serde_json::Value| value["minus_two_log_likelihood"].as_f64().unwrap();
    assert!((least(&across) - least(&more)).abs() < 20.0 && least(&more) < least(&across) + 1e-6);
    let error =
        answer(&csv, "score ~ week + (1 | group:week)", &[&correlation[..], &["--robust"]].concat()).unwrap_err();
    assert!(error.starts_with("--robust: ") && error.contains("correlated rows"), "{error}");
}

#[test]
fn every_model_of_a_comparison_has_the_correlation() {
    let csv = followed("compared");
    let more = ["--compare", "score ~ week + arm + (1 | client)", "--correlation", "car1(week | client)"];
    let value = json(&csv, PLAIN, &more);
    for model in value["models"].as_array().unwrap() {
        assert!(holds(&model["correlation"], "phi", 0.8), "{model}");
    }
    assert_eq!(value["models"][0]["parameters"], 5);
    assert_eq!(value["comparisons"][0]["likelihood_ratio"]["reference"]["df"], 1);
    assert!(answer(&csv, PLAIN, &more).unwrap().contains("Model 2\nResidual correlation"));
}

#[test]
fn the_bootstrap_estimates_the_correlation_anew_on_any_number_of_threads() {
    let csv = followed("drawn");
    let more = ["--correlation", "car1(week | client)", "--bootstrap", "6", "--threads"];
    let drawn = |threads| json(&csv, PLAIN, &[&more[..], &[threads]].concat())["bootstrap"].to_string();
    assert_eq!(drawn("1"), drawn("2"));
    let both = ["--variance", "by(arm)"];
    let value = json(&csv, PLAIN, &[&more[..], &["2"], &both].concat());
    let intervals = value["bootstrap"]["intervals"].as_array().unwrap();
    let of = |kind: &str| intervals.iter().find(|one| one["parameter"]["kind"] == kind).unwrap();
    let (phi, ratio) = (of("residual_correlation"), of("residual_ratio"));
    assert_eq!(phi["estimate"], value["correlation"]["phi"]);
    assert_eq!(ratio["estimate"], value["variance"][1]["ratio"]);
    assert_eq!((&ratio["parameter"]["stratum"], &ratio["parameter"]["first"]), (&"b".into(), &"a".into()));
    assert!(phi["percentile"][0].as_f64().unwrap() < phi["percentile"][1].as_f64().unwrap());
    let text = answer(&csv, PLAIN, &[&more[..], &["2"], &both].concat()).unwrap();
    assert!(text.contains("phi, car1") && text.contains("std. deviation of b over that of a"), "{text}");
    let two = ["--compare", "score ~ week + arm + (1 | client)"];
    let value = json(&csv, PLAIN, &[&two[..], &more[..], &["2"]].concat());
    assert!(value["comparisons"][0]["bootstrap"]["p_value"].as_f64().unwrap() > 0.0);
}

#[test]
fn the_profile_has_the_correlation_and_the_ratio() {
    let csv = followed("profiled");
    let value =
        json(&csv, PLAIN, &["--correlation", "car1(week | client)", "--variance", "by(arm)", "--ml", "--profile"]);
    let intervals = value["profile"].as_array().unwrap();
    let of = |kind: &str| intervals.iter().find(|one| one["parameter"]["kind"] == kind).unwrap();
    assert!(holds(of("residual_correlation"), "estimate", 0.8) && holds(of("residual_ratio"), "estimate", 3.0));
    assert!(
        (of("residual_ratio")["lower"].as_f64().unwrap() / value["variance"][1]["lower"].as_f64().unwrap() - 1.0).abs()
            < 0.05
    );
    let text = answer(&csv, PLAIN, &["--variance", "by(arm)", "--profile"]).unwrap();
    assert!(text.contains("std. deviation of b over that of a"), "{text}");
}

#[test]
fn a_session_of_the_whole_group_crosses_its_clients() {
    let csv = followed("session");
    let value = json(&csv, "score ~ week + (1 | group/client) + (1 | group:week)", &[]);
    let factors: Vec<&str> =
        value["factors"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(factors.contains(&"group") && factors.contains(&"group:client") && factors.contains(&"group:week"));
    assert_ne!(value["status"], "not_converged");
}

#[test]
fn degrees_of_freedom_count_how_well_the_residual_is_known_unless_another_method_is_asked_for() {
    let csv = followed("known");
    let more = ["--correlation", "ar1(week | client)", "--variance", "by(arm)"];
    let formula = "score ~ week + arm + (1 | client)";
    let kinds = |value: &serde_json::Value| -> Vec<String> {
        let cautions = value["cautions"].as_array().unwrap().iter();
        cautions.map(|caution| caution["kind"].as_str().unwrap().to_owned()).collect()
    };
    let counted = json(&csv, formula, &more);
    assert_eq!(counted["degrees_of_freedom"], "satterthwaite");
    assert_eq!(kinds(&counted), ["correlation_left_out"]);
    let taken = json(&csv, formula, &[&more[..], &["--df", "kenward-roger"]].concat());
    assert_eq!(taken["degrees_of_freedom"], "kenward-roger");
    assert_eq!(kinds(&taken), ["residual_known", "correlation_left_out"]);
    let df = |value: &serde_json::Value| value["fixed"][1]["df"].as_f64().unwrap();
    assert!(60.0 < df(&counted) && df(&counted) < df(&taken), "{} {}", df(&counted), df(&taken));
}

#[test]
fn a_correlation_of_zero_is_named_and_its_interval_is_that_of_the_profile() {
    // Every client swings from week to week: neighbours are less alike than strangers.
    let swing = |row: usize| {
        let (client, week) = (row / 8, row % 8);
        let wobble = ((row * 7919 + 13) % 101) as f64 / 100.0 + ((client * 37) % 11) as f64;
        format!("{client},{week},{}\n", if week % 2 == 0 { wobble } else { wobble + 2.0 })
    };
    let csv = Csv::new("swing", &format!("client,week,score\n{}", (0..160).map(swing).collect::<String>()));
    let more = ["--correlation", "car1(week | client)", "--profile"];
    let text = answer(&csv, PLAIN, &more).unwrap();
    assert!(text.contains("On the boundary, a legal answer: the residual correlation is zero."), "{text}");
    assert!(text.contains("the curvature tells nothing: --profile gives one"), "{text}");
    assert!(!text.contains("not found"), "{text}");
    let value = json(&csv, PLAIN, &more);
    let correlation = &value["correlation"];
    assert!(correlation["phi"] == 0.0 && correlation["lower"].is_null() && correlation["upper"].is_null());
    assert_eq!(value["status"], "on_boundary");
}

#[test]
fn lost_refits_are_told_by_what_they_were_lost_of() {
    let csv = followed("lost");
    let text = std::fs::read_to_string(&csv.0).unwrap();
    let rare = text.lines().enumerate().map(|(line, row)| match line {
        0 => format!("{row},rare\n"),
        _ => format!("{row},{}\n", if line % 240 == 7 { "yes" } else { "no" }),
    });
    let csv = Csv::new("rare", &rare.collect::<String>());
    let text = answer(&csv, PLAIN, &["--variance", "by(rare)", "--bootstrap", "200"]).unwrap();
    assert!(
        text.contains("left no residual variance to stratum `yes`") && text.contains("of 200 refits failed"),
        "{text}"
    );
    assert!(!text.contains("draw at least"), "{text}");
}
