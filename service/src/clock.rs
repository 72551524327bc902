//! The one way to know what time it is: passed in, never asked of the machine elsewhere.

use std::sync::Arc;

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// A clock that can be shared between tasks.
pub type SharedClock = Arc<dyn Clock>;

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still: for the demo's past and for tests.
#[derive(Debug, Clone, Copy)]
pub struct StoppedClock(pub Timestamp);

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// The day that `now` is in an organisation's time zone; an unknown zone counts as UTC.
#[must_use]
pub fn local_date(now: Timestamp, zone: &str) -> Date {
    local_time(now, zone).date()
}

/// Day and hour that `now` is in an organisation's time zone; an unknown zone counts as UTC.
#[must_use]
pub fn local_time(now: Timestamp, zone: &str) -> Zoned {
    now.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC))
}
