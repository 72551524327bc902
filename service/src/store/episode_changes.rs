//! What an evaluation writes of episodes, many groups at once: raised, brought up to date, ceased, judged. An episode that has
//! ceased is not touched, but for the one time that it is judged.

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::{EpisodeKey, JudgedLevel, NewLevel, ReachedLevel, StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{GroupId, MembershipId, SessionId, SignalId, Urgency};

sql! {
    LIVE = "SELECT signal_id, group_id, session_id, membership_id, rule, instrument_id, scale, urgency,
                   ceased_at IS NOT NULL
            FROM signals
            WHERE organisation_id = $1 AND group_id = ANY($2) AND level IS NULL AND judged_at IS NULL
            ORDER BY signal_id FOR UPDATE";
    RAISE = "INSERT INTO signals (organisation_id, signal_id, group_id, membership_id, session_id, rule, instrument_id,
                                  scale, rule_version, urgency, value, crossed_limit, inputs, module_version, model,
                                  raised_at)
             SELECT $1, n.signal_id, n.group_id, n.membership_id, n.session_id, n.rule, n.instrument_id, n.scale,
                    n.rule_version, n.urgency, n.value, n.crossed_limit, n.inputs, n.module_version, n.model, $16
             FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[],
                         $10::text[], $11::float8[], $12::float8[], $13::jsonb[], $14::text[], $15::text[])
                  AS n (signal_id, group_id, membership_id, session_id, rule, instrument_id, scale, rule_version, urgency,
                        value, crossed_limit, inputs, module_version, model)
             ON CONFLICT (organisation_id, group_id, membership_id, rule, instrument_id, scale)
                 WHERE level IS NULL AND ceased_at IS NULL DO NOTHING";
    RENEW = "UPDATE signals x SET rule_version = n.rule_version, urgency = n.urgency, value = n.value,
                                  crossed_limit = n.crossed_limit, inputs = n.inputs, module_version = n.module_version,
                                  model = n.model,
                                  round = round + CASE WHEN n.rises THEN 1 ELSE 0 END,
                                  renewed_at = CASE WHEN n.rises THEN $11 ELSE renewed_at END
             FROM unnest($2::uuid[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::jsonb[], $8::text[],
                         $9::text[], $10::bool[])
                  AS n (signal_id, rule_version, urgency, value, crossed_limit, inputs, module_version, model, rises)
             WHERE x.organisation_id = $1 AND x.signal_id = n.signal_id AND x.ceased_at IS NULL
               AND (x.inputs <> n.inputs OR x.value <> n.value OR x.crossed_limit <> n.crossed_limit
                    OR x.urgency <> n.urgency OR x.rule_version <> n.rule_version
                    OR x.module_version <> n.module_version OR x.model IS DISTINCT FROM n.model)";
    CEASE = "UPDATE signals x SET ceased_at = $4, ceased_session_id = n.session_id
             FROM unnest($2::uuid[], $3::uuid[]) AS n (signal_id, session_id)
             WHERE x.organisation_id = $1 AND x.signal_id = n.signal_id AND x.ceased_at IS NULL";
    JUDGE = "UPDATE signals x SET came_true = n.came_true, judged_at = $4
             FROM unnest($2::uuid[], $3::bool[]) AS n (signal_id, came_true)
             WHERE x.organisation_id = $1 AND x.signal_id = n.signal_id AND x.judged_at IS NULL";
    EVALUATED = "UPDATE sessions SET signals_evaluated_at = $3, signals_rules = $4
                 WHERE organisation_id = $1 AND session_id = ANY($2) AND signals_evaluated_at IS NULL";
}

/// An episode that is open, or has ceased and was not judged yet.
#[derive(Debug, Clone)]
pub struct LiveEpisode {
    /// Its id.
    pub id: SignalId,
    /// The group.
    pub group: GroupId,
    /// The session at which it was raised.
    pub session: SessionId,
    /// What it is.
    pub key: EpisodeKey,
    /// How much it asks.
    pub urgency: Urgency,
    /// Whether it has ceased.
    pub ceased: bool,
    /// The levels at which it stood, the first one first.
    pub reached: Vec<ReachedLevel>,
}

/// What a rule found, as it is stored.
#[derive(Clone)]
pub struct FoundRow {
    /// The rule's version.
    pub rule_version: String,
    /// How much it asks.
    pub urgency: Urgency,
    /// What reached or crossed the limit.
    pub value: f64,
    /// The limit.
    pub limit: f64,
    /// What the rule computed with.
    pub inputs: Value,
    /// Version of the module.
    pub module_version: &'static str,
    /// The expected course behind it.
    pub model: Option<String>,
}

/// An episode to open; nothing happens where one of its kind is open.
pub struct RaisedEpisode {
    /// Its id.
    pub id: SignalId,
    /// The group.
    pub group: GroupId,
    /// The session.
    pub session: SessionId,
    /// What it is.
    pub key: EpisodeKey,
    /// What the rule found.
    pub found: FoundRow,
}

/// An open episode to bring up to date.
pub struct RenewedEpisode {
    /// Its id.
    pub id: SignalId,
    /// What the rule finds now.
    pub found: FoundRow,
    /// Whether it begins a new round and waits to be seen again.
    pub rises: bool,
}

/// What an evaluation writes.
#[derive(Default)]
pub struct EpisodeChanges {
    /// What begins.
    pub raised: Vec<RaisedEpisode>,
    /// Levels that are reached, of what begins too.
    pub reached: Vec<NewLevel>,
    /// What goes on.
    pub renewed: Vec<RenewedEpisode>,
    /// What ends, at a session where one tells it.
    pub ceased: Vec<(SignalId, Option<SessionId>)>,
    /// Whether what had ceased came true; none where nobody can know.
    pub judged: Vec<(SignalId, Option<bool>)>,
    /// The same of each level.
    pub judged_levels: Vec<JudgedLevel>,
    /// Sessions after which the signals were evaluated.
    pub evaluated: Vec<SessionId>,
}

impl FromIterator<Self> for EpisodeChanges {
    fn from_iter<I: IntoIterator<Item = Self>>(all: I) -> Self {
        let mut together = Self::default();
        for one in all {
            together.raised.extend(one.raised);
            together.reached.extend(one.reached);
            together.renewed.extend(one.renewed);
            together.ceased.extend(one.ceased);
            together.judged.extend(one.judged);
            together.judged_levels.extend(one.judged_levels);
            together.evaluated.extend(one.evaluated);
        }
        together
    }
}

impl Tenant<'_> {
    /// The episodes of these groups that are open, or have ceased and were not judged yet, locked until the transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn live_episodes(&self, groups: &[GroupId]) -> Result<Vec<LiveEpisode>, StoreError> {
        let groups: Vec<Uuid> = groups.iter().map(|group| group.uuid()).collect();
        let rows = self.query(LIVE, &[&self.organisation().uuid(), &groups]).await?;
        let mut episodes: Vec<LiveEpisode> =
            rows.iter().map(|row| live(&mut Reader::new(row, LIVE))).collect::<Result<_, _>>()?;
        let ids: Vec<SignalId> = episodes.iter().map(|episode| episode.id).collect();
        // Only now: what another evaluation wrote, while this one waited for the lock, counts.
        let mut levels = self.live_levels(&ids).await?;
        for episode in &mut episodes {
            episode.reached = levels.remove(&episode.id).unwrap_or_default();
        }
        Ok(episodes)
    }

    /// Writes what an evaluation by these versions of the rules found. What is open already is not opened, and what did not change is not touched.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn write_episodes(
        &self,
        changes: &EpisodeChanges,
        rules: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        // Sent together; only what has ceased is judged and makes room for what is raised, and its levels come after it.
        let one_after_another = async {
            self.cease(&changes.ceased, now).await?;
            self.judge(&changes.judged, now).await?;
            self.raise(&changes.raised, now).await?;
            self.reach_levels(&changes.reached, now).await?;
            self.judge_levels(&changes.judged_levels, now).await
        };
        tokio::try_join!(
            self.renew(&changes.renewed, now),
            one_after_another,
            self.evaluated(&changes.evaluated, rules, now),
        )?;
        Ok(())
    }

    async fn cease(&self, ceased: &[(SignalId, Option<SessionId>)], now: Timestamp) -> Result<(), StoreError> {
        if ceased.is_empty() {
            return Ok(());
        }
        let (ids, sessions): (Vec<Uuid>, Vec<Option<Uuid>>) =
            ceased.iter().map(|(id, session)| (id.uuid(), session.map(SessionId::uuid))).unzip();
        self.execute(CEASE, &[&self.organisation().uuid(), &ids, &sessions, &now]).await?;
        Ok(())
    }

    async fn judge(&self, judged: &[(SignalId, Option<bool>)], now: Timestamp) -> Result<(), StoreError> {
        if judged.is_empty() {
            return Ok(());
        }
        let (ids, verdicts): (Vec<Uuid>, Vec<Option<bool>>) =
            judged.iter().map(|(id, came_true)| (id.uuid(), *came_true)).unzip();
        self.execute(JUDGE, &[&self.organisation().uuid(), &ids, &verdicts, &now]).await?;
        Ok(())
    }

    async fn evaluated(&self, sessions: &[SessionId], rules: &str, now: Timestamp) -> Result<(), StoreError> {
        if sessions.is_empty() {
            return Ok(());
        }
        let sessions: Vec<Uuid> = sessions.iter().map(|session| session.uuid()).collect();
        self.execute(EVALUATED, &[&self.organisation().uuid(), &sessions, &now, &rules]).await?;
        Ok(())
    }

    async fn raise(&self, raised: &[RaisedEpisode], now: Timestamp) -> Result<(), StoreError> {
        if raised.is_empty() {
            return Ok(());
        }
        let found = Columns::of(raised.iter().map(|one| &one.found));
        let ids: Vec<Uuid> = raised.iter().map(|one| one.id.uuid()).collect();
        let groups: Vec<Uuid> = raised.iter().map(|one| one.group.uuid()).collect();
        let members: Vec<Option<Uuid>> = raised.iter().map(|one| one.key.membership.map(MembershipId::uuid)).collect();
        let sessions: Vec<Uuid> = raised.iter().map(|one| one.session.uuid()).collect();
        let rules: Vec<&str> = raised.iter().map(|one| one.key.rule.as_str()).collect();
        let instruments: Vec<&str> = raised.iter().map(|one| one.key.instrument.as_str()).collect();
        let scales: Vec<&str> = raised.iter().map(|one| one.key.scale.as_str()).collect();
        self.execute(
            RAISE,
            &[
                &self.organisation().uuid(),
                &ids,
                &groups,
                &members,
                &sessions,
                &rules,
                &instruments,
                &scales,
                &found.rule_versions,
                &found.urgencies,
                &found.values,
                &found.limits,
                &found.inputs,
                &found.module_versions,
                &found.models,
                &now,
            ],
        )
        .await?;
        Ok(())
    }

    async fn renew(&self, renewed: &[RenewedEpisode], now: Timestamp) -> Result<(), StoreError> {
        if renewed.is_empty() {
            return Ok(());
        }
        let found = Columns::of(renewed.iter().map(|one| &one.found));
        let ids: Vec<Uuid> = renewed.iter().map(|one| one.id.uuid()).collect();
        let rises: Vec<bool> = renewed.iter().map(|one| one.rises).collect();
        self.execute(
            RENEW,
            &[
                &self.organisation().uuid(),
                &ids,
                &found.rule_versions,
                &found.urgencies,
                &found.values,
                &found.limits,
                &found.inputs,
                &found.module_versions,
                &found.models,
                &rises,
                &now,
            ],
        )
        .await?;
        Ok(())
    }
}

/// An episode without its levels.
fn live(read: &mut Reader<'_>) -> Result<LiveEpisode, StoreError> {
    let (id, group, session, membership) = (read.id()?, read.id()?, read.id()?, read.id_opt()?);
    let key = EpisodeKey { membership, rule: read.value()?, instrument: read.value()?, scale: read.value()? };
    Ok(LiveEpisode { id, group, session, key, urgency: read.word()?, ceased: read.value()?, reached: Vec::new() })
}

/// What rules found, column by column, as arrays are sent.
struct Columns<'f> {
    rule_versions: Vec<&'f str>,
    urgencies: Vec<&'static str>,
    values: Vec<f64>,
    limits: Vec<f64>,
    inputs: Vec<&'f Value>,
    module_versions: Vec<&'static str>,
    models: Vec<Option<&'f str>>,
}

impl<'f> Columns<'f> {
    fn of(found: impl Iterator<Item = &'f FoundRow> + Clone) -> Self {
        Self {
            rule_versions: found.clone().map(|row| row.rule_version.as_str()).collect(),
            urgencies: found.clone().map(|row| row.urgency.word()).collect(),
            values: found.clone().map(|row| row.value).collect(),
            limits: found.clone().map(|row| row.limit).collect(),
            inputs: found.clone().map(|row| &row.inputs).collect(),
            module_versions: found.clone().map(|row| row.module_version).collect(),
            models: found.map(|row| row.model.as_deref()).collect(),
        }
    }
}
