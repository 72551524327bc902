//! A case for intervision: the course of one client, and nothing by which the tables would know who it is.

use std::process::Command;

use peil_tests::{Practice, TestApp, peil_goals, phq_9};

/// The words of a PDF; none where the program that reads them is not installed.
fn words_of(file: &[u8]) -> Option<String> {
    let path = std::env::temp_dir().join(format!("{}.pdf", uuid::Uuid::now_v7()));
    std::fs::write(&path, file).unwrap();
    let read = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output();
    std::fs::remove_file(&path).unwrap();
    match read {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(_) => {
            println!("skipped: pdftotext is not installed");
            None
        }
    }
}

async fn house() -> (TestApp, Practice, String) {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    practice.also_measures(&app, "peil-goals").await;
    app.hold_sessions(&practice, 6).await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.submit("peil-goals", &peil_goals(&[("Weer gaan zwemmen", "2")])).await;
    eik.submit("phq-9", &phq_9("333333331")).await;
    app.analysed().await;
    let case = format!("/groups/{}/members/{}/case.pdf", practice.group, practice.member("Eik"));
    (app, practice, case)
}

/// Everything in the tables that says who, where or when.
async fn telling(app: &TestApp) -> Vec<String> {
    let mut all = Vec::new();
    for column in [
        "SELECT DISTINCT pseudonym FROM memberships",
        "SELECT DISTINCT name FROM groups",
        "SELECT DISTINCT name FROM teams",
        "SELECT DISTINCT name FROM organisations",
        "SELECT DISTINCT display_name FROM accounts",
        "SELECT DISTINCT split_part(display_name, ' ', 1) FROM accounts",
        "SELECT DISTINCT to_char(held_on, f) FROM sessions, (VALUES ('YYYY-MM-DD'), ('DD-MM-YYYY'), ('FMDD-FMMM'), ('YYYY')) v (f)",
        "SELECT DISTINCT to_char(joined_on, f) FROM memberships, (VALUES ('YYYY-MM-DD'), ('DD-MM-YYYY'), ('FMDD-FMMM'), ('YYYY')) v (f)",
        "SELECT DISTINCT written FROM answers WHERE written IS NOT NULL",
        "SELECT DISTINCT membership_id::text FROM memberships",
    ] {
        let rows = app.owner.query(column, &[]).await.unwrap();
        all.extend(rows.iter().map(|row| row.get::<_, String>(0)));
    }
    assert!(all.len() > 40, "{all:?}");
    all
}

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

#[tokio::test]
async fn nothing_on_the_sheet_says_who_it_is() {
    let (app, practice, case) = house().await;
    let anna = app.login(practice.anna()).await;
    let reply = anna.get(&case).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/pdf"));
    assert!(!reply.header("content-disposition").contains("Eik"));
    let one = |bytes: &[u8]| reply.bytes.windows(bytes.len()).any(|window| window == bytes);
    assert!(one(b"/Count 1") && one(b"/MediaBox[0 0 595.28 841.89]"), "one side of A4");
    for who in telling(&app).await {
        // A number alone may be a place in the file.
        let is_words = who.len() > 3 && who.contains(char::is_alphabetic);
        assert!(!is_words || !one(who.as_bytes()), "{who:?} stands in the file");
    }
    let seen = format!("audit WHERE action = 'download-case' AND subject_id = '{}'", practice.member("Eik"));
    assert_eq!(app.count(&seen).await, 1);
    let Some(words) = words_of(&reply.bytes) else { return };
    for said in [
        "Casus voor intervisie",
        "Deze cliënt",
        "groep van 6 tot 8 leden",
        "weken in de groep",
        "Signalen",
        "keer aanwezig",
        "Vragen voor de intervisie",
        "Weggelaten",
        "herkend worden",
    ] {
        assert!(words.contains(said), "{said:?} in {words}");
    }
    for who in telling(&app).await {
        let word = |found: usize| {
            let edge = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
            edge(words[..found].chars().next_back()) && edge(words[found + who.len()..].chars().next())
        };
        let stands = words.match_indices(&who).any(|(found, _)| word(found));
        assert!(!stands, "{who:?} stands on the sheet: {words}");
    }
    for month in MONTHS {
        assert!(
            !words.to_lowercase().split(|letter: char| !letter.is_alphabetic()).any(|word| word == month),
            "{month}"
        );
    }
}

#[tokio::test]
async fn the_case_is_for_who_leads_the_group() {
    let (app, practice, case) = house().await;
    let anna = app.login(practice.anna()).await;
    let member = case.trim_end_matches("/case.pdf").to_owned();
    assert!(anna.page(&member).await.contains("/case.pdf?measure="));
    app.owner.execute("UPDATE group_therapists SET part = 'observer' WHERE part = 'co'", &[]).await.unwrap();
    let bram = app.login(practice.bram()).await;
    assert!(!bram.page(&member).await.contains("/case.pdf"), "an onlooker is offered no case");
    assert_eq!(bram.get_json(&case).await.problem(), (403, "forbidden".to_owned()));
    let other = format!("/groups/{}/members/{}/case.pdf", practice.group, practice.other_member("Eik"));
    assert_eq!(anna.get_json(&other).await.problem(), (404, "not-found".to_owned()));
    let marieke = app.login(practice.marieke()).await;
    assert_eq!(marieke.get(&case).await.status, 200, "the team's lead leads its groups");
}
