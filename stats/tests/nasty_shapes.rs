//! Unusual shapes, sizes and magnitudes: the right answer, or a refusal that names the column, the level or the parameter.
//!
//! | case | test |
//! |---|---|
//! | a variance of exactly 0 (dyestuff2, bright_growth, rom1e3_slopes) | `nasty`, `reference` |
//! | one client a group, one session a client, crossed factors, constant response, infinite values | `nasty` |
//! | a client with 180 sessions; n = p + 1; one week a client, a group, for all; duplicate rows; 5 levels | here |
//! | score + 1e6; calendar days and milliseconds; units of 1e±12 and 1e±200; time scaling | here, `nasty`, `invariance` |
//! | collinear columns | `nasty` |
//! | θ of 1e-9 and 1e9, Λ without rank; correlations of ±0.9999; residuals of 1e-5 and of 0 | here, `nasty` |
//! | 1e5 groups of one, one group of 1e5 | here |
//! | weights of six decades | here |
//! | any shape, formula, unit and weights | `properties` |
//! | shuffled rows, other labels and units, threads | `invariance` |
//! | hazards without events, with separation, with extreme variances | `nasty_glmm` |
//! | φ near 1, φ = 0, repeated time stamps, memberships that do not sum to 1 | the tests of residual structures and memberships |

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use peil_stats::data::Table;
use peil_stats::fit::{Criterion, Fit, FitError, Status, criterion_at, fit};
use peil_stats::model::{Formula, Model, ModelError, ModelOptions};
use peil_stats::simulate::{GrowthSettings, growth};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const SLOPES: &str = "score ~ week + (1 + week | group) + (1 + week | client)";

/// The truth of simulated sessions.
#[derive(Clone, Copy)]
struct Truth {
    group: (f64, f64),
    client: (f64, f64, f64),
    residual: f64,
}

const ORDINARY: Truth = Truth { group: (1.0, 0.2), client: (3.0, 0.5, -0.3), residual: 2.0 };

#[derive(Clone, Default)]
struct Sessions {
    group: Vec<f64>,
    client: Vec<f64>,
    week: Vec<f64>,
    score: Vec<f64>,
}

impl Sessions {
    fn simulated(seed: u64, groups: usize, clients: usize, sessions: impl Fn(usize) -> usize, truth: Truth) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut normal = move || (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0;
        let mut made = Self::default();
        let mut of_group = (0.0, 0.0);
        for client in 0..groups * clients {
            if client % clients == 0 {
                of_group = (truth.group.0 * normal(), truth.group.1 * normal());
            }
            let (first, other) = (normal(), normal());
            let (start, slope, correlation) = truth.client;
            let own = (start * first, slope * (correlation * first + (1.0 - correlation.powi(2)).sqrt() * other));
            for week in 0..sessions(client) {
                let t = week as f64;
                made.group.push((client / clients) as f64);
                made.client.push(client as f64);
                made.week.push(t);
                let line = 50.0 - 0.5 * t + of_group.0 + own.0 + (of_group.1 + own.1) * t;
                made.score.push(line + truth.residual * normal());
            }
        }
        made
    }

    fn table(&self) -> Table {
        Table::new()
            .with_number("group", self.group.clone())
            .and_then(|table| table.with_number("client", self.client.clone()))
            .and_then(|table| table.with_number("week", self.week.clone()))
            .and_then(|table| table.with_number("score", self.score.clone()))
            .unwrap()
    }

    fn model(&self, formula: &str) -> Result<Model, ModelError> {
        Model::build(&self.table(), &Formula::parse(formula).unwrap(), &BTreeMap::new())
    }

    fn fit(&self, formula: &str) -> Fit {
        fit(&self.model(formula).unwrap(), Criterion::Reml, None).unwrap()
    }

    fn at_weeks(&self, week: impl Fn(f64) -> f64) -> Self {
        Self { week: self.week.iter().map(|&t| week(t)).collect(), ..self.clone() }
    }

    fn at_scores(&self, score: impl Fn(f64) -> f64) -> Self {
        Self { score: self.score.iter().map(|&y| score(y)).collect(), ..self.clone() }
    }
}

fn arrived(found: &Fit, most: usize) {
    assert_ne!(found.status(), Status::NotConverged, "{:?} {:?}", found.evidence(), found.theta());
    assert!(found.evidence().evaluations <= most, "{:?}", found.evidence());
}

#[test]
fn a_client_with_180_sessions_beside_many_with_one() {
    let truth = Truth { group: (1.0, 0.0), client: (3.0, 0.0, 0.0), residual: 2.0 };
    let sessions = Sessions::simulated(4, 12, 6, |client| if client == 7 { 180 } else { 1 }, truth);
    let found = sessions.fit("score ~ week + (1 | group) + (1 | client)");
    arrived(&found, 40);
    assert!((found.residual_standard_deviation() / 2.0 - 1.0).abs() < 0.2);
}

#[test]
fn one_row_more_than_fixed_effects_is_fitted_and_no_more_is_refused() {
    // Two fixed effects on three rows, one degree of freedom; the factor of two levels takes the rest.
    let three = Sessions {
        group: vec![0.0, 0.0, 1.0],
        client: vec![0.0, 0.0, 1.0],
        week: vec![0.0, 1.0, 2.0],
        score: vec![3.0, 5.0, 4.0],
    };
    match fit(&three.model("score ~ week + (1 | group)").unwrap(), Criterion::Reml, None) {
        Ok(found) => assert!(found.minus_two_log_likelihood().is_finite()),
        Err(error) => assert_eq!(error, FitError::NoResidual { factor: "group".to_owned() }),
    }
    let error = three.model("score ~ week + I(week^2) + (1 | group)").unwrap_err();
    assert_eq!(error, ModelError::TooFewRows { rows: 3, columns: 3 });
}

/// Whatever it would have made: a column a row of 100,000 rows would not fit any memory.
#[test]
fn more_columns_than_rows_are_refused_by_name_before_they_are_made() {
    let n = 100_000;
    let table = Table::new().with_number("row", (0..n).map(f64::from).collect()).unwrap();
    let table = table.with_number("client", (0..n).map(|row| f64::from(row / 8)).collect()).unwrap();
    let table = table.with_number("week", (0..n).map(|row| f64::from(row % 8)).collect()).unwrap();
    let built = |formula: &str| Model::build(&table, &Formula::parse(formula).unwrap(), &BTreeMap::new());
    let each = built("row ~ week + factor(row) + (1 | client)").unwrap_err();
    let expected =
        ModelError::TooManyColumns { columns: 100_001, rows: 100_000, term: "factor(row)".to_owned(), largest: 99_999 };
    assert_eq!(each, expected);
    assert!(each.to_string().contains("leave `factor(row)` out"), "{each}");
    let cells = built("row ~ factor(client) * factor(week) + (1 | client)").unwrap_err();
    let ModelError::TooManyColumns { columns: 100_000, term, .. } = &cells else { unreachable!("{cells:?}") };
    assert_eq!(term, "factor(client):factor(week)");
}

#[test]
fn weeks_that_do_not_differ_within_a_client_or_a_group() {
    let sessions = Sessions::simulated(9, 10, 6, |_| 4, ORDINARY);
    let mut within_client = sessions.clone();
    within_client.week = sessions.client.iter().map(|client| client % 5.0).collect();
    arrived(&within_client.fit(SLOPES), 60);
    let mut within_group = sessions.clone();
    within_group.week = sessions.group.iter().map(|group| group % 5.0).collect();
    arrived(&within_group.fit("score ~ week + (1 + week | group)"), 60);
    // A week that never changes is a column of ones: it is dropped as a fixed effect and its slope has no variance.
    let constant = sessions.at_weeks(|_| 3.0);
    let model = constant.model("score ~ week + (1 | client)").unwrap();
    assert_eq!(model.fixed_dropped(), ["week"]);
}

#[test]
fn rows_that_occur_twice() {
    let mut sessions = Sessions::simulated(10, 10, 6, |_| 4, ORDINARY);
    let once = sessions.clone();
    sessions.group.extend(once.group);
    sessions.client.extend(once.client);
    sessions.week.extend(once.week);
    sessions.score.extend(once.score);
    arrived(&sessions.fit(SLOPES), 60);
}

#[test]
fn time_since_1970_in_any_unit_is_the_centred_time() {
    let sessions = Sessions::simulated(1, 20, 6, |_| 8, ORDINARY);
    let plain = sessions.fit(SLOPES);
    for (zero, unit) in [(19_000.0, 1.0), (19_000.0, 7.0), (1.7e9, 604_800.0), (1.7e12, 604_800_000.0)] {
        let found = sessions.at_weeks(|t| zero + unit * t).fit(SLOPES);
        arrived(&found, 40);
        let expected = plain.minus_two_log_likelihood() + 2.0 * f64::ln(unit);
        assert!((found.minus_two_log_likelihood() - expected).abs() < 1e-6, "{zero} {unit}");
        let (slope, se) = (plain.fixed()[1].estimate, plain.fixed()[1].standard_error);
        assert!((found.fixed()[1].estimate * unit - slope).abs() < 1e-6 * se);
    }
}

#[test]
fn uncorrelated_effects_at_a_far_zero_are_refused_by_name() {
    let sessions = Sessions::simulated(1, 20, 6, |_| 8, ORDINARY);
    let bars = "score ~ week + (1 + week || client)";
    arrived(&sessions.at_weeks(|t| 30.0 + t).fit(bars), 100);
    let error = sessions.at_weeks(|t| 19_000.0 + t).model(bars).unwrap_err();
    assert_eq!(error, ModelError::FarFromZero { factor: "client".to_owned(), column: "week".to_owned() });
}

#[test]
fn a_correlation_of_nearly_one_is_found() {
    for truth in [0.9999, -0.9999] {
        let truth = Truth { client: (3.0, 0.5, truth), residual: 0.05, ..ORDINARY };
        let found = Sessions::simulated(3, 30, 8, |_| 10, truth).fit(SLOPES);
        arrived(&found, 40);
        let client = found.random().into_iter().find(|term| term.factor == "client").unwrap();
        assert!((client.correlations[0][1] - truth.client.2).abs() < 1e-3);
    }
}

#[test]
fn a_residual_far_below_the_effects_is_found_to_its_digits() {
    for (residual, most) in [(0.1, 40), (0.01, 100), (1e-3, 120), (1e-4, 400), (1e-5, 400)] {
        let truth = Truth { client: (10.0, 1.0, -0.3), residual, ..ORDINARY };
        let found = Sessions::simulated(2, 20, 6, |_| 8, truth).fit(SLOPES);
        arrived(&found, most);
        assert!((found.residual_standard_deviation() / residual - 1.0).abs() < 0.1);
    }
}

#[test]
fn no_residual_at_all_is_refused_with_the_factor() {
    let truth = Truth { residual: 0.0, ..ORDINARY };
    let sessions = Sessions::simulated(11, 10, 6, |_| 4, truth);
    let error = fit(&sessions.model(SLOPES).unwrap(), Criterion::Reml, None).unwrap_err();
    assert!(matches!(error, FitError::NoResidual { .. }), "{error}");
    let mut constant = sessions.clone();
    constant.score.clone_from(&sessions.client);
    let error = fit(&constant.model("score ~ 1 + (1 | client)").unwrap(), Criterion::Reml, None).unwrap_err();
    assert_eq!(error, FitError::NoResidual { factor: "client".to_owned() });
    let line = sessions.at_scores(|_| 0.0);
    assert_eq!(line.model(SLOPES), Err(ModelError::NoVariation));
}

/// Far out every decade of θ adds 2 ln 10 a level and effect: nothing cancels on the way.
#[test]
fn the_criterion_is_exact_at_tiny_and_at_huge_theta() {
    let sessions = Sessions::simulated(1, 20, 6, |_| 8, ORDINARY);
    let model = sessions.model("score ~ week + (1 | client)").unwrap();
    let at = |theta: f64| criterion_at(&model, Criterion::Reml, &[theta]);
    assert!((at(1e-9).unwrap() - at(0.0).unwrap()).abs() < 1e-9);
    // 120 clients and one intercept that their mean takes.
    let decade = 119.0 * 2.0 * std::f64::consts::LN_10;
    for power in 6..30 {
        let (lower, upper) = (at(10.0_f64.powi(power)).unwrap(), at(10.0_f64.powi(power + 1)).unwrap());
        assert!((upper - lower - decade).abs() < 1e-8, "1e{power}: {}", upper - lower - decade);
    }
    assert_eq!(at(1e160), Err(FitError::ThetaTooLarge { index: 1, value: 1e160 }));
}

#[test]
fn huge_and_tiny_units_change_the_units_only_and_what_cannot_be_squared_is_refused() {
    let sessions = Sessions::simulated(8, 10, 5, |_| 6, ORDINARY);
    let plain = sessions.fit(SLOPES);
    for unit in [1e12, 1e-12, 1e100, 1e-100] {
        let found = sessions.at_scores(|y| unit * y).fit(SLOPES);
        let expected = plain.minus_two_log_likelihood() + 2.0 * 298.0 * f64::ln(unit);
        assert!((found.minus_two_log_likelihood() / expected - 1.0).abs() < 1e-12);
        assert!(
            (found.residual_standard_deviation() / (unit * plain.residual_standard_deviation()) - 1.0).abs() < 1e-6
        );
        let found = sessions.at_weeks(|t| unit * t).fit(SLOPES);
        let expected = plain.minus_two_log_likelihood() + 2.0 * f64::ln(unit);
        assert!((found.minus_two_log_likelihood() - expected).abs() < 1e-6);
    }
    for unit in [1e200, 1e-200] {
        let error = sessions.at_scores(|y| unit * y).model(SLOPES).unwrap_err();
        assert_eq!(error, ModelError::BeyondNumbers { column: "the response".to_owned() });
        let error = sessions.at_weeks(|t| unit * t).model(SLOPES).unwrap_err();
        assert_eq!(error, ModelError::BeyondNumbers { column: "week".to_owned() });
    }
}

#[test]
fn weights_of_six_decades() {
    let sessions = Sessions::simulated(8, 10, 5, |_| 6, ORDINARY);
    let weight = (0..sessions.score.len()).map(|row| 10.0_f64.powi((row * 7 % 13) as i32 - 6)).collect();
    let table = sessions.table().with_number("weight", weight).unwrap();
    let options = ModelOptions { weights: Some("weight".to_owned()), ..ModelOptions::default() };
    let model = Model::build_with(&table, &Formula::parse("score ~ week + (1 | client)").unwrap(), &options).unwrap();
    let found = fit(&model, Criterion::Reml, None).unwrap();
    arrived(&found, 60);
    assert!(found.minus_two_log_likelihood().is_finite());
}

#[test]
fn many_groups_of_one_and_one_group_of_many() {
    let alone = Sessions::simulated(5, 100_000, 1, |_| 2, ORDINARY);
    arrived(&alone.fit("score ~ week + (1 | group/client)"), 40);
    let together = Sessions::simulated(6, 1, 100_000, |_| 3, ORDINARY);
    assert_eq!(together.model(SLOPES), Err(ModelError::OneGroup { factor: "group".to_owned() }));
    arrived(&together.fit("score ~ week + (1 + week | client)"), 40);
}

#[test]
fn five_levels_only() {
    for seed in 0..10 {
        let sessions = Sessions::simulated(seed, 5, 1, |_| 4, ORDINARY);
        let found = sessions.fit("score ~ week + (1 + week | group)");
        arrived(&found, 100);
        for term in found.evidence().boundary.iter() {
            assert_eq!((term.factor.as_str(), term.terms.len()), ("group", 2));
        }
    }
}

#[test]
fn ordinary_data_of_any_size_take_at_most_40_evaluations() {
    for (groups, seeds) in [(10, 10), (105, 5), (1042, 2)] {
        for seed in 0..seeds {
            let table = growth(&GrowthSettings { groups, ..GrowthSettings::default() }, seed).unwrap();
            for formula in [SLOPES, "score ~ week + (1 | group/client)"] {
                let model = Model::build(&table, &Formula::parse(formula).unwrap(), &BTreeMap::new()).unwrap();
                arrived(&fit(&model, Criterion::Reml, None).unwrap(), 40);
            }
        }
    }
}
