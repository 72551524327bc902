//! How the signals are written.

use peil_stats::{
    evaluation::{LeavingModels, Spoken, StudyMember},
    expected::ExpectedCourse,
    signals::{ClientCourse, Evidence, Finding, Lack, Level, Rule, Settings, Unable, group_unable, unable},
};
use serde::Serialize;

use super::{
    LongFile, Measure, Wanted,
    alerts::{Alerted, RISK, RISK_VERSION},
    expectation::Expectation,
};
use crate::{
    pages::views::Tongue,
    signals::{ErrorRate, told_rates},
};

/// One signal, as the contract names its parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Line {
    /// The client; none where the group as a whole is meant.
    pub(super) client: Option<String>,
    /// The group; none where the file has no groups.
    pub(super) group: Option<String>,
    pub(super) session: i32,
    pub(super) rule: &'static str,
    pub(super) version: String,
    pub(super) level: &'static str,
    pub(super) value: Option<f64>,
    pub(super) limit: Option<f64>,
    /// Two sentences: what was seen, and how often that is right.
    pub(super) text: String,
    /// Of DROP, what it went by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) basis: Option<Basis>,
    /// Of DROP by a model, the ended courses that the model had learnt from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ended_courses: Option<usize>,
    /// Of DROP by marks, why no model could be learnt, where none could.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) no_model: Option<String>,
}

/// What DROP went by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Basis {
    /// Its named marks.
    Marks,
    /// A model of who leaves.
    Model,
}

impl Basis {
    fn of(evidence: &Evidence) -> Option<Self> {
        match evidence {
            Evidence::DropoutMarks { .. } => Some(Self::Marks),
            Evidence::DropoutByModel { .. } => Some(Self::Model),
            _ => None,
        }
    }
}

/// Group, session and member, by which lines are ordered; the group as a whole stands before its members.
type Place = (usize, i32, Option<usize>);

/// All signals in the order of groups, sessions and clients.
pub(super) fn lines(
    (file, measure): (&LongFile, &Measure),
    (spoken, settings): (Vec<Spoken>, &Settings),
    alerts: Vec<Alerted>,
    tongue: Tongue<'_>,
) -> Vec<Line> {
    let questionnaire = measure.instrument.as_ref().map_or("", |instrument| instrument.id());
    let group = |place: usize| file.columns.group.map(|_| file.names[place].name.clone());
    let client = |place: usize, member: usize| file.names[place].clients[member].0.clone();
    // By names, as people look for them.
    let order = |place: usize, session: i32, member: Option<usize>| -> Place {
        (file.names[place].place, session, member.map(|member| file.names[place].clients[member].1))
    };
    let mut lines: Vec<(Place, Line)> = Vec::new();
    for Alerted { group: place, member, session, question, safety, value, limit } in alerts {
        let line = Line {
            client: Some(client(place, member)),
            group: group(place),
            session,
            rule: RISK,
            version: RISK_VERSION.to_owned(),
            level: if safety { "safety" } else { "attention" },
            value: Some(value),
            limit,
            text: tongue.risk(question, questionnaire),
            basis: None,
            ended_courses: None,
            no_model: None,
        };
        lines.push((order(place, session, Some(member)), line));
    }
    for Spoken { group: place, member, session, finding, ended } in spoken {
        let line = Line {
            client: member.map(|member| client(place, member)),
            group: group(place),
            session,
            rule: finding.rule.id(),
            version: finding.rule.version().to_string(),
            level: word(finding.level),
            value: Some(finding.value),
            limit: Some(finding.limit),
            text: format!("{} {}", tongue.what(&finding.evidence), tongue.rate(rate(measure, &finding, settings))),
            basis: Basis::of(&finding.evidence),
            ended_courses: ended,
            no_model: None,
        };
        lines.push((order(place, session, member), line));
    }
    // Stable: the rules of one client and session keep their order, alerts first.
    lines.sort_by_key(|(place, _)| *place);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// How often the rule is right, as far as that is known of the numbers by which it judged. DROP errs otherwise by its marks
/// than by the model.
fn rate(measure: &Measure, finding: &Finding, settings: &Settings) -> ErrorRate {
    let rates = told_rates(finding.rule, finding.level, settings);
    let told = match Basis::of(&finding.evidence) {
        Some(Basis::Model) => rates.last(),
        Some(Basis::Marks) | None => rates.first(),
    };
    let told = told.copied().unwrap_or(ErrorRate::Unknown);
    let otherwise = measure.is_judged_otherwise(finding.rule);
    if otherwise && told != ErrorRate::Fact { ErrorRate::OwnSettings } else { told }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Note => "note",
        Level::Watch => "watch",
        Level::Attention => "attention",
    }
}

/// A block a group and session, a line a signal.
pub(super) fn text(lines: &[Line]) -> String {
    if lines.is_empty() {
        return "no signals".to_owned();
    }
    let mut text = String::new();
    let mut before = None;
    for line in lines {
        let here = (&line.group, line.session);
        if before != Some(here) {
            let gap = if before.is_some() { "\n" } else { "" };
            let group = line.group.as_ref().map_or_else(String::new, |group| format!("group {group}, "));
            text.push_str(&format!("{gap}{group}session {}\n", line.session));
            before = Some(here);
        }
        let who = line.client.as_deref().unwrap_or("(group)");
        let basis = match (line.basis, line.ended_courses) {
            (Some(Basis::Model), Some(ended)) => format!(" (by a model of {ended} ended courses)"),
            (Some(Basis::Marks), _) => " (by marks)".to_owned(),
            _ => String::new(),
        };
        text.push_str(&format!("  {who:<12} {:<7} {:<9}  {}{basis}\n", line.rule, line.level, line.text));
    }
    text
}

/// What the reader must know of what was not done, a sentence each.
pub(super) fn cautions(
    measure: &Measure,
    file: &LongFile,
    (expectation, own): (&Expectation, bool),
    wanted: &Wanted,
) -> Vec<String> {
    let mut cautions = measure.cautions.clone();
    let by_model = [Rule::OffTrack, Rule::OffTrackByModel, Rule::StagnationByModel];
    let by_model = by_model.into_iter().any(|rule| wanted.holds(rule));
    if own && by_model && expectation.course().is_some() {
        cautions.push(
            "the expected course is that of the whole file, later sessions included; give --expected FILE to judge by what was \
             known before"
                .to_owned(),
        );
    }
    if let Some(reason) = expectation.why_none().filter(|_| by_model) {
        cautions.push(format!("no expected course: {reason}; OFF, OFF-P and STAG-P did not run"));
    }
    cautions.extend(expectation.course().filter(|_| by_model && !own).and_then(|course| beyond(course, file)));
    cautions.extend(elsewhere(file));
    cautions.extend(planned_later(file));
    let planned =
        file.study.groups().iter().flat_map(|group| &group.members).find_map(|member| member.planned_end.newest());
    let Ok(course) = ClientCourse::new(&[], planned) else { return cautions };
    let lacks = unable(course, &measure.scale, expectation.course());
    let lacks = lacks.into_iter().chain(group_unable(&measure.scale, expectation.course(), &wanted.settings));
    cautions.extend(lacks.filter(|lack| wanted.holds(lack.rule)).filter_map(|lack| told(lack, "did not run")));
    if wanted.risk && file.answers.is_empty() {
        cautions.push("RISK did not run: the file has no column with an item of the questionnaire".to_owned());
    }
    let without_group = file.columns.group.is_none();
    if without_group && wanted.rules.iter().any(|rule| rule.id().starts_with("G-")) {
        cautions.push("there is no column `group`: all clients were taken for one group".to_owned());
    }
    cautions
}

/// Why no model could be learnt, with each DROP that went by marks.
pub(super) fn without_model(lines: &mut [Line], why: Option<String>) {
    for line in lines.iter_mut().filter(|line| line.basis == Some(Basis::Marks)) {
        line.no_model.clone_from(&why);
    }
}

/// By what DROP went, and why.
pub(super) fn dropout(lines: &[Line], models: &LeavingModels) -> String {
    let by = |basis: Basis| lines.iter().filter(|line| line.basis == Some(basis)).count();
    let (marks, model) = (by(Basis::Marks), by(Basis::Model));
    let ended = || lines.iter().filter_map(|line| line.ended_courses);
    let mut told = format!("DROP: {marks} signals by marks, {model} by a model of who leaves");
    match (ended().min(), ended().max()) {
        (Some(least), Some(most)) if least < most => {
            told.push_str(&format!(" that had learnt from {least} ended courses, and from {most} in the end"));
        }
        (Some(ended), _) => told.push_str(&format!(" that had learnt from {ended} ended courses")),
        _ => {}
    }
    if let Some(why) = models.why_none() {
        let of = if models.is_forward() { "" } else { "of each group by the others, " };
        let once = if models.is_empty() { "" } else { "once or more no model could be learnt, " };
        told.push_str(&format!("; {once}{of}{why}"));
    }
    if !models.is_forward() && !models.is_empty() {
        told.push_str(
            "; it learnt from the other groups, later ones too: give a column `date` to learn from the past only",
        );
    }
    told
}

/// Courses that the expected course was not fitted on: what is expected of them is drawn out beyond what was seen.
fn beyond(course: &ExpectedCourse, file: &LongFile) -> Option<String> {
    let known = course.parameters();
    let outside = |member: &&StudyMember| {
        let mut measured = member.visits.iter().filter_map(|visit| visit.score.map(|score| (visit.weeks, score)));
        let Some((first, start)) = measured.next() else { return false };
        let weeks = measured.next_back().map_or(0.0, |(last, _)| last - first);
        !(known.starts.0..=known.starts.1).contains(&start) || weeks > known.weeks
    };
    let members = || file.study.groups().iter().flat_map(|group| &group.members);
    let (outside, all) = (members().filter(outside).count(), members().count());
    (outside > 0).then(|| {
        format!(
            "the expected course was fitted on starts from {} to {} over {} weeks; {outside} of {all} courses lie outside that, \
             and OFF, OFF-P and STAG-P say less of them",
            known.starts.0,
            known.starts.1,
            known.weeks.round()
        )
    })
}

/// Scores at sessions at which the client was not there.
fn elsewhere(file: &LongFile) -> Option<String> {
    let visits = file.study.groups().iter().flat_map(|group| &group.members).flat_map(|member| &member.visits);
    let rows = visits.filter(|visit| visit.score.is_some() && !visit.attended()).count();
    let form = if rows == 1 { "1 row has" } else { &format!("{rows} rows have") };
    (rows > 0).then(|| {
        format!(
            "{form} a score at a session that `attended` calls missed: it was taken for filled in elsewhere that day"
        )
    })
}

/// Planned ends that are told later than in a client's first row: before it nobody knew them.
fn planned_later(file: &LongFile) -> Option<String> {
    let later = |member: &&StudyMember| {
        let first = member.visits.first().and_then(|visit| member.planned_end.by(visit.weeks));
        first.is_none() && member.planned_end.newest().is_some()
    };
    let stays = file.study.groups().iter().flat_map(|group| &group.members).filter(later).count();
    (stays > 0).then(|| {
        format!(
            "{stays} courses have their planned end in a later row than the first: before that row it was taken for unknown; \
             write it in every row in which it was known"
        )
    })
}

/// What a rule lacks, and the option or column that would give it; `what` says what came of it. The lack of an expected
/// course is told elsewhere, with its reason.
pub(in crate::cli) fn told(Unable { rule, why }: Unable, what: &str) -> Option<String> {
    Some(match why {
        Lack::ReliableChange => format!("{rule} {what}: no reliable change is known; give --reliable-change POINTS"),
        Lack::Cutoff => format!("{rule} {what}: no clinical cut-off is known; give --cut-off SCORE"),
        Lack::PlannedEnd => format!("{rule} {what}: no planned end is known; give a column `planned_end`, in weeks"),
        Lack::ProcessDrop => {
            format!("{rule} ran without falls of one member's session score; give --process-drop POINTS")
        }
        Lack::ExpectedCourseInTime => format!(
            "{rule} is all but silent: without an expected course only STAG tells that a member is stuck, and that takes more \
             sessions than those in which {rule} speaks"
        ),
        Lack::ExpectedCourse | Lack::ExpectedCourseOfThisDirection => return None,
    })
}
