//! The wording that the demonstration shows to its clients. That somebody compared it with the holder's file is invented, as
//! the administrator is who is said to have done it: at a clinic a person does that. Only exactly the words that ship are
//! taken for compared, by their hash; other words of the same questionnaire wait for somebody here too.

use jiff::Timestamp;
use peil_questionnaires::{Library, WordingStatus};

use super::{DemoError, groups::asked_here};
use crate::{
    access::{Actor, AuditEvent, record},
    domain::Role,
    store::Tenant,
};

/// Has the administrator confirm the shipped words of what the groups are asked, where he did not: in a new organisation,
/// and in one that was filled before that was needed.
///
/// # Errors
///
/// [`DemoError::Store`] when the database does not answer.
pub async fn confirm_wording(tenant: &Tenant<'_>, shipped: &Library, at: Timestamp) -> Result<(), DemoError> {
    let accounts = tenant.staff().await?;
    let administrator = accounts.iter().find(|account| account.role == Role::Administrator);
    let by = administrator.ok_or(DemoError::Unplanned("account"))?.id;
    let confirmed = tenant.wording_confirmations().await?;
    for instrument in shipped.iter().filter(|instrument| asked_here(instrument.id())) {
        let (id, version) = (instrument.id(), instrument.version().to_string());
        for language in instrument.languages() {
            let hash = instrument.hashes().text_in(*language).map(|hash| hash.to_string());
            let Some(hash) = hash.filter(|_| instrument.wording_status(*language) == WordingStatus::Unconfirmed) else {
                continue;
            };
            if confirmed.iter().any(|row| row.id == id && row.version == version && row.text_hash == hash) {
                continue;
            }
            tenant.confirm_wording(id, &version, &hash, by, at).await?;
            record(tenant, &AuditEvent::new(Actor::Account(by), "confirm-wording"), at);
        }
    }
    Ok(())
}
