//! Who saw or changed what: one row each, chained by hash, so that a row that was changed or taken out shows.
//!
//! A row holds ids and words of a closed list, never an answer, a name or free text (after NEN 7513).

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Actor;
use crate::store::{AuditRow, NewAuditRow, StoreError, Tenant};

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

/// Writes an event to the chain when the caller's transaction is committed, or neither.
pub fn record(tenant: &Tenant<'_>, event: &AuditEvent, now: Timestamp) {
    let (actor_kind, actor) = match event.actor {
        Actor::Account(id) => ("account", Some(id.uuid())),
        Actor::Client(id) => ("client", Some(id.uuid())),
        Actor::System => ("system", None),
    };
    let row = NewAuditRow {
        // The database keeps microseconds, so the hash covers no more than those.
        at: Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now),
        actor_kind,
        actor,
        action: event.action,
        subject_kind: event.subject.map(|(kind, _)| kind),
        subject: event.subject.map(|(_, id)| id),
        outcome: match event.outcome {
            Outcome::Allowed => "allowed",
            Outcome::Denied => "denied",
        },
    };
    let around = covered(tenant, &row);
    tenant.keep_audit(row, around);
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
    let (before, after) = covered(
        tenant,
        &NewAuditRow {
            at: row.at,
            actor_kind: &row.actor_kind,
            actor: row.actor,
            action: &row.action,
            subject_kind: row.subject_kind.as_deref(),
            subject: row.subject,
            outcome: &row.outcome,
        },
    );
    let mut sequence = Vec::new();
    with_length(&mut sequence, &row.sequence.to_string());
    let digest = Sha256::new().chain_update(&row.previous_hash);
    digest.chain_update(before).chain_update(sequence).chain_update(after).finalize().to_vec()
}

/// What the hash covers before the sequence, and after it.
fn covered(tenant: &Tenant<'_>, row: &NewAuditRow<'_>) -> (Vec<u8>, Vec<u8>) {
    let text = |value: &Option<Uuid>| value.map(|id| id.to_string()).unwrap_or_default();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    with_length(&mut before, &tenant.organisation().to_string());
    for column in [
        &row.at.as_microsecond().to_string(),
        row.actor_kind,
        &text(&row.actor),
        row.action,
        row.subject_kind.unwrap_or_default(),
        &text(&row.subject),
        row.outcome,
    ] {
        with_length(&mut after, column);
    }
    (before, after)
}

fn with_length(bytes: &mut Vec<u8>, column: &str) {
    bytes.extend((column.len() as u64).to_be_bytes());
    bytes.extend(column.as_bytes());
}
