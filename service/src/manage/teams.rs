//! Teams: a name that groups and people belong to.

use super::{Desk, Fields, ManageError};
use crate::domain::{TeamId, TeamName};

impl Desk<'_> {
    /// Adds a team. Field: `name`.
    ///
    /// # Errors
    ///
    /// [`ManageError::Field`], [`ManageError::NameTaken`], [`ManageError::Forbidden`], or the store's own.
    pub async fn add_team(&self, fields: &Fields) -> Result<TeamId, ManageError> {
        self.whole_organisation()?;
        let name = fields.read("name", TeamName::parse)?;
        let id = TeamId::new(self.now);
        self.tenant.insert_team(id, name.as_str()).await?;
        let became = Fields::default().with("name", name.as_str());
        self.note("add-team", ("team", id.uuid()), &Fields::default(), &became).await?;
        Ok(id)
    }

    /// Gives a team another name. Field: `name`.
    ///
    /// # Errors
    ///
    /// As above, and [`ManageError::NotFound`].
    pub async fn rename_team(&self, id: TeamId, fields: &Fields) -> Result<(), ManageError> {
        self.whole_organisation()?;
        let was = self.tenant.teams().await?.into_iter().find(|team| team.id == id).ok_or(ManageError::NotFound)?;
        let name = fields.read("name", TeamName::parse)?;
        self.tenant.rename_team(id, name.as_str()).await?;
        let (was, became) = (Fields::default().with("name", was.name), Fields::default().with("name", name.as_str()));
        self.note("rename-team", ("team", id.uuid()), &was, &became).await
    }

    /// The team of the field `team`, by its id or its name.
    pub(super) async fn team_of(&self, fields: &Fields) -> Result<Option<TeamId>, ManageError> {
        let named = fields.text("team");
        if named.is_empty() {
            return Ok(None);
        }
        let known =
            self.tenant.teams().await?.into_iter().find(|team| team.id.to_string() == named || team.name == named);
        let missing = || ManageError::Field { field: "team", why: "there is no such team; add it first".to_owned() };
        known.map(|team| Some(team.id)).ok_or_else(missing)
    }
}
