//! The wall's pictures as numbers and as files: no more than the picture tells, and nothing that outlives a consent.

use peil_service::{clock::Clock, demo::begin_tonight};
use peil_tests::{Client, Person, Practice, Reply, TestApp, Tonight, peil_session};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

struct Evening {
    app: TestApp,
    practice: Practice,
    anna: Person,
    tonight: Tonight,
    room: String,
    /// Who did not come yet.
    last: Uuid,
}

impl Evening {
    /// Five of six came, answered, and said yes to their lines.
    async fn of_five() -> Self {
        let app = TestApp::spawn().await;
        let practice = app.organisation().await;
        app.hold_sessions(&practice, 2).await;
        let mut connection = app.store.connect().await.unwrap();
        let tenant = connection.begin(practice.id).await.unwrap();
        let who = (practice.group, practice.account("anna"));
        let session =
            begin_tonight(&tenant, &app.library, who, app.clock.now(), &mut rand::rng()).await.unwrap().uuid();
        tenant.commit().await.unwrap();
        let asked = "SELECT m.membership_id FROM memberships m WHERE m.group_id = $1
                     AND NOT EXISTS (SELECT FROM line_consents c WHERE c.membership_id = m.membership_id)";
        let last = app.owner.query_one(asked, &[&practice.group.uuid()]).await.unwrap().get(0);
        let anna = app.login(practice.anna()).await;
        let path = format!("/groups/{}/sessions/{session}", practice.group);
        let (code, room) = (anna.session_code(&path).await, format!("{path}/room"));
        Self { tonight: Tonight { session, code, path }, app, practice, anna, room, last }
    }

    async fn wall(&self, look: &str) -> String {
        self.anna.page(&format!("{}?look={look}", self.room)).await
    }

    async fn file(&self, ending: &str, look: &str) -> Reply {
        self.anna.get_json(&format!("{}/chart.{ending}?look={look}", self.room)).await
    }

    async fn say(&self, client: &Client, given: bool) {
        let anybody = self.app.anybody();
        let request = anybody.request(Method::PUT, "/api/v1/tablet/line").bearer_auth(&client.token);
        assert_eq!(anybody.send(request.json(&json!({ "given": given }))).await.status, 200);
    }
}

/// The table of a wall; none where there is none.
fn table(wall: &str) -> Option<String> {
    let (_, table) = wall.split_once("<table class=\"numbers\">")?;
    Some(table.split_once("</table>").unwrap().0.to_owned())
}

/// The cells of a table but for the names of its rows.
fn cells(table: &str) -> Vec<String> {
    table.split("<td>").skip(1).map(|cell| cell.split('<').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn numbers_and_files_tell_what_the_picture_tells_and_one_answer_more_changes_nothing() {
    let evening = Evening::of_five().await;
    for (look, rows, link) in [("tonight", 4, "look=tonight"), ("evenings", 3, "look=evenings")] {
        let wall = evening.wall(look).await;
        let numbers = table(&wall).unwrap();
        assert_eq!(numbers.matches("<th scope=\"row\">").count(), rows, "{numbers}");
        // The middle and the middle half in parts of the line; of sessions also of how many answers.
        let cells = cells(&numbers);
        for (at, cell) in cells.iter().enumerate().filter(|(at, _)| look == "tonight" || at % 3 < 2) {
            let parts: Vec<u8> = cell.split(" tot ").map(|part| part.parse().unwrap()).collect();
            assert!(parts.iter().all(|part| (1..=5).contains(part)), "cell {at}: {numbers}");
        }
        assert_eq!(cells.len(), if look == "tonight" { 8 } else { 9 });
        for (ending, start) in [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")] {
            assert!(wall.contains(&format!("/room/chart.{ending}?{link}\" download")), "{ending}: {wall}");
            let file = evening.file(ending, look).await;
            assert!(file.status == 200 && file.bytes.starts_with(start), "{look}.{ending}");
        }
    }
    let drawn = async |look: &str| {
        let file = evening.file("svg", look).await.text();
        assert!(file.contains("<title ") && file.contains("<desc "), "heard too: {file}");
        for (name, id) in evening.practice.members() {
            assert!(!file.contains(name) && !file.contains(&id.to_string()), "{name} in the file of {look}");
        }
        file
    };
    let (items, sessions) = (drawn("tonight").await, drawn("evenings").await);
    assert!(items.contains("Ik ") || items.contains("ik "), "the questions stand in the file: {items}");
    let questions = |file: &str| file.split_once("class=\"chart-question\"").unwrap().1.to_owned();
    let before = (table(&evening.wall("tonight").await), table(&evening.wall("evenings").await));
    let client = evening.app.enter_tablet(&evening.tonight, evening.last).await;
    client.submit("peil-session", &peil_session(["0.0", "0.0", "10.0", "0.0"])).await;
    assert_eq!((table(&evening.wall("tonight").await), table(&evening.wall("evenings").await)), before);
    assert_eq!(questions(&drawn("tonight").await), questions(&items));
    assert_eq!(drawn("evenings").await, sessions);
    let seen = "audit WHERE action = 'download-wall' AND subject_kind = 'session'";
    assert_eq!(evening.app.count(seen).await, 10);
}

#[tokio::test]
async fn what_has_no_picture_has_no_numbers_and_no_file() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    for (_, member) in practice.members().take(4) {
        app.enter_tablet(&tonight, member).await.submit("peil-session", &peil_session(["7", "8", "2", "6"])).await;
    }
    for look in ["tonight", "evenings", "lines"] {
        let wall = anna.page(&format!("{}/room?look={look}", tonight.path)).await;
        assert!(table(&wall).is_none() && !wall.contains("/room/chart."), "four: {wall}");
    }
    let nothing = (409, "nothing-to-show".to_owned());
    for look in ["tonight", "evenings"] {
        let path = format!("{}/room/chart.svg?look={look}", tonight.path);
        assert_eq!(anna.get_json(&path).await.problem(), nothing);
    }
    assert_eq!(app.count("audit WHERE action = 'download-wall'").await, 0, "what was refused was not done");
    app.owner.execute("UPDATE group_therapists SET part = 'observer' WHERE part = 'co'", &[]).await.unwrap();
    let bram = app.login(practice.bram()).await;
    let refused = bram.get_json(&format!("{}/room/chart.pdf", tonight.path)).await;
    assert_eq!(refused.problem(), (403, "forbidden".to_owned()));
}

#[tokio::test]
async fn lines_have_numbers_as_long_as_all_agree_and_never_a_file() {
    let evening = Evening::of_five().await;
    assert!(table(&evening.wall("lines").await).is_none(), "one did not say yes");
    let client = evening.app.enter_tablet(&evening.tonight, evening.last).await;
    client.submit("phq-9", &peil_tests::phq_9("111100000")).await;
    client.submit("peil-session", &peil_session(["7", "8", "2", "6"])).await;
    evening.say(&client, true).await;
    let wall = evening.wall("lines").await;
    let numbers = table(&wall).unwrap();
    assert_eq!(numbers.matches("<th scope=\"row\">Lijn ").count(), 6, "{numbers}");
    assert!(cells(&numbers).iter().all(|cell| !cell.contains(',')), "whole points: {numbers}");
    assert!(wall.contains("class=\"wall-numbers by-consent\""), "they go with the connection, as the lines do");
    assert!(!wall.contains("/room/chart."), "{wall}");
    for (name, id) in evening.practice.members() {
        assert!(!numbers.contains(name) && !numbers.contains(&id.to_string()), "{name} in {numbers}");
    }
    for ending in ["svg", "png", "pdf"] {
        assert_eq!(evening.file(ending, "lines").await.problem(), (404, "not-found".to_owned()));
    }
    evening.say(&client, false).await;
    assert!(table(&evening.wall("lines").await).is_none(), "with the first who takes it back");
}
