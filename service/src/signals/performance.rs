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
    rates::MARKS,
    room::{Room, Stay},
    truth::outcome,
};
use crate::{
    domain::{GroupId, MembershipId, SessionId, Urgency},
    store::{LevelSpanRow, Tenant},
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
    /// Which of its signals.
    pub part: Part,
    /// How it did.
    pub worth: OperatingCharacteristics,
}

/// Which of the signals of a rule are meant: those that go by another limit, or by another kind of evidence, err otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All.
    Whole,
    /// Those of OFF while they were red.
    Red,
    /// Those of OFF while they were amber.
    Amber,
    /// Those of DROP by its marks.
    Marks,
    /// Those of DROP by the model.
    Model,
}

impl Part {
    /// The parts of a rule.
    const fn of(rule: Rule) -> &'static [Self] {
        match rule {
            Rule::OffTrack => &[Self::Red, Self::Amber],
            Rule::Dropout => &[Self::Marks, Self::Model],
            _ => &[Self::Whole],
        }
    }

    fn holds(self, span: &LevelSpanRow) -> bool {
        match self {
            Self::Whole => true,
            Self::Red => span.urgency == Urgency::Attention,
            Self::Amber => span.urgency != Urgency::Attention,
            Self::Marks => span.evidence == MARKS,
            Self::Model => span.evidence != MARKS,
        }
    }
}

/// A rule and a part of it.
type Warned = (Rule, Part);

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
        let mut spans: BTreeMap<GroupId, Vec<LevelSpanRow>> = BTreeMap::new();
        for (group, span) in tenant.level_spans(groups).await? {
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
    let worth = |((rule, part), units): (Warned, Vec<Judged>)| RuleWorth { rule, part, worth: over_whole(&units) };
    Ok(Performance { stays, rules: units.into_iter().map(worth).collect() })
}

/// The stays of a group that have ended and were followed: how many, and what each rule said of each.
fn of_room(
    room: &Room,
    cluster: usize,
    spans: &[LevelSpanRow],
) -> Result<(usize, Vec<(Warned, Judged)>), SignalsError> {
    let Some(measure) = &room.outcome else { return Ok((0, Vec::new())) };
    let (mut stays, mut units) = (0, Vec::new());
    let spans: Vec<&LevelSpanRow> =
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
            for part in Part::of(rule) {
                let mut unit = unit.clone();
                for (look, spoke) in unit.looks.iter_mut().zip(spoken(&stay, member.id, (rule, *part), &spans)) {
                    look.spoke = spoke;
                }
                units.push(((rule, *part), unit));
            }
        }
    }
    Ok((stays, units))
}

/// Whether a rule spoke at each visit of a stay: from the session at which it reached a level to the one at which it left it,
/// as it was seen then.
fn spoken(stay: &Stay, member: MembershipId, (rule, part): Warned, spans: &[&LevelSpanRow]) -> Vec<bool> {
    let place = |session: SessionId| stay.sessions.iter().position(|held| *held == Some(session));
    let mut spoke = vec![false; stay.visits.len()];
    let meant = |span: &&&LevelSpanRow| span.membership == Some(member) && span.rule == rule.id() && part.holds(span);
    for span in spans.iter().filter(meant) {
        let Some(from) = place(span.reached) else { continue };
        let until = span.until.and_then(place).unwrap_or(spoke.len());
        spoke.iter_mut().take(until.max(from + 1)).skip(from).for_each(|spoke| *spoke = true);
    }
    spoke
}
