//! `peil admin user`.

use clap::{Args, Subcommand};

use super::{Address, AdminCommandError, Whose, account_of, given, library_of, link};
use crate::{
    manage::{Desk, Fields, staff_fields},
    store::OrganisationRow,
};

#[derive(Debug, Subcommand)]
pub(super) enum UserWhat {
    /// Add somebody, and print the link by which he chooses a password
    Add {
        #[command(flatten)]
        whose: Whose,
        /// E-mail address
        email: String,
        #[command(flatten)]
        about: About,
        /// Language of the screens: nl or en
        #[arg(long)]
        language: Option<String>,
        #[command(flatten)]
        address: Address,
    },
    /// Change name, role, team or profession; what is not named stays
    Set {
        #[command(flatten)]
        whose: Whose,
        /// E-mail address
        email: String,
        #[command(flatten)]
        about: About,
    },
    /// Shut an account
    Block {
        #[command(flatten)]
        whose: Whose,
        /// E-mail address
        email: String,
    },
    /// Open a shut account again
    Unblock {
        #[command(flatten)]
        whose: Whose,
        /// E-mail address
        email: String,
    },
    /// Print a new link by which somebody chooses a password
    Link {
        #[command(flatten)]
        whose: Whose,
        /// E-mail address
        email: String,
        #[command(flatten)]
        address: Address,
    },
    /// List everybody
    List {
        #[command(flatten)]
        whose: Whose,
    },
}

#[derive(Debug, Args)]
pub(super) struct About {
    /// Name, as colleagues see it
    #[arg(long)]
    name: Option<String>,
    /// therapist, team_lead, researcher or administrator
    #[arg(long)]
    role: Option<String>,
    /// Name of the team; empty for none
    #[arg(long)]
    team: Option<String>,
    /// Profession, as in psychologist
    #[arg(long)]
    profession: Option<String>,
}

impl About {
    fn fields(&self) -> Fields {
        given(&[("name", &self.name), ("role", &self.role), ("team", &self.team), ("profession", &self.profession)])
    }
}

impl UserWhat {
    pub(super) fn whose(&self) -> &Whose {
        match self {
            Self::Add { whose, .. }
            | Self::Set { whose, .. }
            | Self::Block { whose, .. }
            | Self::Unblock { whose, .. }
            | Self::Link { whose, .. }
            | Self::List { whose } => whose,
        }
    }
}

pub(super) async fn apply(
    desk: &Desk<'_>,
    what: &UserWhat,
    organisation: &OrganisationRow,
) -> Result<String, AdminCommandError> {
    match what {
        UserWhat::Add { email, about, language, address, .. } => {
            let fields = about.fields().with("email", email.as_str()).over(given(&[("language", language)]));
            let (_, token) = desk.add_staff(&fields).await?;
            Ok(told(email, &link(&address.public_url, &token)))
        }
        UserWhat::Set { email, about, .. } => {
            let id = account_of(desk, email).await?;
            let fields = staff_fields(&desk.staff_row(id).await?).over(about.fields());
            desk.change_staff(&*library_of(desk.tenant).await?, id, &fields).await?;
            Ok(format!("{email}: changed\n"))
        }
        UserWhat::Block { email, .. } => {
            let id = account_of(desk, email).await?;
            desk.block_staff(&*library_of(desk.tenant).await?, id).await?;
            Ok(format!("{email}: blocked\n"))
        }
        UserWhat::Unblock { email, .. } => {
            desk.unblock_staff(account_of(desk, email).await?).await?;
            Ok(format!("{email}: may log in again\n"))
        }
        UserWhat::Link { email, address, .. } => {
            let token = desk.new_link(account_of(desk, email).await?).await?;
            Ok(told(email, &link(&address.public_url, &token)))
        }
        UserWhat::List { .. } => list(desk, organisation).await,
    }
}

fn told(email: &str, link: &str) -> String {
    format!("{email}: chooses a password here within three days; the link works once:\n  {link}\n")
}

async fn list(desk: &Desk<'_>, organisation: &OrganisationRow) -> Result<String, AdminCommandError> {
    let line = |row: &crate::store::StaffRow| {
        let team = row.team_name.as_deref().unwrap_or("-");
        let state = match (row.blocked, row.has_password) {
            (true, _) => "blocked",
            (false, false) => "no password yet",
            (false, true) => "may log in",
        };
        let last = row.last_login_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
        format!("  {}  {}  {}  {team}  {state}  last login: {last}\n", row.email, row.name, row.role.word())
    };
    let rows = desk.tenant.staff().await?;
    Ok(format!("{}:\n{}", organisation.name, rows.iter().map(line).collect::<String>()))
}
