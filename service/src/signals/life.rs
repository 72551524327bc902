//! What people do about a signal: see it, discuss it, act on it, close it. Each step is a row with its author; nothing is
//! undone. Peil decides nothing: a signal that is closed goes on being evaluated, and one that asks for more opens anew.

use jiff::Timestamp;

use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, GroupId, SignalId, SignalStep, StepId, StepNote},
    store::{EpisodeRow, NewStep, StepRow, StoreError, Tenant},
};

/// A signal that somebody opened, with the step of opening it.
pub struct OpenedSignal {
    /// The signal.
    pub row: EpisodeRow,
    /// Every step, oldest first.
    pub steps: Vec<StepRow>,
}

/// Why a step was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LifeError {
    /// No such signal in this group.
    #[error("there is no such signal in this group")]
    NotFound,
    /// It was closed as it is now.
    #[error("the signal was closed before")]
    Closed,
    /// What was done is not said.
    #[error("what was done about the signal must be written down")]
    NothingSaid,
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens a signal: that this account saw it is written down.
///
/// # Errors
///
/// [`LifeError::NotFound`], or the store's own.
pub async fn see_signal(
    tenant: &Tenant<'_>,
    by: AccountId,
    (group, id): (GroupId, SignalId),
    now: Timestamp,
) -> Result<OpenedSignal, LifeError> {
    tenant.episode(group, id).await?.ok_or(LifeError::NotFound)?;
    let standing = tenant.lock_signal(id).await?.ok_or(LifeError::NotFound)?;
    // Whoever looks at what is closed takes no step any more.
    if standing.furthest != Some(SignalStep::Closed) {
        let step =
            NewStep { id: StepId::new(now), signal: id, round: standing.round, step: SignalStep::Seen, by, note: None };
        tenant.insert_step(&step, now).await?;
    }
    note(tenant, by, "view-signal", id, now);
    // Read after the lock: what was evaluated meanwhile is what is shown.
    let row = tenant.episode(group, id).await?.ok_or(LifeError::NotFound)?;
    Ok(OpenedSignal { row, steps: tenant.steps(id).await? })
}

/// Writes down what somebody did about a signal: seen, discussed, acted (then the note says what) or closed.
///
/// # Errors
///
/// [`LifeError`].
pub async fn take_step(
    tenant: &Tenant<'_>,
    by: AccountId,
    (group, id): (GroupId, SignalId),
    (step, said): (SignalStep, Option<&StepNote>),
    now: Timestamp,
) -> Result<(), LifeError> {
    tenant.episode(group, id).await?.ok_or(LifeError::NotFound)?;
    let standing = tenant.lock_signal(id).await?.ok_or(LifeError::NotFound)?;
    if standing.furthest == Some(SignalStep::Closed) {
        return Err(LifeError::Closed);
    }
    if step == SignalStep::Acted && said.is_none() {
        return Err(LifeError::NothingSaid);
    }
    let row = NewStep { id: StepId::new(now), signal: id, round: standing.round, step, by, note: said };
    tenant.insert_step(&row, now).await?;
    let action = match step {
        SignalStep::Seen => "see-signal",
        SignalStep::Discussed => "discuss-signal",
        SignalStep::Acted => "act-on-signal",
        SignalStep::Closed => "close-signal",
    };
    note(tenant, by, action, id, now);
    Ok(())
}

fn note(tenant: &Tenant<'_>, by: AccountId, action: &'static str, id: SignalId, now: Timestamp) {
    record(tenant, &AuditEvent::new(Actor::Account(by), action).on("signal", id.uuid()), now);
}
