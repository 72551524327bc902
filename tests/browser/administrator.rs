//! An administrator's morning: compares the words of a questionnaire, says who reads alerts and within which time, looks at
//! how well signals do, and finds all of it back in the audit.

use peil_tests::{Practice, TestApp};
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::{Screen, log_in_to},
};

/// Rows that the audit's page says to have checked.
const ROWS: &str = "return Number(document.querySelector('#audit-heading ~ .sub').textContent.match(/[0-9]+/)[0])";

#[tokio::test]
async fn an_administrator_sets_up_and_finds_it_in_the_audit() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let screen = driver.open("administrator", &app.url).await;
    screen.go("/").await;
    log_in_to(&screen, practice.wim(), "/admin").await;
    screen.reads("de keten klopt").await;
    let rows = screen.run(ROWS).await.as_u64().unwrap();
    screen.click("a[href='/admin/users']").await;
    screen.reads("Laatst ingelogd").await;
    for (who, role) in [("anna", "therapeut"), ("iris", "onderzoeker"), ("wim", "beheerder")] {
        let row = format!(
            "return [...document.querySelectorAll('table.members tbody tr')]
                .find((row) => row.textContent.includes('{who}@'))?.textContent ?? ''"
        );
        let row = screen.run(&row).await;
        assert!(row.as_str().unwrap().to_lowercase().contains(role), "{who}: {row}");
    }
    screen.click("p.back a").await;
    screen.click("a[href='/admin/instruments']").await;
    compares_words(&app, &screen).await;
    screen.click("p.back a").await;
    says_who_reads_alerts(&app, &practice, &screen).await;

    screen.click("p.back a").await;
    screen.arrives_at("/admin").await;
    screen.reads("de keten klopt").await;
    let more = screen.run(ROWS).await.as_u64().unwrap();
    assert!(more >= rows + 5, "{rows} rows before, {more} after");
    let done = "SELECT DISTINCT action FROM audit WHERE actor_id = $1";
    let done = app.owner.query(done, &[&practice.account("wim").uuid()]).await.unwrap();
    let done: Vec<&str> = done.iter().map(|row| row.get(0)).collect();
    for action in ["begin-duty", "confirm-wording", "end-duty", "set-alert-time", "view-administration"] {
        assert!(done.contains(&action), "{action} in {done:?}");
    }
    screen.click(".actions a[href='/signals/performance']").await;
    screen.reads("Hoe vaak signalen hier kloppen").await;
    screen.click(".note a[href='/signals/dropout']").await;
    screen.reads("Wie er stopt, en wanneer").await;
    // What is about clients is not his.
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.go("/home").await;
    let status = screen.run("return performance.getEntriesByType('navigation')[0].responseStatus").await;
    assert_eq!(status, json!(403));
    assert!(!screen.text().await.contains("Dinsdaggroep"));
    screen.browser.quit().await.unwrap();
}

/// The first text that nobody compared: without his word for it nothing is confirmed.
async fn compares_words(app: &TestApp, screen: &Screen) {
    let confirmed = async || app.count("wording_confirmations").await;
    let before = confirmed().await;
    let open = "return document.querySelector('details[id^=wording-]').id";
    let id = screen.run(open).await.as_str().unwrap().to_owned();
    screen.click(&format!("#{id} summary")).await;
    let lines = format!("return document.querySelectorAll('#{id} .wording li').length");
    assert!(screen.run(&lines).await.as_u64().unwrap() > 0, "there is a text to compare");
    screen.click(&format!("#{id} button")).await;
    assert_eq!(confirmed().await, before, "the browser asks for his word first");
    screen.click(&format!("#{id} label.choice")).await;
    screen.click(&format!("#{id} button")).await;
    screen.reads("vergeleken door Wim de Tester").await;
    assert_eq!(confirmed().await, before + 1);
    assert_eq!(screen.run(&format!("return document.getElementById('{id}')")).await, json!(null));
}

/// Puts Anna on duty beside Dora, takes Dora off, and shortens the time.
async fn says_who_reads_alerts(app: &TestApp, practice: &Practice, screen: &Screen) {
    screen.click(".actions a[href='/admin/alerts']").await;
    screen.reads("Dora de Tester").await;
    screen.click(&format!("#colleague option[value='{}']", practice.account("anna"))).await;
    screen.press("Geef dienst").await;
    screen.see(&format!("form[action$='/duty/end'] input[value='{}'] ~ button", practice.account("anna"))).await;
    screen.press("Haal eraf Dora de Tester").await;
    let off = format!("#colleague option[value='{}']", practice.account("dora"));
    peil_tests::eventually("Dora to be off duty", async || {
        let there = screen.run(&format!("return document.querySelector(\"{off}\") !== null")).await;
        (there == json!(true)).then_some(())
    })
    .await;
    let set = async |minutes: &str| {
        screen.run("document.querySelector('#minutes').value = ''").await;
        screen.fill("#minutes", minutes).await;
        screen.press("Bewaar").await;
    };
    let minutes = async || -> i32 {
        let row = app.owner.query_one("SELECT alert_minutes FROM organisations", &[]).await.unwrap();
        row.get::<_, i32>(0)
    };
    let before = minutes().await;
    set("2").await;
    assert_eq!(minutes().await, before, "too short a time is not sent");
    set("45").await;
    peil_tests::eventually("the time to be kept", async || (minutes().await == 45).then_some(())).await;
    peil_tests::eventually("the page to tell the time that is kept", async || {
        let shown = screen.run("return document.querySelector('#minutes')?.value").await;
        (shown == json!("45")).then_some(())
    })
    .await;
}
