//! The wall of the room: who lets his line be seen, and what fellow members can and cannot learn from what stands there.

use jiff::civil::date;
use peil_service::domain::{Attendance, ClientId, LineConsentId, MembershipId, Pseudonym};
use peil_service::store::{NewClient, NewMembership};
use peil_tests::{CLIENT_CODE, Client, Did, Person, Practice, TestApp, Tonight, peil_session, phq_9};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

/// A group of ten at an open session, and its wall.
struct Evening {
    app: TestApp,
    practice: Practice,
    anna: Person,
    tonight: Tonight,
    members: Vec<Uuid>,
}

impl Evening {
    async fn begin() -> Self {
        let app = TestApp::spawn().await;
        let practice = app.organisation().await;
        let mut members: Vec<Uuid> = practice.members().map(|(_, id)| id).collect();
        for name in ["Els", "Den", "Es", "Spar"] {
            members.push(join(&app, &practice, name).await);
        }
        app.hold_sessions(&practice, 2).await;
        let anna = app.login(practice.anna()).await;
        let tonight = anna.open_session(practice.group).await;
        Self { app, practice, anna, tonight, members }
    }

    async fn enter(&self, member: usize) -> Client {
        self.app.enter_tablet(&self.tonight, self.members[member]).await
    }

    async fn answers(&self, member: usize, marks: [&str; 4]) -> Client {
        let client = self.enter(member).await;
        client.submit("peil-session", &peil_session(marks)).await;
        client
    }

    /// What stands on the wall, without when it was made.
    async fn wall(&self, look: &str) -> String {
        let panel = self.anna.page(&format!("{}/room/panel?look={look}", self.tonight.path)).await;
        let (before, rest) = panel.split_once("data-updated-at=\"").unwrap();
        format!("{before}{}", rest.split_once('"').unwrap().1)
    }

    /// The picture without the counts that stand beside it.
    async fn picture(&self, look: &str) -> String {
        let wall = self.wall(look).await;
        let (before, rest) = wall.split_once("<p class=\"notes\">").unwrap();
        format!("{before}{}", rest.split_once("</p>").unwrap().1)
    }

    async fn attend(&self, member: usize, status: &str) {
        let field = format!("attendance-{}", self.members[member]);
        let reply = self.anna.post(&format!("{}/attendance", self.tonight.path), &[(&field, status)]).await;
        assert_eq!(reply.status, 303);
    }
}

async fn join(app: &TestApp, practice: &Practice, name: &str) -> Uuid {
    let now = peil_service::clock::Clock::now(&app.clock);
    let (client, membership) = (ClientId::new(now), MembershipId::new(now));
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let hash = app.owner.query_one("SELECT code_hash FROM clients WHERE code_hash IS NOT NULL LIMIT 1", &[]).await;
    let hash: String = hash.unwrap().get(0);
    let row = NewClient { id: client, code_hash: Some(&hash), started_on: date(2026, 1, 6) };
    tenant.insert_client(&row, now).await.unwrap();
    let stay = NewMembership {
        id: membership,
        group: practice.group,
        client,
        pseudonym: &Pseudonym::parse(name).unwrap(),
        joined_on: date(2026, 1, 6),
        planned_end_on: None,
        listed_on: None,
    };
    tenant.insert_membership(&stay).await.unwrap();
    tenant.commit().await.unwrap();
    membership.uuid()
}

async fn say(app: &TestApp, client: &Client, given: bool) -> peil_tests::Reply {
    let anybody = app.anybody();
    let request = anybody.request(Method::PUT, "/api/v1/tablet/line").bearer_auth(&client.token);
    anybody.send(request.json(&json!({ "given": given }))).await
}

#[tokio::test]
async fn a_yes_that_comes_after_a_no_or_after_the_tablet_asked_gives_nothing() {
    let evening = Evening::begin().await;
    let client = evening.app.enter_tablet(&evening.tonight, evening.members[0]).await;
    let anybody = evening.app.anybody();
    let put = async |body: Value| {
        let request = anybody.request(Method::PUT, "/api/v1/tablet/line").bearer_auth(&client.token);
        anybody.send(request.json(&body)).await
    };
    for before in [json!(null), json!(false)] {
        let key = LineConsentId::new(peil_service::clock::Clock::now(&evening.app.clock)).uuid();
        let reply = put(json!({ "given": before, "key": key })).await;
        assert_eq!((reply.status, reply.json()), (200, json!({ "given": false })));
        let late = put(json!({ "given": true, "key": key })).await;
        assert_eq!((late.status, late.json()), (200, json!({ "given": false })), "it comes too late");
    }
    let key = LineConsentId::new(peil_service::clock::Clock::now(&evening.app.clock)).uuid();
    for said in [json!(true), json!(true), json!(null)] {
        let reply = put(json!({ "given": said, "key": key })).await;
        assert_eq!(reply.json(), json!({ "given": true }), "a yes of its own stands, and a question leaves it so");
    }
    assert_eq!(put(json!({ "given": null })).await.status, 400);
    assert_eq!(put(json!({ "given": false })).await.json(), json!({ "given": false }));
    assert_eq!(put(json!({ "given": true, "key": key })).await.json(), json!({ "given": false }), "the same yes again");
}

const MARKS: [&str; 4] = ["7.0", "8.2", "1.5", "6.0"];
/// Drawn for a question that is told.
const TOLD: &str = "class=\"parts\" role=\"img\"";

#[tokio::test]
async fn below_five_answers_nothing_is_told_and_nobody_is_named() {
    let evening = Evening::begin().await;
    for member in 0..4 {
        evening.attend(member, "present").await;
    }
    let wall = evening.wall("tonight").await;
    for said in ["Voor een beeld zijn 5 antwoorden nodig", "Vandaag zijn er 4 mensen."] {
        assert!(
            wall.contains(said) && !wall.contains("dan is er een beeld"),
            "what cannot come is not promised: {wall}"
        );
    }
    let lines = evening.wall("lines").await;
    assert!(
        lines.contains("Voor lijnen zijn 5 mensen nodig") && lines.contains("Vandaag zijn er 4 mensen."),
        "{lines}"
    );
    evening.attend(4, "present").await;
    assert!(evening.wall("lines").await.contains("Lijnen komen hier als iedereen dat goed vindt"));
    for member in 0..5 {
        let wall = evening.wall("tonight").await;
        assert!(!wall.contains(TOLD), "{member} answers");
        let more = 5 - member;
        let said = if more == 1 { "Nog 1 antwoord,".to_owned() } else { format!("Nog {more} antwoorden,") };
        assert!(wall.contains(&said), "{said} in {wall}");
        evening.answers(member, MARKS).await;
    }
    let wall = evening.wall("tonight").await;
    assert_eq!(wall.matches(TOLD).count(), 4, "four lines are told");
    assert!(wall.contains("De meesten die antwoordden voelden zich er vandaag bij horen"), "{wall}");
    assert!(wall.contains("5 van de 5 hebben geantwoord."), "{wall}");
    for (name, id) in evening.practice.members() {
        for look in ["tonight", "evenings", "lines"] {
            let wall = evening.wall(look).await;
            assert!(!wall.contains(name) && !wall.contains(&id.to_string()), "{name} on {look}");
        }
    }
}

#[tokio::test]
async fn one_answer_more_never_changes_the_picture_and_five_do() {
    let evening = Evening::begin().await;
    for member in 0..5 {
        evening.answers(member, MARKS).await;
    }
    let (five, evenings) = (evening.picture("tonight").await, evening.picture("evenings").await);
    for member in 5..9 {
        // As far from the others as can be.
        evening.answers(member, ["0.0", "0.0", "10.0", "0.0"]).await;
        assert_eq!(evening.picture("tonight").await, five, "answer {member} cannot be read from the wall");
        assert_eq!(evening.picture("evenings").await, evenings);
    }
    assert!(evening.wall("tonight").await.contains("Dit beeld is van 5; 4 antwoorden kwamen later."));
    let last = evening.enter(9).await;
    evening.anna.close_session(&evening.tonight).await;
    assert_eq!(evening.picture("tonight").await, five, "nor does the end of the session add the four");
    last.submit("peil-session", &peil_session(["0.0", "0.0", "10.0", "0.0"])).await;
    assert_ne!(evening.picture("tonight").await, five, "five together change it");
    let rounds = "SELECT round, count(*) FROM wall_pictures p JOIN sessions s USING (session_id)
                  WHERE s.number = 3 GROUP BY round ORDER BY round";
    let rounds = evening.app.owner.query(rounds, &[]).await.unwrap();
    let rounds: Vec<(i16, i64)> = rounds.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(rounds, [(1, 5), (2, 5)]);
}

#[tokio::test]
async fn who_turns_out_to_be_away_takes_the_picture_along_and_brings_back_the_same() {
    let evening = Evening::begin().await;
    for member in 0..6 {
        evening.answers(member, if member == 0 { ["0.0", "0.0", "10.0", "0.0"] } else { MARKS }).await;
    }
    let six = evening.picture("tonight").await;
    evening.attend(0, "absent_other").await;
    let gone = evening.wall("tonight").await;
    assert!(!gone.contains(TOLD) && gone.contains("Er is nu geen beeld"), "no picture of five that tells the sixth");
    for member in 6..9 {
        evening.answers(member, MARKS).await;
    }
    assert!(!evening.wall("tonight").await.contains(TOLD), "nor one of the others alone");
    evening.attend(0, "present").await;
    assert_eq!(evening.wall("tonight").await.matches(TOLD).count(), 4);
    assert!(six.contains(TOLD));
}

#[tokio::test]
async fn an_evening_that_was_shown_is_told_the_same_a_week_later() {
    let evening = Evening::begin().await;
    for member in 0..6 {
        evening.answers(member, MARKS).await;
    }
    evening.wall("evenings").await;
    let heard = |wall: &str| wall.split_once("Sessie 3: het midden in vak ").map(|(_, rest)| rest[..1].to_owned());
    let then = heard(&evening.wall("evenings").await).unwrap();
    let late = evening.enter(8).await;
    evening.anna.close_session(&evening.tonight).await;
    let next = evening.anna.open_session(evening.practice.group).await;
    // Another choice of people is here, and somebody's form arrives late.
    late.submit("peil-session", &peil_session(["0.0", "0.0", "10.0", "0.0"])).await;
    let panel = evening.anna.page(&format!("{}/room/panel?look=evenings", next.path)).await;
    assert_eq!(heard(&panel), Some(then));
}

#[tokio::test]
async fn lines_come_when_every_present_member_said_so_himself_and_go_with_the_first_who_takes_it_back() {
    let evening = Evening::begin().await;
    for member in 5..10 {
        evening.attend(member, "absent_holiday").await;
    }
    let mut clients = Vec::new();
    for member in 0..5 {
        let client = evening.answers(member, MARKS).await;
        assert_eq!(client.entry["line_given"], json!(false), "no is where it begins");
        let questionnaire = client.entry["line_of"]["nl"].as_str().unwrap();
        assert!(questionnaire.contains("PHQ-9"), "who says yes knows to what: {questionnaire}");
        client.submit("phq-9", &phq_9("111100000")).await;
        assert!(!evening.wall("lines").await.contains("<svg"), "{member} of five said yes");
        assert_eq!(say(&evening.app, &client, true).await.status, 200);
        clients.push(client);
    }
    let lines = evening.wall("lines").await;
    assert!(lines.contains("<svg") && lines.contains("by-consent"), "{lines}");
    assert_eq!(lines.matches("class=\"chart-member\"").count(), 5, "one line each");
    assert_eq!(evening.enter(0).await.entry["line_given"], json!(true), "who comes back sees what he chose");
    // Somebody who did not choose comes in.
    evening.attend(5, "present").await;
    assert!(!evening.wall("lines").await.contains("<svg"));
    evening.attend(5, "absent_holiday").await;
    assert!(evening.wall("lines").await.contains("<svg"));
    assert_eq!(say(&evening.app, &clients[2], false).await.status, 200);
    assert!(!evening.wall("lines").await.contains("<svg"), "the first who takes it back");
    say(&evening.app, &clients[2], true).await;
    say(&evening.app, &clients[2], true).await;
    assert!(evening.wall("lines").await.contains("<svg"));
    assert_eq!(evening.app.count("audit WHERE action = 'show-line'").await, 5, "each can be told, once");
    // A sixth who comes and says yes would bring the one line that was not there before.
    evening.attend(5, "present").await;
    let sixth = evening.enter(5).await;
    sixth.submit("phq-9", &phq_9("111100000")).await;
    assert_eq!(say(&evening.app, &sixth, true).await.status, 200);
    let over = evening.wall("lines").await;
    assert!(!over.contains("<svg") && over.contains("Deze sessie komen er geen lijnen meer"), "{over}");
    assert_eq!(say(&evening.app, &sixth, false).await.status, 200);
    evening.attend(5, "absent_holiday").await;
    let forgotten = "UPDATE line_consents SET given_at = given_at + $1::text::interval WHERE withdrawn_at IS NULL";
    evening.app.owner.execute(forgotten, &[&"-12 hours"]).await.unwrap();
    assert!(!evening.wall("lines").await.contains("<svg"), "a session that nobody closes keeps no lines");
    evening.app.owner.execute(forgotten, &[&"12 hours"]).await.unwrap();
    assert!(evening.wall("lines").await.contains("<svg"));
    let path = format!("{}/lines/{}/withdraw", evening.tonight.path, evening.members[3]);
    let page = evening.anna.page(&evening.tonight.path).await;
    let (_, given) = page.split_once("<details id=\"lines-given\">").unwrap();
    let (summary, names) = given.split_once("</details>").unwrap().0.split_once("</summary>").unwrap();
    assert!(summary.contains("5 mensen zeiden ja") && names.contains(&path), "{given}");
    for (name, _) in evening.practice.members() {
        assert!(!summary.contains(name), "{name} stands folded, beside the code that may hang on the wall");
    }
    assert_eq!(evening.anna.post(&path, &[]).await.status, 303);
    assert!(!evening.wall("lines").await.contains("<svg"), "a therapist takes it back for him");
    let given = evening.app.count("line_consents").await;
    assert_eq!(given, 7, "six, and one given anew: intervals");
    assert_eq!(evening.app.count("line_consents WHERE withdrawn_by IS NOT NULL").await, 1);
    say(&evening.app, &clients[3], true).await;
    evening.anna.close_session(&evening.tonight).await;
    assert!(!evening.wall("lines").await.contains("<svg"), "with the session it ends");
    let refused = say(&evening.app, &clients[0], true).await.problem();
    assert_eq!(say(&evening.app, &clients[4], false).await.status, 200, "to take it back is never too late");
    assert_eq!(refused, (409, "session-is-closed".to_owned()));
    let rows = evening.app.owner.query("SELECT action, actor_kind FROM audit", &[]).await.unwrap();
    let rows: Vec<(&str, &str)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    for (action, actor, times) in
        [("give-line", "client", 8), ("withdraw-line", "client", 3), ("withdraw-line", "account", 1)]
    {
        assert_eq!(rows.iter().filter(|row| **row == (action, actor)).count(), times, "{action} by {actor}");
    }
    assert!(!rows.contains(&("give-line", "account")));
}

/// The lines on the wall after six sessions, when one member came to the group with the second of them, and another missed one
/// of the later ones; without the ids in its addresses.
async fn lines_of(joined: &str, missed: (&str, i64)) -> String {
    const SCORES: [i64; 5] = [14, 12, 13, 9, 8];
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let now = peil_service::clock::Clock::now(&app.clock);
    let second = now - jiff::SignedDuration::from_hours(24 * 7 * 5);
    let second = peil_service::clock::local_date(second, "Europe/Amsterdam");
    let later = "UPDATE memberships SET joined_on = $2 WHERE membership_id = $1";
    assert_eq!(app.owner.execute(later, &[&practice.member(joined), &second]).await.unwrap(), 1);
    for session in 1..=6 {
        let did = |name: &str| {
            let own = |before: i64| Did::Came(Some(SCORES[usize::try_from(session - 1 - before).unwrap()]), Some(6));
            match name {
                name if name == missed.0 && session == missed.1 => Did::Away(Attendance::AbsentIll),
                name if name == missed.0 => own(i64::from(session > missed.1)),
                name if name == joined => own(1),
                _ => Did::Came(Some(10 + session), Some(6)),
            }
        };
        app.hold_evening(&practice, 7 - session, true, did).await;
    }
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    for (name, member) in practice.members() {
        if name == "Wilg" {
            let away = format!("attendance-{member}");
            anna.post(&format!("{}/attendance", tonight.path), &[(&away, "absent_holiday")]).await;
        } else {
            let client = app.enter_tablet(&tonight, member).await;
            assert_eq!(say(&app, &client, true).await.status, 200);
        }
    }
    let evening = Evening { app, practice, anna, tonight, members: Vec::new() };
    evening.wall("lines").await.replace(&evening.tonight.path, "").replace(&evening.practice.group.to_string(), "")
}

#[tokio::test]
async fn no_line_tells_when_somebody_joined_or_was_away() {
    let lines = lines_of("Iep", ("Linde", 3)).await;
    assert_eq!(lines.matches("class=\"chart-member\"").count(), 5, "{lines}");
    assert!(lines.contains(">meting<") && !lines.contains(">sessie<"), "measurements, not sessions: {lines}");
    assert_eq!(lines, lines_of("Iep", ("Linde", 5)).await, "which session he missed");
    assert_eq!(lines, lines_of("Linde", ("Iep", 4)).await, "who joined late and who was away");
}

#[tokio::test]
async fn what_went_less_well_is_named_beside_what_was_good() {
    let evening = Evening::begin().await;
    for member in 0..5 {
        evening.answers(member, ["2.0", "8.2", "1.5", "6.5"]).await;
    }
    let wall = evening.wall("tonight").await;
    let said = "De meesten die antwoordden voelden zich er vandaag bij horen. Zeggen wat er in u omging was moeilijker";
    assert!(wall.contains(said), "{wall}");
}

#[tokio::test]
async fn a_moment_asks_nothing_about_lines_and_an_onlooker_fixes_no_picture() {
    let evening = Evening::begin().await;
    for member in 0..5 {
        evening.answers(member, MARKS).await;
    }
    let path = format!("{}/room", evening.tonight.path);
    evening.app.owner.execute("UPDATE group_therapists SET part = 'observer' WHERE part = 'co'", &[]).await.unwrap();
    let bram = evening.app.login(evening.practice.bram()).await;
    for path in [path.clone(), format!("{path}/panel")] {
        assert_eq!(bram.get_json(&path).await.problem(), (403, "forbidden".to_owned()));
    }
    assert_eq!(evening.app.count("wall_pictures").await, 0);
    let cato = evening.app.login(evening.practice.cato()).await;
    assert_eq!(cato.get_json(&path).await.problem(), (404, "not-found".to_owned()));
    evening.anna.page(&path).await;
    assert_eq!(evening.app.count("audit WHERE action = 'view-wall' AND subject_kind = 'session'").await, 1);
    let start = evening.practice.member("Berk");
    let moments = format!("/groups/{}/members/{start}/moments", evening.practice.group);
    evening.practice.also_measures_on(&evening.app, "phq-4", peil_service::domain::Occasion::Start).await;
    let opened = evening.anna.post(&moments, &[("kind", "start")]).await;
    if opened.status == 303 {
        let code = evening.anna.session_code(opened.header("location")).await;
        let berk = Client::enter(&evening.app.anybody(), &code, start, CLIENT_CODE).await;
        assert_eq!(berk.entry["line_given"], Value::Null);
        assert_eq!(say(&evening.app, &berk, true).await.problem(), (404, "not-found".to_owned()));
    }
}

#[tokio::test]
async fn an_organisation_can_ask_for_more_answers_and_never_for_fewer() {
    let evening = Evening::begin().await;
    let set = async |fewest: i16| {
        let mut connection = evening.app.store.connect().await.unwrap();
        let tenant = connection.begin(evening.practice.id).await.unwrap();
        tenant.set_wall_fewest(fewest).await.map_err(|error| error.broken_constraint().map(str::to_owned))?;
        tenant.commit().await.unwrap();
        Ok::<(), Option<String>>(())
    };
    assert!(set(4).await.is_err());
    set(7).await.unwrap();
    for member in 0..6 {
        evening.answers(member, MARKS).await;
    }
    assert!(evening.wall("tonight").await.contains("Voor een beeld zijn 7 antwoorden nodig"));
    evening.attend(6, "present").await;
    assert!(evening.wall("tonight").await.contains("Nog 1 antwoord,"));
    evening.answers(6, MARKS).await;
    assert!(evening.wall("tonight").await.contains(TOLD));
}
