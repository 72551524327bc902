//! Those who log in, and the route from an address to its organisation.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{Connection, StoreError, Tenant, connection::many, reader::Reader, statement::sql};
use crate::domain::{AccountId, Email, Language, OrganisationId, Role, TeamId};

sql! {
    INSERT = "INSERT INTO accounts (organisation_id, account_id, team_id, email, display_name, role, password_hash,
                                    language, created_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    INSERT_ROUTE = "INSERT INTO account_routes (organisation_id, email_hash, account_id) VALUES ($1, $2, $3)";
    FIND_ROUTE = "SELECT organisation_id, account_id FROM account_routes WHERE email_hash = $1";
    FIND = "SELECT account_id, team_id, display_name, role, language, password_hash
            FROM accounts WHERE organisation_id = $1 AND account_id = $2 AND disabled_at IS NULL";
    NOTE_LOGIN = "UPDATE accounts SET last_login_at = $3 WHERE organisation_id = $1 AND account_id = $2";
    SET_LANGUAGE = "UPDATE accounts SET language = $3 WHERE organisation_id = $1 AND account_id = $2";
}

/// An account to add.
pub struct NewAccount<'a> {
    /// Its id.
    pub id: AccountId,
    /// Its team, for therapists and team leads.
    pub team: Option<TeamId>,
    /// Its address.
    pub email: &'a Email,
    /// The name that colleagues see.
    pub display_name: &'a str,
    /// What it may do.
    pub role: Role,
    /// Argon2id hash of its password; none until its owner chose one.
    pub password_hash: Option<&'a str>,
    /// Its language.
    pub language: Language,
}

/// An account as stored.
#[derive(Clone)]
pub struct AccountRow {
    /// Its id.
    pub id: AccountId,
    /// Its team.
    pub team: Option<TeamId>,
    /// The name that colleagues see.
    pub display_name: String,
    /// What it may do.
    pub role: Role,
    /// Its language.
    pub language: Language,
    /// Argon2id hash of its password; none until one was chosen.
    pub password_hash: Option<String>,
}

impl Connection {
    /// The organisation and account that an address belongs to.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn account_route(&mut self, email: &Email) -> Result<Option<(OrganisationId, AccountId)>, StoreError> {
        let hash = hash(email);
        let transaction = self.for_email(&hash).await?;
        let rows = many(&transaction, FIND_ROUTE, &[&hash]).await?;
        rows.first()
            .map(|row| {
                let mut read = Reader::new(row, FIND_ROUTE);
                Ok((read.id()?, read.id()?))
            })
            .transpose()
    }
}

impl Tenant<'_> {
    /// Adds an account and its route.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the address is taken or the database does not answer.
    pub async fn insert_account(&self, account: &NewAccount<'_>, now: Timestamp) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        let team = account.team.map(TeamId::uuid);
        self.execute(
            INSERT,
            &[
                &organisation,
                &account.id.uuid(),
                &team,
                &account.email.as_str(),
                &account.display_name,
                &account.role.word(),
                &account.password_hash,
                &account.language.word(),
                &now,
            ],
        )
        .await?;
        self.execute(INSERT_ROUTE, &[&organisation, &hash(account.email), &account.id.uuid()]).await?;
        Ok(())
    }

    /// An account that may log in.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn account(&self, id: AccountId) -> Result<Option<AccountRow>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &id.uuid()]).await?;
        row.as_ref().map(read).transpose()
    }

    /// Writes down that somebody logged in with an account.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn note_login(&self, id: AccountId, now: Timestamp) -> Result<(), StoreError> {
        self.execute(NOTE_LOGIN, &[&self.organisation().uuid(), &id.uuid(), &now]).await?;
        Ok(())
    }

    /// Sets the language of an account's screens.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn set_account_language(&self, id: AccountId, language: Language) -> Result<(), StoreError> {
        self.execute(SET_LANGUAGE, &[&self.organisation().uuid(), &id.uuid(), &language.word()]).await?;
        Ok(())
    }
}

fn hash(email: &Email) -> Vec<u8> {
    Sha256::digest(email.as_str().as_bytes()).to_vec()
}

fn read(row: &tokio_postgres::Row) -> Result<AccountRow, StoreError> {
    let mut read = Reader::new(row, FIND);
    Ok(AccountRow {
        id: read.id()?,
        team: read.id_opt()?,
        display_name: read.value()?,
        role: read.word()?,
        language: read.word()?,
        password_hash: read.value()?,
    })
}
