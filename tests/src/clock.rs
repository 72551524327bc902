//! The clock of a test: it stands still until it is moved.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use peil_service::clock::Clock;

/// When every test begins: Tuesday 10 March 2026, half past seven in the evening in Amsterdam.
pub const START: Timestamp = Timestamp::constant(1_773_167_400, 0);

/// A clock that a test moves by hand; clones tell the same time.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<Mutex<Timestamp>>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(START)))
    }
}

impl TestClock {
    /// Sets the time.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Lets time pass.
    pub fn pass(&self, time: SignedDuration) {
        let now = self.now();
        self.set(now + time);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
