//! How long policy counters and the import of contacts take through the service's own code, on a real PostgreSQL: 500 groups,
//! 20,000 clients in groups of eight or nine over eight years to the end of 2030, 400,000 individual contacts, 100,000 rows of
//! group sessions of the record system; seen from 2030, so that growth has all of its years. Once with 400,000 sessions of a
//! client, and once with 400,000 sessions of a group, which are eight times as many of a client. Then 100,000 rows of each kind
//! are imported. Last, the most memory that the process ever held.
//!
//! ```text
//! cargo bench -p peil-tests --bench counters
//! ```

#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use jiff::civil::date;
use peil_service::{
    clock::Clock,
    counters::{Class, Counter, Period, count_year, read_growth, year_span},
    import::{RecordKey, RecordKind, RecordMapping, known_records, read_records, store_records},
};
use peil_tests::{Practice, TestApp};

/// Each client is in one group for a fifth of the eight years, so that eight are there at once.
const FILL: &str = "
CREATE TEMP TABLE g AS SELECT n, gen_random_uuid() AS id FROM generate_series(1, 500) n;
CREATE TEMP TABLE m AS SELECT g.n, g.id AS group_id, k, gen_random_uuid() AS id, gen_random_uuid() AS client_id,
    date '2023-01-01' + (k - 1) / 8 * 584 AS joined_on, date '2023-01-01' + ((k - 1) / 8 + 1) * 584 - 1 AS left_on
  FROM g, generate_series(1, 40) k;
CREATE TEMP TABLE s AS SELECT g.n, g.id AS group_id, t, gen_random_uuid() AS id,
    date '2023-01-01' + (t - 1) * 2920 / EACH AS held_on
  FROM g, generate_series(1, EACH) t;
INSERT INTO groups (organisation_id, group_id, name, kind, format, setting, started_on)
  SELECT 'PRACTICE', id, 'G' || n, 'skills', 'open', 1 + n % 4, date '2023-01-01' FROM g;
INSERT INTO clients (organisation_id, client_id, started_on, created_at)
  SELECT 'PRACTICE', client_id, joined_on, now() FROM m;
INSERT INTO memberships (organisation_id, membership_id, group_id, client_id, pseudonym, joined_on, left_on, end_reason)
  SELECT 'PRACTICE', id, group_id, client_id, 'K' || k, joined_on, left_on, 'completed' FROM m;
INSERT INTO sessions (organisation_id, session_id, group_id, number, held_on, opened_at, closed_at, began_at, ended_at)
  SELECT 'PRACTICE', id, group_id, t, held_on, held_on, held_on + 1, held_on, held_on + make_interval(mins => 75 + t % 30)
    FROM s;
INSERT INTO attendance (organisation_id, session_id, membership_id, status, recorded_at)
  SELECT 'PRACTICE', s.id, m.id, CASE WHEN (m.k + s.t) % 8 = 0 THEN 'absent_ill' ELSE 'present' END, s.held_on
    FROM s JOIN m ON m.n = s.n AND s.held_on BETWEEN m.joined_on AND m.left_on;
INSERT INTO indirect_minutes (organisation_id, session_id, account_id, activity, minutes, recorded_at)
  SELECT 'PRACTICE', s.id, a.account_id, 'talk_after', 10, now()
    FROM s, (SELECT account_id FROM accounts WHERE organisation_id = 'PRACTICE' ORDER BY 1 LIMIT 1) a WHERE s.t % 2 = 0;
INSERT INTO imports (organisation_id, import_id, content_hash, rows, imported_at)
  VALUES ('PRACTICE', gen_random_uuid(), 'x', 1, now());
INSERT INTO individual_contacts (organisation_id, contact_hash, client_id, held_on, minutes, setting, import_id)
  SELECT 'PRACTICE', lpad((m.n * 1000000 + m.k * 1000 + c)::text, 64, '0'), m.client_id,
         greatest(date '2023-01-01', m.joined_on - 100) + c * 23, 45, 1 + m.n % 4, i.import_id
    FROM m, generate_series(1, 20) c, (SELECT import_id FROM imports WHERE organisation_id = 'PRACTICE') i;
INSERT INTO group_contacts (organisation_id, contact_hash, client_id, group_name, group_id, held_on, minutes, setting, import_id)
  SELECT 'PRACTICE', lpad((m.n * 1000000 + m.k * 1000 + c)::text, 64, 'f'), m.client_id,
         CASE WHEN c = 1 THEN 'g' || m.n ELSE 'Elders ' || m.n % 90 END, NULL, m.joined_on + c * 50, 90, 1 + m.n % 4,
         i.import_id
    FROM m, generate_series(1, 5) c, (SELECT import_id FROM imports WHERE organisation_id = 'PRACTICE') i;
INSERT INTO client_keys SELECT 'PRACTICE', lpad((m.n * 1000 + m.k)::text, 64, 'e'), m.client_id, now() FROM m;
INSERT INTO record_coverage
  SELECT 'PRACTICE', 'individual_contacts', s, '{[2023-01-01,2031-06-01)}' FROM generate_series(1, 8) s;
ANALYZE;";

const MAPPING: &str = "kind = 'individual_contacts'
client = { column = 'client', new = true }
contact.column = 'contact'
date.column = 'date'
minutes.column = 'minutes'
setting.column = 'setting'
";
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for (what, each) in [("sessions of a client", 100), ("sessions of a group", 800)] {
        println!("== 400,000 {what}");
        runtime.block_on(measure(each));
    }
    println!("{:>9} MB  the most memory that this process held", most_memory() / 1024);
}

/// With so many sessions of each group.
async fn measure(each: u32) {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.clock.set("2030-10-05T10:00:00Z".parse().unwrap());
    let begun = Instant::now();
    let fill = FILL.replace("PRACTICE", &practice.id.to_string()).replace("EACH", &each.to_string());
    app.owner.batch_execute(&fill).await.unwrap();
    println!("filled in {:.1} s", begun.elapsed().as_secs_f64());
    for table in ["groups", "clients", "sessions", "attendance", "individual_contacts", "group_contacts"] {
        println!("  {} {table}", app.count(table).await);
    }
    for year in [2025, 2029, 2030, 2030, 2030] {
        count(&app, &practice, year).await;
    }
    page(&app, &practice).await;
    import(&app, &practice, RecordKind::IndividualContacts).await;
    import(&app, &practice, RecordKind::GroupSessions).await;
}

/// In kB, as the system counts it; nothing where it does not.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// A year, and the parts that it is made of.
async fn count(app: &TestApp, practice: &Practice, year: i16) {
    let (mut connection, span) = (app.store.connect().await.unwrap(), year_span(year).unwrap());
    let tenant = connection.begin(practice.id).await.unwrap();
    let begun = Instant::now();
    let counted = count_year(&tenant, span).await.unwrap();
    told(&format!("counters of {year}"), begun.elapsed());
    let all = counted.grid.at(Period::Year, Class::All);
    println!(
        "  {} sessions, {} consults, {} clients, {} new",
        all.sessions, all.consults, all.clients, all.new_clients
    );
    let begun = Instant::now();
    tenant.count_clients(span).await.unwrap();
    told("  of which clients", begun.elapsed());
    let begun = Instant::now();
    tenant.count_sessions(span).await.unwrap();
    told("  of which sessions", begun.elapsed());
    let begun = Instant::now();
    tenant.count_indirect(span).await.unwrap();
    told("  of which indirect minutes", begun.elapsed());
    let begun = Instant::now();
    tenant.count_firsts(span).await.unwrap();
    told("  of which first consults", begun.elapsed());
    let begun = Instant::now();
    read_growth(&tenant, (Counter::GroupConsults, Class::All), &counted, date(2030, 10, 5)).await.unwrap();
    told("growth since 2025", begun.elapsed());
}

async fn page(app: &TestApp, practice: &Practice) {
    let marieke = app.login(practice.marieke()).await;
    for _ in 0..3 {
        let begun = Instant::now();
        let reply = marieke.get("/organisation/counters?year=2030").await;
        assert_eq!(reply.status, 200);
        told("the page, with growth and picture", begun.elapsed());
    }
    let begun = Instant::now();
    assert_eq!(marieke.get("/organisation/counters.csv?year=2030").await.status, 200);
    told("the file", begun.elapsed());
}

/// A hundred thousand rows: read, checked, stored and committed; then the same file again.
async fn import(app: &TestApp, practice: &Practice, kind: RecordKind) {
    let mut text = String::from("contact,client,date,minutes,setting,group\n");
    for row in 0..100_000_u32 {
        let day = date(2029, 1, 1).checked_add(jiff::Span::new().days(i64::from(row % 600))).unwrap();
        text.push_str(&format!("C{row},{},{day},{},{},G{}\n", row % 9000, 15 + row % 60, 1 + row % 3, row % 700));
    }
    let in_groups = kind == RecordKind::GroupSessions;
    let mapping = match in_groups {
        true => format!("{}group.column = 'group'\n", MAPPING.replace("individual_contacts", "group_sessions")),
        false => MAPPING.to_owned(),
    };
    let (mapping, key, now) =
        (RecordMapping::parse(&mapping).unwrap(), RecordKey::parse(KEY).unwrap(), app.clock.now());
    for what in ["new", "there already"] {
        let mut connection = app.store.connect().await.unwrap();
        let begun = Instant::now();
        let tenant = connection.begin(practice.id).await.unwrap();
        let known = known_records(&tenant, &key, kind).await.unwrap();
        let plan = read_records(&mapping, &known, (practice.id, &key), text.as_bytes(), date(2030, 10, 5));
        told("  read and checked", begun.elapsed());
        let report = store_records(&tenant, (&plan, None), now, &mut |_, _| {}).await.unwrap();
        tenant.commit().await.unwrap();
        let kind = if in_groups { "rows of group sessions" } else { "contacts" };
        told(&format!("100,000 {kind}, {what}"), begun.elapsed());
        println!("  {} new, {} there already, {} clients", report.added, report.unchanged, report.clients);
    }
}

fn told(what: &str, time: Duration) {
    println!("{:>9.1} ms  {what}", time.as_secs_f64() * 1e3);
}
