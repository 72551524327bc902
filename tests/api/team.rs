//! The groups of a team beside each other: every figure once more from the rows, and what is never told.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, civil::Date};
use peil_service::{clock::Clock, domain::JobId};
use peil_stats::{
    data::Table,
    fit::{Criterion, fit},
    model::{Formula, Model},
    read::Combination,
};
use peil_tests::{Person, Practice, TestApp};
use serde_json::Value;
use uuid::Uuid;

const PAGE: &str = "/team/groups";
const ALL: &str = "/team/groups?measure=phq-9.total&kind=psychotherapy&window=all&sort=name";

/// Clients of each group.
const CLIENTS: usize = 15;

/// Of half to three quarters of the stays the end, one in two by dropping out.
const ENDS: &str = "
UPDATE memberships x SET left_on = date '2025-09-01' + 7 * m.k, planned_end_on = NULL,
                         end_reason = CASE WHEN (m.n + m.k) % 2 = 0 THEN 'dropout' ELSE 'completed' END
  FROM m WHERE m.id = x.membership_id AND (m.n * 5 + m.k) % (2 + m.n % 3) <> 0";

/// Some forms that nobody filled in.
const UNANSWERED: &str = "
ALTER TABLE scores DISABLE TRIGGER USER;
ALTER TABLE responses DISABLE TRIGGER USER;
DELETE FROM scores WHERE response_id IN (SELECT r.response_id FROM responses r JOIN assignments a USING (organisation_id, assignment_id)
                                          WHERE a.instrument_id = 'peil-session' AND a.position = 2
                                            AND ascii(a.assignment_id::text) % 4 = 0);
DELETE FROM responses r USING assignments a WHERE a.assignment_id = r.assignment_id AND a.instrument_id = 'peil-session'
  AND ascii(a.assignment_id::text) % 4 = 0";

/// Signals of the groups: alerts and others; looked at after so many minutes, or not.
const SIGNALS: &str = "
INSERT INTO signals (organisation_id, signal_id, membership_id, group_id, session_id, rule, rule_version, instrument_id,
                     scale, inputs, raised_at, level, urgency, value, crossed_limit, module_version, ceased_at)
  SELECT s.organisation_id, gen_random_uuid(), m.id, m.group_id, s.session_id,
         CASE WHEN s.number % 2 = 0 THEN 'RISK' ELSE 'DET' END, '1', 'phq-9', 'total', '{}', s.held_on + time '21:00',
         CASE WHEN s.number % 2 = 0 THEN 'attention' END, CASE WHEN s.number % 2 = 1 THEN 'watch' END,
         CASE WHEN s.number % 2 = 1 THEN 1 END, CASE WHEN s.number % 2 = 1 THEN 1 END,
         CASE WHEN s.number % 2 = 1 THEN '1' END, CASE WHEN s.number % 2 = 1 THEN s.held_on + time '23:00' END
    FROM m JOIN sessions s ON s.group_id = m.group_id WHERE m.k = 1 AND s.number < 9;
INSERT INTO signal_steps (organisation_id, step_id, signal_id, round, step, account_id, taken_at)
  SELECT x.organisation_id, gen_random_uuid(), x.signal_id, 1, 'seen', ACCOUNT,
         x.raised_at + CASE WHEN s.number % 4 < 2 THEN interval '30 minutes' ELSE interval '9 days' END
    FROM signals x JOIN sessions s USING (organisation_id, session_id) WHERE s.number < 8";

/// Eleven groups of one kind in Marieke's team, of fifteen clients each, and what the worker makes of them.
async fn house(groups: usize) -> (TestApp, Practice) {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.crowd(&practice, groups, CLIENTS).await;
    for change in [ENDS, UNANSWERED] {
        app.owner.batch_execute(change).await.unwrap();
    }
    analysed(&app, &practice).await;
    app.compared().await;
    app.owner.batch_execute("DELETE FROM signal_levels; DELETE FROM signals").await.unwrap();
    let steps = SIGNALS.replace("ACCOUNT", &format!("'{}'", practice.account("anna")));
    app.owner.batch_execute(&steps).await.unwrap();
    (app, practice)
}

async fn analysed(app: &TestApp, practice: &Practice) {
    let (mut connection, now) = (app.store.connect().await.unwrap(), app.clock.now());
    let tenant = connection.begin(practice.id).await.unwrap();
    tenant.insert_job(JobId::new(now), ("phq-9", "total"), None, now).await.unwrap();
    tenant.commit().await.unwrap();
    app.analysed().await;
}

/// The words of a table's rows, cell by cell.
fn cells(page: &str, mark: &str) -> Vec<Vec<String>> {
    let (_, table) = page.split_once(mark).unwrap_or_else(|| panic!("{mark} in {page}"));
    let body = table.split_once("<tbody>").unwrap().1.split_once("</tbody>").unwrap().0;
    let words = |cell: &str| {
        let mut text = String::new();
        let mut inside = false;
        for letter in cell.chars() {
            match letter {
                '<' => inside = true,
                '>' => inside = false,
                letter if !inside => text.push(letter),
                _ => {}
            }
        }
        text.trim().replace("&#39;", "'")
    };
    let row = |row: &str| {
        row.split("<t")
            .skip(1)
            .filter(|cell| cell.starts_with(['h', 'd']))
            .map(|cell| words(&format!("<t{cell}")))
            .collect()
    };
    body.split("</tr>").map(row).filter(|row: &Vec<String>| !row.is_empty()).collect()
}

async fn marieke(app: &TestApp, practice: &Practice) -> Person {
    app.login(practice.marieke()).await
}

/// A stay as the tables have it.
#[derive(Debug, Default)]
struct Stay {
    group: String,
    ended: bool,
    dropped: bool,
    came: u32,
    known: u32,
    answered: u32,
    asked: u32,
}

async fn stays(app: &TestApp) -> BTreeMap<Uuid, Stay> {
    let mut stays: BTreeMap<Uuid, Stay> = BTreeMap::new();
    let rows = "SELECT m.membership_id, g.name, m.end_reason FROM memberships m JOIN groups g USING (group_id)";
    for row in app.owner.query(rows, &[]).await.unwrap() {
        let reason: Option<&str> = row.get(2);
        let (ended, dropped) = (reason.is_some(), reason == Some("dropout"));
        stays.insert(row.get(0), Stay { group: row.get(1), ended, dropped, ..Stay::default() });
    }
    for row in app.owner.query("SELECT membership_id, status FROM attendance", &[]).await.unwrap() {
        let stay = stays.get_mut(&row.get(0)).unwrap();
        stay.known += 1;
        stay.came += u32::from(row.get::<_, &str>(1) == "present");
    }
    let filled: BTreeSet<Uuid> = app
        .owner
        .query("SELECT assignment_id FROM responses", &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    for row in app.owner.query("SELECT membership_id, assignment_id FROM assignments", &[]).await.unwrap() {
        let stay = stays.get_mut(&row.get(0)).unwrap();
        stay.asked += 1;
        stay.answered += u32::from(filled.contains(&row.get::<_, Uuid>(1)));
    }
    stays
}

/// A share as the page writes it, by Wilson's formula at the number of trials over the clients' design effect.
fn told(parts: &[(u32, u32)], enough: u32) -> String {
    let (part, whole) = parts.iter().fold((0, 0), |sum, (s, n)| (sum.0 + s, sum.1 + n));
    let of = format!("{part} van {whole}");
    if whole < enough {
        return of;
    }
    let (s, n) = (f64::from(part), f64::from(whole));
    let p = s / n;
    let clusters: Vec<&(u32, u32)> = parts.iter().filter(|(_, trials)| *trials > 0).collect();
    let g = clusters.len() as f64;
    let spread: f64 = clusters.iter().map(|(s, n)| (f64::from(*s) - p * f64::from(*n)).powi(2)).sum();
    let plain = p * (1.0 - p) / n;
    let deff =
        if clusters.len() < 2 || plain == 0.0 { 1.0 } else { (g / (g - 1.0) * spread / (n * n) / plain).max(1.0) };
    let (n, z) = (n / deff, 1.959_964);
    let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let hundredths = |share: f64| format!("{:.0}", 100.0 * share);
    format!(
        "{} % ({}–{}), {of}",
        hundredths(p),
        hundredths((middle - half).max(0.0)),
        hundredths((middle + half).min(1.0))
    )
}

#[tokio::test]
async fn every_share_is_the_one_of_the_raw_rows() {
    let (app, practice) = house(11).await;
    let page = marieke(&app, &practice).await.page(ALL).await;
    let shown = cells(&page, "team-shares\">");
    assert_eq!(shown.len(), 12, "eleven groups and Anna's: {shown:?}");
    let stays = stays(&app).await;
    let mut signals: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let rows = "SELECT g.name, x.level, x.raised_at, (SELECT min(taken_at) FROM signal_steps t WHERE t.signal_id = x.signal_id)
                FROM signals x JOIN groups g USING (group_id)";
    for row in app.owner.query(rows, &[]).await.unwrap() {
        let (raised, looked): (Timestamp, Option<Timestamp>) = (row.get(2), row.get(3));
        let alert = row.get::<_, Option<&str>>(1).is_some();
        let until = raised + if alert { SignedDuration::from_mins(60) } else { SignedDuration::from_hours(24 * 7) };
        let sum = signals.entry(row.get(0)).or_default();
        sum.0 += u32::from(looked.is_some_and(|looked| looked <= until));
        sum.1 += 1;
    }
    for number in 1..=11 {
        let name = format!("G{number}");
        let row = shown.iter().find(|row| row[0].ends_with(&format!(". {name}"))).unwrap_or_else(|| panic!("{name}"));
        let own: Vec<&Stay> = stays.values().filter(|stay| stay.group == name).collect();
        let of = |part: fn(&Stay) -> (u32, u32)| own.iter().map(|stay| part(stay)).collect::<Vec<_>>();
        assert_eq!(row[2], own.len().to_string());
        assert_eq!(row[4], told(&of(|stay| (stay.answered, stay.asked)), 1), "{name}: forms");
        assert_eq!(row[5], told(&of(|stay| (stay.came, stay.known)), 1), "{name}: came");
        assert_eq!(row[6], told(&of(|stay| (u32::from(stay.dropped), u32::from(stay.ended))), 10), "{name}: stopped");
        assert_eq!(row[7], told(&[signals[&name]], 1), "{name}: signals");
        assert!(row[7].contains("van 8"));
    }
    let percentage = |row: &&Vec<String>| row[6].contains('%');
    let (many, few): (Vec<_>, Vec<_>) = shown.iter().partition(percentage);
    assert!(many.len() > 4 && few.len() > 3, "of fewer than ten ended stays no percentage is told: {few:?}");
}

/// A score as the tables have it.
struct Score {
    group: String,
    stay: Uuid,
    week: f64,
    value: f64,
}

async fn scores(app: &TestApp) -> Vec<Score> {
    let rows = "SELECT m.group_id, m.membership_id, x.measured_on, m.joined_on, x.value::float8
                FROM scores x JOIN memberships m USING (membership_id)
                WHERE x.instrument_id = 'phq-9' ORDER BY x.measured_on DESC, m.membership_id";
    let read = |row: &tokio_postgres::Row| {
        let (on, joined): (Date, Date) = (row.get(2), row.get(3));
        let week = f64::from(joined.until(on).unwrap().get_days()) / 7.0;
        Score { group: row.get::<_, Uuid>(0).to_string(), stay: row.get(1), week, value: row.get(4) }
    };
    app.owner.query(rows, &[]).await.unwrap().iter().map(read).collect()
}

#[tokio::test]
async fn effects_and_limits_are_those_of_a_fit_to_rows_read_otherwise() {
    let (app, practice) = house(11).await;
    let stored: Value = app
        .owner
        .query_one("SELECT compared->1 FROM comparisons WHERE instrument_id = 'phq-9'", &[])
        .await
        .unwrap()
        .get(0);
    assert_eq!(stored["window"], "all");
    let stored = &stored["found"]["groups"];
    let week = stored["week"].as_f64().unwrap();
    let scores = scores(&app).await;
    let (mut first, mut last): (BTreeMap<Uuid, &Score>, BTreeMap<Uuid, &Score>) = (BTreeMap::new(), BTreeMap::new());
    for score in &scores {
        // Newest first.
        last.entry(score.stay).or_insert(score);
        first.insert(score.stay, score);
    }
    let mut weeks: Vec<f64> = last.values().map(|score| score.week).collect();
    weeks.sort_by(f64::total_cmp);
    assert!((week - weeks[weeks.len() / 2].round()).abs() < 1e-12, "the middle stay's last week");
    let later: Vec<&Score> = scores.iter().filter(|score| score.week > first[&score.stay].week).collect();
    let column = |of: &dyn Fn(&Score) -> f64| later.iter().map(|score| of(score)).collect::<Vec<_>>();
    let table = Table::new()
        .with_number("y", column(&|score| score.value))
        .unwrap()
        .with_number("x", column(&|score| first[&score.stay].value))
        .unwrap()
        .with_number("t", column(&|score| score.week - week))
        .unwrap()
        .with_text("g", later.iter().map(|score| Some(score.group.clone())).collect())
        .unwrap()
        .with_text("c", later.iter().map(|score| Some(score.stay.to_string())).collect())
        .unwrap();
    let formula = Formula::parse("y ~ t + x + (1 + t | c) + (1 + t | g)").unwrap();
    let own = fit(&Model::build(&table, &formula, &BTreeMap::new()).unwrap(), Criterion::Reml, None).unwrap();
    let groups: BTreeSet<&String> = later.iter().map(|score| &score.group).collect();
    for group in groups {
        let sum = Combination::new().random("g", group, "(Intercept)", 1.0);
        let read = own.linear_combination(&sum).unwrap();
        let (lower, upper) = read.interval_t(0.95, 9.0);
        let told = &stored["groups"][group];
        for (name, value) in [("effect", read.estimate), ("lower", lower), ("upper", upper)] {
            let told = told[name].as_f64().unwrap();
            assert!((told - value).abs() < 2e-3, "{name} of {group}: {told} and {value}");
        }
    }
    let fixed: BTreeMap<String, f64> = own.fixed().into_iter().map(|row| (row.term, row.estimate)).collect();
    let mut ends: BTreeMap<&String, Vec<f64>> = BTreeMap::new();
    for (stay, score) in &last {
        if score.week > first[stay].week {
            let expected = fixed["(Intercept)"] + fixed["x"] * first[stay].value + fixed["t"] * (score.week - week);
            ends.entry(&score.group).or_default().push(score.value - expected);
        }
    }
    let (mut squares, mut clients) = (0.0, 0.0);
    for (group, values) in &ends {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let told = stored["groups"][group.as_str()]["difference"].as_f64().unwrap();
        assert!((told - mean).abs() < 2e-3, "{group}: {told} and {mean}");
        squares += values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        clients += values.len() as f64;
    }
    let within = squares / (clients - ends.len() as f64);
    assert!((stored["within"].as_f64().unwrap() - within).abs() < 1e-2);
    let page = marieke(&app, &practice).await.page(ALL).await;
    let between = stored["between"].as_f64().unwrap();
    for row in cells(&page, "id=\"team-numbers\"") {
        let name = row[0].split_once(". ").unwrap().1.to_owned();
        let id: Uuid =
            app.owner.query_one("SELECT group_id FROM groups WHERE name = $1", &[&name]).await.unwrap().get(0);
        let told = &stored["groups"][id.to_string()];
        // Of complaints fewer points are better: in the table more is.
        let better = |name: &str| comma(-told[name].as_f64().unwrap());
        assert_eq!(row[3], format!("{} ({} tot {})", better("effect"), better("upper"), better("lower")), "{name}");
        assert_eq!(row[4], better("difference"));
        let limit = 1.959_964 * (between + within / told["clients"].as_f64().unwrap()).sqrt();
        assert_eq!(row[5], format!("±{}", comma(limit)), "{name}");
    }
}

fn comma(value: f64) -> String {
    let rounded = (value.abs() * 10.0).round() / 10.0;
    let text = if rounded.fract() == 0.0 { format!("{rounded:.0}") } else { format!("{rounded:.1}") };
    let sign = if value < 0.0 && rounded > 0.0 { "−" } else { "" };
    format!("{sign}{}", text.replace('.', ","))
}

#[tokio::test]
async fn there_is_no_order_by_how_groups_did_and_no_therapist() {
    let (app, practice) = house(11).await;
    let marieke = marieke(&app, &practice).await;
    let names =
        |page: &str| -> Vec<String> { cells(page, "team-shares\">").into_iter().map(|row| row[0].clone()).collect() };
    let by_name = marieke.page(PAGE).await;
    let asked = marieke.page(&format!("{PAGE}?sort=effect")).await;
    assert_eq!(names(&by_name), names(&asked), "an order by effect does not exist");
    assert!(by_name.contains("nooit op volgorde van uitkomst") && !by_name.contains("sort=effect"));
    let mut sorted: Vec<String> = (1..=11).map(|number| format!("G{number}")).collect();
    sorted.sort();
    let shown: Vec<String> =
        names(&by_name).into_iter().filter_map(|name| Some(name.split_once(". ")?.1.to_owned())).collect();
    assert_eq!(shown, sorted);
    let accounts = app.owner.query("SELECT display_name FROM accounts WHERE role = 'therapist'", &[]).await.unwrap();
    for row in &accounts {
        assert!(!by_name.contains(row.get::<_, &str>(0)));
    }
    assert!(!by_name.contains("chart-fill-good") && !by_name.contains("chart-fill-bad"), "no colour judges");
    for file in ["effects", "funnel"] {
        for (ending, start) in [("svg", &b"<svg"[..]), ("png", b"\x89PNG"), ("pdf", b"%PDF")] {
            let reply = marieke.get(&format!("{PAGE}/{file}/chart.{ending}")).await;
            assert!(reply.status == 200 && reply.bytes.starts_with(start), "{file}.{ending}");
        }
    }
    assert_eq!(app.count("audit WHERE action = 'view-team'").await, 2);
    assert_eq!(app.count("audit WHERE action = 'download-team'").await, 6);
    marieke.post("/language", &[("language", "en"), ("back", "/groups")]).await;
    assert!(marieke.page(PAGE).await.contains("Groups side by side"));
}

#[tokio::test]
async fn few_groups_few_clients_and_nobody_else_s_team() {
    let (app, practice) = house(6).await;
    let lead = marieke(&app, &practice).await;
    let page = lead.page(PAGE).await;
    assert!(page.contains("Er zijn 6 groepen van deze soort. Dat is weinig"), "{page}");
    app.owner.batch_execute("UPDATE groups SET kind = 'recovery' WHERE name IN ('G1', 'G2')").await.unwrap();
    app.owner.batch_execute("UPDATE groups SET team_id = NULL WHERE name = 'G3'").await.unwrap();
    let few = "DELETE FROM scores WHERE membership_id IN (SELECT id FROM m WHERE n = 4 AND k > 4)";
    app.owner.batch_execute(few).await.unwrap();
    let page = lead.page(PAGE).await;
    let shown: Vec<String> = cells(&page, "id=\"team-numbers\"").into_iter().map(|row| row[0].clone()).collect();
    assert!(
        !shown.iter().any(|name| name.ends_with("G1")),
        "of another kind now, and not compared with that: {shown:?}"
    );
    analysed(&app, &practice).await;
    app.compared().await;
    let page = lead.page(PAGE).await;
    for none in ["team-effects", "team-funnel", "G3"] {
        assert!(!page.contains(none), "four groups of a kind are described only: {none}");
    }
    assert!(page.contains("minder dan vijf groepen"));
    let nothing = lead.get_json(&format!("{PAGE}/effects/chart.svg")).await;
    assert_eq!(nothing.problem().1, "nothing-to-show");
    app.owner
        .batch_execute(
            "UPDATE memberships SET joined_on = '2024-01-01' WHERE membership_id IN
                             (SELECT id FROM m WHERE n = 5 AND k > 4)",
        )
        .await
        .unwrap();
    let page = lead.page(PAGE).await;
    let shown = cells(&page, "team-shares\">");
    let of = |name: &str| shown.iter().find(|row| row[0].ends_with(name)).unwrap().clone();
    assert_eq!(of("G5").len(), 3, "four clients of the last year: {:?}", of("G5"));
    assert!(of("G5")[2].contains("minder dan 5 cliënten") && of("G6").len() == 8);
    for who in [practice.anna(), practice.wim(), practice.iris()] {
        let other = app.login(who).await;
        assert_eq!(other.get_json(PAGE).await.problem(), (403, "forbidden".to_owned()), "{who}");
        assert!(!other.page("/about").await.contains("href=\"/team/groups\""));
    }
    assert!(page.contains("href=\"/team/groups\""));
    app.owner.batch_execute("UPDATE accounts SET team_id = NULL WHERE role = 'team_lead'").await.unwrap();
    assert!(lead.page(PAGE).await.contains("Uw account hoort bij geen team"));
}
