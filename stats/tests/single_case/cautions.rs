//! What is said where there is no number, or one that needs a word.

use peil_stats::change::Direction;
use peil_stats::single_case::{
    Admissible, Case, CaseEffects, Caution, Counting, Phase, RandomisationCaution, RandomisationError,
    RandomisationSettings, Scheme, SchemeTest, Session, Unable, permutation, start_points,
};

use super::study::case_of;

const DIRECTION: Direction = Direction::LowerBetter;

fn settings() -> RandomisationSettings {
    RandomisationSettings::new(Admissible::CUSTOMARY, 1)
}

#[test]
fn a_phase_without_scores_gives_reasons_and_no_numbers() {
    let none = Case::new("x", &[]).unwrap();
    let effects = CaseEffects::of(&none, DIRECTION);
    assert_eq!(effects.nap.unwrap_err(), Unable::TooFew { phase: Phase::Baseline, found: 0, needed: 2 });
    let waiting = case_of("x", &[4.0, 5.0, 6.0], &[]);
    let effects = CaseEffects::of(&waiting, DIRECTION);
    assert_eq!(effects.pnd.unwrap_err(), Unable::TooFew { phase: Phase::Treatment, found: 0, needed: 1 });
    assert!(effects.baseline_trend.is_ok() && effects.mean_difference.is_err() && effects.treatment_mean.is_err());
    let gap = Session { time: 4.0, phase: Phase::Treatment, score: None };
    let sessions: Vec<Session> = waiting.sessions().iter().copied().chain([gap]).collect();
    let unmeasured = Case::new("x", &sessions).unwrap();
    assert_eq!(CaseEffects::of(&unmeasured, DIRECTION).cautions.last(), Some(&Caution::Missing { count: 1 }));
    let settings = RandomisationSettings::new(Admissible::BOTH_PHASES, 1);
    assert_eq!(
        start_points(&[unmeasured], DIRECTION, &settings),
        Err(RandomisationError::NoStatistic { case: "x".into() })
    );
}

#[test]
fn what_does_not_vary_is_told() {
    let ties = CaseEffects::of(&case_of("x", &[3.0; 5], &[3.0; 6]), DIRECTION);
    let nap = ties.nap.unwrap();
    assert!(nap.estimate == 0.5 && ties.baseline_corrected.unwrap().estimate == 0.0);
    assert_eq!(ties.mean_difference.unwrap().glass, Err(Unable::ConstantBaseline));
    assert_eq!(ties.cautions, [Caution::AllTied]);
    let floor = CaseEffects::of(&case_of("x", &[5.0, 6.0, 7.0, 6.0, 5.0], &[0.0; 6]), DIRECTION);
    assert_eq!(floor.cautions, [Caution::ConstantPhase { phase: Phase::Treatment }]);
    let short = CaseEffects::of(&case_of("x", &[1.0, 2.0], &[9.0; 5]), Direction::HigherBetter);
    assert_eq!(short.cautions[0], Caution::FewScores { phase: Phase::Baseline, found: 2 });
}

#[test]
fn trends_that_lead_astray_are_told() {
    let falls = CaseEffects::of(
        &case_of("x", &[9.0, 8.0, 7.0, 6.0, 5.0], &[12.0, 12.0, 13.0, 14.0, 15.0, 16.0]),
        Direction::HigherBetter,
    );
    assert!(falls.cautions.contains(&Caution::TauUBeyondOne) && falls.cautions.contains(&Caution::TrendLeavesRange));
    let plain = CaseEffects::of(&case_of("x", &[9.0, 8.0, 9.0, 8.0, 9.0], &[5.0, 5.0, 4.0, 5.0, 6.0]), DIRECTION);
    assert!(plain.cautions.is_empty(), "{:?}", plain.cautions);
}

#[test]
fn a_test_that_cannot_say_anything_says_so() {
    let equal: Vec<Case> =
        (0..4).map(|i| case_of(&i.to_string(), &[5.0, 6.0, 5.0], &[f64::from(i), 1.0, 2.0])).collect();
    let found = permutation(&equal, DIRECTION, &RandomisationSettings::new(Admissible::BOTH_PHASES, 1)).unwrap();
    assert_eq!((found.p_value, found.least_p_value), (1.0, 1.0));
    assert_eq!(found.cautions, [RandomisationCaution::EqualStarts]);
    let found = start_points(&equal, DIRECTION, &settings()).unwrap();
    assert_eq!((found.p_value, found.cautions), (1.0, vec![RandomisationCaution::OneAssignment]));
    let one = case_of("x", &[5.0, 6.0, 5.0, 6.0], &[1.0, 1.0, 1.0, 0.0]);
    let found = start_points(std::slice::from_ref(&one), DIRECTION, &settings()).unwrap();
    assert_eq!(found.cautions, [RandomisationCaution::CannotBeSignificant { least: 1.0 / 3.0 }]);
    assert_eq!(permutation(&[one], DIRECTION, &settings()), Err(RandomisationError::OneCase));
    assert_eq!(start_points(&[], DIRECTION, &settings()), Err(RandomisationError::NoCases));
}

#[test]
fn a_start_point_that_cannot_have_been_drawn_is_refused() {
    let early = case_of("Anna", &[5.0, 6.0], &[1.0, 1.0, 1.0, 0.0]);
    let refused = start_points(&[early], DIRECTION, &settings()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "case Anna has 2 baseline and 4 treatment sessions where every admissible start point leaves 3 and 3: it cannot have \
         been drawn; allow shorter phases if those were the rules of the draw"
    );
}

#[test]
fn a_case_without_scores_in_a_phase_is_left_out_and_named() {
    let told = [
        case_of("a", &[5.0, 6.0, 4.0, 5.0], &[2.0, 1.0, 3.0]),
        case_of("b", &[5.0, 5.0, 6.0], &[2.0, 1.0, 1.0, 2.0]),
        case_of("c", &[6.0, 5.0, 6.0, 5.0, 6.0], &[1.0, 2.0]),
    ];
    let gap = |time: f64, phase| Session { time, phase, score: None };
    let empty = Case::new("empty", &[gap(1.0, Phase::Baseline), gap(2.0, Phase::Treatment)]).unwrap();
    for scheme in [Scheme::StartPoints, Scheme::Permutation] {
        let settings = RandomisationSettings::new(Admissible::BOTH_PHASES, 1);
        let test = SchemeTest { scheme, drawn_beforehand: true, settings };
        let without = test.run(&told, DIRECTION).unwrap();
        let cases: Vec<Case> = [std::slice::from_ref(&empty), &told[..]].concat();
        let mut with = test.run(&cases, DIRECTION).unwrap();
        assert_eq!(with.cautions.pop(), Some(RandomisationCaution::LeftOut { case: "empty".into() }));
        assert_eq!(with, without, "the others are tested as if it was not there");
        let alone = test.run(std::slice::from_ref(&empty), DIRECTION).unwrap_err();
        let none = RandomisationError::NoStatistic { case: "empty".into() };
        assert_eq!(alone, if scheme == Scheme::Permutation { RandomisationError::OneCase } else { none });
    }
}

#[test]
fn orders_that_are_hardly_ever_possible_give_few_draws_and_say_so() {
    // Case i leaves room for the start points of the cases before it only: of 15! orders the one that was is possible.
    let cases: Vec<Case> =
        (0..15).map(|i| case_of(&i.to_string(), &vec![f64::from(i) + 5.0; i as usize + 1], &[1.0])).collect();
    let settings = RandomisationSettings { draws: 100, ..RandomisationSettings::new(Admissible::BOTH_PHASES, 1) };
    let found = permutation(&cases, DIRECTION, &settings).unwrap();
    assert!(matches!(found.counting, Counting::MonteCarlo { draws: 0, .. }) && found.p_value == 1.0, "{found:?}");
    assert!(found.cautions.contains(&RandomisationCaution::TooFewDrawn { drawn: 0, asked: 100 }));
}

#[test]
fn a_caution_reads_as_a_sentence() {
    let told = RandomisationCaution::TooFewDrawn { drawn: 12, asked: 500 }.to_string();
    assert!(told.starts_with("only 12 assignments of the 500 asked for") && !told.contains("  "), "{told}");
}
