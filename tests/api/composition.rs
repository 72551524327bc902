//! The composition of a group: numbers that were done by hand, and who may see them.

use jiff::ToSpan;
use peil_service::domain::Attendance;
use peil_tests::{Did, Practice, TestApp, unescape};

fn path(practice: &Practice) -> String {
    format!("/groups/{}/composition", practice.group)
}

/// Wilg begins in two weeks; of the others four have a score, one of these only one.
async fn measured() -> (TestApp, Practice) {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let later = practice.today(&app) + 14.days();
    let waits = format!("UPDATE memberships SET joined_on = date '{later}' WHERE membership_id = $1");
    app.owner.execute(&waits, &[&practice.member("Wilg")]).await.unwrap();
    let evening = |scores: [(&'static str, i64); 4]| {
        move |name: &str| match scores.iter().find(|(of, _)| *of == name) {
            Some((_, score)) if *score > 0 => Did::Came(Some(*score), None),
            _ => Did::Away(Attendance::AbsentIll),
        }
    };
    app.hold_evening(&practice, 3, true, evening([("Berk", 20), ("Beuk", 16), ("Eik", 18), ("Iep", 14)])).await;
    app.hold_evening(&practice, 1, true, evening([("Berk", 10), ("Beuk", 14), ("Eik", 18), ("Iep", 0)])).await;
    (app, practice)
}

/// Gives Wilg a score of the time of waiting.
async fn waiting_score(app: &TestApp, practice: &Practice, score: i32) {
    let insert = format!(
        "INSERT INTO scores (organisation_id, score_id, client_id, membership_id, session_id, response_id, instrument_id,
                             instrument_version, scale, scoring_hash, measured_on, outcome, value, computed_at, waiting)
         SELECT x.organisation_id, gen_random_uuid(), m.client_id, m.membership_id, x.session_id, x.response_id,
                x.instrument_id, x.instrument_version, x.scale, 'waits', x.measured_on, 'complete', {score},
                x.computed_at, true
         FROM scores x, memberships m
         WHERE x.membership_id = $1 AND x.instrument_id = 'phq-9' AND x.scale = 'total' AND m.membership_id = $2
         ORDER BY x.measured_on DESC LIMIT 1"
    );
    let one = app.owner.execute(&insert, &[&practice.member("Berk"), &practice.member("Wilg")]).await.unwrap();
    assert_eq!(one, 1);
}

#[tokio::test]
async fn mean_spread_and_what_a_newcomer_changes_are_those_of_the_hand() {
    let (app, practice) = measured().await;
    let anna = app.login(practice.anna()).await;
    let page = unescape(&anna.page(&path(&practice)).await);
    // Start 20 16 18 14: mean 17, squares 9 1 1 9, so √(20/3). Now 10 14 18 14: mean 14, √(32/3).
    for words in [
        "De groep heeft nu 5 leden; met een score: 4.",
        "Bij de start: gemiddeld 17 (SD 2,6), van 14 tot 20.",
        "Nu: gemiddeld 14 (SD 3,3), van 10 tot 18.",
        "Geen regel zegt welke samenstelling beter is.",
        "klinische grens 10",
        "minstens 6 punten verschil",
    ] {
        assert!(page.contains(words), "{words:?} in {page}");
    }
    let with = format!("{}?with={}", path(&practice), practice.member("Wilg"));
    let unmeasured = unescape(&anna.page(&with).await);
    assert!(unmeasured.contains("Wilg heeft nog geen score") && !unmeasured.contains("Het gemiddelde gaat van"));

    // With 20: mean 76 / 5, squares 27,04 1,44 7,84 1,44 23,04, so √(60,8/4). (14 − 20) / 3,266 = −1,84.
    waiting_score(&app, &practice, 20).await;
    let page = unescape(&anna.page(&with).await);
    for words in [
        "Wilg scoort 20.",
        "Leden met een betere score: 4; met een slechtere: 0; met dezelfde: 0.",
        "Dat is 1,8 SD slechter dan het gemiddelde van de leden nu.",
        "Het gemiddelde gaat van 14 naar 15,2, de SD van 3,3 naar 3,9.",
        "Nu: gemiddeld 14 (SD 3,3)",
        "chart-newcomer",
    ] {
        assert!(page.contains(words), "{words:?} in {page}");
    }
    anna.post("/language", &[("language", "en"), ("back", "/groups")]).await;
    let english = unescape(&anna.page(&with).await);
    assert!(english.contains("That is 1.8 SD worse than the mean of the members now."), "{english}");
}

#[tokio::test]
async fn below_three_scores_nothing_is_computed() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let nobody = unescape(&anna.page(&path(&practice)).await);
    assert!(nobody.contains("Geen lid heeft een score") && !nobody.contains("<table"), "{nobody}");
    let none = anna.get_json(&format!("{}/chart.svg", path(&practice))).await;
    assert_eq!(none.status, 409, "there is nothing to draw");
    app.hold_evening(&practice, 1, true, |name| match name {
        "Berk" | "Eik" => Did::Came(Some(12), None),
        _ => Did::Away(Attendance::AbsentIll),
    })
    .await;
    let two = unescape(&anna.page(&path(&practice)).await);
    assert!(two.contains("Minder dan drie leden hebben een score.") && two.contains("chart-dots"), "{two}");
    assert!(!two.contains("gemiddeld 12") && !two.contains("chart-line-accent"), "{two}");
}

#[tokio::test]
async fn it_is_written_down_taken_along_and_closed_to_others() {
    let (app, practice) = measured().await;
    let anna = app.login(practice.anna()).await;
    let own = path(&practice);
    let group = anna.page(&format!("/groups/{}", practice.group)).await;
    assert!(group.contains(&own), "the group's page leads here");
    anna.page(&own).await;
    assert_eq!(app.count("audit WHERE action = 'view-composition'").await, 1);
    let starts: [(&str, &[u8]); 3] = [("svg", b"<"), ("png", b"\x89PNG"), ("pdf", b"%PDF-")];
    for (ending, begin) in starts {
        let file = anna.get(&format!("{own}/chart.{ending}?measure=phq-9.total")).await;
        assert_eq!((file.status, &file.bytes[..begin.len()]), (200, begin), "{ending}");
    }
    assert_eq!(app.count("audit WHERE action = 'download-composition'").await, 3);

    // Only who waits for this group: no present member, nobody of another.
    for other in [practice.member("Eik"), practice.other_member("Eik")] {
        let reply = anna.get_json(&format!("{own}?with={other}")).await;
        assert_eq!(reply.problem(), (404, "not-found".to_owned()));
    }
    let cato = app.login(practice.cato()).await;
    assert_eq!(cato.get_json(&own).await.problem(), (404, "not-found".to_owned()));
    assert_eq!(app.login(practice.iris()).await.get(&own).await.status, 403);
    assert_eq!(app.count("audit WHERE action = 'view-composition'").await, 1);
}
