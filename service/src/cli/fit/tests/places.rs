//! A mistake in a file is named with its line, and never with what stands there.

#![allow(clippy::unwrap_used)]

use super::{Csv, answer};

const PLAIN: &str = "score ~ week + (1 | client)";

/// Eight clean rows below the header and what is put behind them.
fn error_of(name: &str, rows: &str, formula: &str, more: &[&str]) -> String {
    let clean: String = (0..8).map(|i| format!("{},{},{},1\n", i % 4, i / 4, (i * 31) % 23)).collect();
    let csv = Csv::new(name, &format!("client,week,score,w\n{clean}{rows}"));
    answer(&csv, formula, more).unwrap_err()
}

#[test]
fn a_text_among_the_scores_is_named_with_its_line() {
    let error = error_of("text", "\n4,0,secret,1\n", PLAIN, &[]);
    assert!(error.contains("line 11: column `score` holds text (the only such value of the column)"), "{error}");
    assert!(error.contains("the formula (position 1) needs a number; correct the field, or leave it empty"), "{error}");
    assert!(!error.contains("secret"), "{error}");
    let error = error_of("comma", "4,0,\"12,5\",1\n4,1,\"12,5\",1\n", PLAIN, &[]);
    assert!(error.contains("line 10") && error.contains("the first of 2 such values among 10"), "{error}");
    assert!(error.contains("write decimals with a point") && error.contains("where"), "{error}");
    let error = error_of("infinite", "\n4,0,NaN,1\n", PLAIN, &[]);
    assert!(error.contains("line 11: column `score`: this is not a finite number; correct it"), "{error}");
    let error = error_of("missing", "4,0,n/a,1\n", PLAIN, &[]);
    assert!(error.contains("leave the field empty, or write NA"), "{error}");
}

#[test]
fn every_option_that_needs_numbers_says_where_there_are_none() {
    let error = error_of("weights", "4,0,3,x\n", PLAIN, &["--weights", "w"]);
    assert!(error.contains("line 10: column `w` holds text") && error.contains("--weights needs a number"), "{error}");
    let error = error_of("negative", "4,0,3,-1\n", PLAIN, &["--weights", "w"]);
    assert!(error.contains("line 10: weights: column `w`, row 9: a weight must be a positive number"), "{error}");
    let error = error_of("logarithm", "4,0,3,-1\n", "score ~ log(w) + (1 | client)", &[]);
    assert!(error.contains("line 10: row 9: `log(w)` is not a finite number"), "{error}");
    let other = ["--compare", "score ~ week + I(w^2) + (1 | client)"];
    let error = error_of("second", "4,0,3,x\n", PLAIN, &other);
    assert!(error.starts_with("--compare, model 2: ") && error.contains("line 10: column `w` holds text"), "{error}");
}

#[test]
fn a_quoted_number_with_something_behind_is_not_guessed() {
    let error = error_of("quote", "4,0,\"12\"3,1\n", PLAIN, &[]);
    assert!(error.contains("line 10: the field that begins with a quote goes on"), "{error}");
}

#[test]
fn yes_and_no_are_told_how_to_be_written() {
    let family = ["--family", "binomial"];
    for (name, yes) in [("yes", "ja"), ("true", "TRUE"), ("left", "left")] {
        let rows: String = (0..8).map(|i| format!("{},{}\n", i % 4, if i % 3 == 0 { yes } else { "nee" })).collect();
        let csv = Csv::new(name, &format!("client,gone\n{rows}"));
        let error = answer(&csv, "gone ~ 1 + (1 | client)", &family).unwrap_err();
        assert!(error.contains("line 2: column `gone` holds text (every value of the column)"), "{error}");
        assert!(error.ends_with("write 1 where the event happened (yes, ja) and 0 where it did not"), "{error}");
    }
}

#[test]
fn counts_are_named_with_their_line_and_without_their_value() {
    let family = ["--family", "binomial"];
    // No process has a number as long as this one: the message holds the name of the file, and that holds one.
    let error = error_of("counts", "4,0,3,7700077000\n", "w ~ week + (1 | client)", &family);
    assert!(
        error.contains("line 10: the response of a binomial model needs 0 or 1") && !error.contains("7700077000"),
        "{error}"
    );
    assert!(error.contains("--trials"), "{error}");
    let more = [&family[..], &["--trials", "w"]].concat();
    let error = error_of("trials", "4,0,3,1\n", "score ~ week + (1 | client)", &more);
    assert!(error.contains("line 3: events and trials must be whole numbers"), "{error}");
    let error = error_of("none", "", PLAIN, &["--trials", "w"]);
    assert!(error.contains("--trials belongs to a binomial model"), "{error}");
    let error = error_of("unknown", "", "w ~ week + (1 | client)", &[&family[..], &["--trials", "planed"]].concat());
    assert!(error.contains("--trials: there is no column `planed`"), "{error}");
}

#[test]
fn a_name_that_is_nearly_right_is_suggested() {
    let error = error_of("nearly", "", "scroe ~ week + (1 | client)", &[]);
    assert!(error.ends_with("the columns are client, week, score, w; is `score` meant?"), "{error}");
    let error = error_of("far", "", "score ~ age + (1 | client)", &[]);
    assert!(error.ends_with("the columns are client, week, score, w"), "{error}");
}

#[test]
fn what_the_formula_does_not_use_is_refused() {
    let error = error_of("levels", "", PLAIN, &["--levels", "w=1,0"]);
    assert!(error.contains("--levels: the formula does not use `w` as categories; it uses client, week; "), "{error}");
    let members = Csv::new("unused-members", "client,module,weight\n0,a,1\n");
    let option = format!("module={}(client,module,weight)", members.0.display());
    let error = error_of("membership", "", PLAIN, &["--membership", &option]);
    assert!(
        error.contains("--membership: the formula does not use `module` behind a bar; it uses client, week"),
        "{error}"
    );
    let error = error_of("response", "", PLAIN, &["--levels", "score=1,0"]);
    assert!(error.contains("--levels: the formula does not use `score` as categories"), "{error}");
    let error = error_of("twice", "", PLAIN, &["--levels", "week=0,1,0"]);
    assert!(error.contains("--levels: `0` is named twice"), "{error}");
    let error = error_of("again", "", PLAIN, &["--levels", "week=0,1", "--levels", "week=1,0"]);
    assert!(error.contains("--levels: `week` is named twice; order each column once"), "{error}");
}

#[test]
fn a_text_among_the_weeks_is_cautioned_about() {
    let rows: String = (0..24).map(|i| format!("{},{},{}\n", i % 6, i / 6, (i * 31) % 23)).collect();
    let csv = Csv::new("mixed", &format!("client,week,score\n{rows}7,2?,4\n"));
    let text = answer(&csv, PLAIN, &[]).unwrap();
    assert!(text.contains("Caution: column `week` is taken for categories, because line 26 of "), "{text}");
    assert!(text.contains("holds text among 24 numbers: correct it"), "{text}");
    let text = answer(&csv, "score ~ 1 + (1 | client)", &[]).unwrap();
    assert!(!text.contains("categories"), "{text}");
}
