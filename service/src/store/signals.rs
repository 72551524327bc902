//! Alerts, raised by an answer and never removed, and what a group's page needs of them and of the module's signals. What
//! people do about them are `signal_steps`.

use jiff::{Timestamp, civil::Date};
use serde_json::Value;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AlertLevel, EscalationReason, GroupId, MembershipId, SessionId, SignalId, SignalStep, Urgency};

sql! {
    INSERT = "INSERT INTO signals (organisation_id, signal_id, membership_id, session_id, rule, rule_version,
                                   instrument_id, scale, inputs, raised_at, level, group_id)
              SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, m.group_id
              FROM memberships m WHERE m.organisation_id = $1 AND m.membership_id = $3
              ON CONFLICT (organisation_id, membership_id, session_id, rule, instrument_id, scale)
                  WHERE level IS NOT NULL
              DO UPDATE SET inputs = excluded.inputs WHERE signals.inputs <> excluded.inputs";
    FIND = "SELECT signal_id, inputs FROM signals
            WHERE organisation_id = $1 AND membership_id = $2 AND session_id = $3 AND rule = $4
              AND instrument_id = $5 AND scale = $6 AND level IS NOT NULL FOR UPDATE";
    RENEW = "UPDATE signals SET inputs = $3, round = round + 1, renewed_at = $4
             WHERE organisation_id = $1 AND signal_id = $2";
    ESCALATE = "UPDATE signals SET escalated_at = $3, escalated_why = $4
                WHERE organisation_id = $1 AND signal_id = $2 AND escalated_at IS NULL";
    OF_SESSION = "SELECT signal_id, level FROM signals WHERE organisation_id = $1 AND session_id = $2 AND level IS NOT NULL
                  ORDER BY raised_at, signal_id";
    OF_GROUP = "SELECT x.signal_id, x.membership_id, x.session_id, x.rule, x.rule_version, x.instrument_id, x.scale,
                       x.inputs, x.raised_at, x.level, x.urgency, x.escalated_at IS NOT NULL, t.step, t.taken_at
                FROM signals x
                LEFT JOIN LATERAL (SELECT u.step, u.taken_at FROM signal_steps u
                                   WHERE u.organisation_id = x.organisation_id AND u.signal_id = x.signal_id
                                     AND u.round = x.round
                                   ORDER BY array_position(ARRAY['closed', 'acted', 'discussed', 'seen'], u.step), u.taken_at
                                   LIMIT 1) t ON true
                WHERE x.organisation_id = $1 AND x.group_id = $2 AND x.ceased_at IS NULL
                  AND t.step IS DISTINCT FROM 'closed'
                ORDER BY x.raised_at DESC";
    OF_STAY = "SELECT x.rule, x.level, x.urgency, s.held_on, x.ceased_at IS NOT NULL
               FROM signals x
               JOIN sessions s ON s.organisation_id = x.organisation_id AND s.session_id = x.session_id
               WHERE x.organisation_id = $1 AND x.membership_id = $2 AND (x.level IS NOT NULL OR $3)
               ORDER BY s.held_on, x.raised_at, x.signal_id";
}

/// An alert to raise.
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
    /// The scale, or the alert for an item rule.
    pub scale: &'a str,
    /// What the rule computed with.
    pub inputs: Value,
    /// How soon somebody must look.
    pub level: AlertLevel,
}

/// A signal that was raised before: which, and with what.
pub struct RaisedRow {
    /// Its id.
    pub id: SignalId,
    /// What the rule computed with.
    pub inputs: Value,
}

/// A signal that holds and that nobody closed.
#[derive(Clone)]
pub struct SignalRow {
    /// Its id.
    pub id: SignalId,
    /// Whom it is about; none where the group as a whole is meant.
    pub membership: Option<MembershipId>,
    /// The session whose answers raised it.
    pub session: SessionId,
    /// The rule.
    pub rule: String,
    /// The rule's version.
    pub rule_version: String,
    /// The instrument.
    pub instrument: String,
    /// The scale, or the alert for an item rule.
    pub scale: String,
    /// What the rule computed with.
    pub inputs: Value,
    /// When.
    pub raised_at: Timestamp,
    /// How soon somebody must look; none for a signal that waits for the next meeting.
    pub level: Option<AlertLevel>,
    /// How much a signal of the module asks; none for an alert.
    pub urgency: Option<Urgency>,
    /// Whether those on duty were called in.
    pub escalated: bool,
    /// The furthest step since it was raised or got worse, and when it was taken.
    pub furthest: Option<(SignalStep, Timestamp)>,
}

/// A signal of a stay, whether it still holds or not, without what it was computed with.
#[derive(Debug, Clone)]
pub struct StaySignalRow {
    /// The rule.
    pub rule: String,
    /// How soon somebody must look; none for a signal that waits for the next meeting.
    pub level: Option<AlertLevel>,
    /// How much a signal of the module asks; none for an alert.
    pub urgency: Option<Urgency>,
    /// The day of the session that raised it.
    pub held_on: Date,
    /// Whether the rule has fallen silent.
    pub ceased: bool,
}

impl std::fmt::Debug for SignalRow {
    /// Never the inputs: they may hold an answer.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SignalRow({})", self.id)
    }
}

impl Tenant<'_> {
    /// Every signal of a stay in order of time; with `module` false only alerts.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn stay_signals(&self, stay: MembershipId, module: bool) -> Result<Vec<StaySignalRow>, StoreError> {
        let rows = self.query(OF_STAY, &[&self.organisation().uuid(), &stay.uuid(), &module]).await?;
        let read = |row| {
            let mut read = Reader::new(row, OF_STAY);
            Ok(StaySignalRow {
                rule: read.value()?,
                level: read.word_opt()?,
                urgency: read.word_opt()?,
                held_on: read.value()?,
                ceased: read.value()?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Raises an alert; one that stands already is brought up to date.
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
                &signal.level.word(),
            ],
        )
        .await?;
        Ok(())
    }

    /// The signal that was raised before in the place of this one, locked until the transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn raised_before(&self, signal: &NewSignal<'_>) -> Result<Option<RaisedRow>, StoreError> {
        let organisation = self.organisation().uuid();
        let (membership, session) = (signal.membership.uuid(), signal.session.uuid());
        let place: &[&(dyn tokio_postgres::types::ToSql + Sync)] =
            &[&organisation, &membership, &session, &signal.rule, &signal.instrument, &signal.scale];
        let row = self.query_opt(FIND, place).await?;
        row.map(|row| {
            let mut read = Reader::new(&row, FIND);
            Ok(RaisedRow { id: read.id()?, inputs: read.value()? })
        })
        .transpose()
    }

    /// It got worse: the steps so far say nothing about that, so it waits to be seen anew.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn renew_signal(&self, id: SignalId, inputs: &Value, now: Timestamp) -> Result<(), StoreError> {
        self.execute(RENEW, &[&self.organisation().uuid(), &id.uuid(), inputs, &now]).await?;
        Ok(())
    }

    /// Calls in those on duty; `false` when they were called in before.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn escalate_signal(
        &self,
        id: SignalId,
        why: EscalationReason,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(ESCALATE, &[&self.organisation().uuid(), &id.uuid(), &now, &why.word()]).await? == 1)
    }

    /// The alerts that a session's answers raised, with their levels, oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn alerts_of_session(&self, session: SessionId) -> Result<Vec<(SignalId, AlertLevel)>, StoreError> {
        let rows = self.query(OF_SESSION, &[&self.organisation().uuid(), &session.uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, OF_SESSION);
                Ok((read.id()?, read.word()?))
            })
            .collect()
    }

    /// The signals about members of a group that hold and that nobody closed, newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_signals(&self, group: GroupId) -> Result<Vec<SignalRow>, StoreError> {
        let rows = self.query(OF_GROUP, &[&self.organisation().uuid(), &group.uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, OF_GROUP);
                Ok(SignalRow {
                    id: read.id()?,
                    membership: read.id_opt()?,
                    session: read.id()?,
                    rule: read.value()?,
                    rule_version: read.value()?,
                    instrument: read.value()?,
                    scale: read.value()?,
                    inputs: read.value()?,
                    raised_at: read.value()?,
                    level: read.word_opt()?,
                    urgency: read.word_opt()?,
                    escalated: read.value()?,
                    furthest: read.word_opt()?.zip(read.value::<Option<Timestamp>>()?),
                })
            })
            .collect()
    }
}
