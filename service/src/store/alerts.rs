//! Alerts, as those read them who are told: signals with a level, of own groups, and for those on duty
//! what was escalated and is not closed, or was handled by them.

use jiff::{Timestamp, civil::Date};
use serde_json::Value;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, AlertLevel, AssignmentId, EscalationReason, GroupId, SignalId, SignalStep, TeamId};

sql! {
    READABLE = "SELECT x.signal_id, m.group_id, g.name, m.pseudonym, coalesce(s.number, 0::int2), a.assignment_id, x.instrument_id,
                       a.instrument_version, x.scale, x.level, x.inputs, x.raised_at, x.renewed_at, x.escalated_at,
                       x.escalated_why, r.submitted_at, t.step, t.taken_at, c.display_name
                FROM signals x
                JOIN memberships m ON m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id
                JOIN groups g ON g.organisation_id = m.organisation_id AND g.group_id = m.group_id
                JOIN sessions s ON s.organisation_id = x.organisation_id AND s.session_id = x.session_id
                JOIN assignments a ON a.organisation_id = x.organisation_id AND a.session_id = x.session_id
                                  AND a.membership_id = x.membership_id AND a.instrument_id = x.instrument_id
                LEFT JOIN responses r ON r.organisation_id = a.organisation_id AND r.assignment_id = a.assignment_id
                LEFT JOIN LATERAL (SELECT u.step, u.taken_at, u.account_id FROM signal_steps u
                                   WHERE u.organisation_id = x.organisation_id AND u.signal_id = x.signal_id
                                     AND u.round = x.round
                                   ORDER BY array_position(ARRAY['closed', 'acted', 'seen'], u.step), u.taken_at
                                   LIMIT 1) t ON true
                LEFT JOIN accounts c ON c.organisation_id = x.organisation_id AND c.account_id = t.account_id
                WHERE x.organisation_id = $1 AND x.level IS NOT NULL
                  AND ($5::uuid IS NULL OR x.signal_id = $5)
                  AND ($6::boolean IS NULL OR (t.step IS NOT DISTINCT FROM 'closed') = $6)
                  AND (EXISTS (SELECT FROM group_therapists h
                               WHERE h.organisation_id = m.organisation_id AND h.group_id = m.group_id
                                 AND h.account_id = $2 AND h.part IN ('lead', 'co') AND h.from_date <= $4
                                 AND (h.until_date IS NULL OR h.until_date >= $4))
                       OR g.team_id = $3
                       -- Those on duty: for as long as it needs somebody, and afterwards who did something about it.
                       OR (x.escalated_at IS NOT NULL
                           AND (t.step IS DISTINCT FROM 'closed'
                                OR EXISTS (SELECT FROM signal_steps k
                                           WHERE k.organisation_id = x.organisation_id AND k.signal_id = x.signal_id
                                             AND k.account_id = $2 AND k.step IN ('acted', 'closed')))
                           AND EXISTS (SELECT FROM duty_periods d
                                       WHERE d.organisation_id = x.organisation_id AND d.account_id = $2
                                         AND d.until_at IS NULL)))
                ORDER BY (x.level = 'safety' OR $6 IS TRUE) DESC,
                         coalesce(x.renewed_at, x.raised_at) DESC, x.signal_id
                LIMIT CASE WHEN $6 THEN 500 END";
    UNSEEN = "SELECT count(*)
              FROM signals x
              JOIN memberships m ON m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id
              JOIN groups g ON g.organisation_id = m.organisation_id AND g.group_id = m.group_id
              WHERE x.organisation_id = $1 AND x.waits
                AND (EXISTS (SELECT FROM group_therapists h
                             WHERE h.organisation_id = m.organisation_id AND h.group_id = m.group_id
                               AND h.account_id = $2 AND h.part IN ('lead', 'co') AND h.from_date <= $4
                               AND (h.until_date IS NULL OR h.until_date >= $4))
                     OR g.team_id = $3
                     OR (x.escalated_at IS NOT NULL
                         AND EXISTS (SELECT FROM duty_periods d
                                     WHERE d.organisation_id = x.organisation_id AND d.account_id = $2
                                       AND d.until_at IS NULL)))";
    DUE = "SELECT x.signal_id, m.group_id
           FROM signals x
           JOIN memberships m ON m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id
           WHERE x.organisation_id = $1 AND x.level = 'safety' AND x.waits
             AND x.escalated_at IS NULL AND coalesce(x.renewed_at, x.raised_at) <= $2
           ORDER BY x.raised_at LIMIT 100 FOR UPDATE OF x SKIP LOCKED";
    WAITS = "SELECT EXISTS (SELECT FROM signals x WHERE x.organisation_id = $1 AND x.level = 'safety' AND x.waits)";
}

/// Who reads alerts, and on which day.
#[derive(Debug, Clone, Copy)]
pub struct AlertReader {
    /// The account.
    pub account: AccountId,
    /// The team whose groups it sees beside the own ones.
    pub team: Option<TeamId>,
    /// The day on which it must lead a group.
    pub today: Date,
}

/// An alert.
#[derive(Clone)]
pub struct AlertRow {
    /// The signal.
    pub id: SignalId,
    /// The group.
    pub group: GroupId,
    /// Its name.
    pub group_name: String,
    /// The client's name in it.
    pub pseudonym: String,
    /// Number of the session; 0 for a moment outside the sessions.
    pub session: i16,
    /// The form.
    pub assignment: AssignmentId,
    /// Its instrument.
    pub instrument: String,
    /// The version that was asked.
    pub version: String,
    /// Which alert of the instrument.
    pub alert: String,
    /// How soon it asks for a reader.
    pub level: AlertLevel,
    /// What raised it: item and value.
    pub inputs: Value,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// When it last got worse.
    pub renewed_at: Option<Timestamp>,
    /// When those on duty were called in, and why.
    pub escalated: Option<(Timestamp, EscalationReason)>,
    /// When the form was sent; none for one that was left.
    pub submitted_at: Option<Timestamp>,
    /// The furthest step since it was raised or got worse, who took it and when.
    pub furthest: Option<(SignalStep, String, Timestamp)>,
}

impl Tenant<'_> {
    /// What this account is told: the newest 500 closed alerts, newest first; or all that are not closed,
    /// safety first, then newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn alerts(&self, reader: &AlertReader, closed: bool) -> Result<Vec<AlertRow>, StoreError> {
        self.readable(reader, None, Some(closed)).await
    }

    /// One alert, when this account is told of it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn alert(&self, reader: &AlertReader, id: SignalId) -> Result<Option<AlertRow>, StoreError> {
        Ok(self.readable(reader, Some(id), None).await?.into_iter().next())
    }

    async fn readable(
        &self,
        reader: &AlertReader,
        id: Option<SignalId>,
        closed: Option<bool>,
    ) -> Result<Vec<AlertRow>, StoreError> {
        let (team, id) = (reader.team.map(TeamId::uuid), id.map(SignalId::uuid));
        let organisation = self.organisation().uuid();
        let rows =
            self.query(READABLE, &[&organisation, &reader.account.uuid(), &team, &reader.today, &id, &closed]).await?;
        rows.iter().map(read).collect()
    }

    /// How many alerts that this account is told of were seen by nobody.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn unseen_alerts(&self, reader: &AlertReader) -> Result<i64, StoreError> {
        let team = reader.team.map(TeamId::uuid);
        let organisation = self.organisation().uuid();
        let row = self.query_one(UNSEEN, &[&organisation, &reader.account.uuid(), &team, &reader.today]).await?;
        Reader::new(&row, UNSEEN).value()
    }

    /// Whether an alert about safety waits to be seen, in whatever group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn safety_alert_waits(&self) -> Result<bool, StoreError> {
        let row = self.query_one(WAITS, &[&self.organisation().uuid()]).await?;
        Reader::new(&row, WAITS).value()
    }

    /// Safety alerts of `before` or earlier that nobody saw and for which nobody else was called in yet, with their
    /// groups; locked until this transaction ends, those of another worker left out.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn unseen_since(&self, before: Timestamp) -> Result<Vec<(SignalId, GroupId)>, StoreError> {
        let rows = self.query(DUE, &[&self.organisation().uuid(), &before]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, DUE);
                Ok((read.id()?, read.id()?))
            })
            .collect()
    }
}

fn read(row: &tokio_postgres::Row) -> Result<AlertRow, StoreError> {
    let mut read = Reader::new(row, READABLE);
    Ok(AlertRow {
        id: read.id()?,
        group: read.id()?,
        group_name: read.value()?,
        pseudonym: read.value()?,
        session: read.value()?,
        assignment: read.id()?,
        instrument: read.value()?,
        version: read.value()?,
        alert: read.value()?,
        level: read.word()?,
        inputs: read.value()?,
        raised_at: read.value()?,
        renewed_at: read.value()?,
        escalated: read.value::<Option<Timestamp>>()?.zip(read.word_opt()?),
        submitted_at: read.value()?,
        furthest: furthest(&mut read)?,
    })
}

/// A step without a name beside it does not happen: each has an account.
fn furthest(read: &mut Reader<'_>) -> Result<Option<(SignalStep, String, Timestamp)>, StoreError> {
    let (step, at): (Option<SignalStep>, Option<Timestamp>) = (read.word_opt()?, read.value()?);
    let by: Option<String> = read.value()?;
    Ok(step.zip(by).zip(at).map(|((step, by), at)| (step, by, at)))
}
