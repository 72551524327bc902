//! A therapist opens a group, then one of its members: the picture, the numbers, the other language.

use peil_tests::{Did, PASSWORD, TestApp};
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::{DARK, log_in},
};

#[tokio::test]
async fn a_member_is_one_click_from_the_group() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 6).await;
    app.analysed().await;
    let screen = driver.open("member", &app.url).await;
    screen.go("/login").await;
    screen.fill("#email", practice.anna()).await;
    screen.fill("#password", PASSWORD).await;
    screen.click("form button.primary").await;
    screen.arrives_at("/home").await;

    screen.click(&format!("a[href='/groups/{}']", practice.group)).await;
    let member = practice.member("Berk").to_string();
    screen.click(&format!("a.member-link[href*='{member}']")).await;
    screen.arrives_at(&member).await;
    screen.see("#member-course .chart-observed").await;
    screen.reads("Berk verandert nog niet betrouwbaar").await;
    screen.reads("nog te weinig trajecten (6 van 100)").await;
    screen.click("#chart-table summary").await;
    screen.reads("ziek").await;
    let rows = "return document.querySelectorAll('table.visits tbody tr').length";
    assert_eq!(screen.run(rows).await, json!(6));
    // What the picture says is heard too.
    let heard = "return document.querySelector('#member-course desc').textContent";
    let heard = screen.run(heard).await;
    assert!(heard.as_str().unwrap().contains("5 keer ingevuld, 1 keer niet."), "{heard}");
    // A column of the picture answers to the pointer, and nothing of it is wider than the page.
    let pointed = "const box = document.querySelector('#member-course .chart-dots circle').getBoundingClientRect();
        return document.elementFromPoint(box.x + 2, box.y + 2).querySelector('title').textContent";
    assert!(screen.run(pointed).await.as_str().unwrap().starts_with("sessie 1: "));

    screen.press("English").await;
    screen.reads("Berk shows no reliable change yet").await;
    screen.reads("too few courses so far (6 of 100)").await;
    screen.click("a[href$='measure=peil-session.total']").await;
    screen.see("#member-course .chart-observed").await;
    screen.click("p.back a").await;
    screen.arrives_at(&practice.group.to_string()).await;
    screen.see("#panel .chart-holder svg").await;

    screen.browser.set_window_rect(0, 0, 390, 844).await.unwrap();
    screen.click(&format!("a.member-link[href*='{member}']")).await;
    screen.see("#member-course-small .chart-observed").await;
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(screen.run(wide).await, json!(0), "nothing is wider than a telephone");
    // The stay ends: how, when, and with a word that it is sure.
    screen.click("#ending summary").await;
    screen.click("#end-reason option[value='completed']").await;
    screen.click("#ending button").await;
    assert_eq!(app.count("memberships WHERE left_on IS NOT NULL").await, 0, "the browser asks whether it is sure");
    assert_eq!(screen.run(wide).await, json!(0), "nor is the form");
    screen.click("#end-sure").await;
    screen.click("#ending button").await;
    screen.reads("member from").await;
    assert_eq!(screen.run("return document.querySelector('#ending')").await, json!(null));
    assert_eq!(app.count("memberships WHERE end_reason = 'completed' AND left_on IS NOT NULL").await, 1);
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
    app.hold_sessions(&practice, 14).await;
    app.analysed().await;
    let screen = driver.open("member", &app.url).await;
    screen.go("/login").await;
    screen.fill("#email", practice.anna()).await;
    screen.fill("#password", PASSWORD).await;
    screen.click("form button.primary").await;
    screen.arrives_at("/home").await;
    for language in ["nl", "en"] {
        for scheme in ["light", "dark"] {
            for (size, width, height) in [("wide", 1280, 1500), ("phone", 390, 1900)] {
                screen.browser.set_window_rect(0, 0, width, height).await.unwrap();
                screen.go(&format!("/groups/{}/members/{}", practice.group, practice.member("Berk"))).await;
                screen.see("#chart-heading").await;
                screen.run("document.querySelector('#chart-table').open = true").await;
                if scheme == "dark" {
                    screen.run(DARK).await;
                }
                let file = folder.join(format!("member-{language}-{scheme}-{size}.png"));
                screen.browser.screenshot(&file).await.unwrap();
            }
        }
        if language == "nl" {
            screen.press("English").await;
        }
    }
    screen.browser.quit().await.unwrap();
}

#[tokio::test]
async fn the_change_over_two_questionnaires_is_read() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    for (session, total) in [17, 12, 9].into_iter().enumerate() {
        let weeks_ago = 3 - i64::try_from(session).unwrap();
        app.hold_evening(&practice, weeks_ago, true, |_| Did::Came(Some(total), None)).await;
    }
    app.anxious_too(&practice, "Berk").await;
    let screen = driver.open("pair", &app.url).await;
    log_in(&screen, practice.anna()).await;
    screen.go(&format!("/groups/{}/members/{}", practice.group, practice.member("Berk"))).await;
    screen.click("#methods summary").await;
    screen.reads("17 + 9 → 9 + 7").await;
    screen.reads("betrouwbaar hersteld").await;
    screen.keep("pair wide").await;
    screen.browser.set_window_rect(0, 0, 390, 844).await.unwrap();
    screen.nothing_sticks_out("the pair").await;
    screen.keep("pair telephone").await;
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
