//! An organisation in which every page has something to show: courses, signals, alerts, a model of who leaves, an evening
//! that one therapist looked back on and the other did not yet.

use peil_service::{collect::add_instrument, domain::Occasion};
use peil_tests::{Did, Person, Practice, START, TestApp, Tonight, peil_session};
use uuid::Uuid;

use super::stops::Stop;

/// Weekly sessions that were held.
const HELD: i64 = 7;

/// A number, which nothing that is shipped asks for.
const HOURS: &str = include_str!("own-hours.toml");

/// The practice and the ids that fill the paths.
pub(super) struct House {
    pub(super) app: TestApp,
    pub(super) practice: Practice,
    pub(super) tonight: Tonight,
    before: Uuid,
    moment: Uuid,
    episode: Uuid,
    alert: Uuid,
    /// What follows `/welcome/` in Dora's link.
    welcome: String,
    /// Somebody who was put forward for Anna's group.
    candidate: Uuid,
}

impl House {
    pub(super) async fn found() -> Self {
        let app = TestApp::spawn().await;
        let practice = app.organisation().await;
        app.past_stays(&practice, 0, 40).await;
        measures_of_every_kind(&app, &practice).await;
        let anna = app.login(practice.anna()).await;
        let start = format!("/groups/{}/members/{}/moments", practice.group, practice.member("Beuk"));
        let moment = anna.post(&start, &[("kind", "start")]).await;
        let moment = moment.header("location").rsplit('/').next().unwrap_or_default().parse().expect("a moment opens");
        let mut before = Uuid::nil();
        for week in 0..HELD {
            before = app.hold_evening(&practice, HELD - week, true, |name| did(name, week)).await.uuid();
        }
        app.analysed().await;
        let setting = "UPDATE organisations SET signals_enabled = true;
             INSERT INTO group_schedules SELECT organisation_id, group_id, 2, '19:30', 90, 1, now() FROM groups
                 WHERE ended_on IS NULL AND name IN ('Dinsdaggroep', 'Groep van Cato');
             UPDATE sessions SET planned_minutes = 90";
        app.owner.batch_execute(setting).await.unwrap();
        let els = "INSERT INTO group_therapists (organisation_id, group_id, account_id, part, from_date)
                   VALUES ($1, $2, $3, 'co', date '2025-01-01')";
        let account = practice.account("els").uuid();
        app.owner.execute(els, &[&practice.id.uuid(), &practice.group.uuid(), &account]).await.unwrap();
        let tonight = anna.open_session(practice.group).await;
        let alert = evening(&app, &practice, &anna, &tonight).await;
        app.analysed().await;
        let signal = "SELECT signal_id FROM signals WHERE urgency IS NOT NULL AND membership_id = $1 LIMIT 1";
        let episode = app.owner.query_one(signal, &[&practice.member("Berk")]).await.expect("Berk got worse").get(0);
        let wim = app.login(practice.wim()).await;
        let link = format!("/api/v1/admin/users/{}/link", practice.account("dora"));
        let link = wim.post_json(&link, &serde_json::json!({})).await.json()["link"].as_str().unwrap().to_owned();
        let welcome = link.rsplit('/').next().unwrap_or_default().to_owned();
        let selection = format!("/groups/{}/selection", practice.group);
        let forward = anna.post(&selection, &[("pseudonym", "Zilverspar")]).await;
        let candidate = forward.header("location").split('?').next().and_then(|path| path.rsplit('/').next());
        let candidate = candidate.unwrap_or_default().parse().expect("somebody is put forward");
        let account = practice.account("anna").to_string();
        let day = practice.today(&app).to_string();
        let talk = [
            ("step", "diagnostic"),
            ("held_on", &day),
            ("held_by", &account),
            ("decided", "together"),
            ("outcome", "goes_on"),
            ("motivation", "6"),
        ];
        assert_eq!(anna.post(&format!("{selection}/{candidate}"), &talk).await.status, 303);
        Self { app, practice, tonight, before, moment, episode, alert, welcome, candidate }
    }

    /// The address of somebody.
    pub(super) fn email(&self, who: &str) -> String {
        self.practice.anna().replacen("anna", who, 1)
    }

    /// The address of a page.
    pub(super) fn path(&self, stop: &Stop) -> String {
        let (session, moment) =
            if stop.past { (self.before, self.before) } else { (self.tonight.session, self.moment) };
        let path = [
            ("{group_id}", self.practice.group.to_string()),
            ("{session_id}", session.to_string()),
            ("{membership_id}", self.practice.member("Berk").to_string()),
            ("{moment_id}", moment.to_string()),
            ("{candidate_id}", self.candidate.to_string()),
            ("{episode_id}", self.episode.to_string()),
            ("{signal_id}", self.alert.to_string()),
            ("{account_id}", self.practice.account("dora").to_string()),
            ("{token}", self.welcome.clone()),
            ("{code}", self.tonight.code.clone()),
        ]
        .into_iter()
        .fold(stop.path.to_owned(), |path, (place, value)| path.replace(place, &value));
        assert!(!path.contains('{'), "what fills {path}?");
        path
    }
}

/// Berk gets worse, Wilg better, Iep missed one evening and left a form open at another.
fn did(name: &str, week: i64) -> Did {
    match (name, week) {
        ("Iep", 2) => Did::Away(peil_service::domain::Attendance::AbsentIll),
        ("Iep", 4) => Did::Came(None, Some(6)),
        ("Berk", _) => Did::Came(Some(10 + 2 * week), Some(7 - week / 2)),
        ("Wilg", _) => Did::Came(Some(20 - 2 * week), Some(6)),
        _ => Did::Came(Some(12 + week % 3), Some(5 + week % 4)),
    }
}

/// From now on: a line before the session, choices, lines, words, and a number.
async fn measures_of_every_kind(app: &TestApp, practice: &Practice) {
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    add_instrument(&tenant, &app.library, HOURS, START).await.unwrap();
    tenant.commit().await.unwrap();
    practice
        .also_measures_on(app, "peil-check-in", Occasion::BeforeSession(peil_service::domain::Every::SESSION))
        .await;
    practice.also_measures_on(app, "peil-start", Occasion::Start).await;
    practice.also_measures(app, "peil-goals").await;
    let position = "INSERT INTO group_plans (organisation_id, group_id, instrument_id, instrument_version, position,
                                             occasion, every)
         SELECT organisation_id, group_id, 'own-hours', '1.0.0', max(position) + 1, 'after_session', 1
         FROM group_plans WHERE group_id = $1 GROUP BY 1, 2";
    app.owner.execute(position, &[&practice.group.uuid()]).await.unwrap();
}

/// Tonight until the talk of the therapists, of which Anna has done her part. Gives an alert that nobody closed.
async fn evening(app: &TestApp, practice: &Practice, anna: &Person, tonight: &Tonight) -> Uuid {
    for (name, word) in [("Eik", "present"), ("Wilg", "present"), ("Linde", "present"), ("Beuk", "present")] {
        let field = format!("attendance-{}", practice.member(name));
        anna.post(&format!("{}/attendance", tonight.path), &[(&field, word)]).await;
    }
    let marks = [
        ["8.5", "7.5", "1.5", "8.0"],
        ["7.0", "9.0", "2.5", "7.5"],
        ["9.0", "8.5", "0.5", "9.0"],
        ["6.0", "7.0", "4.5", "6.5"],
        ["7.5", "8.0", "8.5", "5.5"],
    ];
    // Five answers make a picture on the wall, and with a yes of everybody their lines come. Iep's forms stay open.
    for name in ["Eik", "Linde", "Beuk", "Wilg", "Berk", "Iep"] {
        let client = app.enter_tablet(tonight, practice.member(name)).await;
        let anybody = app.anybody();
        let request = anybody.request(reqwest::Method::PUT, "/api/v1/tablet/line").bearer_auth(&client.token);
        assert_eq!(anybody.send(request.json(&serde_json::json!({ "given": true }))).await.status, 200);
    }
    for (name, marks) in ["Eik", "Linde", "Beuk", "Wilg", "Berk"].into_iter().zip(marks) {
        let client = app.enter_tablet(tonight, practice.member(name)).await;
        client.submit("peil-session", &peil_session(marks)).await;
    }
    for (name, answer) in [("Eik", "1"), ("Linde", "3")] {
        let client = app.enter_tablet(tonight, practice.member(name)).await;
        assert_eq!(client.answer("phq-9", "phq9", answer).await.status, 204);
    }
    let alert = async |name: &str| -> Uuid {
        let raised = "SELECT signal_id FROM signals WHERE level IS NOT NULL AND membership_id = $1";
        app.owner.query_one(raised, &[&practice.member(name)]).await.unwrap().get(0)
    };
    let closed = format!("/alerts/{}", alert("Linde").await);
    anna.page(&closed).await;
    for (step, note) in [("acted", "Na afloop samen gesproken."), ("closed", "")] {
        assert_eq!(anna.post(&format!("{closed}/{step}"), &[("note", note)]).await.status, 303);
    }
    let key = Uuid::now_v7().to_string();
    let marks = [("mark-open", "7.2"), ("mark-belong", "6.8"), ("mark-strain", "2.4"), ("mark-useful", "6.9")];
    let done = [
        ("rating", [marks.as_slice(), &[("key", key.as_str())]].concat()),
        ("note", vec![("said", "Het begin was stroef."), ("version", "0")]),
        ("joint-note", vec![("said", "We houden de stilte erin."), ("version", "0")]),
        ("agreements", vec![("said", "Beginnen met een rondje."), ("about", ""), ("key", key.as_str())]),
        ("minutes", vec![("minutes-talk_before", "10")]),
    ];
    for (what, fields) in done {
        let reply = anna.post(&format!("{}/{what}", tonight.path), &fields).await;
        assert_eq!(reply.status, 303, "{what}: {}", reply.text());
    }
    alert("Eik").await
}
