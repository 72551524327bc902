//! Variances that no data of this design can tell apart are named; others never are.

#![allow(clippy::unwrap_used, clippy::panic)]

mod helpers;

use std::collections::BTreeMap;

use helpers::{answers, carried, collection, model_of};
use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, FlatCause, Status, fit, fit_at, refit};
use peil_stats::infer::{BootstrapSettings, Contrast, Inference, InferenceError, Method, bootstrap};
use peil_stats::model::{Decay, Formula, Model, ModelOptions, Residual, SerialCorrelation};
use peil_stats::read::{ReportOptions, cautions, report};
use peil_stats::simulate::{GrowthSettings, growth};

const BOTH: [Criterion; 2] = [Criterion::Reml, Criterion::Ml];

/// Twelve groups, eight clients each; `room` is the group by another name, `half` is constant within a group.
fn table() -> Table {
    let settings = GrowthSettings { groups: 12, group: (9.0, 0.6, 0.1), ..GrowthSettings::default() };
    let table = growth(&settings, 7).unwrap();
    let Some(Column::Number(groups)) = table.column("group").cloned() else { panic!("groups are numbers") };
    let table = table.with_number("room", groups.iter().map(|group| 100.0 - group).collect()).unwrap();
    table.with_number("half", groups.iter().map(|group| group % 2.0).collect()).unwrap()
}

fn fitted(table: &Table, formula: &str, criterion: Criterion) -> Fit {
    let model = Model::build(table, &Formula::parse(formula).unwrap(), &BTreeMap::new()).unwrap();
    fit(&model, criterion, None).unwrap()
}

/// The finding must be one of that cause with these parts, and said wherever cautions are.
fn accused(found: &Fit, cause: FlatCause, parts: &[(&str, &[&str])]) {
    let flat = &found.evidence().flat;
    let text = format!("{} {:?} {flat:?}", found.model().formula(), found.status());
    assert_eq!(flat.len(), 1, "{text}");
    assert_eq!(found.status(), Status::NotIdentified, "{text}");
    assert_eq!(flat[0].cause, cause, "{text}");
    let of: Vec<(&str, Vec<&str>)> = flat[0]
        .parts
        .iter()
        .map(|part| (part.factor.as_str(), part.terms.iter().map(String::as_str).collect()))
        .collect();
    let expected: Vec<(&str, Vec<&str>)> = parts.iter().map(|(factor, terms)| (*factor, terms.to_vec())).collect();
    assert_eq!(of, expected, "{text}");
    let said = cautions(found).iter().any(|caution| caution.to_string() == flat[0].to_string());
    assert!(said, "{text}");
}

#[test]
fn the_same_effect_in_two_terms_is_named() {
    let table = table();
    for criterion in BOTH {
        let twice = fitted(&table, "score ~ week + (1 | group) + (1 | group)", criterion);
        accused(&twice, FlatCause::EachOther, &[("group", &["(Intercept)"]), ("group", &["(Intercept)"])]);
        let slope = fitted(&table, "score ~ week + (1 + week | group) + (0 + week | group)", criterion);
        accused(&slope, FlatCause::EachOther, &[("group", &["week"]), ("group", &["week"])]);
        let whole = fitted(&table, "score ~ week + (1 + week | group:client) + (1 + week | group:client)", criterion);
        let both: &[&str] = &["(Intercept)", "week"];
        accused(&whole, FlatCause::EachOther, &[("group:client", both), ("group:client", both)]);
    }
}

/// Where rounding hides the curvature, and where both matrices lie on their boundary, the design still tells.
#[test]
fn twins_are_named_wherever_the_search_ends() {
    let table = table();
    let Some(Column::Number(scores)) = table.column("score").cloned() else { panic!("scores are numbers") };
    let Some(Column::Number(groups)) = table.column("group").cloned() else { panic!("groups are numbers") };
    let far = scores.iter().zip(&groups).map(|(score, group)| score + 1e6 * (group * 7.0 % 5.0)).collect();
    let found =
        fitted(&table.with_number("far", far).unwrap(), "far ~ week + (1 | group) + (1 | group)", Criterion::Reml);
    assert_eq!((found.status(), found.evidence().flat.len()), (Status::NotIdentified, 1), "{:?}", found.evidence());
}

#[test]
fn two_factors_of_the_same_levels_are_named() {
    let table = table();
    for criterion in BOTH {
        let found = fitted(&table, "score ~ week + (1 | group:client) + (1 | group) + (1 | room)", criterion);
        let mut names: Vec<&str> = found.evidence().flat[0].parts.iter().map(|part| part.factor.as_str()).collect();
        names.sort_unstable();
        assert_eq!((names.as_slice(), found.status()), (&["group", "room"][..], Status::NotIdentified));
    }
}

#[test]
fn a_factor_that_is_a_fixed_effect_too_is_named() {
    let table = table();
    for criterion in BOTH {
        let found = fitted(&table, "score ~ factor(group) + week + (1 | group)", criterion);
        accused(&found, FlatCause::FixedEffects, &[("group", &["(Intercept)"])]);
        let inner = fitted(&table, "score ~ factor(group) + week + (1 | group/client)", criterion);
        accused(&inner, FlatCause::FixedEffects, &[("group", &["(Intercept)"])]);
    }
}

#[test]
fn a_slope_of_what_does_not_vary_within_levels_is_named() {
    let table = table();
    for criterion in BOTH {
        let found = fitted(&table, "score ~ week + half + (1 + half | group) + (1 | group:client)", criterion);
        let flat = &found.evidence().flat;
        assert_eq!((flat.len(), found.status()), (1, Status::NotIdentified), "{:?}", found.evidence());
        assert_eq!((flat[0].parts[0].factor.as_str(), flat[0].cause), ("group", FlatCause::EachOther));
        let apart = fitted(&table, "score ~ week + half + (1 + half || group) + (1 | group:client)", criterion);
        assert!(apart.evidence().flat.is_empty(), "{:?}", apart.evidence());
    }
}

/// A column twice: its covariances with the others show, though not which of the two they are.
#[test]
fn a_column_in_other_units_is_one_finding_that_says_what_to_leave_out() {
    let found = fitted(&table(), "score ~ week + (1 + week + I(2 * week) | group:client)", Criterion::Reml);
    let flat = &found.evidence().flat;
    assert_eq!((flat.len(), flat[0].cause), (1, FlatCause::EachOther), "{flat:?}");
    let text = flat[0].to_string();
    assert!(text.contains("for instance `I(2 * week)`") && !text.contains("no level has both"), "{text}");
}

/// Directions of which the data say nothing take nothing from the degrees of freedom, in whatever order the rows are added.
#[test]
fn kenward_and_roger_leave_out_what_the_data_do_not_know() {
    let table = table();
    let Some(Column::Number(weeks)) = table.column("week").cloned() else { panic!("weeks are numbers") };
    let wobble = |row: usize| ((row * 7919 + 13) % 101) as f64 / 50.0 - 1.0;
    let table = table.with_number("x", (0..weeks.len()).map(wobble).collect()).unwrap();
    let tested = |table: &Table, term: &str| {
        let found = fitted(table, &format!("score ~ week + ({term} | group:client)"), Criterion::Reml);
        let test = Inference::new(&found, Method::KenwardRoger).unwrap().coefficients()[1].clone();
        (test.standard_error, test.df.unwrap())
    };
    let expected = tested(&table, "1 + x + week");
    for by in [1, 5, 7, 11] {
        let mut order: Vec<usize> = (0..weeks.len()).collect();
        order.sort_by_key(|row| row * by * 7919 % 1009);
        let shuffled = ["group", "client", "week", "x", "score"].into_iter().fold(Table::new(), |table_, name| {
            let Some(Column::Number(values)) = table.column(name) else { panic!("{name} is numbers") };
            table_.with_number(name, order.iter().map(|&row| values[row]).collect()).unwrap()
        });
        let found = tested(&shuffled, "1 + x + week + I(x + week)");
        println!("{by}: {found:?} {expected:?}");
        assert!((found.0 / expected.0 - 1.0).abs() < 1e-2 && (found.1 / expected.1 - 1.0).abs() < 1e-2);
    }
}

/// Of effects that no level has together the variances are known, and their covariance shows nowhere.
#[test]
fn effects_that_never_meet_are_named_for_their_correlation() {
    let table = table();
    let Some(Column::Number(halves)) = table.column("half").cloned() else { panic!("halves are numbers") };
    let kind = halves.iter().map(|half| Some(if *half > 0.0 { "odd" } else { "even" }.to_owned())).collect();
    let table = table.with_text("kind", kind).unwrap();
    let found = fitted(&table, "score ~ week + (0 + kind | group:client)", Criterion::Reml);
    accused(&found, FlatCause::NeverTogether, &[("group:client", &["kindeven", "kindodd"])]);
}

#[test]
fn a_warm_refit_says_so_too() {
    let table = table();
    let first = fitted(&table, "score ~ week + (1 | group) + (1 | group)", Criterion::Reml);
    let again = refit(first.model(), &first).unwrap();
    assert_eq!((again.status(), &again.evidence().flat), (Status::NotIdentified, &first.evidence().flat));
    let at = fit_at(first.model(), Criterion::Reml, &first.theta()).unwrap();
    assert_eq!(&at.evidence().flat, &first.evidence().flat);
}

#[test]
fn what_hangs_on_an_undetermined_variance_is_not_concluded() {
    let table = table();
    let found = fitted(&table, "score ~ factor(group) + week + (1 | group/client)", Criterion::Reml);
    for method in [Method::Wald, Method::Satterthwaite, Method::KenwardRoger] {
        let Ok(inference) = Inference::new(&found, method) else { continue };
        for test in inference.coefficients() {
            let hangs = test.term != "week";
            assert_eq!(
                (test.standard_error.is_infinite(), test.p_value.is_none()),
                (hangs, hangs),
                "{method:?} {test:?}"
            );
        }
    }
    let refused = Inference::new(&found, Method::KenwardRoger).unwrap_err();
    assert!(refused.to_string().contains("between the levels of `group`"), "{refused}");
    let wald = Inference::new(&found, Method::Wald).unwrap();
    let p = found.fixed().len();
    let unit = |at: usize| (0..p).map(|i| if i == at { 1.0 } else { 0.0 }).collect::<Vec<f64>>();
    let week = found.fixed().iter().position(|effect| effect.term == "week").unwrap();
    let refused = wald.f_test(&Contrast::rows(vec![unit(1), unit(2)])).unwrap_err();
    assert!(matches!(refused, InferenceError::Undetermined { .. }), "{refused:?}");
    assert!(wald.f_test(&Contrast::rows(vec![unit(week)])).is_ok());
    let settings = BootstrapSettings { replicates: 3, seed: 1, threads: 1 };
    assert!(bootstrap(&found, settings, &|_| {}).is_err());
}

#[test]
fn a_report_without_p_values_says_why() {
    let table = table();
    let formula = "score ~ factor(group) + week + (1 | group/client)";
    let options = ReportOptions { degrees_of_freedom: Method::KenwardRoger, ..ReportOptions::default() };
    for (criterion, why) in [(Criterion::Reml, "between the levels of `group`"), (Criterion::Ml, "needs a REML fit")] {
        let told = report(&fitted(&table, formula, criterion), options);
        assert!(told.fixed_refusal.as_ref().is_some_and(|refusal| refusal.contains(why)), "{:?}", told.fixed_refusal);
        for row in &told.fixed {
            let none = [row.p_value, row.lower, row.upper, row.df];
            assert_eq!((none, row.standard_error.is_infinite()), ([None; 4], row.term != "week"), "{row:?}");
        }
    }
    let told = report(&fitted(&table, "score ~ week + (1 | group)", Criterion::Reml), options);
    assert!(told.fixed_refusal.is_none() && told.fixed.iter().all(|row| row.p_value.is_some()));
}

/// Two visits show one variance and one covariance: an intercept and a correlation are one too many.
#[test]
fn a_correlation_that_does_the_work_of_an_intercept_is_named() {
    let whole = table();
    let Some(Column::Number(weeks)) = whole.column("week").cloned() else { panic!("weeks are numbers") };
    let Some(Column::Number(clients)) = whole.column("client").cloned() else { panic!("clients are numbers") };
    let Some(Column::Number(scores)) = whole.column("score").cloned() else { panic!("scores are numbers") };
    for (visits, flat) in [(2.0, true), (8.0, false)] {
        let kept = |column: &[f64]| -> Vec<f64> {
            column.iter().zip(&weeks).filter(|(_, week)| **week < visits).map(|(value, _)| *value).collect()
        };
        let table = Table::new().with_number("week", kept(&weeks)).unwrap();
        let table = table.with_number("client", kept(&clients)).unwrap().with_number("score", kept(&scores)).unwrap();
        for decay in [Decay::Ar1, Decay::Car1] {
            let correlation =
                SerialCorrelation { decay, time: Some("week".to_owned()), within: vec!["client".to_owned()] };
            let residual = Residual { correlation: Some(correlation), strata: Vec::new() };
            let options = ModelOptions { residual, ..ModelOptions::default() };
            let formula = Formula::parse("score ~ week + (1 | client)").unwrap();
            let model = Model::build_with(&table, &formula, &options).unwrap();
            for start in [0.1, 1.0] {
                let found = fit(&model, Criterion::Reml, Some(&[start])).unwrap();
                if flat {
                    accused(&found, FlatCause::Residual, &[("client", &["(Intercept)"])]);
                } else {
                    assert!(found.evidence().flat.is_empty(), "{decay:?} {:?}", found.evidence());
                }
            }
        }
    }
}

#[test]
fn no_reference_fit_is_accused() {
    let (mut fits, mut evaluations) = (0, 0);
    for folder in [Some(carried()), collection()].into_iter().flatten() {
        for (name, answer) in answers(&folder) {
            if answer["kind"] != "lmm" {
                continue;
            }
            let Ok(model) = model_of(&folder, &answer) else { continue };
            for criterion in BOTH {
                let found = fit(&model, criterion, None).unwrap();
                assert!(found.evidence().flat.is_empty(), "{name} {criterion:?}: {:?}", found.evidence());
                fits += 1;
                evaluations += found.evidence().evaluations;
            }
        }
    }
    println!("{fits} fits, {evaluations} evaluations");
    assert!(fits > 10, "{fits}");
}

#[test]
fn ordinary_simulated_models_are_not_accused() {
    for seed in 0..40 {
        for groups in [3, 6, 15] {
            let settings = GrowthSettings { groups, ..GrowthSettings::default() };
            let table = growth(&settings, seed).unwrap();
            for formula in [
                "score ~ week + (1 + week | group/client)",
                "score ~ week + (1 | group/client)",
                "score ~ week + (1 + week || group) + (1 + week || group:client)",
                "score ~ week + (1 | group) + (1 | group:week)",
            ] {
                for criterion in BOTH {
                    let found = fitted(&table, formula, criterion);
                    assert!(found.evidence().flat.is_empty(), "{formula} {seed} {groups}: {:?}", found.evidence());
                }
            }
        }
    }
}
