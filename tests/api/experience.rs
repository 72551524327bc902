//! Who leads a group out of own experience: holds its sessions, and finds nothing of what was measured on any page.

use peil_service::{
    access::{Audience, ROUTES},
    domain::{Role, TherapistPart},
};
use peil_tests::{Practice, TestApp};

/// Els leads Anna's group with her.
async fn els_leads(app: &TestApp, practice: &Practice) {
    let add = "INSERT INTO group_therapists (organisation_id, group_id, account_id, part, from_date)
               VALUES ($1, $2, $3, $4, date '2025-01-01')";
    let lead = TherapistPart::Lead.word();
    let els = practice.account("els").uuid();
    app.owner.execute(add, &[&practice.id.uuid(), &practice.group.uuid(), &els, &lead]).await.unwrap();
}

#[tokio::test]
async fn a_session_is_held_without_one_number_of_what_is_measured() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 3).await;
    // A score and an alert that nobody could take for anything else.
    let odd = "ALTER TABLE scores DISABLE TRIGGER USER; UPDATE scores SET value = 26.375";
    app.owner.batch_execute(odd).await.unwrap();
    els_leads(&app, &practice).await;
    let els = app.login(practice.els()).await;
    let mut seen = vec![els.page("/leading").await];
    assert!(seen[0].contains("Dinsdaggroep") && seen[0].contains("Berk") && !seen[0].contains("Groep van Cato"));

    let tonight = els.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.answer("phq-9", "phq9", "3").await;
    assert!(app.count("signals WHERE level = 'safety'").await > 0, "an alert was raised");
    let session = format!("/groups/{}/sessions/{}", practice.group, tonight.session);
    let berk = format!("attendance-{}", practice.member("Berk"));
    assert_eq!(els.post(&format!("{session}/attendance"), &[(&berk, "absent_ill")]).await.status, 303);
    seen.push(els.page(&session).await);
    assert!(seen[1].contains("href=\"/leading\"") && seen[1].contains("U krijgt geen uitslagen"));
    let closed = els.post(&format!("{session}/close"), &[]).await;
    assert_eq!((closed.status, closed.header("location")), (303, session.as_str()), "not to what comes after");

    // Whatever may be read, with the group's and the session's names put in.
    for route in ROUTES.iter().filter(|route| route.method == "GET") {
        let Audience::Roles(roles) = route.audience else { continue };
        if !roles.contains(&Role::ExperienceExpert) || route.path.ends_with("/events") {
            continue;
        }
        let path = route.path.replace("{group_id}", &practice.group.to_string());
        let path = path.replace("{session_id}", &tonight.session.to_string());
        let path = path.replace("{questionnaire_id}", "phq-9-1.0.0");
        assert!(!path.contains('{'), "{path}");
        let reply = els.get(&path).await;
        assert_eq!(reply.status, 200, "{path}");
        // Power and the words of questionnaires are of nobody; their numbers may be any.
        if !path.starts_with("/research/power") && !path.starts_with("/fhir/R4/Questionnaire") {
            seen.push(String::from_utf8_lossy(&reply.bytes).into_owned());
        }
    }
    assert!(seen.len() > 4, "every page was read");
    let anna = app.login(practice.anna()).await;
    let words = [
        " 26,4",
        ">26,4",
        "26,375",
        "26.375",
        "/alerts",
        "/signals",
        "chart",
        "/members/",
        "/before",
        "/after",
        "/room",
    ];
    for page in &seen {
        for word in words {
            assert!(!page.contains(word), "{word} in {page}");
        }
    }
    assert!(anna.page(&format!("/groups/{}", practice.group)).await.contains("26,4"), "it is there to be seen");
}

#[tokio::test]
async fn alerts_of_a_group_that_nobody_treats_go_to_who_is_on_duty() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    els_leads(&app, &practice).await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    let gone = "DELETE FROM group_therapists WHERE group_id = $1 AND account_id <> $2";
    let els = practice.account("els").uuid();
    app.owner.execute(gone, &[&practice.group.uuid(), &els]).await.unwrap();
    eik.answer("phq-9", "phq9", "1").await;
    assert_eq!(app.count("signals WHERE level = 'safety' AND escalated_why = 'no_reader'").await, 1);
    let dora = app.login(practice.dora()).await;
    assert!(dora.page("/alerts").await.contains("Eik"), "who is on duty reads it");
}
