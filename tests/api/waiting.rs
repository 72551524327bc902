//! The waiting list: who waits and since when, another first day, giving up, places and days of entry; and that whoever never
//! began counts in no figure of leaving.

use jiff::{SignedDuration, ToSpan, civil::Date};
use peil_tests::{Person, Practice, TestApp, unescape};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

struct House {
    app: TestApp,
    practice: Practice,
    anna: Person,
}

impl House {
    async fn found() -> Self {
        let app = TestApp::spawn().await;
        let practice = app.organisation().await;
        let anna = app.login(practice.anna()).await;
        Self { app, practice, anna }
    }

    fn today(&self) -> Date {
        self.practice.today(&self.app)
    }

    fn path(&self) -> String {
        format!("/groups/{}/waiting", self.practice.group)
    }

    async fn page(&self) -> String {
        unescape(&self.anna.page(&self.path()).await)
    }

    /// Somebody new who begins in so many weeks.
    async fn waits(&self, pseudonym: &str, weeks: i32) -> Uuid {
        let day = self.today().saturating_add(weeks.weeks()).to_string();
        let path = format!("/groups/{}/new-member", self.practice.group);
        let reply = self.anna.post(&path, &[("pseudonym", pseudonym), ("joined_on", &day)]).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        let id = "SELECT membership_id FROM memberships WHERE pseudonym = $1";
        self.app.owner.query_one(id, &[&pseudonym]).await.unwrap().get(0)
    }

    async fn begin(&self, member: Uuid, day: Date) -> (u16, String) {
        let reply = self.anna.post(&format!("{}/{member}", self.path()), &[("joined_on", &day.to_string())]).await;
        (reply.status, reply.text().to_owned())
    }

    async fn gave_up(&self, member: Uuid) -> u16 {
        self.anna.post(&format!("{}/{member}/gave-up", self.path()), &[]).await.status
    }

    async fn set_group(&self, body: &serde_json::Value) -> peil_tests::Reply {
        let wim = self.app.login(self.practice.wim()).await;
        let all = wim.get_json("/api/v1/admin/groups").await.json();
        let own = |group: &&serde_json::Value| group["group_id"] == self.practice.group.to_string();
        let mut group = all.as_array().unwrap().iter().find(own).unwrap().as_object().unwrap().clone();
        for word in ["group_id", "members", "leaders"] {
            group.remove(word);
        }
        let team = group.remove("team_id").unwrap();
        group.insert("team".to_owned(), team);
        group.extend(body.as_object().unwrap().clone());
        let path = format!("/api/v1/admin/groups/{}", self.practice.group);
        wim.send(wim.request(Method::PUT, &path).json(&group)).await
    }
}

/// A day as pages write it, without the day of the week.
fn told(day: Date) -> String {
    let months = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober"];
    let months: Vec<&str> = months.into_iter().chain(["november", "december"]).collect();
    format!("{} {}", day.day(), months[usize::try_from(day.month()).unwrap() - 1])
}

#[tokio::test]
async fn who_waits_is_told_with_since_when_and_begins_on_another_day() {
    let mut house = House::found().await;
    house.app.hold_sessions(&house.practice, 2).await;
    assert!(house.page().await.contains("Er wacht niemand"));
    let listed = house.today();
    let (spar, lork) = (house.waits("Spar", 3).await, house.waits("Lork", 2).await);
    house.app.clock.pass(SignedDuration::from_hours(48));
    house.anna = house.app.login(house.practice.anna()).await;
    let page = house.page().await;
    assert!(page.contains("Er wachten 2 deelnemers") && page.contains("Nog niet gemeten."), "{page}");
    assert!(page.find("<strong>Lork</strong>") < page.find("<strong>Spar</strong>"), "who begins first stands first");
    assert!(page.contains("Wacht sinds") && page.contains(&told(listed)), "{page}");
    assert!(!page.contains("Eik"), "who came to a session does not wait");

    let sooner = house.today().tomorrow().unwrap();
    assert_eq!(house.begin(spar, sooner).await.0, 303);
    let page = house.page().await;
    assert!(page.find("<strong>Spar</strong>") < page.find("<strong>Lork</strong>"), "{page}");
    assert!(page.contains(&told(sooner)), "{page}");
    let (status, text) = house.begin(lork, house.today().saturating_add(3.years())).await;
    assert!(status == 422 && text.contains("role=\"alert\""), "{status} {text}");
    assert_eq!(house.app.count("set_up_changes WHERE field = 'joined_on' AND was <> ''").await, 1, "from and to");
    assert_eq!(house.app.count("audit WHERE action = 'list-waiting'").await, 4);
}

#[tokio::test]
async fn whoever_gives_up_waiting_counts_in_no_figure_of_leaving() {
    let house = House::found().await;
    house.app.hold_sessions(&house.practice, 4).await;
    house.app.analysed().await;
    house.app.owner.batch_execute("UPDATE organisations SET signals_enabled = true").await.unwrap();
    let marieke = house.app.login(house.practice.marieke()).await;
    let shares = async || {
        let page = marieke.page("/team/groups?window=all").await;
        page.split_once("team-shares").map(|(_, rest)| rest.to_owned()).unwrap_or_else(|| panic!("{page}"))
    };
    let leaving = async || house.anna.page("/signals/dropout").await;
    let tail = |page: String| page.split_once("<main").unwrap().1.split_once("</main>").unwrap().0.replace("csrf", "");
    let (before, curve) = (shares().await, leaving().await);
    let lork = house.waits("Lork", 2).await;
    assert_eq!(house.gave_up(lork).await, 303);
    let ended = "memberships WHERE end_reason = 'not_begun' AND left_on = joined_on";
    assert_eq!(house.app.count(ended).await, 1);
    assert!(house.page().await.contains("Er wacht niemand"));
    assert_eq!(house.gave_up(lork).await, 409, "once");
    house.app.analysed().await;
    assert_eq!(shares().await, before);
    let strip = |page: String| tail(page).lines().filter(|line| !line.contains("name=\"\"")).collect::<String>();
    assert_eq!(strip(leaving().await), strip(curve));

    // Who came has begun, and a first day with scores stays.
    let eik = house.practice.member("Eik");
    assert_eq!(house.gave_up(eik).await, 409);
    assert_eq!(house.begin(eik, house.today()).await.0, 409);
    assert_eq!(house.app.count("memberships WHERE end_reason IS NOT NULL").await, 1);
}

#[tokio::test]
async fn what_was_measured_while_waiting_is_counted_and_keeps_nobody_from_another_day() {
    let house = House::found().await;
    house.app.hold_sessions(&house.practice, 1).await;
    let lork = house.waits("Lork", 4).await;
    let score =
        "INSERT INTO scores (organisation_id, score_id, client_id, membership_id, instrument_id, instrument_version,
                                     scale, scoring_hash, measured_on, outcome, value, computed_at, waiting, session_id,
                                     response_id)
                 SELECT x.organisation_id, gen_random_uuid(), m.client_id, m.membership_id, x.instrument_id,
                        x.instrument_version, x.scale, 'waited ' || $2::date, $2::date, 'complete', 15, x.computed_at, true, x.session_id,
                        x.response_id
                 FROM memberships m, (SELECT * FROM scores WHERE instrument_id = 'phq-9' LIMIT 1) x
                 WHERE m.membership_id = $1";
    let (first, second) = (house.today(), house.today().tomorrow().unwrap());
    for day in [first, second] {
        house.app.owner.execute(score, &[&lork, &day]).await.unwrap();
    }
    let page = house.page().await;
    assert!(page.contains("Op 2 dagen gemeten") && page.contains(&told(second)), "{page}");
    assert!(!page.contains(">15<"), "never what was measured");
    assert_eq!(house.begin(lork, house.today().saturating_add(1.weeks())).await.0, 303);
}

#[tokio::test]
async fn places_and_days_of_entry_are_those_of_the_group() {
    let house = House::found().await;
    house.app.hold_sessions(&house.practice, 1).await;
    house.app.owner.batch_execute("UPDATE groups SET planned_size = NULL").await.unwrap();
    let page = house.page().await;
    assert!(page.contains("niet bekend hoeveel plaatsen") && page.contains("geen vaste instroommomenten"), "{page}");
    assert!(page.contains("Vraag het aan uw beheerder."), "a therapist sets nothing up");

    let of_group = "SELECT count(*) FROM memberships WHERE group_id = $1";
    let of_group: i64 = house.app.owner.query_one(of_group, &[&house.practice.group.uuid()]).await.unwrap().get(0);
    assert!(of_group > 1);
    let monday = house.today().saturating_add(7.days());
    let cycle = json!({ "planned_size": of_group + 1, "cycle_starts_on": monday.to_string(), "cycle_weeks": 8,
                        "entry_weeks": 4 });
    assert_eq!(house.set_group(&cycle).await.status, 204);
    house.waits("Lork", 1).await;
    let eik = "UPDATE memberships SET planned_end_on = $2 WHERE membership_id = $1";
    let end = house.today().saturating_add(20.days());
    house.app.owner.execute(eik, &[&house.practice.member("Eik"), &end]).await.unwrap();
    let page = house.page().await;
    assert!(page.contains(&format!("Er zijn {of_group} van {} plaatsen bezet. Er is één plaats vrij.", of_group + 1)));
    let days = page.split_once("id=\"places\"").unwrap().1.split_once("id=\"entries\"").unwrap().0;
    let row = |day: Date, what: &str| {
        let (_, from) = days.split_once(&told(day)).unwrap_or_else(|| panic!("{day}: {days}"));
        assert!(from.split("</li>").next().unwrap().contains(what), "{day} {what}: {days}");
    };
    row(monday, "Lork: begint. Er is geen plaats vrij.");
    row(end.tomorrow().unwrap(), "Eik: klaar volgens plan. Er is één plaats vrij.");
    let entries = page.split_once("id=\"entries\"").unwrap().1;
    for (weeks, week, free) in [(0, 1, "geen plaats"), (4, 5, "één plaats"), (8, 1, "één plaats")] {
        let on = monday.saturating_add(weeks.weeks());
        let (_, from) = entries.split_once(&told(on)).unwrap_or_else(|| panic!("{on}: {entries}"));
        let line = from.split("</li>").next().unwrap();
        assert!(line.contains(&format!("week {week} van de cyclus")) && line.contains(free), "{on}: {line}");
    }
    for wrong in [json!({ "entry_weeks": 9 }), json!({ "cycle_weeks": 0 }), json!({ "cycle_starts_on": "" })] {
        assert_eq!(house.set_group(&wrong).await.problem().0, 422, "{wrong}");
    }
    assert_eq!(
        house.app.count("set_up_changes WHERE field = 'cycle_weeks' AND coalesce(was, '') = '' AND became = '8'").await,
        1
    );
}

#[tokio::test]
async fn only_who_leads_the_group_sees_and_changes_its_list() {
    let house = House::found().await;
    let lork = house.waits("Lork", 2).await;
    let cato = house.app.login(house.practice.cato()).await;
    assert_eq!(cato.get(&house.path()).await.status, 404);
    assert_eq!(cato.post(&format!("{}/{lork}/gave-up", house.path()), &[]).await.status, 404);
    let day = house.today().to_string();
    assert_eq!(cato.post(&format!("{}/{lork}", house.path()), &[("joined_on", &day)]).await.status, 404);
    let other = format!("/groups/{}/waiting/{lork}/gave-up", house.practice.other_group);
    assert_eq!(cato.post(&other, &[]).await.status, 404, "a member of another group");
    assert_eq!(house.app.count("memberships WHERE left_on IS NOT NULL").await, 0);
}
