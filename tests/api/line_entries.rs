//! A client who says something about his line at two tablets, or very often: his no holds, and nothing grows without end.

use peil_service::{clock::Clock, domain::LineConsentId};
use peil_tests::{Client, TestApp, Tonight};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

/// Anna's open session.
struct Evening {
    app: TestApp,
    tonight: Tonight,
    iep: Uuid,
}

impl Evening {
    async fn begin() -> Self {
        let app = TestApp::spawn().await;
        let practice = app.organisation().await;
        let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
        Self { iep: practice.member("Iep"), app, tonight }
    }

    /// Iep comes to a tablet, a second after whatever was before.
    async fn enters(&self) -> Client {
        self.app.clock.pass(jiff::SignedDuration::from_secs(1));
        self.app.enter_tablet(&self.tonight, self.iep).await
    }

    async fn says(&self, client: &Client, body: Value) -> peil_tests::Reply {
        let anybody = self.app.anybody();
        let request = anybody.request(Method::PUT, "/api/v1/tablet/line").bearer_auth(&client.token);
        anybody.send(request.json(&body)).await
    }

    fn key(&self) -> Uuid {
        LineConsentId::new(self.app.clock.now()).uuid()
    }

    async fn audited(&self, action: &str) -> i64 {
        self.app.count(&format!("audit WHERE action = '{action}' AND actor_kind = 'client'")).await
    }
}

#[tokio::test]
async fn a_yes_of_an_earlier_entry_does_not_pass_a_no_of_a_later_one() {
    let evening = Evening::begin().await;
    let first = evening.enters().await;
    let (under_way, no) = (evening.key(), json!({ "given": false }));
    let second = evening.enters().await;
    assert_eq!(evening.says(&second, no.clone()).await.json(), json!({ "given": false }));
    // The yes of the first tablet arrives now, with a key of which the no knew nothing.
    let late = evening.says(&first, json!({ "given": true, "key": under_way })).await;
    assert_eq!((late.status, late.json()), (200, json!({ "given": false })));
    assert_eq!(evening.app.count("line_consents WHERE withdrawn_at IS NULL").await, 0);
    assert_eq!((evening.audited("refuse-line").await, evening.audited("give-line").await), (1, 0));
    // Who says yes at the tablet where he said no means it; and a no of the earlier one always counts.
    let yes = json!({ "given": true, "key": evening.key() });
    assert_eq!(evening.says(&second, yes).await.json(), json!({ "given": true }));
    assert_eq!(evening.says(&first, no).await.json(), json!({ "given": false }));
    assert_eq!(evening.audited("withdraw-line").await, 1);
    let third = evening.enters().await;
    let yes = json!({ "given": true, "key": evening.key() });
    assert_eq!(evening.says(&third, yes).await.json(), json!({ "given": true }), "a new entry, a new word");
}

#[tokio::test]
async fn a_yes_has_a_bound_and_a_no_has_none() {
    let evening = Evening::begin().await;
    let client = evening.enters().await;
    for _ in 0..40 {
        let asks = json!({ "given": null, "key": evening.key() });
        assert_eq!(evening.says(&client, asks).await.json(), json!({ "given": false }));
    }
    let rows = async || evening.app.count("line_consents").await;
    assert_eq!((rows().await, evening.audited("forestall-line").await), (40, 40));
    assert_eq!(evening.app.count("line_consents WHERE withdrawn_at = given_at").await, 40, "none was ever given");
    let refused = evening.says(&client, json!({ "given": true, "key": evening.key() })).await;
    assert_eq!(refused.problem(), (409, "line-said-too-often".to_owned()));
    for said in [json!(null), json!(false)] {
        let reply = evening.says(&client, json!({ "given": said, "key": evening.key() })).await;
        assert_eq!((reply.status, reply.json()), (200, json!({ "given": false })));
    }
    assert_eq!((rows().await, evening.audited("refuse-line").await), (40, 0), "what cannot come needs no row");
}

#[tokio::test]
async fn after_the_session_nothing_is_forestalled() {
    let evening = Evening::begin().await;
    let client = evening.enters().await;
    let close = "UPDATE sessions SET closed_at = now() WHERE session_id = $1";
    evening.app.owner.execute(close, &[&evening.tonight.session]).await.unwrap();
    for said in [json!(null), json!(false)] {
        let reply = evening.says(&client, json!({ "given": said, "key": evening.key() })).await;
        assert_eq!((reply.status, reply.json()), (200, json!({ "given": false })));
    }
    assert_eq!(evening.app.count("line_consents").await, 0);
}
