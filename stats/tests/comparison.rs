//! Which models may be tested against each other, and against which.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;

use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, fit};
use peil_stats::infer::{ComparisonError, ReferenceLaw, compare, likelihood_ratio};
use peil_stats::model::{Formula, Model, ModelOptions, Residual};
use peil_stats::simulate::{GrowthSettings, growth};

fn table() -> Table {
    growth(&GrowthSettings { groups: 8, group: (6.0, 0.4, 0.0), ..GrowthSettings::default() }, 11).unwrap()
}

fn fitted(formula: &str, criterion: Criterion) -> Fit {
    let model = Model::build(&table(), &Formula::parse(formula).unwrap(), &BTreeMap::new()).unwrap();
    fit(&model, criterion, None).unwrap()
}

#[test]
fn a_model_is_tested_against_the_nearest_that_is_nested_in_it_whatever_the_order() {
    let formulas = [
        "score ~ week + (1 + week | group) + (1 + week | client)",
        "score ~ week + (1 | client)",
        "score ~ week + I(week^2) + I(week^3) + (1 | client)",
        "score ~ week + (1 + week | client)",
    ];
    let fits: Vec<Fit> = formulas.iter().map(|formula| fitted(formula, Criterion::Ml)).collect();
    let table = compare(&fits).unwrap();
    let against: Vec<Option<usize>> = table.models.iter().map(|row| row.against).collect();
    assert_eq!(against, [Some(3), None, Some(1), Some(1)]);
    assert!(table.models.iter().all(|row| row.refusal.is_none()));
}

#[test]
fn the_same_model_in_other_words_is_called_so() {
    let one = fitted("score ~ week + (1 | group/client)", Criterion::Ml);
    let other = fitted("score ~ 1 + week + (1 | group) + (1 | group:client)", Criterion::Ml);
    for second in [&one, &other] {
        let refused = likelihood_ratio(&one, second).unwrap_err();
        assert!(matches!(refused, ComparisonError::SameModel { .. }), "{refused:?}");
        assert!(refused.to_string().ends_with("are the same model; there is nothing to test"), "{refused}");
    }
    let unlike = fitted("score ~ I(week^2) + (1 | group/client)", Criterion::Ml);
    assert!(matches!(likelihood_ratio(&one, &unlike), Err(ComparisonError::NotNested { .. })));
}

#[test]
fn a_lost_correlation_is_no_special_case() {
    let ml = |formula| fitted(formula, Criterion::Ml);
    let apart = ml("score ~ week + (1 + week || client)");
    let joint = ml("score ~ week + (1 + week | client)");
    for (first, second) in [(&apart, &joint), (&joint, &apart)] {
        let test = likelihood_ratio(first, second).unwrap();
        assert_eq!((test.reference, test.smaller.contains("||")), (ReferenceLaw::ChiSquare { df: 1 }, true));
    }
    // One parameter more, but the correlation is lost.
    let grouped = ml("score ~ week + (1 + week || client) + (1 | group) + (0 + week | group)");
    for refused in [likelihood_ratio(&joint, &grouped), likelihood_ratio(&grouped, &joint)] {
        let Err(ComparisonError::NotNested { smaller, reason, .. }) = refused else { panic!("{refused:?}") };
        assert_eq!((smaller.as_str(), reason.contains("correlates")), ("score ~ week + (1 + week | client)", true));
    }
    assert!(likelihood_ratio(&apart, &grouped).is_ok());
}

#[test]
fn other_weights_are_called_so() {
    let Some(Column::Number(weeks)) = table().column("week").cloned() else { panic!("weeks are numbers") };
    let n = weeks.len() as f64;
    let sum: f64 = weeks.iter().map(|week| 1.0 + week).sum();
    let table = table().with_number("w", weeks.iter().map(|week| 1.0 + week).collect()).unwrap();
    // The same sum as no weights at all.
    let table = table.with_number("v", weeks.iter().map(|week| (1.0 + week) * n / sum).collect()).unwrap();
    let of = |weights: Option<&str>| {
        let options = ModelOptions { weights: weights.map(str::to_owned), ..ModelOptions::default() };
        let formula = Formula::parse("score ~ week + (1 | client)").unwrap();
        fit(&Model::build_with(&table, &formula, &options).unwrap(), Criterion::Ml, None).unwrap()
    };
    for (first, second) in [(None, Some("w")), (Some("v"), None), (Some("v"), Some("w"))] {
        let refused = likelihood_ratio(&of(first), &of(second)).unwrap_err();
        assert!(matches!(refused, ComparisonError::DifferentWeights { .. }), "{refused:?}");
        let column = first.or(second).unwrap();
        assert!(refused.to_string().contains(&format!("`{column}`")), "{refused}");
    }
}

#[test]
fn a_model_with_variances_that_cannot_be_told_apart_is_not_tested() {
    let ml = |formula| fitted(formula, Criterion::Ml);
    let (once, twice) = (ml("score ~ week + (1 | client)"), ml("score ~ week + (1 | client) + (1 | client)"));
    let refused = likelihood_ratio(&once, &twice).unwrap_err();
    assert!(matches!(refused, ComparisonError::NotIdentified { .. }), "{refused:?}");
    assert!(likelihood_ratio(&ml("score ~ 1 + (1 | client) + (1 | client)"), &twice).is_ok());
}

#[test]
fn factors_and_strata_of_the_same_looks_are_not_the_same() {
    let table = table();
    let Some(Column::Number(clients)) = table.column("client").cloned() else { panic!("clients are numbers") };
    let Some(Column::Number(weeks)) = table.column("week").cloned() else { panic!("weeks are numbers") };
    // Four cells each, of other rows.
    let parity = |values: &[f64], by: f64| values.iter().map(|value| (value / by).floor() % 2.0).collect::<Vec<f64>>();
    let table = table.with_number("school", parity(&clients, 1.0)).unwrap();
    let table = table.with_number("room", parity(&clients, 2.0)).unwrap();
    let table = table.with_number("half", parity(&weeks, 1.0)).unwrap();
    let of = |formula: &str, strata: &[&str]| {
        let strata = strata.iter().map(|&column| column.to_owned()).collect();
        let residual = Residual { correlation: None, strata };
        let options = ModelOptions { residual, ..ModelOptions::default() };
        let model = Model::build_with(&table, &Formula::parse(formula).unwrap(), &options).unwrap();
        fit(&model, Criterion::Ml, None).unwrap()
    };
    let refused = |first: &Fit, second: &Fit| {
        let found = likelihood_ratio(first, second);
        assert!(matches!(found, Err(ComparisonError::NotNested { .. })), "{found:?}");
    };
    refused(
        &of("score ~ week + (1 | client) + (1 | school:half)", &[]),
        &of("score ~ week + (1 | client) + (1 + week | room:half)", &[]),
    );
    let plain = of("score ~ 1 + (1 | client)", &[]);
    let (school, room) = (of("score ~ 1 + (1 | client)", &["school"]), of("score ~ week + (1 | client)", &["room"]));
    refused(&school, &room);
    assert!(likelihood_ratio(&plain, &room).is_ok());
}
