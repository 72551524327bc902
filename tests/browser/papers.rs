//! What a therapist takes along on paper or as a file: a client's own card, the sheet before the session, the charts.

use peil_tests::{Practice, TestApp, peil_goals};
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::{Screen, log_in},
};

const A4: &[u8] = b"/MediaBox[0 0 595.28 841.89]";

fn holds(file: &[u8], bytes: &[u8]) -> bool {
    file.windows(bytes.len()).any(|window| window == bytes)
}

/// One side of A4.
fn is_a_sheet(name: &str, file: &[u8]) {
    assert!(name.ends_with(".pdf") && file.starts_with(b"%PDF-"), "{name}");
    assert!(holds(file, A4) && holds(file, b"/Count 1"), "{name} is one side of A4");
}

/// Six sessions of the group, and goals of Eik.
async fn house(app: &TestApp) -> Practice {
    let practice = app.organisation().await;
    practice.also_measures(app, "peil-goals").await;
    app.hold_sessions(&practice, 6).await;
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.submit("peil-goals", &peil_goals(&[("Vaker om hulp vragen", "6.5"), ("Weer gaan zwemmen", "2")])).await;
    app.analysed().await;
    practice
}

#[tokio::test]
async fn a_client_takes_his_own_card_home() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = house(&app).await;
    let screen = driver.open("card", &app.url).await;
    log_in(&screen, practice.anna()).await;
    screen.click(&format!("a[href='/groups/{}']", practice.group)).await;
    screen.click(&format!("a.card-link[href*='{}']", practice.member("Eik"))).await;
    screen.arrives_at("/card").await;
    let sentence = screen.words("h1").await;
    assert!(sentence.starts_with("Het gaat") && sentence.ends_with("dan in het begin."), "{sentence}");
    screen.see("#card-line .chart-observed").await;
    for said in ["Kaart van Eik", "Uw doelen", "Vaker om hulp vragen", "6,5 van 10 dichtbij", "Weer gaan zwemmen"] {
        screen.reads(said).await;
    }
    let shown = screen.browser.source().await.unwrap();
    for (name, _) in practice.members().filter(|(name, _)| *name != "Eik") {
        assert!(!shown.contains(name), "{name} is on the card of Eik");
    }
    letters_are_large(&screen).await;
    printed(&screen).await;

    let (name, file) = screen.download(".own-foot a[href*='card.pdf']").await;
    is_a_sheet(&name, &file);
    assert!(holds(&file, format!("/Title({sentence})").as_bytes()), "the sentence");
    let heard = screen.run("return document.querySelector('#card-line desc').textContent").await;
    let heard = heard.as_str().unwrap();
    assert!(heard.contains("keer in"), "{heard}");
    let first = heard.split_inclusive(". ").next().unwrap().trim_end();
    assert!(holds(&file, b"/S/Figure") && holds(&file, first.as_bytes()), "the line, and what it says: {first}");
    screen.click(".own-foot a[href*='members']:not([href*='pdf'])").await;
    screen.see("#chart-heading").await;
    for action in ["view-card", "download-card"] {
        assert_eq!(app.count(&format!("audit WHERE action = '{action}'")).await, 1, "{action}");
    }
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}

/// The letters of the picture, which are 13 of its units, are of 18 pixels and more on every screen.
async fn letters_are_large(screen: &Screen) {
    let letters = "return [...document.querySelectorAll('.own-card .chart-holder svg')]
        .map(one => 13 * one.getBoundingClientRect().width / one.viewBox.baseVal.width).filter(size => size > 0)";
    for (width, height) in [(1280, 900), (762, 900), (740, 900), (390, 844)] {
        screen.browser.set_window_rect(0, 0, width, height).await.unwrap();
        let shown: Vec<f64> = serde_json::from_value(screen.run(letters).await).unwrap();
        assert!(shown.len() == 1 && shown[0] >= 18.0, "{width}: {shown:?}");
        screen.nothing_sticks_out("the card").await;
        screen.keep(&format!("card-{width}")).await;
    }
    screen.browser.set_window_rect(0, 0, 1280, 900).await.unwrap();
}

/// On paper the card is one side, with the sentence, the line and the goals, and without what is for the therapist.
async fn printed(screen: &Screen) {
    let media = |media: &str| json!({ "media": media });
    screen.browser.cdp().send_raw("Emulation.setEmulatedMedia", media("print")).await.unwrap();
    let seen = "return ['h1', '#card-line', '.own-goals', '.own-foot']
        .map((one) => document.querySelector(one).getClientRects().length > 0)";
    assert_eq!(screen.run(seen).await, json!([true, true, true, false]));
    screen.browser.cdp().send_raw("Emulation.setEmulatedMedia", media("")).await.unwrap();
    let paper = json!({ "paperWidth": 8.27, "paperHeight": 11.69 });
    let paper = screen.browser.cdp().send_raw("Page.printToPDF", paper).await.unwrap();
    let pages = "const file = atob(arguments[0]);
        return [file.slice(0, 5), (file.match(/\\/Type\\s*\\/Page\\b/g) ?? []).length]";
    let pages = screen.browser.execute(pages, vec![paper["data"].clone()]).await.unwrap();
    assert_eq!(*pages.json(), json!(["%PDF-", 1]), "one side");
}

#[tokio::test]
async fn sheet_and_charts_are_kept_as_files() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = house(&app).await;
    let screen = driver.open("files", &app.url).await;
    log_in(&screen, practice.anna()).await;
    let group = format!("/groups/{}", practice.group);
    screen.go(&format!("{group}/before")).await;
    screen.see(".people").await;
    let (name, file) = screen.download(".actions a[href$='before.pdf']").await;
    is_a_sheet(&name, &file);
    assert!(holds(&file, b"/Lang(nl)") && holds(&file, b"Dinsdaggroep"), "{name}");
    for page in [group.clone(), format!("{group}/members/{}", practice.member("Eik"))] {
        screen.go(&page).await;
        let heading = screen.words("#chart-heading").await;
        let (name, svg) = screen.download(".links a[href*='chart.svg']").await;
        let svg = String::from_utf8(svg).unwrap();
        assert!(name.ends_with(".svg") && svg.starts_with("<svg"), "{name}");
        let title = svg.split_once("<title").unwrap().1.split_once("</title>").unwrap().0;
        assert!(title.ends_with(&heading), "the file says what the page says: {title}");
        let (name, png) = screen.download(".links a[href*='chart.png']").await;
        assert!(name.ends_with(".png") && png.starts_with(b"\x89PNG"), "{name}");
        let (name, pdf) = screen.download(".links a[href*='chart.pdf']").await;
        assert!(name.ends_with(".pdf") && pdf.starts_with(b"%PDF-"), "{name}");
    }
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
