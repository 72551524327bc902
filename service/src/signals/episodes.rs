//! From what the rules say now to what is stored: an episode opens when a rule begins to speak, is brought up to date while
//! it goes on, waits to be seen again when it asks for more, and ceases when the rule falls silent.

use std::collections::BTreeMap;

use jiff::Timestamp;
use peil_stats::signals::{Evidence, Level, Rule, Settings};
use serde_json::{Map, Value};

use super::{SignalsError, VERSION, judge::Found};
use crate::{
    domain::{GroupId, SessionId, SignalId, Urgency},
    store::{EpisodeKey, FoundRow, OpenEpisode, Tenant},
};

/// What the present findings are of.
pub(super) struct Said<'a> {
    pub(super) group: GroupId,
    /// The newest session: that is where what is no longer found has ceased.
    pub(super) newest: Option<SessionId>,
    pub(super) instrument: &'a str,
    pub(super) scale: &'a str,
    /// The expected course, or the model of leaving, behind those that go by one.
    pub(super) model: Option<&'a str>,
    pub(super) settings: &'a Settings,
}

/// Stores what was found. Of the open episodes that `judged` admits, those that were not found cease.
pub(super) async fn store(
    tenant: &Tenant<'_>,
    said: &Said<'_>,
    found: Vec<Found>,
    judged: impl Fn(&EpisodeKey) -> bool,
    now: Timestamp,
) -> Result<(), SignalsError> {
    let open = tenant.open_episodes(said.group).await?;
    let mut open: BTreeMap<EpisodeKey, OpenEpisode> =
        open.into_iter().map(|episode| (episode.key.clone(), episode)).collect();
    for one in found {
        let key = EpisodeKey {
            membership: one.membership,
            rule: one.finding.rule.id().to_owned(),
            instrument: said.instrument.to_owned(),
            scale: said.scale.to_owned(),
        };
        let row = said.row(&one)?;
        match open.remove(&key) {
            Some(episode) => {
                tenant.renew_episode(episode.id, &row, row.urgency > episode.urgency, now).await?;
            }
            None => {
                tenant.raise_episode(SignalId::new(now), (said.group, one.session), &key, &row, now).await?;
            }
        }
    }
    for episode in open.into_values().filter(|episode| judged(&episode.key)) {
        tenant.cease_episode(episode.id, said.newest, now).await?;
    }
    Ok(())
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

/// The settings that are not as they come.
fn differing(settings: &Settings) -> Result<Map<String, Value>, SignalsError> {
    if *settings == Settings::default() {
        return Ok(Map::new());
    }
    let (Value::Object(own), usual) = (serde_json::to_value(settings)?, serde_json::to_value(Settings::default())?)
    else {
        return Ok(Map::new());
    };
    Ok(own.into_iter().filter(|(name, value)| usual.get(name) != Some(value)).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use peil_stats::signals::Settings;

    use super::differing;

    #[test]
    fn only_what_was_set_is_kept_beside_a_signal() {
        assert!(differing(&Settings::default()).unwrap().is_empty());
        let set = differing(&Settings { silence: 3, ..Settings::default() }).unwrap();
        assert_eq!((set.len(), set["silence"].as_u64()), (1, Some(3)));
    }
}
