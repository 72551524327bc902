//! Columns, fits, and fits that must agree.

use std::collections::BTreeMap;

use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, fit};
use peil_stats::model::{Formula, Model};

/// The values of a number column.
pub fn column(table: &Table, name: &str) -> Vec<f64> {
    match table.column(name) {
        Some(Column::Number(values)) => values.clone(),
        _ => panic!("{name} is no number column"),
    }
}

/// The REML fit of a formula.
pub fn reml(table: &Table, formula: &str) -> Fit {
    let model = Model::build(table, &Formula::parse(formula).unwrap(), &BTreeMap::new()).unwrap();
    fit(&model, Criterion::Reml, None).unwrap()
}

/// The same data in another form give the same fit by REML; the criterion to `allowed`.
pub fn same_fit(found: &Model, fresh: &Model, allowed: f64) {
    let (found, fresh) = (fit(found, Criterion::Reml, None).unwrap(), fit(fresh, Criterion::Reml, None).unwrap());
    assert_eq!((found.observations(), found.rows_dropped()), (fresh.observations(), fresh.rows_dropped()));
    assert_eq!(found.factors(), fresh.factors());
    near(found.minus_two_log_likelihood(), fresh.minus_two_log_likelihood(), allowed);
    for (a, b) in found.theta().iter().zip(fresh.theta()) {
        assert!((a - b).abs() < 1e-7, "{a} {b}");
    }
    for (a, b) in found.fixed().iter().zip(fresh.fixed()) {
        assert_eq!(a.term, b.term);
        near(a.estimate, b.estimate, 1e-7);
        near(a.standard_error, b.standard_error, 1e-7);
    }
    same_modes(&found, &fresh);
}

/// Every level has its own mode, wherever it stands.
fn same_modes(found: &Fit, fresh: &Fit) {
    let named = |fit: &Fit| -> BTreeMap<String, f64> {
        let modes = fit.conditional_modes().into_iter();
        modes.map(|mode| (format!("{} {} {}", mode.factor, mode.level, mode.term), mode.mode)).collect()
    };
    let (found, fresh) = (named(found), named(fresh));
    assert!(!found.is_empty() && found.keys().eq(fresh.keys()));
    for (name, mode) in &found {
        assert!((mode - fresh[name]).abs() < 1e-5, "{name}: {mode} {}", fresh[name]);
    }
}

/// Equal to that share, or to that much below 1.
pub fn near(a: f64, b: f64, allowed: f64) {
    assert!((a - b).abs() <= allowed * b.abs().max(1.0), "{a} {b}");
}
