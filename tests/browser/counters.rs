//! A policy officer's afternoon: the figures of a year, what is counted, a baseline, growth, and the files for outside.

use peil_tests::TestApp;

use crate::{
    driver::{Driver, is_skipped},
    screen::{DARK, Screen, log_in_to},
};

/// Nothing on the page is wider than the screen.
const WIDE: &str = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";

/// How many consults a quarter had, as the table says.
async fn consults(screen: &Screen, column: u8) -> u64 {
    let cell = format!(
        "return document.querySelector('tr[data-counter=group_consults] td:nth-of-type({column})').textContent.trim()"
    );
    screen.run(&cell).await.as_str().unwrap().replace('.', "").parse().unwrap()
}

#[tokio::test]
async fn figures_are_read_understood_compared_and_taken_along() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 3).await;
    // Seen from the second quarter, the first is over.
    app.clock.set("2026-04-07T10:00:00Z".parse().unwrap());
    let screen = driver.open("counters", &app.url).await;
    log_in_to(&screen, practice.wim(), "/admin").await;
    screen.click("nav a[href='/organisation/counters']").await;
    screen.arrives_at("/organisation/counters").await;
    screen.reads("van 2025 is geen getal bekend").await;
    let held = app.count(
        "attendance a JOIN sessions s USING (organisation_id, session_id)
                          WHERE a.status = 'present' AND s.closed_at IS NOT NULL AND s.number IS NOT NULL",
    );
    let held = u64::try_from(held.await).unwrap();
    assert!(held > 0);
    assert_eq!(consults(&screen, 5).await, held, "the year has every consult");

    // What is a consult?
    screen.click("tr[data-counter=group_consults] a").await;
    let target = screen.run("return document.querySelector('.definitions :target dd').textContent").await;
    assert!(target.as_str().unwrap().starts_with("Elke aanwezige cliënt"), "{target}");

    // 2025 had a little less, quarter by quarter and in all.
    for (period, value) in [("year", "40"), ("q1", "x"), ("q1", "10")] {
        screen.run(&format!("document.querySelector('#baseline-period').value = '{period}'")).await;
        screen.fill("#baseline-value", value).await;
        screen.click("#baseline .button.primary").await;
        let said = if value == "x" { "Niet bewaard" } else { "Ingevuld door" };
        screen.reads(said).await;
    }
    screen.reads("2026 tot en met kwartaal 1").await;
    let change = (held as f64 / 10.0 * 100.0 - 100.0).abs();
    let said = screen.text().await;
    let written = format!("{change:.1}").replace('.', ",");
    assert!(said.contains(&format!(" {} %", written.trim_end_matches(",0"))), "{change} in {said}");
    let svg = "return document.querySelectorAll('.chart-holder.for-wide svg[role=img] .chart-curve circle').length";
    assert_eq!(screen.run(svg).await.as_u64(), Some(3), "2025, and a hollow dot for the year that goes on");

    let (name, csv) = screen.download(".links a[href*='counters.csv']").await;
    let csv = String::from_utf8(csv).unwrap();
    assert!(name.ends_with(".csv") && csv.starts_with("definitions,year,period"), "{name}");
    assert!(csv.lines().skip(1).all(|line| line.starts_with("counters 1,2026,")));
    let (name, picture) = screen.download(".links a[href*='chart.svg']").await;
    assert!(name.ends_with(".svg") && picture.starts_with(b"<svg"), "{name}");

    screen.run("document.querySelector('#counters-setting').value = 'setting_1'").await;
    screen.click(".counters-ask .button").await;
    screen.reads("2026, setting 1").await;
    assert_eq!(consults(&screen, 5).await, 0, "the groups are of setting 2");
    looks_right(&screen).await;
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}

/// On a telephone and on a desk, light and dark, in both languages, nothing runs off the screen. With a folder in
/// `PEIL_PICTURES` each is kept to be looked at.
async fn looks_right(screen: &Screen) {
    let folder = std::env::var_os("PEIL_PICTURES").map(std::path::PathBuf::from);
    for language in ["nl", "en"] {
        screen.go("/organisation/counters?year=2026&setting=all").await;
        let shown = screen.run("return document.documentElement.lang").await;
        if shown.as_str() != Some(language) {
            screen.click("button[name=language]").await;
            screen.go("/organisation/counters?year=2026&setting=all").await;
        }
        for (width, height) in [(390, 844), (1280, 900)] {
            screen.browser.set_window_rect(0, 0, width, height).await.unwrap();
            for dark in [false, true] {
                if dark {
                    screen.run(DARK).await;
                }
                assert!(screen.run(WIDE).await.as_i64().unwrap() <= 0, "{language} at {width} runs off the screen");
                if let Some(folder) = &folder {
                    let name = format!("{language}-{width}-{}.png", if dark { "dark" } else { "light" });
                    let height = screen.run("return document.documentElement.scrollHeight").await.as_u64().unwrap();
                    let height = u32::try_from(height).unwrap() + 140;
                    screen.browser.set_window_rect(0, 0, width, height).await.unwrap();
                    std::fs::write(folder.join(name), screen.browser.screenshot_as_png().await.unwrap()).unwrap();
                }
            }
            screen.go("/organisation/counters?year=2026&setting=all").await;
        }
    }
}
