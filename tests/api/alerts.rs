//! Alerts: raised at once, told to who must know, walked from seen to closed, and never lost.

use jiff::SignedDuration;
use peil_tests::{ALERT_MINUTES, Client, Person, Practice, TestApp, Tonight, phq_9};
use serde_json::json;
use uuid::Uuid;

struct Evening {
    app: TestApp,
    practice: Practice,
    anna: Person,
    tonight: Tonight,
}

/// Anna's group tonight, its session open.
async fn evening() -> Evening {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    Evening { app, practice, anna, tonight }
}

impl Evening {
    async fn eik(&self) -> Client {
        self.app.enter_tablet(&self.tonight, self.practice.member("Eik")).await
    }

    /// Eik answers the question about death, and nothing else.
    async fn eik_answers(&self, value: &str) -> Client {
        let eik = self.eik().await;
        assert_eq!(eik.answer("phq-9", "phq9", value).await.status, 204);
        eik
    }

    /// The page of the newest alert.
    async fn alert(&self) -> String {
        let query =
            "SELECT signal_id FROM signals WHERE level IS NOT NULL ORDER BY raised_at DESC, signal_id DESC LIMIT 1";
        let id: Uuid = self.app.owner.query_one(query, &[]).await.expect("an alert was raised").get(0);
        format!("/alerts/{id}")
    }

    /// Why those on duty were called in.
    async fn escalated(&self) -> Option<String> {
        self.app.owner.query_one("SELECT escalated_why FROM signals", &[]).await.unwrap().get(0)
    }

    async fn audited(&self, action: &str, outcome: &str) -> i64 {
        self.app.count(&format!("audit WHERE action = '{action}' AND outcome = '{outcome}'")).await
    }
}

/// The number beside "Meldingen" in the navigation.
fn badge(page: &str) -> String {
    let (_, rest) = page.split_once("data-alerts-number>").expect("the page has a badge");
    rest.split('<').next().unwrap_or_default().to_owned()
}

fn conflict(kind: &str) -> (u16, String) {
    (409, kind.to_owned())
}

#[tokio::test]
async fn an_alert_of_a_form_that_is_never_sent_waits_with_its_answer_behind_one_click() {
    let evening = evening().await;
    evening.eik_answers("1").await;
    let list = evening.anna.page("/alerts").await;
    for words in ["Eik", "Dinsdaggroep", "vragenlijst niet afgemaakt", "nog niet gezien", "Gedachten aan de dood"] {
        assert!(list.contains(words), "{words}: {list}");
    }
    assert_eq!(badge(&list), "1");
    for words in ["Verscheidene dagen", "beter dood"] {
        assert!(!list.contains(words), "the list shows no answer: {words}");
    }
    let group = evening.anna.page(&format!("/groups/{}", evening.practice.group)).await;
    let alert = evening.alert().await;
    assert!(group.contains(&alert) && group.contains("nog niet gezien"), "the group's page leads to it");
    assert_eq!(badge(&group), "1");
    assert_eq!(badge(&evening.anna.page("/about").await), "1", "on every page");

    assert_eq!(evening.app.count("signal_steps").await, 0, "a list is no reading");
    let page = evening.anna.page(&alert).await;
    for words in ["beter dood", "(1)", "gezien", "Anna de Tester"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(badge(&page), "0", "it no longer waits");
    assert_eq!(evening.audited("view-alert", "allowed").await, 1);
    assert_eq!(evening.audited("raise-alert", "allowed").await, 1);
    assert!(evening.audited("list-alerts", "allowed").await > 0);
    evening.anna.page(&alert).await;
    assert_eq!(evening.app.count("signal_steps").await, 1, "seen once by each, however often it is opened");
    assert_eq!(evening.audited("view-alert", "allowed").await, 2, "and each view is in the audit");
}

#[tokio::test]
async fn an_alert_is_seen_acted_on_and_closed_and_stands_until_then() {
    let evening = evening().await;
    let group = format!("/groups/{}", evening.practice.group);
    evening.eik_answers("1").await.submit("phq-9", &phq_9("121011211")).await;
    let alert = evening.alert().await;
    let (acted, closed) = (format!("{alert}/acted"), format!("{alert}/closed"));
    let note = [("note", "Na afloop gesproken; belt morgen.")];

    let anna = &evening.anna;
    assert_eq!(anna.post(&acted, &note).await.problem(), conflict("alert-not-seen"));
    assert_eq!(anna.post(&closed, &note).await.problem(), conflict("alert-not-seen"));
    anna.page(&alert).await;
    assert_eq!(anna.post(&acted, &[("note", "  ")]).await.problem(), conflict("nothing-done"));
    assert_eq!(anna.post(&acted, &[]).await.problem(), conflict("nothing-done"));
    assert_eq!(anna.post(&closed, &[]).await.problem(), conflict("nothing-done"), "seen is not enough to close");
    let long = "x".repeat(1001);
    assert_eq!(anna.post(&acted, &[("note", &long)]).await.problem(), (400, "malformed-body".to_owned()));
    assert_eq!(evening.app.count("signal_steps").await, 1);

    let bram = evening.app.login(evening.practice.bram()).await;
    bram.page(&alert).await;
    assert_eq!(bram.post(&acted, &note).await.status, 303);
    let page = anna.page(&alert).await;
    for words in ["Bram de Tester", "Na afloop gesproken; belt morgen.", "gehandeld", "vragenlijst verstuurd"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // A year later it stands still.
    evening.app.clock.pass(SignedDuration::from_hours(24 * 365));
    let anna = evening.app.login(evening.practice.anna()).await;
    assert!(anna.page(&group).await.contains(&alert));
    assert_eq!(anna.post(&closed, &[]).await.status, 303);
    assert!(!anna.page(&group).await.contains(&alert));
    assert!(!anna.page("/alerts").await.contains(&alert));
    assert!(anna.page("/alerts?show=closed").await.contains(&alert));
    for path in [&acted, &closed] {
        assert_eq!(anna.post(path, &note).await.problem(), conflict("alert-is-closed"));
    }
    let page = anna.page(&alert).await;
    assert!(page.contains("gesloten") && !page.contains("<textarea"), "it can be read, and nothing more: {page}");
    for (action, times) in [("act-on-alert", 1), ("close-alert", 1)] {
        assert_eq!(evening.audited(action, "allowed").await, times, "{action}");
    }
    let steps = evening.app.owner.query("SELECT step FROM signal_steps ORDER BY step", &[]).await.unwrap();
    let steps: Vec<String> = steps.iter().map(|row| row.get(0)).collect();
    assert_eq!(steps, ["acted", "closed", "seen", "seen"]);
    for change in ["UPDATE signal_steps SET note = 'anders'", "DELETE FROM signal_steps"] {
        let refused = evening.app.owner.execute(change, &[]).await.unwrap_err();
        assert_eq!(refused.code(), Some(&tokio_postgres::error::SqlState::RESTRICT_VIOLATION), "{change}");
    }
}

#[tokio::test]
async fn what_needs_no_act_is_closed_with_a_word_why() {
    let evening = evening().await;
    evening.eik_answers("1").await;
    let alert = evening.alert().await;
    evening.anna.page(&alert).await;
    let closed = format!("{alert}/closed");
    assert_eq!(evening.anna.post(&closed, &[("note", "Verkeerd getikt, samen nagevraagd.")]).await.status, 303);
    assert!(evening.anna.page(&alert).await.contains("Verkeerd getikt, samen nagevraagd."));
}

#[tokio::test]
async fn nobody_else_learns_of_an_alert() {
    let evening = evening().await;
    evening.eik_answers("1").await;
    let alert = evening.alert().await;
    let other = evening.app.another_organisation("zuid").await;
    let not_found = (404, "not-found".to_owned());
    for who in [evening.practice.cato(), evening.practice.dora(), other.anna(), other.dora()] {
        let person = evening.app.login(who).await;
        assert_eq!(person.get_json(&alert).await.problem(), not_found, "{who}");
        for step in ["acted", "closed"] {
            let reply = person.post(&format!("{alert}/{step}"), &[("note", "x")]).await;
            assert_eq!(reply.problem(), not_found, "{who} {step}");
        }
        let list = person.page("/alerts").await;
        assert!(!list.contains("Eik") && !list.contains(&alert), "{who}: {list}");
        assert_eq!(badge(&list), "0", "{who}");
    }
    assert!(evening.audited("view-alert", "denied").await >= 4, "who tried is in the audit");
    for who in [evening.practice.iris(), evening.practice.wim()] {
        let person = evening.app.login(who).await;
        for path in ["/alerts", "/alerts/panel", "/alerts/events", &alert] {
            assert_eq!(person.get_json(path).await.problem(), (403, "forbidden".to_owned()), "{who} {path}");
        }
        assert!(!person.page("/about").await.contains("/alerts\""), "{who} is offered none");
    }
    let marieke = evening.app.login(evening.practice.marieke()).await;
    assert!(marieke.page("/alerts").await.contains(&alert), "the lead of the team is told");
    assert_eq!(evening.app.count("signal_steps").await, 0, "nobody who was refused saw it");
}

#[tokio::test]
async fn an_alert_is_shown_where_signals_are_switched_off_and_of_whoever_left() {
    let evening = evening().await;
    evening.eik_answers("1").await;
    let alert = evening.alert().await;
    evening.app.owner.batch_execute("UPDATE organisations SET signals_enabled = false").await.unwrap();
    let left = "UPDATE memberships SET left_on = '2026-03-10', end_reason = 'dropout' WHERE membership_id = $1";
    evening.app.owner.execute(left, &[&evening.practice.member("Eik")]).await.unwrap();
    evening.app.clock.pass(SignedDuration::from_hours(24 * 30));
    let anna = evening.app.login(evening.practice.anna()).await;
    assert!(anna.page(&format!("/groups/{}", evening.practice.group)).await.contains(&alert));
    assert!(anna.page("/groups").await.contains("1 punt om te bespreken"));
    assert!(anna.page("/alerts").await.contains(&alert));
}

#[tokio::test]
async fn a_trainee_is_not_told() {
    let evening = evening().await;
    evening.eik_answers("1").await;
    let alert = evening.alert().await;
    let trainee = "UPDATE group_therapists SET part = 'trainee' WHERE account_id = $1";
    evening.app.owner.execute(trainee, &[&evening.practice.account("bram").uuid()]).await.unwrap();
    let bram = evening.app.login(evening.practice.bram()).await;
    assert_eq!(bram.get_json(&alert).await.problem(), (404, "not-found".to_owned()));
    let group = bram.page(&format!("/groups/{}", evening.practice.group)).await;
    assert!(!group.contains(&alert), "nor led to it: {group}");
}

#[tokio::test]
async fn a_value_that_calls_for_it_is_told_to_those_on_duty_at_once_and_nothing_else_is() {
    let evening = evening().await;
    let dora = evening.app.login(evening.practice.dora()).await;
    let eik = evening.eik_answers("1").await;
    assert_eq!(evening.escalated().await, None);
    assert_eq!(badge(&dora.page("/alerts").await), "0");
    assert_eq!(eik.answer("phq-9", "phq9", "2").await.status, 204);
    assert_eq!(evening.escalated().await.as_deref(), Some("value"));
    let alert = evening.alert().await;
    let list = dora.page("/alerts").await;
    assert!(list.contains(&alert) && list.contains("het antwoord vraagt daarom"), "{list}");
    assert_eq!(badge(&list), "1");
    assert!(dora.page(&alert).await.contains("Eik"));
    assert_eq!(dora.get(&format!("/groups/{}", evening.practice.group)).await.status, 404, "the group stays closed");
    assert_eq!(badge(&evening.anna.page("/alerts").await), "0", "somebody saw it");
    assert_eq!(dora.post(&format!("{alert}/acted"), &[("note", "Gebeld.")]).await.status, 303);
    // Off duty, she is told no more, not even of what she saw.
    let wim = evening.app.login(evening.practice.wim()).await;
    let id = |who: &str| evening.practice.account(who).to_string();
    assert_eq!(wim.post("/admin/alerts/duty", &[("account_id", &id("cato"))]).await.status, 303);
    assert_eq!(wim.post("/admin/alerts/duty/end", &[("account_id", &id("dora"))]).await.status, 303);
    assert_eq!(dora.get_json(&alert).await.problem(), (404, "not-found".to_owned()));
    let cato = evening.app.login(evening.practice.cato()).await;
    assert!(cato.page("/alerts").await.contains(&alert), "her successor is");
}

#[tokio::test]
async fn worse_than_the_form_before_calls_in_those_on_duty() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    // Which answer in which session, and what comes of it.
    for (value, expected) in [("1", None), ("1", None), ("0", None), ("1", Some("worse"))] {
        app.owner.execute("DELETE FROM signals", &[]).await.unwrap();
        let tonight = anna.open_session(practice.group).await;
        let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
        eik.submit("phq-9", &phq_9(&format!("11111111{value}"))).await;
        let rows = app.owner.query("SELECT escalated_why FROM signals", &[]).await.unwrap();
        assert_eq!(rows.len(), usize::from(value != "0"));
        let why: Option<String> = rows.first().and_then(|row| row.get(0));
        assert_eq!(why.as_deref(), expected, "session {}", tonight.session);
        anna.close_session(&tonight).await;
        app.clock.pass(SignedDuration::from_mins(10));
    }
}

#[tokio::test]
async fn what_nobody_sees_in_time_calls_in_those_on_duty_once() {
    let evening = evening().await;
    evening.eik_answers("1").await;
    evening.app.clock.pass(SignedDuration::from_mins(i64::from(ALERT_MINUTES)) - SignedDuration::from_secs(1));
    evening.app.analysed().await;
    assert_eq!(evening.escalated().await, None, "a second too early");
    evening.app.clock.pass(SignedDuration::from_secs(1));
    evening.app.analysed().await;
    assert_eq!(evening.escalated().await.as_deref(), Some("unseen"), "at the very second");
    let moment = async || -> jiff::Timestamp {
        evening.app.owner.query_one("SELECT escalated_at FROM signals", &[]).await.unwrap().get(0)
    };
    let first = moment().await;
    evening.app.clock.pass(SignedDuration::from_hours(5));
    evening.app.analysed().await;
    assert_eq!(moment().await, first, "not twice");
    assert_eq!(evening.audited("escalate-alert", "allowed").await, 1);
    let dora = evening.app.login(evening.practice.dora()).await;
    assert!(dora.page("/alerts").await.contains("niemand zag de melding op tijd"));
}

#[tokio::test]
async fn what_was_seen_in_time_and_what_is_no_safety_alert_stays_with_the_therapists() {
    let evening = evening().await;
    let eik = evening.eik_answers("1").await;
    evening.anna.page(&evening.alert().await).await;
    let wilg = evening.app.enter_tablet(&evening.tonight, evening.practice.member("Wilg")).await;
    let mut open = phq_9("121011210");
    open.retain(|(item, _)| item != "phq9");
    wilg.submit("phq-9", &open).await;
    let levels = "SELECT level FROM signals ORDER BY level";
    let levels: Vec<String> =
        evening.app.owner.query(levels, &[]).await.unwrap().iter().map(|row| row.get(0)).collect();
    assert_eq!(levels, ["attention", "safety"]);
    let list = evening.anna.page("/alerts").await;
    let place = |words: &str| list.find(words).expect(words);
    assert!(place("veiligheid") < place("let op"), "safety first");
    evening.app.clock.pass(SignedDuration::from_hours(48));
    evening.app.analysed().await;
    assert_eq!(evening.app.count("signals WHERE escalated_at IS NOT NULL").await, 0);
    drop(eik);
}

#[tokio::test]
async fn an_answer_that_is_changed_or_taken_back_keeps_its_alert() {
    let evening = evening().await;
    let eik = evening.eik_answers("1").await;
    let alert = evening.alert().await;
    assert!(!evening.anna.page(&alert).await.contains("Later veranderd"));
    assert_eq!(eik.answer("phq-9", "phq9", "0").await.status, 204);
    let page = evening.anna.page(&alert).await;
    assert!(page.contains("(1)") && page.contains("Later veranderd in") && page.contains("(0)"), "{page}");
    let gone = json!({ "value": null, "language": "nl" });
    assert_eq!(eik.put(eik.assignment("phq-9"), "phq9", &gone).await.status, 204);
    assert!(evening.anna.page(&alert).await.contains("het antwoord is gewist"));
    eik.submit("phq-9", &phq_9("111111110")).await;
    let page = evening.anna.page(&alert).await;
    assert!(page.contains("(1)") && page.contains("(0)") && page.contains("vragenlijst verstuurd"), "{page}");
    assert_eq!(evening.app.count("signals").await, 1);
}

#[tokio::test]
async fn a_worse_answer_in_the_same_form_waits_to_be_seen_anew() {
    let evening = evening().await;
    let eik = evening.eik_answers("1").await;
    let alert = evening.alert().await;
    evening.anna.page(&alert).await;
    assert_eq!(evening.anna.post(&format!("{alert}/closed"), &[("note", "Besproken.")]).await.status, 303);
    evening.app.clock.pass(SignedDuration::from_mins(1));
    assert_eq!(eik.answer("phq-9", "phq9", "3").await.status, 204);
    assert_eq!(evening.escalated().await.as_deref(), Some("value"));
    let list = evening.anna.page("/alerts").await;
    assert!(list.contains(&alert) && list.contains("Erger geworden"), "{list}");
    assert_eq!(badge(&list), "1");
    assert_eq!(evening.anna.post(&format!("{alert}/closed"), &[]).await.problem(), conflict("alert-not-seen"));
    let page = evening.anna.page(&alert).await;
    assert!(page.contains("(3)") && page.contains("Besproken.") && page.contains("class=\"older\""), "{page}");
    // The same again, and something milder, change nothing.
    for value in ["3", "2"] {
        assert_eq!(eik.answer("phq-9", "phq9", value).await.status, 204);
    }
    assert_eq!(badge(&evening.anna.page("/alerts").await), "0");
    assert_eq!(evening.app.count("signals WHERE round = 2").await, 1);
}
