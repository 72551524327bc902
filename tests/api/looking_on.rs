//! Whoever learns or looks on in a group: its pages are open, its answers and what it measures are not theirs.

use peil_service::domain::Occasion;
use peil_tests::TestApp;
use reqwest::Method;

#[tokio::test]
async fn who_learns_or_looks_on_reads_no_answers_and_changes_no_measuring() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 2).await;
    practice.also_measures_on(&app, "peil-goals", Occasion::End).await;
    let left = "UPDATE memberships SET left_on = $2, end_reason = 'completed' WHERE membership_id = $1";
    let eik = practice.member("Eik");
    app.owner.execute(left, &[&eik, &practice.today(&app)]).await.unwrap();
    let group = format!("/groups/{}", practice.group);
    let (plan, moments) = (format!("{group}/plan"), format!("{group}/members/{eik}/moments"));
    let rows = [
        ("instrument-0", "peil-goals"),
        ("version-0", "1.0.0"),
        ("occasion-0", "end"),
        ("number-0", ""),
        ("action", "save"),
    ];
    let ends = format!("{group}/members/{}/end", practice.member("Berk"));
    let leaves = [("reason", "completed"), ("on", "2026-01-06"), ("sure", "yes")];
    let answers = ["QuestionnaireResponse", "Observation"];
    let bram = app.login(practice.bram()).await;
    let total = async |kind: &str| {
        let reply = bram.send(bram.request(Method::GET, &format!("/fhir/R4/{kind}?_count=200"))).await;
        let body = reply.json();
        assert_eq!(reply.status, 200, "{body}");
        let entries = body["entry"].as_array().cloned().unwrap_or_default();
        entries.iter().filter(|entry| entry["search"]["mode"] == "match").count()
    };
    let mut ids = Vec::new();
    for table in ["response_id::text FROM responses", "score_id::text FROM scores"] {
        ids.push(app.owner.query_one(&format!("SELECT {table} LIMIT 1"), &[]).await.unwrap().get::<_, String>(0));
    }
    for part in ["trainee", "observer"] {
        let change = "UPDATE group_therapists SET part = $2 WHERE account_id = $1";
        app.owner.execute(change, &[&practice.account("bram").uuid(), &part]).await.unwrap();
        assert_eq!(bram.get(&group).await.status, 200, "{part}: the group's page stays open");
        for (kind, id) in answers.iter().zip(&ids) {
            assert_eq!(total(kind).await, 0, "{part} {kind}");
            let one = bram.send(bram.request(Method::GET, &format!("/fhir/R4/{kind}/{id}"))).await;
            assert_eq!(one.status, 404, "{part} {kind}");
        }
        assert_eq!(bram.post(&plan, &rows).await.problem(), (403, "forbidden".to_owned()), "{part}");
        assert_eq!(bram.post(&moments, &[("kind", "end")]).await.problem(), (403, "forbidden".to_owned()), "{part}");
        assert_eq!(bram.post(&ends, &leaves).await.problem(), (403, "forbidden".to_owned()), "{part}");
    }
    assert_eq!(app.count("sessions WHERE moment IS NOT NULL").await, 0);
    assert_eq!(app.count("audit WHERE action = 'save-plan'").await, 0);

    let change = "UPDATE group_therapists SET part = 'co' WHERE account_id = $1";
    app.owner.execute(change, &[&practice.account("bram").uuid()]).await.unwrap();
    for kind in answers {
        assert!(total(kind).await > 0, "who leads together reads them: {kind}");
    }
    assert_eq!(bram.post(&moments, &[("kind", "end")]).await.status, 303);
    assert_eq!(bram.post(&plan, &rows).await.status, 303);
}

#[tokio::test]
async fn who_learns_or_looks_on_sees_only_what_works_and_opens_no_session() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    practice.also_measures_on(&app, "peil-start", Occasion::Start).await;
    let (anna, bram) = (app.login(practice.anna()).await, app.login(practice.bram()).await);
    let group = format!("/groups/{}", practice.group);
    let eik = practice.member("Eik");
    let change = "UPDATE group_therapists SET part = 'trainee' WHERE account_id = $1";
    app.owner.execute(change, &[&practice.account("bram").uuid()]).await.unwrap();
    let forbidden = (403, "forbidden".to_owned());

    let buttons = async |path: &str| {
        let page = bram.page(path).await;
        let (_, main) = page.split_once("<main").unwrap();
        main.matches("<button").count()
    };
    assert!(anna.page(&group).await.contains("Start sessie 1"));
    assert_eq!(buttons(&group).await, 0);
    assert_eq!(bram.post(&format!("{group}/sessions"), &[]).await.problem(), forbidden);
    assert_eq!(app.count("sessions").await, 0);
    let plan = bram.page(&format!("{group}/plan")).await;
    assert!(plan.contains("PHQ-9") && !plan.contains("name=\"action\""), "he sees what it measures: {plan}");
    assert_eq!(buttons(&format!("{group}/plan?template=goals")).await, 0);

    let tonight = anna.open_session(practice.group).await;
    assert!(bram.page(&tonight.path).await.contains(&tonight.code));
    assert_eq!(buttons(&tonight.path).await, 0);
    let attendance = format!("attendance-{eik}");
    for (path, fields) in [
        (format!("{}/attendance", tonight.path), vec![(attendance.as_str(), "present")]),
        (format!("{}/close", tonight.path), vec![]),
        (format!("{}/code", tonight.path), vec![]),
        (format!("{group}/members/{eik}/code"), vec![("back", group.as_str())]),
    ] {
        assert_eq!(bram.post(&path, &fields).await.problem(), forbidden, "{path}");
    }
    assert_eq!((app.count("attendance").await, app.count("sessions WHERE closed_at IS NULL").await), (0, 1));
    anna.close_session(&tonight).await;
}
