//! How stays ended, by kind of group: who is still there after each session, and who has left in which way.
//!
//! That percentages for dropout need 300 ended courses is said of what is foretold of a client: there they come of a model
//! that few stays cannot carry, and are read without their past. Here stays that have ended are counted, each share stands
//! beside the number it rests on and its interval, and nothing is said of anybody; from [`ENOUGH_ENDED`] on that can be read,
//! below it only the counts are told.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use peil_stats::dropout::{
    Competing, CumulativeIncidence, DropoutDefinition, Duration, DurationError, Ending, IncidenceStep, Interval,
    KaplanMeier,
};
use serde::Serialize;

use super::{
    Measured,
    stay::{Stay, on_calendar},
};
use crate::{
    domain::{GroupId, GroupKind},
    signals::{SignalsError, room::Room},
    store::Tenant,
};

/// Ended stays below which no curve is drawn.
pub const ENOUGH_ENDED: usize = 10;
/// Stays that must have lasted so long for a step to be told: below it one person's end can be read from the curve, and a
/// share of so few says nothing.
pub const ENOUGH_AT_RISK: usize = 5;
/// What an interval covers.
const COVERAGE: f64 = 0.95;

/// The stays of one kind of group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeavingOfKind {
    /// Which kind.
    pub kind: GroupKind,
    /// How many stays there were, and how they ended.
    pub endings: Endings,
    /// Session by session of a stay, up to where [`ENOUGH_AT_RISK`] stays lasted so long; none where too few have ended.
    pub steps: Vec<LeavingStep>,
}

/// How many stays ended in which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Endings {
    /// All.
    pub stays: usize,
    /// That have not ended.
    pub running: usize,
    /// Left before the planned end.
    pub dropout: usize,
    /// To the planned end.
    pub planned: usize,
    /// Earlier, agreed with the therapists.
    pub agreed: usize,
    /// Moved, or the group stopped.
    pub other: usize,
}

/// How it stood after one session at which a stay ended, or was last seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LeavingStep {
    /// Which session of the stay.
    pub session: u32,
    /// Stays of so many sessions or more.
    pub at_risk: usize,
    /// Still there, if nothing but dropping out could end a stay (Kaplan and Meier).
    pub still_there: Share,
    /// Dropped out by then (Aalen and Johansen); so the others.
    pub dropout: Share,
    /// Reached the planned end.
    pub planned: Share,
    /// Ended earlier as agreed.
    pub agreed: Share,
    /// Ended otherwise.
    pub other: Share,
}

/// A share of stays with its 95 % interval, which takes them as independent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// 0 to 1.
    pub estimate: f64,
    /// Lower end; none where nothing has happened yet.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
}

impl Endings {
    /// Stays that ended in any way.
    #[must_use]
    pub fn ended(&self) -> usize {
        self.stays - self.running
    }

    /// Where nobody dropped out of the stays that ended: the highest chance of it, 0 to 1, that this leaves possible, with
    /// 95 % confidence. 1 − 0.05^(1/n); Hanley and Lippman-Hand 1983, "If nothing goes wrong, is everything all right?".
    #[must_use]
    pub fn highest_of_none(&self) -> f64 {
        1.0 - 0.05_f64.powf(1.0 / u32::try_from(self.ended()).map_or(f64::INFINITY, f64::from))
    }

    fn of(durations: &[Duration]) -> Self {
        let count = |ending| durations.iter().filter(|duration| duration.ending == ending).count();
        Self {
            stays: durations.len(),
            running: count(Ending::Running),
            dropout: count(Ending::Dropout),
            planned: count(Ending::Competing(Competing::Planned)),
            agreed: count(Ending::Competing(Competing::Agreed)),
            other: count(Ending::Competing(Competing::Other)),
        }
    }
}

/// Reads the stays of the whole organisation, as far as they are known `now`; kinds without any are left out.
///
/// # Errors
///
/// [`SignalsError`] when the rows cannot be read.
pub async fn leaving_by_kind(tenant: &Tenant<'_>, now: Timestamp) -> Result<Vec<LeavingOfKind>, SignalsError> {
    let today = on_calendar(now.to_zoned(TimeZone::UTC).date());
    let definition = DropoutDefinition::default();
    let mut durations: BTreeMap<GroupKind, Vec<Duration>> = BTreeMap::new();
    for room in all_rooms(tenant).await? {
        for member in room.members.iter().filter(|member| !member.never_began()) {
            let stay = Stay::of(&room, member, &Measured::default());
            let course = stay.course();
            if course.began <= today {
                let outcome = definition.outcome(&course, today - course.began);
                durations.entry(room.group.kind).or_default().push(outcome.in_sessions());
            }
        }
    }
    let of_kind = |(kind, durations): (GroupKind, Vec<Duration>)| {
        let endings = Endings::of(&durations);
        let steps = if endings.ended() < ENOUGH_ENDED { Vec::new() } else { steps(&durations)? };
        Ok(LeavingOfKind { kind, endings, steps })
    };
    durations.into_iter().map(of_kind).collect()
}

/// The groups with their people, sessions and attendance: four statements, however many groups there are.
async fn all_rooms(tenant: &Tenant<'_>) -> Result<Vec<Room>, SignalsError> {
    let mut members: BTreeMap<GroupId, Vec<_>> = BTreeMap::new();
    for member in tenant.all_memberships().await? {
        members.entry(member.group).or_default().push(member);
    }
    let (mut sessions, mut group_of): (BTreeMap<GroupId, Vec<_>>, BTreeMap<_, _>) = Default::default();
    for session in tenant.all_sessions().await? {
        group_of.insert(session.id, session.group);
        sessions.entry(session.group).or_default().push(session);
    }
    let mut attendance: BTreeMap<GroupId, Vec<_>> = BTreeMap::new();
    for row in tenant.all_attendance().await? {
        if let Some(group) = group_of.get(&row.session) {
            attendance.entry(*group).or_default().push(row);
        }
    }
    let groups = tenant.every_group().await?.into_iter();
    Ok(groups
        .map(|group| {
            let id = group.id;
            let own = (members.remove(&id), sessions.remove(&id), attendance.remove(&id));
            Room::of_people(group, own.0.unwrap_or_default(), own.1.unwrap_or_default(), own.2.unwrap_or_default())
        })
        .collect())
}

fn steps(durations: &[Duration]) -> Result<Vec<LeavingStep>, DurationError> {
    let there = KaplanMeier::new(durations)?;
    let of = |ending| CumulativeIncidence::new(durations, ending);
    let kinds = [
        of(Ending::Dropout)?,
        of(Ending::Competing(Competing::Planned))?,
        of(Ending::Competing(Competing::Agreed))?,
        of(Ending::Competing(Competing::Other))?,
    ];
    let step = |(place, there): (usize, &peil_stats::dropout::SurvivalStep)| {
        let share = |kind: &CumulativeIncidence| kind.steps().get(place).map_or(Share::NONE, Share::of_step);
        let [dropout, planned, agreed, other] = kinds.each_ref().map(share);
        let interval = there.interval(Interval::default(), COVERAGE).unzip();
        let still_there = Share { estimate: there.survival, lower: interval.0, upper: interval.1 };
        // Times are numbers of sessions.
        LeavingStep { session: there.time as u32, at_risk: there.at_risk, still_there, dropout, planned, agreed, other }
    };
    let known = there.steps().iter().enumerate().filter(|(_, step)| step.time >= 1.0);
    Ok(known.map(step).take_while(|step| step.at_risk >= ENOUGH_AT_RISK).collect())
}

impl Share {
    const NONE: Self = Self { estimate: 0.0, lower: None, upper: None };

    fn of_step(step: &IncidenceStep) -> Self {
        let (lower, upper) = step.interval(Interval::default(), COVERAGE).unzip();
        Self { estimate: step.incidence, lower, upper }
    }
}

#[cfg(test)]
mod tests {
    use super::Endings;

    #[test]
    fn nobody_of_ten_leaves_a_quarter_possible() {
        let none_of = |ended| Endings { stays: ended + 3, running: 3, planned: ended, ..Endings::default() };
        // The highest p with (1 − p)^n = 0.05.
        for (ended, highest) in [(10, 0.2589), (60, 0.0487)] {
            let found = none_of(ended).highest_of_none();
            assert!((found - highest).abs() < 5e-5, "{found}");
        }
        assert!((none_of(0).highest_of_none() - 1.0).abs() < 1e-12);
    }
}
