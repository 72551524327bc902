//! What each member is asked at a session. One that stays without a response is a missed questionnaire.

use jiff::Timestamp;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AssignmentId, GroupId, MembershipId, OccasionKind, Phase, SessionId};

sql! {
    INSERT = "INSERT INTO assignments (organisation_id, assignment_id, session_id, membership_id, instrument_id,
                                       instrument_version, position, occasion)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    OF_MEMBER = "SELECT a.assignment_id, a.session_id, a.membership_id, a.instrument_id, a.instrument_version,
                        EXISTS (SELECT FROM responses r WHERE r.organisation_id = a.organisation_id
                                                          AND r.assignment_id = a.assignment_id),
                        a.occasion
                 FROM assignments a
                 WHERE a.organisation_id = $1 AND a.session_id = $2 AND a.membership_id = $3 ORDER BY a.position";
    FIND = "SELECT a.assignment_id, a.session_id, a.membership_id, a.instrument_id, a.instrument_version,
                   EXISTS (SELECT FROM responses r WHERE r.organisation_id = a.organisation_id
                                                     AND r.assignment_id = a.assignment_id),
                   a.occasion
            FROM assignments a WHERE a.organisation_id = $1 AND a.assignment_id = $2";
    OF_SESSION = "SELECT f.membership_id,
                         count(*) FILTER (WHERE f.before) AS before_asked,
                         count(*) FILTER (WHERE f.before AND f.begun) AS before_begun,
                         count(*) FILTER (WHERE f.before AND f.sent) AS before_sent,
                         count(*) FILTER (WHERE NOT f.before) AS other_asked,
                         count(*) FILTER (WHERE NOT f.before AND f.begun) AS other_begun,
                         count(*) FILTER (WHERE NOT f.before AND f.sent) AS other_sent
                  FROM (SELECT a.membership_id, a.occasion = ANY ($3) AS before,
                               EXISTS (SELECT FROM answers w WHERE w.organisation_id = a.organisation_id
                                                               AND w.assignment_id = a.assignment_id) AS begun,
                               -- What is asked once may have been sent at a moment, or at another session.
                               EXISTS (SELECT FROM assignments o
                                       JOIN responses r ON r.organisation_id = o.organisation_id
                                                       AND r.assignment_id = o.assignment_id
                                       WHERE o.organisation_id = a.organisation_id
                                         AND o.membership_id = a.membership_id
                                         AND (o.assignment_id = a.assignment_id
                                              OR a.occasion IN ('start', 'end') AND o.occasion = a.occasion
                                                 AND o.instrument_id = a.instrument_id)) AS sent
                        FROM assignments a WHERE a.organisation_id = $1 AND a.session_id = $2) f
                  GROUP BY f.membership_id";
    ELSEWHERE = "SELECT EXISTS (SELECT FROM assignments o
                                JOIN responses r ON r.organisation_id = o.organisation_id
                                                AND r.assignment_id = o.assignment_id
                                WHERE o.organisation_id = $1 AND o.membership_id = $2 AND o.instrument_id = $3
                                  AND o.occasion = $4 AND o.assignment_id <> $5)";
    ANSWERABLE = "SELECT DISTINCT a.instrument_id
                  FROM assignments a
                  JOIN sessions s ON s.organisation_id = a.organisation_id AND s.session_id = a.session_id
                  WHERE a.organisation_id = $1
                    AND NOT EXISTS (SELECT FROM responses r WHERE r.organisation_id = a.organisation_id
                                                              AND r.assignment_id = a.assignment_id)
                    AND ((s.number IS NOT NULL AND s.closed_at IS NULL)
                         OR EXISTS (SELECT FROM session_codes c
                                    WHERE c.organisation_id = a.organisation_id AND c.session_id = a.session_id
                                      AND c.expires_at > $2)
                         OR EXISTS (SELECT FROM tablet_entries e
                                    WHERE e.organisation_id = a.organisation_id AND e.session_id = a.session_id
                                      AND e.membership_id = a.membership_id AND e.expires_at > $2))
                  ORDER BY a.instrument_id";
    LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 1))";
    // A join, for with EXISTS every response of the organisation is read.
    OF_GROUP = "SELECT a.assignment_id, a.session_id, a.membership_id, a.instrument_id, a.instrument_version,
                       r.response_id IS NOT NULL AS submitted,
                       a.occasion
                FROM assignments a
                JOIN sessions s ON s.organisation_id = a.organisation_id AND s.session_id = a.session_id
                LEFT JOIN responses r ON r.organisation_id = a.organisation_id AND r.assignment_id = a.assignment_id
                WHERE a.organisation_id = $1 AND s.group_id = $2";
}

/// A questionnaire to ask.
pub struct NewAssignment<'a> {
    /// Its id.
    pub id: AssignmentId,
    /// The session.
    pub session: SessionId,
    /// The member.
    pub membership: MembershipId,
    /// The instrument.
    pub instrument: &'a str,
    /// Its version.
    pub version: &'a str,
    /// Its place in the order of asking.
    pub position: i16,
    /// What it was made for.
    pub occasion: OccasionKind,
}

/// How far a member is with what was asked at a session.
#[derive(Debug, Clone, Copy)]
pub struct ProgressRow {
    /// The member.
    pub membership: MembershipId,
    /// Its forms for before the session.
    pub before: FormCount,
    /// Its other forms.
    pub other: FormCount,
}

/// How many forms of one kind there are, in numbers of forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormCount {
    /// Asked.
    pub asked: i64,
    /// With any answer saved.
    pub begun: i64,
    /// Submitted.
    pub sent: i64,
}

impl ProgressRow {
    /// Whether every form was submitted.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.before.is_done() && self.other.is_done()
    }
}

impl FormCount {
    /// Whether every form of it was submitted; so it is where none was asked.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.sent == self.asked
    }

    /// Whether an answer was saved, or a form was submitted without any.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        self.begun + self.sent > 0
    }
}

/// A questionnaire that was asked.
#[derive(Debug, Clone)]
pub struct AssignmentRow {
    /// Its id.
    pub id: AssignmentId,
    /// The session.
    pub session: SessionId,
    /// The member.
    pub membership: MembershipId,
    /// The instrument.
    pub instrument: String,
    /// Its version.
    pub version: String,
    /// Whether the client submitted it.
    pub submitted: bool,
    /// What it was made for.
    pub occasion: OccasionKind,
}

impl Tenant<'_> {
    /// Asks one questionnaire; asking it twice changes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_assignment(&self, assignment: &NewAssignment<'_>) -> Result<(), StoreError> {
        self.execute(
            INSERT,
            &[
                &self.organisation().uuid(),
                &assignment.id.uuid(),
                &assignment.session.uuid(),
                &assignment.membership.uuid(),
                &assignment.instrument,
                &assignment.version,
                &assignment.position,
                &assignment.occasion.word(),
            ],
        )
        .await?;
        Ok(())
    }

    /// What one member is asked at a session, in the order of asking.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn member_assignments(
        &self,
        session: SessionId,
        membership: MembershipId,
    ) -> Result<Vec<AssignmentRow>, StoreError> {
        let organisation = self.organisation().uuid();
        self.query(OF_MEMBER, &[&organisation, &session.uuid(), &membership.uuid()]).await?.iter().map(read).collect()
    }

    /// One assignment.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn assignment(&self, id: AssignmentId) -> Result<Option<AssignmentRow>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &id.uuid()]).await?;
        row.as_ref().map(read).transpose()
    }

    /// How far each member is at a session; never what they answered.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn session_progress(&self, session: SessionId) -> Result<Vec<ProgressRow>, StoreError> {
        let before = OccasionKind::ALL.iter().filter(|kind| kind.phase() == Phase::Before);
        let before: Vec<&str> = before.map(|kind| kind.word()).collect();
        let rows = self.query(OF_SESSION, &[&self.organisation().uuid(), &session.uuid(), &before]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, OF_SESSION);
                Ok(ProgressRow { membership: read.id()?, before: count(&mut read)?, other: count(&mut read)? })
            })
            .collect()
    }

    /// Makes other senders of the same form wait until this transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn lock_assignment(&self, id: AssignmentId) -> Result<(), StoreError> {
        self.query(LOCK, &[&id.to_string()]).await?;
        Ok(())
    }

    /// Whether the member sent a form of the same instrument for the same occasion elsewhere: at a moment, or at another
    /// session.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn sent_elsewhere(&self, asked: &AssignmentRow) -> Result<bool, StoreError> {
        let (organisation, member) = (self.organisation().uuid(), asked.membership.uuid());
        let row = self
            .query_one(
                ELSEWHERE,
                &[&organisation, &member, &asked.instrument, &asked.occasion.word(), &asked.id.uuid()],
            )
            .await?;
        Reader::new(&row, ELSEWHERE).value()
    }

    /// Every instrument of which a form may still be sent: in an open session, by a code that still works, or by a client who
    /// has it on a tablet.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn answerable_instruments(&self, now: Timestamp) -> Result<Vec<String>, StoreError> {
        let rows = self.query(ANSWERABLE, &[&self.organisation().uuid(), &now]).await?;
        rows.iter().map(|row| Reader::new(row, ANSWERABLE).value()).collect()
    }

    /// Everything a group was ever asked.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_assignments(&self, group: GroupId) -> Result<Vec<AssignmentRow>, StoreError> {
        self.query(OF_GROUP, &[&self.organisation().uuid(), &group.uuid()]).await?.iter().map(read).collect()
    }
}

fn count(read: &mut Reader<'_>) -> Result<FormCount, StoreError> {
    Ok(FormCount { asked: read.value()?, begun: read.value()?, sent: read.value()? })
}

fn read(row: &tokio_postgres::Row) -> Result<AssignmentRow, StoreError> {
    let mut read = Reader::new(row, FIND);
    Ok(AssignmentRow {
        id: read.id()?,
        session: read.id()?,
        membership: read.id()?,
        instrument: read.value()?,
        version: read.value()?,
        submitted: read.value()?,
        occasion: read.word()?,
    })
}
