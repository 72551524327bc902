//! From a group's reading to its chart: the view model that the charts room draws, in the reader's words.

use peil_questionnaires::{Direction as Better, Score};
use peil_stats::change::Category;

use super::views::Layout;
use crate::{
    analyse::{GroupReading, MemberReading},
    charts::{
        CutOff, Departure, Direction, GroupCourse, GroupPoint, Member, Numerals, Scale, Sparkline, Status, Switches,
        alternative::{self, Course, Phrases},
    },
    domain::Language,
};

/// The most lines that one chart can carry; former members give way first.
const MOST_LINES: usize = 14;

/// How numbers are written.
pub(super) fn numerals(language: Language) -> Numerals {
    match language {
        Language::Nl => Numerals::Comma,
        Language::En => Numerals::Point,
    }
}

/// The chart of a group's course.
pub(super) fn group_course(
    reading: &GroupReading,
    score: &Score,
    layout: &Layout<'_>,
    heading: (String, String),
    measure: &str,
) -> GroupCourse {
    let scale = scale_of(reading, score);
    let numerals = numerals(layout.language);
    let sessions = u32::try_from(reading.band.len()).unwrap_or(u32::MAX);
    let cut_off = reading
        .cut_off
        .map(|value| CutOff { label: layout.t1("chart-cut-off", "points", numerals.write(value, 1)), value });
    let mut view = GroupCourse {
        id: "course".to_owned(),
        title: heading.0,
        subtitle: heading.1,
        description: String::new(),
        scale,
        scale_label: layout.t1("chart-axis", "measure", measure),
        sessions,
        session_label: layout.t("chart-session"),
        cut_off,
        group_label: layout.t("chart-group"),
        group: reading
            .band
            .iter()
            .map(|point| point.map(|point| GroupPoint { mean: point.mean, lower: point.lower, upper: point.upper }))
            .collect(),
        members: drawn(reading, layout),
        nothing_yet: layout.t("chart-none-title"),
        numerals,
        switches: Switches::default(),
        weeks: Vec::new(),
        zero_label: String::new(),
    };
    view.description = alternative::sentences(&view, &Words(layout)).join(" ");
    view
}

/// The small course beside a member's name.
pub(super) fn sparkline(reading: &GroupReading, member: &MemberReading, score: &Score, place: usize) -> Sparkline {
    Sparkline {
        id: format!("spark-{place}"),
        title: member.membership.pseudonym.clone(),
        scale: scale_of(reading, score),
        points: member.scores.clone(),
        status: status_of(member),
        cut_off: reading.cut_off,
    }
}

/// What is said about a member.
pub(super) fn status_of(member: &MemberReading) -> Status {
    match member.verdict.as_ref().map(|verdict| verdict.change.category) {
        Ok(Category::Recovered) => Status::Recovered,
        Ok(Category::Improved) => Status::Good,
        Ok(Category::Deteriorated) => Status::Bad,
        Ok(Category::Unchanged) | Err(_) => Status::Normal,
    }
}

fn scale_of(reading: &GroupReading, score: &Score) -> Scale {
    let (low, high) = score.range();
    let direction = match score.direction() {
        Better::LowerBetter => Direction::LowerIsBetter,
        Better::HigherBetter => Direction::HigherIsBetter,
    };
    let members = reading.members.iter();
    let measured = members.flat_map(|member| member.scores.iter().chain(&member.line).flatten().copied());
    let band = reading.band.iter().flatten().flat_map(|point| [point.lower, point.upper]);
    let values: Vec<f64> = measured.chain(band).chain(reading.cut_off).collect();
    Scale::covering((low.to_f64(), high.to_f64()), direction, values)
}

/// Present members, then those who left last, as far as there is room.
fn drawn(reading: &GroupReading, layout: &Layout<'_>) -> Vec<Member> {
    let (mut shown, mut former): (Vec<_>, Vec<_>) = reading
        .members
        .iter()
        .zip(&reading.current)
        .filter(|(member, current)| **current || member.scores.iter().any(Option::is_some))
        .partition(|(_, current)| **current);
    former.sort_by_key(|(member, _)| std::cmp::Reverse(member.membership.left_on));
    former.truncate(MOST_LINES.saturating_sub(shown.len()));
    shown.append(&mut former);
    shown.into_iter().map(|(member, current)| line_of(member, *current, layout)).collect()
}

fn line_of(member: &MemberReading, current: bool, layout: &Layout<'_>) -> Member {
    // Only what asks for talk is lifted out of the grey.
    let status = if current && status_of(member) == Status::Bad { Status::Bad } else { Status::Normal };
    let last = member.line.iter().chain(&member.scores).zip((1..=member.line.len()).chain(1..=member.scores.len()));
    let last = last.filter(|(value, _)| value.is_some()).map(|(_, session)| session).max().unwrap_or(1);
    let left = member
        .membership
        .end_reason
        .filter(|_| !current)
        .map(|reason| Departure { after: u32::try_from(last).unwrap_or(1), note: layout.label("left", reason.word()) });
    Member {
        label: member.membership.pseudonym.clone(),
        status,
        word: String::new(),
        points: member.scores.clone(),
        line: member.line.clone(),
        left,
    }
}

/// The sentences of the text alternative.
struct Words<'a, 'l>(&'a Layout<'l>);

impl Phrases for Words<'_, '_> {
    fn group(&self, course: &Course, (low, high): (&str, &str)) -> String {
        let span = self.span(course);
        self.0.t3("alternative-group", "span", span, "low", low.to_owned(), "high", high.to_owned())
    }

    fn member(&self, label: &str, status: Status, course: &Course, answered: usize) -> String {
        let said = match status {
            Status::Normal => String::new(),
            _ => format!(" {}", self.0.label("category", "deteriorated")),
        };
        let name = format!("{label}{said}");
        let answered = u32::try_from(answered).unwrap_or(u32::MAX);
        self.0.t3("alternative-member", "name", name, "span", self.span(course), "answered", answered)
    }

    fn silent(&self, label: &str) -> String {
        self.0.t1("alternative-silent", "name", label.to_owned())
    }

    fn left(&self, label: &str, after: u32) -> String {
        self.0.t2("alternative-left", "name", label.to_owned(), "session", after)
    }
}

impl Words<'_, '_> {
    fn span(&self, course: &Course) -> String {
        let ends = self.0.t2("alternative-scores", "from", course.from.clone(), "to", course.to.clone());
        self.0.t3("alternative-span", "scores", ends, "first", course.first, "last", course.last)
    }
}
