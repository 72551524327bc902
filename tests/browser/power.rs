//! How large must a study be: a slider is moved by keyboard, and the answer follows.

use peil_tests::{TestApp, eventually};
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::{DARK, Screen, log_in_to},
};

const SENTENCE: &str = "return document.querySelector('[data-part=\"sentence\"]').textContent";

/// A study of few scores, which is simulated quickly.
const SMALL: &str = "for (const [name, value] of [['effect', '2'], ['members', '3'], ['sessions', '3']])
    document.getElementById('power-' + name).value = value;
    document.querySelector('[data-power]').dispatchEvent(new Event('input'))";

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
    screen.run(SMALL).await;
    screen.reads("Nagebootst, stap voor stap:").await;
    // What cannot be is told at its field, and nowhere an answer.
    screen.fill("#power-members", "veel").await;
    screen.reads("Hier staat geen getal. Geef een getal van 2 tot 20.").await;
    screen.reads("Met deze getallen kan Peil niet rekenen.").await;
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}

/// Writes pictures of the page where `PEIL_PICTURES` says, for looking at them: both languages, light and dark, a telephone.
#[tokio::test]
async fn pictures_can_be_looked_at() {
    let Some(folder) = std::env::var_os("PEIL_PICTURES").map(std::path::PathBuf::from) else {
        return;
    };
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let screen = driver.open("power", &app.url).await;
    log_in_to(&screen, practice.iris(), "/research").await;
    for language in ["nl", "en"] {
        for scheme in ["light", "dark"] {
            for (size, width) in [("wide", 1280), ("phone", 390)] {
                screen.browser.set_window_rect(0, 0, width, 3600).await.unwrap();
                screen.go("/research/power?groups=4&members=4&sessions=6&effect=1,5&dropout=4&trials=smallest").await;
                screen.see(".power-answer svg").await;
                if scheme == "dark" {
                    screen.run(DARK).await;
                }
                screen.browser.screenshot(&folder.join(format!("power-{language}-{scheme}-{size}.png"))).await.unwrap();
            }
        }
        if language == "nl" {
            screen.press("English").await;
        }
    }
    screen.browser.quit().await.unwrap();
}
