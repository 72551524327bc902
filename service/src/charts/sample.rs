//! Invented groups for the tests: trees with smooth courses and a little repeatable noise.

use super::{
    ChangeDot, ChangePlot, Climate, ClimateSession, CutOff, Departure, Direction, Event, EventKind, GridCell, GridRow,
    GroupCourse, GroupPoint, Member, Numerals, PartWords, Rating, Scale, SessionGrid, Status, Switches,
};

const TREES: [&str; 9] = ["Eik", "Wilg", "Linde", "Berk", "Beuk", "Iep", "Els", "Den", "Esdoorn"];

/// A number in −1..1 that is the same every time.
fn noise(seed: usize) -> f64 {
    let mixed = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    f64::from((mixed >> 40) as u32) / f64::from(1_u32 << 23) - 1.0
}

/// What a sign says.
pub(crate) fn word(status: Status) -> &'static str {
    match status {
        Status::Normal => "geen verschil",
        Status::Good => "betrouwbaar beter",
        Status::Recovered => "hersteld",
        Status::Warn => "blijft staan",
        Status::Bad => "gaat achteruit",
    }
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
        word: word(status).to_owned(),
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
        switches: Switches::default(),
        weeks: (0..sessions).map(|session| f64::from(session + 2 * (session / 6))).collect(),
        zero_label: "zoals bij de start".to_owned(),
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
    for (index, status) in [(4, Status::Bad), (6, Status::Recovered)] {
        members[index].status = status;
        members[index].word = word(status).to_owned();
    }
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

/// The start of each member of a group against now.
pub(crate) fn changes(group: &GroupCourse) -> ChangePlot {
    let dot = |member: &Member| {
        let mut scores = member.points.iter().flatten();
        let start = *scores.next()?;
        let now = *scores.next_back()?;
        let status = match start - now {
            change if change >= 6.0 && start >= 10.0 && now < 10.0 => Status::Recovered,
            change if change >= 6.0 => Status::Good,
            change if change <= -6.0 => Status::Bad,
            _ => Status::Normal,
        };
        Some(ChangeDot { label: member.label.clone(), status, word: word(status).to_owned(), start, now })
    };
    let members: Vec<ChangeDot> = group.members.iter().filter_map(dot).collect();
    let values = members.iter().flat_map(|member| [member.start, member.now]).chain([10.0]);
    ChangePlot {
        id: "verandering".to_owned(),
        title: "Vier leden zijn betrouwbaar beter".to_owned(),
        subtitle:
            "PHQ-9. Boven de schuine lijn is beter dan bij de start. In de grijze band is het verschil kleiner dan \
                   de meetfout (6 punten)."
                .to_owned(),
        description: "Vier van acht leden zijn betrouwbaar beter.".to_owned(),
        scale: Scale::covering((0.0, 27.0), Direction::LowerIsBetter, values.collect::<Vec<_>>()),
        now_label: "PHQ-9 nu, omhoog is beter".to_owned(),
        start_label: "bij de start, naar rechts is beter".to_owned(),
        cut_off: Some(CutOff { value: 10.0, label: "klinische grens 10".to_owned() }),
        reliable: Some(6.0),
        parts: PartWords {
            recovered: "hersteld".to_owned(),
            improved: "verbeterd".to_owned(),
            unchanged: "geen betrouwbaar verschil".to_owned(),
            worse: "verslechterd".to_owned(),
            no_change: "geen verschil".to_owned(),
        },
        members,
        nothing_yet: "Nog niemand heeft twee scores.".to_owned(),
        numerals: Numerals::Comma,
    }
}

/// How the sessions of a group were rated, with a rupture, a split and a gap.
pub(crate) fn climate(sessions: usize) -> Climate {
    let rate = |at: usize| {
        let dip = if at == 8 { -7.5 } else { 0.0 };
        let mean = 30.0 + 2.2 * noise(at + 40) + dip;
        let far = if (at == 10) || (at == 11) { 6.5 } else { 2.6 + noise(at + 90).abs() };
        Rating { mean, lower: (mean - far).max(0.0), upper: (mean + far).min(40.0) }
    };
    let session = |at: usize| {
        let event = match at {
            8 => Some(Event { kind: EventKind::Rupture, label: "breuk".to_owned() }),
            11 => Some(Event { kind: EventKind::Split, label: "verdeeld".to_owned() }),
            _ => None,
        };
        let rating = (at != 5).then(|| rate(at));
        ClimateSession {
            name: (at + 1).to_string(),
            rating,
            usual: (at > 2).then_some((27.4, 33.1)),
            answered: if at == 5 { 0 } else { 8 - (at % 3) as u32 },
            events: event.into_iter().filter(|_| rating.is_some()).collect(),
            therapists: vec![
                (at != 3).then(|| (31.0 + 3.0 * noise(at + 7)).round()),
                (at % 4 != 2).then(|| (28.0 + 3.0 * noise(at + 70)).round()),
            ],
        }
    };
    let sessions: Vec<ClimateSession> = (0..sessions).map(session).collect();
    let values = sessions.iter().filter_map(|session| session.rating).flat_map(|rating| [rating.lower, rating.upper]);
    Climate {
        id: "sfeer".to_owned(),
        title: "De sfeer is gewoon voor deze groep, met een breuk in sessie 9".to_owned(),
        subtitle: "GSRS, omhoog is beter. Stip: gemiddelde van wie er was; streep: hoe ver zij uiteen liggen."
            .to_owned(),
        description: "Sessie 14 kreeg 29,4 van 40.".to_owned(),
        scale: Scale::covering((0.0, 40.0), Direction::HigherIsBetter, values.collect::<Vec<_>>()),
        scale_label: "GSRS, omhoog is beter".to_owned(),
        sessions,
        session_label: "sessie".to_owned(),
        answered_label: "ingevuld".to_owned(),
        group_label: "groep".to_owned(),
        usual_label: "gewoon voor deze groep".to_owned(),
        therapists: vec!["Noor de Wit".to_owned(), "Sam Bakker".to_owned()],
        nothing_yet: "Nog geen sessie is beoordeeld.".to_owned(),
        numerals: Numerals::Comma,
    }
}

/// Who came, who answered, and how each stood then.
pub(crate) fn grid(group: &GroupCourse) -> SessionGrid {
    let row = |(index, member): (usize, &Member)| {
        let start = member.points.iter().flatten().next().copied().unwrap_or(0.0);
        let mut is_first = true;
        let cell = |(at, point): (usize, &Option<f64>)| match point {
            _ if member.line[at].is_none() => GridCell::Outside,
            Some(_) if std::mem::take(&mut is_first) => GridCell::Answered,
            Some(score) => GridCell::Judged(match start - score {
                change if change >= 6.0 && *score < 10.0 => Status::Recovered,
                change if change >= 6.0 => Status::Good,
                change if change <= -6.0 => Status::Bad,
                _ => Status::Normal,
            }),
            None => match (index * 7 + at) % 5 {
                0 => GridCell::Unanswered,
                1 => GridCell::Absent("z".to_owned()),
                2 => GridCell::Absent("a".to_owned()),
                3 => GridCell::Unknown,
                _ => GridCell::Absent("?".to_owned()),
            },
        };
        GridRow { label: member.label.clone(), cells: member.points.iter().enumerate().map(cell).collect() }
    };
    let word = |cell: GridCell, words: &str| (cell, words.to_owned());
    SessionGrid {
        id: "rooster".to_owned(),
        title: "Wie kwam, wie vulde in, en hoe het ging".to_owned(),
        subtitle: "PHQ-9. Het teken zegt wat de verandering sinds de start die dag betekende.".to_owned(),
        description: "Eik vulde 12 van 14 keer in.".to_owned(),
        session_label: "sessie".to_owned(),
        sessions: (1..=group.sessions).map(|session| session.to_string()).collect(),
        rows: group.members.iter().enumerate().map(row).collect(),
        key: vec![
            word(GridCell::Judged(Status::Recovered), "hersteld"),
            word(GridCell::Judged(Status::Good), "betrouwbaar beter"),
            word(GridCell::Judged(Status::Normal), "geen betrouwbaar verschil"),
            word(GridCell::Judged(Status::Bad), "gaat achteruit"),
            word(GridCell::Answered, "ingevuld, eerste score"),
            word(GridCell::Unanswered, "aanwezig, niet ingevuld"),
            word(GridCell::Absent("a".to_owned()), "afgemeld"),
            word(GridCell::Absent("z".to_owned()), "ziek"),
            word(GridCell::Absent("?".to_owned()), "zonder bericht"),
            word(GridCell::Unknown, "niet genoteerd"),
        ],
        older_note: "Oudere sessies staan in de tabel.".to_owned(),
        nothing_yet: "Nog geen sessies.".to_owned(),
    }
}

/// Fourteen members with long names, some of them alike.
pub(crate) fn crowd() -> GroupCourse {
    let names = [
        "Zuurbes aan het water",
        "Wilg",
        "Linde van de overkant",
        "Berk",
        "Beuk",
        "Iep",
        "Els",
        "Den",
        "Esdoorn",
        "Hazelaar",
        "Kastanje",
        "Vlier",
        "Meidoorn in de mist",
        "Es",
    ];
    let mut members: Vec<Member> = (0..14)
        .map(|index| {
            let status = [Status::Good, Status::Normal, Status::Recovered, Status::Normal, Status::Bad][index % 5];
            member(index, 22, 14.0 + (index % 5) as f64 * 2.0, 15.5 - (index % 7) as f64 * 1.7, status)
        })
        .collect();
    for (member, name) in members.iter_mut().zip(names) {
        member.label = name.to_owned();
    }
    group(22, members)
}
