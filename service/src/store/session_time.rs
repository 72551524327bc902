//! When and how a session was held, and the indirect work on it.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, IndirectActivity, IndirectMinutes, SessionId, SessionMode, SessionTime};

sql! {
    TIME = "SELECT began_at, ended_at, mode FROM sessions WHERE organisation_id = $1 AND session_id = $2";
    LOCKED = "SELECT began_at, ended_at, mode FROM sessions WHERE organisation_id = $1 AND session_id = $2 FOR UPDATE";
    // Who writes down other times knows how long it took. An end that is left as it was stays what it was: written, or only the moment of closing.
    SET = "UPDATE sessions SET began_at = $3, ended_at = $4, mode = $5,
                  ended_by_closing = ended_by_closing AND ended_at IS NOT DISTINCT FROM $4,
                  time_confirmed_at = CASE WHEN $4 IS NOT NULL AND (began_at, ended_at) IS DISTINCT FROM ($3, $4) THEN $6
                                           ELSE time_confirmed_at END
           WHERE organisation_id = $1 AND session_id = $2";
    // Nobody wrote down another end. Who closes a session an hour or more past its planned end, or longer after its begin
    // than any session takes, forgot to close it: when it ended is not known then.
    END = "UPDATE sessions SET ended_at = $3, ended_by_closing = true
           WHERE organisation_id = $1 AND session_id = $2 AND ended_at IS NULL AND began_at < $3
             AND $3 <= began_at + coalesce(
                 (SELECT make_interval(mins => planned.minutes + 60) FROM group_schedules planned
                  WHERE planned.organisation_id = $1 AND planned.group_id = sessions.group_id), interval '12 hours')";
    // What somebody says is right is more than the moment of closing.
    CONFIRM = "UPDATE sessions SET time_confirmed_at = $3, ended_by_closing = false
               WHERE organisation_id = $1 AND session_id = $2 AND ended_at IS NOT NULL AND time_confirmed_at IS NULL";
    UNCONFIRMED = "SELECT planned_minutes FROM sessions
                   WHERE organisation_id = $1 AND session_id = $2 AND closed_at IS NOT NULL AND time_confirmed_at IS NULL
                     AND planned_minutes IS NOT NULL";
    RECORD = "INSERT INTO indirect_minutes (organisation_id, session_id, account_id, activity, minutes, recorded_at)
              VALUES ($1, $2, $3, $4, $5, $6)
              ON CONFLICT (organisation_id, session_id, account_id, activity) DO UPDATE SET
                  minutes = excluded.minutes, recorded_at = excluded.recorded_at";
    CLEAR = "DELETE FROM indirect_minutes
             WHERE organisation_id = $1 AND session_id = $2 AND account_id = $3 AND activity = $4";
    MINUTES = "SELECT activity, sum(minutes)::bigint,
                      coalesce(sum(minutes) FILTER (WHERE account_id = $3), 0)::bigint
               FROM indirect_minutes WHERE organisation_id = $1 AND session_id = $2 GROUP BY activity ORDER BY activity";
}

/// Indirect work on one session under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinutesRow {
    /// What was done.
    pub activity: IndirectActivity,
    /// Minutes of all therapists together.
    pub together: i64,
    /// Minutes of the reader.
    pub own: i64,
}

/// When and how a session was held.
pub type HowHeld = (SessionTime, Option<SessionMode>);

impl Tenant<'_> {
    /// When and how a session was held; what nobody wrote down is none.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn session_time(&self, session: SessionId) -> Result<Option<HowHeld>, StoreError> {
        let row = self.query_opt(TIME, &[&self.organisation().uuid(), &session.uuid()]).await?;
        row.as_ref().map(how_held).transpose()
    }

    /// The same, and nobody else changes it before this transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn session_time_to_change(&self, session: SessionId) -> Result<Option<HowHeld>, StoreError> {
        let row = self.query_opt(LOCKED, &[&self.organisation().uuid(), &session.uuid()]).await?;
        row.as_ref().map(how_held).transpose()
    }

    /// Writes down when and how a session was held.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn set_session_time(
        &self,
        session: SessionId,
        time: SessionTime,
        mode: Option<SessionMode>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (organisation, mode) = (self.organisation().uuid(), mode.map(SessionMode::word));
        self.execute(SET, &[&organisation, &session.uuid(), &time.began_at(), &time.ended_at(), &mode, &now]).await?;
        Ok(())
    }

    /// Writes down that somebody said that the times are right; `false` when that is known, or there is no end.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn confirm_session_time(&self, session: SessionId, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.execute(CONFIRM, &[&self.organisation().uuid(), &session.uuid(), &now]).await? == 1)
    }

    /// How many minutes a closed session was planned to take of whose times nobody said that they are right; none of any other.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn unconfirmed_time(&self, session: SessionId) -> Result<Option<i16>, StoreError> {
        let row = self.query_opt(UNCONFIRMED, &[&self.organisation().uuid(), &session.uuid()]).await?;
        row.map(|row| Reader::new(&row, UNCONFIRMED).value()).transpose()
    }

    /// A session ends now, unless its end is known, or now is too late to be it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn end_session(&self, session: SessionId, now: Timestamp) -> Result<(), StoreError> {
        self.execute(END, &[&self.organisation().uuid(), &session.uuid(), &now]).await?;
        Ok(())
    }

    /// Writes down somebody's own indirect work under one heading; none takes it back.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn record_indirect(
        &self,
        (session, by): (SessionId, AccountId),
        (activity, minutes): (IndirectActivity, Option<IndirectMinutes>),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (organisation, session, by) = (self.organisation().uuid(), session.uuid(), by.uuid());
        match minutes {
            Some(minutes) => {
                self.execute(RECORD, &[&organisation, &session, &by, &activity.word(), &minutes.minutes(), &now])
                    .await?
            }
            None => self.execute(CLEAR, &[&organisation, &session, &by, &activity.word()]).await?,
        };
        Ok(())
    }

    /// The indirect work on a session: everybody's sum, and the reader's own, by heading.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn indirect_minutes(&self, session: SessionId, reader: AccountId) -> Result<Vec<MinutesRow>, StoreError> {
        let rows = self.query(MINUTES, &[&self.organisation().uuid(), &session.uuid(), &reader.uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, MINUTES);
                Ok(MinutesRow { activity: read.word()?, together: read.value()?, own: read.value()? })
            })
            .collect()
    }
}

fn how_held(row: &tokio_postgres::Row) -> Result<HowHeld, StoreError> {
    let mut read = Reader::new(row, TIME);
    // The table's own check is the same; a row that breaks it has no known end.
    let (began, ended) = (read.value()?, read.value()?);
    let time = SessionTime::new(began, ended).or_else(|_| SessionTime::new(began, None)).unwrap_or_default();
    Ok((time, read.word_opt()?))
}
