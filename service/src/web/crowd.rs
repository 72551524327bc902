//! The limit per network address, in front of every code and password.

use std::net::IpAddr;

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
    match request.peer_addr().map(|peer| caller(crowd, request, peer.ip())) {
        Some(address) if !crowd.admits(address, now) => Err(Problem::new(ProblemKind::TooManyAttempts)),
        _ => Ok(()),
    }
}

/// Behind the trusted proxy the last address of `X-Forwarded-For` is the one that the proxy itself saw.
fn caller(crowd: &PerAddress, request: &HttpRequest, peer: IpAddr) -> IpAddr {
    let forwarded = || {
        let value = request.headers().get_all("x-forwarded-for").last()?.to_str().ok()?;
        value.rsplit(',').next()?.trim().parse().ok()
    };
    if crowd.trusts(peer) { forwarded().unwrap_or(peer) } else { peer }
}
