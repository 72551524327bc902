//! Everything at once, and how it is written.

use peil_stats::change::Direction;
use peil_stats::single_case::{
    Admissible, Case, Counting, Question, RandomisationCaution, RandomisationError, RandomisationSettings, Scheme,
    SchemeTest, analyse, distribution, shared_start,
};
use serde_json::{Value, json};

use super::study::{case_of, stored};
use crate::helpers::collection;

fn test_of(scheme: Scheme) -> SchemeTest {
    SchemeTest { scheme, drawn_beforehand: true, settings: RandomisationSettings::new(scheme.customary(), 1) }
}

fn written(cases: &[Case], scheme: Option<Scheme>) -> Value {
    let question = Question { direction: Direction::LowerBetter, randomisation: scheme.map(test_of) };
    serde_json::to_value(analyse(cases, &question)).unwrap()
}

/// No number of JSON is none: those would have become null.
fn nulls(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Null => found.push(place.to_owned()),
        Value::Array(all) => all.iter().for_each(|one| nulls(one, place, found)),
        Value::Object(all) => all.iter().for_each(|(key, one)| nulls(one, &format!("{place}/{key}"), found)),
        _ => {}
    }
}

#[test]
fn a_study_is_analysed_and_written_in_one_call() {
    let Some(folder) = collection() else { return };
    for study in stored(&folder) {
        let question = Question { direction: study.direction, randomisation: Some(test_of(Scheme::Permutation)) };
        let found = serde_json::to_value(analyse(&study.cases, &question)).unwrap();
        let mut none = Vec::new();
        nulls(&found, "", &mut none);
        none.dedup();
        let allowed = ["/level/slope", "/level/baseline_trend", "/level/effect_between_cases"];
        none.retain(|place| !allowed.contains(&place.as_str()) && place != "/level_and_slope/effect_between_cases");
        assert!(none.is_empty(), "{} {none:?}", study.id);
        assert!(found["cases"][0]["nap"]["estimate"].is_number() && found["randomisation"]["p_value"].is_number());
    }
}

#[test]
fn what_cannot_be_told_is_a_reason_in_its_place() {
    let cases = [case_of("a", &[5.0, 6.0, 4.0], &[]), case_of("b", &[5.0, 5.0, 5.0], &[2.0])];
    let found = written(&cases, None);
    assert_eq!(found["randomisation"], Value::Null);
    assert_eq!(found["cases"][0]["pnd"], json!({ "unable": "the treatment has 0 scores; this needs 1" }));
    assert_eq!(found["cases"][0]["first_treatment"], Value::Null);
    assert!(
        found["cases"][1]["mean_difference"]["glass"]["unable"]
            .as_str()
            .unwrap()
            .starts_with("all scores of the baseline")
    );
    assert!(found["level"]["unable"].as_str().unwrap().starts_with("1 of 2 cases have scores in both phases"));
    assert!(analyse(&[], &Question { direction: Direction::LowerBetter, randomisation: None }).cases.is_empty());
}

#[test]
fn one_start_for_all_is_a_test_over_its_own_start_points() {
    let wobble = |case: usize, place: usize| ((case * 31 + place * 17) % 13) as f64 / 4.0;
    let cases: Vec<Case> = (0..5)
        .map(|case| {
            let scores = |from: usize, to: usize, add: f64| -> Vec<f64> {
                (from..to).map(|place| add + wobble(case, place)).collect()
            };
            case_of(&case.to_string(), &scores(0, 9, 0.0), &scores(9, 24, -4.0))
        })
        .collect();
    let settings = RandomisationSettings::new(Admissible::CUSTOMARY, 1);
    let found = shared_start(&cases, Direction::LowerBetter, &settings).unwrap();
    let all: Vec<Vec<(usize, f64)>> =
        cases.iter().map(|case| distribution(case, Direction::LowerBetter, &settings)).collect();
    let sums: Vec<f64> = (0..all[0].len()).map(|place| all.iter().map(|one| one[place].1).sum()).collect();
    let as_good = sums.iter().filter(|sum| **sum >= 5.0 * found.observed - 1e-9).count() as u64;
    assert_eq!(found.counting, Counting::Exact { assignments: 19, as_good });
    assert!(as_good == 1 && found.cautions == [RandomisationCaution::CannotBeSignificant { least: 1.0 / 19.0 }]);
    let mut apart = cases;
    apart[2] = case_of("2", &[5.0; 8], &[1.0; 16]);
    let refused = shared_start(&apart, Direction::LowerBetter, &settings).unwrap_err();
    assert_eq!(refused, RandomisationError::NotShared { one: "0".into(), other: "2".into() });
}

#[test]
fn start_points_that_were_not_drawn_are_told() {
    let cases =
        [case_of("a", &[5.0, 6.0, 4.0, 5.0], &[2.0, 1.0, 3.0]), case_of("b", &[5.0, 5.0, 6.0], &[2.0, 1.0, 1.0, 2.0])];
    let mut test = test_of(Scheme::Permutation);
    let asked = |test| Question { direction: Direction::LowerBetter, randomisation: test };
    assert_eq!(serde_json::to_value(analyse(&cases, &asked(Some(test)))).unwrap()["drawn_beforehand"], true);
    assert!(serde_json::to_value(analyse(&cases, &asked(None))).unwrap()["drawn_beforehand"].is_null());
    assert!(!test.run(&cases, Direction::LowerBetter).unwrap().cautions.contains(&RandomisationCaution::NotDrawn));
    test.drawn_beforehand = false;
    assert!(test.run(&cases, Direction::LowerBetter).unwrap().cautions.contains(&RandomisationCaution::NotDrawn));
}
