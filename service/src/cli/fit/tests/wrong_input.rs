//! Every mistake ends in one message that names the place and the remedy.

#![allow(clippy::unwrap_used)]

use super::{Csv, answer};

const PLAIN: &str = "score ~ week + (1 | client)";

/// The message; that nothing was written and the status is 2 is checked by `answer`.
fn error(csv: &Csv, formula: &str, more: &[&str]) -> String {
    answer(csv, formula, more).unwrap_err()
}

#[test]
fn a_formula_is_named_with_its_position() {
    let csv = Csv::scores("formulas");
    assert!(error(&csv, "score ~ weak + (1 | client)", &[]).contains("position 9: there is no column `weak`"));
    assert!(error(&csv, "score ~ week + (1 | client", &[]).contains("position 27"));
    assert!(error(&csv, "arm ~ week + (1 | client)", &[]).contains("column `arm` holds text"));
    let powers = error(&csv, "score ~ poly(week, 2) + (1 | client)", &[]);
    assert!(powers.contains("position 9: `poly()` is not known; write the powers themselves"), "{powers}");
    let counts = error(&csv, "cbind(score, 9 - score) ~ week + (1 | client)", &["--family", "binomial"]);
    assert!(counts.contains("position 1: `cbind()` is not known") && counts.contains("--trials"), "{counts}");
}

#[test]
fn an_option_is_named_with_its_remedy() {
    let csv = Csv::scores("options");
    let error = |more: &[&str]| error(&csv, PLAIN, more);
    assert!(error(&["--at-theta", "1,x"]).contains("--at-theta, value 2: `x`"));
    assert!(error(&["--at-theta", "1,2"]).contains("2 values where the model has 1"));
    assert!(error(&["--levels", "arm"]).contains("COLUMN=FIRST,SECOND"));
    assert!(error(&["--levels", "arm=wait,"]).contains("COLUMN=FIRST,SECOND"));
    assert!(
        error(&["--levels", "leg=a,b"]).contains("--levels: there is no column `leg`; the columns are client, week")
    );
    assert!(error(&["--correlation", "car1(client)"]).contains("--correlation, position 12"));
    assert!(error(&["--variance", "sex"]).contains("--variance, position 1"));
    assert!(error(&["--membership", "module"]).contains("--membership, position 7"));
    let unlisted = answer(&csv, "score ~ arm + (1 | client)", &["--levels", "arm=group"]).unwrap_err();
    assert!(unlisted.contains("level `wait` occurs in the data but not in the given levels"));
}

#[test]
fn what_does_not_go_together_is_refused() {
    let csv = Csv::scores("together");
    let error = |more: &[&str]| error(&csv, PLAIN, more);
    assert!(error(&["--ml", "--df", "kenward-roger"]).contains("leave out --ml or use --df satterthwaite"));
    assert!(error(&["--link", "logit"]).contains("add --family binomial"));
    assert!(error(&["--agq", "9"]).contains("add --family binomial"));
    assert!(error(&["--family", "binomial", "--reml"]).contains("--reml is not defined for a binomial model"));
    assert!(error(&["--family", "binomial", "--df", "satterthwaite"]).contains("normal"));
    assert!(error(&["--at-theta", "1", "--profile"]).contains("leave out --profile and --bootstrap"));
    assert!(error(&["--at-theta", "1", "--compare", PLAIN]).contains("leave out --compare or --at-theta"));
    for structure in [["--correlation", "ar1(client)"], ["--variance", "by(arm)"]] {
        let at_theta: Vec<&str> = structure.into_iter().chain(["--at-theta", "1"]).collect();
        assert!(error(&at_theta).contains("cannot be evaluated at a given theta; fit it instead"));
    }
    assert!(error(&["--compare", PLAIN, "--robust"]).contains("fit the model you choose with"));
    let second = ["--compare", "score ~ (1 | client"];
    assert!(error(&second).contains("--compare, model 2: formula, position"));
}

#[test]
fn a_number_out_of_range_is_refused_with_the_range() {
    let csv = Csv::scores("range");
    let error = |more: &[&str]| error(&csv, PLAIN, more);
    assert!(error(&["--threads", "0"]).contains("--threads") && error(&["--threads", "2000"]).contains("1..=1024"));
    assert!(error(&["--agq", "0"]).contains("1..=101"));
    assert!(error(&["--bootstrap", "1"]).contains("--bootstrap"));
    assert!(error(&["--seed", "4"]).contains("--bootstrap"));
    assert!(error(&["--family", "poisson"]).contains("gaussian, binomial"));
}

#[test]
fn what_is_not_offered_says_what_is() {
    let csv = Csv::scores("offered");
    let error = |more: &[&str]| error(&csv, PLAIN, more);
    assert!(error(&["--family", "binomial", "--robust"]).contains("of a binomial model"));
    assert!(error(&["--family", "binomial"]).contains("needs 0 or 1"));
}

#[test]
fn a_membership_file_is_named_with_its_row() {
    let csv = Csv::scores("members");
    let formula = "score ~ week + (1 | module)";
    let file = |text: &str| Csv::new("memberships", text);
    let error = |file: &Csv, columns: &str| {
        let option = format!("module={}{columns}", file.0.display());
        error(&csv, formula, &["--membership", &option])
    };
    let plain = "(client,module,weight)";
    let half = file("client,module,weight\n1,a,0.5\n1,b,\n");
    assert!(error(&half, plain).contains("line 3: column `weight` is empty; complete the row"));
    assert!(error(&half, "(client,unit,weight)").contains("--membership: there is no column `unit`"));
    assert!(
        error(&half, "(person,module,weight)").contains("there is no column `person`; the columns are client, week")
    );
    let missing = "module=nowhere.csv(client,module,weight)";
    assert!(super::answer(&csv, formula, &["--membership", missing]).unwrap_err().starts_with("nowhere.csv: "));
}

#[test]
fn a_file_is_named_with_its_line() {
    let ragged = Csv::new("ragged", "client,score\n1,2\n1\n");
    let error = answer(&ragged, "score ~ 1 + (1 | client)", &[]).unwrap_err();
    assert!(error.contains("line 3 (row 2)") && error.contains("peil-fit-ragged"), "{error}");
    let semicolons = Csv::new("semicolons", "client;score\n1;2\n");
    let error = answer(&semicolons, "score ~ 1 + (1 | client)", &[]).unwrap_err();
    assert!(error.contains("commas, not with semicolons"), "{error}");
    let empty = Csv::new("empty", "client,score\n");
    let error = answer(&empty, "score ~ 1 + (1 | client)", &[]).unwrap_err();
    assert!(error.contains("there is no row below the header"), "{error}");
}

#[test]
fn a_residual_that_the_rows_do_not_allow_is_named_with_its_rows() {
    let wrong = |rows: &str, option: &str, text: &str| {
        let csv = Csv::new("residual", &format!("client,day,arm,score\n{rows}"));
        error(&csv, "score ~ 1 + (1 | client)", &[option, text])
    };
    let plain = "1,0,a,3\n1,1,b,4\n1,2,a,6\n2,0,b,8\n2,1,a,6\n2,2,b,9\n";
    let tie = plain.replace("2,1,a", "2,0,a");
    assert!(wrong(&tie, "--correlation", "car1(day | client)").contains("rows 4 and 5 belong to the same unit"));
    let between = plain.replace("1,1,b", "1,0.5,b");
    assert!(wrong(&between, "--correlation", "ar1(day | client)").contains("row 2 of `day` lies between; use car1"));
    assert!(
        wrong(plain, "--correlation", "car1(arm | client)")
            .contains("line 2: column `arm` holds text (every value of the column) where --correlation needs a number")
    );
    assert!(wrong(plain, "--correlation", "ar1(client:day)").contains("there is nothing to correlate"));
    assert!(wrong(plain, "--correlation", "ar1(day | person)").contains("--correlation: there is no column `person`"));
    assert!(wrong(plain, "--correlation", "ar1(time | client)").contains("--correlation: there is no column `time`"));
    assert!(wrong(plain, "--variance", "by(arm:sex)").contains("--variance: there is no column `sex`"));
    let one = plain.replace(",b,", ",a,");
    assert!(wrong(&one, "--variance", "by(arm)").contains("`arm` has only one level"));
}

#[test]
fn a_wide_file_does_not_list_all_its_columns() {
    let header: Vec<String> = (0..400).map(|i| format!("item{i}")).collect();
    let wide = Csv::new("wide", &format!("{}\n", header.join(",")));
    let error = answer(&wide, "score ~ 1 + (1 | client)", &[]).unwrap_err();
    assert!(error.ends_with("item29 and 370 more"), "{error}");
}
