use jiff::civil::date;
use peil_stats::{change::Direction, expected::Parameters};

use super::*;
use crate::domain::{ClientId, GroupFormat, GroupId, GroupKind};

fn day(week: i64) -> Date {
    date(2026, 1, 5).checked_add((week * 7).days()).unwrap()
}

fn stay() -> MembershipRow {
    let id = uuid::Uuid::from_u128(1);
    MembershipRow {
        id: MembershipId::from(id),
        group: GroupId::from(id),
        client: ClientId::from(id),
        pseudonym: "Eik".to_owned(),
        joined_on: day(0),
        left_on: None,
        end_reason: None,
        planned_end_on: None,
    }
}

fn group(planned_sessions: i16) -> GroupRow {
    GroupRow {
        id: GroupId::from(uuid::Uuid::from_u128(1)),
        team: None,
        name: "Dinsdaggroep".to_owned(),
        kind: GroupKind::Psychotherapy,
        format: GroupFormat::Closed,
        planned_size: None,
        planned_sessions: Some(planned_sessions),
        started_on: day(0),
        ended_on: None,
    }
}

/// Weekly sessions; a missing score was asked for and not given.
fn weekly(scores: &[Option<f64>]) -> Vec<MemberVisit> {
    let visit = |(number, score): (i16, &Option<f64>)| MemberVisit {
        score: *score,
        answered: Some(score.is_some()),
        is_comparable: score.is_some(),
        ..MemberVisit::blank(Place::Session(number), day(i64::from(number) - 1))
    };
    (1..).zip(scores).map(visit).collect()
}

/// Falls by 2 points for each unit of ln(1 + weeks), with σ = 3 and nothing else that varies.
fn expected() -> ExpectedCourse {
    ExpectedCourse::new(Parameters {
        direction: Direction::LowerBetter,
        centre: 15.0,
        fixed: [15.0, -2.0, 1.0, 0.0],
        fixed_covariance: [[0.0; 4]; 4],
        client: [[0.0; 2]; 2],
        group: [[0.0; 2]; 2],
        session: 0.0,
        residual: 9.0,
        starts: (4.0, 27.0),
        weeks: 30.0,
        courses: 200,
        scores: 2000,
    })
    .unwrap()
}

fn read(mut visits: Vec<MemberVisit>, group: &GroupRow, expects: bool) -> MemberCourse {
    let library = Library::embedded().unwrap();
    let phq = library.latest("phq-9").unwrap();
    let score = phq.score("total").unwrap();
    let expected = if expects { Ok(expected()) } else { Err(NoExpectedCourse::NotFitted) };
    let rule = Rule { score, limits: limits_of(phq, score).ok(), expected, settings: Settings::default() };
    let end = look_ahead(&mut visits, group, &stay(), expects);
    compose(stay(), visits, end, phq, &rule)
}

#[test]
fn what_is_expected_counts_weeks_from_the_first_score_and_is_judged_from_the_third() {
    let visits = weekly(&[None, Some(20.0), Some(26.0), Some(24.0), Some(21.5), None]);
    let course = read(visits, &group(8), true);
    assert_eq!(course.visits.len(), 8, "two sessions to come");
    assert_eq!(course.planned_end, Some(7));
    let limits: Vec<_> = course.visits.iter().map(|visit| visit.limits).collect();
    assert!(limits[0].is_none() && limits[1].is_none() && limits[2..].iter().all(Option::is_some));
    assert!((limits[3].unwrap().expected - (20.0 - 2.0 * 3.0_f64.ln())).abs() < 1e-12);
    assert!((limits[3].unwrap().deviation - 3.0).abs() < 1e-12);
    let far: Vec<_> = course.visits.iter().map(|visit| visit.too_far).collect();
    // 26 is the second score; 24 lies 2.07 σ and 21.5 lies 1.42 σ below the curve.
    assert_eq!(far[..6], [None, None, None, Some(TooFar::Outer), Some(TooFar::Outer), None]);
    assert_eq!(course.reliable, Some((14.0, 26.0)));
    assert_eq!(course.no_expected, None);
    assert!(course.visits[0].is_missed() && !course.visits[7].is_missed());
}

#[test]
fn who_climbs_within_the_functional_range_is_off_track_all_the_same() {
    let course = read(weekly(&[Some(4.0), Some(4.0), Some(9.0), Some(10.0)]), &group(4), true);
    let far: Vec<_> = course.visits.iter().map(|visit| visit.too_far).collect();
    assert_eq!(far, [None, None, Some(TooFar::Outer), Some(TooFar::Outer)]);
    assert_eq!(course.planned_end, Some(3));
}

#[test]
fn a_sudden_gain_is_marked_and_a_form_nobody_asked_for_does_not_hide_it() {
    let mut visits = weekly(&[Some(21.0), Some(20.0), Some(21.0), None, Some(10.0), Some(9.0), Some(10.0)]);
    let marked = |course: &MemberCourse| course.visits.iter().position(|visit| visit.sudden.is_some());
    assert_eq!(marked(&read(visits.clone(), &group(7), false)), None, "a missed form lies between");
    visits[3].answered = None;
    assert_eq!(marked(&read(visits.clone(), &group(7), false)), Some(4));
    // Scores of other items are compared with nothing.
    visits[0..3].iter_mut().for_each(|visit| visit.is_comparable = false);
    let course = read(visits, &group(7), false);
    assert_eq!((marked(&course), course.verdict.unwrap().start), (None, 10.0));
}

#[test]
fn sessions_to_come_are_shown_as_far_as_the_picture_has_room() {
    let short = weekly(&[Some(20.0), Some(19.0)]);
    assert_eq!(read(short.clone(), &group(20), false).visits.len(), 2, "without a band, no empty picture");
    assert_eq!(read(short.clone(), &group(20), true).visits.len(), 20);
    assert_eq!(read(short.clone(), &group(90), true).visits.len(), 2);
    let ended = GroupRow { ended_on: Some(day(2)), ..group(20) };
    assert_eq!(read(short, &ended, true).visits.len(), 2);
    assert_eq!(read(Vec::new(), &group(20), true).visits.len(), 0);
}
