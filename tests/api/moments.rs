//! Measurements of one member outside a session: they work like a session's, and no session hears of them.

use jiff::SignedDuration;
use peil_service::domain::{Occasion, Weeks};
use peil_tests::{CLIENT_CODE, Client, Person, Practice, TestApp, peil_goals, phq_9, type_codes};
use serde_json::Value;

struct House {
    app: TestApp,
    practice: Practice,
}

async fn house() -> House {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    practice.also_measures_on(&app, "peil-start", Occasion::Start).await;
    practice.also_measures_on(&app, "phq-9", Occasion::End).await;
    practice.also_measures_on(&app, "peil-goals", Occasion::FollowUp(Weeks::new(12).unwrap())).await;
    House { app, practice }
}

impl House {
    async fn anna(&self) -> Person {
        self.app.login(self.practice.anna()).await
    }

    /// Opens a moment of Eik and reads its code.
    async fn open(&self, kind: &str) -> (String, String) {
        let anna = self.anna().await;
        let reply = anna.post(&self.moments("Eik"), &[("kind", kind)]).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let path = reply.header("location").to_owned();
        (anna.session_code(&path).await, path)
    }

    fn moments(&self, name: &str) -> String {
        format!("/groups/{}/members/{}/moments", self.practice.group, self.practice.member(name))
    }

    async fn group_page(&self) -> String {
        self.anna().await.page(&format!("/groups/{}", self.practice.group)).await
    }

    async fn enter(&self, code: &str) -> Client {
        Client::enter(&self.app.anybody(), code, self.practice.member("Eik"), CLIENT_CODE).await
    }

    /// Eik leaves the group today.
    async fn eik_leaves(&self) {
        let left = "UPDATE memberships SET left_on = $2, end_reason = 'completed' WHERE membership_id = $1";
        let today = self.practice.today(&self.app);
        self.app.owner.execute(left, &[&self.practice.member("Eik"), &today]).await.unwrap();
    }
}

fn asked(client: &Client) -> Vec<&str> {
    let forms = client.entry["forms"].as_array().unwrap();
    forms.iter().map(|form| form["instrument_id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_start_before_the_first_session_is_not_asked_again_there() {
    let house = house().await;
    assert!(house.group_page().await.contains("Beginmeting van Eik kan nu"));
    let (code, path) = house.open("start").await;
    let shown =
        house.app.anybody().post_json("/api/v1/tablet/session", &serde_json::json!({ "code": code })).await.json();
    assert_eq!((&shown["session_number"], shown["members"].as_array().unwrap().len()), (&Value::Null, 1), "only Eik");
    let wilg = type_codes(&house.app.anybody(), &code, house.practice.member("Wilg"), CLIENT_CODE).await;
    assert_eq!(wilg.problem(), (403, "wrong-client-code".to_owned()));
    // The code lives a fortnight.
    house.app.clock.pass(SignedDuration::from_hours(13 * 24));
    let eik = house.enter(&code).await;
    assert_eq!(asked(&eik), ["peil-start"]);
    assert_eq!(eik.form("peil-start")["phase"], "any", "outside a session there is no side of it");
    eik.submit("peil-start", &Vec::new()).await;
    assert!(house.anna().await.page(&path).await.contains("Alles is ingevuld en verstuurd"));
    assert!(!house.group_page().await.contains("Beginmeting van Eik"));

    assert_eq!(house.app.count("attendance").await, 0, "nobody came to a session");
    let tonight = house.anna().await.open_session(house.practice.group).await;
    let first = house.app.count("sessions WHERE number = 1 AND for_membership IS NULL").await;
    assert_eq!(first, 1, "a moment is no session, and none stands in the way of one");
    assert_eq!(asked(&house.enter(&tonight.code).await), ["phq-9", "peil-session"]);
    let wilg = Client::enter(&house.app.anybody(), &tonight.code, house.practice.member("Wilg"), CLIENT_CODE).await;
    assert_eq!(asked(&wilg), ["peil-start", "phq-9", "peil-session"]);
}

#[tokio::test]
async fn a_start_that_is_open_when_the_first_session_begins_is_sent_once() {
    let house = house().await;
    let (code, path) = house.open("start").await;
    let tonight = house.anna().await.open_session(house.practice.group).await;
    assert_eq!(asked(&house.enter(&tonight.code).await), ["peil-start", "phq-9", "peil-session"]);
    let elsewhere = house.enter(&code).await;
    house.enter(&tonight.code).await.submit("peil-start", &Vec::new()).await;
    assert_eq!(asked(&house.enter(&code).await), [""; 0], "he sent it at the session");
    assert!(house.anna().await.page(&path).await.contains("Alles is ingevuld en verstuurd"));
    // Who had it on a screen already loses nothing.
    elsewhere.submit("peil-start", &Vec::new()).await;
}

#[tokio::test]
async fn a_start_that_was_sent_at_a_moment_is_not_asked_by_the_session_that_was_open() {
    let house = house().await;
    let (code, _) = house.open("start").await;
    let tonight = house.anna().await.open_session(house.practice.group).await;
    house.enter(&code).await.submit("peil-start", &Vec::new()).await;
    let eik = house.enter(&tonight.code).await;
    assert_eq!(asked(&eik), ["phq-9", "peil-session"]);
    eik.submit("phq-9", &phq_9("111100000")).await;
    eik.submit("peil-session", &peil_tests::peil_session(["7", "8", "2", "6"])).await;
    let page = house.anna().await.page(&tonight.path).await;
    assert!(page.contains("<strong>1</strong>"), "Eik is done: {page}");
}

#[tokio::test]
async fn an_end_that_was_missed_and_a_follow_up_have_their_time() {
    let house = house().await;
    house.app.hold_sessions(&house.practice, 4).await;
    house.app.analysed().await;
    house.eik_leaves().await;
    assert!(house.group_page().await.contains("Eindmeting van Eik is nog niet ingevuld"));
    let early = house.anna().await.post(&house.moments("Eik"), &[("kind", "follow_up")]).await;
    assert_eq!(early.status, 404, "its time has not come");
    let (code, _) = house.open("end").await;
    house.app.clock.pass(SignedDuration::from_hours(3 * 24));
    let eik = house.enter(&code).await;
    assert_eq!(asked(&eik), ["phq-9"]);
    eik.submit("phq-9", &phq_9("111100000")).await;
    house.app.analysed().await;
    let day = "scores x JOIN sessions s USING (organisation_id, session_id)
               WHERE s.number IS NULL AND x.value = 4 AND x.measured_on = s.held_on + 3";
    assert_eq!(house.app.count(day).await, 1, "a score of the day on which it was answered");
    let in_model = "SELECT scores FROM fits WHERE instrument_id = 'phq-9'";
    let scores = house.app.count("scores WHERE instrument_id = 'phq-9' AND value IS NOT NULL").await;
    assert_eq!(i64::from(house.app.owner.query_one(in_model, &[]).await.unwrap().get::<_, i32>(0)), scores);

    house.app.clock.pass(SignedDuration::from_hours(81 * 24));
    assert!(house.group_page().await.contains("Nameting van Eik is nu aan de beurt"));
    let (code, _) = house.open("follow_up").await;
    let (again, _) = house.open("follow_up").await;
    assert_eq!(code, again, "opened again it has the code that is on the way to Eik");
    assert_eq!(house.app.count("sessions WHERE moment = 'follow_up'").await, 1, "and is the same");
    house.enter(&again).await.submit("peil-goals", &peil_goals(&[("Rust", "8")])).await;
    assert!(!house.group_page().await.contains("Nameting"));
}

#[tokio::test]
async fn what_counts_sessions_counts_no_moments() {
    let house = house().await;
    house.app.hold_sessions(&house.practice, 4).await;
    house.app.analysed().await;
    house.eik_leaves().await;
    let anna = house.anna().await;
    let course = format!("/api/v1/groups/{}/course?instrument=phq-9", house.practice.group);
    let before = anna.get_json(&course).await.json();
    let groups = anna.get_json("/api/v1/groups").await.json();
    let (code, path) = house.open("end").await;
    house.enter(&code).await.submit("phq-9", &phq_9("111100000")).await;
    house.app.analysed().await;
    let after = anna.get_json(&course).await.json();
    let drawn = |course: &Value| {
        let members = course["members"].as_array().unwrap().iter();
        (course["sessions"].clone(), members.map(|member| member["scores"].clone()).collect::<Vec<_>>())
    };
    assert_eq!(drawn(&after), drawn(&before), "no session more, and no score at one");
    assert_eq!(anna.get_json("/api/v1/groups").await.json(), groups, "the list of groups is as it was");
    let overview = anna.page("/groups").await;
    assert!(!overview.contains("sessie 5") && !overview.contains("Sessie 5"), "{overview}");
    let session = path.replace("/moments/", "/sessions/");
    assert_eq!(anna.get(&session).await.status, 404, "its page is no session's");
    let iris = house.app.login(house.practice.iris()).await;
    let archive = iris.post("/research/export", &[("instrument", "phq-9.total")]).await;
    assert_eq!(archive.status, 200);
    let cato = house.app.login(house.practice.cato()).await;
    assert_eq!(cato.get(&path).await.status, 404);
    assert_eq!(cato.post(&house.moments("Eik"), &[("kind", "end")]).await.status, 404);
}
