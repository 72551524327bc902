//! A session that was closed by a slip goes on the same day, and nothing of it counts twice.

use jiff::SignedDuration;
use peil_tests::{Did, Person, Practice, TestApp, Tonight, phq_9};
use reqwest::Method;
use serde_json::json;

async fn reopen(person: &Person, tonight: &Tonight) -> peil_tests::Reply {
    person.post(&format!("{}/reopen", tonight.path), &[]).await
}

/// Two evenings; at the last one Iep was there and silent. Tonight is open.
async fn evening(app: &TestApp) -> (Practice, Person, Tonight) {
    let practice = app.organisation().await;
    app.owner.execute("UPDATE organisations SET signals_enabled = true", &[]).await.unwrap();
    for week in (1..=2).rev() {
        app.hold_evening(&practice, week, true, |name| match (name, week) {
            ("Iep", 1) => Did::Came(None, None),
            _ => Did::Came(Some(12), Some(8)),
        })
        .await;
    }
    app.analysed().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    (practice, anna, tonight)
}

#[tokio::test]
async fn what_closes_opens_takes_answers_and_closes_counts_once() {
    let app = TestApp::spawn().await;
    let (practice, anna, tonight) = evening(&app).await;
    let iep = format!("attendance-{}", practice.member("Iep"));
    anna.post(&format!("{}/attendance", tonight.path), &[(&iep, "present")]).await;
    let beuk = app.enter_tablet(&tonight, practice.member("Beuk")).await;
    beuk.submit("phq-9", &phq_9("111100000")).await;
    app.clock.pass(SignedDuration::from_mins(20));
    anna.close_session(&tonight).await;
    app.analysed().await;
    let silent = "signals WHERE rule = 'MISS'";
    assert_eq!(app.count(silent).await, 1, "Iep is silent for the second time");
    let (asked, jobs) = (app.count("assignments").await, app.count("sessions").await);

    let page = anna.page(&tonight.path).await;
    assert!(page.contains("Sessie weer openen") && !page.contains("class=\"code\""), "{page}");
    let reply = reopen(&anna, &tonight).await;
    assert_eq!((reply.status, reply.header("location")), (303, format!("{}?saved=reopened", tonight.path).as_str()));
    let open = "sessions WHERE closed_at IS NULL AND ended_at IS NULL AND NOT ended_by_closing";
    assert_eq!(app.count(open).await, 1);
    assert_eq!(app.count("audit WHERE action = 'reopen-session' AND subject_kind = 'session'").await, 1);
    let page = anna.page(&format!("{}?saved=reopened", tonight.path)).await;
    assert!(page.contains("De sessie is weer open") && !page.contains("Sessie weer openen"), "{page}");
    let anew = Tonight { code: anna.session_code(&tonight.path).await, ..tonight.clone() };
    assert_ne!(anew.code, tonight.code, "who kept the old code does not come in by it");
    assert_eq!(reopen(&anna, &tonight).await.status, 303, "what is open stays open");
    assert_eq!(app.count("audit WHERE action = 'reopen-session'").await, 1);

    let eik = app.enter_tablet(&anew, practice.member("Eik")).await;
    eik.submit("phq-9", &phq_9("222110000")).await;
    app.analysed().await;
    assert_eq!(app.count(&format!("{silent} AND ceased_at IS NULL")).await, 1, "what was raised stands meanwhile");
    app.clock.pass(SignedDuration::from_mins(40));
    let anna = app.login(practice.anna()).await;
    anna.close_session(&anew).await;
    app.analysed().await;
    assert_eq!(app.count(silent).await, 1, "raised once, and not ceased and raised again");
    assert_eq!((app.count("assignments").await, app.count("sessions").await), (asked, jobs));
    assert_eq!(
        app.count(
            "responses r JOIN assignments a USING (organisation_id, assignment_id)
        JOIN sessions s USING (organisation_id, session_id) WHERE s.number = 3"
        )
        .await,
        2
    );
    let lasted =
        "sessions WHERE ended_at - began_at = interval '60 minutes' AND ended_at = closed_at AND ended_by_closing";
    assert_eq!(app.count(lasted).await, 1, "it ended when it was closed for good");
}

#[tokio::test]
async fn an_end_that_was_written_down_stays_and_a_line_is_asked_anew() {
    let app = TestApp::spawn().await;
    let (practice, anna, tonight) = evening(&app).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    let anybody = app.anybody();
    let yes = anybody.request(Method::PUT, "/api/v1/tablet/line").bearer_auth(&eik.token);
    assert_eq!(anybody.send(yes.json(&json!({ "given": true }))).await.status, 200);
    let said = [("began", "19:30"), ("ended", "21:00"), ("mode", "in_person")];
    anna.post(&format!("{}/time", tonight.path), &said).await;
    app.clock.pass(SignedDuration::from_mins(20));
    anna.close_session(&tonight).await;
    assert_eq!(reopen(&anna, &tonight).await.status, 303);
    assert_eq!(app.count("sessions WHERE closed_at IS NULL AND ended_at - began_at = interval '90 minutes'").await, 1);
    assert_eq!(app.count("line_consents WHERE withdrawn_at IS NULL").await, 0, "a yes was until the session's end");
}

#[tokio::test]
async fn only_todays_newest_session_opens_again_and_only_for_who_leads() {
    let app = TestApp::spawn().await;
    let (practice, anna, tonight) = evening(&app).await;
    anna.close_session(&tonight).await;
    let part = "UPDATE group_therapists SET part = 'trainee' WHERE account_id = $1";
    app.owner.execute(part, &[&practice.account("bram").uuid()]).await.unwrap();
    let bram = app.login(practice.bram()).await;
    assert!(!bram.page(&tonight.path).await.contains("Sessie weer openen"));
    assert_eq!(reopen(&bram, &tonight).await.problem(), (403, "forbidden".to_owned()));
    let cato = app.login(practice.cato()).await;
    assert_eq!(reopen(&cato, &tonight).await.problem(), (404, "not-found".to_owned()));

    let second = anna.open_session(practice.group).await;
    let refused = (409, "session-not-reopened".to_owned());
    assert!(!anna.page(&tonight.path).await.contains("Sessie weer openen"));
    assert_eq!(reopen(&anna, &tonight).await.problem(), refused, "a later one is open");
    anna.close_session(&second).await;
    assert_eq!(reopen(&anna, &tonight).await.problem(), refused, "a later one was held");
    app.clock.pass(SignedDuration::from_hours(6));
    let anna = app.login(practice.anna()).await;
    assert!(!anna.page(&second.path).await.contains("Sessie weer openen"), "the day is over");
    assert_eq!(reopen(&anna, &second).await.problem(), refused);
    assert_eq!(app.count("audit WHERE action = 'reopen-session'").await, 0);
}

#[tokio::test]
async fn a_session_on_another_day_asks_whether_it_is_meant() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 2).await;
    let group = format!("/groups/{}", practice.group);
    let anna = app.login(practice.anna()).await;
    let sure = async |weekday: &str| {
        let fields = [("weekday", weekday), ("begins_at", "19:30"), ("minutes", "90"), ("every_weeks", "1")];
        anna.post(&format!("{group}/schedule"), &fields).await;
        let pages = [anna.page(&group).await, anna.page(&format!("{group}/before")).await];
        assert!(pages.iter().all(|page| page.contains("Start sessie 3")), "it can be started in either case");
        pages.map(|page| page.contains("start-sure"))
    };
    assert_eq!(sure("2").await, [false, false], "on Tuesday, as planned");
    assert_eq!(sure("4").await, [true, true]);
    let page = anna.page(&group).await;
    assert!(page.contains("is do 12 maart 2026, niet vandaag") && page.contains("toch vandaag"), "{page}");
    let tonight = anna.open_session(practice.group).await;
    anna.close_session(&tonight).await;
    let page = anna.page(&format!("{group}/before")).await;
    assert!(page.contains("Deze groep had vandaag al een sessie"), "{page}");
}

#[tokio::test]
async fn the_code_alone_tells_nothing_of_anybody() {
    let app = TestApp::spawn().await;
    let (practice, anna, tonight) = evening(&app).await;
    let path = format!("{}/code", tonight.path);
    assert!(anna.page(&tonight.path).await.contains(&format!("href=\"{path}\"")));
    let page = anna.page(&path).await;
    assert!(page.contains(&tonight.code) && page.contains("<svg") && page.contains("/t</strong>"), "{page}");
    for word in practice.members().map(|(name, _)| name).chain(["Dinsdaggroep", "Anna", "aanwezig"]) {
        assert!(!page.contains(word), "{word} in {page}");
    }
    assert_eq!(app.count("audit WHERE action = 'view-code' AND subject_kind = 'session'").await, 1);
    for (email, status) in
        [(practice.bram(), 200), (practice.marieke(), 200), (practice.cato(), 404), (practice.wim(), 403)]
    {
        assert_eq!(app.login(email).await.get(&path).await.status, status, "{email}");
    }
    anna.close_session(&tonight).await;
    let page = anna.page(&path).await;
    assert!(page.contains("De sessie is gesloten") && !page.contains(&tonight.code), "{page}");
}
