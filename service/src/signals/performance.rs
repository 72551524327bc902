//! How often the signals of this organisation were right: over stays that have ended and whose every session was evaluated
//! as it closed, by the outcome scale of each group.

use std::collections::BTreeMap;

use peil_questionnaires::Library;
use peil_stats::{
    evaluation::{Judged, OperatingCharacteristics, over_whole},
    signals::Rule,
};
use rayon::prelude::*;

use super::{
    SignalsError, TOGETHER,
    rates::is_amber,
    room::{Room, Stay},
    truth::outcome,
};
use crate::{
    domain::{GroupId, MembershipId, SessionId},
    store::{EpisodeSpanRow, Tenant},
};

/// Ended stays below which numbers say nothing.
pub const ENOUGH_STAYS: usize = 20;

/// What the rules were worth here.
#[derive(Debug, Clone)]
pub struct Performance {
    /// Ended stays whose every session was evaluated.
    pub stays: usize,
    /// Rules about clients, with what each was worth over whole stays, or over all sessions where a
    /// rule is about the sessions that follow; those that could not be judged are left out.
    pub rules: Vec<RuleWorth>,
}

/// What a rule was worth.
#[derive(Debug, Clone)]
pub struct RuleWorth {
    /// The rule.
    pub rule: Rule,
    /// Whether these are its signals that were amber at last: OFF has them, apart from its red ones.
    pub amber: bool,
    /// How it did.
    pub worth: OperatingCharacteristics,
}

/// A rule, and whether its amber is meant.
type Warned = (Rule, bool);

/// Reads what the rules were worth.
///
/// # Errors
///
/// [`SignalsError`] when the rows cannot be read.
pub async fn performance(tenant: &Tenant<'_>, library: &Library) -> Result<Performance, SignalsError> {
    let groups = tenant.groups_with_evaluated_stays().await?;
    let mut judged = Vec::new();
    for (first, groups) in (0..).step_by(TOGETHER).zip(groups.chunks(TOGETHER)) {
        let rooms: Vec<Room> = tenant.rooms(groups).await?.into_iter().map(|row| Room::new(row, library)).collect();
        let mut spans: BTreeMap<GroupId, Vec<EpisodeSpanRow>> = BTreeMap::new();
        for (group, span) in tenant.episode_spans(groups).await? {
            spans.entry(group).or_default().push(span);
        }
        let all = tokio::task::spawn_blocking(move || {
            let spans_of = |room: &Room| spans.get(&room.group.id).map_or(&[][..], Vec::as_slice);
            let each = rooms.par_iter().enumerate().map(|(place, room)| of_room(room, first + place, spans_of(room)));
            each.collect::<Result<Vec<_>, SignalsError>>()
        });
        judged.extend(all.await.map_err(|_| SignalsError::BrokenOff)??);
    }
    let stays = judged.iter().map(|(stays, _)| stays).sum();
    let mut units: BTreeMap<Warned, Vec<Judged>> = BTreeMap::new();
    for (warned, unit) in judged.into_iter().flat_map(|(_, units)| units) {
        units.entry(warned).or_default().push(unit);
    }
    let worth = |((rule, amber), units): (Warned, Vec<Judged>)| RuleWorth { rule, amber, worth: over_whole(&units) };
    Ok(Performance { stays, rules: units.into_iter().map(worth).collect() })
}

/// The stays of a group that have ended and were followed: how many, and what each rule said of each.
fn of_room(
    room: &Room,
    cluster: usize,
    spans: &[EpisodeSpanRow],
) -> Result<(usize, Vec<(Warned, Judged)>), SignalsError> {
    let Some(measure) = &room.outcome else { return Ok((0, Vec::new())) };
    let (mut stays, mut units) = (0, Vec::new());
    let spans: Vec<&EpisodeSpanRow> =
        spans.iter().filter(|span| span.instrument == measure.instrument && span.scale == measure.score).collect();
    for member in room.members.iter().filter(|member| member.left_on.is_some()) {
        let stay = room.stay(member, measure);
        if !room.followed(&stay) {
            continue;
        }
        stays += 1;
        for rule in Rule::ALL.into_iter().filter(|rule| !rule.is_of_group()) {
            let Some(mut unit) = outcome(member, &stay, rule, &measure.scale)? else { continue };
            unit.cluster = cluster;
            for amber in [false, true].into_iter().filter(|amber| !amber || rule == Rule::OffTrack) {
                let mut unit = unit.clone();
                for (look, spoke) in unit.looks.iter_mut().zip(spoken(&stay, member.id, (rule, amber), &spans)) {
                    look.spoke = spoke;
                }
                units.push(((rule, amber), unit));
            }
        }
    }
    Ok((stays, units))
}

/// Whether a rule spoke at each visit of a stay.
fn spoken(stay: &Stay, member: MembershipId, (rule, amber): Warned, spans: &[&EpisodeSpanRow]) -> Vec<bool> {
    let place = |session: SessionId| stay.sessions.iter().position(|held| *held == Some(session));
    let mut spoke = vec![false; stay.visits.len()];
    let meant = |span: &&&EpisodeSpanRow| {
        span.membership == Some(member) && span.rule == rule.id() && is_amber(&span.rule, span.urgency) == amber
    };
    for span in spans.iter().filter(meant) {
        let Some(from) = place(span.raised) else { continue };
        let until = span.ceased.and_then(place).unwrap_or(spoke.len());
        spoke.iter_mut().take(until.max(from + 1)).skip(from).for_each(|spoke| *spoke = true);
    }
    spoke
}
