#![allow(clippy::unwrap_used)]
//! The command as it is typed.

use std::fmt::Write as _;

use clap::Parser;
use serde_json::Value;

use peil_stats::{
    dropout::{HazardSettings, ValidationSettings},
    evaluation::{Counting, Study, Warning, Worth, characteristics, examine, judged},
    signals::{Level, Rule, Scale, Settings},
    simulate::World,
};

use super::{EvaluateArguments, SignalsError, run, simulated_in};
use crate::{
    domain::Language,
    pages::texts::Texts,
    signals::{Counted, DROPOUT_BY_MODEL, ErrorRate, SIMULATED, Simulated},
};

/// What finds deterioration early, the mildest level of OFF-P last: OFF is its red limit.
const EARLY: [(Rule, Level); 3] =
    [(Rule::Deterioration, Level::Watch), (Rule::OffTrack, Level::Attention), (Rule::OffTrackByModel, Level::Watch)];

#[derive(Debug, Parser)]
struct Typed {
    #[command(flatten)]
    arguments: EvaluateArguments,
}

fn typed(options: &[&str]) -> Result<String, String> {
    let words = ["evaluate"].into_iter().chain(options.iter().copied());
    let arguments = Typed::try_parse_from(words).map_err(|error| error.to_string())?.arguments;
    let mut out = Vec::new();
    run(&arguments, &mut out).map_err(|error| error.to_string())?;
    Ok(String::from_utf8(out).unwrap())
}

fn simulated(courses: usize, seed: u64) -> Result<(Study, Scale), SignalsError> {
    simulated_in(World::Usual, courses, seed)
}

fn answer(options: &[&str]) -> Value {
    let options: Vec<&str> = options.iter().copied().chain(["--format", "json"]).collect();
    serde_json::from_str(&typed(&options).unwrap()).unwrap()
}

#[test]
fn simulated_courses_give_the_contract_for_every_rule_and_session() {
    let found = answer(&["--simulate", "600", "--seed", "3"]);
    let rows = found["rules"].as_array().unwrap();
    for rule in
        ["DET", "OFF", "OFF-P", "STAG", "STAG-P", "REL", "REC", "MISS", "DROP", "G-STALL", "G-RUPT", "G-SPLIT", "G-OUT"]
    {
        let of: Vec<&Value> = rows.iter().filter(|row| row["rule"] == rule).collect();
        assert!(of.len() > 8, "{rule}");
        assert_eq!(
            of.iter().map(|row| row["session"].as_u64().unwrap()).collect::<Vec<_>>(),
            (1..=of.len() as u64).collect::<Vec<_>>()
        );
    }
    let one = rows.iter().find(|row| row["rule"] == "DET+OFF-68" && row["session"] == 4).unwrap();
    let (sensitivity, ends) =
        (one["sensitivity"].as_f64().unwrap(), one["intervals"]["sensitivity"].as_array().unwrap());
    assert!(ends[0].as_f64().unwrap() < sensitivity && sensitivity < ends[1].as_f64().unwrap());
    assert!(one["false_alarms_per_100"].as_f64().unwrap() > 0.0 && one["n"].as_u64().unwrap() > 200);
    // Too few of them ended before the last half for the model of leaving: said, and not made up.
    assert!(found["dropout"].is_null());
    assert!(
        found["cautions"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one.as_str().unwrap().starts_with("no dropout model is examined: when the judging began "))
    );
    assert_eq!(found, answer(&["--simulate", "600", "--seed", "3"]));
    assert_ne!(found, answer(&["--simulate", "600", "--seed", "4"]));
}

#[test]
fn enough_courses_judge_the_model_of_leaving_forward_in_time() {
    let options = ["--simulate", "2000", "--seed", "2"];
    let (dropout, text) = (&answer(&options)["dropout"], typed(&options).unwrap());
    let number = |key: &str| dropout[key].as_f64().unwrap();
    assert!((0.55..0.9).contains(&number("auc")) && number("brier") < number("brier_of_share"));
    assert!((0.8..1.2).contains(&number("calibration_slope")));
    assert_eq!(dropout["table"].as_array().unwrap().len(), 10);
    assert!(dropout["calibration_intercept"].is_number());
    // Each number stands with its interval, in the file and in words.
    for key in ["auc", "calibration_slope", "calibration_intercept"] {
        let ends = &dropout[format!("{key}_interval")];
        assert_eq!(ends, &dropout["intervals"][key]);
        assert!(ends[0].as_f64().unwrap() < number(key) && number(key) < ends[1].as_f64().unwrap(), "{key}");
        let told = |place: usize| format!("{:.3}", ends[place].as_f64().unwrap());
        let words = format!("{:.3} ({} to {})", number(key), told(0), told(1));
        assert!(text.contains(&words), "{words}");
    }
    let four = &dropout["four_sessions"];
    let keys = |row: &Value| row.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert!(keys(four).iter().all(|key| keys(dropout).contains(key)) && keys(four).len() + 3 == keys(dropout).len());
    assert!(four["auc"].as_f64().unwrap() > 0.6 && four["table"].as_array().unwrap().len() == 10);
    assert!(four["dropouts"].as_u64() > dropout["dropouts"].as_u64());
}

#[test]
fn a_file_is_judged_by_its_last_scores() {
    let mut content = String::from("client,group,session,week,score,attended,ended\n");
    for client in 0..40 {
        let change = [1.2, -1.0, -0.1, 0.1][client % 4];
        for session in 0..10 {
            let wobble = f64::from((session * 7 + client as i32 * 3) % 5) - 2.0;
            let score = (14.0 + change * f64::from(session) + wobble).round();
            let ended = if session == 9 { "completed" } else { "0" };
            writeln!(content, "{client},{},{},{session},{score},1,{ended}", client / 8, session + 1).unwrap();
        }
    }
    let path = std::env::temp_dir().join(format!("peil-evaluate-{}.csv", uuid::Uuid::now_v7()));
    std::fs::write(&path, content).unwrap();
    let options = ["--data", path.to_str().unwrap(), "--instrument", "phq-9"];
    let found = answer(&options);
    let told = typed(&options).unwrap();
    std::fs::remove_file(&path).unwrap();
    let rows = found["rules"].as_array().unwrap();
    let last = rows.iter().rfind(|row| row["rule"] == "DET").unwrap();
    // A tenth visit judges the nine before it.
    assert_eq!((last["session"].as_u64(), last["true_units"].as_u64()), (Some(9), Some(10)));
    assert!(last["sensitivity"].as_f64().unwrap() > 0.9 && last["specificity"].as_f64().unwrap() > 0.9);
    // What did not run is not judged.
    for rule in ["G-STALL", "OFF", "OFF-P", "DET+OFF", "STAG-P"] {
        assert!(!rows.iter().any(|row| row["rule"] == rule), "{rule}");
    }
    let cautions = found["cautions"].to_string();
    assert!(
        cautions.contains("no expected course, of the other groups: 32 courses")
            && cautions.contains("no dropout model")
            && cautions.contains("STAG-P is not judged: no planned end")
            && cautions.contains("G-STALL is all but silent"),
        "{cautions}"
    );
    assert!(told.contains("sensitivity by session ▁") && told.contains("the other groups"), "{told}");
}

#[test]
fn the_chart_has_a_panel_a_rule() {
    let path = std::env::temp_dir().join(format!("peil-worth-{}.svg", uuid::Uuid::now_v7()));
    typed(&["--simulate", "300", "--chart", path.to_str().unwrap()]).unwrap();
    let svg = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!([">DET<", ">OFF-P<", ">G-OUT<"].iter().all(|rule| svg.contains(rule)) && svg.contains("seed 1"));
    assert!(typed(&["--simulate", "300", "--chart", "/nowhere/x.svg"]).unwrap_err().contains("/nowhere/x.svg"));
}

#[test]
fn a_chart_is_of_the_kind_that_its_name_ends_in() {
    for (ending, first) in [("png", &b"\x89PNG"[..]), ("pdf", b"%PDF"), ("SVG", b"<svg")] {
        let path = std::env::temp_dir().join(format!("peil-worth-{}.{ending}", uuid::Uuid::now_v7()));
        typed(&["--simulate", "60", "--chart", path.to_str().unwrap()]).unwrap();
        let picture = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(picture.starts_with(first), "{ending}");
    }
    let refused = typed(&["--simulate", "60", "--chart", "x.jpg"]).unwrap_err();
    assert!(refused.contains("ends in .svg, .png or .pdf"), "{refused}");
}

#[test]
fn what_is_observed_of_true_courses_stands_beside_the_theory() {
    let found = answer(&["--simulate", "1200", "--seed", "3"]);
    let theory = found["deterioration_by_theory"].as_array().unwrap();
    // The longest group holds 24 sessions: nobody has so many scores after the first.
    assert!(theory.last().unwrap()["observed"].is_null());
    for row in &theory[..4] {
        let (observed, interval) = (&row["observed"], &row["observed"]["once_interval"]);
        assert!(observed["clients"].as_u64().unwrap() > 10, "{row}");
        let once = observed["once"].as_f64().unwrap();
        assert!(interval[0].as_f64().unwrap() <= once && once <= interval[1].as_f64().unwrap());
        assert!(observed["confirmed"].as_f64().unwrap() <= once);
    }
    let named = |rule: &str, course: &str| {
        let rows = found["by_true_course"].as_array().unwrap();
        let row = rows.iter().find(|row| row["rule"] == rule && row["course"] == course);
        row.map(|row| row["named"].as_f64().unwrap())
    };
    assert!(named("DET", "deteriorating") > Some(0.4) && named("DET", "stable") < Some(0.3));
    assert!(named("REC", "improving") > Some(0.3) && named("DROP", "dropping_out") > named("DROP", "stable"));
    assert!(named("G-RUPT", "ruptured_group") > named("G-RUPT", "ordinary_group"));
    // A rule of the group is about no client.
    assert_eq!(named("G-RUPT", "stable"), None);
    let text = typed(&["--simulate", "1200", "--seed", "3"]).unwrap();
    assert!(text.contains("; observed ") && text.contains("g-stall"), "{text}");
    // Marks and model apart, and together as shown.
    for rule in ["DROP", "DROP-marks", "DROP-model"] {
        assert!(found["whole"].as_array().unwrap().iter().any(|row| row["rule"] == rule), "{rule}");
    }
}

#[test]
fn a_world_that_differs_gives_other_rates() {
    let base = |world: &str| {
        let found = answer(&["--simulate", "600", "--world", world]);
        assert_eq!(found["source"]["world"], world);
        let whole = found["whole"].as_array().unwrap();
        whole.iter().find(|row| row["rule"] == "DET").unwrap()["base_rate"].as_f64().unwrap()
    };
    let (few, usual, many) = (base("base-4"), base("usual"), base("base-15"));
    assert!(few < usual && usual < many, "{few} {usual} {many}");
    assert!(typed(&["--world", "noisy"]).is_err() && typed(&["--data", "x.csv", "--world", "noisier"]).is_err());
}

#[test]
fn what_was_typed_wrong_is_told() {
    assert!(typed(&["--simulate", "3"]).unwrap_err().contains("from 50 to 1000000"));
    assert!(typed(&["--simulate", "60", "--data", "x.csv"]).unwrap_err().contains("cannot be used with"));
    assert!(typed(&["--data", "/nowhere.csv", "--instrument", "phq-9"]).unwrap_err().contains("is the name right?"));
    assert!(typed(&["--data", "/nowhere.csv"]).unwrap_err().contains("--instrument ID"));
    // Nothing that was typed is passed over.
    for ignored in [["--instrument", "phq-9"], ["--reliable-change", "6"], ["--column", "client=id"]] {
        assert!(typed(&[&["--simulate", "60"], &ignored[..]].concat()).is_err(), "{ignored:?}");
        assert!(typed(&ignored).unwrap_err().contains("--data"), "{ignored:?}");
    }
}

#[test]
fn the_rates_that_signals_tell_are_those_that_were_measured() {
    let (with, without) = (&EARLY[..], &EARLY[..2]);
    let (mut worth, mut by_fourth): (Vec<Vec<Worth>>, _) = (Vec::new(), [(0, 0); 2]);
    for seed in 21..=26 {
        let (study, scale) = simulated(4000, seed).unwrap();
        let found = examine(study, &scale, &Settings::default(), None, &|_| ());
        worth.push(found.worth(&scale));
        for (sum, rules) in by_fourth.iter_mut().zip([with, without]) {
            let units = judged(&found.study, &found.spoken, Warning::of(rules), &scale);
            let named = characteristics(&units, 4).sensitivity;
            *sum = (sum.0 + named.successes, sum.1 + named.trials);
        }
    }
    // What the page of the purpose tells of all three together, and of two of them.
    let texts = Texts::new().unwrap();
    for (language, before) in [(Language::En, "about "), (Language::Nl, "ongeveer ")] {
        let told = texts.get(language, "purpose-off-p-watch", None);
        let [with, without] = by_fourth.map(|(named, all)| (100.0 * named as f64 / all as f64).round());
        let (first, second) = (format!("{before}{with} "), format!("{before}{without}."));
        assert!(told.contains(&first) && told.contains(&second), "{with} and {without}: {told}");
    }
    let measured = SIMULATED.map(|(rule, least, Simulated { counted, .. })| {
        let counting = if counted == Counted::Amber { Counting::BeforeRed } else { Counting::All };
        let warning = Warning { rules: &[(rule, least)], counting };
        let of_rule = worth.iter().flatten().filter(|worth| worth.warning == warning);
        let (mut right, mut named, mut base) = (0, 0, 0.0);
        for one in of_rule.map(|worth| worth.whole) {
            right += one.ppv.successes;
            named += one.ppv.trials;
            base += one.base.unwrap() * one.ppv.trials as f64;
        }
        let of_100 = |part: f64| (100.0 * part / named as f64).round() as u32;
        (rule, least, Simulated { counted, right_of_100: of_100(right as f64), base_of_100: of_100(base) })
    });
    assert_eq!(SIMULATED, measured);
}

#[test]
fn deterioration_is_found_by_the_fourth_session_on_worlds_that_nothing_was_tuned_on() {
    // OFF-P was settled on the seeds 101 to 120.
    let mut parts = [(0, 0), (0, 0)];
    for seed in (1..=12).chain(31..=35) {
        let (study, scale) = simulated(2000, seed).unwrap();
        let found = examine(study, &scale, &Settings::default(), None, &|_| ()).worth(&scale);
        let by_model = found.iter().find(|worth| worth.warning.name() == "OFF-P").unwrap().sessions[3];
        for (part, of) in parts.iter_mut().zip([by_model.sensitivity, by_model.specificity]) {
            *part = (part.0 + of.successes, part.1 + of.trials);
        }
    }
    let [sensitivity, specificity] = parts.map(|(right, all)| f64::from(right as u32) / f64::from(all as u32));
    assert!(sensitivity >= 0.75 && specificity >= 0.80, "{sensitivity} at {specificity}");
}

#[test]
fn the_rate_of_dropout_by_the_model_is_the_one_that_was_measured() {
    let (mut right, mut named, mut so, mut all) = (0, 0, 0, 0);
    for seed in 21..=23 {
        let (study, scale) = simulated(2000, seed).unwrap();
        let settings = (HazardSettings::default(), ValidationSettings::default());
        let found = study.foretold_forward(scale.direction, &settings.0, &settings.1).unwrap();
        right += found.named.left.successes;
        named += found.named.left.trials;
        so += found.named.of_all.successes;
        all += found.named.of_all.trials;
    }
    let of_100 = |part: usize, whole: usize| (100.0 * part as f64 / whole as f64).round() as u32;
    let measured = ErrorRate::Ahead { right_of_100: of_100(right, named), base_of_100: of_100(so, all) };
    assert_eq!(DROPOUT_BY_MODEL, measured);
}
