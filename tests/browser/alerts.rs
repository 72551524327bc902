//! An alert on its way: from a tap on the tablet to the number on the therapist's page, opened, acted on, closed.

use peil_tests::TestApp;
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::log_in,
    tablet::{answer, choose, enter},
};

/// The number beside "Meldingen"; null while there is none to see.
const BADGE: &str = "const badge = document.querySelector('[data-alerts-badge]');
    return badge.hidden ? null : badge.querySelector('[data-alerts-number]').textContent";

#[tokio::test]
async fn an_answer_about_death_reaches_the_therapist_while_the_form_is_filled_in() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 2).await;
    app.analysed().await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    let (therapist, tablet) = (driver.open("therapist", &app.url).await, driver.open("tablet", &app.url).await);
    log_in(&therapist, practice.anna()).await;
    therapist.go(&format!("/groups/{}", practice.group)).await;
    therapist.see("#panel .chart-holder svg").await;
    assert_eq!(therapist.run(BADGE).await, json!(null));
    therapist.run("window.mark = 'never reloaded'").await;

    enter(&tablet, &tonight.code, "Eik").await;
    answer(&tablet, 1, &[1, 1, 1, 1, 1, 1, 1, 1]).await;
    tablet.reads("Vraag 9 van 9").await;
    choose(&tablet, "phq9", 2).await;

    therapist.see("[data-alerts-badge]").await;
    assert_eq!(therapist.run(BADGE).await, json!("1"));
    assert_eq!(therapist.run("return window.mark").await, json!("never reloaded"));
    therapist.reads("Eik: ga in gesprek").await;
    therapist.reads("ook bij wie dienst heeft").await;
    assert!(!therapist.text().await.contains("beter dood"), "the group's page shows no answer");
    therapist.click(".alert-mark a").await;
    therapist.reads("De gedachte dat u beter dood zou kunnen zijn").await;
    therapist.reads("Wat hebt u gedaan?").await;
    assert_eq!(therapist.run(BADGE).await, json!(null), "it no longer waits");

    therapist.fill("#acted-note", "Na afloop samen gesproken.").await;
    therapist.press("Ik heb gehandeld").await;
    therapist.reads("Na afloop samen gesproken.").await;
    therapist.press("Sluit de melding").await;
    therapist.arrives_at("/alerts").await;
    therapist.reads("Er wacht geen melding op u.").await;

    // The list hears of the next one by itself.
    let wilg = app.enter_tablet(&tonight, practice.member("Wilg")).await;
    therapist.run("window.mark = 'never reloaded'").await;
    assert_eq!(wilg.answer("phq-9", "phq9", "1").await.status, 204);
    therapist.reads("Wilg").await;
    assert_eq!(therapist.run(BADGE).await, json!("1"));
    assert_eq!(therapist.run("return window.mark").await, json!("never reloaded"));
    therapist.click("a[href='/alerts?show=closed']").await;
    therapist.reads("gesloten").await;
    therapist.reads("Eik").await;
    // Nothing on the tablet tells its next reader what was answered.
    assert!(!tablet.text().await.to_lowercase().contains("melding"));
    let complaints = [therapist.complaints().await, tablet.complaints().await].concat();
    assert_eq!(complaints, Vec::<String>::new(), "nothing in the consoles");
    for screen in [therapist, tablet] {
        screen.browser.quit().await.unwrap();
    }
}

#[tokio::test]
async fn a_busy_evening_does_not_keep_the_list_busy() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let therapist = driver.open("therapist", &app.url).await;
    log_in(&therapist, practice.anna()).await;
    therapist.go("/alerts").await;
    therapist.reads("Er wacht geen melding op u.").await;
    let attendance = format!("attendance-{}", practice.member("Eik"));
    for _ in 0..20 {
        let saved = anna.post(&format!("{}/attendance", tonight.path), &[(&attendance, "present")]).await;
        assert_eq!(saved.status, 303);
    }
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    assert_eq!(eik.answer("phq-9", "phq9", "3").await.status, 204);
    therapist.reads("Eik").await;
    let fetched =
        "return performance.getEntriesByType('resource').filter((row) => /alerts.panel/.test(row.name)).length";
    let fetched = therapist.run(fetched).await.as_u64().unwrap();
    assert!((1..=5).contains(&fetched), "21 changes, {fetched} fetches");
    therapist.browser.quit().await.unwrap();
}
