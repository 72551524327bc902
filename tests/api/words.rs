//! Answers in a client's own words: kept like any other, offered again where they last, and never let out.

use jiff::SignedDuration;
use peil_tests::{Client, Person, Practice, TestApp, Tonight, peil_goals};
use serde_json::{Value, json};
use tokio::task::JoinSet;

struct Evening {
    app: TestApp,
    practice: Practice,
    anna: Person,
    tonight: Tonight,
}

/// Anna's group tonight, which also asks for goals and for a check-in.
async fn evening() -> Evening {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    practice.also_measures(&app, "peil-goals").await;
    practice.also_measures(&app, "peil-check-in").await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    Evening { app, practice, anna, tonight }
}

impl Evening {
    async fn eik(&self) -> Client {
        self.app.enter_tablet(&self.tonight, self.practice.member("Eik")).await
    }

    /// Closes tonight's session and opens the one of the next week.
    async fn a_week_later(&mut self) {
        self.anna.close_session(&self.tonight).await;
        self.app.clock.pass(SignedDuration::from_hours(24 * 7));
        self.anna = self.app.login(self.practice.anna()).await;
        self.tonight = self.anna.open_session(self.practice.group).await;
    }

    /// What is stored of an item: number and words.
    async fn stored(&self, item: &str) -> (Option<String>, Option<String>) {
        let query = "SELECT value::text, written FROM answers WHERE item_id = $1 ORDER BY answered_at DESC LIMIT 1";
        let row = self.app.owner.query_one(query, &[&item]).await.unwrap();
        (row.get(0), row.get(1))
    }
}

#[tokio::test]
async fn words_sent_fifty_times_are_stored_once() {
    let evening = evening().await;
    let eik = evening.eik().await;
    let message = eik.message("peil-goals", &peil_goals(&[("Ik zeg \"nee\" — ook\nthuis", "3.5")]));
    let mut sending = JoinSet::new();
    for _ in 0..50 {
        let (eik, message) = (eik.clone(), message.clone());
        sending.spawn(async move { eik.send("peil-goals", &message).await.status });
    }
    let mut replies = sending.join_all().await;
    replies.sort_unstable();
    assert_eq!(replies, [vec![200; 49], vec![201]].concat());
    assert_eq!((evening.app.count("responses").await, evening.app.count("answers").await), (1, 2));
    assert_eq!(evening.stored("goal1").await, (None, Some("Ik zeg \"nee\" — ook\nthuis".to_owned())));
    assert_eq!(evening.stored("near1").await, (Some("3.5".to_owned()), None));
    assert_eq!(evening.app.count("scores WHERE scale = 'near' AND outcome = 'prorated' AND value = 3.5").await, 1);

    let other = eik.message("peil-goals", &peil_goals(&[("Iets anders", "3.5")]));
    assert_eq!(eik.send("peil-goals", &other).await.problem(), (409, "already-submitted".to_owned()));
}

#[tokio::test]
async fn words_are_kept_while_they_are_typed_and_taken_back_when_emptied() {
    let evening = evening().await;
    let eik = evening.eik().await;
    for words in ["Ik", "Ik zeg het", "  Ik zeg het hardop.\r\n"] {
        assert_eq!(eik.answer("peil-goals", "goal1", words).await.status, 204);
    }
    assert_eq!(eik.answer("peil-goals", "goal2", "12").await.status, 204, "a number may be somebody's words");
    let again = evening.eik().await;
    assert_eq!(again.form("peil-goals")["answers"], json!({ "goal1": "Ik zeg het hardop.", "goal2": "12" }));
    assert_eq!(eik.answer("peil-goals", "goal1", " \n ").await.status, 204);
    let emptied = json!({ "value": null, "language": "nl" });
    assert_eq!(eik.put(eik.assignment("peil-goals"), "goal2", &emptied).await.status, 204);
    assert_eq!(evening.app.count("answers").await, 0);
}

#[tokio::test]
async fn a_wrong_answer_is_refused_without_its_words() {
    let evening = evening().await;
    let eik = evening.eik().await;
    let items = &eik.form("peil-goals")["forms"]["nl"]["items"];
    assert_eq!((&items[0]["kind"], &items[0]["max_length"]), (&json!("text"), &json!(200)));
    assert_eq!((&items[1]["kind"], &items[1]["max_length"]), (&json!("vas"), &Value::Null));
    let most = "ë".repeat(200);
    assert_eq!(eik.answer("peil-goals", "goal1", &most).await.status, 204, "as many characters as there is room for");
    for (item, said) in [("goal1", "ë".repeat(201)), ("near1", "geheimwoord".to_owned())] {
        let reply = eik.answer("peil-goals", item, &said).await;
        assert_eq!(reply.problem(), (422, "answer-out-of-range".to_owned()));
        assert!(reply.text().contains(item) && !reply.text().contains(&said), "{}", reply.text());
    }
    assert_eq!(evening.stored("goal1").await.1, Some(most));
}

#[tokio::test]
async fn a_goal_is_offered_in_the_words_of_last_time_and_a_remark_is_not() {
    let mut evening = evening().await;
    let eik = evening.eik().await;
    assert_eq!(eik.form("peil-goals")["start"], json!({}), "the first time there is nothing to go on from");
    eik.submit("peil-goals", &peil_goals(&[("Vaker bellen", "2"), ("Eerder naar bed", "")])).await;
    let items = eik.form("peil-check-in")["forms"]["nl"]["items"].as_array().unwrap();
    let remark = items.iter().find(|item| item["kind"] == "text").unwrap()["id"].as_str().unwrap().to_owned();
    eik.submit("peil-check-in", &vec![(remark, "Ik heb slecht geslapen".to_owned())]).await;

    evening.a_week_later().await;
    let eik = evening.eik().await;
    let form = eik.form("peil-goals");
    assert_eq!(form["start"], json!({ "goal1": "Vaker bellen", "goal2": "Eerder naar bed" }));
    assert_eq!(form["answers"], json!({}), "what is offered is no answer");
    assert_eq!(eik.form("peil-check-in")["start"], json!({}));
    let wilg = evening.app.enter_tablet(&evening.tonight, evening.practice.member("Wilg")).await;
    assert_eq!(wilg.form("peil-goals")["start"], json!({}), "nobody is offered another's words");
    let stored = evening.app.count("answers").await;
    eik.submit("peil-goals", &peil_goals(&[("Vaker mijn zus bellen", "4")])).await;
    assert_eq!(evening.app.count("answers").await, stored + 2, "only what was sent");

    evening.a_week_later().await;
    let form = evening.eik().await.form("peil-goals").clone();
    assert_eq!(form["start"], json!({ "goal1": "Vaker mijn zus bellen" }), "the last form counts");
}

#[tokio::test]
async fn the_table_takes_a_number_or_words_and_never_both() {
    let evening = evening().await;
    let eik = evening.eik().await;
    assert_eq!(eik.answer("peil-goals", "goal1", "Rust").await.status, 204);
    for change in ["value = 1", "written = NULL", "written = ''", "written = repeat('a', 4001)"] {
        assert!(evening.app.owner.execute(&format!("UPDATE answers SET {change}"), &[]).await.is_err(), "{change}");
    }
}
