//! `/fhir/R4`: what other systems find there, who finds it, and what an independent validator says of it.

use std::collections::BTreeSet;

use peil_questionnaires::fhir::{self, Import, Questionnaire};
use peil_tests::{Person, Practice, Reply, TestApp, assert_valid_fhir, phq_9};
use reqwest::Method;
use serde_json::{Value, json};

const R4: &str = "/fhir/R4";

async fn ask(person: &Person, path: &str) -> Reply {
    person.send(person.request(Method::GET, &format!("{R4}/{path}"))).await
}

async fn found(person: &Person, path: &str) -> Value {
    let reply = ask(person, path).await;
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, "application/fhir+json"),
        "{path}: {}",
        reply.text()
    );
    reply.json()
}

/// The resources on a page that were searched for.
fn matches(bundle: &Value) -> Vec<Value> {
    assert_eq!((&bundle["resourceType"], &bundle["type"]), (&json!("Bundle"), &json!("searchset")));
    let entries = bundle["entry"].as_array().cloned().unwrap_or_default();
    let entries = entries.iter().filter(|entry| entry["search"]["mode"] == "match");
    entries.map(|entry| entry["resource"].clone()).collect()
}

/// The address of a link, below the service.
fn link(bundle: &Value, relation: &str) -> Option<String> {
    let links = bundle["link"].as_array().unwrap();
    let link = links.iter().find(|link| link["relation"] == relation)?;
    let (_, path) = link["url"].as_str().unwrap().split_once("/fhir/R4/").unwrap();
    Some(path.to_owned())
}

/// Status and the issue of a refusal.
fn refusal(reply: &Reply) -> (u16, String, String) {
    assert_eq!(reply.header("content-type"), "application/fhir+json", "{}", reply.text());
    let body = reply.json();
    assert_eq!(body["resourceType"], "OperationOutcome");
    let word = |name: &str| body["issue"][0][name].as_str().unwrap().to_owned();
    (reply.status, word("code"), word("diagnostics"))
}

async fn held(sessions: i64) -> (TestApp, Practice) {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, sessions).await;
    (app, practice)
}

#[tokio::test]
async fn everybody_may_ask_what_can_be_asked() {
    let app = TestApp::spawn().await;
    let statement = found(&app.anybody(), "metadata").await;
    assert_eq!(
        (&statement["resourceType"], &statement["fhirVersion"]),
        (&json!("CapabilityStatement"), &json!("4.0.1"))
    );
    let resources = statement["rest"][0]["resource"].as_array().unwrap();
    let wim = app.login(app.organisation().await.wim()).await;
    for resource in resources {
        let kind = resource["type"].as_str().unwrap();
        let parameters = resource["searchParam"].as_array().unwrap();
        assert!(parameters.len() > 3, "{kind}");
        if kind == "Questionnaire" {
            for parameter in parameters {
                let name = parameter["name"].as_str().unwrap();
                let reply = ask(&wim, &format!("{kind}?{name}=active")).await;
                assert_eq!(reply.status, 200, "{kind} {name}: {}", reply.text());
            }
        }
    }
    assert_eq!(resources.len(), 3);
    assert_valid_fhir(&[statement]);
}

#[tokio::test]
async fn every_account_reads_every_questionnaire_and_takes_it_home() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let wim = app.login(practice.wim()).await;
    let bundle = found(&wim, "Questionnaire?_count=200").await;
    let all = matches(&bundle);
    assert_eq!((all.len(), &bundle["total"]), (app.library.iter().count(), &json!(all.len())));
    assert_valid_fhir(&[bundle]);
    for resource in &all {
        let id = resource["id"].as_str().unwrap();
        assert_eq!(found(&wim, &format!("Questionnaire/{id}")).await, *resource);
        let home = fhir::import_questionnaire(&resource.to_string(), &fhir::Beside::default()).unwrap();
        assert!(matches!(home, Import::Own(_)), "{id}");
    }
    let url = all[0]["url"].as_str().unwrap();
    assert_eq!(matches(&found(&wim, &format!("Questionnaire?url={url}&version=1.0.0")).await), all[..1]);
    assert_eq!(matches(&found(&wim, "Questionnaire?_id=phq-9-1.0.0").await)[0]["version"], "1.0.0");
    assert_eq!(matches(&found(&wim, "Questionnaire?url=urn:nobody").await), Vec::<Value>::new());
    assert_eq!(refusal(&ask(&wim, "Questionnaire/phq-9").await).0, 404);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let (app, practice) = held(3).await;
    let anna = app.login(practice.anna()).await;
    for (kind, whole) in [("Questionnaire", 29), ("QuestionnaireResponse", 34), ("Observation", 51)] {
        let all = matches(&found(&anna, &format!("{kind}?_count=200")).await);
        assert_eq!(all.len(), whole, "{kind}");
        let (mut next, mut walked) = (Some(format!("{kind}?_count=4")), Vec::new());
        while let Some(path) = next {
            let bundle = found(&anna, &path).await;
            assert_eq!(link(&bundle, "self").as_deref(), Some(path.as_str()));
            walked.extend(matches(&bundle));
            next = link(&bundle, "next");
        }
        assert_eq!(walked, all, "{kind}");
    }
}

#[tokio::test]
async fn answers_and_scores_are_those_of_the_group() {
    let (app, practice) = held(2).await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.submit("phq-9", &phq_9("11111111-")).await;
    app.enter_tablet(&tonight, practice.member("Wilg")).await.answer("phq-9", "phq1", "3").await;

    let responses = found(&anna, "QuestionnaireResponse?_count=200").await;
    let observations = found(&anna, "Observation?_count=200").await;
    let all = matches(&responses);
    assert_eq!(all.len(), 22 + 1, "what is still being filled in is not there");
    for (resource, kind) in all
        .iter()
        .map(|one| (one, "QuestionnaireResponse"))
        .chain(matches(&observations).iter().map(|one| (one, "Observation")).collect::<Vec<_>>())
    {
        let id = resource["id"].as_str().unwrap();
        assert_eq!(found(&anna, &format!("{kind}/{id}")).await, *resource);
    }
    let newest = all.last().unwrap();
    assert_eq!((&newest["status"], &newest["language"]), (&json!("completed"), &json!("nl")));
    let subject = newest["subject"]["reference"].as_str().unwrap();
    let client = app
        .owner
        .query_one("SELECT client_id::text FROM memberships WHERE membership_id = $1", &[&practice.member("Eik")])
        .await
        .unwrap();
    assert_eq!(subject, format!("Patient/{}", client.get::<_, String>(0)));
    // It is what the client said, also by our own reading.
    let phq9 = app.library.latest("phq-9").unwrap();
    let read = fhir::import_response(&newest.to_string(), &Questionnaire::own(phq9)).unwrap();
    assert_eq!((read.answers().len(), read.answers().get("phq1")), (8, Some(1.into())));

    let response = newest["id"].as_str().unwrap();
    let derived = matches(&found(&anna, &format!("Observation?derived-from=QuestionnaireResponse/{response}")).await);
    assert_eq!(derived.len(), 1);
    assert_eq!(derived[0]["valueQuantity"]["value"], 9);
    assert_eq!(derived[0]["derivedFrom"][0]["reference"], format!("QuestionnaireResponse/{response}"));
    assert_eq!(derived[0]["code"]["coding"][0]["code"], "44261-6");
    assert!(derived[0]["note"][0]["text"].as_str().unwrap().starts_with("Geschat"));

    // No name, no pseudonym, nothing that only the pages know.
    let text = responses.to_string() + &observations.to_string();
    for hidden in ["Eik", "Wilg", "Dinsdaggroep", "Anna", "Praktijk", &practice.member("Eik").to_string()] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    assert_valid_fhir(&[responses, observations]);
}

#[tokio::test]
async fn searches_restrict_and_each_restriction_counts() {
    let (app, practice) = held(3).await;
    let anna = app.login(practice.anna()).await;
    let all = matches(&found(&anna, "QuestionnaireResponse?_count=200").await);
    let subject = all[0]["subject"]["reference"].as_str().unwrap().to_owned();
    let questionnaire = all[0]["questionnaire"].as_str().unwrap().to_owned();
    let day = all.last().unwrap()["authored"].as_str().unwrap()[..10].to_owned();
    let many = async |query: String| matches(&found(&anna, &format!("{query}&_count=200")).await).len();
    let of_subject = all.iter().filter(|one| one["subject"]["reference"] == subject.as_str()).count();
    assert_eq!(many(format!("QuestionnaireResponse?subject={subject}")).await, of_subject);
    let bare = subject.trim_start_matches("Patient/");
    assert_eq!(many(format!("QuestionnaireResponse?patient={bare}")).await, of_subject);
    let of_form = all.iter().filter(|one| one["questionnaire"] == questionnaire.as_str()).count();
    assert_eq!(
        many(format!("QuestionnaireResponse?questionnaire={}", questionnaire.replace('|', "%7C"))).await,
        of_form
    );
    assert_eq!(many("QuestionnaireResponse?questionnaire=urn:nobody".to_owned()).await, 0);
    let (before, since) =
        (format!("QuestionnaireResponse?authored=lt{day}"), format!("QuestionnaireResponse?authored=ge{day}"));
    let (before, since) = (many(before).await, many(since).await);
    assert!(before > 0 && since > 0 && before + since == all.len(), "{before} {since}");
    for nobody in ["subject=Patient/x", "_id=7", "_after=x", &format!("subject={subject}&patient={}", practice.id)] {
        assert_eq!(many(format!("QuestionnaireResponse?{nobody}")).await, 0, "{nobody}");
    }
    let scores = many("Observation?_count=200".to_owned()).await;
    let totals = many("Observation?code=http://loinc.org%7C44261-6".to_owned()).await;
    assert!(totals > 0 && totals < scores);
    assert_eq!(many("Observation?code=phq-9.total".to_owned()).await, totals);
    assert_eq!(many("Observation?code=http://snomed.info/sct%7C44261-6".to_owned()).await, 0);
    assert_eq!(
        many(format!("Observation?date={day}&subject={subject}")).await,
        many(format!("Observation?date=ge{day}&patient={bare}")).await
    );

    for (query, named) in [
        ("QuestionnaireResponse?author=x", "author"),
        ("Observation?code:in=x", "code:in"),
        ("Questionnaire?_include=x", "_include"),
        ("Observation?date=yesterday", "date"),
        ("Questionnaire?_count=0", "_count"),
        ("Questionnaire?_format=xml", "_format"),
        ("Questionnaire?status=new", "status"),
        ("QuestionnaireResponse?subject=a&subject=b", "subject"),
    ] {
        let (status, code, said) = refusal(&ask(&anna, query).await);
        assert_eq!((status, code.as_str()), (400, "invalid"), "{query}");
        assert!(said.contains(named), "{query}: {said}");
    }
    let lenient = anna.request(Method::GET, "/fhir/R4/Observation?_include=x&code=phq-9.total&_count=200");
    let lenient = anna.send(lenient.header("prefer", "handling=lenient")).await.json();
    assert_eq!(matches(&lenient).len(), totals);
    let told = lenient["entry"].as_array().unwrap().last().unwrap();
    assert_eq!(told["search"]["mode"], "outcome");
    assert!(told["resource"]["issue"][0]["diagnostics"].as_str().unwrap().contains("_include"));
    assert!(!link(&lenient, "self").unwrap().contains("_include"));
    let refused = ask(&anna, "Observation?code:in=x").await.json();
    assert_valid_fhir(&[lenient, refused]);
}

#[tokio::test]
async fn a_score_is_found_by_the_day_that_it_says() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    // The tablet had no connection for three days.
    app.clock.pass(jiff::SignedDuration::from_hours(72));
    eik.submit("phq-9", &peil_tests::phq_9("111100000")).await;
    let anna = app.login(practice.anna()).await;
    let scores = matches(&found(&anna, "Observation?code=phq-9.total").await);
    let said = scores[0]["effectiveDateTime"].as_str().unwrap()[..10].to_owned();
    let session: String = app.owner.query_one("SELECT held_on::text FROM sessions", &[]).await.unwrap().get(0);
    assert_ne!(said, session);
    for (query, number) in [
        (format!("date={said}"), 1),
        (format!("date=ge{said}"), 1),
        (format!("date={session}"), 0),
        (format!("date=lt{said}"), 0),
    ] {
        let query = format!("Observation?code=phq-9.total&{query}");
        assert_eq!(matches(&found(&anna, &query).await).len(), number, "{query}");
    }
}

#[tokio::test]
async fn nobody_reads_answers_beyond_the_own_groups() {
    let app = TestApp::spawn().await;
    let (north, south) = (app.organisation().await, app.another_organisation("zuid").await);
    app.hold_sessions(&north, 2).await;
    app.hold_sessions_of(&north, north.other_group, 1).await;
    app.hold_sessions(&south, 1).await;
    let ids = async |person: &Person, kind: &str| {
        let all = matches(&found(person, &format!("{kind}?_count=200")).await);
        all.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    let (anna, cato, marieke) =
        (app.login(north.anna()).await, app.login(north.cato()).await, app.login(north.marieke()).await);
    let stranger = app.login(south.anna()).await;
    for kind in ["QuestionnaireResponse", "Observation"] {
        let (own, of_cato, theirs) = (ids(&anna, kind).await, ids(&cato, kind).await, ids(&stranger, kind).await);
        assert!(!own.is_empty() && !of_cato.is_empty() && !theirs.is_empty(), "{kind}");
        assert!(own.is_disjoint(&of_cato) && own.is_disjoint(&theirs), "{kind}");
        assert_eq!(ids(&marieke, kind).await, own, "the team's groups");
        for hidden in of_cato.union(&theirs) {
            assert_eq!(matches(&found(&anna, &format!("{kind}?_id={hidden}")).await), Vec::<Value>::new());
            let before = app.count("audit WHERE outcome = 'denied'").await;
            assert_eq!(refusal(&ask(&anna, &format!("{kind}/{hidden}")).await).0, 404);
            assert_eq!(app.count("audit WHERE outcome = 'denied'").await, before + 1, "the look is written down");
        }
        for who in [north.iris(), north.wim()] {
            let person = app.login(who).await;
            assert_eq!(refusal(&ask(&person, kind).await).0, 403);
            assert_eq!(refusal(&ask(&person, &format!("{kind}/{}", own.first().unwrap())).await).0, 403);
        }
        assert_eq!(refusal(&ask(&app.anybody(), kind).await).0, 401);
        let write = anna.send(anna.request(Method::POST, &format!("{R4}/{kind}")).json(&json!({}))).await;
        assert!([403, 405].contains(&refusal(&write).0));
    }
    // Who left the group no longer sees it.
    let left = "UPDATE group_therapists SET until_date = from_date WHERE account_id = $1";
    app.owner.execute(left, &[&north.account("anna").uuid()]).await.unwrap();
    assert!(ids(&anna, "Observation").await.is_empty());
}

#[tokio::test]
async fn whose_answers_were_read_is_written_down() {
    let (app, practice) = held(1).await;
    let anna = app.login(practice.anna()).await;
    let count = async |action: &str| {
        let rows = format!("audit WHERE action = '{action}' AND subject_kind = 'membership' AND outcome = 'allowed'");
        app.count(&rows).await
    };
    let bundle = found(&anna, "QuestionnaireResponse").await;
    let members: BTreeSet<_> = matches(&bundle).iter().map(|one| one["subject"]["reference"].to_string()).collect();
    assert_eq!(usize::try_from(count("read-responses").await).unwrap(), members.len());
    found(&anna, &format!("QuestionnaireResponse/{}", matches(&bundle)[0]["id"].as_str().unwrap())).await;
    assert_eq!(usize::try_from(count("read-responses").await).unwrap(), members.len() + 1);
    found(&anna, "Observation?code=phq-9.total").await;
    assert_eq!(usize::try_from(count("read-scores").await).unwrap(), members.len());
}
