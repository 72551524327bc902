//! Accounts as their administrator sees them: who works here, as what, and whether he may come in.

use jiff::{Timestamp, civil::Date};

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, Language, Profession, Role, StaffName, TeamId};

sql! {
    ALL = "SELECT a.account_id, a.email, a.display_name, a.role, a.team_id, t.name, a.profession, a.language,
                  a.disabled_at IS NOT NULL, a.password_hash IS NOT NULL, a.last_login_at, l.expires_at
           FROM accounts a
           LEFT JOIN teams t ON t.organisation_id = a.organisation_id AND t.team_id = a.team_id
           LEFT JOIN account_links l ON l.organisation_id = a.organisation_id AND l.account_id = a.account_id
                                    AND l.used_at IS NULL
           WHERE a.organisation_id = $1 AND ($2::uuid IS NULL OR a.account_id = $2)
           ORDER BY a.disabled_at IS NOT NULL, a.display_name, a.account_id";
    UPDATE = "UPDATE accounts SET display_name = $3, role = $4, team_id = $5, profession = $6
              WHERE organisation_id = $1 AND account_id = $2";
    BLOCK = "UPDATE accounts SET disabled_at = $3 WHERE organisation_id = $1 AND account_id = $2";
    LOGINS = "DELETE FROM login_sessions WHERE organisation_id = $1 AND account_id = $2";
    // One at a time: two administrators cannot each shut out the last but one.
    LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 37))";
    ADMINISTRATORS = "SELECT count(*) FROM accounts
                      WHERE organisation_id = $1 AND role = 'administrator' AND disabled_at IS NULL AND account_id <> $2";
    PARTS = "SELECT count(*) FROM group_therapists t
             JOIN groups g ON g.organisation_id = t.organisation_id AND g.group_id = t.group_id
             WHERE t.organisation_id = $1 AND t.account_id = $2 AND (t.until_date IS NULL OR t.until_date >= $3)
               AND (g.ended_on IS NULL OR g.ended_on >= $3)";
}

/// An account with all that its administrator sees of it.
#[derive(Clone)]
pub struct StaffRow {
    /// Its id.
    pub id: AccountId,
    /// Its address.
    pub email: String,
    /// The name that colleagues see.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Its team.
    pub team: Option<TeamId>,
    /// The name of the team.
    pub team_name: Option<String>,
    /// Its profession.
    pub profession: Option<Profession>,
    /// Its language.
    pub language: Language,
    /// Whether it is shut.
    pub blocked: bool,
    /// Whether its owner chose a password.
    pub has_password: bool,
    /// When somebody last logged in with it.
    pub last_login_at: Option<Timestamp>,
    /// Until when its link to choose a password works, when there is an unused one.
    pub link_until: Option<Timestamp>,
}

impl Tenant<'_> {
    /// Every account, shut ones last.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn staff(&self) -> Result<Vec<StaffRow>, StoreError> {
        let nobody: Option<uuid::Uuid> = None;
        self.query(ALL, &[&self.organisation().uuid(), &nobody]).await?.iter().map(read).collect()
    }

    /// One account, also when it is shut.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn staff_member(&self, id: AccountId) -> Result<Option<StaffRow>, StoreError> {
        self.query_opt(ALL, &[&self.organisation().uuid(), &Some(id.uuid())]).await?.as_ref().map(read).transpose()
    }

    /// Changes what an account is; its address stays.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when there is no such team or the database does not answer.
    pub async fn update_staff(
        &self,
        id: AccountId,
        (name, role): (&StaffName, Role),
        team: Option<TeamId>,
        profession: Option<Profession>,
    ) -> Result<(), StoreError> {
        let (organisation, team) = (self.organisation().uuid(), team.map(TeamId::uuid));
        let profession = profession.map(Profession::word);
        self.execute(UPDATE, &[&organisation, &id.uuid(), &name.as_str(), &role.word(), &team, &profession]).await?;
        Ok(())
    }

    /// Shuts an account from a moment on and ends its logins, or opens it again.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn block_account(&self, id: AccountId, since: Option<Timestamp>) -> Result<(), StoreError> {
        self.execute(BLOCK, &[&self.organisation().uuid(), &id.uuid(), &since]).await?;
        self.end_logins(id).await
    }

    /// Ends every login of an account.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn end_logins(&self, id: AccountId) -> Result<(), StoreError> {
        self.execute(LOGINS, &[&self.organisation().uuid(), &id.uuid()]).await?;
        Ok(())
    }

    /// How many administrators who may come in there are beside this one; waits for everybody else who counts them, until
    /// this transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn other_administrators(&self, id: AccountId) -> Result<i64, StoreError> {
        self.query_one(LOCK, &[&self.organisation().to_string()]).await?;
        let row = self.query_one(ADMINISTRATORS, &[&self.organisation().uuid(), &id.uuid()]).await?;
        Reader::new(&row, ADMINISTRATORS).value()
    }

    /// In how many running groups an account has a part on a day, or later.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn parts_of(&self, id: AccountId, on: Date) -> Result<i64, StoreError> {
        let row = self.query_one(PARTS, &[&self.organisation().uuid(), &id.uuid(), &on]).await?;
        Reader::new(&row, PARTS).value()
    }
}

fn read(row: &tokio_postgres::Row) -> Result<StaffRow, StoreError> {
    let mut read = Reader::new(row, ALL);
    Ok(StaffRow {
        id: read.id()?,
        email: read.value()?,
        name: read.value()?,
        role: read.word()?,
        team: read.id_opt()?,
        team_name: read.value()?,
        profession: read.word_opt()?,
        language: read.word()?,
        blocked: read.value()?,
        has_password: read.value()?,
        last_login_at: read.value()?,
        link_until: read.value()?,
    })
}
