//! A page that stands open follows a whole room of answers without keeping them waiting.

use peil_tests::{CLIENT_CODE, Client, TestApp, eventually, peil_session, phq_9};
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::log_in,
};

/// How often the panel was fetched since the page was opened, and for how many milliseconds it has been open.
const FETCHED: &str =
    "return [performance.getEntriesByType('resource').filter((one) => one.name.includes('/panel')).length,
    performance.now()]";

#[tokio::test]
async fn a_page_that_stands_open_follows_a_room_of_answers_at_its_own_pace() {
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
    app.analysed().await;
    let scores = "return (document.querySelector('#chart-table')?.textContent ?? '').split('27').length - 1";
    eventually("every score on the page", async || (screen.run(scores).await.as_u64()? >= 6).then_some(())).await;
    let found = screen.run(FETCHED).await;
    let (fetched, open) = (found[0].as_f64().unwrap(), found[1].as_f64().unwrap());
    // Four at once, one in four seconds after that, and the one that is on its way.
    let most = 4.0 + open / 4000.0 + 1.0;
    assert!(fetched <= most, "{fetched} fetches in {open} ms, at most {most}");
    assert!(fetched >= 2.0, "it followed");
    assert_eq!(screen.run("return window.mark").await, json!("never reloaded"));
    screen.browser.quit().await.unwrap();
}
