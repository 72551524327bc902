//! The wall of the room while clients sit at two tablets: nothing below five answers, lines when all agreed, and none any
//! more the moment one of them takes it back.

use std::path::Path;

use peil_service::domain::{Every, Occasion};
use peil_tests::{PASSWORD, Practice, TestApp, Tonight, eventually, peil_goals, peil_session, phq_9};
use serde_json::json;
use uuid::Uuid;

use crate::{
    driver::{Driver, is_skipped},
    screen::{DARK, Screen},
    tablet::type_codes,
};

/// Who came; the sixth is on holiday.
pub(crate) const HERE: [&str; 5] = ["Berk", "Beuk", "Eik", "Iep", "Linde"];

pub(crate) async fn log_in(screen: &Screen, email: &str, to: &str) {
    screen.go("/login").await;
    screen.fill("#email", email).await;
    screen.fill("#password", PASSWORD).await;
    screen.click("form button.primary").await;
    screen.arrives_at("/home").await;
    screen.go(to).await;
}

pub(crate) async fn answer(app: &TestApp, tonight: &Tonight, member: Uuid, at: usize) {
    let client = app.enter_tablet(tonight, member).await;
    client.submit("phq-9", &phq_9(["111100000", "222110000", "101000000", "332210000", "211000000"][at])).await;
    let marks = [
        ["7.0", "8.5", "1.0", "6.5"],
        ["6.2", "9.0", "4.5", "7.0"],
        ["8.8", "7.0", "2.5", "5.5"],
        ["3.0", "8.0", "6.0", "9.0"],
        ["5.5", "6.5", "0.5", "8.0"],
    ];
    client.submit("peil-session", &peil_session(marks[at])).await;
}

/// A client comes back to a tablet with his codes, and says something about his line.
async fn says(tablet: &Screen, code: &str, name: &str, choice: &str, told: &str) {
    type_codes(tablet, code, name).await;
    tablet.reads("U bent al klaar").await;
    tablet.press("Geef de tablet terug").await;
    tablet.arrives_at("/t/done").await;
    chooses(tablet, choice, told).await;
}

/// Answers the question about the line.
async fn chooses(tablet: &Screen, choice: &str, told: &str) {
    tablet.reads("Mag de groep deze sessie uw lijn zien?").await;
    tablet.reads("Op het scherm komen uw scores van").await;
    tablet.click(&format!(".line-question label:has(input[value={choice}])")).await;
    assert_eq!(tablet.run(SAID).await, json!(""), "a choice alone sends nothing");
    tablet.press("Bewaar mijn keuze").await;
    tablet.reads(told).await;
}

/// What stands under the question about the line.
pub(crate) const SAID: &str = "return document.querySelector('[data-line-said]').textContent";

pub(crate) async fn says_through_the_service(app: &TestApp, tonight: &Tonight, member: Uuid, given: bool) {
    let client = app.enter_tablet(tonight, member).await;
    let anybody = app.anybody();
    let request = anybody.request(reqwest::Method::PUT, "/api/v1/tablet/line").bearer_auth(&client.token);
    assert_eq!(anybody.send(request.json(&json!({ "given": given }))).await.status, 200);
}

#[tokio::test]
async fn the_wall_follows_what_clients_answer_and_allow() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 6).await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let seen = HERE.map(|name| (format!("attendance-{}", practice.member(name)), "present"));
    let away = (format!("attendance-{}", practice.member("Wilg")), "absent_holiday");
    for (field, status) in seen.iter().chain([&away]) {
        anna.post(&format!("{}/attendance", tonight.path), &[(field, status)]).await;
    }
    let (wall, tablet, other) = (
        driver.open("wall", &app.url).await,
        driver.open("tablet", &app.url).await,
        driver.open("other-tablet", &app.url).await,
    );
    resize(&wall, 1280, 720).await;
    let room = format!("{}/room", tonight.path);
    log_in(&wall, practice.anna(), &room).await;
    picture_from_five(&app, &practice, &tonight, &wall).await;

    wall.click(".wall-foot a[href$='look=lines']").await;
    wall.reads("Lijnen komen hier als iedereen dat goed vindt").await;
    for name in &HERE[..3] {
        says_through_the_service(&app, &tonight, practice.member(name), true).await;
    }
    let yes = "Bewaard: de groep mag uw lijn deze sessie zien.";
    says(&tablet, &tonight.code, "Iep", "yes", yes).await;
    assert_eq!(wall.run(LINES).await, json!(0), "four of five agreed");
    says(&other, &tonight.code, "Linde", "yes", yes).await;
    eventually("the lines to come", async || (wall.run(LINES).await == json!(5)).then_some(())).await;
    keep(&wall, "lines").await;
    for name in HERE {
        assert!(!wall.text().await.contains(name), "{name} is not on the wall");
    }
    says(&other, &tonight.code, "Linde", "no", "Bewaard: de groep ziet uw lijn niet.").await;
    eventually("the lines to go", async || (wall.run(LINES).await == json!(0)).then_some(())).await;

    // Who goes on to the next client leaves nothing of himself behind.
    says(&other, &tonight.code, "Linde", "yes", yes).await;
    wall.reads("De").await;
    eventually("the lines to come again", async || (wall.run(LINES).await == json!(5)).then_some(())).await;
    other.go("/t/done").await;
    let hidden = "return document.querySelector('[data-line-question]').hidden";
    eventually("the question to be gone", async || (other.run(hidden).await == json!(true)).then_some(())).await;
    assert_eq!(other.run("return sessionStorage.getItem('peil-line')").await, json!(null));
    // The session ends, and every consent with it.
    anna.close_session(&tonight).await;
    eventually("the lines to end", async || (wall.run(LINES).await == json!(0)).then_some(())).await;
    for screen in [&wall, &tablet, &other] {
        assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the consoles");
        screen.browser.clone().quit().await.unwrap();
    }
}

#[tokio::test]
async fn a_client_takes_his_line_back_while_forms_are_open() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    for has_both_phases in [false, true] {
        let app = TestApp::spawn().await;
        let practice = app.organisation().await;
        if has_both_phases {
            practice.also_measures_on(&app, "peil-check-in", Occasion::BeforeSession(Every::SESSION)).await;
        }
        let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
        let tablet = driver.open("tablet", &app.url).await;
        let given = async || app.count("line_consents WHERE withdrawn_at IS NULL").await;
        says_through_the_service(&app, &tonight, practice.member("Iep"), true).await;
        type_codes(&tablet, &tonight.code, "Iep").await;
        tablet.reads(if has_both_phases { "Begint de sessie nog?" } else { "Voor u begint" }).await;
        tablet.press("Mijn keuze over de lijn").await;
        tablet.arrives_at("/t/done").await;
        let chosen = "return document.querySelector('.line-question input:checked')?.value ?? ''";
        tablet.reads("Uw vragenlijst is nog niet klaar.").await;
        assert_eq!(tablet.run(chosen).await, json!("yes"), "what stands");
        assert!(!tablet.text().await.contains("Geef de tablet terug"), "there is a form to finish");
        chooses(&tablet, "no", "Bewaard: de groep ziet uw lijn niet.").await;
        assert_eq!(given().await, 0, "taken back");
        // Nothing stands chosen that nobody chose, and keys alone send nothing.
        type_codes(&tablet, &tonight.code, "Iep").await;
        tablet.press("Mijn keuze over de lijn").await;
        tablet.arrives_at("/t/done").await;
        tablet.reads("Mag de groep deze sessie uw lijn zien?").await;
        assert_eq!(tablet.run(chosen).await, json!(""));
        tablet.press("Bewaar mijn keuze").await;
        tablet.reads("Kies eerst ja of nee.").await;
        tablet.run("document.querySelector('.line-question input[value=no]').focus()").await;
        tablet.browser.active_element().await.unwrap().send_keys("\u{e015}").await.unwrap();
        assert_eq!(tablet.run(chosen).await, json!("yes"), "an arrow moves the choice");
        assert_eq!(given().await, 0, "and sends nothing");
        tablet.press("Bewaar mijn keuze").await;
        tablet.reads("Bewaard: de groep mag uw lijn deze sessie zien.").await;
        assert_eq!(given().await, 1);
        assert_eq!(tablet.complaints().await, Vec::<String>::new(), "nothing in the console");
        tablet.browser.quit().await.unwrap();
    }
}

/// Gives the page itself this size, whatever stands around it.
pub(crate) async fn resize(screen: &Screen, width: u32, height: u32) {
    screen.browser.set_window_rect(0, 0, width, height).await.unwrap();
    let inner = screen.run("return [innerWidth, innerHeight]").await;
    let around = |at: usize, whole: u32| whole.saturating_sub(u32::try_from(inner[at].as_u64().unwrap()).unwrap());
    let (wider, higher) = (around(0, width), around(1, height));
    screen.browser.set_window_rect(0, 0, width + wider, height + higher).await.unwrap();
}

/// How many lines stand on the wall, seen.
const LINES: &str = "return [...document.querySelectorAll('.by-consent .chart-member')].length";
/// Letters of what is to be read from three metres, in pixels, the smallest.
const SMALLEST: &str = "return Math.min(...[...document.querySelectorAll(
    '.wall-panel h1, .notes, .asked, .ends, .wall-key')].map((seen) => parseFloat(getComputedStyle(seen).fontSize)))";
/// Whether all of it stands on the screen.
const FITS: &str =
    "return document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth";

async fn picture_from_five(app: &TestApp, practice: &Practice, tonight: &Tonight, wall: &Screen) {
    for (at, name) in HERE.iter().enumerate() {
        let more = 5 - at;
        wall.reads(&if more == 1 { "Nog 1 antwoord,".to_owned() } else { format!("Nog {more} antwoorden,") }).await;
        assert_eq!(wall.run("return document.querySelectorAll('.wall-items li').length").await, json!(0));
        answer(app, tonight, practice.member(name), at).await;
    }
    wall.reads("De meesten die antwoordden voelden zich er vandaag bij horen").await;
    wall.reads("5 van de 5 hebben geantwoord.").await;
    assert_eq!(wall.run("return document.querySelectorAll('.wall-items li').length").await, json!(4));
    let smallest = wall.run(SMALLEST).await.as_f64().unwrap();
    assert!(smallest >= 28.0, "{smallest} pixels are too small for three metres");
    keep(wall, "tonight").await;
    assert_eq!(wall.run(FITS).await, json!(true), "nothing to scroll on a wall");
    wall.click(".wall-foot a[href$='look=evenings']").await;
    wall.see(".wall-chart svg").await;
    keep(wall, "evenings").await;
    assert_eq!(wall.run(FITS).await, json!(true), "nothing to scroll on a wall");
}

/// Keeps a picture where somebody asked for them.
pub(crate) async fn keep(wall: &Screen, look: &str) {
    if let Ok(folder) = std::env::var("PEIL_PICTURES") {
        let _ = wall.browser.screenshot(&Path::new(&folder).join(format!("wall-{look}.png"))).await;
    }
}

/// Writes pictures where `PEIL_PICTURES` says, for looking at them: each look of the wall on two screens, in both languages,
/// light and dark; and the page with the question.
#[tokio::test]
async fn pictures_can_be_looked_at() {
    let Some(folder) = std::env::var_os("PEIL_PICTURES").map(std::path::PathBuf::from) else {
        return;
    };
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 14).await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let away = format!("attendance-{}", practice.member("Wilg"));
    anna.post(&format!("{}/attendance", tonight.path), &[(&away, "absent_holiday")]).await;
    let screen = driver.open("wall", &app.url).await;
    let room = format!("{}/room", tonight.path);
    log_in(&screen, practice.anna(), &room).await;
    resize(&screen, 1280, 720).await;
    let shot = async |name: &str| screen.browser.screenshot(&folder.join(format!("wall-{name}.png"))).await.unwrap();
    shot("too-few").await;
    for (at, name) in HERE.iter().enumerate() {
        answer(&app, &tonight, practice.member(name), at).await;
        says_through_the_service(&app, &tonight, practice.member(name), true).await;
    }
    for language in ["nl", "en"] {
        for (scheme, width, height) in [("light", 1280, 720), ("dark", 1280, 720), ("light", 1920, 1080)] {
            resize(&screen, width, height).await;
            for look in ["tonight", "evenings", "lines"] {
                screen.go(&format!("{room}?look={look}")).await;
                if scheme == "dark" {
                    screen.run(DARK).await;
                }
                shot(&format!("{look}-{language}-{scheme}-{width}")).await;
            }
        }
        screen.go("/about").await;
        screen.press(if language == "nl" { "English" } else { "Nederlands" }).await;
    }
    screen.browser.set_window_rect(0, 0, 1280, 1800).await.unwrap();
    screen.go(&tonight.path).await;
    shot("session-page").await;
    says(&screen, &tonight.code, "Iep", "no", "Bewaard").await;
    resize(&screen, 810, 1080).await;
    shot("question").await;
    screen.run(DARK).await;
    resize(&screen, 390, 844).await;
    shot("question-phone").await;
    practice.also_measures(&app, "peil-goals").await;
    anna.close_session(&tonight).await;
    let next = anna.open_session(practice.group).await;
    let client = app.enter_tablet(&next, practice.member("Eik")).await;
    client.submit("peil-goals", &peil_goals(&[("Vaker om hulp vragen", "6.5"), ("Weer gaan zwemmen", "2")])).await;
    let card = format!("/groups/{}/members/{}/card", practice.group, practice.member("Eik"));
    for (scheme, width, height) in [("light", 1280, 1000), ("dark", 1280, 1000), ("light", 390, 1000)] {
        resize(&screen, width, height).await;
        screen.go(&card).await;
        if scheme == "dark" {
            screen.run(DARK).await;
        }
        shot(&format!("card-{scheme}-{width}")).await;
    }
    std::fs::write(folder.join("card.pdf"), anna.get(&format!("{card}.pdf")).await.bytes).unwrap();
    screen.browser.quit().await.unwrap();
}
