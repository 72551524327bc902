//! What a researcher downloads: enough for the same estimates, and nobody in it.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};

use peil_service::domain::ConsentPurpose;
use peil_tests::{Person, Practice, TestApp};

type Archive = BTreeMap<String, String>;

async fn download(iris: &Person) -> Archive {
    let reply = iris.post("/research/export", &[("instrument", "phq-9.total")]).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/zip"), "{}", reply.text());
    assert!(reply.header("content-disposition").contains("pseudonymised"), "labelled");
    assert_eq!(reply.header("cache-control"), "no-store");
    let mut archive = zip::ZipArchive::new(Cursor::new(reply.bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn column(archive: &Archive, name: &str) -> BTreeSet<String> {
    rows(&archive["sessions.csv"]).iter().map(|row| row[name].clone()).collect()
}

async fn practice_with_past(app: &TestApp) -> Practice {
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 6).await;
    app.hold_sessions_of(&practice, practice.other_group, 6).await;
    app.analysed().await;
    practice
}

#[tokio::test]
async fn nobody_can_be_read_from_an_export() {
    let app = TestApp::spawn().await;
    let practice = practice_with_past(&app).await;
    let archive = download(&app.login(practice.iris()).await).await;
    assert!(archive.contains_key("sessions.csv") && archive.contains_key("codebook.csv"), "{:?}", archive.keys());
    let ids = "SELECT client_id::text FROM clients UNION SELECT membership_id::text FROM memberships
               UNION SELECT group_id::text FROM groups UNION SELECT organisation_id::text FROM organisations
               UNION SELECT session_id::text FROM sessions";
    let ids: Vec<String> = app.owner.query(ids, &[]).await.unwrap().iter().map(|row| row.get(0)).collect();
    let words = ["Berk", "Beuk", "Linde", "Wilg", "Dinsdaggroep", "Cato", "Tester", "@noord", "Praktijk", "Noord"];
    for (name, text) in &archive {
        for word in words.iter().copied().chain(ids.iter().map(String::as_str)) {
            assert!(!text.contains(word), "{name} has {word}");
        }
    }
    for name in ["sessions.csv", "estimates.csv"] {
        let text = &archive[name];
        let date = text.as_bytes().windows(5).find(|five| five[..4].iter().all(u8::is_ascii_digit) && five[4] == b'-');
        assert_eq!(date.map(String::from_utf8_lossy), None, "{name} has a date");
    }
    let header: Vec<&str> = archive["sessions.csv"].lines().next().unwrap().split(',').collect();
    for row in rows(&archive["codebook.csv"]).iter().filter(|row| row.values().any(|cell| cell == "sessions.csv")) {
        assert!(row.values().any(|cell| header.contains(&cell.as_str())), "{row:?}");
    }
    for name in header {
        assert!(archive["codebook.csv"].contains(name), "the codebook explains {name}");
    }
    let sessions = rows(&archive["sessions.csv"]);
    assert_eq!(sessions.iter().filter(|row| !row["score"].is_empty()).count(), 2 * (6 * 6 - 1));
    assert_eq!((column(&archive, "client").len(), column(&archive, "group").len()), (12, 2));
    let weeks: BTreeSet<String> = sessions.iter().map(|row| row["weeks"].clone()).collect();
    assert!(weeks.iter().all(|week| (0.0..30.0).contains(&week.parse::<f64>().unwrap())), "{weeks:?}");
}

#[tokio::test]
async fn two_exports_have_no_pseudonym_in_common() {
    let app = TestApp::spawn().await;
    let practice = practice_with_past(&app).await;
    let iris = app.login(practice.iris()).await;
    let (one, other) = (download(&iris).await, download(&iris).await);
    for name in ["client", "group"] {
        assert!(column(&one, name).is_disjoint(&column(&other, name)), "{name}");
        assert_eq!(column(&one, name).len(), column(&other, name).len());
    }
    assert_eq!(app.count("audit WHERE action = 'export-research'").await, 2);
}

#[tokio::test]
async fn the_estimates_are_those_of_the_page() {
    let app = TestApp::spawn().await;
    let practice = practice_with_past(&app).await;
    let iris = app.login(practice.iris()).await;
    let page = peil_tests::unescape(&iris.page("/research?instrument=phq-9.total").await);
    let archive = download(&iris).await;
    let estimates = rows(&archive["estimates.csv"]);
    let dutch = |number: &str| format!("{:.4}", number.parse::<f64>().unwrap().abs()).replace('.', ",");
    let mut compared = 0;
    for row in &estimates {
        match row["part"].as_str() {
            // Groups are numbered on the page and have pseudonyms here.
            "fixed" | "standard_deviation" | "reml_criterion" => {
                let shown = dutch(&row["estimate"]);
                assert!(page.contains(&shown), "{row:?}: {shown} is on the page");
                compared += 1;
            }
            "formula" => assert!(page.contains(&row["term"]), "{row:?}"),
            _ => {}
        }
    }
    assert!(compared >= 4, "{estimates:?}");
}

#[tokio::test]
async fn who_did_not_agree_is_left_out() {
    let app = TestApp::spawn().await;
    let practice = practice_with_past(&app).await;
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let member = tenant.membership(practice.member("Eik").into()).await.unwrap().unwrap();
    let now = peil_service::clock::Clock::now(&app.clock);
    tenant.withdraw_consent(member.client, ConsentPurpose::ResearchExport, now).await.unwrap();
    tenant.commit().await.unwrap();
    let archive = download(&app.login(practice.iris()).await).await;
    assert_eq!(column(&archive, "client").len(), 11);
}

#[tokio::test]
async fn an_export_of_nothing_and_of_an_unknown_scale_are_refused() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let iris = app.login(practice.iris()).await;
    for scale in ["phq-9.total", "phq-9.none", "none", ""] {
        let reply = iris.post("/research/export", &[("instrument", scale)]).await;
        assert_eq!(reply.problem(), (404, "not-found".to_owned()), "{scale}");
    }
}
