//! The tablet's screens: each that a client can meet, with every way of answering.

use peil_tests::CLIENT_CODE;
use serde_json::json;

use super::{
    house::House,
    judge::{Judge, Width},
};
use crate::screen::Screen;

/// What is visited here.
pub(super) const PATHS: [&str; 3] = ["/t", "/t/{code}", "/t/done"];

/// The window on a tablet.
const TABLET: (u32, u32) = (1024, 768);

/// The buttons at the foot: the way back, and the way on.
const ON: &str = ".tablet-buttons > button:last-child";

/// Down to where the bar of buttons lies over nothing: elsewhere what scrolls under it counts as too small to touch.
const TO_THE_END: &str = "window.scrollTo(0, document.body.scrollHeight)";

/// The question whether somebody is still there comes at once, this time only.
const IDLE: &str = "const later = window.setTimeout;
    window.setTimeout = (work, ms) => {
        if (ms !== 240000) return later(work, ms);
        window.setTimeout = later;
        return later(work, 0);
    };
    document.dispatchEvent(new Event('pointerdown'));";

/// Nothing reaches the service.
const OFFLINE: &str = "window.fetch = () => Promise.reject(new TypeError('no network'));";

/// Every screen, first with a code that is wrong.
pub(super) async fn walk(screen: &Screen, house: &House, judge: &mut Judge) {
    let (width, height) = TABLET;
    screen.browser.set_window_rect(0, 0, width, height).await.unwrap();
    screen.go("/t").await;
    speak(screen, judge).await;
    judged(screen, judge, "the code", "#code").await;
    screen.fill("#code", "AAA-AAA").await;
    screen.click(ON).await;
    judged(screen, judge, "a wrong code", "#error").await;

    screen.go(&format!("/t/{}", house.tonight.code)).await;
    speak(screen, judge).await;
    judged(screen, judge, "the names", "ul.names").await;
    screen.press("Iep").await;
    judged(screen, judge, "the own code", "#own").await;
    screen.fill("#own", "99999").await;
    screen.click(ON).await;
    judged(screen, judge, "a wrong own code", "#error").await;
    screen.fill("#own", CLIENT_CODE).await;
    screen.click(ON).await;
    judged(screen, judge, "before or after", "ul.ways").await;
    screen.click("ul.ways li:nth-child(2) button").await;
    judged(screen, judge, "before the questions", "ul.points").await;
    screen.click(ON).await;
    questions(screen, judge).await;
    finish(screen, house, judge).await;
}

/// The page in the judge's language.
async fn speak(screen: &Screen, judge: &Judge) {
    screen.click(&format!("[data-language={}]", judge.language())).await;
}

/// Answers the first of every kind, and skips the rest until the end.
async fn questions(screen: &Screen, judge: &mut Judge) {
    let kinds = [(".options", "choice"), (".line", "line"), ("textarea", "words"), ("input.number", "number")];
    let mut met: Vec<&str> = Vec::new();
    for _ in 0..60 {
        screen.see(ON).await;
        if screen.run("return document.querySelector('section.check') !== null").await == json!(true) {
            break;
        }
        for (selector, kind) in kinds {
            let shown = format!("return document.querySelector({selector:?}) !== null");
            if met.contains(&kind) || screen.run(&shown).await != json!(true) {
                continue;
            }
            met.push(kind);
            judged(screen, judge, &format!("a {kind}, untouched"), selector).await;
            on_a_telephone(screen, judge, &format!("a {kind}, untouched")).await;
            match kind {
                "words" => screen.fill(selector, "Ik slaap weer.").await,
                "number" => screen.fill(selector, "7").await,
                "choice" => screen.click("label.option").await,
                _ => screen.click(selector).await,
            }
            judged(screen, judge, &format!("a {kind}, answered"), selector).await;
            if kind == "number" {
                screen.fill(selector, "777").await;
                screen.click(ON).await;
                judged(screen, judge, "a number out of range", ".room.error").await;
                screen.fill(selector, "\u{e003}\u{e003}\u{e003}").await;
            }
        }
        let place = "return document.querySelector('.tablet-top').innerText + document.querySelector('h1').innerText";
        let before = screen.run(place).await;
        screen.click(ON).await;
        peil_tests::eventually("the next question", async || (screen.run(place).await != before).then_some(())).await;
    }
    assert_eq!(met.len(), kinds.len(), "every kind was asked: {met:?}");
}

async fn finish(screen: &Screen, house: &House, judge: &mut Judge) {
    judged(screen, judge, "what is sent", "section.check").await;
    screen.run(IDLE).await;
    judged(screen, judge, "still there?", "dialog[open]").await;
    screen.click("dialog button").await;
    screen.run(OFFLINE).await;
    screen.click(ON).await;
    judged(screen, judge, "waiting for the connection", "p.lead[role=status]").await;
    screen.go(&format!("/t/done#{}", judge.language())).await;
    judged(screen, judge, "done", "[data-next]").await;
    line_question(screen, house, judge).await;
}

/// Back with a connection: what was kept is sent, and then comes the question about the line.
async fn line_question(screen: &Screen, house: &House, judge: &mut Judge) {
    screen.go(&format!("/t/{}", house.tonight.code)).await;
    speak(screen, judge).await;
    screen.see("ul.names").await;
    screen.press("Iep").await;
    screen.fill("#own", CLIENT_CODE).await;
    screen.click(ON).await;
    judged(screen, judge, "all was sent", "p.lead").await;
    screen.click(ON).await;
    judged(screen, judge, "the question about the line", "[data-line-question]:not([hidden])").await;
    on_a_telephone(screen, judge, "the question about the line").await;
    screen.run(OFFLINE).await;
    screen.click(".line-question label:has(input[value=yes])").await;
    screen.click("[data-line-save]").await;
    judged(screen, judge, "not known whether it was kept", "[data-line-said]:not(:empty)").await;
}

async fn judged(screen: &Screen, judge: &mut Judge, name: &str, shows: &str) {
    screen.see(shows).await;
    screen.run(TO_THE_END).await;
    judge.page(screen, &format!("tablet, {name}"), Width::Wide).await;
}

async fn on_a_telephone(screen: &Screen, judge: &mut Judge, name: &str) {
    screen.browser.set_window_rect(0, 0, 390, 844).await.unwrap();
    screen.run(TO_THE_END).await;
    judge.page(screen, &format!("tablet, {name}"), Width::Telephone).await;
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(screen.run(wide).await, json!(0), "{name}: nothing is wider than a telephone");
    let (width, height) = TABLET;
    screen.browser.set_window_rect(0, 0, width, height).await.unwrap();
}
