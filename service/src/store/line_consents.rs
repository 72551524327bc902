//! Who lets the group see his line tonight. A consent is of one session and ends with it.
//!
//! **A row that was withdrawn when it was given (`withdrawn_at = given_at`) was never given**: it is the key of a yes that was
//! still under way when a no was said, or when the tablet asked what stands, and takes that key so that the yes gives nothing
//! when it comes. Whoever counts consents leaves those rows out.

use jiff::Timestamp;
use uuid::Uuid;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, LineConsentId, MembershipId, SessionId};

sql! {
    GIVE = "INSERT INTO line_consents (organisation_id, consent_id, session_id, membership_id, given_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING";
    // A yes that has not arrived: when it does, its key is taken and nothing is given.
    FORESTALL = "INSERT INTO line_consents (organisation_id, consent_id, session_id, membership_id, given_at, withdrawn_at)
                 VALUES ($1, $2, $3, $4, $5, $5)
                 ON CONFLICT DO NOTHING";
    // Whoever speaks of the line of one member waits for the other: a no and a yes never pass each other unseen.
    LOCK = "SELECT membership_id FROM memberships WHERE organisation_id = $1 AND membership_id = $2 FOR NO KEY UPDATE";
    // A second time at the tablet, and a no since it began: what the first time still sends is older than that no.
    HEARD = "SELECT (SELECT count(*) FROM line_consents
                     WHERE organisation_id = $1 AND session_id = $2 AND membership_id = $3),
                    EXISTS (SELECT FROM tablet_entries e
                            JOIN line_consents c ON c.organisation_id = e.organisation_id
                                 AND c.session_id = e.session_id AND c.membership_id = e.membership_id
                            WHERE e.organisation_id = $1 AND e.session_id = $2 AND e.membership_id = $3
                              AND e.created_at > $4 AND c.withdrawn_at >= e.created_at)";
    WITHDRAW = "UPDATE line_consents SET withdrawn_at = $4, withdrawn_by = $5
                WHERE organisation_id = $1 AND session_id = $2 AND membership_id = $3 AND withdrawn_at IS NULL";
    // With the session's end every consent is over, and with the evening when nobody closes it.
    STANDING = "SELECT c.membership_id FROM line_consents c
                JOIN sessions s ON s.organisation_id = c.organisation_id AND s.session_id = c.session_id
                WHERE c.organisation_id = $1 AND c.session_id = $2 AND c.withdrawn_at IS NULL AND s.closed_at IS NULL
                  AND c.given_at + interval '12 hours' > $3
                ORDER BY c.membership_id";
    SHOWN = "SELECT membership_id FROM wall_lines WHERE organisation_id = $1 AND session_id = $2 ORDER BY membership_id";
    SHOW = "INSERT INTO wall_lines (organisation_id, session_id, membership_id, shown_at)
            SELECT $1, $2, x.membership_id, $4 FROM unnest($3::uuid[]) x (membership_id)
            ON CONFLICT (organisation_id, session_id, membership_id) DO NOTHING";
}

/// What a member said of his line in a session so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineHeard {
    /// How many yeses have a row: given, taken back, or never given.
    pub times: i64,
    /// Whether he came to a tablet again, and said no since then.
    pub is_overtaken: bool,
}

impl Tenant<'_> {
    /// Until the end of the transaction nobody else changes the line of this member; then, what he said so far.
    /// `entered_at` is when he came to the tablet that speaks now.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn hear_line(
        &self,
        (session, member): (SessionId, MembershipId),
        entered_at: Timestamp,
    ) -> Result<LineHeard, StoreError> {
        let (organisation, member) = (self.organisation().uuid(), member.uuid());
        self.query_opt(LOCK, &[&organisation, &member]).await?;
        // Read after the lock: a statement sees what was committed before it began.
        let row = self.query_one(HEARD, &[&organisation, &session.uuid(), &member, &entered_at]).await?;
        let mut read = Reader::new(&row, HEARD);
        Ok(LineHeard { times: read.value()?, is_overtaken: read.value()? })
    }

    /// A client lets the group see his line; `false` when he did already, or when this yes was forestalled or taken back.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn give_line(
        &self,
        (session, member): (SessionId, MembershipId),
        id: LineConsentId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let written = self
            .execute(GIVE, &[&self.organisation().uuid(), &id.uuid(), &session.uuid(), &member.uuid(), &now])
            .await?;
        Ok(written == 1)
    }

    /// From now on this yes comes too late; `false` when it is here already.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn forestall_line(
        &self,
        (session, member): (SessionId, MembershipId),
        id: LineConsentId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let written = self
            .execute(FORESTALL, &[&self.organisation().uuid(), &id.uuid(), &session.uuid(), &member.uuid(), &now])
            .await?;
        Ok(written == 1)
    }

    /// The group no longer sees a line; `false` when it did not. `by` is the therapist who took it back for the client.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn withdraw_line(
        &self,
        (session, member): (SessionId, MembershipId),
        by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (organisation, by): (Uuid, Option<Uuid>) = (self.organisation().uuid(), by.map(AccountId::uuid));
        let ended = self.execute(WITHDRAW, &[&organisation, &session.uuid(), &member.uuid(), &now, &by]).await?;
        Ok(ended == 1)
    }

    /// Whose lines were shown at a session, the first time that any were.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn shown_lines(&self, session: SessionId) -> Result<Vec<MembershipId>, StoreError> {
        let rows = self.query(SHOWN, &[&self.organisation().uuid(), &session.uuid()]).await?;
        rows.iter().map(|row| Reader::new(row, SHOWN).id()).collect()
    }

    /// These members' lines are shown.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn show_lines(
        &self,
        session: SessionId,
        members: &[MembershipId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let members: Vec<Uuid> = members.iter().map(|member| member.uuid()).collect();
        self.execute(SHOW, &[&self.organisation().uuid(), &session.uuid(), &members, &now]).await?;
        Ok(())
    }

    /// Whose line the group may see now; nobody's once the session is closed, or twelve hours after it was given.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn given_lines(&self, session: SessionId, now: Timestamp) -> Result<Vec<MembershipId>, StoreError> {
        let rows = self.query(STANDING, &[&self.organisation().uuid(), &session.uuid(), &now]).await?;
        rows.iter().map(|row| Reader::new(row, STANDING).id()).collect()
    }
}
