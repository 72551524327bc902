//! Signals as episodes: when a rule begins to speak, goes on, asks for more, and falls silent.

use std::collections::BTreeSet;

use peil_service::{
    clock::Clock,
    domain::{Attendance, GroupId},
    signals::{evaluate_all, follow},
};
use peil_stats::signals::Settings;
use peil_tests::{Did, Practice, TestApp};

/// Everybody but one is as at the start.
fn only(name: &'static str, total: i64) -> impl Fn(&str) -> Did {
    move |member| Did::Came(Some(if member == name { total } else { 12 }), Some(7))
}

/// The open and ceased episodes of a rule: urgency, round, session raised at, session ceased at; oldest first.
async fn episodes(app: &TestApp, rule: &str) -> Vec<(String, i16, i16, Option<i16>)> {
    let query = "SELECT x.urgency, x.round, s.number, c.number FROM signals x
                 JOIN sessions s USING (organisation_id, session_id)
                 LEFT JOIN sessions c ON c.organisation_id = x.organisation_id AND c.session_id = x.ceased_session_id
                 WHERE x.rule = $1 AND (x.ceased_at IS NULL) = (c.number IS NULL) ORDER BY s.number, x.signal_id";
    let rows = app.owner.query(query, &[&rule]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3))).collect()
}

fn is(urgency: &str, round: i16, raised: i16, ceased: Option<i16>) -> (String, i16, i16, Option<i16>) {
    (urgency.to_owned(), round, raised, ceased)
}

/// All that is stored of the module's signals.
async fn stored(app: &TestApp) -> String {
    let query =
        "SELECT coalesce(string_agg(x::text, E'\\n' ORDER BY x.signal_id), '') FROM signals x WHERE x.level IS NULL";
    app.owner.query_one(query, &[]).await.unwrap().get(0)
}

async fn hold(app: &TestApp, practice: &Practice, weeks: i64, did: impl Fn(&str) -> Did) {
    app.hold_evening(practice, weeks, true, did).await;
    app.analysed().await;
}

#[tokio::test]
async fn a_deterioration_is_raised_confirmed_kept_ceased_and_raised_anew() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    hold(&app, &practice, 9, only("Berk", 12)).await;
    assert!(episodes(&app, "DET").await.is_empty());
    hold(&app, &practice, 8, only("Berk", 18)).await;
    assert_eq!(episodes(&app, "DET").await, [is("watch", 1, 2, None)]);
    let query = "SELECT value, crossed_limit, inputs ->> 'kind', module_version, group_id, membership_id FROM signals";
    let row = app.owner.query_one(query, &[]).await.unwrap();
    assert_eq!((row.get::<_, f64>(0), row.get::<_, f64>(1)), (-6.0, -6.0));
    assert_eq!(row.get::<_, &str>(2), "deterioration");
    assert_eq!(row.get::<_, &str>(3), peil_service::signals::VERSION);
    assert_eq!(
        (row.get::<_, uuid::Uuid>(4), row.get::<_, uuid::Uuid>(5)),
        (practice.group.uuid(), practice.member("Berk"))
    );

    hold(&app, &practice, 7, only("Berk", 19)).await;
    assert_eq!(episodes(&app, "DET").await, [is("attention", 2, 2, None)], "confirmed: it waits to be seen again");
    assert_eq!(app.count("signals WHERE rule = 'DET' AND value = -7 AND renewed_at IS NOT NULL").await, 1);
    // A session without a score says nothing new.
    hold(&app, &practice, 6, |name| if name == "Berk" { Did::Came(None, None) } else { Did::Came(Some(12), None) })
        .await;
    assert_eq!(episodes(&app, "DET").await, [is("attention", 2, 2, None)]);

    hold(&app, &practice, 5, only("Berk", 13)).await;
    assert_eq!(episodes(&app, "DET").await, [is("attention", 2, 2, Some(5))]);
    let before = app.owner.query_one("SELECT x::text FROM signals x WHERE rule = 'DET'", &[]).await.unwrap();
    hold(&app, &practice, 4, only("Berk", 20)).await;
    assert_eq!(episodes(&app, "DET").await, [is("attention", 2, 2, Some(5)), is("watch", 1, 6, None)]);
    let after = "SELECT x::text FROM signals x WHERE rule = 'DET' AND ceased_at IS NOT NULL";
    let after = app.owner.query_one(after, &[]).await.unwrap();
    assert_eq!(before.get::<_, String>(0), after.get::<_, String>(0), "history stays as it was written");
}

#[tokio::test]
async fn evaluating_anew_changes_nothing() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    hold(&app, &practice, 3, only("Berk", 12)).await;
    hold(&app, &practice, 2, only("Berk", 20)).await;
    hold(
        &app,
        &practice,
        1,
        |name| if name == "Berk" { Did::Came(Some(21), Some(1)) } else { Did::Came(None, Some(9)) },
    )
    .await;
    hold(&app, &practice, 1, |_| Did::Came(None, Some(9))).await;
    let before = stored(&app).await;
    assert!(before.contains("DET") && before.contains("MISS"), "{before}");
    for scale in [("phq-9", "total"), ("peil-session", "total")] {
        let mut connection = app.store.connect().await.unwrap();
        let tenant = connection.begin(practice.id).await.unwrap();
        let now = app.clock.now();
        tenant.insert_job(peil_service::domain::JobId::new(now), scale, None, now).await.unwrap();
        tenant.commit().await.unwrap();
        app.analysed().await;
        assert_eq!(stored(&app).await, before);
    }
}

#[tokio::test]
async fn one_answer_writes_what_judging_everybody_anew_writes() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.crowd(&practice, 16, 8).await;
    let mut connection = app.store.connect().await.unwrap();
    let (settings, now) = (Settings::default(), app.clock.now());
    let tenant = connection.begin(practice.id).await.unwrap();
    evaluate_all(&tenant, &app.library, &settings, now).await.unwrap();
    tenant.commit().await.unwrap();
    let mut judge = async |groups: &BTreeSet<GroupId>| {
        let tenant = connection.begin(practice.id).await.unwrap();
        assert!(follow(&tenant, &app.library, ("phq-9", "total"), groups, &settings, now).await.unwrap());
        tenant.commit().await.unwrap();
    };
    let ids = app.owner.query("SELECT id FROM g ORDER BY n", &[]).await.unwrap();
    let everywhere: BTreeSet<GroupId> = ids.iter().map(|row| GroupId::from(row.get::<_, uuid::Uuid>(0))).collect();
    let one = GroupId::from(ids[6].get::<_, uuid::Uuid>(0));
    let all = async |of: &str| -> BTreeSet<String> {
        let query = format!("SELECT x::text || coalesce((SELECT string_agg(l::text, ' ' ORDER BY l::text) FROM signal_levels l
                                                         WHERE l.signal_id = x.signal_id), '') FROM signals x WHERE {of}");
        app.owner.query(&query, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
    };
    // Whatever the plans of the statements were made for: one group gets what it got among all.
    let before = all("true").await;
    for _ in 0..6 {
        judge(&everywhere).await;
    }
    judge(&BTreeSet::from([one])).await;
    assert!(before.len() > 50 && all("true").await == before, "nothing new");

    let newest = "INSERT INTO scores (organisation_id, score_id, client_id, membership_id, session_id, response_id,
                      instrument_id, instrument_version, scale, scoring_hash, measured_on, outcome, value, computed_at)
                  SELECT x.organisation_id, gen_random_uuid(), x.client_id, x.membership_id, x.session_id, x.response_id,
                         x.instrument_id, x.instrument_version, x.scale, 'y', x.measured_on, x.outcome, 27, now()
                  FROM scores x JOIN memberships m USING (organisation_id, membership_id)
                  WHERE m.group_id = $1 AND x.instrument_id = 'phq-9' ORDER BY x.measured_on DESC, m.pseudonym LIMIT 1
                  RETURNING membership_id";
    let answered: uuid::Uuid = app.owner.query_one(newest, &[&one.uuid()]).await.unwrap().get(0);
    judge(&BTreeSet::from([one])).await;
    let of_others = format!("membership_id IS DISTINCT FROM '{answered}' AND membership_id IS NOT NULL");
    let after = all("true").await;
    assert!(after.iter().any(|row| row.contains("DET") && !before.contains(row)), "27 is worse");
    assert!(all(&of_others).await.is_subset(&before), "who did not answer keeps his signals as they are");
    judge(&everywhere).await;
    assert_eq!(all("true").await, after, "judging all groups anew finds the same");

    // And from nothing.
    let open = async || -> BTreeSet<String> {
        let query =
            "SELECT (membership_id, rule, instrument_id, scale, urgency, value, crossed_limit, inputs, model)::text
                     FROM signals WHERE group_id = $1 AND ceased_at IS NULL AND instrument_id = 'phq-9'";
        app.owner.query(query, &[&one.uuid()]).await.unwrap().iter().map(|row| row.get(0)).collect()
    };
    let found = open().await;
    let forgets = format!(
        "DELETE FROM signal_levels USING signals x WHERE x.signal_id = signal_levels.signal_id AND x.group_id = '{one}';
         DELETE FROM signals WHERE group_id = '{one}';"
    );
    app.owner.batch_execute(&forgets).await.unwrap();
    judge(&BTreeSet::from([one])).await;
    assert_eq!(open().await, found);
}

#[tokio::test]
async fn who_stands_still_is_noticed_after_eight_sessions() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let better =
        |week: i64| move |name: &str| Did::Came(Some(if name == "Iep" { 15 } else { 14 - 2 * (week / 2) }), Some(7));
    for week in 0..8 {
        hold(&app, &practice, 9 - week, better(week)).await;
    }
    assert!(episodes(&app, "STAG").await.is_empty());
    hold(&app, &practice, 1, better(6)).await;
    let stuck = "signals WHERE rule = 'STAG' AND ceased_at IS NULL";
    assert_eq!(app.count(stuck).await, 1);
    assert_eq!(app.count(&format!("{stuck} AND membership_id = '{}'", practice.member("Iep"))).await, 1);
}

#[tokio::test]
async fn silence_and_absence_show_when_a_session_closes() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let gone = Did::Away(Attendance::AbsentWithoutNotice);
    let evening = |name: &str| match name {
        "Berk" => Did::Came(None, None),
        "Eik" => gone,
        "Iep" => Did::Away(Attendance::AbsentIll),
        _ => Did::Came(Some(12), Some(7)),
    };
    hold(&app, &practice, 3, evening).await;
    assert_eq!(app.count("signals").await, 0);
    app.hold_evening(&practice, 2, false, evening).await;
    app.analysed().await;
    assert_eq!(app.count("signals").await, 0, "while a session is open nobody has missed it");
    let (session, closed) = ("SELECT session_id FROM sessions WHERE closed_at IS NULL", app.clock.now());
    let session: uuid::Uuid = app.owner.query_one(session, &[]).await.unwrap().get(0);
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    peil_service::collect::close_session(&tenant, &app.library, session.into(), None, closed).await.unwrap();
    tenant.commit().await.unwrap();
    app.analysed().await;
    let about = async |rule: &str, name: &str| {
        app.count(&format!(
            "signals WHERE rule = '{rule}' AND ceased_at IS NULL AND membership_id = '{}'",
            practice.member(name)
        ))
        .await
    };
    assert_eq!((about("MISS", "Berk").await, about("DROP", "Berk").await), (1, 1));
    assert_eq!((about("MISS", "Eik").await, about("DROP", "Eik").await), (0, 1));
    assert_eq!(app.count("signals").await, 3, "ill is no absence without a word");
    // An absence says nothing new of the silence; a form does.
    hold(
        &app,
        &practice,
        1,
        |name| if name == "Berk" { Did::Away(Attendance::AbsentIll) } else { Did::Came(Some(12), None) },
    )
    .await;
    assert_eq!(about("MISS", "Berk").await, 1);
    hold(&app, &practice, 1, |_| Did::Came(Some(12), None)).await;
    assert_eq!(app.count("signals WHERE rule = 'MISS' AND ceased_at IS NOT NULL").await, 1);
    assert_eq!(about("MISS", "Berk").await, 0);
}

#[tokio::test]
async fn a_rupture_is_about_the_group_and_waits_for_the_room() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let rated = |shift: i64| move |name: &str| Did::Came(None, Some(if name < "F" { 8 - shift } else { 7 - shift }));
    for week in 0..4 {
        hold(&app, &practice, 8 - week, rated(0)).await;
    }
    assert_eq!(app.count("signals WHERE rule = 'G-RUPT'").await, 0);
    app.hold_evening(&practice, 3, false, rated(6)).await;
    app.analysed().await;
    assert_eq!(app.count("signals WHERE rule = 'G-RUPT'").await, 0, "half a room's ratings are not the room's");
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let session: uuid::Uuid =
        app.owner.query_one("SELECT session_id FROM sessions WHERE closed_at IS NULL", &[]).await.unwrap().get(0);
    peil_service::collect::close_session(&tenant, &app.library, session.into(), None, app.clock.now()).await.unwrap();
    tenant.commit().await.unwrap();
    app.analysed().await;
    let query = "SELECT membership_id, group_id, instrument_id, inputs ->> 'kind' FROM signals WHERE rule = 'G-RUPT'";
    let row = app.owner.query_one(query, &[]).await.unwrap();
    assert_eq!((row.get::<_, Option<uuid::Uuid>>(0), row.get::<_, uuid::Uuid>(1)), (None, practice.group.uuid()));
    assert_eq!((row.get::<_, &str>(2), row.get::<_, &str>(3)), ("phq-9", "group_rupture"));
    hold(&app, &practice, 2, rated(0)).await;
    assert_eq!(app.count("signals WHERE rule = 'G-RUPT' AND ceased_at IS NULL").await, 0);
}

#[tokio::test]
async fn what_is_wrong_with_the_module_does_not_stop_core() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    hold(&app, &practice, 2, only("Berk", 12)).await;
    let broken = "INSERT INTO expected_courses VALUES ($1, 'phq-9', 'total', 'file', '{}', 100, '1.0', now())";
    app.owner.execute(broken, &[&practice.id.uuid()]).await.unwrap();
    app.hold_evening(&practice, 1, true, only("Berk", 20)).await;
    peil_tests::eventually("the fit", async || {
        (app.count("fits WHERE instrument_id = 'phq-9' AND scores = 12").await == 1).then_some(())
    })
    .await;
    assert_eq!((app.count("signals").await, app.count("outbox WHERE attempts > 0").await > 0), (0, true));
}

#[tokio::test]
async fn where_the_module_is_off_nothing_is_evaluated_and_nothing_lost() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    hold(&app, &practice, 3, only("Berk", 12)).await;
    hold(&app, &practice, 2, only("Berk", 20)).await;
    let before = stored(&app).await;
    assert!(before.contains("DET"));
    app.owner.batch_execute("UPDATE organisations SET signals_enabled = false").await.unwrap();
    hold(&app, &practice, 1, |name| Did::Came(Some(if name == "Berk" { 12 } else { 24 }), Some(1))).await;
    assert_eq!(stored(&app).await, before);
    assert_eq!(app.count("fits WHERE instrument_id = 'phq-9' AND scores = 18").await, 1, "Core goes on");
}

#[tokio::test]
async fn sessions_past_the_plan_do_not_bring_drop_back() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let plan = "UPDATE groups SET format = 'closed', planned_sessions = 3 WHERE group_id = $1";
    app.owner.execute(plan, &[&practice.group.uuid()]).await.unwrap();
    let evening = |name: &str| match name {
        "Eik" => Did::Away(Attendance::AbsentWithoutNotice),
        _ => Did::Came(Some(12), Some(7)),
    };
    let mut speaking = Vec::new();
    for weeks in (1..=5).rev() {
        hold(&app, &practice, weeks, evening).await;
        speaking.push(app.count("signals WHERE rule = 'DROP' AND ceased_at IS NULL").await);
    }
    assert_eq!(speaking, [0, 1, 0, 0, 0], "from the last planned session on nobody can leave before the end");
}
