//! What can stand in the way of setting something up.

use crate::{
    access::{BadToken, PasswordError},
    collect::{CollectError, InstrumentError},
    signals::RuleSettingError,
    store::StoreError,
};

/// Why nothing was set up. Nothing is half done then.
#[derive(Debug, thiserror::Error)]
pub enum ManageError {
    /// A field that cannot be used; what was typed is not repeated.
    #[error("{field}: {why}")]
    Field {
        /// Its name.
        field: &'static str,
        /// What it should be.
        why: String,
    },
    /// There is no such thing here, or not for this person.
    #[error("not found")]
    NotFound,
    /// This person may not change it.
    #[error("this is not for your role")]
    Forbidden,
    /// Another account, perhaps elsewhere, has the address.
    #[error("an account with this e-mail address exists; use another address")]
    EmailTaken,
    /// Another one is called so.
    #[error("this name is taken; choose another")]
    NameTaken,
    /// Without it nobody could set anything up.
    #[error("this is the last administrator; make somebody else administrator first")]
    LastAdministrator,
    /// The account is shut.
    #[error("this account is blocked; unblock it first")]
    Blocked,
    /// The account has a part in a running group.
    #[error("this colleague has a part in a running group; end that first")]
    HasParts,
    /// Stays in the group still run.
    #[error("the group still has members; end their stays first")]
    HasMembers,
    /// The colleague has a part in the group on some of these days.
    #[error("this colleague has a part in the group on some of these days; end that first")]
    PartOverlaps,
    /// The client is in the group on some of these days.
    #[error("this client is in the group already on some of these days")]
    AlreadyMember,
    /// Somebody in the group, now or earlier, has this pseudonym.
    #[error("somebody in this group has, or had, this pseudonym; choose another")]
    PseudonymTaken,
    /// The first day of a stay stays as it is once there are scores.
    #[error("there are scores of this stay, so its first day is not changed any more")]
    HasScores,
    /// The link was used, is too old, or never was.
    #[error("this link does not work any more; ask your administrator for a new one")]
    LinkSpent,
    /// What is set of the rules.
    #[error(transparent)]
    Rule(#[from] RuleSettingError),
    /// What a use case of the sessions forbids.
    #[error(transparent)]
    Collect(#[from] CollectError),
    /// The questionnaires could not be registered.
    #[error(transparent)]
    Instruments(#[from] InstrumentError),
    /// A password or code could not be handled.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A token could not be made.
    #[error(transparent)]
    Token(#[from] BadToken),
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for ManageError {
    /// What a constraint of the database refuses is told as what it means.
    fn from(error: StoreError) -> Self {
        match error.broken_constraint() {
            Some("account_routes_email_hash_key" | "accounts_organisation_id_email_key") => Self::EmailTaken,
            Some("teams_organisation_id_name_key" | "groups_organisation_id_name_key" | "one_organisation_a_name") => {
                Self::NameTaken
            }
            Some("memberships_organisation_id_group_id_pseudonym_key") => Self::PseudonymTaken,
            Some("one_membership_at_a_time") => Self::AlreadyMember,
            Some("group_therapists_pkey") => Self::PartOverlaps,
            _ => Self::Store(error),
        }
    }
}
