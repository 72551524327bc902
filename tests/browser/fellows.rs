//! A team lead asks whether it mattered who else sat in the group.

use peil_tests::TestApp;
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::log_in_to,
};

#[tokio::test]
async fn a_team_lead_asks_whether_it_matters_who_sits_together() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.crowd(&practice, 40, 6).await;
    let screen = driver.open("fellows", &app.url).await;
    log_in_to(&screen, practice.marieke(), "/home").await;
    screen.go("/organisation/counters").await;
    screen.click("a[href='/organisation/composition']").await;
    screen.arrives_at("/organisation/composition").await;
    screen.reads("groepen met").await;
    screen.reads("past het best bij de scores").await;
    let rows = "return [...document.querySelectorAll('table.numbers')].map(table => table.tBodies[0].rows.length)";
    assert_eq!(screen.run(rows).await, json!([4, 6]));
    screen.nothing_sticks_out("the composition of groups").await;
    screen.keep("fellows-wide").await;
    screen.click("a[href$='groups=closed']").await;
    screen.see("a[href$='groups=closed'][aria-current]").await;
    screen.press("English").await;
    screen.reads("fits the scores best").await;
    screen.browser.set_window_rect(0, 0, 390, 844).await.unwrap();
    screen.nothing_sticks_out("the composition of groups on a telephone").await;
    screen.keep("fellows-phone").await;
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
