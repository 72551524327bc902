//! How often the signals of this organisation were right: over stays that have ended and whose every session was evaluated
//! as it closed, by the outcome scale of each group.

use std::collections::BTreeMap;

use peil_questionnaires::{Instrument, Library, Score};
use peil_stats::{
    evaluation::{Judged, OperatingCharacteristics, over_whole},
    signals::Rule,
};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    SignalsError, TOGETHER, VERSION,
    kept::{from_store, to_store},
    rates::MARKS,
    room::{Measure, Room, Stay},
    truth::outcome,
};
use crate::{
    analyse::outcome_scale,
    domain::{GroupId, MembershipId, SessionId, Urgency},
    store::{JudgedGroup, KeptGroup, LevelSpanRow, Tenant},
};

/// Ended stays below which numbers say nothing.
pub const ENOUGH_STAYS: usize = 20;

/// What the rules were worth here.
#[derive(Debug, Clone)]
pub struct Performance {
    /// Ended stays whose every session was evaluated.
    pub stays: usize,
    /// Signals of before levels were written down, which count in no rate by level.
    pub before: usize,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

    /// Whether it is told apart by the level at which a signal stood, or by its evidence.
    const fn is_told_apart(self) -> bool {
        !matches!(self, Self::Whole)
    }

    const fn is_of_evidence(self) -> bool {
        matches!(self, Self::Marks | Self::Model)
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
/// What each rule said of each stay.
pub(super) type Units = Vec<(Warned, Judged)>;

/// Reads what the rules were worth. What was found of a group is kept until the group is judged anew: only of the others is
/// every session read.
///
/// # Errors
///
/// [`SignalsError`] when the rows cannot be read.
pub async fn performance(tenant: &Tenant<'_>, library: &Library) -> Result<Performance, SignalsError> {
    let groups = tenant.groups_with_evaluated_stays().await?;
    let (mut judged, anew) = kept(tenant, library, &groups).await?;
    for groups in anew.chunks(TOGETHER) {
        judged.extend(found(tenant, library, groups).await?);
    }
    let stays = judged.iter().map(|(stays, _)| stays).sum();
    let mut units: BTreeMap<Warned, Vec<Judged>> = BTreeMap::new();
    for (warned, unit) in judged.into_iter().flat_map(|(_, units)| units) {
        units.entry(warned).or_default().push(unit);
    }
    let worth = |((rule, part), units): (Warned, Vec<Judged>)| RuleWorth { rule, part, worth: over_whole(&units) };
    // Where DROP never went by the model, or never by its marks, that says nothing of them.
    let spoke = |found: &RuleWorth| !found.part.is_of_evidence() || found.worth.ppv.trials > 0;
    let before = usize::try_from(tenant.signals_of_before().await?).unwrap_or(0);
    Ok(Performance { stays, before, rules: units.into_par_iter().map(worth).filter(spoke).collect() })
}

/// A group of which nothing is kept: its place among all, and how often it was judged anew.
type Anew = (GroupId, usize, i64);

/// What is kept of groups, and those that must be read: judged anew since, by another version of the module, or by another
/// scale than they are judged by now.
async fn kept(
    tenant: &Tenant<'_>,
    library: &Library,
    groups: &[GroupId],
) -> Result<(Vec<(usize, Units)>, Vec<Anew>), SignalsError> {
    let (kept, plans) = (tenant.kept_groups(groups).await?, tenant.plans_of(groups).await?);
    let mut kept: BTreeMap<GroupId, KeptGroup> = kept.into_iter().map(|kept| (kept.group, kept)).collect();
    let (mut known, mut anew) = (Vec::new(), Vec::new());
    for (place, group) in groups.iter().enumerate() {
        let of_group = kept.remove(group);
        let version = of_group.as_ref().map_or(0, |kept| kept.version);
        let outcome = plans.get(group).and_then(|plan| outcome_scale(library, plan));
        let usable = |found: &JudgedGroup| {
            let same = |(instrument, scale): (&Instrument, &Score)| {
                instrument.id() == found.instrument && scale.id() == found.scale
            };
            found.module_version == VERSION && outcome.is_some_and(same)
        };
        match of_group.and_then(|kept| kept.found).filter(usable) {
            Some(found) => known.push((place, found)),
            None => anew.push((*group, place, version)),
        }
    }
    let known = tokio::task::spawn_blocking(move || {
        known.into_par_iter().map(|(place, found)| from_store(found, place)).collect::<Result<Vec<_>, _>>()
    });
    Ok((known.await.map_err(|_| SignalsError::BrokenOff)??, anew))
}

/// Reads groups, and keeps what is found of them.
async fn found(tenant: &Tenant<'_>, library: &Library, anew: &[Anew]) -> Result<Vec<(usize, Units)>, SignalsError> {
    let groups: Vec<GroupId> = anew.iter().map(|(group, ..)| *group).collect();
    let rooms: Vec<Room> = tenant.rooms(&groups).await?.into_iter().map(|row| Room::new(row, library)).collect();
    let mut spans: BTreeMap<GroupId, Vec<LevelSpanRow>> = BTreeMap::new();
    for (group, span) in tenant.level_spans(&groups).await? {
        spans.entry(group).or_default().push(span);
    }
    let known: BTreeMap<GroupId, (usize, i64)> =
        anew.iter().map(|(group, place, version)| (*group, (*place, *version))).collect();
    let all = tokio::task::spawn_blocking(move || {
        let each = rooms.par_iter().filter_map(|room| {
            let (measure, (place, version)) = (room.outcome.as_ref()?, known.get(&room.group.id)?);
            let spans = spans.get(&room.group.id).map_or(&[][..], Vec::as_slice);
            let judged = of_room(room, measure, *place, spans);
            Some(judged.and_then(|(stays, units)| {
                let keep = (room.group.id, *version, to_store(measure, stays, &units)?);
                Ok((keep, (stays, units)))
            }))
        });
        each.collect::<Result<Vec<_>, SignalsError>>()
    });
    let (keep, judged): (Vec<_>, Vec<_>) = all.await.map_err(|_| SignalsError::BrokenOff)??.into_iter().unzip();
    tenant.keep_groups(VERSION, &keep).await?;
    Ok(judged)
}

/// The stays of a group that have ended and were followed: how many, and what each rule said of each.
fn of_room(
    room: &Room,
    measure: &Measure,
    cluster: usize,
    spans: &[LevelSpanRow],
) -> Result<(usize, Units), SignalsError> {
    let (mut stays, mut units) = (0, Vec::new());
    let spans: Vec<&LevelSpanRow> =
        spans.iter().filter(|span| span.instrument == measure.instrument && span.scale == measure.score).collect();
    for member in room.members.iter().filter(|member| member.left_on.is_some()) {
        let stay = room.stay(member, measure);
        if !room.followed(&stay) {
            continue;
        }
        stays += 1;
        // What another version of a rule said, or left unsaid, tells nothing of the one in force.
        let about_clients = Rule::ALL.into_iter().filter(|rule| !rule.is_of_group());
        for rule in about_clients.filter(|rule| room.followed_by(*rule, &stay)) {
            let Some(mut unit) = outcome(member, &stay, rule, &measure.scale)? else { continue };
            unit.cluster = cluster;
            let said = || spans.iter().filter(|span| span.membership == Some(member.id) && span.rule == rule.id());
            for part in Part::of(rule) {
                // Of a signal of before only the last level is known.
                if part.is_told_apart() && said().any(|span| !span.seen) {
                    continue;
                }
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
