//! A busy evening of a large institution: 200 therapists who read (the group's page, its panel, its chart) while 50 forms a
//! second come in from tablets, over HTTP on this machine, with a real PostgreSQL beside it. 1,000 clients in 100 groups
//! with twenty sessions each behind them. Half of the therapists have the group's page standing open and five groups a wall:
//! those hold a stream of events and fetch their panel anew after each change, as the page's script does.
//!
//! ```text
//! cargo bench -p peil-tests --bench load
//! ```
//!
//! Asked for: 99 of 100 answers within 200 ms on two cores. Everything runs in the same two: service, database, readers.

#![allow(clippy::unwrap_used)]

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::civil::date;
use peil_service::{
    analyse::{refresh_all, refresh_scale},
    clock::Clock,
    domain::{AccountId, Email, GroupId, Language, Role, TherapistPart},
    signals::evaluate_all,
    store::NewAccount,
};
use peil_stats::signals::Settings;
use peil_tests::{Client, Person, Practice, TestApp, peil_session, phq_9};
use reqwest::{Method, header::ACCEPT};
use tokio::{
    sync::Notify,
    task::JoinSet,
    time::{Instant as Tick, sleep, sleep_until, timeout_at},
};
use uuid::Uuid;

const GROUPS: usize = 100;
const MEMBERS: usize = 10;
/// Two in each group.
const THERAPISTS: usize = 200;
/// Between two looks of one therapist.
const PAUSE: Duration = Duration::from_secs(4);
/// Between two forms.
const EVERY: Duration = Duration::from_millis(20);
/// How long everybody looks before it counts: three looks each.
const WARM: Duration = Duration::from_secs(12);
/// Groups whose wall hangs in the room.
const WALLS: usize = 5;
/// How long an open page rests for what its fetch took, as in `live.js`.
const REST_PER_FETCH: u32 = 20;
/// How long a group's page rests at most, and a wall.
const RESTS: [Duration; 2] = [Duration::from_secs(8), Duration::from_secs(1)];
/// What 99 of 100 answers are asked to come within.
const ASKED: Duration = Duration::from_millis(200);
/// As `peil serve` has it.
const CONNECTIONS: usize = 16;

/// What somebody waited for, how long, and whether it came.
type Waited = (&'static str, Duration, bool);

/// One group on its evening.
struct Evening {
    path: String,
    /// The session's page.
    session: String,
    therapists: [Person; 2],
    clients: Vec<Client>,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(measure());
}

async fn measure() {
    let app = Arc::new(TestApp::builder().connections(CONNECTIONS).spawn().await);
    let practice = app.organisation().await;
    let begun = Instant::now();
    app.crowd(&practice, GROUPS, MEMBERS).await;
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    refresh_all(&tenant, &app.library, app.clock.now()).await.unwrap();
    evaluate_all(&tenant, &app.library, &Settings::default(), app.clock.now()).await.unwrap();
    tenant.commit().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let analysing = Instant::now();
    refresh_scale(&tenant, &app.library, ("phq-9", "total"), app.clock.now()).await.unwrap();
    println!("one scale of all is analysed in {:.2} s", analysing.elapsed().as_secs_f64());
    drop(tenant);
    let groups = employ(&app, &practice).await;
    let evenings = open(&app, groups).await;
    println!("{} groups are ready after {:.0} s; load {}", evenings.len(), begun.elapsed().as_secs_f64(), load());
    // Every connection has seen every statement before anything counts.
    walk(&evenings, false, WARM).await;
    for (what, forms) in [("therapists alone", false), ("therapists, and 50 forms a second", true)] {
        let waited = walk(&evenings, forms, EVERY * u32::try_from(GROUPS * MEMBERS * 2).unwrap()).await;
        told(what, waited);
    }
    let begun = Instant::now();
    while app.count("outbox").await > 0 && begun.elapsed() < Duration::from_secs(120) {
        sleep(Duration::from_millis(100)).await;
    }
    println!("the outbox is empty {:.1} s after the last form", begun.elapsed().as_secs_f64());
}

/// Two therapists for each group, all with the same password, and the same code for all clients.
async fn employ(app: &TestApp, practice: &Practice) -> Vec<(GroupId, [String; 2])> {
    let now = app.clock.now();
    let hash = app.owner.query_one("SELECT password_hash FROM accounts LIMIT 1", &[]).await.unwrap();
    let hash: String = hash.get(0);
    let code = "UPDATE clients SET code_hash = (SELECT code_hash FROM clients WHERE code_hash IS NOT NULL LIMIT 1)
                WHERE code_hash IS NULL";
    app.owner.execute(code, &[]).await.unwrap();
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let mut groups = Vec::new();
    for row in app.owner.query("SELECT id, n FROM g ORDER BY n", &[]).await.unwrap() {
        let (group, number) = (GroupId::from(row.get::<_, Uuid>(0)), row.get::<_, i32>(1));
        let emails = ["lead", "co"].map(|part| format!("{part}{number}@load.example"));
        for (email, part) in emails.iter().zip([TherapistPart::Lead, TherapistPart::Co]) {
            let account = NewAccount {
                id: AccountId::new(now),
                team: None,
                email: &Email::parse(email).unwrap(),
                display_name: email,
                role: Role::Therapist,
                password_hash: Some(&hash),
                language: Language::Nl,
            };
            tenant.insert_account(&account, now).await.unwrap();
            tenant.insert_group_therapist(group, account.id, part, date(2025, 6, 9)).await.unwrap();
        }
        groups.push((group, emails));
    }
    tenant.commit().await.unwrap();
    groups
}

/// Everybody logs in, every group opens tonight's session, every client types both codes.
async fn open(app: &Arc<TestApp>, groups: Vec<(GroupId, [String; 2])>) -> Arc<Vec<Evening>> {
    let members = app.owner.query("SELECT group_id, id FROM m", &[]).await.unwrap();
    let mut of_group: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for row in members {
        of_group.entry(row.get(0)).or_default().push(row.get(1));
    }
    let (mut tasks, mut evenings) = (JoinSet::new(), Vec::new());
    for (group, [lead, co]) in groups {
        let (app, members) = (Arc::clone(app), of_group.remove(&group.uuid()).unwrap_or_default());
        tasks.spawn(async move {
            let therapists = [app.login(&lead).await, app.login(&co).await];
            let tonight = therapists[0].open_session(group).await;
            let mut clients = Vec::new();
            for member in members {
                clients.push(app.enter_tablet(&tonight, member).await);
            }
            Evening { path: format!("/groups/{group}"), session: tonight.path, therapists, clients }
        });
        // The machine hashes four secrets at a time.
        if tasks.len() >= 4 {
            evenings.push(tasks.join_next().await.unwrap().unwrap());
        }
    }
    evenings.extend(tasks.join_all().await);
    Arc::new(evenings)
}

/// Therapists read for so long; with `forms` every client sends both meanwhile.
async fn walk(evenings: &Arc<Vec<Evening>>, forms: bool, lasting: Duration) -> Vec<Waited> {
    let sends = GROUPS * MEMBERS * 2;
    let (begun, last) = (Tick::now(), Tick::now() + lasting);
    let mut tasks = JoinSet::new();
    for place in 0..THERAPISTS {
        let evenings = Arc::clone(evenings);
        let first = begun + PAUSE * u32::try_from(place).unwrap() / u32::try_from(THERAPISTS).unwrap();
        tasks.spawn(async move { read(&evenings[place % GROUPS], place / GROUPS, first, last).await });
    }
    for place in 0..GROUPS + WALLS {
        let evenings = Arc::clone(evenings);
        tasks.spawn(async move {
            let evening = &evenings[place % GROUPS];
            // Pages were opened one after another, like those that are read.
            sleep_until(begun + PAUSE * u32::try_from(place).unwrap() / u32::try_from(GROUPS + WALLS).unwrap()).await;
            match place / GROUPS {
                0 => {
                    watch(evening, ("changed page", "group"), &format!("{}/panel", evening.path), (RESTS[0], last))
                        .await
                }
                _ => {
                    let panel = format!("{}/room/panel", evening.session);
                    watch(evening, ("changed wall", "wall"), &panel, (RESTS[1], last)).await
                }
            }
        });
    }
    if forms {
        let mut sent = JoinSet::new();
        for number in 0..sends {
            let (evenings, due) = (Arc::clone(evenings), begun + EVERY * u32::try_from(number).unwrap());
            sent.spawn(async move {
                sleep_until(due).await;
                send(&evenings[number % GROUPS], number / GROUPS, due).await
            });
        }
        tasks.spawn(async move { sent.join_all().await });
    }
    tasks.join_all().await.concat()
}

/// One therapist: page, panel, chart, and again.
async fn read(evening: &Evening, which: usize, first: Tick, last: Tick) -> Vec<Waited> {
    let looks = [("group page", ""), ("panel", "/panel"), ("chart", "/chart.svg")];
    let (mut due, mut waited) = (first, Vec::new());
    for (what, path) in looks.into_iter().cycle() {
        if due > last {
            break;
        }
        sleep_until(due).await;
        let reply = evening.therapists[which].get(&format!("{}{path}", evening.path)).await;
        waited.push((what, due.elapsed(), reply.status == 200));
        // Who waited long looks at once, so that slowness is not hidden by fewer looks.
        due += PAUSE;
    }
    waited
}

/// A page that stands open: its stream, and its panel after each change. Changes while it is fetched, or rests after it,
/// lead to one more. How long a fetch took is told; the first, when the stream opens, is one too.
async fn watch(
    evening: &Evening,
    (what, page): (&'static str, &str),
    panel: &str,
    (rest, last): (Duration, Tick),
) -> Vec<Waited> {
    let lead = &evening.therapists[0];
    let events = format!("{}/events?page={page}", evening.path);
    let stream = lead.request(Method::GET, &events).header(ACCEPT, "text/event-stream");
    let mut stream = stream.send().await.unwrap();
    assert_eq!(stream.status(), 200);
    let told = Arc::new(Notify::new());
    told.notify_one();
    let teller = Arc::clone(&told);
    let listening = tokio::spawn(async move {
        while let Ok(Some(said)) = stream.chunk().await {
            if said.starts_with(b"data: changed") {
                teller.notify_one();
            }
        }
    });
    let mut waited = Vec::new();
    while timeout_at(last, told.notified()).await.is_ok() {
        let begun = Instant::now();
        let reply = lead.get(panel).await;
        let took = begun.elapsed();
        waited.push((what, took, reply.status == 200));
        sleep((took * REST_PER_FETCH).min(rest)).await;
    }
    let is_open = !listening.is_finished();
    listening.abort();
    waited.push(("streams", Duration::ZERO, is_open));
    waited
}

/// One client: first the one form, later the other.
async fn send(evening: &Evening, number: usize, due: Tick) -> Waited {
    let client = &evening.clients[number % MEMBERS];
    let (instrument, answers) = if number < MEMBERS {
        ("phq-9", phq_9("121110120"))
    } else {
        ("peil-session", peil_session(["7", "8", "2", "6.5"]))
    };
    let reply = client.send(instrument, &client.message(instrument, &answers)).await;
    (instrument, due.elapsed(), reply.status == 201)
}

fn told(what: &str, waited: Vec<Waited>) {
    let mut kinds: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    let mut errors: BTreeMap<&str, usize> = BTreeMap::new();
    let (streams, waited): (Vec<Waited>, Vec<Waited>) = waited.into_iter().partition(|(kind, ..)| *kind == "streams");
    for (kind, time, came) in waited {
        kinds.entry(kind).or_default().push(time);
        kinds.entry("all").or_default().push(time);
        *errors.entry(kind).or_default() += usize::from(!came);
        *errors.entry("all").or_default() += usize::from(!came);
    }
    let held = streams.iter().filter(|(.., is_open)| *is_open).count();
    println!("{what}; load {}; {held} of {} streams were held to the end", load(), streams.len());
    for (kind, times) in &mut kinds {
        times.sort();
        let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
        let (number, errors) = (times.len(), errors.get(kind).copied().unwrap_or_default());
        let late = at(99);
        let met = if late <= ASKED.as_secs_f64() * 1e3 { "met" } else { "missed" };
        println!(
            "  {kind:<13} {number:>6}   p50 {:>7.1} ms   p99 {late:>7.1} ms (asked {}: {met})   slowest {:>7.1} ms   \
             {errors} errors",
            at(50),
            ASKED.as_millis(),
            at(100)
        );
    }
}

/// What else the machine was doing: mean number of running processes over the last minute.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}
