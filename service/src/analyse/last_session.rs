//! How a group's last session was rated, beside what is usual for the group.

use std::collections::BTreeMap;

use peil_questionnaires::Library;

use super::{AnalyseError, Climate, session_scale};
use crate::{
    domain::{Plan, SessionId},
    store::{SessionRow, Tenant},
};

/// Earlier sessions that say what is usual.
const LOOK_BACK: usize = 8;
/// Fewer say nothing.
const FEWEST: usize = 3;

/// The rating of one session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatedSession {
    /// Mean of the totals, and the highest that can be reached.
    pub climate: Climate,
    /// One standard deviation about the mean of the sessions before; none when they are too few.
    pub usual: Option<(f64, f64)>,
}

/// Reads how a session was rated; none when nobody did, or nobody was asked. `sessions` are the group's, in their order.
///
/// # Errors
///
/// [`AnalyseError`] when the scores cannot be read.
pub async fn rated_session(
    tenant: &Tenant<'_>,
    library: &Library,
    plan: &Plan,
    (sessions, at): (&[SessionRow], SessionId),
) -> Result<Option<RatedSession>, AnalyseError> {
    let Some((instrument, total)) = session_scale(library, plan) else { return Ok(None) };
    let Some(session) = sessions.iter().find(|session| session.id == at) else { return Ok(None) };
    let mut totals: BTreeMap<SessionId, Vec<f64>> = BTreeMap::new();
    for score in tenant.group_scores(session.group, instrument.id(), total.id()).await? {
        if let Some(session) = score.session {
            totals.entry(session).or_default().push(score.value);
        }
    }
    let means = |session: &SessionRow| totals.get(&session.id).map(|values| mean(values));
    let before: Vec<f64> = sessions.iter().take_while(|session| session.id != at).filter_map(means).collect();
    let rated = |mean| RatedSession {
        climate: Climate { mean, highest: total.range().1.to_f64() },
        usual: usual(&before[before.len().saturating_sub(LOOK_BACK)..]),
    };
    Ok(means(session).map(rated))
}

#[allow(clippy::cast_precision_loss, reason = "a group has few members and few sessions")]
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[allow(clippy::cast_precision_loss, reason = "a group has few sessions")]
fn usual(before: &[f64]) -> Option<(f64, f64)> {
    if before.len() < FEWEST {
        return None;
    }
    let middle = mean(before);
    let squares: f64 = before.iter().map(|value| (value - middle).powi(2)).sum();
    let spread = (squares / (before.len() - 1) as f64).sqrt();
    Some((middle - spread, middle + spread))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::usual;

    #[test]
    fn what_is_usual_needs_three_sessions() {
        assert_eq!(usual(&[30.0, 32.0]), None);
        assert_eq!(usual(&[30.0, 32.0, 34.0]).unwrap(), (30.0, 34.0));
    }
}
