//! The rows of the audit chain. What a row's hash covers is decided in `access::audit`; here they are only kept in order.

use jiff::Timestamp;
use uuid::Uuid;

use super::{StoreError, Tenant, reader::Reader, statement::sql};

sql! {
    // Rows of one organisation are chained, so only one transaction at a time may add to its end.
    LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 20261122))";
    LAST = "SELECT sequence, hash FROM audit WHERE organisation_id = $1 ORDER BY sequence DESC LIMIT 1";
    INSERT = "INSERT INTO audit (organisation_id, sequence, at, actor_kind, actor_id, action, subject_kind, subject_id,
                                 outcome, previous_hash, hash)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    PAGE = "SELECT sequence, at, actor_kind, actor_id, action, subject_kind, subject_id, outcome, previous_hash, hash
            FROM audit WHERE organisation_id = $1 AND sequence > $2 ORDER BY sequence LIMIT 1000";
}

/// One row of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// 1, 2, 3 … without gaps.
    pub sequence: i64,
    /// When.
    pub at: Timestamp,
    /// `account`, `client` or `system`.
    pub actor_kind: String,
    /// Who.
    pub actor: Option<Uuid>,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub subject_kind: Option<String>,
    /// To which.
    pub subject: Option<Uuid>,
    /// `allowed` or `denied`.
    pub outcome: String,
    /// Hash of the row before; 32 zero bytes for the first.
    pub previous_hash: Vec<u8>,
    /// Hash of this row and the one before.
    pub hash: Vec<u8>,
}

impl Tenant<'_> {
    /// The end of the chain, locked until this transaction ends: its sequence and hash.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn lock_audit_end(&self) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
        self.query_one(LOCK, &[&self.organisation().to_string()]).await?;
        let row = self.query_opt(LAST, &[&self.organisation().uuid()]).await?;
        row.map(|row| {
            let mut read = Reader::new(&row, LAST);
            Ok((read.value()?, read.value()?))
        })
        .transpose()
    }

    /// Appends a row.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn append_audit(&self, row: &AuditRow) -> Result<(), StoreError> {
        self.execute(
            INSERT,
            &[
                &self.organisation().uuid(),
                &row.sequence,
                &row.at,
                &row.actor_kind,
                &row.actor,
                &row.action,
                &row.subject_kind,
                &row.subject,
                &row.outcome,
                &row.previous_hash,
                &row.hash,
            ],
        )
        .await?;
        Ok(())
    }

    /// The next thousand rows after `sequence`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn audit_after(&self, sequence: i64) -> Result<Vec<AuditRow>, StoreError> {
        let rows = self.query(PAGE, &[&self.organisation().uuid(), &sequence]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, PAGE);
                Ok(AuditRow {
                    sequence: read.value()?,
                    at: read.value()?,
                    actor_kind: read.value()?,
                    actor: read.value()?,
                    action: read.value()?,
                    subject_kind: read.value()?,
                    subject: read.value()?,
                    outcome: read.value()?,
                    previous_hash: read.value()?,
                    hash: read.value()?,
                })
            })
            .collect()
    }
}
