//! How long the page with a team's groups side by side takes at the server, and what its comparison costs the worker, in an
//! organisation of 500 groups, 20,000 clients and 400,000 client-sessions, all of one kind: for the lead of one of 25 teams of
//! twenty groups, and for one who leads all 500.
//!
//! ```text
//! cargo bench -p peil-tests --bench team
//! ```
//!
//! Asked for: the page within 500 ms.

#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use peil_service::{
    analyse::{ToCompare, claim_comparison, comparison_outdated, finish_comparison},
    clock::{Clock, local_date},
};
use peil_tests::{Practice, TestApp};

const GROUPS: usize = 500;
const MEMBERS: usize = 40;
const TIMES: usize = 20;

/// Three of four stays have ended, one in four of these by dropping out; a signal in each group's every session, most of
/// them looked at.
const PART: &str = "
UPDATE memberships x SET left_on = date '2025-10-27', end_reason = CASE WHEN m.k % 4 = 0 THEN 'dropout' ELSE 'completed' END
  FROM m WHERE m.id = x.membership_id AND (m.n + m.k) % 4 <> 0;
INSERT INTO signals (organisation_id, signal_id, membership_id, group_id, session_id, rule, rule_version, instrument_id,
                     scale, inputs, raised_at, ceased_at, urgency, value, crossed_limit, module_version)
  SELECT s.organisation_id, gen_random_uuid(), m.id, m.group_id, s.session_id, 'DET', '2', 'phq-9', 'total', '{}',
         s.held_on, s.held_on + 5, 'watch', 1, 1, '1'
    FROM m JOIN sessions s ON s.group_id = m.group_id WHERE m.k = s.number;
INSERT INTO signal_steps (organisation_id, step_id, signal_id, round, step, account_id, taken_at)
  SELECT x.organisation_id, gen_random_uuid(), x.signal_id, 1, 'seen', (SELECT account_id FROM accounts LIMIT 1),
         x.raised_at + interval '2 days'
    FROM signals x JOIN sessions s USING (organisation_id, session_id) WHERE s.number % 5 > 0;
ANALYZE;";

/// Another 24 teams share the groups evenly.
const OTHER_TEAMS: &str = "
CREATE TEMP TABLE was AS SELECT DISTINCT organisation_id, team_id FROM groups WHERE team_id IS NOT NULL;
CREATE TEMP TABLE t AS SELECT n, gen_random_uuid() AS id FROM generate_series(1, 24) n;
INSERT INTO teams (organisation_id, team_id, name) SELECT was.organisation_id, t.id, 'T' || t.n FROM t, was;
UPDATE groups x SET team_id = t.id FROM g, t WHERE g.id = x.group_id AND t.n = g.n % 25;
ANALYZE groups;";

const ONE_TEAM: &str =
    "UPDATE groups x SET team_id = was.team_id FROM was WHERE x.organisation_id = was.organisation_id;
ANALYZE groups;";

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(measure());
}

async fn measure() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let begun = Instant::now();
    app.crowd(&practice, GROUPS, MEMBERS).await;
    app.owner.batch_execute(PART).await.unwrap();
    println!("filled in {:.1} s; {} attendances", begun.elapsed().as_secs_f64(), app.count("attendance").await);
    for turn in ["for the first time", "again"] {
        compare(&app, &practice, turn).await;
    }
    app.owner.batch_execute(OTHER_TEAMS).await.unwrap();
    pages(&app, &practice, "a team of 20 groups").await;
    app.owner.batch_execute(ONE_TEAM).await.unwrap();
    pages(&app, &practice, "one team of 500 groups").await;
    println!("load {}", load());
}

async fn pages(app: &TestApp, practice: &Practice, team: &str) {
    let marieke = app.login(practice.marieke()).await;
    for (what, query) in [("the last year", ""), ("all stays", "?window=all"), ("by first day", "?sort=start")] {
        let (mut times, mut size) = (Vec::new(), 0);
        for _ in 0..TIMES {
            let begun = Instant::now();
            let reply = marieke.get(&format!("/team/groups{query}")).await;
            times.push(begun.elapsed());
            assert_eq!(reply.status, 200);
            size = reply.bytes.len();
        }
        times.sort();
        told(&format!("{team}, {what}: median"), times[TIMES / 2]);
        told(&format!("{team}, {what}: slowest, {} kB", size / 1000), times[TIMES - 1]);
    }
}

/// What the worker does once in ten minutes, beside its work: claim, read, compute, store. Marked and claimed in one transaction,
/// so that the service's own worker does not come first.
async fn compare(app: &TestApp, practice: &Practice, turn: &str) {
    let now = app.clock.now();
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let scores = tenant.scores_of_scale("phq-9", "total").await.unwrap().len();
    comparison_outdated(&tenant, &app.library, ("phq-9", "total"), scores, now).await.unwrap();
    let claimed = claim_comparison(&tenant, true, now).await.unwrap().expect("it is due");
    tenant.commit().await.unwrap();
    let begun = Instant::now();
    let tenant = connection.begin(practice.id).await.unwrap();
    let input = ToCompare::read(&tenant, &claimed).await.unwrap();
    drop(tenant);
    told(&format!("comparing {turn}: rows are read"), begun.elapsed());
    let begun = Instant::now();
    let made = input.compared(local_date(now, "Europe/Amsterdam")).await;
    told(&format!("comparing {turn}: both windows are fitted"), begun.elapsed());
    let begun = Instant::now();
    let tenant = connection.begin(practice.id).await.unwrap();
    finish_comparison(&tenant, &claimed, &made, scores).await.unwrap();
    tenant.commit().await.unwrap();
    told(&format!("comparing {turn}: stored"), begun.elapsed());
    app.clock.pass(SignedDuration::from_mins(11));
}

fn told(what: &str, time: Duration) {
    println!("{:>9.1} ms  {what}", time.as_secs_f64() * 1e3);
}

/// What else the machine was doing: mean number of running processes over the last minute.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}
