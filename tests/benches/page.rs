//! How long the page of a group of nine members and thirty sessions takes at the server, chart and all, over HTTP on this
//! machine; and how large its picture is.
//!
//! ```text
//! cargo bench -p peil-tests --bench page
//! cargo test --release -p peil-tests --test browser first_paint -- --nocapture    # the same in Chromium
//! ```
//!
//! Asked for: the page within 50 ms, an SVG below 60 kB.

#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use peil_tests::{Person, TestApp};

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

/// What else the machine was doing: mean number of running processes over the last minute.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}
