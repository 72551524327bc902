//! Randomisation tests: the stored answers, and one assignment at a time.

use peil_stats::change::Direction;
use peil_stats::single_case::{
    Admissible, Case, Counting, RandomisationSettings, RandomisationTest, Statistic, distribution, permutation,
    start_points,
};
use proptest::prelude::*;

use super::study::{case_of, stored};
use crate::helpers::{Tally, collection, number, numbers};

fn customary() -> RandomisationSettings {
    RandomisationSettings::new(Admissible::CUSTOMARY, 1)
}

fn both_phases() -> RandomisationSettings {
    RandomisationSettings::new(Admissible::BOTH_PHASES, 1)
}

fn counts(test: &RandomisationTest) -> (u64, u64) {
    match test.counting {
        Counting::Exact { assignments, as_good } => (assignments, as_good),
        Counting::MonteCarlo { .. } => panic!("not counted"),
    }
}

#[test]
fn start_points_of_every_case_and_of_all_are_the_stored_ones() {
    let Some(folder) = collection() else { return };
    let mut tally = Tally::default();
    for study in stored(&folder) {
        for (case, answer) in study.cases.iter().zip(study.answer["cases"].as_array().unwrap()) {
            let (id, answer) = (format!("{} {}", study.id, case.name()), &answer["startpoint_randomisation"]);
            if answer.is_null() {
                assert!(start_points(std::slice::from_ref(case), study.direction, &customary()).is_err());
                continue;
            }
            let found = start_points(std::slice::from_ref(case), study.direction, &customary()).unwrap();
            let all = distribution(case, study.direction, &customary());
            assert_eq!(all.iter().map(|(start, _)| (start + 1) as f64).collect::<Vec<_>>(), numbers(&answer["starts"]));
            for ((_, ours), theirs) in all.iter().zip(numbers(&answer["statistic"])) {
                tally.check("T", &id, (ours - theirs).abs(), 1e-12 * theirs.abs().max(1.0));
            }
            let starts = answer["n_starts"].as_u64().unwrap();
            let as_good = (number(&answer["p"]) * starts as f64).round() as u64;
            assert_eq!(counts(&found), (starts, as_good), "{id}");
            tally.check("p", &id, (found.p_value - number(&answer["p"])).abs(), 1e-12);
            tally.check("observed", &id, (found.observed - number(&answer["observed"])).abs(), 1e-11);
        }
        let answer = &study.answer["marascuilo_busk"];
        if !answer.is_null() {
            let found = start_points(&study.cases, study.direction, &customary()).unwrap();
            let all = answer["n_assignments"].as_u64().unwrap();
            assert_eq!(counts(&found), (all, (number(&answer["p"]) * all as f64).round() as u64));
            tally.check("Marascuilo-Busk p", study.id, (found.p_value - number(&answer["p"])).abs(), 1e-12);
            let observed = number(&answer["observed_mean"]);
            tally.check("Marascuilo-Busk mean", study.id, (found.observed - observed).abs(), 1e-11);
            assert!((found.least_p_value * all as f64 - 1.0).abs() < 1e-12);
        }
    }
    tally.print();
    assert!(tally.failures.is_empty());
}

#[test]
fn permutations_are_the_stored_ones() {
    let Some(folder) = collection() else { return };
    let mut compared = 0;
    for study in stored(&folder) {
        let found = permutation(&study.cases, study.direction, &both_phases()).unwrap();
        println!("{} {found:?}", study.id);
        let answer = &study.answer["wampold_worsham"];
        if answer.is_null() {
            // More than nine cases, which the stored program left out: 12! orders, many of which leave a case without a phase.
            assert_eq!((study.id, study.cases.len()), ("scd_schutte", 12));
            assert!(found.p_value > found.least_p_value && found.p_value < 1.0);
            continue;
        }
        let valid = answer["n_valid"].as_u64().unwrap();
        let as_good = (number(&answer["p"]) * valid as f64).round() as u64;
        assert_eq!(counts(&found), (valid, as_good), "{}", study.id);
        assert!((found.p_value - number(&answer["p"])).abs() < 1e-12);
        assert!((found.observed - number(&answer["observed"])).abs() < 1e-11);
        compared += 1;
    }
    assert_eq!(compared, 6);
}

#[test]
fn more_than_a_million_assignments_are_counted() {
    let cases: Vec<Case> =
        (0..8).map(|one| case_of(&one.to_string(), &wobble(one, 6, 0.0), &wobble(one + 3, 8, 1.5))).collect();
    let found = start_points(&cases, Direction::HigherBetter, &customary()).unwrap();
    assert_eq!(counts(&found).0, 9_u64.pow(8));
    let cases: Vec<Case> = (0..12)
        .map(|one| case_of(&one.to_string(), &wobble(one, 3 + one, 0.0), &wobble(one + 3, 16 - one, 1.5)))
        .collect();
    let found = permutation(&cases, Direction::HigherBetter, &both_phases()).unwrap();
    assert_eq!(counts(&found).0, 479_001_600);
}

#[test]
fn draws_come_near_to_what_would_have_been_counted() {
    let cases = |count: usize| -> Vec<Case> {
        (0..count)
            .map(|one| case_of(&one.to_string(), &wobble(one, 4 + one % 5, 0.0), &wobble(one + 9, 9 - one % 5, 0.2)))
            .collect()
    };
    // Twenty cases of eight starts each cannot be counted; seeded draws can.
    let settings = RandomisationSettings { draws: 20_000, ..customary() };
    let found = start_points(&cases(20), Direction::HigherBetter, &settings).unwrap();
    let Counting::MonteCarlo { draws, standard_error, .. } = found.counting else { panic!("counted") };
    assert!(draws == 20_000 && (0.0..0.01).contains(&standard_error) && found.p_value > 0.0);
    assert_eq!(found, start_points(&cases(20), Direction::HigherBetter, &settings).unwrap());
    let other =
        start_points(&cases(20), Direction::HigherBetter, &RandomisationSettings { seed: 2, ..settings }).unwrap();
    assert!((found.p_value - other.p_value).abs() < 6.0 * standard_error.max(1e-4));
    let found = permutation(&cases(15), Direction::HigherBetter, &settings).unwrap();
    let exact = permutation(&cases(14), Direction::HigherBetter, &settings).unwrap();
    assert!(matches!(found.counting, Counting::MonteCarlo { .. }) && counts(&exact).0 == 87_178_291_200);
}

fn wobble(seed: usize, count: usize, level: f64) -> Vec<f64> {
    (0..count).map(|place| level + ((seed * 31 + place * 17) % 13) as f64 / 4.0).collect()
}

/// One to four cases of six to nine whole scores from 0 to 4.
fn studies() -> impl Strategy<Value = Vec<Case>> {
    let case = (prop::collection::vec(0_i32..5, 6..10), 3_usize..=3);
    prop::collection::vec((case, 0_usize..4), 1..5).prop_map(|cases| {
        let one = |(place, ((scores, least), more)): (usize, ((Vec<i32>, usize), usize))| {
            let scores: Vec<f64> = scores.into_iter().map(f64::from).collect();
            let start = (least + more).min(scores.len() - 3);
            case_of(&place.to_string(), &scores[..start], &scores[start..])
        };
        cases.into_iter().enumerate().map(one).collect()
    })
}

proptest! {
    #[test]
    fn counting_by_halves_is_counting_one_by_one(cases in studies(), slope in any::<bool>()) {
        let statistic = if slope { Statistic::SlopeChange } else { Statistic::MeanDifference };
        let settings = RandomisationSettings { statistic, ..customary() };
        let found = start_points(&cases, Direction::LowerBetter, &settings).unwrap();
        let mut sums = vec![0.0];
        let mut observed = 0.0;
        for case in &cases {
            let all = distribution(case, Direction::LowerBetter, &settings);
            observed += all.iter().find(|(start, _)| *start == case.start()).unwrap().1;
            sums = sums.iter().flat_map(|sum| all.iter().map(move |(_, value)| sum + value)).collect();
        }
        let as_good = sums.iter().filter(|sum| **sum >= observed - 1e-9).count() as u64;
        prop_assert_eq!(counts(&found), (sums.len() as u64, as_good));
        prop_assert!(found.p_value >= found.least_p_value - 1e-15 && found.p_value <= 1.0);
    }
}
