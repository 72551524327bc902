//! `kill -9`, at the two moments that matter.

use std::collections::BTreeMap;

use peil_tests::{CLIENT_CODE, Client, Given, eventually, peil_session, phq_9};
use serde_json::Value;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{house::House, peil::Peil};

/// Signals of reliable deterioration that hold.
const DETERIORATED: &str = "signals WHERE rule = 'DET' AND instrument_id = 'phq-9' AND ceased_at IS NULL";

#[tokio::test]
async fn kill_9_between_accept_and_analysis_loses_nothing() {
    let house = House::found().await;
    assert_eq!(house.count(DETERIORATED).await, 0);
    let peil = Peil::serve(&house.database).await;
    let anna = peil.login(house.practice.anna()).await;
    let tonight = anna.open_session(house.practice.group).await;
    let berk = Client::enter(&peil.anybody(), &tonight.code, house.practice.member("Berk"), CLIENT_CODE).await;

    // The new session was a reason to analyse as well.
    nothing_to_do(&house).await;
    // The analysis needs this table, the acceptance does not.
    let holder = house.lock("fits").await;
    let response = berk.submit("phq-9", &phq_9("333333330")).await;
    house.somebody_waits_for("fits").await;
    peil.kill();
    drop(holder);
    house.left_alone().await;

    assert_eq!(house.count(&format!("responses WHERE response_id = '{response}'")).await, 1);
    assert_eq!(house.count(&format!("scores WHERE response_id = '{response}' AND value = 24")).await, 1);
    assert_eq!(house.count("outbox").await, 1, "the analysis is still to be done");
    assert_eq!(house.count(DETERIORATED).await, 0, "and was not done");

    let peil = Peil::serve(&house.database).await;
    let raised = format!("{DETERIORATED} AND membership_id = '{}'", house.practice.member("Berk"));
    eventually("the signal", async || (house.count(&raised).await == 1).then_some(())).await;
    nothing_to_do(&house).await;
    let groups = peil.login(house.practice.anna()).await.get_json("/api/v1/groups").await.json();
    assert_eq!(groups[0]["signals"], 1, "and the therapist sees it: {groups}");
}

async fn nothing_to_do(house: &House) {
    eventually("the outbox to be empty", async || (house.count("outbox").await == 0).then_some(())).await;
}

/// A form that is on its way, as a tablet would send it again and again.
#[derive(Clone)]
struct Letter {
    path: String,
    token: String,
    message: Value,
}

impl Letter {
    /// Sends it; none when nobody answered.
    async fn send(&self, url: &str) -> Option<(u16, Value)> {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client.post(format!("{url}{}", self.path)).bearer_auth(&self.token).json(&self.message);
        let reply = request.send().await.ok()?;
        Some((reply.status().as_u16(), reply.json().await.ok()?))
    }
}

#[tokio::test]
async fn kill_9_during_submission() {
    let house = House::found().await;
    let before = house.count("responses").await;
    let peil = Peil::serve(&house.database).await;
    let letters = write_letters(&house, &peil).await;
    assert_eq!(letters.len(), 24);

    let mut stored: BTreeMap<String, String> = BTreeMap::new();
    let mut serving = peil;
    for until in [2, 9] {
        let answered = send_all(&letters, &serving.url, Some(until)).await;
        // In the middle: some were answered, some are under way.
        serving.kill();
        house.left_alone().await;
        no_half_forms(&house).await;
        remember(&mut stored, answered);
        serving = Peil::serve(&house.database).await;
    }
    let answered = send_all(&letters, &serving.url, None).await;
    assert_eq!(answered.len(), letters.len(), "every form is answered in the end");
    remember(&mut stored, answered);
    assert_eq!(stored.len(), letters.len());

    no_half_forms(&house).await;
    assert_eq!(house.count("responses").await, before + 24, "every form once");
    let submitted = house.count("audit WHERE action = 'submit'").await;
    assert_eq!(submitted, before + 24, "and once in the audit");
    nothing_to_do(&house).await;
}

/// Both forms of everybody in both groups.
async fn write_letters(house: &House, peil: &Peil) -> Vec<Letter> {
    let practice = &house.practice;
    let mut letters = Vec::new();
    for (email, group) in [(practice.anna(), practice.group), (practice.cato(), practice.other_group)] {
        let tonight = peil.login(email).await.open_session(group).await;
        for (name, own) in practice.members() {
            let member = if group == practice.group { own } else { practice.other_member(name) };
            let client = Client::enter(&peil.anybody(), &tonight.code, member, CLIENT_CODE).await;
            letters.push(letter(&client, "phq-9", &phq_9("121212100")));
            letters.push(letter(&client, "peil-session", &peil_session(["7.5", "6", "2.5", "8"])));
        }
    }
    letters
}

fn letter(client: &Client, instrument: &str, answers: &Given) -> Letter {
    let path = format!("/api/v1/tablet/assignments/{}/response", client.assignment(instrument));
    Letter { path, token: client.token.clone(), message: client.message(instrument, answers) }
}

/// Sends all at once, and gives the replies: all of them, or those that had come when `until` had been answered.
async fn send_all(letters: &[Letter], url: &str, until: Option<usize>) -> Vec<(String, u16, Value)> {
    let mut under_way = JoinSet::new();
    for letter in letters.iter().cloned() {
        let url = url.to_owned();
        under_way.spawn(async move { (letter.path.clone(), letter.send(&url).await) });
    }
    let mut answered = Vec::new();
    while let Some(reply) = under_way.join_next().await {
        let (path, reply) = reply.unwrap();
        answered.extend(reply.map(|(status, body)| (path, status, body)));
        if until.is_some_and(|until| answered.len() >= until) {
            break;
        }
    }
    answered
}

/// A form that was stored keeps its response, however often it is sent.
fn remember(stored: &mut BTreeMap<String, String>, answered: Vec<(String, u16, Value)>) {
    for (path, status, body) in answered {
        assert!(matches!(status, 200 | 201), "{status} {body}");
        let response: Uuid = body["response_id"].as_str().unwrap().parse().unwrap();
        let first = stored.entry(path).or_insert_with(|| response.to_string());
        assert_eq!(*first, response.to_string(), "the same message gets the same answer");
    }
}

/// A response comes with its answers, its scores, its job and its audit, or not at all.
async fn no_half_forms(house: &House) {
    let without_scores = "responses r WHERE NOT EXISTS (SELECT FROM scores s WHERE s.response_id = r.response_id)";
    assert_eq!(house.count(without_scores).await, 0, "responses without scores");
    let without_answers =
        "responses r WHERE NOT EXISTS (SELECT FROM answers a WHERE a.assignment_id = r.assignment_id)";
    assert_eq!(house.count(without_answers).await, 0, "responses without answers");
    let scored_twice =
        "(SELECT FROM scores WHERE response_id IS NOT NULL GROUP BY response_id, scale HAVING count(*) > 1) t";
    assert_eq!(house.count(scored_twice).await, 0, "responses that were scored twice");
    let partly = "responses r JOIN assignments a USING (organisation_id, assignment_id)
        WHERE (SELECT count(*) FROM answers x WHERE x.assignment_id = r.assignment_id)
            <> CASE a.instrument_id WHEN 'phq-9' THEN 9 ELSE 4 END";
    assert_eq!(house.count(partly).await, 0, "responses with some of their answers");
    let without_audit = "responses r WHERE NOT EXISTS (SELECT FROM audit a WHERE a.subject_id = r.response_id)";
    assert_eq!(house.count(without_audit).await, 0, "responses that the audit does not know");
}
