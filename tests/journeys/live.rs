//! An open page hears of a new answer without being asked for again.

use std::time::Duration;

use peil_tests::{TestApp, phq_9};
use reqwest::{Method, Response};

/// Long enough for the slowest machine: nothing is measured here.
const PATIENCE: Duration = Duration::from_secs(30);

/// Listens until the page must look again.
async fn next_change(events: &mut Response) {
    let heard = tokio::time::timeout(PATIENCE, async {
        let mut heard = String::new();
        while !heard.contains("data: changed\n\n") {
            heard.push_str(&String::from_utf8_lossy(&events.chunk().await.unwrap().expect("the stream goes on")));
        }
    });
    heard.await.expect("the page is told");
}

#[tokio::test]
async fn an_open_page_hears_of_a_new_score_when_it_is_there() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 4).await;
    app.analysed().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let group = format!("/groups/{}", practice.group);
    let mut events = anna.request(Method::GET, &format!("{group}/events")).send().await.unwrap();
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    let course = format!("/api/v1{group}/course");
    let answered = async || {
        let course = anna.get_json(&course).await.json();
        let members = course["members"].as_array().unwrap().clone();
        members.iter().filter(|member| member["scores"][4] == 9.0).count()
    };
    assert_eq!(answered().await, 0);

    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.submit("phq-9", &phq_9("111111111")).await;
    next_change(&mut events).await;
    assert_eq!(answered().await, 1, "what it fetches then has the score");
    let panel = anna.page(&format!("{group}/panel")).await;
    assert!(panel.contains("<svg") && panel.contains("Eik"));
}

#[tokio::test]
async fn a_page_hears_of_its_own_group_only() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let (anna, cato) = (app.login(practice.anna()).await, app.login(practice.cato()).await);
    let tonight = anna.open_session(practice.group).await;
    let of_cato = cato.open_session(practice.other_group).await;
    let foreign = format!("/groups/{}/events", practice.group);
    assert_eq!(cato.request(Method::GET, &foreign).send().await.unwrap().status(), 404, "she does not lead Anna's");
    let path = format!("/groups/{}/events", practice.other_group);
    let mut events = cato.request(Method::GET, &path).send().await.unwrap();
    // What is not heard is told by the tests of the stream itself; here, that what changes in Anna's group disturbs nothing.
    let present = [(format!("attendance-{}", practice.member("Eik")), "present")];
    let present: Vec<(&str, &str)> = present.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(anna.post(&format!("{}/attendance", tonight.path), &present).await.status, 303);
    cato.close_session(&of_cato).await;
    next_change(&mut events).await;
}

/// Each page hears of who came, and the wall of a line. What a page does not hear of stands in the table that the tests of the
/// stream check.
#[tokio::test]
async fn each_page_hears_of_what_it_shows() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let listen = async |page: &str| {
        let path = format!("/groups/{}/events?page={page}", practice.group);
        let events = anna.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(events.status(), 200);
        events
    };
    let (mut group, mut session, mut wall) = (listen("group").await, listen("session").await, listen("wall").await);
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    for events in [&mut group, &mut session, &mut wall] {
        next_change(events).await;
    }
    let request = app.anybody().request(Method::PUT, "/api/v1/tablet/line").bearer_auth(&eik.token);
    assert_eq!(request.json(&serde_json::json!({ "given": true })).send().await.unwrap().status(), 200);
    next_change(&mut wall).await;
    let anything = anna.request(Method::GET, &format!("/groups/{}/events?page=nothing", practice.group));
    assert_eq!(anything.send().await.unwrap().status(), 400);
}
