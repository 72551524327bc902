//! Whatever the design, a model is refused with a reason or fitted to the end: finite numbers, a bounded number of
//! evaluations, no lower criterion anywhere near or far, and the same criterion as n × n algebra gives.

#![allow(clippy::unwrap_used, clippy::panic)]

mod design;
mod marginal;

use design::{Design, designs};
use marginal::{criterion_by_rows, least_information};
use nalgebra::DMatrix;
use peil_stats::fit::{Criterion, Fit, FitError, FlatCause, Status, criterion_at, fit, fit_at};
use peil_stats::infer::{ClusterRobust, Correction, Inference, Method};
use peil_stats::read::{Level, ReportOptions, Unknown, report};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

/// What a search may cost at most, whatever the data.
const MOST_EVALUATIONS: usize = 2000;

fn criterion(design: &Design) -> Criterion {
    if design.seed.is_multiple_of(3) { Criterion::Ml } else { Criterion::Reml }
}

/// A θ of the right order of magnitude; one in four has a direction without variance.
fn some_theta(design: &Design, fitted: &Fit, random: &mut ChaCha8Rng) -> Vec<f64> {
    let unit = |term: &str| if term.contains("week") { design.week.0 } else { 1.0 };
    let mut theta = Vec::new();
    for term in fitted.random() {
        let size = 10.0_f64.powf(3.0 * random.random::<f64>() - 2.0);
        for column in 0..term.terms.len() {
            let zero = random.random_bool(0.25);
            for row in &term.terms[column..] {
                let value = size * (2.0 * random.random::<f64>() - 1.0) / unit(row);
                theta.push(if zero { 0.0 } else { value });
            }
        }
    }
    theta
}

/// θ with the covariance of one term widened by `size` in one direction (user's units).
fn widened(fitted: &Fit, term: usize, direction: &[f64]) -> Vec<f64> {
    let (mut theta, mut at) = (fitted.theta(), 0);
    for random in &fitted.random()[..term] {
        at += random.terms.len() * (random.terms.len() + 1) / 2;
    }
    let q = direction.len();
    let mut lambda = DMatrix::zeros(q, q);
    let mut entry = at;
    for column in 0..q {
        for row in column..q {
            lambda[(row, column)] = theta[entry];
            entry += 1;
        }
    }
    let mut square = &lambda * lambda.transpose();
    (0..q * q).for_each(|k| square[(k / q, k % q)] += direction[k / q] * direction[k % q]);
    let lengths: Vec<f64> = (0..q).map(|i| square[(i, i)]).collect();
    for column in 0..q {
        let pivot = square[(column, column)];
        let root = if pivot > 1e-13 * lengths[column] { pivot.sqrt() } else { 0.0 };
        for row in column..q {
            let value = if root > 0.0 { square[(row, column)] / root } else { 0.0 };
            theta[at] = value;
            at += 1;
            lambda[(row, column)] = value;
        }
        for i in column + 1..q {
            for j in column + 1..q {
                square[(i, j)] -= lambda[(i, column)] * lambda[(j, column)];
            }
        }
    }
    theta
}

/// Fewer than two rows a random effect: such criteria can have several minima, of which the search finds one. So can those
/// of unlike weights and of uncorrelated effects at a far zero.
fn is_crowded(fitted: &Fit) -> bool {
    let levels = |name: &str| fitted.factors().into_iter().find(|factor| factor.0 == name).map_or(0, |factor| factor.1);
    let effects: usize = fitted.random().iter().map(|term| term.terms.len() * levels(&term.factor)).sum();
    fitted.observations() < 2 * effects
}

/// Where a JSON value holds null that may not.
fn nulls(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Null => found.push(path.to_owned()),
        Value::Array(items) => items.iter().for_each(|item| nulls(item, path, found)),
        Value::Object(fields) => fields.iter().for_each(|(key, item)| nulls(item, &format!("{path}/{key}"), found)),
        _ => {}
    }
}

fn is_refused_or_fitted(design: &Design) -> Result<(), TestCaseError> {
    let Ok(model) = design.model() else { return Ok(()) };
    let criterion = criterion(design);
    let fitted = match fit(&model, criterion, None) {
        Ok(fitted) => fitted,
        Err(FitError::NoResidual { .. }) => return Ok(()),
        Err(error) => return Err(TestCaseError::fail(format!("{}: {error}", design.formula()))),
    };
    let best = fitted.minus_two_log_likelihood();
    let evidence = format!(
        "{} {criterion:?} {:?} {:?} {:?}",
        design.formula(),
        fitted.status(),
        fitted.evidence(),
        fitted.theta()
    );
    prop_assert!(fitted.evidence().evaluations <= MOST_EVALUATIONS, "{evidence}");
    // A search that says that it has not arrived may be that far off.
    let slack = 1e-6
        + if fitted.status() == Status::NotConverged {
            10.0 * fitted.evidence().predicted_decrease.max(0.1)
        } else {
            0.0
        };
    if is_crowded(&fitted) || !design.is_ordinary() {
        return reads(design, &fitted, &evidence);
    }
    let mut random = ChaCha8Rng::seed_from_u64(design.seed);
    for _ in 0..20 {
        let theta = some_theta(design, &fitted, &mut random);
        match criterion_at(&model, criterion, &theta) {
            Ok(value) => prop_assert!(value >= best - slack, "{value} at {theta:?} is below {best}: {evidence}"),
            Err(error) => prop_assert_eq!(error, FitError::NotPositiveDefinite),
        }
    }
    for (index, term) in fitted.random().iter().enumerate() {
        for direction in 0..term.terms.len() {
            for size in [1e-3, 1e-1, 1.0] {
                let mut k = vec![0.0; term.terms.len()];
                k[direction] = if term.terms[direction].contains("week") { size / design.week.0 } else { size };
                if let Ok(value) = criterion_at(&model, criterion, &widened(&fitted, index, &k)) {
                    prop_assert!(value >= best - slack, "more variance of {index} {k:?}: {value} < {best}: {evidence}");
                }
            }
        }
    }
    reads(design, &fitted, &evidence)
}

/// Everything that is read from a fit is finite or absent for a reason.
fn reads(design: &Design, fitted: &Fit, evidence: &str) -> Result<(), TestCaseError> {
    let options = ReportOptions {
        degrees_of_freedom: Method::Satterthwaite,
        conditional_modes: true,
        interpretation: true,
        ..ReportOptions::default()
    };
    let mut found = Vec::new();
    nulls(&serde_json::to_value(report(fitted, options)).unwrap(), "", &mut found);
    // Without degrees of freedom an interval has no ends; the other fields are optional by their definition.
    let optional = [
        "/random/correlations",
        "/fixed/df",
        "/fixed/p_value",
        "/fixed/lower",
        "/fixed/upper",
        "/evidence/least_curvature",
        "/variance_components",
        "/r_squared",
    ];
    // What hangs on a variance that the data do not determine has no standard error.
    let hangs = fitted.evidence().flat.iter().any(|direction| direction.cause == FlatCause::FixedEffects);
    found.retain(|path| !(hangs && path == "/fixed/standard_error"));
    found.retain(|path| !optional.iter().any(|known| path.starts_with(known)));
    prop_assert!(found.is_empty(), "{found:?} {evidence}");
    for method in [Method::Wald, Method::Satterthwaite, Method::KenwardRoger] {
        if let Ok(inference) = Inference::new(fitted, method) {
            for test in inference.coefficients() {
                let sound = test.estimate.is_finite()
                    && test.standard_error > 0.0
                    && test.p_value.is_none_or(|p| (0.0..=1.0).contains(&p));
                let known = test.standard_error.is_finite();
                let told = test.p_value.is_some() == (known && (test.df.is_some() || method == Method::Wald));
                prop_assert!(known || hangs, "{method:?} {test:?} {evidence}");
                prop_assert!(sound && told && test.df.is_none_or(|df| df > 0.0), "{method:?} {test:?} {evidence}");
            }
            for test in inference.type_three().into_iter().filter_map(|term| term.test) {
                let sound = test.statistic.is_finite() && (0.0..=1.0).contains(&test.p_value);
                prop_assert!(sound, "{method:?} {test:?} {evidence}");
            }
        }
    }
    if let Ok(robust) = ClusterRobust::new(fitted, Correction::default()) {
        prop_assert!(robust.covariance().iter().flatten().flatten().all(|value| value.is_finite()), "{evidence}");
        for test in robust.coefficients().into_iter().flatten() {
            let most = robust.report(0.95).clusters as f64;
            prop_assert!(test.df.is_none_or(|df| df > 0.0 && df < most), "{test:?} {evidence}");
        }
    }
    let table = design.table();
    for level in [Level::Named, Level::New, Level::Population] {
        let predicted = fitted.predict(&table, &level, Unknown::AsNew).unwrap();
        for row in predicted.rows.into_iter().flatten() {
            nulls(&serde_json::to_value(row).unwrap(), "/predictions", &mut found);
        }
    }
    prop_assert!(found.is_empty(), "{found:?} {evidence}");
    Ok(())
}

fn is_the_criterion_by_rows(design: &Design) -> Result<(), TestCaseError> {
    let Ok(model) = design.model() else { return Ok(()) };
    let sessions = design.complete();
    let criterion = criterion(design);
    let Ok(fitted) = fit(&model, criterion, None) else { return Ok(()) };
    // Cross-products lose the digits that the weights of one level span.
    let demand = if design.is_weighted() { 1e-7 } else { 1e-9 };
    let mut random = ChaCha8Rng::seed_from_u64(design.seed);
    for _ in 0..4 {
        let theta = some_theta(design, &fitted, &mut random);
        let at = fit_at(&model, criterion, &theta).unwrap();
        let expected = criterion_by_rows(&sessions, design.is_weighted(), &at);
        let found = at.minus_two_log_likelihood();
        let scale = expected.abs() + sessions.len() as f64;
        prop_assert!((found - expected).abs() < demand * scale, "{found} {expected} at {theta:?} {}", design.formula());
    }
    Ok(())
}

proptest! {
    // The same designs every day; another seed and PROPTEST_CASES go hunting.
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(3), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_design_is_refused_with_a_reason_or_fitted_to_the_end(design in designs(5.0)) {
        is_refused_or_fitted(&design)?;
    }

    #[test]
    fn the_criterion_is_what_all_rows_give(design in designs(1.5)) {
        is_the_criterion_by_rows(&design)?;
    }
}

#[test]
fn nearly_every_search_arrives_and_soon() {
    let mut runner = TestRunner::deterministic();
    let strategy = designs(5.0);
    let (mut evaluations, mut astray, mut flat) = (Vec::new(), 0, 0);
    for _ in 0..1500 {
        let design = strategy.new_tree(&mut runner).unwrap().current();
        let Ok(Ok(fitted)) = design.model().map(|model| fit(&model, criterion(&design), None)) else { continue };
        evaluations.push(fitted.evidence().evaluations);
        astray += usize::from(fitted.status() == Status::NotConverged);
        flat += usize::from(fitted.status() == Status::NotIdentified);
    }
    evaluations.sort_unstable();
    let (fits, most) = (evaluations.len(), evaluations[evaluations.len() - 1]);
    let (median, ninth) = (evaluations[fits / 2], evaluations[fits * 9 / 10]);
    println!(
        "{fits} fits, {astray} not converged, {flat} not identified; evaluations: median {median}, 9 of 10 {ninth}, most {most}"
    );
    assert!(astray * 33 <= fits, "{astray} of {fits} did not converge");
    // Designs so small are often suspected of a flat direction, which takes 2 evaluations an entry of ΛΛ' to rule out.
    assert!(median <= 30 && ninth <= 120 && most <= MOST_EVALUATIONS, "{median} {ninth} {most}");
}

#[test]
fn whoever_is_accused_of_a_flat_direction_has_one() {
    let mut runner = TestRunner::deterministic();
    let strategy = designs(1.5);
    let (mut accused, mut missed, mut fits) = (0, 0, 0);
    for _ in 0..700 {
        let design = strategy.new_tree(&mut runner).unwrap().current();
        let Ok(Ok(fitted)) = design.model().map(|model| fit(&model, criterion(&design), None)) else { continue };
        let sessions = design.complete();
        if sessions.len() > 120 {
            continue;
        }
        fits += 1;
        let least = least_information(&sessions, design.is_weighted(), &fitted);
        if fitted.evidence().flat.is_empty() {
            // A flat direction of variances that are zero leads nowhere: these are rightly on the boundary.
            missed += usize::from(least < 1e-13 && fitted.status() == Status::Converged);
        } else {
            accused += 1;
            assert!(least < 1e-7, "{} {least:e} {:?}", design.formula(), fitted.evidence());
        }
    }
    println!("{fits} fits, {accused} rightly accused, {missed} missed");
    assert!(accused > 10 && missed * 100 <= fits, "{fits} {accused} {missed}");
}
