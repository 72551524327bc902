//! A therapist plans who begins when, draws, measures who waits, and reads what came out.

use jiff::SignedDuration;
use peil_tests::{CLIENT_CODE, Client, Did, Practice, TestApp, phq_9};

use crate::{
    driver::{Driver, is_skipped},
    screen::{Screen, log_in},
};

/// Those who wait today fill in the form, through the code that the page shows.
async fn measure(app: &TestApp, screen: &Screen) {
    screen.press("Meet nu wie wacht").await;
    let code = screen.words("p.code").await;
    let shown = app.anybody().post_json("/api/v1/tablet/session", &serde_json::json!({ "code": code })).await.json();
    for member in shown["members"].as_array().unwrap() {
        let member = member["membership_id"].as_str().unwrap().parse().unwrap();
        let client = Client::enter(&app.anybody(), &code, member, CLIENT_CODE).await;
        client.submit("phq-9", &phq_9("222222220")).await;
    }
}

async fn weeks(app: &TestApp, practice: &Practice, screen: &Screen, page: &str) {
    let waits = "SELECT count(*) FROM memberships WHERE joined_on > $1 AND group_id = $2";
    for week in 0..6 {
        // A week later nobody is logged in any more.
        log_in(screen, practice.anna()).await;
        let today = practice.today(app);
        let waiting: i64 = app.owner.query_one(waits, &[&today, &practice.group.uuid()]).await.unwrap().get(0);
        screen.go(page).await;
        if waiting > 0 {
            measure(app, screen).await;
        }
        if week > 0 {
            app.hold_evening(practice, 0, true, |_| Did::Came(Some(6), None)).await;
        }
        if week < 5 {
            app.clock.pass(SignedDuration::from_hours(24 * 7));
        }
    }
}

#[tokio::test]
async fn from_planning_to_result() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let screen = driver.open("baseline", &app.url).await;
    log_in(&screen, practice.anna()).await;
    let group = format!("/groups/{}", practice.group);
    screen.go(&group).await;
    screen.click(".actions a[href$='/baseline']").await;
    screen.reads("Laat het lot vooraf bepalen").await;
    for (field, value) in [("#moments", "6"), ("#least_before", "1"), ("#least_after", "1")] {
        screen.run(&format!("document.querySelector('{field}').value = ''")).await;
        screen.fill(field, value).await;
    }
    screen.fill("#starts", "2, 3, 4, 2, 3, 4").await;
    screen.press("Bewaar plan").await;
    screen.reads("90 verschillende uitkomsten").await;
    screen.press("Loot en leg vast").await;
    screen.reads("De startmomenten liggen vast").await;
    weeks(&app, &practice, &screen, &format!("{group}/baseline")).await;
    screen.go(&format!("{group}/baseline")).await;
    screen.reads("Van alle 720 manieren").await;
    screen.reads("Bij 6 van 6 leden").await;
    screen.see("#baseline-result .chart-member").await;
    if let Some(folder) = std::env::var_os("PEIL_PICTURES") {
        screen.picture(std::path::Path::new(&folder)).await;
    }
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
