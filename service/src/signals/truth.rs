//! What became of signals, once a stay has ended: by the definitions of `peil_stats::evaluation`.

use std::collections::BTreeMap;

use peil_stats::{
    dropout::{Competing, Ending},
    evaluation::{Judged, PlannedEnd, Study, StudyGroup, StudyMember, Warning, judged},
    signals::{Level, Rule, Scale},
};

use super::{
    SignalsError,
    episodes::Ledger,
    room::{Measure, Room, Stay},
};
use crate::{
    domain::{EndReason, MembershipId},
    store::MembershipRow,
};

/// Ends the open signals of stays that have ended, and writes down of each, from the session of each of its levels on, whether
/// it came true; of what nobody can know, that it was looked at. `known` holds the scale of every signal.
pub(super) fn judge_ended(
    room: &Room,
    ledger: &mut Ledger,
    known: &BTreeMap<(String, String), Measure>,
) -> Result<(), SignalsError> {
    let ended: BTreeMap<MembershipId, &MembershipRow> =
        room.members.iter().filter(|member| member.left_on.is_some()).map(|member| (member.id, member)).collect();
    let over = room.group.ended_on.is_some();
    let has_ended = |membership: Option<MembershipId>| match membership {
        Some(member) => ended.contains_key(&member),
        None => over,
    };
    ledger.cease_all(|key| over || has_ended(key.membership), room.newest());
    ledger.judge(|episode, session| {
        if !has_ended(episode.key.membership) {
            return Ok(None);
        }
        let scale = (episode.key.instrument.clone(), episode.key.scale.clone());
        let member = episode.key.membership.and_then(|member| ended.get(&member));
        let (Some(member), Ok(rule), Some(measure)) = (member, episode.key.rule.parse::<Rule>(), known.get(&scale))
        else {
            return Ok(Some(None));
        };
        let stay = room.stay(member, measure);
        let unit = outcome(member, &stay, rule, &measure.scale)?;
        let place = stay.sessions.iter().position(|held| *held == Some(session));
        // What was said at the very score that is the truth foretold nothing, and has no look.
        let look = unit.zip(place).and_then(|(unit, place)| unit.looks.get(place).copied());
        Ok(Some(look.map(|look| look.truth)))
    })
}

/// What became of a stay in the eyes of a rule, session by session; the rule has said nothing yet. None where nobody can
/// know.
pub(super) fn outcome(
    member: &MembershipRow,
    stay: &Stay,
    rule: Rule,
    scale: &Scale,
) -> Result<Option<Judged>, SignalsError> {
    let member = StudyMember {
        visits: stay.visits.clone(),
        planned_end: PlannedEnd::known(stay.planned_end),
        ending: member.end_reason.map_or(Ending::Running, ending),
        began: None,
        true_improvement: None,
        true_course: None,
    };
    let study = Study::new(vec![StudyGroup { starts: None, members: vec![member], truth: None }])?;
    Ok(judged(&study, &[], Warning::of(&[(rule, Level::Note)]), scale).into_iter().next())
}

pub(super) fn ending(reason: EndReason) -> Ending {
    match reason {
        EndReason::Dropout => Ending::Dropout,
        EndReason::Completed => Ending::Competing(Competing::Planned),
        EndReason::AgreedEarly => Ending::Competing(Competing::Agreed),
        EndReason::Moved | EndReason::NotBegun => Ending::Competing(Competing::Other),
    }
}
