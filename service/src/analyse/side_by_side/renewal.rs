//! When groups are compared anew: when nobody waits, not more often than is of use, and at once where a page asks for what
//! nobody has counted yet. By one worker of all that serve an organisation, who holds a claim meanwhile and no transaction.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use peil_questionnaires::Library;

use super::{Compared, Comparison, Found, Stays, Window, YEAR, compare_groups};
use crate::{
    analyse::{AnalyseError, is_main_outcome, refresh::definition_of},
    store::{ClaimedComparison, ComparisonTurn, ScoreRow, Tenant},
};

/// Changes when the comparison, or what is read from it, does: what another version made is not shown.
pub const VERSION: i32 = 1;

/// How long a comparison stays while answers keep coming.
const AGAIN: SignedDuration = SignedDuration::from_mins(10);
/// How long no answer has come until the evening is taken to be over.
const SETTLED: SignedDuration = SignedDuration::from_mins(1);
/// How long a claim holds without a result: whoever held it is gone.
const LOST: SignedDuration = SignedDuration::from_mins(5);
/// How long a comparison stays where nothing changes: the window of a year moves on.
const OLD: SignedDuration = SignedDuration::from_hours(24);

/// Takes note that the scores of a scale, so many now, changed; nothing is counted here. To be done last before a commit: pages
/// and other workers meet this row.
///
/// # Errors
///
/// [`AnalyseError::UnknownScale`], [`AnalyseError::Store`].
pub async fn comparison_outdated(
    tenant: &Tenant<'_>,
    library: &Library,
    (instrument, scale): (&str, &str),
    scores: usize,
    now: Timestamp,
) -> Result<(), AnalyseError> {
    let (definition, score) = definition_of(library, instrument, scale)?;
    if is_main_outcome(definition, score) {
        tenant.comparison_changed((instrument, scale), scores, now).await?;
    }
    Ok(())
}

/// Takes upon oneself the comparison whose turn it is; `quiet` says that nobody waits for this worker. To be committed before it
/// is made: it takes seconds, and who finds no claim meanwhile would make the same.
///
/// # Errors
///
/// [`AnalyseError::Store`] when the database does not answer.
pub async fn claim_comparison(
    tenant: &Tenant<'_>,
    quiet: bool,
    now: Timestamp,
) -> Result<Option<ClaimedComparison>, AnalyseError> {
    let (lost, old, again, settled) = (now - LOST, now - OLD, now - AGAIN, now - SETTLED);
    Ok(tenant.claim_comparison(VERSION, ComparisonTurn { now, lost, old, again, settled, quiet }).await?)
}

/// All that a claimed comparison is made from.
pub struct ToCompare {
    rows: Vec<ScoreRow>,
    stays: Stays,
    before: Vec<Compared>,
}

impl ToCompare {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// [`AnalyseError::Store`] when the database does not answer.
    pub async fn read(tenant: &Tenant<'_>, claimed: &ClaimedComparison) -> Result<Self, AnalyseError> {
        let rows = tenant.scores_of_scale(&claimed.instrument, &claimed.scale).await?;
        let members = tenant.all_memberships().await?.into_iter();
        let groups = tenant.every_group().await?.into_iter();
        let stays = Stays {
            joined: members.map(|member| (member.id, member.joined_on)).collect(),
            kinds: groups.map(|group| (group.id, group.kind)).collect::<BTreeMap<_, _>>(),
        };
        let before = claimed.before.clone().and_then(|before| serde_json::from_value(before).ok());
        Ok(Self { rows, stays, before: before.unwrap_or_default() })
    }

    /// Scores that it is made from.
    #[must_use]
    pub fn scores(&self) -> usize {
        self.rows.len()
    }

    /// Compares the groups in each window, on a thread for computing.
    ///
    /// # Errors
    ///
    /// [`AnalyseError::BrokenOff`] when that thread was lost.
    pub async fn compared(self, today: Date) -> Result<Vec<Compared>, AnalyseError> {
        let windows = [(Window::Year, year_before(today)), (Window::All, None)];
        let all = move || windows.into_iter().map(|window| self.in_window(window)).collect();
        tokio::task::spawn_blocking(all).await.map_err(|_| AnalyseError::BrokenOff)?
    }

    fn in_window(&self, (window, since): (Window, Option<Date>)) -> Result<Compared, AnalyseError> {
        let last = self.before.iter().find(|compared| compared.window == window).and_then(Compared::groups);
        let found = match compare_groups(&self.rows, &self.stays, since, last) {
            Ok(Some(comparison)) => Found::Groups(comparison),
            Ok(None) => Found::TooFew,
            // What the numbers of one window do not carry is no fault, and does not hold up the other.
            Err(error @ (AnalyseError::Undetermined(_) | AnalyseError::Fit(_))) => {
                tracing::warn!(?window, error = %error, "groups cannot be compared by this scale");
                Found::Undetermined
            }
            Err(error) => return Err(error),
        };
        Ok(Compared { window, since, found })
    }
}

/// The first day of the window "last year".
pub(super) fn year_before(today: Date) -> Option<Date> {
    today.checked_sub(YEAR.days()).ok()
}

impl Compared {
    fn groups(&self) -> Option<&Comparison> {
        match &self.found {
            Found::Groups(comparison) => Some(comparison),
            Found::TooFew | Found::Undetermined => None,
        }
    }
}

/// Stores what came of a claimed comparison, made from so many scores, or that it failed: then the one before stays, and says of
/// which moment it is.
///
/// # Errors
///
/// [`AnalyseError`] when it cannot be stored.
pub async fn finish_comparison(
    tenant: &Tenant<'_>,
    claimed: &ClaimedComparison,
    made: &Result<Vec<Compared>, AnalyseError>,
    scores: usize,
) -> Result<(), AnalyseError> {
    match made {
        Ok(compared) => {
            let compared = serde_json::to_value(compared)?;
            tenant.save_comparison(claimed, VERSION, (&compared, scores)).await?;
        }
        Err(error) => {
            let (instrument, scale) = (&claimed.instrument, &claimed.scale);
            tracing::error!(instrument, scale, error = %error, "groups could not be compared; it is tried again");
            tenant.fail_comparison(claimed, VERSION).await?;
        }
    }
    Ok(())
}
