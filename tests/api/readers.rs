//! Who reads an alert, and what of it: those on duty only what needs somebody, at once where nobody leads, and also what
//! this program cannot put into words.

use jiff::SignedDuration;
use peil_tests::{Client, Person, Practice, TestApp, Tonight, phq_9};
use uuid::Uuid;

struct Evening {
    app: TestApp,
    practice: Practice,
    anna: Person,
    tonight: Tonight,
}

/// Anna's group tonight, its session open.
async fn evening() -> Evening {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    Evening { app, practice, anna, tonight }
}

impl Evening {
    async fn eik(&self) -> Client {
        self.app.enter_tablet(&self.tonight, self.practice.member("Eik")).await
    }

    async fn dora(&self) -> Person {
        self.app.login(self.practice.dora()).await
    }

    /// Eik answers the question about death; the page of its alert.
    async fn alert(&self, value: &str) -> String {
        assert_eq!(self.eik().await.answer("phq-9", "phq9", value).await.status, 204);
        let newest = "SELECT signal_id FROM signals WHERE level IS NOT NULL ORDER BY raised_at DESC LIMIT 1";
        let id: Uuid = self.app.owner.query_one(newest, &[]).await.expect("an alert was raised").get(0);
        format!("/alerts/{id}")
    }
}

async fn done(by: &Person, alert: &str) {
    by.page(alert).await;
    assert_eq!(by.post(&format!("{alert}/acted"), &[("note", "Gebeld.")]).await.status, 303);
    assert_eq!(by.post(&format!("{alert}/closed"), &[]).await.status, 303);
}

#[tokio::test]
async fn what_the_lead_closed_is_no_longer_read_by_those_on_duty() {
    let evening = evening().await;
    let alert = evening.alert("3").await;
    let dora = evening.dora().await;
    assert!(dora.page(&alert).await.contains("(3)"), "open, she reads it");
    done(&evening.anna, &alert).await;
    assert_eq!(dora.get(&alert).await.status, 404);
    assert!(!dora.page("/alerts?show=closed").await.contains(&alert));
    assert!(evening.anna.page("/alerts?show=closed").await.contains(&alert), "who leads still does");
}

#[tokio::test]
async fn what_somebody_on_duty_handled_stays_open_to_her() {
    let evening = evening().await;
    let alert = evening.alert("3").await;
    let dora = evening.dora().await;
    done(&dora, &alert).await;
    assert!(dora.page("/alerts?show=closed").await.contains(&alert));
    assert!(dora.page(&alert).await.contains("Gebeld."));
}

#[tokio::test]
async fn where_nobody_leads_those_on_duty_are_called_in_at_once() {
    let evening = evening().await;
    let nobody = "UPDATE group_therapists SET part = 'observer'";
    evening.app.owner.batch_execute(nobody).await.unwrap();
    let alert = evening.alert("1").await;
    assert_eq!(evening.app.count("signals WHERE escalated_why = 'no_reader'").await, 1);
    let dora = evening.dora().await;
    assert!(dora.page("/alerts").await.contains("niemand leidt deze groep"));
    assert!(dora.page(&alert).await.contains("(1)"));
}

#[tokio::test]
async fn where_somebody_leads_together_a_mild_answer_waits() {
    let evening = evening().await;
    evening.app.owner.batch_execute("UPDATE group_therapists SET part = 'co'").await.unwrap();
    evening.alert("1").await;
    assert_eq!(evening.app.count("signals WHERE escalated_at IS NOT NULL").await, 0);
}

#[tokio::test]
async fn an_alert_of_a_version_that_is_not_there_opens_with_its_number() {
    let evening = evening().await;
    let alert = evening.alert("3").await;
    for change in [
        "INSERT INTO instrument_versions SELECT organisation_id, 'phq-9', '9.9.9', item_hash, text_hash, scoring_hash,
                loaded_at FROM instrument_versions WHERE instrument_id = 'phq-9'",
        "UPDATE assignments SET instrument_version = '9.9.9' WHERE instrument_id = 'phq-9'",
    ] {
        evening.app.owner.execute(change, &[]).await.unwrap();
    }
    assert!(evening.anna.page("/alerts").await.contains(&alert));
    let page = evening.anna.page(&alert).await;
    for words in ["phq-9 9.9.9, vraag phq9", "<dd>3</dd>", "Pak de vragenlijst erbij"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    done(&evening.anna, &alert).await;
}

#[tokio::test]
async fn the_page_says_that_an_answer_came_late() {
    let evening = evening().await;
    let (one, other) = (evening.eik().await, evening.eik().await);
    one.submit("phq-9", &phq_9("111100000")).await;
    assert_eq!(other.answer("phq-9", "phq9", "3").await.status, 409);
    let id: Uuid = evening.app.owner.query_one("SELECT signal_id FROM signals", &[]).await.unwrap().get(0);
    let page = evening.anna.page(&format!("/alerts/{id}")).await;
    assert!(page.contains("(3)") && page.contains("kwam nadat de vragenlijst was verstuurd"), "{page}");
    assert!(page.contains("In de verstuurde vragenlijst</dt><dd>Helemaal niet (0)"), "{page}");
    assert!(!page.contains("Later veranderd in"), "nobody changed it: {page}");
}

#[tokio::test]
async fn the_last_one_on_duty_stays_while_a_form_may_still_be_sent_or_an_alert_waits() {
    let evening = evening().await;
    let (app, practice) = (&evening.app, &evening.practice);
    let eik = evening.eik().await;
    // The session goes on with what it asks, whatever becomes of the plan.
    app.owner.batch_execute("DELETE FROM group_plans WHERE instrument_id = 'phq-9'").await.unwrap();
    let dora = practice.account("dora").to_string();
    let end = async |app: &TestApp| {
        let wim = app.login(practice.wim()).await;
        wim.post("/admin/alerts/duty/end", &[("account_id", &dora)]).await
    };
    let stays = (409, "last-on-duty".to_owned());
    assert_eq!(end(app).await.problem(), stays, "the session is open");
    evening.anna.close_session(&evening.tonight).await;
    assert_eq!(end(app).await.problem(), stays, "Eik has his form on a tablet");
    app.clock.pass(SignedDuration::from_hours(24));
    assert_eq!(eik.answer("phq-9", "phq9", "1").await.status, 204);
    app.clock.pass(SignedDuration::from_hours(14 * 24));
    assert_eq!(end(app).await.problem(), stays, "an alert was seen by nobody");
    let id: Uuid = app.owner.query_one("SELECT signal_id FROM signals", &[]).await.unwrap().get(0);
    app.login(practice.anna()).await.page(&format!("/alerts/{id}")).await;
    assert_eq!(end(app).await.status, 303);
}
