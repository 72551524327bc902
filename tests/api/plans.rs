//! Measurement plans: what is asked at which session, and that a change of plan changes nothing that was asked before.

use jiff::SignedDuration;
use peil_service::domain::{Every, Occasion};
use peil_tests::{CLIENT_CODE, Client, Person, Practice, TestApp, Tonight, peil_goals, peil_session, phq_9};

struct House {
    app: TestApp,
    practice: Practice,
}

/// A practice whose group measures what is said, on top of PHQ-9 and session scale after each session.
async fn house(also: &[(&str, Occasion)]) -> House {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    for (instrument, occasion) in also {
        practice.also_measures_on(&app, instrument, *occasion).await;
    }
    House { app, practice }
}

impl House {
    async fn anna(&self) -> Person {
        self.app.login(self.practice.anna()).await
    }

    async fn open(&self) -> Tonight {
        self.anna().await.open_session(self.practice.group).await
    }

    /// Closes tonight's session and goes to the next week's.
    async fn next_week(&self, tonight: &Tonight) -> Tonight {
        self.anna().await.close_session(tonight).await;
        self.app.clock.pass(SignedDuration::from_hours(24 * 7));
        self.open().await
    }

    async fn enter(&self, tonight: &Tonight, name: &str) -> Client {
        Client::enter(&self.app.anybody(), &tonight.code, self.practice.member(name), CLIENT_CODE).await
    }
}

/// What a client is asked, in order; a submitted form stays in the list.
fn asked(client: &Client) -> Vec<&str> {
    let forms = client.entry["forms"].as_array().unwrap();
    forms.iter().map(|form| form["instrument_id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn each_session_asks_what_is_due() {
    let every_second = Occasion::AfterSession(Every::new(2).unwrap());
    let before = Occasion::BeforeSession(Every::SESSION);
    let house =
        house(&[("peil-goals", every_second), ("peil-start", Occasion::Start), ("peil-check-in", before)]).await;
    let tonight = house.open().await;
    let eik = house.enter(&tonight, "Eik").await;
    assert_eq!(asked(&eik), ["peil-start", "peil-check-in", "phq-9", "peil-session", "peil-goals"]);
    eik.submit("peil-start", &Vec::new()).await;
    house.enter(&tonight, "Wilg").await;

    let second = house.next_week(&tonight).await;
    let usual = ["peil-check-in", "phq-9", "peil-session"];
    assert_eq!(asked(&house.enter(&second, "Eik").await), usual, "the start was answered");
    let late = ["peil-start", "peil-check-in", "phq-9", "peil-session"];
    assert_eq!(asked(&house.enter(&second, "Wilg").await), late, "and is asked again where it was not");

    let third = house.next_week(&second).await;
    let goals = ["peil-start", "peil-check-in", "phq-9", "peil-session", "peil-goals"];
    assert_eq!(asked(&house.enter(&third, "Wilg").await), goals);
    let fourth = house.next_week(&third).await;
    assert_eq!(asked(&house.enter(&fourth, "Wilg").await), usual, "three times and no more");
}

#[tokio::test]
async fn a_missed_session_does_not_use_up_the_start() {
    let house = house(&[("peil-start", Occasion::Start)]).await;
    let mut tonight = house.open().await;
    let member = house.practice.member("Eik");
    for _ in 0..3 {
        let absent = [(format!("attendance-{member}"), "absent_ill")];
        let fields: Vec<(&str, &str)> = absent.iter().map(|(field, word)| (field.as_str(), *word)).collect();
        let reply = house.anna().await.post(&format!("{}/attendance", tonight.path), &fields).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        tonight = house.next_week(&tonight).await;
    }
    assert!(asked(&house.enter(&tonight, "Eik").await).contains(&"peil-start"));
    assert!(!asked(&house.enter(&tonight, "Wilg").await).contains(&"peil-start"));
}

#[tokio::test]
async fn the_end_is_asked_at_the_last_planned_session_and_once_where_two_rows_are_due() {
    let house = house(&[("phq-9", Occasion::End), ("peil-goals", Occasion::End)]).await;
    let member = house.practice.member("Eik");
    let planned = "UPDATE memberships SET planned_end_on = DATE '2026-01-01' WHERE membership_id = $1";
    house.app.owner.execute(planned, &[&member]).await.unwrap();
    let tonight = house.open().await;
    let eik = house.enter(&tonight, "Eik").await;
    assert_eq!(asked(&eik), ["peil-session", "phq-9", "peil-goals"], "for the end, and once");
    assert_eq!(asked(&house.enter(&tonight, "Wilg").await), ["phq-9", "peil-session"]);
    eik.submit("phq-9", &phq_9("111100000")).await;
    let second = house.next_week(&tonight).await;
    assert_eq!(asked(&house.enter(&second, "Eik").await), ["phq-9", "peil-session", "peil-goals"], "as every session");
}

#[tokio::test]
async fn a_change_of_plan_counts_from_the_next_session_on() {
    let house = house(&[]).await;
    let tonight = house.open().await;
    let eik = house.enter(&tonight, "Eik").await;
    eik.submit("phq-9", &phq_9("111100000")).await;
    eik.fill_in("peil-session", &peil_session(["5", "", "", ""])).await;
    house.practice.also_measures(&house.app, "peil-goals").await;
    house.app.owner.execute("DELETE FROM group_plans WHERE instrument_id = 'phq-9'", &[]).await.unwrap();

    let again = house.enter(&tonight, "Eik").await;
    assert_eq!(asked(&again), ["phq-9", "peil-session"], "an open session keeps what it asked");
    assert_eq!(again.form("phq-9")["submitted"], true);
    again.submit("peil-session", &peil_session(["5", "6", "2", "7"])).await;
    assert_eq!(house.app.count("scores WHERE value IS NOT NULL").await, 3, "and its scores stay");

    let second = house.next_week(&tonight).await;
    let eik = house.enter(&second, "Eik").await;
    assert_eq!(asked(&eik), ["peil-session", "peil-goals"]);
    eik.submit("peil-goals", &peil_goals(&[("Vaker bellen", "2")])).await;
}

#[tokio::test]
async fn scores_of_other_items_enter_no_model_beside_the_newest() {
    let house = house(&[]).await;
    house.app.hold_sessions(&house.practice, 4).await;
    house.app.analysed().await;
    let scores = "SELECT scores FROM fits WHERE instrument_id = 'peil-session' AND scale = 'total'";
    let in_model = async || house.app.owner.query_one(scores, &[]).await.unwrap().get::<_, i32>(0);
    let all = in_model().await;
    // Two more versions: 1.9.0 asks the same in other words, 1.10.0 asks something else. The last session had 1.9.0.
    let version = "INSERT INTO instrument_versions (organisation_id, instrument_id, instrument_version, item_hash,
                                                    text_hash, scoring_hash, loaded_at)
                   SELECT organisation_id, instrument_id, $1, CASE $1 WHEN '1.10.0' THEN 'others' ELSE item_hash END,
                          text_hash, scoring_hash, loaded_at
                   FROM instrument_versions WHERE instrument_id = 'peil-session' AND instrument_version = '1.0.0'";
    for number in ["1.9.0", "1.10.0"] {
        house.app.owner.execute(version, &[&number]).await.unwrap();
    }
    let rescored = async |number: &str, last: &str| {
        let change = format!(
            "ALTER TABLE scores DISABLE TRIGGER scores_stay;
             UPDATE scores SET instrument_version = '{number}' WHERE instrument_id = 'peil-session'
                AND session_id IN (SELECT session_id FROM sessions WHERE number = {last});
             ALTER TABLE scores ENABLE TRIGGER scores_stay;
             INSERT INTO outbox (organisation_id, job_id, kind, instrument_id, scale, created_at, due_at)
             SELECT organisation_id, gen_random_uuid(), 'analyse', 'peil-session', 'total', now(), '2020-01-01'
             FROM organisations"
        );
        house.app.owner.batch_execute(&change).await.unwrap();
        house.app.analysed().await;
    };
    rescored("1.9.0", "4").await;
    assert_eq!(in_model().await, all, "the same items are one measure");
    rescored("1.10.0", "ANY (ARRAY[2, 3, 4])").await;
    let newest = house.app.count("scores WHERE instrument_version = '1.10.0' AND scale = 'total'").await;
    assert_eq!(i64::from(in_model().await), newest, "1.10.0 is newer than 1.9.0, and alone");
    assert!(newest < i64::from(all));
}

#[tokio::test]
async fn what_left_the_plan_keeps_its_curve() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 3).await;
    app.analysed().await;
    app.owner.execute("DELETE FROM group_plans WHERE instrument_id = 'phq-9'", &[]).await.unwrap();
    let anna = app.login(practice.anna()).await;
    let group = format!("/groups/{}", practice.group);
    let page = anna.page(&group).await;
    let (now, before) =
        (page.find("measure=peil-session.total").unwrap(), page.find("?measure=phq-9.total\"").unwrap());
    assert!(now < before, "behind what is asked now");
    assert!(anna.page(&format!("{group}?measure=phq-9.total")).await.contains("<svg"));
}

#[tokio::test]
async fn the_page_opens_with_what_has_something_to_show() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 3).await;
    app.analysed().await;
    practice.also_measures_on(&app, "peil-check-in", Occasion::BeforeSession(Every::SESSION)).await;
    let page = app.login(practice.anna()).await.page(&format!("/groups/{}", practice.group)).await;
    assert!(page.contains("panel?measure=phq-9.total"), "nobody filled in a check-in yet: {page}");
}
