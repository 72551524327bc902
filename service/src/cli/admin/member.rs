//! `peil admin member`.

use clap::Subcommand;

use super::{AdminCommandError, Whose, given, group_of};
use crate::{
    access::Passwords,
    domain::ClientCode,
    manage::{Desk, ManageError},
};

#[derive(Debug, Subcommand)]
pub(super) enum MemberWhat {
    /// Let a client enter a group; for a new client his own code is printed once
    Add {
        #[command(flatten)]
        whose: Whose,
        /// Name of the group
        #[arg(long)]
        group: String,
        /// The name that the client chose for this group
        #[arg(long)]
        pseudonym: String,
        /// First day, as in 2026-11-23
        #[arg(long, value_name = "DAY")]
        joined_on: String,
        /// Planned last day
        #[arg(long, value_name = "DAY")]
        planned_end_on: Option<String>,
        /// Id of a client who is known already, as `list` tells it
        #[arg(long, value_name = "ID")]
        client: Option<String>,
    },
    /// Correct the first day, as long as there are no scores, or the planned last day
    Set {
        #[command(flatten)]
        whose: Whose,
        /// Name of the group
        #[arg(long)]
        group: String,
        /// The pseudonym
        pseudonym: String,
        /// First day
        #[arg(long, value_name = "DAY")]
        joined_on: Option<String>,
        /// Planned last day; empty for none
        #[arg(long, value_name = "DAY")]
        planned_end_on: Option<String>,
    },
    /// List the members of a group
    List {
        #[command(flatten)]
        whose: Whose,
        /// Name of the group
        #[arg(long)]
        group: String,
    },
}

impl MemberWhat {
    pub(super) fn whose(&self) -> &Whose {
        match self {
            Self::Add { whose, .. } | Self::Set { whose, .. } | Self::List { whose, .. } => whose,
        }
    }
}

/// A new client's code with its hash.
pub(super) struct NewCode {
    code: ClientCode,
    hash: String,
}

pub(super) async fn new_code(what: &MemberWhat) -> Result<Option<NewCode>, AdminCommandError> {
    let MemberWhat::Add { client: None, .. } = what else { return Ok(None) };
    let code = ClientCode::draw(&mut rand::rng());
    let hash = match Passwords::new(1) {
        Ok(passwords) => passwords.hash(code.expose()).await.map_err(ManageError::from)?,
        Err(error) => return Err(ManageError::from(error).into()),
    };
    Ok(Some(NewCode { code, hash }))
}

pub(super) async fn apply(
    desk: &Desk<'_>,
    what: &MemberWhat,
    code: Option<&NewCode>,
) -> Result<String, AdminCommandError> {
    match what {
        MemberWhat::Add { group, pseudonym, joined_on, planned_end_on, client, .. } => {
            let id = group_of(desk, group).await?;
            let fields = given(&[("planned_end_on", planned_end_on), ("client", client)])
                .with("pseudonym", pseudonym.as_str())
                .with("joined_on", joined_on.as_str());
            desk.add_member(id, &fields, code.map_or("", |code| &code.hash)).await?;
            let own = code.map_or_else(
                || "the client keeps the code of the other group".to_owned(),
                |code| format!("the client's own code, told once: {}", code.code.expose()),
            );
            Ok(format!("{group}: one member more; {own}\n"))
        }
        MemberWhat::Set { group, pseudonym, joined_on, planned_end_on, .. } => {
            let id = group_of(desk, group).await?;
            let rows = desk.tenant.memberships(id).await?;
            let row = rows.iter().find(|row| row.pseudonym == pseudonym.trim());
            let row = row.ok_or_else(|| AdminCommandError::Member(pseudonym.clone()))?;
            let planned = row.planned_end_on.map(|day| day.to_string()).unwrap_or_default();
            let fields = given(&[]).with("joined_on", row.joined_on.to_string()).with("planned_end_on", planned);
            let typed = given(&[("joined_on", joined_on), ("planned_end_on", planned_end_on)]);
            desk.correct_member(id, row.id, &fields.over(typed)).await?;
            Ok(format!("{group}: corrected\n"))
        }
        MemberWhat::List { group, .. } => {
            let line = |row: &crate::store::MembershipRow| {
                let left = row.left_on.map(|day| format!("  left on {day}")).unwrap_or_default();
                format!("{}  from {}{left}  client {}\n", row.pseudonym, row.joined_on, row.client)
            };
            let id = group_of(desk, group).await?;
            Ok(desk.tenant.memberships(id).await?.iter().map(line).collect())
        }
    }
}
