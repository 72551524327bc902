//! Wall and CPU seconds of a closure.

use rustix::time::{ClockId, clock_gettime};

/// What a step took.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub(crate) struct Seconds {
    /// By the clock on the wall.
    pub(crate) wall: f64,
    /// On a core, summed over the threads of this process.
    pub(crate) cpu: f64,
}

/// Runs a closure and times it.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Seconds) {
    let (wall, cpu) = (now(ClockId::Monotonic), now(ClockId::ProcessCPUTime));
    let result = work();
    let (cpu, wall) = (now(ClockId::ProcessCPUTime) - cpu, now(ClockId::Monotonic) - wall);
    (result, Seconds { wall, cpu })
}

fn now(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}
