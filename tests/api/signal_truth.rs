//! What became of signals: judged when a stay ends, and told as the organisation's own rates.

use jiff::{SignedDuration, ToSpan};
use peil_service::{
    clock::Clock,
    domain::{Attendance, EndReason, JobId},
};
use peil_tests::{Did, Person, Practice, TestApp, eventually};
use uuid::Uuid;

/// Berk gets worse and stays so, Wilg only for one evening, Iep at the very end.
fn total(name: &str, session: i64) -> i64 {
    match (name, session) {
        ("Berk", 2..) => 21,
        ("Wilg", 2) | ("Iep", 4) => 19,
        _ => 12,
    }
}

async fn four_sessions(app: &TestApp, practice: &Practice) {
    for session in 1..=4 {
        app.hold_evening(practice, 6 - session, true, |name| Did::Came(Some(total(name, session)), None)).await;
        app.analysed().await;
    }
}

/// Ends three stays today, and has the group evaluated once more.
async fn part(app: &TestApp, practice: &Practice) {
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let (today, now) = (practice.today(app).checked_sub(1.days()).unwrap(), app.clock.now());
    for name in ["Berk", "Wilg", "Iep"] {
        tenant.end_membership(practice.member(name).into(), today, EndReason::Completed).await.unwrap();
    }
    tenant.insert_job(JobId::new(now), ("phq-9", "total"), Some(practice.group), now).await.unwrap();
    tenant.commit().await.unwrap();
    app.analysed().await;
}

async fn judged(app: &TestApp, practice: &Practice, name: &str) -> Vec<Option<bool>> {
    let query = "SELECT came_true FROM signals WHERE rule = 'DET' AND judged_at IS NOT NULL AND ceased_at IS NOT NULL
                   AND membership_id = $1";
    let rows = app.owner.query(query, &[&practice.member(name)]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// What the page of a signal says became of it.
async fn outcome(app: &TestApp, practice: &Practice, person: &Person, (rule, name): (&str, &str)) -> String {
    let query = "SELECT signal_id FROM signals WHERE rule = $1 AND membership_id = $2 AND level IS NULL";
    let id: Uuid = app.owner.query_one(query, &[&rule, &practice.member(name)]).await.unwrap().get(0);
    let page = person.page(&format!("/groups/{}/signals/{id}", practice.group)).await;
    let (_, told) = page.split_once("id=\"outcome-heading\"").unwrap_or_else(|| panic!("{page}"));
    told.split_once("</section>").unwrap().0.to_owned()
}

#[tokio::test]
async fn a_signal_tells_what_became_of_it_by_which_definition() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    four_sessions(&app, &practice).await;
    let anna = app.login(practice.anna()).await;
    let before = outcome(&app, &practice, &anna, ("DET", "Berk")).await;
    assert!(
        before.contains("Nog niet bekend. Het wordt beoordeeld als het traject van Berk is afgelopen."),
        "{before}"
    );
    assert!(before.contains("aan het einde van het traject betrouwbaar slechter"), "{before}");
    part(&app, &practice).await;
    for (name, said) in [
        ("Berk", "Het kwam uit."),
        ("Wilg", "Het kwam niet uit."),
        ("Iep", "Of het uitkwam, kan niemand weten: na dit signaal kwam er niets meer"),
    ] {
        let told = outcome(&app, &practice, &anna, ("DET", name)).await;
        assert!(told.contains(said), "{name}: {told}");
        assert!(told.contains("aan het einde van het traject betrouwbaar slechter is dan de eerste"), "{name}: {told}");
    }
    // What truly happens in a group is not measured: no later moment will tell.
    let copy = "INSERT INTO signals (organisation_id, signal_id, group_id, membership_id, session_id, rule, rule_version,
                                     instrument_id, scale, inputs, raised_at, urgency, value, crossed_limit, module_version)
                SELECT organisation_id, gen_random_uuid(), group_id, $1, session_id, 'G-OUT', '2', 'peil-session', 'total',
                       '{\"kind\": \"group_outsider\", \"score\": 10, \"others\": 30, \"deviation\": 10,
                         \"below\": 2, \"limit\": 1.5, \"times\": 2}',
                       raised_at, 'note', -2, -1.5, module_version
                FROM signals WHERE rule = 'DET' AND membership_id = $2";
    app.owner.execute(copy, &[&practice.member("Eik"), &practice.member("Berk")]).await.unwrap();
    let told = outcome(&app, &practice, &anna, ("G-OUT", "Eik")).await;
    assert!(told.contains("wordt hier nooit bekend") && !told.contains("Nog niet bekend"), "{told}");
}

/// An evening after which everything was judged; Berk comes or stays away without a word, the others come.
async fn with_berk(app: &TestApp, practice: &Practice, weeks: i64, came: bool) {
    let did = move |name: &str| match (name, came) {
        ("Berk", false) => Did::Away(Attendance::AbsentWithoutNotice),
        _ => Did::Came(Some(12), None),
    };
    app.hold_evening(practice, weeks, true, did).await;
    app.analysed().await;
}

#[tokio::test]
async fn a_signal_is_judged_from_where_it_came_to_stand_as_it_is_shown() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    // Two absences in the last four sessions: DROP by its marks from the third session on.
    for (session, came) in (1..=6).zip([true, false, false, true, false, true]) {
        with_berk(&app, &practice, 10 - session, came).await;
    }
    let berk = practice.member("Berk");
    let kind = "SELECT inputs ->> 'kind' FROM signals
                WHERE rule = 'DROP' AND membership_id = $1 AND ceased_at IS NULL AND level IS NULL";
    let kind = async || app.owner.query_one(kind, &[&berk]).await.unwrap().get::<_, String>(0);
    assert_eq!(kind().await, "dropout_marks");
    // Others have left before: from the seventh session on a model speaks.
    app.past_stays(&practice, 0, 45).await;
    app.clock.pass(SignedDuration::from_hours(25));
    with_berk(&app, &practice, 3, false).await;
    eventually("the model to speak", async || (kind().await == "dropout_by_model").then_some(())).await;
    app.analysed().await;
    for weeks in (0..=2).rev() {
        with_berk(&app, &practice, weeks, false).await;
    }
    let (mut connection, now) = (app.store.connect().await.unwrap(), app.clock.now());
    let tenant = connection.begin(practice.id).await.unwrap();
    tenant.end_membership(berk.into(), practice.today(&app), EndReason::Dropout).await.unwrap();
    tenant.insert_job(JobId::new(now), ("phq-9", "total"), Some(practice.group), now).await.unwrap();
    tenant.commit().await.unwrap();
    app.analysed().await;

    // Four sessions after the third Berk was still there; after the seventh he was not.
    let levels = "SELECT l.evidence, s.number, l.came_true FROM signal_levels l
                  JOIN signals x USING (organisation_id, signal_id) JOIN sessions s ON s.session_id = l.session_id
                  WHERE x.rule = 'DROP' AND x.membership_id = $1 ORDER BY l.reached_at";
    let levels = app.owner.query(levels, &[&berk]).await.unwrap();
    let of = |row: &tokio_postgres::Row| (row.get::<_, String>(0), row.get::<_, i16>(1), row.get::<_, Option<bool>>(2));
    let levels: Vec<_> = levels.iter().map(of).collect();
    assert_eq!(levels.first(), Some(&("dropout_marks".to_owned(), 3, Some(false))), "{levels:?}");
    assert!(levels.contains(&("dropout_by_model".to_owned(), 7, Some(true))), "{levels:?}");
    assert_eq!(app.count("signals WHERE rule = 'DROP' AND came_true = false").await, 1, "as it began");
    let anna = app.login(practice.anna()).await;
    let told = outcome(&app, &practice, &anna, ("DROP", "Berk")).await;
    assert!(told.contains("Het kwam uit. Dit is geteld vanaf sessie 7, waarin"), "{told}");
    // Of a signal of before nobody wrote down the levels: it is told from where it began.
    app.owner.batch_execute("UPDATE signal_levels SET seen = false").await.unwrap();
    let told = outcome(&app, &practice, &anna, ("DROP", "Berk")).await;
    assert!(told.contains("Het kwam niet uit. Dit is geteld vanaf sessie 3, waarin"), "{told}");
}

#[tokio::test]
async fn signals_are_judged_once_when_the_stay_ends() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    four_sessions(&app, &practice).await;
    assert_eq!(app.count("signals WHERE rule = 'DET'").await, 3);
    assert_eq!(app.count("signals WHERE judged_at IS NOT NULL").await, 0, "nobody has left");
    part(&app, &practice).await;
    assert_eq!(judged(&app, &practice, "Berk").await, [Some(true)]);
    assert_eq!(judged(&app, &practice, "Wilg").await, [Some(false)]);
    assert_eq!(judged(&app, &practice, "Iep").await, [None], "at the last score nothing is foretold");

    let wim = app.login(practice.wim()).await;
    let page = wim.page("/signals/performance").await;
    assert!(page.contains("Hier zijn 3 trajecten") && page.contains("Onder de 20"), "{page}");
    let (_, of_det) = page.split_once(">DET<").unwrap();
    let of_det = of_det.split_once("</section>").unwrap().0;
    // Two of three end worse, and of one of them DET spoke in time; of the third it spoke in vain, once in three sessions.
    assert!(of_det.contains("1/2") && of_det.contains("0/1") && of_det.contains("1/3"), "{of_det}");
    // What was found is kept, says the same, and is forgotten when the group is judged anew.
    let kept = "judged_groups WHERE units IS NOT NULL AND stays = 3";
    assert_eq!(app.count(kept).await, 1);
    let mark = "UPDATE judged_groups SET stays = 4 WHERE units IS NOT NULL";
    let again = async || {
        let page = wim.page("/signals/performance").await;
        let rules =
            page.split_once("<section class=\"card\"").unwrap().1.split_once("<p class=\"note\"").unwrap().0.to_owned();
        (rules, page)
    };
    let (rules, _) = again().await;
    app.owner.execute(mark, &[]).await.unwrap();
    let (from_kept, page) = again().await;
    assert!(page.contains("Hier zijn 4 trajecten"), "read from what was kept: {page}");
    assert_eq!(from_kept, rules);
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let now = app.clock.now();
    tenant.insert_job(JobId::new(now), ("phq-9", "total"), Some(practice.group), now).await.unwrap();
    tenant.commit().await.unwrap();
    app.analysed().await;
    assert_eq!(app.count("judged_groups WHERE units IS NOT NULL").await, 0);
    assert!(again().await.1.contains("Hier zijn 3 trajecten") && app.count(kept).await == 1);
    assert_eq!(app.login(practice.iris()).await.get("/signals/performance").await.status, 403);
    let other = app.another_organisation("zuid").await;
    let page = app.login(other.anna()).await.page("/signals/performance").await;
    assert!(page.contains("Hier zijn 0 trajecten") && !page.contains(">DET<"), "{page}");
}

#[tokio::test]
async fn stays_that_were_not_followed_say_nothing_of_the_rules() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.owner.batch_execute("UPDATE organisations SET signals_enabled = false").await.unwrap();
    app.hold_evening(&practice, 6, true, |_| Did::Came(Some(12), None)).await;
    app.analysed().await;
    app.owner.batch_execute("UPDATE organisations SET signals_enabled = true").await.unwrap();
    four_sessions(&app, &practice).await;
    part(&app, &practice).await;
    assert_eq!(judged(&app, &practice, "Berk").await, [Some(true)], "each signal is judged all the same");
    let page = app.login(practice.anna()).await.page("/signals/performance").await;
    assert!(page.contains("Hier zijn 0 trajecten"), "{page}");
}

#[tokio::test]
async fn the_own_rate_is_told_from_twenty_judged_signals_on() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    four_sessions(&app, &practice).await;
    let copies = "WITH copied AS (INSERT INTO signals (organisation_id, signal_id, group_id, membership_id, session_id, rule, rule_version,
                      instrument_id, scale, inputs, raised_at, urgency, value, crossed_limit, module_version, ceased_at,
                      judged_at, came_true)
                  SELECT organisation_id, gen_random_uuid(), group_id, membership_id, session_id, rule, rule_version,
                      instrument_id, scale, inputs, raised_at, urgency, value, crossed_limit, module_version, now(), now(),
                      n <= 8
                  FROM generate_series(1, $2) n, signals
                  WHERE rule = 'DET' AND membership_id = $1 AND ceased_at IS NULL
                  RETURNING *)
                  INSERT INTO signal_levels (organisation_id, signal_id, session_id, evidence, urgency, rule_version,
                      reached_at, came_true, judged_at)
                  SELECT organisation_id, signal_id, session_id, inputs ->> 'kind', urgency, rule_version, raised_at,
                      came_true, judged_at FROM copied";
    let anna = app.login(practice.anna()).await;
    let group = format!("/groups/{}", practice.group);
    app.owner.execute(copies, &[&practice.member("Berk"), &19]).await.unwrap();
    assert!(anna.page(&group).await.contains("In nagebootste groepen klopte dit signaal"), "nineteen are too few");
    app.owner.execute(copies, &[&practice.member("Berk"), &1]).await.unwrap();
    let page = anna.page(&group).await;
    assert!(page.contains("Van de 20 keer dat dit signaal hier werd gegeven, klopte het 9 keer (interval van 95 %: 25 tot 66 van de 100)."), "{page}");
    assert!(page.contains("van alle cliënten, met of zonder signaal, is het zo bij 7 van de 100."), "{page}");
    // What another version of the rule said is nothing to go by, nor is a level that nobody saw reached.
    for change in ["rule_version = '1'", "rule_version = '2', seen = false"] {
        app.owner
            .execute(&format!("UPDATE signal_levels SET {change} WHERE judged_at IS NOT NULL"), &[])
            .await
            .unwrap();
        assert!(anna.page(&group).await.contains("In nagebootste groepen klopte dit signaal"), "{change}");
    }
}

#[tokio::test]
async fn a_stay_that_another_version_of_a_rule_followed_is_none_of_the_version_in_force() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    four_sessions(&app, &practice).await;
    part(&app, &practice).await;
    let wim = app.login(practice.wim()).await;
    let page = wim.page("/signals/performance").await;
    assert!(page.contains(">DET<") && page.contains(">REL<"), "{page}");
    assert!(
        page.contains("Van allen op zo’n moment, met of zonder signaal: waar</dt><dd>67</dd>"),
        "two of three end worse: {page}"
    );
    let before = "UPDATE sessions SET signals_rules = replace(signals_rules, 'DET:2', 'DET:1') WHERE number = 1";
    app.owner.execute(before, &[]).await.unwrap();
    app.owner.execute("DELETE FROM judged_groups", &[]).await.unwrap();
    let page = wim.page("/signals/performance").await;
    assert!(!page.contains(">DET<") && page.contains(">REL<") && page.contains("Hier zijn 3 trajecten"), "{page}");

    // Switched off nothing is computed, and nothing kept.
    app.owner.execute("DELETE FROM judged_groups", &[]).await.unwrap();
    app.owner.batch_execute("UPDATE organisations SET signals_enabled = false").await.unwrap();
    let page = wim.page("/signals/performance").await;
    assert!(page.contains("Signalen staan uit") && !page.contains("trajecten gevolgd"), "{page}");
    assert_eq!(app.count("judged_groups").await, 0);
}
