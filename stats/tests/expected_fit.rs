//! The expected course from an organisation's courses: simulated truth, dense algebra, invariances, refusals.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;

use peil_stats::change::Direction;
use peil_stats::data::Table;
use peil_stats::expected::{
    ExpectedCourse, ExpectedFitError, FitSettings, FittedExpectation, Limits, ObservedCourse, Parameters, Varies, fit,
};
use peil_stats::fit::{Criterion, fit as fit_mixed};
use peil_stats::model::{Formula, Model};
use peil_stats::read::{Level, Unknown};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Standard deviations of clients' level and slope, groups' level and slope, and the residual of the simulated truth.
const CLIENT: (f64, f64) = (2.0, 1.0);
const GROUP: (f64, f64) = (1.0, 0.4);
const RESIDUAL: f64 = 2.5;
const MEAN_START: f64 = 18.0;
const FIXED: [f64; 4] = [16.0, -1.8, 0.8, -0.1];

#[derive(Clone)]
struct Simulated {
    group: Option<String>,
    start: f64,
    scores: Vec<(f64, f64)>,
}

impl Simulated {
    fn observed(&self) -> ObservedCourse<'_> {
        ObservedCourse { group: self.group.as_deref(), start: self.start, scores: &self.scores }
    }
}

struct World(Vec<Simulated>);

impl World {
    /// Groups of 5–10 clients and 6–20 weekly sessions, one score in ten missed.
    fn new(groups: usize, seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut courses = Vec::new();
        for group in 0..groups {
            let (u0, u1) = (GROUP.0 * normal(&mut random), GROUP.1 * normal(&mut random));
            let sessions = random.random_range(6..=20);
            for _ in 0..random.random_range(5..=10) {
                let start = MEAN_START + 6.0 * normal(&mut random);
                let (v0, v1) = (CLIENT.0 * normal(&mut random), CLIENT.1 * normal(&mut random));
                let mut scores = Vec::new();
                for week in (1..sessions).map(f64::from) {
                    let (l, s) = (week.ln_1p(), start - MEAN_START);
                    let mean = FIXED[0] + u0 + v0 + (FIXED[1] + u1 + v1) * l + s * (FIXED[2] + FIXED[3] * l);
                    let score = mean + RESIDUAL * normal(&mut random);
                    if random.random_bool(0.9) {
                        scores.push((week, score));
                    }
                }
                courses.push(Simulated { group: Some(format!("g{group}")), start, scores });
            }
        }
        Self(courses)
    }

    fn courses(&self) -> Vec<ObservedCourse<'_>> {
        self.0.iter().map(Simulated::observed).collect()
    }

    fn fit(&self) -> Result<FittedExpectation, ExpectedFitError> {
        fit(&self.courses(), Direction::LowerBetter, &FitSettings::default(), None)
    }
}

fn normal(random: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(random)
}

/// Every number of the parameters, for comparisons.
fn numbers(p: &Parameters) -> Vec<f64> {
    let mut all = vec![p.centre, p.session, p.residual, p.starts.0, p.starts.1, p.weeks];
    all.extend(p.fixed);
    all.extend(p.fixed_covariance.iter().flatten());
    all.extend(p.client.iter().flatten());
    all.extend(p.group.iter().flatten());
    all
}

fn far(a: &Parameters, b: &Parameters) -> f64 {
    let pairs = numbers(a).into_iter().zip(numbers(b));
    pairs.map(|(x, y)| (x - y).abs() / (1.0 + y.abs())).fold(0.0, f64::max)
}

#[test]
fn the_truth_is_found() {
    let fitted = World::new(300, 7).fit().unwrap();
    assert_eq!((fitted.client, fitted.group, fitted.groups), (Varies::LevelAndSlope, Varies::LevelAndSlope, 300));
    let p = fitted.parameters;
    let errors: Vec<f64> = (0..4).map(|i| p.fixed_covariance[i][i].sqrt()).collect();
    // β0 and β1 of the truth are about the true mean start; the estimates about the sample's.
    let shift = p.centre - MEAN_START;
    let truth = [FIXED[0] + FIXED[2] * shift, FIXED[1] + FIXED[3] * shift, FIXED[2], FIXED[3]];
    for (place, ((found, true_), error)) in p.fixed.iter().zip(truth).zip(&errors).enumerate() {
        assert!((found - true_).abs() < 4.0 * error && *error < 0.15, "β{place}: {found} for {true_} ± {error}");
    }
    let close =
        |found: f64, sd: f64, tolerance: f64| assert!((found.sqrt() / sd - 1.0).abs() < tolerance, "{found} {sd}");
    close(p.client[0][0], CLIENT.0, 0.12);
    close(p.client[1][1], CLIENT.1, 0.08);
    close(p.group[0][0], GROUP.0, 0.25);
    close(p.group[1][1], GROUP.1, 0.25);
    close(p.residual, RESIDUAL, 0.02);
    assert!((p.client[0][1] / (CLIENT.0 * CLIENT.1)).abs() < 0.15);
}

#[test]
fn limits_are_those_of_the_models_own_prediction_for_a_new_client_in_a_new_group() {
    let world = World::new(40, 3);
    let course = ExpectedCourse::new(world.fit().unwrap().parameters).unwrap();
    let centre = course.parameters().centre;
    let rows =
        || world.0.iter().enumerate().flat_map(|(at, course)| course.scores.iter().map(move |row| (at, course, row)));
    let table = Table::new()
        .with_number("score", rows().map(|(_, _, row)| row.1).collect())
        .unwrap()
        .with_number("l", rows().map(|(_, _, row)| (1.0 + row.0).ln()).collect())
        .unwrap()
        .with_number("s", rows().map(|(_, course, _)| course.start - centre).collect())
        .unwrap()
        .with_number("client", rows().map(|(at, _, _)| at as f64).collect())
        .unwrap()
        .with_text("group", rows().map(|(_, course, _)| course.group.clone()).collect())
        .unwrap();
    let formula = Formula::parse("score ~ l + s + l:s + (1 + l | group/client)").unwrap();
    let own = fit_mixed(&Model::build(&table, &formula, &BTreeMap::new()).unwrap(), Criterion::Reml, None).unwrap();
    let asked: Vec<(f64, f64)> =
        [4.0, 12.0, 18.5, 30.0].iter().flat_map(|x| [0.0, 1.0, 5.5, 19.0, 40.0].map(|t| (*x, t))).collect();
    let new = Table::new()
        .with_number("l", asked.iter().map(|(_, t)| t.ln_1p()).collect())
        .unwrap()
        .with_number("s", asked.iter().map(|(x, _)| x - centre).collect())
        .unwrap();
    let predicted = own.predict(&new, &Level::New, Unknown::AsNew).unwrap();
    for ((start, weeks), row) in asked.into_iter().zip(predicted.rows) {
        let (row, limits) = (row.unwrap(), course.limits(start, weeks));
        assert!((limits.expected - row.observation).abs() < 1e-8, "{start} {weeks}");
        assert!((limits.deviation - row.observation_standard_deviation).abs() < 1e-8, "{start} {weeks}");
    }
}

#[test]
fn neither_order_nor_names_nor_the_search_s_start_change_the_numbers() {
    let world = World::new(25, 11);
    let first = world.fit().unwrap().parameters;
    let mut turned = World(world.0.iter().rev().cloned().collect());
    for Simulated { group, scores, .. } in &mut turned.0 {
        scores.reverse();
        *group =
            group.as_ref().map(|name| format!("{}-of-{}", name.len() * 31 % 7, name.chars().rev().collect::<String>()));
    }
    assert!(far(&turned.fit().unwrap().parameters, &first) < 1e-7);
    let settings = FitSettings::default();
    let again = fit(&world.courses(), Direction::LowerBetter, &settings, Some(&first)).unwrap();
    assert!(far(&again.parameters, &first) < 1e-6, "{}", far(&again.parameters, &first));
    // Numbers of another model, and at the boundary, are a start too.
    let odd = Parameters { group: [[0.0; 2]; 2], client: [[1e-9, 0.0], [0.0, 40.0]], ..first.clone() };
    let again = fit(&world.courses(), Direction::LowerBetter, &settings, Some(&odd)).unwrap();
    assert!(far(&again.parameters, &first) < 1e-6, "{}", far(&again.parameters, &first));
}

#[test]
fn one_in_ten_scores_of_fresh_clients_lies_beyond_the_80_limit_on_the_wrong_side() {
    for (direction, seed) in [(Direction::LowerBetter, 21), (Direction::HigherBetter, 22)] {
        let learnt = World::new(150, seed);
        let fitted = fit(&learnt.courses(), direction, &FitSettings::default(), None).unwrap();
        let course = ExpectedCourse::new(fitted.parameters).unwrap();
        let (mut beyond, mut amber, mut all) = (0.0, 0.0, 0.0);
        for Simulated { start, scores, .. } in World::new(600, seed + 100).0 {
            for (weeks, score) in scores {
                let limits = course.limits(start, weeks);
                let below = -limits.standardised(score);
                beyond += f64::from(u8::from(below > Limits::Z_80));
                amber += f64::from(u8::from(below > Limits::Z_68));
                all += 1.0;
            }
        }
        assert!((beyond / all - 0.10).abs() < 0.01, "{direction:?}: {}", beyond / all);
        assert!((amber / all - 0.16).abs() < 0.012, "{direction:?}: {}", amber / all);
    }
}

#[test]
fn the_numbers_of_groups_and_scores_choose_the_model() {
    let with = |groups: usize, settings: FitSettings| {
        let world = World::new(groups, 5);
        fit(&world.courses(), Direction::LowerBetter, &settings, None).map(|f| (f.client, f.group, f.parameters.group))
    };
    let few = FitSettings { courses: 20, ..FitSettings::default() };
    assert_eq!(with(4, few).unwrap(), (Varies::LevelAndSlope, Varies::Nothing, [[0.0; 2]; 2]));
    let (_, group, covariance) = with(8, few).unwrap();
    assert_eq!((group, covariance[0][1], covariance[1][1]), (Varies::Level, 0.0, 0.0));
    // Two scores a course tell no slope from the residual.
    let mut short = World::new(40, 6);
    short.0.iter_mut().for_each(|course| course.scores.truncate(2));
    let fitted = short.fit().unwrap();
    assert_eq!((fitted.client, fitted.group), (Varies::Level, Varies::Level));
    // Clients outside any group are groups of one and do not count as groups.
    let mut alone = World::new(40, 6);
    alone.0.iter_mut().for_each(|course| course.group = None);
    let fitted = alone.fit().unwrap();
    assert_eq!((fitted.group, fitted.groups), (Varies::Nothing, 0));
    let mut mixed = World::new(40, 6);
    mixed.0.iter_mut().take(60).for_each(|course| course.group = None);
    assert_eq!(mixed.fit().unwrap().group, Varies::LevelAndSlope);
}

#[test]
fn what_cannot_be_drawn_is_refused_by_name() {
    let few = World::new(10, 1).fit().unwrap_err();
    assert!(
        matches!(few, ExpectedFitError::TooFewCourses { needed: 100, courses, scores: 3 } if courses < 100),
        "{few}"
    );
    let nothing = fit(&[], Direction::LowerBetter, &FitSettings { courses: 0, ..FitSettings::default() }, None);
    assert!(nothing.is_err());
    let change = |change: fn(&mut Simulated)| {
        let mut world = World::new(40, 2);
        world.0.iter_mut().for_each(change);
        world.fit().unwrap_err()
    };
    assert_eq!(change(|course| course.start = 20.0), ExpectedFitError::Constant { what: "start" });
    assert_eq!(
        change(|course| course.scores.iter_mut().for_each(|score| score.0 = 3.0)),
        ExpectedFitError::Constant { what: "time" }
    );
    assert_eq!(change(|course| course.start = f64::NAN), ExpectedFitError::Start { course: 1 });
    assert_eq!(change(|course| course.scores.push((-1.0, 3.0))).to_string().split(',').next(), Some("course 1"));
}

#[test]
fn a_parameter_file_loses_nothing() {
    let course = World::new(20, 9).fit().unwrap().parameters;
    let text = serde_json::to_string_pretty(&course).unwrap();
    assert_eq!(serde_json::from_str::<Parameters>(&text).unwrap(), course);
    assert!(serde_json::from_str::<Parameters>(&text.replace("centre", "center")).is_err());
}
