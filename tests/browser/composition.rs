//! A therapist looks at who sits in a group, and at what somebody who waits would change.

use jiff::ToSpan;
use peil_tests::{Practice, TestApp};
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::{DARK, log_in_to},
};

/// A group of five with six sessions; Wilg waits and scored 20.
async fn measured(app: &TestApp) -> Practice {
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 6).await;
    let later = practice.today(app) + 14.days();
    let waits = format!("UPDATE memberships SET joined_on = date '{later}' WHERE membership_id = $1");
    app.owner.execute(&waits, &[&practice.member("Wilg")]).await.unwrap();
    practice
}

#[tokio::test]
async fn who_sits_in_the_group_and_who_may_join() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = measured(&app).await;
    let screen = driver.open("composition", &app.url).await;
    let group = format!("/groups/{}", practice.group);
    log_in_to(&screen, practice.anna(), "/home").await;
    screen.go(&group).await;
    screen.click(&format!("a[href='{group}/composition']")).await;
    screen.arrives_at(&format!("{group}/composition")).await;
    screen.see("#composition .chart-dots").await;
    screen.reads("De groep heeft nu 5 leden; met een score: 5.").await;
    screen.click("#chart-table summary").await;
    let rows = "return document.querySelectorAll('table.numbers tbody tr').length";
    assert_eq!(screen.run(rows).await, json!(5));
    // Names stand free of each other.
    let met = "const boxes = [...document.querySelectorAll('#composition .chart-names text')]
            .map(text => text.getBoundingClientRect());
        return boxes.filter((one, at) => boxes.some((other, later) => later > at && one.left < other.right &&
            other.left < one.right && one.top + 3 < other.bottom && other.top + 3 < one.bottom)).length";
    assert_eq!(screen.run(met).await, json!(0));
    screen.click(&format!("#composition-newcomer a[href*='{}']", practice.member("Wilg"))).await;
    screen.reads("Wilg scoort").await;
    screen.reads("Het gemiddelde gaat van").await;
    screen.see("#composition .chart-newcomer").await;
    screen.press("English").await;
    screen.reads("The mean goes from").await;
    screen.browser.set_window_rect(0, 0, 390, 844).await.unwrap();
    screen.see("#composition-small .chart-newcomer").await;
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(screen.run(wide).await, json!(0), "nothing is wider than a telephone");
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
    let practice = measured(&app).await;
    let screen = driver.open("composition", &app.url).await;
    log_in_to(&screen, practice.anna(), "/home").await;
    for language in ["nl", "en"] {
        for scheme in ["light", "dark"] {
            for (size, width, height) in [("wide", 1280, 1500), ("phone", 390, 1900)] {
                screen.browser.set_window_rect(0, 0, width, height).await.unwrap();
                screen.go(&format!("/groups/{}/composition?with={}", practice.group, practice.member("Wilg"))).await;
                screen.see("#chart-heading").await;
                screen.run("document.querySelector('#chart-table').open = true").await;
                if scheme == "dark" {
                    screen.run(DARK).await;
                }
                let file = folder.join(format!("composition-{language}-{scheme}-{size}.png"));
                screen.browser.screenshot(&file).await.unwrap();
            }
        }
        if language == "nl" {
            screen.press("English").await;
        }
    }
    screen.browser.quit().await.unwrap();
}
