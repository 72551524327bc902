//! Who and what there is, as set up by an administrator, by whoever leads a team and, for members, by whoever leads a group:
//! organisations, people, teams, groups with their therapists, members, and what holds for the whole organisation.
//!
//! One use case each, behind three doors: pages, the API, and `peil admin`. What comes in is a [`Fields`], text by name as
//! somebody typed it; each use case reads it into values that cannot be wrong and names the field that it refuses. Each change
//! leaves a row in the audit, and for each field what it was and what it became. No HTTP, no answers and no scores may come in.

mod consents;
mod error;
mod fields;
mod groups;
mod links;
mod members;
mod organisation;
mod parts;
mod rules;
mod selection;
mod staff;
mod teams;

pub use error::ManageError;
pub use fields::Fields;
pub use groups::group_fields;
pub use links::{LINK_LIFETIME, choose_password, link_of};
pub use organisation::found_organisation;
pub use selection::{LEAST_MARK, MOST_MARK, newest, next_step};
pub use staff::staff_fields;

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    access::{Actor, AuditEvent, LoggedIn, leads_group, record, visible_group},
    domain::{AccountId, ChangeId, GroupId, Role, TeamId},
    store::{GroupRow, GroupSetUpRow, NewChange, Tenant},
};

/// Who sets something up.
#[derive(Debug, Clone, Copy)]
pub enum Hand<'a> {
    /// Somebody at the machine's own command line, who may do everything.
    Console,
    /// Somebody who logged in.
    Account(&'a LoggedIn),
}

/// Where something is set up: in which organisation, by whom, on which day.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The organisation's rows.
    pub tenant: &'a Tenant<'a>,
    /// Who sets up.
    pub hand: Hand<'a>,
    /// The day there.
    pub today: Date,
    /// The moment.
    pub now: Timestamp,
}

/// Fields of which only that they changed is written down: they name somebody.
const NAMES: [(&str, &str); 3] = [("account", "email"), ("account", "name"), ("membership", "pseudonym")];
/// The most of a value that is written down, in characters.
const KEPT: usize = 200;

impl<'a> Desk<'a> {
    /// A desk.
    #[must_use]
    pub fn new(tenant: &'a Tenant<'a>, hand: Hand<'a>, (today, now): (Date, Timestamp)) -> Self {
        Self { tenant, hand, today, now }
    }

    fn account(&self) -> Option<AccountId> {
        match self.hand {
            Hand::Console => None,
            Hand::Account(who) => Some(who.account),
        }
    }

    fn actor(&self) -> Actor {
        self.account().map_or(Actor::System, Actor::Account)
    }

    /// Refuses whoever is no administrator.
    fn whole_organisation(&self) -> Result<(), ManageError> {
        match self.hand {
            Hand::Console => Ok(()),
            Hand::Account(who) if who.role == Role::Administrator => Ok(()),
            Hand::Account(_) => Err(ManageError::Forbidden),
        }
    }

    /// The only team whose groups may be set up here; none for whoever may set up all.
    fn own_team(&self) -> Result<Option<TeamId>, ManageError> {
        match self.hand {
            Hand::Account(who) if who.role == Role::TeamLead => who.team.ok_or(ManageError::Forbidden).map(Some),
            _ => self.whole_organisation().map(|()| None),
        }
    }

    /// A group that may be set up here. That there are others is not told.
    ///
    /// # Errors
    ///
    /// [`ManageError::NotFound`], [`ManageError::Forbidden`] for roles that set up no group, or the store's own.
    pub async fn group(&self, id: GroupId) -> Result<GroupSetUpRow, ManageError> {
        let team = self.own_team()?;
        let row = self.tenant.group_set_up(id, self.today).await?.ok_or(ManageError::NotFound)?;
        if team.is_some() && row.team != team { Err(ManageError::NotFound) } else { Ok(row) }
    }

    /// A group whose members may be set up here: every group for an administrator, for others what they lead.
    ///
    /// # Errors
    ///
    /// [`ManageError::NotFound`] for a group that this account does not see, [`ManageError::Forbidden`] for one that it does not
    /// lead, or the store's own.
    pub async fn led_group(&self, id: GroupId) -> Result<GroupRow, ManageError> {
        let Hand::Account(who) = self.hand else {
            return self.tenant.group(id).await?.ok_or(ManageError::NotFound);
        };
        if who.role == Role::Administrator {
            return self.tenant.group(id).await?.ok_or(ManageError::NotFound);
        }
        let row = visible_group(self.tenant, who, id, self.today).await?.ok_or(ManageError::NotFound)?;
        let leads = leads_group(self.tenant, who, &row, self.today).await?;
        if leads { Ok(row) } else { Err(ManageError::Forbidden) }
    }

    /// Writes down what was done, and each field that differs; nothing where none does.
    async fn note(
        &self,
        action: &'static str,
        (kind, subject): (&'static str, Uuid),
        was: &Fields,
        became: &Fields,
    ) -> Result<(), ManageError> {
        if self.note_fields((kind, subject), was, became).await? {
            record(self.tenant, &AuditEvent::new(self.actor(), action).on(kind, subject), self.now);
        }
        Ok(())
    }

    /// Writes down each field that differs, and tells whether one does.
    async fn note_fields(
        &self,
        (kind, subject): (&'static str, Uuid),
        was: &Fields,
        became: &Fields,
    ) -> Result<bool, ManageError> {
        let mut differs = false;
        for field in became.names().filter(|field| was.text(field) != became.text(field)) {
            differs = true;
            let named = NAMES.contains(&(kind, field));
            let short = |text: &str| (!text.is_empty() && !named).then(|| text.chars().take(KEPT).collect::<String>());
            let (was, became) = (short(was.text(field)), short(became.text(field)));
            let row = NewChange {
                id: ChangeId::new(self.now),
                by: self.account(),
                kind,
                subject,
                field,
                was: was.as_deref(),
                became: became.as_deref(),
            };
            self.tenant.insert_set_up_change(&row, self.now).await?;
        }
        Ok(differs)
    }
}
