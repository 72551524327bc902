//! Who works at the demonstration organisation. The names are made up.

use jiff::Timestamp;

use super::{DemoError, ids::Ids};
use crate::{
    domain::{AccountId, AlertMinutes, Email, Language, Role, TeamId},
    store::{NewAccount, Tenant},
};

/// An account of the demonstration; all have the same password.
#[derive(Debug, Clone, Copy)]
pub struct DemoAccount {
    /// The address to log in with.
    pub email: &'static str,
    /// The name that colleagues see.
    pub name: &'static str,
    /// What it may do.
    pub role: Role,
    /// The place of its team, for therapists and team leads.
    team: Option<usize>,
}

/// The two teams.
const TEAMS: [&str; 2] = ["Team Oever", "Team Sluis"];

/// The accounts. The first leads the group that meets tonight.
pub const ACCOUNTS: [DemoAccount; 13] = [
    account("noor@demo.peil.example", "Noor de Wit", Role::Therapist, Some(0)),
    account("sam@demo.peil.example", "Sam Bakker", Role::Therapist, Some(0)),
    account("joris@demo.peil.example", "Joris van Dalen", Role::Therapist, Some(0)),
    account("lotte@demo.peil.example", "Lotte Visser", Role::Therapist, Some(0)),
    account("yasmin@demo.peil.example", "Yasmin Kaya", Role::Therapist, Some(1)),
    account("daan@demo.peil.example", "Daan Meijer", Role::Therapist, Some(1)),
    account("fenna@demo.peil.example", "Fenna Hoekstra", Role::Therapist, Some(1)),
    account("bram@demo.peil.example", "Bram Hendriks", Role::Therapist, Some(1)),
    account("marieke@demo.peil.example", "Marieke Postma", Role::TeamLead, Some(0)),
    account("ruben@demo.peil.example", "Ruben Smit", Role::TeamLead, Some(1)),
    account("iris@demo.peil.example", "Iris Vermeulen", Role::Researcher, None),
    account("wim@demo.peil.example", "Wim Dekker", Role::Administrator, None),
    account("els@demo.peil.example", "Els Brouwer", Role::ExperienceExpert, None),
];

/// Within how many minutes somebody must have seen a safety alert.
const ALERT_MINUTES: i32 = 60;

const fn account(email: &'static str, name: &'static str, role: Role, team: Option<usize>) -> DemoAccount {
    DemoAccount { email, name, role, team }
}

/// Puts the leads of the teams on duty and sets the time for alerts, where nobody did: in a new organisation, and in one
/// that was filled before there were alerts.
///
/// # Errors
///
/// [`DemoError::Store`] when the database does not answer.
pub async fn set_recipients(tenant: &Tenant<'_>, at: Timestamp) -> Result<(), DemoError> {
    if tenant.on_duty().await?.is_empty() {
        for row in tenant.off_duty().await?.iter().filter(|row| row.role == Role::TeamLead) {
            tenant.begin_duty(row.account, at).await?;
        }
    }
    if tenant.alert_minutes().await?.is_none() {
        tenant.set_alert_minutes(AlertMinutes::new(ALERT_MINUTES)?).await?;
    }
    Ok(())
}

/// The stored teams and accounts, in the order of the tables.
pub(super) struct Staff {
    teams: Vec<TeamId>,
    accounts: Vec<AccountId>,
}

impl Staff {
    /// Stores everybody.
    pub(super) async fn employ(
        tenant: &Tenant<'_>,
        ids: &mut Ids,
        password_hash: &str,
        at: Timestamp,
    ) -> Result<Self, DemoError> {
        let mut staff = Self { teams: Vec::new(), accounts: Vec::new() };
        for name in TEAMS {
            let id = TeamId::from(ids.next(at));
            tenant.insert_team(id, name).await?;
            staff.teams.push(id);
        }
        for account in &ACCOUNTS {
            let id = AccountId::from(ids.next(at));
            let row = NewAccount {
                id,
                team: account.team.map(|place| staff.team(place)).transpose()?,
                email: &Email::parse(account.email)?,
                display_name: account.name,
                role: account.role,
                password_hash: Some(password_hash),
                language: Language::Nl,
            };
            tenant.insert_account(&row, at).await?;
            staff.accounts.push(id);
        }
        set_recipients(tenant, at).await?;
        Ok(staff)
    }

    /// The team at a place of the table.
    pub(super) fn team(&self, place: usize) -> Result<TeamId, DemoError> {
        self.teams.get(place).copied().ok_or(DemoError::Unplanned("team"))
    }

    /// The account at a place of the table.
    pub(super) fn account(&self, place: usize) -> Result<AccountId, DemoError> {
        self.accounts.get(place).copied().ok_or(DemoError::Unplanned("account"))
    }
}
