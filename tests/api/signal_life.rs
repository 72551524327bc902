//! What people do about a signal: the group's page, the page of one, the steps, and who may.

use peil_tests::{Did, Person, Practice, TestApp};
use uuid::Uuid;

/// Berk reliably worse at the second session, G-OUT where a rating is given.
async fn worse(app: &TestApp, practice: &Practice, sessions: i64) {
    for week in 0..sessions {
        let total = if week == 0 { 12 } else { 20 + week };
        let did = |name: &str| Did::Came(Some(if name == "Berk" { total } else { 12 }), None);
        app.hold_evening(practice, 5 - week, true, did).await;
    }
    app.analysed().await;
}

async fn signal(app: &TestApp) -> Uuid {
    app.owner.query_one("SELECT signal_id FROM signals WHERE rule = 'DET'", &[]).await.unwrap().get(0)
}

async fn step(person: &Person, path: &str, step: &str, note: &str) -> u16 {
    person.post(&format!("{path}/steps"), &[("step", step), ("note", note)]).await.status
}

async fn steps(app: &TestApp) -> Vec<(i16, String, Option<String>)> {
    let query = "SELECT round, step, note FROM signal_steps ORDER BY round, step, step_id";
    let rows = app.owner.query(query, &[]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
}

#[tokio::test]
async fn a_signal_is_seen_discussed_acted_on_closed_and_opens_anew_when_it_asks_for_more() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    worse(&app, &practice, 2).await;
    let (anna, bram) = (app.login(practice.anna()).await, app.login(practice.bram()).await);
    let group = format!("/groups/{}", practice.group);
    let path = format!("{group}/signals/{}", signal(&app).await);
    let page = anna.page(&group).await;
    assert!(page.contains("Berk gaat achteruit") && page.contains("9 punten slechter"), "{page}");
    assert!(page.contains("regel DET, versie 2") && page.contains("klopte dit signaal bij"), "{page}");
    assert!(page.contains(&path) && page.contains("nog niet gezien"));

    let one = anna.page(&path).await;
    assert!(one.contains("Berk gaat achteruit") && one.contains("Regel DET, versie 2"), "{one}");
    anna.page(&path).await;
    bram.page(&path).await;
    let seen = (1, "seen".to_owned(), None);
    assert_eq!(steps(&app).await, [seen.clone(), seen.clone()], "seen once by each");
    assert_eq!(step(&anna, &path, "acted", " ").await, 409, "what was done is written down");
    assert_eq!(step(&anna, &path, "discussed", "").await, 303);
    assert_eq!(step(&bram, &path, "acted", "gebeld").await, 303);
    let one = anna.page(&path).await;
    assert!(one.contains("gebeld") && one.contains("Bram de Tester"), "{one}");
    assert_eq!(step(&anna, &path, "closed", "").await, 303);
    assert_eq!(step(&bram, &path, "acted", "te laat").await, 409);
    assert!(!anna.page(&group).await.contains("Berk gaat achteruit"), "who closed it need not see it again");
    let audit = "audit WHERE action IN ('view-signal', 'discuss-signal', 'act-on-signal', 'close-signal')";
    assert_eq!(app.count(audit).await, 7);

    // Confirmed: it asks for more.
    let did = |name: &str| Did::Came(Some(if name == "Berk" { 22 } else { 12 }), None);
    app.hold_evening(&practice, 2, true, did).await;
    app.analysed().await;
    let page = anna.page(&group).await;
    assert!(page.contains("Berk gaat achteruit") && page.contains("2 metingen na elkaar"), "{page}");
    let one = anna.page(&path).await;
    assert!(one.contains("meer aandacht dan eerst") && one.contains("class=\"older\""), "{one}");
    assert_eq!(steps(&app).await.last().unwrap(), &(2, "seen".to_owned(), None));
}

#[tokio::test]
async fn signals_are_opened_by_those_who_lead_the_group_only() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let other = app.another_organisation("zuid").await;
    worse(&app, &practice, 2).await;
    let apart =
        "INSERT INTO signals (organisation_id, signal_id, group_id, membership_id, session_id, rule, rule_version,
                     instrument_id, scale, inputs, raised_at, urgency, value, crossed_limit, module_version)
                 SELECT organisation_id, gen_random_uuid(), group_id, membership_id, session_id, 'G-OUT', '1',
                     instrument_id, scale, '{\"kind\": \"group_outsider\", \"score\": 12.0, \"others\": 30.0,
                     \"deviation\": 4.0, \"below\": 4.5, \"limit\": 1.5, \"times\": 2}', now(), 'watch', 4.5, 1.5, '1.0'
                 FROM signals WHERE rule = 'DET'";
    app.owner.execute(apart, &[]).await.unwrap();
    let group = format!("/groups/{}", practice.group);
    let path = format!("{group}/signals/{}", signal(&app).await);
    let learns = "INSERT INTO group_therapists SELECT organisation_id, group_id, $1, 'trainee', from_date
                  FROM group_therapists WHERE group_id = $2 LIMIT 1";
    app.owner.execute(learns, &[&practice.account("dora").uuid(), &practice.group.uuid()]).await.unwrap();
    let (anna, dora) = (app.login(practice.anna()).await, app.login(practice.dora()).await);
    let led = anna.page(&group).await;
    assert!(led.contains("Berk gaat achteruit") && led.contains("beoordeelt de sessie lager dan de anderen"), "{led}");
    let learnt = dora.page(&group).await;
    assert!(
        learnt.contains("Berk gaat achteruit") && !learnt.contains("beoordeelt de sessie lager dan de anderen"),
        "{learnt}"
    );
    assert!(!learnt.contains("/signals/0"), "no way to the steps");
    let cato = app.login(practice.cato()).await;
    let stranger = app.login(other.anna()).await;
    for person in [&dora, &cato, &stranger] {
        assert_eq!(person.get(&path).await.status, 404);
        assert_eq!(step(person, &path, "closed", "").await, 404);
    }
    let elsewhere = format!("/groups/{}/signals/{}", practice.other_group, signal(&app).await);
    assert_eq!(cato.get(&elsewhere).await.status, 404, "a signal belongs to its group");
    assert_eq!(app.count("signal_steps").await, 0);
    assert_eq!(app.login(practice.marieke()).await.get(&path).await.status, 200, "the team's lead may");
}

#[tokio::test]
async fn where_the_module_is_off_nothing_is_shown_and_its_purpose_is_public() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    worse(&app, &practice, 2).await;
    let anna = app.login(practice.anna()).await;
    let path = format!("/groups/{}/signals/{}", practice.group, signal(&app).await);
    app.owner.batch_execute("UPDATE organisations SET signals_enabled = false").await.unwrap();
    let page = anna.page(&format!("/groups/{}", practice.group)).await;
    assert!(!page.contains("Berk gaat achteruit") && page.contains("Signalen staan uit"), "{page}");
    assert_eq!(anna.get(&path).await.status, 404);
    assert_eq!(step(&anna, &path, "closed", "").await, 404);
    assert_eq!(app.count("signal_steps").await, 0, "no step is taken about what nobody is told of");
    assert_eq!(app.count("signals WHERE rule = 'DET'").await, 1, "what was stored stays");
    let anybody = app.anybody();
    assert!(anybody.page("/about").await.contains("/signals/purpose"));
    let purpose = anybody.page("/signals/purpose").await;
    for rule in
        ["DET", "OFF", "OFF-P", "STAG", "STAG-P", "REL", "REC", "MISS", "DROP", "G-STALL", "G-RUPT", "G-SPLIT", "G-OUT"]
    {
        assert!(purpose.contains(&format!("Regel {rule}, versie ")), "{rule}: {purpose}");
    }
    assert!(purpose.contains("CE-markering") && purpose.contains(peil_service::signals::VERSION), "{purpose}");
    for said in [
        "Regel RISK: de grens hoort bij de vragenlijst",
        "Peil belooft betere informatie, geen betere uitkomst.",
        "Cliënten krijgen geen signalen te zien.",
        "Niet voor wie in een crisis is",
        "rust op de mildere stand van deze regel",
    ] {
        assert!(purpose.contains(said), "{said:?} in {purpose}");
    }
}
