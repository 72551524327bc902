//! Teams of therapists.

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::TeamId;

sql! {
    INSERT = "INSERT INTO teams (organisation_id, team_id, name) VALUES ($1, $2, $3)";
    RENAME = "UPDATE teams SET name = $3 WHERE organisation_id = $1 AND team_id = $2";
    ALL = "SELECT t.team_id, t.name,
                  (SELECT count(*) FROM accounts a WHERE a.organisation_id = t.organisation_id AND a.team_id = t.team_id
                     AND a.disabled_at IS NULL),
                  (SELECT count(*) FROM groups g WHERE g.organisation_id = t.organisation_id AND g.team_id = t.team_id)
           FROM teams t WHERE t.organisation_id = $1 ORDER BY t.name";
}

/// A team.
#[derive(Debug, Clone)]
pub struct TeamRow {
    /// Its id.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Colleagues in it who may come in.
    pub people: i64,
    /// Its groups, ended ones included.
    pub groups: i64,
}

impl Tenant<'_> {
    /// Adds a team.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the name is taken or the database does not answer.
    pub async fn insert_team(&self, id: TeamId, name: &str) -> Result<(), StoreError> {
        self.execute(INSERT, &[&self.organisation().uuid(), &id.uuid(), &name]).await?;
        Ok(())
    }

    /// Gives a team another name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the name is taken or the database does not answer.
    pub async fn rename_team(&self, id: TeamId, name: &str) -> Result<(), StoreError> {
        self.execute(RENAME, &[&self.organisation().uuid(), &id.uuid(), &name]).await?;
        Ok(())
    }

    /// Every team.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn teams(&self) -> Result<Vec<TeamRow>, StoreError> {
        let rows = self.query(ALL, &[&self.organisation().uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, ALL);
                Ok(TeamRow { id: read.id()?, name: read.value()?, people: read.value()?, groups: read.value()? })
            })
            .collect()
    }
}
