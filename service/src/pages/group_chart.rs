//! From a group's reading to its chart: the view model that the charts room draws, in the reader's words.

use peil_questionnaires::{Direction as Better, Score};
use peil_stats::change::Category;

use super::{
    group_change::{said_of, word_of},
    look::{Chart, Look},
    views::Layout,
};
use crate::{
    analyse::{GroupReading, MemberReading, days_between, weeks},
    charts::{
        CutOff, Departure, Direction, GroupCourse, GroupPoint, LineKind, Member, Numerals, Scale, Sparkline, Status,
        Switches, TimeAxis, ValueAxis,
        alternative::{self, Course, Phrases},
        shown_course,
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

/// The chart of a group's course. In panels each member's own standing is said; in one picture only what asks for talk.
pub(super) fn group_course(
    reading: &GroupReading,
    score: &Score,
    layout: &Layout<'_>,
    heading: (String, String),
    (measure, look): (&str, Look),
) -> GroupCourse {
    let Switches { time, value, .. } = look.switches;
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
        scale_label: match value {
            ValueAxis::Raw => layout.t1("chart-axis", "measure", measure),
            ValueAxis::Improvement => layout.t1("chart-axis-improvement", "measure", measure),
        },
        sessions,
        session_label: layout.t(if time == TimeAxis::Week { "chart-week" } else { "chart-session" }),
        cut_off,
        group_label: layout.t("chart-group"),
        group: reading
            .band
            .iter()
            .map(|point| point.map(|point| GroupPoint { mean: point.mean, lower: point.lower, upper: point.upper }))
            .collect(),
        members: drawn(reading, layout, look.chart == Chart::Members),
        nothing_yet: layout.t("chart-none-title"),
        numerals,
        switches: look.switches,
        weeks: reading.days.iter().map(|day| weeks(days_between(reading.days[0], *day))).collect(),
        zero_label: layout.t("chart-zero"),
    };
    // Who hears the picture gets the numbers of who sees it.
    let mut sentences = alternative::sentences(&shown_course(&view), &Words(layout));
    let better = match value {
        ValueAxis::Raw => better_score(score, layout),
        ValueAxis::Improvement => layout.t("alternative-improvement"),
    };
    sentences.extend((!view.is_empty()).then_some(better));
    view.description = sentences.join(" ");
    view
}

/// Which scores are the better ones: up is better in every picture, but who hears the numbers does not see it.
pub(super) fn better_score(score: &Score, layout: &Layout<'_>) -> String {
    layout.t(match score.direction() {
        Better::LowerBetter => "alternative-lower-better",
        Better::HigherBetter => "alternative-higher-better",
    })
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

/// How the chart is read, switches and all.
pub(super) fn key(reading: &GroupReading, look: Look, layout: &Layout<'_>) -> String {
    let mut key = vec![match (look.chart, look.switches.lines) {
        (_, LineKind::Model) => "chart-key",
        (_, LineKind::Observed) => "chart-key-observed",
    }];
    if look.switches.value == ValueAxis::Improvement {
        key.push("chart-key-improvement");
    }
    if look.chart == Chart::Members {
        key.push("chart-key-members");
    }
    let mut key: Vec<String> = key.into_iter().map(|key| layout.t(key)).collect();
    let (shown, former) = lines(reading);
    let left_out = former.len().saturating_sub(MOST_LINES.saturating_sub(shown.len()));
    key.extend((left_out > 0).then(|| layout.t1("chart-key-left-out", "members", left_out)));
    key.join(" ")
}

/// The part of a score's scale that these values need.
pub(super) fn scale_over(score: &Score, values: Vec<f64>) -> Scale {
    let (low, high) = score.range();
    let direction = match score.direction() {
        Better::LowerBetter => Direction::LowerIsBetter,
        Better::HigherBetter => Direction::HigherIsBetter,
    };
    Scale::covering((low.to_f64(), high.to_f64()), direction, values)
}

fn scale_of(reading: &GroupReading, score: &Score) -> Scale {
    let members = reading.members.iter();
    let measured = members.flat_map(|member| member.scores.iter().chain(&member.line).flatten().copied());
    let band = reading.band.iter().flatten().flat_map(|point| [point.lower, point.upper]);
    scale_over(score, measured.chain(band).chain(reading.cut_off).collect())
}

/// A member with whether the stay goes on.
type Line<'a> = (&'a MemberReading, &'a bool);

/// Present members, and those who left and were measured.
fn lines(reading: &GroupReading) -> (Vec<Line<'_>>, Vec<Line<'_>>) {
    let members = reading.members.iter().zip(&reading.current);
    let measured = members.filter(|(member, current)| **current || member.scores.iter().any(Option::is_some));
    measured.partition(|(_, current)| **current)
}

/// Present members, then those who left last, as far as there is room.
fn drawn(reading: &GroupReading, layout: &Layout<'_>, says_all: bool) -> Vec<Member> {
    let (mut shown, mut former) = lines(reading);
    former.sort_by_key(|(member, _)| std::cmp::Reverse(member.membership.left_on));
    former.truncate(MOST_LINES.saturating_sub(shown.len()));
    shown.append(&mut former);
    shown.into_iter().map(|(member, current)| line_of(member, *current, layout, says_all)).collect()
}

fn line_of(member: &MemberReading, current: bool, layout: &Layout<'_>, says_all: bool) -> Member {
    // In one picture only what asks for talk is lifted out of the grey.
    let own = status_of(member);
    let status = if current && (says_all || own == Status::Bad) { own } else { Status::Normal };
    let word = match member.verdict.as_ref().map(|verdict| verdict.change.category) {
        _ if !current => String::new(),
        Ok(Category::Unchanged) => layout.t("change-small"),
        Ok(category) => layout.label("category", word_of(category)),
        Err(_) => layout.label("category", "none"),
    };
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
        word,
        points: member.scores.clone(),
        line: member.line.clone(),
        left,
    }
}

/// The sentences of the text alternative.
struct Words<'a, 'l>(&'a Layout<'l>);

impl Phrases for Words<'_, '_> {
    fn group(&self, course: &Course, interval: Option<(&str, &str)>) -> String {
        let span = self.span(course);
        match interval {
            Some((low, high)) => {
                self.0.t3("alternative-group", "span", span, "low", low.to_owned(), "high", high.to_owned())
            }
            None => self.0.t1("alternative-group-mean", "span", span),
        }
    }

    fn member(&self, label: &str, status: Status, course: &Course, answered: usize) -> String {
        let said = match status {
            Status::Normal => String::new(),
            said => format!(" {}", self.0.label("category", said_of(said))),
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
