//! Teams of therapists.

use super::{StoreError, Tenant, statement::sql};
use crate::domain::TeamId;

sql! {
    INSERT = "INSERT INTO teams (organisation_id, team_id, name) VALUES ($1, $2, $3)";
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
}
