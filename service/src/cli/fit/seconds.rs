//! How long each part of the work took.

use std::time::Instant;

/// Wall time of each part, in seconds.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub(super) struct Seconds {
    /// From the file to the table.
    pub(super) read: f64,
    /// From the table to the model.
    pub(super) model: f64,
    /// From the model to the estimates.
    pub(super) fit: f64,
    /// Intervals, tests and what is read from the fit.
    pub(super) inference: f64,
    #[serde(skip)]
    begun: Instant,
}

impl Seconds {
    /// Starts the clock.
    pub(super) fn start() -> Self {
        Self { read: 0.0, model: 0.0, fit: 0.0, inference: 0.0, begun: Instant::now() }
    }

    /// The time since the last lap.
    pub(super) fn lap(&mut self) -> f64 {
        let now = Instant::now();
        let seconds = now.duration_since(self.begun).as_secs_f64();
        self.begun = now;
        seconds
    }
}
