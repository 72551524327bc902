//! Signals of the module as episodes: raised, brought up to date while they are open, ceased. A ceased one is not touched.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{GroupId, MembershipId, SessionId, SignalId, Urgency};

sql! {
    OPEN = "SELECT signal_id, membership_id, rule, instrument_id, scale, urgency FROM signals
            WHERE organisation_id = $1 AND group_id = $2 AND level IS NULL AND ceased_at IS NULL
            ORDER BY signal_id FOR UPDATE";
    RAISE = "INSERT INTO signals (organisation_id, signal_id, group_id, membership_id, session_id, rule, instrument_id,
                                  scale, rule_version, urgency, value, crossed_limit, inputs, module_version, model,
                                  raised_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
             ON CONFLICT (organisation_id, group_id, membership_id, rule, instrument_id, scale)
                 WHERE level IS NULL AND ceased_at IS NULL DO NOTHING";
    RENEW = "UPDATE signals SET rule_version = $3, urgency = $4, value = $5, crossed_limit = $6, inputs = $7,
                                module_version = $8, model = $9,
                                round = round + CASE WHEN $10 THEN 1 ELSE 0 END,
                                renewed_at = CASE WHEN $10 THEN $11 ELSE renewed_at END
             WHERE organisation_id = $1 AND signal_id = $2 AND ceased_at IS NULL
               AND (inputs <> $7 OR value <> $5 OR crossed_limit <> $6 OR urgency <> $4 OR rule_version <> $3
                    OR module_version <> $8 OR model IS DISTINCT FROM $9)";
    ONE = "SELECT x.signal_id, m.pseudonym, coalesce(s.number, 0::int2), x.rule, x.rule_version, x.instrument_id, x.scale,
                  x.urgency, x.inputs, x.module_version, x.model, x.raised_at, x.renewed_at, x.ceased_at, x.round,
                  EXISTS (SELECT FROM signal_steps u
                          WHERE u.organisation_id = x.organisation_id AND u.signal_id = x.signal_id
                            AND u.round = x.round AND u.step = 'closed')
           FROM signals x
           JOIN sessions s ON s.organisation_id = x.organisation_id AND s.session_id = x.session_id
           LEFT JOIN memberships m ON m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id
           WHERE x.organisation_id = $1 AND x.group_id = $2 AND x.signal_id = $3 AND x.level IS NULL";
    EVALUATED = "UPDATE sessions SET signals_evaluated_at = $3
                 WHERE organisation_id = $1 AND session_id = $2 AND signals_evaluated_at IS NULL";
    EVALUATED_OF = "SELECT session_id FROM sessions
                    WHERE organisation_id = $1 AND group_id = $2 AND signals_evaluated_at IS NOT NULL";
    UNJUDGED = "SELECT signal_id, session_id, membership_id, rule, instrument_id, scale FROM signals
                WHERE organisation_id = $1 AND group_id = $2 AND level IS NULL AND ceased_at IS NOT NULL
                  AND judged_at IS NULL
                ORDER BY signal_id";
    JUDGE = "UPDATE signals SET came_true = $3, judged_at = $4
             WHERE organisation_id = $1 AND signal_id = $2 AND judged_at IS NULL";
    RATES = "SELECT rule, count(*), count(*) FILTER (WHERE came_true) FROM signals
             WHERE organisation_id = $1 AND came_true IS NOT NULL
             GROUP BY rule ORDER BY rule";
    SPANS = "SELECT membership_id, rule, urgency, session_id, ceased_session_id FROM signals
             WHERE organisation_id = $1 AND group_id = $2 AND instrument_id = $3 AND scale = $4 AND level IS NULL
             ORDER BY signal_id";
    CEASE = "UPDATE signals SET ceased_at = $3, ceased_session_id = $4
             WHERE organisation_id = $1 AND signal_id = $2 AND ceased_at IS NULL";
}

/// A ceased episode of which nobody has said yet whether it came true.
#[derive(Debug, Clone)]
pub struct UnjudgedRow {
    /// Its id.
    pub id: SignalId,
    /// The session at which it was raised.
    pub session: SessionId,
    /// What it is.
    pub key: EpisodeKey,
}

/// From which session to which an episode ran.
#[derive(Debug, Clone)]
pub struct EpisodeSpanRow {
    /// The member; none where the group as a whole is meant.
    pub membership: Option<MembershipId>,
    /// The rule.
    pub rule: String,
    /// How much it asked at last.
    pub urgency: Urgency,
    /// The session at which it was raised.
    pub raised: SessionId,
    /// The one at which it ceased.
    pub ceased: Option<SessionId>,
}

/// A signal of the module, as whoever opens it reads it.
#[derive(Clone)]
pub struct EpisodeRow {
    /// Its id.
    pub id: SignalId,
    /// The name of whom it is about; none where the group as a whole is meant.
    pub pseudonym: Option<String>,
    /// Number of the session at which it was raised; 0 for a moment outside the sessions.
    pub session: i16,
    /// The rule.
    pub rule: String,
    /// The rule's version.
    pub rule_version: String,
    /// The instrument.
    pub instrument: String,
    /// The scale.
    pub scale: String,
    /// How much it asks.
    pub urgency: Urgency,
    /// What the rule computed with.
    pub inputs: Value,
    /// Version of the module.
    pub module_version: String,
    /// The expected course behind it.
    pub model: Option<String>,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// When it last began to ask for more.
    pub renewed_at: Option<Timestamp>,
    /// When the rule fell silent.
    pub ceased_at: Option<Timestamp>,
    /// How often it was raised or began to ask for more.
    pub round: i16,
    /// Whether it was closed as it is now.
    pub closed: bool,
}

/// Whom a signal is about, by which rule, on which scale: at most one of these is open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EpisodeKey {
    /// The member; none where the group as a whole is meant.
    pub membership: Option<MembershipId>,
    /// The rule.
    pub rule: String,
    /// The instrument.
    pub instrument: String,
    /// The scale.
    pub scale: String,
}

/// An episode that has not ceased.
#[derive(Debug, Clone)]
pub struct OpenEpisode {
    /// Its id.
    pub id: SignalId,
    /// What it is.
    pub key: EpisodeKey,
    /// How much it asks.
    pub urgency: Urgency,
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

impl Tenant<'_> {
    /// The episodes of a group that have not ceased, locked until the transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn open_episodes(&self, group: GroupId) -> Result<Vec<OpenEpisode>, StoreError> {
        let rows = self.query(OPEN, &[&self.organisation().uuid(), &group.uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, OPEN);
                let id = read.id()?;
                let membership = read.id_opt()?;
                let key =
                    EpisodeKey { membership, rule: read.value()?, instrument: read.value()?, scale: read.value()? };
                Ok(OpenEpisode { id, key, urgency: read.word()? })
            })
            .collect()
    }

    /// Opens an episode at a session; `false` when one of its kind is open.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn raise_episode(
        &self,
        id: SignalId,
        (group, session): (GroupId, SessionId),
        key: &EpisodeKey,
        found: &FoundRow,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (organisation, membership) = (self.organisation().uuid(), key.membership.map(MembershipId::uuid));
        let written = self
            .execute(
                RAISE,
                &[
                    &organisation,
                    &id.uuid(),
                    &group.uuid(),
                    &membership,
                    &session.uuid(),
                    &key.rule,
                    &key.instrument,
                    &key.scale,
                    &found.rule_version,
                    &found.urgency.word(),
                    &found.value,
                    &found.limit,
                    &found.inputs,
                    &found.module_version,
                    &found.model,
                    &now,
                ],
            )
            .await?;
        Ok(written == 1)
    }

    /// Brings an open episode up to date; with `rises` it begins a new round and waits to be seen again. `false` when
    /// nothing of it changed.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn renew_episode(
        &self,
        id: SignalId,
        found: &FoundRow,
        rises: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let written = self
            .execute(
                RENEW,
                &[
                    &self.organisation().uuid(),
                    &id.uuid(),
                    &found.rule_version,
                    &found.urgency.word(),
                    &found.value,
                    &found.limit,
                    &found.inputs,
                    &found.module_version,
                    &found.model,
                    &rises,
                    &now,
                ],
            )
            .await?;
        Ok(written == 1)
    }

    /// A signal of the module in a group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn episode(&self, group: GroupId, id: SignalId) -> Result<Option<EpisodeRow>, StoreError> {
        let row = self.query_opt(ONE, &[&self.organisation().uuid(), &group.uuid(), &id.uuid()]).await?;
        row.map(|row| {
            let mut read = Reader::new(&row, ONE);
            Ok(EpisodeRow {
                id: read.id()?,
                pseudonym: read.value()?,
                session: read.value()?,
                rule: read.value()?,
                rule_version: read.value()?,
                instrument: read.value()?,
                scale: read.value()?,
                urgency: read.word()?,
                inputs: read.value()?,
                module_version: read.value()?,
                model: read.value()?,
                raised_at: read.value()?,
                renewed_at: read.value()?,
                ceased_at: read.value()?,
                round: read.value()?,
                closed: read.value()?,
            })
        })
        .transpose()
    }

    /// Writes down that the signals were evaluated after a session, once.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn mark_evaluated(&self, session: SessionId, now: Timestamp) -> Result<(), StoreError> {
        self.execute(EVALUATED, &[&self.organisation().uuid(), &session.uuid(), &now]).await?;
        Ok(())
    }

    /// The sessions of a group after which the signals were evaluated.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn evaluated_sessions(&self, group: GroupId) -> Result<BTreeSet<SessionId>, StoreError> {
        let rows = self.query(EVALUATED_OF, &[&self.organisation().uuid(), &group.uuid()]).await?;
        rows.iter().map(|row| Reader::new(row, EVALUATED_OF).id()).collect()
    }

    /// The ceased episodes of a group of which nobody has said yet whether they came true.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn unjudged_episodes(&self, group: GroupId) -> Result<Vec<UnjudgedRow>, StoreError> {
        let rows = self.query(UNJUDGED, &[&self.organisation().uuid(), &group.uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, UNJUDGED);
                let (id, session, membership) = (read.id()?, read.id()?, read.id_opt()?);
                let key =
                    EpisodeKey { membership, rule: read.value()?, instrument: read.value()?, scale: read.value()? };
                Ok(UnjudgedRow { id, session, key })
            })
            .collect()
    }

    /// Writes down once whether an episode came true; none where nobody can know.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn judge_episode(&self, id: SignalId, came_true: Option<bool>, now: Timestamp) -> Result<(), StoreError> {
        self.execute(JUDGE, &[&self.organisation().uuid(), &id.uuid(), &came_true, &now]).await?;
        Ok(())
    }

    /// Rule by rule, how many signals were judged and how many of them came true.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn judged_rates(&self) -> Result<Vec<(String, i64, i64)>, StoreError> {
        let rows = self.query(RATES, &[&self.organisation().uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, RATES);
                Ok((read.value()?, read.value()?, read.value()?))
            })
            .collect()
    }

    /// From which session to which the episodes of a group ran, on one scale.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn episode_spans(
        &self,
        group: GroupId,
        instrument: &str,
        scale: &str,
    ) -> Result<Vec<EpisodeSpanRow>, StoreError> {
        let rows = self.query(SPANS, &[&self.organisation().uuid(), &group.uuid(), &instrument, &scale]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, SPANS);
                Ok(EpisodeSpanRow {
                    membership: read.id_opt()?,
                    rule: read.value()?,
                    urgency: read.word()?,
                    raised: read.id()?,
                    ceased: read.id_opt()?,
                })
            })
            .collect()
    }

    /// Ends an episode, at a session where one tells it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn cease_episode(
        &self,
        id: SignalId,
        session: Option<SessionId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let session = session.map(SessionId::uuid);
        self.execute(CEASE, &[&self.organisation().uuid(), &id.uuid(), &now, &session]).await?;
        Ok(())
    }
}
