//! The page of one member: the course on one scale, for those who treat the group.

use peil_tests::{Did, Practice, TestApp};

fn path(practice: &Practice, name: &str) -> String {
    format!("/groups/{}/members/{}", practice.group, practice.member(name))
}

/// The texts of the cells in a table's row, row by row.
fn rows(page: &str) -> Vec<Vec<String>> {
    let table = page.split("<table class=\"numbers visits\">").nth(1).unwrap().split("</table>").next().unwrap();
    let words = |cell: &str| {
        let pieces = cell.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
        pieces.collect::<String>().trim().to_owned()
    };
    let cells = |row: &str| row.split("</t").filter(|cell| cell.contains("<t")).map(words).collect();
    table.split("<tbody>").nth(1).unwrap().split("</tr>").filter(|row| row.contains("<tr")).map(cells).collect()
}

#[tokio::test]
async fn a_member_has_a_course_with_its_gap_and_its_verdict() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 5).await;
    let anna = app.login(practice.anna()).await;
    let page = anna.page(&path(&practice, "Berk")).await;
    let scores =
        "SELECT s.number::int, x.value::float8 FROM scores x JOIN sessions s USING (organisation_id, session_id)
                  WHERE x.membership_id = $1 AND x.instrument_id = 'phq-9' ORDER BY s.number";
    let stored = app.owner.query(scores, &[&practice.member("Berk")]).await.unwrap();
    let stored: Vec<(i32, f64)> = stored.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(stored.len(), 4, "Berk missed the second session");
    let rows = rows(&page);
    assert_eq!(rows.len(), 5);
    for (number, score) in &stored {
        let row = rows.iter().find(|row| row[0] == number.to_string()).unwrap();
        assert_eq!((row[1].as_str(), row[2].as_str()), (score.to_string().as_str(), "ingevuld"));
    }
    assert_eq!(rows[1][1..3], ["·geen score", "ziek"]);
    // The line is cut at the gap: one path before it would have a single point, so one path is left.
    let svg = page.split("id=\"member-course\"").nth(1).unwrap().split("</svg>").next().unwrap();
    let observed = svg.split("chart-observed").nth(1).unwrap().split("chart-dots").next().unwrap();
    assert_eq!(observed.matches("<path").count(), 1);
    let first = stored[0].1;
    for words in [
        format!("start {first}"),
        "klinische grens 10".to_owned(),
        "trajecten (6 van 100)".to_owned(),
        "1 keer niet.".to_owned(),
        "lid sinds".to_owned(),
        "geen betrouwbaar verschil".to_owned(),
    ] {
        let there = page.contains(&words);
        assert!(there, "{words:?} in {page}");
    }
    // From where a change is reliable: six points of the PHQ-9, broken over two lines.
    assert!(svg.contains(&format!("beter {}", first - 6.0)) && svg.contains(&format!("slechter {}", first + 6.0)));

    let by_week = anna.page(&format!("{}?time=week", path(&practice, "Berk"))).await;
    assert!(page.contains("time=week\">per week</a>") && !page.contains(">week</text>"));
    assert!(
        by_week.contains(">week</text>") && by_week.contains("chart.svg?measure=phq-9.total&#38;time=week"),
        "{by_week}"
    );

    anna.post("/language", &[("language", "en"), ("back", "/groups")]).await;
    let english = anna.page(&path(&practice, "Berk")).await;
    assert!(english.contains("clinical cut-off 10") && english.contains("too few courses so far (6 of 100)"));
    let session = anna.page(&format!("{}?measure=peil-session.total", path(&practice, "Berk"))).await;
    assert!(!session.contains("of 100"), "no course is expected of a rating of the session");
}

#[tokio::test]
async fn looking_at_a_member_is_written_down_and_others_see_nobody() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 2).await;
    let eik = path(&practice, "Eik");
    let anna = app.login(practice.anna()).await;
    let group = anna.page(&format!("/groups/{}", practice.group)).await;
    assert!(group.contains(&format!("{eik}?measure=phq-9.total")), "the group's page leads here");
    anna.page(&eik).await;
    let member = practice.member("Eik");
    let seen = |action: &str| format!("audit WHERE action = '{action}' AND subject_id = '{member}'");
    assert_eq!(app.count(&seen("view-member")).await, 1);
    let png = anna.get(&format!("{eik}/chart.png")).await;
    assert_eq!((png.status, &png.bytes[..4]), (200, b"\x89PNG".as_slice()));
    assert!(anna.get(&format!("{eik}/chart.svg")).await.text().contains("<svg"));
    let pdf = anna.get(&format!("{eik}/chart.pdf")).await;
    assert_eq!(
        (pdf.status, pdf.header("content-type"), &pdf.bytes[..5]),
        (200, "application/pdf", b"%PDF-".as_slice())
    );
    assert_eq!(app.count(&seen("download-member-chart")).await, 3);

    // A member of another group is not a member of this one, whoever asks.
    let elsewhere = format!("/groups/{}/members/{}", practice.group, practice.other_member("Eik"));
    assert_eq!(anna.get_json(&elsewhere).await.problem(), (404, "not-found".to_owned()));
    let cato = app.login(practice.cato()).await;
    assert_eq!(cato.get_json(&eik).await.problem(), (404, "not-found".to_owned()));
    assert_eq!(app.count(&seen("view-member")).await, 1);
}

#[tokio::test]
async fn without_signals_no_course_is_expected_and_without_scores_the_page_says_so() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let page = anna.page(&path(&practice, "Eik")).await;
    assert!(page.contains("Nog geen beeld") && !page.contains("<table"));
    app.hold_sessions(&practice, 1).await;
    app.owner.execute("UPDATE organisations SET signals_enabled = false", &[]).await.unwrap();
    let page = anna.page(&path(&practice, "Eik")).await;
    assert!(page.contains("Signalen staan uit") && !page.contains("van 100"));
    assert!(page.contains("minder dan twee metingen"));
}

#[tokio::test]
async fn the_change_over_two_questionnaires_stands_behind_the_verdict_of_one() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    for session in 1..=3_i64 {
        let total = [17, 12, 9][usize::try_from(session - 1).unwrap()];
        app.hold_evening(&practice, 4 - session, true, |_| Did::Came(Some(total), None)).await;
    }
    let anna = app.login(practice.anna()).await;
    let page = anna.page(&path(&practice, "Berk")).await;
    assert!(!page.contains("NHS Talking Therapies"), "only one of both was asked: {page}");

    app.anxious_too(&practice, "Berk").await;
    let page = anna.page(&path(&practice, "Berk")).await;
    let (_, methods) = page.split_once("id=\"methods\"").unwrap_or_else(|| panic!("{page}"));
    let methods = methods.split_once("</details>").unwrap().0;
    for words in [
        "Jacobson en Truax (1991): PHQ-9",
        "17 → 9",
        "9 → 7",
        "hersteld",
        "geen betrouwbaar verschil",
        "17 + 9 → 9 + 7",
        "betrouwbaar hersteld",
        "wie 10 of meer heeft op de PHQ-9, of 8 of meer op de GAD-7",
    ] {
        assert!(methods.contains(words), "{words:?} in {methods}");
    }
    // Who filled in one of both has no pair, and other scales are not of it.
    assert!(!anna.page(&path(&practice, "Wilg")).await.contains("NHS Talking Therapies"));
    let session = anna.page(&format!("{}?measure=peil-session.total", path(&practice, "Berk"))).await;
    assert!(!session.contains("NHS Talking Therapies"));
    let anxiety = anna.page(&format!("{}?measure=gad-7.total", path(&practice, "Berk"))).await;
    assert!(anxiety.contains("17 + 9 → 9 + 7"), "{anxiety}");
}
