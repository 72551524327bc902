//! An answer or a score that somebody must read soon. An answer raises its alert at the first save, also in a form that is
//! never submitted, and whatever becomes of it; a score does once the form was sent and only when it is complete.
//!
//! What was raised is not taken back: it keeps the worst value that was given in this form, and the page shows the present
//! answer beside it. A worse value starts a new round, so that what was done about the milder one does not count for it.

mod escalation;
mod recipients;
mod steps;

pub use escalation::escalate_unseen;
pub use recipients::{
    MissingRecipients, asks_safety, begin_duty, end_duty, is_safety_instrument, recipients_missing, set_alert_minutes,
};
pub use steps::{AlertSubject, OpenedAlert, act_on, close_alert, see_alert};

use recipients::nobody_leads;

use jiff::Timestamp;
use peil_questionnaires::{Alert, Answers, Decimal, Instrument, Level, Moment, RaisedAlert, Recipient, alerts};
use serde_json::{Value, json};

use super::CollectError;
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AlertLevel, EscalationReason, SignalId},
    store::{AssignmentRow, NewSignal, Tenant},
};

/// The rule of an item that asks for a reader: raised when the answer is saved.
pub const RISK: &str = "RISK";
/// The rule of a score that asks for one: raised when the form is sent.
pub const SCORE: &str = "SCORE";
/// The rule with its version, which changes when the rule does. 2: the value is kept, a worse one is told apart.
const ITEM_RULE: (&str, &str) = (RISK, "2");
/// The same for a score of the whole form.
const SCORE_RULE: (&str, &str) = (SCORE, "1");

/// What an alert looks at.
#[derive(Clone, Copy)]
enum Watched<'a> {
    Item(&'a str),
    Score(&'a str),
}

/// Raises a signal for each alert that these answers set off, and tells whether there was one.
///
/// While the form is filled in those are its safety items; once it is sent also an item that should not have been left
/// open, and its scores, which must be stored before. In a form that was sent before, the answers are told to be late. The
/// caller holds the form's lock.
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
        let when = raised.alert().when();
        let watched = when.item().map(Watched::Item).or_else(|| when.score().map(Watched::Score));
        if let Some(watched) = watched {
            raise_one(tenant, asked, instrument, (&raised, watched), now).await?;
            any = true;
        }
    }
    Ok(any)
}

async fn raise_one(
    tenant: &Tenant<'_>,
    asked: &AssignmentRow,
    instrument: &Instrument,
    (raised, watched): (&RaisedAlert<'_>, Watched<'_>),
    now: Timestamp,
) -> Result<(), CollectError> {
    let (alert, value) = (raised.alert(), raised.value());
    let (previous, (rule, rule_version)) = match watched {
        Watched::Item(item) => (tenant.previous_answer(asked, item).await?, ITEM_RULE),
        Watched::Score(score) => (tenant.previous_score(asked.id, score).await?, SCORE_RULE),
    };
    let previous = previous.and_then(|value| value.parse().ok());
    let signal = NewSignal {
        id: SignalId::new(now),
        membership: asked.membership,
        session: asked.session,
        rule,
        rule_version,
        instrument: instrument.id(),
        scale: alert.id(),
        inputs: told_late(inputs(alert, watched, value, previous), asked.submitted),
        level: level(alert),
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
    let why = match calls_in(raised, previous, earlier) {
        None if alert.level() == Level::Safety && nobody_leads(tenant, asked, now).await? => {
            Some(EscalationReason::NoReader)
        }
        why => why,
    };
    if let Some(why) = why
        && tenant.escalate_signal(id, why, now).await?
    {
        note(tenant, "escalate-alert", id, now).await?;
    }
    Ok(())
}

/// What raised it, to be shown behind one click; never logged.
fn inputs(alert: &Alert, watched: Watched<'_>, value: Option<Decimal>, previous: Option<Decimal>) -> Value {
    let written = |value: Option<Decimal>| value.map(|value| value.to_string());
    let (alert, open, value, previous) = (alert.id(), value.is_none(), written(value), written(previous));
    match watched {
        Watched::Item(item) => {
            json!({ "alert": alert, "item": item, "open": open, "value": value, "previous": previous })
        }
        Watched::Score(score) => json!({ "alert": alert, "score": score, "value": value, "previous": previous }),
    }
}

/// An answer that came after its form was sent stands nowhere else: the form keeps what was sent first.
fn told_late(mut inputs: Value, late: bool) -> Value {
    if let Some(inputs) = inputs.as_object_mut().filter(|_| late) {
        inputs.insert("late".to_owned(), Value::Bool(true));
    }
    inputs
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
    record(tenant, &event, now);
    Ok(())
}
