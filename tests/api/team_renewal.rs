//! When groups are compared: not with each answer, by one worker, and never without saying of which moment it is.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use peil_service::{
    analyse::{COMPARISON_VERSION, claim_comparison},
    clock::Clock,
    domain::JobId,
    store::{ClaimedComparison, Tenant},
};
use peil_tests::{Person, Practice, TestApp, phq_9};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

const PAGE: &str = "/team/groups?measure=phq-9.total&kind=psychotherapy&window=all";
const COUNTED: &str = "/team/groups/counted?measure=phq-9.total";
const SCALE: (&str, &str) = ("phq-9", "total");

/// Seven groups of one kind that are compared, and who leads their team.
async fn house() -> (TestApp, Practice, Person) {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.crowd(&practice, 7, 8).await;
    let (mut connection, now) = (app.store.connect().await.unwrap(), app.clock.now());
    let tenant = connection.begin(practice.id).await.unwrap();
    tenant.insert_job(JobId::new(now), SCALE, None, now).await.unwrap();
    tenant.commit().await.unwrap();
    app.analysed().await;
    app.compared().await;
    // Whenever that was: the next turn comes when the clock has moved on.
    app.owner.execute("UPDATE comparisons SET looked_at = $1", &[&app.clock.now()]).await.unwrap();
    let lead = app.login(practice.marieke()).await;
    (app, practice, lead)
}

/// The moment of the stored comparison as the page writes it.
async fn made_at(app: &TestApp) -> String {
    let stored = "SELECT made_at FROM comparisons WHERE instrument_id = 'phq-9'";
    let at: Timestamp = app.owner.query_one(stored, &[]).await.unwrap().get(0);
    let local = at.to_zoned(TimeZone::get("Europe/Amsterdam").unwrap());
    format!("om {:02}:{:02}.", local.hour(), local.minute())
}

async fn is_counted(lead: &Person) -> bool {
    let reply: Value = serde_json::from_slice(&lead.get(COUNTED).await.bytes).unwrap();
    reply["counted"].as_bool().unwrap()
}

#[tokio::test]
async fn the_page_says_of_which_moment_it_is_and_how_much_came_since() {
    let (app, practice, lead) = house().await;
    let before = made_at(&app).await;
    let page = lead.page(PAGE).await;
    assert!(page.contains(&before) && page.contains("Daarna is er niets bijgekomen"), "{before} {page}");
    let known = app.count("responses").await;
    let tonight = app.login(practice.anna()).await.open_session(practice.group).await;
    for (name, answers) in [("Eik", "111111111"), ("Berk", "222222222")] {
        app.enter_tablet(&tonight, practice.member(name)).await.submit("phq-9", &phq_9(answers)).await;
    }
    app.analysed().await;
    let newer = app.count("responses").await - known;
    let page = lead.page(PAGE).await;
    assert!(
        page.contains(&before) && page.contains(&format!("Daarna zijn {newer} lijsten ingevuld")),
        "{newer} {page}"
    );
    assert!(page.contains("id=\"team-effects\""), "what was counted before stays meanwhile");
    app.compared().await;
    let after = made_at(&app).await;
    let page = lead.page(PAGE).await;
    assert!(after != before && page.contains(&after) && page.contains("Daarna is er niets bijgekomen"), "{page}");
    let file = lead.get(&format!("{}&sort=name", PAGE.replace("groups?", "groups/effects/chart.svg?"))).await;
    let time = after.trim_start_matches("om ");
    assert!(String::from_utf8_lossy(&file.bytes).contains(time), "and so does a picture outside its page");
}

#[tokio::test]
async fn a_group_of_another_kind_is_a_change_as_well() {
    let (app, practice, lead) = house().await;
    let wim = app.login(practice.wim()).await;
    let stored =
        "SELECT g.group_id, g.started_on::text, t.name FROM groups g JOIN teams t USING (team_id) WHERE g.name = 'G1'";
    let stored = app.owner.query_one(stored, &[]).await.unwrap();
    let (group, started_on, team): (Uuid, String, String) = (stored.get(0), stored.get(1), stored.get(2));
    let change = async |kind: &str| {
        let wish = json!({ "name": "G1", "kind": kind, "format": "open", "setting": 2, "team": team,
                           "started_on": started_on });
        let path = format!("/api/v1/admin/groups/{group}");
        let reply = wim.send(wim.request(Method::PUT, &path).json(&wish)).await;
        assert_eq!(reply.status, 204, "{}", reply.text());
        lead.page(PAGE).await
    };
    assert!(lead.page(PAGE).await.contains(". G1"));
    assert!(change("psychotherapy").await.contains("Daarna is er niets bijgekomen"), "the same kind as before");
    let page = change("recovery").await;
    assert!(page.contains("Daarna is er iets gewijzigd") && !page.contains(". G1"), "{page}");
}

#[tokio::test]
async fn what_another_version_made_is_not_shown_and_counted_anew() {
    let (app, _, lead) = house().await;
    let now = app.clock.now();
    let old = "UPDATE comparisons SET version = 0, claimed_at = $1 WHERE instrument_id = 'phq-9'";
    app.owner.execute(old, &[&now]).await.unwrap();
    let page = lead.page(PAGE).await;
    assert!(!page.contains("id=\"team-effects\"") && page.contains("De vergelijking wordt nu gemaakt"), "{page}");
    assert!(page.contains("data-counting=\"/team/groups/counted?measure=phq-9.total"));
    assert!(page.contains("team-shares"), "what needs no model stands there at once");
    assert_eq!(app.count("comparisons WHERE asked_at IS NOT NULL").await, 1);
    assert!(!is_counted(&lead).await, "somebody is at it");
    let nothing = lead.get_json(&PAGE.replace("groups?", "groups/effects/chart.svg?")).await;
    assert_eq!(nothing.problem().1, "nothing-to-show");
    app.compared().await;
    peil_tests::eventually("the comparison", async || is_counted(&lead).await.then_some(())).await;
    assert!(lead.page(PAGE).await.contains("id=\"team-effects\""), "who held it was gone for more than five minutes");
    assert_eq!(app.count("comparisons WHERE asked_at IS NOT NULL").await, 0);
}

#[tokio::test]
async fn a_comparison_that_fails_is_said() {
    let (app, _, lead) = house().await;
    let failed = "UPDATE comparisons SET failed = true, compared = NULL, made_of = NULL, scores = NULL, made_at = NULL
                  WHERE instrument_id = 'phq-9'";
    app.owner.batch_execute(failed).await.unwrap();
    let page = lead.page(PAGE).await;
    assert!(page.contains("De vergelijking kon niet worden gemaakt") && page.contains("team-shares"), "{page}");
    assert!(is_counted(&lead).await, "nothing comes before it is tried again");
    app.compared().await;
    assert!(lead.page(PAGE).await.contains("id=\"team-effects\""));
}

/// Who would be at it at that moment.
async fn claim(tenant: &Tenant<'_>, quiet: bool, now: Timestamp) -> Option<ClaimedComparison> {
    claim_comparison(tenant, quiet, now).await.unwrap()
}

async fn save(tenant: &Tenant<'_>, claimed: &ClaimedComparison) -> bool {
    tenant.save_comparison(claimed, COMPARISON_VERSION, (&json!([]), 10)).await.unwrap()
}

/// In one transaction that nobody else sees.
#[tokio::test]
async fn its_turn_comes_when_nobody_waits_and_not_more_often_than_is_of_use() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let start = app.clock.now();
    let at = |minutes: i64, seconds: i64| start + SignedDuration::from_secs(60 * minutes + seconds);
    let changed = async |now| tenant.comparison_changed(SCALE, 10, now).await.unwrap();
    changed(start).await;
    assert!(claim(&tenant, false, start).await.is_none(), "the worker has other work");
    tenant.insert_job(JobId::new(start), SCALE, None, start).await.unwrap();
    assert!(claim(&tenant, true, start).await.is_none(), "an answer waits");
    tenant.ask_comparison(SCALE, COMPARISON_VERSION, start).await.unwrap();
    let lost = claim(&tenant, false, start).await.expect("a page waits for it");
    assert!(claim(&tenant, true, at(4, 59)).await.is_none(), "somebody is at it");
    let first = claim(&tenant, true, at(5, 0)).await.expect("who held it is gone; and the page still waits");
    assert!(!save(&tenant, &lost).await, "who was taken for lost stores nothing");
    assert!(save(&tenant, &first).await);
    let jobs = tenant.take_jobs(at(5, 0)).await.unwrap().expect("the answer");
    tenant.finish_jobs(&jobs).await.unwrap();

    assert!(claim(&tenant, true, at(60, 0)).await.is_none(), "nothing changed");
    changed(at(6, 0)).await;
    assert!(claim(&tenant, true, at(6, 59)).await.is_none(), "another answer may come at once");
    let settled = claim(&tenant, true, at(7, 0)).await.expect("no answer came for a minute");
    changed(at(7, 0)).await;
    assert!(save(&tenant, &settled).await);
    for minutes in 7..17 {
        assert!(claim(&tenant, true, at(minutes, 30)).await.is_none(), "answers keep coming");
        changed(at(minutes, 31)).await;
    }
    let third = claim(&tenant, true, at(17, 0)).await.expect("ten minutes after the one before");
    tenant.fail_comparison(&third, COMPARISON_VERSION).await.unwrap();
    assert!(claim(&tenant, true, at(26, 59)).await.is_none(), "what failed is not tried each minute");
    let row = tenant.comparison(SCALE).await.unwrap().unwrap();
    assert!(row.failed && row.made_at == Some(at(7, 0)), "what was found before stays, and says when: {row:?}");
    let fourth = claim(&tenant, true, at(27, 0)).await.expect("it is tried again");
    assert!(fourth.before.is_some() && save(&tenant, &fourth).await);
    assert!(claim(&tenant, true, at(26 + 24 * 60, 59)).await.is_none());
    assert!(claim(&tenant, true, at(27 + 24 * 60, 0)).await.is_some(), "the window of a year moves on");
}
