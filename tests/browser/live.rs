//! A page that stands open follows a whole room of answers at the pace of the service, without keeping them waiting.

use peil_tests::{CLIENT_CODE, Client, TestApp, eventually, peil_session, phq_9};
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::log_in,
};

/// When each fetch of the panel began and ended, in milliseconds, and what came of it, as the browser saw it.
const FETCHED: &str = "return performance.getEntriesByType('resource').filter((one) => one.name.includes('/panel'))
    .map((one) => [one.startTime, one.responseEnd, one.responseStatus])";
/// As in `live.js`: rest for each millisecond of the fetch, and the longest rest.
const REST_PER_FETCH: f64 = 20.0;
const LONGEST_REST: f64 = 8000.0;
/// Browsers round these times.
const ROUNDED: f64 = 5.0;

#[tokio::test]
async fn a_page_that_stands_open_follows_a_room_of_answers_at_the_pace_of_the_service() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 3).await;
    app.analysed().await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    let screen = driver.open("live", &app.url).await;
    log_in(&screen, practice.anna()).await;
    screen.go(&format!("/groups/{}?measure=phq-9.total", practice.group)).await;
    screen.run("window.mark = 'never reloaded'").await;
    for (_, member) in practice.members() {
        let client = Client::enter(&app.anybody(), &tonight.code, member, CLIENT_CODE).await;
        client.submit("phq-9", &phq_9("333333333")).await;
        client.submit("peil-session", &peil_session(["7", "8", "2", "6"])).await;
    }
    let scores = "return (document.querySelector('#chart-table')?.textContent ?? '').split('27').length - 1";
    eventually("every score on the page", async || (screen.run(scores).await.as_u64()? >= 6).then_some(())).await;
    let found = screen.run(FETCHED).await;
    let fetches: Vec<[f64; 3]> = serde_json::from_value(found).unwrap();
    assert!(fetches.len() >= 2, "it followed: {fetches:?}");
    for pair in fetches.windows(2) {
        let [[began, ended, status], [next, ..]] = [pair[0], pair[1]];
        // After one that failed or was given up the page rests by another rule.
        if status != 200.0 || ended <= 0.0 {
            continue;
        }
        let rest = ((ended - began) * REST_PER_FETCH).min(LONGEST_REST);
        assert!(next - ended >= rest - ROUNDED, "rested {} ms of {rest} ms: {fetches:?}", next - ended);
    }
    assert_eq!(screen.run("return window.mark").await, json!("never reloaded"));
    screen.browser.quit().await.unwrap();
}
