//! What waits on a tablet: one answer that the service refuses keeps no other one back, in a form that is filled in and in
//! one that is sent.

use peil_tests::{Practice, TestApp, eventually};

use crate::{
    driver::{Driver, is_skipped},
    screen::Screen,
    tablet::{answer, enter},
};

/// Nothing reaches the service.
const OFFLINE: &str = "window.reached = window.fetch;
    window.fetch = () => Promise.reject(new TypeError('no network'));";

/// The connection is back; the first answer is refused for good, alone and in its form.
const FIRST_IS_REFUSED: &str = "window.fetch = (address, options) => /answers\\/phq1$|response$/.test(address)
        ? Promise.resolve(new Response(
            JSON.stringify({ type: 'https://peil.example/problems/answer-out-of-range', title: 'no', status: 422 }),
            { status: 422 }))
        : window.reached(address, options);
    window.dispatchEvent(new Event('online'));";

/// Eik at the first question of the PHQ-9, without a connection.
async fn offline(driver: &Driver) -> (TestApp, Practice, Screen) {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.owner.execute("DELETE FROM group_plans WHERE instrument_id <> 'phq-9'", &[]).await.unwrap();
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    let tablet = driver.open("tablet", &app.url).await;
    enter(&tablet, &tonight.code, "Eik").await;
    tablet.reads("Vraag 1 van 9").await;
    tablet.run(OFFLINE).await;
    (app, practice, tablet)
}

#[tokio::test]
async fn a_refused_answer_keeps_no_other_one_back() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let (app, _, tablet) = offline(&driver).await;
    answer(&tablet, 1, &[1, 2, 3]).await;
    assert_eq!(app.count("answers").await, 0);
    tablet.run(FIRST_IS_REFUSED).await;
    eventually("the other two to arrive", async || (app.count("answers").await == 2).then_some(())).await;
    assert_eq!(app.count("answers WHERE item_id = 'phq1'").await, 0);
    tablet.browser.quit().await.unwrap();
}

#[tokio::test]
async fn nor_does_it_in_a_form_that_is_sent() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let (app, _, tablet) = offline(&driver).await;
    answer(&tablet, 1, &[1, 0, 0, 0, 0, 0, 0, 0, 2]).await;
    tablet.reads("Klaar om te versturen?").await;
    tablet.press("Versturen").await;
    tablet.reads("wacht").await;
    assert_eq!(app.count("signals WHERE level IS NOT NULL").await, 0);
    tablet.run(FIRST_IS_REFUSED).await;
    let heard = async || (app.count("signals WHERE level = 'safety'").await == 1).then_some(());
    eventually("the answer about death to be heard", heard).await;
    assert_eq!((app.count("answers").await, app.count("responses").await), (8, 0));
    tablet.browser.quit().await.unwrap();
}
