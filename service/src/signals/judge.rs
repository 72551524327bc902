//! All rules over one group as it stands now.
//!
//! Rules about scores judge the newest score and hold until the next one: a session without a score says nothing new. Rules
//! about coming and rating run once a group, whatever the number of its scales; they are kept with its outcome scale.

use peil_stats::{
    dropout::Foretold,
    expected::ExpectedCourse,
    signals::{
        ClientCourse, Finding, Form, GroupCourse, Rule, Scale, Settings, SlopePrior, Standing, client_findings,
        dropout_by_model, group_findings, standing,
    },
};

use super::{
    SignalsError,
    room::{Measure, Room, Stay},
};
use crate::{
    domain::{MembershipId, SessionId},
    store::MembershipRow,
};

/// What a group is judged by.
pub(super) struct Yardstick<'a> {
    pub(super) measure: &'a Measure,
    /// What the rules must know of it, and of the scale by which sessions are rated.
    pub(super) scale: Scale,
    pub(super) expected: Option<&'a ExpectedCourse>,
    pub(super) prior: Option<SlopePrior>,
    pub(super) settings: &'a Settings,
}

/// What a rule says of a member, or of the group, and at which session.
pub(super) struct Found {
    pub(super) membership: Option<MembershipId>,
    pub(super) session: SessionId,
    pub(super) finding: Finding,
}

/// Whether a rule judges scores; the others judge who came and how the session was rated.
pub(super) fn is_of_scores(rule: Rule) -> bool {
    match rule {
        Rule::Deterioration
        | Rule::OffTrack
        | Rule::OffTrackByModel
        | Rule::Stagnation
        | Rule::StagnationByModel
        | Rule::Relapse
        | Rule::Recovered
        | Rule::GroupStall => true,
        Rule::Silence | Rule::Dropout | Rule::GroupRupture | Rule::GroupSplit | Rule::GroupOutsider => false,
    }
}

/// DET, OFF, OFF-P, STAG, STAG-P, REL and REC of each member, and G-STALL.
pub(super) fn by_scores(room: &Room, by: &Yardstick<'_>) -> Result<Vec<Found>, SignalsError> {
    let mut all = Vec::new();
    let mut standings: Vec<Standing> = Vec::new();
    for member in room.present() {
        let stay = room.stay(member, by.measure);
        let course = ClientCourse::new(&stay.visits, stay.planned_end)?;
        standings.extend(standing(course, &by.scale, by.expected, by.settings));
        let then = course.until_newest_score();
        // A score of a file has no session to show it at.
        let Some(session) = then.visits().len().checked_sub(1).and_then(|place| stay.sessions[place]) else { continue };
        let found = client_findings(then, &by.scale, by.expected, by.settings);
        all.extend(about(Some(stay.membership), session, found, is_of_scores));
    }
    let (sessions, ids) = room.sessions_of(by.measure);
    let scored = sessions.iter().rposition(|held| held.members.iter().any(|answer| answer.outcome.is_some()));
    if let (Some(place), true) = (scored, room.group.ended_on.is_none()) {
        let course = GroupCourse::new(&sessions)?.until(place + 1);
        let found = group_findings(course, &standings, &by.scale, by.prior, by.settings);
        all.extend(about(None, ids[place], found.group, is_of_scores));
    }
    Ok(all)
}

/// MISS and DROP of each member, G-RUPT, G-SPLIT and G-OUT. Where a model has `foretold` how likely a member is to leave, DROP
/// goes by that, else by its marks; of a stay that has reached its plan it says nothing.
pub(super) fn by_presence(
    room: &Room,
    by: &Yardstick<'_>,
    foretold: impl Fn(&MembershipRow) -> Option<Foretold>,
) -> Result<Vec<Found>, SignalsError> {
    let mut all = Vec::new();
    for member in room.present() {
        let stay = room.stay(member, by.measure);
        all.extend(silence(&stay, by)?);
        all.extend(dropout(&stay, by, foretold(member))?);
    }
    let (sessions, ids) = room.sessions_of(by.measure);
    let rated = sessions.iter().rposition(|held| held.members.iter().any(|answer| answer.process.is_some()));
    if let (Some(place), true) = (rated, room.group.ended_on.is_none()) {
        let course = GroupCourse::new(&sessions)?.until(place + 1);
        let found = group_findings(course, &[], &by.scale, by.prior, by.settings);
        all.extend(about(None, ids[place], found.group, |rule| !is_of_scores(rule)));
        for (member, finding) in found.members {
            let member = &room.members[member];
            if member.left_on.is_none() {
                all.push(Found { membership: Some(member.id), session: ids[place], finding });
            }
        }
    }
    Ok(all)
}

/// Absences and days on which nothing was asked say nothing new of a silence.
fn silence(stay: &Stay, by: &Yardstick<'_>) -> Result<Vec<Found>, SignalsError> {
    let told = stay.visits.iter().rposition(|visit| visit.attended() && visit.form != Form::NotAsked);
    let Some((place, session)) = told.and_then(|place| Some((place, stay.sessions[place]?))) else {
        return Ok(Vec::new());
    };
    let course = ClientCourse::new(&stay.visits, stay.planned_end)?.until(place + 1);
    let found = client_findings(course, &by.scale, None, by.settings);
    Ok(about(Some(stay.membership), session, found, |rule| rule == Rule::Silence).collect())
}

fn dropout(stay: &Stay, by: &Yardstick<'_>, foretold: Option<Foretold>) -> Result<Vec<Found>, SignalsError> {
    let Some(session) = stay.sessions.iter().rev().flatten().next() else { return Ok(Vec::new()) };
    let found = match foretold {
        Some(Foretold::Risk(risk)) => dropout_by_model(&risk, by.settings).into_iter().collect(),
        Some(Foretold::Over) => Vec::new(),
        None | Some(Foretold::NotBegun | Foretold::Lacking(_)) => {
            let course = ClientCourse::new(&stay.visits, stay.planned_end)?;
            client_findings(course, &by.scale, None, by.settings)
        }
    };
    Ok(about(Some(stay.membership), *session, found, |rule| rule == Rule::Dropout).collect())
}

fn about(
    membership: Option<MembershipId>,
    session: SessionId,
    found: Vec<Finding>,
    wanted: impl Fn(Rule) -> bool,
) -> impl Iterator<Item = Found> {
    let found = found.into_iter().filter(move |finding| wanted(finding.rule));
    found.map(move |finding| Found { membership, session, finding })
}
