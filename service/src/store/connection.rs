//! The pool, one connection of it, and the transaction that works for one organisation.

use std::sync::{Mutex, PoisonError};

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use tokio_postgres::{Config, Row, types::ToSql};

use super::{StoreError, audit::Chained, statement::sql, transaction::Transaction};
use crate::domain::{OrganisationId, SessionCode};

sql! {
    SET_ORGANISATION = "SELECT set_config('peil.organisation_id', $1::text, true)";
    SET_EMAIL_HASH = "SELECT set_config('peil.email_hash', encode($1, 'hex'), true)";
    SET_SESSION_CODE = "SELECT set_config('peil.session_code', $1::text, true)";
    BYPASSES = "SELECT s.rolname::text, s.rolsuper OR s.rolbypassrls, c.rolsuper OR c.rolbypassrls
                FROM pg_roles s, pg_roles c WHERE s.rolname = session_user AND c.rolname = current_user";
}

/// The role of the running service, which the first migration creates. Plans are not compiled: that took longer than what
/// it was to speed up (a team's page: 0.8 s with, 0.13 s without).
const APPLICATION_ROLE: &str = "SET ROLE peil_app; SET jit = off";

/// The database, seen by the application role.
#[derive(Clone)]
pub struct Store {
    pool: Pool,
}

/// One connection.
pub struct Connection {
    object: Object,
}

/// A transaction that sees one organisation. Dropped without [`Tenant::commit`] it leaves no trace.
pub struct Tenant<'c> {
    transaction: Transaction<'c>,
    organisation: OrganisationId,
    /// Rows for the audit, written with the commit.
    audited: Mutex<Vec<Chained>>,
}

impl Store {
    /// Opens a pool of at most `size` connections, each as the role `peil_app`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be reached, or the role could bypass row-level security.
    pub async fn open(config: Config, size: usize) -> Result<Self, StoreError> {
        let tls = super::migrate::tls()?;
        let manager = Manager::from_config(config, tls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let pool = Pool::builder(manager)
            .max_size(size)
            .runtime(deadpool_postgres::Runtime::Tokio1)
            .wait_timeout(Some(std::time::Duration::from_secs(10)))
            .create_timeout(Some(std::time::Duration::from_secs(10)))
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move { client.batch_execute(APPLICATION_ROLE).await.map_err(HookError::Backend) })
            }))
            .build()
            .map_err(|error| StoreError::Configuration(error.to_string()))?;
        let store = Self { pool };
        store.refuse_privileged_role().await?;
        Ok(store)
    }

    /// Takes a connection from the pool.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unreachable`] when none came in ten seconds.
    pub async fn connect(&self) -> Result<Connection, StoreError> {
        let object = self.pool.get().await.map_err(|error| StoreError::Unreachable(Box::new(error)))?;
        Ok(Connection { object })
    }

    async fn refuse_privileged_role(&self) -> Result<(), StoreError> {
        let mut connection = self.connect().await?;
        let transaction = connection.plain().await?;
        let row = one(&transaction, BYPASSES, &[]).await?;
        let (stepped_down, privileged): (bool, bool) = (column(&row, BYPASSES, 1)?, column(&row, BYPASSES, 2)?);
        if privileged {
            return Err(StoreError::PrivilegedRole(column(&row, BYPASSES, 0)?));
        }
        if stepped_down {
            tracing::warn!(
                "the service logs in as a role that could bypass row-level security and steps down from it; in production \
                 give that role's address in PEIL_MIGRATION_DATABASE_URL and a plain role's in DATABASE_URL"
            );
        }
        Ok(())
    }
}

impl Connection {
    /// Starts a transaction for `organisation`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn begin(&mut self, organisation: OrganisationId) -> Result<Tenant<'_>, StoreError> {
        let transaction = Transaction::begin_with(&self.object, SET_ORGANISATION, &[&organisation.to_string()]).await?;
        Ok(Tenant { transaction, organisation, audited: Mutex::default() })
    }

    /// A transaction without a tenant: sees the list of organisations only.
    pub(super) async fn plain(&mut self) -> Result<Transaction<'_>, StoreError> {
        Transaction::begin(&self.object).await
    }

    /// A transaction in which the route of one address can be looked up.
    pub(super) async fn for_email(&mut self, hash: &[u8]) -> Result<Transaction<'_>, StoreError> {
        Transaction::begin_with(&self.object, SET_EMAIL_HASH, &[&hash]).await
    }

    /// A transaction in which one session code can be looked up.
    pub(super) async fn for_code(&mut self, code: &SessionCode) -> Result<Transaction<'_>, StoreError> {
        Transaction::begin_with(&self.object, SET_SESSION_CODE, &[&code.as_str()]).await
    }
}

impl Tenant<'_> {
    /// Whose transaction this is.
    #[must_use]
    pub fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// Keeps a row for the audit, which is written with the commit: the chain's end is locked for that one round trip only,
    /// however long the transaction was.
    pub(super) fn keep(&self, row: Chained) {
        self.audited.lock().unwrap_or_else(PoisonError::into_inner).push(row);
    }

    /// Makes everything since [`Connection::begin`] last, with its rows of the audit.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database could not; then nothing of it happened.
    pub async fn commit(self) -> Result<(), StoreError> {
        let audited = self.audited.into_inner().unwrap_or_else(PoisonError::into_inner);
        if audited.is_empty() {
            return self.transaction.commit().await;
        }
        let organisation = (self.organisation.uuid(), self.organisation.to_string());
        super::audit::commit_with(self.transaction, &organisation, &audited).await
    }

    pub(super) async fn query(
        &self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, StoreError> {
        many(&self.transaction, sql, parameters).await
    }

    pub(super) async fn query_opt(
        &self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, parameters).await?.into_iter().next())
    }

    pub(super) async fn query_one(
        &self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Row, StoreError> {
        one(&self.transaction, sql, parameters).await
    }

    pub(super) async fn execute(
        &self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, StoreError> {
        self.transaction.execute(sql, parameters).await
    }
}

/// Every row of a statement.
pub(super) async fn many(
    transaction: &Transaction<'_>,
    sql: &'static str,
    parameters: &[&(dyn ToSql + Sync)],
) -> Result<Vec<Row>, StoreError> {
    transaction.query(sql, parameters).await
}

/// The one row of a statement that always has one.
pub(super) async fn one(
    transaction: &Transaction<'_>,
    sql: &'static str,
    parameters: &[&(dyn ToSql + Sync)],
) -> Result<Row, StoreError> {
    transaction.query_one(sql, parameters).await
}

/// A column of a row, by position.
pub(super) fn column<'r, T>(row: &'r Row, sql: &'static str, position: usize) -> Result<T, StoreError>
where
    T: tokio_postgres::types::FromSql<'r>,
{
    row.try_get(position).map_err(|error| failed(sql, error))
}

/// The store's own error for a statement that failed; parameters never come along.
pub(super) fn failed(sql: &str, error: tokio_postgres::Error) -> StoreError {
    let statement = sql.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    StoreError::Statement { statement, source: Box::new(error) }
}
