//! What one case says, against the stored answers.

use peil_stats::change::Direction;
use peil_stats::single_case::{Case, CaseEffects, Unable};
use serde_json::Value;

use super::study::{case_of, stored};
use crate::helpers::{Tally, collection, number, numbers, read};

fn compare(tally: &mut Tally, id: &str, case: &Case, direction: Direction, answer: &Value) {
    let (found, sign) = (CaseEffects::of(case, direction), direction.sign());
    let mut check = |what: &'static str, ours: f64, key: &str, sign: f64| {
        let theirs = sign * number(&answer[key]);
        tally.check(what, id, (ours - theirs).abs(), 1e-12 * theirs.abs().max(1.0));
    };
    let (nap, tau) = (found.nap.unwrap(), found.tau.unwrap());
    let (difference, trend) = (found.mean_difference.unwrap(), found.baseline_trend.unwrap());
    let corrected = found.baseline_corrected.unwrap();
    check("m", found.baseline as f64, "m", 1.0);
    check("n", found.treatment as f64, "n", 1.0);
    check("mean A", found.baseline_mean.unwrap(), "mean_A", 1.0);
    check("mean B", found.treatment_mean.unwrap(), "mean_B", 1.0);
    check("mean difference", difference.points, "mean_diff", sign);
    check("pairs better", tau.pairs.better as f64, "pairs_pos", 1.0);
    check("pairs worse", tau.pairs.worse as f64, "pairs_neg", 1.0);
    check("pairs tied", tau.pairs.tied as f64, "pairs_tied", 1.0);
    check("NAP", nap.estimate, "NAP", 1.0);
    check("NAP SE, unbiased", nap.standard_error.unwrap_or(0.0), "NAP_se_unbiased", 1.0);
    check("NAP SE, Hanley", nap.standard_error_hanley, "NAP_se_hanley", 1.0);
    check("Tau", tau.estimate, "Tau_AvsB", 1.0);
    check("S of baseline", trend.excess as f64, "S_trendA", 1.0);
    check("Tau of baseline", trend.tau, "Tau_trendA", 1.0);
    check("Tau-U", tau.minus_baseline_trend, "TauU_A_vs_B_minus_trendA", 1.0);
    check("Theil-Sen slope", corrected.slope, "theil_sen_slope_A", 1.0);
    check("Theil-Sen intercept", corrected.intercept, "theil_sen_intercept_A", 1.0);
    check("Tau-BC", corrected.estimate, "Tau_BC", 1.0);
    check("PND", found.pnd.unwrap(), "PND", 1.0);
    check("PEM", found.pem.unwrap(), "PEM", 1.0);
    match difference.glass {
        Ok(glass) => check("Glass", glass, "glass_delta", sign),
        Err(reason) => assert!(answer["glass_delta"].is_null() && reason == Unable::ConstantBaseline, "{id} {reason}"),
    }
}

#[test]
fn every_number_of_every_case_is_the_stored_one() {
    let Some(folder) = collection() else { return };
    let mut tally = Tally::default();
    for study in stored(&folder) {
        let answers = study.answer["cases"].as_array().unwrap();
        assert_eq!(answers.len(), study.cases.len());
        for (case, answer) in study.cases.iter().zip(answers) {
            assert_eq!(answer["start_index"].as_u64().unwrap() as usize, case.start() + 1);
            if answer["m"].is_null() {
                let effects = CaseEffects::of(case, study.direction);
                assert!(matches!(effects.nap, Err(Unable::TooFew { found: 1, needed: 2, .. })));
                assert!(matches!(effects.baseline_corrected, Err(Unable::TooFew { .. })) && effects.pnd.is_ok());
                continue;
            }
            compare(&mut tally, &format!("{} {}", study.id, case.name()), case, study.direction, answer);
            tally.matched += 1;
        }
    }
    let published = read(&folder.join("fits/scd_published.json"));
    for example in published["examples"].as_array().unwrap() {
        let id = example["source"].as_str().unwrap();
        let case = case_of(id, &numbers(&example["A"]), &numbers(&example["B"]));
        compare(&mut tally, id, &case, Direction::HigherBetter, &example["computed"]);
        let effects = CaseEffects::of(&case, Direction::HigherBetter);
        for (key, theirs) in example["published"].as_object().unwrap() {
            let ours = match key.as_str() {
                "PND" => effects.pnd.unwrap(),
                "NAP" => effects.nap.unwrap().estimate,
                "Tau_AvsB" => effects.tau.unwrap().estimate,
                "TauU" => effects.tau.unwrap().minus_baseline_trend,
                "Tau_BC" => effects.baseline_corrected.unwrap().estimate,
                other => panic!("{other}"),
            };
            assert!((ours - number(theirs)).abs() < 1e-12, "{id} {key}");
        }
        tally.matched += 1;
    }
    tally.print();
    assert!(tally.failures.is_empty() && tally.matched == 49, "{}", tally.matched);
}
