//! The audit: whole after a walk, and broken where somebody laid hands on it.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    process::{Command, Output},
    task::Poll,
};

use peil_service::{
    access::{Actor, AuditEvent, record},
    clock::Clock,
    domain::TeamId,
};
use peil_tests::{Practice, TestApp, phq_9};

async fn verify(app: &TestApp) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peil-under-test"));
    command.args(["audit", "verify"]).env("DATABASE_URL", app.database.url());
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

/// An evening in which all sorts of things are written down.
async fn walk(app: &TestApp) -> Practice {
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.submit("phq-9", &phq_9("111100000")).await;
    anna.page(&format!("/groups/{}", practice.group)).await;
    anna.close_session(&tonight).await;
    app.anybody().log_in(practice.bram(), "not it").await;
    anna.post("/logout", &[]).await;
    practice
}

#[tokio::test]
async fn a_walk_leaves_a_whole_chain_of_who_did_what() {
    let app = TestApp::spawn().await;
    walk(&app).await;
    let rows = app.owner.query("SELECT action, actor_kind, outcome FROM audit ORDER BY sequence", &[]).await.unwrap();
    let rows: Vec<[&str; 3]> = rows.iter().map(|row| [row.get(0), row.get(1), row.get(2)]).collect();
    for expected in [
        ["login", "account", "allowed"],
        ["open-session", "account", "allowed"],
        ["tablet-entry", "client", "allowed"],
        ["submit", "client", "allowed"],
        ["view-group", "account", "allowed"],
        ["close-session", "account", "allowed"],
        ["login", "account", "denied"],
        ["logout", "account", "allowed"],
    ] {
        assert!(rows.contains(&expected), "{expected:?} in {rows:?}");
    }
    let output = verify(&app).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains(&format!("Praktijk noord: {} rows, whole", rows.len())), "{said}");
}

#[tokio::test]
async fn the_chain_holds_when_all_write_at_once() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (anna, path) = (anna.clone(), format!("/api/v1/groups/{}/course", practice.group));
        readers.spawn(async move { anna.get_json(&path).await.status });
    }
    assert!(readers.join_all().await.iter().all(|status| *status == 200));
    assert_eq!(app.count("audit WHERE action = 'view-course'").await, 20);
    assert!(verify(&app).await.status.success());
}

#[tokio::test]
async fn a_changed_row_and_a_missing_row_are_found() {
    for tampering in [
        "UPDATE audit SET action = 'x' WHERE sequence = 3",
        "UPDATE audit SET at = at + interval '1 microsecond' WHERE sequence = 3",
        "UPDATE audit SET actor_id = gen_random_uuid() WHERE sequence = 3",
        "UPDATE audit SET outcome = 'denied' WHERE sequence = 3",
        "DELETE FROM audit WHERE sequence = 3",
    ] {
        let app = TestApp::spawn().await;
        let practice = walk(&app).await;
        app.owner.batch_execute("ALTER TABLE audit DISABLE TRIGGER audit_stays").await.unwrap();
        assert_eq!(app.owner.execute(tampering, &[]).await.unwrap(), 1);
        let output = verify(&app).await;
        assert_eq!(output.status.code(), Some(1), "{tampering}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("broken at row 3"), "{tampering}: {said}");
        let page = app.login(practice.wim()).await.page("/admin").await;
        assert!(page.contains("chip bad") && page.contains("3"), "the administrator is told");
    }
}

#[tokio::test]
async fn no_answer_name_or_address_is_in_the_audit() {
    let app = TestApp::spawn().await;
    let practice = walk(&app).await;
    let text = "SELECT string_agg(row_to_json(a)::text, ' ') FROM audit a";
    let text: String = app.owner.query_one(text, &[]).await.unwrap().get(0);
    for word in ["Eik", "Dinsdaggroep", "Tester", practice.anna(), practice.bram(), "phq", "111100000"] {
        assert!(!text.contains(word), "{word}");
    }
}

#[tokio::test]
async fn what_cannot_be_written_down_does_not_happen_and_the_next_request_does() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let (path, rows) = (format!("/groups/{}/sessions", practice.group), app.count("audit").await);
    app.owner.batch_execute("REVOKE INSERT ON audit FROM peil_app").await.unwrap();
    let reply = anna.post(&path, &[]).await;
    assert_eq!(reply.status, 500, "{}", reply.text());
    assert_eq!([app.count("sessions").await, app.count("audit").await], [0, rows]);
    app.owner.batch_execute("GRANT INSERT ON audit TO peil_app").await.unwrap();
    assert_eq!(anna.post(&path, &[]).await.status, 303);
    assert_eq!([app.count("sessions").await, app.count("audit").await], [1, rows + 1]);
}

/// Asks so many times whether it is ready, and goes away.
async fn asked<F: Future>(mut work: Pin<&mut F>, times: usize) -> bool {
    for _ in 0..times {
        if poll_fn(|context| Poll::Ready(work.as_mut().poll(context).is_ready())).await {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

/// A browser may go away at any moment: whatever it left half asked, all of it is there or nothing, and who uses the
/// connection next stands in a transaction of its own.
#[tokio::test]
async fn who_goes_away_in_the_middle_leaves_all_or_nothing() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let mut connection = app.store.connect().await.unwrap();
    let (teams, mut ended) = (app.count("teams").await, [0, 0]);
    for times in 0..12 {
        // Not even begun.
        asked(pin!(connection.begin(practice.id)), times).await;
        let tenant = connection.begin(practice.id).await.unwrap();
        let team = TeamId::new(app.clock.now());
        tenant.insert_team(team, &format!("Team {times}")).await.unwrap();
        let event = AuditEvent::new(Actor::System, "team-add").on("team", team.uuid());
        (0..times % 3).for_each(|_| record(&tenant, &event, app.clock.now()));
        let done = asked(pin!(tenant.commit()), times).await;
        let tenant = connection.begin(practice.id).await.unwrap();
        let is_kept = tenant.teams().await.unwrap().iter().any(|row| row.id == team);
        tenant.commit().await.unwrap();
        assert!(is_kept || !done, "what was said to be kept is");
        ended[usize::from(is_kept)] += 1;
        let rows = app.count(&format!("audit WHERE subject_id = '{team}'")).await;
        assert_eq!(rows, if is_kept { times as i64 % 3 } else { 0 }, "after {times} looks");
    }
    assert_eq!(app.count("teams").await, teams + ended[1]);
    assert!(ended.iter().all(|count| *count > 0), "some went too soon, some did not: {ended:?}");
}

#[tokio::test]
async fn what_failed_half_way_is_not_said_to_be_kept() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let (first, second) = (TeamId::new(app.clock.now()), TeamId::new(app.clock.now()));
    tenant.insert_team(first, "Een").await.unwrap();
    tenant.insert_team(second, "Een").await.unwrap_err();
    tenant.commit().await.unwrap_err();
    let tenant = connection.begin(practice.id).await.unwrap();
    tenant.insert_team(second, "Een").await.unwrap();
    tenant.commit().await.unwrap();
    assert_eq!(app.count("teams WHERE name = 'Een'").await, 1);
}
