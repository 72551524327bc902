//! An answer that somebody must read soon: raised at the first save, also from a form that is never submitted, and kept
//! whatever becomes of the answer.
//!
//! What was raised is not taken back: it keeps the worst value that was given in this form, and the page shows the present
//! answer beside it. A worse value starts a new round, so that what was done about the milder one does not count for it.
//! Alerts about a score of the whole form are not raised here: nobody waits for those between two sessions.

mod escalation;
mod recipients;
mod steps;

pub use escalation::escalate_unseen;
pub use recipients::{
    MissingRecipients, asks_safety, begin_duty, end_duty, is_safety_instrument, recipients_missing, set_alert_minutes,
};
pub use steps::{OpenedAlert, act_on, close_alert, see_alert};

use jiff::Timestamp;
use peil_questionnaires::{Alert, Answers, Decimal, Instrument, Level, Moment, RaisedAlert, Recipient, alerts};
use serde_json::{Value, json};

use super::CollectError;
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AlertLevel, EscalationReason, SignalId},
    store::{AssignmentRow, NewSignal, Tenant},
};

/// The rule's id in the signals' list.
const RULE: &str = "RISK";
/// Changes when the rule does. 2: the value is kept, a worse one is told apart.
const RULE_VERSION: &str = "2";

/// Raises a signal for each alert about an item that these answers set off, and tells whether there was one.
///
/// While the form is filled in those are its safety items; once it is sent also an item that should not have been left
/// open. The caller holds the form's lock.
pub(super) async fn raise(
    tenant: &Tenant<'_>,
    asked: &AssignmentRow,
    instrument: &Instrument,
    answers: &Answers,
    moment: Moment,
    now: Timestamp,
) -> Result<bool, CollectError> {
    let mut any = false;
    for raised in alerts(instrument, answers, moment) {
        if let Some(item) = raised.alert().when().item() {
            raise_one(tenant, asked, instrument, (&raised, item), now).await?;
            any = true;
        }
    }
    Ok(any)
}

async fn raise_one(
    tenant: &Tenant<'_>,
    asked: &AssignmentRow,
    instrument: &Instrument,
    (raised, item): (&RaisedAlert<'_>, &str),
    now: Timestamp,
) -> Result<(), CollectError> {
    let (alert, value) = (raised.alert(), raised.value());
    let previous = tenant.previous_answer(asked, item).await?.and_then(|value| value.parse().ok());
    let signal = NewSignal {
        id: SignalId::new(now),
        membership: asked.membership,
        session: asked.session,
        rule: RULE,
        rule_version: RULE_VERSION,
        instrument: instrument.id(),
        scale: alert.id(),
        inputs: inputs(alert, item, value, previous),
        level: Some(level(alert)),
    };
    let (id, earlier) = match tenant.raised_before(&signal).await? {
        None => {
            tenant.raise_signal(&signal, now).await?;
            note(tenant, "raise-alert", signal.id, now).await?;
            (signal.id, None)
        }
        Some(before) => {
            let earlier = before.inputs.get("value").and_then(Value::as_str).and_then(|value| value.parse().ok());
            if !is_worse(alert, value, earlier) {
                return Ok(());
            }
            tenant.renew_signal(before.id, &signal.inputs, now).await?;
            note(tenant, "raise-alert", before.id, now).await?;
            (before.id, earlier)
        }
    };
    if let Some(why) = calls_in(raised, previous, earlier)
        && tenant.escalate_signal(id, why, now).await?
    {
        note(tenant, "escalate-alert", id, now).await?;
    }
    Ok(())
}

/// What raised it, to be shown behind one click; never logged.
fn inputs(alert: &Alert, item: &str, value: Option<Decimal>, previous: Option<Decimal>) -> Value {
    let written = |value: Option<Decimal>| value.map(|value| value.to_string());
    json!({
        "alert": alert.id(), "item": item, "open": value.is_none(), "value": written(value),
        "previous": written(previous),
    })
}

fn level(alert: &Alert) -> AlertLevel {
    match alert.level() {
        Level::Attention => AlertLevel::Attention,
        Level::Safety => AlertLevel::Safety,
    }
}

/// Why those on duty are called in at once; `previous` is of the client's last form, `earlier` of this one.
fn calls_in(raised: &RaisedAlert<'_>, previous: Option<Decimal>, earlier: Option<Decimal>) -> Option<EscalationReason> {
    if raised.recipients().contains(&Recipient::OnDuty) {
        return Some(EscalationReason::Value);
    }
    let mut escalations = raised.alert().escalations().iter();
    let asks = escalations.any(|row| row.worse_than_previous() && row.to().contains(&Recipient::OnDuty));
    let worse = |than| is_worse(raised.alert(), raised.value(), than);
    (asks && (worse(previous) || worse(earlier))).then_some(EscalationReason::Worse)
}

/// Whether a value lies further in the direction that the alert looks in. What cannot be compared is not worse.
fn is_worse(alert: &Alert, value: Option<Decimal>, than: Option<Decimal>) -> bool {
    use peil_questionnaires::Operator::{Eq, Ge, Gt, Le, Lt, MissingAtSubmit};
    let (Some(value), Some(than)) = (value, than) else { return false };
    match alert.when().op() {
        Ge | Gt => value > than,
        Le | Lt => value < than,
        Eq | MissingAtSubmit => false,
    }
}

async fn note(tenant: &Tenant<'_>, action: &'static str, id: SignalId, now: Timestamp) -> Result<(), CollectError> {
    let event = AuditEvent::new(Actor::System, action).on("signal", id.uuid());
    record(tenant, &event, now).await?;
    Ok(())
}
