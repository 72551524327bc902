//! What was set up or changed, field by field: what it was, and what it became. Rows are never changed.

use jiff::Timestamp;
use uuid::Uuid;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, ChangeId};

sql! {
    INSERT = "INSERT INTO set_up_changes (organisation_id, change_id, changed_at, changed_by, subject_kind, subject_id,
                                          field, was, became)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    NEWEST = "SELECT c.changed_at, a.display_name, c.subject_kind, c.subject_id, coalesce(g.name, t.name, s.display_name),
                     c.field, c.was, c.became
              FROM set_up_changes c
              LEFT JOIN accounts a ON a.organisation_id = c.organisation_id AND a.account_id = c.changed_by
              LEFT JOIN groups g ON g.organisation_id = c.organisation_id AND g.group_id = c.subject_id
              LEFT JOIN teams t ON t.organisation_id = c.organisation_id AND t.team_id = c.subject_id
              LEFT JOIN accounts s ON s.organisation_id = c.organisation_id AND s.account_id = c.subject_id
              WHERE c.organisation_id = $1 ORDER BY c.changed_at DESC, c.change_id DESC LIMIT 200";
}

/// One field to be written down.
#[derive(Debug, Clone)]
pub struct NewChange<'a> {
    /// Its id.
    pub id: ChangeId,
    /// Who; none for the command line.
    pub by: Option<AccountId>,
    /// What kind of thing.
    pub kind: &'static str,
    /// Which.
    pub subject: Uuid,
    /// Its field.
    pub field: &'a str,
    /// What it was.
    pub was: Option<&'a str>,
    /// What it became.
    pub became: Option<&'a str>,
}

/// One field that was changed.
#[derive(Debug, Clone)]
pub struct ChangeRow {
    /// When.
    pub at: Timestamp,
    /// By whom; none for the command line.
    pub by: Option<String>,
    /// What kind of thing.
    pub kind: String,
    /// Which.
    pub subject: Uuid,
    /// What it is called now, when it is no client's.
    pub name: Option<String>,
    /// Its field.
    pub field: String,
    /// What it was.
    pub was: Option<String>,
    /// What it became.
    pub became: Option<String>,
}

impl Tenant<'_> {
    /// Writes a changed field down.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_set_up_change(&self, change: &NewChange<'_>, now: Timestamp) -> Result<(), StoreError> {
        let (organisation, by) = (self.organisation().uuid(), change.by.map(AccountId::uuid));
        self.execute(
            INSERT,
            &[
                &organisation,
                &change.id.uuid(),
                &now,
                &by,
                &change.kind,
                &change.subject,
                &change.field,
                &change.was,
                &change.became,
            ],
        )
        .await?;
        Ok(())
    }

    /// The two hundred newest changes, newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn newest_changes(&self) -> Result<Vec<ChangeRow>, StoreError> {
        let rows = self.query(NEWEST, &[&self.organisation().uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, NEWEST);
                Ok(ChangeRow {
                    at: read.value()?,
                    by: read.value()?,
                    kind: read.value()?,
                    subject: read.value()?,
                    name: read.value()?,
                    field: read.value()?,
                    was: read.value()?,
                    became: read.value()?,
                })
            })
            .collect()
    }
}
