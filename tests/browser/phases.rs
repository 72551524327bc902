//! Forms for before the session and forms for after it, on one tablet.

use peil_service::domain::{Every, Occasion};
use peil_tests::{PASSWORD, Practice, TestApp};
use serde_json::json;
use thirtyfour::Key;

use crate::{
    driver::{Driver, is_skipped},
    screen::Screen,
    tablet::{click_lines, enter, type_codes},
};

const LATER: &str = "Na de sessie is er nog een vragenlijst.";

/// A group with a check-in before each session and a scale after it; the therapist looks at tonight's page.
struct Evening {
    app: TestApp,
    practice: Practice,
    therapist: Screen,
    tablet: Screen,
    code: String,
}

#[tokio::test]
async fn a_client_answers_before_and_comes_back_and_a_late_one_answers_after_only() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    practice.also_measures_on(&app, "peil-check-in", Occasion::BeforeSession(Every::SESSION)).await;
    app.owner.execute("DELETE FROM group_plans WHERE instrument_id = 'phq-9'", &[]).await.unwrap();
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    let (therapist, tablet) = (driver.open("therapist", &app.url).await, driver.open("tablet", &app.url).await);
    let evening = Evening { app, practice, therapist, tablet, code: tonight.code };
    evening.look_at(&tonight.path).await;
    evening.before().await;
    evening.after().await;
    evening.late().await;
    for screen in [&evening.therapist, &evening.tablet] {
        assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the consoles");
        screen.browser.clone().quit().await.unwrap();
    }
}

impl Evening {
    async fn look_at(&self, path: &str) {
        let screen = &self.therapist;
        screen.go("/login").await;
        screen.fill("#email", self.practice.anna()).await;
        screen.fill("#password", PASSWORD).await;
        screen.click("form button.primary").await;
        screen.arrives_at("/home").await;
        screen.go(path).await;
        screen.reads("0 van 6 verstuurd").await;
    }

    /// Eik comes on time. The keyboard is enough, and who pressed the wrong button can go back.
    async fn before(&self) {
        let tablet = &self.tablet;
        type_codes(tablet, &self.code, "Eik").await;
        tablet.reads("Begint de sessie nog?").await;
        assert_eq!(
            tablet.run("return document.activeElement.tagName").await,
            json!("H1"),
            "the question is read aloud"
        );
        tablet.press("English").await;
        tablet.reads("Is the session still to begin?").await;
        tablet.press("Nederlands").await;
        tablet.press("Nee, de sessie is geweest").await;
        tablet.reads("Voor u begint").await;
        tablet.press("Terug").await;
        tablet.reads("Begint de sessie nog?").await;
        for keys in [Key::Tab, Key::Enter] {
            tablet.browser.active_element().await.unwrap().send_keys(keys).await.unwrap();
        }
        tablet.reads("Voor u begint").await;
        tablet.press("Begin").await;
        for number in 1..=5 {
            tablet.reads(&format!("Vraag {number} van 6")).await;
            tablet.press("Sla over").await;
        }
        tablet.reads("Vraag 6 van 6").await;
        tablet.fill("textarea", "Ik ben moe").await;
        tablet.press("Volgende").await;
        tablet.reads("Check-in voor de sessie: 1 van 6 ingevuld").await;
        assert!(!tablet.text().await.contains("Deze sessie in vier lijnen"), "only what is asked now is counted");
        self.send().await;
        tablet.reads(LATER).await;
        self.stored("Eik", "before_session", "peil-check-in", 1).await;
        self.stored("Eik", "after_session", "peil-session", 0).await;
        self.therapist.reads("vóór de sessie verstuurd").await;
        self.therapist.reads("0 van 6 verstuurd").await;
    }

    /// Eik is back with the same codes: one side is left, so nothing is asked.
    async fn after(&self) {
        enter(&self.tablet, &self.code, "Eik").await;
        click_lines(&self.tablet, [80, 60, 20, 90]).await;
        self.send().await;
        assert!(!self.tablet.text().await.contains(LATER));
        self.stored("Eik", "before_session", "peil-check-in", 1).await;
        self.stored("Eik", "after_session", "peil-session", 1).await;
        self.therapist.reads("1 van 6 verstuurd").await;
    }

    /// Wilg comes when it is over: the check-in stays unanswered, also when he comes again.
    async fn late(&self) {
        let tablet = &self.tablet;
        type_codes(tablet, &self.code, "Wilg").await;
        tablet.press("Nee, de sessie is geweest").await;
        tablet.reads("Voor u begint").await;
        tablet.press("Begin").await;
        click_lines(tablet, [70, 70, 30, 70]).await;
        tablet.reads("Deze sessie in vier lijnen: 4 van 4 ingevuld").await;
        assert!(!tablet.text().await.contains("Check-in"));
        self.send().await;
        assert!(!tablet.text().await.contains(LATER));
        self.therapist.reads("na de sessie verstuurd, vóór niet").await;
        self.therapist.reads("1 van 6 verstuurd").await;
        type_codes(tablet, &self.code, "Wilg").await;
        tablet.reads("U bent al klaar").await;
        self.stored("Wilg", "before_session", "peil-check-in", 0).await;
        self.stored("Wilg", "after_session", "peil-session", 1).await;
        assert_eq!(self.app.count("answers").await, 1 + 4 + 4, "and nothing of the other side was begun");
    }

    async fn send(&self) {
        self.tablet.reads("Klaar om te versturen?").await;
        self.tablet.press("Versturen").await;
        self.tablet.arrives_at("/t/done").await;
    }

    /// How many responses a member gave on an occasion: with this instrument, and with any.
    async fn stored(&self, name: &str, occasion: &str, instrument: &str, expected: i64) {
        let member = self.practice.member(name);
        let of = format!(
            "responses JOIN assignments USING (organisation_id, assignment_id)
             WHERE membership_id = '{member}' AND occasion = '{occasion}'"
        );
        let with = format!("{of} AND instrument_id = '{instrument}'");
        let counts = (self.app.count(&of).await, self.app.count(&with).await);
        assert_eq!(counts, (expected, expected), "{name} {occasion}");
    }
}
