//! The wall when its connection is gone, and when it comes back.

use peil_tests::{TestApp, eventually};
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    relay::Relay,
    screen::Screen,
    wall::{HERE, answer, keep, log_in, resize, says_through_the_service},
};

/// How many lines somebody before the wall sees.
const SEEN: &str = "return [...document.querySelectorAll('.by-consent .chart-member')]
    .filter((line) => line.getClientRects().length > 0).length";

/// From now on every frame is looked at for lines, also one that is on the wall for a blink.
const WATCH: &str = "window.mark = 'never reloaded'; window.blinks = 0;
    const look = () => {
        const lines = [...document.querySelectorAll('.by-consent .chart-member')];
        if (window.watching && lines.some((line) => line.getClientRects().length > 0)) window.blinks += 1;
        requestAnimationFrame(look);
    };
    look();";

/// What the wall is called, by all who look at it or hear it.
const CALLED: &str = "return [...document.querySelectorAll('h1')].filter((one) => one.getClientRects().length > 0)
    .map((one) => one.textContent.trim())";

async fn sees(wall: &Screen, lines: usize, what: &str) {
    eventually(what, async || (wall.run(SEEN).await == json!(lines)).then_some(())).await;
}

#[tokio::test]
async fn without_a_connection_the_wall_says_so_and_lines_that_were_taken_back_do_not_return() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 6).await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let away = format!("attendance-{}", practice.member("Wilg"));
    anna.post(&format!("{}/attendance", tonight.path), &[(&away, "absent_holiday")]).await;
    for (at, name) in HERE.iter().enumerate() {
        answer(&app, &tonight, practice.member(name), at).await;
        says_through_the_service(&app, &tonight, practice.member(name), true).await;
    }
    let relay = Relay::before(&app.url).await;
    let wall = driver.open("wall", &relay.url).await;
    resize(&wall, 1280, 720).await;
    log_in(&wall, practice.anna(), &format!("{}/room?look=lines", tonight.path)).await;
    sees(&wall, 5, "the lines to come").await;
    wall.run(WATCH).await;
    assert_eq!(wall.run(CALLED).await.as_array().unwrap().len(), 1);

    relay.cut();
    wall.reads("Geen verbinding.").await;
    wall.reads("De lijnen zijn even weg: er is geen verbinding.").await;
    assert_eq!(wall.run(SEEN).await, json!(0), "what cannot be taken back in time is not shown");
    for said in ["hoger dan in het begin", "Iedereen die er is vond dit deze sessie goed"] {
        assert!(!wall.text().await.contains(said), "nor is anything said of lines: {said}");
    }
    let called = wall.run(CALLED).await;
    let called = called.as_array().unwrap();
    assert!(called.len() == 1 && called[0].as_str().unwrap().starts_with("De lijnen zijn even weg"), "{called:?}");
    keep(&wall, "lost").await;
    wall.run("window.watching = true").await;
    says_through_the_service(&app, &tonight, practice.member("Linde"), false).await;
    relay.mend();
    wall.reads("Lijnen komen hier als iedereen dat goed vindt").await;
    eventually("the wall to be connected", async || (!wall.text().await.contains("Geen verbinding.")).then_some(()))
        .await;
    assert_eq!(wall.run("return window.blinks").await, json!(0), "not for one frame");
    wall.run("window.watching = false").await;

    // It hears again: what is allowed anew comes by itself.
    says_through_the_service(&app, &tonight, practice.member("Linde"), true).await;
    sees(&wall, 5, "the lines to come again").await;
    relay.cut();
    sees(&wall, 0, "the lines to go with the connection").await;
    relay.mend();
    sees(&wall, 5, "lines that nobody took back to come back").await;
    // A network that takes what is asked and brings nothing back is none.
    relay.lose_replies();
    anna.post(&format!("{}/attendance", tonight.path), &[(&away, "absent_ill")]).await;
    sees(&wall, 0, "the lines to go when nothing is heard").await;
    assert_eq!(wall.run("return window.mark").await, json!("never reloaded"));
    wall.browser.quit().await.unwrap();
}
