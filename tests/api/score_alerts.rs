//! Alerts on a score of the whole form: raised when it is sent, by a complete score only, with the level they have.

use jiff::SignedDuration;
use peil_tests::{ALERT_MINUTES, Given, Person, Practice, TestApp, peil_session, phq_9};

use crate::libraries::{add, measures};

const SESSION: &str = include_str!("../../questionnaires/instruments/peil-session/1.0.0.toml");

/// Our session scale under another id, its alert about safety, with both ways to call in those on duty.
pub(crate) fn own_scale() -> String {
    let alert = "to = [\"group_lead\"]\nescalate = [{ op = \"lt\", value = \"10\", to = [\"on_duty\"] }, \
                 { worse_than_previous = true, to = [\"on_duty\"] }]";
    SESSION
        .replace("id = \"peil-session\"", "id = \"own-scale\"")
        .replace("level = \"attention\"", "level = \"safety\"")
        .replace("to = [\"group_lead\"]", alert)
}

/// Four lines with this total.
pub(crate) fn total(of: u8) -> Given {
    peil_session([&of.min(10).to_string(), &of.saturating_sub(10).to_string(), "10", "0"])
}

async fn answers(app: &TestApp, anna: &Person, practice: &Practice, instrument: &str, given: &Given) {
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.submit(instrument, given).await;
    anna.close_session(&tonight).await;
}

/// The page of the newest alert.
async fn alert(app: &TestApp) -> String {
    let query = "SELECT signal_id::text FROM signals WHERE level IS NOT NULL ORDER BY raised_at DESC LIMIT 1";
    format!("/alerts/{}", app.owner.query_one(query, &[]).await.expect("an alert was raised").get::<_, String>(0))
}

#[tokio::test]
async fn a_low_session_is_asked_about_below_what_is_about_safety() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.submit("phq-9", &phq_9("111111111")).await;
    app.clock.pass(SignedDuration::from_mins(1));
    eik.fill_in("peil-session", &peil_session(["4.5", "3", "8", "2"])).await;
    assert_eq!(app.count("signals WHERE rule = 'SCORE'").await, 0, "a form that was not sent has no score");
    eik.submit("peil-session", &peil_session(["4.5", "3", "8", "2"])).await;
    assert_eq!(app.count("signals WHERE rule = 'SCORE' AND level = 'attention'").await, 1);

    let list = anna.page("/alerts").await;
    let place = |words: &str| list.find(words).unwrap_or_else(|| panic!("{words}: {list}"));
    assert!(place("Gedachten aan de dood") < place("Lage sessiescore"), "safety first, though it is older");
    assert!(!list.contains("11,5"), "the score is behind one click: {list}");
    let group = anna.page(&format!("/groups/{}", practice.group)).await;
    let alert = alert(&app).await;
    assert!(group.contains(&alert) && group.contains("Eik: Lage sessiescore"), "{group}");
    let page = anna.page(&alert).await;
    for words in ["Deze sessie in vier lijnen", "Sessie totaal", "11,5 (0 – 40)", "vragenlijst verstuurd", "let op"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("Vorige keer") && !page.contains("Later veranderd"), "{page}");
    let closed = [("note", "Nagevraagd.")];
    assert_eq!(anna.post(&format!("{alert}/closed"), &closed).await.status, 303);
    assert!(!anna.page("/alerts").await.contains("Lage sessiescore"));
    app.clock.pass(SignedDuration::from_hours(48));
    app.analysed().await;
    assert_eq!(app.count("signals WHERE rule = 'SCORE' AND escalated_at IS NOT NULL").await, 0);
    assert_eq!(app.count("audit WHERE action = 'raise-alert'").await, 2);
}

#[tokio::test]
async fn what_is_estimated_or_not_scored_raises_nothing() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    for (lines, outcome) in [
        (["0", "0", "10", ""], "prorated"),
        (["0", "0", "", ""], "not_scored"),
        (["0", "0", "10", "0"], "complete"),
        (["5", "5", "5", "5"], "complete"),
    ] {
        app.owner.execute("DELETE FROM signals", &[]).await.unwrap();
        answers(&app, &anna, &practice, "peil-session", &peil_session(lines)).await;
        let newest = "SELECT outcome FROM scores WHERE scale = 'total' ORDER BY computed_at DESC LIMIT 1";
        assert_eq!(app.owner.query_one(newest, &[]).await.unwrap().get::<_, String>(0), outcome, "{lines:?}");
        let low = i64::from(lines == ["0", "0", "10", "0"]);
        assert_eq!(app.count("signals WHERE level IS NOT NULL").await, low, "{lines:?}");
        app.clock.pass(SignedDuration::from_mins(10));
    }
}

#[tokio::test]
async fn a_score_about_safety_calls_in_those_on_duty_when_it_is_worse_or_very_low_or_seen_by_nobody() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let (status, said) = add(&app, "add", "Praktijk noord", &own_scale());
    assert_eq!(status, 0, "{said}");
    measures(&app, &practice, "own-scale").await;
    let anna = app.login(practice.anna()).await;
    // The total of each session, and what comes of it: only the limit and a complete score before count.
    for (lines, expected) in [
        (total(18), None),
        (total(18), None),
        (peil_session(["0", "1", "10", ""]), None),
        (total(17), Some("worse")),
        (total(9), Some("value")),
        (total(12), None),
    ] {
        app.owner.execute("DELETE FROM signals", &[]).await.unwrap();
        answers(&app, &anna, &practice, "own-scale", &lines).await;
        let rows = app.owner.query("SELECT escalated_why FROM signals", &[]).await.unwrap();
        let why: Option<String> = rows.first().and_then(|row| row.get(0));
        assert_eq!((rows.len(), why.as_deref()), (usize::from(lines.len() == 4), expected), "{lines:?}");
        app.clock.pass(SignedDuration::from_mins(10));
    }
    let before = alert(&app).await;
    app.clock.pass(SignedDuration::from_mins(i64::from(ALERT_MINUTES)));
    app.analysed().await;
    assert_eq!(app.count("signals WHERE escalated_why = 'unseen'").await, 1);
    let dora = app.login(practice.dora()).await;
    assert!(dora.page("/alerts").await.contains(&before));
    let page = dora.page(&before).await;
    assert!(page.contains("12 (0 – 40)") && page.contains("Vorige keer") && page.contains("9 (0 – 40)"), "{page}");
}
