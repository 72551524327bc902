#![allow(clippy::unwrap_used)]
//! The command as it is typed.

use clap::Parser;
use serde_json::Value;

use super::{SingleCaseArguments, run};

#[derive(Debug, Parser)]
struct Typed {
    #[command(flatten)]
    arguments: SingleCaseArguments,
}

/// Four clients whose treatment began after 4, 6, 8 and 10 of 15 weeks; Dirk missed a week.
fn waiting_list() -> String {
    let mut content = String::from("case,phase,time,outcome\n");
    for (case, (name, start)) in [("Anna", 4), ("Bram", 6), ("Coos", 8), ("Dirk", 10)].into_iter().enumerate() {
        for week in 1..=15 {
            let treated = week > start;
            let wobble = f64::from((case as i32 * 7 + week * 5 + week * week) % 7) / 2.0;
            let score = 18.0 + case as f64 + wobble - if treated { 6.0 } else { 0.0 };
            let score = if name == "Dirk" && week == 12 { "NA".to_owned() } else { score.to_string() };
            content.push_str(&format!("{name},{},{week},{score}\n", if treated { "group" } else { "waiting" }));
        }
    }
    content
}

fn typed(content: &str, options: &[&str]) -> Result<String, String> {
    let path = std::env::temp_dir().join(format!("peil-single-case-{}.csv", uuid::Uuid::now_v7()));
    std::fs::write(&path, content).unwrap();
    let words = ["single-case", "--data", path.to_str().unwrap()].into_iter().chain(options.iter().copied());
    let found = Typed::try_parse_from(words).map_err(|error| error.to_string()).and_then(|typed| {
        let mut out = Vec::new();
        let found = run(&typed.arguments, &mut out).map_err(|error| (error.to_string(), error.exit_status()));
        // With an error nothing was written, and it is one line.
        found.map(|()| String::from_utf8(out.clone()).unwrap()).map_err(|(message, status)| {
            assert!(out.is_empty() && status == 2 && message.lines().count() == 1, "{message}");
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

#[test]
fn a_waiting_list_is_analysed() {
    let found = answer(&waiting_list(), &["--better", "lower", "--randomisation", "permutation"]);
    assert_eq!((&found["baseline"], &found["treatment"][0]), (&Value::from("waiting"), &Value::from("group")));
    assert_eq!(found["direction"], "lower_better");
    let dirk = &found["cases"][3];
    assert_eq!(
        (&dirk["case"], dirk["sessions"].as_u64(), dirk["first_treatment"].as_u64()),
        (&Value::from("Dirk"), Some(15), Some(11))
    );
    assert_eq!(dirk["cautions"].as_array().unwrap().len(), 2);
    assert!(
        dirk["nap"]["estimate"].as_f64().unwrap() > 0.9 && dirk["mean_difference"]["points"].as_f64().unwrap() > 4.0
    );
    let test = &found["randomisation"];
    assert_eq!(test["counting"]["kind"], "exact");
    assert_eq!(test["counting"]["assignments"], 24);
    assert!((test["p_value"].as_f64().unwrap() - 1.0 / 24.0).abs() < 1e-12);
    assert!(found["level"]["level"]["estimate"].as_f64().unwrap() > 4.0);
    assert!(found["level"]["between_case"]["estimate"].as_f64().unwrap() > 1.0);
    assert!(found["level_and_slope"]["slope"]["p_value"].is_number());
    // Nothing by lot unless it is said how lots were drawn.
    assert!(answer(&waiting_list(), &["--better", "lower"])["randomisation"].is_null());
}

#[test]
fn the_page_can_be_read() {
    let page = typed(&waiting_list(), &["--better", "lower", "--randomisation", "start-points"]).unwrap();
    for part in [
        "4 cases, 59 scores. Baseline (A): waiting; treatment (B): group.",
        "Lower is better; every difference and effect below is positive for improvement.",
        "Dirk: 1 planned session has no score",
        "10000 assignments",
        "this design cannot give less than 1 in 10000.",
        "This holds if the start points were drawn by lot in this way before the first session.",
        "All cases in one model",
        "Change of slope",
        "Between people (g",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(page.lines().all(|line| line.chars().count() <= 200) && !page.contains("NaN") && !page.contains("inf"));
    let none = typed(&waiting_list(), &["--better", "lower"]).unwrap();
    assert!(none.contains("None was asked for") && none.contains("--randomisation start-points"));
    let late = typed(&waiting_list(), &["--better", "lower", "--randomisation", "permutation", "--not-drawn"]).unwrap();
    assert!(late.contains("Caution: the start points were not drawn by lot beforehand"));
    assert!(!late.contains("This holds if"));
}

#[test]
fn order_of_rows_and_names_of_columns_do_not_matter() {
    let plain = answer(&waiting_list(), &["--better", "lower"]);
    let content = waiting_list();
    let mut lines: Vec<&str> = content.lines().skip(1).collect();
    lines.sort_by_key(|line| (line.split(',').next().map(str::to_owned), line.len(), std::cmp::Reverse(*line)));
    let other = format!("client,stage,week,phq\n{}\n", lines.join("\n"));
    let renamed = ["--case", "client", "--phase", "stage", "--time", "week", "--outcome", "phq", "--better", "lower"];
    let found = answer(&other, &renamed);
    assert_eq!((&found["cases"], &found["level"]), (&plain["cases"], &plain["level"]));
    // Without times the rows are in order.
    let content: String = content.lines().map(|line| line.replace(",time,", ",planned,") + "\n").collect();
    assert_eq!(answer(&content, &["--better", "lower"])["cases"], plain["cases"]);
}

#[test]
fn a_mistake_names_its_place_and_remedy() {
    let error = |content: &str| refused(content, &["--better", "lower"]);
    let rows = |rows: &str| format!("case,phase,time,outcome\n{rows}");
    assert!(error("case;phase\n").contains("separated by semicolons"));
    assert!(error(&rows("")).contains("there is no row below the header"));
    assert!(
        error("client,phase,time,outcome\nA,a,1,2\n").contains(
            "there is no column `case`; the columns are client, phase, time, outcome; name the one that is meant with --case COLUMN"
        )
    );
    assert!(error(&rows("A,a,1,secret\n")).contains("FILE, line 2: column `outcome` holds no number"));
    assert!(!error(&rows("A,a,1,secret\n")).contains("secret"));
    assert!(error(&rows("A,a,1,\"2,5\"\n")).contains("write decimals with a point"));
    assert!(error(&rows("A,a,,3\n")).contains("line 2: column `time` is empty"));
    assert!(error(&rows("A,,1,3\n")).contains("line 2: column `phase` is empty"));
    assert!(error(&rows(",a,1,3\n")).contains("line 2: column `case` is empty"));
    assert!(error(&rows("A,a,1,3\nA,a,1,4\n")).contains("line 3: this case has the same time in line 2"));
    let reversal = error(&rows("A,a,1,3\nA,b,2,4\nA,a,3,3\n"));
    assert!(
        reversal.contains("line 4: a session of the baseline `a` comes after the treatment session of line 3"),
        "{reversal}"
    );
    let begins = error(&rows("A,a,1,3\nB,b,1,4\nA,b,2,3\n"));
    assert!(
        begins.contains("line 3: case `B` begins with phase `b` and case `A` with `a`; say with --baseline LABEL"),
        "{begins}"
    );
    assert!(
        refused(&waiting_list(), &["--better", "lower", "--baseline", "A"]).contains("the phases are waiting, group")
    );
    let same = refused(&waiting_list(), &["--better", "lower", "--outcome", "time"]);
    assert!(same.contains("--outcome and --time both name column `time`"), "{same}");
}

#[test]
fn a_test_that_cannot_be_made_is_refused_with_its_remedy() {
    let early = "case,phase,outcome\nA,a,5\nA,b,2\nA,b,3\nA,b,2\nB,a,4\nB,a,5\nB,a,4\nB,b,2\nB,b,2\nB,b,1\n";
    let error = |options: &[&str]| {
        refused(early, &["--better", "lower", "--randomisation"].iter().chain(options).copied().collect::<Vec<&str>>())
    };
    let apart = error(&["start-points"]);
    assert!(
        apart.contains("case A has 1 baseline and 3 treatment sessions")
            && apart.ends_with("(--min-baseline, --min-treatment)")
    );
    assert!(
        error(&["shared", "--min-baseline", "1"]).contains("cases A and B did not begin after equally many sessions")
    );
    let alone = "case,phase,outcome\nA,a,5\nA,b,2\nA,b,3\n";
    let dealt = refused(alone, &["--better", "lower", "--randomisation", "permutation"]);
    assert!(dealt.contains("there is one case"), "{dealt}");
    assert!(refused(alone, &[]).contains("--better"));
    assert!(refused(alone, &["--better", "lower", "--not-drawn"]).contains("--randomisation"));
    let shorter = answer(early, &["--better", "lower", "--randomisation", "start-points", "--min-baseline", "1"]);
    assert_eq!(shorter["randomisation"]["admissible"]["baseline"], 1);
}

#[test]
fn few_scores_give_reasons_and_no_numbers() {
    let alone = "case,phase,outcome\nA,a,5\nA,b,2\nA,b,3\n";
    let page = typed(alone, &["--better", "lower"]).unwrap();
    assert!(page.contains("1 case, 3 scores") && page.contains("A: the baseline has 1 score; this needs 2."), "{page}");
    assert!(page.contains("With a change of level: none. 1 of 1 cases have scores in both phases"), "{page}");
    let waiting = typed("case,phase,outcome\nA,a,5\nA,a,2\nA,a,3\n", &["--better", "higher"]).unwrap();
    assert!(waiting.contains("treatment (B): none yet") && waiting.contains("the treatment has 0 scores"), "{waiting}");
}

#[test]
fn rows_that_seem_to_be_missing_are_named_and_one_empty_case_stops_no_test() {
    let whole = answer(&waiting_list(), &["--better", "lower"]);
    assert_eq!(whole["cautions"], serde_json::json!([]), "a gap with a row is no gap in the rows");
    let without: String =
        waiting_list().lines().filter(|line| !line.starts_with("Dirk,group,12")).map(|l| format!("{l}\n")).collect();
    let found = answer(&without, &["--better", "lower"]);
    assert!(found["cautions"][0].as_str().unwrap().starts_with("Dirk (from 11 to 13): "), "{}", found["cautions"]);
    let page = typed(&without, &["--better", "lower"]).unwrap();
    assert!(page.contains("  Dirk (from 11 to 13): the rows of these cases leave times out"), "{page}");

    let empty = waiting_list() + "Evi,waiting,1,\nEvi,waiting,2,\nEvi,group,3,\n";
    let options = ["--better", "lower", "--randomisation", "permutation"];
    let (with, without) = (answer(&empty, &options), answer(&waiting_list(), &options));
    assert_eq!(with["randomisation"]["p_value"], without["randomisation"]["p_value"]);
    assert_eq!((&with["drawn_beforehand"], with["cases"].as_array().unwrap().len()), (&Value::from(true), 5));
    let page = typed(&empty, &options).unwrap();
    assert!(page.contains("Caution: case Evi has too few scores in a phase"), "{page}");
}
