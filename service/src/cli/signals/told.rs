//! How the signals are written.

use peil_stats::{
    evaluation::Spoken,
    signals::{ClientCourse, Lack, Level, Rule, Unable, group_unable, unable},
};
use serde::Serialize;

use super::{
    LongFile, Measure, Wanted,
    alerts::{Alerted, RISK, RISK_VERSION},
    expectation::Expectation,
};
use crate::{pages::views::Tongue, signals::simulated_rate};

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
}

/// Group, session and member, by which lines are ordered; the group as a whole stands before its members.
type Place = (usize, i32, Option<usize>);

/// All signals in the order of groups, sessions and clients.
pub(super) fn lines(file: &LongFile, spoken: Vec<Spoken>, alerts: Vec<Alerted>, tongue: Tongue<'_>) -> Vec<Line> {
    let group = |place: usize| file.columns.group.map(|_| file.names[place].0.clone());
    let client = |place: usize, member: usize| file.names[place].1[member].clone();
    let mut lines: Vec<(Place, Line)> = Vec::new();
    for Alerted { group: place, member, session, item, safety, value, limit } in alerts {
        let line = Line {
            client: Some(client(place, member)),
            group: group(place),
            session,
            rule: RISK,
            version: RISK_VERSION.to_owned(),
            level: if safety { "safety" } else { "attention" },
            value: Some(value),
            limit,
            text: tongue.risk(&item),
        };
        lines.push(((place, session, Some(member)), line));
    }
    for Spoken { group: place, member, session, finding } in spoken {
        let line = Line {
            client: member.map(|member| client(place, member)),
            group: group(place),
            session,
            rule: finding.rule.id(),
            version: finding.rule.version().to_string(),
            level: word(finding.level),
            value: Some(finding.value),
            limit: Some(finding.limit),
            text: format!(
                "{} {}",
                tongue.what(&finding.evidence),
                tongue.certainty(simulated_rate(finding.rule, finding.level))
            ),
        };
        lines.push(((place, session, member), line));
    }
    // Stable: the rules of one client and session keep their order, alerts first.
    lines.sort_by_key(|(place, _)| *place);
    lines.into_iter().map(|(_, line)| line).collect()
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
        text.push_str(&format!("  {who:<12} {:<7} {:<9}  {}\n", line.rule, line.level, line.text));
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
    let by_model = [Rule::OffTrack, Rule::StagnationByModel].into_iter().any(|rule| wanted.holds(rule));
    if own && by_model && expectation.course().is_some() {
        cautions.push(
            "the expected course is that of the whole file, later sessions included; give --expected FILE to judge by what was \
             known before"
                .to_owned(),
        );
    }
    if let Some(reason) = expectation.why_none().filter(|_| by_model) {
        cautions.push(format!("no expected course: {reason}; OFF and STAG-P did not run"));
    }
    let planned = file.study.groups().iter().flat_map(|group| &group.members).find_map(|member| member.planned_end);
    let Ok(course) = ClientCourse::new(&[], planned) else { return cautions };
    let lacks = unable(course, &measure.scale, expectation.course());
    let lacks = lacks.into_iter().chain(group_unable(&measure.scale, expectation.course()));
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
        Lack::ExpectedCourse | Lack::ExpectedCourseOfThisDirection => return None,
    })
}
