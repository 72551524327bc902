//! A practice with a past in a database that nobody serves yet.

use std::sync::Arc;

use jiff::Timestamp;
use peil_tests::{Practice, TestApp, TestDatabase, connect, eventually, server};
use tokio_postgres::Client;

/// The database of a practice, and a look into it.
pub(crate) struct House {
    /// Its database.
    pub(crate) database: Arc<TestDatabase>,
    /// Who works and comes there.
    pub(crate) practice: Practice,
    /// Its tables, as their owner sees them.
    pub(crate) owner: Client,
}

impl House {
    /// A practice whose group has met four times, with every answer analysed. The program that is tested lives by the
    /// clock of the wall, so its past ends today.
    pub(crate) async fn found() -> Self {
        let app = TestApp::spawn().await;
        app.clock.set(Timestamp::now());
        let practice = app.organisation().await;
        app.hold_sessions(&practice, 4).await;
        app.analysed().await;
        let database = Arc::clone(&app.database);
        drop(app);
        let owner = database.owner().await;
        let house = Self { database, practice, owner };
        house.left_alone().await;
        house
    }

    /// Waits until nobody but us is connected: what a killed service had begun is rolled back then.
    pub(crate) async fn left_alone(&self) {
        let others = "SELECT count(*) FROM pg_stat_activity
                      WHERE datname = current_database() AND pid <> pg_backend_pid()";
        eventually("the others to leave the database", async || (self.number(others).await == 0).then_some(())).await;
    }

    /// Waits until somebody waits for a lock that somebody else holds.
    pub(crate) async fn somebody_waits_for(&self, table: &str) {
        let waits = format!("SELECT count(*) FROM pg_locks WHERE relation = '{table}'::regclass AND NOT granted");
        eventually("a statement to wait", async || (self.number(&waits).await > 0).then_some(())).await;
    }

    /// A connection that holds a table until it is dropped or its transaction ends.
    pub(crate) async fn lock(&self, table: &str) -> Client {
        let holder = self.database.owner().await;
        holder.batch_execute(&format!("BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")).await.unwrap();
        holder
    }

    /// Rows of a table, or of `table WHERE …`.
    pub(crate) async fn count(&self, table: &str) -> i64 {
        self.number(&format!("SELECT count(*) FROM {table}")).await
    }

    /// The one number that a statement gives.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        self.owner.query_one(sql, &[]).await.unwrap().get(0)
    }

    /// Ends the connections of everybody but us.
    pub(crate) async fn cut(&self) {
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        self.owner.query(cut, &[]).await.unwrap();
    }

    /// Opens or shuts the database for new connections.
    pub(crate) async fn admit(&self, open: bool) {
        let name: String = self.owner.query_one("SELECT current_database()::text", &[]).await.unwrap().get(0);
        let server = connect(&server().owner_config("postgres")).await;
        server.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {open}")).await.unwrap();
    }
}
