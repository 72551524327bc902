//! How long a picture takes: a group of nine members and thirty sessions, as SVG, PNG at twice the size, and PDF.
//!
//! Asked for: SVG below 3 ms and 60 kB, PNG below 80 ms.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use peil_service::charts::{
    ChangeDot, ChangePlot, Climate, ClimateSession, CutOff, Direction, GridCell, GridRow, GroupCourse, GroupPoint,
    Member, Numerals, PartWords, Rating, Scale, SessionGrid, Size, Status, Switches, Theme, change_plot_svg,
    climate_svg, group_course_svg, group_panels_svg, pdf, png, session_grid_svg,
};

const MEMBERS: u32 = 9;
const SESSIONS: u32 = 30;
const SCALE: Scale = Scale { min: 0.0, max: 27.0, direction: Direction::LowerIsBetter };

fn line(member: u32, session: u32) -> f64 {
    20.0 - 0.6 * f64::from(member) - (0.1 + 0.04 * f64::from(member)) * f64::from(session)
}

fn score(member: u32, session: u32) -> f64 {
    let wave = f64::from((member * 7 + session * 11) % 9) - 4.0;
    (line(member, session) + 0.5 * wave).clamp(0.0, 27.0).round()
}

fn status(member: u32) -> Status {
    if member.is_multiple_of(4) { Status::Bad } else { Status::Normal }
}

fn name(member: u32) -> String {
    format!("Lid {member}")
}

fn course() -> GroupCourse {
    let member = |index: u32| Member {
        label: name(index),
        status: status(index),
        word: "geen verschil".to_owned(),
        points: (0..SESSIONS).map(|session| Some(score(index, session))).collect(),
        line: (0..SESSIONS).map(|session| Some(line(index, session))).collect(),
        left: None,
    };
    let mean = |session: u32| (0..MEMBERS).map(|member| line(member, session)).sum::<f64>() / f64::from(MEMBERS);
    let group = |session: u32| {
        let mean = mean(session);
        Some(GroupPoint { mean, lower: mean - 1.5, upper: mean + 1.5 })
    };
    GroupCourse {
        id: "course".to_owned(),
        title: "De groep gaat vooruit, twee leden niet".to_owned(),
        subtitle: "PHQ-9, omhoog is beter. Lijn: model per lid; stip: gemeten.".to_owned(),
        description: "De groep ging van 16,5 naar 10,6.".to_owned(),
        scale: SCALE,
        scale_label: "PHQ-9, omhoog is beter".to_owned(),
        sessions: SESSIONS,
        session_label: "sessie".to_owned(),
        cut_off: Some(CutOff { value: 10.0, label: "klinische grens 10".to_owned() }),
        group_label: "groep".to_owned(),
        group: (0..SESSIONS).map(group).collect(),
        members: (0..MEMBERS).map(member).collect(),
        nothing_yet: String::new(),
        numerals: Numerals::Comma,
        switches: Switches::default(),
        weeks: Vec::new(),
        zero_label: String::new(),
    }
}

fn changes() -> ChangePlot {
    let dot = |member: u32| ChangeDot {
        label: name(member),
        status: status(member),
        word: String::new(),
        start: score(member, 0),
        now: score(member, SESSIONS - 1),
    };
    ChangePlot {
        id: "change".to_owned(),
        title: "Zeven leden zijn betrouwbaar beter".to_owned(),
        subtitle: "PHQ-9.".to_owned(),
        description: String::new(),
        scale: SCALE,
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
        members: (0..MEMBERS).map(dot).collect(),
        nothing_yet: String::new(),
        numerals: Numerals::Comma,
    }
}

fn climate() -> Climate {
    let session = |at: u32| {
        let mean = 30.0 + f64::from(at * 7 % 5) - 2.0;
        ClimateSession {
            name: (at + 1).to_string(),
            rating: Some(Rating { mean, lower: mean - 3.0, upper: mean + 3.0 }),
            usual: (at > 2).then_some((27.0, 33.0)),
            answered: 8,
            events: Vec::new(),
            therapists: vec![Some(mean + 1.0), Some(mean - 1.0)],
        }
    };
    Climate {
        id: "climate".to_owned(),
        title: "De sfeer is gewoon voor deze groep".to_owned(),
        subtitle: "Omhoog is beter.".to_owned(),
        description: String::new(),
        scale: Scale { min: 20.0, max: 40.0, direction: Direction::HigherIsBetter },
        scale_label: "omhoog is beter".to_owned(),
        sessions: (0..SESSIONS).map(session).collect(),
        session_label: "sessie".to_owned(),
        answered_label: "ingevuld".to_owned(),
        group_label: "groep".to_owned(),
        usual_label: "gewoon voor deze groep".to_owned(),
        therapists: vec!["Noor".to_owned(), "Sam".to_owned()],
        nothing_yet: String::new(),
        numerals: Numerals::Comma,
    }
}

fn grid() -> SessionGrid {
    let cell = |member: u32, session: u32| match (member + session) % 7 {
        0 => GridCell::Absent("Z".to_owned()),
        1 => GridCell::Unanswered,
        _ => GridCell::Judged(status(member)),
    };
    let row = |member: u32| GridRow {
        label: name(member),
        cells: (0..SESSIONS).map(|session| cell(member, session)).collect(),
    };
    SessionGrid {
        id: "grid".to_owned(),
        title: "Wie kwam, wie vulde in, en hoe het ging".to_owned(),
        subtitle: String::new(),
        description: String::new(),
        session_label: "sessie".to_owned(),
        sessions: (1..=SESSIONS).map(|number| number.to_string()).collect(),
        rows: (0..MEMBERS).map(row).collect(),
        key: vec![(GridCell::Unanswered, "niet ingevuld".to_owned())],
        older_note: String::new(),
        nothing_yet: String::new(),
    }
}

fn pictures(bench: &mut Criterion) {
    let (course, changes, climate, grid) = (course(), changes(), climate(), grid());
    let (theme, size) = (Theme::Light, Size::SHEET);
    bench.bench_function("svg/course", |b| b.iter(|| group_course_svg(black_box(&course), theme, size)));
    bench.bench_function("svg/panels", |b| b.iter(|| group_panels_svg(black_box(&course), theme, size)));
    bench.bench_function("svg/change", |b| b.iter(|| change_plot_svg(black_box(&changes), theme, size)));
    bench.bench_function("svg/climate", |b| b.iter(|| climate_svg(black_box(&climate), theme, size)));
    bench.bench_function("svg/grid", |b| b.iter(|| session_grid_svg(black_box(&grid), theme, size)));
    let svgs = [
        ("course", group_course_svg(&course, theme, size)),
        ("panels", group_panels_svg(&course, theme, size)),
        ("change", change_plot_svg(&changes, theme, size)),
        ("climate", climate_svg(&climate, theme, size)),
        ("grid", session_grid_svg(&grid, theme, size)),
    ];
    for (name, svg) in svgs {
        let Ok(svg) = svg else { continue };
        println!("{name}: {} bytes", svg.len());
        bench.bench_function(&format!("png/{name}"), |b| b.iter(|| png(black_box(&svg), 2.0)));
        bench.bench_function(&format!("pdf/{name}"), |b| b.iter(|| pdf(black_box(&svg), "nl")));
    }
}

criterion_group! {
    name = charts;
    config = Criterion::default().sample_size(20);
    targets = pictures
}
criterion_main!(charts);
