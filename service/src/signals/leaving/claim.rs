//! Who learns what goes before a dropout: one of all that serve an organisation, and not more often than is of use.

use jiff::{SignedDuration, Timestamp};

use crate::{
    domain::ExpectedSource,
    signals::VERSION,
    store::{StoreError, Tenant},
};

/// How long it lasts until somebody looks again whether there is more to learn.
const AGAIN: SignedDuration = SignedDuration::from_hours(24);
/// How long a claim holds without a result: a fit takes seconds, so whoever held it is gone.
const LOST: SignedDuration = SignedDuration::from_mins(30);

/// Takes the learning upon oneself; `false` where somebody did within a day for this version of the module. The model of
/// another version is of no use, and is let go at once. To be committed before the learning begins: it takes seconds, and who
/// finds no claim meanwhile would learn the same.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn claim_leaving(tenant: &Tenant<'_>, now: Timestamp) -> Result<bool, StoreError> {
    tenant.claim_dropout_model(ExpectedSource::Own, VERSION, now, (now - AGAIN, now - LOST)).await
}

/// Takes it upon oneself to learn anew what another version of the module learnt; `false` where nothing was. For a service that
/// begins: after an upgrade the first answers would be judged by marks.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn claim_leaving_of_before(tenant: &Tenant<'_>, now: Timestamp) -> Result<bool, StoreError> {
    tenant.claim_older_dropout_model(ExpectedSource::Own, VERSION, now).await
}
