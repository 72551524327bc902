//! One group, session by session: who joins, comes, answers and leaves.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

use super::answers::{Answers, ItemProfile, session_scale};
use super::course::Course;
use super::organisation::Settings;
use super::plan::{GroupFormat, GroupPlan, GroupStory};

/// Whether a member was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    /// Present.
    Present,
    /// Absent with notice.
    AbsentWithNotice,
    /// Absent, ill.
    Ill,
    /// Absent, on holiday.
    Holiday,
    /// Absent without notice.
    AbsentWithoutNotice,
}

/// Why a member left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeaveReason {
    /// To the planned end.
    Completed,
    /// Stayed away: a unilateral end.
    Unilateral,
    /// Earlier than planned, agreed with the therapists.
    AgreedEarly,
}

/// The end of a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Leave {
    /// The last session of the membership.
    pub after_session: u32,
    /// Why.
    pub reason: LeaveReason,
}

/// One member at one held session.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct ClientSession {
    /// The session, the first of the group is 1.
    pub session: u32,
    /// Whether the member was there.
    pub attendance: Attendance,
    /// The form; `None` when absent, or present without completing it.
    pub answers: Option<Answers>,
}

/// One member of one group.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SimulatedMember {
    /// Number in the organisation, from 1.
    pub number: u32,
    /// First session of the membership.
    pub join_session: u32,
    /// End of the membership; `None` while it lasts.
    pub leave: Option<Leave>,
    /// Truth: the course.
    pub course: Course,
    /// Truth: the client's deviation in score points.
    pub effect: f64,
    /// One row a held session of the membership.
    pub sessions: Vec<ClientSession>,
}

/// One group with its members.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SimulatedGroup {
    /// Number in the organisation, from 1.
    pub number: u32,
    /// What it does.
    pub kind: super::GroupKind,
    /// Who may come in.
    pub format: GroupFormat,
    /// What happens to it.
    pub story: GroupStory,
    /// Sessions planned.
    pub planned_sessions: u32,
    /// Sessions held.
    pub held_sessions: u32,
    /// Truth: the group's deviation in score points.
    pub effect: f64,
    /// Truth: each held session's deviation in score points.
    pub session_effects: Vec<f64>,
    /// In the order of joining.
    pub members: Vec<SimulatedMember>,
}

impl SimulatedGroup {
    /// Whether sessions are still to come.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.held_sessions < self.planned_sessions
    }
}

/// A standard normal draw.
pub(super) fn normal(random: &mut ChaCha8Rng) -> f64 {
    random.sample(StandardNormal)
}

/// What drives a member and is not published.
struct Seat {
    member: SimulatedMember,
    items: ItemProfile,
    scale_effect: f64,
    /// Sessions still missed before a unilateral end.
    fading: Option<u32>,
    /// Sessions this member was promised (open groups end by person, not by group).
    promised: u32,
}

/// Runs one group.
pub(super) fn run(plan: &GroupPlan, number: u32, settings: &Settings, random: &mut ChaCha8Rng) -> SimulatedGroup {
    let mut group = SimulatedGroup {
        number,
        kind: plan.kind,
        format: plan.format,
        story: plan.story,
        planned_sessions: plan.planned_sessions,
        held_sessions: plan.held_sessions,
        effect: settings.group_deviation() * normal(random),
        session_effects: Vec::new(),
        members: Vec::new(),
    };
    let scale_effect = 0.4 * normal(random);
    let mut seats: Vec<Seat> = Vec::new();
    for session in 1..=plan.held_sessions {
        let present = seats.iter().filter(|seat| seat.member.leave.is_none()).count() as u32;
        for place in 0..newcomers(plan, session, present, random) {
            seats.push(seat(plan, session, place, settings, random));
        }
        let effect = settings.session_deviation * normal(random);
        group.session_effects.push(effect);
        let room = Room {
            session,
            score: settings.mean_start + group.effect + effect,
            scale: 6.6 + scale_effect + 0.5 * normal(random) + scale_of_story(plan.story, session),
        };
        for seat in seats.iter_mut().filter(|seat| seat.member.leave.is_none()) {
            let row = attend(seat, plan, &room, settings, random);
            seat.member.sessions.push(row);
            seat.member.leave = leaves(seat, plan, session, random);
        }
    }
    group.members = seats.into_iter().map(|seat| seat.member).collect();
    group
}

/// What all who sit in the room share.
struct Room {
    session: u32,
    score: f64,
    scale: f64,
}

fn newcomers(plan: &GroupPlan, session: u32, present: u32, random: &mut ChaCha8Rng) -> u32 {
    let free = plan.size.saturating_sub(present);
    let late = session + 2 > plan.held_sessions;
    match plan.format {
        _ if session == 1 => plan.size,
        _ if late => 0,
        GroupFormat::Closed => 0,
        GroupFormat::Open if free > 2 => 1 + u32::from(random.random_bool(0.5)),
        GroupFormat::Open => u32::from(free > 0 && random.random_bool(0.3)),
        GroupFormat::Phased => {
            let phase = (plan.planned_sessions / 3).max(1);
            if session % phase == 1 { free.min(4) } else { 0 }
        }
    }
}

/// A new member. `place` is the member's number among those who join at the same session.
fn seat(plan: &GroupPlan, session: u32, place: u32, settings: &Settings, random: &mut ChaCha8Rng) -> Seat {
    let promised = match plan.format {
        GroupFormat::Open => random.random_range(10..=22),
        // The first members of a phased group are one third seniors, who leave after the first phase, and so on.
        GroupFormat::Phased if session == 1 => plan.planned_sessions * (place % 3 + 1) / 3,
        GroupFormat::Closed | GroupFormat::Phased => plan.planned_sessions,
    };
    Seat {
        member: SimulatedMember {
            number: 0,
            join_session: session,
            leave: None,
            course: Course::draw(random),
            effect: settings.client_deviation * normal(random),
            sessions: Vec::new(),
        },
        items: ItemProfile::draw(random),
        scale_effect: 0.6 * normal(random),
        fading: None,
        promised,
    }
}

fn scale_of_story(story: GroupStory, session: u32) -> f64 {
    match story {
        GroupStory::Rupture { at_session } if session >= at_session => {
            -3.2 * 0.55_f64.powf(f64::from(session - at_session))
        }
        GroupStory::Stalls { from_session } if session >= from_session => -0.5,
        _ => 0.0,
    }
}

fn attend(
    seat: &mut Seat,
    plan: &GroupPlan,
    room: &Room,
    settings: &Settings,
    random: &mut ChaCha8Rng,
) -> ClientSession {
    let first = room.session == seat.member.join_session;
    let attendance = match seat.fading {
        Some(_) => Attendance::AbsentWithoutNotice,
        None if first => Attendance::Present,
        None => draw_attendance(random),
    };
    let answered = attendance == Attendance::Present && (first || random.random_bool(0.93));
    // Drawn whether or not it is used: a change of the answering rate must not change the other numbers.
    let total = total(seat, plan, room, settings, random);
    let items = seat.items.items(total, random);
    let lines = session_scale(room.scale + seat.scale_effect, random);
    ClientSession {
        session: room.session,
        attendance,
        answers: answered.then_some(Answers { items, session_scale: lines }),
    }
}

fn draw_attendance(random: &mut ChaCha8Rng) -> Attendance {
    match random.random_range(0..1000) {
        0..45 => Attendance::AbsentWithNotice,
        45..75 => Attendance::Ill,
        75..95 => Attendance::Holiday,
        95..120 => Attendance::AbsentWithoutNotice,
        _ => Attendance::Present,
    }
}

fn total(seat: &Seat, plan: &GroupPlan, room: &Room, settings: &Settings, random: &mut ChaCha8Rng) -> f64 {
    let weeks = f64::from(room.session - seat.member.join_session);
    let change = match plan.story {
        // In a group that stalls improvement stops where it was; a rise does not.
        GroupStory::Stalls { from_session } => {
            let joined = f64::from(seat.member.join_session);
            let moving = (f64::from(from_session) - joined).clamp(0.0, weeks.max(0.0));
            let held = 0.4 * seat.member.course.change(moving);
            held.max(seat.member.course.change(weeks))
        }
        GroupStory::Rupture { at_session } if room.session >= at_session => {
            let since = f64::from(room.session - at_session);
            seat.member.course.change(weeks) + 2.5 * 0.6_f64.powf(since)
        }
        _ => seat.member.course.change(weeks),
    };
    let own = seat.member.effect + seat.member.course.start();
    room.score + own + change + settings.residual_deviation * normal(random)
}

fn leaves(seat: &mut Seat, plan: &GroupPlan, session: u32, random: &mut ChaCha8Rng) -> Option<Leave> {
    let leave = |reason| Some(Leave { after_session: session, reason });
    let attended = session - seat.member.join_session + 1;
    if let Some(left) = seat.fading {
        seat.fading = Some(left.saturating_sub(1));
        return if left <= 1 { leave(LeaveReason::Unilateral) } else { None };
    }
    if session == plan.planned_sessions || attended >= seat.promised {
        return leave(LeaveReason::Completed);
    }
    let doing_well = seat.member.course == Course::Recovers && 2 * attended > seat.promised;
    if doing_well && random.random_bool(0.03) {
        return leave(LeaveReason::AgreedEarly);
    }
    let hazard = match seat.member.course {
        Course::Deteriorates => 0.020,
        Course::Stagnates => 0.012,
        Course::Recovers | Course::Improves => 0.006,
    };
    if attended > 1 && random.random_bool(hazard) {
        seat.fading = Some(2);
    }
    None
}
