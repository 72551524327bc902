//! Who learns what goes before a dropout: one of all that serve an organisation, and not more often than is of use.

use jiff::{SignedDuration, Timestamp};

use crate::{
    domain::ExpectedSource,
    signals::VERSION,
    store::{StoreError, Tenant},
};

/// How long it lasts until somebody looks again whether there is more to learn.
const AGAIN: SignedDuration = SignedDuration::from_hours(24);

/// Takes the learning upon oneself; `false` where somebody did within a day. To be committed before the learning begins: it
/// takes seconds, and who finds no claim meanwhile would learn the same.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn claim_leaving(tenant: &Tenant<'_>, now: Timestamp) -> Result<bool, StoreError> {
    tenant.claim_dropout_model(ExpectedSource::Own, VERSION, now, now - AGAIN).await
}
