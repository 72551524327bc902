//! Brings the signals of a scale up to date: what was learnt from all courses is held against the groups that changed.

use std::collections::BTreeSet;

use jiff::Timestamp;
use peil_questionnaires::{Instrument, Library, Score};
use peil_stats::signals::{Scale, Settings};

use super::{
    SignalsError,
    episodes::{Said, store},
    judge::{Yardstick, by_presence, by_scores, is_of_scores},
    learn::{Learnt, learn},
    room::Room,
    truth::judge_ended,
};
use crate::{
    analyse::{definition_of, direction_of, is_outcome, limits_of, outcome_scale, session_scale},
    domain::GroupId,
    store::{EpisodeKey, ScoreRow, Tenant},
};

/// Which groups are judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Those in which something happened.
    Groups(BTreeSet<GroupId>),
    /// All: after an import, or when there is an expected course where there was none.
    All,
}

/// Judges the groups of `scope` by one scale, after `rows`, all its scores in the organisation, have changed.
///
/// An outcome scale learns anew what may be expected and raises the signals about scores. In a group whose outcome scale
/// ([`outcome_scale`]) it is, and for the scale by which its sessions are rated, the signals about coming and rating are
/// raised too, once a group. Other scales raise none.
///
/// # Errors
///
/// [`SignalsError`]; the transaction must not be committed then.
pub async fn evaluate(
    tenant: &Tenant<'_>,
    library: &Library,
    (instrument, scale): (&str, &str),
    rows: &[ScoreRow],
    scope: &Scope,
    settings: &Settings,
    now: Timestamp,
) -> Result<(), SignalsError> {
    let scale = definition_of(library, instrument, scale)?;
    let learnt = match is_outcome(scale.0) {
        true => Some(learn(tenant, (instrument, scale.1), rows, settings, now).await?),
        false => None,
    };
    let everywhere = learnt.as_ref().is_some_and(|learnt| learnt.turned);
    let groups = match scope {
        Scope::Groups(groups) if !everywhere => groups.clone(),
        _ => tenant.all_groups().await?,
    };
    let evaluation = Evaluation { tenant, library, settings, now };
    for group in groups {
        evaluation.judge(group, scale, learnt.as_ref()).await?;
    }
    Ok(())
}

/// Judges all groups by every scale that has scores.
///
/// # Errors
///
/// As [`evaluate`].
pub async fn evaluate_all(
    tenant: &Tenant<'_>,
    library: &Library,
    settings: &Settings,
    now: Timestamp,
) -> Result<(), SignalsError> {
    for (instrument, scale) in tenant.scored_scales().await? {
        let rows = tenant.scores_of_scale(&instrument, &scale).await?;
        evaluate(tenant, library, (&instrument, &scale), &rows, &Scope::All, settings, now).await?;
    }
    Ok(())
}

struct Evaluation<'a> {
    tenant: &'a Tenant<'a>,
    library: &'a Library,
    settings: &'a Settings,
    now: Timestamp,
}

impl Evaluation<'_> {
    /// One group by one scale; `learnt` where it is an outcome scale.
    async fn judge(
        &self,
        group: GroupId,
        scale: (&Instrument, &Score),
        learnt: Option<&Learnt>,
    ) -> Result<(), SignalsError> {
        let Some(room) = Room::read(self.tenant, self.library, group).await? else { return Ok(()) };
        if let Some(learnt) = learnt {
            self.judge_scores(&room, scale, learnt).await?;
        }
        judge_ended(self.tenant, self.library, &room, self.now).await?;
        let is = |found: Option<(&Instrument, &Score)>| {
            found.is_some_and(|(instrument, score)| instrument.id() == scale.0.id() && score.id() == scale.1.id())
        };
        let rates = session_scale(self.library, &room.plan);
        let kept_with = outcome_scale(self.library, &room.plan);
        match kept_with {
            Some(outcome) if is(kept_with) || is(rates) => self.judge_presence(&room, outcome).await,
            None if is(rates) => self.judge_presence(&room, scale).await,
            _ => Ok(()),
        }
    }

    async fn judge_scores(
        &self,
        room: &Room,
        (instrument, score): (&Instrument, &Score),
        learnt: &Learnt,
    ) -> Result<(), SignalsError> {
        let scores = self.tenant.group_scores(room.group.id, instrument.id(), score.id()).await?;
        let yardstick = Yardstick {
            instrument: instrument.id(),
            scale: scale_of(instrument, score, None),
            expected: learnt.expected.as_ref().map(|stored| &stored.course),
            prior: learnt.prior,
            settings: self.settings,
        };
        let found = by_scores(room, &scores, &yardstick)?;
        let model = learnt.expected.as_ref().map(|stored| stored.name.as_str());
        let of_this_scale = |key: &EpisodeKey| {
            rule_of(key).is_some_and(is_of_scores) && key.instrument == instrument.id() && key.scale == score.id()
        };
        store(self.tenant, &self.said(room, (instrument, score), model), found, of_this_scale, self.now).await
    }

    async fn judge_presence(
        &self,
        room: &Room,
        (instrument, score): (&Instrument, &Score),
    ) -> Result<(), SignalsError> {
        let scores = self.tenant.group_scores(room.group.id, instrument.id(), score.id()).await?;
        let rated = session_scale(self.library, &room.plan);
        let yardstick = Yardstick {
            instrument: instrument.id(),
            scale: scale_of(instrument, score, rated),
            expected: None,
            prior: None,
            settings: self.settings,
        };
        let found = by_presence(room, &scores, &yardstick)?;
        // Whatever scale they were kept with before the plan changed.
        let of_the_group = |key: &EpisodeKey| rule_of(key).is_some_and(|rule| !is_of_scores(rule));
        store(self.tenant, &self.said(room, (instrument, score), None), found, of_the_group, self.now).await?;
        if let Some(session) = room.newest_closed() {
            self.tenant.mark_evaluated(session, self.now).await?;
        }
        Ok(())
    }

    fn said<'s>(
        &'s self,
        room: &Room,
        (instrument, score): (&'s Instrument, &'s Score),
        model: Option<&'s str>,
    ) -> Said<'s> {
        Said {
            group: room.group.id,
            newest: room.newest(),
            instrument: instrument.id(),
            scale: score.id(),
            model,
            settings: self.settings,
        }
    }
}

fn rule_of(key: &EpisodeKey) -> Option<peil_stats::signals::Rule> {
    key.rule.parse().ok()
}

/// What the rules must know of a scale, and of the one by which sessions are rated.
pub(super) fn scale_of(instrument: &Instrument, score: &Score, rated: Option<(&Instrument, &Score)>) -> Scale {
    let (limit, cutoff) = match limits_of(instrument, score) {
        Ok((limit, cutoff, _)) => (Some(limit), cutoff),
        Err(_) => (None, None),
    };
    let process_drop = rated.and_then(|(instrument, score)| limits_of(instrument, score).ok());
    Scale {
        direction: direction_of(score),
        limit,
        cutoff,
        process_drop: process_drop.map(|(limit, ..)| limit.points()),
    }
}
