//! Who leaves, described: the stored answers of R's survival and glm, and what must hold without them.
#![allow(clippy::unwrap_used, clippy::panic)]

mod helpers;

use std::collections::BTreeMap;

use helpers::{collection, numbers, read, relative};
use nalgebra::{DMatrix, DVector};
use peil_stats::dropout::{
    Competing, CumulativeIncidence, Duration, DurationError, Ending, Interval, KaplanMeier, LogRank, Regression,
    RegressionError,
};
use peil_stats::glmm::Link;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

/// group, client, week, score, climate, dropout.
fn rows() -> Option<(Value, Vec<Vec<f64>>)> {
    let folder = collection()?;
    let records = helpers::Records::read(&folder.join("data/rom_sim_1e4.csv"));
    let rows = records.rows.iter().map(|row| row.iter().map(|field| field.parse().unwrap()).collect()).collect();
    Some((read(&folder.join("fits/hazard_km_rom1e4.json")), rows))
}

/// Each client's stay with the group's number: R's `max(week) + 1` and whether any row is a dropout.
fn stays(rows: &[Vec<f64>]) -> Vec<(u64, Duration)> {
    let mut clients: BTreeMap<u64, (u64, f64, bool)> = BTreeMap::new();
    for row in rows {
        let client = clients.entry(row[1] as u64).or_insert((row[0] as u64, 0.0, false));
        client.1 = f64::max(client.1, row[2] + 1.0);
        client.2 |= row[5] == 1.0;
    }
    let ending = |left| if left { Ending::Dropout } else { Ending::Running };
    clients.into_values().map(|(group, time, left)| (group, Duration { time, ending: ending(left) })).collect()
}

fn agree(what: &str, found: impl IntoIterator<Item = f64>, expected: &Value, tolerance: f64) {
    let (found, expected): (Vec<f64>, _) = (found.into_iter().collect(), numbers(expected));
    assert_eq!(found.len(), expected.len(), "{what}");
    for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
        let off = if expected == 0.0 { found.abs() } else { relative(*found, expected) };
        assert!(off <= tolerance, "{what}[{place}]: {found} for {expected}, off by {off:.1e}");
    }
}

#[test]
fn kaplan_meier_is_that_of_survfit() {
    let Some((answer, rows)) = rows() else { return };
    let durations: Vec<Duration> = stays(&rows).into_iter().map(|(_, duration)| duration).collect();
    let found = KaplanMeier::new(&durations).unwrap();
    let (steps, expected) = (found.steps(), &answer["kaplan_meier"]);
    let agree = |what: &str, found: Vec<f64>| agree(what, found, &expected[what], 1e-12);
    agree("time", steps.iter().map(|step| step.time).collect());
    agree("at_risk", steps.iter().map(|step| step.at_risk as f64).collect());
    agree("n_event", steps.iter().map(|step| step.events as f64).collect());
    agree("n_censor", steps.iter().map(|step| step.censored as f64).collect());
    agree("surv", steps.iter().map(|step| step.survival).collect());
    agree("std_err_log_surv", steps.iter().map(|step| step.log_error).collect());
    agree("greenwood_se_surv", steps.iter().map(|step| step.standard_error().unwrap()).collect());
    for (name, interval) in [("log", Interval::Log), ("loglog", Interval::LogLog), ("plain", Interval::Plain)] {
        let ends = |step: &peil_stats::dropout::SurvivalStep| step.interval(interval, 0.95).unwrap();
        agree(&format!("lower_{name}"), steps.iter().map(|step| ends(step).0).collect());
        agree(&format!("upper_{name}"), steps.iter().map(|step| ends(step).1).collect());
    }
    assert_eq!(expected["n"], durations.len());
    assert_eq!(expected["events"], steps.iter().map(|step| step.events).sum::<usize>());
    assert!(found.median().is_none() && expected["median"].as_f64().is_none());
    agree("rmean", vec![found.restricted_mean(f64::INFINITY).mean]);
}

#[test]
fn the_log_rank_test_is_that_of_survdiff() {
    let Some((answer, rows)) = rows() else { return };
    let arm = |arm: u64| -> Vec<Duration> {
        stays(&rows).into_iter().filter(|(group, _)| group % 2 == arm).map(|(_, duration)| duration).collect()
    };
    let found = LogRank::new(&[&arm(0), &arm(1)]).unwrap();
    let expected = &answer["logrank"];
    agree("observed", found.observed, &expected["observed"], 1e-12);
    agree("expected", found.expected, &expected["expected"], 1e-12);
    agree("chisq", [found.chi_squared], &expected["chisq"], 1e-12);
    agree("p", [found.p], &expected["p"], 1e-12);
    assert_eq!(found.degrees, 1);
}

#[test]
fn regressions_are_those_of_glm() {
    let Some((answer, rows)) = rows() else { return };
    let events: Vec<bool> = rows.iter().map(|row| row[5] == 1.0).collect();
    let (z, climate) = (|row: &[f64]| (row[3] - 70.0) / 15.0, |row: &[f64]| row[4]);
    let mut compared = 0;
    for block in answer["glm_hazards"].as_array().unwrap() {
        let formula = block["formula"].as_str().unwrap();
        let design = |row: &Vec<f64>| -> Vec<f64> {
            let time: Vec<f64> = if formula.contains("factor") {
                (0..=20).map(|week| f64::from(u8::from(row[2].min(20.0) == f64::from(week)))).collect()
            } else if formula.contains("ns(") {
                [vec![1.0], natural_spline(row[2])].concat()
            } else {
                vec![1.0, row[2]]
            };
            [time, vec![z(row), climate(row)]].concat()
        };
        let link = if block["link"] == "logit" { Link::Logit } else { Link::Cloglog };
        let design: Vec<Vec<f64>> = rows.iter().map(design).collect();
        let found = Regression::fit(&design, &events, link).unwrap();
        agree(formula, [found.deviance], &block["deviance"], 1e-12);
        let fitted = design
            .iter()
            .take(10)
            .map(|row| link.probability(row.iter().zip(&found.estimates).map(|(x, b)| x * b).sum()));
        // The basis of a spline is anybody's choice: its curve, and the other effects, are not.
        let spline = formula.contains("ns(");
        let from = if spline { found.estimates.len() - 2 } else { 0 };
        let tail = |value: &Value| Value::from(numbers(value)[from..].to_vec());
        // Coefficients near zero are compared by their standard errors' size. glm stops by the deviance: with the cloglog link,
        // where scoring is no Newton method, it is a step short of these.
        let tolerance = if link == Link::Logit { 1e-12 } else { 1e-10 };
        let errors = found.standard_errors();
        let wanted = numbers(&block["coef"]);
        for place in from..found.estimates.len() {
            let off = (found.estimates[place] - wanted[place]).abs() / wanted[place].abs().max(errors[place]);
            assert!(off < tolerance, "{formula}, coefficient {place}: off by {off:.1e}");
        }
        // glm takes its weights a step before its estimates.
        agree(formula, errors[from..].to_vec(), &tail(&block["se"]), 1e-7);
        agree(formula, fitted, &block["fitted_first"], tolerance);
        compared += 1;
    }
    assert_eq!(compared, 4);
}

/// Three columns that span, with the constant, the natural cubic splines with R's knots: the terciles 5, 11 of these weeks and
/// the ends (truncated powers, Hastie, Tibshirani and Friedman 2009, equation 5.4).
fn natural_spline(week: f64) -> Vec<f64> {
    let knots = KNOTS;
    let cube = |at: f64| (week - at).max(0.0).powi(3);
    let d = |k: usize| (cube(knots[k]) - cube(knots[3])) / (knots[3] - knots[k]);
    vec![week, d(0) - d(2), d(1) - d(2)]
}
const KNOTS: [f64; 4] = [0.0, 5.0, 11.0, 29.0];

fn simulated(count: usize, seed: u64, censor: bool) -> Vec<Duration> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let endings =
        [Ending::Dropout, Ending::Competing(Competing::Planned), Ending::Competing(Competing::Agreed), Ending::Running];
    let kinds = if censor { 4 } else { 3 };
    let one = |_| Duration {
        time: f64::from(random.random_range(1..=12_u8)),
        ending: endings[random.random_range(0..kinds)],
    };
    (0..count).map(one).collect()
}

#[test]
fn incidences_of_all_ends_and_being_there_make_one() {
    let durations = simulated(400, 1, true);
    let all: Vec<Duration> = durations
        .iter()
        .map(|d| Duration { ending: if d.ending == Ending::Running { d.ending } else { Ending::Dropout }, ..*d })
        .collect();
    let there = KaplanMeier::new(&all).unwrap();
    let kinds = [Ending::Dropout].into_iter().chain(Competing::ALL.map(Ending::Competing));
    let incidences: Vec<CumulativeIncidence> =
        kinds.map(|kind| CumulativeIncidence::new(&durations, kind).unwrap()).collect();
    for (place, step) in there.steps().iter().enumerate() {
        let sum: f64 = incidences.iter().map(|incidence| incidence.steps()[place].incidence).sum();
        assert!((sum + step.survival - 1.0).abs() < 1e-12);
    }
    // With one kind of end the variance is Greenwood's.
    let one = CumulativeIncidence::new(&all, Ending::Dropout).unwrap();
    for (incidence, step) in one.steps().iter().zip(there.steps()) {
        assert!((incidence.incidence - (1.0 - step.survival)).abs() < 1e-12);
        let Some(error) = step.standard_error() else { continue };
        assert!((incidence.standard_error - error).abs() < 1e-12, "{} {error}", incidence.standard_error);
    }
}

#[test]
fn without_censoring_an_incidence_is_a_share() {
    let durations = simulated(300, 2, false);
    let found = CumulativeIncidence::new(&durations, Ending::Dropout).unwrap();
    for step in found.steps() {
        let left = |d: &&Duration| d.time <= step.time && d.ending == Ending::Dropout;
        let share = durations.iter().filter(left).count() as f64 / 300.0;
        assert!((step.incidence - share).abs() < 1e-12);
        assert!((step.standard_error - (share * (1.0 - share) / 300.0).sqrt()).abs() < 1e-12, "{step:?}");
    }
    let last = found.steps().last().unwrap();
    let (low, high) = last.interval(Interval::LogLog, 0.95).unwrap();
    assert!(low < last.incidence && last.incidence < high && low > 0.0 && high < 1.0);
}

/// The covariance of all incidences and of being there, carried from time to time by the derivatives of each step: the same
/// delta method by dense algebra.
#[test]
fn the_variance_of_an_incidence_is_that_of_the_multinomials_of_each_time() {
    let durations = simulated(120, 3, true);
    let found = CumulativeIncidence::new(&durations, Ending::Competing(Competing::Planned)).unwrap();
    let kinds: Vec<Ending> = [Ending::Dropout].into_iter().chain(Competing::ALL.map(Ending::Competing)).collect();
    // State: F of each kind, then the share there. p: the chances of each end among those at risk.
    let mut state = DVector::from_vec(vec![0.0, 0.0, 0.0, 0.0, 1.0]);
    let mut covariance = DMatrix::<f64>::zeros(5, 5);
    for step in found.steps() {
        let n = durations.iter().filter(|d| d.time >= step.time).count() as f64;
        let ends = |kind: &Ending| durations.iter().filter(|d| d.time == step.time && d.ending == *kind).count() as f64;
        let p = DVector::from_iterator(4, kinds.iter().map(|kind| ends(kind) / n));
        let multinomial = (DMatrix::from_diagonal(&p) - &p * p.transpose()) / n;
        let mut by_state = DMatrix::<f64>::identity(5, 5);
        let mut by_p = DMatrix::<f64>::zeros(5, 4);
        for kind in 0..4 {
            by_state[(kind, 4)] = p[kind];
            by_p[(kind, kind)] = state[4];
            by_p[(4, kind)] = -state[4];
        }
        by_state[(4, 4)] = 1.0 - p.sum();
        covariance = &by_state * covariance * by_state.transpose() + &by_p * multinomial * by_p.transpose();
        state = by_state * state;
        assert!((step.incidence - state[1]).abs() < 1e-12);
        assert!((step.standard_error - covariance[(1, 1)].max(0.0).sqrt()).abs() < 1e-9, "{step:?}");
    }
    assert!(found.at(0.5).is_none() && found.at(13.0).is_none());
    assert_eq!(found.at(4.5).unwrap().time, 4.0);
}

#[test]
fn median_and_restricted_mean_of_a_small_set_by_hand() {
    let stay = |time: f64, left: bool| Duration { time, ending: if left { Ending::Dropout } else { Ending::Running } };
    // Ŝ: 3/4 after 1, 3/8 after 3, 3/8 to 6.
    let found = KaplanMeier::new(&[stay(3.0, true), stay(1.0, true), stay(6.0, false), stay(2.0, false)]).unwrap();
    assert_eq!(found.median(), Some(3.0));
    assert_eq!(found.survival(0.0), Some(1.0));
    assert_eq!(found.survival(2.9), Some(0.75));
    assert_eq!(found.survival(6.1), None);
    let mean = found.restricted_mean(5.0);
    assert!((mean.mean - (1.0 + 2.0 * 0.75 + 2.0 * 0.375)).abs() < 1e-15);
    let variance = (1.5_f64 + 0.75).powi(2) / (4.0 * 3.0) + 0.75_f64.powi(2) / 2.0;
    assert!((mean.standard_error - variance.sqrt()).abs() < 1e-15);
    assert_eq!(found.restricted_mean(1e9).until, 6.0);
    let (low, high) = found.median_interval(Interval::LogLog, 0.95);
    assert!(low <= Some(3.0) && high.is_none());
    let all_gone = KaplanMeier::new(&[stay(1.0, true), stay(2.0, true)]).unwrap();
    assert_eq!(all_gone.median(), Some(1.0));
    assert!(all_gone.steps()[1].interval(Interval::LogLog, 0.95).is_none());
}

#[test]
fn order_and_labels_of_stays_change_nothing_and_more_groups_may_be_compared() {
    let (first, mut second, third) = (simulated(60, 4, true), simulated(80, 5, true), simulated(70, 6, true));
    let whole = LogRank::new(&[&first, &second, &third]).unwrap();
    second.reverse();
    let turned = LogRank::new(&[&third, &[], &second, &first]).unwrap();
    assert_eq!((whole.degrees, turned.degrees), (2, 2));
    assert!((whole.chi_squared - turned.chi_squared).abs() < 1e-10);
    let mut shuffled = first.clone();
    shuffled.reverse();
    assert_eq!(KaplanMeier::new(&first).unwrap(), KaplanMeier::new(&shuffled).unwrap());
}

#[test]
fn what_cannot_be_described_is_refused_by_name() {
    let stay = |time: f64, ending: Ending| Duration { time, ending };
    assert_eq!(KaplanMeier::new(&[]), Err(DurationError::Empty));
    let wrong = [stay(1.0, Ending::Running), stay(f64::NAN, Ending::Dropout)];
    assert_eq!(KaplanMeier::new(&wrong), Err(DurationError::Time(2)));
    let running = [stay(1.0, Ending::Running), stay(2.0, Ending::Running)];
    assert_eq!(LogRank::new(&[&running, &running]), Err(DurationError::Groups(0)));
    let separated: Vec<Vec<f64>> = (0..20).map(|x| vec![1.0, f64::from(x)]).collect();
    let above: Vec<bool> = (0..20).map(|x| x > 9).collect();
    assert_eq!(Regression::fit(&separated, &above, Link::Logit), Err(RegressionError::Separation { column: 2 }));
    let twice: Vec<Vec<f64>> = (0..20).map(|x| vec![1.0, f64::from(x), 2.0 * f64::from(x)]).collect();
    let mixed: Vec<bool> = (0..20).map(|x| x % 3 == 0).collect();
    assert_eq!(Regression::fit(&twice, &mixed, Link::Logit), Err(RegressionError::Collinear { column: 3 }));
    assert!(matches!(Regression::fit(&separated, &[false; 20], Link::Logit), Err(RegressionError::OneKind { .. })));
}
