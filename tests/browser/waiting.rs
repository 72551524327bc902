//! The waiting list as a therapist uses it: somebody is put down, gets another first day, and gives up.

use jiff::ToSpan;
use peil_tests::TestApp;

use crate::{
    driver::{Driver, is_skipped},
    screen::{Screen, log_in},
};

async fn put_down(screen: &Screen, group: &str, (pseudonym, day): (&str, &str)) {
    screen.go(&format!("{group}/new-member")).await;
    screen.fill("#add-pseudonym", pseudonym).await;
    screen.run(&format!("document.querySelector('#add-joined_on').value = '{day}'")).await;
    screen.submit("Voeg toe en toon de code").await;
    screen.reads(pseudonym).await;
}

#[tokio::test]
async fn from_the_waiting_list_into_the_group_or_off_it() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 2).await;
    let cycle = "UPDATE groups SET cycle_starts_on = $1, cycle_weeks = 12, entry_weeks = 4, planned_size = 10";
    let today = practice.today(&app);
    app.owner.execute(cycle, &[&today.saturating_sub(10.days())]).await.unwrap();
    let ends = "UPDATE memberships SET planned_end_on = $2 WHERE membership_id = $1";
    app.owner.execute(ends, &[&practice.member("Eik"), &today.saturating_add(20.days())]).await.unwrap();
    let screen = driver.open("waiting", &app.url).await;
    log_in(&screen, practice.anna()).await;
    let group = format!("/groups/{}", practice.group);
    let ahead = |weeks: i32| today.saturating_add(weeks.weeks()).to_string();
    put_down(&screen, &group, ("Spar", &ahead(3))).await;
    put_down(&screen, &group, ("Lork", &ahead(5))).await;
    screen.go(&group).await;
    screen.click(&format!("a[href='{group}/waiting']")).await;
    screen.reads("Er wachten 2 deelnemers").await;
    screen.reads("Eik: klaar volgens plan.").await;
    screen.reads("van de cyclus").await;
    screen.keep("waiting wide").await;
    screen.browser.set_window_rect(0, 0, 390, 844).await.unwrap();
    screen.nothing_sticks_out("the waiting list").await;
    screen.keep("waiting telephone").await;
    screen.browser.set_window_rect(0, 0, 1280, 900).await.unwrap();

    // Spar may begin tomorrow.
    let tomorrow = today.tomorrow().unwrap().to_string();
    screen.click("#who-waits li:first-child summary").await;
    screen
        .run(&format!("document.querySelector('#who-waits li:first-child [name=joined_on]').value = '{tomorrow}'"))
        .await;
    screen.click("#who-waits li:first-child form.set-up-form button").await;
    screen.see(".notice").await;
    let moved = format!("memberships WHERE pseudonym = 'Spar' AND joined_on = '{tomorrow}'");
    assert_eq!(app.count(&moved).await, 1);
    // Lork gives up, and is no longer on the list.
    screen.click("#who-waits li:nth-child(2) summary").await;
    screen.click("#who-waits li:nth-child(2) form[action$='gave-up'] button").await;
    screen.reads("Er wacht één deelnemer").await;
    assert_eq!(app.count("memberships WHERE pseudonym = 'Lork' AND end_reason = 'not_begun'").await, 1);
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
