//! What a client's tablet is answered: a clear problem for each mistake, and nothing lost by it.

use jiff::SignedDuration;
use peil_tests::{CLIENT_CODE, Client, Practice, TestApp, Tonight, phq_9, type_codes};
use serde_json::{Value, json};

struct Evening {
    app: TestApp,
    practice: Practice,
    anna: peil_tests::Person,
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

    /// Eik, who answered two questions.
    async fn eik_half_way(&self) -> Client {
        let eik = self.eik().await;
        eik.fill_in("phq-9", &phq_9("12-------")).await;
        eik
    }

    /// Whether the two answers, and nothing else, are there.
    async fn assert_still_half_way(&self) {
        assert_eq!(self.app.count("responses").await, 0, "no response");
        assert_eq!(self.app.count("scores").await, 0, "no score");
        let again = self.eik().await;
        assert_eq!(again.form("phq-9")["answers"], json!({ "phq1": "1", "phq2": "2" }), "the saved answers remain");
    }

    async fn ask(&self, code: &str) -> (u16, String) {
        self.app.anybody().post_json("/api/v1/tablet/session", &json!({ "code": code })).await.problem()
    }
}

#[tokio::test]
async fn the_code_of_a_session_shows_pseudonyms_and_nothing_more() {
    let evening = evening().await;
    let spoken_otherwise = evening.tonight.code.to_lowercase().replace('-', " ");
    let reply = evening.app.anybody().post_json("/api/v1/tablet/session", &json!({ "code": spoken_otherwise })).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let mut body = reply.json();
    let mut members = body["members"].take();
    let names: Vec<String> = members
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .map(|member| {
            assert_eq!(member.as_object().unwrap().len(), 2, "{member}");
            member["pseudonym"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(names, ["Berk", "Beuk", "Eik", "Iep", "Linde", "Wilg"]);
    let rest = json!({ "session_number": 1, "group_name": "Dinsdaggroep", "members": null, "languages": ["nl", "en"] });
    assert_eq!(body, rest);
}

#[tokio::test]
async fn a_wrong_code_is_told_from_an_expired_one() {
    let evening = evening().await;
    let other = if evening.tonight.code.starts_with('A') { "BBB-BBB" } else { "AAA-AAA" };
    assert_eq!(evening.ask(other).await, (404, "wrong-code".to_owned()));
    assert_eq!(evening.ask("no code at all").await, (404, "wrong-code".to_owned()));

    evening.app.clock.pass(SignedDuration::from_hours(12));
    assert_eq!(evening.ask(&evening.tonight.code).await, (410, "expired-code".to_owned()));
    let eik = evening.practice.member("Eik");
    let reply = type_codes(&evening.app.anybody(), &evening.tonight.code, eik, CLIENT_CODE).await;
    assert_eq!(reply.problem(), (410, "expired-code".to_owned()));
    assert_eq!(evening.app.count("tablet_entries").await, 0);
}

#[tokio::test]
async fn a_new_code_opens_the_session_whose_code_expired() {
    let evening = evening().await;
    evening.eik_half_way().await;
    evening.app.clock.pass(SignedDuration::from_hours(13));
    let anna = evening.app.login(evening.practice.anna()).await;
    let reply = anna.post(&format!("{}/code", evening.tonight.path), &[]).await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    let code = anna.session_code(&evening.tonight.path).await;
    assert_ne!(code, evening.tonight.code);
    let member = evening.practice.member("Eik");
    let eik = Client::enter(&evening.app.anybody(), &code, member, CLIENT_CODE).await;
    assert_eq!(eik.form("phq-9")["answers"], json!({ "phq1": "1", "phq2": "2" }));
    assert_eq!(evening.ask(&evening.tonight.code).await, (410, "expired-code".to_owned()));
}

#[tokio::test]
async fn a_closed_session_takes_nobody_in() {
    let evening = evening().await;
    evening.anna.close_session(&evening.tonight).await;
    assert_eq!(evening.ask(&evening.tonight.code).await, (410, "expired-code".to_owned()));
    let eik = evening.practice.member("Eik");
    let reply = type_codes(&evening.app.anybody(), &evening.tonight.code, eik, CLIENT_CODE).await;
    assert_eq!(reply.problem(), (410, "expired-code".to_owned()));
}

#[tokio::test]
async fn a_wrong_own_code_is_refused_and_locks_after_five() {
    let evening = evening().await;
    let (tablet, code) = (evening.app.anybody(), &evening.tonight.code);
    let (eik, wilg) = (evening.practice.member("Eik"), evening.practice.member("Wilg"));
    for _ in 0..5 {
        let reply = type_codes(&tablet, code, eik, "99999").await;
        assert_eq!(reply.problem(), (403, "wrong-client-code".to_owned()));
    }
    let locked = (429, "too-many-attempts".to_owned());
    assert_eq!(type_codes(&tablet, code, eik, CLIENT_CODE).await.problem(), locked, "the right one, too");
    let denied = "audit WHERE action = 'tablet-entry' AND outcome = 'denied' AND actor_kind = 'client'";
    assert_eq!(evening.app.count(denied).await, 5, "each is in the audit");
    assert_eq!(type_codes(&tablet, code, wilg, CLIENT_CODE).await.status, 201, "the others go on");
    evening.app.clock.pass(SignedDuration::from_mins(15));
    assert_eq!(type_codes(&tablet, code, eik, CLIENT_CODE).await.status, 201, "a quarter of an hour later");
}

#[tokio::test]
async fn a_code_of_the_wrong_form_and_a_member_of_another_group_are_refused_alike() {
    let evening = evening().await;
    let (tablet, code) = (evening.app.anybody(), &evening.tonight.code);
    let wrong = (403, "wrong-client-code".to_owned());
    let eik = evening.practice.member("Eik");
    assert_eq!(type_codes(&tablet, code, eik, "abc").await.problem(), wrong);
    assert_eq!(type_codes(&tablet, code, evening.practice.other_member("Eik"), CLIENT_CODE).await.problem(), wrong);
    assert_eq!(type_codes(&tablet, code, uuid::Uuid::nil(), CLIENT_CODE).await.problem(), wrong);
    assert_eq!(evening.app.count("tablet_entries").await, 0);
}

#[tokio::test]
async fn a_half_filled_form_comes_back_in_both_languages() {
    let evening = evening().await;
    let eik = evening.eik_half_way().await;
    let reply = eik.put(eik.assignment("phq-9"), "phq3", &json!({ "value": "3", "language": "en" })).await;
    assert_eq!(reply.status, 204);
    let reply = eik.put(eik.assignment("phq-9"), "phq1", &json!({ "value": null, "language": "nl" })).await;
    assert_eq!(reply.status, 204, "an answer can be taken back");
    let reply = eik.answer("peil-session", "belong", "7.5").await;
    assert_eq!(reply.status, 204);

    let again = evening.eik().await;
    assert_eq!(again.form("phq-9")["answers"], json!({ "phq2": "2", "phq3": "3" }));
    assert_eq!(again.form("peil-session")["answers"], json!({ "belong": "7.5" }));
    let forms = &again.form("phq-9")["forms"];
    for (language, first) in [("nl", "Weinig interesse"), ("en", "Little interest")] {
        let items = forms[language]["items"].as_array().unwrap();
        assert_eq!(items.len(), 9, "{language}");
        assert!(items[0]["text"].as_str().unwrap().starts_with(first), "{}", items[0]);
        assert_eq!(items[0]["options"].as_array().unwrap().len(), 4);
    }
}

#[tokio::test]
async fn the_time_at_a_tablet_ends_and_the_answers_stay() {
    let evening = evening().await;
    let eik = evening.eik_half_way().await;
    // A tablet that lost its connection may deliver for a fortnight.
    evening.app.clock.pass(SignedDuration::from_hours(13 * 24));
    assert_eq!(eik.answer("phq-9", "phq1", "1").await.status, 204);
    evening.app.clock.pass(SignedDuration::from_hours(24));
    let expired = (401, "entry-expired".to_owned());
    assert_eq!(eik.answer("phq-9", "phq3", "1").await.problem(), expired);
    let message = eik.message("phq-9", &phq_9("120000000"));
    assert_eq!(eik.send("phq-9", &message).await.problem(), expired);
    assert_eq!(evening.app.count("responses").await, 0);
    assert!(evening.app.count("answers").await > 0, "what was saved stays");
}

#[tokio::test]
async fn an_entry_opens_its_own_forms_only() {
    let evening = evening().await;
    let eik = evening.eik().await;
    let wilg = evening.app.enter_tablet(&evening.tonight, evening.practice.member("Wilg")).await;
    let value = json!({ "value": "1", "language": "nl" });
    let others = eik.put(wilg.assignment("phq-9"), "phq1", &value).await;
    assert_eq!(others.problem(), (404, "not-found".to_owned()));
    let unknown = eik.put(uuid::Uuid::now_v7(), "phq1", &value).await;
    assert_eq!(unknown.problem(), (404, "not-found".to_owned()));
    assert_eq!(evening.app.count("answers").await, 0);
}

#[tokio::test]
async fn each_wrong_answer_has_its_problem_and_stores_nothing() {
    let evening = evening().await;
    let eik = evening.eik_half_way().await;
    let put = async |item: &str, value: Value| {
        eik.put(eik.assignment("phq-9"), item, &json!({ "value": value, "language": "nl" })).await.problem()
    };
    let out_of_range = (422, "answer-out-of-range".to_owned());
    for value in ["4", "-1", "1.5", "many", "", "1e400"] {
        assert_eq!(put("phq3", value.into()).await, out_of_range, "{value}");
    }
    assert_eq!(put("phq10", "1".into()).await, (422, "unknown-item".to_owned()));
    assert_eq!(put("phq10", Value::Null).await, (422, "unknown-item".to_owned()));
    let malformed = (400, "malformed-body".to_owned());
    assert_eq!(put("phq3", 1.into()).await, malformed, "a number that is no text");
    let body = json!({ "value": "1", "language": "de" });
    assert_eq!(eik.put(eik.assignment("phq-9"), "phq3", &body).await.problem(), malformed);
    let body = json!({ "value": "1", "language": "nl", "name": "x" });
    assert_eq!(eik.put(eik.assignment("phq-9"), "phq3", &body).await.problem(), malformed, "a field too many");
    evening.assert_still_half_way().await;
}

#[tokio::test]
async fn each_wrong_submission_has_its_problem_and_loses_nothing() {
    let evening = evening().await;
    let eik = evening.eik_half_way().await;
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut message = eik.message("phq-9", &phq_9("120000000"));
        change(&mut message);
        message
    };
    let version = (409, "unknown-instrument-version");
    let cases: [(&str, Value, (u16, &str)); 8] = [
        ("version", changed(&|m| m["instrument_version"] = "9.9.9".into()), version),
        ("no version", changed(&|m| m["instrument_version"] = "x".into()), version),
        ("instrument", changed(&|m| m["instrument_id"] = "peil-session".into()), version),
        ("hash", changed(&|m| m["item_hash"] = "0".repeat(64).into()), version),
        ("range", changed(&|m| m["answers"]["phq3"] = "4".into()), (422, "answer-out-of-range")),
        ("item", changed(&|m| m["answers"]["phq10"] = "1".into()), (422, "unknown-item")),
        ("language", changed(&|m| m["language"] = "fr".into()), (400, "malformed-body")),
        ("key", changed(&|m| m["idempotency_key"] = "1".into()), (400, "malformed-body")),
    ];
    for (what, message, (status, kind)) in cases {
        assert_eq!(eik.send("phq-9", &message).await.problem(), (status, kind.to_owned()), "{what}");
    }
    for bytes in [&b"{"[..], b"", b"[]", b"\xff\xfe"] {
        assert_eq!(eik.send_bytes("phq-9", bytes.to_vec()).await.problem(), (400, "malformed-body".to_owned()));
    }
    let huge = changed(&|m| m["answers"]["phq1"] = "1".repeat(3 * 1024 * 1024).into());
    assert_eq!(eik.send("phq-9", &huge).await.problem(), (413, "body-too-large".to_owned()));
    evening.assert_still_half_way().await;
    eik.submit("phq-9", &phq_9("120000000")).await;
}

#[tokio::test]
async fn a_problem_never_repeats_the_answer() {
    let evening = evening().await;
    let eik = evening.eik().await;
    let reply = eik.answer("phq-9", "phq3", "77123").await;
    assert_eq!(reply.status, 422);
    assert!(!reply.text().contains("77123"), "{}", reply.text());
    assert!(reply.text().contains("phq3"), "the item is named: {}", reply.text());
}

#[tokio::test]
async fn an_answer_about_death_raises_a_signal_as_soon_as_it_is_saved() {
    let evening = evening().await;
    let eik = evening.eik().await;
    assert_eq!(eik.answer("phq-9", "phq9", "0").await.status, 204);
    assert_eq!(evening.app.count("signals").await, 0);
    for value in ["1", "2"] {
        assert_eq!(eik.answer("phq-9", "phq9", value).await.status, 204);
    }
    let rows =
        evening.app.owner.query("SELECT rule, scale, membership_id, inputs::text FROM signals", &[]).await.unwrap();
    assert_eq!(rows.len(), 1, "one, however often it is changed");
    let (rule, alert, member): (String, String, uuid::Uuid) = (rows[0].get(0), rows[0].get(1), rows[0].get(2));
    assert_eq!((rule.as_str(), alert.as_str(), member), ("RISK", "self-harm", evening.practice.member("Eik")));
    assert_eq!(evening.app.count("responses").await, 0, "the form was never submitted");
    let panel = evening.anna.page(&format!("/groups/{}/panel", evening.practice.group)).await;
    assert!(panel.contains("RISK"), "the therapist reads of it: {panel}");
}

#[tokio::test]
async fn a_question_about_death_that_is_left_open_is_no_no() {
    let evening = evening().await;
    let eik = evening.eik().await;
    let mut answers = phq_9("121011210");
    answers.retain(|(item, _)| item != "phq9");
    eik.submit("phq-9", &answers).await;
    let rows = evening.app.owner.query("SELECT scale FROM signals WHERE rule = 'RISK'", &[]).await.unwrap();
    let alerts: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(alerts, ["self-harm-unanswered"]);
}

#[tokio::test]
async fn answers_of_two_tabs_are_laid_over_each_other() {
    let evening = evening().await;
    let eik = evening.eik().await;
    // One tab saved nine answers; another, that was opened before, sends the three it knows and takes one back.
    for (item, value) in phq_9("121011210") {
        assert_eq!(eik.answer("phq-9", &item, &value).await.status, 204);
    }
    let mut message = eik.message("phq-9", &phq_9("22"));
    message["answers"]["phq3"] = Value::Null;
    assert_eq!(eik.send("phq-9", &message).await.status, 201);
    let rows = evening.app.owner.query("SELECT item_id, value::text FROM answers ORDER BY item_id", &[]).await.unwrap();
    let stored: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let expected = [
        ("phq1", "2"),
        ("phq2", "2"),
        ("phq4", "0"),
        ("phq5", "1"),
        ("phq6", "1"),
        ("phq7", "2"),
        ("phq8", "1"),
        ("phq9", "0"),
    ];
    assert_eq!(stored, expected.map(|(item, value)| (item.to_owned(), value.to_owned())));
    assert_eq!(eik.send("phq-9", &message).await.status, 200, "the same message again");
}
