//! From a client's course to the sheet for intervision: numbers and signals, and nobody's name or day.

use jiff::civil::Date;
use peil_stats::signals::Rule;

use super::{
    chart_file::chart_problem,
    measure::{Scale, short_label},
    member_chart::client_course,
    views::{Layout, Tongue},
};
use crate::{
    analyse::{MemberCourse, MemberVisit, Place, days_between},
    charts::{ClientCourse, Size, Theme, client_course_svg},
    domain::{Attendance, GroupFormat, GroupKind},
    print::{Block, Content, Letters, Rank, Sheet},
    store::StaySignalRow,
    web::{OwnLibrary, Problem, ProblemKind},
};

/// As wide as the sheet.
const PICTURE: Size = Size { width: 720, height: 380, ..Size::CARD };
/// Lines to write on.
const QUESTIONS: usize = 3;
/// A line to write on.
const BLANK: &str = "_________________________________________________________________________";

/// What the sheet is made from.
pub(super) struct Case {
    pub(super) kind: GroupKind,
    pub(super) format: GroupFormat,
    /// Members on the last day.
    pub(super) together: usize,
    /// The last day: of the stay, or today.
    pub(super) until: Date,
    pub(super) course: MemberCourse,
    pub(super) signals: Vec<StaySignalRow>,
    pub(super) scale: Scale,
}

/// The sheet.
pub(super) fn sheet(case: &Case, library: &OwnLibrary, layout: &Layout<'_>) -> Result<Sheet, Problem> {
    let (view, measure) = picture(case, library, layout)?;
    let svg = client_course_svg(&view, Theme::Light, PICTURE).map_err(chart_problem)?;
    let mut blocks = vec![
        Block::line(Rank::Must, "", view.title.clone()),
        Block { content: Content::Picture { svg, heard: view.description.clone() }, rank: Rank::Must },
        Block::line(Rank::Should, "", view.subtitle.clone()),
        Block::heading(layout.t("case-signals")),
    ];
    blocks.extend(signals(case, layout));
    blocks.push(Block::heading(layout.t("case-presence")));
    blocks.extend(presence(&case.course.visits, layout).into_iter().map(|said| Block::line(Rank::Must, "", said)));
    blocks.push(Block::heading(layout.t("case-questions")));
    blocks.extend((1..=QUESTIONS).map(|number| Block::line(Rank::Must, format!("{number}."), BLANK)));
    blocks.push(Block::heading(layout.t("case-left-out-title")));
    blocks.push(Block::line(Rank::Must, "", layout.t("case-left-out")));
    blocks.push(Block::line(Rank::Must, "", layout.t("case-check")));
    Ok(Sheet {
        title: layout.t("case-title"),
        subtitle: about(case, &measure, layout),
        footer: layout.t("case-footer"),
        language: layout.language.word(),
        letters: Letters::Ordinary,
        blocks,
    })
}

/// Kind of group, its size as a range, how long, by which questionnaire.
fn about(case: &Case, measure: &str, layout: &Layout<'_>) -> String {
    let days = days_between(case.course.membership.joined_on, case.until).max(0);
    let weeks = usize::try_from(days / 7).unwrap_or(0);
    let size = match case.together {
        0..=5 => "small",
        6..=8 => "middle",
        _ => "large",
    };
    let ended = if case.course.membership.left_on.is_some() { "case-weeks-ended" } else { "case-weeks" };
    let parts = [
        layout.label("kind", case.kind.word()),
        layout.label("format", case.format.word()),
        layout.label("case-size", size),
        layout.t1(ended, "weeks", weeks),
        measure.to_owned(),
    ];
    parts.join(" · ")
}

/// The chart of a stay in which nobody is named and no day is told.
fn picture(case: &Case, library: &OwnLibrary, layout: &Layout<'_>) -> Result<(ClientCourse, String), Problem> {
    let (_, score) = case.scale.definition(library).ok_or_else(|| Problem::new(ProblemKind::NothingToShow))?;
    let measure = short_label(&case.scale, library, layout.language);
    let (view, _) = client_course(&nameless(&case.course, layout), score, layout, &measure);
    Ok((ClientCourse { id: "case-course".to_owned(), ..view }, measure))
}

fn nameless(course: &MemberCourse, layout: &Layout<'_>) -> MemberCourse {
    let mut course = course.clone();
    course.membership.pseudonym = layout.t("case-client");
    for (number, visit) in (1..).zip(&mut course.visits) {
        if !matches!(visit.place, Place::Moment(_)) {
            visit.place = Place::Session(number);
        }
    }
    course
}

/// The number of the visit of a day, in the stay.
fn visit_on(visits: &[MemberVisit], day: Date) -> Option<usize> {
    visits.iter().position(|visit| visit.on == day && !visit.is_ahead).map(|at| at + 1)
}

fn signals(case: &Case, layout: &Layout<'_>) -> Vec<Block> {
    let tongue = Tongue { texts: layout.texts, language: layout.language };
    let client = layout.t("case-client");
    let line = |signal: &StaySignalRow| {
        let at = match visit_on(&case.course.visits, signal.held_on) {
            Some(number) => layout.t1("case-at", "number", number),
            None => layout.t("case-outside"),
        };
        let said = match (signal.rule.parse::<Rule>(), signal.urgency, signal.level) {
            (Ok(rule), Some(urgency), _) => tongue.heading_at(rule, urgency, &client),
            (_, _, Some(level)) => layout.t1("case-alert", "level", layout.label("level", level.word())),
            _ => signal.rule.clone(),
        };
        let asks = signal.urgency.map(|urgency| layout.label("case-urgency", urgency.word()));
        let over = signal.ceased.then(|| layout.t("case-ceased"));
        let rest: Vec<String> = [Some(said), asks, over].into_iter().flatten().collect();
        Block::line(Rank::Should, format!("{at}."), rest.join(" · "))
    };
    if case.signals.is_empty() {
        return vec![Block::line(Rank::Must, "", layout.t("case-no-signals"))];
    }
    case.signals.iter().map(line).collect()
}

/// How often the client came, and answered.
fn presence(visits: &[MemberVisit], layout: &Layout<'_>) -> [String; 2] {
    let held: Vec<&MemberVisit> = visits.iter().filter(|visit| !visit.is_ahead).collect();
    let count = |wanted: fn(&MemberVisit) -> bool| held.iter().filter(|visit| wanted(visit)).count();
    let present = count(|visit| visit.attendance.is_some_and(Attendance::is_present));
    let away = count(|visit| visit.attendance.is_some_and(|mark| !mark.is_present()));
    let without = count(|visit| visit.attendance == Some(Attendance::AbsentWithoutNotice));
    let answered = count(|visit| visit.answered == Some(true));
    let asked = count(|visit| visit.answered.is_some());
    [
        layout.t3("case-came", "present", present, "away", away, "without", without),
        layout.t2("case-answered", "answered", answered, "asked", asked),
    ]
}
