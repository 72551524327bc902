//! Who saw or changed what: one row each, chained by hash, so that a row that was changed or taken out shows.
//!
//! A row holds ids and words of a closed list, never an answer, a name or free text (after NEN 7513).

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Actor;
use crate::store::{AuditRow, StoreError, Tenant};

/// Whether something was allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It happened.
    Allowed,
    /// It was refused.
    Denied,
}

/// What is to be written down.
#[derive(Debug, Clone)]
pub struct AuditEvent {
    actor: Actor,
    action: &'static str,
    subject: Option<(&'static str, Uuid)>,
    outcome: Outcome,
}

/// What a walk along the chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditVerdict {
    /// Every row is as it was written; so many of them.
    Intact(u64),
    /// The first row that is not, or that is missing.
    Broken {
        /// Its sequence.
        sequence: i64,
    },
}

impl AuditEvent {
    /// `actor` did `action`.
    #[must_use]
    pub fn new(actor: Actor, action: &'static str) -> Self {
        Self { actor, action, subject: None, outcome: Outcome::Allowed }
    }

    /// To this.
    #[must_use]
    pub fn on(mut self, kind: &'static str, id: Uuid) -> Self {
        self.subject = Some((kind, id));
        self
    }

    /// With this outcome.
    #[must_use]
    pub fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }
}

/// Appends an event to the chain, in the caller's transaction.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer; then the caller's work must not be committed either.
pub async fn record(tenant: &Tenant<'_>, event: &AuditEvent, now: Timestamp) -> Result<(), StoreError> {
    let (sequence, previous_hash) = tenant.lock_audit_end().await?.unwrap_or((0, vec![0; 32]));
    let (actor_kind, actor) = match event.actor {
        Actor::Account(id) => ("account", Some(id.uuid())),
        Actor::Client(id) => ("client", Some(id.uuid())),
        Actor::System => ("system", None),
    };
    let mut row = AuditRow {
        sequence: sequence + 1,
        // The database keeps microseconds, so the hash covers no more than those.
        at: Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now),
        actor_kind: actor_kind.to_owned(),
        actor,
        action: event.action.to_owned(),
        subject_kind: event.subject.map(|(kind, _)| kind.to_owned()),
        subject: event.subject.map(|(_, id)| id),
        outcome: match event.outcome {
            Outcome::Allowed => "allowed",
            Outcome::Denied => "denied",
        }
        .to_owned(),
        previous_hash,
        hash: Vec::new(),
    };
    row.hash = hash(tenant, &row);
    tenant.append_audit(&row).await
}

/// Walks the whole chain of an organisation.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn verify(tenant: &Tenant<'_>) -> Result<AuditVerdict, StoreError> {
    let mut sequence = 0;
    let mut previous = vec![0; 32];
    loop {
        let rows = tenant.audit_after(sequence).await?;
        if rows.is_empty() {
            return Ok(AuditVerdict::Intact(u64::try_from(sequence).unwrap_or(0)));
        }
        for row in rows {
            sequence += 1;
            let intact = row.sequence == sequence && row.previous_hash == previous && row.hash == hash(tenant, &row);
            if !intact {
                return Ok(AuditVerdict::Broken { sequence });
            }
            previous = row.hash;
        }
    }
}

/// SHA-256 over the row before and every column, each with its length, so that no two rows read alike.
fn hash(tenant: &Tenant<'_>, row: &AuditRow) -> Vec<u8> {
    let text = |value: &Option<Uuid>| value.map(|id| id.to_string()).unwrap_or_default();
    let columns = [
        tenant.organisation().to_string(),
        row.sequence.to_string(),
        row.at.as_microsecond().to_string(),
        row.actor_kind.clone(),
        text(&row.actor),
        row.action.clone(),
        row.subject_kind.clone().unwrap_or_default(),
        text(&row.subject),
        row.outcome.clone(),
    ];
    let mut digest = Sha256::new().chain_update(&row.previous_hash);
    for column in columns {
        digest.update((column.len() as u64).to_be_bytes());
        digest.update(column.as_bytes());
    }
    digest.finalize().to_vec()
}
