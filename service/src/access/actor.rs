//! Who does something.

use crate::domain::{AccountId, Language, MembershipId, OrganisationId, Role, TeamId};

/// An account with a live login.
#[derive(Debug, Clone)]
pub struct LoggedIn {
    /// Where it works.
    pub organisation: OrganisationId,
    /// IANA name of the organisation's time zone.
    pub time_zone: String,
    /// Whether the module of signals is switched on there.
    pub signals_enabled: bool,
    /// The account.
    pub account: AccountId,
    /// What it may do.
    pub role: Role,
    /// Its team.
    pub team: Option<TeamId>,
    /// The name that colleagues see.
    pub display_name: String,
    /// Its language.
    pub language: Language,
}

impl LoggedIn {
    /// The team whose groups this account sees beside the own ones.
    #[must_use]
    pub fn overseen_team(&self) -> Option<TeamId> {
        self.team.filter(|_| self.role == Role::TeamLead)
    }
}

/// Who an audit row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who logged in.
    Account(AccountId),
    /// A client at a tablet.
    Client(MembershipId),
    /// The service itself.
    System,
}
