//! Dropout data that break careless programs.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use peil_stats::data::Table;
use peil_stats::fit::Status;
use peil_stats::glmm::{
    BinomialModel, BinomialOptions, Caution, GlmmError, GlmmFit, Link, Method, Quadrature, fit, fit_at, report,
};
use peil_stats::model::Formula;

const LINKS: [Link; 2] = [Link::Logit, Link::Cloglog];

fn built(table: &Table, formula: &str, link: Link) -> Result<BinomialModel, GlmmError> {
    let options = BinomialOptions { link, trials: None };
    BinomialModel::build(table, &Formula::parse(formula).unwrap(), &BTreeMap::new(), &options)
}

fn fitted(table: &Table, formula: &str, link: Link) -> Result<GlmmFit, GlmmError> {
    fit(&built(table, formula, link)?, Quadrature::Automatic, None)
}

fn wobble(i: usize) -> f64 {
    ((i * 7919 + 13) % 101) as f64 / 101.0 - 0.5
}

/// Clients of 6 rows, 5 clients a group, with a response of one's choice from (client, week).
fn small(clients: usize, response: impl Fn(usize, usize) -> bool) -> Table {
    let n = clients * 6;
    let column = |value: &dyn Fn(usize) -> f64| (0..n).map(value).collect::<Vec<f64>>();
    Table::new()
        .with_number("client", column(&|i| (i / 6) as f64))
        .unwrap()
        .with_number("group", column(&|i| (i / 30) as f64))
        .unwrap()
        .with_number("week", column(&|i| (i % 6) as f64))
        .unwrap()
        .with_number("climate", column(&|i| 4.0 * wobble(3 * i)))
        .unwrap()
        .with_text("arm", (0..n).map(|i| Some(["a", "b", "c"][i / 6 % 3].to_owned())).collect())
        .unwrap()
        .with_number("y", column(&|i| f64::from(u8::from(response(i / 6, i % 6)))))
        .unwrap()
}

fn mixed(client: usize, week: usize) -> bool {
    wobble(client * 6 + week) + 1.2 * wobble(11 * client + 5) + 0.05 * week as f64 > 0.1
}

#[test]
fn no_event_and_nothing_but_events_are_refused() {
    for link in LINKS {
        let none = fitted(&small(20, |_, _| false), "y ~ week + (1 | client)", link);
        assert_eq!(none.unwrap_err(), GlmmError::NoEvents { rows: 120 });
        let all = fitted(&small(20, |_, _| true), "y ~ week + (1 | client)", link);
        assert_eq!(all.unwrap_err(), GlmmError::OnlyEvents { rows: 120 });
    }
}

#[test]
fn a_response_that_is_not_0_or_1_is_refused_with_its_row() {
    let table = small(20, mixed);
    let error = built(&table, "week ~ climate + (1 | client)", Link::Logit).unwrap_err();
    assert_eq!(error, GlmmError::NotBinary { row: 3, value: 2.0 });
    let options = BinomialOptions { link: Link::Logit, trials: Some("climate".to_owned()) };
    let error =
        BinomialModel::build(&table, &Formula::parse("y ~ 1 + (1 | client)").unwrap(), &BTreeMap::new(), &options);
    assert!(matches!(error, Err(GlmmError::BadCounts { row: 1, .. })));
}

#[test]
fn complete_separation_names_the_covariate() {
    for link in LINKS {
        let climate = |client: usize, week: usize| wobble(3 * (client * 6 + week)) > 0.2;
        let error = fitted(&small(30, climate), "y ~ week + climate + (1 | group)", link).unwrap_err();
        assert!(matches!(&error, GlmmError::Separation { term, .. } if term == "climate"), "{link:?} {error:?}");
    }
}

#[test]
fn an_arm_without_events_is_named() {
    for link in LINKS {
        let spared = |client: usize, week: usize| client % 3 != 1 && mixed(client, week);
        let error = fitted(&small(30, spared), "y ~ week + arm + (1 | group/client)", link).unwrap_err();
        assert!(matches!(&error, GlmmError::Separation { term, rows: 60 } if term == "armb"), "{link:?} {error:?}");
    }
}

/// A level with events only and two with none: under the complementary log-log link the search creeps to infinity, and its
/// last rows come to rest on the way.
#[test]
fn levels_without_both_answers_are_named_under_either_link() {
    let rows = [(0, 2, 3), (0, 2, 2), (0, 4, 9), (0, 2, 2), (1, 3, 1), (0, 1, 7), (1, 4, 8), (1, 4, 8)];
    let column = |of: fn(&(i32, i32, i32)) -> i32| rows.iter().map(|row| f64::from(of(row))).collect::<Vec<f64>>();
    let table = Table::new().with_number("y", column(|row| row.0)).unwrap();
    let table = table.with_number("g", column(|row| row.1)).unwrap().with_number("c", column(|row| row.2)).unwrap();
    for link in LINKS {
        for asked in [Quadrature::Laplace, Quadrature::Automatic] {
            let result = fit(&built(&table, "y ~ factor(g) + (1 | c)", link).unwrap(), asked, None);
            let found =
                matches!(&result, Err(GlmmError::Separation { term, rows: 5 }) if term.starts_with("factor(g)"));
            assert!(found, "{link:?} {asked:?} {result:?}");
        }
    }
}

#[test]
fn clients_who_leave_in_their_first_session_are_no_trouble() {
    // One row for every third client, an event.
    let table = small(45, |client, week| week == client % 3 * 2);
    let keep: Vec<usize> = (0..270).filter(|i| i % 6 <= i / 6 % 3 * 2).collect();
    let column = |name: &str| match table.column(name) {
        Some(peil_stats::data::Column::Number(values)) => keep.iter().map(|&i| values[i]).collect::<Vec<f64>>(),
        _ => Vec::new(),
    };
    let mut kept = Table::new();
    for name in ["client", "group", "week", "climate", "y"] {
        kept = kept.with_number(name, column(name)).unwrap();
    }
    for link in LINKS {
        let found = fitted(&kept, "y ~ climate + (1 | group/client)", link).unwrap();
        assert_ne!(found.status(), Status::NotConverged, "{link:?} {:?}", found.evidence());
        assert!(found.minus_two_log_likelihood().is_finite());
        assert_eq!(found.model().events(), 45.0);
    }
}

#[test]
fn no_variance_between_groups_is_an_exact_zero() {
    // Every group holds the same answers.
    let table = small(30, |client, week| mixed(client % 5, week));
    for (asked, link) in [(Quadrature::Automatic, Link::Logit), (Quadrature::Laplace, Link::Cloglog)] {
        let found = fit(&built(&table, "y ~ week + (1 | group)", link).unwrap(), asked, None).unwrap();
        assert_eq!(found.status(), Status::OnBoundary);
        assert_eq!(found.theta(), [0.0]);
        assert_eq!((found.evidence().boundary[0].factor.as_str(), found.evidence().boundary[0].rank), ("group", 0));
        assert_eq!(found.random()[0].standard_deviations, [0.0]);
        assert_eq!(found.standard_deviation_errors(), [vec![None]]);
        assert!(found.fixed().iter().all(|effect| effect.standard_error > 0.0));
        assert!(found.conditional_modes().iter().all(|mode| mode.mode == 0.0 && mode.standard_deviation == 0.0));
    }
}

#[test]
fn one_client_a_group_ends_without_a_false_alarm() {
    let table = small(30, mixed);
    let found = fitted(&table, "y ~ week + (1 | client/arm)", Link::Logit).unwrap();
    let alone = fitted(&table, "y ~ week + (1 | client)", Link::Logit).unwrap();
    assert!((found.minus_two_log_likelihood() - alone.minus_two_log_likelihood()).abs() < 1e-5);
    assert_ne!(found.status(), Status::NotConverged, "{:?} {:?}", found.evidence(), found.theta());
}

#[test]
fn counts_are_rows_taken_together() {
    // 6 rows of a client as one row of 6 trials: only the binomial coefficients differ.
    let single = small(40, mixed);
    let events: Vec<f64> = (0..40).map(|c| (0..6).filter(|&week| mixed(c, week)).count() as f64).collect();
    let constant: f64 = events.iter().map(|&s| binomial(6, s as u64).ln()).sum();
    let together = Table::new()
        .with_number("client", (0..40).map(f64::from).collect())
        .unwrap()
        .with_number("group", (0..40).map(|c| f64::from(c / 5)).collect())
        .unwrap()
        .with_number("size", vec![6.0; 40])
        .unwrap()
        .with_number("y", events)
        .unwrap();
    for link in LINKS {
        let formula = Formula::parse("y ~ 1 + (1 | group/client)").unwrap();
        let options = BinomialOptions { link, trials: Some("size".to_owned()) };
        let counted = BinomialModel::build(&together, &formula, &BTreeMap::new(), &options).unwrap();
        let counted = fit(&counted, Quadrature::Automatic, None).unwrap();
        let rows = fitted(&single, "y ~ 1 + (1 | group/client)", link).unwrap();
        let difference = rows.minus_two_log_likelihood() - 2.0 * constant - counted.minus_two_log_likelihood();
        assert!(difference.abs() < 1e-6, "{link:?} {difference}");
        for (a, b) in rows.theta().iter().zip(counted.theta()) {
            assert!((a - b).abs() < 1e-4, "{a} {b}");
        }
    }
}

fn binomial(n: u64, k: u64) -> f64 {
    (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product()
}

#[test]
fn a_report_is_the_contracted_json() {
    let table = small(40, mixed);
    let found = fitted(&table, "y ~ week + (1 | group/client)", Link::Cloglog).unwrap();
    let json = serde_json::to_value(report(&found, 0.95, true)).unwrap();
    assert_eq!(
        (&json["family"], &json["link"], &json["method"]),
        (&"binomial".into(), &"cloglog".into(), &"AGQ".into())
    );
    assert_eq!(json["factors"][0]["name"], "group");
    assert_eq!(json["fixed"][1]["term"], "week");
    assert!(json["fixed"][1]["df"].is_null() && json["fixed"][1]["upper"].is_number());
    assert_eq!(json["random"][0]["factor"], "group:client");
    assert_eq!(json["conditional_modes"].as_array().unwrap().len(), 48);
    assert!(json.get("residual_standard_deviation").is_none());
}

#[test]
fn very_different_clients_give_a_large_standard_deviation() {
    // Clients differ far more than weeks do: few have both answers.
    let table = small(60, |client, week| {
        40.0 * wobble(client) + 2.0 * (week as f64 - 2.5) + 6.0 * wobble(6 * client + week) > 0.0
    });
    let found = fitted(&table, "y ~ week + (1 | client)", Link::Logit).unwrap();
    assert_eq!(found.status(), Status::Converged, "{:?}", found.evidence());
    assert!(found.theta()[0] > 10.0, "{:?}", found.theta());
}

#[test]
fn clients_who_never_change_make_the_variance_diverge() {
    for link in LINKS {
        let result = fitted(&small(30, |client, _| client % 2 == 0), "y ~ 1 + (1 | client)", link);
        match result {
            Err(GlmmError::VarianceDiverges { factor, .. }) => assert_eq!(factor, "client"),
            other => assert!(matches!(other, Err(GlmmError::NotComputable)), "{link:?} {other:?}"),
        }
    }
}

#[test]
fn laplace_is_never_walked_into_unwarned() {
    let table = small(40, |client, week| week == client % 7);
    let model = built(&table, "y ~ week + (1 | client)", Link::Logit).unwrap();
    assert!(matches!(fit(&model, Quadrature::Automatic, None).unwrap().method(), Method::Agq { .. }));
    for asked in [Quadrature::Laplace, Quadrature::Nodes(1)] {
        let found = fit(&model, asked, None).unwrap();
        let caution = found.cautions().iter().find(|c| matches!(c, Caution::LaplaceFewEvents { .. })).unwrap();
        assert!(caution.to_string().contains("use adaptive quadrature"), "{caution}");
        assert_eq!(report(&found, 0.95, false).cautions.len(), found.cautions().len());
    }
    // Where quadrature does not exist, the default is Laplace with its caution.
    let slopes = built(&table, "y ~ week + (1 + week | group) + (1 | client)", Link::Logit).unwrap();
    let found = fit(&slopes, Quadrature::Automatic, None).unwrap();
    assert_eq!(found.method(), Method::Laplace);
    assert!(found.cautions().iter().any(|c| matches!(c, Caution::LaplaceFewEvents { quadrature: false, .. })));
    assert_eq!(fit(&slopes, Quadrature::Nodes(9), None).unwrap_err(), GlmmError::NoQuadrature);
    assert!(matches!(fit(&model, Quadrature::Nodes(0), None), Err(GlmmError::BadNodes { nodes: 0, .. })));
    assert!(matches!(fit(&model, Quadrature::Nodes(100_000), None), Err(GlmmError::BadNodes { .. })));
}

/// Five events a level are where the caution ends, and five are still few.
#[test]
fn as_many_events_as_the_limit_are_few() {
    let cautioned = |events: usize| {
        let column = |of: &dyn Fn(usize) -> f64| (0..144).map(of).collect::<Vec<f64>>();
        let happens = |row: usize| row * 5 % 12 < events;
        let table = Table::new().with_number("client", column(&|row| (row / 12) as f64)).unwrap();
        let table = table.with_number("y", column(&|row| f64::from(u8::from(happens(row))))).unwrap();
        let model = built(&table, "y ~ 1 + (1 | client)", Link::Logit).unwrap();
        let found = fit(&model, Quadrature::Laplace, None).unwrap();
        found.cautions().iter().any(|caution| matches!(caution, Caution::LaplaceFewEvents { .. }))
    };
    assert!(cautioned(4) && cautioned(5) && !cautioned(6));
}

#[test]
fn bad_parameters_are_refused_and_extreme_ones_never_nonsense() {
    let model = built(&small(30, mixed), "y ~ week + (1 | group/client)", Link::Cloglog).unwrap();
    let at = |theta: &[f64], beta: &[f64]| fit_at(&model, Quadrature::Nodes(5), theta, beta);
    assert_eq!(at(&[1.0], &[0.0, 0.0]).unwrap_err(), GlmmError::ThetaLength { expected: 2, found: 1 });
    assert_eq!(at(&[1.0, 1.0], &[0.0]).unwrap_err(), GlmmError::BetaLength { expected: 2, found: 1 });
    assert_eq!(at(&[1.0, f64::NAN], &[0.0, 0.0]).unwrap_err(), GlmmError::NotFinite { index: 2 });
    for theta in [[1e-9, 1e-9], [1e9, 1.0], [1.0, 1e9], [60.0, 0.0]] {
        for beta in [[0.0, 0.0], [-40.0, 3.0], [1e6, -1e3]] {
            match at(&theta, &beta) {
                Ok(found) => assert!(found.minus_two_log_likelihood().is_finite(), "{theta:?} {beta:?}"),
                Err(error) => assert_eq!(error, GlmmError::NotComputable, "{theta:?} {beta:?}"),
            }
        }
    }
}

/// Beside a zero that is no optimum the curvature by the standard deviation is negative: no number is a standard error.
#[test]
fn a_saddle_has_no_standard_errors() {
    let model = built(&small(60, mixed), "y ~ week + (1 | client)", Link::Logit).unwrap();
    let best = fit(&model, Quadrature::Nodes(9), None).unwrap();
    assert!(best.theta()[0] > 0.5 && best.fixed().iter().all(|effect| effect.standard_error > 0.0));
    for asked in [Quadrature::Laplace, Quadrature::Nodes(9)] {
        let found = fit_at(&model, asked, &[1e-3], &best.fixed_estimates()).unwrap();
        assert!(found.evidence().least_curvature < 0.0);
        assert_eq!(found.status(), Status::NotConverged);
        assert!(found.cautions().iter().any(|caution| matches!(caution, Caution::NoStandardErrors { .. })));
        assert!(found.fixed().iter().all(|effect| effect.standard_error == f64::INFINITY));
        assert_eq!(found.standard_deviation_errors(), [vec![None]]);
        let json = serde_json::to_value(report(&found, 0.95, false)).unwrap();
        let absent = ["standard_error", "p_value", "lower", "upper"];
        assert!(absent.iter().all(|key| json["fixed"][1][key].is_null()), "{json}");
        assert!(json["fixed_covariance"].is_null() && json["fixed"][1]["estimate"].is_number());
    }
}

#[test]
fn the_most_nodes_are_held_against_twice_as_many() {
    let model = built(&small(30, mixed), "y ~ week + (1 | client)", Link::Logit).unwrap();
    for nodes in [120, 200] {
        let found = fit_at(&model, Quadrature::Nodes(nodes), &[90.0], &[0.0, 0.0]).unwrap();
        let change = found.evidence().change_by_doubling_nodes.unwrap();
        let twice = Quadrature::Nodes(2 * nodes);
        assert!(change != 0.0, "{nodes}");
        assert!(matches!(fit(&model, twice, None), Err(GlmmError::BadNodes { most: 200, .. })));
    }
}

#[test]
fn shuffled_rows_new_names_and_other_units_change_nothing() {
    let table = small(40, mixed);
    let order: Vec<usize> = (0..240).map(|i| (i * 91 + 17) % 240).collect();
    let number = |name: &str| match table.column(name) {
        Some(peil_stats::data::Column::Number(values)) => order.iter().map(|&i| values[i]).collect::<Vec<f64>>(),
        _ => Vec::new(),
    };
    let moved = Table::new()
        .with_number("client", number("client").iter().map(|c| 1000.0 - 7.0 * c).collect())
        .unwrap()
        .with_number("group", number("group").iter().map(|g| (g * 5.0 + 3.0) % 8.0).collect())
        .unwrap()
        .with_number("week", number("week").iter().map(|w| 19_000.0 + 7.0 * w).collect())
        .unwrap()
        .with_number("y", number("y"))
        .unwrap();
    for link in LINKS {
        for formula in ["y ~ week + (1 | group/client)", "y ~ week + (1 | client)", "y ~ week + (1 + week | client)"] {
            let a = fitted(&table, formula, link).unwrap();
            let b = fitted(&moved, formula, link).unwrap();
            let difference = a.minus_two_log_likelihood() - b.minus_two_log_likelihood();
            assert!(difference.abs() < 1e-6, "{link:?} {formula} {difference}");
            let (slope, other) = (&a.fixed()[1], &b.fixed()[1]);
            assert!((slope.estimate - 7.0 * other.estimate).abs() < 1e-4 * slope.standard_error, "{formula}");
            assert!((slope.standard_error / (7.0 * other.standard_error) - 1.0).abs() < 1e-3, "{formula}");
        }
    }
}

#[test]
fn the_logit_of_the_opposite_is_the_opposite() {
    let formula = "y ~ week + climate + (1 | client)";
    let a = fitted(&small(40, mixed), formula, Link::Logit).unwrap();
    let b = fitted(&small(40, |client, week| !mixed(client, week)), formula, Link::Logit).unwrap();
    assert!((a.minus_two_log_likelihood() - b.minus_two_log_likelihood()).abs() < 1e-8);
    assert!((a.theta()[0] - b.theta()[0]).abs() < 1e-6);
    for (x, y) in a.fixed().iter().zip(b.fixed()) {
        assert!((x.estimate + y.estimate).abs() < 1e-5 * x.standard_error);
    }
}

#[test]
fn a_refit_from_the_last_estimates_is_short() {
    let model = built(&small(60, mixed), "y ~ week + (1 | client)", Link::Logit).unwrap();
    let first = fit(&model, Quadrature::Nodes(9), None).unwrap();
    let start = (first.theta(), first.fixed_estimates());
    let again = fit(&model, Quadrature::Nodes(9), Some((&start.0, &start.1))).unwrap();
    assert!((first.minus_two_log_likelihood() - again.minus_two_log_likelihood()).abs() < 1e-9);
    assert!(again.evidence().evaluations < first.evidence().evaluations);
    let at = fit_at(&model, Quadrature::Nodes(9), &start.0, &start.1).unwrap();
    assert_eq!(at.status(), Status::Converged);
}

#[test]
fn collinear_columns_are_left_out_and_named() {
    let table = small(30, mixed).with_number("one", vec![1.0; 180]).unwrap();
    let found = fitted(&table, "y ~ week + one + I(2 * week) + (1 | client)", Link::Logit).unwrap();
    assert_eq!(found.model().fixed_dropped(), ["one", "I(2 * week)"]);
    assert_eq!(found.fixed().len(), 2);
}
