#![allow(clippy::unwrap_used)]
//! The command as it is typed.

use std::fmt::Write as _;

use clap::Parser;
use serde_json::Value;

use super::{CompositionArguments, run};

#[derive(Debug, Parser)]
struct Typed {
    #[command(flatten)]
    arguments: CompositionArguments,
}

/// Members of groups of five with a trait in words and in numbers; the outcome rises with the similarity to the others.
fn file(groups: usize) -> std::path::PathBuf {
    let mut content = String::from("team,sex,age,change\n");
    for group in 0..groups {
        let women = (group * 7) % 6;
        for member in 0..5_usize {
            let woman = member < women;
            let like = if woman { women } else { 5 - women } as f64 / 5.0;
            let noise = f64::from((group * 31 + member * 17) as u32 % 11) - 5.0;
            let (sex, age) = (if woman { "woman" } else { "man" }, 20 + (group * 13 + member * 29) % 50);
            writeln!(content, "t{group},{sex},{age},{}", 10.0 * like + 0.4 * noise).unwrap();
        }
    }
    let path = std::env::temp_dir().join(format!("peil-composition-{}.csv", uuid::Uuid::now_v7()));
    std::fs::write(&path, content).unwrap();
    path
}

fn typed(groups: usize, options: &str) -> Result<String, String> {
    let path = file(groups);
    let words = ["composition", "--data", path.to_str().unwrap()].into_iter().chain(options.split_whitespace());
    let arguments = Typed::try_parse_from(words).map_err(|error| error.to_string()).map(|typed| typed.arguments);
    let mut out = Vec::new();
    let told = arguments.and_then(|arguments| run(&arguments, &mut out).map_err(|error| error.to_string()));
    std::fs::remove_file(&path).unwrap();
    told.map(|()| String::from_utf8(out).unwrap())
}

#[test]
fn similarity_that_counts_is_found() {
    let text = typed(48, "--group team --outcome change --trait sex --format json").unwrap();
    let found: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&found["groups"], &found["members"]), (&Value::from(48), &Value::from(240)));
    assert_eq!(found["coded"], serde_json::json!(["man", "woman"]));
    let models = found["submodels"].as_array().unwrap();
    let best = models[0]["submodel"].as_str().unwrap();
    assert!(best == "person_fit" || best == "full", "{best}");
    let similarity =
        models[0]["effects"].as_array().unwrap().iter().find(|effect| effect["term"] == "similarity").unwrap();
    assert!(similarity["estimate"].as_f64().unwrap() > 2.0 && similarity["p_value"].as_f64().unwrap() < 1e-6);
    let told = typed(48, "--group team --outcome change --trait sex").unwrap();
    assert!(told.contains("man is -1, woman is 1") && told.contains("Lowest AIC: "), "{told}");
    let ages = typed(48, "--group team --outcome change --trait age --range 0,100").unwrap();
    assert!(ages.contains("0 is -1, 100 is 1"), "{ages}");
}

#[test]
fn what_was_typed_wrong_is_told() {
    let wrong = |options: &str| typed(40, options).unwrap_err();
    assert!(wrong("--group tem --outcome change --trait sex").starts_with("--group: the file has no column `tem`"));
    assert!(wrong("--group team --outcome sex --trait age").starts_with("--outcome: column `sex` has texts"));
    assert!(wrong("--group sex --outcome change --trait team").contains("has 40 different texts"));
    assert!(wrong("--group team --outcome change --trait change").contains("is named twice"));
    assert!(wrong("--group team --outcome change --trait sex --range 0,1").starts_with("--range: "));
    assert!(wrong("--group team --outcome change --trait age --range 5").contains("as 0,40"));
    assert!(wrong("--group team --outcome change --trait age --range 0,30").contains("lies outside its range"));
    let few = typed(29, "--group team --outcome change --trait sex").unwrap_err();
    assert!(few.starts_with("29 groups") && few.contains("outcome ~ trait + (1 | group)"), "{few}");
}
