//! Tonight: which groups, in which order, why, and in how many questions to the database.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use jiff::{
    ToSpan,
    civil::{Date, time},
};
use peil_service::{
    analyse::evenings_of,
    clock::Clock,
    domain::{GroupFormat, GroupId, GroupKind, Schedule, TherapistPart},
    store::{NewGroup, Store},
};
use peil_tests::{Did, Person, Practice, TestApp};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream},
};
use tokio_postgres::config::{Host, SslMode};

/// Adds a group of Anna's that meets `days` after today, every week; without days it has no fixed time.
async fn add_group(app: &TestApp, practice: &Practice, name: &str, days: Option<i32>) -> GroupId {
    let (now, today) = (app.clock.now(), practice.today(app));
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let id = GroupId::new(now);
    let group = NewGroup {
        id,
        team: None,
        name,
        kind: GroupKind::Skills,
        format: GroupFormat::Open,
        setting: 2,
        planned_size: None,
        planned_sessions: None,
        started_on: today,
    };
    tenant.insert_group(&group).await.unwrap();
    tenant.insert_group_therapist(id, practice.account("anna"), TherapistPart::Lead, today).await.unwrap();
    let plan = tenant.group_plan(practice.group).await.unwrap();
    tenant.save_group_plan(id, &plan).await.unwrap();
    if let Some(days) = days {
        let day: Date = today.checked_add(days.days()).unwrap();
        let weekday = day.weekday().to_monday_one_offset().into();
        let schedule = Schedule::new(weekday, time(19, 30, 0, 0), 90, 1).unwrap();
        tenant.save_schedule(id, Some(schedule), now).await.unwrap();
    }
    tenant.commit().await.unwrap();
    id
}

/// The names of the groups under a heading, in the order of the page.
fn under(page: &str, heading: &str) -> Vec<String> {
    let Some((_, rest)) = page.split_once(&format!("<h2 id=\"{heading}\">")) else { return Vec::new() };
    let section = rest.split_once("</section>").unwrap().0;
    let name = |card: &str| card.split_once('>').unwrap().1.split_once("</a>").unwrap().0.to_owned();
    section.split("<h3>").skip(1).map(name).collect()
}

/// The card of a group.
fn card<'p>(page: &'p str, name: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!("{name}</a></h3>")).unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split_once("</li>").unwrap().0
}

#[tokio::test]
async fn whoever_works_with_groups_begins_with_tonights() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    assert_eq!(anna.get("/").await.header("location"), "/home");
    let page = anna.page("/home").await;
    assert_eq!(under(&page, "later-heading"), ["Dinsdaggroep"]);
    assert!(page.contains("Vandaag geen groep") && page.contains("Geen van uw groepen heeft een vaste tijd"));
    let one = card(&page, "Dinsdaggroep");
    assert!(one.contains("6 leden: Berk, Beuk, Eik, Iep, Linde en Wilg"), "{one}");
    assert!(one.contains("Start sessie 1") && one.contains(&format!("/groups/{}/plan#schedule", practice.group)));

    let empty = app.login(practice.dora()).await.page("/home").await;
    assert!(empty.contains("U hoort nog bij geen groep") && empty.contains("Vraag uw beheerder"));
    let cato = app.login(practice.cato()).await.page("/home").await;
    assert!(cato.contains("Groep van Cato") && !cato.contains("Dinsdaggroep"));
    let marieke = app.login(practice.marieke()).await.page("/home").await;
    assert_eq!(under(&marieke, "later-heading"), ["Dinsdaggroep"], "the group of her team");
    let other = app.another_organisation("zuid").await;
    let page = app.login(other.anna()).await.page("/home").await;
    assert!(!page.contains(&practice.group.to_string()), "nothing of another organisation");
    assert_eq!(app.count("audit WHERE action = 'view-home'").await, 5);
}

#[tokio::test]
async fn tonight_comes_before_this_week_and_what_asks_most_comes_first() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    for (name, days) in [("Straks rustig", Some(0)), ("Morgen", Some(1)), ("Volgende week", Some(6)), ("Ooit", None)] {
        add_group(&app, &practice, name, days).await;
    }
    let anna = app.login(practice.anna()).await;
    let saved = anna
        .post(
            &format!("/groups/{}/schedule", practice.group),
            &[("weekday", "2"), ("begins_at", "20:15"), ("minutes", "75"), ("every_weeks", "1")],
        )
        .await;
    assert!(saved.header("location").ends_with("/plan?schedule=saved#schedule"), "{}", saved.text());
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.answer("phq-9", "phq9", "1").await;

    let page = anna.page("/home").await;
    assert_eq!(under(&page, "today-heading"), ["Dinsdaggroep", "Straks rustig"]);
    assert_eq!(under(&page, "week-heading"), ["Morgen", "Volgende week"]);
    assert_eq!(under(&page, "later-heading"), ["Ooit"]);
    let one = card(&page, "Dinsdaggroep");
    assert!(one.contains("Veiligheidsmelding over Eik, nog niet gezien"), "{one}");
    assert!(one.contains("Naar sessie 1") && !one.contains("Start sessie"), "{one}");
    let quiet = card(&page, "Straks rustig");
    assert!(quiet.contains("19:30, 90 minuten") && quiet.contains("Start sessie 1"), "{quiet}");
    assert!(!card(&page, "Morgen").contains("Start sessie"), "tomorrow's is not begun from here");

    let alert: String = app.owner.query_one("SELECT signal_id::text FROM signals", &[]).await.unwrap().get(0);
    anna.page(&format!("/alerts/{alert}")).await;
    let page = anna.page("/home").await;
    assert!(card(&page, "Dinsdaggroep").contains("Veiligheidsmelding over Eik staat open"));
    anna.close_session(&tonight).await;
    let page = anna.page("/home").await;
    assert_eq!(under(&page, "today-heading"), ["Dinsdaggroep", "Straks rustig"], "it was held today");
    let one = card(&page, "Dinsdaggroep");
    assert!(one.contains("di 17 maart 2026, 20:15, 75 minuten"), "{one}");
    assert!(one.contains(&format!("{}/after", tonight.path)), "{one}");
}

#[tokio::test]
async fn a_later_session_takes_no_reminder_away() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let mut held = Vec::new();
    for week in (1..=3).rev() {
        held.push(app.hold_evening(&practice, week, true, |_| Did::Came(Some(12), Some(8))).await.uuid());
    }
    let after = |session: &uuid::Uuid| format!("/groups/{}/sessions/{session}/after", practice.group);
    let (anna, bram) = (app.login(practice.anna()).await, app.login(practice.bram()).await);
    let asked = async |person: &Person| {
        let page = person.page("/home").await;
        held.iter().map(|session| page.contains(&after(session))).collect::<Vec<bool>>()
    };
    assert_eq!(asked(&anna).await, [false, true, true], "three weeks ago is too long ago");
    assert!(anna.page("/home").await.contains("Nabespreking sessie 2"));
    let rate = async |person: &Person, session: &uuid::Uuid| {
        let key = uuid::Uuid::now_v7().to_string();
        let marks =
            [("mark-open", "8"), ("mark-belong", "7"), ("mark-strain", "2"), ("mark-useful", "7"), ("key", &key)];
        let path = after(session).replace("/after", "/rating");
        assert_eq!(person.post(&path, &marks).await.status, 303);
    };
    rate(&anna, &held[1]).await;
    assert_eq!(asked(&anna).await, [false, false, true]);
    assert_eq!(asked(&bram).await, [false, true, true], "each for himself");
    rate(&anna, &held[2]).await;
    assert_eq!(asked(&anna).await, [false, false, true], "of the newest a note is waited for too");
    let note = after(&held[2]).replace("/after", "/note");
    anna.post(&note, &[("said", "Een open gesprek."), ("version", "0")]).await;
    assert_eq!(asked(&anna).await, [false, false, false]);
    // The next one is open: what Bram did not do stays.
    anna.open_session(practice.group).await;
    assert_eq!(asked(&bram).await, [false, true, true]);
    let marieke = app.login(practice.marieke()).await;
    assert_eq!(asked(&marieke).await, [false; 3], "who was not there owes nothing");
}

#[tokio::test]
async fn a_group_comes_together_when_who_leads_it_says() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let group = format!("/groups/{}", practice.group);
    let (anna, cato) = (app.login(practice.anna()).await, app.login(practice.cato()).await);
    let fields = |minutes| [("weekday", "4"), ("begins_at", "09:30"), ("minutes", minutes), ("every_weeks", "1")];
    let schedule = format!("{group}/schedule");
    assert_eq!(cato.post(&schedule, &fields("90")).await.status, 404, "another's group");
    let observer = "UPDATE group_therapists SET part = 'observer' WHERE account_id = $1";
    app.owner.execute(observer, &[&practice.account("bram").uuid()]).await.unwrap();
    let bram = app.login(practice.bram()).await;
    assert_eq!(bram.post(&schedule, &fields("90")).await.status, 403, "who looks on");
    assert!(anna.post(&schedule, &fields("5")).await.header("location").contains("schedule=wrong"));
    assert_eq!(app.count("group_schedules").await, 0);

    anna.post(&schedule, &fields("90")).await;
    let page = anna.page(&format!("{group}/plan?schedule=saved")).await;
    assert!(page.contains("<option value=\"4\" selected>donderdag") && page.contains("value=\"09:30\""), "{page}");
    assert!(page.contains("De vaste tijd is bewaard."));
    assert_eq!(under(&anna.page("/home").await, "week-heading"), ["Dinsdaggroep"]);
    assert!(!bram.page(&format!("{group}/plan")).await.contains("id=\"schedule\""));
    let none = [("weekday", ""), ("begins_at", ""), ("minutes", "90"), ("every_weeks", "1")];
    anna.post(&schedule, &none).await;
    assert_eq!(app.count("group_schedules").await, 0);
    assert_eq!(app.count("audit WHERE action = 'save-schedule'").await, 2);
}

#[tokio::test]
async fn forty_groups_cost_as_many_questions_as_two() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let (port, asked) = listen_in(&app).await;
    let mut config = app.database.owner_config();
    let user = config.get_user().unwrap().to_owned();
    let (name, password) = (config.get_dbname().unwrap().to_owned(), config.get_password().map(<[u8]>::to_vec));
    config = tokio_postgres::Config::new();
    config.host("127.0.0.1").port(port).user(user).dbname(name).ssl_mode(SslMode::Disable);
    if let Some(password) = password {
        config.password(password);
    }
    let store = Store::open(config, 1).await.unwrap();
    let count = async || {
        let mut connection = store.connect().await.unwrap();
        let tenant = connection.begin(practice.id).await.unwrap();
        let before = asked.load(Ordering::Relaxed);
        let anna = practice.account("anna");
        let evenings = evenings_of(&tenant, (anna, None), practice.today(&app)).await.unwrap();
        let groups = evenings.today.len() + evenings.week.len() + evenings.later.len();
        (groups, asked.load(Ordering::Relaxed) - before)
    };
    add_group(&app, &practice, "Een", Some(0)).await;
    let (groups, few) = count().await;
    assert_eq!(groups, 2);
    for group in 0..38 {
        add_group(&app, &practice, &format!("Groep {group}"), Some(group % 9)).await;
    }
    assert_eq!(count().await, (40, few));
    assert_eq!(few, 3, "groups, members, what asks for attention");
}

/// A door before the database that counts the statements that are executed through it.
async fn listen_in(app: &TestApp) -> (u16, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let config = app.database.owner_config();
    let behind = config.get_ports().first().copied().unwrap_or(5432);
    let host = config.get_hosts()[0].clone();
    let counted = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let counted = Arc::clone(&counted);
            match &host {
                Host::Unix(folder) => {
                    let server = UnixStream::connect(folder.join(format!(".s.PGSQL.{behind}"))).await.unwrap();
                    let (from, to) = tokio::io::split(server);
                    tokio::spawn(pass_on(client, from, to, counted));
                }
                Host::Tcp(name) => {
                    let (from, to) = tokio::io::split(TcpStream::connect((name.as_str(), behind)).await.unwrap());
                    tokio::spawn(pass_on(client, from, to, counted));
                }
            }
        }
    });
    (port, asked)
}

async fn pass_on(
    client: TcpStream,
    mut from: impl AsyncReadExt + Unpin + Send + 'static,
    mut to: impl AsyncWriteExt + Unpin,
    asked: Arc<AtomicUsize>,
) {
    let (mut reading, mut writing) = client.into_split();
    tokio::spawn(async move { tokio::io::copy(&mut from, &mut writing).await });
    // The first message has no type; each later one has a letter, and `E` executes.
    let mut typed = false;
    loop {
        let letter = if typed { reading.read_u8().await.ok() } else { None };
        let Ok(length) = reading.read_u32().await else { return };
        let mut body = vec![0; length as usize - 4];
        if reading.read_exact(&mut body).await.is_err() {
            return;
        }
        if letter == Some(b'E') {
            asked.fetch_add(1, Ordering::Relaxed);
        }
        let head = letter.into_iter().chain(length.to_be_bytes()).collect::<Vec<u8>>();
        if to.write_all(&head).await.is_err() || to.write_all(&body).await.is_err() || to.flush().await.is_err() {
            return;
        }
        typed = true;
    }
}
