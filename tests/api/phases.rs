//! On which side of a session a form is filled in, and what the session's page says of a member who did one side.

use peil_service::domain::{Every, Occasion};
use peil_tests::{Client, Person, Practice, TestApp, Tonight, peil_session, phq_9};

struct House {
    app: TestApp,
    practice: Practice,
    anna: Person,
    tonight: Tonight,
}

/// Tonight: a start and a check-in before the session; PHQ-9, session scale and an end after it.
async fn house() -> House {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    practice.also_measures_on(&app, "peil-start", Occasion::Start).await;
    practice.also_measures_on(&app, "peil-check-in", Occasion::BeforeSession(Every::SESSION)).await;
    practice.also_measures_on(&app, "peil-goals", Occasion::End).await;
    app.owner.execute("UPDATE memberships SET planned_end_on = DATE '2026-01-07'", &[]).await.unwrap();
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    House { app, practice, anna, tonight }
}

impl House {
    async fn enter(&self, name: &str) -> Client {
        self.app.enter_tablet(&self.tonight, self.practice.member(name)).await
    }

    /// What stands behind a name on the session's page, and how many sent all.
    async fn state(&self, name: &str) -> (String, u8) {
        let page = self.anna.page(&format!("{}/answered", self.tonight.path)).await;
        let row = page.split("<li>").find(|row| row.contains(&format!(">{name}<"))).unwrap();
        let words = row.split("</span> ").nth(1).unwrap().split('<').next().unwrap();
        let count = page.split("<strong>").nth(1).unwrap().split('<').next().unwrap();
        (words.to_owned(), count.parse().unwrap())
    }

    async fn is(&self, name: &str, state: &str, done: u8) {
        assert_eq!(self.state(name).await, (state.to_owned(), done), "{name}");
    }
}

#[tokio::test]
async fn each_form_comes_with_its_side_of_the_session() {
    let house = house().await;
    let eik = house.enter("Eik").await;
    let forms = eik.entry["forms"].as_array().unwrap();
    let sides: Vec<(&str, &str)> =
        forms.iter().map(|form| (form["instrument_id"].as_str().unwrap(), form["phase"].as_str().unwrap())).collect();
    let expected = [
        ("peil-start", "before"),
        ("peil-check-in", "before"),
        ("phq-9", "after"),
        ("peil-session", "after"),
        ("peil-goals", "after"),
    ];
    assert_eq!(sides, expected);
}

#[tokio::test]
async fn one_side_of_the_session_is_not_the_whole() {
    let house = house().await;
    let eik = house.enter("Eik").await;
    house.is("Eik", "nog niet", 0).await;
    eik.answer("peil-check-in", "calm", "5").await;
    house.is("Eik", "bezig", 0).await;
    eik.submit("peil-check-in", &Vec::new()).await;
    house.is("Eik", "bezig", 0).await;
    eik.submit("peil-start", &Vec::new()).await;
    house.is("Eik", "vóór de sessie verstuurd", 0).await;
    eik.answer("phq-9", "phq1", "1").await;
    house.is("Eik", "bezig", 0).await;
    eik.submit("phq-9", &phq_9("100000000")).await;
    eik.submit("peil-session", &peil_session(["5", "6", "2", "7"])).await;
    house.is("Eik", "bezig", 0).await;
    eik.submit("peil-goals", &Vec::new()).await;
    house.is("Eik", "verstuurd", 1).await;

    let wilg = house.enter("Wilg").await;
    wilg.answer("peil-check-in", "calm", "5").await;
    for instrument in ["phq-9", "peil-session", "peil-goals"] {
        wilg.submit(instrument, &Vec::new()).await;
    }
    house.is("Wilg", "na de sessie verstuurd, vóór niet", 1).await;
    for instrument in ["peil-start", "peil-check-in"] {
        wilg.submit(instrument, &Vec::new()).await;
    }
    house.is("Wilg", "verstuurd", 2).await;
}
