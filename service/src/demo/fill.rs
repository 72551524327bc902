//! The fill: founded, then evening after evening in the order of the calendar, then analysed; one transaction.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use peil_questionnaires::Library;
use peil_stats::{
    signals::Settings,
    simulate::{self, SimulatedOrganisation},
};
use rand::{SeedableRng, rngs::Xoshiro256PlusPlus};

use super::{
    DemoError, DemoProgress,
    calendar::moment,
    contacts::{add_contacts, enter_figures},
    evening::Evenings,
    groups::Group,
    ids::{self, Ids},
    members::{Seat, enrol},
    staff::Staff,
    waiting::list_waiting,
    wording::confirm_wording,
};
use crate::{
    access::Passwords,
    analyse::refresh_all,
    clock::local_date,
    collect::register_instruments,
    domain::{GroupId, OrganisationId},
    signals::evaluate_all,
    store::{Store, StoreError, Tenant},
};

/// The name by which the organisation is known.
pub const NAME: &str = "Praktijk De Waterlijn (demo)";
/// Where it is.
pub const TIME_ZONE: &str = "Europe/Amsterdam";
/// The password of every account. Public: the organisation holds nobody's data.
pub const PASSWORD: &str = "waterlijn-demo";
/// The own code of every client.
pub const CLIENT_CODE: &str = "12345";
/// What everything random starts from. Chosen among many, so that the group of tonight has somebody of every course, the
/// group that stalls shows it, and few clients score the item about death.
pub const SEED: u64 = 20_278_034;

/// What was filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoOrganisation {
    /// The organisation.
    pub id: OrganisationId,
    /// The group whose next session is tonight, not opened yet.
    pub tonight: GroupId,
    /// Groups, running and ended.
    pub groups: usize,
    /// Clients, present and former.
    pub clients: usize,
    /// Sessions held.
    pub sessions: usize,
    /// Forms submitted.
    pub forms: usize,
}

/// The organisation, when it was filled. A fill that was broken off left nothing.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn find(store: &Store) -> Result<Option<OrganisationId>, StoreError> {
    let organisations = store.connect().await?.organisations().await?;
    Ok(organisations.into_iter().find(|organisation| organisation.name == NAME).map(|organisation| organisation.id))
}

/// Fills the organisation, all of it or nothing.
///
/// # Errors
///
/// [`DemoError::AlreadyFilled`] when it is there, or any other [`DemoError`] of the use cases on the way.
pub async fn fill(
    store: &Store,
    library: &Library,
    passwords: &Passwords,
    now: Timestamp,
    progress: &(dyn Fn(DemoProgress) + Sync),
) -> Result<DemoOrganisation, DemoError> {
    progress(DemoProgress::Preparing);
    let simulated = simulate_organisation().await?;
    let mut clients = simulated.clients();
    let (password, code) = (passwords.hash(PASSWORD).await?, passwords.hash(CLIENT_CODE).await?);
    let mut connection = store.connect().await?;
    let tenant = connection.begin(ids::organisation()).await?;
    let mut fill = Fill { tenant: &tenant, library, zone: TimeZone::get(TIME_ZONE)?, ids: Ids::new(SEED) };
    let today = local_date(now, TIME_ZONE);
    let (staff, groups) = fill.found(simulated, &password, today).await?;
    let tonight = groups.iter().find(|group| group.meets_tonight()).ok_or(DemoError::Unplanned("group"))?.id;
    let (sessions, forms) = fill.hold_all(&groups, &code, (today, now), progress).await?;
    for group in groups.iter().filter(|group| group.has_cycles()) {
        clients += list_waiting(&tenant, group, (&code, &mut fill.ids), (today, now)).await?;
    }
    enter_figures(&tenant, &staff, (today, now)).await?;
    progress(DemoProgress::Analysing);
    analyse(&tenant, library, now).await?;
    let id = tenant.organisation();
    tenant.commit().await?;
    Ok(DemoOrganisation { id, tonight, groups: groups.len(), clients, sessions, forms })
}

async fn simulate_organisation() -> Result<SimulatedOrganisation, DemoError> {
    tokio::task::spawn_blocking(|| simulate::organisation(&simulate::Settings::default(), SEED))
        .await
        .map_err(|_| DemoError::BrokenOff)
}

/// A fill on its way.
struct Fill<'a> {
    tenant: &'a Tenant<'a>,
    library: &'a Library,
    zone: TimeZone,
    ids: Ids,
}

impl Fill<'_> {
    /// Stores the organisation, its staff, its questionnaires and its groups.
    async fn found(
        &mut self,
        simulated: SimulatedOrganisation,
        password_hash: &str,
        today: Date,
    ) -> Result<(Staff, Vec<Group>), DemoError> {
        // A year before today every group was still to begin.
        let founded = moment(today, jiff::civil::Time::midnight(), &self.zone)? - SignedDuration::from_hours(24 * 365);
        self.tenant.insert_organisation(NAME, TIME_ZONE, founded).await.map_err(already_filled)?;
        register_instruments(self.tenant, self.library, founded).await?;
        let staff = Staff::employ(self.tenant, &mut self.ids, password_hash, founded).await?;
        confirm_wording(self.tenant, self.library, founded).await?;
        let mut groups = Vec::new();
        for group in simulated.groups {
            let with = (&staff, &mut self.ids);
            groups.push(Group::found(self.tenant, self.library, with, group, (today, &self.zone)).await?);
        }
        Ok((staff, groups))
    }

    /// Lets the members in and holds every session, group beside group in the order of the calendar: so the audit, too,
    /// is in the order of time. Tells how many sessions and forms there were.
    async fn hold_all(
        &mut self,
        groups: &[Group],
        code_hash: &str,
        days: (Date, Timestamp),
        progress: &(dyn Fn(DemoProgress) + Sync),
    ) -> Result<(usize, usize), DemoError> {
        let mut courses: Vec<(&Group, Vec<Seat>, Xoshiro256PlusPlus)> = Vec::new();
        for group in groups {
            let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED + u64::from(group.simulated.number));
            let with = (&mut self.ids, &mut random);
            let seats = enrol(self.tenant, group, code_hash, &self.zone, with).await?;
            courses.push((group, seats, random));
        }
        let calendar = self.calendar(groups)?;
        let (tenant, library, zone) = (self.tenant, self.library, &self.zone);
        let mut evenings = Evenings { tenant, library, zone, ids: &mut self.ids };
        let mut forms = 0;
        for (held, (_, place, session)) in calendar.iter().enumerate() {
            progress(DemoProgress::Sessions { held, of: calendar.len() });
            let (group, seats, random) = courses.get_mut(*place).ok_or(DemoError::Unplanned("group"))?;
            forms += evenings.hold(group, (seats, random), *session).await?;
        }
        for group in groups {
            group.take_up_goals(tenant, library).await?;
        }
        let courses: Vec<(&Group, Vec<Seat>)> = courses.into_iter().map(|(group, seats, _)| (group, seats)).collect();
        add_contacts(tenant, &courses, &mut self.ids, days).await?;
        Ok((calendar.len(), forms))
    }

    /// Every session of every group in the order of time: when, the group's place, the session's number.
    fn calendar(&self, groups: &[Group]) -> Result<Vec<(Timestamp, usize, u32)>, DemoError> {
        let mut calendar = Vec::new();
        for (place, group) in groups.iter().enumerate() {
            for (session, date) in (1..).zip(&group.dates) {
                calendar.push((moment(*date, group.time, &self.zone)?, place, session));
            }
        }
        calendar.sort_unstable();
        Ok(calendar)
    }
}

/// Fits the models, raises the signals, and clears the jobs that asked for it.
async fn analyse(tenant: &Tenant<'_>, library: &Library, now: Timestamp) -> Result<(), DemoError> {
    refresh_all(tenant, library, now).await?;
    evaluate_all(tenant, library, &Settings::default(), now).await?;
    while let Some(jobs) = tenant.take_jobs(now).await? {
        tenant.finish_jobs(&jobs).await?;
    }
    Ok(())
}

fn already_filled(error: StoreError) -> DemoError {
    match error.broken_constraint() {
        Some("organisations_pkey") => DemoError::AlreadyFilled,
        _ => error.into(),
    }
}
