//! How long the page of a group of nine members and thirty sessions takes at the server, chart and all, over HTTP on this
//! machine; how large its picture is; how soon Chromium paints something of it, and how soon a page that stands open there
//! shows the score of a form that was stored (`PEIL_SKIP_BROWSER=1` leaves both out).
//!
//! ```text
//! cargo bench -p peil-tests --bench page
//! ```
//!
//! Asked for: the page within 50 ms, an SVG below 60 kB, the first paint and a score that was stored within a second.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../browser/driver.rs"]
#[allow(dead_code, reason = "the browser tests' own")]
mod driver;
#[path = "../browser/screen.rs"]
#[allow(dead_code, reason = "the browser tests' own")]
mod screen;

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use peil_tests::{Person, Practice, TestApp, eventually, phq_9};

/// Milliseconds from the click until something stands on the screen.
const FIRST_PAINT: &str = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null";
/// Loads in Chromium; the first has nothing in its cache.
const LOADS: usize = 20;

/// Keeps when the table had one more highest score of tonight.
const WATCH: &str = "
    const count = () => (document.querySelector('#chart-table')?.textContent ?? '').split('27').length - 1;
    const before = count();
    window.seenAt = {};
    new MutationObserver(() => { window.seenAt[count() - before] ??= Date.now(); })
        .observe(document.body, { childList: true, subtree: true });";

/// How long each fetch of the panel took, as the browser saw it.
const FETCHES: &str = "return performance.getEntriesByType('resource').filter((one) => one.name.includes('/panel'))
    .map((one) => one.duration)";

const WARM: usize = 20;
const TIMES: usize = 200;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(measure());
}

async fn measure() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.long_course(&practice).await;
    let anna = app.login(practice.anna()).await;
    let group = format!("/groups/{}", practice.group);
    let member = format!("{group}/members/{}", practice.member("Berk"));
    for (what, path) in [
        ("group page", group.clone()),
        ("panel", format!("{group}/panel")),
        ("chart", format!("{group}/chart.svg")),
        ("a panel a member", format!("{group}?chart=members")),
        ("changes", format!("{group}?chart=change")),
        ("climate", format!("{group}?chart=climate")),
        ("grid", format!("{group}?chart=grid")),
        ("member", member),
        ("before", format!("{group}/before")),
        ("home", "/home".to_owned()),
    ] {
        time(&anna, what, &path).await;
    }
    if !driver::is_skipped() {
        let driver = driver::Driver::start().await;
        let screen = driver.open("page", &app.url).await;
        screen::log_in(&screen, practice.anna()).await;
        paint(&screen, &group).await;
        see(&app, &practice, &screen).await;
        screen.browser.quit().await.unwrap();
    }
    println!("load {}", load());
}

async fn time(anna: &Person, what: &str, path: &str) {
    let (mut times, mut size) = (Vec::new(), 0);
    for turn in 0..WARM + TIMES {
        let begun = Instant::now();
        let reply = anna.get(path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        size = reply.bytes.len();
        if turn >= WARM {
            times.push(begun.elapsed());
        }
    }
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let (median, late) = (ms(times[TIMES / 2]), ms(times[TIMES * 99 / 100]));
    println!("{what:<17} p50 {median:>6.1} ms   p99 {late:>6.1} ms   {:>6.1} kB", size as f64 / 1e3);
}

/// The first paint of the group's page in Chromium, each time after another page.
async fn paint(screen: &screen::Screen, group: &str) {
    let mut paints = Vec::new();
    for _ in 0..LOADS {
        screen.go("/about").await;
        screen.go(group).await;
        screen.see("#panel .chart-holder svg").await;
        paints.push(eventually("the first paint", async || screen.run(FIRST_PAINT).await.as_f64()).await);
    }
    let first = paints[0];
    paints.sort_by(f64::total_cmp);
    let (median, slowest) = (paints[LOADS / 2], paints[LOADS - 1]);
    println!("first paint       p50 {median:>6.1} ms   slowest {slowest:>6.1} ms   the first {first:.1} ms");
}

/// How long after the reply to the tablet, which says that a form is stored, the new score stands on the group's page that is
/// open in Chromium: members answer one after another, each when the one before was seen.
async fn see(app: &TestApp, practice: &Practice, screen: &screen::Screen) {
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    screen.go(&format!("/groups/{}?measure=phq-9.total", practice.group)).await;
    screen.see("#panel .chart-holder svg").await;
    screen.run(WATCH).await;
    let (members, mut waits) = (practice.members().collect::<Vec<_>>(), Vec::new());
    for (answered, (_, member)) in members.iter().enumerate() {
        let client = app.enter_tablet(&tonight, *member).await;
        // The page has heard that somebody came, and is at rest.
        tokio::time::sleep(Duration::from_secs(3)).await;
        client.submit("phq-9", &phq_9("333333333")).await;
        let stored = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64() * 1e3;
        let seen = format!("return window.seenAt[{}] ?? null", answered + 1);
        let seen = eventually("the score on the page", async || screen.run(&seen).await.as_f64()).await;
        waits.push((seen - stored).max(0.0));
    }
    waits.sort_by(f64::total_cmp);
    let (median, slowest) = (waits[waits.len() / 2], waits[waits.len() - 1]);
    println!("stored to seen    p50 {median:>6.1} ms   slowest {slowest:>6.1} ms   of {} forms", waits.len());
    let found = screen.run(FETCHES).await;
    let took: Vec<f64> = found.as_array().unwrap().iter().filter_map(serde_json::Value::as_f64).collect();
    println!("fetches of it     {}   {:.0?} ms", took.len(), took);
}

/// What else the machine was doing: mean number of running processes over the last minute.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}
