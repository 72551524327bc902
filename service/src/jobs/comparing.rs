//! Sets an organisation's groups side by side, beside all other work: it takes seconds of computing, and nobody's alert or
//! chart waits for it. One at a time.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::JobError;
use crate::{
    analyse::{ToCompare, claim_comparison, finish_comparison},
    clock::{SharedClock, local_date},
    store::{ClaimedComparison, Connection, OrganisationRow, Store},
};

/// Where comparisons are made.
#[derive(Clone)]
pub(super) struct Comparing {
    store: Store,
    clock: SharedClock,
    /// One place: of two fits at once each takes twice as long, and the service has less.
    place: Arc<Semaphore>,
}

/// The right to make a comparison; given back when it is dropped.
pub(super) struct Place(#[allow(dead_code, reason = "held for its drop")] OwnedSemaphorePermit);

impl Comparing {
    pub(super) fn new(store: Store, clock: SharedClock) -> Self {
        Self { store, clock, place: Arc::new(Semaphore::new(1)) }
    }

    /// The place, where nobody is at work there.
    pub(super) fn place(&self) -> Option<Place> {
        Arc::clone(&self.place).try_acquire_owned().ok().map(Place)
    }

    /// Claims what is to be compared, known to every other worker before it begins.
    pub(super) async fn claim(
        &self,
        connection: &mut Connection,
        organisation: &OrganisationRow,
        quiet: bool,
    ) -> Result<Option<ClaimedComparison>, JobError> {
        let tenant = connection.begin(organisation.id).await?;
        let claimed = claim_comparison(&tenant, quiet, self.clock.now()).await?;
        tenant.commit().await?;
        Ok(claimed)
    }

    /// Makes what was claimed. What cannot be stored is tried again once the claim counts as lost.
    pub(super) async fn make(self, _place: Place, organisation: OrganisationRow, claimed: ClaimedComparison) {
        if let Err(error) = self.made(&organisation, &claimed).await {
            tracing::error!(organisation = %organisation.id, error = %error, "a comparison of groups was lost");
        }
    }

    /// No connection is held while it computes.
    async fn made(&self, organisation: &OrganisationRow, claimed: &ClaimedComparison) -> Result<(), JobError> {
        let input = {
            let mut connection = self.store.connect().await?;
            let tenant = connection.begin(organisation.id).await?;
            ToCompare::read(&tenant, claimed).await?
        };
        let (scores, today) = (input.scores(), local_date(claimed.claimed_at, &organisation.time_zone));
        let made = input.compared(today).await;
        let mut connection = self.store.connect().await?;
        let tenant = connection.begin(organisation.id).await?;
        finish_comparison(&tenant, claimed, &made, scores).await?;
        tenant.commit().await?;
        Ok(())
    }
}
