//! Who is told of an alert, and whether there is anybody.
//!
//! The words of an instrument's alert mean these people here: `case_lead` and `group_lead` the therapists who lead the
//! client's group, alone or together; `on_duty` whoever the administrator put on duty. A client has no clinician of his
//! own in Peil, so the first two are the same. An instrument with a safety alert is asked only where its alerts arrive.

use jiff::{Timestamp, civil::Date};
use peil_questionnaires::{Instrument, Level, Library};

use super::super::CollectError;
use crate::{
    access::{Actor, AuditEvent, record},
    clock::local_date,
    domain::{AccountId, AlertMinutes, GroupId, TherapistPart},
    store::{AssignmentRow, StoreError, Tenant},
};

/// What a group lacks before it may ask an instrument with a safety alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MissingRecipients {
    /// Nobody leads the group on that day.
    #[error("nobody leads this group, so nobody would read its safety alerts; give it a lead first")]
    NoLead,
    /// Nobody is on duty.
    #[error("nobody is on duty for safety alerts; the administrator puts somebody on duty first")]
    NobodyOnDuty,
    /// The time within which an alert must be seen was not chosen.
    #[error("the time within which a safety alert must be seen is not set; the administrator sets it first")]
    NoTime,
}

/// Whether the instrument has an alert about safety, so that somebody must be there to read it.
#[must_use]
pub fn is_safety_instrument(instrument: &Instrument) -> bool {
    instrument.alerts().iter().any(|alert| alert.level() == Level::Safety)
}

/// Whether one of these instruments has an alert about safety, in whichever version. One that cannot be read may have one.
#[must_use]
pub fn asks_safety<'i>(library: &Library, mut instruments: impl Iterator<Item = &'i str>) -> bool {
    let may_alert = |id: &str| {
        let mut versions = library.iter().filter(|known| known.id() == id).peekable();
        versions.peek().is_none() || versions.any(is_safety_instrument)
    };
    instruments.any(may_alert)
}

/// What a group lacks on a day before it may ask an instrument with a safety alert; none when its alerts would arrive.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn recipients_missing(
    tenant: &Tenant<'_>,
    group: GroupId,
    today: Date,
) -> Result<Option<MissingRecipients>, StoreError> {
    let therapists = tenant.group_therapists(group, today).await?;
    if !therapists.iter().any(|therapist| therapist.part == TherapistPart::Lead && therapist.treats()) {
        return Ok(Some(MissingRecipients::NoLead));
    }
    if tenant.on_duty().await?.is_empty() {
        return Ok(Some(MissingRecipients::NobodyOnDuty));
    }
    Ok(tenant.alert_minutes().await?.is_none().then_some(MissingRecipients::NoTime))
}

/// Whether no therapist leads the group of a form today, alone or together: nobody would see its alerts at once.
pub(super) async fn nobody_leads(
    tenant: &Tenant<'_>,
    asked: &AssignmentRow,
    now: Timestamp,
) -> Result<bool, CollectError> {
    let sitting = tenant.sitting(asked.session).await?.ok_or(CollectError::NotFound)?;
    let therapists = tenant.group_therapists(sitting.group, local_date(now, &sitting.time_zone)).await?;
    Ok(!therapists.iter().any(|therapist| therapist.part.leads() && therapist.treats()))
}

/// Puts an account of care on duty; putting it there twice changes nothing.
///
/// # Errors
///
/// [`CollectError::NotFound`] when it is no account of care that may log in, or the store's own.
pub async fn begin_duty(
    tenant: &Tenant<'_>,
    account: AccountId,
    by: AccountId,
    now: Timestamp,
) -> Result<(), CollectError> {
    tenant.lock_duty().await?;
    if tenant.begin_duty(account, now).await? {
        let event = AuditEvent::new(Actor::Account(by), "begin-duty").on("account", account.uuid());
        record(tenant, &event, now);
        return Ok(());
    }
    let there = tenant.on_duty().await?.iter().any(|row| row.account == account);
    if there { Ok(()) } else { Err(CollectError::NotFound) }
}

/// Takes an account off duty.
///
/// # Errors
///
/// [`CollectError::LastOnDuty`] while an instrument with a safety alert is asked, a form of it may still be sent or a safety
/// alert waits to be seen, and nobody else is on duty;
/// [`CollectError::NotFound`] when it is not on duty; or the store's own.
pub async fn end_duty(
    tenant: &Tenant<'_>,
    library: &Library,
    account: AccountId,
    by: Actor,
    now: Timestamp,
) -> Result<(), CollectError> {
    tenant.lock_duty().await?;
    if !tenant.end_duty(account, now).await? {
        return Err(CollectError::NotFound);
    }
    let mut needed = tenant.planned_instruments().await?;
    needed.extend(tenant.answerable_instruments(now).await?);
    let safety = asks_safety(library, needed.iter().map(String::as_str)) || tenant.safety_alert_waits().await?;
    if tenant.on_duty().await?.is_empty() && safety {
        return Err(CollectError::LastOnDuty);
    }
    let event = AuditEvent::new(by, "end-duty").on("account", account.uuid());
    record(tenant, &event, now);
    Ok(())
}

/// Chooses within which time somebody must have seen a safety alert, before those on duty are called in.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer.
pub async fn set_alert_minutes(
    tenant: &Tenant<'_>,
    within: AlertMinutes,
    by: AccountId,
    now: Timestamp,
) -> Result<(), CollectError> {
    tenant.set_alert_minutes(within).await?;
    record(tenant, &AuditEvent::new(Actor::Account(by), "set-alert-time"), now);
    Ok(())
}
