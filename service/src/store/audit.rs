//! The rows of the audit chain. What a row's hash covers is decided in `access::audit`; here they are only kept in order.

use jiff::Timestamp;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::{StoreError, Tenant, reader::Reader, statement::sql, transaction::Transaction};

sql! {
    // Rows of one organisation are chained, so only one transaction at a time may add to its end.
    LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 20261122))";
    // The hash is made here, as `access::audit` makes it anew when it walks the chain: whoever adds a row holds up everybody
    // else who does, so he asks nothing in between.
    APPEND = "INSERT INTO audit (organisation_id, sequence, at, actor_kind, actor_id, action, subject_kind, subject_id,
                                 outcome, previous_hash, hash)
              SELECT $1, n.sequence, $2, $3, $4, $5, $6, $7, $8, n.previous_hash,
                     sha256(n.previous_hash || $9 || int8send(octet_length(n.sequence::text)::bigint)
                            || convert_to(n.sequence::text, 'UTF8') || $10)
              FROM (SELECT coalesce(l.sequence, 0) + 1 AS sequence,
                           coalesce(l.hash, decode(repeat('00', 32), 'hex')) AS previous_hash
                    FROM (VALUES (1)) one (row)
                    LEFT JOIN LATERAL (SELECT sequence, hash FROM audit WHERE organisation_id = $1
                                       ORDER BY sequence DESC LIMIT 1) l ON true) n";
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

/// A row to be.
#[derive(Debug, Clone)]
pub struct NewAuditRow<'a> {
    /// When.
    pub at: Timestamp,
    /// `account`, `client` or `system`.
    pub actor_kind: &'a str,
    /// Who.
    pub actor: Option<Uuid>,
    /// What was done.
    pub action: &'a str,
    /// To what kind of thing.
    pub subject_kind: Option<&'a str>,
    /// To which.
    pub subject: Option<Uuid>,
    /// `allowed` or `denied`.
    pub outcome: &'a str,
}

/// A row with what its hash covers.
pub(super) struct Chained {
    row: NewAuditRow<'static>,
    around: (Vec<u8>, Vec<u8>),
}

impl Chained {
    fn parameters<'r>(&'r self, organisation: &'r Uuid) -> [&'r (dyn ToSql + Sync); 10] {
        let (row, (before, after)) = (&self.row, &self.around);
        [
            organisation,
            &row.at,
            &row.actor_kind,
            &row.actor,
            &row.action,
            &row.subject_kind,
            &row.subject,
            &row.outcome,
            before,
            after,
        ]
    }
}

/// Adds the rows and commits. The chain's end is locked from the first row to the commit, which comes with the last row.
pub(super) async fn commit_with(
    transaction: Transaction<'_>,
    (id, name): &(Uuid, String),
    rows: &[Chained],
) -> Result<(), StoreError> {
    let lock: [&(dyn ToSql + Sync); 1] = [name];
    let Some((last, earlier)) = rows.split_last() else { return transaction.commit().await };
    if !earlier.is_empty() {
        transaction.execute(LOCK, &lock).await?;
    }
    for row in earlier {
        transaction.execute(APPEND, &row.parameters(id)).await?;
    }
    transaction.commit_after(&[(LOCK, &lock), (APPEND, &last.parameters(id))]).await
}

impl Tenant<'_> {
    /// Puts a row at the end of the chain when this transaction is committed. `around`: what the hash covers before and after
    /// the sequence.
    pub fn keep_audit(&self, row: NewAuditRow<'static>, around: (Vec<u8>, Vec<u8>)) {
        self.keep(Chained { row, around });
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
