//! Identifiers that are the same for the same seed.

use jiff::Timestamp;
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};
use uuid::{Builder, Uuid};

use crate::domain::OrganisationId;

/// When the organisation's own identifier says it was made, in milliseconds: 22 November 2026. It is the same wherever
/// the demonstration is filled, so that the primary key refuses a second one.
const MADE_AT: u64 = 1_795_305_600_000;
const MARK: &[u8; 10] = b"waterlijn.";

/// The organisation's own identifier.
pub(super) fn organisation() -> OrganisationId {
    Builder::from_unix_timestamp_millis(MADE_AT, MARK).into_uuid().into()
}

/// Draws identifiers.
pub(super) struct Ids(Xoshiro256PlusPlus);

impl Ids {
    /// Those of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// The next one (UUIDv7), as if made at `at`.
    pub(super) fn next(&mut self, at: Timestamp) -> Uuid {
        let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(milliseconds, &self.0.random()).into_uuid()
    }
}
