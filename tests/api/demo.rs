//! The session that is open when somebody looks round in the demonstration: its wall has a picture, whatever the hour.

use jiff::{SignedDuration, tz::TimeZone};
use peil_service::{clock::Clock, demo::begin_tonight};
use peil_tests::TestApp;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn the_wall_shows_a_picture_at_any_hour_and_the_last_one_brings_the_lines() {
    for (hour, minute) in [(0, 5), (9, 30), (23, 55)] {
        let app = TestApp::spawn().await;
        let practice = app.organisation().await;
        app.hold_sessions(&practice, 3).await;
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let here = app.clock.now().to_zoned(zone.clone());
        let then = here.date().tomorrow().unwrap().at(hour, minute, 0, 0).to_zoned(zone).unwrap();
        app.clock.pass(SignedDuration::from_secs(then.timestamp().as_second() - app.clock.now().as_second()));
        let mut connection = app.store.connect().await.unwrap();
        let tenant = connection.begin(practice.id).await.unwrap();
        let who = (practice.group, practice.account("anna"));
        let session =
            begin_tonight(&tenant, &app.library, who, app.clock.now(), &mut rand::rng()).await.unwrap().uuid();
        tenant.commit().await.unwrap();

        let anna = app.login(practice.anna()).await;
        let path = format!("/groups/{}/sessions/{session}", practice.group);
        let wall = anna.page(&format!("{path}/room")).await;
        assert_eq!(wall.matches("class=\"parts\" role=\"img\"").count(), 4, "at {hour}:{minute}: {wall}");
        assert!(wall.contains("5 van de 5 hebben geantwoord"), "{wall}");
        assert!(anna.page(&path).await.contains("<strong>5</strong> van 6 verstuurd"), "one tablet is free");
        assert_eq!(app.count("signals WHERE level IS NOT NULL").await, 0, "nobody is alarmed");

        let lines = format!("{path}/room?look=lines");
        assert!(!anna.page(&lines).await.contains("<svg"), "one did not say yes yet");
        let asked = "SELECT m.membership_id FROM memberships m
                     WHERE m.group_id = $1 AND NOT EXISTS (SELECT FROM line_consents c WHERE c.membership_id = m.membership_id)";
        let last = app.owner.query_one(asked, &[&practice.group.uuid()]).await.unwrap().get(0);
        let code = anna.session_code(&path).await;
        let tonight = peil_tests::Tonight { session, code, path };
        let client = app.enter_tablet(&tonight, last).await;
        for (instrument, answers) in [
            ("phq-9", peil_tests::phq_9("111100000")),
            ("peil-session", peil_tests::peil_session(["7.0", "8.0", "2.0", "6.0"])),
        ] {
            client.submit(instrument, &answers).await;
        }
        let anybody = app.anybody();
        let yes = anybody.request(Method::PUT, "/api/v1/tablet/line").bearer_auth(&client.token);
        assert_eq!(anybody.send(yes.json(&json!({ "given": true }))).await.status, 200);
        assert_eq!(anna.page(&lines).await.matches("class=\"chart-member\"").count(), 6);
    }
}
