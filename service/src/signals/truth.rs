//! What became of signals, once a stay has ended: by the definitions of `peil_stats::evaluation`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use peil_questionnaires::Library;
use peil_stats::{
    dropout::{Competing, Ending},
    evaluation::{Study, StudyGroup, StudyMember, Warning, judged},
    signals::{Rule, Scale},
};

use super::{
    SignalsError,
    evaluate::scale_of,
    room::{Room, Stay},
};
use crate::{
    analyse::definition_of,
    domain::{EndReason, MembershipId},
    store::{GroupScoreRow, MembershipRow, Tenant},
};

/// Ends the open signals of stays that have ended, and writes down of each whether it came true; of what nobody can know,
/// that it was looked at.
pub(super) async fn judge_ended(
    tenant: &Tenant<'_>,
    library: &Library,
    room: &Room,
    now: Timestamp,
) -> Result<(), SignalsError> {
    let ended: BTreeMap<MembershipId, &MembershipRow> =
        room.members.iter().filter(|member| member.left_on.is_some()).map(|member| (member.id, member)).collect();
    let over = room.group.ended_on.is_some();
    let has_ended = |membership: Option<MembershipId>| match membership {
        Some(member) => ended.contains_key(&member),
        None => over,
    };
    for episode in tenant.open_episodes(room.group.id).await? {
        if over || has_ended(episode.key.membership) {
            tenant.cease_episode(episode.id, room.newest(), now).await?;
        }
    }
    let mut scores: BTreeMap<(String, String), Vec<GroupScoreRow>> = BTreeMap::new();
    for row in tenant.unjudged_episodes(room.group.id).await? {
        if !has_ended(row.key.membership) {
            continue;
        }
        let scale = (row.key.instrument.clone(), row.key.scale.clone());
        if !scores.contains_key(&scale) {
            scores.insert(scale.clone(), tenant.group_scores(room.group.id, &scale.0, &scale.1).await?);
        }
        let member = row.key.membership.and_then(|member| ended.get(&member));
        let (Some(member), Ok(rule)) = (member, row.key.rule.parse::<Rule>()) else {
            tenant.judge_episode(row.id, None, now).await?;
            continue;
        };
        let (instrument, score) = definition_of(library, &scale.0, &scale.1)?;
        let stay = room.stay(member, &scale.0, &scores[&scale]);
        let truth = Outcome::of(member, &stay, rule, &scale_of(instrument, score, None))?;
        let raised = stay.sessions.iter().position(|session| *session == Some(row.session));
        // What was said at the very score that is the truth foretold nothing.
        let came_true =
            truth.filter(|truth| raised.is_some_and(|place| place < truth.foretold)).map(|truth| truth.came);
        tenant.judge_episode(row.id, came_true, now).await?;
    }
    Ok(())
}

/// What became of a stay in the eyes of a rule.
pub(super) struct Outcome {
    /// Whether what the rule warns of came true.
    pub(super) came: bool,
    /// Visits that could foretell it.
    pub(super) foretold: usize,
}

impl Outcome {
    /// None where nobody can know.
    pub(super) fn of(
        member: &MembershipRow,
        stay: &Stay,
        rule: Rule,
        scale: &Scale,
    ) -> Result<Option<Self>, SignalsError> {
        let member = StudyMember {
            visits: stay.visits.clone(),
            planned_end: stay.planned_end,
            ending: member.end_reason.map_or(Ending::Running, ending),
            true_improvement: None,
        };
        let study = Study::new(vec![StudyGroup { starts: None, members: vec![member], truth: None }])?;
        let unit = judged(&study, &[], Warning::of(&[rule]), scale).into_iter().next();
        Ok(unit.map(|unit| Self { came: unit.truth, foretold: unit.spoke.len() }))
    }
}

pub(super) fn ending(reason: EndReason) -> Ending {
    match reason {
        EndReason::Dropout => Ending::Dropout,
        EndReason::Completed => Ending::Competing(Competing::Planned),
        EndReason::AgreedEarly => Ending::Competing(Competing::Agreed),
        EndReason::Moved => Ending::Competing(Competing::Other),
    }
}
