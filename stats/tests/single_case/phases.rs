//! The multilevel phase model against lme4 and nlme, the between-case difference against what scdhlm prints.

use peil_stats::change::Direction;
use peil_stats::single_case::{
    BetweenCase, BetweenCaseError, Case, CasesVary, Change, PhaseAssumptions, PhaseCaution, PhaseError, PhaseFit,
    Session,
};
use serde_json::Value;

use super::study::{Stored, case_of, stored};
use crate::helpers::{Tally, collection, number, numbers, read};

const ASSUMED: PhaseAssumptions = PhaseAssumptions { change: Change::Level, vary: CasesVary::InLevel, serial: true };

fn study<'a>(studies: &'a [Stored], id: &str) -> &'a Stored {
    studies.iter().find(|study| study.id == id).unwrap()
}

/// The same study as the answer of a model has it: turned by the direction of the scores.
fn compare(tally: &mut Tally, id: &str, found: &PhaseFit, sign: f64, answer: &Value) {
    let near = |ours: f64, theirs: f64| (ours - theirs).abs() / theirs.abs();
    let criterion = if answer["criterion"].is_null() { &answer["minus2loglik"] } else { &answer["criterion"] };
    let fit = found.fit();
    tally.check("criterion", id, (fit.minus_two_log_likelihood() - number(criterion)).abs(), 1e-6);
    let (beta, se) = (numbers(&answer["beta"]), numbers(&answer["se"]));
    // nlme's optimum is known to its own spread; lme4's was sharpened.
    let allowed = if answer["criterion"].is_null() { 1e-5 } else { 1e-6 };
    tally.check("effect", id, (found.level().estimate - sign * beta[1]).abs(), allowed * se[1]);
    tally.check("its SE", id, near(fit.fixed()[1].standard_error, se[1]), 1e-5);
    tally.check("sigma", id, near(fit.residual_standard_deviation(), number(&answer["sigma"])), 1e-5);
    let variances: Vec<f64> = match answer["random"]["case"]["vcov"].as_array() {
        Some(rows) => rows.iter().enumerate().map(|(place, row)| numbers(row)[place]).collect(),
        None => {
            let rows = answer["varcomp"].as_array().unwrap();
            let own = rows.iter().filter(|row| row["group"] == "case" && row["var2"].is_null());
            own.map(|row| number(&row["vcov"])).collect()
        }
    };
    let ours = [Some(found.between_cases()), found.effect_between_cases()].into_iter().flatten();
    assert_eq!(variances.len(), ours.clone().count());
    for (ours, theirs) in ours.zip(variances) {
        tally.check("variance between cases", id, near(ours * ours, theirs), 3e-5);
    }
    if let Some(phi) = answer["correlation"]["par"].as_array() {
        tally.check("phi", id, near(found.autocorrelation().unwrap(), number(&phi[0])), 1e-5);
    }
    if let Some(degrees) = answer["kenward_roger"]["df"].as_array() {
        tally.check("Kenward-Roger df", id, near(found.level().df.unwrap(), number(&degrees[1])), 1e-4);
        let error = numbers(&answer["kenward_roger"]["se"])[1];
        tally.check("Kenward-Roger SE", id, near(found.level().standard_error, error), 1e-4);
    }
    tally.matched += 1;
}

#[test]
fn the_model_is_that_of_lme4_and_nlme() {
    let Some(folder) = collection() else { return };
    let studies = stored(&folder);
    let mut tally = Tally::default();
    let varying = PhaseAssumptions { vary: CasesVary::InLevelAndEffect, ..ASSUMED };
    for (file, id, assumptions) in [
        ("nlme_scd_laski_ar1", "scd_laski", ASSUMED),
        ("nlme_scd_laski_ar1_slope", "scd_laski", varying),
        ("nlme_scd_schutte_ar1", "scd_schutte", ASSUMED),
        ("scd_laski_mlm", "scd_laski", PhaseAssumptions { serial: false, ..ASSUMED }),
        ("scd_laski_slope", "scd_laski", PhaseAssumptions { serial: false, ..varying }),
    ] {
        let (study, answer) = (study(&studies, id), read(&folder.join(format!("fits/{file}.json"))));
        let found = PhaseFit::new(&study.cases, study.direction, assumptions).unwrap();
        compare(&mut tally, file, &found, study.direction.sign(), &answer["reml"]);
    }
    tally.print();
    assert!(tally.failures.is_empty(), "{:#?}", tally.failures);
}

/// What the vignette of scdhlm prints (Pustejovsky, Chen and Hamilton; the examples of the paper of 2014).
#[test]
fn the_between_case_difference_is_the_published_one() {
    let Some(folder) = collection() else { return };
    let studies = stored(&folder);
    let (laski, schutte) = (study(&studies, "scd_laski"), study(&studies, "scd_schutte"));
    let of = |study: &Stored, assumptions, after| {
        let fit = PhaseFit::new(&study.cases, study.direction, assumptions).unwrap();
        BetweenCase::of(&fit, after).unwrap()
    };
    let near = |ours: f64, theirs: f64, allowed: f64| assert!((ours - theirs).abs() <= allowed, "{ours} {theirs}");
    let level = of(laski, ASSUMED, 0.0);
    println!("{level:?}");
    near(level.estimate, 1.4048872, 1e-6);
    near(level.standard_error, 0.2863249, 1e-6);
    near(level.degrees_of_freedom, 18.5524061, 1e-4);
    assert!(level.interval.0 > 0.7 && level.interval.1 < 2.1);
    let varying = of(laski, PhaseAssumptions { vary: CasesVary::InLevelAndEffect, ..ASSUMED }, 0.0);
    println!("{varying:?}");
    near(varying.uncorrected, 1.271, 5e-4);
    near(varying.estimate, 1.181, 5e-4);
    near(varying.standard_error, 0.358, 5e-4);
    near(varying.degrees_of_freedom, 10.776, 5e-4);
    // Week 9 of a treatment that began in week 2; there the first week of treatment counts as 1.
    let slopes = of(schutte, PhaseAssumptions { change: Change::LevelAndSlope, ..ASSUMED }, 6.0);
    println!("{slopes:?}");
    near(slopes.uncorrected, 1.373, 5e-4);
    near(slopes.estimate, 1.337, 5e-4);
    near(slopes.standard_error, 0.627, 5e-4);
    near(slopes.degrees_of_freedom, 29.152, 5e-4);
}

#[test]
fn the_model_without_trend_and_with_it_are_told_apart_by_what_they_say() {
    let Some(folder) = collection() else { return };
    let studies = stored(&folder);
    let schutte = study(&studies, "scd_schutte");
    let level = PhaseFit::richest(&schutte.cases, schutte.direction, Change::Level).unwrap();
    assert!(level.slope().is_none() && level.baseline_trend().is_none() && level.cases() == 12);
    assert!(level.assumptions().serial && level.autocorrelation().unwrap() > 0.0);
    let slope = PhaseFit::richest(&schutte.cases, schutte.direction, Change::LevelAndSlope).unwrap();
    // Fatigue falls faster under treatment, which is an improvement.
    assert!(slope.slope().unwrap().estimate > 0.0 && slope.follow_up() == 6.0);
    let after = slope.effect_after(6.0).unwrap();
    let sum = slope.level().estimate + 6.0 * slope.slope().unwrap().estimate;
    assert!((after.estimate - sum).abs() < 1e-9 && after.p_value.is_some());
}

#[test]
fn the_effect_varies_where_the_scores_say_so() {
    let Some(folder) = collection() else { return };
    let studies = stored(&folder);
    let laski = study(&studies, "scd_laski");
    let found = PhaseFit::richest(&laski.cases, laski.direction, Change::Level).unwrap();
    assert_eq!(found.assumptions().vary, CasesVary::InLevelAndEffect);
    assert!(found.cautions().is_empty() && found.effect_between_cases().unwrap() > 10.0);
    let same = PhaseFit::richest(&made(6, 3.0), Direction::HigherBetter, Change::Level).unwrap();
    assert_eq!((same.assumptions().vary, same.effect_between_cases()), (CasesVary::InLevel, None));
    assert!(same.cautions().contains(&PhaseCaution::SameEffect));
}

fn made(cases: usize, effect: f64) -> Vec<Case> {
    let wobble = |seed: usize| ((seed * 37 + 11) % 19) as f64 / 5.0 - 1.8;
    let one = |case: usize| {
        let level = 10.0 + 2.0 * wobble(100 + case);
        let scores = |from: usize, to: usize, add: f64| -> Vec<f64> {
            (from..to).map(|place| level + add + wobble(case * 13 + place * 5 + place * place)).collect()
        };
        case_of(&case.to_string(), &scores(0, 4 + case, 0.0), &scores(4 + case, 14, effect))
    };
    (0..cases).map(one).collect()
}

#[test]
fn units_direction_and_order_of_cases_do_not_matter() {
    let cases = made(6, 3.0);
    let other: Vec<Case> = cases
        .iter()
        .rev()
        .map(|case| {
            let turned = |one: &Session| Session { score: one.score.map(|score| 100.0 - 8.0 * score), ..*one };
            Case::new(format!("{}!", case.name()), &case.sessions().iter().map(turned).collect::<Vec<_>>()).unwrap()
        })
        .collect();
    for change in [Change::Level, Change::LevelAndSlope] {
        let before = PhaseFit::richest(&cases, Direction::HigherBetter, change).unwrap();
        let after = PhaseFit::richest(&other, Direction::LowerBetter, change).unwrap();
        assert_eq!((before.assumptions(), before.cautions()), (after.assumptions(), after.cautions()));
        assert!((8.0 * before.level().estimate - after.level().estimate).abs() < 1e-5);
        assert!((before.level().p_value.unwrap() - after.level().p_value.unwrap()).abs() < 1e-6);
        let between = |fit| BetweenCase::of(fit, 3.0).unwrap();
        let (before, after) = (between(&before), between(&after));
        assert!((before.estimate - after.estimate).abs() < 1e-6, "{before:?} {after:?}");
        assert!((before.degrees_of_freedom - after.degrees_of_freedom).abs() < 1e-3);
    }
}

#[test]
fn what_cannot_be_modelled_is_told() {
    let few = PhaseFit::richest(&made(2, 1.0), Direction::HigherBetter, Change::Level).unwrap_err();
    assert_eq!(few, PhaseError::TooFewCases { found: 2, total: 2, needed: 3 });
    let flat: Vec<Case> = (0..4).map(|case| case_of(&case.to_string(), &[5.0; 4], &[5.0; 5])).collect();
    assert_eq!(PhaseFit::richest(&flat, Direction::LowerBetter, Change::Level).unwrap_err(), PhaseError::Constant);
    let short: Vec<Case> =
        (0..4).map(|case| case_of(&case.to_string(), &[5.0, 4.0], &[f64::from(case), 2.0])).collect();
    assert_eq!(
        PhaseFit::richest(&short, Direction::LowerBetter, Change::LevelAndSlope).unwrap_err(),
        PhaseError::TooFewScores { found: 0, total: 4, scores: 3, needed: 3 }
    );
    let three = PhaseFit::richest(&made(3, 1.0), Direction::HigherBetter, Change::Level).unwrap();
    assert_eq!(three.cautions()[..2], [PhaseCaution::FewCases { cases: 3 }, PhaseCaution::SameEffect]);
    match BetweenCase::of(&three, 0.0) {
        Ok(found) => assert!(found.degrees_of_freedom > 2.0 && found.standard_error.is_finite()),
        Err(error) => assert!(matches!(error, BetweenCaseError::TooFewDegrees { .. })),
    }
}
