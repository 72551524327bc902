//! Variance shares, R² and design effects against sums over the rows, and what must not change them.

#![allow(clippy::unwrap_used, clippy::panic)]

mod helpers;

use helpers::{column, reml};
use peil_stats::data::Table;
use peil_stats::fit::{Criterion, Fit, fit};
use peil_stats::model::{Formula, Model, ModelOptions, MultipleMembership};
use peil_stats::read::{
    Caution, Covariates, Level, ReportOptions, ShareError, Unknown, cautions, design_effects, intraclass_correlations,
    r_squared, report, variance_components,
};
use peil_stats::simulate::{GrowthSettings, growth};

fn table() -> Table {
    growth(&GrowthSettings { groups: 7, group: (6.0, 0.4, 0.2), ..GrowthSettings::default() }, 5).unwrap()
}

fn close(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within * expected.abs(), "{found} against {expected}");
}

const SLOPES: &str = "score ~ week + (1 + week | group/client)";

/// z'Gz of the two terms at a week, from the table of variances.
fn variances_at(fit: &Fit, week: f64) -> Vec<f64> {
    let random = fit.random();
    let one = |effect: &peil_stats::fit::RandomEffect| {
        let (a, b) = (effect.standard_deviations[0], effect.standard_deviations[1]);
        let correlation = effect.correlations[0][1];
        let covariance = if correlation.is_nan() { 0.0 } else { correlation * a * b };
        a * a + 2.0 * week * covariance + week * week * b * b
    };
    random.iter().map(one).collect()
}

#[test]
fn shares_at_a_week_are_those_of_the_variance_table() {
    let table = table();
    let fit = reml(&table, SLOPES);
    let residual = fit.residual_standard_deviation().powi(2);
    for week in [0.0, 8.0, 20.0] {
        let expected = variances_at(&fit, week);
        let total = residual + expected.iter().sum::<f64>();
        let at = fit.variance_shares(Covariates::Effects(&[("week", week)])).unwrap();
        let one = Table::new().with_number("week", vec![week]).unwrap();
        let by_row = fit.variance_shares(Covariates::Row(&one, 0)).unwrap();
        for ((found, row), expected) in at.terms.iter().zip(&by_row.terms).zip(&expected) {
            close(found.variance, *expected, 1e-9);
            close(row.variance, *expected, 1e-9);
            close(at.of_factor(&found.factor), expected / total, 1e-9);
        }
        close(at.residual_share, residual / total, 1e-9);
    }
    let zero = fit.variance_shares(Covariates::Zero).unwrap();
    for (icc, share) in intraclass_correlations(&fit).iter().zip(&zero.terms) {
        close(share.share, icc.correlation, 1e-12);
    }
}

#[test]
fn r_squared_is_the_sum_over_the_rows() {
    let table = table();
    for formula in [SLOPES, "score ~ 0 + week + (1 | group:client)", "score ~ week + I(week^2) + (1 | group)"] {
        let fit = reml(&table, formula);
        let population = fit.predict(&table, &Level::Population, Unknown::Refuse).unwrap();
        let line: Vec<f64> = population.rows.iter().flatten().map(|row| row.estimate).collect();
        let n = line.len() as f64;
        let mean = line.iter().sum::<f64>() / n;
        let expected = line.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let found = r_squared(&fit).unwrap();
        close(found.fixed_variance, expected, 1e-9);
        close(found.random_variance, fit.average_variance_shares().random(), 1e-12);
        let total = expected + found.random_variance + fit.residual_standard_deviation().powi(2);
        close(found.marginal, expected / total, 1e-9);
        close(found.conditional, (expected + found.random_variance) / total, 1e-9);
    }
    let fit = reml(&table, SLOPES);
    let weeks = column(&table, "week");
    let sums =
        weeks.iter().map(|&week| variances_at(&fit, week)).fold([0.0; 2], |sum, v| [sum[0] + v[0], sum[1] + v[1]]);
    for (share, sum) in fit.average_variance_shares().terms.iter().zip(sums) {
        close(share.variance, sum / weeks.len() as f64, 1e-9);
    }
    assert_eq!(r_squared(&reml(&table, "score ~ 0 + week + (0 + week | group:client)")), None);
}

#[test]
fn the_unit_of_the_score_and_the_origin_of_time_change_no_share() {
    let table = table();
    let moved = |name: &str| column(&table, name);
    let other = Table::new().with_number("group", moved("group")).unwrap();
    let other = other.with_number("client", moved("client")).unwrap();
    let other = other.with_number("week", moved("week").iter().map(|w| 19_000.0 + 7.0 * w).collect()).unwrap();
    let other = other.with_number("score", moved("score").iter().map(|y| 1e6 - 3.0 * y).collect()).unwrap();
    let (one, two) = (reml(&table, SLOPES), reml(&other, SLOPES));
    let (first, second) = (r_squared(&one).unwrap(), r_squared(&two).unwrap());
    close(first.marginal, second.marginal, 1e-5);
    close(first.conditional, second.conditional, 1e-5);
    for (a, b) in one.average_variance_shares().terms.iter().zip(&two.average_variance_shares().terms) {
        assert!((a.share - b.share).abs() < 1e-5);
    }
}

#[test]
fn the_same_weight_for_every_row_changes_no_variance_but_the_residual() {
    let table = table();
    let weighted = table.clone().with_number("weight", vec![4.0; table.rows()]).unwrap();
    let options = ModelOptions { weights: Some("weight".to_owned()), ..ModelOptions::default() };
    let model = Model::build_with(&weighted, &Formula::parse(SLOPES).unwrap(), &options).unwrap();
    let found = r_squared(&fit(&model, Criterion::Reml, None).unwrap()).unwrap();
    let plain = r_squared(&reml(&table, SLOPES)).unwrap();
    close(found.fixed_variance, plain.fixed_variance, 1e-6);
    close(found.random_variance, plain.random_variance, 1e-6);
    close(found.residual_variance, 4.0 * plain.residual_variance, 1e-6);
}

#[test]
fn a_row_of_several_levels_has_the_sum_of_squared_weights_of_their_variance() {
    let table = table();
    let (client, week) = (column(&table, "client"), column(&table, "week"));
    // Every third client is in one module, the others in two or three by halves and thirds.
    let weights = |client: f64| match client as usize % 3 {
        0 => vec![1.0],
        1 => vec![0.5, 0.5],
        _ => vec![0.2, 0.3, 0.5],
    };
    let mut owners: Vec<f64> = client.clone();
    owners.sort_by(f64::total_cmp);
    owners.dedup();
    let entry = |owner: f64, at: usize, weight: f64| {
        (owner.to_string(), format!("m{}", (owner as usize * 3 + at * 5) % 11), weight)
    };
    let of = |&owner: &f64| weights(owner).into_iter().enumerate().map(move |(at, weight)| entry(owner, at, weight));
    let entries = owners.iter().flat_map(of).collect();
    let membership = MultipleMembership { factor: "module".to_owned(), by: "client".to_owned(), entries };
    let options = ModelOptions { memberships: vec![membership], ..ModelOptions::default() };
    let formula = Formula::parse("score ~ week + (1 | client) + (1 + week | module)").unwrap();
    let fit = fit(&Model::build_with(&table, &formula, &options).unwrap(), Criterion::Reml, None).unwrap();
    let random = fit.random();
    let module = random.iter().find(|effect| effect.factor == "module").unwrap();
    let (a, b) = (module.standard_deviations[0], module.standard_deviations[1]);
    let between = if a * b > 0.0 { module.correlations[0][1] * a * b } else { 0.0 };
    let one = |(client, week): (&f64, &f64)| {
        let square: f64 = weights(*client).iter().map(|weight| weight * weight).sum();
        square * (a * a + 2.0 * week * between + week * week * b * b)
    };
    let expected = client.iter().zip(&week).map(one).sum::<f64>() / week.len() as f64;
    let shares = fit.average_variance_shares();
    let found = shares.terms.iter().find(|term| term.factor == "module").unwrap();
    assert!(expected > 0.0);
    close(found.variance, expected, 1e-9);
    close(r_squared(&fit).unwrap().random_variance, shares.random(), 1e-9);
}

#[test]
fn a_group_costs_its_design_effect() {
    let table = table();
    let fit = reml(&table, "score ~ week + (1 | group/client)");
    let (client, group) = (column(&table, "client"), column(&table, "group"));
    let mut pairs: Vec<(u32, u32)> = client.iter().zip(&group).map(|(c, g)| (*g as u32, *c as u32)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let sizes: Vec<f64> = (1..=7).map(|g| pairs.iter().filter(|pair| pair.0 == g).count() as f64).collect();
    let members = sizes.iter().map(|m| m * m).sum::<f64>() / sizes.iter().sum::<f64>();
    let shares = intraclass_correlations(&fit);
    let effects = design_effects(&fit);
    assert_eq!(effects[1].units, "group:client");
    assert_eq!(effects[1].count, pairs.len());
    close(effects[1].members, members, 1e-12);
    close(effects[1].design_effect, 1.0 + (members - 1.0) * shares[1].correlation, 1e-9);
    close(effects[1].effective, pairs.len() as f64 / effects[1].design_effect, 1e-12);
    assert_eq!(effects[0].units, "observations");
    close(effects[0].intraclass_correlation, shares[0].correlation + shares[1].correlation, 1e-9);
}

#[test]
fn the_variance_table_ends_with_the_residual() {
    let fit = reml(&table(), SLOPES);
    let rows = variance_components(&fit);
    assert_eq!(rows.len(), 7);
    assert!(rows[6].factor.is_none());
    let covariance = rows[2].standardised * rows[0].standardised * rows[1].standardised;
    close(rows[2].value, covariance, 1e-9);
    assert_eq!((rows[2].term.as_deref(), rows[2].with.as_deref()), (Some("(Intercept)"), Some("week")));
}

#[test]
fn covariates_that_do_not_fit_are_named() {
    let fit = reml(&table(), SLOPES);
    let unknown = fit.variance_shares(Covariates::Effects(&[("dose", 1.0)])).unwrap_err();
    assert_eq!(unknown, ShareError::UnknownEffect { effect: "dose".into(), known: "(Intercept), week".into() });
    let infinite = fit.variance_shares(Covariates::Effects(&[("week", f64::INFINITY)])).unwrap_err();
    assert_eq!(infinite, ShareError::NotFinite { effect: "week".into() });
    let empty = Table::new().with_number("week", vec![f64::NAN]).unwrap();
    for row in [0, 1] {
        let found = fit.variance_shares(Covariates::Row(&empty, row)).unwrap_err();
        assert_eq!(found, ShareError::NoRow { row: row + 1 });
    }
}

#[test]
fn the_report_adds_its_reading_only_when_asked() {
    let fit = reml(&table(), SLOPES);
    let plain = serde_json::to_value(report(&fit, ReportOptions::default())).unwrap();
    assert!(plain.get("icc").is_none() && plain.get("interpretation").is_none());
    let options = ReportOptions { interpretation: true, ..ReportOptions::default() };
    let full = serde_json::to_value(report(&fit, options)).unwrap();
    for key in ["variance_components", "icc", "variance_shares", "r_squared", "design_effects", "cautions"] {
        assert!(full.get(key).is_some(), "{key}");
    }
    assert_eq!(full["cautions"][0]["kind"], "few_levels");
    assert!(full["cautions"][0]["message"].as_str().unwrap().starts_with("`group` has only 7 levels"));
    // The estimated correlation of intercept and slope is one.
    let (factor, levels) = ("group".to_owned(), 7);
    let careful = Caution::TooCareful { factor: factor.clone(), levels };
    assert_eq!(cautions(&fit), [Caution::FewLevels { factor, levels }, careful]);
}

#[test]
fn tests_between_few_levels_that_do_not_differ_are_said_to_be_too_careful() {
    let of = |groups| {
        let settings = GrowthSettings { groups, group: (0.0, 0.0, 0.0), ..GrowthSettings::default() };
        (1..9)
            .map(|seed| reml(&growth(&settings, seed).unwrap(), SLOPES))
            .find(|fit| fit.evidence().boundary.iter().any(|term| term.factor == "group"))
    };
    let told = cautions(&of(12).unwrap());
    assert_eq!(told, [Caution::TooCareful { factor: "group".to_owned(), levels: 12 }]);
    assert!(told[0].to_string().contains("the levels' own means or slopes by a t test"));
    assert_eq!(cautions(&of(30).unwrap()), []);
    // Of fewer than five nothing is to be concluded at all.
    assert!(matches!(cautions(&of(4).unwrap())[..], [Caution::DescribeOnly { levels: 4, .. }]));
}
