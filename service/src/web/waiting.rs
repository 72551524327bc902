//! What waits for whoever opens a page: the number beside "Meldingen", on every page of who cares for clients.

use jiff::Timestamp;

use super::Problem;
use crate::{
    access::LoggedIn,
    clock::local_date,
    domain::Role,
    store::{AlertReader, Store},
};

/// How many alerts that somebody is told of were seen by nobody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UnseenAlerts(pub u32);

/// Counts them; none for roles that see no alerts.
///
/// # Errors
///
/// [`Problem`] when the database does not answer.
pub(super) async fn unseen_alerts(store: &Store, who: &LoggedIn, now: Timestamp) -> Result<UnseenAlerts, Problem> {
    if !matches!(who.role, Role::Therapist | Role::TeamLead) {
        return Ok(UnseenAlerts::default());
    }
    let reader =
        AlertReader { account: who.account, team: who.overseen_team(), today: local_date(now, &who.time_zone) };
    let mut connection = store.connect().await?;
    let tenant = connection.begin(who.organisation).await?;
    let number = tenant.unseen_alerts(&reader).await?;
    Ok(UnseenAlerts(u32::try_from(number).unwrap_or(u32::MAX)))
}
