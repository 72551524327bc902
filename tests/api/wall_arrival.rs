//! Who is here: what was seen last, whether by a therapist or at the tablet. One rule for pictures and for lines.

use peil_tests::{Practice, TestApp, Tonight, eventually, peil_session, phq_9};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

/// Who is here from the start and lets his line be seen; Iep is not.
const HERE: [&str; 5] = ["Berk", "Beuk", "Eik", "Linde", "Wilg"];

async fn say(app: &TestApp, tonight: &Tonight, member: Uuid, given: bool) {
    let client = app.enter_tablet(tonight, member).await;
    let anybody = app.anybody();
    let line = |method| anybody.request(method, "/api/v1/tablet/line").bearer_auth(&client.token);
    assert_eq!(anybody.send(line(Method::PUT).json(&json!({ "given": given }))).await.status, 200);
    let reply = anybody.send(line(Method::GET)).await;
    assert_eq!((reply.status, reply.json()), (200, json!({ "given": given })), "who lost the reply asks what stands");
}

async fn noted(app: &TestApp, practice: &Practice, tonight: &Tonight) -> String {
    let status = "SELECT status FROM attendance WHERE membership_id = $1 AND session_id = $2";
    app.owner.query_one(status, &[&practice.member("Iep"), &tonight.session]).await.unwrap().get(0)
}

#[tokio::test]
async fn who_was_noted_as_away_and_comes_to_the_tablet_counts_for_pictures_and_lines() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 2).await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let iep = practice.member("Iep");
    let attend = async |status: &str| {
        let field = format!("attendance-{iep}");
        let reply = anna.post(&format!("{}/attendance", tonight.path), &[(field.as_str(), status)]).await;
        assert_eq!(reply.status, 303);
    };
    let wall = async |look: &str| anna.page(&format!("{}/room/panel?look={look}", tonight.path)).await;
    attend("absent_ill").await;
    for name in HERE {
        let client = app.enter_tablet(&tonight, practice.member(name)).await;
        client.submit("peil-session", &peil_session(["7.0", "8.2", "1.5", "6.0"])).await;
        client.submit("phq-9", &phq_9("111100000")).await;
        say(&app, &tonight, practice.member(name), true).await;
    }
    assert!(wall("tonight").await.contains("5 van de 5 hebben geantwoord."));
    assert!(wall("lines").await.contains("<svg"), "five are here, and agreed");

    // He came after all, and was not asked yet.
    let client = app.enter_tablet(&tonight, iep).await;
    assert_eq!(noted(&app, &practice, &tonight).await, "present");
    let audit = "audit WHERE action = 'absent-to-present' AND actor_kind = 'client'";
    let audit = format!("{audit} AND actor_id = '{iep}' AND subject_id = '{}'", tonight.session);
    assert_eq!(app.count(&audit).await, 1, "what a therapist wrote is not overwritten unseen");
    assert!(!wall("lines").await.contains("<svg"), "somebody is here who did not agree");
    assert!(wall("tonight").await.contains("5 van de 6 hebben geantwoord."), "and who may answer");
    client.submit("peil-session", &peil_session(["6.0", "6.0", "3.0", "6.0"])).await;
    assert!(wall("tonight").await.contains("6 van de 6 hebben geantwoord."));
    say(&app, &tonight, iep, false).await;
    assert!(!wall("lines").await.contains("<svg"));

    // A therapist who sees that it was a mistake has the last word, until he stands there again.
    attend("absent_other").await;
    let audit = "audit WHERE action = 'present-to-absent' AND actor_kind = 'account'";
    let audit = format!("{audit} AND subject_kind = 'membership' AND subject_id = '{iep}'");
    assert_eq!(app.count(&audit).await, 1, "his own change says that he was not there");
    assert!(wall("lines").await.contains("<svg"));
    assert!(wall("tonight").await.contains("5 van de 5 hebben geantwoord."));
    app.enter_tablet(&tonight, iep).await;
    assert!(!wall("lines").await.contains("<svg"));
    attend("absent_other").await;
    let by = "SELECT recorded_by FROM attendance WHERE membership_id = $1 AND session_id = $2";
    let by: Option<Uuid> = app.owner.query_one(by, &[&iep, &tonight.session]).await.unwrap().get(0);
    assert_eq!(by, Some(practice.account("anna").uuid()));

    assert_eq!(app.count("audit WHERE action = 'tablet-entry'").await, 13, "each entry stands in the audit");
}

/// A therapist's note is on its way into the database while the client types his code: whoever is second sees the first.
#[tokio::test]
async fn a_note_at_the_very_moment_of_arrival_is_not_overwritten_unseen() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let iep = practice.member("Iep");
    let note = "INSERT INTO attendance (organisation_id, session_id, membership_id, status, recorded_at, recorded_by)
                VALUES ($1, $2, $3, 'absent_ill', now(), $4)";
    app.owner.batch_execute("BEGIN").await.unwrap();
    let by = practice.account("anna").uuid();
    app.owner.execute(note, &[&practice.id.uuid(), &tonight.session, &iep, &by]).await.unwrap();
    let commits = async {
        eventually("the tablet to wait for the note", async || {
            (app.count("pg_locks WHERE NOT granted").await > 0).then_some(())
        })
        .await;
        app.owner.batch_execute("COMMIT").await.unwrap();
    };
    tokio::join!(app.enter_tablet(&tonight, iep), commits);
    assert_eq!(noted(&app, &practice, &tonight).await, "present");
    assert_eq!(app.count("audit WHERE action = 'absent-to-present'").await, 1);
}
