//! Invented groups for the tests: trees with smooth courses and a little repeatable noise.

use super::{CutOff, Departure, Direction, GroupCourse, GroupPoint, Member, Numerals, Scale, Status};

const TREES: [&str; 9] = ["Eik", "Wilg", "Linde", "Berk", "Beuk", "Iep", "Els", "Den", "Esdoorn"];

/// A number in −1..1 that is the same every time.
fn noise(seed: usize) -> f64 {
    let mixed = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    f64::from((mixed >> 40) as u32) / f64::from(1_u32 << 23) - 1.0
}

/// A member whose line runs between two scores; some scores are missing.
pub(crate) fn member(index: usize, sessions: u32, from: f64, to: f64, status: Status) -> Member {
    let at = |session: u32| from + (to - from) * f64::from(session) / f64::from(sessions.max(2) - 1);
    let point = |session: u32| {
        let seed = index * 101 + session as usize;
        let score = (at(session) + 2.6 * noise(seed)).round().clamp(0.0, 27.0);
        (noise(seed + 7000) > -0.72).then_some(score)
    };
    Member {
        label: TREES[index % TREES.len()].to_owned(),
        status,
        points: (0..sessions).map(point).collect(),
        line: (0..sessions).map(|session| Some(at(session))).collect(),
        left: None,
    }
}

/// A group with these members, its line the members' mean.
pub(crate) fn group(sessions: u32, members: Vec<Member>) -> GroupCourse {
    let mean = |session: u32| {
        let lines: Vec<f64> = members.iter().filter_map(|member| member.line_at(session)).collect();
        lines.iter().sum::<f64>() / lines.len() as f64
    };
    let line = (1..=sessions).map(|session| {
        let far = 1.4 + 0.35 * (f64::from(session) - f64::from(sessions) / 2.0).abs() / f64::from(sessions) * 4.0;
        (!members.is_empty()).then(|| GroupPoint {
            mean: mean(session),
            lower: mean(session) - far,
            upper: mean(session) + far,
        })
    });
    let line: Vec<_> = line.collect();
    let values = members.iter().flat_map(|member| member.points.iter().chain(&member.line).flatten().copied());
    let scale = Scale::covering((0.0, 27.0), Direction::LowerIsBetter, values.chain([10.0]).collect::<Vec<_>>());
    GroupCourse {
        id: "verloop".to_owned(),
        title: "De groep gaat vooruit, twee leden niet".to_owned(),
        subtitle: "PHQ-9, omhoog is beter. Groep: 6 punten beter in 14 sessies (95 %: 3 tot 9). Lijn: model per lid; \
                   stip: gemeten; geen stip: niet ingevuld."
            .to_owned(),
        description: "De groep ging van 16,5 naar 10,6.".to_owned(),
        scale,
        scale_label: "PHQ-9, omhoog is beter".to_owned(),
        sessions,
        session_label: "sessie".to_owned(),
        cut_off: Some(CutOff { value: 10.0, label: "klinische grens 10".to_owned() }),
        group_label: "groep".to_owned(),
        group: line,
        members,
        nothing_yet: "Nog geen antwoorden. Het verloop verschijnt na de eerste sessie.".to_owned(),
        numerals: Numerals::Comma,
    }
}

/// Eight members, fourteen sessions, two members to talk about.
pub(crate) fn tuesday() -> GroupCourse {
    let ends =
        [(19.0, 8.2), (17.0, 8.4), (15.0, 13.7), (17.4, 12.4), (14.0, 17.3), (13.0, 6.5), (20.0, 8.3), (16.5, 11.8)];
    let status = |index| match index {
        2 => Status::Warn,
        4 => Status::Bad,
        _ => Status::Normal,
    };
    let members = ends.iter().enumerate().map(|(index, (from, to))| member(index, 14, *from, *to, status(index)));
    group(14, members.collect())
}

/// Nine members, thirty sessions; one came later, one left, one recovered.
pub(crate) fn long_group() -> GroupCourse {
    let ends = [
        (21.0, 7.0),
        (18.0, 12.0),
        (15.0, 14.4),
        (19.4, 9.0),
        (16.0, 19.3),
        (14.0, 8.5),
        (20.0, 4.3),
        (16.5, 15.8),
        (22.0, 10.0),
    ];
    let mut members: Vec<Member> =
        ends.iter().enumerate().map(|(index, (from, to))| member(index, 30, *from, *to, Status::Normal)).collect();
    members[4].status = Status::Bad;
    members[6].status = Status::Recovered;
    leave(&mut members[7], 17);
    for session in 0..9 {
        members[8].points[session] = None;
        members[8].line[session] = None;
    }
    group(30, members)
}

/// Cuts a member's course after a session.
pub(crate) fn leave(member: &mut Member, after: u32) {
    for session in after as usize..member.points.len() {
        member.points[session] = None;
        member.line[session] = None;
    }
    member.left = Some(Departure { after, note: "gestopt".to_owned() });
}
