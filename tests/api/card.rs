//! A client's own card: his line, his goals, one sentence, and nothing of anybody else.

use peil_tests::{Practice, TestApp, peil_goals, phq_9};

async fn house() -> (TestApp, Practice, String) {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 5).await;
    let card = format!("/groups/{}/members/{}/card", practice.group, practice.member("Eik"));
    (app, practice, card)
}

#[tokio::test]
async fn the_card_shows_the_own_line_and_goals_in_plain_words() {
    let (app, practice, card) = house().await;
    practice.also_measures(&app, "peil-goals").await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    for (name, goal) in [("Eik", "Vaker om hulp vragen"), ("Wilg", "Minder piekeren in de nacht")] {
        let client = app.enter_tablet(&tonight, practice.member(name)).await;
        client.submit("peil-goals", &peil_goals(&[(goal, "6.5")])).await;
        client.submit("phq-9", &phq_9("000000000")).await;
    }
    let page = anna.page(&card).await;
    for words in [
        "Kaart van Eik",
        "Hoe hoger de lijn, hoe beter het gaat.",
        "Vaker om hulp vragen",
        "6,5 van 10 dichtbij",
        "met u",
    ] {
        assert!(page.contains(words), "{words:?} in {page}");
    }
    for foreign in ["Minder piekeren", "Wilg", "betrouwbaar", "80 %", "slechter", "chart-reliable"] {
        assert!(!page.contains(foreign), "{foreign:?} is not on a card");
    }
    assert!(page.contains("grens 10"));
    let (_, table) = page.split_once("<table class=\"numbers\">").unwrap();
    let table = table.split_once("</table>").unwrap().0;
    assert!(table.contains("Wat u invulde, per sessie") && table.matches("<tr>").count() == 7, "five and one: {table}");
    assert!(table.contains("<th scope=\"row\">6</th>") && table.contains("<td>0</td>"), "{table}");
    for (ending, start) in [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")] {
        assert!(page.contains(&format!("{card}/chart.{ending}?measure=phq-9.total")), "{ending} in {page}");
        let file = anna.get(&format!("{card}/chart.{ending}?measure=phq-9.total")).await;
        assert!(file.status == 200 && file.bytes.starts_with(start), "{ending}");
    }
    let file = anna.get(&format!("{card}/chart.svg")).await.text();
    assert!(file.contains("Hoe hoger de lijn") && !file.contains("slechter") && !file.contains("Eik"), "{file}");
    let paper = anna.get(&format!("{card}.pdf")).await;
    assert_eq!((paper.status, paper.header("content-type")), (200, "application/pdf"));
    assert!(paper.bytes.starts_with(b"%PDF-1."));
    let member = practice.member("Eik");
    for (action, times) in [("view-card", 1), ("download-card", 5)] {
        let seen =
            format!("audit WHERE action = '{action}' AND subject_kind = 'membership' AND subject_id = '{member}'");
        assert_eq!(app.count(&seen).await, times, "{action}");
    }
    anna.post("/language", &[("language", "en"), ("back", "/groups")]).await;
    assert!(anna.page(&card).await.contains("The higher the line, the better it goes."));
}

#[tokio::test]
async fn who_hears_the_numbers_hears_which_are_better() {
    let (app, practice, card) = house().await;
    let anna = app.login(practice.anna()).await;
    let group = format!("/groups/{}", practice.group);
    let (lower, higher) = ("Een lagere score is beter.", "Een hogere score is beter.");
    for page in [card, group] {
        for (measure, is, is_not) in [("phq-9.total", lower, higher), ("peil-session.total", higher, lower)] {
            let shown = anna.page(&format!("{page}?measure={measure}")).await;
            assert!(shown.contains(is) && !shown.contains(is_not), "{measure} on {page}: {shown}");
        }
    }
}

#[tokio::test]
async fn the_card_is_for_who_leads_the_group() {
    let (app, practice, card) = house().await;
    app.owner.execute("UPDATE group_therapists SET part = 'observer' WHERE part = 'co'", &[]).await.unwrap();
    let bram = app.login(practice.bram()).await;
    let member = card.trim_end_matches("/card");
    assert!(!bram.page(member).await.contains("/card"), "an onlooker is offered no card");
    let anna = app.login(practice.anna()).await;
    assert!(anna.page(member).await.contains("/card"));
    let group = format!("/groups/{}", practice.group);
    for page in [group.clone(), format!("{group}/before")] {
        let link = format!("href=\"{card}?measure=phq-9.total\" aria-label=\"Kaart van Eik\"");
        assert!(anna.page(&page).await.contains(&link), "{page}");
        assert!(!bram.page(&page).await.contains("/card"), "{page}");
    }
    for path in [card.clone(), format!("{card}.pdf"), format!("{card}/chart.svg")] {
        assert_eq!(bram.get_json(&path).await.problem(), (403, "forbidden".to_owned()));
    }
    let other = format!("/groups/{}/members/{}/card", practice.group, practice.other_member("Eik"));
    assert_eq!(anna.get_json(&other).await.problem(), (404, "not-found".to_owned()));
}
