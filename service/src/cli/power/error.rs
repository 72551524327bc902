//! Why `peil power` stops.

use peil_stats::power::PowerError;

/// Why `peil power` stops. Each message is complete: the place, the reason, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum PowerCommandError {
    /// A number outside its range, or nothing to be told.
    #[error(transparent)]
    Power(#[from] PowerError),
    /// No number of groups was given, and none is enough.
    #[error(
        "no number of groups up to {most} an arm reaches a power of {target} (the highest is {highest:.3}); give --groups, or a \
         larger effect"
    )]
    NoGroups {
        /// The most that is looked at.
        most: usize,
        /// The power to reach.
        target: f64,
        /// The highest that was found.
        highest: f64,
    },
    /// The answer cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The answer cannot be written.
    #[error("cannot write the answer: {0}")]
    Write(#[from] std::io::Error),
}

impl PowerCommandError {
    /// The status that the process ends with.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        2
    }
}
