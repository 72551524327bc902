//! The signals of this version: reliable deterioration, and answers that somebody must read soon.
//!
//! A signal is a reason to talk. It shows its rule and its numbers; it decides nothing. This is the module of signals that
//! an organisation can switch off; scores and histories stay without it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use peil_questionnaires::{Instrument, Score};
use peil_stats::change::{Category, classify};
use serde_json::json;

use super::{AnalyseError, Course, limits_of, verdict::direction_of};
use crate::{
    domain::{MembershipId, SessionId, SignalId},
    store::{NewSignal, ScoreRow, Tenant},
};

/// Reliable deterioration: Δ(x₀) ≤ −RCI (Jacobson & Truax 1991).
pub const DETERIORATION: &str = "DET";
/// An item of the instrument that asks for a reader (raised when the answer is saved, by `collect`).
pub const RISK: &str = "RISK";
/// A score that asks for one (raised when the form is sent, by `collect`).
pub const SCORE: &str = "SCORE";
/// Changes when the rule does.
const RULE_VERSION: &str = "1";

/// Raises the signals that the newest scores of a scale call for and ceases those that no longer hold.
pub(super) async fn evaluate(
    tenant: &Tenant<'_>,
    instrument: &Instrument,
    score: &Score,
    rows: &[ScoreRow],
    now: Timestamp,
) -> Result<(), AnalyseError> {
    let Ok((limit, cutoff, _)) = limits_of(instrument, score) else { return Ok(()) };
    let mut held: Vec<(MembershipId, SessionId)> = Vec::new();
    for (course, scores) in courses(rows) {
        let Course::Membership(membership) = course else { continue };
        let [first, .., newest] = scores.as_slice() else { continue };
        let Some(session) = newest.session else { continue };
        let judge = |row: &ScoreRow| classify(first.value, row.value, direction_of(score), limit, cutoff).ok();
        let Some(change) = judge(newest).filter(|change| change.category == Category::Deteriorated) else { continue };
        let before = scores.iter().rev().nth(1).filter(|_| scores.len() > 2).and_then(|row| judge(row));
        let confirmed = before.is_some_and(|change| change.category == Category::Deteriorated);
        let signal = NewSignal {
            id: SignalId::new(now),
            membership,
            session,
            rule: DETERIORATION,
            rule_version: RULE_VERSION,
            instrument: instrument.id(),
            scale: score.id(),
            inputs: json!({
                "start": first.value, "now": newest.value, "change": change.change, "limit": change.limit,
                "confirmed": confirmed,
            }),
            level: None,
        };
        tenant.raise_signal(&signal, now).await?;
        held.push((membership, session));
    }
    tenant.cease_signals_except(DETERIORATION, instrument.id(), score.id(), &held, now).await?;
    Ok(())
}

/// The scores of each stay in order of time.
fn courses(rows: &[ScoreRow]) -> BTreeMap<Course, Vec<&ScoreRow>> {
    let mut courses: BTreeMap<Course, Vec<&ScoreRow>> = BTreeMap::new();
    for row in rows {
        courses.entry(Course::of(row)).or_default().push(row);
    }
    for scores in courses.values_mut() {
        scores.sort_by_key(|row| row.days);
    }
    courses
}
