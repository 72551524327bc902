//! A transaction whose first and last statements travel with `BEGIN` and `COMMIT`: one round trip each. What is locked by the
//! last statement is then locked for as long as the database needs, and not until a busy service comes to send `COMMIT`.

use std::{
    future::poll_fn,
    pin::pin,
    sync::atomic::{AtomicBool, Ordering},
    task::Poll,
};

use deadpool_postgres::Object;
use futures_util::{FutureExt, future::try_join_all};
use tokio_postgres::{Row, types::ToSql};

use super::{StoreError, connection::failed};

/// A statement with its parameters.
pub(super) type Bound<'s> = (&'static str, &'s [&'s (dyn ToSql + Sync)]);

/// Dropped without commit it leaves no trace.
pub(super) struct Transaction<'c> {
    object: &'c Object,
    ended: bool,
    /// A statement failed: the database keeps nothing of it, and would say so of a commit in a word that nobody reads.
    broken: AtomicBool,
}

/// So many statements are sent at once in the order in which they stand; of more the order would be anybody's.
const TOGETHER: usize = 30;

impl<'c> Transaction<'c> {
    fn new(object: &'c Object) -> Self {
        Self { object, ended: false, broken: AtomicBool::new(false) }
    }

    /// An empty one. The caller holds the connection alone: each of its transactions ends before the next begins.
    pub(super) async fn begin(object: &'c Object) -> Result<Self, StoreError> {
        // It is there before anything is sent: a caller that goes away meanwhile leaves no open transaction behind.
        let transaction = Self::new(object);
        object.batch_execute("BEGIN").await.map_err(|error| failed("BEGIN", error))?;
        Ok(transaction)
    }

    /// One whose first statement is sent with it.
    pub(super) async fn begin_with(
        object: &'c Object,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Self, StoreError> {
        let statement = object.prepare_cached(sql).await.map_err(|error| failed(sql, error))?;
        let transaction = Self::new(object);
        let (begun, first) =
            tokio::join!(biased; object.batch_execute("BEGIN"), object.query_one(&statement, parameters));
        begun.map_err(|error| failed("BEGIN", error))?;
        first.map_err(|error| failed(sql, error))?;
        Ok(transaction)
    }

    pub(super) async fn query(
        &self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, StoreError> {
        let statement = self.object.prepare_cached(sql).await.map_err(|error| self.broke(sql, error))?;
        self.object.query(&statement, parameters).await.map_err(|error| self.broke(sql, error))
    }

    pub(super) async fn query_one(
        &self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Row, StoreError> {
        let statement = self.object.prepare_cached(sql).await.map_err(|error| self.broke(sql, error))?;
        self.object.query_one(&statement, parameters).await.map_err(|error| self.broke(sql, error))
    }

    pub(super) async fn execute(
        &self,
        sql: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, StoreError> {
        let statement = self.object.prepare_cached(sql).await.map_err(|error| self.broke(sql, error))?;
        self.object.execute(&statement, parameters).await.map_err(|error| self.broke(sql, error))
    }

    fn broke(&self, sql: &'static str, error: tokio_postgres::Error) -> StoreError {
        self.broken.store(true, Ordering::Relaxed);
        failed(sql, error)
    }

    /// Makes it last.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        self.commit_after(&[]).await
    }

    /// Makes it last after these statements, which the database runs in this order. When one fails, nothing lasts: the
    /// database takes `COMMIT` after an error for `ROLLBACK`. Few: they are sent before the first is answered.
    ///
    /// # Errors
    ///
    /// [`StoreError::Abandoned`] when a statement failed earlier and the caller went on.
    pub(super) async fn commit_after(mut self, last: &[Bound<'_>]) -> Result<(), StoreError> {
        if self.broken.load(Ordering::Relaxed) {
            return Err(StoreError::Abandoned);
        }
        debug_assert!(last.len() <= TOGETHER, "sent together, in order");
        let object = self.object;
        let mut statements = Vec::with_capacity(last.len());
        for (sql, parameters) in last {
            let statement = object.prepare_cached(sql).await.map_err(|error| failed(sql, error))?;
            statements.push((*sql, statement, *parameters));
        }
        let mut sent = pin!(try_join_all(statements.iter().map(|(sql, statement, parameters)| async move {
            object.execute(statement, parameters).await.map_err(|error| failed(sql, error))
        })));
        // Asked once, they are on their way. What could not even be sent must not be followed by a commit.
        match poll_fn(|context| Poll::Ready(sent.as_mut().poll(context))).await {
            Poll::Ready(Err(error)) => return Err(error),
            Poll::Ready(Ok(_)) => {
                self.ended = true;
                object.batch_execute("COMMIT").await
            }
            Poll::Pending => {
                self.ended = true;
                let (done, committed) = tokio::join!(biased; sent, object.batch_execute("COMMIT"));
                done?;
                committed
            }
        }
        .map_err(|error| failed("COMMIT", error))
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if !self.ended {
            // Asked once, it is sent; nobody waits for the answer, and what is sent next comes after it.
            let _ = self.object.batch_execute("ROLLBACK").now_or_never();
        }
    }
}
