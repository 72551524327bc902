//! A multiple baseline from planning to result, and that what is measured while waiting is part of no course in the group.

use jiff::{SignedDuration, ToSpan};
use peil_tests::{CLIENT_CODE, Client, Did, Person, Practice, TestApp, phq_9};

struct House {
    app: TestApp,
    practice: Practice,
}

async fn house() -> House {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    House { app, practice }
}

const MEMBERS: [&str; 6] = ["Berk", "Beuk", "Eik", "Iep", "Linde", "Wilg"];

impl House {
    fn page(&self) -> String {
        format!("/groups/{}/baseline", self.practice.group)
    }

    async fn anna(&self) -> Person {
        self.app.login(self.practice.anna()).await
    }

    /// Six measurements, the group for each from a dealt one on; the first today.
    async fn plan(&self, changed: &[(&str, &str)]) -> (u16, String) {
        let today = self.practice.today(&self.app).to_string();
        let mut fields = vec![
            ("measure", "phq-9.total"),
            ("lot", "dealt"),
            ("first_on", today.as_str()),
            ("every_days", "7"),
            ("moments", "6"),
            ("least_before", "1"),
            ("least_after", "1"),
            ("starts", "2, 3, 4, 2, 3, 4"),
        ];
        for (name, value) in changed {
            for field in fields.iter_mut().filter(|(field, _)| field == name) {
                field.1 = value;
            }
        }
        let reply = self.anna().await.post(&self.page(), &fields).await;
        (reply.status, reply.text())
    }

    async fn draw(&self) -> (u16, String) {
        let reply = self.anna().await.post(&format!("{}/draw", self.page()), &[]).await;
        (reply.status, reply.text())
    }

    async fn post(&self, what: &str, fields: &[(&str, &str)]) -> u16 {
        self.anna().await.post(&format!("{}/{what}", self.page()), fields).await.status
    }

    /// The moment at which the group begins for a member.
    async fn start(&self, name: &str) -> i16 {
        let start = "SELECT start_moment FROM baseline_starts WHERE membership_id = $1 AND start_moment IS NOT NULL";
        self.app.owner.query_one(start, &[&self.practice.member(name)]).await.unwrap().get(0)
    }

    /// Those who wait today fill in the PHQ-9.
    async fn measure_waiting(&self, digits: &str) {
        let anna = self.anna().await;
        assert_eq!(anna.post(&format!("{}/waiting", self.page()), &[]).await.status, 303);
        let code = anna.session_code(&self.page()).await;
        let shown =
            self.app.anybody().post_json("/api/v1/tablet/session", &serde_json::json!({ "code": code })).await.json();
        for member in shown["members"].as_array().unwrap() {
            let member = member["membership_id"].as_str().unwrap().parse().unwrap();
            let client = Client::enter(&self.app.anybody(), &code, member, CLIENT_CODE).await;
            assert_eq!(client.entry["forms"].as_array().unwrap().len(), 1, "only what the plan measures");
            client.submit("phq-9", &phq_9(digits)).await;
        }
        self.app.analysed().await;
    }

    fn pass_weeks(&self, weeks: i64) {
        self.app.clock.pass(SignedDuration::from_hours(24 * 7 * weeks));
    }
}

#[tokio::test]
async fn lots_are_drawn_once_and_fix_who_begins_when() {
    let house = house().await;
    let anna = house.anna().await;
    assert!(anna.page(&house.page()).await.contains("Laat het lot vooraf bepalen"));
    for (wrong, said) in [
        (("moments", "61"), "2 tot 60"),
        (("starts", "2, 3"), "2 startmomenten voor 6"),
        (("starts", "2, 3, 4, 2, 3, 9"), "Startmoment 9 kan niet"),
        (("measure", "oq-45.total"), "niet bij elke bijeenkomst"),
    ] {
        let (status, text) = house.plan(&[wrong]).await;
        assert!(status == 422 && text.contains(said), "{said}: {status} {text}");
    }
    assert_eq!(house.app.count("baseline_designs").await, 0);
    assert_eq!(house.plan(&[]).await.0, 303);
    assert_eq!(house.plan(&[]).await.0, 409, "one plan at a time");
    // 6! / (2! 2! 2!) outcomes.
    assert!(anna.page(&house.page()).await.contains("90 verschillende"));

    assert_eq!(house.draw().await.0, 303);
    let (status, text) = house.draw().await;
    assert!(status == 409 && text.contains("niet opnieuw geloot"), "{status} {text}");
    let mut starts = Vec::new();
    for name in MEMBERS {
        let start = house.start(name).await;
        let first = house.practice.today(&house.app).checked_add((7 * (i64::from(start) - 1)).days()).unwrap();
        let joined = "SELECT joined_on FROM memberships WHERE membership_id = $1";
        let joined: jiff::civil::Date =
            house.app.owner.query_one(joined, &[&house.practice.member(name)]).await.unwrap().get(0);
        assert_eq!(joined, first, "{name} begins on the day that was drawn");
        starts.push(start);
    }
    starts.sort_unstable();
    assert_eq!(starts, [2, 2, 3, 3, 4, 4]);

    // Not even inside the database, and not by giving up and planning again for the same day.
    let redraw = "UPDATE baseline_designs SET seed = seed + 1";
    assert!(house.app.owner.execute(redraw, &[]).await.is_err());
    assert!(house.app.owner.execute("UPDATE baseline_starts SET start_moment = 5", &[]).await.is_err());
    assert_eq!(house.post("cancel", &[("reason", "nonsense")]).await, 400);
    assert_eq!(house.post("cancel", &[("reason", "members")]).await, 303);
    assert_eq!(house.plan(&[]).await.0, 303);
    assert_eq!(house.draw().await.0, 409);
    assert_eq!(house.post("cancel", &[("reason", "date")]).await, 303);
    let later = house.practice.today(&house.app).checked_add(7.days()).unwrap().to_string();
    assert_eq!(house.plan(&[("first_on", &later)]).await.0, 303);
    assert_eq!(house.draw().await.0, 409, "nor for another first day");
    let page = anna.page(&house.page()).await;
    assert!(page.contains("er doen andere leden mee"), "{page}");
    assert_eq!(house.app.count("audit WHERE action = 'draw-baseline'").await, 1);
}

#[tokio::test]
async fn no_lot_is_drawn_after_the_group_has_begun_for_somebody_nor_after_the_first_day() {
    let house = house().await;
    assert_eq!(house.plan(&[]).await.0, 303);
    let tonight = house.anna().await.open_session(house.practice.group).await;
    let eik = house.app.enter_tablet(&tonight, house.practice.member("Eik")).await;
    eik.submit("phq-9", &phq_9("111100000")).await;
    let (status, text) = house.draw().await;
    assert!(status == 409 && text.contains("al begonnen"), "{status} {text}");
    assert_eq!(house.app.count("baseline_starts WHERE start_moment IS NOT NULL").await, 0);

    let house = self::house().await;
    assert_eq!(house.plan(&[]).await.0, 303);
    house.pass_weeks(1);
    let (status, text) = house.draw().await;
    assert!(status == 409 && text.contains("voorbij"), "{status} {text}");
}

#[tokio::test]
async fn what_is_measured_while_waiting_is_in_no_course_and_leaves_with_a_mark() {
    let house = house().await;
    house.plan(&[]).await;
    assert_eq!(house.post("waiting", &[]).await, 409, "nothing was drawn");
    house.draw().await;
    // Alarmingly high, so that any rule that saw it would speak.
    house.measure_waiting("333333330").await;
    assert_eq!(house.app.count("scores WHERE waiting AND scale = 'total'").await, 6);
    assert_eq!(house.app.count("attendance").await, 0, "nobody came to a session");
    house.app.owner.batch_execute("UPDATE organisations SET signals_enabled = true").await.unwrap();
    house.pass_weeks(3);
    let calm = |_: &str| Did::Came(Some(6), Some(7));
    house.app.hold_evening(&house.practice, 0, true, calm).await;
    house.app.analysed().await;

    let anna = house.anna().await;
    let course = anna.get_json(&format!("/api/v1/groups/{}/course", house.practice.group)).await.text();
    assert!(!course.contains("24.0"), "the group's course holds no score of waiting: {course}");
    let mut connection = house.app.store.connect().await.unwrap();
    let tenant = connection.begin(house.practice.id).await.unwrap();
    let group = house.practice.group;
    assert_eq!(tenant.group_scores(group, "phq-9", "total").await.unwrap().len(), 6, "the session's only");
    assert_eq!(tenant.scores_of_scale("phq-9", "total").await.unwrap().len(), 6);
    let room = tenant.rooms(&[group]).await.unwrap().remove(0);
    assert!(room.scores.iter().all(|score| score.session == Some(room.sessions[0].id)));
    let member = anna.page(&format!("/groups/{group}/members/{}", house.practice.member("Eik"))).await;
    assert!(!member.contains(">24<"), "nor does the member's");
    // For research they leave, and say what they are.
    let rows = tenant.research_rows("phq-9", "total").await.unwrap();
    let waiting: Vec<_> = rows.iter().filter(|row| row.is_waiting()).collect();
    assert_eq!((waiting.len(), rows.iter().filter(|row| row.moment == "session").count()), (6, 6));
    assert!(waiting.iter().all(|row| row.days < 0 && row.session.is_none() && row.score == Some(24.0)));
}

#[tokio::test]
async fn the_page_goes_from_planning_to_result() {
    let house = house().await;
    house.plan(&[]).await;
    house.draw().await;
    for week in 0..6_i64 {
        let waits = "SELECT count(*) FROM memberships WHERE joined_on > $1";
        let today = house.practice.today(&house.app);
        let waiting: i64 = house.app.owner.query_one(waits, &[&today]).await.unwrap().get(0);
        if waiting > 0 {
            house.measure_waiting("222222220").await;
        }
        if week > 0 {
            house.app.hold_evening(&house.practice, 0, true, |_| Did::Came(Some(6), None)).await;
        }
        let page = house.anna().await.page(&house.page()).await;
        if week < 5 {
            assert!(page.contains("De p-waarde komt als alle metingen er zijn") && !page.contains("manieren"));
            assert!(page.contains("De metingen lopen nog") && !page.contains("95%-interval"), "no p before all is in");
            house.pass_weeks(1);
        }
    }
    let page = house.anna().await.page(&house.page()).await;
    assert!(page.contains("36 van 36"), "{page}");
    // 16 before and 6 in the group for all: no other deal is as good, of 720 orders 8 are the same deal.
    assert!(page.contains("Van alle 720 manieren") && page.contains("geven er 8"), "{page}");
    assert!(page.contains("onwaarschijnlijk"), "{page}");
    assert!(page.contains("Bij 6 van 6 leden"));
    for kind in ["svg", "png", "pdf"] {
        assert_eq!(house.anna().await.get(&format!("{}/chart.{kind}", house.page())).await.status, 200, "{kind}");
    }
    assert_eq!(house.post("end", &[]).await, 303);
    assert_eq!(house.post("end", &[]).await, 409);
}

#[tokio::test]
async fn only_who_leads_the_group_plans_and_nobody_else_sees_it() {
    let house = house().await;
    let other = house.app.another_organisation("zuid").await;
    house.plan(&[]).await;
    for who in [other.anna(), house.practice.cato()] {
        let stranger = house.app.login(who).await;
        assert_eq!(stranger.get(&house.page()).await.status, 404);
        for what in ["", "/draw", "/waiting", "/end", "/cancel"] {
            assert_eq!(stranger.post(&format!("{}{what}", house.page()), &[]).await.status, 404, "{what}");
        }
    }
    let marieke = house.app.login(house.practice.marieke()).await;
    assert_eq!(marieke.get(&house.page()).await.status, 200);
    assert_eq!(marieke.get(&format!("{}/chart.svg", house.page())).await.status, 409, "there is no picture yet");
    let iris = house.app.login(house.practice.iris()).await;
    assert_eq!(iris.get(&house.page()).await.status, 403);
}
