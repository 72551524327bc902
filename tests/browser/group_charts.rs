//! A therapist looks at a group in every way: each chart by a link that the keyboard reaches, each switch, on a telephone.

use peil_tests::TestApp;
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::log_in,
};

/// The charts and something that only their picture has.
const CHARTS: [(&str, &str); 4] = [
    ("members", "#course .chart-cut-off"),
    ("change", "#change .chart-no-change"),
    ("climate", "#climate .chart-answered"),
    ("grid", "#grid .chart-key"),
];

/// Puts the keyboard on a link; says whether it could.
fn focus(chart: &str) -> String {
    format!(
        "const link = document.querySelector(\".chart-tabs a[href$='chart={chart}']\");
         link.focus(); return document.activeElement === link && link.tabIndex === 0"
    )
}

#[tokio::test]
async fn every_chart_of_a_group_is_one_key_away() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 6).await;
    app.analysed().await;
    let screen = driver.open("group-charts", &app.url).await;
    log_in(&screen, practice.anna()).await;
    let group = format!("/groups/{}?measure=phq-9.total", practice.group);
    for (chart, part) in CHARTS {
        screen.go(&group).await;
        screen.see("#course .chart-band").await;
        assert_eq!(screen.run(&focus(chart)).await, json!(true), "{chart}");
        screen.run("document.activeElement.click()").await;
        screen.see(part).await;
        screen.see(&format!(".chart-tabs a[aria-current][href$='chart={chart}']")).await;
        screen.click("#chart-table summary").await;
        screen.see("#chart-table tbody tr").await;
    }
    screen.go(&group).await;
    screen.click(".choices a[href*='time=week']").await;
    screen.click(".choices a[href*='value=improvement']").await;
    screen.reads("Ieder is geteld vanaf de eigen start.").await;
    screen.see(".choices a[aria-current][href*='time=week']").await;
    screen.click(".chart-tabs a[href*='chart=members']").await;
    screen.reads("Elk lid heeft een eigen vak").await;
    screen.see("#course .chart-member").await;

    screen.browser.set_window_rect(0, 0, 390, 844).await.unwrap();
    for (chart, part) in CHARTS {
        screen.go(&format!("{group}&chart={chart}")).await;
        screen.see(&part.replacen(' ', "-small ", 1)).await;
        let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        assert_eq!(screen.run(wide).await, json!(0), "{chart} is not wider than a telephone");
    }
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}

/// Writes pictures of every chart where `PEIL_PICTURES` says, for looking at them: both languages, wide and a telephone.
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
    let screen = driver.open("group-charts", &app.url).await;
    log_in(&screen, practice.anna()).await;
    for language in ["nl", "en"] {
        for look in
            ["", "&chart=members", "&chart=change", "&chart=climate", "&chart=grid", "&time=week&lines=observed"]
        {
            for (size, width, height) in [("wide", 1280, 1000), ("phone", 390, 1100)] {
                screen.browser.set_window_rect(0, 0, width, height).await.unwrap();
                screen.go(&format!("/groups/{}?measure=phq-9.total{look}", practice.group)).await;
                screen.see("#chart-heading").await;
                let name: String = look.chars().filter(char::is_ascii_alphanumeric).collect();
                let file = folder.join(format!("group-{language}-{name}-{size}.png"));
                screen.browser.screenshot(&file).await.unwrap();
            }
        }
        if language == "nl" {
            screen.press("English").await;
        }
    }
    screen.browser.quit().await.unwrap();
}
