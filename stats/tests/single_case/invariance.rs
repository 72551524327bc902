//! What must not matter, and the ranges that theory gives.

use peil_stats::change::Direction;
use peil_stats::single_case::{
    Admissible, Case, CaseEffects, Phase, RandomisationSettings, Session, permutation, start_points,
};
use proptest::prelude::*;

use super::study::case_of;

fn scores() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    let phase = || prop::collection::vec((0_i32..12).prop_map(f64::from), 3..9);
    (phase(), phase())
}

/// All that does not depend on the units of the scores.
fn unitless(effects: &CaseEffects) -> Vec<f64> {
    let (nap, tau) = (effects.nap.unwrap(), effects.tau.unwrap());
    let glass = effects.mean_difference.unwrap().glass.unwrap_or(0.0);
    let corrected = effects.baseline_corrected.unwrap().estimate;
    let share = [effects.pnd.unwrap(), effects.pem.unwrap()];
    let errors = [nap.standard_error.unwrap_or(0.0), nap.standard_error_hanley];
    [nap.estimate, tau.estimate, tau.minus_baseline_trend, glass, corrected]
        .into_iter()
        .chain(share)
        .chain(errors)
        .collect()
}

fn same(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-8 * a.abs().max(1.0))
}

fn mapped(case: &Case, name: &str, of: impl Fn(Session) -> Session) -> Case {
    let mut sessions: Vec<Session> = case.sessions().iter().map(|session| of(*session)).collect();
    // Neither does their order matter.
    sessions.reverse();
    let half = sessions.len() / 2;
    sessions.rotate_left(half);
    Case::new(name, &sessions).unwrap()
}

proptest! {
    #[test]
    fn units_order_and_direction_do_not_matter((a, b) in scores(), shift in -50_i32..50, scale in 1_i32..40) {
        let case = case_of("x", &a, &b);
        let (shift, scale) = (f64::from(shift), f64::from(scale));
        let moved = mapped(&case, "y", |one| Session {
            time: 3.0 + 2.0 * one.time,
            score: one.score.map(|score| shift + scale * score),
            ..one
        });
        let mirrored = mapped(&case, "z", |one| Session { score: one.score.map(|score| -score), ..one });
        let found = unitless(&CaseEffects::of(&case, Direction::HigherBetter));
        prop_assert!(same(&found, &unitless(&CaseEffects::of(&moved, Direction::HigherBetter))));
        prop_assert!(same(&found, &unitless(&CaseEffects::of(&mirrored, Direction::LowerBetter))));
        let points = |case, direction| CaseEffects::of(case, direction).mean_difference.unwrap().points;
        let before = points(&case, Direction::HigherBetter);
        prop_assert!((scale * before - points(&moved, Direction::HigherBetter)).abs() < 1e-9);
        prop_assert!((before + points(&case, Direction::LowerBetter)).abs() < 1e-12);
    }

    #[test]
    fn shares_and_taus_lie_where_theory_says((a, b) in scores()) {
        let effects = CaseEffects::of(&case_of("x", &a, &b), Direction::LowerBetter);
        let (nap, tau) = (effects.nap.unwrap(), effects.tau.unwrap());
        prop_assert!((2.0 * nap.estimate - 1.0 - tau.estimate).abs() < 1e-12);
        prop_assert!(nap.standard_error_hanley > 0.0 && nap.standard_error_hanley <= 0.5);
        for share in [nap.estimate, effects.pnd.unwrap(), effects.pem.unwrap()] {
            prop_assert!((0.0..=1.0).contains(&share));
        }
        let trend = effects.baseline_trend.unwrap().tau;
        for tau in [tau.estimate, effects.baseline_corrected.unwrap().estimate, trend] {
            prop_assert!((-1.0..=1.0).contains(&tau));
        }
        // What a straight line leaves is what corrected Tau is about: adding one changes nothing.
        let tilted = |scores: &[f64], from: usize| -> Vec<f64> {
            scores.iter().enumerate().map(|(place, score)| score + 2.0 * (from + place) as f64).collect()
        };
        let other = CaseEffects::of(&case_of("x", &tilted(&a, 0), &tilted(&b, a.len())), Direction::LowerBetter);
        prop_assert_eq!(other.baseline_corrected.unwrap().estimate, effects.baseline_corrected.unwrap().estimate);
    }

    #[test]
    fn neither_names_nor_order_of_cases_nor_units_change_a_test(
        study in prop::collection::vec(scores(), 2..6),
        scale in 1_i32..30,
    ) {
        let cases: Vec<Case> = study.iter().enumerate().map(|(i, (a, b))| case_of(&i.to_string(), a, b)).collect();
        let other: Vec<Case> = cases
            .iter()
            .rev()
            .map(|case| mapped(case, &format!("{}!", case.name()), |one| Session {
                score: one.score.map(|score| 7.0 - f64::from(scale) * score),
                ..one
            }))
            .collect();
        let settings = RandomisationSettings::new(Admissible::CUSTOMARY, 1);
        let (before, after) = (
            start_points(&cases, Direction::HigherBetter, &settings).unwrap(),
            start_points(&other, Direction::LowerBetter, &settings).unwrap(),
        );
        prop_assert_eq!(before.counting, after.counting);
        prop_assert!((f64::from(scale) * before.observed - after.observed).abs() < 1e-8);
        let settings = RandomisationSettings::new(Admissible::BOTH_PHASES, 1);
        let (before, after) = (
            permutation(&cases, Direction::HigherBetter, &settings).unwrap(),
            permutation(&other, Direction::LowerBetter, &settings).unwrap(),
        );
        prop_assert_eq!(before.counting, after.counting);
        let times_both = before.least_p_value / after.least_p_value;
        prop_assert!((times_both - 1.0).abs() < 1e-12 && before.p_value >= before.least_p_value - 1e-12);
    }
}

#[test]
fn a_missing_session_keeps_its_place() {
    let whole = case_of("x", &[5.0, 5.0, 4.0, 5.0], &[3.0, 2.0, 2.0, 1.0]);
    let sessions: Vec<Session> = whole
        .sessions()
        .iter()
        .map(|one| if one.time == 6.0 { Session { score: None, ..*one } } else { *one })
        .collect();
    let gap = Case::new("x", &sessions).unwrap();
    assert_eq!((gap.sessions().len(), gap.measured(Phase::Treatment).len()), (8, 3));
    let settings = RandomisationSettings::new(Admissible::CUSTOMARY, 1);
    let starts = |case: &Case| {
        let found = peil_stats::single_case::distribution(case, Direction::LowerBetter, &settings);
        found.into_iter().map(|(start, _)| start).collect::<Vec<_>>()
    };
    // The draw was over planned sessions.
    assert_eq!(starts(&gap), starts(&whole));
}
