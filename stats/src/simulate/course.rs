//! Where a client is going: the latent course behind the scores.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// The type of a client's course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// Falls from the clinical into the functional range.
    Recovers,
    /// Falls reliably without getting there.
    Improves,
    /// Does not move.
    Stagnates,
    /// Rises.
    Deteriorates,
}

impl Course {
    /// Draws a type: 36 % recover, 26 % improve, 27 % stagnate, 11 % deteriorate.
    pub(super) fn draw(random: &mut ChaCha8Rng) -> Self {
        match random.random_range(0..100) {
            0..36 => Self::Recovers,
            36..62 => Self::Improves,
            62..89 => Self::Stagnates,
            _ => Self::Deteriorates,
        }
    }

    /// Where clients of this course start, in points against the mean start: who has room to recover is not at the top.
    pub(super) fn start(self) -> f64 {
        match self {
            Self::Recovers => -0.5,
            Self::Improves => 2.5,
            Self::Stagnates => 0.0,
            Self::Deteriorates => -3.0,
        }
    }

    /// Expected change in points after `weeks`, fast at first and then slower, as in dose–response studies.
    pub(super) fn change(self, weeks: f64) -> f64 {
        let share = 1.0 - (-weeks / 7.0).exp();
        match self {
            Self::Recovers => -9.5 * share,
            Self::Improves => -6.5 * share,
            Self::Stagnates => -0.6 * share,
            Self::Deteriorates => 8.0 * share,
        }
    }
}
