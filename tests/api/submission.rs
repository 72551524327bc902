//! A submitted form is stored once, with its scores, whatever the tablet and the network do.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use peil_tests::{TestApp, peil_session, phq_9};
use serde_json::json;

#[tokio::test]
async fn the_same_message_twice_is_answered_with_the_same_response() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    let message = eik.message("phq-9", &phq_9("111100000"));
    let (first, second) = (eik.send("phq-9", &message).await, eik.send("phq-9", &message).await);
    assert_eq!((first.status, second.status), (201, 200));
    assert_eq!(first.json(), second.json());
    assert_eq!((app.count("responses").await, app.count("scores").await), (1, 1));
}

#[tokio::test]
async fn a_second_tab_is_told_what_became_of_its_form() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    let member = practice.member("Eik");
    let (one, other) = (app.enter_tablet(&tonight, member).await, app.enter_tablet(&tonight, member).await);
    let response = one.submit("phq-9", &phq_9("111100000")).await;

    let same = other.send("phq-9", &other.message("phq-9", &phq_9("111100000"))).await;
    assert_eq!((same.status, same.json()["response_id"].clone()), (200, json!(response)));
    let differs = other.send("phq-9", &other.message("phq-9", &phq_9("333300000"))).await;
    assert_eq!(differs.problem(), (409, "already-submitted".to_owned()));
    assert_eq!(other.answer("phq-9", "phq1", "3").await.problem(), (409, "already-submitted".to_owned()));

    let stored = app.owner.query("SELECT item_id, value::text FROM answers ORDER BY item_id", &[]).await.unwrap();
    let stored: Vec<(String, String)> = stored.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(stored, phq_9("111100000"), "what was stored first stays");
    assert_eq!((app.count("responses").await, app.count("scores").await), (1, 1));
    let again = app.enter_tablet(&tonight, member).await;
    assert_eq!(again.form("phq-9")["submitted"], true);
    assert_eq!(again.form("phq-9")["answers"], json!({}), "a submitted form is not shown again");
}

#[tokio::test]
async fn fifty_at_once_store_one() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    let message = eik.message("peil-session", &peil_session(["7.5", "8", "2", "6.5"]));
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (eik, message) = (eik.clone(), message.clone());
        senders.spawn(async move { eik.send("peil-session", &message).await });
    }
    let replies = senders.join_all().await;
    let created = replies.iter().filter(|reply| reply.status == 201).count();
    let repeated = replies.iter().filter(|reply| reply.status == 200).count();
    assert_eq!((created, repeated), (1, 49));
    let ids: BTreeSet<String> = replies.iter().map(peil_tests::Reply::text).collect();
    assert_eq!(ids.len(), 1, "all are told the same response");
    assert_eq!(app.count("responses").await, 1);
    assert_eq!(app.count("answers").await, 4);
    assert_eq!(app.count("scores").await, 2, "one set of scores: connection and total");
    assert_eq!(app.count("audit WHERE action = 'submit'").await, 1);
}

#[tokio::test]
async fn who_was_answering_when_the_session_closed_finishes() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.fill_in("phq-9", &phq_9("111------")).await;
    anna.close_session(&tonight).await;
    app.clock.pass(SignedDuration::from_mins(90));
    assert_eq!(eik.answer("phq-9", "phq4", "1").await.status, 204);
    eik.submit("phq-9", &phq_9("111100000")).await;
    assert_eq!(app.count("scores WHERE outcome = 'complete' AND value = 4").await, 1);
}

#[tokio::test]
async fn a_score_says_how_complete_it_is_and_by_which_rules_it_was_made() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    for (name, signs) in [("Eik", "111111111"), ("Wilg", "2222222--"), ("Linde", "222222---"), ("Berk", "---------")] {
        let client = app.enter_tablet(&tonight, practice.member(name)).await;
        client.submit("phq-9", &phq_9(signs)).await;
    }
    let query = "SELECT m.pseudonym, s.outcome, s.reason, s.value::text, s.scoring_hash, v.scoring_hash
                 FROM scores s JOIN memberships m USING (organisation_id, membership_id)
                 JOIN instrument_versions v USING (organisation_id, instrument_id, instrument_version)";
    let rows = app.owner.query(query, &[]).await.unwrap();
    let found = |name: &str| {
        let row = rows.iter().find(|row| row.get::<_, &str>(0) == name).unwrap();
        assert_eq!(row.get::<_, &str>(4), row.get::<_, &str>(5), "the hash of the version's own rules");
        let value: Option<f64> = row.get::<_, Option<&str>>(3).map(|value| value.parse().unwrap());
        (row.get::<_, String>(1), row.get::<_, Option<String>>(2), value)
    };
    assert_eq!(found("Eik"), ("complete".into(), None, Some(9.0)));
    assert_eq!(found("Wilg"), ("prorated".into(), Some("7 of 9 answered".into()), Some(18.0)));
    assert_eq!(found("Linde"), ("not_scored".into(), Some("6 answered, 7 needed".into()), None));
    assert_eq!(found("Berk"), ("not_scored".into(), Some("nothing answered".into()), None));
}
