//! The walk of one answer, as the README tells it.

use std::io::{Cursor, Read};

use peil_tests::{TestApp, phq_9};
use serde_json::json;

#[tokio::test]
async fn the_walk_of_one_answer() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 5).await;
    app.hold_sessions_of(&practice, practice.other_group, 5).await;
    app.analysed().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let fitted = async || -> i32 {
        let fits = "SELECT scores FROM fits WHERE instrument_id = 'phq-9'";
        app.owner.query_one(fits, &[]).await.unwrap().get(0)
    };
    let before = fitted().await;

    // The tablet: both codes, an answer at a time, kept on the way.
    let wilg = app.enter_tablet(&tonight, practice.member("Wilg")).await;
    let answers = phq_9("333333231");
    wilg.fill_in("phq-9", &answers).await;
    // The service accepts: answers, scores, audit and what must follow, in one transaction.
    let response = wilg.submit("phq-9", &answers).await;

    // Scored by the version's own rules, and stored beside the answers.
    let score = "SELECT value::float8, outcome, scale FROM scores WHERE response_id = $1";
    let score = app.owner.query_one(score, &[&response]).await.unwrap();
    assert_eq!((score.get::<_, f64>(0), score.get::<_, &str>(1), score.get::<_, &str>(2)), (24.0, "complete", "total"));
    // Analysed: the outbox empties into a model that knows the answer.
    app.analysed().await;
    assert_eq!(fitted().await, before + 1);
    // Signals: a safety item, as soon as it was saved; the rules of the course, from the analysis.
    let rules = "SELECT rule FROM signals WHERE membership_id = $1 AND session_id = $2";
    let rules = app.owner.query(rules, &[&practice.member("Wilg"), &tonight.session]).await.unwrap();
    let rules: Vec<&str> = rules.iter().map(|row| row.get(0)).collect();
    assert!(rules.contains(&"RISK"), "{rules:?}");

    // The group's page, its course as numbers, and its chart.
    let group = format!("/groups/{}", practice.group);
    let page = anna.page(&group).await;
    assert!(page.contains("<svg") && page.contains("Wilg") && page.contains("RISK"), "the page shows the course");
    let course = anna.get_json(&format!("/api/v1{group}/course")).await.json();
    assert_eq!(course["sessions"], json!([1, 2, 3, 4, 5, 6]));
    let member = course["members"].as_array().unwrap().iter().find(|member| member["pseudonym"] == "Wilg").unwrap();
    assert_eq!(member["scores"][5], json!(24.0));
    assert!(member["line"][5].is_number(), "the model's line reaches tonight");
    let svg = anna.get(&format!("{group}/chart.svg")).await;
    assert_eq!((svg.status, svg.header("content-type")), (200, "image/svg+xml"));
    assert!(svg.text().contains("<title") && svg.text().contains("Wilg"), "the chart has a text alternative");
    let png = anna.get(&format!("{group}/chart.png")).await;
    assert_eq!((png.status, png.bytes.get(..4)), (200, Some(&b"\x89PNG"[..])));
    let pdf = anna.get(&format!("{group}/chart.pdf")).await;
    assert_eq!((pdf.status, pdf.bytes.get(..5)), (200, Some(&b"%PDF-"[..])));

    // The researcher's export.
    let iris = app.login(practice.iris()).await;
    let archive = iris.post("/research/export", &[("instrument", "phq-9.total")]).await;
    assert_eq!(archive.status, 200, "{}", archive.text());
    let mut archive = zip::ZipArchive::new(Cursor::new(archive.bytes)).unwrap();
    let mut sessions = String::new();
    archive.by_name("sessions.csv").unwrap().read_to_string(&mut sessions).unwrap();
    assert!(sessions.lines().any(|line| line.split(',').any(|cell| cell == "24")), "{sessions}");
    assert!(!sessions.contains("Wilg"));
}
