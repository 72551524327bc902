//! What became of signals, once a stay has ended: by the definitions of `peil_stats::evaluation`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use peil_questionnaires::Library;
use peil_stats::{
    dropout::{Competing, Ending},
    evaluation::{Judged, Study, StudyGroup, StudyMember, Warning, judged},
    signals::{Level, Rule, Scale},
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
        let unit = outcome(member, &stay, rule, &scale_of(instrument, score, None))?;
        let raised = stay.sessions.iter().position(|session| *session == Some(row.session));
        // What was said at the very score that is the truth foretold nothing, and has no look.
        let came_true = unit.zip(raised).and_then(|(unit, place)| unit.looks.get(place).map(|look| look.truth));
        tenant.judge_episode(row.id, came_true, now).await?;
    }
    Ok(())
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
        planned_end: stay.planned_end,
        ending: member.end_reason.map_or(Ending::Running, ending),
        true_improvement: None,
    };
    let study = Study::new(vec![StudyGroup { starts: None, members: vec![member], truth: None }])?;
    Ok(judged(&study, &[], Warning { rules: &[(rule, Level::Note)] }, scale).into_iter().next())
}

pub(super) fn ending(reason: EndReason) -> Ending {
    match reason {
        EndReason::Dropout => Ending::Dropout,
        EndReason::Completed => Ending::Competing(Competing::Planned),
        EndReason::AgreedEarly => Ending::Competing(Competing::Agreed),
        EndReason::Moved => Ending::Competing(Competing::Other),
    }
}
