//! Memberships that leave something open, or are wrong.

#![allow(clippy::unwrap_used)]

use super::{Csv, answer};

const FORMULA: &str = "score ~ week + (1 | client) + (1 | module)";

fn with(name: &str, members: &str) -> Result<String, String> {
    let csv = Csv::scores(name);
    let file = Csv::new(&format!("{name}-members"), &format!("client,module,weight\n{members}"));
    let option = format!("module={}(client,module,weight)", file.0.display());
    answer(&csv, FORMULA, &["--membership", &option])
}

/// Every client in two of five modules, by halves.
fn whole() -> String {
    (0..10).map(|client| format!("{client},{},0.5\n{client},{},0.5\n", client % 5, (client + 2) % 5)).collect()
}

#[test]
fn whole_memberships_need_no_caution() {
    let text = with("whole", &whole()).unwrap();
    assert!(!text.contains("members.csv") && text.contains("module"), "{text}");
}

#[test]
fn what_is_left_open_is_counted() {
    let members = whole().replace("0,0,0.5\n0,2,0.5\n", "").replace("1,1,0.5", "1,1,1.5") + "77,1,1\n77,2,1\n78,1,1\n";
    let text = with("open", &members).unwrap();
    assert!(text.contains("3 of 21 rows are of 2 levels of `client` that the data do not have"), "{text}");
    assert!(text.contains("1 of 10 levels of `client` have no row: they belong to no module"), "{text}");
    assert!(text.contains("the weights of 1 of 10 levels of `client` do not add up to 1 but to 2.00: with"), "{text}");
}

#[test]
fn a_wrong_row_is_named_with_its_own_line() {
    let error = |name: &str, rows: &str| with(name, &format!("{}{rows}", whole())).unwrap_err();
    let text = error("weight", "3,1,secret\n");
    assert!(text.contains("line 22: column `weight` holds text (the only such value of the column)"), "{text}");
    assert!(
        text.contains("where --membership needs a number; correct the field, or take the row out")
            && !text.contains("secret"),
        "{text}"
    );
    let negative = error("below", "3,1,-1\n");
    assert!(negative.contains("line 22: column `weight` is below zero"), "{negative}");
    let twice = error("twice", "3,3,1\n");
    assert!(twice.contains("line 22: these `client` and `module` stand in line 8 already; add the weights"), "{twice}");
}
