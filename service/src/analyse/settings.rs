//! The constants of the rules as an organisation set them.

use peil_stats::signals::Settings;
use serde_json::Value;

use super::AnalyseError;
use crate::store::Tenant;

/// The settings in force: those that the organisation set, and the defaults of the rest. What was set by a version that knew
/// other settings is passed over: it must not hold up everything else.
///
/// # Errors
///
/// [`AnalyseError`] when they cannot be read, or one of them is no number of its kind.
pub async fn settings_in_force(tenant: &Tenant<'_>) -> Result<Settings, AnalyseError> {
    Ok(match tenant.signal_rules().await? {
        Some(Value::Object(mut set)) => {
            let known = serde_json::to_value(Settings::default())?;
            let before = set.len();
            set.retain(|name, _| known.get(name).is_some());
            if set.len() < before {
                let (organisation, passed_over) = (tenant.organisation(), before - set.len());
                tracing::warn!(%organisation, passed_over, "settings of rules that this version does not know");
            }
            serde_json::from_value(Value::Object(set))?
        }
        Some(differing) => serde_json::from_value(differing)?,
        None => Settings::default(),
    })
}
