//! The life of a signal as a therapist sees it: read, its purpose, discussed, acted on, closed; and when the stay has ended,
//! its place among how often signals were right. And who stops, and when.

use peil_tests::{Did, Practice, TestApp};
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::{Screen, log_in},
};

/// Berk gets worse at the second of four sessions and stays so.
async fn four_sessions(app: &TestApp, practice: &Practice) {
    app.owner.batch_execute("UPDATE organisations SET signals_enabled = true").await.unwrap();
    for session in 1..=4 {
        let total = |name: &str| if name == "Berk" && session > 1 { 21 } else { 12 };
        app.hold_evening(practice, 6 - session, true, |name| Did::Came(Some(total(name)), None)).await;
        app.analysed().await;
    }
}

#[tokio::test]
async fn a_signal_is_read_discussed_closed_and_counted() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    four_sessions(&app, &practice).await;
    let screen = driver.open("signals", &app.url).await;
    log_in(&screen, practice.anna()).await;
    let group = format!("/groups/{}", practice.group);
    screen.go(&group).await;
    screen.reads("Berk gaat achteruit").await;
    screen.click("a[href*='/signals/0']").await;
    screen.reads("Wat de regel ziet").await;
    screen.reads("Regel DET, versie 2").await;
    screen.click("a[href='/signals/purpose']").await;
    screen.arrives_at("/signals/purpose").await;
    for said in ["Wat signalen niet zijn", "CE-markering", "Regel DET, versie 2", "Regel G-OUT"] {
        screen.reads(said).await;
    }
    screen.browser.back().await.unwrap();
    screen.fill("#discussed-note", "Samen bekeken, Berk sliep slecht.").await;
    screen.press("Leg vast dat het is besproken").await;
    screen.reads("Samen bekeken, Berk sliep slecht.").await;
    screen.press("Ik heb gehandeld").await;
    assert_eq!(app.count("signal_steps WHERE step = 'acted'").await, 0, "what was done is written down first");
    screen.fill("#acted-note", "Een gesprek afgesproken.").await;
    screen.press("Ik heb gehandeld").await;
    screen.reads("Een gesprek afgesproken.").await;
    screen.press("Sluit het signaal").await;
    peil_tests::eventually("the signal to be closed", async || {
        (app.count("signal_steps WHERE step = 'closed'").await == 1).then_some(())
    })
    .await;
    screen.go(&group).await;
    screen.see("#panel .chart-holder svg").await;
    assert!(!screen.text().await.contains("Berk gaat achteruit"), "closed it leaves the list");
    let steps = app.owner.query("SELECT step FROM signal_steps ORDER BY step", &[]).await.unwrap();
    let steps: Vec<&str> = steps.iter().map(|row| row.get(0)).collect();
    assert_eq!(steps, ["acted", "closed", "discussed", "seen"]);
    counted(&app, &practice, &screen).await;
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}

/// Before the stay ends nothing is judged; afterwards DET was right once in one.
async fn counted(app: &TestApp, practice: &Practice, screen: &Screen) {
    screen.go("/signals/performance").await;
    screen.reads("Hier zijn 0 trajecten van begin tot eind gevolgd").await;
    screen.go(&format!("/groups/{}/members/{}", practice.group, practice.member("Berk"))).await;
    screen.click("#ending summary").await;
    screen.click("#end-reason option[value='completed']").await;
    screen.click("#end-sure").await;
    screen.click("#ending button").await;
    screen.reads("lid van").await;
    app.analysed().await;
    screen.go("/signals/performance").await;
    screen.reads("Onder de 20 zeggen de getallen bijna niets.").await;
    let of_det = "return [...document.querySelectorAll('section.card')]
        .find((card) => card.querySelector('h2 .second')?.textContent.trim() === 'DET')?.textContent ?? ''";
    let of_det = screen.run(of_det).await;
    assert!(of_det.as_str().unwrap().contains("1/1"), "{of_det}");
    screen.click(".note a[href='/signals/dropout']").await;
    screen.reads("Wie er stopt, en wanneer").await;
}

#[tokio::test]
async fn who_stops_and_when_is_seen_heard_and_read() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.past_stays(&practice, 0, 40).await;
    app.owner.batch_execute("UPDATE organisations SET signals_enabled = true").await.unwrap();
    let screen = driver.open("leaving", &app.url).await;
    log_in(&screen, practice.anna()).await;
    screen.go("/signals/dropout").await;
    screen.see(".chart-holder.for-wide svg").await;
    screen.reads("Van de 100 cliënten stoppen er ongeveer").await;
    let heard = screen.run("return document.querySelector('.for-wide svg desc').textContent").await;
    assert!(heard.as_str().unwrap().contains("320"), "of how many stays it is: {heard}");
    screen.click("details summary").await;
    let rows = "return [...document.querySelectorAll('table.numbers tbody tr')]
        .map((row) => [...row.children].map((cell) => cell.textContent.trim()))";
    let rows: Vec<Vec<String>> = serde_json::from_value(screen.run(rows).await).unwrap();
    assert_eq!(rows[0][1], "320", "nobody left before the second session");
    let last: u32 = rows.last().unwrap()[1].parse().unwrap();
    assert!((1..320).contains(&last), "{last} lasted to the end");
    screen.browser.set_window_rect(0, 0, 390, 844).await.unwrap();
    screen.see(".chart-holder.for-phone svg").await;
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(screen.run(wide).await, json!(0), "nothing is wider than a telephone");
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}

#[tokio::test]
async fn how_well_the_own_model_foretold_is_read() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.past_stays(&practice, 0, 100).await;
    app.learn_leaving(&practice).await;
    app.owner.batch_execute("UPDATE organisations SET signals_enabled = true").await.unwrap();
    let screen = driver.open("trial", &app.url).await;
    log_in(&screen, practice.anna()).await;
    screen.go("/signals/dropout").await;
    screen.see("#trial-heading").await;
    screen.reads("de score van Brier is").await;
    screen.run("document.querySelectorAll('details').forEach(one => { one.open = true; })").await;
    screen.reads("Binnen 4 sessies").await;
    screen.keep("trial wide").await;
    screen.browser.set_window_rect(0, 0, 390, 844).await.unwrap();
    screen.nothing_sticks_out("the trial").await;
    screen.keep("trial telephone").await;
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
