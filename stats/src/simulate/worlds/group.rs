//! The groups of a world, session by session.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::truth::Path;
use super::{GroupTruth, Truth, WorldSettings};
use crate::signals::{Form, Presence, Visit};
use crate::simulate::{LeaveReason, group::normal};

/// One client of a world.
#[derive(Debug, Clone, PartialEq)]
pub struct WorldMember {
    /// What is really going on.
    pub truth: Truth,
    /// One visit a session until the client left, whether the client came or not.
    pub visits: Vec<Visit>,
    /// True improvement since the start at each visit, in points.
    pub improvement: Vec<f64>,
    /// Why the stay ended.
    pub reason: LeaveReason,
}

/// One group of a world. Sessions are evenly apart, all members start together, and the group has ended.
#[derive(Debug, Clone, PartialEq)]
pub struct WorldGroup {
    /// From 1.
    pub number: usize,
    /// Calendar week of its first session.
    pub starts: f64,
    /// What really happens to it.
    pub truth: GroupTruth,
    /// Sessions planned and held.
    pub sessions: u32,
    /// Weeks from one to the next.
    pub weeks_apart: f64,
    /// Its members.
    pub members: Vec<WorldMember>,
}

/// Simulates groups until there are enough courses. Each group has its own stream of random numbers.
#[must_use]
pub fn worlds(settings: &WorldSettings, seed: u64) -> Vec<WorldGroup> {
    let mut groups: Vec<WorldGroup> = Vec::new();
    let mut courses = 0;
    while courses < settings.courses {
        let number = groups.len() + 1;
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(number as u64);
        let group = run(settings, number, &mut random);
        courses += group.members.len();
        groups.push(group);
    }
    groups
}

/// What one member brings.
struct Seat {
    path: Path,
    start: f64,
    rates: f64,
    /// The session after which this client stays away for good, and whether that announces itself.
    leaves: Option<(u32, bool)>,
    /// The noise of the newest score, in its deviations.
    noise: f64,
    member: WorldMember,
}

fn run(settings: &WorldSettings, number: usize, random: &mut ChaCha8Rng) -> WorldGroup {
    let sessions = random.random_range(12..=24);
    let truth = GroupTruth::draw(&settings.group_shares, sessions, random);
    let level = settings.group_deviation() * normal(random);
    let mood = 0.4 * normal(random);
    let mut seats: Vec<Seat> = (0..random.random_range(6..=9)).map(|_| seat(settings, sessions, random)).collect();
    for session in 1..=sessions {
        let evening = (settings.session_deviation * normal(random), settings.process_noise.1 * normal(random));
        for (place, seat) in seats.iter_mut().enumerate() {
            if seat.member.reason == LeaveReason::Completed {
                let around = Around { truth, level, mood, evening, session, sessions, place };
                visit(settings, seat, &around, random);
            }
        }
    }
    // A new group starts every half week: an organisation of about forty groups at a time.
    let starts = number as f64 / 2.0;
    let weeks_apart = settings.weeks_apart;
    WorldGroup {
        number,
        starts,
        truth,
        sessions,
        weeks_apart,
        members: seats.into_iter().map(|seat| seat.member).collect(),
    }
}

fn seat(settings: &WorldSettings, sessions: u32, random: &mut ChaCha8Rng) -> Seat {
    let path = Path::draw(&settings.shares, settings.weeks_apart * f64::from(sessions), random);
    let leaves = random.random_bool(settings.leaving).then(|| {
        // Most who leave do so in the first half.
        let early = random.random::<f64>().powf(1.5);
        (2 + (early * f64::from(sessions - 3)) as u32, random.random_bool(settings.forewarned))
    });
    Seat {
        path,
        start: settings.start + settings.start_deviation * normal(random),
        rates: 7.0 + 0.9 * normal(random),
        leaves,
        noise: 0.0,
        member: WorldMember {
            truth: path.truth(),
            visits: Vec::new(),
            improvement: Vec::new(),
            // Until the client leaves otherwise.
            reason: LeaveReason::Completed,
        },
    }
}

/// What surrounds a member in one session.
struct Around {
    truth: GroupTruth,
    level: f64,
    mood: f64,
    evening: (f64, f64),
    session: u32,
    sessions: u32,
    place: usize,
}

fn visit(settings: &WorldSettings, seat: &mut Seat, around: &Around, random: &mut ChaCha8Rng) {
    let weeks = settings.weeks_apart * f64::from(around.session - 1);
    // Three sessions before an announced leaving it begins to show.
    let fading = seat.leaves.is_some_and(|(after, shows)| shows && around.session + 2 >= after);
    let presence = presence(fading, around.session, random);
    let came = presence == Presence::Present;
    let improvement = seat.path.improvement(around.truth.weeks_of_work(weeks, settings.weeks_apart));
    seat.noise = noise(settings, around.session, seat.noise, random);
    let score = seat.start - improvement + around.level + around.evening.0 + settings.noise * seat.noise;
    let drop = if fading { -1.2 } else { 0.0 };
    let process = seat.rates + around.mood + around.evening.1 + settings.process_noise.0 * normal(random) + drop;
    let process = process + around.truth.process(around.session, around.place);
    let completed = came && !random.random_bool(missing(settings, seat, fading, around.session));
    seat.member.visits.push(Visit {
        session: i32::try_from(around.session).unwrap_or(i32::MAX),
        weeks,
        presence,
        form: if completed { Form::Completed } else { Form::Missed },
        score: completed.then(|| score.round().clamp(0.0, 27.0)),
        process: completed.then(|| (10.0 * process).round().clamp(0.0, 100.0) / 10.0),
    });
    seat.member.improvement.push(improvement);
    seat.member.reason = leaving(seat, around, improvement, random);
}

/// The noise of a score in its deviations, which are the same at every session: of the first one nothing went before.
fn noise(settings: &WorldSettings, session: u32, before: f64, random: &mut ChaCha8Rng) -> f64 {
    let correlation = if session == 1 { 0.0 } else { settings.autocorrelation };
    correlation * before + (1.0 - correlation * correlation).sqrt() * normal(random)
}

fn presence(fading: bool, session: u32, random: &mut ChaCha8Rng) -> Presence {
    let drawn = random.random::<f64>();
    let (silent, told) = if fading { (0.35, 0.10) } else { (0.03, 0.06) };
    match drawn {
        // Who never came has no course.
        _ if session == 1 => Presence::Present,
        _ if drawn < silent => Presence::AbsentWithoutNotice,
        _ if drawn < silent + told => Presence::AbsentWithNotice,
        _ => Presence::Present,
    }
}

/// How likely a form of who came is not completed.
fn missing(settings: &WorldSettings, seat: &Seat, fading: bool, session: u32) -> f64 {
    let (who_stays, who_leaves) = settings.first_missed;
    match (session, &seat.leaves) {
        (1, None) => who_stays,
        (1, Some(_)) => who_leaves,
        _ if fading => 0.35,
        _ => 0.04,
    }
}

fn leaving(seat: &Seat, around: &Around, improvement: f64, random: &mut ChaCha8Rng) -> LeaveReason {
    let gone = seat.leaves.is_some_and(|(after, _)| around.session >= after);
    let well = improvement > 7.0 && around.session > around.sessions / 2;
    match (gone, around.session < around.sessions) {
        (true, true) => LeaveReason::Unilateral,
        // Who is well may finish early, in agreement.
        (false, true) if well && random.random_bool(0.05) => LeaveReason::AgreedEarly,
        _ => LeaveReason::Completed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world(courses: usize) -> Vec<WorldGroup> {
        worlds(&WorldSettings { courses, ..WorldSettings::default() }, 11)
    }

    #[test]
    fn the_same_seed_gives_the_same_world_and_more_courses_only_add_groups() {
        let (few, many) = (world(200), world(400));
        assert_eq!(few, many[..few.len()].to_vec());
        assert_ne!(world(200), worlds(&WorldSettings { courses: 200, ..WorldSettings::default() }, 12));
    }

    #[test]
    fn shares_are_those_of_the_settings() {
        let groups = world(8000);
        let members: Vec<&WorldMember> = groups.iter().flat_map(|group| &group.members).collect();
        let share = |wanted: &dyn Fn(&WorldMember) -> bool| {
            members.iter().filter(|member| wanted(member)).count() as f64 / members.len() as f64
        };
        assert!((share(&|m| m.truth == Truth::Deteriorating) - 0.08).abs() < 0.012);
        assert!((share(&|m| m.truth == Truth::Improving) - 0.45).abs() < 0.022);
        assert!((share(&|m| m.reason == LeaveReason::Unilateral) - 0.20).abs() < 0.025);
        let stalling = groups.iter().filter(|group| matches!(group.truth, GroupTruth::Stalling(_))).count();
        assert!((stalling as f64 / groups.len() as f64 - 0.10).abs() < 0.04);
    }

    #[test]
    fn visits_are_possible_and_the_unchanging_do_not_change() {
        for member in world(500).iter().flat_map(|group| &group.members) {
            assert_eq!(member.visits.len(), member.improvement.len());
            for (visit, improvement) in member.visits.iter().zip(&member.improvement) {
                assert!(visit.score.is_none_or(|score| (0.0..=27.0).contains(&score) && score.fract() == 0.0));
                assert!(visit.process.is_none_or(|score| (0.0..=10.0).contains(&score)));
                assert_eq!(visit.score.is_some(), visit.form == Form::Completed);
                assert!(visit.presence == Presence::Present || visit.score.is_none());
                assert!(member.truth != Truth::Stable || *improvement == 0.0);
            }
        }
    }
}
