//! Words that nobody compared reach no client, also where the group asked the questionnaire already; and a tablet that
//! shows a form hands it in all the same, with the words that were on its screen.

use jiff::SignedDuration;
use peil_service::{clock::Clock, demo::confirm_wording, domain::Occasion};
use peil_tests::{Given, Person, Practice, TestApp, Tonight};
use serde_json::json;

use crate::libraries::{add, bdi_words, measures};

struct House {
    app: TestApp,
    practice: Practice,
}

/// A practice whose group measures the BDI-II in words that Wim compared.
async fn house() -> House {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let house = House { app, practice };
    house.takes("eigen woord");
    house.compares().await;
    measures(&house.app, &house.practice, "bdi-ii").await;
    house
}

impl House {
    fn takes(&self, word: &str) {
        assert_eq!(add(&self.app, "wording", "Praktijk noord", &bdi_words(word)).0, 0);
    }

    /// Wim compares the words of now.
    async fn compares(&self) {
        let wim = self.app.login(self.practice.wim()).await;
        let hash = self.newest_hash().await;
        let fields =
            [("instrument_id", "bdi-ii"), ("instrument_version", "1.0.0"), ("text_hash", &hash), ("compared", "yes")];
        assert_eq!(wim.post("/admin/wording", &fields).await.status, 303);
    }

    async fn newest_hash(&self) -> String {
        let newest = "SELECT text_hash FROM own_wordings ORDER BY number DESC LIMIT 1";
        self.app.owner.query_one(newest, &[]).await.unwrap().get(0)
    }

    async fn anna(&self) -> Person {
        self.app.login(self.practice.anna()).await
    }

    async fn stored(&self) -> String {
        self.app.owner.query_one("SELECT text_hash FROM responses", &[]).await.unwrap().get(0)
    }
}

fn answers() -> Given {
    (1..=21).map(|n| (format!("bdi{n}"), "1".to_owned())).collect()
}

#[tokio::test]
async fn a_session_with_words_that_nobody_compared_does_not_open_and_says_why() {
    let house = house().await;
    house.takes("ander woord");
    let anna = house.anna().await;
    let sessions = format!("/groups/{}/sessions", house.practice.group);
    let refused = anna.post(&sessions, &[]).await;
    assert_eq!(refused.problem(), (409, "wording-not-confirmed".to_owned()));
    let told = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(told.contains("bdi-ii 1.0.0") && told.contains("nl"), "{told}");
    let token = anna.form_token().await;
    let request = anna.request(reqwest::Method::POST, &sessions).header("accept", "text/html");
    let page = anna.send(request.form(&[("csrf", token)])).await.text();
    assert!(page.contains("<li>BDI-II (nl)</li>") && page.contains("onder Beheer, bij Vragenlijsten"), "{page}");
    assert_eq!(house.app.count("sessions").await, 0);

    house.compares().await;
    anna.open_session(house.practice.group).await;
}

#[tokio::test]
async fn nor_does_a_moment() {
    let house = house().await;
    house.practice.also_measures_on(&house.app, "k10-cbs", Occasion::Start).await;
    let anna = house.anna().await;
    let moments = format!("/groups/{}/members/{}/moments", house.practice.group, house.practice.member("Eik"));
    let refused = anna.post(&moments, &[("kind", "start")]).await;
    assert_eq!(refused.problem(), (409, "wording-not-confirmed".to_owned()));
    assert_eq!(house.app.count("sessions").await, 0);
}

/// Other words come while a client has the form on his screen.
async fn overtaken() -> (House, Tonight, peil_tests::Client, String) {
    let house = house().await;
    let tonight = house.anna().await.open_session(house.practice.group).await;
    let eik = house.app.enter_tablet(&tonight, house.practice.member("Eik")).await;
    let read = house.newest_hash().await;
    assert_eq!(eik.form("bdi-ii")["forms"]["nl"]["text_hash"], read);
    assert_eq!(eik.answer("bdi-ii", "bdi1", "2").await.status, 204);
    house.takes("ander woord");
    (house, tonight, eik, read)
}

#[tokio::test]
async fn a_form_that_is_open_is_handed_in_with_the_words_that_were_read() {
    let (house, tonight, eik, read) = overtaken().await;
    let wilg = house.app.enter_tablet(&tonight, house.practice.member("Wilg")).await;
    assert_eq!(wilg.form("bdi-ii")["forms"], json!({}), "nobody compared what he would read");
    let again = house.app.enter_tablet(&tonight, house.practice.member("Eik")).await;
    assert_eq!(again.form("bdi-ii")["answers"]["bdi1"], "2", "what was answered is there");
    house.app.clock.pass(SignedDuration::from_hours(3));
    let mut message = eik.message("bdi-ii", &answers());
    message["text_hash"] = json!("0".repeat(64));
    assert_eq!(eik.send("bdi-ii", &message).await.problem(), (409, "unknown-instrument-version".to_owned()));
    message["text_hash"] = json!(read);
    assert_eq!(eik.send("bdi-ii", &message).await.status, 201);
    assert_eq!(house.stored().await, read);
    assert_eq!(eik.send("bdi-ii", &message).await.status, 200, "and once");
}

#[tokio::test]
async fn a_tablet_that_does_not_tell_its_words_is_heard_too() {
    let (house, _, eik, read) = overtaken().await;
    assert_eq!(eik.send("bdi-ii", &eik.message("bdi-ii", &answers())).await.status, 201);
    assert_ne!(house.stored().await, read, "then the words of now count");
}

#[tokio::test]
async fn the_demonstration_takes_exactly_the_words_that_ship_for_compared() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.owner.batch_execute("DELETE FROM wording_confirmations").await.unwrap();
    let mut connection = app.store.connect().await.unwrap();
    for _ in 0..2 {
        let tenant = connection.begin(practice.id).await.unwrap();
        confirm_wording(&tenant, &app.library, app.clock.now()).await.unwrap();
        tenant.commit().await.unwrap();
    }
    let phq_9 = app.library.latest("phq-9").unwrap();
    let shipped = phq_9.hashes().text_in(peil_questionnaires::Language::Nl).unwrap().to_string();
    let rows = app.owner.query("SELECT instrument_id, text_hash FROM wording_confirmations", &[]).await.unwrap();
    let rows: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(rows, [("phq-9".to_owned(), shipped)], "of nothing else, and once");
    app.login(practice.anna()).await.open_session(practice.group).await;
}
