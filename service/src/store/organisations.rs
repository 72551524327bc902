//! Organisations: the tenants.

use jiff::Timestamp;

use super::{Connection, StoreError, Tenant, connection::many, reader::Reader, statement::sql};
use crate::domain::{AlertMinutes, OrganisationId};

sql! {
    LIST = "SELECT organisation_id, name, time_zone, signals_enabled, alert_minutes FROM organisations
            ORDER BY created_at";
    FIND = "SELECT organisation_id, name, time_zone, signals_enabled, alert_minutes FROM organisations
            WHERE organisation_id = $1";
    RENAME = "UPDATE organisations SET name = $2 WHERE organisation_id = $1";
    SET_SIGNALS = "UPDATE organisations SET signals_enabled = $2 WHERE organisation_id = $1";
    ALERT_MINUTES = "SELECT alert_minutes FROM organisations WHERE organisation_id = $1";
    SET_ALERT_MINUTES = "UPDATE organisations SET alert_minutes = $2 WHERE organisation_id = $1";
    INSERT = "INSERT INTO organisations (organisation_id, name, time_zone, signals_enabled, created_at)
              VALUES ($1, $2, $3, true, $4)";
}

/// An organisation as stored.
#[derive(Debug, Clone)]
pub struct OrganisationRow {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// IANA name of its time zone: what "today" means there.
    pub time_zone: String,
    /// Whether the module of signals is switched on.
    pub signals_enabled: bool,
    /// Minutes within which somebody must have seen a safety alert; none until it was chosen.
    pub alert_minutes: Option<i32>,
}

impl Connection {
    /// Every organisation, oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn organisations(&mut self) -> Result<Vec<OrganisationRow>, StoreError> {
        let transaction = self.plain().await?;
        many(&transaction, LIST, &[]).await?.iter().map(read).collect()
    }
}

impl Tenant<'_> {
    /// The organisation that this transaction works for.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn own_organisation(&self) -> Result<OrganisationRow, StoreError> {
        read(&self.query_one(FIND, &[&self.organisation().uuid()]).await?)
    }

    /// Gives it another name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the name is taken or the database does not answer.
    pub async fn rename_organisation(&self, name: &str) -> Result<(), StoreError> {
        self.execute(RENAME, &[&self.organisation().uuid(), &name]).await?;
        Ok(())
    }

    /// Switches the module of signals on or off.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn set_signals_enabled(&self, enabled: bool) -> Result<(), StoreError> {
        self.execute(SET_SIGNALS, &[&self.organisation().uuid(), &enabled]).await?;
        Ok(())
    }

    /// Minutes within which somebody must have seen a safety alert; none until it was chosen.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn alert_minutes(&self) -> Result<Option<i32>, StoreError> {
        let row = self.query_opt(ALERT_MINUTES, &[&self.organisation().uuid()]).await?;
        Ok(row.map(|row| Reader::new(&row, ALERT_MINUTES).value()).transpose()?.flatten())
    }

    /// Chooses within which time somebody must have seen a safety alert.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn set_alert_minutes(&self, within: AlertMinutes) -> Result<(), StoreError> {
        self.execute(SET_ALERT_MINUTES, &[&self.organisation().uuid(), &within.minutes()]).await?;
        Ok(())
    }

    /// Writes the organisation that this transaction works for.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when it exists or the database does not answer.
    pub async fn insert_organisation(&self, name: &str, time_zone: &str, now: Timestamp) -> Result<(), StoreError> {
        self.execute(INSERT, &[&self.organisation().uuid(), &name, &time_zone, &now]).await?;
        Ok(())
    }
}

fn read(row: &tokio_postgres::Row) -> Result<OrganisationRow, StoreError> {
    let mut read = Reader::new(row, LIST);
    Ok(OrganisationRow {
        id: read.id()?,
        name: read.value()?,
        time_zone: read.value()?,
        signals_enabled: read.value()?,
        alert_minutes: read.value()?,
    })
}
