//! Two workers, as of two processes, on one outbox.

use peil_service::{clock::Clock, domain::JobId};
use peil_tests::TestApp;

#[tokio::test]
async fn one_scale_is_analysed_by_one_worker_at_a_time() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    // Tomorrow's jobs: the service's own worker lets them lie.
    let due = app.clock.now() + jiff::SignedDuration::from_hours(24);
    let ask = async |scale: &str| {
        let mut connection = app.store.connect().await.unwrap();
        let tenant = connection.begin(practice.id).await.unwrap();
        tenant.insert_job(JobId::new(due), ("phq-9", scale), None, due).await.unwrap();
        tenant.commit().await.unwrap();
    };
    let store = peil_service::store::Store::open(app.database.owner_config(), 3).await.unwrap();
    ask("total").await;
    let mut connection = store.connect().await.unwrap();
    let first = connection.begin(practice.id).await.unwrap();
    let jobs = first.take_jobs(due).await.unwrap().expect("there is a job");

    ask("total").await;
    let mut other_connection = store.connect().await.unwrap();
    let second = other_connection.begin(practice.id).await.unwrap();
    let early = second.take_jobs(due).await.unwrap();
    assert!(early.is_none(), "a newer answer waits, or an older model would be stored over its own");
    first.finish_jobs(&jobs).await.unwrap();
    first.commit().await.unwrap();
    let later = second.take_jobs(due).await.unwrap().expect("it was not lost");
    assert_eq!(later.scale, "total");
}
