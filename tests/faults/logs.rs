//! What the logs of the service and of its database hold, and what they never hold.

use std::{fs, path::PathBuf};

use peil_tests::{Client, PASSWORD, Person, attribute, peil_goals, peil_session, phq_9, type_codes};
use reqwest::{Method, header::ACCEPT};
use serde_json::json;
use uuid::Uuid;

use crate::{
    house::House,
    peil::{EVERYTHING, Peil},
};

/// What must not be found, and what it is.
#[derive(Default)]
struct Secrets(Vec<(&'static str, String)>);

impl Secrets {
    fn add(&mut self, what: &'static str, words: impl Into<String>) {
        self.0.push((what, words.into()));
    }

    fn find_in(&self, log: &str) -> Vec<String> {
        let found = self.0.iter().filter_map(|(what, words)| {
            let line = log.lines().find(|line| holds(line, words))?;
            Some(format!("{what}, {words:?}, in: {line}"))
        });
        found.collect()
    }
}

/// Whether the line holds these words, and not as a part of a longer word or number.
fn holds(line: &str, words: &str) -> bool {
    let longer = |sign: char| sign.is_alphanumeric();
    line.match_indices(words).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + words.len()..].chars().next();
        !before.is_some_and(|sign| longer(sign) || sign == '.') && !after.is_some_and(longer)
    })
}

#[test]
fn words_are_found_where_they_stand_alone() {
    assert!(holds(r#"{"value":"6.7"}"#, "6.7"));
    assert!(holds("Eik: 3", "Eik"));
    assert!(!holds("version 0.6.7 of 16.75", "6.7"));
    assert!(!holds("Eikenboom", "Eik"));
}

#[tokio::test]
async fn logs_of_a_whole_walk_hold_no_answer_name_or_text() {
    let house = House::found().await;
    let peil = Peil::serve_logging(&house.database, EVERYTHING).await;
    let mut secrets = Secrets::default();
    names(&house, &mut secrets);
    walk(&house, &peil, &mut secrets).await;

    let log = plain(&peil);
    let answered = peil.lines().iter().filter(|line| line["fields"]["message"] == "request answered").count();
    assert!(answered > 30, "the walk is in the log: {answered} requests");
    for route in [
        "/login",
        "/groups/{group_id}/sessions",
        "/t/{code}",
        "/api/v1/tablet/entry",
        "/api/v1/tablet/assignments/{assignment_id}/answers/{item_id}",
        "/api/v1/tablet/assignments/{assignment_id}/response",
        "/groups/{group_id}/chart.png",
        "/research/export",
        "/alerts/{signal_id}",
        "/alerts/{signal_id}/acted",
    ] {
        assert!(log.contains(&format!("\"{route}\"")), "{route} is in the log");
    }
    assert!(log.contains("TRACE"), "the log is as talkative as was asked");
    assert_eq!(secrets.find_in(&log), Vec::<String>::new(), "in the log of the service");

    if let Some(file) = log_of_database(&house).await {
        let log = fs::read_to_string(file).unwrap();
        assert!(log.contains("database system is ready"), "the log of the database is read");
        let said: String = log.lines().map(|line| without_ids(after_prefix(line)) + "\n").collect();
        assert_eq!(secrets.find_in(&said), Vec::<String>::new(), "in the log of the database");
    }
}

/// Everybody's name, address and group.
fn names(house: &House, secrets: &mut Secrets) {
    for (name, _) in house.practice.members() {
        secrets.add("a pseudonym", name);
    }
    for who in ["Anna", "Bram", "Iris"] {
        secrets.add("a name", who);
        secrets.add("a name", format!("{who} de Tester"));
    }
    for email in [house.practice.anna(), house.practice.bram(), house.practice.iris()] {
        secrets.add("an address", email);
    }
    secrets.add("a group", "Dinsdaggroep");
    secrets.add("a team", "Team Noord");
    secrets.add("a practice", "Praktijk noord");
    secrets.add("a password", PASSWORD);
    secrets.add("parameters of statements", "parameters");
}

async fn walk(house: &House, peil: &Peil, secrets: &mut Secrets) {
    wrong_logins(peil, secrets).await;
    let anna = peil.login(house.practice.anna()).await;
    own_cookie(&anna, secrets).await;
    goals_are_asked(house).await;
    let tonight = anna.open_session(house.practice.group).await;
    secrets.add("the session's code", &tonight.code);
    secrets.add("the session's code", tonight.code.replace('-', ""));
    let member = house.practice.member("Eik");
    let code_page = format!("/groups/{}/members/{member}/code", house.practice.group);
    let page = anna.post(&code_page, &[("back", &tonight.path)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let (_, own) = page.text().split_once("<p class=\"code\">").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let own = own.split('<').next().unwrap().trim().to_owned();
    secrets.add("a client's code", &own);

    let tablet = peil.anybody();
    assert_eq!(tablet.get(&format!("/t/{}", tonight.code)).await.status, 200);
    wrong_codes(&tablet, &tonight.code, member, secrets).await;
    let eik = Client::enter(&tablet, &tonight.code, member, &own).await;
    secrets.add("a tablet's token", &eik.token);
    secrets.add("a tablet's token", eik.token.split('.').nth(1).unwrap());
    let places = ["6.7", "3.4", "8.9", "9.6"];
    for place in places {
        secrets.add("an answer", place);
    }
    refused_answers(&eik, secrets).await;
    eik.fill_in("peil-session", &peil_session(places)).await;
    eik.submit("peil-session", &peil_session(places)).await;
    eik.submit("phq-9", &phq_9("333333331")).await;
    secrets.add("a safety item", "phq9");
    written_words(&eik, secrets).await;
    pages(house, &anna, &tonight.path).await;
    alert(house, &anna, secrets).await;
    anna.close_session(&tonight).await;
    look_back(&anna, &tonight.path, secrets).await;
    export(house, peil, secrets).await;
    anna.post("/logout", &[]).await;
}

/// The alert that Eik's last answer raised, with what is noted about it.
async fn alert(house: &House, anna: &Person, secrets: &mut Secrets) {
    let row = house.owner.query_one("SELECT signal_id::text FROM signals WHERE level = 'safety'", &[]).await.unwrap();
    let alert = format!("/alerts/{}", row.get::<_, String>(0));
    assert!(anna.page(&alert).await.contains("Verscheidene dagen"), "the answer is on the page");
    for (step, note) in [("acted", "gesproken-over-een-plan"), ("closed", "afgesproken-met-iedereen")] {
        assert_eq!(anna.post(&format!("{alert}/{step}"), &[("note", note)]).await.status, 303);
        secrets.add("a note", note);
    }
    secrets.add("an answer in words", "Verscheidene dagen");
}

async fn wrong_logins(peil: &Peil, secrets: &mut Secrets) {
    for (email, password) in [("niemand@geheim.example", "verkeerd-wachtwoord"), ("geen-adres", "ook-verkeerd")] {
        let mut person = peil.anybody();
        assert_eq!(person.log_in(email, password).await.status, 403);
        secrets.add("a typed address", email);
        secrets.add("a typed password", password);
    }
}

async fn own_cookie(anna: &Person, secrets: &mut Secrets) {
    let cookie = anna.cookie().unwrap();
    secrets.add("a cookie", cookie);
    secrets.add("a cookie's value", cookie.split_once('=').unwrap().1);
    secrets.add("a cookie's value", cookie.rsplit('.').next().unwrap());
    secrets.add("a form's token", anna.form_token().await);
}

async fn wrong_codes(tablet: &Person, code: &str, member: Uuid, secrets: &mut Secrets) {
    let look_up = |code: &str| json!({ "code": code });
    for wrong in ["ZZZZZZ", "dit-is-geen-code"] {
        assert_eq!(tablet.post_json("/api/v1/tablet/session", &look_up(wrong)).await.status, 404);
        tablet.get(&format!("/t/{wrong}")).await;
        secrets.add("a typed code", wrong);
    }
    for wrong in ["87654321", "mijn-eigen-code"] {
        assert_eq!(type_codes(tablet, code, member, wrong).await.status, 403);
        secrets.add("a typed own code", wrong);
    }
}

/// The group asks for goals in words, too.
async fn goals_are_asked(house: &House) {
    let goals = "INSERT INTO group_plans (organisation_id, group_id, instrument_id, instrument_version, position,
                                          occasion, every)
                 VALUES ($1, $2, 'peil-goals', '1.0.0', 9, 'after_session', 1)";
    house.owner.execute(goals, &[&house.practice.id.uuid(), &house.practice.group.uuid()]).await.unwrap();
}

/// Words that are kept, refused for their length, for their item, and for coming too late.
async fn written_words(eik: &Client, secrets: &mut Secrets) {
    let goal = "Hardop zeggen dat ik zeezwemmer ben";
    assert_eq!(eik.answer("peil-goals", "goal1", goal).await.status, 204);
    let long = "walvisvaarder ".repeat(20);
    assert_eq!(eik.answer("peil-goals", "goal2", &long).await.status, 422);
    assert_eq!(eik.answer("peil-goals", "near1", "bijna bij de vuurtoren").await.status, 422);
    eik.submit("peil-goals", &peil_goals(&[(goal, "7.3"), ("Elke week naar de kapperszaak", "")])).await;
    assert_eq!(eik.answer("peil-goals", "goal1", "Te laat voor de stormvloed").await.status, 409);
    for word in ["zeezwemmer", "walvisvaarder", "vuurtoren", "kapperszaak", "stormvloed"] {
        secrets.add("words of a client", word);
    }
}

/// Every way in which an answer is refused, with something in it that would be recognised.
async fn refused_answers(eik: &Client, secrets: &mut Secrets) {
    for value in ["987654.25", "Ik wil niet meer"] {
        assert_eq!(eik.answer("peil-session", "open", value).await.status, 422);
        let mut message = eik.message("peil-session", &peil_session(["1", "2", "3", "4"]));
        message["answers"]["belong"] = json!(value);
        assert_eq!(eik.send("peil-session", &message).await.status, 422);
        secrets.add("an answer out of range", value);
    }
    assert_eq!(eik.answer("phq-9", "onbekende-vraag", "1").await.status, 422);
    secrets.add("a path", "onbekende-vraag");
    let mut message = eik.message("phq-9", &phq_9("111111110"));
    message["instrument_version"] = json!("verzonnen-versie");
    assert_eq!(eik.send("phq-9", &message).await.status, 409);
    secrets.add("a version as typed", "verzonnen-versie");
    assert_eq!(eik.send_bytes("phq-9", b"{ \"answers\": \"half verstaan".to_vec()).await.status, 400);
    secrets.add("a body", "half verstaan");
    let long = "te lang verhaal ".repeat(8000);
    assert_eq!(eik.answer("peil-session", "open", &long).await.status, 413);
    secrets.add("a body", "te lang verhaal");
}

async fn pages(house: &House, anna: &Person, session: &str) {
    let group = house.practice.group;
    for path in ["/", "/about", "/groups", "/research", "/nergens/geheim-pad"] {
        anna.get(path).await;
    }
    for path in ["", "/panel", "/chart.svg", "/chart.png", "/chart.pdf"] {
        let path = format!("/groups/{group}{path}?measure=geheime-vraag");
        assert_eq!(anna.get(&path).await.status, 200, "{path}");
    }
    for path in [session.to_owned(), format!("{session}/answered"), format!("{session}?saved=geheim-antwoord")] {
        assert_eq!(anna.get(&path).await.status, 200, "{path}");
    }
    assert_eq!(anna.get_json(&format!("/api/v1/groups/{group}/course?scale=total")).await.status, 200);
}

/// What a therapist marks and writes after the session.
async fn look_back(anna: &Person, session: &str, secrets: &mut Secrets) {
    let words = ["Geheime terugblik.", "Geheime gezamenlijke terugblik.", "Geheime afspraak."];
    for said in words {
        secrets.add("words of a therapist", said);
    }
    secrets.add("a mark of a therapist", "7.7");
    let key = Uuid::now_v7().to_string();
    let rated = [("mark-open", "7.7"), ("key", key.as_str())];
    assert_eq!(anna.post(&format!("{session}/rating"), &rated).await.status, 303);
    let refused = [("mark-open", "77.7"), ("key", key.as_str())];
    assert_eq!(anna.post(&format!("{session}/rating"), &refused).await.status, 422);
    for (path, said) in [("note", words[0]), ("joint-note", words[1])] {
        let fields = [("said", said), ("version", "0")];
        assert_eq!(anna.post(&format!("{session}/{path}"), &fields).await.status, 303);
        assert_eq!(anna.post(&format!("{session}/{path}"), &fields).await.status, 409);
    }
    let agreed = [("said", words[2]), ("key", key.as_str())];
    assert_eq!(anna.post(&format!("{session}/agreements"), &agreed).await.status, 303);
    assert!(anna.page(&format!("{session}/after")).await.contains(words[2]));
}

async fn export(house: &House, peil: &Peil, secrets: &mut Secrets) {
    for words in ["geheime-vraag", "geheim-antwoord", "geheim-pad", "measure", "scale=total"] {
        secrets.add("a query string or a path", words);
    }
    let iris = peil.login(house.practice.iris()).await;
    own_cookie(&iris, secrets).await;
    let page = iris.page("/research?instrument=phq-9.total").await;
    let scale = attribute(&page, "type=\"hidden\" name=\"instrument\"", "value").unwrap();
    let archive = iris.post("/research/export", &[("instrument", &scale)]).await;
    assert_eq!((archive.status, archive.header("content-type")), (200, "application/zip"));
    let wrong = iris
        .send(iris.request(Method::POST, "/research/export").header(ACCEPT, "text/html").body("csrf=geheim-formulier"));
    assert!(wrong.await.status >= 400);
    secrets.add("a form", "geheim-formulier");
}

/// The log of the service without what is random in it: a time or an id may hold any digits.
fn plain(peil: &Peil) -> String {
    let log = peil.log();
    let lines = log.lines().map(|line| match serde_json::from_str::<serde_json::Value>(line) {
        Ok(mut line) => {
            line.as_object_mut().unwrap().remove("timestamp");
            without_ids(&line.to_string())
        }
        Err(_) => without_ids(line),
    });
    lines.map(|line| line + "\n").collect()
}

fn without_ids(line: &str) -> String {
    let of_word = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    let mut rest = line;
    let mut said = String::new();
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|sign| of_word(sign) != of_word(first)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        said.push_str(if Uuid::parse_str(word).is_ok() { "<id>" } else { word });
        rest = after;
    }
    said
}

/// A line of PostgreSQL's log without its time and process number.
fn after_prefix(line: &str) -> &str {
    line.split_once("] ").map_or(line, |(_, said)| said)
}

/// The log of the private cluster; none when the tests were given a server.
async fn log_of_database(house: &House) -> Option<PathBuf> {
    let folder: String = house.owner.query_one("SHOW data_directory", &[]).await.unwrap().get(0);
    let log = PathBuf::from(folder).parent()?.join("postgresql.log");
    log.is_file().then_some(log)
}
