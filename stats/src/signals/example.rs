//! Courses that the unit tests share: a PHQ-9 (0–27, lower is better, reliable from 6 points, clinical from 10).

#![allow(clippy::unwrap_used)]

use super::{ClientCourse, Finding, Form, Presence, Rule, Scale, Settings, Visit, client_findings};
use crate::change::{Cutoff, Direction, OnTheCutoff, PublishedPoints, ReliableLimit};
use crate::expected::{ExpectedCourse, Parameters};

pub(super) fn phq9() -> Scale {
    Scale {
        direction: Direction::LowerBetter,
        limit: Some(ReliableLimit::Published(PublishedPoints::new(6.0, true).unwrap())),
        cutoff: Some(Cutoff::new(10.0, OnTheCutoff::Clinical).unwrap()),
        process_drop: Some(1.5),
    }
}

/// The same scale, counted the other way: 27 − score.
pub(super) fn turned() -> Scale {
    Scale {
        direction: Direction::HigherBetter,
        cutoff: Some(Cutoff::new(17.0, OnTheCutoff::Clinical).unwrap()),
        ..phq9()
    }
}

/// A weekly visit, session and week of the same number.
pub(super) fn scored(week: i32, score: f64) -> Visit {
    Visit {
        session: week,
        weeks: f64::from(week),
        presence: Presence::Present,
        form: Form::Completed,
        score: Some(score),
        process: None,
    }
}

pub(super) fn missed(week: i32) -> Visit {
    Visit { form: Form::Missed, score: None, ..scored(week, 0.0) }
}

pub(super) fn away(week: i32, presence: Presence) -> Visit {
    Visit { presence, form: Form::NotAsked, score: None, ..scored(week, 0.0) }
}

pub(super) fn rated(week: i32, process: f64) -> Visit {
    Visit { process: Some(process), form: Form::NotAsked, score: None, ..scored(week, 0.0) }
}

pub(super) fn weekly(scores: &[f64]) -> Vec<Visit> {
    (0..).zip(scores).map(|(week, score)| scored(week, *score)).collect()
}

/// What a rule finds after the last visit; the same must come out on the scale counted the other way.
pub(super) fn found(rule: Rule, visits: &[Visit]) -> Option<Finding> {
    let one = found_in(rule, ClientCourse::new(visits, None).unwrap(), phq9(), None);
    let turned_visits: Vec<Visit> =
        visits.iter().map(|visit| Visit { score: visit.score.map(|score| 27.0 - score), ..*visit }).collect();
    let other = found_in(rule, ClientCourse::new(&turned_visits, None).unwrap(), turned(), None);
    assert_eq!(one.as_ref().map(|f| (f.rule, f.level)), other.as_ref().map(|f| (f.rule, f.level)));
    one
}

pub(super) fn found_in(
    rule: Rule,
    course: ClientCourse<'_>,
    scale: Scale,
    expected: Option<&ExpectedCourse>,
) -> Option<Finding> {
    let findings = client_findings(course, &scale, expected, &Settings::default());
    findings.into_iter().find(|finding| finding.rule == rule)
}

/// From 15 at the start down by 2·ln(1 + t); a score lies about it with variance 8 + ln²(1 + t).
pub(super) fn expected() -> ExpectedCourse {
    ExpectedCourse::new(Parameters {
        direction: Direction::LowerBetter,
        centre: 15.0,
        fixed: [15.0, -2.0, 1.0, 0.0],
        fixed_covariance: [[0.0; 4]; 4],
        client: [[4.0, 0.0], [0.0, 1.0]],
        group: [[0.0; 2]; 2],
        session: 0.0,
        residual: 4.0,
        starts: (5.0, 25.0),
        weeks: 30.0,
        courses: 100,
        scores: 900,
    })
    .unwrap()
}

/// [`expected`] for the scale counted the other way.
pub(super) fn expected_turned() -> ExpectedCourse {
    let numbers = expected().parameters().clone();
    let fixed = [27.0 - numbers.fixed[0], -numbers.fixed[1], numbers.fixed[2], numbers.fixed[3]];
    let direction = Direction::HigherBetter;
    ExpectedCourse::new(Parameters { direction, centre: 27.0 - numbers.centre, fixed, ..numbers }).unwrap()
}
