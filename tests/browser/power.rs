//! How large must a study be: a slider is moved by keyboard, and the answer follows.

use peil_tests::{TestApp, eventually};
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::{Screen, log_in_to},
};

const SENTENCE: &str = "return document.querySelector('[data-part=\"sentence\"]').textContent";

/// The sentence, once it is another than before.
async fn other_than(screen: &Screen, before: &str) -> String {
    eventually("another answer", async || {
        let now = screen.run(SENTENCE).await.as_str().map(str::to_owned)?;
        (now != before).then_some(now)
    })
    .await
}

#[tokio::test]
async fn a_slider_moved_by_keyboard_changes_the_answer() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let screen = driver.open("power", &app.url).await;
    log_in_to(&screen, practice.iris(), "/research").await;
    screen.click("a[href='/research/power']").await;
    screen.arrives_at("/research/power").await;
    let first = screen.run(SENTENCE).await.as_str().unwrap().to_owned();
    assert!(first.starts_with("De kans is "), "{first}");
    // Right of ten groups is eleven.
    screen.see("[data-field='groups'] [data-slider]").await.send_keys("\u{e014}").await.unwrap();
    let second = other_than(&screen, &first).await;
    let number = "return document.querySelector('#power-groups').value";
    assert_eq!(screen.run(number).await, json!("11"), "the number follows its slider");
    assert!(screen.run("return location.search").await.as_str().unwrap().contains("groups=11"));
    // With drop-out the formula is an approximation, and the page simulates by itself.
    screen.see("[data-field='dropout'] [data-slider]").await.send_keys("\u{e014}").await.unwrap();
    let third = other_than(&screen, &second).await;
    assert!(third.starts_with("De kans is ongeveer"), "{third}");
    screen.reads("Nagebootst: 200 onderzoeken").await;
    // The smallest design fills in by itself, after the answer.
    for (field, typed) in [("#power-effect", "2"), ("#power-members", "3"), ("#power-sessions", "3")] {
        screen.fill(field, typed).await;
    }
    screen.reads("Nagebootst, stap voor stap:").await;
    // What cannot be is told at its field, and nowhere an answer.
    screen.fill("#power-members", "veel").await;
    screen.reads("Hier staat geen getal. Geef een getal van 2 tot 20.").await;
    screen.reads("Met deze getallen kan Peil niet rekenen.").await;
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
