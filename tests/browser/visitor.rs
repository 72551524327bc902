//! Somebody who comes by, and a therapist who comes in by the front door and leaves again; and a measurement outside the
//! sessions.

use peil_service::domain::Occasion;
use peil_tests::{PASSWORD, TestApp};
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::{Screen, log_in},
    tablet::{answer, enter},
};

async fn status(screen: &Screen) -> u64 {
    let status = screen.run("return performance.getEntriesByType('navigation')[0].responseStatus").await;
    status.as_u64().unwrap()
}

#[tokio::test]
async fn from_the_front_door_to_the_groups_and_out_again() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 2).await;
    let screen = driver.open("visitor", &app.url).await;
    screen.go("/").await;
    screen.arrives_at("/login").await;
    screen.click("nav a[href='/about']").await;
    screen.reads("Over Peil").await;
    screen.press("English").await;
    screen.reads("About Peil").await;
    screen.click("a[href='/signals/purpose']").await;
    screen.reads("What signals are for").await;
    screen.press("Nederlands").await;
    screen.reads("Waarvoor signalen zijn").await;
    screen.go("/groups").await;
    screen.arrives_at("/login").await;

    screen.fill("#email", practice.anna()).await;
    screen.fill("#password", "niet het geheim").await;
    screen.click("form button.primary").await;
    screen.see(".notice.bad[role=alert]").await;
    assert_eq!(screen.run("return document.querySelector('#email').value").await, json!(practice.anna()));
    assert_eq!(screen.run("return document.querySelector('#password').value").await, json!(""));
    screen.fill("#password", PASSWORD).await;
    screen.click("form button.primary").await;
    screen.arrives_at("/home").await;
    screen.click("nav a[href='/groups']").await;
    screen.reads("Dinsdaggroep").await;
    assert!(!screen.text().await.contains("Groep van Cato"), "own groups only");
    screen.click(".group-list h2 a").await;
    screen.arrives_at(&practice.group.to_string()).await;
    screen.see("#panel .chart-holder svg").await;

    screen.press("Uitloggen").await;
    screen.arrives_at("/login").await;
    screen.browser.back().await.unwrap();
    screen.browser.refresh().await.unwrap();
    screen.arrives_at("/login").await;
    assert_eq!(status(&screen).await, 200);
    let tries = "SELECT outcome, count(*) FROM audit WHERE action = 'login' GROUP BY outcome ORDER BY outcome";
    let tries = app.owner.query(tries, &[]).await.unwrap();
    assert_eq!(tries.len(), 2, "one that was refused and one that was not");
    screen.browser.quit().await.unwrap();
}

#[tokio::test]
async fn a_start_is_measured_before_the_first_session() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    practice.also_measures_on(&app, "phq-9", Occasion::Start).await;
    let (anna, tablet) = (driver.open("anna", &app.url).await, driver.open("tablet", &app.url).await);
    log_in(&anna, practice.anna()).await;
    anna.go(&format!("/groups/{}", practice.group)).await;
    anna.reads("Beginmeting van Eik kan nu").await;
    anna.press("Open de meting van Eik").await;
    anna.reads("Beginmeting: Eik").await;
    let code = anna.words("p.code").await;
    assert!(anna.path().await.contains("/moments/"));

    enter(&tablet, &code, "Eik").await;
    answer(&tablet, 1, &[1, 1, 2, 1, 1, 0, 1, 1, 0]).await;
    tablet.reads("Klaar om te versturen?").await;
    tablet.press("Versturen").await;
    tablet.arrives_at("/t/done").await;
    let asked = tablet.run("return document.querySelector('[data-line-question]').hidden").await;
    assert_eq!(asked, json!(true), "outside a session there is no group to show a line to");
    anna.browser.refresh().await.unwrap();
    anna.reads("Alles is ingevuld en verstuurd.").await;
    anna.click("p.back a").await;
    anna.arrives_at(&practice.group.to_string()).await;
    anna.reads("Beginmeting van Wilg kan nu").await;
    assert!(!anna.text().await.contains("Beginmeting van Eik kan nu"));
    for screen in [anna, tablet] {
        assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
        screen.browser.quit().await.unwrap();
    }
}
