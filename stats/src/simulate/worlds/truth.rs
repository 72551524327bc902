//! What is really going on.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::simulate::group::normal;

/// A client's true course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// Gets better, fast at first.
    Improving,
    /// Does not change at all.
    Stable,
    /// A little better at first, then nothing.
    Stagnating,
    /// Gets better and loses it again.
    Relapsing,
    /// Gets worse.
    Deteriorating,
}

/// What really happens to a group. Sessions are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupTruth {
    /// Nothing out of the ordinary.
    Ordinary,
    /// From this session on nobody moves.
    Stalling(u32),
    /// Something breaks in this session; it heals in about three.
    Rupture(u32),
    /// From this session on half of the group rates the sessions ever lower.
    Splitting(u32),
    /// From this session on one member rates them far lower than the others do.
    Outsider(u32),
}

/// Size and pace of one client's course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Path {
    truth: Truth,
    /// Improvement in points in the long run; negative for those who get worse.
    size: f64,
    /// Weeks in which 63 % of it is done.
    pace: f64,
    /// Weeks at which a relapse begins.
    turn: f64,
}

impl Path {
    pub(super) fn draw(shares: &[f64; 5], weeks: f64, random: &mut ChaCha8Rng) -> Self {
        const COURSES: [Truth; 5] =
            [Truth::Improving, Truth::Stable, Truth::Stagnating, Truth::Relapsing, Truth::Deteriorating];
        let mut left = random.random::<f64>();
        let mut truth = Truth::Improving;
        for (course, share) in COURSES.into_iter().zip(shares) {
            truth = course;
            left -= share;
            if left < 0.0 {
                break;
            }
        }
        let size = match truth {
            Truth::Improving => 9.5 + 2.5 * normal(random),
            Truth::Stable => 0.0,
            Truth::Stagnating => 2.5 + normal(random),
            Truth::Relapsing => 10.0 + 1.5 * normal(random),
            Truth::Deteriorating => -10.0 + 2.0 * normal(random),
        };
        let pace = 5.0 * (0.35 * normal(random)).exp();
        Self { truth, size, pace, turn: weeks * random.random_range(0.45..0.6) }
    }

    pub(super) fn truth(&self) -> Truth {
        self.truth
    }

    /// True improvement in points after so many weeks.
    pub(super) fn improvement(&self, weeks: f64) -> f64 {
        let share = |weeks: f64, pace: f64| 1.0 - (-weeks / pace).exp();
        match self.truth {
            Truth::Stagnating => self.size * share(weeks, self.pace.min(3.0)),
            Truth::Relapsing if weeks > self.turn => {
                let reached = self.size * share(self.turn, self.pace);
                reached * (1.0 - share(weeks - self.turn, 3.0))
            }
            _ => self.size * share(weeks, self.pace),
        }
    }
}

impl GroupTruth {
    pub(super) fn draw(shares: &[f64; 4], sessions: u32, random: &mut ChaCha8Rng) -> Self {
        let drawn = random.random::<f64>();
        let at = random.random_range(sessions / 3 + 2..=2 * sessions / 3 + 1);
        let kinds: [fn(u32) -> Self; 4] = [Self::Stalling, Self::Rupture, Self::Splitting, Self::Outsider];
        let mut upto = 0.0;
        for (kind, share) in kinds.into_iter().zip(shares) {
            upto += share;
            if drawn < upto {
                return kind(at);
            }
        }
        Self::Ordinary
    }

    /// Weeks that count for the improvement of the members: time stands still where a group stalls.
    pub(super) fn weeks_of_work(self, week: f64, weeks_apart: f64) -> f64 {
        match self {
            Self::Stalling(from) => week.min(weeks_apart * (f64::from(from) - 1.0)),
            _ => week,
        }
    }

    /// By how much the member in this seat rates the session differently for what happens to the group.
    pub(super) fn process(self, session: u32, seat: usize) -> f64 {
        let since = |from: u32| f64::from(session) - f64::from(from);
        match self {
            Self::Rupture(at) if session >= at => -2.5 * (-since(at) / 1.5).exp(),
            Self::Splitting(from) if session >= from && seat.is_multiple_of(2) => -0.8 * (since(from) + 1.0).min(4.0),
            Self::Outsider(from) if session >= from && seat == 0 => -2.5,
            _ => 0.0,
        }
    }
}
