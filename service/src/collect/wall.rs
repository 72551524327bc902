//! Fixes whose answers stand in the pictures on the wall, before they are shown. The rule and its reasons stand in
//! [`crate::domain::WallRule`].

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::CollectError;
use crate::{
    domain::{GroupId, MembershipId, SessionId, WallRule},
    store::Tenant,
};

/// What is known of one session: how many stand in its picture, the last round, and who could join.
#[derive(Default)]
struct Standing {
    shown: usize,
    round: i16,
    waiting: Vec<MembershipId>,
}

/// Adds a round to the picture of every session of a group whose answers allow one.
///
/// Earlier sessions are fixed along with tonight's: what the wall tells of them must not change from week to week.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer.
pub async fn fix_pictures(
    tenant: &Tenant<'_>,
    (group, instrument): (GroupId, &str),
    rule: WallRule,
    now: Timestamp,
) -> Result<(), CollectError> {
    tenant.lock_wall(group).await?;
    let mut sessions: BTreeMap<SessionId, Standing> = BTreeMap::new();
    for row in tenant.wall_answers(group, instrument).await? {
        let standing = sessions.entry(row.session).or_default();
        match row.round {
            Some(round) => {
                standing.shown += 1;
                standing.round = standing.round.max(round);
            }
            None => standing.waiting.push(row.membership),
        }
    }
    for (session, standing) in sessions {
        if rule.missing(standing.shown, standing.waiting.len()) == 0 {
            tenant.add_to_picture(session, &standing.waiting, standing.round + 1, now).await?;
        }
    }
    Ok(())
}
