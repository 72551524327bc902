//! How long the rules take over a whole organisation: 100,000 client-sessions, every one of them judged with what was known
//! that day, and one new answer.
//!
//! ```text
//! cargo bench -p peil-stats --bench signals
//! ```

#![allow(clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion as Bench, criterion_group, criterion_main};
use peil_stats::change::{Cutoff, Direction, OnTheCutoff, PublishedPoints, ReliableLimit};
use peil_stats::expected::{ExpectedCourse, Parameters};
use peil_stats::signals::{
    ClientCourse, Form, GroupCourse, GroupSession, MemberAnswer, Presence, Scale, Settings, SlopePrior, Visit,
    client_findings, group_findings, standing, window_slopes,
};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

const GROUPS: usize = 625;
const MEMBERS: usize = 8;
const SESSIONS: i32 = 20;

/// A closed group: the visits of each member, and the sessions as the group's rules see them.
struct Group {
    members: Vec<Vec<Visit>>,
    sessions: Vec<GroupSession>,
}

fn group(random: &mut ChaCha8Rng) -> Group {
    let mut normal = || -> f64 { StandardNormal.sample(&mut *random) };
    let mut member = || -> Vec<Visit> {
        let (start, slope) = (16.0 + 4.0 * normal(), -1.8 + 1.2 * normal());
        let visit = |session: i32| {
            let came = normal() < 1.2;
            let weeks = f64::from(session);
            let score = (start + slope * weeks.ln_1p() + 2.0 * normal()).round().clamp(0.0, 27.0);
            Visit {
                session,
                weeks,
                presence: if came { Presence::Present } else { Presence::AbsentWithoutNotice },
                form: if came { Form::Completed } else { Form::NotAsked },
                score: came.then_some(score),
                process: came.then_some((7.0 + 1.3 * normal()).clamp(0.0, 10.0)),
            }
        };
        (0..SESSIONS).map(visit).collect()
    };
    let members: Vec<Vec<Visit>> = (0..MEMBERS).map(|_| member()).collect();
    let answer = |(member, visits): (usize, &Vec<Visit>), place: usize| {
        let Visit { score, process, .. } = visits[place];
        MemberAnswer { member, present: score.is_some(), outcome: score, process }
    };
    let session = |place: usize| {
        let Visit { session, weeks, .. } = members[0][place];
        let answers = members.iter().enumerate().map(|each| answer(each, place)).collect();
        GroupSession { session, weeks, members: answers }
    };
    let sessions = (0..members[0].len()).map(session).collect();
    Group { members, sessions }
}

fn scale() -> Scale {
    Scale {
        direction: Direction::LowerBetter,
        limit: Some(ReliableLimit::Published(PublishedPoints::new(6.0, true).unwrap())),
        cutoff: Some(Cutoff::new(10.0, OnTheCutoff::Clinical).unwrap()),
        process_drop: Some(2.0),
    }
}

fn expected() -> ExpectedCourse {
    let mut fixed_covariance = [[0.0; 4]; 4];
    for (place, row) in fixed_covariance.iter_mut().enumerate() {
        row[place] = 0.01;
    }
    ExpectedCourse::new(Parameters {
        direction: Direction::LowerBetter,
        centre: 16.0,
        fixed: [16.0, -1.8, 0.8, 0.0],
        fixed_covariance,
        client: [[4.0, 0.0], [0.0, 1.4]],
        group: [[0.5, 0.0], [0.0, 0.1]],
        session: 0.3,
        residual: 4.0,
        starts: (2.0, 27.0),
        weeks: 20.0,
        courses: 5000,
        scores: 80_000,
    })
    .unwrap()
}

/// Findings of all clients at all their visits.
fn clients(groups: &[Group], scale: &Scale, expected: &ExpectedCourse, settings: &Settings) -> usize {
    let mut found = 0;
    for visits in groups.iter().flat_map(|group| &group.members) {
        let course = ClientCourse::new(visits, Some(20.0)).unwrap();
        for count in 1..=visits.len() {
            found += client_findings(course.until(count), scale, Some(expected), settings).len();
        }
    }
    found
}

/// Findings of all groups at all their sessions, each member's standing worked out anew.
fn of_groups(groups: &[Group], scale: &Scale, expected: &ExpectedCourse, settings: &Settings) -> usize {
    let slopes = groups.iter().flat_map(|group| {
        window_slopes(GroupCourse::new(&group.sessions).unwrap(), scale.direction, settings.stall_window)
    });
    let prior = SlopePrior::estimate(&slopes.collect::<Vec<_>>(), settings.stall_windows);
    let mut found = 0;
    for group in groups {
        let course = GroupCourse::new(&group.sessions).unwrap();
        for count in 1..=group.sessions.len() {
            let member = |visits: &Vec<Visit>| {
                let course = ClientCourse::new(visits, Some(20.0)).unwrap().until(count);
                standing(course, scale, Some(expected), settings)
            };
            let members: Vec<_> = group.members.iter().filter_map(member).collect();
            let findings = group_findings(course.until(count), &members, scale, prior, settings);
            found += findings.group.len() + findings.members.len();
        }
    }
    found
}

fn bench(bench: &mut Bench) {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let groups: Vec<Group> = (0..GROUPS).map(|_| group(&mut random)).collect();
    let (scale, expected, settings) = (scale(), expected(), Settings::default());
    println!(
        "{} findings about clients and {} about groups in {} client-sessions",
        clients(&groups, &scale, &expected, &settings),
        of_groups(&groups, &scale, &expected, &settings),
        groups.iter().flat_map(|group| &group.members).map(Vec::len).sum::<usize>()
    );
    let mut organisation = bench.benchmark_group("signals/100000 client-sessions");
    organisation.sample_size(10);
    organisation.bench_function("clients", |b| {
        b.iter(|| clients(black_box(&groups), &scale, &expected, &settings));
    });
    organisation.bench_function("groups", |b| {
        b.iter(|| of_groups(black_box(&groups), &scale, &expected, &settings));
    });
    organisation.finish();
    let visits = &groups[0].members[0];
    bench.bench_function("signals/one answer", |b| {
        b.iter(|| {
            let course = ClientCourse::new(black_box(visits), Some(20.0)).unwrap();
            client_findings(course, &scale, Some(&expected), &settings).len()
        });
    });
}

criterion_group!(benches, bench);
criterion_main!(benches);
