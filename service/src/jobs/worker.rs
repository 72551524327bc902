//! Takes jobs from the outbox, one scale at a time, and analyses it; and calls in those on duty for alerts that nobody saw.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use peil_questionnaires::Library;
use peil_stats::signals::Settings;
use tokio::sync::{Notify, watch};

use super::{Changed, LiveUpdates, What, comparing::Comparing};
use crate::{
    analyse::{AnalyseError, comparison_outdated, refresh_scale, settings_in_force},
    clock::SharedClock,
    collect::{CollectError, Libraries, escalate_unseen},
    domain::GroupId,
    signals::{self, Scope, SignalsError},
    store::{Connection, Jobs, OrganisationRow, Store, StoreError, Tenant},
};

/// How long the worker sleeps when nobody wakes it: the way jobs of another process are found.
const PAUSE: Duration = Duration::from_secs(1);
/// Groups that hear of signals before the analysis is there. Where more wait, that comes for all of them in one go, and one
/// look of their pages is enough.
const FEW: usize = 3;
/// Between telling one group and the next, and how long telling all of them takes at most: their pages come one after another
/// and not all at once.
const BETWEEN: Duration = Duration::from_millis(15);
const TELLING: Duration = Duration::from_secs(2);
/// The longest a failing job is put off.
const LONGEST_DELAY: SignedDuration = SignedDuration::from_mins(10);

/// Why a step was not made.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The analysis failed.
    #[error(transparent)]
    Analyse(#[from] AnalyseError),
    /// The signals could not be brought up to date.
    #[error(transparent)]
    Signals(#[from] SignalsError),
    /// An alert could not be escalated.
    #[error(transparent)]
    Escalate(#[from] CollectError),
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Empties the outbox.
#[derive(Clone)]
pub struct Worker {
    store: Store,
    libraries: Libraries,
    clock: SharedClock,
    live: LiveUpdates,
    wake: Arc<Notify>,
    comparing: Comparing,
}

impl Worker {
    /// A worker on this store.
    #[must_use]
    pub fn new(store: Store, libraries: Libraries, clock: SharedClock, live: LiveUpdates) -> Self {
        let comparing = Comparing::new(store.clone(), Arc::clone(&clock));
        Self { store, libraries, clock, live, wake: Arc::new(Notify::new()), comparing }
    }

    /// Makes the worker look at once, instead of at its next round.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Works until `stop` says so, half of the time at most: whoever reads or answers comes first, and what waits meanwhile
    /// is analysed together, but never longer than a second, for alerts wait with it. The first job after quiet waits for
    /// nothing. A failure is logged and tried again later.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        if let Err(error) = self.learn_after_upgrade().await {
            tracing::error!(error = %error, "who leaves is learnt anew with the next answer only");
        }
        while !*stop.borrow() {
            let begun = Instant::now();
            match self.step().await {
                Ok(true) => {
                    tokio::select! {
                        () = tokio::time::sleep(begun.elapsed().min(PAUSE)) => {}
                        _ = stop.changed() => {}
                    }
                    continue;
                }
                Ok(false) => {}
                Err(error) => tracing::error!(error = %error, "the outbox could not be emptied; trying again"),
            }
            tokio::select! {
                () = self.wake.notified() => {}
                () = tokio::time::sleep(PAUSE) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Begins to learn anew who leaves, where another version of the module learnt it: what it learnt is of no use now.
    ///
    /// # Errors
    ///
    /// [`JobError`] when the organisations cannot be read.
    pub async fn learn_after_upgrade(&self) -> Result<(), JobError> {
        let (mut connection, now) = (self.store.connect().await?, self.clock.now());
        for organisation in connection.organisations().await?.into_iter().filter(|one| one.signals_enabled) {
            let claimed = async {
                let tenant = connection.begin(organisation.id).await?;
                let claimed = signals::claim_leaving_of_before(&tenant, now).await?;
                tenant.commit().await?;
                Ok(claimed)
            }
            .await;
            if self.unless_failed(&mut connection, &organisation, claimed).await? {
                tokio::spawn(self.clone().learn(organisation, now));
            }
        }
        Ok(())
    }

    /// Does what is due: alerts that waited too long, and one scale of each organisation; `false` when nothing was. Then nobody
    /// waits, and groups may be compared.
    ///
    /// # Errors
    ///
    /// [`JobError`] when the outbox cannot be read or written.
    pub async fn step(&self) -> Result<bool, JobError> {
        let mut connection = self.store.connect().await?;
        let mut worked = false;
        let organisations = connection.organisations().await?;
        // One organisation's trouble is not the others', and no alert waits for an analysis.
        for organisation in &organisations {
            let escalated = self.escalate(&mut connection, organisation).await;
            worked |= self.unless_failed(&mut connection, organisation, escalated).await?;
        }
        for organisation in &organisations {
            let now = self.clock.now();
            let analysed = self.step_of(&mut connection, organisation).await;
            let analysed = self.unless_failed(&mut connection, organisation, analysed).await?;
            worked |= analysed;
            if analysed && organisation.signals_enabled {
                let claimed = self.claim_learning(&mut connection, organisation, now).await;
                if self.unless_failed(&mut connection, organisation, claimed).await? {
                    tokio::spawn(self.clone().learn(organisation.clone(), now));
                }
            }
        }
        self.compare(&mut connection, &organisations, !worked).await?;
        Ok(worked)
    }

    /// Begins to set groups side by side where it is time, of one organisation.
    async fn compare(
        &self,
        connection: &mut Connection,
        organisations: &[OrganisationRow],
        quiet: bool,
    ) -> Result<(), JobError> {
        let Some(place) = self.comparing.place() else { return Ok(()) };
        for organisation in organisations {
            let claimed = self.comparing.claim(connection, organisation, quiet).await;
            if let Some(claimed) = self.unless_failed(connection, organisation, claimed).await? {
                tokio::spawn(self.comparing.clone().make(place, organisation.clone(), claimed));
                return Ok(());
            }
        }
        Ok(())
    }

    async fn unless_failed<T: Default>(
        &self,
        connection: &mut Connection,
        organisation: &OrganisationRow,
        outcome: Result<T, JobError>,
    ) -> Result<T, JobError> {
        match outcome {
            Ok(found) => Ok(found),
            Err(error) => {
                tracing::error!(organisation = %organisation.id, error = %error, "an organisation was passed over");
                *connection = self.store.connect().await?;
                Ok(T::default())
            }
        }
    }

    /// Calls in those on duty for alerts that nobody saw in the organisation's time.
    async fn escalate(&self, connection: &mut Connection, organisation: &OrganisationRow) -> Result<bool, JobError> {
        let Some(minutes) = organisation.alert_minutes else { return Ok(false) };
        let tenant = connection.begin(organisation.id).await?;
        let groups = escalate_unseen(&tenant, minutes, self.clock.now()).await?;
        if groups.is_empty() {
            return Ok(false);
        }
        tenant.commit().await?;
        for group in groups {
            self.live.tell(Changed { organisation: organisation.id, group, what: What::Signals });
        }
        Ok(true)
    }

    /// Takes it upon this worker to learn who leaves, where it is time: known to every other one before it begins.
    async fn claim_learning(
        &self,
        connection: &mut Connection,
        organisation: &OrganisationRow,
        now: Timestamp,
    ) -> Result<bool, JobError> {
        let tenant = connection.begin(organisation.id).await?;
        let claimed = signals::claim_leaving(&tenant, now).await?;
        tenant.commit().await?;
        Ok(claimed)
    }

    /// Learns who leaves, beside all other work: a fit takes seconds, and no alert waits for it.
    async fn learn(self, organisation: OrganisationRow, now: Timestamp) {
        match self.learn_of(&organisation, now).await {
            Ok(true) => self.wake(),
            Ok(false) => {}
            Err(error) => {
                tracing::error!(organisation = %organisation.id, error = %error, "who leaves could not be learnt");
            }
        }
    }

    async fn learn_of(&self, organisation: &OrganisationRow, now: Timestamp) -> Result<bool, JobError> {
        let mut connection = self.store.connect().await?;
        let tenant = connection.begin(organisation.id).await?;
        let library = self.libraries.of(&tenant).await?;
        let asks_for_more = signals::learn_leaving(&tenant, &library, now).await?;
        tenant.commit().await?;
        Ok(asks_for_more)
    }

    async fn step_of(&self, connection: &mut Connection, organisation: &OrganisationRow) -> Result<bool, JobError> {
        let now = self.clock.now();
        let tenant = connection.begin(organisation.id).await?;
        let Some(jobs) = tenant.take_jobs(now).await? else { return Ok(false) };
        let scale = (jobs.instrument.as_str(), jobs.scale.as_str());
        let library = self.libraries.of(&tenant).await?;
        let settings = settings_in_force(&tenant).await?;
        // The therapist waits for the signals and not for the fit. What goes wrong here goes wrong below as well, and is
        // dealt with there.
        let followed = organisation.signals_enabled
            && !jobs.everywhere
            && matches!(signals::follow(&tenant, &library, scale, &jobs.groups, &settings, now).await, Ok(true));
        if followed {
            tenant.commit().await?;
            if jobs.groups.len() <= FEW {
                self.tell(organisation, jobs.groups.clone(), What::Followed);
            }
        } else {
            drop(tenant);
        }
        let tenant = connection.begin(organisation.id).await?;
        if !tenant.retake_jobs(&jobs).await? {
            // Another worker makes the rest of it, and tells the pages of its own process only.
            self.tell(organisation, jobs.groups, What::Analysed);
            return Ok(true);
        }
        let judged = match (followed, jobs.everywhere) {
            (true, _) => Scope::Groups(BTreeSet::new()),
            (false, true) => Scope::All,
            (false, false) => Scope::Groups(jobs.groups.clone()),
        };
        let judged = organisation.signals_enabled.then_some((judged, settings));
        match analyse(&tenant, &library, scale, judged, now).await {
            Ok(()) => {
                tenant.finish_jobs(&jobs).await?;
                // A form with two scales is told when the last is done.
                let waiting = tenant.groups_waiting(now).await?;
                tenant.commit().await?;
                self.tell(organisation, &jobs.groups - &waiting, What::Analysed);
            }
            Err(error) => {
                drop(tenant);
                tracing::error!(instrument = scale.0, scale = scale.1, error = %error, "an analysis failed; it is put off");
                postpone(connection, organisation, &jobs, now).await?;
                // What is wrong with the signals holds the lines and means of the chart up no longer than this.
                if matches!(error, JobError::Signals(_)) {
                    let tenant = connection.begin(organisation.id).await?;
                    let rows = refresh_scale(&tenant, &library, scale, now).await?;
                    comparison_outdated(&tenant, &library, scale, rows.len(), now).await?;
                    tenant.commit().await?;
                }
                self.tell(organisation, jobs.groups, What::Analysed);
            }
        }
        Ok(true)
    }

    /// Tells the pages of these groups: of a few at once, of many one after another, beside the worker's own work.
    fn tell(&self, organisation: &OrganisationRow, groups: BTreeSet<GroupId>, what: What) {
        let (live, organisation) = (self.live.clone(), organisation.id);
        let changed = move |group| Changed { organisation, group, what };
        if groups.len() <= FEW {
            groups.into_iter().for_each(|group| live.tell(changed(group)));
            return;
        }
        let between = BETWEEN.min(TELLING / u32::try_from(groups.len()).unwrap_or(u32::MAX));
        tokio::spawn(async move {
            for group in groups {
                live.tell(changed(group));
                tokio::time::sleep(between).await;
            }
        });
    }
}

/// The fit, and the signals where the organisation wants them.
async fn analyse(
    tenant: &Tenant<'_>,
    library: &Library,
    scale: (&str, &str),
    signals: Option<(Scope, Settings)>,
    now: Timestamp,
) -> Result<(), JobError> {
    let rows = refresh_scale(tenant, library, scale, now).await?;
    if let Some((scope, settings)) = signals {
        signals::evaluate(tenant, library, scale, &rows, &scope, &settings, now).await?;
    }
    Ok(comparison_outdated(tenant, library, scale, rows.len(), now).await?)
}

/// Puts failed jobs off, longer each time.
async fn postpone(
    connection: &mut Connection,
    organisation: &OrganisationRow,
    jobs: &Jobs,
    now: Timestamp,
) -> Result<(), StoreError> {
    let seconds = 1_i64 << jobs.attempts.clamp(0, 9);
    let delay = SignedDuration::from_secs(seconds).min(LONGEST_DELAY);
    let tenant = connection.begin(organisation.id).await?;
    tenant.postpone_jobs(jobs, now + delay).await?;
    tenant.commit().await
}
