//! What a client does at the tablet, one screen after the other.

use serde_json::json;

use crate::screen::Screen;

/// Types the session's code, chooses a name, types the own code, and begins.
pub(crate) async fn enter(tablet: &Screen, code: &str, name: &str) {
    type_codes(tablet, code, name).await;
    tablet.reads("Voor u begint").await;
    tablet.press("Begin").await;
}

/// Types the session's code, chooses a name, types the own code.
pub(crate) async fn type_codes(tablet: &Screen, code: &str, name: &str) {
    tablet.go("/t").await;
    tablet.reads("Vul de code van deze sessie in.").await;
    tablet.fill("#code", code).await;
    tablet.press("Verder").await;
    tablet.reads("Wie bent u?").await;
    tablet.press(name).await;
    tablet.reads(&format!("U koos {name}.")).await;
    tablet.fill("#own", peil_tests::CLIENT_CODE).await;
    tablet.press("Verder").await;
}

/// Chooses an option of the question on the screen.
pub(crate) async fn choose(tablet: &Screen, item: &str, value: u8) {
    tablet.click(&format!("label.option:has(input[name='{item}'][value='{value}'])")).await;
    assert_eq!(chosen(tablet).await, Some(value), "{item}");
}

/// The option that is chosen on the screen.
pub(crate) async fn chosen(tablet: &Screen) -> Option<u8> {
    let value = tablet.run("return document.querySelector('input[type=radio]:checked')?.value ?? null").await;
    value.as_str().map(|value| value.parse().unwrap())
}

/// Answers questions of the PHQ-9, from `first` on, each on a screen of its own.
pub(crate) async fn answer(tablet: &Screen, first: usize, values: &[u8]) {
    for (number, value) in (first..).zip(values) {
        tablet.reads(&format!("Vraag {number} van 9")).await;
        choose(tablet, &format!("phq{number}"), *value).await;
        tablet.press("Volgende").await;
    }
}

/// Clicks each line of the session scale at these percents of its length.
pub(crate) async fn click_lines(tablet: &Screen, percents: [i64; 4]) {
    for (number, percent) in (1..).zip(percents) {
        tablet.reads(&format!("Vraag {number} van 4")).await;
        assert_eq!(tablet.run(VALUE).await, json!(null), "an untouched line has no value");
        let track = tablet.see(".line").await;
        let width = tablet.run("return document.querySelector('.line .track').getBoundingClientRect().width").await;
        // From the middle of the line, as the driver counts.
        let shift = (width.as_f64().unwrap() * (percent - 50) as f64 / 100.0).round() as i64;
        tablet.browser.action_chain().move_to_element_with_offset(&track, shift, 0).click().perform().await.unwrap();
        let value: f64 = tablet.run(VALUE).await.as_str().unwrap().parse().unwrap();
        assert!((value - percent as f64 / 10.0).abs() <= 0.2, "clicked at {percent} %, got {value}");
        tablet.press("Volgende").await;
    }
}

/// What a reader of the screen is told of the line.
const VALUE: &str = "return document.querySelector('.line').getAttribute('aria-valuenow')";
