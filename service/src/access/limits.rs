//! Limits on guessing: per secret in the database, per address in memory.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

use crate::store::{Attempts, StoreError, Tenant};

/// Failures at one secret before it is locked for the rest of the window.
pub const MAX_FAILED_ATTEMPTS: Attempts = Attempts(5);

/// How long failures count.
pub const ATTEMPT_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// Guessing has gone on for too long.
#[derive(Debug, thiserror::Error)]
pub enum TooManyAttempts {
    /// Wait for the window to end.
    #[error("too many attempts; try again in {} minutes", ATTEMPT_WINDOW.as_mins())]
    Wait,
    /// The counter could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Counts an attempt at `subject` before its secret is looked at, and refuses it when there were too many. The caller
/// commits before it weighs the secret, so that guesses made at once are no more than guesses made in turn.
///
/// # Errors
///
/// [`TooManyAttempts::Wait`] then; [`TooManyAttempts::Store`] when it cannot be counted.
pub async fn count_attempt(tenant: &Tenant<'_>, subject: &str, now: Timestamp) -> Result<(), TooManyAttempts> {
    let attempts = tenant.count_attempt(subject, now, now - ATTEMPT_WINDOW).await?;
    if attempts > MAX_FAILED_ATTEMPTS { Err(TooManyAttempts::Wait) } else { Ok(()) }
}

/// Attempts at any code or password per network address, in a window of a minute.
///
/// A practice sits behind one address, so the limit is that of a full waiting room, not of one person.
#[derive(Clone)]
pub struct PerAddress {
    limit: u32,
    proxy: Option<IpAddr>,
    seen: Arc<Mutex<HashMap<IpAddr, (Timestamp, u32)>>>,
}

impl PerAddress {
    /// At most `limit` attempts a minute from one address; `proxy` is the one whose word about addresses is taken.
    #[must_use]
    pub fn new(limit: u32, proxy: Option<IpAddr>) -> Self {
        Self { limit, proxy, seen: Arc::default() }
    }

    /// Whether this address is the proxy before the service.
    #[must_use]
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.proxy == Some(address)
    }

    /// Counts an attempt and tells whether it may go on.
    #[must_use]
    pub fn admits(&self, address: IpAddr, now: Timestamp) -> bool {
        let minute = SignedDuration::from_mins(1);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() > 10_000 {
            seen.retain(|_, (since, _)| now.duration_since(*since) < minute);
        }
        let entry = seen.entry(address).or_insert((now, 0));
        if now.duration_since(entry.0) >= minute {
            *entry = (now, 0);
        }
        entry.1 = entry.1.saturating_add(1);
        entry.1 <= self.limit
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use jiff::{SignedDuration, Timestamp};

    use super::PerAddress;

    #[test]
    fn an_address_is_refused_past_its_limit_and_admitted_a_minute_later() {
        let limit = PerAddress::new(2, None);
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let now = Timestamp::UNIX_EPOCH;
        assert!(limit.admits(address, now) && limit.admits(address, now));
        assert!(!limit.admits(address, now));
        assert!(limit.admits(address, now + SignedDuration::from_secs(61)));
    }
}
