//! Rules of signals: what must not change what they find, and sudden gains against a count by hand.

#![allow(clippy::unwrap_used)]

mod helpers;

use std::collections::BTreeSet;

use peil_stats::change::{Cutoff, Direction, OnTheCutoff, PublishedPoints, ReliableLimit};
use peil_stats::expected::{ExpectedCourse, Parameters};
use peil_stats::signals::{
    ClientCourse, Form, GroupCourse, GroupFindings, GroupSession, Level, MemberAnswer, Presence, Rule, Scale, Settings,
    SlopePrior, Standing, Visit, client_findings, group_findings, standing, sudden_changes, window_slopes,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};

fn scale(direction: Direction) -> Scale {
    Scale {
        direction,
        limit: Some(ReliableLimit::Published(PublishedPoints::new(6.0, true).unwrap())),
        cutoff: Some(Cutoff::new(-10.0 * direction.sign(), OnTheCutoff::Clinical).unwrap()),
        process_drop: Some(1.5),
    }
}

/// The same course for scores that are counted with the other sign.
fn expected(direction: Direction) -> ExpectedCourse {
    let sign = -direction.sign();
    let mut fixed_covariance = [[0.0; 4]; 4];
    for (place, row) in fixed_covariance.iter_mut().enumerate() {
        row[place] = 0.02;
    }
    ExpectedCourse::new(Parameters {
        direction,
        centre: 15.0 * sign,
        fixed: [15.0 * sign, -2.0 * sign, 0.9, -0.1],
        fixed_covariance,
        client: [[4.0, -0.3], [-0.3, 1.0]],
        group: [[0.3, 0.0], [0.0, 0.1]],
        session: 0.3,
        residual: 4.0,
        starts: (5.0, 25.0),
        weeks: 30.0,
        courses: 100,
        scores: 900,
    })
    .unwrap()
}

fn presence() -> impl Strategy<Value = Presence> {
    prop_oneof![
        6 => Just(Presence::Present),
        1 => Just(Presence::AbsentWithNotice),
        2 => Just(Presence::AbsentWithoutNotice),
        1 => Just(Presence::Absent),
        1 => Just(Presence::NotRecorded),
    ]
}

/// Visits with gaps of a day to two weeks; scores from −1 to 28 in halves, ratings in tenths.
fn visits() -> impl Strategy<Value = Vec<Visit>> {
    let form = prop_oneof![8 => Just(Form::Completed), 2 => Just(Form::Missed), 1 => Just(Form::NotAsked)];
    let visit = (1..15_i32, presence(), form, 0..55_i32, prop::option::of(60..100_i32));
    prop::collection::vec(visit, 0..18).prop_map(|rows| {
        let mut days = 0;
        let each =
            |(session, (gap, presence, form, halves, tenths)): (i32, (i32, Presence, Form, i32, Option<i32>))| {
                days += gap;
                Visit {
                    session,
                    weeks: f64::from(days) / 7.0,
                    presence,
                    form,
                    score: (form == Form::Completed).then_some(f64::from(halves) / 2.0),
                    process: tenths.map(|tenths| f64::from(tenths) / 10.0),
                }
            };
        (1..).zip(rows).map(each).collect()
    })
}

fn mirrored(visits: &[Visit]) -> Vec<Visit> {
    visits.iter().map(|visit| Visit { score: visit.score.map(|score| -score), ..*visit }).collect()
}

fn found(visits: &[Visit], direction: Direction) -> Vec<(Rule, Level)> {
    let course = ClientCourse::new(visits, Some(16.0)).unwrap();
    let findings = client_findings(course, &scale(direction), Some(&expected(direction)), &Settings::default());
    findings.iter().map(|finding| (finding.rule, finding.level)).collect()
}

/// A group: a member answers or does not, outcome in halves, ratings in tenths.
fn group() -> impl Strategy<Value = Vec<GroupSession>> {
    let answer = (prop::option::of(0..55_i32), prop::option::of(50..100_i32));
    let session = prop::collection::vec(answer, 5);
    prop::collection::vec(session, 0..12).prop_map(|sessions| {
        let member = |(member, (outcome, process)): (usize, (Option<i32>, Option<i32>))| MemberAnswer {
            member,
            present: process.is_some(),
            outcome: outcome.map(|halves| f64::from(halves) / 2.0),
            process: process.map(|tenths| f64::from(tenths) / 10.0),
        };
        let session = |(number, rows): (i32, Vec<_>)| GroupSession {
            session: number,
            weeks: f64::from(number) * 1.1,
            members: rows.into_iter().enumerate().map(member).collect(),
        };
        (1..).zip(sessions).map(session).collect()
    })
}

fn found_in_group(sessions: &[GroupSession], direction: Direction, prior: Option<SlopePrior>) -> GroupFindings {
    let stuck = Standing { clinical: true, stuck: true };
    let course = GroupCourse::new(sessions).unwrap();
    group_findings(course, &[stuck; 3], &scale(direction), prior, &Settings::default())
}

const PRIOR: SlopePrior = SlopePrior { mean: 0.3, variance: 0.04, variance_of_mean: 0.001, windows: 50 };

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(5), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_direction_of_a_scale_changes_nothing(visits in visits()) {
        let lower = found(&visits, Direction::LowerBetter);
        prop_assert_eq!(lower, found(&mirrored(&visits), Direction::HigherBetter));
    }

    #[test]
    fn what_comes_later_changes_nothing(visits in visits(), count in 0..18_usize) {
        let count = count.min(visits.len());
        let settings = Settings::default();
        let (scale, expected) = (scale(Direction::LowerBetter), expected(Direction::LowerBetter));
        let whole = ClientCourse::new(&visits, Some(16.0)).unwrap().until(count);
        let part = ClientCourse::new(&visits[..count], Some(16.0)).unwrap();
        let at = |course| client_findings(course, &scale, Some(&expected), &settings);
        prop_assert_eq!(at(whole), at(part));
        prop_assert_eq!(
            standing(whole, &scale, Some(&expected), &settings),
            standing(part, &scale, Some(&expected), &settings)
        );
    }

    #[test]
    fn rules_about_change_are_silent_at_a_visit_without_a_score(visits in visits()) {
        prop_assume!(visits.last().is_some_and(|visit| visit.score.is_none()));
        for (rule, _) in found(&visits, Direction::LowerBetter) {
            prop_assert!(matches!(rule, Rule::Silence | Rule::Dropout));
        }
    }

    #[test]
    fn names_and_order_of_the_members_change_nothing(sessions in group(), turn in 0..5_usize, shift in 0..50_usize) {
        let renamed: Vec<GroupSession> = sessions.iter().map(|session| {
            let mut session = session.clone();
            session.members.rotate_left(turn);
            for answer in &mut session.members {
                answer.member = (4 - answer.member) * 7 + shift;
            }
            session
        }).collect();
        for prior in [None, Some(PRIOR)] {
            let (one, other) = (
                found_in_group(&sessions, Direction::LowerBetter, prior),
                found_in_group(&renamed, Direction::LowerBetter, prior),
            );
            prop_assert_eq!(&one.group, &other.group);
            let mut back: Vec<_> =
                other.members.into_iter().map(|(member, finding)| (4 - (member - shift) / 7, finding)).collect();
            back.sort_by_key(|(member, _)| *member);
            prop_assert_eq!(one.members, back);
        }
    }

    #[test]
    fn the_direction_of_the_outcome_changes_no_group(sessions in group()) {
        let mut other = sessions.clone();
        for answer in other.iter_mut().flat_map(|session| &mut session.members) {
            answer.outcome = answer.outcome.map(|score| -score);
        }
        for prior in [None, Some(PRIOR)] {
            let lower = found_in_group(&sessions, Direction::LowerBetter, prior);
            prop_assert_eq!(lower, found_in_group(&other, Direction::HigherBetter, prior));
        }
    }

    #[test]
    fn later_sessions_change_no_group(sessions in group(), count in 0..12_usize) {
        let count = count.min(sessions.len());
        let stuck = [Standing { clinical: true, stuck: true }];
        let scale = scale(Direction::LowerBetter);
        let at = |course| group_findings(course, &stuck, &scale, None, &Settings::default());
        let whole = GroupCourse::new(&sessions).unwrap().until(count);
        prop_assert_eq!(at(whole), at(GroupCourse::new(&sessions[..count]).unwrap()));
    }

    #[test]
    fn the_order_of_the_groups_changes_no_prior(groups in prop::collection::vec(group(), 3..6)) {
        let slopes = |groups: &[Vec<GroupSession>]| {
            let each = |sessions: &Vec<GroupSession>| {
                window_slopes(GroupCourse::new(sessions).unwrap(), Direction::LowerBetter, 4)
            };
            SlopePrior::estimate(&groups.iter().flat_map(each).collect::<Vec<_>>(), 2)
        };
        let turned: Vec<Vec<GroupSession>> = groups.iter().rev().cloned().collect();
        prop_assert_eq!(slopes(&groups), slopes(&turned));
    }
}

/// What is invariant above is not invariant for being empty.
#[test]
fn courses_at_random_raise_every_rule() {
    let mut runner = TestRunner::deterministic();
    let mut raised = BTreeSet::new();
    for _ in 0..2000 {
        let visits = visits().new_tree(&mut runner).unwrap().current();
        raised.extend(found(&visits, Direction::LowerBetter).into_iter().map(|(rule, _)| rule));
        let sessions = group().new_tree(&mut runner).unwrap().current();
        let in_group = found_in_group(&sessions, Direction::LowerBetter, None);
        let members = in_group.members.into_iter().map(|(_, finding)| finding);
        raised.extend(in_group.group.into_iter().chain(members).map(|finding| finding.rule));
    }
    assert_eq!(raised.into_iter().collect::<Vec<_>>(), Rule::ALL);
}

/// The three criteria in one line each, over a table of thirteen sessions.
fn by_hand(row: &[Option<f64>], sign: f64) -> Vec<usize> {
    let mut found = Vec::new();
    for n in 0..row.len() - 1 {
        let (Some(pre), Some(post)) = (row[n], row[n + 1]) else { continue };
        let values = |places: std::ops::Range<i32>| -> Vec<f64> {
            places.filter_map(|place| row.get(usize::try_from(place).ok()?).copied().flatten()).collect()
        };
        let at = i32::try_from(n).unwrap();
        let (before, after) = (values(at - 2..at + 1), values(at + 1..at + 4));
        if before.len() < 2 || after.len() < 2 {
            continue;
        }
        let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
        let var = |v: &[f64]| v.iter().map(|x| (x - mean(v)) * (x - mean(v))).sum::<f64>() / (v.len() - 1) as f64;
        let (n1, n2) = (before.len() as f64, after.len() as f64);
        let pooled = ((n1 - 1.0) * var(&before) + (n2 - 1.0) * var(&after)) / (n1 + n2 - 2.0);
        let critical = [4.303, 3.182, 2.776][before.len() + after.len() - 4];
        let enough = sign * (pre - post) >= 7.0;
        let quarter = sign * (pre - post) >= 0.25 * pre;
        let stable = sign * (mean(&before) - mean(&after)) > critical * (pooled * (1.0 / n1 + 1.0 / n2)).sqrt();
        if enough && quarter && stable {
            found.push(n + 1);
        }
    }
    found
}

#[test]
fn sudden_gains_and_losses_of_the_example_are_those_counted_by_hand() {
    let Some(folder) = helpers::collection() else { return };
    let table = helpers::Records::read(&folder.join("data/suddengains_example.csv")).table();
    let [id, session, bdi] = ["id", "session", "bdi"].map(|name| helpers::column(&table, name));
    let mut rows = std::collections::BTreeMap::new();
    for ((id, session), bdi) in id.iter().zip(&session).zip(&bdi) {
        let row = rows.entry(*id as u32).or_insert_with(|| vec![None; 13]);
        row[*session as usize] = (!bdi.is_nan()).then_some(*bdi);
    }
    let limit = ReliableLimit::Published(PublishedPoints::new(7.0, true).unwrap());
    let (mut gains, mut losses) = (0, 0);
    for (id, row) in &rows {
        let changes = sudden_changes(row, Direction::LowerBetter, limit, 0.25);
        let places = |gain: bool| -> Vec<usize> {
            changes.iter().filter(|change| (change.change > 0.0) == gain).map(|change| change.at).collect()
        };
        assert_eq!(places(true), by_hand(row, 1.0), "gains of {id}");
        assert_eq!(places(false), by_hand(row, -1.0), "losses of {id}");
        gains += places(true).len();
        losses += places(false).len();

        let turned: Vec<Option<f64>> = row.iter().map(|score| score.map(|score| -score)).collect();
        let mirrored = sudden_changes(&turned, Direction::HigherBetter, limit, 0.25);
        assert_eq!(
            mirrored.iter().map(|c| (c.at, c.change, c.t)).collect::<Vec<_>>(),
            changes.iter().map(|c| (c.at, c.change, c.t)).collect::<Vec<_>>()
        );
    }
    println!("{gains} gains and {losses} losses in {} courses", rows.len());
    assert!(gains > 10 && rows.len() == 43);
}
