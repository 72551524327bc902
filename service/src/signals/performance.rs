//! How often the signals of this organisation were right: over stays that have ended and whose every session was evaluated
//! as it closed, by the outcome scale of each group.

use std::collections::BTreeMap;

use peil_questionnaires::Library;
use peil_stats::{
    evaluation::{Judged, OperatingCharacteristics, over_whole},
    signals::Rule,
};

use super::{
    SignalsError,
    evaluate::scale_of,
    room::{Room, Stay},
    truth::outcome,
};
use crate::{
    analyse::outcome_scale,
    domain::{MembershipId, SessionId, Urgency},
    store::{EpisodeSpanRow, Tenant},
};

/// Ended stays below which numbers say nothing.
pub const ENOUGH_STAYS: usize = 20;

/// What the rules were worth here.
#[derive(Debug, Clone)]
pub struct Performance {
    /// Ended stays whose every session was evaluated.
    pub stays: usize,
    /// Rules about clients, with what each was worth over whole stays, or over all sessions
    /// where a rule is about the sessions that follow; those that could not be judged are left out.
    pub rules: Vec<(Rule, OperatingCharacteristics)>,
}

/// Reads what the rules were worth.
///
/// # Errors
///
/// [`SignalsError`] when the rows cannot be read.
pub async fn performance(tenant: &Tenant<'_>, library: &Library) -> Result<Performance, SignalsError> {
    let mut units: BTreeMap<Rule, Vec<Judged>> = BTreeMap::new();
    let mut stays = 0;
    for (cluster, group) in tenant.all_groups().await?.into_iter().enumerate() {
        let evaluated = tenant.evaluated_sessions(group).await?;
        if evaluated.is_empty() {
            continue;
        }
        let Some(room) = Room::read(tenant, library, group).await? else { continue };
        let Some((instrument, score)) = outcome_scale(library, &room.plan) else { continue };
        let scores = tenant.group_scores(group, instrument.id(), score.id()).await?;
        let spans = tenant.episode_spans(group, instrument.id(), score.id()).await?;
        for member in room.members.iter().filter(|member| member.left_on.is_some()) {
            let stay = room.stay(member, instrument.id(), &scores);
            let sessions = stay.sessions.iter().flatten();
            if stay.visits.is_empty() || !sessions.clone().all(|session| evaluated.contains(session)) {
                continue;
            }
            stays += 1;
            for rule in Rule::ALL.into_iter().filter(|rule| !rule.is_of_group()) {
                if let Some(mut unit) = outcome(member, &stay, rule, &scale_of(instrument, score, None))? {
                    unit.cluster = cluster;
                    for (look, spoke) in unit.looks.iter_mut().zip(spoken(&stay, member.id, rule, &spans)) {
                        look.spoke = spoke;
                    }
                    units.entry(rule).or_default().push(unit);
                }
            }
        }
    }
    let rules = units.into_iter().map(|(rule, units)| (rule, over_whole(&units))).collect();
    Ok(Performance { stays, rules })
}

/// Whether a rule spoke at each visit of a stay. Amber of OFF is no warning.
fn spoken(stay: &Stay, member: MembershipId, rule: Rule, spans: &[EpisodeSpanRow]) -> Vec<bool> {
    let place = |session: SessionId| stay.sessions.iter().position(|held| *held == Some(session));
    let mut spoke = vec![false; stay.visits.len()];
    for span in spans.iter().filter(|span| span.membership == Some(member) && span.rule == rule.id()) {
        if rule == Rule::OffTrack && span.urgency != Urgency::Attention {
            continue;
        }
        let Some(from) = place(span.raised) else { continue };
        let until = span.ceased.and_then(place).unwrap_or(spoke.len());
        spoke.iter_mut().take(until.max(from + 1)).skip(from).for_each(|spoke| *spoke = true);
    }
    spoke
}
