//! What the tests from outside stand on: a database of their own each, the whole service on a free port, a clock that
//! is set, an organisation, and people who do what people do.
//!
//! ```text
//! let app = TestApp::spawn().await;                     // service + database + stopped clock
//! let practice = app.organisation().await;              // teams, accounts, a group with members
//! let anna = app.login(practice.anna()).await;          // a therapist's browser
//! let tonight = anna.open_session(practice.group).await;
//! let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
//! eik.submit("phq-9", &phq_9("111100000")).await;
//! app.analysed().await;                                 // the outbox is empty
//! ```
//!
//! A test speaks HTTP or runs a browser. It peeks at the tables with [`TestApp::owner`] only to say that something was,
//! or was not, stored.

#![allow(clippy::unwrap_used, clippy::panic, reason = "support of tests: what fails here fails the test")]

mod answers;
mod app;
mod clock;
mod course;
mod crowd;
mod database;
mod fhir;
mod history;
mod leavers;
mod organisation;
mod page;
mod person;
mod server;
mod tablet;

pub use answers::{Given, peil_goals, peil_session, phq_9};
pub use app::{TestApp, TestAppBuilder};
pub use clock::{START, TestClock};
pub use course::LONG;
pub use database::TestDatabase;
pub use fhir::assert_valid_fhir;
pub use history::Did;
pub use organisation::{ALERT_MINUTES, CLIENT_CODE, PASSWORD, Practice};
pub use page::{attribute, csrf, unescape};
pub use person::{Person, Reply};
pub use server::{connect, server};
pub use tablet::{Client, Tonight, type_codes};

/// Asks `ready` again and again, thirty seconds at most, until it has an answer.
///
/// # Panics
///
/// When there is none by then; `what` says what was waited for.
pub async fn eventually<T>(what: &str, mut ready: impl AsyncFnMut() -> Option<T>) -> T {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    loop {
        if let Some(found) = ready().await {
            return found;
        }
        assert!(std::time::Instant::now() < until, "waited thirty seconds in vain: {what}");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}
