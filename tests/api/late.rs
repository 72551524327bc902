//! What comes after a form was sent: nothing of the form changes, and nobody misses an answer that must be read soon.

use peil_tests::{Client, Practice, TestApp, phq_9};
use serde_json::{Value, json};

/// Two tablets with Eik's form, which the first one sends with a harmless answer about death.
async fn two_tablets() -> (TestApp, Practice, Client) {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    let member = practice.member("Eik");
    let (one, other) = (app.enter_tablet(&tonight, member).await, app.enter_tablet(&tonight, member).await);
    one.submit("phq-9", &phq_9("111100000")).await;
    assert_eq!(app.count("signals WHERE level IS NOT NULL").await, 0);
    (app, practice, other)
}

fn too_late() -> (u16, String) {
    (409, "already-submitted".to_owned())
}

/// One alert, marked late, with its value; and the form as it was sent.
async fn assert_raised(app: &TestApp, value: &str) {
    let rows = app.owner.query("SELECT inputs FROM signals WHERE level IS NOT NULL", &[]).await.unwrap();
    assert_eq!(rows.len(), 1);
    let inputs: Value = rows[0].get(0);
    assert_eq!((&inputs["late"], &inputs["value"], &inputs["item"]), (&json!(true), &json!(value), &json!("phq9")));
    assert_eq!(app.count("answers WHERE item_id = 'phq9' AND value = 0").await, 1, "the form stays as it was sent");
    assert_eq!((app.count("responses").await, app.count("scores").await), (1, 1));
    assert_eq!(app.count("audit WHERE action = 'raise-alert'").await, 1);
}

#[tokio::test]
async fn a_late_answer_about_death_is_refused_and_read() {
    let (app, practice, other) = two_tablets().await;
    assert_eq!(other.answer("phq-9", "phq1", "3").await.problem(), too_late());
    assert_eq!(app.count("signals WHERE level IS NOT NULL").await, 0);
    for _ in 0..2 {
        assert_eq!(other.answer("phq-9", "phq9", "3").await.problem(), too_late());
    }
    assert_raised(&app, "3").await;
    let page = app.login(practice.anna()).await.page("/alerts").await;
    assert!(page.contains("Eik"), "{page}");
    let taken_back = json!({ "value": null, "language": "nl" });
    assert_eq!(other.put(other.assignment("phq-9"), "phq9", &taken_back).await.problem(), too_late());
    assert_raised(&app, "3").await;
}

#[tokio::test]
async fn a_late_form_with_an_answer_about_death_is_refused_and_read() {
    let (app, _, other) = two_tablets().await;
    let message = other.message("phq-9", &phq_9("111100002"));
    for _ in 0..2 {
        assert_eq!(other.send("phq-9", &message).await.problem(), too_late());
    }
    assert_raised(&app, "2").await;
}

#[tokio::test]
async fn a_form_full_of_words_can_be_sent() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    let mut bytes = serde_json::to_vec(&eik.message("phq-9", &phq_9("111100000"))).unwrap();
    bytes.extend(std::iter::repeat_n(b' ', 50 * 4000 * 6));
    assert_eq!(eik.send_bytes("phq-9", bytes).await.status, 201);
}
