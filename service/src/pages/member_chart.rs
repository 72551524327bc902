//! From a member's course to its chart: the view model that the charts room draws, in the reader's words.

use jiff::civil::Date;
use peil_questionnaires::{Direction as Better, Score};
use peil_stats::{
    change::Category,
    expected::{Limits, TooFar},
};

use super::{
    group_chart::numerals,
    views::{CellState, Layout},
};
use crate::{
    analyse::{MemberCourse, MemberVisit, Place, days_between, weeks},
    charts::{
        ClientCourse, ClientPhrases, ClientSpan, CutOff, Direction, Expected, ExpectedPoint, Mark, PlannedEnd, Reading,
        ReliableLines, Scale, Shift, Standing, ValueLine, Visit, client_sentences,
    },
    domain::Attendance,
};

/// The chart, and its text alternative as sentences.
pub(super) fn client_course(
    course: &MemberCourse,
    score: &Score,
    layout: &Layout<'_>,
    measure: &str,
) -> (ClientCourse, Vec<String>) {
    let words = Words { course, layout };
    let numerals = numerals(layout.language);
    let write = |value: f64| numerals.write(value, 1);
    let line = |key: &str, value: f64| ValueLine { value, label: layout.t1(key, "points", write(value)) };
    let mut view = ClientCourse {
        id: "member-course".to_owned(),
        title: words.title(),
        subtitle: words.key(measure),
        description: String::new(),
        scale: scale_of(course, score),
        scale_label: layout.t1("chart-axis", "measure", measure),
        visits: words.visits(),
        weeks: None,
        visit_label: layout.t("chart-session"),
        mark_label: layout.t("chart-answered"),
        cut_off: course
            .cut_off
            .map(|value| CutOff { value, label: layout.t1("chart-cut-off", "points", write(value)) }),
        reliable: course.reliable.map(|(better, worse)| ReliableLines {
            better: line("chart-reliable-better", better),
            worse: line("chart-reliable-worse", worse),
        }),
        expected: course.no_expected.is_none().then(|| Expected {
            label: layout.t("chart-expected"),
            outer_label: layout.t("chart-outer-limit"),
            far_label: layout.t("chart-far-limit"),
            points: course.visits.iter().map(|visit| visit.limits.map(point)).collect(),
        }),
        planned_end: course.planned_end.map(|at| PlannedEnd {
            place: u32::try_from(at + 1).unwrap_or(u32::MAX),
            label: layout.t("chart-planned-end"),
        }),
        nothing_yet: layout.t("chart-none-title"),
        numerals,
    };
    let sentences = client_sentences(&view, &words);
    view.description = sentences.join(" ");
    (view, sentences)
}

/// The same by week: each visit stands on its day, counted from the first.
pub(super) fn by_week(view: ClientCourse, course: &MemberCourse, layout: &Layout<'_>) -> ClientCourse {
    let first = course.visits.first().map(|visit| visit.on);
    let since = |on: Date| first.map_or(0.0, |first| weeks(days_between(first, on)));
    let weeks = course.visits.iter().map(|visit| since(visit.on)).collect();
    ClientCourse { weeks: Some(weeks), visit_label: layout.t("chart-week"), ..view }
}

/// What the marks under the plot mean, of those that are there.
pub(super) fn marks(course: &MemberCourse, layout: &Layout<'_>) -> Vec<(String, String)> {
    let there: Vec<_> = course.visits.iter().filter(|visit| !visit.is_ahead).map(state).collect();
    let known = CellState::ALL.into_iter().filter(|state| there.contains(&Some(*state)));
    let known = known.map(|state| (layout.label("mark", state.word()), layout.label("cell", state.word())));
    let not_asked = there.contains(&None).then(|| ("·".to_owned(), layout.t("chart-not-asked")));
    known.chain(not_asked).collect()
}

fn point(limits: Limits) -> ExpectedPoint {
    ExpectedPoint {
        expected: limits.expected,
        better: limits.better(Limits::Z_68),
        inner: limits.worse(Limits::Z_68),
        outer: limits.worse(Limits::Z_80),
        far: Some(limits.worse(Limits::Z_90)),
    }
}

fn scale_of(course: &MemberCourse, score: &Score) -> Scale {
    let (low, high) = score.range();
    let (low, high) = (low.to_f64(), high.to_f64());
    let direction = match score.direction() {
        Better::LowerBetter => Direction::LowerIsBetter,
        Better::HigherBetter => Direction::HigherIsBetter,
    };
    let scores = course.visits.iter().filter_map(|visit| visit.score);
    let band = course.visits.iter().filter_map(|visit| visit.limits.map(point));
    let band = band.flat_map(|point| [point.better, point.far.unwrap_or(point.outer)]);
    // A line past the scale's end can never be reached and is not drawn: it takes no room.
    let reliable = course.reliable.into_iter().flat_map(|(better, worse)| [better, worse]);
    let reliable = reliable.filter(|value| (low..=high).contains(value));
    let values: Vec<f64> = scores.chain(band).chain(reliable).chain(course.cut_off).collect();
    Scale::covering((low, high), direction, values)
}

/// Whether the member came and answered; none where nobody asked and the member was not away.
fn state(visit: &MemberVisit) -> Option<CellState> {
    let is_answered = visit.score.is_some() || visit.answered == Some(true);
    let state = match visit.attendance {
        _ if is_answered => CellState::Answered,
        Some(Attendance::Present) => CellState::NotAnswered,
        Some(Attendance::AbsentWithNotice) => CellState::AbsentWithNotice,
        Some(Attendance::AbsentIll) => CellState::AbsentIll,
        Some(Attendance::AbsentHoliday) => CellState::AbsentHoliday,
        Some(Attendance::AbsentWithoutNotice) => CellState::AbsentWithoutNotice,
        Some(Attendance::AbsentOther) => CellState::AbsentOther,
        None => CellState::Unknown,
    };
    (is_answered || visit.answered.is_some() || state.is_absent()).then_some(state)
}

struct Words<'a, 'l> {
    course: &'a MemberCourse,
    layout: &'a Layout<'l>,
}

impl Words<'_, '_> {
    fn title(&self) -> String {
        let key = match self.course.verdict.as_ref().map(|verdict| verdict.change.category) {
            Ok(Category::Recovered) => "member-recovered",
            Ok(Category::Improved) => "member-improved",
            Ok(Category::Unchanged) => "member-unchanged",
            Ok(Category::Deteriorated) => "member-deteriorated",
            Err(_) => "member-shown",
        };
        self.layout.t1(key, "name", self.course.membership.pseudonym.clone())
    }

    fn key(&self, measure: &str) -> String {
        let mut parts = vec![self.layout.t1("chart-scale", "measure", measure), self.layout.t("member-key")];
        if self.course.no_expected.is_none() {
            parts.push(self.layout.t("member-key-band"));
        }
        parts.join(" ")
    }

    fn visits(&self) -> Vec<Visit> {
        let scored: Vec<usize> =
            (0..self.course.visits.len()).filter(|at| self.course.visits[*at].score.is_some()).collect();
        let (first, last) = (scored.first().copied(), scored.last().copied());
        let visits = self.course.visits.iter().enumerate();
        visits.map(|(at, visit)| self.visit(visit, first == Some(at), last == Some(at) && first != last)).collect()
    }

    fn visit(&self, visit: &MemberVisit, is_first: bool, is_last: bool) -> Visit {
        let layout = self.layout;
        let state = state(visit);
        let reading = match visit.score {
            Some(score) => Reading::Score(score),
            None if visit.is_missed() => Reading::Missing,
            None => Reading::NotAsked,
        };
        let mark = match state {
            None => Mark::NotAsked,
            Some(CellState::Answered) => Mark::Answered,
            Some(CellState::NotAnswered) => Mark::Unanswered,
            Some(state) => Mark::Reason(layout.label("mark", state.word())),
        };
        let key = match (is_first, is_last, self.course.membership.left_on) {
            (true, ..) => Some("chart-start"),
            (_, true, None) => Some("chart-now"),
            (_, true, Some(_)) => Some("chart-last"),
            _ => None,
        };
        let write = |value: f64| numerals(layout.language).write(value, 1);
        Visit {
            name: self.name(visit.place),
            reading,
            standing: match visit.too_far {
                None => Standing::NotCompared,
                Some(TooFar::No) => Standing::AsExpected,
                Some(TooFar::Inner) => Standing::Beyond,
                Some(TooFar::Outer) => Standing::FarBeyond,
            },
            label: key.zip(visit.score).map(|(key, score)| layout.t1(key, "points", write(score))),
            mark: (!visit.is_ahead).then_some(mark),
            attendance: state.map_or_else(|| layout.t("chart-not-asked"), |state| layout.label("cell", state.word())),
            shift: visit.sudden.map(|sudden| Shift {
                is_gain: sudden.change > 0.0,
                label: layout.t(if sudden.change > 0.0 { "chart-sudden-gain" } else { "chart-sudden-loss" }),
            }),
        }
    }

    fn name(&self, place: Place) -> String {
        let short = |day: Date| format!("{}-{}", day.day(), day.month());
        match place {
            Place::Session(number) => number.to_string(),
            Place::Moment(kind) => self.layout.label("chart-moment", kind.word()),
            Place::Day(day) => short(day),
        }
    }
}

impl ClientPhrases for Words<'_, '_> {
    fn course(&self, span: &ClientSpan) -> String {
        let name = self.course.membership.pseudonym.clone();
        if span.scores == 1 {
            return self.layout.t3(
                "alternative-one",
                "name",
                name,
                "score",
                span.from.clone(),
                "at",
                span.first.clone(),
            );
        }
        let ends = self.layout.t2("alternative-scores", "from", span.from.clone(), "to", span.to.clone());
        let places = self.layout.t2("alternative-places", "first", span.first.clone(), "last", span.last.clone());
        let times = self.layout.t2("alternative-times", "answered", span.scores, "missing", span.missing);
        let course = self.layout.t3("alternative-course", "name", name, "scores", ends, "places", places);
        format!("{course} {times}")
    }

    fn change(&self) -> Option<String> {
        let key = match self.course.verdict.as_ref().ok()?.change.category {
            Category::Recovered => "alternative-recovered",
            Category::Improved => "alternative-improved",
            Category::Unchanged => "alternative-unchanged",
            Category::Deteriorated => "alternative-deteriorated",
        };
        Some(self.layout.t(key))
    }

    fn expected(&self, standing: Standing, (low, high): (&str, &str)) -> String {
        let key = match standing {
            Standing::NotCompared | Standing::AsExpected => "alternative-as-expected",
            Standing::Beyond => "alternative-beyond",
            Standing::FarBeyond => "alternative-far-beyond",
        };
        self.layout.t2(key, "low", low.to_owned(), "high", high.to_owned())
    }

    fn limits(&self, outer: &str, far: &str) -> String {
        self.layout.t2("alternative-limits", "outer", outer.to_owned(), "far", far.to_owned())
    }

    fn sudden(&self, gains: &[String], losses: &[String]) -> String {
        let said = |key: &str, at: &[String]| {
            let at = self.layout.list(at);
            (!at.is_empty()).then(|| self.layout.t1(key, "at", at))
        };
        let both = [said("alternative-sudden-gain", gains), said("alternative-sudden-loss", losses)];
        both.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}
