//! The constants of the rules as an organisation set them.

use peil_stats::signals::Settings;

use super::AnalyseError;
use crate::store::Tenant;

/// The settings in force: those that the organisation set, and the defaults of the rest.
///
/// # Errors
///
/// [`AnalyseError`] when they cannot be read, or were set by a version that knew others.
pub async fn settings_in_force(tenant: &Tenant<'_>) -> Result<Settings, AnalyseError> {
    Ok(match tenant.signal_rules().await? {
        Some(differing) => serde_json::from_value(differing)?,
        None => Settings::default(),
    })
}
