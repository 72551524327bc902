//! Whose answers stand in the pictures on the wall, and what they marked.

use jiff::Timestamp;
use uuid::Uuid;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{GroupId, MembershipId, SessionId};

sql! {
    // Two walls that are opened at once would each fix a round of its own.
    LOCK = "SELECT group_id FROM groups WHERE organisation_id = $1 AND group_id = $2 FOR NO KEY UPDATE";
    FEWEST = "SELECT wall_fewest FROM organisations WHERE organisation_id = $1";
    SET_FEWEST = "UPDATE organisations SET wall_fewest = $2 WHERE organisation_id = $1";
    ANSWERED = "SELECT s.session_id, a.membership_id, p.round
                FROM sessions s
                JOIN assignments a ON a.organisation_id = s.organisation_id AND a.session_id = s.session_id
                JOIN responses r ON r.organisation_id = a.organisation_id AND r.assignment_id = a.assignment_id
                JOIN attendance t ON t.organisation_id = a.organisation_id AND t.session_id = a.session_id
                                 AND t.membership_id = a.membership_id
                LEFT JOIN wall_pictures p ON p.organisation_id = a.organisation_id AND p.session_id = a.session_id
                                         AND p.membership_id = a.membership_id
                WHERE s.organisation_id = $1 AND s.group_id = $2 AND s.number IS NOT NULL AND a.instrument_id = $3
                  AND (t.status = 'present' OR p.round IS NOT NULL)
                ORDER BY s.number, a.membership_id";
    ADD = "INSERT INTO wall_pictures (organisation_id, session_id, membership_id, round, shown_at)
           SELECT $1, $2, x.membership_id, $4, $5 FROM unnest($3::uuid[]) x (membership_id)";
    MARKED = "SELECT p.round, w.item_id, w.value::float8
              FROM wall_pictures p
              JOIN assignments a ON a.organisation_id = p.organisation_id AND a.session_id = p.session_id
                                AND a.membership_id = p.membership_id
              JOIN answers w ON w.organisation_id = a.organisation_id AND w.assignment_id = a.assignment_id
              WHERE p.organisation_id = $1 AND p.session_id = $2 AND a.instrument_id = $3 AND w.value IS NOT NULL
              ORDER BY w.item_id, p.round, w.value";
}

/// A member who was at a session and answered its form.
#[derive(Debug, Clone, Copy)]
pub struct WallAnswerRow {
    /// The session.
    pub session: SessionId,
    /// The member.
    pub membership: MembershipId,
    /// The round of the session's picture that he stands in, if any.
    pub round: Option<i16>,
}

/// A mark in a picture; whose it is, is left out.
#[derive(Clone)]
pub struct WallMarkRow {
    /// The round that it came with.
    pub round: i16,
    /// The item.
    pub item: String,
    /// The mark.
    pub value: f64,
}

impl Tenant<'_> {
    /// Makes other walls of the same group wait until this transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn lock_wall(&self, group: GroupId) -> Result<(), StoreError> {
        self.query_opt(LOCK, &[&self.organisation().uuid(), &group.uuid()]).await?;
        Ok(())
    }

    /// From how many answers on the wall shows anything here.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn wall_fewest(&self) -> Result<i16, StoreError> {
        let row = self.query_one(FEWEST, &[&self.organisation().uuid()]).await?;
        Reader::new(&row, FEWEST).value()
    }

    /// Sets from how many answers on the wall shows anything; the database refuses fewer than five.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database refuses it or does not answer.
    pub async fn set_wall_fewest(&self, fewest: i16) -> Result<(), StoreError> {
        self.execute(SET_FEWEST, &[&self.organisation().uuid(), &fewest]).await?;
        Ok(())
    }

    /// Who was at the sessions of a group and answered this instrument there, and who stands in a picture of it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn wall_answers(&self, group: GroupId, instrument: &str) -> Result<Vec<WallAnswerRow>, StoreError> {
        let rows = self.query(ANSWERED, &[&self.organisation().uuid(), &group.uuid(), &instrument]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, ANSWERED);
                Ok(WallAnswerRow { session: read.id()?, membership: read.id()?, round: read.value()? })
            })
            .collect()
    }

    /// Puts members into the picture of a session, as a round of their own. They stay in it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when one stands in it already, or the database does not answer.
    pub async fn add_to_picture(
        &self,
        session: SessionId,
        members: &[MembershipId],
        round: i16,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let members: Vec<Uuid> = members.iter().map(|member| member.uuid()).collect();
        self.execute(ADD, &[&self.organisation().uuid(), &session.uuid(), &members, &round, &now]).await?;
        Ok(())
    }

    /// The marks in the picture of a session, item by item and round by round.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn wall_marks(&self, session: SessionId, instrument: &str) -> Result<Vec<WallMarkRow>, StoreError> {
        let rows = self.query(MARKED, &[&self.organisation().uuid(), &session.uuid(), &instrument]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, MARKED);
                Ok(WallMarkRow { round: read.value()?, item: read.value()?, value: read.value()? })
            })
            .collect()
    }
}
