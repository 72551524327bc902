//! A researcher chooses a measurement, reads the estimates, and takes the file along: it opens, and holds what the page says.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use peil_tests::TestApp;
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::log_in_to,
};

fn open(bytes: Vec<u8>) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let (mut file, mut text) = (archive.by_index(at).unwrap(), String::new());
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[tokio::test]
async fn a_researcher_downloads_what_the_page_tells() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 6).await;
    app.hold_sessions_of(&practice, practice.other_group, 6).await;
    app.analysed().await;
    let screen = driver.open("researcher", &app.url).await;
    log_in_to(&screen, practice.iris(), "/research").await;
    screen.reads("gepseudonimiseerd").await;
    for scale in ["phq-9.total", "peil-session.total"] {
        screen.click(&format!("#instrument option[value='{scale}']")).await;
        screen.press("Toon").await;
        screen.reads("Schattingen voor").await;
        let chosen = "return document.querySelector('form[action=\"/research/export\"] [name=instrument]').value";
        peil_tests::eventually("the page of the scale", async || {
            (screen.run(chosen).await == json!(scale)).then_some(())
        })
        .await;
        let told =
            "return [...document.querySelectorAll('#download-heading ~ .facts dd')].map((one) => one.textContent)";
        let told: Vec<String> = serde_json::from_value(screen.run(told).await).unwrap();
        let (name, bytes) = screen.download("form[action='/research/export'] button").await;
        assert_eq!(name, format!("peil-{}-pseudonymised.zip", scale.replace('.', "-")));
        let files = open(bytes);
        let mut sessions = csv::Reader::from_reader(files["sessions.csv"].as_bytes());
        let columns: Vec<String> = sessions.headers().unwrap().iter().map(str::to_owned).collect();
        for column in ["group", "client", "weeks", "score"] {
            assert!(columns.iter().any(|one| one == column), "{column} in {columns:?}");
        }
        for column in &columns {
            assert!(files["codebook.csv"].contains(column), "the codebook explains {column}");
        }
        let rows: Vec<BTreeMap<String, String>> = sessions.deserialize().map(Result::unwrap).collect();
        let scores = rows.iter().filter(|row| !row["score"].is_empty()).count();
        assert_eq!(told[0], scores.to_string(), "as many scores as the page says");
        let mut clients: Vec<&str> = rows.iter().map(|row| row["client"].as_str()).collect();
        clients.sort_unstable();
        clients.dedup();
        assert_eq!(told[1], clients.len().to_string(), "as many clients");
        for word in ["Berk", "Eik", "Dinsdaggroep", "Tester"] {
            assert!(files.values().all(|text| !text.contains(word)), "{word} in a file of {scale}");
        }
    }
    assert_eq!(app.count("audit WHERE action = 'export-research'").await, 2);
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
