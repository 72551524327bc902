//! One evening of two therapists: attendance by taps, also while the connection is away; then each rates and writes alone,
//! they see where they differ, and make one note together.

use std::path::Path;

use peil_tests::{PASSWORD, Practice, TestApp, Tonight, eventually, peil_session};
use serde_json::json;
use uuid::Uuid;

use crate::{
    driver::{Driver, is_skipped},
    screen::Screen,
};

/// Keys that jump to the ends of a line.
const END: &str = "\u{e010}";
const HOME: &str = "\u{e011}";

async fn log_in(screen: &Screen, email: &str) {
    screen.go("/login").await;
    screen.fill("#email", email).await;
    screen.fill("#password", PASSWORD).await;
    screen.click("form button.primary").await;
    screen.arrives_at("/home").await;
}

fn member(practice: &Practice, name: &str) -> String {
    format!("[data-member='attendance-{}']", practice.member(name))
}

fn line(number: usize) -> String {
    format!(".rating-line:nth-of-type({number}) [role=slider]")
}

/// Three members rate the session on their tablets.
async fn members_rate(app: &TestApp, practice: &Practice, tonight: &Tonight) {
    let marks = [["8.5", "7.5", "1.5", "8.0"], ["7.0", "9.0", "2.5", "7.5"], ["9.0", "8.5", "0.5", "9.0"]];
    for ((_, member), marks) in practice.members().zip(marks) {
        let client = app.enter_tablet(tonight, member).await;
        client.submit("peil-session", &peil_session(marks)).await;
    }
}

#[tokio::test]
async fn during_and_after_an_evening_of_two_therapists() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let (anna, bram) = (driver.open("anna", &app.url).await, driver.open("bram", &app.url).await);
    log_in(&anna, practice.anna()).await;
    log_in(&bram, practice.bram()).await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;

    taps(&app, &practice, &anna, &tonight).await;
    taps_without_a_connection(&app, &practice, &anna).await;
    members_rate(&app, &practice, &tonight).await;
    anna.click(".head .actions form button").await;
    anna.arrives_at("/after").await;
    rate_each_alone(&anna, &bram, &tonight).await;
    write_together(&anna, &bram, &tonight).await;
    agree(&anna).await;
    for screen in [&anna, &bram] {
        let complaints = screen.complaints().await;
        // The conflict is told as one, and the browser notes that.
        let complaints: Vec<_> = complaints.iter().filter(|line| !line.contains("409")).collect();
        assert_eq!(complaints, Vec::<&String>::new(), "nothing in the console");
        screen.browser.clone().quit().await.unwrap();
    }
}

/// Present is one tap, absent with its reason two; each is stored without a button.
async fn taps(app: &TestApp, practice: &Practice, anna: &Screen, tonight: &Tonight) {
    anna.go(&tonight.path).await;
    let (eik, wilg) = (member(practice, "Eik"), member(practice, "Wilg"));
    anna.click(&format!("{eik} .choices > label.choice")).await;
    anna.see(&format!("{eik} [data-saved]")).await;
    anna.click(&format!("{wilg} summary")).await;
    anna.click(&format!("{wilg} input[value=absent_ill]")).await;
    anna.see(&format!("{wilg} [data-saved]")).await;
    anna.reads("afwezig: ziek").await;
    anna.reads("Alles is bewaard.").await;
    assert_eq!(app.count("attendance WHERE status = 'present'").await, 1);
    assert_eq!(app.count("attendance WHERE status = 'absent_ill'").await, 1);
    let small = "return [...document.querySelectorAll('.attendance label, .attendance summary')]
        .filter(target => target.offsetParent && target.getBoundingClientRect().height < 44).length";
    assert_eq!(anna.run(small).await, json!(0), "every target is large enough for a thumb");
    anna.browser.refresh().await.unwrap();
    anna.reads("afwezig: ziek").await;
}

/// What is tapped without a connection is named, waits, and arrives; the newest tap of a member holds.
async fn taps_without_a_connection(app: &TestApp, practice: &Practice, anna: &Screen) {
    let berk = member(practice, "Berk");
    anna.run("window.online = window.fetch; window.fetch = async () => { throw new TypeError('away'); };").await;
    anna.click(&format!("{berk} .choices > label.choice")).await;
    anna.reads("Nog niet bewaard: Berk. Er is geen verbinding.").await;
    anna.click(&format!("{berk} summary")).await;
    anna.click(&format!("{berk} input[value=absent_holiday]")).await;
    anna.reads("Nog niet bewaard: Berk.").await;
    assert_eq!(app.count("attendance").await, 2, "nothing came through");
    anna.run("window.fetch = window.online; window.dispatchEvent(new Event('online'));").await;
    eventually("the tap to arrive", async || {
        (app.count("attendance WHERE status = 'absent_holiday'").await == 1).then_some(())
    })
    .await;
    anna.reads("Alles is bewaard.").await;
}

/// Anna rates with the keys and sees the members; Bram sees nothing of it until his own is sent, by taps.
async fn rate_each_alone(anna: &Screen, bram: &Screen, tonight: &Tonight) {
    let after = format!("{}/after", tonight.path);
    for (number, key) in [(1, END), (2, END), (3, HOME), (4, END)] {
        anna.fill(&line(number), key).await;
    }
    anna.press("Verstuur mijn beoordeling").await;
    anna.reads("Anna de Tester: 10").await;
    anna.reads("3 deelnemers").await;
    bram.go(&after).await;
    bram.reads("ziet u nadat u zelf hebt verstuurd").await;
    let sealed = bram.browser.source().await.unwrap();
    assert!(
        !sealed.contains("Anna de Tester: 10") && !sealed.contains("3 deelnemers"),
        "nothing is hidden in the page"
    );
    for number in 1..=4 {
        bram.click(&line(number)).await;
    }
    bram.press("Verstuur mijn beoordeling").await;
    bram.reads("De therapeuten lagen 5 punten uit elkaar op").await;
    anna.reads("Er is iets nieuws bij deze sessie.").await;
    bram.reads("Anna de Tester: 10").await;
    assert_eq!(bram.run("return document.querySelectorAll('.rated svg').length").await, json!(4));
    bram.click("#rating-table summary").await;
    bram.reads("Deelnemers, gemiddeld").await;
}

/// Each writes alone, then both change the joint note at one moment: nobody's words are lost.
async fn write_together(anna: &Screen, bram: &Screen, tonight: &Tonight) {
    let after = format!("{}/after", tonight.path);
    anna.fill("#own-note", "Veel stilte.").await;
    anna.press("Bewaar mijn notitie").await;
    anna.reads("Nog geen notitie van Bram de Tester.").await;
    bram.go(&after).await;
    assert!(!bram.text().await.contains("Veel stilte."));
    bram.fill("#own-note", "Een open gesprek.").await;
    bram.press("Bewaar mijn notitie").await;
    bram.reads("Veel stilte.").await;
    anna.go(&after).await;
    anna.reads("Een open gesprek.").await;
    anna.fill("#joint-note", "Wachten en dan vragen.").await;
    bram.fill("#joint-note", "Beginnen met een rondje.").await;
    anna.press("Bewaar onze notitie").await;
    anna.reads("Laatst geschreven door Anna de Tester").await;
    bram.press("Bewaar onze notitie").await;
    bram.reads("Anna de Tester schreef intussen iets anders").await;
    let both = bram.run(
        "return [document.querySelector('#joint-stored').textContent, document.querySelector('#joint-note').value]",
    );
    assert_eq!(both.await, json!(["Wachten en dan vragen.", "Beginnen met een rondje."]));
    bram.press("Bewaar onze notitie").await;
    bram.reads("Laatst geschreven door Bram de Tester").await;
}

async fn agree(anna: &Screen) {
    anna.fill("#agreement", "Beginnen met een rondje").await;
    anna.press("Voeg toe").await;
    anna.reads("De afspraak staat erbij.").await;
    anna.click(".agreements button[value=done]").await;
    anna.reads("gedaan").await;
    anna.fill("#minutes-talk_after", "15").await;
    anna.press("Bewaar mijn minuten").await;
    anna.reads("Samen 15 minuten").await;
}

/// Lets the rules for dark screens hold on any.
const DARK: &str = "for (const sheet of document.styleSheets) for (const rule of sheet.cssRules)
    if (rule.media?.mediaText.includes('dark')) rule.media.mediaText = 'all';";

/// Writes pictures where `PEIL_PICTURES` says, for looking at them.
#[tokio::test]
async fn pictures_can_be_looked_at() {
    let Some(folder) = std::env::var_os("PEIL_PICTURES").map(std::path::PathBuf::from) else {
        return;
    };
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let (anna, bram) = (app.login(practice.anna()).await, app.login(practice.bram()).await);
    let before = anna.open_session(practice.group).await;
    let eik = practice.member("Eik").to_string();
    agreed(&anna, &before, ("Vragen hoe de week was", &eik)).await;
    anna.close_session(&before).await;
    let tonight = anna.open_session(practice.group).await;
    for (name, word) in [("Eik", "present"), ("Wilg", "absent_ill"), ("Linde", "present")] {
        let field = format!("attendance-{}", practice.member(name));
        anna.post(&format!("{}/attendance", tonight.path), &[(&field, word)]).await;
    }
    members_rate(&app, &practice, &tonight).await;
    // What is evaluated of those answers comes before the signal.
    app.analysed().await;
    raise(&app, &practice, &tonight).await;
    let screen = driver.open("evening", &app.url).await;
    log_in(&screen, practice.bram()).await;
    let after = format!("{}/after", tonight.path);
    pictures(&screen, &folder, ("during", &tonight.path)).await;
    pictures(&screen, &folder, ("sealed", &after)).await;
    for (who, marks) in [(&anna, ["7.2", "6.8", "2.4", "6.9"]), (&bram, ["4.1", "6", "5.6", "7"])] {
        let items = ["mark-open", "mark-belong", "mark-strain", "mark-useful"];
        let key = Uuid::now_v7().to_string();
        let fields: Vec<(&str, &str)> = items.into_iter().zip(marks).chain([("key", key.as_str())]).collect();
        who.post(&format!("{}/rating", tonight.path), &fields).await;
        let said = "Het begin was stroef, daarna kwam het gesprek los. Ik liet meer stilte toe dan anders.";
        who.post(&format!("{}/note", tonight.path), &[("said", said), ("version", "0")]).await;
        who.post(&format!("{}/minutes", tonight.path), &[("minutes-talk_before", "10")]).await;
    }
    let said = "We houden de stilte erin, en spreken vooraf af wie begint.";
    anna.post(&format!("{}/joint-note", tonight.path), &[("said", said), ("version", "0")]).await;
    agreed(&anna, &tonight, ("Beginnen met een kort rondje", "")).await;
    pictures(&screen, &folder, ("compared", &after)).await;
    screen.browser.quit().await.unwrap();
}

async fn agreed(who: &peil_tests::Person, tonight: &Tonight, (said, about): (&str, &str)) {
    let key = Uuid::now_v7().to_string();
    let fields = [("said", said), ("about", about), ("key", key.as_str())];
    assert_eq!(who.post(&format!("{}/agreements", tonight.path), &fields).await.status, 303);
}

async fn raise(app: &TestApp, practice: &Practice, tonight: &Tonight) {
    let raise =
        "INSERT INTO signals (organisation_id, signal_id, group_id, session_id, rule, rule_version, instrument_id,
                     scale, inputs, raised_at, urgency, value, crossed_limit, module_version)
                 VALUES ($1, $2, $3, $4, 'G-RUPT', '1', 'peil-session', 'total',
                     '{\"kind\": \"group_rupture\", \"mean\": 12, \"fallen\": 2, \"by_mean\": false}', now(),
                     'attention', 2, 2, '1.0')";
    let ids = [practice.id.uuid(), Uuid::now_v7(), practice.group.uuid(), tonight.session];
    app.owner.execute(raise, &[&ids[0], &ids[1], &ids[2], &ids[3]]).await.unwrap();
    app.owner.execute("UPDATE organisations SET signals_enabled = true", &[]).await.unwrap();
}

async fn pictures(screen: &Screen, folder: &Path, (name, path): (&str, &str)) {
    let kinds = [("nl", "light", "wide"), ("nl", "dark", "wide"), ("nl", "light", "phone"), ("en", "light", "wide")];
    for (language, scheme, size) in kinds {
        let (width, height) = if size == "wide" { (1280, 2000) } else { (390, 3600) };
        screen.browser.set_window_rect(0, 0, width, height).await.unwrap();
        screen.go(path).await;
        if language == "en" {
            screen.press("English").await;
        }
        if scheme == "dark" {
            screen.run(DARK).await;
        }
        let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        assert_eq!(screen.run(wide).await, json!(0), "{name}: nothing is wider than the screen");
        screen
            .browser
            .screenshot(&folder.join(format!("evening-{name}-{language}-{scheme}-{size}.png")))
            .await
            .unwrap();
        if language == "en" {
            screen.press("Nederlands").await;
        }
    }
}
