#![allow(clippy::unwrap_used)]
//! The command as it is typed: stored answers, worked examples, and files that are wrong.

use std::fmt::Write;

use clap::Parser;
use serde_json::Value;

use super::{ChangeArguments, run};

#[derive(Debug, Parser)]
struct Typed {
    #[command(flatten)]
    arguments: ChangeArguments,
}

fn typed(content: &str, options: &[&str]) -> Result<String, String> {
    let path = std::env::temp_dir().join(format!("peil-change-{}.csv", uuid::Uuid::now_v7()));
    std::fs::write(&path, content).unwrap();
    let words = ["change", "--data", path.to_str().unwrap()].into_iter().chain(options.iter().copied());
    let found = Typed::try_parse_from(words).map_err(|error| error.to_string()).and_then(|typed| {
        let mut out = Vec::new();
        let found = run(&typed.arguments, &mut out).map_err(|error| (error.to_string(), error.exit_status()));
        // With an error nothing was written.
        found.map(|()| String::from_utf8(out.clone()).unwrap()).map_err(|(message, status)| {
            assert!(out.is_empty() && status == 2, "{message}");
            message.replace(path.to_str().unwrap(), "FILE")
        })
    });
    std::fs::remove_file(&path).unwrap();
    found
}

fn refused(content: &str, options: &[&str]) -> String {
    typed(content, options).unwrap_err()
}

fn answer(content: &str, options: &[&str]) -> Value {
    let options: Vec<&str> = options.iter().copied().chain(["--format", "json"]).collect();
    serde_json::from_str(&typed(content, &options).unwrap()).unwrap()
}

fn near(found: &Value, expected: f64, what: &str) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{what}: {found}"));
    assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{what}: {found} against {expected}");
}

/// First and last score of clients named 1, 2, …
fn before_and_after(pairs: &[(f64, f64)]) -> String {
    let mut content = String::from("client,week,score\n");
    for (client, (start, last)) in (1..).zip(pairs) {
        writeln!(content, "{client},0,{start}\n{client},8,{last}").unwrap();
    }
    content
}

const PHQ: [&str; 2] = ["--instrument", "phq-9"];
const SIX: &str = "client,week,score\nanna,0,15\nanna,4,12\nanna,8,9\nbram,0,20\nbram,8,14\ncoos,0,12\ncoos,8,9\n\
                   dirk,0,9\ndirk,8,16\nella,0,12\n";

/// The method's part of a client's row.
fn by<'a>(client: &'a Value, method: &str) -> &'a Value {
    client["by"].as_array().unwrap().iter().find(|judged| judged["method"] == method).unwrap()
}

#[test]
fn the_stored_sets_come_out_number_by_number() {
    let shared = std::env::var("PEIL_SHARED").unwrap_or_else(|_| "../../shared".to_owned());
    let Ok(text) = std::fs::read_to_string(std::path::Path::new(&shared).join("reference/fits/rci.json")) else {
        println!("skipped: {shared} is not there");
        return;
    };
    let sets: Value = serde_json::from_str(&text).unwrap();
    for (name, direction, sign) in [("jacobson_1989_das", "higher", 1.0), ("claus_2020_bdi", "lower", -1.0)] {
        let set = &sets[name];
        let numbers =
            |key: &str| set[key].as_array().unwrap().iter().map(|one| one.as_f64().unwrap()).collect::<Vec<_>>();
        let pairs: Vec<(f64, f64)> = numbers("pre").into_iter().zip(numbers("post")).collect();
        let (r, norm) = (set["reliability"].to_string(), format!("{},{}", set["norm"]["mean"], set["norm"]["sd"]));
        let options = ["--direction", direction, "--reliability", &r, "--functional", &norm];
        let found = answer(&before_and_after(&pairs), &options);
        for (own, key) in [
            ("standard_error", "se_measurement"),
            ("standard_error_of_difference", "s_diff"),
            ("reliable_change", "reliable_change_points"),
        ] {
            near(&found["numbers"][own], set[key].as_f64().unwrap(), key);
        }
        for cut_off in ["a", "b", "c"] {
            let expected = set["cutoffs"][cut_off].as_f64().unwrap();
            near(&found["numbers"][format!("cut_off_{cut_off}")], expected, cut_off);
        }
        assert_eq!(found["numbers"]["cut_off"]["which"], "c");
        assert_eq!(found["numbers"]["sd"]["source"], "the first scores of this file");
        let methods = [
            ("JT", "jacobson_truax"),
            ("GLN", "gulliksen_lord_novick"),
            ("HLL", "hsu_linn_lord"),
            ("EN", "edwards_nunnally"),
        ];
        let clients = found["clients"].as_array().unwrap();
        assert_eq!(clients.len(), pairs.len());
        for (place, client) in clients.iter().enumerate() {
            for (key, method) in methods {
                // The stored indices are of post − pre, ours of improvement.
                let expected = sign * set[key]["rci"][place].as_f64().unwrap();
                near(&by(client, method)["index"], expected, &format!("{name} {key} {place}"));
            }
            assert_eq!(by(client, "jacobson_truax")["category"], set["clinical_status_c"][place], "{name} {place}");
        }
        let counts = &found["counts"][0];
        assert_eq!(counts["method"], "jacobson_truax");
        for category in ["recovered", "improved", "unchanged", "deteriorated"] {
            assert_eq!(counts[category], set["counts_clinical"][category], "{name} {category}");
        }
    }
}

#[test]
fn the_worked_numbers_of_core_10_and_of_1991_come_out() {
    let pairs = before_and_after(&[(25.0, 18.0), (20.0, 14.0), (15.0, 3.0), (8.0, 9.0)]);
    let core = |z: &str| {
        let typed = ["--instrument", "core-10", "--sd", "7.7", "--reliability", "0.9", "--clinical", "19.7,7.7"];
        answer(&pairs, &[&typed[..], &["--functional", "4.7,4.8", "--z", z]].concat())
    };
    let two = |value: &Value| (100.0 * value.as_f64().unwrap()).round() / 100.0;
    assert_eq!(two(&core("1.96")["numbers"]["reliable_change"]), 6.75);
    assert_eq!(two(&core("1.645")["numbers"]["reliable_change"]), 5.66);
    assert_eq!(two(&core("1.96")["numbers"]["cut_off_c"]), 10.46);
    // Seven points are reliable, six are not at z = 1.96 and are at 1.645.
    let said = |found: &Value, client: usize| by(&found["clients"][client], "jacobson_truax")["category"].clone();
    let (strict, mild) = (core("1.96"), core("1.645"));
    assert_eq!([0, 1, 2, 3].map(|client| said(&strict, client)), ["improved", "unchanged", "recovered", "unchanged"]);
    assert_eq!(said(&mild, 1), "improved");
    let of_1991 = ["--direction", "higher", "--sd", "7.5", "--reliability", "0.8", "--clinical", "40,7.5"];
    let found =
        answer(&before_and_after(&[(32.5, 47.5), (30.0, 31.0)]), &[&of_1991[..], &["--functional", "60,7.5"]].concat());
    near(&by(&found["clients"][0], "jacobson_truax")["index"], 3.162_277_660_168_38, "the worked example");
    near(&found["numbers"]["cut_off_c"], 50.0, "the worked example");
}

#[test]
fn the_questionnaire_s_own_numbers_count_and_name_their_source() {
    let found = answer(SIX, &PHQ);
    let points = &found["numbers"]["points"];
    assert_eq!((&points["points"], &points["inclusive"]), (&6.0.into(), &true.into()));
    assert!(points["source"].as_str().unwrap().contains("Talking Therapies"), "{points}");
    let cut_off = &found["numbers"]["cut_off"];
    assert_eq!(
        (&cut_off["which"], &cut_off["value"], &cut_off["clinical_itself"]),
        (&"own".into(), &10.0.into(), &true.into())
    );
    let said: Vec<&Value> =
        found["clients"].as_array().unwrap().iter().map(|client| &by(client, "points")["category"]).collect();
    assert_eq!(said, ["recovered", "improved", "unchanged", "deteriorated"]);
    assert_eq!(found["clients"][3]["fell_into_the_clinical_range"], true);
    assert_eq!((&found["left_out"], &found["methods"]), (&1.into(), &serde_json::json!(["points"])));
    // What nobody checked is named and not used.
    let cautions = found["cautions"].to_string();
    assert!(
        cautions.contains("no reliability of `phq-9, total` is known") && cautions.contains("give --reliability R")
    );
    assert!(cautions.contains("0.89") && cautions.contains("give --functional M,SD"), "{cautions}");
    let text = typed(SIX, &PHQ).unwrap();
    assert!(
        text.contains("6 points or more") && text.contains("deteriorated*") && text.contains("1 left out"),
        "{text}"
    );
}

#[test]
fn where_methods_disagree_it_says_so() {
    let pairs = before_and_after(&[(24.0, 17.5), (8.0, 2.0), (15.0, 15.0), (14.0, 4.0), (12.0, 20.0)]);
    let options = [&PHQ[..], &["--reliability", "0.75"]].concat();
    let found = answer(&pairs, &options);
    let clients = found["clients"].as_array().unwrap();
    for client in clients {
        let first = &client["by"][0]["category"];
        let others = client["by"].as_array().unwrap()[1..].iter().filter(|judged| judged["category"] != *first);
        let others: Vec<Value> = others.map(|judged| judged["method"].clone()).collect();
        assert_eq!(client["differ"], Value::from(others), "{client}");
    }
    let differ = clients.iter().filter(|client| !client["differ"].as_array().unwrap().is_empty()).count();
    assert!(differ > 0 && found["differ"] == differ, "{found}");
    let text = typed(&pairs, &options).unwrap();
    assert!(text.contains(&format!("Of {differ} of 5 clients a method says otherwise than points")), "{text}");
    let one = typed(&pairs, &[&options[..], &["--method", "edwards-nunnally"]].concat()).unwrap();
    assert!(!one.contains("otherwise") && one.contains("edwards-nunnally (EN)") && !one.contains("(JT)"), "{one}");
}

#[test]
fn slopes_are_told_of_courses_of_three_scores_or_more() {
    let mut content = String::from("client,week,score\n");
    for client in 0..24_i32 {
        for week in 0..8_i32 {
            let wobble = f64::from((client * 5 + week * 3 + client * week) % 7) / 3.0;
            let score = 16.0 + f64::from(client % 5) - f64::from(week * (client % 4 - 1)) * 0.6 + wobble;
            writeln!(content, "{client},{week},{}", score.clamp(0.0, 27.0)).unwrap();
        }
    }
    let found = answer(&content, &PHQ);
    assert_eq!(found["methods"], serde_json::json!(["points", "mixed_model_slope"]));
    let index = |client: usize| by(&found["clients"][client], "mixed_model_slope")["index"].as_f64().unwrap();
    // Every fourth client gets worse, the second of four stands still, the fourth improves most.
    assert!(index(0) < 0.0 && index(3) > 1.96 && index(3) > index(2) && index(2) > index(1), "{found}");
    let why = answer(&content.replace("week", "moment"), &PHQ)["cautions"].to_string();
    assert!(why.contains("mixed-model-slope did not run: the file does not say when"), "{why}");
}

#[test]
fn the_pair_is_summed_up_where_both_questionnaires_are_there() {
    let both = "client,session,phq-9,gad-7\na,1,15,9\na,2,14,\na,3,9,7\nb,1,15,8\nb,2,5,12\nc,1,9,7\nc,2,1,1\nd,1,12,\nd,2,5,5\n";
    let found = answer(both, &PHQ);
    let clients = found["pair"]["clients"].as_array().unwrap();
    let told: Vec<(&Value, &Value, &Value)> =
        clients.iter().map(|row| (&row["client"], &row["reliable"], &row["reliably_recovered"])).collect();
    let expected = [("a", "improved", true), ("b", "mixed", false), ("c", "improved", false)];
    let expected = expected.map(|(client, reliable, is)| (client.into(), reliable.into(), is.into()));
    let expected: Vec<(&Value, &Value, &Value)> =
        expected.iter().map(|(a, b, c): &(Value, Value, Value)| (a, b, c)).collect();
    assert_eq!(told, expected);
    let counts = &found["pair"]["counts"];
    assert_eq!(
        (&counts["clients"], &counts["cases_at_start"], &counts["recovered"]),
        (&3.into(), &2.into(), &1.into())
    );
    assert_eq!(found["clients"].as_array().unwrap().len(), 4, "of PHQ-9 alone there are more");
    let renamed = both.replace("phq-9,gad-7", "depression,anxiety");
    let named = ["--column", "phq-9=depression", "--column", "gad-7=anxiety"];
    assert_eq!(answer(&renamed, &[&PHQ[..], &named].concat())["pair"], found["pair"]);
    assert!(answer(SIX, &PHQ)["pair"].is_null());
    let text = typed(both, &PHQ).unwrap();
    assert!(text.contains("Of 2 cases at the start 1 recovered, 1 of them reliably"), "{text}");
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_its_remedy() {
    let broken = "client,week,score\n,0,12\na,x,12\na,0,99\na,1,\"12,5\"\na,2,12\na,2,13\n";
    let told = refused(broken, &PHQ);
    for (line, what) in [
        (2, "`client` is empty"),
        (3, "`week` holds no number"),
        (4, "from 0 to 27"),
        (5, "decimals with a point"),
        (7, "a row for the same moment in line 6"),
    ] {
        assert!(told.contains(&format!("line {line}: ")) && told.contains(what), "{told}");
    }
    assert!(!told.contains("99"), "{told}");
    assert!(refused(SIX, &[]).contains("--instrument ID"));
    assert!(refused("client,week\na,1\n", &PHQ).contains("no column `score`"));
    assert!(refused("client,week,score\na,1,3\n", &PHQ).contains("no client has two scores"));
    assert!(refused(&SIX.replace(',', ";"), &PHQ).contains("separate them by commas"));
    let with = |options: &[&str]| refused(SIX, &[&PHQ[..], options].concat());
    assert!(with(&["--reliability", "1.2"]).contains("--reliability: a reliability lies between 0 and 1"));
    assert!(with(&["--sd", "0"]).contains("--sd: a standard deviation"));
    assert!(with(&["--z", "-1"]).contains("--z: z must be"));
    assert!(with(&["--reliable-change", "0"]).contains("--reliable-change: "));
    assert!(with(&["--functional", "7.7"]).contains("--functional: write mean and standard deviation"));
    assert!(with(&["--functional", "7.7,-1"]).contains("--functional: a standard deviation"));
    assert!(with(&["--cut-off", "c"]).contains("--cut-off: cut-off c needs --functional"));
    assert!(with(&["--cut-off", "d"]).contains("write a, b or c"));
    assert!(with(&["--method", "jacobson-truax"]).contains("--method jacobson-truax: no reliability is known"));
    assert!(with(&["--score", "mood"]).contains("its scores are total"));
    assert!(with(&["--column", "when=week"]).contains("`when` is none of the columns that are read"));
    let none = refused(SIX, &["--instrument", "bdi-ii"]);
    assert!(none.contains("nothing is known to judge change by") && none.contains("0.92"), "{none}");
}
