//! A multiple baseline from planning to result, and that what is measured while waiting is part of no course in the group.

use jiff::{SignedDuration, ToSpan};
use peil_tests::{CLIENT_CODE, Client, Did, Person, Practice, TestApp, assert_valid_fhir, phq_9, unescape};
use serde_json::Value;

use crate::{
    libraries::{add, measures},
    score_alerts::{own_scale, total},
};

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

    /// The day on which a stay begins.
    async fn joined(&self, name: &str) -> jiff::civil::Date {
        let joined = "SELECT joined_on FROM memberships WHERE membership_id = $1";
        self.app.owner.query_one(joined, &[&self.practice.member(name)]).await.unwrap().get(0)
    }

    /// The resources of a kind that another system finds.
    async fn fhir(&self, kind: &str) -> Vec<Value> {
        let found = self.anna().await.get(&format!("/fhir/R4/{kind}?_count=200")).await.json();
        found["entry"].as_array().unwrap().iter().map(|entry| entry["resource"].clone()).collect()
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
        (("measure", "phq-9.xyz"), "niet bij elke bijeenkomst"),
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
        assert_eq!(house.joined(name).await, first, "{name} begins on the day that was drawn");
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
    // So they do to other systems.
    let is_marked = |one: &&Value| {
        let marks = one["extension"].as_array().unwrap();
        marks
            .iter()
            .any(|mark| mark["url"].as_str().unwrap().ends_with("/rom-moment") && mark["valueCode"] == "waiting")
    };
    for (kind, all, waited) in [
        ("QuestionnaireResponse", "responses", 6),
        ("Observation", "scores", house.app.count("scores WHERE waiting").await),
    ] {
        let found = house.fhir(kind).await;
        let (marked, others): (Vec<&Value>, Vec<&Value>) = found.iter().partition(is_marked);
        let rest = house.app.count(all).await - waited;
        assert_eq!((marked.len() as i64, others.len() as i64), (waited, rest), "{kind}");
        let noted = |one: &&Value| one["note"].to_string().contains("tijdens het wachten");
        assert!(kind != "Observation" || (marked.iter().all(noted) && !others.iter().any(noted)));
        assert_valid_fhir(&marked.into_iter().take(1).cloned().collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn who_got_worse_while_waiting_raises_no_signal_and_in_the_group_does() {
    let house = house().await;
    house.app.owner.batch_execute("UPDATE organisations SET signals_enabled = true").await.unwrap();
    assert_eq!(house.plan(&[("moments", "9"), ("starts", "4, 4, 4, 4, 4, 4")]).await.0, 303);
    assert_eq!(house.draw().await.0, 303);
    for digits in ["111000000", "333333330", "333333330"] {
        house.measure_waiting(digits).await;
        house.pass_weeks(1);
    }
    assert_eq!(house.app.count("scores WHERE waiting AND scale = 'total'").await, 18);
    assert_eq!(house.app.count("signals").await, 0, "waiting is no course that a signal looks at");
    for session in 1..=4 {
        let total = |name: &str| if name == "Berk" && session > 1 { 21 } else { 12 };
        house.app.hold_evening(&house.practice, 0, true, |name| Did::Came(Some(total(name)), None)).await;
        house.app.analysed().await;
        house.pass_weeks(1);
    }
    assert!(house.app.count("signals WHERE rule = 'DET'").await > 0, "the same in the group is one");
}

#[tokio::test]
async fn worse_than_while_waiting_calls_in_those_on_duty() {
    let house = house().await;
    let (status, said) = add(&house.app, "add", "Praktijk noord", &own_scale());
    assert_eq!(status, 0, "{said}");
    measures(&house.app, &house.practice, "own-scale").await;
    assert_eq!(house.plan(&[("measure", "own-scale.total")]).await.0, 303);
    assert_eq!(house.draw().await.0, 303);
    let anna = house.anna().await;
    assert_eq!(anna.post(&format!("{}/waiting", house.page()), &[]).await.status, 303);
    let code = anna.session_code(&house.page()).await;
    // Eik has a score of waiting, Berk has none.
    let eik = Client::enter(&house.app.anybody(), &code, house.practice.member("Eik"), CLIENT_CODE).await;
    eik.submit("own-scale", &total(18)).await;
    house.pass_weeks(3);
    let tonight = house.anna().await.open_session(house.practice.group).await;
    for (name, why) in [("Berk", None), ("Eik", Some("worse"))] {
        house.app.owner.execute("DELETE FROM signals", &[]).await.unwrap();
        let client = house.app.enter_tablet(&tonight, house.practice.member(name)).await;
        client.submit("own-scale", &total(17)).await;
        let row = house.app.owner.query_one("SELECT escalated_why FROM signals", &[]).await.unwrap();
        assert_eq!(row.get::<_, Option<String>>(0).as_deref(), why, "{name}");
    }
}

#[tokio::test]
async fn who_drops_out_while_waiting_is_signed_off_today_and_giving_up_puts_the_others_back() {
    let house = house().await;
    let before = house.joined("Eik").await;
    house.plan(&[]).await;
    assert_eq!(house.draw().await.0, 303);
    assert_eq!(house.app.count("audit WHERE action = 'move-start'").await, 6, "each stay that was moved");
    let today = house.practice.today(&house.app);
    assert!(house.joined("Eik").await > today);

    let anna = house.anna().await;
    let member = format!("/groups/{}/members/{}", house.practice.group, house.practice.member("Berk"));
    assert!(anna.page(&member).await.contains("id=\"ending\""));
    let end = async |on: jiff::civil::Date| {
        let on = on.to_string();
        anna.post(&format!("{member}/end"), &[("reason", "dropout"), ("on", &on), ("sure", "yes")]).await.status
    };
    for wrong in [today.yesterday().unwrap(), today.tomorrow().unwrap()] {
        assert_eq!(end(wrong).await, 422, "{wrong}");
    }
    assert_eq!(end(today).await, 303);
    let berk =
        "membership_id = (SELECT membership_id FROM memberships WHERE pseudonym = 'Berk' AND left_on = joined_on)";
    assert_eq!(house.app.count(&format!("memberships WHERE {berk} AND left_on = '{today}'")).await, 1);
    house.measure_waiting("222222220").await;
    assert_eq!(house.app.count("scores WHERE waiting AND scale = 'total'").await, 5, "who left is not asked");

    assert_eq!(house.post("cancel", &[("reason", "date")]).await, 303);
    for name in ["Beuk", "Eik", "Iep", "Linde", "Wilg"] {
        assert_eq!(house.joined(name).await, before, "{name} is in the group as before");
    }
    assert_eq!(house.joined("Berk").await, today, "who left stays gone");
    assert_eq!(house.app.count("audit WHERE action = 'move-start'").await, 6 + 5);
}

#[tokio::test]
async fn given_up_after_the_group_met_puts_nobody_at_evenings_that_he_was_kept_from() {
    let house = house().await;
    house.plan(&[("starts", "2, 2, 2, 5, 5, 5"), ("moments", "7")]).await;
    assert_eq!(house.draw().await.0, 303);
    house.pass_weeks(2);
    house.app.hold_evening(&house.practice, 0, true, |_| Did::Came(Some(6), None)).await;
    house.pass_weeks(1);
    let today = house.practice.today(&house.app);
    assert_eq!(house.post("cancel", &[("reason", "members")]).await, 303);
    for name in MEMBERS {
        let (start, joined) = (house.start(name).await, house.joined(name).await);
        let drawn = today.checked_sub(14.days()).unwrap();
        assert_eq!(joined, if start == 2 { drawn } else { today }, "{name} {start}");
    }
}

#[tokio::test]
async fn given_up_on_the_evening_of_a_session_nobody_who_was_kept_out_has_begun() {
    let house = house().await;
    house.plan(&[("starts", "2, 2, 2, 5, 5, 5"), ("moments", "7")]).await;
    assert_eq!(house.draw().await.0, 303);
    house.pass_weeks(1);
    house.app.hold_evening(&house.practice, 0, true, |_| Did::Came(Some(6), None)).await;
    let today = house.practice.today(&house.app);
    let page = house.anna().await.page(&house.page()).await;
    assert!(page.contains("vanaf morgen als dat vandaag was"), "{page}");
    assert_eq!(house.post("cancel", &[("reason", "members")]).await, 303);
    let mut kept_out = Vec::new();
    for name in MEMBERS {
        let (start, joined) = (house.start(name).await, house.joined(name).await);
        let kept = start == 5;
        assert_eq!(joined, if kept { today.tomorrow().unwrap() } else { today }, "{name} {start}");
        kept_out.extend(kept.then_some(name));
    }
    let page = house.anna().await.page(&house.page()).await;
    let page = unescape(&page);
    let who = page.split("Mee doen, in deze volgorde: ").nth(1).and_then(|rest| rest.split('.').next()).unwrap();
    let who: Vec<&str> = who.split(", ").flat_map(|part| part.split(" en ")).collect();
    assert_eq!(who, kept_out);
}

#[tokio::test]
async fn starts_from_elsewhere_are_written_down_anew_and_give_no_p() {
    let house = house().await;
    let elsewhere = [("lot", "elsewhere")];
    for reason in ["mistake", "other"] {
        assert_eq!(house.plan(&elsewhere).await.0, 303);
        assert_eq!(house.draw().await.0, 303, "what was written down wrongly is written down again");
        assert_eq!(house.post("cancel", &[("reason", reason)]).await, 303);
    }
    // Lots that Peil draws once are drawn after it all the same, and only once.
    assert_eq!(house.plan(&[]).await.0, 303);
    assert_eq!(house.draw().await.0, 303);
    assert_eq!(house.post("cancel", &[("reason", "date")]).await, 303);
    assert_eq!(house.plan(&[]).await.0, 303);
    assert_eq!(house.draw().await.0, 409);
    assert_eq!(house.post("cancel", &[("reason", "date")]).await, 303);
    assert_eq!(house.plan(&elsewhere).await.0, 303);
    assert_eq!(house.draw().await.0, 303);
    house.course(6).await;
    let page = house.anna().await.page(&house.page()).await;
    let model = page.split("id=\"baseline-model\"").nth(1).unwrap();
    assert!(page.contains("niet door Peil geloot") && model.contains("95%-interval"), "{page}");
    assert!(
        !model.contains("; p ") && !model.contains("tweezijdig") && model.contains("Er staat geen p bij"),
        "{model}"
    );
}

#[tokio::test]
async fn nothing_that_is_filled_in_after_the_end_counts_also_on_that_day() {
    let house = house().await;
    house.plan(&[]).await;
    house.draw().await;
    house.course(4).await;
    house.pass_weeks(1);
    house.app.clock.pass(SignedDuration::from_mins(1));
    assert_eq!(house.post("end", &[]).await, 303);
    let ended = house.anna().await.page(&house.page()).await;
    assert!(ended.contains("24 van 36") && ended.contains("Van alle 720 manieren"), "{ended}");
    assert!(ended.contains("Maar het ging anders dan gepland"), "{ended}");
    assert!(ended.contains("Het meten is eerder gestopt dan gepland. Als dat om de uitkomst was, klopt p niet."));
    house.app.clock.pass(SignedDuration::from_mins(10));
    house.app.hold_evening(&house.practice, 0, true, |_| Did::Came(Some(24), None)).await;
    let after = house.anna().await.page(&house.page()).await;
    let result = |page: &str| page.split("id=\"baseline-result\"").nth(1).unwrap().to_owned();
    assert!(after.contains("24 van 36") && result(&after) == result(&ended), "the same day, and nothing changed");
}

impl House {
    /// So many moments of a course: 16 while waiting and 6 in the group, a little more or less.
    async fn course(&self, moments: i64) {
        for week in 0..moments {
            let waits = "SELECT count(*) FROM memberships WHERE joined_on > $1 AND left_on IS NULL";
            let today = self.practice.today(&self.app);
            let waiting: i64 = self.app.owner.query_one(waits, &[&today]).await.unwrap().get(0);
            if waiting > 0 {
                self.measure_waiting(if week % 2 == 0 { "222222220" } else { "222222210" }).await;
            }
            if week > 0 {
                let total = |name: &str| 6 + (name.len() as i64 + week) % 3;
                self.app.hold_evening(&self.practice, 0, true, |name| Did::Came(Some(total(name)), None)).await;
            }
            if week < moments - 1 {
                self.pass_weeks(1);
            }
        }
    }
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
    assert!(page.contains("Bij 6 van 6 leden") && page.contains("getoetst is één kant"));
    assert!(!page.contains("= &#60;") && !page.contains("p = <") && page.contains("tweezijdig"), "{page}");
    assert!(!page.contains("eerder gestopt dan gepland") && !page.contains("vóór een bijeenkomst ingevuld"));
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
