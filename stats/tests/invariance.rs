//! What must not change when the data are written down differently.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use peil_stats::data::{Column, Table};
use peil_stats::fit::{Criterion, Fit, fit};
use peil_stats::model::{Formula, Model};
use peil_stats::simulate::{GrowthSettings, growth};
use proptest::prelude::*;

const FORMULA: &str = "score ~ week + (1 + week | group/client)";
const GROUPS: usize = 9;

#[derive(Clone)]
struct Rows {
    group: Vec<f64>,
    client: Vec<f64>,
    week: Vec<f64>,
    score: Vec<f64>,
}

fn rows(seed: u64) -> Rows {
    let table = growth(&GrowthSettings { groups: GROUPS, ..GrowthSettings::default() }, seed).unwrap();
    let number = |name: &str| match table.column(name) {
        Some(Column::Number(values)) => values.clone(),
        _ => Vec::new(),
    };
    Rows { group: number("group"), client: number("client"), week: number("week"), score: number("score") }
}

fn fitted(rows: &Rows, criterion: Criterion) -> Fit {
    let text = |values: &[f64]| values.iter().map(|v| Some(format!("g{v}"))).collect();
    let table = Table::new()
        .with_text("group", text(&rows.group))
        .unwrap()
        .with_number("client", rows.client.clone())
        .unwrap()
        .with_number("week", rows.week.clone())
        .unwrap()
        .with_number("score", rows.score.clone())
        .unwrap();
    let model = Model::build(&table, &Formula::parse(FORMULA).unwrap(), &BTreeMap::new()).unwrap();
    fit(&model, criterion, None).unwrap()
}

fn near(found: f64, expected: f64, scale: f64) -> bool {
    (found - expected).abs() <= 1e-6 * scale
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn another_unit_of_the_score_only_changes_the_unit(seed in 0_u64..50, shift in -1e6..1e6, scale in 0.01..100.0) {
        let plain = rows(seed);
        let mut other = plain.clone();
        other.score.iter_mut().for_each(|y| *y = shift + scale * *y);
        let (a, b) = (fitted(&plain, Criterion::Ml), fitted(&other, Criterion::Ml));
        let n = plain.score.len() as f64;
        let expected = a.minus_two_log_likelihood() + 2.0 * n * f64::ln(scale);
        prop_assert!(near(b.minus_two_log_likelihood(), expected, 1.0));
        for (found, theta) in b.theta().iter().zip(a.theta()) {
            prop_assert!((found - theta).abs() < 1e-4);
        }
        prop_assert!(near(b.fixed()[1].estimate, scale * a.fixed()[1].estimate, scale));
    }

    #[test]
    fn another_clock_only_changes_the_intercept(seed in 0_u64..50, shift in -2e4..2e4, scale in 0.1..86_400.0) {
        let plain = rows(seed);
        let mut other = plain.clone();
        other.week.iter_mut().for_each(|t| *t = shift * scale + scale * *t);
        let (a, b) = (fitted(&plain, Criterion::Reml), fitted(&other, Criterion::Reml));
        // log|X'V⁻¹X| shifts by 2 log(scale).
        let expected = a.minus_two_log_likelihood() + 2.0 * f64::ln(scale);
        prop_assert!(near(b.minus_two_log_likelihood(), expected, 1.0));
        let (slope, se) = (a.fixed()[1].estimate, a.fixed()[1].standard_error);
        prop_assert!(near(b.fixed()[1].estimate * scale, slope, se));
        prop_assert!(near(b.residual_standard_deviation(), a.residual_standard_deviation(), 10.0));
    }

    #[test]
    fn the_order_of_rows_and_the_names_of_groups_do_not_matter(seed in 0_u64..50, turn in 1_usize..400) {
        let plain = rows(seed);
        let n = plain.score.len();
        let order: Vec<usize> = (0..n).map(|i| (n - 1 - i + turn) % n).collect();
        let pick = |values: &[f64]| order.iter().map(|&i| values[i]).collect();
        let group: Vec<f64> = pick(&plain.group);
        let other = Rows {
            group: group.iter().map(|g| 1000.0 - g).collect(),
            client: pick(&plain.client),
            week: pick(&plain.week),
            score: pick(&plain.score),
        };
        let (a, b) = (fitted(&plain, Criterion::Reml), fitted(&other, Criterion::Reml));
        prop_assert!(near(b.minus_two_log_likelihood(), a.minus_two_log_likelihood(), 1e-2));
        prop_assert!(near(b.fixed()[0].estimate, a.fixed()[0].estimate, a.fixed()[0].standard_error));
    }
}

#[test]
fn the_same_data_give_the_same_bits() {
    let plain = rows(3);
    let (a, b) = (fitted(&plain, Criterion::Reml), fitted(&plain, Criterion::Reml));
    assert_eq!(a.theta(), b.theta());
    assert_eq!(a.minus_two_log_likelihood().to_bits(), b.minus_two_log_likelihood().to_bits());
}

#[test]
fn one_two_and_eight_threads_give_the_same_bits() {
    // More than a thousand clients: several chunks, so that the threads have something to share.
    let table = growth(&GrowthSettings { groups: 420, ..GrowthSettings::default() }, 8).unwrap();
    let model = Model::build(&table, &Formula::parse(FORMULA).unwrap(), &BTreeMap::new()).unwrap();
    let bits = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let found = pool.install(|| fit(&model, Criterion::Reml, None)).unwrap();
        let estimates = found.theta().into_iter().chain(found.fixed_estimates());
        let all = estimates.chain([found.minus_two_log_likelihood(), found.evidence().gradient_norm]);
        all.map(f64::to_bits).collect::<Vec<u64>>()
    };
    let alone = bits(1);
    assert_eq!(alone, bits(2));
    assert_eq!(alone, bits(8));
}

#[test]
fn a_start_at_the_last_optimum_ends_at_the_same_optimum_sooner() {
    let plain = rows(4);
    let cold = fitted(&plain, Criterion::Reml);
    let warm = fit(cold.model(), Criterion::Reml, Some(&cold.theta())).unwrap();
    assert!((warm.minus_two_log_likelihood() - cold.minus_two_log_likelihood()).abs() < 1e-7);
    assert!(warm.evidence().evaluations <= cold.evidence().evaluations);
}

#[test]
fn simulated_truth_is_found_within_its_uncertainty() {
    let settings = GrowthSettings { groups: 300, ..GrowthSettings::default() };
    let table = growth(&settings, 77).unwrap();
    let model = Model::build(&table, &Formula::parse(FORMULA).unwrap(), &BTreeMap::new()).unwrap();
    let found = fit(&model, Criterion::Reml, None).unwrap();
    for (effect, truth) in found.fixed().iter().zip([settings.start, settings.slope]) {
        assert!((effect.estimate - truth).abs() < 3.5 * effect.standard_error, "{effect:?}");
    }
    assert!((found.residual_standard_deviation() / settings.residual - 1.0).abs() < 0.03);
    let deviations: Vec<f64> = found.random().into_iter().flat_map(|r| r.standard_deviations).collect();
    let truth = [settings.client.0, settings.client.1, settings.group.0, settings.group.1];
    for (sd, truth) in deviations.iter().zip(truth) {
        assert!((sd / truth - 1.0).abs() < 0.25, "{sd} against {truth}");
    }
}
