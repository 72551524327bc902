//! The constants of the rules, each of which an organisation may set: within its range, by name, with a row in the audit. What
//! is set is used from the next evaluation on, and stands beside each signal that it raises.

use jiff::Timestamp;
use peil_stats::signals::{Rule, Settings};
use serde_json::{Map, Number, Value};

use super::{anew::judge_anew, rates::MARKS};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::{AnalyseError, settings_in_force},
    store::{StoreError, Tenant},
};

/// Each setting with the lowest and the highest value that it may have. Beyond these a rule always speaks or never does, or
/// its numbers mean nothing.
const RANGES: [(&str, f64, f64); 30] = [
    ("deterioration_confirmed", 1.0, 10.0),
    ("off_track_from", 2.0, 20.0),
    ("forecast_weeks", 1.0, 52.0),
    ("forecast_watch", 0.5, 0.99),
    ("forecast_attention", 0.5, 0.999),
    ("stagnation_attended", 3.0, 50.0),
    ("stagnation_scores", 3.0, 50.0),
    ("stagnation_recent", 1.0, 20.0),
    ("stagnation_progress", 0.0, 2.0),
    ("stagnation_probability", 0.01, 0.9),
    ("relapse_held", 1.0, 10.0),
    ("recovered_held", 1.0, 10.0),
    ("silence", 1.0, 10.0),
    ("dropout_absences", 1.0, 10.0),
    ("dropout_window", 1.0, 20.0),
    ("dropout_probability", 0.01, 0.99),
    ("stall_window", 3.0, 20.0),
    ("stall_coverage", 0.5, 0.99),
    ("stall_windows", 2.0, 1000.0),
    ("stall_share", 0.1, 1.0),
    ("stall_until", 4.0, 1000.0),
    ("rupture_deviations", 0.25, 4.0),
    ("rupture_members", 1.0, 20.0),
    ("usual_sessions", 2.0, 20.0),
    ("split_ratio", 1.1, 10.0),
    ("split_sessions", 1.0, 10.0),
    ("outsider_deviations", 0.5, 4.0),
    ("outsider_sessions", 1.0, 10.0),
    ("outsider_window", 1.0, 20.0),
    ("sudden_share", 0.05, 0.9),
];

/// Settings of which the first cannot be more than the second: so many of so many, and what warns before what alarms.
const WITHIN: [(&str, &str); 5] = [
    ("forecast_watch", "forecast_attention"),
    ("dropout_absences", "dropout_window"),
    ("outsider_sessions", "outsider_window"),
    ("stagnation_recent", "stagnation_scores"),
    ("stall_window", "stall_until"),
];

/// The constants by which a rule speaks, with this kind of evidence: set otherwise, it errs otherwise.
pub(super) fn constants_of(rule: &str, evidence: &str) -> &'static [&'static str] {
    match rule.parse() {
        Ok(Rule::Deterioration) => &["deterioration_confirmed"],
        Ok(Rule::OffTrack) => &["off_track_from"],
        Ok(Rule::OffTrackByModel) => &["off_track_from", "forecast_weeks", "forecast_watch", "forecast_attention"],
        Ok(Rule::Stagnation) => {
            &["stagnation_attended", "stagnation_scores", "stagnation_recent", "stagnation_progress"]
        }
        Ok(Rule::StagnationByModel) => &["stagnation_probability"],
        Ok(Rule::Relapse) => &["relapse_held"],
        Ok(Rule::Recovered) => &["recovered_held"],
        Ok(Rule::Silence) => &["silence"],
        Ok(Rule::Dropout) if evidence == MARKS => &["dropout_absences", "dropout_window", "silence"],
        Ok(Rule::Dropout) => &["dropout_probability"],
        Ok(Rule::GroupStall) => &[
            "stall_window",
            "stall_coverage",
            "stall_windows",
            "stall_share",
            "stall_until",
            "off_track_from",
            "stagnation_attended",
            "stagnation_scores",
            "stagnation_recent",
            "stagnation_progress",
        ],
        Ok(Rule::GroupRupture) => &["rupture_deviations", "rupture_members", "usual_sessions"],
        Ok(Rule::GroupSplit) => &["split_ratio", "split_sessions", "usual_sessions"],
        Ok(Rule::GroupOutsider) => &["outsider_deviations", "outsider_sessions", "outsider_window", "usual_sessions"],
        Err(_) => &[],
    }
}

/// The rules that speak by this constant, with whatever evidence.
fn rules_of(name: &str) -> Vec<Rule> {
    let uses = |rule: &Rule| ["", MARKS].iter().any(|evidence| constants_of(rule.id(), evidence).contains(&name));
    Rule::ALL.into_iter().filter(uses).collect()
}

/// Why nothing was set.
#[derive(Debug, thiserror::Error)]
pub enum RuleSettingError {
    /// No such setting.
    #[error("`{name}` is no setting; the settings are {known}")]
    Unknown {
        /// What was typed.
        name: String,
        /// The settings there are.
        known: String,
    },
    /// A value that it cannot have.
    #[error("`{name}` must be {what} from {lowest} to {highest}")]
    Range {
        /// The setting.
        name: &'static str,
        /// What kind of number.
        what: &'static str,
        /// The lowest that it may be.
        lowest: f64,
        /// The highest.
        highest: f64,
    },
    /// Two values that contradict each other.
    #[error("`{few}` cannot be more than `{of}`; set both")]
    Within {
        /// The one that cannot be more.
        few: &'static str,
        /// The one that it cannot exceed.
        of: &'static str,
    },
    /// What was set before cannot be read.
    #[error(transparent)]
    InForce(#[from] AnalyseError),
    /// The settings cannot be written.
    #[error("the settings of the rules cannot be written")]
    Json(#[from] serde_json::Error),
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A setting as it is in force.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSetting {
    /// Its name.
    pub name: &'static str,
    /// The rules that use it, in their order; none of a remark.
    pub rules: Vec<Rule>,
    /// What it is set to.
    pub value: Number,
    /// What it is unless it is set.
    pub usual: Number,
    /// The lowest that it may be.
    pub lowest: f64,
    /// The highest.
    pub highest: f64,
}

/// Every setting, in the order of the rules.
///
/// # Errors
///
/// [`RuleSettingError`] when what was set cannot be read.
pub async fn rule_settings(tenant: &Tenant<'_>) -> Result<Vec<RuleSetting>, RuleSettingError> {
    listed(&settings_in_force(tenant).await?)
}

/// Sets what is named, each as text, and has every group judged anew.
///
/// # Errors
///
/// [`RuleSettingError`]; then nothing was set.
pub async fn set_rules(
    tenant: &Tenant<'_>,
    wanted: &[(String, String)],
    by: Actor,
    now: Timestamp,
) -> Result<(), RuleSettingError> {
    let settings = with_constants(&settings_in_force(tenant).await?, wanted)?;
    save(tenant, &settings, (by, "set-signal-rules"), now).await
}

/// Sets what is named back to its default, or everything where nothing is named, and has every group judged anew.
///
/// # Errors
///
/// [`RuleSettingError`]; then nothing was set.
pub async fn reset_rules(
    tenant: &Tenant<'_>,
    names: &[String],
    by: Actor,
    now: Timestamp,
) -> Result<(), RuleSettingError> {
    let usual = listed(&Settings::default())?;
    let back: Vec<(String, String)> = match names {
        [] => usual.iter().map(|one| (one.name.to_owned(), one.usual.to_string())).collect(),
        names => {
            let of = |name: &String| {
                let found = usual.iter().find(|one| one.name == name).ok_or_else(|| unknown(name))?;
                Ok((name.clone(), found.usual.to_string()))
            };
            names.iter().map(of).collect::<Result<_, RuleSettingError>>()?
        }
    };
    let settings = with_constants(&settings_in_force(tenant).await?, &back)?;
    save(tenant, &settings, (by, "reset-signal-rules"), now).await
}

/// The settings that are not as they come, by name.
pub(super) fn differing(settings: &Settings) -> Result<Map<String, Value>, serde_json::Error> {
    if *settings == Settings::default() {
        return Ok(Map::new());
    }
    let (own, usual) = (by_name(settings)?, by_name(&Settings::default())?);
    Ok(own.into_iter().filter(|(name, value)| usual.get(name) != Some(value)).collect())
}

async fn save(
    tenant: &Tenant<'_>,
    set: &Settings,
    (by, action): (Actor, &'static str),
    now: Timestamp,
) -> Result<(), RuleSettingError> {
    tenant.save_signal_rules(&Value::Object(differing(set)?), now).await?;
    judge_anew(tenant, now).await?;
    record(tenant, &AuditEvent::new(by, action), now);
    Ok(())
}

fn by_name(settings: &Settings) -> Result<Map<String, Value>, serde_json::Error> {
    match serde_json::to_value(settings)? {
        Value::Object(named) => Ok(named),
        _ => Ok(Map::new()),
    }
}

fn listed(settings: &Settings) -> Result<Vec<RuleSetting>, RuleSettingError> {
    let (own, usual) = (by_name(settings)?, by_name(&Settings::default())?);
    let number = |named: &Map<String, Value>, name: &str| match named.get(name) {
        Some(Value::Number(number)) => number.clone(),
        _ => Number::from(0),
    };
    let one = |(name, lowest, highest): (&'static str, f64, f64)| RuleSetting {
        name,
        rules: rules_of(name),
        value: number(&own, name),
        usual: number(&usual, name),
        lowest,
        highest,
    };
    Ok(RANGES.into_iter().map(one).collect())
}

/// The settings with what is wanted in them, each as text and within its range.
///
/// # Errors
///
/// [`RuleSettingError`] for a name that is no setting, or a value that it cannot have.
pub fn with_constants(settings: &Settings, wanted: &[(String, String)]) -> Result<Settings, RuleSettingError> {
    let (mut named, usual) = (by_name(settings)?, by_name(&Settings::default())?);
    for (name, text) in wanted {
        let range = RANGES.iter().find(|(known, ..)| known == name).ok_or_else(|| unknown(name))?;
        let whole = usual.get(name).is_some_and(Value::is_u64);
        named.insert(name.clone(), Value::Number(number(text, *range, whole)?));
    }
    let value = |name: &str| named.get(name).and_then(Value::as_f64).unwrap_or_default();
    if let Some((few, of)) = WITHIN.into_iter().find(|(few, of)| value(few) > value(of)) {
        return Err(RuleSettingError::Within { few, of });
    }
    Ok(serde_json::from_value(Value::Object(named))?)
}

fn number(
    text: &str,
    (name, lowest, highest): (&'static str, f64, f64),
    whole: bool,
) -> Result<Number, RuleSettingError> {
    let what = if whole { "a whole number" } else { "a number, with a point before its decimals," };
    let parsed: Option<Number> = match whole {
        true => text.trim().parse::<u32>().ok().map(Number::from),
        false => text.trim().parse().ok().and_then(Number::from_f64),
    };
    let within = |number: &Number| number.as_f64().is_some_and(|value| (lowest..=highest).contains(&value));
    parsed.filter(within).ok_or(RuleSettingError::Range { name, what, lowest, highest })
}

fn unknown(name: &str) -> RuleSettingError {
    let known: Vec<&str> = RANGES.iter().map(|(known, ..)| *known).collect();
    RuleSettingError::Unknown { name: name.to_owned(), known: known.join(", ") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn set(wanted: &[(&str, &str)]) -> Result<Settings, RuleSettingError> {
        let wanted: Vec<_> = wanted.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        with_constants(&Settings::default(), &wanted)
    }

    #[test]
    fn every_setting_has_a_range_that_holds_its_default() {
        let listed = listed(&Settings::default()).unwrap();
        let named = by_name(&Settings::default()).unwrap();
        let mut names: Vec<&str> = listed.iter().map(|one| one.name).collect();
        names.sort_unstable();
        let mut known: Vec<&str> = named.keys().map(String::as_str).collect();
        known.sort_unstable();
        assert_eq!(names, known);
        for one in listed {
            let usual = one.usual.as_f64().unwrap();
            assert!(one.lowest <= usual && usual <= one.highest, "{}", one.name);
        }
    }

    #[test]
    fn what_is_wanted_is_set_and_nothing_else() {
        let found = set(&[("silence", "3"), ("stall_share", "0.75")]).unwrap();
        assert_eq!(found, Settings { silence: 3, stall_share: 0.75, ..Settings::default() });
        assert_eq!(differing(&found).unwrap().len(), 2);
        assert!(differing(&Settings::default()).unwrap().is_empty());
    }

    #[test]
    fn each_constant_of_a_rule_is_a_setting_and_each_setting_belongs_to_a_rule() {
        let of_rules: Vec<&str> = Rule::ALL
            .into_iter()
            .flat_map(|rule| ["", MARKS].map(|evidence| constants_of(rule.id(), evidence)))
            .flatten()
            .copied()
            .collect();
        let known = |name: &str| RANGES.iter().any(|(known, ..)| *known == name);
        assert!(of_rules.iter().all(|name| known(name)), "{of_rules:?}");
        // Sudden gains and losses are marks on a chart and no rule.
        let missing: Vec<&str> =
            RANGES.iter().map(|(name, ..)| *name).filter(|name| !of_rules.contains(name)).collect();
        assert_eq!(missing, ["sudden_share"]);
    }

    #[test]
    fn what_cannot_be_is_refused_by_its_name_and_range() {
        let told = |wanted: &[(&str, &str)]| set(wanted).unwrap_err().to_string();
        assert_eq!(told(&[("silence", "0")]), "`silence` must be a whole number from 1 to 10");
        assert!(told(&[("silence", "2.5")]).contains("whole number"));
        assert!(told(&[("stall_share", "NaN")]).contains("`stall_share` must be a number"));
        assert!(told(&[("stall_share", "1.01")]).contains("from 0.1 to 1"));
        assert!(told(&[("silences", "2")]).contains("deterioration_confirmed, off_track_from"));
        assert!(told(&[("dropout_absences", "5")]).contains("cannot be more than `dropout_window`"));
        assert!(set(&[("dropout_absences", "5"), ("dropout_window", "6")]).is_ok());
        // A group that is never old enough to be judged, and young enough to be told of, would never be told of.
        assert!(told(&[("stall_window", "9")]).contains("cannot be more than `stall_until`"));
        assert!(told(&[("stall_until", "3")]).contains("from 4 to 1000"));
        assert!(set(&[("stall_window", "9"), ("stall_until", "9")]).is_ok());
    }
}
