//! Signals: raised once, never removed, marked when they no longer hold.

use jiff::Timestamp;
use serde_json::Value;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{GroupId, MembershipId, SessionId, SignalId};

sql! {
    INSERT = "INSERT INTO signals (organisation_id, signal_id, membership_id, session_id, rule, rule_version,
                                   instrument_id, scale, inputs, raised_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
              ON CONFLICT (organisation_id, membership_id, session_id, rule, instrument_id, scale)
              DO UPDATE SET inputs = excluded.inputs, ceased_at = NULL
              WHERE signals.inputs <> excluded.inputs OR signals.ceased_at IS NOT NULL";
    CEASE = "UPDATE signals SET ceased_at = $6
             WHERE organisation_id = $1 AND rule = $2 AND instrument_id = $3 AND scale = $4 AND ceased_at IS NULL
               AND NOT (signals.membership_id, signals.session_id) IN
                   (SELECT m, s FROM unnest($5::uuid[], $7::uuid[]) AS held (m, s))";
    OF_GROUP = "SELECT x.membership_id, x.session_id, x.rule, x.rule_version, x.instrument_id, x.scale, x.inputs,
                       x.raised_at
                FROM signals x
                JOIN memberships m ON m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id
                WHERE x.organisation_id = $1 AND m.group_id = $2 AND x.ceased_at IS NULL
                  AND (x.rule <> 'RISK' OR x.raised_at >= $3)
                ORDER BY x.raised_at DESC";
}

/// A signal to raise.
pub struct NewSignal<'a> {
    /// Its id.
    pub id: SignalId,
    /// Whom it is about.
    pub membership: MembershipId,
    /// The session whose answers raised it.
    pub session: SessionId,
    /// The rule.
    pub rule: &'static str,
    /// The rule's version.
    pub rule_version: &'static str,
    /// The instrument.
    pub instrument: &'a str,
    /// The scale, or the item for an item rule.
    pub scale: &'a str,
    /// What the rule computed with.
    pub inputs: Value,
}

/// A signal that holds.
#[derive(Debug, Clone)]
pub struct SignalRow {
    /// Whom it is about.
    pub membership: MembershipId,
    /// The session whose answers raised it.
    pub session: SessionId,
    /// The rule.
    pub rule: String,
    /// The rule's version.
    pub rule_version: String,
    /// The instrument.
    pub instrument: String,
    /// The scale or item.
    pub scale: String,
    /// What the rule computed with.
    pub inputs: Value,
    /// When.
    pub raised_at: Timestamp,
}

impl Tenant<'_> {
    /// Raises a signal; one that stands already is brought up to date.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn raise_signal(&self, signal: &NewSignal<'_>, now: Timestamp) -> Result<(), StoreError> {
        self.execute(
            INSERT,
            &[
                &self.organisation().uuid(),
                &signal.id.uuid(),
                &signal.membership.uuid(),
                &signal.session.uuid(),
                &signal.rule,
                &signal.rule_version,
                &signal.instrument,
                &signal.scale,
                &signal.inputs,
                &now,
            ],
        )
        .await?;
        Ok(())
    }

    /// Marks every signal of a rule on a scale that is not among `held` as no longer holding.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn cease_signals_except(
        &self,
        rule: &str,
        instrument: &str,
        scale: &str,
        held: &[(MembershipId, SessionId)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let members: Vec<uuid::Uuid> = held.iter().map(|(member, _)| member.uuid()).collect();
        let sessions: Vec<uuid::Uuid> = held.iter().map(|(_, session)| session.uuid()).collect();
        let organisation = self.organisation().uuid();
        self.execute(CEASE, &[&organisation, &rule, &instrument, &scale, &members, &now, &sessions]).await?;
        Ok(())
    }

    /// The signals about members of a group that hold, newest first; of safety items those raised since `safety_since`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_signals(&self, group: GroupId, safety_since: Timestamp) -> Result<Vec<SignalRow>, StoreError> {
        let rows = self.query(OF_GROUP, &[&self.organisation().uuid(), &group.uuid(), &safety_since]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, OF_GROUP);
                Ok(SignalRow {
                    membership: read.id()?,
                    session: read.id()?,
                    rule: read.value()?,
                    rule_version: read.value()?,
                    instrument: read.value()?,
                    scale: read.value()?,
                    inputs: read.value()?,
                    raised_at: read.value()?,
                })
            })
            .collect()
    }
}
