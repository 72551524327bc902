//! Every group judged anew: when what the rules go by has changed for all of them at once.

use jiff::Timestamp;

use crate::{
    domain::JobId,
    store::{StoreError, Tenant},
};

/// Asks for every group to be judged anew, by each scale that has scores.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn judge_anew(tenant: &Tenant<'_>, now: Timestamp) -> Result<(), StoreError> {
    for (instrument, scale) in tenant.scored_scales().await? {
        tenant.insert_job(JobId::new(now), (&instrument, &scale), None, now).await?;
    }
    Ok(())
}
