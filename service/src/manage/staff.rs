//! People: added, changed, blocked and let in again. Whoever does so never learns a password.

use peil_questionnaires::Library;

use super::{Desk, Fields, ManageError};
use crate::{
    access::Token,
    collect::end_duty,
    domain::{AccountId, Email, Language, Profession, Role, StaffName, TeamId},
    store::{NewAccount, StaffRow},
};

/// What an administrator says of a colleague.
struct StaffWish {
    name: StaffName,
    role: Role,
    team: Option<TeamId>,
    profession: Option<Profession>,
}

/// The fields of an account as it is.
#[must_use]
pub fn staff_fields(row: &StaffRow) -> Fields {
    Fields::default()
        .with("email", row.email.clone())
        .with("name", row.name.clone())
        .with("role", row.role.word())
        .with("team", row.team.map(|team| team.to_string()).unwrap_or_default())
        .with("profession", row.profession.map_or("", Profession::word))
        .with("language", row.language.word())
}

impl Desk<'_> {
    /// Adds somebody and returns the account with the link by which he chooses a password, to be shown once.
    ///
    /// Fields: `email`, `name`, `role`, `team` (id or name), `profession`, `language`.
    ///
    /// # Errors
    ///
    /// [`ManageError::Field`], [`ManageError::EmailTaken`], [`ManageError::Forbidden`], or the store's own.
    pub async fn add_staff(&self, fields: &Fields) -> Result<(AccountId, Token), ManageError> {
        self.whole_organisation()?;
        let email = fields.read("email", Email::parse)?;
        let wish = self.staff_wish(fields).await?;
        let language = fields.read_opt("language", str::parse::<Language>)?.unwrap_or(Language::Nl);
        let id = AccountId::new(self.now);
        let account = NewAccount {
            id,
            team: wish.team,
            email: &email,
            display_name: wish.name.as_str(),
            role: wish.role,
            password_hash: None,
            language,
        };
        self.tenant.insert_account(&account, self.now).await?;
        self.tenant.update_staff(id, (&wish.name, wish.role), wish.team, wish.profession).await?;
        let row = self.staff_row(id).await?;
        self.note("add-account", ("account", id.uuid()), &Fields::default(), &staff_fields(&row)).await?;
        let link = self.make_link(id).await?;
        Ok((id, link))
    }

    /// Changes name, role, team and profession of somebody. Fields as for adding; the address stays.
    ///
    /// # Errors
    ///
    /// [`ManageError`]; then nothing changed.
    pub async fn change_staff(&self, library: &Library, id: AccountId, fields: &Fields) -> Result<(), ManageError> {
        let was = self.staff_row(id).await?;
        let wish = self.staff_wish(fields).await?;
        if was.role == Role::Administrator && wish.role != Role::Administrator {
            self.spare_last_administrator(&was).await?;
        }
        // A lead who may not open the group would read none of its alerts.
        if !cares(wish.role) && wish.role != was.role && self.tenant.parts_of(id, self.today).await? > 0 {
            return Err(ManageError::HasParts);
        }
        if !cares(wish.role) && cares(was.role) {
            self.take_off_duty(library, id).await?;
        }
        self.tenant.update_staff(id, (&wish.name, wish.role), wish.team, wish.profession).await?;
        let became = self.staff_row(id).await?;
        self.note("change-account", ("account", id.uuid()), &staff_fields(&was), &staff_fields(&became)).await
    }

    /// Shuts an account or opens it again. Field: `state`, `blocked` or `open`.
    ///
    /// # Errors
    ///
    /// [`ManageError::Field`], or what either may refuse.
    pub async fn set_access(&self, library: &Library, id: AccountId, fields: &Fields) -> Result<(), ManageError> {
        match fields.text("state") {
            "open" => self.unblock_staff(id).await,
            "blocked" => self.block_staff(library, id).await,
            _ => Err(ManageError::Field { field: "state", why: "blocked or open".to_owned() }),
        }
    }

    /// Shuts an account, ends its logins and takes its link away; what it did stays.
    ///
    /// # Errors
    ///
    /// [`ManageError::LastAdministrator`], [`CollectError::LastOnDuty`](crate::collect::CollectError), or as above.
    pub async fn block_staff(&self, library: &Library, id: AccountId) -> Result<(), ManageError> {
        let was = self.staff_row(id).await?;
        self.spare_last_administrator(&was).await?;
        self.take_off_duty(library, id).await?;
        let since = if was.blocked { None } else { Some(self.now) };
        if since.is_some() {
            self.tenant.block_account(id, since).await?;
            self.tenant.forget_account_link(id).await?;
        }
        self.note_blocked("block-account", id, was.blocked, true).await
    }

    /// Opens a shut account again.
    ///
    /// # Errors
    ///
    /// [`ManageError::NotFound`], [`ManageError::Forbidden`], or the store's own.
    pub async fn unblock_staff(&self, id: AccountId) -> Result<(), ManageError> {
        let was = self.staff_row(id).await?;
        self.tenant.block_account(id, None).await?;
        self.note_blocked("unblock-account", id, was.blocked, false).await
    }

    /// A new link by which somebody chooses a password, to be shown once; an older one stops working, and so does nothing else:
    /// the old password works until the new one is chosen.
    ///
    /// # Errors
    ///
    /// [`ManageError::NotFound`], [`ManageError::Blocked`], [`ManageError::Forbidden`], or the store's own.
    pub async fn new_link(&self, id: AccountId) -> Result<Token, ManageError> {
        if self.staff_row(id).await?.blocked {
            return Err(ManageError::Blocked);
        }
        self.make_link(id).await
    }

    /// An account as an administrator sees it.
    ///
    /// # Errors
    ///
    /// [`ManageError::NotFound`], [`ManageError::Forbidden`], or the store's own.
    pub async fn staff_row(&self, id: AccountId) -> Result<StaffRow, ManageError> {
        self.whole_organisation()?;
        self.tenant.staff_member(id).await?.ok_or(ManageError::NotFound)
    }

    async fn staff_wish(&self, fields: &Fields) -> Result<StaffWish, ManageError> {
        let role: Role = fields.read("role", str::parse)?;
        let team = self.team_of(fields).await?;
        if role == Role::TeamLead && team.is_none() {
            return Err(ManageError::Field { field: "team", why: "whoever leads a team has one".to_owned() });
        }
        Ok(StaffWish {
            name: fields.read("name", StaffName::parse)?,
            role,
            team,
            profession: fields.read_opt("profession", str::parse)?,
        })
    }

    async fn spare_last_administrator(&self, row: &StaffRow) -> Result<(), ManageError> {
        let last = row.role == Role::Administrator && !row.blocked;
        if last && self.tenant.other_administrators(row.id).await? == 0 {
            return Err(ManageError::LastAdministrator);
        }
        Ok(())
    }

    async fn take_off_duty(&self, library: &Library, id: AccountId) -> Result<(), ManageError> {
        if self.tenant.on_duty().await?.iter().any(|row| row.account == id) {
            end_duty(self.tenant, library, id, self.actor(), self.now).await?;
        }
        Ok(())
    }

    async fn note_blocked(
        &self,
        action: &'static str,
        id: AccountId,
        was: bool,
        became: bool,
    ) -> Result<(), ManageError> {
        let state = |blocked: bool| Fields::default().with("state", if blocked { "blocked" } else { "open" });
        self.note(action, ("account", id.uuid()), &state(was), &state(became)).await
    }
}

fn cares(role: Role) -> bool {
    matches!(role, Role::Therapist | Role::TeamLead)
}
