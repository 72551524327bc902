//! Two workers, as of two processes, on one outbox.

use std::{collections::BTreeSet, sync::Arc};

use jiff::Timestamp;
use peil_service::{
    clock::Clock,
    collect::Libraries,
    domain::{GroupId, JobId},
    jobs::{LiveUpdates, What, Worker},
};
use peil_tests::{Practice, TestApp};
use uuid::Uuid;

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

/// A clock that stands at a day on which the service's own worker does not look yet.
#[derive(Debug)]
struct Tomorrow(Timestamp);

impl Clock for Tomorrow {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// Jobs of tomorrow, and a worker that lives there.
async fn due_tomorrow(app: &TestApp, practice: &Practice, jobs: &[(&str, GroupId)]) -> (Worker, LiveUpdates) {
    let due = app.clock.now() + jiff::SignedDuration::from_hours(24);
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    for (instrument, group) in jobs {
        tenant.insert_job(JobId::new(due), (instrument, "total"), Some(*group), due).await.unwrap();
    }
    tenant.commit().await.unwrap();
    let (live, libraries) = (LiveUpdates::default(), Libraries::new(Arc::clone(&app.library)));
    (Worker::new(app.store.clone(), libraries, Arc::new(Tomorrow(due)), live.clone()), live)
}

#[tokio::test]
async fn a_form_with_two_scales_is_told_once_when_the_last_is_analysed() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 2).await;
    app.analysed().await;
    let (worker, live) =
        due_tomorrow(&app, &practice, &[("phq-9", practice.group), ("peil-session", practice.group)]).await;
    let mut heard = live.listen();
    let mut told = || std::iter::from_fn(|| heard.try_recv().ok()).filter(|one| one.what == What::Analysed).count();
    assert!(worker.step().await.unwrap());
    assert_eq!(told(), 0, "one scale still waits");
    assert!(worker.step().await.unwrap());
    assert_eq!((told(), app.count("outbox").await), (1, 0));
}

#[tokio::test]
async fn of_many_groups_each_is_told() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.crowd(&practice, 5, 3).await;
    let groups = app.owner.query("SELECT id FROM g", &[]).await.unwrap();
    let groups: BTreeSet<GroupId> = groups.iter().map(|row| GroupId::from(row.get::<_, Uuid>(0))).collect();
    let jobs: Vec<(&str, GroupId)> = groups.iter().map(|group| ("phq-9", *group)).collect();
    let (worker, live) = due_tomorrow(&app, &practice, &jobs).await;
    let mut heard = live.listen();
    assert!(worker.step().await.unwrap());
    let mut told = BTreeSet::new();
    while told.len() < groups.len() {
        let changed = heard.recv().await.unwrap();
        assert_eq!(changed.what, What::Analysed, "the signals of many are not told before");
        assert!(told.insert(changed.group), "once each");
    }
    assert_eq!(told, groups);
}
