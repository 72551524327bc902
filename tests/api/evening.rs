//! During a session and after it: attendance tap by tap, times and minutes, agreements, what is decided about a signal.

use peil_tests::{Person, Practice, TestApp, Tonight};
use reqwest::{Method, header::ACCEPT};
use uuid::Uuid;

/// One tap, as the page's script sends it.
async fn tap(person: &Person, tonight: &Tonight, member: Uuid, word: &str) -> u16 {
    let token = person.form_token().await;
    let field = format!("attendance-{member}");
    let request = person.request(Method::POST, &format!("{}/attendance", tonight.path));
    let request = request.header(ACCEPT, "application/json").form(&[("csrf", token.as_str()), (&field, word)]);
    person.send(request).await.status
}

async fn evening(app: &TestApp) -> (Practice, Person, Person, Tonight) {
    let practice = app.organisation().await;
    let (anna, bram) = (app.login(practice.anna()).await, app.login(practice.bram()).await);
    let tonight = anna.open_session(practice.group).await;
    (practice, anna, bram, tonight)
}

#[tokio::test]
async fn a_tap_is_one_member_and_the_same_tap_again_changes_nothing() {
    let app = TestApp::spawn().await;
    let (practice, anna, bram, tonight) = evening(&app).await;
    let (eik, wilg) = (practice.member("Eik"), practice.member("Wilg"));
    for _ in 0..3 {
        assert_eq!(tap(&anna, &tonight, eik, "present").await, 204);
    }
    assert_eq!(app.count("attendance").await, 1);
    assert_eq!(app.count("audit WHERE action = 'attendance'").await, 1, "what is said again is not written again");
    assert_eq!(tap(&bram, &tonight, wilg, "absent_ill").await, 204);
    assert_eq!(tap(&bram, &tonight, eik, "absent_other").await, 204);
    let noted = "SELECT status FROM attendance WHERE membership_id = $1";
    let noted = app.owner.query_one(noted, &[&eik]).await.unwrap().get::<_, String>(0);
    assert_eq!(noted, "absent_other", "the newest tap holds");
    assert_eq!(app.count("audit WHERE action = 'attendance'").await, 3);
    assert_eq!(tap(&anna, &tonight, practice.other_member("Eik"), "present").await, 404);
    assert_eq!(tap(&anna, &tonight, eik, "asleep").await, 400);
    // The form's own button, without a script.
    let whole = [(format!("attendance-{eik}"), "present"), (format!("attendance-{wilg}"), "absent_holiday")];
    let whole: Vec<(&str, &str)> = whole.iter().map(|(field, word)| (field.as_str(), *word)).collect();
    let reply = anna.post(&format!("{}/attendance", tonight.path), &whole).await;
    assert_eq!((reply.status, reply.header("location")), (303, format!("{}?saved=attendance", tonight.path).as_str()));
    let page = anna.page(&format!("{}?saved=attendance", tonight.path)).await;
    assert!(page.contains("De aanwezigheid is bewaard.") && page.contains("afwezig: vakantie"), "{page}");
}

#[tokio::test]
async fn a_session_begins_when_it_opens_ends_when_it_closes_and_both_can_be_corrected() {
    let app = TestApp::spawn().await;
    let (practice, _, _, tonight) = evening(&app).await;
    let began = "sessions WHERE began_at = opened_at AND mode = 'in_person' AND ended_at IS NULL";
    assert_eq!(app.count(began).await, 1);
    app.clock.pass(jiff::SignedDuration::from_mins(95));
    // Who was away for so long logs in again.
    let (anna, bram) = (app.login(practice.anna()).await, app.login(practice.bram()).await);
    let reply = anna.post(&format!("{}/close", tonight.path), &[]).await;
    assert_eq!(reply.header("location"), format!("{}/after", tonight.path), "what comes after is next");
    let lasted = "sessions WHERE ended_at - began_at = interval '95 minutes' AND ended_at = closed_at";
    assert_eq!(app.count(lasted).await, 1);

    let time = format!("{}/time", tonight.path);
    let said = [("began", "23:00"), ("ended", "00:30"), ("mode", "hybrid"), ("back", "after")];
    assert_eq!(bram.post(&time, &said).await.header("location"), format!("{}/after?saved=time#time", tonight.path));
    let lasted = "sessions WHERE ended_at - began_at = interval '90 minutes' AND mode = 'hybrid'";
    assert_eq!(app.count(lasted).await, 1, "past midnight is the next day");
    assert!(anna.page(&format!("{}/after", tonight.path)).await.contains("Directe tijd: 90 minuten"));
    for (began, ended) in [("19:00", "19:00"), ("07:00", "20:00"), ("", "20:00")] {
        let said = [("began", began), ("ended", ended), ("mode", "")];
        let told = format!("{}?problem=time#time", tonight.path);
        assert_eq!(anna.post(&time, &said).await.header("location"), told, "{began}–{ended}");
    }
    assert_eq!(app.count(lasted).await, 1, "what cannot be changes nothing");
    for said in [[("began", "seven"), ("ended", ""), ("mode", "")], [("began", ""), ("ended", ""), ("mode", "asleep")]]
    {
        assert_eq!(anna.post(&time, &said).await.status, 400);
    }
    let part = "UPDATE group_therapists SET part = 'trainee' WHERE account_id = $1";
    app.owner.execute(part, &[&practice.account("bram").uuid()]).await.unwrap();
    let said = [("began", "19:00"), ("ended", "20:30"), ("mode", "")];
    assert_eq!(bram.post(&time, &said).await.problem(), (403, "forbidden".to_owned()));
}

#[tokio::test]
async fn a_page_that_was_made_earlier_takes_nothing_back_that_it_did_not_show() {
    let app = TestApp::spawn().await;
    let (_, anna, bram, tonight) = evening(&app).await;
    let time = format!("{}/time", tonight.path);
    let opened = anna.page(&tonight.path).await;
    let shown = |field: &str| {
        let (_, rest) =
            opened.split_once(&format!("name=\"{field}\" value=\"")).expect("the page tells what it showed");
        rest.split_once('"').expect("a value").0.to_owned()
    };
    let (began, ended, mode) = (shown("read_began"), shown("read_ended"), shown("read_mode"));
    assert_eq!((ended.as_str(), mode.as_str()), ("", "in_person"));
    let read = [("read_began", began.as_str()), ("read_ended", ""), ("read_mode", "in_person")];
    let both = [("began", "19:00"), ("ended", "20:30"), ("mode", "online")];
    let said: Vec<_> = both.into_iter().chain(read).collect();
    assert_eq!(bram.post(&time, &said).await.status, 303);
    // Anna's page still shows no end, and the room: she only moves the begin.
    let said: Vec<_> = [("began", "19:10"), ("ended", ""), ("mode", "in_person")].into_iter().chain(read).collect();
    assert_eq!(anna.post(&time, &said).await.status, 303);
    let held = "sessions WHERE ended_at - began_at = interval '80 minutes' AND mode = 'online'";
    assert_eq!(app.count(held).await, 1, "the end and the mode that Bram wrote stay");
    // Nothing changed on the page: nothing changes.
    let said: Vec<_> =
        [("began", began.as_str()), ("ended", ""), ("mode", "in_person")].into_iter().chain(read).collect();
    assert_eq!(anna.post(&time, &said).await.status, 303);
    assert_eq!(app.count(held).await, 1);
}

#[tokio::test]
async fn a_session_that_was_forgotten_has_no_known_end() {
    for (late, known) in [(149, 1), (151, 0)] {
        let app = TestApp::spawn().await;
        let (practice, _, _, tonight) = evening(&app).await;
        let plan = "INSERT INTO group_schedules
                        (organisation_id, group_id, weekday, begins_at, minutes, every_weeks, set_at)
                    VALUES ($1, $2, 3, '19:00', 90, 1, now())";
        app.owner.execute(plan, &[&practice.id.uuid(), &practice.group.uuid()]).await.unwrap();
        app.clock.pass(jiff::SignedDuration::from_mins(late));
        let anna = app.login(practice.anna()).await;
        assert_eq!(anna.post(&format!("{}/close", tonight.path), &[]).await.status, 303);
        assert_eq!(app.count("sessions WHERE closed_at IS NOT NULL").await, 1);
        assert_eq!(app.count("sessions WHERE ended_at IS NOT NULL").await, known, "{late} minutes after a plan of 90");
    }
}

#[tokio::test]
async fn each_writes_down_his_own_minutes_and_reads_the_sum() {
    let app = TestApp::spawn().await;
    let (practice, anna, bram, tonight) = evening(&app).await;
    let minutes = format!("{}/minutes", tonight.path);
    let of =
        |before: &'static str, after: &'static str| [("minutes-talk_before", before), ("minutes-talk_after", after)];
    assert_eq!(anna.post(&minutes, &of("10", "15")).await.status, 303);
    assert_eq!(bram.post(&minutes, &of("10", "")).await.status, 303);
    let sum = "SELECT sum(minutes)::bigint FROM indirect_minutes WHERE activity = $1";
    let sum = async |activity: &str| app.owner.query_one(sum, &[&activity]).await.unwrap().get::<_, Option<i64>>(0);
    assert_eq!((sum("talk_before").await, sum("talk_after").await), (Some(20), Some(15)));
    let page = bram.page(&format!("{}/after", tonight.path)).await;
    assert!(page.contains("Samen 35 minuten") && page.contains("samen 15 min"), "{page}");
    // Written again in the same form: the newest holds, and nought takes it back.
    assert_eq!(anna.post(&minutes, &of("25", "0")).await.status, 303);
    assert_eq!((sum("talk_before").await, sum("talk_after").await), (Some(35), None));
    for wrong in ["-5", "601", "ten", "7.5"] {
        let told = format!("{}?problem=minutes#time", tonight.path);
        assert_eq!(anna.post(&minutes, &of(wrong, "5")).await.header("location"), told, "{wrong}");
    }
    assert_eq!(sum("talk_after").await, None, "a wrong number stores none of its form");
    let marieke = app.login(practice.marieke()).await;
    assert_eq!(marieke.post(&minutes, &of("5", "5")).await.problem(), (403, "forbidden".to_owned()));
    assert!(
        marieke.page(&format!("{}/after", tonight.path)).await.contains("35 minuten"),
        "the team lead reads the sum"
    );
}

#[tokio::test]
async fn an_agreement_is_made_at_one_session_and_settled_at_a_later_one() {
    let app = TestApp::spawn().await;
    let (practice, anna, bram, tonight) = evening(&app).await;
    let (agreements, eik) = (format!("{}/agreements", tonight.path), practice.member("Eik").to_string());
    let key = Uuid::now_v7().to_string();
    let said = [("said", "Vraag hoe de week was"), ("about", eik.as_str()), ("key", &key)];
    for _ in 0..2 {
        assert_eq!(anna.post(&agreements, &said).await.status, 303);
    }
    assert_eq!(app.count("agreements").await, 1, "a form that is sent twice agrees once");
    let went_back = [("said", "Vraag hoe het met slapen gaat"), ("about", eik.as_str()), ("key", &key)];
    assert_eq!(anna.post(&agreements, &went_back).await.status, 303);
    assert_eq!(app.count("agreements").await, 2, "who went back and wrote something else loses no words");
    app.owner.execute("DELETE FROM agreements WHERE said LIKE '%slapen%'", &[]).await.unwrap();
    let other = (practice.other_member("Eik").to_string(), Uuid::now_v7().to_string());
    let about_other = [("said", "x"), ("about", other.0.as_str()), ("key", &other.1)];
    assert_eq!(anna.post(&agreements, &about_other).await.problem(), (404, "not-found".to_owned()));
    let long = "a".repeat(301);
    assert_eq!(anna.post(&agreements, &[("said", long.as_str()), ("key", &other.1)]).await.status, 400);
    assert_eq!(anna.post(&agreements, &[("said", "  "), ("key", &other.1)]).await.status, 303);
    assert_eq!(app.count("agreements").await, 1);
    anna.close_session(&tonight).await;
    let next = bram.open_session(practice.group).await;
    let page = bram.page(&format!("{}/after", next.path)).await;
    let (_, earlier) = page.split_once("Nog open van eerder").expect("what is open is shown");
    assert!(earlier.contains("Vraag hoe de week was") && earlier.contains("over Eik"), "{page}");

    let id: Uuid = app.owner.query_one("SELECT agreement_id FROM agreements", &[]).await.unwrap().get(0);
    let one = format!("/groups/{}/agreements/{id}", practice.group);
    let back = format!("{}/after", next.path);
    let done = bram.post(&one, &[("settled", "done"), ("back", back.as_str())]).await;
    assert_eq!((done.status, done.header("location")), (303, back.as_str()));
    assert_eq!(anna.post(&one, &[("settled", "done"), ("back", "https://elsewhere.example")]).await.status, 303);
    let settled = app.count("audit WHERE action = 'settle-agreement'").await;
    assert_eq!(settled, 1, "saying the same again changes nothing");
    let other_end = anna.post(&one, &[("settled", "dropped")]).await;
    assert_eq!(other_end.problem(), (409, "agreement-settled".to_owned()));
    assert!(!bram.page(&back).await.contains("Nog open van eerder"));
    let strange = format!("/groups/{}/agreements/{id}", practice.other_group);
    let cato = app.login(practice.cato()).await;
    assert_eq!(cato.post(&strange, &[("settled", "done")]).await.problem(), (404, "not-found".to_owned()));

    let part = "UPDATE group_therapists SET part = 'trainee' WHERE account_id = $1";
    app.owner.execute(part, &[&practice.account("bram").uuid()]).await.unwrap();
    let forbidden = (403, "forbidden".to_owned());
    assert_eq!(bram.post(&agreements, &said).await.problem(), forbidden, "who learns agrees nothing by himself");
    assert_eq!(bram.post(&one, &[("settled", "done")]).await.problem(), forbidden);
}

#[tokio::test]
async fn what_is_decided_about_a_signal_is_written_down_on_the_page() {
    let app = TestApp::spawn().await;
    let (practice, anna, bram, tonight) = evening(&app).await;
    app.owner.execute("UPDATE organisations SET signals_enabled = true", &[]).await.unwrap();
    let raise =
        "INSERT INTO signals (organisation_id, signal_id, group_id, session_id, rule, rule_version, instrument_id,
                     scale, inputs, raised_at, urgency, value, crossed_limit, module_version)
                 VALUES ($1, $2, $3, $4, 'G-RUPT', '1', 'peil-session', 'total',
                     '{\"kind\": \"group_rupture\", \"mean\": 12, \"fallen\": 2, \"by_mean\": false}', now(),
                     'attention', 2, 2, '1.0')";
    let signal = Uuid::now_v7();
    let ids = [practice.id.uuid(), signal, practice.group.uuid(), tonight.session];
    app.owner.execute(raise, &[&ids[0], &ids[1], &ids[2], &ids[3]]).await.unwrap();
    let after = format!("{}/after", tonight.path);
    let steps = format!("/groups/{}/signals/{signal}/steps", practice.group);
    assert!(anna.page(&after).await.contains(&steps));
    let said = [("step", "discussed"), ("note", "Volgende keer ermee beginnen."), ("back", after.as_str())];
    let reply = anna.post(&steps, &said).await;
    assert_eq!((reply.status, reply.header("location")), (303, after.as_str()));
    assert_eq!(app.count("signal_steps WHERE step = 'discussed' AND note IS NOT NULL").await, 1);
    assert!(bram.page(&after).await.contains("besproken"));
    let outside = [("step", "discussed"), ("note", "x"), ("back", "//elsewhere.example")];
    let group = format!("/groups/{}", practice.group);
    assert_eq!(anna.post(&steps, &outside).await.header("location"), group, "the way back stays in the group");

    let part = "UPDATE group_therapists SET part = 'trainee' WHERE account_id = $1";
    app.owner.execute(part, &[&practice.account("bram").uuid()]).await.unwrap();
    assert!(!bram.page(&after).await.contains(&steps), "who learns takes no steps");
    app.owner.execute("UPDATE organisations SET signals_enabled = false", &[]).await.unwrap();
    assert!(!anna.page(&after).await.contains(&steps), "where the module is off nothing is shown of it");
}

/// When Anna's group meets on Tuesdays: from so late on, 90 minutes.
async fn meets_at(app: &TestApp, practice: &Practice, begins_at: &str) {
    let anna = app.login(practice.anna()).await;
    let fields = [("weekday", "2"), ("begins_at", begins_at), ("minutes", "90"), ("every_weeks", "1")];
    anna.post(&format!("/groups/{}/schedule", practice.group), &fields).await;
}

#[tokio::test]
async fn who_opens_while_clients_still_come_in_begins_as_planned() {
    for (begins_at, waits) in [("19:45", 15), ("20:00", 30), ("20:01", 0), ("19:30", 0), ("19:15", 0)] {
        let app = TestApp::spawn().await;
        let practice = app.organisation().await;
        meets_at(&app, &practice, begins_at).await;
        app.login(practice.anna()).await.open_session(practice.group).await;
        let began = format!("sessions WHERE began_at - opened_at = interval '{waits} minutes' AND mode = 'in_person'");
        assert_eq!(app.count(&began).await, 1, "{begins_at}");
    }
}

#[tokio::test]
async fn a_length_that_was_not_planned_is_asked_after_once() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    meets_at(&app, &practice, "19:45").await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let (after, confirmed) = (format!("{}/after", tonight.path), format!("{}/time-confirmed", tonight.path));
    let asked = "Klopt dit: 19:45–21:27 (102 min)?";
    assert_eq!(anna.post(&confirmed, &[]).await.status, 303);
    assert_eq!(app.count("audit WHERE action = 'confirm-time'").await, 0, "it has no end yet");
    app.clock.pass(jiff::SignedDuration::from_mins(117));
    let anna = app.login(practice.anna()).await;
    assert!(!anna.page(&after).await.contains("Klopt dit"), "it is not over");
    anna.close_session(&tonight).await;
    let page = anna.page(&after).await;
    assert!(page.contains(asked) && page.contains("duurt een sessie 90 minuten"), "{page}");
    // Who learns sees the question and does not answer it.
    let part = "UPDATE group_therapists SET part = 'trainee' WHERE account_id = $1";
    app.owner.execute(part, &[&practice.account("bram").uuid()]).await.unwrap();
    let bram = app.login(practice.bram()).await;
    assert!(!bram.page(&after).await.contains("time-confirmed"));
    assert_eq!(bram.post(&confirmed, &[]).await.problem(), (403, "forbidden".to_owned()));
    for _ in 0..2 {
        let reply = anna.post(&confirmed, &[]).await;
        assert_eq!((reply.status, reply.header("location")), (303, format!("{after}?saved=time").as_str()));
    }
    assert!(!anna.page(&after).await.contains("Klopt dit"));
    assert_eq!(app.count("audit WHERE action = 'confirm-time'").await, 1);
    assert_eq!(app.count("sessions WHERE time_confirmed_at IS NOT NULL AND NOT ended_by_closing").await, 1);
}

#[tokio::test]
async fn who_corrects_the_times_is_not_asked_and_eight_minutes_are_the_limit() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    meets_at(&app, &practice, "19:30").await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    app.clock.pass(jiff::SignedDuration::from_mins(97));
    let anna = app.login(practice.anna()).await;
    anna.close_session(&tonight).await;
    let after = format!("{}/after", tonight.path);
    assert!(!anna.page(&after).await.contains("Klopt dit"), "seven minutes more");
    let earlier = "UPDATE sessions SET began_at = began_at - interval '1 minute'";
    app.owner.execute(earlier, &[]).await.unwrap();
    assert!(anna.page(&after).await.contains("Klopt dit"), "eight minutes more");
    // Only the mode is changed: the times are still those of opening and closing.
    let read = [("read_began", "19:29"), ("read_ended", "21:07"), ("read_mode", "in_person")];
    let said: Vec<_> = [("began", "19:29"), ("ended", "21:07"), ("mode", "online")].into_iter().chain(read).collect();
    anna.post(&format!("{}/time", tonight.path), &said).await;
    assert!(anna.page(&after).await.contains("Klopt dit"));
    let said = [("began", "19:30"), ("ended", "22:00"), ("mode", "online")];
    anna.post(&format!("{}/time", tonight.path), &said).await;
    assert!(!anna.page(&after).await.contains("Klopt dit"), "who wrote it down knows it");
}
