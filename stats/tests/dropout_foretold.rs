//! The hazard of leaving: what is learnt from simulated truth, how well it foretells, what it refuses.
#![allow(clippy::unwrap_used, clippy::panic)]

use peil_stats::dropout::{
    Baseline, Competing, CourseForHazard, Ending, HazardCourseError, HazardError, HazardModel, HazardSession,
    HazardSettings, RiskRow, StartScore, ValidationSettings, forward_validation,
};
use peil_stats::signals::Presence;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

struct Stay {
    group: String,
    began: f64,
    age: Option<&'static str>,
    motivation: Option<f64>,
    start: f64,
    sessions: Vec<HazardSession>,
    ended: Option<(f64, Ending)>,
    planned_end: f64,
}

impl Stay {
    fn course(&self) -> CourseForHazard<'_> {
        CourseForHazard {
            group: Some(&self.group),
            began: self.began,
            baseline: Baseline { age_band: self.age, motivation: self.motivation.map(at_start), ..Baseline::default() },
            start: Some(at_start(self.start)),
            sessions: &self.sessions,
            ended: self.ended,
            end_seen: None,
            planned_end: Some(self.planned_end),
        }
    }
}

fn at_start(score: f64) -> StartScore {
    StartScore { weeks: 0.0, score }
}

/// How the simulated clients are.
#[derive(Clone, Copy)]
struct Truth {
    /// The log odds of leaving at a session: constant, log(session), motivation, newest process score, absent last time.
    odds: [f64; 5],
    /// Standard deviation of the groups' log odds.
    group: f64,
    /// Share of leavers whom nobody records: they stay away without a word.
    silent: f64,
}

const TRUTH: Truth = Truth { odds: [-2.6, -0.4, -0.5, -0.5, 0.8], group: 0.5, silent: 0.4 };

fn normal(random: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(random)
}

/// Groups of eight that start over three years and meet twenty times; what lies after week 170 has not happened yet.
fn world(courses: usize, truth: Truth, seed: u64) -> Vec<Stay> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut stays = Vec::new();
    for group in 0..courses / 8 {
        let (own, began) = (truth.group * normal(&mut random), random.random_range(0.0..150.0_f64).floor());
        stays.extend((0..8).map(|_| stay(&format!("g{group}"), own, began, truth, &mut random)));
    }
    stays
}

fn stay(group: &str, own: f64, began: f64, truth: Truth, random: &mut ChaCha8Rng) -> Stay {
    let age = ["18-29", "30-44", "45-64"][random.random_range(0..3)];
    let (motivation, climate, start) = (normal(random), 0.7 * normal(random), 18.0 + 6.0 * normal(random));
    let known = random.random_bool(0.8);
    let (mut sessions, mut ended, mut absent, mut process): (Vec<HazardSession>, _, _, _) = (vec![], None, false, 0.0);
    for number in 1..=20_u8 {
        let weeks = f64::from(number - 1);
        if began + weeks > 170.0 {
            break;
        }
        let [constant, time, by_motivation, by_process, by_absence] = truth.odds;
        let odds = constant
            + own
            + time * f64::from(number).ln()
            + by_motivation * motivation
            + by_process * process
            + by_absence * f64::from(u8::from(absent));
        if number > 1 && random.random_bool(1.0 / (1.0 + (-odds).exp())) {
            if random.random_bool(truth.silent) {
                let away = (0..6).map(|more| weeks + f64::from(more)).filter(|weeks| began + weeks <= 170.0);
                sessions.extend(away.map(|weeks| HazardSession::new(weeks, Presence::AbsentWithoutNotice)));
            } else {
                ended = Some((weeks - 0.5, Ending::Dropout));
            }
            break;
        }
        if number > 4 && random.random_bool(0.02) {
            ended = Some((weeks - 0.5, Ending::Competing(Competing::Agreed)));
            break;
        }
        absent = number > 1 && random.random_bool(0.12);
        let presence = match (absent, random.random_bool(0.7)) {
            (false, _) => Presence::Present,
            (true, true) => Presence::AbsentWithNotice,
            (true, false) => Presence::AbsentWithoutNotice,
        };
        let mut session = HazardSession::new(weeks, presence);
        if !absent {
            process = climate + 0.7 * normal(random);
            session.process = Some(process);
        }
        session.others_absent = Some(random.random_range(0.0..0.4));
        sessions.push(session);
    }
    if ended.is_none() && sessions.len() == 20 {
        ended = Some((19.5, Ending::Competing(Competing::Planned)));
    }
    let motivation = known.then_some(motivation);
    Stay { group: group.to_owned(), began, age: Some(age), motivation, start, sessions, ended, planned_end: 19.5 }
}

fn courses(stays: &[Stay]) -> Vec<CourseForHazard<'_>> {
    stays.iter().map(Stay::course).collect()
}

#[test]
fn the_truth_is_found_and_what_says_nothing_is_left_out_by_name() {
    let stays = world(4000, Truth { silent: 0.0, ..TRUTH }, 31);
    let model =
        HazardModel::fit(&courses(&stays), &HazardSettings { check: true, ..HazardSettings::default() }).unwrap();
    let effect = |name: &str| {
        let found = model.effects().into_iter().find(|effect| effect.name == name).unwrap();
        (found.estimate, found.standard_error)
    };
    for (name, truth) in
        [("motivation", -0.5), ("log_session", -0.4), ("early", 0.0), ("start_score", 0.0), ("attended_last", -0.8)]
    {
        let (found, error) = effect(name);
        assert!((found - truth).abs() < 4.0 * error && error < 0.25, "{name}: {found} ± {error} for {truth}");
    }
    assert!((model.group_deviation().unwrap() - TRUTH.group).abs() < 0.12, "{:?}", model.group_deviation());
    let basis = model.basis();
    for name in ["expectation", "earlier_treatments", "deviation", "group_size"] {
        assert!(basis.left_out.iter().any(|left_out| left_out == name), "{name}: {:?}", basis.left_out);
    }
    let check = basis.check.unwrap();
    assert!(check.largest_shift < 0.1, "{check:?}");
    assert!(model.shrinkage() > 0.9 && model.shrinkage() < 1.0);
    // The dropouts that the model expects are those that there were.
    let left = stays.iter().filter(|stay| stay.ended.is_some_and(|(_, ending)| ending == Ending::Dropout)).count();
    assert_eq!(basis.dropouts, left);
}

#[test]
fn forward_validation_is_calibrated() {
    for (truth, seed) in [(TRUTH, 3), (Truth { silent: 0.0, ..TRUTH }, 8)] {
        let stays = world(2000, truth, seed);
        let found =
            forward_validation(&courses(&stays), &HazardSettings::default(), &ValidationSettings::default()).unwrap();
        let next = found.next;
        println!("slope {:?} intercept {:?} brier {:?} auc {:?}", next.slope, next.intercept, next.brier, next.auc);
        assert!((0.9..=1.1).contains(&next.slope.estimate), "{:?}", next.slope);
        assert!(next.auc.lower > 0.65 && next.brier.estimate < next.brier_of_share);
        assert!((0.85..1.15).contains(&next.observed_to_expected), "{}", next.observed_to_expected);
        assert_eq!((next.table.len(), found.fitted_at.len()), (10, 4));
        let inside = next
            .table
            .iter()
            .filter(|row| row.observed.lower.unwrap() <= row.expected && row.expected <= row.observed.upper.unwrap());
        assert!(inside.count() >= 8, "{:#?}", next.table);
        let four = found.within.unwrap();
        println!(
            "four: {:?} {:?} {:?} {:?} {:?}",
            four.slope, four.observed_to_expected, four.brier, four.auc, found.named
        );
        assert!((0.85..1.15).contains(&four.observed_to_expected), "{}", four.observed_to_expected);
        assert!((0.9..=1.1).contains(&four.slope.estimate), "{:?}", four.slope);
        assert!(four.auc.lower > 0.65 && four.brier.estimate < four.brier_of_share && four.table.len() == 10);
        // Rows of running stays near the end of the data have nothing to say yet.
        assert!(four.forecasts <= next.forecasts && four.dropouts > next.dropouts);
        let (named, all) = (found.named.left, found.named.of_all);
        assert_eq!((all.trials, all.successes), (four.forecasts, four.dropouts));
        assert!(named.trials < all.trials && named.estimate > all.estimate);
    }
}

#[test]
fn a_forecast_goes_no_further_than_the_planned_end() {
    let held: Vec<HazardSession> =
        [0.0, 2.0, 4.0, 7.0].map(|weeks| HazardSession::new(weeks, Presence::Present)).to_vec();
    let course = |planned_end| CourseForHazard {
        group: None,
        began: 0.0,
        baseline: Baseline::default(),
        start: None,
        sessions: &held,
        ended: None,
        end_seen: None,
        planned_end,
    };
    assert_eq!(course(None).sessions_ahead(3, 4), 4);
    // At a session each second week three fit between week 4 and week 10, and one always does.
    assert_eq!(course(Some(10.0)).sessions_ahead(3, 4), 3);
    assert_eq!(course(Some(10.0)).sessions_ahead(3, 2), 2);
    assert_eq!(course(Some(1.0)).sessions_ahead(3, 4), 1);
    // After one session its pace is taken to be a week.
    assert_eq!(course(Some(3.0)).sessions_ahead(1, 4), 3);
}

#[test]
fn a_model_knows_of_what_it_has_seen_no_client_without() {
    let stays = world(1000, TRUTH, 18);
    let courses = courses(&stays);
    let model = HazardModel::fit(&courses, &HazardSettings::default()).unwrap();
    let row = RiskRow::after(&courses[5], 3);
    assert!(model.lacks(&row).is_empty(), "{:?}", model.lacks(&row));
    let bare = RiskRow { baseline: Baseline::default(), start: None, process: None, attended_last: None, ..row };
    // Motivation was unknown of some; group size and expectation of all.
    assert_eq!(model.lacks(&bare), ["start_score", "attended_last", "process"]);
}

#[test]
fn a_model_as_of_a_day_is_that_of_what_was_recorded_by_then() {
    let stays = world(1600, TRUTH, 12);
    let now = 120.25;
    let cut: Vec<Stay> = stays
        .iter()
        .filter(|stay| stay.began <= now)
        .map(|stay| Stay {
            group: stay.group.clone(),
            sessions: stay.sessions.iter().copied().filter(|session| stay.began + session.weeks <= now).collect(),
            ended: stay.ended.filter(|(weeks, _)| stay.began + weeks <= now),
            ..*stay
        })
        .collect();
    let settings = HazardSettings::default();
    let then = HazardModel::fit_as_of(&courses(&stays), now, &settings).unwrap();
    assert_eq!(then, HazardModel::fit_as_of(&courses(&cut), now, &settings).unwrap());
    assert!(then.basis().ended < HazardModel::fit(&courses(&stays), &settings).unwrap().basis().ended);
}

#[test]
fn neither_the_order_of_courses_nor_the_names_of_groups_change_a_risk() {
    let mut stays = world(1000, TRUTH, 14);
    let risks = |stays: &[Stay], of: &str| {
        let courses = courses(stays);
        let model = HazardModel::fit(&courses, &HazardSettings::default()).unwrap();
        let mut own: Vec<f64> = courses
            .iter()
            .filter(|course| course.group == Some(of))
            .map(|course| model.risk(&RiskRow::after(course, 2), 4).within.probability)
            .collect();
        own.sort_by(f64::total_cmp);
        own
    };
    let first = risks(&stays, "g7");
    stays.reverse();
    stays.iter_mut().for_each(|stay| stay.group = format!("{}x", stay.group.chars().rev().collect::<String>()));
    let second = risks(&stays, "7gx");
    assert_eq!(first.len(), 8);
    for (one, other) in first.iter().zip(second) {
        assert!((one - other).abs() < 1e-6, "{one} {other}");
    }
}

/// Probability and delta-method intervals against the model's own numbers, taken from its file, with numeric derivatives.
#[test]
fn risks_and_intervals_are_those_of_the_written_model() {
    let stays = world(1000, TRUTH, 15);
    let courses = courses(&stays);
    let model = HazardModel::fit(&courses, &HazardSettings::default()).unwrap();
    let file = serde_json::to_value(&model).unwrap();
    assert_eq!(serde_json::from_value::<HazardModel>(file.clone()).unwrap(), model);
    assert_eq!(serde_json::from_str::<HazardModel>(&serde_json::to_string(&model).unwrap()).unwrap(), model);
    let deviation = model.group_deviation().unwrap();
    for (group, known) in [(courses[5].group, true), (Some("nobody"), false), (None, false)] {
        let row = RiskRow { group, ..RiskRow::after(&courses[5], 3) };
        let risk = model.risk(&row, 4);
        assert_eq!((risk.known_group, risk.sessions), (known, 4));
        let within = |sessions| model.risk(&row, sessions).within.probability;
        assert!((risk.next.probability - within(1)).abs() < 1e-12 && (1..4).all(|n| within(n) < within(n + 1)));
        let mut alone = file.clone();
        alone["later"] = serde_json::Value::Null;
        let alone: HazardModel = serde_json::from_value(alone).unwrap();
        let there = (1.0 - risk.next.probability).powi(4);
        assert!((alone.risk(&row, 4).within.probability - (1.0 - there)).abs() < 1e-12);

        let mode = if known { file["groups"][group.unwrap()][1].as_f64().unwrap() } else { deviation };
        let logit = |model: &HazardModel| {
            let p = model.risk(&row, 4).next.probability;
            (p / (1.0 - p)).ln()
        };
        let cloglog = |model: &HazardModel| (-(-model.risk(&row, 4).within.probability).ln_1p()).ln();
        type Scale<'a> = &'a dyn Fn(&HazardModel) -> f64;
        for (scale, lower) in [(&logit as Scale<'_>, risk.next.lower), (&cloglog, risk.within.lower)] {
            // By the constants a group's effect and an estimate move the odds alike.
            let (of_next, by_next) = spread(&file, "", scale);
            let (of_later, by_later) = spread(&file, "/later", scale);
            let both = (of_next + of_later).powi(2) + ((by_next + by_later) * mode).powi(2);
            let half = 1.959_963_984_540_054 * both.sqrt();
            let end = if lower == risk.next.lower { (lower / (1.0 - lower)).ln() } else { (-(-lower).ln_1p()).ln() };
            assert!((scale(&model) - half - end).abs() < 1e-6, "{} {half} {end}", scale(&model));
        }
        assert!(risk.within.lower < risk.within.probability && risk.within.probability < risk.within.upper);
    }
}

/// The standard deviation of a number for the estimates of one part of a written model, and its slope by the constant.
fn spread(file: &serde_json::Value, part: &str, number: &dyn Fn(&HazardModel) -> f64) -> (f64, f64) {
    let read = |what: &str| file.pointer(&format!("{part}/{what}")).unwrap().clone();
    let estimates: Vec<f64> = serde_json::from_value(read("estimates")).unwrap();
    let covariance: Vec<Vec<f64>> = serde_json::from_value(read("covariance")).unwrap();
    let moved = |place: usize, by: f64| -> HazardModel {
        let mut file = file.clone();
        *file.pointer_mut(&format!("{part}/estimates/{place}")).unwrap() = (estimates[place] + by).into();
        serde_json::from_value(file).unwrap()
    };
    let slope: Vec<f64> =
        (0..estimates.len()).map(|place| (number(&moved(place, 1e-5)) - number(&moved(place, -1e-5))) / 2e-5).collect();
    let variance: f64 =
        (0..slope.len()).map(|i| (0..slope.len()).map(|j| slope[i] * covariance[i][j] * slope[j]).sum::<f64>()).sum();
    (variance.max(0.0).sqrt(), slope[0])
}

#[test]
fn few_groups_have_no_risk_of_their_own_and_too_little_is_refused_by_name() {
    let stays = world(1000, TRUTH, 16);
    let few = HazardSettings { group_levels: 1000, ..HazardSettings::default() };
    let model = HazardModel::fit(&courses(&stays), &few).unwrap();
    assert_eq!(model.group_deviation(), None);
    assert!(!model.risk(&RiskRow::after(&courses(&stays)[0], 1), 4).known_group);
    let settings = HazardSettings::default();
    let little = HazardModel::fit(&courses(&world(200, TRUTH, 1)), &settings).unwrap_err();
    assert!(matches!(little, HazardError::TooFewEnded { needed: 300, ended } if ended <= 200), "{little}");
    let mut nobody = world(1000, TRUTH, 16);
    nobody.retain(|stay| stay.ended.is_some_and(|(_, ending)| ending != Ending::Dropout));
    // A few stay away without a word until their planned end; that is too few to learn from.
    let none = HazardModel::fit(&courses(&nobody), &settings).unwrap_err();
    assert!(matches!(none, HazardError::TooFewDropouts { needed: 50, dropouts } if dropouts < 10), "{none}");
    let mut wrong = world(1000, TRUTH, 16);
    wrong[2].start = f64::NAN;
    let named = HazardError::Course(HazardCourseError::NotFinite { course: 3, what: "the start score" });
    assert_eq!(HazardModel::fit(&courses(&wrong), &settings).unwrap_err(), named);
    let cut = ValidationSettings { first: 1.0, ..ValidationSettings::default() };
    assert_eq!(forward_validation(&courses(&stays), &settings, &cut).unwrap_err(), HazardError::Validation);
}

#[test]
fn a_column_that_separates_or_repeats_another_is_left_out_by_name() {
    for group_levels in [5, 1000] {
        let mut stays = world(1000, TRUTH, 17);
        // Nobody of this age ever leaves, and who has no motivation has no process score either.
        let stayed = |stay: &&mut Stay| stay.ended.is_some_and(|(_, ending)| ending != Ending::Dropout);
        stays.iter_mut().filter(stayed).take(40).for_each(|stay| stay.age = Some("90+"));
        let settings = HazardSettings { group_levels, ..HazardSettings::default() };
        let model = HazardModel::fit(&courses(&stays), &settings).unwrap();
        assert!(model.basis().left_out.contains(&"age_90+".to_owned()), "{:?}", model.basis().left_out);
        let with = |stay: &Stay| stay.motivation.is_some();
        let expecting: Vec<CourseForHazard<'_>> = stays
            .iter()
            .map(|stay| {
                let course = stay.course();
                let expectation = stay.start * 0.5 - 3.0 + f64::from(stay.planned_end as u8);
                let expectation = with(stay).then_some(at_start(expectation));
                CourseForHazard { baseline: Baseline { expectation, ..course.baseline }, ..course }
            })
            .collect();
        let model = HazardModel::fit(&expecting, &settings).unwrap();
        assert!(model.basis().left_out.contains(&"expectation_unknown".to_owned()), "{:?}", model.basis().left_out);
    }
}

#[test]
#[ignore = "prints calibration over seeds, and times"]
fn calibration_over_seeds() {
    for silent in [0.4, 0.0] {
        for seed in 1..=12 {
            let stays = world(2000, Truth { silent, ..TRUTH }, seed);
            let found =
                forward_validation(&courses(&stays), &HazardSettings::default(), &ValidationSettings::default());
            let found = found.unwrap();
            for (ahead, q) in [("next", found.next), ("four", found.within.unwrap())] {
                let (slope, intercept, auc) = (q.slope.estimate, q.intercept.estimate, q.auc.estimate);
                let (large, brier) = (q.observed_to_expected, q.brier.estimate);
                println!(
                    "silent {silent} seed {seed} {ahead}: slope {slope:.3} intercept {intercept:+.3} auc {auc:.3} \
                     brier {brier:.4} o/e {large:.3} of {}",
                    q.dropouts
                );
            }
        }
    }
    for count in [860, 8600] {
        let stays = world(count, TRUTH, 1);
        let courses = courses(&stays);
        let begun = std::time::Instant::now();
        let model = HazardModel::fit(&courses, &HazardSettings::default()).unwrap();
        println!("{} rows, {} effects: {:?}", model.basis().rows, model.effects().len(), begun.elapsed());
    }
}
