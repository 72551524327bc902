//! Brings the signals of a scale up to date: what was learnt from all courses is held against the groups that changed.
//!
//! Groups are read, judged and written many at a time, so that a whole organisation takes a handful of statements for every
//! [`TOGETHER`] groups, whatever its size; the judging itself runs on all cores, away from the threads that answer.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::Timestamp;
use peil_questionnaires::Library;
use peil_stats::signals::{Scale, Settings};
use rayon::prelude::*;

use super::{
    SignalsError, TOGETHER,
    episodes::{Ledger, Said},
    judge::{Yardstick, by_presence, by_scores, is_of_scores},
    learn::{Learnt, learn},
    leaving::{Expectations, Foretelling, Measured},
    room::{Measure, Room, rules_in_force},
    truth::judge_ended,
};
use crate::{
    analyse::{definition_of, is_outcome, stored_expected},
    domain::GroupId,
    store::{EpisodeChanges, EpisodeKey, LiveEpisode, ScoreRow, Tenant},
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
/// ([`outcome_scale`](crate::analyse::outcome_scale)) it is, and for the scale by which its sessions are rated, the signals
/// about coming and rating are raised too, once a group. Other scales raise none.
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
    let scales = vec![Judged { measure: Measure::of(scale), learnt }];
    let leaving = Foretelling::stored(tenant, &groups).await?;
    Evaluation { scales, settings: *settings, leaving, now }.judge(tenant, library, groups).await
}

/// Judges groups at once by what was learnt before: nothing is read but these groups, so it takes a few milliseconds however
/// large the organisation is. `false` where nothing was learnt of the scale yet; then [`evaluate`] says all there is to say.
///
/// A score is so judged by an expected course that it had no part in.
///
/// # Errors
///
/// As [`evaluate`].
pub async fn follow(
    tenant: &Tenant<'_>,
    library: &Library,
    (instrument, scale): (&str, &str),
    groups: &BTreeSet<GroupId>,
    settings: &Settings,
    now: Timestamp,
) -> Result<bool, SignalsError> {
    let scale = definition_of(library, instrument, scale)?;
    // Sent together: somebody waits for this.
    let expected = async { stored_expected(tenant, instrument, scale.1.id()).await.map_err(SignalsError::from) };
    let (learnt, leaving) = if is_outcome(scale.0) {
        let (Some(stored), leaving) = tokio::try_join!(expected, Foretelling::stored(tenant, groups))? else {
            return Ok(false);
        };
        (Some(Learnt { prior: stored.slopes, expected: Some(stored), turned: false }), leaving)
    } else {
        (None, Foretelling::stored(tenant, groups).await?)
    };
    let scales = vec![Judged { measure: Measure::of(scale), learnt }];
    Evaluation { scales, settings: *settings, leaving, now }.judge(tenant, library, groups.clone()).await?;
    Ok(true)
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
    let mut scales = Vec::new();
    for (instrument, scale) in tenant.scored_scales().await? {
        let scale = definition_of(library, &instrument, &scale)?;
        let learnt = if is_outcome(scale.0) {
            let rows = tenant.scores_of_scale(&instrument, scale.1.id()).await?;
            Some(learn(tenant, (&instrument, scale.1), &rows, settings, now).await?)
        } else {
            None
        };
        scales.push(Judged { measure: Measure::of(scale), learnt });
    }
    let groups = tenant.all_groups().await?;
    let leaving = Foretelling::stored(tenant, &groups).await?;
    Evaluation { scales, settings: *settings, leaving, now }.judge(tenant, library, groups).await
}

/// A scale that is judged by.
struct Judged {
    measure: Measure,
    /// What was learnt of it, where it is an outcome scale.
    learnt: Option<Learnt>,
}

/// The scales of old signals, by instrument and score.
type Scales = BTreeMap<(String, String), Measure>;

/// What was read beside the groups themselves.
struct Beside {
    known: Scales,
    expectations: Expectations,
}

/// Groups that are judged together, as they were read.
struct Part {
    rooms: Vec<Room>,
    live: Vec<LiveEpisode>,
    beside: Beside,
}

impl Part {
    /// The groups in which a stay has ended.
    fn ended(&self) -> Vec<GroupId> {
        let ended = |room: &&Room| room.members.iter().any(|member| member.left_on.is_some());
        self.rooms.iter().filter(ended).map(|room| room.group.id).collect()
    }
}

struct Evaluation {
    scales: Vec<Judged>,
    settings: Settings,
    /// What foretells who leaves; none as long as too few stays have ended.
    leaving: Option<Foretelling>,
    now: Timestamp,
}

impl Evaluation {
    async fn judge(
        self,
        tenant: &Tenant<'_>,
        library: &Library,
        groups: BTreeSet<GroupId>,
    ) -> Result<(), SignalsError> {
        let (evaluation, groups): (_, Vec<GroupId>) = (Arc::new(self), groups.into_iter().collect());
        let rules = rules_in_force();
        let mut parts = groups.chunks(TOGETHER);
        let mut read = async || match parts.next() {
            Some(groups) => evaluation.read(tenant, library, groups).await.map(Some),
            None => Ok(None),
        };
        let mut ahead = read().await?;
        while let Some(part) = ahead {
            let (ended, now) = (part.ended(), evaluation.now);
            let of_part = Arc::clone(&evaluation);
            let judged = tokio::task::spawn_blocking(move || of_part.judge_rooms(part));
            // The database reads the next groups while these are judged; no group is in two parts.
            let judged = async { judged.await.map_err(|_| SignalsError::BrokenOff)? };
            let (next, changes) = tokio::try_join!(read(), judged)?;
            tokio::try_join!(tenant.write_episodes(&changes, &rules, now), tenant.forget_groups(&ended))?;
            ahead = next;
        }
        Ok(())
    }

    async fn read(&self, tenant: &Tenant<'_>, library: &Library, groups: &[GroupId]) -> Result<Part, SignalsError> {
        // One after another: what is read after the lock of the episodes is as whoever held it left it.
        let live = tenant.live_episodes(groups).await?;
        let rows = tenant.rooms(groups).await?;
        let mut known = Scales::new();
        for key in live.iter().map(|episode| &episode.key) {
            let of_key = (key.instrument.clone(), key.scale.clone());
            // What is no longer known here cannot be judged.
            if let (false, Ok(scale)) =
                (known.contains_key(&of_key), definition_of(library, &key.instrument, &key.scale))
            {
                known.insert(of_key, Measure::of(scale));
            }
        }
        let rooms: Vec<Room> = rows.into_iter().map(|row| Room::new(row, library)).collect();
        let expectations = match &self.leaving {
            Some(_) => Expectations::read(tenant, &rooms).await?,
            None => Expectations::default(),
        };
        Ok(Part { rooms, live, beside: Beside { known, expectations } })
    }

    fn judge_rooms(&self, part: Part) -> Result<EpisodeChanges, SignalsError> {
        let Part { rooms, live, beside } = part;
        let mut of_group: BTreeMap<GroupId, Vec<LiveEpisode>> = BTreeMap::new();
        for episode in live {
            of_group.entry(episode.group).or_default().push(episode);
        }
        let ledgers = rooms.iter().map(|room| {
            let live = of_group.remove(&room.group.id).unwrap_or_default();
            (room, Ledger::new(room.group.id, live, self.now))
        });
        let ledgers: Vec<(&Room, Ledger)> = ledgers.collect();
        let judged = ledgers.into_par_iter().map(|(room, ledger)| self.judge_room(room, ledger, &beside));
        let changes: Vec<EpisodeChanges> = judged.collect::<Result<_, SignalsError>>()?;
        Ok(changes.into_iter().collect())
    }

    fn judge_room(&self, room: &Room, mut ledger: Ledger, beside: &Beside) -> Result<EpisodeChanges, SignalsError> {
        for scale in &self.scales {
            if let Some(learnt) = &scale.learnt {
                self.judge_scores(room, &scale.measure, learnt, &mut ledger)?;
            }
        }
        judge_ended(room, &mut ledger, &beside.known)?;
        let judged_by = |wanted: &Measure| self.scales.iter().any(|scale| scale.measure.is(wanted));
        let kept_with = room.outcome.as_ref().or(room.rated.as_ref());
        let mut either = room.outcome.iter().chain(&room.rated);
        if let Some(measure) = kept_with.filter(|_| either.any(judged_by)) {
            self.judge_presence(room, measure, &beside.expectations, &mut ledger)?;
        }
        Ok(ledger.changes())
    }

    fn judge_scores(
        &self,
        room: &Room,
        measure: &Measure,
        learnt: &Learnt,
        ledger: &mut Ledger,
    ) -> Result<(), SignalsError> {
        let yardstick = Yardstick {
            measure,
            scale: measure.scale,
            expected: learnt.expected.as_ref().map(|stored| &stored.course),
            prior: learnt.prior,
            settings: &self.settings,
        };
        let found = by_scores(room, &yardstick)?;
        let model = learnt.expected.as_ref().map(|stored| stored.name.as_str());
        let of_this_scale = |key: &EpisodeKey| {
            rule_of(key).is_some_and(is_of_scores) && key.instrument == measure.instrument && key.scale == measure.score
        };
        ledger.record(&self.said(room, measure, model), found, of_this_scale)
    }

    fn judge_presence(
        &self,
        room: &Room,
        measure: &Measure,
        expectations: &Expectations,
        ledger: &mut Ledger,
    ) -> Result<(), SignalsError> {
        let process_drop = room.rated.as_ref().and_then(|rated| rated.scale.limit).map(|limit| limit.points());
        let scale = Scale { process_drop, ..measure.scale };
        let yardstick = Yardstick { measure, scale, expected: None, prior: None, settings: &self.settings };
        let leaving = self.leaving.as_ref().map(|leaving| (leaving, Measured::of(room, expectations)));
        let foretold =
            |member: &_| leaving.as_ref().map(|(leaving, measured)| leaving.foretold(room, member, measured));
        let found = by_presence(room, &yardstick, foretold)?;
        let model = self.leaving.as_ref().map(|leaving| leaving.name.as_str());
        // Whatever scale they were kept with before the plan changed.
        let of_the_group = |key: &EpisodeKey| rule_of(key).is_some_and(|rule| !is_of_scores(rule));
        ledger.record(&self.said(room, measure, model), found, of_the_group)?;
        if let Some(session) = room.newest_closed() {
            ledger.evaluated(session);
        }
        Ok(())
    }

    fn said<'s>(&'s self, room: &'s Room, measure: &'s Measure, model: Option<&'s str>) -> Said<'s> {
        let (instrument, scale) = (measure.instrument.as_str(), measure.score.as_str());
        Said { room, instrument, scale, model, settings: &self.settings }
    }
}

fn rule_of(key: &EpisodeKey) -> Option<peil_stats::signals::Rule> {
    key.rule.parse().ok()
}
