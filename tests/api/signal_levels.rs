//! A signal that begins at one level and goes on at another is judged from each of them on, by what was still to come.

use std::path::Path;

use jiff::ToSpan;
use peil_service::{
    clock::Clock,
    domain::{EndReason, JobId},
};
use peil_stats::expected::ExpectedCourse;
use peil_tests::{Did, Practice, TestApp};

use crate::{
    expected::{MAPPING, courses},
    import::{Files, peil},
};

/// Has the practice use an expected course that another organisation learnt.
async fn expect_a_course(app: &TestApp, practice: &Practice) -> ExpectedCourse {
    let files = Files::new(&[("enough.csv", &courses(110)), ("mapping.toml", MAPPING)]);
    let (data, mapping) = (files.path("enough.csv"), files.path("mapping.toml"));
    let paths: [(&str, &Path); 2] = [("--data", &data), ("--mapping", &mapping)];
    let output = peil(&app.database, &["import", "--organisation", "Bron"], &paths).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    app.clock.set(jiff::Timestamp::now());
    app.analysed().await;
    let copy =
        "INSERT INTO expected_courses (organisation_id, instrument_id, scale, source, parameters, slopes, courses,
                                              module_version, fitted_at)
                SELECT $1, instrument_id, scale, 'file', parameters, slopes, courses, module_version, fitted_at
                FROM expected_courses WHERE source = 'own' RETURNING parameters";
    let row = app.owner.query_one(copy, &[&practice.id.uuid()]).await.unwrap();
    ExpectedCourse::new(serde_json::from_value(row.get(0)).unwrap()).unwrap()
}

/// A start at which scores two, three and four weeks later lie between the two limits; with these scores.
fn amber(course: &ExpectedCourse) -> (i64, [i64; 3]) {
    let lies_between = |start: i64, weeks: f64, score: i64| {
        let limits = course.limits(start as f64, weeks);
        (-1.2815..-0.9945).contains(&limits.standardised(score as f64))
    };
    let of_start = |start: i64| {
        let at = |weeks| (start..=24).find(|score| lies_between(start, weeks, *score));
        Some((start, [at(2.0)?, at(3.0)?, at(4.0)?]))
    };
    (8..17).find_map(of_start).expect("a start with such scores")
}

/// The levels of the signals of OFF about a member: which, at which session, and whether it came true.
async fn levels(app: &TestApp, practice: &Practice, name: &str) -> Vec<(String, i16, Option<bool>)> {
    let query = "SELECT l.urgency, s.number, l.came_true FROM signal_levels l
                 JOIN signals x USING (organisation_id, signal_id)
                 JOIN sessions s ON s.organisation_id = l.organisation_id AND s.session_id = l.session_id
                 WHERE x.rule = 'OFF' AND l.evidence = 'off_track' AND x.membership_id = $1
                 ORDER BY s.number, l.urgency";
    let rows = app.owner.query(query, &[&practice.member(name)]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
}

#[tokio::test]
async fn amber_then_red_and_red_then_amber_are_judged_each_from_its_own_session() {
    let app = TestApp::spawn().await;
    // The command takes the machine's time.
    app.clock.set(jiff::Timestamp::now());
    let practice = app.organisation().await;
    let course = expect_a_course(&app, &practice).await;
    let (start, [third, fourth, fifth]) = amber(&course);
    let total = |name: &str, session: i64| match (name, session) {
        (_, 1 | 2) => start,
        ("Berk" | "Iep" | "Linde", 3) => third,
        ("Berk" | "Linde", 4) => 23,
        ("Linde", 5) => fifth,
        ("Berk", 5) => 24,
        ("Wilg", 3) => 23,
        ("Wilg" | "Iep", 4) => fourth,
        // As much worse as is red, and at the very end.
        ("Iep", 5) => 24,
        _ => start - 1,
    };
    for session in 1..=5 {
        app.hold_evening(&practice, 6 - session, true, |name| Did::Came(Some(total(name, session)), None)).await;
        app.analysed().await;
    }
    let is = |urgency: &str, session, came_true| (urgency.to_owned(), session, came_true);
    assert_eq!(levels(&app, &practice, "Berk").await, [is("note", 3, None), is("attention", 4, None)]);
    assert_eq!(levels(&app, &practice, "Wilg").await, [is("attention", 3, None), is("note", 4, None)]);
    // And amber again, from where it is.
    let to_and_fro = [is("note", 3, None), is("attention", 4, None), is("note", 5, None)];
    assert_eq!(levels(&app, &practice, "Linde").await, to_and_fro);
    let page = app.login(practice.anna()).await.page(&format!("/groups/{}", practice.group)).await;
    assert!(page.contains("Berk blijft achter bij het verwachte beloop"), "{page}");

    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let (today, now) = (practice.today(&app).checked_sub(1.days()).unwrap(), app.clock.now());
    for name in ["Berk", "Wilg", "Iep"] {
        tenant.end_membership(practice.member(name).into(), today, EndReason::Completed).await.unwrap();
    }
    tenant.insert_job(JobId::new(now), ("phq-9", "total"), Some(practice.group), now).await.unwrap();
    tenant.commit().await.unwrap();
    app.analysed().await;
    let (yes, no) = (Some(true), Some(false));
    assert_eq!(levels(&app, &practice, "Berk").await, [is("note", 3, yes), is("attention", 4, yes)]);
    assert_eq!(levels(&app, &practice, "Wilg").await, [is("attention", 3, no), is("note", 4, no)]);
    // What was said at the very last score foretold nothing; that it was amber before did.
    assert_eq!(levels(&app, &practice, "Iep").await, [is("note", 3, yes), is("attention", 5, None)]);

    let page = app.login(practice.wim()).await.page("/signals/performance").await;
    let of = |part: &str| {
        let (_, section) = page.split_once(&format!("OFF, {part}<")).unwrap();
        section.split_once("</section>").unwrap().0.to_owned()
    };
    // Of three, two end worse. Red in time was one of these, and the one that did not; amber were all three.
    assert!(of("rood").contains("1/2"), "{page}");
    assert!(of("oranje").contains("2/2") && of("oranje").contains("2/3"), "{page}");
}

/// The statement that wrote down the levels of the signals of before there were levels.
fn levels_of_before() -> &'static str {
    let migration = include_str!("../../migrations/V26__levels_reached.sql");
    let at = migration.find("INSERT INTO signal_levels").unwrap();
    migration[at..].split_once(';').unwrap().0
}

#[tokio::test]
async fn older_signals_of_which_no_level_is_known_are_told_and_counted_apart() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let total = |name: &str, session: i64| if matches!(name, "Berk" | "Wilg") && session > 1 { 21 } else { 12 };
    for session in 1..=3 {
        app.hold_evening(&practice, 4 - session, true, |name| Did::Came(Some(total(name, session)), None)).await;
        app.analysed().await;
    }
    let wim = app.login(practice.wim()).await;
    let page = wim.page("/signals/performance").await;
    assert!(!page.contains("ouder signaal") && !page.contains("oudere signalen"), "{page}");

    // As an organisation that is brought up to date finds itself: signals, and no level written down of any.
    let spoken = app.count("signals WHERE rule = 'DET' AND round = 2").await;
    assert_eq!(
        spoken, 2,
        "watch at first, confirmed after it: with which of both it began is not to be seen afterwards"
    );
    app.owner.batch_execute("DELETE FROM signal_levels").await.unwrap();
    app.owner.batch_execute(levels_of_before()).await.unwrap();
    assert_eq!(app.count("signal_levels WHERE NOT seen").await, 2);
    let page = wim.page("/signals/performance").await;
    assert!(page.contains("Van 2 oudere signalen is alleen de laatste stand bewaard"), "{page}");
    // Of one of both it was written down after all.
    let seen =
        "UPDATE signal_levels SET seen = true WHERE signal_id = (SELECT min(signal_id::text)::uuid FROM signal_levels)";
    app.owner.batch_execute(seen).await.unwrap();
    let page = wim.page("/signals/performance").await;
    assert!(page.contains("Van 1 ouder signaal is alleen de laatste stand bewaard"), "{page}");
    wim.post("/language", &[("language", "en"), ("back", "/groups")]).await;
    let page = wim.page("/signals/performance").await;
    assert!(page.contains("Of 1 older signal only the last state was kept"), "{page}");
}
