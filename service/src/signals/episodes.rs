//! From what the rules say now to what is stored: an episode opens when a rule begins to speak, is brought up to date while
//! it goes on, waits to be seen again when it asks for more, and ceases when the rule falls silent.
//!
//! A [`Ledger`] keeps the episodes of one group while it is judged and gathers what is to be written: many groups are written
//! together.

use std::collections::BTreeMap;

use jiff::Timestamp;
use peil_stats::signals::{Evidence, Level, Rule, Settings};
use serde_json::Value;

use super::{SignalsError, VERSION, judge::Found, rules::differing};
use crate::{
    domain::{GroupId, SessionId, SignalId, Urgency},
    store::{EpisodeChanges, EpisodeKey, FoundRow, LiveEpisode, RaisedEpisode, RenewedEpisode},
};

/// What the present findings are of.
pub(super) struct Said<'a> {
    /// The newest session: that is where what is no longer found has ceased.
    pub(super) newest: Option<SessionId>,
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
                Some(episode) => {
                    let rises = found.urgency > episode.urgency;
                    self.changes.renewed.push(RenewedEpisode { id: episode.id, found, rises });
                    self.open.insert(key, episode);
                }
                None if self.open.contains_key(&key) => {}
                None => {
                    let (id, group, session) = (SignalId::new(self.now), self.group, one.session);
                    self.changes.raised.push(RaisedEpisode { id, group, session, key, found });
                }
            }
        }
        for episode in silent.into_values() {
            self.cease(episode, said.newest);
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

    /// Judges what has ceased, where `came_true` says that its stay is over: `Some(None)` where nobody can know.
    pub(super) fn judge(
        &mut self,
        mut came_true: impl FnMut(&LiveEpisode) -> Result<Option<Option<bool>>, SignalsError>,
    ) -> Result<(), SignalsError> {
        for episode in std::mem::take(&mut self.unjudged) {
            match came_true(&episode)? {
                Some(verdict) => self.changes.judged.push((episode.id, verdict)),
                None => self.unjudged.push(episode),
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

fn urgency(level: Level) -> Urgency {
    match level {
        Level::Note => Urgency::Note,
        Level::Watch => Urgency::Watch,
        Level::Attention => Urgency::Attention,
    }
}
