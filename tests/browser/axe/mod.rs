//! Every page of the service before axe-core, by WCAG 2.2 A and AA and by best practice: in both languages, light and dark,
//! with each role, some on a telephone. axe-core finds about half of what can be wrong; keyboard and words have tests of
//! their own.
//!
//! Where axe-core is unsure it says so, and the number is printed; `PEIL_AXE_UNSURE=1` prints each. Nearly all of it is the
//! contrast of words in an SVG, whose ground it cannot see: what lies under a word there are other shapes. That is judged by
//! the charts' own test of contrast, which draws every picture, on paper and on screen, light and dark, and looks at the
//! pixels under every word (4.5 : 1) and at every line and mark (3 : 1).

mod house;
mod judge;
mod stops;
mod tablet;

use std::collections::BTreeSet;

use peil_service::access::ROUTES;
use peil_tests::PASSWORD;
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::Screen,
};
use house::House;
use judge::{Judge, Width, axe};
use stops::{NO_PAGES, STOPS, Stop, VISITORS};

#[tokio::test]
async fn axe_finds_nothing_on_any_page_in_dutch() {
    every_page("nl").await;
}

#[tokio::test]
async fn axe_finds_nothing_on_any_page_in_english() {
    every_page("en").await;
}

/// A page that is new stands in the table of stops, or with a reason among what is no page.
#[test]
fn every_route_that_can_be_opened_is_a_stop_or_no_page() {
    let opened: BTreeSet<&str> = ROUTES.iter().filter(|route| route.method == "GET").map(|route| route.path).collect();
    let stops: BTreeSet<&str> = STOPS.iter().map(|stop| stop.path).chain(tablet::PATHS).collect();
    let none: BTreeSet<&str> = NO_PAGES.iter().map(|(path, _)| *path).collect();
    assert_eq!(stops.intersection(&none).collect::<Vec<_>>(), Vec::<&&str>::new(), "a page or none");
    let told: BTreeSet<&str> = stops.union(&none).copied().collect();
    assert_eq!(told, opened);
}

async fn every_page(language: &'static str) {
    let Some(axe) = axe() else { return };
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let house = House::found().await;
    let mut judge = Judge::new(axe, language);
    for visitor in VISITORS {
        let screen = driver.open("axe", &house.app.url).await;
        if let Some(who) = visitor {
            log_in(&screen, &house.email(who)).await;
        }
        if visitor.is_none() {
            screen.go("/about").await;
        }
        if language == "en" {
            screen.click(".account [name=language][value=en]").await;
            screen.see(".account [name=language][value=nl]").await;
        }
        for stop in STOPS.iter().filter(|stop| stop.who == *visitor) {
            visit(&screen, &house, &mut judge, stop).await;
        }
        screen.browser.quit().await.unwrap();
    }
    let screen = driver.open("axe", &house.app.url).await;
    tablet::walk(&screen, &house, &mut judge).await;
    screen.browser.quit().await.unwrap();
    judge.end();
}

async fn visit(screen: &Screen, house: &House, judge: &mut Judge, stop: &Stop) {
    let path = format!("{}{}", house.path(stop), stop.query);
    let name = format!("{} {}{}", stop.who.unwrap_or("anybody"), stop.path, stop.query);
    screen.browser.set_window_rect(0, 0, 1280, 900).await.unwrap();
    screen.go(&path).await;
    let status = screen.run("return performance.getEntriesByType('navigation')[0].responseStatus").await;
    assert_eq!(status, json!(stop.status), "{name}");
    if !stop.shows.is_empty() {
        screen.see(stop.shows).await;
    }
    // What is folded is read too.
    screen.run("document.querySelectorAll('details').forEach(one => { one.open = true; })").await;
    judge.page(screen, &name, Width::Wide).await;
    screen.browser.set_window_rect(0, 0, 390, 844).await.unwrap();
    screen.nothing_sticks_out(&name).await;
    if stop.phone {
        judge.page(screen, &name, Width::Telephone).await;
    }
}

async fn log_in(screen: &Screen, email: &str) {
    screen.go("/login").await;
    screen.fill("#email", email).await;
    screen.fill("#password", PASSWORD).await;
    screen.click("form button.primary").await;
    screen.see(".account .who").await;
}
