//! The groups of the demonstration: names and hours for what is simulated.

use jiff::{
    civil::{Date, Time, Weekday, time},
    tz::TimeZone,
};
use peil_questionnaires::{Instrument, Library};
use peil_stats::simulate::{self, SimulatedGroup};

use super::{
    DemoError,
    calendar::{Day, dates, moment},
    ids::Ids,
    staff::Staff,
};
use crate::{
    domain::{AccountId, Every, GroupFormat, GroupId, GroupKind, Occasion, Plan, Planned, Schedule, TherapistPart},
    store::{NewGroup, Tenant},
};

/// What every group measures, in the order of asking.
const MEASURES: [&str; 2] = ["phq-9", "peil-session"];

/// What a group with personal goals measures besides, from its next session on: those who are new start with a form, and
/// everybody writes down goals.
const GOALS: [(&str, Occasion); 2] =
    [("peil-start", Occasion::Start), ("peil-goals", Occasion::AfterSession(Every::SESSION))];

/// The group that takes up personal goals.
const WITH_GOALS: &str = "Dinsdaggroep schematherapie";

/// How long every session takes.
const MINUTES: i16 = 90;

/// The group whose next session is tonight and not opened yet.
pub const TONIGHT: &str = "Interpersoonlijke groep";

/// The group that somebody leads out of own experience beside its therapists, and that account's place.
const WITH_EXPERT: (&str, usize) = ("Naastengroep", 12);

/// One row for each group of `peil_stats::simulate::demonstration_plans`, in its order.
struct Place {
    name: &'static str,
    day: Day,
    time: Time,
    /// Weeks since an ended group's last session.
    weeks_ago: u8,
    /// Setting of the Dutch care performance model: 2 ambulatory, one discipline; 3 ambulatory, more disciplines.
    setting: i16,
    team: usize,
    lead: usize,
    co: usize,
}

const PLACES: [Place; 12] = [
    place("Schematherapie, vorige ronde", on(Weekday::Wednesday, 13), 6, (3, 0), (1, 2)),
    place("Maandaggroep depressie", on(Weekday::Monday, 19), 0, (2, 0), (0, 1)),
    place("Dinsdaggroep schematherapie", on(Weekday::Tuesday, 19), 0, (3, 0), (1, 3)),
    place(TONIGHT, (Day::Today, time(19, 30, 0, 0)), 0, (2, 0), (0, 2)),
    place("Cursus omgaan met somberheid", on(Weekday::Tuesday, 13), 14, (2, 1), (4, 5)),
    place("Cursus grip op piekeren", on(Weekday::Monday, 13), 3, (2, 1), (6, 7)),
    place("Slaap en spanning", on(Weekday::Friday, 9), 0, (2, 1), (5, 6)),
    place("Vaardigheden, voorjaarsgroep", on(Weekday::Thursday, 13), 9, (3, 0), (2, 3)),
    place("Vaardigheden op woensdag", on(Weekday::Wednesday, 19), 0, (3, 0), (3, 0)),
    place("Vaktherapie beeldend", on(Weekday::Thursday, 9), 0, (3, 1), (7, 4)),
    place("Herstelgroep", on(Weekday::Friday, 13), 5, (3, 1), (4, 6)),
    place("Naastengroep", on(Weekday::Thursday, 19), 0, (2, 1), (5, 7)),
];

const fn on(weekday: Weekday, hour: i8) -> (Day, Time) {
    (Day::Every(weekday), time(hour, 30, 0, 0))
}

const fn place(
    name: &'static str,
    (day, time): (Day, Time),
    weeks_ago: u8,
    (setting, team): (i16, usize),
    (lead, co): (usize, usize),
) -> Place {
    Place { name, day, time, weeks_ago, setting, team, lead, co }
}

/// A stored group with the sessions that it is still to hold.
pub(super) struct Group {
    /// Its id.
    pub(super) id: GroupId,
    /// What is simulated of it.
    pub(super) simulated: SimulatedGroup,
    /// The dates of its sessions.
    pub(super) dates: Vec<Date>,
    /// When they begin.
    pub(super) time: Time,
    /// Who opens them.
    pub(super) lead: AccountId,
    /// Who leads with the lead.
    pub(super) co: AccountId,
    /// Setting of the care performance model.
    pub(super) setting: i16,
    name: &'static str,
}

impl Group {
    /// Stores the group at its place in the table, with its therapists and what it measures.
    pub(super) async fn found(
        tenant: &Tenant<'_>,
        library: &Library,
        (staff, ids): (&Staff, &mut Ids),
        simulated: SimulatedGroup,
        (today, zone): (Date, &TimeZone),
    ) -> Result<Self, DemoError> {
        let place = usize::try_from(simulated.number).ok().and_then(|number| PLACES.get(number.checked_sub(1)?));
        let place = place.ok_or(DemoError::Unplanned("group"))?;
        let dates = dates(place.day, place.weeks_ago, simulated.held_sessions, today)?;
        let started_on = *dates.first().ok_or(DemoError::Unplanned("session"))?;
        let id = GroupId::from(ids.next(moment(started_on, place.time, zone)?));
        let row = NewGroup {
            id,
            team: Some(staff.team(place.team)?),
            name: place.name,
            kind: kind_of(&simulated),
            format: format_of(&simulated),
            setting: place.setting,
            planned_size: i16::try_from(started_with(&simulated)).ok(),
            planned_sessions: i16::try_from(simulated.planned_sessions).ok(),
            started_on,
        };
        tenant.insert_group(&row).await?;
        let lead = staff.account(place.lead)?;
        tenant.insert_group_therapist(id, lead, TherapistPart::Lead, started_on).await?;
        let co = staff.account(place.co)?;
        tenant.insert_group_therapist(id, co, TherapistPart::Co, started_on).await?;
        if place.name == WITH_EXPERT.0 {
            let expert = staff.account(WITH_EXPERT.1)?;
            tenant.insert_group_therapist(id, expert, TherapistPart::Co, started_on).await?;
        }
        tenant.save_group_plan(id, &plan_of(library, &[])?).await?;
        if simulated.is_running() {
            let meets = dates.last().copied().unwrap_or(today).weekday().to_monday_one_offset();
            let schedule = Schedule::new(meets.into(), place.time, MINUTES, 1)?;
            tenant.save_schedule(id, Some(schedule), moment(started_on, place.time, zone)?).await?;
        }
        Ok(Self { id, simulated, dates, time: place.time, lead, co, setting: place.setting, name: place.name })
    }

    /// Lets the group take up personal goals, when it is the one that does. Its past has none: nobody wrote them down.
    pub(super) async fn take_up_goals(&self, tenant: &Tenant<'_>, library: &Library) -> Result<(), DemoError> {
        if self.name == WITH_GOALS {
            tenant.save_group_plan(self.id, &plan_of(library, &GOALS)?).await?;
        }
        Ok(())
    }

    /// Whether its next session is tonight.
    pub(super) fn meets_tonight(&self) -> bool {
        self.name == TONIGHT
    }

    /// Whether newcomers enter it on fixed days.
    pub(super) fn has_cycles(&self) -> bool {
        self.name == super::waiting::WITH_CYCLES
    }

    /// The date of a session, the first is 1.
    pub(super) fn date(&self, session: u32) -> Result<Date, DemoError> {
        let place = usize::try_from(session).ok().and_then(|number| self.dates.get(number.checked_sub(1)?));
        place.copied().ok_or(DemoError::Unplanned("session"))
    }
}

/// Whether what was simulated is the group of tonight.
#[cfg(test)]
pub(super) fn is_tonight(group: &SimulatedGroup) -> bool {
    let place = usize::try_from(group.number).ok().and_then(|number| PLACES.get(number.checked_sub(1)?));
    place.is_some_and(|place| place.name == TONIGHT)
}

/// What every group measures after each session, and what one measures besides.
fn plan_of(library: &Library, besides: &[(&'static str, Occasion)]) -> Result<Plan, DemoError> {
    let always = MEASURES.map(|instrument| (instrument, Occasion::AfterSession(Every::SESSION)));
    let rows = always.iter().chain(besides).map(|(instrument, occasion)| {
        let version = latest(library, instrument)?.version().to_string();
        Ok::<_, DemoError>(Planned { instrument: (*instrument).to_owned(), version, occasion: *occasion })
    });
    Ok(Plan::new(rows.collect::<Result<_, _>>()?)?)
}

/// Whether a group of the demonstration is asked an instrument.
pub(super) fn asked_here(id: &str) -> bool {
    MEASURES.contains(&id) || GOALS.iter().any(|(goal, _)| *goal == id)
}

/// The version of an instrument that is assigned.
pub(super) fn latest<'l>(library: &'l Library, id: &'static str) -> Result<&'l Instrument, DemoError> {
    library.latest(id).ok_or(DemoError::NoInstrument(id))
}

/// The places of a group are those that its first session filled.
fn started_with(group: &SimulatedGroup) -> usize {
    group.members.iter().filter(|member| member.join_session == 1).count()
}

fn kind_of(group: &SimulatedGroup) -> GroupKind {
    match group.kind {
        simulate::GroupKind::Psychotherapy => GroupKind::Psychotherapy,
        simulate::GroupKind::PsychoEducation => GroupKind::PsychoEducation,
        simulate::GroupKind::Skills => GroupKind::Skills,
        simulate::GroupKind::ExpressiveTherapy => GroupKind::ExpressiveTherapy,
        simulate::GroupKind::Recovery => GroupKind::Recovery,
        simulate::GroupKind::System => GroupKind::System,
    }
}

fn format_of(group: &SimulatedGroup) -> GroupFormat {
    match group.format {
        simulate::GroupFormat::Open => GroupFormat::Open,
        simulate::GroupFormat::Closed => GroupFormat::Closed,
        simulate::GroupFormat::Phased => GroupFormat::Phased,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use peil_stats::simulate::demonstration_plans;

    use super::{Day, GOALS, Library, PLACES, WITH_GOALS, plan_of};
    use crate::{demo::ACCOUNTS, domain::Role};

    #[test]
    fn the_group_with_goals_runs_and_its_plan_is_one() {
        let place = PLACES.iter().find(|place| place.name == WITH_GOALS).unwrap();
        assert_eq!(place.weeks_ago, 0);
        let plan = plan_of(&Library::embedded().unwrap(), &GOALS).unwrap();
        let rows: Vec<&str> = plan.rows().iter().map(|row| row.instrument.as_str()).collect();
        assert_eq!(rows, ["peil-start", "phq-9", "peil-session", "peil-goals"]);
    }

    #[test]
    fn every_simulated_group_has_a_place_and_only_ended_ones_lie_back() {
        let plans = demonstration_plans();
        assert_eq!(plans.len(), PLACES.len());
        for (plan, place) in plans.iter().zip(&PLACES) {
            let ended = plan.held_sessions == plan.planned_sessions;
            assert_eq!(ended, place.weeks_ago > 0, "{}", place.name);
        }
        assert_eq!(PLACES.iter().filter(|place| matches!(place.day, Day::Today)).count(), 1);
    }

    #[test]
    fn two_different_therapists_lead_each_group_and_each_leads_some() {
        let mut leading = BTreeSet::new();
        for place in &PLACES {
            assert_ne!(place.lead, place.co, "{}", place.name);
            for therapist in [place.lead, place.co] {
                assert_eq!(ACCOUNTS.get(therapist).unwrap().role, Role::Therapist, "{}", place.name);
                leading.insert(therapist);
            }
        }
        assert_eq!(leading.len(), 8);
    }
}
