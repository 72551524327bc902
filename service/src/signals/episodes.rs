//! From what the rules say now to what is stored: an episode opens when a rule begins to speak, is brought up to date while
//! it goes on, waits to be seen again when it asks for more, and ceases when the rule falls silent.
//!
//! A [`Ledger`] keeps the episodes of one group while it is judged and gathers what is to be written: many groups are written
//! together.

use std::collections::BTreeMap;

use jiff::Timestamp;
use peil_stats::signals::{Evidence, Level, RiskMark, Rule, Settings};
use serde_json::{Value, json};

use super::{SignalsError, VERSION, judge::Found, room::Room, rules::differing};
use crate::{
    domain::{GroupId, SessionId, SignalId, Urgency},
    store::{
        EpisodeChanges, EpisodeKey, FoundRow, JudgedLevel, LiveEpisode, NewLevel, RaisedEpisode, ReachedLevel,
        RenewedEpisode,
    },
};

/// Under which name the newest rating of a session and the one before it are stored beside the marks of DROP.
pub const LAST_RATINGS: &str = "last_ratings";

/// What the present findings are of.
pub(super) struct Said<'a> {
    /// The group. Its newest session is where what is no longer found has ceased.
    pub(super) room: &'a Room,
    pub(super) instrument: &'a str,
    pub(super) scale: &'a str,
    /// The expected course, or the model of leaving, behind those that go by one.
    pub(super) model: Option<&'a str>,
    pub(super) settings: &'a Settings,
}

/// The episodes of one group that are open, or have ceased and are not judged yet, and what is to be written of them.
pub(super) struct Ledger {
    group: GroupId,
    now: Timestamp,
    open: BTreeMap<EpisodeKey, LiveEpisode>,
    unjudged: Vec<LiveEpisode>,
    changes: EpisodeChanges,
}

impl Ledger {
    pub(super) fn new(group: GroupId, live: Vec<LiveEpisode>, now: Timestamp) -> Self {
        let (unjudged, open): (Vec<_>, Vec<_>) = live.into_iter().partition(|episode| episode.ceased);
        let open = open.into_iter().map(|episode| (episode.key.clone(), episode)).collect();
        Self { group, now, open, unjudged, changes: EpisodeChanges::default() }
    }

    /// Takes in what was found. Of the open episodes that `judged` admits, those that were not found cease.
    pub(super) fn record(
        &mut self,
        said: &Said<'_>,
        found: Vec<Found>,
        judged: impl Fn(&EpisodeKey) -> bool,
    ) -> Result<(), SignalsError> {
        let (mut silent, kept): (BTreeMap<_, _>, BTreeMap<_, _>) =
            std::mem::take(&mut self.open).into_iter().partition(|(key, _)| judged(key));
        self.open = kept;
        for one in found {
            let key = EpisodeKey {
                membership: one.membership,
                rule: one.finding.rule.id().to_owned(),
                instrument: said.instrument.to_owned(),
                scale: said.scale.to_owned(),
            };
            let found = said.row(&one)?;
            match silent.remove(&key) {
                Some(mut episode) => {
                    let reached = reached(&found, one.session);
                    // As long as it stands at a level, that keeps the session at which it was reached.
                    if !episode.reached.last().is_some_and(|last| same_level(last, &reached)) {
                        self.changes.reached.push(level(episode.id, reached.clone(), &found));
                        let left = |known: &ReachedLevel| {
                            known.session != reached.session
                                || known.evidence != reached.evidence
                                || known.urgency != reached.urgency
                        };
                        episode.reached.retain(left);
                        episode.reached.push(reached);
                    }
                    let rises = found.urgency > episode.urgency;
                    self.changes.renewed.push(RenewedEpisode { id: episode.id, found, rises });
                    self.open.insert(key, episode);
                }
                None if self.open.contains_key(&key) => {}
                None => {
                    let (id, group, session) = (SignalId::new(self.now), self.group, one.session);
                    self.changes.reached.push(level(id, reached(&found, session), &found));
                    self.changes.raised.push(RaisedEpisode { id, group, session, key, found });
                }
            }
        }
        for episode in silent.into_values() {
            self.cease(episode, said.room.newest());
        }
        Ok(())
    }

    /// Ends the open episodes that `ended` admits.
    pub(super) fn cease_all(&mut self, ended: impl Fn(&EpisodeKey) -> bool, newest: Option<SessionId>) {
        let (over, open): (BTreeMap<_, _>, BTreeMap<_, _>) =
            std::mem::take(&mut self.open).into_iter().partition(|(key, _)| ended(key));
        self.open = open;
        over.into_values().for_each(|episode| self.cease(episode, newest));
    }

    /// Judges what has ceased, and each level at which it stood, from its session on; where `came_true` says that its stay is
    /// over: `Some(None)` where nobody can know.
    pub(super) fn judge(
        &mut self,
        came_true: impl Fn(&LiveEpisode, SessionId) -> Result<Option<Option<bool>>, SignalsError>,
    ) -> Result<(), SignalsError> {
        for episode in std::mem::take(&mut self.unjudged) {
            let Some(verdict) = came_true(&episode, episode.session)? else {
                self.unjudged.push(episode);
                continue;
            };
            self.changes.judged.push((episode.id, verdict));
            for level in &episode.reached {
                let came_true = came_true(&episode, level.session)?.flatten();
                self.changes.judged_levels.push(JudgedLevel { signal: episode.id, reached: level.clone(), came_true });
            }
        }
        Ok(())
    }

    /// The signals were evaluated after this session.
    pub(super) fn evaluated(&mut self, session: SessionId) {
        self.changes.evaluated.push(session);
    }

    /// What is to be written.
    pub(super) fn changes(self) -> EpisodeChanges {
        self.changes
    }

    fn cease(&mut self, episode: LiveEpisode, newest: Option<SessionId>) {
        self.changes.ceased.push((episode.id, newest));
        self.unjudged.push(episode);
    }
}

impl Said<'_> {
    fn row(&self, found: &Found) -> Result<FoundRow, SignalsError> {
        let finding = &found.finding;
        let mut inputs = serde_json::to_value(&finding.evidence)?;
        let changed = differing(self.settings)?;
        if let (Value::Object(inputs), false) = (&mut inputs, changed.is_empty()) {
            inputs.insert("settings".to_owned(), Value::Object(changed));
        }
        // The mark says that the rating fell; from what to what is told too.
        let ratings = match (&finding.evidence, found.membership) {
            (Evidence::DropoutMarks { marks, .. }, Some(member)) if marks.contains(&RiskMark::SessionScore) => {
                self.room.last_ratings(member)
            }
            _ => None,
        };
        if let (Value::Object(inputs), Some((now, before))) = (&mut inputs, ratings) {
            inputs.insert(LAST_RATINGS.to_owned(), json!({ "now": now, "before": before }));
        }
        let by_model =
            matches!(finding.rule, Rule::OffTrack | Rule::OffTrackByModel | Rule::StagnationByModel | Rule::GroupStall)
                || matches!(finding.evidence, Evidence::DropoutByModel { .. });
        Ok(FoundRow {
            rule_version: finding.rule.version().to_string(),
            urgency: urgency(finding.level),
            value: finding.value,
            limit: finding.limit,
            inputs,
            module_version: VERSION,
            model: self.model.filter(|_| by_model).map(str::to_owned),
        })
    }
}

/// The level at which a signal stands by what was found at a session.
fn reached(found: &FoundRow, session: SessionId) -> ReachedLevel {
    let evidence = found.inputs.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    ReachedLevel { evidence, urgency: found.urgency, rule_version: found.rule_version.clone(), session }
}

/// Whether two are one level, whatever the session; what another version of the rule says is another one.
fn same_level(one: &ReachedLevel, other: &ReachedLevel) -> bool {
    one.evidence == other.evidence && one.urgency == other.urgency && one.rule_version == other.rule_version
}

fn level(signal: SignalId, reached: ReachedLevel, found: &FoundRow) -> NewLevel {
    let settings = found.inputs.get("settings").cloned().unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    NewLevel { signal, reached, settings }
}

fn urgency(level: Level) -> Urgency {
    match level {
        Level::Note => Urgency::Note,
        Level::Watch => Urgency::Watch,
        Level::Attention => Urgency::Attention,
    }
}
