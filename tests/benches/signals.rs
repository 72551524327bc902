//! How long signals take through the service's own code, on a real PostgreSQL: after one new answer, of a whole organisation
//! anew, and to say how often they were right. 625 groups of eight members over twenty sessions: 100,000 client-sessions, each
//! with an outcome score and a rating of the session.
//!
//! ```text
//! cargo bench -p peil-tests --bench signals
//! ```

#![allow(clippy::unwrap_used)]

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use peil_service::{
    clock::Clock,
    domain::{GroupId, JobId},
    signals::{claim_leaving, evaluate_all, follow, learn_leaving, performance},
};
use peil_stats::signals::Settings;
use peil_tests::{Practice, TestApp};

const ANSWERS: usize = 40;

/// One member's newest score becomes another one.
const ANSWER: &str = "
INSERT INTO scores (organisation_id, score_id, client_id, membership_id, session_id, response_id, instrument_id,
                    instrument_version, scale, scoring_hash, measured_on, outcome, value, computed_at)
  SELECT x.organisation_id, gen_random_uuid(), x.client_id, x.membership_id, x.session_id, x.response_id, x.instrument_id,
         x.instrument_version, x.scale, 'y', x.measured_on, x.outcome, (x.value + 9) % 28, now()
    FROM scores x JOIN memberships m USING (organisation_id, membership_id)
    WHERE m.group_id = $1 AND m.left_on IS NULL AND x.instrument_id = 'phq-9' ORDER BY x.measured_on DESC, x.membership_id LIMIT 1";

/// All eight stays of each of 400 groups end, and four of each of the next 200: one in four by dropping out, on the way.
const PART: &str = "
UPDATE memberships x SET
    left_on = CASE WHEN (m.n * 7 + m.k * 11) % 4 = 0 THEN date '2025-07-21' + 7 * ((m.n * 5 + m.k * 3) % 12)
                   ELSE date '2025-10-27' END,
    end_reason = CASE WHEN (m.n * 7 + m.k * 11) % 4 = 0 THEN 'dropout' ELSE 'completed' END
  FROM m WHERE m.id = x.membership_id AND (m.n <= 400 OR (m.n <= 600 AND m.k <= 4));
UPDATE sessions SET signals_evaluated_at = coalesce(signals_evaluated_at, now()),
                    signals_rules = (SELECT signals_rules FROM sessions WHERE signals_rules IS NOT NULL LIMIT 1)
  WHERE signals_rules IS NULL;
ANALYZE memberships, signals, sessions;";

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(measure());
}

async fn measure() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let begun = Instant::now();
    app.crowd(&practice, 625, 8).await;
    println!("filled in {:.1} s; load {}", begun.elapsed().as_secs_f64(), load());

    for what in ["all signals, for the first time", "all signals, nothing new", "all signals, nothing new"] {
        whole(&app, &practice, what).await;
    }
    one_answer(&app, &practice, 0, "nobody has left").await;
    app.owner.batch_execute(PART).await.unwrap();
    whole(&app, &practice, "all signals, 4,000 stays have ended").await;
    for _ in 0..3 {
        let mut connection = app.store.connect().await.unwrap();
        let begun = Instant::now();
        let tenant = connection.begin(practice.id).await.unwrap();
        let found = performance(&tenant, &app.library).await.unwrap();
        tenant.commit().await.unwrap();
        told("own performance", begun.elapsed());
        println!("  {} stays, {} rules", found.stays, found.rules.len());
    }
    learn_who_leaves(&app, &practice).await;
    whole(&app, &practice, "all signals, by the model of leaving").await;
    one_answer(&app, &practice, 400, "half of the group has left, by the model").await;
}

/// What a worker does once a day: reads every stay, and fits.
async fn learn_who_leaves(app: &TestApp, practice: &Practice) {
    app.owner.execute("DELETE FROM dropout_models", &[]).await.unwrap();
    let (mut connection, now) = (app.store.connect().await.unwrap(), app.clock.now());
    let begun = Instant::now();
    let tenant = connection.begin(practice.id).await.unwrap();
    assert!(claim_leaving(&tenant, now).await.unwrap());
    assert!(learn_leaving(&tenant, &app.library, now).await.unwrap(), "the first model");
    tenant.commit().await.unwrap();
    told("who leaves, learnt from every stay", begun.elapsed());
    assert_eq!(app.count("dropout_models WHERE model IS NOT NULL").await, 1);
    app.analysed().await;
}

/// Everything that one evaluation of the organisation takes, its commit included.
async fn whole(app: &TestApp, practice: &Practice, what: &str) {
    let mut connection = app.store.connect().await.unwrap();
    let begun = Instant::now();
    let tenant = connection.begin(practice.id).await.unwrap();
    evaluate_all(&tenant, &app.library, &Settings::default(), app.clock.now()).await.unwrap();
    tenant.commit().await.unwrap();
    told(what, begun.elapsed());
    let (open, ceased) = ("signals WHERE ceased_at IS NULL", "signals WHERE ceased_at IS NOT NULL");
    println!("  {} open, {} ceased; load {}", app.count(open).await, app.count(ceased).await, load());
}

/// From a score to its stored signals, and what the outbox needs for the fit of the whole organisation afterwards; in groups
/// after the one of this number.
async fn one_answer(app: &TestApp, practice: &Practice, after: i32, what: &str) {
    let query = "SELECT id FROM g WHERE n > $1 ORDER BY n LIMIT $2";
    let groups = app.owner.query(query, &[&after, &(ANSWERS as i64)]).await.unwrap();
    let (mut times, mut connection) = (Vec::new(), app.store.connect().await.unwrap());
    for row in &groups {
        let group = GroupId::from(row.get::<_, uuid::Uuid>(0));
        app.owner.execute(ANSWER, &[&group.uuid()]).await.unwrap();
        let (groups, begun) = (BTreeSet::from([group]), Instant::now());
        let tenant = connection.begin(practice.id).await.unwrap();
        let settings = Settings::default();
        let judged = follow(&tenant, &app.library, ("phq-9", "total"), &groups, &settings, app.clock.now()).await;
        tenant.commit().await.unwrap();
        times.push(begun.elapsed());
        assert!(judged.unwrap(), "an organisation of this size has an expected course");
    }
    times.sort();
    told(&format!("one answer, {what}: median"), times[times.len() / 2]);
    told(&format!("one answer, {what}: slowest"), times[times.len() - 1]);
    let worker = app.worker();
    for row in groups.iter().take(3) {
        let group = GroupId::from(row.get::<_, uuid::Uuid>(0));
        let tenant = connection.begin(practice.id).await.unwrap();
        let now = app.clock.now();
        tenant.insert_job(JobId::new(now), ("phq-9", "total"), Some(group), now).await.unwrap();
        tenant.commit().await.unwrap();
        let begun = Instant::now();
        while worker.step().await.unwrap() {}
        told(&format!("one answer, {what}: with the fit of everything after it"), begun.elapsed());
    }
}

fn told(what: &str, time: Duration) {
    println!("{:>9.1} ms  {what}", time.as_secs_f64() * 1e3);
}

/// What else the machine was doing: mean number of running processes over the last minute.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}
