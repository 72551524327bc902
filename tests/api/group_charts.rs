//! The charts of a group: each has an address, its numbers, its files and its switches.

use peil_tests::{Did, Person, Practice, TestApp};
use uuid::Uuid;

fn address(practice: &Practice, part: &str, look: &str) -> String {
    format!("/groups/{}{part}?measure=phq-9.total{look}", practice.group)
}

/// The texts of the cells in the chart's table, row by row.
fn rows(page: &str) -> Vec<Vec<String>> {
    let table = page.split("<table class=\"numbers\">").nth(1).unwrap().split("</table>").next().unwrap();
    let words = |cell: &str| {
        let pieces = cell.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
        pieces.collect::<String>().trim().to_owned()
    };
    let cells = |row: &str| row.split("</t").filter(|cell| cell.contains("<t")).map(words).collect();
    table.split("<tbody>").nth(1).unwrap().split("</tr>").filter(|row| row.contains("<tr")).map(cells).collect()
}

/// Five evenings; at the last one everybody rates the session far lower than before.
async fn with_a_rupture(app: &TestApp) -> (Practice, Person) {
    let practice = app.organisation().await;
    for weeks in (1..=5).rev() {
        let did = |name: &str| {
            let far = i64::from(name.len().is_multiple_of(2));
            let total = if name == "Eik" { 24 - 3 * (5 - weeks) } else { 15 };
            Did::Came(Some(total), Some(if weeks == 1 { 1 + far } else { 7 + far }))
        };
        app.hold_evening(&practice, weeks, true, did).await;
    }
    let anna = app.login(practice.anna()).await;
    (practice, anna)
}

#[tokio::test]
async fn every_chart_is_one_link_away_with_its_table_and_its_files() {
    let app = TestApp::spawn().await;
    let (practice, anna) = with_a_rupture(&app).await;
    let page = anna.page(&address(&practice, "", "")).await;
    for (chart, picture, words) in [
        ("members", "id=\"course\"", "Elk lid heeft een eigen vak"),
        ("change", "id=\"change\"", "bij de start, naar rechts is beter"),
        ("climate", "id=\"climate\"", "gewoon voor deze groep"),
        ("grid", "id=\"grid\"", "Wie kwam, wie vulde in"),
    ] {
        let look = format!("&chart={chart}");
        assert!(page.contains(&format!("chart={chart}\"")), "the course links to {chart}");
        let shown = anna.page(&address(&practice, "", &look)).await;
        assert!(shown.contains(&format!("chart={chart}\" aria-current=\"true\"")), "{chart} is marked");
        assert!(shown.contains(picture) && shown.contains(words), "{chart}: {words:?} in {shown}");
        assert!(!rows(&shown).is_empty(), "{chart} has a table");
        let panel = anna.page(&address(&practice, "/panel", &look)).await;
        assert!(panel.contains(picture), "what is fetched anew shows {chart} too");
        for (ending, start) in [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")] {
            let file = anna.get(&address(&practice, &format!("/chart.{ending}"), &look)).await;
            assert!(file.status == 200 && file.bytes.starts_with(start), "{chart}.{ending}");
        }
    }
}

#[tokio::test]
async fn the_change_is_counted_as_improvement_and_named() {
    let app = TestApp::spawn().await;
    let (practice, anna) = with_a_rupture(&app).await;
    let page = anna.page(&address(&practice, "", "&chart=change")).await;
    let rows = rows(&page);
    let eik = rows.iter().find(|row| row[0] == "Eik").unwrap();
    assert_eq!(eik[1..], ["24", "12", "12", "betrouwbaar beter"]);
    assert!(
        rows.iter().filter(|row| row[0] != "Eik").all(|row| row[3] == "0" && row[4] == "geen betrouwbaar verschil")
    );
    assert!(page.contains("Eén van ") && page.contains("betrouwbaar beter"));
}

#[tokio::test]
async fn a_session_that_fell_out_far_lower_is_marked_in_the_climate() {
    let app = TestApp::spawn().await;
    let (practice, anna) = with_a_rupture(&app).await;
    let page = anna.page(&address(&practice, "", "&chart=climate")).await;
    assert!(page.contains("Sessie 5 viel lager uit dan gewoon voor deze groep"), "{page}");
    let rows = rows(&page);
    assert_eq!(rows.len(), 5);
    assert_eq!((rows[4][5].as_str(), rows[3][5].as_str()), ("breuk", "·geen score"));
    assert!(rows[0][3].starts_with('·') && rows[4][3].contains(" tot "), "what is usual is known after three sessions");
}

#[tokio::test]
async fn the_grid_says_in_words_what_each_session_brought() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 3).await;
    let anna = app.login(practice.anna()).await;
    let page = anna.page(&address(&practice, "", "&chart=grid")).await;
    let rows = rows(&page);
    let berk = rows.iter().find(|row| row[0] == "Berk").unwrap();
    assert_eq!(berk[1..3], ["ingevuld, geen oordeel", "ziek"]);
    assert_eq!(berk[3], "geen betrouwbaar verschil");
}

#[tokio::test]
async fn switches_are_links_that_keep_each_other_and_nonsense_is_the_default() {
    let app = TestApp::spawn().await;
    let (practice, anna) = with_a_rupture(&app).await;
    let look = "&time=week&value=improvement&lines=observed";
    let page = anna.page(&address(&practice, "", look)).await;
    assert!(page.contains("zoals bij de start") && page.contains("punten vooruitgang: omhoog is beter"));
    assert!(page.contains("Lijn: van score naar score") && !page.contains("Lijn: model per lid"));
    let plain = page.replace("&#38;", "&").replace("&amp;", "&");
    assert!(
        plain.contains("chart=members&time=week&value=improvement&lines=observed\""),
        "the panels keep the switches"
    );
    assert!(
        plain.contains("measure=phq-9.total&time=week&lines=observed\""),
        "back to scores, and nothing else changes"
    );
    let (table, raw) = (rows(&page), rows(&anna.page(&address(&practice, "", "")).await));
    assert!(raw.iter().any(|row| row[0] == "Eik" && row[1] == "24"), "{raw:?}");
    assert!(table.iter().any(|row| row[0] == "Eik" && row[1] == "0"), "counted from the own start: {table:?}");
    assert!(table.iter().any(|row| row[0] == "groep (wie invulde)"), "{table:?}");
    let nonsense = anna.page(&address(&practice, "", "&chart=%3Cscript%3E&time=year")).await;
    assert!(nonsense.contains("Lijn: model per lid") && !nonsense.contains("<script>"));
}

#[tokio::test]
async fn what_the_therapists_thought_stands_in_the_climate_once_the_reader_said_his_own() {
    let app = TestApp::spawn().await;
    let (practice, anna) = with_a_rupture(&app).await;
    let bram = app.login(practice.bram()).await;
    let tonight = anna.open_session(practice.group).await;
    let rate = async |person: &Person, mark: &str| {
        let key = Uuid::now_v7().to_string();
        let lines = ["mark-open", "mark-belong", "mark-useful"].map(|line| (line, mark));
        let said: Vec<(&str, &str)> = lines.into_iter().chain([("mark-strain", "2"), ("key", &key)]).collect();
        assert_eq!(person.post(&format!("{}/rating", tonight.path), &said).await.status, 303);
    };
    rate(&anna, "7").await;
    anna.close_session(&tonight).await;
    let climate = address(&practice, "", "&chart=climate");
    let (own, sealed) = (anna.page(&climate).await, bram.page(&climate).await);
    let column = "<th scope=\"col\">Anna de Tester</th>";
    assert!(own.contains(column), "{own}");
    assert_eq!(rows(&own)[5][5], "29", "three times seven, and eight for a strain of two");
    assert!(!sealed.contains(column), "not before his own: {sealed}");
    rate(&bram, "4").await;
    let both = bram.page(&climate).await;
    assert_eq!(rows(&both)[5][5..7], ["29", "20"]);
    let file = anna.get(&address(&practice, "/chart.svg", "&chart=climate")).await.text();
    assert!(!file.contains("Anna de Tester"), "a file may be shown to the group");
    let cato = "INSERT INTO group_therapists (organisation_id, group_id, account_id, part, from_date)
                VALUES ($1, $2, $3, 'trainee', '2020-01-01')";
    let ids = [practice.id.uuid(), practice.group.uuid(), practice.account("cato").uuid()];
    app.owner.execute(cato, &[&ids[0], &ids[1], &ids[2]]).await.unwrap();
    let learner = app.login(practice.cato()).await.page(&climate).await;
    assert!(learner.contains("id=\"climate\"") && !learner.contains(column), "who learns reads no ratings");
}
