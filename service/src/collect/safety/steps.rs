//! What people do about an alert: see it, act on it, close it. Each step is a row with its author; nothing is undone.

use jiff::Timestamp;
use peil_questionnaires::Decimal;

use super::super::CollectError;
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, AssignmentId, SignalId, SignalStep, StepId, StepNote},
    store::{AlertReader, AlertRow, NewStep, StandingRow, StepRow, StoredAnswer, Tenant},
};

/// An alert that somebody opened: what raised it, what was answered since, what was done.
pub struct OpenedAlert {
    /// The alert, with the step of opening it.
    pub row: AlertRow,
    /// What it is about.
    pub subject: AlertSubject,
    /// The score, or the worst answer that was given in this form; none when the item was left open.
    pub value: Option<Decimal>,
    /// The answer as it stands in the form; none when it was left open or taken back. A score stands as it was.
    pub present: Option<Decimal>,
    /// Whether the answer came after the form was sent: then it stands here and not in the form.
    pub late: bool,
    /// The answer to the same item, or the score, in the client's form before.
    pub previous: Option<Decimal>,
    /// Every step, oldest first.
    pub steps: Vec<StepRow>,
}

/// What an alert is about.
pub enum AlertSubject {
    /// The answer to an item.
    Item(String),
    /// A score of the whole form.
    Score(String),
}

/// Opens an alert: that this account saw it is written down.
///
/// # Errors
///
/// [`CollectError::NotFound`] when this account is not told of it, or the store's own.
pub async fn see_alert(
    tenant: &Tenant<'_>,
    reader: &AlertReader,
    id: SignalId,
    now: Timestamp,
) -> Result<OpenedAlert, CollectError> {
    tenant.alert(reader, id).await?.ok_or(CollectError::NotFound)?;
    let standing = tenant.lock_signal(id).await?.ok_or(CollectError::NotFound)?;
    // Whoever looks at what is closed takes no step any more.
    if standing.furthest != Some(SignalStep::Closed) {
        // Seen once by each: a second look by the same reader writes none.
        write(tenant, (id, standing, SignalStep::Seen), reader.account, None, now).await?;
    }
    let event = AuditEvent::new(Actor::Account(reader.account), "view-alert").on("signal", id.uuid());
    record(tenant, &event, now);
    // Read after the lock: an answer that got worse meanwhile is the one that is shown.
    let row = tenant.alert(reader, id).await?.ok_or(CollectError::NotFound)?;
    let input = |key: &str| row.inputs.get(key).and_then(serde_json::Value::as_str);
    let exact = |value: Option<&str>| value.and_then(|value| value.parse().ok());
    let value = exact(input("value"));
    let (subject, present) = match input("score") {
        Some(score) => (AlertSubject::Score(score.to_owned()), value),
        None => {
            let item = input("item").unwrap_or_default().to_owned();
            let present = present_answer(tenant, row.assignment, &item).await?;
            (AlertSubject::Item(item), exact(present.as_deref()))
        }
    };
    let (previous, steps) = (exact(input("previous")), tenant.steps(id).await?);
    let late = row.inputs.get("late").and_then(serde_json::Value::as_bool).unwrap_or(false);
    Ok(OpenedAlert { subject, value, present, late, previous, steps, row })
}

async fn present_answer(tenant: &Tenant<'_>, form: AssignmentId, item: &str) -> Result<Option<String>, CollectError> {
    let found = tenant.answers(form).await?.into_iter().find(|answer| answer.item == item);
    Ok(found.and_then(|answer| match answer.value {
        StoredAnswer::Number(value) => Some(value),
        StoredAnswer::Words(_) => None,
    }))
}

/// Notes what somebody did about an alert.
///
/// # Errors
///
/// [`CollectError::NotFound`] when this account is not told of it, [`CollectError::AlertNotSeen`],
/// [`CollectError::AlertIsClosed`], or the store's own.
pub async fn act_on(
    tenant: &Tenant<'_>,
    reader: &AlertReader,
    id: SignalId,
    note: &StepNote,
    now: Timestamp,
) -> Result<AlertRow, CollectError> {
    let (row, standing) = standing(tenant, reader, id).await?;
    if !write(tenant, (id, standing, SignalStep::Acted), reader.account, Some(note), now).await? {
        return Err(CollectError::AlertIsClosed);
    }
    let event = AuditEvent::new(Actor::Account(reader.account), "act-on-alert").on("signal", id.uuid());
    record(tenant, &event, now);
    Ok(row)
}

/// Closes an alert. Where nobody acted on it, a note says why nothing had to be done.
///
/// # Errors
///
/// [`CollectError::NotFound`] when this account is not told of it, [`CollectError::AlertNotSeen`],
/// [`CollectError::AlertIsClosed`], [`CollectError::NothingDone`], or the store's own.
pub async fn close_alert(
    tenant: &Tenant<'_>,
    reader: &AlertReader,
    id: SignalId,
    note: Option<&StepNote>,
    now: Timestamp,
) -> Result<AlertRow, CollectError> {
    let (row, standing) = standing(tenant, reader, id).await?;
    if note.is_none() && standing.furthest != Some(SignalStep::Acted) {
        return Err(CollectError::NothingDone);
    }
    if !write(tenant, (id, standing, SignalStep::Closed), reader.account, note, now).await? {
        return Err(CollectError::AlertIsClosed);
    }
    let event = AuditEvent::new(Actor::Account(reader.account), "close-alert").on("signal", id.uuid());
    record(tenant, &event, now);
    Ok(row)
}

/// The alert and where it stands, for who may take a further step.
async fn standing(
    tenant: &Tenant<'_>,
    reader: &AlertReader,
    id: SignalId,
) -> Result<(AlertRow, StandingRow), CollectError> {
    let row = tenant.alert(reader, id).await?.ok_or(CollectError::NotFound)?;
    let standing = tenant.lock_signal(id).await?.ok_or(CollectError::NotFound)?;
    match standing.furthest {
        None => Err(CollectError::AlertNotSeen),
        Some(SignalStep::Closed) => Err(CollectError::AlertIsClosed),
        Some(SignalStep::Seen | SignalStep::Discussed | SignalStep::Acted) => Ok((row, standing)),
    }
}

/// Whether it was written: a step that was not must be told to whoever took it.
async fn write(
    tenant: &Tenant<'_>,
    (signal, standing, step): (SignalId, StandingRow, SignalStep),
    by: AccountId,
    note: Option<&StepNote>,
    now: Timestamp,
) -> Result<bool, CollectError> {
    let step = NewStep { id: StepId::new(now), signal, round: standing.round, step, by, note };
    Ok(tenant.insert_step(&step, now).await?)
}
