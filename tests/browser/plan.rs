//! A therapist sets up what a group measures, in five clicks.

use peil_tests::{PASSWORD, TestApp};

use crate::driver::{Driver, is_skipped};

#[tokio::test]
async fn a_plan_is_set_up_in_five_clicks() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 3).await;
    app.analysed().await;
    let screen = driver.open("plan", &app.url).await;
    screen.go("/login").await;
    screen.fill("#email", practice.anna()).await;
    screen.fill("#password", PASSWORD).await;
    screen.click("form button.primary").await;
    screen.arrives_at("/home").await;

    screen.click(&format!("a[href='/groups/{}']", practice.group)).await;
    screen.click(".actions a[href$='/plan']").await;
    screen.reads("Begin met een voorbeeld").await;
    screen.click(".template a[href*='template=goals']").await;
    screen.reads("Zo wordt het meetplan").await;
    screen.reads("Check-in voor de sessie").await;
    screen.press("Bewaar meetplan").await;
    screen.reads("Het meetplan is bewaard").await;
    assert_eq!(app.count("group_plans WHERE instrument_id = 'peil-goals' AND every = 4").await, 1, "four clicks");

    // By hand: the number goes with the occasion as it is chosen, and Enter looks and changes nothing else.
    screen.click("#occasion-0 option[value='start']").await;
    let shown = "return getComputedStyle(document.querySelector('#number-0').parentElement).visibility";
    assert_eq!(screen.run(shown).await, "hidden");
    screen.click("#occasion-0 option[value='follow_up']").await;
    screen.reads("Weken na vertrek").await;
    screen.fill("#number-0", "\u{e010}2\u{e007}").await;
    screen.reads("12 weken na vertrek").await;
    assert_eq!(app.count("group_plans WHERE occasion = 'follow_up'").await, 0);
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
