//! `peil admin team`.

use clap::Subcommand;

use super::{AdminCommandError, Whose};
use crate::manage::{Desk, Fields};

#[derive(Debug, Subcommand)]
pub(super) enum TeamWhat {
    /// Add a team
    Add {
        #[command(flatten)]
        whose: Whose,
        /// Its name
        name: String,
    },
    /// Give a team another name
    Rename {
        #[command(flatten)]
        whose: Whose,
        /// Its name now
        team: String,
        /// Its new name
        #[arg(long)]
        name: String,
    },
    /// List the teams
    List {
        #[command(flatten)]
        whose: Whose,
    },
}

impl TeamWhat {
    pub(super) fn whose(&self) -> &Whose {
        match self {
            Self::Add { whose, .. } | Self::Rename { whose, .. } | Self::List { whose } => whose,
        }
    }
}

pub(super) async fn apply(desk: &Desk<'_>, what: &TeamWhat) -> Result<String, AdminCommandError> {
    let called = |name: &str| Fields::default().with("name", name);
    match what {
        TeamWhat::Add { name, .. } => {
            desk.add_team(&called(name)).await?;
            Ok(format!("{}: added\n", name.trim()))
        }
        TeamWhat::Rename { team, name, .. } => {
            let known = desk.tenant.teams().await?.into_iter().find(|row| row.name == team.trim());
            let known = known.ok_or_else(|| AdminCommandError::Team(team.clone()))?;
            desk.rename_team(known.id, &called(name)).await?;
            Ok(format!("{}: is called {} from now on\n", known.name, name.trim()))
        }
        TeamWhat::List { .. } => {
            let rows = desk.tenant.teams().await?;
            Ok(rows.iter().map(|row| format!("{}  {} people  {} groups\n", row.name, row.people, row.groups)).collect())
        }
    }
}
