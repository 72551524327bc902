//! Whom alerts reach: a safety instrument is asked only where somebody leads, somebody is on duty, and a time is set.

use peil_tests::TestApp;
use uuid::Uuid;

fn conflict(kind: &str) -> (u16, String) {
    (409, kind.to_owned())
}

#[tokio::test]
async fn a_safety_instrument_is_asked_only_where_its_alerts_arrive() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let sessions = format!("/groups/{}/sessions", practice.group);
    let group = practice.group.to_string();
    for (away, back, kind) in [
        (
            format!("UPDATE group_therapists SET part = 'co' WHERE group_id = '{group}'"),
            format!("UPDATE group_therapists SET part = 'lead' WHERE group_id = '{group}'"),
            "no-lead",
        ),
        (
            "UPDATE duty_periods SET until_at = from_at".into(),
            "UPDATE duty_periods SET until_at = NULL".into(),
            "nobody-on-duty",
        ),
        (
            "UPDATE organisations SET alert_minutes = NULL".into(),
            "UPDATE organisations SET alert_minutes = 60".into(),
            "no-alert-time",
        ),
    ] {
        app.owner.batch_execute(&away).await.unwrap();
        assert_eq!(anna.post(&sessions, &[]).await.problem(), conflict(kind));
        let token = anna.form_token().await;
        let request = anna.request(reqwest::Method::POST, &sessions).header("accept", "text/html");
        let page = anna.send(request.form(&[("csrf", &token)])).await;
        assert!(page.status == 409 && page.text().contains("Vraag uw beheerder"), "{kind} has its remedy");
        app.owner.batch_execute(&back).await.unwrap();
    }
    assert_eq!(app.count("sessions").await, 0);
    // Where nothing is asked about safety, nobody need be there.
    app.owner.batch_execute("UPDATE duty_periods SET until_at = from_at").await.unwrap();
    app.owner.batch_execute("DELETE FROM group_plans WHERE instrument_id = 'phq-9'").await.unwrap();
    anna.open_session(practice.group).await;
}

#[tokio::test]
async fn the_administrator_keeps_the_list_of_those_on_duty_and_cannot_empty_it_where_it_is_needed() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let wim = app.login(practice.wim()).await;
    let id = |who: &str| practice.account(who).to_string();
    let page = wim.page("/admin/alerts").await;
    assert!(page.contains("Dora de Tester") && page.contains("PHQ-9") && page.contains("value=\"60\""), "{page}");
    let end = "/admin/alerts/duty/end";
    assert_eq!(wim.post(end, &[("account_id", &id("dora"))]).await.problem(), conflict("last-on-duty"));
    assert_eq!(app.count("duty_periods WHERE until_at IS NULL").await, 1);
    // Only those who care for clients can be on duty, and only here.
    let not_found = (404, "not-found".to_owned());
    let other = app.another_organisation("zuid").await;
    for who in [id("iris"), id("wim"), other.account("anna").to_string(), Uuid::nil().to_string()] {
        assert_eq!(wim.post("/admin/alerts/duty", &[("account_id", &who)]).await.problem(), not_found);
        assert_eq!(wim.post(end, &[("account_id", &who)]).await.problem(), not_found);
    }
    for _ in 0..2 {
        assert_eq!(wim.post("/admin/alerts/duty", &[("account_id", &id("bram"))]).await.status, 303);
    }
    assert_eq!(app.count("audit WHERE action = 'begin-duty'").await, 1, "twice changes nothing");
    assert_eq!(wim.post(end, &[("account_id", &id("dora"))]).await.status, 303);
    assert_eq!(wim.post(end, &[("account_id", &id("bram"))]).await.problem(), conflict("last-on-duty"));
    let malformed = (400, "malformed-body".to_owned());
    for minutes in ["4", "10081", "", "een uur", "-60"] {
        assert_eq!(wim.post("/admin/alerts", &[("minutes", minutes)]).await.problem(), malformed, "{minutes}");
    }
    assert_eq!(wim.post("/admin/alerts", &[("minutes", "30")]).await.status, 303);
    assert!(wim.page("/admin/alerts").await.contains("value=\"30\""));
    assert_eq!(app.count("audit WHERE action = 'set-alert-time'").await, 1);
    // Once nothing is asked about safety, the list may be empty.
    app.owner.batch_execute("DELETE FROM group_plans WHERE instrument_id = 'phq-9'").await.unwrap();
    assert_eq!(wim.post(end, &[("account_id", &id("bram"))]).await.status, 303);
    assert!(wim.page("/admin/alerts").await.contains("Er heeft niemand dienst"));
}
