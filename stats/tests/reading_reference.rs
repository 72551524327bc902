//! Fitted values, population predictions, intraclass correlations and expected courses against lme4's stored answers.

#![allow(clippy::unwrap_used, clippy::panic)]

mod helpers;

use std::collections::BTreeMap;
use std::path::Path;

use helpers::{answers, carried, collection, column, derived_table_of, model_of, numbers, read, table_of};
use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, fit, fit_at};
use peil_stats::model::{Formula, Model};
use peil_stats::read::{BAND_COVERAGES, Level, RowPrediction, Unknown, intraclass_correlations};
use serde_json::Value;

/// The README's tolerance of fitted values, relative to the scale of what is fitted.
const FITTED: f64 = 1e-5;

/// The first rows of a table.
fn head(table: &Table, rows: usize) -> Table {
    let mut few = Table::new();
    for name in table.names() {
        let text =
            |factor: &peil_stats::data::Factor| (0..rows).map(|row| factor.text(row).map(str::to_owned)).collect();
        few = match table.column(name).unwrap() {
            Column::Number(values) => few.with_number(name, values[..rows].to_vec()).unwrap(),
            Column::Factor(factor) => few.with_text(name, text(factor)).unwrap(),
        };
    }
    few
}

struct Case {
    table: Table,
    model: Model,
}

fn case_of(folder: &Path, answer: &Value) -> Result<Case, String> {
    Ok(Case { table: derived_table_of(folder, answer)?, model: model_of(folder, answer)? })
}

#[test]
fn fitted_values_and_shares_are_those_of_lme4() {
    for folder in [Some(carried()), collection()].into_iter().flatten() {
        let mut matched = 0;
        for (name, answer) in answers(&folder) {
            if answer["kind"] != "lmm" {
                continue;
            }
            let case = match case_of(&folder, &answer) {
                Ok(case) => case,
                Err(reason) => {
                    println!("skipped {name}: {reason}");
                    continue;
                }
            };
            for (key, criterion) in [("ml", Criterion::Ml), ("reml", Criterion::Reml)] {
                if answer[key].is_object() {
                    let fitted = fit_at(&case.model, criterion, &numbers(&answer[key]["theta"])).unwrap();
                    compare(&format!("{name} {key}"), &case, &fitted, &answer, &answer[key]);
                    matched += 1;
                }
            }
        }
        println!("{}: {matched} fits", folder.display());
        assert!(matched >= 10);
    }
}

fn compare(id: &str, case: &Case, fitted: &Fit, answer: &Value, expected: &Value) {
    let close = |what: &str, found: f64, expected: f64, scale: f64| {
        assert!((found - expected).abs() <= FITTED * scale, "{id}: {what} {found} against {expected}");
    };
    // btheb has subjects without any response.
    let all = fitted.predict_means(&case.table, &Level::Named, Unknown::AsNew).unwrap();
    let population = fitted.predict_means(&case.table, &Level::Population, Unknown::Refuse).unwrap();
    // Standard errors cost a solution a row where factors cross: few rows show that the estimates are the same.
    let few = fitted.predict(&head(&case.table, 4), &Level::Named, Unknown::AsNew).unwrap();
    for (row, mean) in few.rows.iter().zip(&all) {
        assert_eq!(row.is_some(), mean.is_some(), "{id}");
        if let (Some(row), Some(mean)) = (row, mean) {
            close("with its error", row.estimate, *mean, mean.abs().max(fitted.residual_standard_deviation()) * 1e-4);
            assert!(row.standard_error_given_fixed <= row.standard_error, "{id}");
        }
    }
    // A row without response has a prediction but no fitted value.
    let response = column(&case.table, answer["formula"].as_str().unwrap().split('~').next().unwrap().trim());
    let pairs = response.iter().zip(all.iter().zip(&population));
    let used: Vec<(f64, f64, f64)> = pairs
        .filter(|(y, _)| !y.is_nan())
        .filter_map(|(y, (row, population))| Some((*y, (*row)?, (*population)?)))
        .collect();
    assert_eq!(used.len(), fitted.observations(), "{id}");
    for (row, (found, first)) in used.iter().zip(numbers(&expected["fitted_first"])).enumerate() {
        close(&format!("fitted {row}"), found.1, first, first.abs().max(fitted.residual_standard_deviation()));
    }
    for (row, (found, first)) in used.iter().zip(numbers(&expected["pred_population_first"])).enumerate() {
        close(&format!("population {row}"), found.2, first, first.abs().max(fitted.residual_standard_deviation()));
    }
    let magnitude: f64 = used.iter().map(|row| row.1.abs()).sum();
    close("sum", used.iter().map(|row| row.1).sum(), expected["fitted_sum"].as_f64().unwrap(), magnitude);
    let square = expected["resid_sumsq"].as_f64().unwrap();
    close("residuals", used.iter().map(|row| (row.0 - row.1).powi(2)).sum(), square, square);
    // lme4's list has the first effect of each term, whatever it is: comparable where that is the intercept.
    let random = fitted.random();
    if random.iter().all(|effect| effect.terms[0] == "(Intercept)") {
        let shares = expected["icc_at_zero_covariates"].as_array().unwrap();
        for (found, share) in intraclass_correlations(fitted).iter().zip(shares) {
            close("icc", found.correlation, share["intercept_icc"].as_f64().unwrap(), 1.0);
        }
    }
}

#[test]
fn expected_courses_have_the_stored_means_and_variances() {
    let folder = carried();
    let answer = read(&folder.join("fits/expected_recovery_rom1e3.json"));
    let formula = Formula::parse("score ~ week + (1 + week | client) + (1 | group)").unwrap();
    let table = table_of(&folder, &answer);
    let model = Model::build(&table, &formula, &BTreeMap::new()).unwrap();
    let optimum = fit(&model, Criterion::Reml, None).unwrap();
    let at_theta = fit_at(&model, Criterion::Reml, &numbers(&answer["theta"])).unwrap();
    assert!((optimum.minus_two_log_likelihood() - answer["criterion"].as_f64().unwrap()).abs() < 1e-6);
    let (clients, groups) = (column(&table, "client"), column(&table, "group"));
    let group_of = |client: f64| groups[clients.iter().position(|known| *known == client).unwrap()];
    let last = clients.iter().fold(0.0_f64, |most, client| most.max(*client));
    let blocks =
        [("client_1", 1.0, group_of(1.0)), ("client_2", 2.0, group_of(2.0)), ("client_last", last, group_of(last))];
    for (key, client, group) in blocks.into_iter().chain([("new_client_in_group_1", 0.0, 1.0)]) {
        let block = &answer[key];
        let weeks = numbers(&block["week"]);
        let rows = Table::new().with_number("client", vec![client; weeks.len()]).unwrap();
        let rows = rows.with_number("group", vec![group; weeks.len()]).unwrap();
        let rows = rows.with_number("week", weeks).unwrap();
        for (fitted, within) in [(&at_theta, 1e-9), (&optimum, 1e-5)] {
            let found = fitted.predict(&rows, &Level::Named, Unknown::AsNew).unwrap();
            let check = |name: &str, value: fn(&RowPrediction) -> f64| {
                for (row, expected) in found.rows.iter().flatten().zip(numbers(&block[name])) {
                    let off = (value(row) / expected - 1.0).abs();
                    assert!(off < within, "{key} {name}: {off:e}");
                }
            };
            check("mean", |row| row.estimate);
            check("var_true_score_beta_known", |row| row.standard_error_given_fixed.powi(2));
            check("var_true_score_full", |row| row.standard_error.powi(2));
            check("var_new_observation_full", |row| row.observation_standard_deviation.powi(2));
        }
        let sessions = optimum.next_session(&rows, Unknown::AsNew, None).unwrap();
        for (session, variance) in sessions.iter().flatten().zip(numbers(&block["var_new_observation_full"])) {
            for ((band, coverage), z) in
                session.bands.iter().zip(BAND_COVERAGES).zip([0.994_457_9, 1.281_551_6, 1.644_853_6])
            {
                assert_eq!(band.coverage, coverage);
                let half = (band.upper - band.lower) / 2.0;
                assert!((half / (z * variance.sqrt()) - 1.0).abs() < 1e-5);
                let probability = session.probability_up_to(band.upper);
                assert!((probability - 0.5 - coverage / 2.0).abs() < 1e-9);
            }
            assert!((session.standardised(session.mean + session.standard_deviation) - 1.0).abs() < 1e-12);
        }
    }
}
