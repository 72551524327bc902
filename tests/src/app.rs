//! The whole service, as `peil serve` builds it, on a free port of this machine.

use std::sync::Arc;

use jiff::SignedDuration;
use peil_questionnaires::Library;
use peil_service::{
    application::{Application, listen},
    clock::SharedClock,
    collect::Libraries,
    config::Settings,
    jobs::{LiveUpdates, Worker},
    store::Store,
};
use tokio::sync::oneshot;
use tokio_postgres::Client as Owner;

use crate::{
    Practice, TestClock, TestDatabase, eventually,
    person::Person,
    tablet::{Client, Tonight},
};

/// Connections of one application under test.
const CONNECTIONS: usize = 8;

/// A running service with a database and a clock of its own.
pub struct TestApp {
    /// Where it listens, without a slash at its end.
    pub url: String,
    /// Its clock.
    pub clock: TestClock,
    /// Its rows, as it sees them itself.
    pub store: Store,
    /// Its questionnaires.
    pub library: Arc<Library>,
    /// Its tables, as their owner sees them: for a look at what was stored.
    pub owner: Owner,
    /// Its database.
    pub database: Arc<TestDatabase>,
    _stop: oneshot::Sender<()>,
}

/// How an application is to be built.
#[derive(Debug, Clone, Copy)]
pub struct TestAppBuilder {
    attempts_per_minute: u32,
    connections: usize,
}

impl TestAppBuilder {
    /// Attempts that one network address may make in a minute.
    #[must_use]
    pub fn attempts_per_minute(mut self, limit: u32) -> Self {
        self.attempts_per_minute = limit;
        self
    }

    /// Connections to the database.
    #[must_use]
    pub fn connections(mut self, connections: usize) -> Self {
        self.connections = connections;
        self
    }

    /// Starts it.
    ///
    /// # Panics
    ///
    /// When it does not start.
    pub async fn spawn(self) -> TestApp {
        let database = Arc::new(TestDatabase::create().await);
        let clock = TestClock::default();
        let library = Arc::new(Library::embedded().expect("the shipped questionnaires are whole"));
        let mut settings = Settings::new(([127, 0, 0, 1], 0).into(), None);
        settings.attempts_per_minute = self.attempts_per_minute;
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = oneshot::channel();
        let shared: SharedClock = Arc::new(clock.clone());
        let its_database = Arc::clone(&database);
        // A thread and a runtime of its own: a test's runtime ends before the service has been stopped in order.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = listen(&settings).unwrap();
                let address = listener.local_addr().unwrap();
                settings.public_url = format!("http://{address}");
                let store = Store::open(its_database.owner_config(), self.connections).await.unwrap();
                let application = Application::build(&settings, listener, store, shared).await.unwrap();
                let _ = tell.send(settings.public_url);
                // Told by a word, or by the end of the test.
                let _ = application.run_until(async { stopped.await.unwrap_or(()) }).await;
            });
        });
        let url = told.await.expect("the application starts; its own message stands above");
        let store = Store::open(database.owner_config(), 2).await.unwrap();
        let owner = database.owner().await;
        TestApp { url, clock, store, library, owner, database, _stop: stop }
    }
}

impl TestApp {
    /// What differs from the usual.
    #[must_use]
    pub fn builder() -> TestAppBuilder {
        TestAppBuilder { attempts_per_minute: 1_000_000, connections: CONNECTIONS }
    }

    /// A service on an empty database.
    pub async fn spawn() -> Self {
        Self::builder().spawn().await
    }

    /// A practice with people in it.
    pub async fn organisation(&self) -> Practice {
        Practice::found(self, "noord").await
    }

    /// Another practice, whose addresses end in `name`.
    pub async fn another_organisation(&self, name: &str) -> Practice {
        Practice::found(self, name).await
    }

    /// Somebody with a browser who did not log in.
    #[must_use]
    pub fn anybody(&self) -> Person {
        Person::new(&self.url)
    }

    /// Somebody who logged in with the password of all.
    ///
    /// # Panics
    ///
    /// When the login is refused.
    pub async fn login(&self, email: &str) -> Person {
        let mut person = self.anybody();
        let reply = person.log_in(email, crate::PASSWORD).await;
        assert_eq!(reply.status, 303, "{email} logs in: {}", reply.text());
        person
    }

    /// A client who typed both codes at a tablet.
    pub async fn enter_tablet(&self, tonight: &Tonight, member: uuid::Uuid) -> Client {
        Client::enter(&self.anybody(), &tonight.code, member, crate::CLIENT_CODE).await
    }

    /// Works the outbox off and waits until it is empty, whoever takes the jobs.
    ///
    /// # Panics
    ///
    /// When a job stays: its analysis failed.
    pub async fn analysed(&self) {
        let worker = self.worker();
        while worker.step().await.unwrap() {}
        eventually("the outbox to be empty", async || (self.count("outbox").await == 0).then_some(())).await;
    }

    /// Lets the evening end, and waits until groups are compared by all that is known, whoever does it.
    ///
    /// # Panics
    ///
    /// When a comparison stays behind: it failed.
    pub async fn compared(&self) {
        let worker = self.worker();
        self.clock.pass(SignedDuration::from_mins(11));
        eventually("groups to be compared", async || {
            worker.step().await.unwrap();
            (self.count("comparisons WHERE made_of IS DISTINCT FROM changes").await == 0).then_some(())
        })
        .await;
    }

    /// A worker beside the service's own.
    #[must_use]
    pub fn worker(&self) -> Worker {
        let clock: SharedClock = Arc::new(self.clock.clone());
        Worker::new(self.store.clone(), Libraries::new(Arc::clone(&self.library)), clock, LiveUpdates::default())
    }

    /// Rows of a table, or of `table WHERE …`.
    ///
    /// # Panics
    ///
    /// When there is no such table.
    pub async fn count(&self, table: &str) -> i64 {
        self.owner.query_one(&format!("SELECT count(*) FROM {table}"), &[]).await.unwrap().get(0)
    }
}
