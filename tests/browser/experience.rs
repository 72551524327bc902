//! Who leads a group out of own experience holds a session, and meets no result on the way.

use peil_service::domain::TherapistPart;
use peil_tests::TestApp;

use crate::{
    driver::{Driver, is_skipped},
    screen::log_in_to,
};

#[tokio::test]
async fn a_session_is_held_out_of_own_experience() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 2).await;
    let add = "INSERT INTO group_therapists (organisation_id, group_id, account_id, part, from_date)
               VALUES ($1, $2, $3, $4, date '2025-01-01')";
    let (els, lead) = (practice.account("els").uuid(), TherapistPart::Lead.word());
    app.owner.execute(add, &[&practice.id.uuid(), &practice.group.uuid(), &els, &lead]).await.unwrap();
    let screen = driver.open("experience", &app.url).await;
    log_in_to(&screen, practice.els(), "/leading").await;
    screen.reads("Uitslagen ziet u niet.").await;
    screen.nothing_sticks_out("the groups of who leads out of own experience").await;
    screen.keep("experience-leading").await;
    screen.submit("Start sessie 3").await;
    screen.see("p.code").await;
    screen.reads("U krijgt geen uitslagen").await;
    let member = format!("attendance-{}", practice.member("Berk"));
    screen.click(&format!("[data-member='{member}'] .choices > label.choice")).await;
    screen.see(&format!("[data-member='{member}'] [data-saved]:not([hidden])")).await;
    screen.nothing_sticks_out("a session held out of own experience").await;
    screen.keep("experience-session").await;
    screen.browser.set_window_rect(0, 0, 390, 844).await.unwrap();
    screen.nothing_sticks_out("the same on a telephone").await;
    screen.keep("experience-session-phone").await;
    screen.submit("Sluit de sessie").await;
    screen.reads("Sessie weer openen").await;
    screen.click("p.back a").await;
    screen.arrives_at("/leading").await;
    screen.press("English").await;
    screen.reads("You see no results").await;
    screen.keep("experience-leading-phone").await;
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
