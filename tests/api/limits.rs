//! Guessing: per address, and with many guesses in the air at once.

use jiff::SignedDuration;
use peil_tests::{TestApp, type_codes};
use serde_json::json;

#[tokio::test]
async fn an_address_may_try_so_often_in_a_minute() {
    let app = TestApp::builder().attempts_per_minute(3).spawn().await;
    let body = json!({ "code": "AAA-AAA" });
    let tablet = app.anybody();
    for _ in 0..3 {
        assert_eq!(tablet.post_json("/api/v1/tablet/session", &body).await.problem().1, "wrong-code");
    }
    let refused = (429, "too-many-attempts".to_owned());
    assert_eq!(tablet.post_json("/api/v1/tablet/session", &body).await.problem(), refused);
    let mut somebody = app.anybody();
    assert_eq!(somebody.log_in("anna@noord.example", "x").await.status, 429, "passwords count as well");
    app.clock.pass(SignedDuration::from_mins(1));
    assert_eq!(tablet.post_json("/api/v1/tablet/session", &body).await.problem().1, "wrong-code");
}

#[tokio::test]
async fn guesses_made_at_once_are_no_more_than_guesses_made_in_turn() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    let eik = practice.member("Eik");
    let mut guesses = tokio::task::JoinSet::new();
    for guess in 0..20 {
        let (tablet, code) = (app.anybody(), tonight.code.clone());
        guesses.spawn(async move { type_codes(&tablet, &code, eik, &format!("9{guess:04}")).await.problem() });
    }
    let replies = guesses.join_all().await;
    let weighed = replies.iter().filter(|(_, kind)| kind == "wrong-client-code").count();
    assert!(weighed <= 5, "{weighed} guesses were weighed");
    assert_eq!(replies.iter().filter(|(_, kind)| kind == "too-many-attempts").count(), 20 - weighed);
}
