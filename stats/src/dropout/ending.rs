//! How a stay ended, and when.

/// An end that is no dropout, and after which no dropout can follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Competing {
    /// To the planned end.
    Planned,
    /// Earlier than planned, agreed with the therapists.
    Agreed,
    /// Anything else that is nobody's decision to leave: moved, referred, the group stopped.
    Other,
}

impl Competing {
    /// All kinds, in order.
    pub const ALL: [Self; 3] = [Self::Planned, Self::Agreed, Self::Other];
}

/// How a stay ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Left before the planned end.
    Dropout,
    /// Ended otherwise.
    Competing(Competing),
    /// Has not ended: no more is known than that it lasted so long (right-censored).
    Running,
}

/// How long a stay lasted and how it ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duration {
    /// In sessions or weeks since the start, ≥ 0; all of a set in the same unit.
    pub time: f64,
    /// How it ended, or that it runs.
    pub ending: Ending,
}

/// Why durations cannot be described.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DurationError {
    /// Nothing to describe.
    #[error("there are no stays to describe")]
    Empty,
    /// A time that cannot be one.
    #[error("stay {0}: the time must be a finite number of zero or more")]
    Time(usize),
    /// Groups to compare that are too few.
    #[error("{0} groups have stays at risk when somebody leaves; a comparison needs two")]
    Groups(usize),
}

pub(super) fn check(durations: &[Duration]) -> Result<(), DurationError> {
    if durations.is_empty() {
        return Err(DurationError::Empty);
    }
    match durations.iter().position(|duration| !duration.time.is_finite() || duration.time < 0.0) {
        Some(place) => Err(DurationError::Time(place + 1)),
        None => Ok(()),
    }
}
