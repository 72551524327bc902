//! What was agreed at a session for the next time, and what became of it.

use jiff::{Timestamp, civil::Date};

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, AgreementId, AgreementText, GroupId, IdempotencyKey, MembershipId, SessionId, Settled};

sql! {
    INSERT = "INSERT INTO agreements (organisation_id, agreement_id, group_id, session_id, membership_id, idempotency_key,
                                      said, made_by, made_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (organisation_id, idempotency_key) DO NOTHING";
    SAME = "SELECT said = $3 AND membership_id IS NOT DISTINCT FROM $4 AND session_id = $5 FROM agreements
            WHERE organisation_id = $1 AND idempotency_key = $2";
    SETTLE = "UPDATE agreements SET settled = $4, settled_by = $5, settled_at = $6
              WHERE organisation_id = $1 AND group_id = $2 AND agreement_id = $3 AND settled IS NULL";
    FIND = "SELECT settled FROM agreements WHERE organisation_id = $1 AND group_id = $2 AND agreement_id = $3";
    OPEN = "SELECT g.agreement_id, g.session_id, s.number, s.held_on, g.membership_id, m.pseudonym, g.said,
                   a.display_name, g.made_at, g.settled
            FROM agreements g
            JOIN sessions s ON s.organisation_id = g.organisation_id AND s.session_id = g.session_id
            JOIN accounts a ON a.organisation_id = g.organisation_id AND a.account_id = g.made_by
            LEFT JOIN memberships m ON m.organisation_id = g.organisation_id AND m.membership_id = g.membership_id
            WHERE g.organisation_id = $1 AND g.group_id = $2 AND g.settled IS NULL
            ORDER BY s.number, g.made_at, g.agreement_id";
    OF_SESSION = "SELECT g.agreement_id, g.session_id, s.number, s.held_on, g.membership_id, m.pseudonym, g.said,
                         a.display_name, g.made_at, g.settled
                  FROM agreements g
                  JOIN sessions s ON s.organisation_id = g.organisation_id AND s.session_id = g.session_id
                  JOIN accounts a ON a.organisation_id = g.organisation_id AND a.account_id = g.made_by
                  LEFT JOIN memberships m ON m.organisation_id = g.organisation_id AND m.membership_id = g.membership_id
                  WHERE g.organisation_id = $1 AND g.session_id = $2
                  ORDER BY g.made_at, g.agreement_id";
}

/// Something to agree.
#[derive(Clone, Copy)]
pub struct NewAgreement<'a> {
    /// Its id.
    pub id: AgreementId,
    /// The group.
    pub group: GroupId,
    /// The session at which it was made.
    pub session: SessionId,
    /// Whom it is about, when it is about one member.
    pub membership: Option<MembershipId>,
    /// Chosen once for the form.
    pub key: IdempotencyKey,
    /// The words.
    pub said: &'a AgreementText,
}

/// An agreement as stored. It does not print its words.
#[derive(Clone)]
pub struct AgreementRow {
    /// Its id.
    pub id: AgreementId,
    /// The session at which it was made.
    pub session: SessionId,
    /// The number of that session; none for a moment.
    pub number: Option<i16>,
    /// The day of that session.
    pub held_on: Date,
    /// Whom it is about, with the name that he chose.
    pub about: Option<(MembershipId, String)>,
    /// The words.
    pub said: String,
    /// Name of who wrote it down.
    pub made_by: String,
    /// When.
    pub made_at: Timestamp,
    /// What became of it.
    pub settled: Option<Settled>,
}

impl Tenant<'_> {
    /// Writes down an agreement; `false` when this form was sent before.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_agreement(
        &self,
        agreement: &NewAgreement<'_>,
        by: AccountId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let written = self
            .execute(
                INSERT,
                &[
                    &self.organisation().uuid(),
                    &agreement.id.uuid(),
                    &agreement.group.uuid(),
                    &agreement.session.uuid(),
                    &agreement.membership.map(MembershipId::uuid),
                    &agreement.key.uuid(),
                    &agreement.said.as_str(),
                    &by.uuid(),
                    &now,
                ],
            )
            .await?;
        Ok(written == 1)
    }

    /// Whether what was stored under the key of this form is what it says now.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn is_same_agreement(&self, agreement: &NewAgreement<'_>) -> Result<bool, StoreError> {
        let (organisation, about) = (self.organisation().uuid(), agreement.membership.map(MembershipId::uuid));
        let (key, session) = (agreement.key.uuid(), agreement.session.uuid());
        let row = self.query_opt(SAME, &[&organisation, &key, &agreement.said.as_str(), &about, &session]).await?;
        row.map_or(Ok(false), |row| Reader::new(&row, SAME).value())
    }

    /// Settles an agreement; `false` when it was settled before, or is not of this group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn settle_agreement(
        &self,
        (group, id): (GroupId, AgreementId),
        settled: Settled,
        by: AccountId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let organisation = self.organisation().uuid();
        let changed = self
            .execute(SETTLE, &[&organisation, &group.uuid(), &id.uuid(), &settled.word(), &by.uuid(), &now])
            .await?;
        Ok(changed == 1)
    }

    /// What became of an agreement of a group; the outer none when there is no such agreement.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn agreement_end(&self, group: GroupId, id: AgreementId) -> Result<Option<Option<Settled>>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &group.uuid(), &id.uuid()]).await?;
        row.map(|row| Reader::new(&row, FIND).word_opt()).transpose()
    }

    /// The agreements of a group that nobody settled, the oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn open_agreements(&self, group: GroupId) -> Result<Vec<AgreementRow>, StoreError> {
        let rows = self.query(OPEN, &[&self.organisation().uuid(), &group.uuid()]).await?;
        rows.iter().map(read_agreement).collect()
    }

    /// The agreements that were made at a session, settled or not.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn agreements_of(&self, session: SessionId) -> Result<Vec<AgreementRow>, StoreError> {
        let rows = self.query(OF_SESSION, &[&self.organisation().uuid(), &session.uuid()]).await?;
        rows.iter().map(read_agreement).collect()
    }
}

fn read_agreement(row: &tokio_postgres::Row) -> Result<AgreementRow, StoreError> {
    let mut read = Reader::new(row, OPEN);
    let (id, session, number, held_on) = (read.id()?, read.id()?, read.value()?, read.value()?);
    let (membership, pseudonym) = (read.id_opt()?, read.value::<Option<String>>()?);
    Ok(AgreementRow {
        id,
        session,
        number,
        held_on,
        about: membership.zip(pseudonym),
        said: read.value()?,
        made_by: read.value()?,
        made_at: read.value()?,
        settled: read.word_opt()?,
    })
}
