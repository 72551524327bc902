//! What a team lead does with the groups of the team, and what a therapist takes to intervision.

use peil_service::{clock::Clock, domain::JobId};
use peil_tests::TestApp;
use serde_json::json;

use crate::{
    driver::{Driver, is_skipped},
    screen::{Screen, log_in},
};

const WIDE: &str = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
/// A folder for screenshots to look at: two widths, two languages, light and dark.
const LOOK: &str = "PEIL_SCREENSHOTS";

/// Writes what stands on the screen, whole, where a folder was named.
async fn kept(screen: &Screen, name: &str) {
    let Some(folder) = std::env::var_os(LOOK) else { return };
    for (width, what) in [(390, "phone"), (1280, "wide")] {
        let height = "return document.documentElement.scrollHeight";
        screen.browser.set_window_rect(0, 0, width, 900).await.unwrap();
        let high = u32::try_from(screen.run(height).await.as_u64().unwrap()).unwrap();
        screen.browser.set_window_rect(0, 0, width, high + 140).await.unwrap();
        let picture = screen.browser.screenshot_as_png().await.unwrap();
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}-{what}.png")), picture).unwrap();
    }
    screen.browser.set_window_rect(0, 0, 1280, 900).await.unwrap();
}

#[tokio::test]
async fn a_team_lead_looks_at_the_groups_side_by_side() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.crowd(&practice, 12, 8).await;
    let names =
        "UPDATE groups g SET name = (ARRAY['Maandag', 'Dinsdag', 'Woensdag', 'Donderdag', 'Vrijdag', 'Zaterdag'])
                                            [1 + (g2.n - 1) % 6] || (CASE WHEN g2.n > 6 THEN 'avond' ELSE 'ochtend' END)
                 FROM g g2 WHERE g2.id = g.group_id;
                 UPDATE scores x SET value = greatest(0, least(27, value + (m.n % 4 - 1.5) * 2))
                 FROM m, sessions s WHERE m.id = x.membership_id AND s.session_id = x.session_id AND s.number > 3
                   AND x.instrument_id = 'phq-9'";
    app.owner.batch_execute("ALTER TABLE scores DISABLE TRIGGER USER").await.unwrap();
    app.owner.batch_execute(names).await.unwrap();
    let (mut connection, now) = (app.store.connect().await.unwrap(), app.clock.now());
    let tenant = connection.begin(practice.id).await.unwrap();
    tenant.insert_job(JobId::new(now), ("phq-9", "total"), None, now).await.unwrap();
    tenant.commit().await.unwrap();
    app.analysed().await;
    app.compared().await;

    let screen = driver.open("team", &app.url).await;
    log_in(&screen, practice.marieke()).await;
    screen.click("nav.places a[href='/team/groups']").await;
    screen.arrives_at("/team/groups").await;
    screen.see("#team-effects .chart-effects").await;
    screen.see("#team-funnel .chart-groups").await;
    screen.reads("De groepen staan nooit op volgorde van uitkomst").await;
    let heard = screen.run("return document.querySelector('#team-effects desc').textContent").await;
    assert!(heard.as_str().unwrap().contains("door toeval alleen"), "{heard}");
    screen.click("#team-numbers summary").await;
    let rows = "return document.querySelectorAll('#team-numbers tbody tr').length";
    assert_eq!(screen.run(rows).await, json!(12));
    kept(&screen, "team-nl").await;
    screen.click("a[href*='sort=start']").await;
    screen.arrives_at("/team/groups").await;
    let current = "return [...document.querySelectorAll('.team-choices [aria-current]')].map((a) => a.textContent)";
    assert!(screen.run(current).await.as_array().unwrap().contains(&json!("naar begindatum")));
    let (name, file) = screen.download("a[href*='funnel/chart.pdf']").await;
    assert!(name == "peil-trechter.pdf" && file.starts_with(b"%PDF-"), "{name}");
    screen.browser.set_window_rect(0, 0, 390, 844).await.unwrap();
    screen.see(".chart-holder.for-phone svg").await;
    assert_eq!(screen.run(WIDE).await, json!(0), "nothing is wider than a telephone");
    screen.browser.set_window_rect(0, 0, 1280, 900).await.unwrap();
    screen.click("form[action='/language'] button").await;
    screen.reads("Groups side by side").await;
    kept(&screen, "team-en").await;
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}

#[tokio::test]
async fn a_comparison_that_is_being_made_comes_by_itself() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.crowd(&practice, 6, 8).await;
    let (mut connection, now) = (app.store.connect().await.unwrap(), app.clock.now());
    let tenant = connection.begin(practice.id).await.unwrap();
    tenant.insert_job(JobId::new(now), ("phq-9", "total"), None, now).await.unwrap();
    tenant.commit().await.unwrap();
    app.analysed().await;
    app.compared().await;
    let held = "UPDATE comparisons SET version = 0, claimed_at = $1";
    app.owner.execute(held, &[&app.clock.now()]).await.unwrap();
    let screen = driver.open("counting", &app.url).await;
    log_in(&screen, practice.marieke()).await;
    screen.go("/team/groups").await;
    screen.see("[data-under-way]").await;
    screen.reads("De vergelijking wordt nu gemaakt").await;
    kept(&screen, "counting-nl").await;
    app.owner.execute("UPDATE comparisons SET claimed_at = NULL", &[]).await.unwrap();
    screen.see("#team-effects .chart-effects").await;
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}

#[tokio::test]
async fn a_case_is_taken_to_intervision() {
    if is_skipped() {
        return;
    }
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.hold_sessions(&practice, 6).await;
    app.analysed().await;
    let screen = driver.open("case", &app.url).await;
    log_in(&screen, practice.anna()).await;
    screen.click(&format!("a[href='/groups/{}']", practice.group)).await;
    screen.click(&format!("a.member-link[href*='{}']", practice.member("Eik"))).await;
    screen.see("#chart-heading").await;
    let (name, file) = screen.download(".actions a[href*='case.pdf']").await;
    assert!(name == "peil-casus.pdf" && file.starts_with(b"%PDF-"), "{name}");
    assert_eq!(app.count("audit WHERE action = 'download-case'").await, 1);
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}
