//! A newer version of an instrument: forms that were asked before stay what they were, to the last byte.

use jiff::SignedDuration;
use peil_questionnaires::{Instrument, Language};
use peil_service::domain::{Every, Occasion, Plan, Planned};
use peil_tests::{Person, Practice, TestApp, Tonight, peil_session};

use crate::libraries::add;

const SHIPPED: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../questionnaires/instruments/peil-session/1.0.0.toml"));

/// The session scale as an instrument of the organisation's own.
fn first() -> String {
    changed(SHIPPED, &[("id = \"peil-session\"", "id = \"own-scale\"")])
}

/// Its next version: other words, other places on the line, and a sum that no longer turns the third line round.
fn second() -> String {
    let changes = [
        ("version = \"1.0.0\"", "version = \"1.1.0\""),
        ("Ik hoorde er vandaag bij.", "Ik voelde me vandaag een van de groep."),
        ("step = \"0.1\"", "step = \"0.5\""),
        ("reverse = [\"strain\"]\n", ""),
        ("total = \"30.0\"", "total = \"24.0\""),
        ("total = \"29.3333\"", "total = \"21.3333\""),
        ("total = \"0\"", "total = \"10\""),
        ("total = \"40\"", "total = \"30\""),
    ];
    changed(&first(), &changes)
}

fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replace(from, to)
    })
}

struct House {
    app: TestApp,
    practice: Practice,
}

impl House {
    async fn anna(&self) -> Person {
        self.app.login(self.practice.anna()).await
    }

    /// Adds a version to the organisation, and lets the group measure it and nothing else.
    async fn takes_up(&self, text: &str) -> Instrument {
        let (status, said) = add(&self.app, "add", "Praktijk noord", text);
        assert_eq!(status, 0, "{said}");
        let instrument = Instrument::parse(text).unwrap();
        let occasion = Occasion::AfterSession(Every::SESSION);
        let version = instrument.version().to_string();
        let planned = Planned { instrument: instrument.id().to_owned(), version, occasion };
        let mut connection = self.app.store.connect().await.unwrap();
        let tenant = connection.begin(self.practice.id).await.unwrap();
        tenant.save_group_plan(self.practice.group, &Plan::new(vec![planned]).unwrap()).await.unwrap();
        tenant.commit().await.unwrap();
        instrument
    }

    async fn enter(&self, tonight: &Tonight) -> peil_tests::Client {
        self.app.enter_tablet(tonight, self.practice.member("Eik")).await
    }

    /// The one row that a query tells of an assignment, as text.
    async fn row(&self, of: &str, assignment: uuid::Uuid) -> String {
        self.app.owner.query_one(of, &[&assignment]).await.unwrap().get(0)
    }

    /// Every row of a session in every table that holds answers, byte for byte as the database writes it.
    async fn rows(&self, tonight: &Tonight) -> Vec<String> {
        let mut all = Vec::new();
        for table in ["assignments", "answers", "responses", "scores"] {
            let own = if table == "scores" { "score_id" } else { "assignment_id" };
            let within = match table {
                "assignments" | "scores" => "session_id = $1",
                _ => "assignment_id IN (SELECT assignment_id FROM assignments WHERE session_id = $1)",
            };
            let rows = format!("SELECT t::text, t.xmin::text FROM {table} t WHERE {within} ORDER BY {own}, t::text");
            let rows = self.app.owner.query(&rows, &[&tonight.session]).await.unwrap();
            // The transaction that wrote it, too: a row that was written again with the same words is found.
            let written =
                |row: &tokio_postgres::Row| format!("{table} {} {}", row.get::<_, String>(0), row.get::<_, String>(1));
            all.extend(rows.iter().map(written));
        }
        all
    }
}

#[tokio::test]
async fn a_form_is_finished_and_scored_under_the_version_that_was_asked() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let house = House { app, practice };
    let old = house.takes_up(&first()).await;
    let anna = house.anna().await;
    let tonight = anna.open_session(house.practice.group).await;
    let eik = house.enter(&tonight).await;
    eik.fill_in("own-scale", &peil_session(["7.1", "8", "", ""])).await;

    let new = house.takes_up(&second()).await;
    for (one, other) in [
        (old.hashes().items(), new.hashes().items()),
        (old.hashes().text(), new.hashes().text()),
        (old.hashes().scoring(), new.hashes().scoring()),
    ] {
        assert_ne!(one.to_string(), other.to_string(), "the versions differ in all that they are");
    }

    // Eik comes back to the old form, with its own words and places, and finishes it.
    let eik = house.enter(&tonight).await;
    let form = eik.form("own-scale");
    assert_eq!(form["instrument_version"], "1.0.0");
    assert_eq!(form["answers"], serde_json::json!({ "open": "7.1", "belong": "8" }));
    assert_eq!(form["forms"]["nl"]["items"][1]["text"], "Ik hoorde er vandaag bij.");
    eik.submit("own-scale", &peil_session(["7.1", "8", "2.5", "6"])).await;
    let first_form = eik.assignment("own-scale");
    house.is_stored_under(&old, first_form, "28.6").await;
    anna.close_session(&tonight).await;
    house.app.analysed().await;
    let before = house.rows(&tonight).await;
    assert_eq!(before.iter().filter(|row| row.starts_with("answers ")).count(), 4);
    assert_eq!(before.iter().filter(|row| row.starts_with("scores ")).count(), 2);

    // The next session asks the new version, and scores the same answers by its own rule.
    house.app.clock.pass(SignedDuration::from_hours(24 * 7));
    let next = house.anna().await.open_session(house.practice.group).await;
    let eik = house.enter(&next).await;
    let form = eik.form("own-scale");
    assert_eq!(form["instrument_version"], "1.1.0");
    assert_eq!(form["forms"]["nl"]["items"][1]["text"], "Ik voelde me vandaag een van de groep.");
    eik.submit("own-scale", &peil_session(["7", "8", "2.5", "6"])).await;
    house.is_stored_under(&new, eik.assignment("own-scale"), "23.5").await;
    house.app.analysed().await;
    house.is_stored_under(&old, first_form, "28.6").await;
    assert_eq!(house.rows(&tonight).await, before, "nothing of the old session was touched");
}

impl House {
    /// The response carries the hashes of the version that was asked, and the score its rule.
    async fn is_stored_under(&self, instrument: &Instrument, assignment: uuid::Uuid, total: &str) {
        let hashes = instrument.hashes();
        let response = "SELECT concat_ws(' ', a.instrument_version, r.item_hash, r.text_hash)
                        FROM responses r JOIN assignments a USING (organisation_id, assignment_id)
                        WHERE assignment_id = $1";
        let words = hashes.text_in(Language::Nl).unwrap();
        let expected = format!("{} {} {words}", instrument.version(), hashes.items());
        assert_eq!(self.row(response, assignment).await, expected);
        let score = "SELECT concat_ws(' ', s.instrument_version, s.scoring_hash, s.value)
                     FROM scores s JOIN responses r USING (organisation_id, response_id)
                     WHERE r.assignment_id = $1 AND s.scale = 'total'";
        let expected = format!("{} {} {total}", instrument.version(), hashes.scoring());
        assert_eq!(self.row(score, assignment).await, expected);
    }
}
