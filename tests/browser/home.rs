//! Tonight and the talk before, by keyboard alone: what a reader without a mouse meets, in its order.

use peil_tests::{PASSWORD, TestApp};
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::Screen,
};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";

/// Types where the focus is.
async fn type_in(screen: &Screen, keys: &str) {
    screen.browser.active_element().await.unwrap().send_keys(keys).await.unwrap();
}

/// Goes on with Tab until an element has the focus; each on the way shows that it has it.
async fn tab_to(screen: &Screen, selector: &str) -> usize {
    for presses in 1..60 {
        type_in(screen, TAB).await;
        let seen = "const at = document.activeElement, style = getComputedStyle(at);
            return at === document.body || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2";
        let what = "return document.activeElement.outerHTML.slice(0, 120)";
        assert_eq!(screen.run(seen).await, json!(true), "the focus is seen on {}", screen.run(what).await);
        if screen.run(&format!("return document.activeElement.matches({selector:?})")).await == json!(true) {
            return presses;
        }
    }
    panic!("{selector} is not reached by Tab");
}

/// One heading of the first rank, none skipped after it, and every landmark there with a name where it needs one.
async fn is_well_built(screen: &Screen) {
    let ranks = "return [...document.querySelectorAll('h1,h2,h3,h4')].map(one => Number(one.tagName[1]))";
    let ranks: Vec<u64> = serde_json::from_value(screen.run(ranks).await).unwrap();
    assert_eq!(ranks.iter().filter(|rank| **rank == 1).count(), 1, "{ranks:?}");
    assert!(ranks.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{ranks:?}");
    let landmarks = "return ['header', 'nav[aria-label]', 'main#main'].every(one => document.querySelector(one))
        && [...document.querySelectorAll('main section, aside')].every(one =>
            one.getAttribute('aria-label') || document.getElementById(one.getAttribute('aria-labelledby')))";
    assert_eq!(screen.run(landmarks).await, json!(true));
    let named = "return [...document.querySelectorAll('main a, main button')].every(one =>
        (one.checkVisibility({ contentVisibilityAuto: true }) && one.innerText || one.textContent).trim())";
    assert_eq!(screen.run(named).await, json!(true), "every link and button says something");
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(screen.run(wide).await, json!(0));
}

#[tokio::test]
async fn the_evening_begins_by_keyboard_alone() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 3).await;
    app.analysed().await;
    let tuesday = "INSERT INTO group_schedules SELECT organisation_id, group_id, 2, '19:30', 90, 1, now() FROM groups";
    app.owner.execute(tuesday, &[]).await.unwrap();
    let screen = driver.open("home", &app.url).await;
    screen.go("/login").await;
    tab_to(&screen, "#email").await;
    type_in(&screen, practice.anna()).await;
    tab_to(&screen, "#password").await;
    type_in(&screen, &format!("{PASSWORD}{ENTER}")).await;
    screen.arrives_at("/home").await;

    is_well_built(&screen).await;
    assert_eq!(tab_to(&screen, "a.skip").await, 1, "the way past the menu comes first");
    type_in(&screen, ENTER).await;
    let inside = "return document.querySelector('main').contains(document.activeElement)";
    let presses = tab_to(&screen, ".evening h3 a").await;
    assert_eq!((presses, screen.run(inside).await), (1, json!(true)), "the first group follows");
    tab_to(&screen, ".evening-do a[href$='/before']").await;
    type_in(&screen, ENTER).await;
    screen.arrives_at("/before").await;

    is_well_built(&screen).await;
    screen.reads("Vorige sessie").await;
    tab_to(&screen, "a.skip").await;
    type_in(&screen, ENTER).await;
    tab_to(&screen, "a[href$='/before.pdf']").await;
    tab_to(&screen, ".actions form button.primary").await;
    tab_to(&screen, ".people h3 a").await;
    screen.go(&format!("/groups/{}/before", practice.group)).await;
    tab_to(&screen, ".actions form button.primary").await;
    type_in(&screen, ENTER).await;
    screen.see("p.code").await;
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
