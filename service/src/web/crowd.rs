//! The limit per network address, in front of every code and password.

use actix_web::HttpRequest;
use jiff::Timestamp;

use super::{Problem, ProblemKind};
use crate::access::PerAddress;

/// Refuses an address that tried too often in the last minute.
///
/// # Errors
///
/// [`ProblemKind::TooManyAttempts`] then.
pub fn refuse_crowd(crowd: &PerAddress, request: &HttpRequest, now: Timestamp) -> Result<(), Problem> {
    match request.peer_addr() {
        Some(peer) if !crowd.admits(peer.ip(), now) => Err(Problem::new(ProblemKind::TooManyAttempts)),
        _ => Ok(()),
    }
}
