//! The page on which a therapist sets up what a group measures.

use peil_tests::{CLIENT_CODE, Client, TestApp, unescape};

/// Rows as the page sends them: instrument, occasion, number.
type Row<'a> = (&'a str, &'a str, &'a str);

fn form(rows: &[Row<'_>], more: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for (at, (instrument, occasion, number)) in rows.iter().enumerate() {
        for (name, value) in
            [("instrument", *instrument), ("version", "1.0.0"), ("occasion", *occasion), ("number", *number)]
        {
            fields.push((format!("{name}-{at}"), value.to_owned()));
        }
    }
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

const SAVE: &[(&str, &str)] = &[("action", "save")];

#[tokio::test]
async fn a_plan_that_is_saved_is_what_the_next_session_asks() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let path = format!("/groups/{}/plan", practice.group);
    assert!(anna.page(&format!("/groups/{}", practice.group)).await.contains(&format!("href=\"{path}\"")));
    let looked = anna.page(&format!("{path}?template=goals")).await;
    assert!(looked.contains("Mijn doelen in de groep"), "{looked}");
    assert_eq!(app.count("group_plans WHERE instrument_id = 'peil-goals'").await, 0, "looking stores nothing");

    let rows = [("peil-check-in", "before_session", "1"), ("peil-goals", "after_session", "4"), ("phq-9", "end", "")];
    let reply = anna.post(&path, &borrowed(&form(&rows, SAVE))).await;
    assert_eq!(
        (reply.status, reply.header("location")),
        (303, format!("{path}?saved=yes").as_str()),
        "{}",
        reply.text()
    );
    assert!(anna.page(&format!("{path}?saved=yes")).await.contains("Het meetplan is bewaard"));
    assert_eq!(app.count("audit WHERE action = 'save-plan' AND outcome = 'allowed'").await, 1);
    let tonight = anna.open_session(practice.group).await;
    let eik = Client::enter(&app.anybody(), &tonight.code, practice.member("Eik"), CLIENT_CODE).await;
    let forms: Vec<&str> =
        eik.entry["forms"].as_array().unwrap().iter().map(|form| form["instrument_id"].as_str().unwrap()).collect();
    assert_eq!(forms, ["peil-check-in", "peil-goals"]);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_by_name_with_its_remedy() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let path = format!("/groups/{}/plan", practice.group);
    let cases = [
        (("bdi-ii", "start", ""), "De tekst van deze lijst is er niet"),
        (("peil-session-therapist", "after_session", "1"), "niet voor deelnemers"),
        (("k10-cbs", "after_session", "1"), "nog niet vergeleken"),
        (("phq-99", "after_session", "1"), "niet bekend"),
        (("peil-goals", "after_session", "0"), "1 tot 52"),
        (("peil-goals", "follow_up", "105"), "1 tot 104"),
        (("peil-session", "after_session", "4"), "staat twee keer"),
    ];
    for (row, words) in cases {
        let fields = form(&[("peil-session", "after_session", "1"), row], SAVE);
        let reply = anna.post(&path, &borrowed(&fields)).await;
        assert_eq!(reply.status, 200, "{row:?}: {}", reply.text());
        let text = unescape(&reply.text());
        assert!(text.contains(words), "{row:?}: {words}");
        assert!(text.contains(&format!("value=\"{}\"", row.0)), "the rows are still there");
    }
    assert_eq!(
        app.count("group_plans WHERE group_id IN (SELECT group_id FROM groups WHERE name = 'Dinsdaggroep')").await,
        2
    );
    assert_eq!(app.count("audit WHERE action = 'save-plan'").await, 0);
}

#[tokio::test]
async fn a_safety_question_is_planned_only_where_somebody_reads_its_alerts() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let path = format!("/groups/{}/plan", practice.group);
    let with = form(&[("peil-session", "after_session", "1"), ("phq-9", "start", "")], SAVE);
    let without = form(&[("peil-session", "after_session", "1")], SAVE);
    assert_eq!(anna.post(&path, &borrowed(&without)).await.status, 303);
    app.owner.execute("UPDATE organisations SET alert_minutes = NULL", &[]).await.unwrap();
    let refused = anna.post(&path, &borrowed(&with)).await;
    assert_eq!(refused.status, 200);
    assert!(refused.text().contains("veiligheidsvraag"), "{}", refused.text());
    app.owner.execute("UPDATE organisations SET alert_minutes = 60", &[]).await.unwrap();
    assert_eq!(anna.post(&path, &borrowed(&with)).await.status, 303);
}

#[tokio::test]
async fn each_button_shows_the_rows_again_and_stores_nothing() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let anna = app.login(practice.anna()).await;
    let path = format!("/groups/{}/plan", practice.group);
    let rows = [("peil-session", "after_session", "1"), ("peil-goals", "after_session", "4")];
    for (pressed, there, away) in [
        (vec![("action", "remove-0")], "name=\"instrument-0\" value=\"peil-goals\"", "value=\"peil-session\"><input"),
        (vec![("action", "up-1")], "name=\"instrument-0\" value=\"peil-goals\"", "no such words"),
        (vec![("action", "add"), ("add", "peil-start")], "name=\"instrument-0\" value=\"peil-start\"", "no such words"),
        (vec![("action", "look")], "meer dan 3 minuten", "no such words"),
    ] {
        let rows = if pressed[0].1 == "look" {
            [rows[0], ("peil-start", "after_session", "1")].to_vec()
        } else {
            rows.to_vec()
        };
        let rows = if pressed[0].1 == "look" { [rows, vec![("peil-goals", "start", "1")]].concat() } else { rows };
        let reply = anna.post(&path, &borrowed(&form(&rows, &pressed))).await;
        assert_eq!(reply.status, 200, "{pressed:?}");
        assert!(reply.text().contains(there) && !reply.text().contains(away), "{pressed:?}: {}", reply.text());
    }
    assert_eq!(app.count("group_plans WHERE instrument_id LIKE 'peil-goals'").await, 0);
    let foreign = anna.post(&path, &[("action", "burn")]).await;
    assert_eq!(foreign.status, 400);
    let cato = app.login(practice.cato()).await;
    assert_eq!(cato.get(&path).await.status, 404, "own groups only");
    assert_eq!(cato.post(&path, &borrowed(&form(&rows, SAVE))).await.status, 404);
}
