//! A therapist puts somebody forward, holds three conversations and lets him into the group.

use peil_tests::TestApp;

use crate::{
    driver::{Driver, is_skipped},
    screen::{Screen, log_in},
};

async fn choose(screen: &Screen, form: &str, rows: &[(&str, &str)]) {
    for (name, value) in rows {
        screen.run(&format!("document.querySelector('#form-{form}-{name}').value = '{value}'")).await;
    }
}

#[tokio::test]
async fn from_sign_up_to_the_first_day() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let screen = driver.open("selection", &app.url).await;
    log_in(&screen, practice.anna()).await;
    let group = format!("/groups/{}", practice.group);
    screen.go(&group).await;
    screen.click(&format!("a[href='{group}/selection']")).await;
    screen.reads("Er is nu niemand aangemeld.").await;
    screen.fill("#add-pseudonym", "Spar").await;
    screen.submit("Meld aan").await;
    screen.reads("Volgende: Diagnostisch gesprek.").await;
    let settled = [("decided", "together"), ("outcome", "goes_on")];
    choose(&screen, "diagnostic", &[("motivation", "5"), ("expectation", "6")]).await;
    choose(&screen, "diagnostic", &settled).await;
    screen.submit("Bewaar het gesprek").await;
    screen.reads("Wil meedoen: 5 van 10.").await;
    let points = ["psychosis", "trauma", "overstimulation", "understanding", "reflection"].map(|point| (point, "no"));
    choose(&screen, "advice", &points).await;
    choose(&screen, "advice", &settled).await;
    screen.click("#advice form button.primary").await;
    screen.reads("Volgende: Contractgesprek.").await;
    screen.nothing_sticks_out("a candidate").await;
    screen.keep("selection-candidate").await;
    screen.browser.set_window_rect(0, 0, 390, 844).await.unwrap();
    screen.nothing_sticks_out("a candidate on a telephone").await;
    screen.keep("selection-candidate-phone").await;
    screen.browser.set_window_rect(0, 0, 1280, 900).await.unwrap();
    let talked = ["attendance", "confidentiality", "ending"].map(|point| (point, "yes"));
    choose(&screen, "contract", &talked).await;
    let today = practice.today(&app).to_string();
    choose(&screen, "contract", &[("research_export", "no"), ("show_in_group", "no"), ("joined_on", &today)]).await;
    choose(&screen, "contract", &settled).await;
    screen.click("#contract form button.primary").await;
    screen.reads("Spar").await;
    screen.see(".code").await;
    assert_eq!(app.count("memberships WHERE pseudonym = 'Spar'").await, 1);
    screen.go(&format!("{group}/selection")).await;
    screen.reads("In de groep").await;
    screen.keep("selection-list").await;
    screen.press("English").await;
    screen.reads("In the group").await;
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
