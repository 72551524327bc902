//! Invented clients.

use crate::charts::{CutOff, Direction, Numerals, Scale, client_course::*};

const PHQ: (f64, f64) = (0.0, 27.0);

/// What a session brought: a score, or one sign for what else.
pub(crate) fn visit(name: &str, said: &str) -> Visit {
    let (reading, mark, attendance) = match said {
        "" => (Reading::NotAsked, None, "nog te komen"),
        "." => (Reading::NotAsked, Some(Mark::NotAsked), "niet gevraagd"),
        "o" => (Reading::Missing, Some(Mark::Unanswered), "aanwezig, niet ingevuld"),
        "Z" => (Reading::Missing, Some(Mark::Reason("Z".to_owned())), "ziek"),
        "V" => (Reading::Missing, Some(Mark::Reason("V".to_owned())), "vakantie"),
        score => (Reading::Score(score.parse().unwrap()), Some(Mark::Answered), "ingevuld"),
    };
    Visit {
        name: name.to_owned(),
        reading,
        standing: Standing::NotCompared,
        label: None,
        mark,
        attendance: attendance.to_owned(),
        shift: None,
    }
}

/// A client whose sessions brought this, one word a session, with all lines that an instrument can have.
pub(crate) fn client(sessions: &str, ahead: usize) -> ClientCourse {
    let said = sessions.split(' ').chain(std::iter::repeat_n("", ahead));
    let mut visits: Vec<Visit> = (1..).zip(said).map(|(number, said)| visit(&format!("{number}"), said)).collect();
    let scores: Vec<usize> = (0..visits.len()).filter(|index| visits[*index].score().is_some()).collect();
    let start = scores.first().and_then(|first| visits[*first].score());
    if let (Some(first), Some(last), Some(start)) = (scores.first(), scores.last(), start) {
        visits[*first].label = Some(format!("start {start}"));
        if last != first {
            visits[*last].label = visits[*last].score().map(|score| format!("nu {score}"));
        }
    }
    let mut view = ClientCourse {
        id: "verloop-lid".to_owned(),
        title: "Eik is betrouwbaar beter".to_owned(),
        subtitle: "PHQ-9, omhoog is beter. Band: hier komt ongeveer twee derde van de cliënten met deze start uit."
            .to_owned(),
        description: "Eik ging van 19 naar 9.".to_owned(),
        scale: Scale { min: PHQ.0, max: PHQ.1, direction: Direction::LowerIsBetter },
        scale_label: "PHQ-9, omhoog is beter".to_owned(),
        visits,
        weeks: None,
        visit_label: "sessie".to_owned(),
        mark_label: "ingevuld".to_owned(),
        cut_off: Some(CutOff { value: 10.0, label: "klinische grens 10".to_owned() }),
        reliable: start.map(|start| ReliableLines {
            better: ValueLine { value: start - 6.0, label: format!("betrouwbaar beter {}", start - 6.0) },
            worse: ValueLine { value: start + 6.0, label: format!("betrouwbaar slechter {}", start + 6.0) },
        }),
        expected: None,
        planned_end: None,
        nothing_yet: "Nog geen antwoorden. Het verloop verschijnt na de eerste vragenlijst.".to_owned(),
        numerals: Numerals::Comma,
    };
    scaled(&mut view);
    view
}

/// The same client with an expected course that starts at the first score and falls by ln(1 + session).
pub(crate) fn expected(mut view: ClientCourse, fall: f64) -> ClientCourse {
    let Some((first, start)) = view.scores().first().copied() else { return view };
    let point = |place: u32| {
        let time = f64::from(place - first).ln_1p();
        let (mean, deviation) = (start - fall * time, 3.2 + 0.9 * time);
        ExpectedPoint {
            expected: mean,
            better: mean - 0.994 * deviation,
            inner: mean + 0.994 * deviation,
            outer: mean + 1.282 * deviation,
            far: Some(mean + 1.645 * deviation),
        }
    };
    let places = 1..=u32::try_from(view.visits.len()).unwrap();
    let points: Vec<Option<ExpectedPoint>> = places.map(|place| (place > first).then(|| point(place))).collect();
    for (visit, point) in view.visits.iter_mut().zip(&points) {
        visit.standing = match (visit.score(), point) {
            (Some(score), Some(point)) if score > point.outer => Standing::FarBeyond,
            (Some(score), Some(point)) if score > point.inner => Standing::Beyond,
            (Some(_), Some(_)) => Standing::AsExpected,
            _ => Standing::NotCompared,
        };
    }
    view.expected = Some(Expected {
        label: "verwacht".to_owned(),
        outer_label: "80 %-grens".to_owned(),
        far_label: "90 %-grens".to_owned(),
        points,
    });
    scaled(&mut view);
    view
}

/// Draws as much of the scale as the numbers need.
pub(crate) fn scaled(view: &mut ClientCourse) {
    let direction = view.scale.direction;
    let scores = view.scores().into_iter().map(|(_, score)| score);
    let lines = view.reliable.iter().flat_map(|lines| [lines.better.value, lines.worse.value]);
    let band = view.expectations();
    let band = band.iter().flatten().flat_map(|(_, point)| [point.better, point.far.unwrap_or(point.outer)]);
    let values: Vec<f64> = scores.chain(lines).chain(band).chain([10.0]).collect();
    view.scale = Scale::covering(PHQ, direction, values);
}

/// Fourteen of twenty sessions, two missed, a sudden gain, the end planned.
pub(crate) fn eik() -> ClientCourse {
    let mut view = client("19 20 18 Z 19 17 18 11 10 o 9 8 9 9", 6);
    view.visits[7].shift = Some(Shift { is_gain: true, label: "plots beter".to_owned() });
    view.planned_end = Some(PlannedEnd { place: 20, label: "gepland einde".to_owned() });
    expected(view, 3.0)
}

/// Gets worse, beyond both limits.
pub(crate) fn beuk() -> ClientCourse {
    let mut view = expected(client("15 14 16 18 19 V 21 20 22", 0), 2.5);
    view.title = "Beuk is betrouwbaar slechter".to_owned();
    view
}

/// Thirty sessions, answered at all but four; the questionnaire is not asked at every one.
pub(crate) fn long() -> ClientCourse {
    let said: Vec<String> = (1..=30_u32)
        .map(|session| match session {
            7 | 19 => "o".to_owned(),
            11 => "Z".to_owned(),
            23 => "V".to_owned(),
            session if session % 5 == 2 => ".".to_owned(),
            session => format!("{}", 21 - session / 3 + session * 7 % 4),
        })
        .collect();
    let mut view = client(&said.join(" "), 0);
    view.visits[14].shift = Some(Shift { is_gain: true, label: "plots beter".to_owned() });
    view.visits[25].shift = Some(Shift { is_gain: false, label: "plots slechter".to_owned() });
    view.planned_end = Some(PlannedEnd { place: 30, label: "gepland einde".to_owned() });
    expected(view, 2.5)
}

/// Every kind of client that the tests know.
pub(crate) fn all() -> Vec<ClientCourse> {
    let mut start = client("24 22 21", 0);
    start.visits[0].name = "start".to_owned();
    let mut close = client("14 13 12 12 11 12", 0);
    close.cut_off = Some(CutOff { value: 9.0, label: "klinische grens 9".to_owned() });
    vec![
        eik(),
        beuk(),
        long(),
        client("19 Z 16 15", 16),
        start,
        expected(close, 1.5),
        client("12", 0),
        client("o Z o", 0),
    ]
}
