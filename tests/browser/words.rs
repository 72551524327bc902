//! A form with words of the client's own, as a client fills it in: typed, kept, reloaded, and offered again next time.

use jiff::SignedDuration;
use peil_tests::{Practice, TestApp, eventually};

use crate::{
    driver::{Driver, is_skipped},
    screen::Screen,
    tablet::enter,
};

const GOAL: &str = "Vaker zeggen wat ik wil";

/// What stands in the room for words.
const WRITTEN: &str = "return document.querySelector('textarea')?.value ?? null";

#[tokio::test]
async fn a_goal_keeps_its_words_over_a_reload_and_until_next_time() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    practice.also_measures(&app, "peil-goals").await;
    app.owner.execute("DELETE FROM group_plans WHERE instrument_id <> 'peil-goals'", &[]).await.unwrap();
    let tablet = driver.open("tablet", &app.url).await;
    first_evening(&app, &practice, &tablet).await;
    app.clock.pass(SignedDuration::from_hours(24 * 7));
    second_evening(&app, &practice, &tablet).await;
    assert_eq!(tablet.complaints().await, Vec::<String>::new(), "nothing in the console");
    tablet.browser.quit().await.unwrap();
}

async fn first_evening(app: &TestApp, practice: &Practice, tablet: &Screen) {
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    enter(tablet, &tonight.code, "Eik").await;
    tablet.reads("Vraag 1 van 6").await;
    tablet.reads("Sla over").await;
    tablet.fill("textarea", GOAL).await;
    tablet.reads("Volgende").await;
    // The typing rests, and the words are with the service before anybody goes on.
    stored(app, GOAL).await;
    enter(tablet, &tonight.code, "Eik").await;
    tablet.reads("Vraag 2 van 6").await;
    tablet.reads(GOAL).await;
    tablet.press("Terug").await;
    tablet.reads("Vraag 1 van 6").await;
    assert_eq!(tablet.run(WRITTEN).await, GOAL, "the words came back");

    // Who goes on at once loses nothing of what was typed last, nor does who changes the language.
    tablet.fill("textarea", ", ook thuis").await;
    tablet.press("English").await;
    tablet.reads("Question 1 of 6").await;
    assert_eq!(tablet.run(WRITTEN).await, format!("{GOAL}, ook thuis"));
    tablet.press("Nederlands").await;
    tablet.fill("textarea", ".").await;
    tablet.press("Volgende").await;
    stored(app, &format!("{GOAL}, ook thuis.")).await;
    for number in 2..=6 {
        tablet.reads(&format!("Vraag {number} van 6")).await;
        tablet.press("Sla over").await;
    }
    send(app, tablet, 1).await;
    anna.close_session(&tonight).await;
}

async fn second_evening(app: &TestApp, practice: &Practice, tablet: &Screen) {
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    enter(tablet, &tonight.code, "Eik").await;
    tablet.reads("Dit schreef u de vorige keer.").await;
    assert_eq!(tablet.run(WRITTEN).await, format!("{GOAL}, ook thuis."));
    assert_eq!(app.count("answers").await, 1, "what is offered is not stored");
    tablet.press("Volgende").await;
    tablet.reads(&format!("{GOAL}, ook thuis.")).await;
    for number in 2..=6 {
        tablet.reads(&format!("Vraag {number} van 6")).await;
        tablet.press("Sla over").await;
    }
    send(app, tablet, 2).await;
    assert_eq!(app.count(&format!("answers WHERE written = '{GOAL}, ook thuis.'")).await, 2);
}

async fn send(app: &TestApp, tablet: &Screen, responses: i64) {
    tablet.reads("Klaar om te versturen?").await;
    tablet.press("Versturen").await;
    tablet.arrives_at("/t/done").await;
    assert_eq!(app.count("responses").await, responses);
}

async fn stored(app: &TestApp, words: &str) {
    let rows = format!("answers WHERE written = '{words}'");
    eventually("the words to be stored", async || (app.count(&rows).await == 1).then_some(())).await;
}
