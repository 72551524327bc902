//! Published multiple baselines as a therapist meets them: planned on the page, their starts written down, and after the last
//! measurement read on the page, which says what `peil single-case` says of the published file.

use std::{fs, path::PathBuf, process::Command};

use jiff::{SignedDuration, ToSpan, civil::Date};
use peil_service::{
    clock::Clock,
    domain::{
        ClientId, Every, GroupFormat, GroupId, GroupKind, MembershipId, Occasion, Plan, Planned, Pseudonym,
        TherapistPart,
    },
    store::{NewClient, NewGroup, NewMembership},
};
use peil_tests::{Practice, TestApp};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    driver::{Driver, is_skipped},
    screen::{DARK, Screen, log_in},
};

/// A published set, and the instrument of ours with the reach and the direction of what was measured.
struct Published {
    name: &'static str,
    /// Of the case, the phase and the outcome.
    columns: [&'static str; 3],
    time: &'static str,
    better: &'static str,
    instrument: &'static str,
}

const SCHUTTE: Published = Published {
    name: "schutte",
    columns: ["case", "treatment", "fatigue"],
    time: "week",
    better: "lower",
    instrument: "bdi-ii",
};
const LASKI: Published = Published {
    name: "laski",
    columns: ["case", "treatment", "outcome"],
    time: "time",
    better: "higher",
    instrument: "who-5",
};

/// A case: its name, its first treated moment, its scores.
struct Followed {
    name: String,
    start: usize,
    scores: Vec<String>,
}

impl Published {
    fn file(&self) -> PathBuf {
        let shared = std::env::var_os("PEIL_SHARED").map(PathBuf::from);
        let shared = shared.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")));
        shared.join(format!("reference/data/scd_{}.csv", self.name))
    }

    /// Its cases in the order of the file; none, saying so, where the file is not.
    fn cases(&self) -> Option<Vec<Followed>> {
        let Ok(content) = fs::read_to_string(self.file()) else {
            eprintln!("skipped: the reference data are not here");
            return None;
        };
        let mut lines = content.lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        let at = self.columns.map(|name| header.iter().position(|column| *column == name).unwrap());
        let mut cases: Vec<Followed> = Vec::new();
        for line in lines.filter(|line| !line.is_empty()) {
            let cells: Vec<&str> = line.split(',').collect();
            let [name, phase, score] = at.map(|at| cells[at]);
            if cases.last().is_none_or(|last| last.name != name) {
                cases.push(Followed { name: name.to_owned(), start: 1, scores: Vec::new() });
            }
            let case = cases.last_mut().unwrap();
            case.start += usize::from(phase == "baseline");
            case.scores.push(score.to_owned());
        }
        Some(cases)
    }

    /// What the command says of the file.
    fn said(&self) -> Value {
        let [case, phase, outcome] = self.columns;
        let mut command = Command::new(env!("CARGO_BIN_EXE_peil-under-test"));
        command.arg("single-case").arg("--data").arg(self.file()).args(["--case", case, "--phase", phase]);
        command.args(["--outcome", outcome, "--time", self.time, "--better", self.better, "--format", "json"]);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// A group of Anna's with the cases as members, that measures the instrument at each session.
async fn gather(app: &TestApp, practice: &Practice, set: &Published, cases: &[Followed]) -> GroupId {
    let (now, today) = (app.clock.now(), practice.today(app));
    let group = GroupId::new(now);
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let name = format!("Groep {}", set.name);
    let new = NewGroup {
        id: group,
        team: None,
        name: &name,
        kind: GroupKind::Psychotherapy,
        format: GroupFormat::Phased,
        setting: 2,
        planned_size: None,
        planned_sessions: None,
        started_on: today,
    };
    tenant.insert_group(&new).await.unwrap();
    tenant.insert_group_therapist(group, practice.account("anna"), TherapistPart::Lead, today).await.unwrap();
    let version = app.library.latest(set.instrument).unwrap().version().to_string();
    let occasion = Occasion::AfterSession(Every::SESSION);
    let plan = vec![Planned { instrument: set.instrument.to_owned(), version, occasion }];
    tenant.save_group_plan(group, &Plan::new(plan).unwrap()).await.unwrap();
    for case in cases {
        let (client, id) = (ClientId::new(now), MembershipId::new(now));
        tenant.insert_client(&NewClient { id: client, code_hash: None, started_on: today }, now).await.unwrap();
        let pseudonym = &Pseudonym::parse(&case.name).unwrap();
        let stay =
            NewMembership { id, group, client, pseudonym, joined_on: today, planned_end_on: None, listed_on: None };
        tenant.insert_membership(&stay).await.unwrap();
    }
    tenant.commit().await.unwrap();
    group
}

/// The members as the plan takes them.
async fn in_order(app: &TestApp, group: GroupId) -> Vec<(String, Uuid, Uuid)> {
    let members = "SELECT pseudonym, membership_id, client_id FROM memberships WHERE group_id = $1
                   ORDER BY joined_on, pseudonym";
    let rows = app.owner.query(members, &[&group.uuid()]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
}

/// Types the plan and writes the starts down.
async fn plan(screen: &Screen, group: GroupId, moments: usize, starts: &[usize]) {
    screen.go(&format!("/groups/{group}")).await;
    screen.click(".actions a[href$='/baseline']").await;
    screen.reads("Maak een plan").await;
    screen.run("document.querySelector('#lot').value = 'elsewhere'").await;
    let starts: Vec<String> = starts.iter().map(usize::to_string).collect();
    for (field, value) in [
        ("#moments", moments.to_string()),
        ("#least_before", "1".to_owned()),
        ("#least_after", "1".to_owned()),
        ("#starts", starts.join(", ")),
    ] {
        screen.run(&format!("document.querySelector('{field}').value = ''")).await;
        screen.fill(field, &value).await;
    }
    screen.press("Bewaar plan").await;
    screen.reads("Elders bepaald en hier opgeschreven").await;
    screen.press("Leg vast").await;
    screen.reads("De startmomenten liggen vast").await;
}

/// Puts the scores where forms would have put them: the app itself has no past that can be filled in.
async fn measure(
    app: &TestApp,
    practice: &Practice,
    set: &Published,
    group: GroupId,
    (first, cases): (Date, &[Followed]),
) {
    let members = in_order(app, group).await;
    let longest = cases.iter().map(|case| case.scores.len()).max().unwrap();
    let mut held = 0_i16;
    for moment in 1..=longest {
        let day = first.checked_add((7 * (i64::try_from(moment).unwrap() - 1)).days()).unwrap();
        for waiting in [true, false] {
            let there = |case: &&Followed| moment <= case.scores.len() && waiting == (moment < case.start);
            let there: Vec<&Followed> = cases.iter().filter(there).collect();
            if there.is_empty() {
                continue;
            }
            held += i16::from(!waiting);
            let session = Uuid::now_v7();
            let insert = "INSERT INTO sessions (organisation_id, session_id, group_id, number, moment, held_on, opened_at, closed_at)
                          VALUES ($1, $2, $3, $4, $5, $6, $6::date + interval '18 hours', $6::date + interval '20 hours')";
            let (number, word) = if waiting { (None, Some("waiting")) } else { (Some(held), None) };
            let row: [&(dyn tokio_postgres::types::ToSql + Sync); 6] =
                [&practice.id.uuid(), &session, &group.uuid(), &number, &word, &day];
            app.owner.execute(insert, &row).await.unwrap();
            for case in there {
                let (_, membership, client) = members.iter().find(|(name, ..)| *name == case.name).unwrap();
                let score = &case.scores[moment - 1];
                submit(app, practice, set, (session, day, waiting), (*membership, *client, score)).await;
            }
        }
    }
}

/// One form with its score.
async fn submit(
    app: &TestApp,
    practice: &Practice,
    set: &Published,
    (session, day, waiting): (Uuid, Date, bool),
    (membership, client, score): (Uuid, Uuid, &str),
) {
    let instrument = app.library.latest(set.instrument).unwrap();
    let (version, hashes) = (instrument.version().to_string(), instrument.hashes());
    let (assignment, response, organisation) = (Uuid::now_v7(), Uuid::now_v7(), practice.id.uuid());
    let asked = "INSERT INTO assignments (organisation_id, assignment_id, session_id, membership_id, instrument_id,
                                          instrument_version, position, occasion)
                 VALUES ($1, $2, $3, $4, $5, $6, 0, 'after_session')";
    app.owner
        .execute(asked, &[&organisation, &assignment, &session, &membership, &set.instrument, &version])
        .await
        .unwrap();
    let sent =
        "INSERT INTO responses (organisation_id, response_id, assignment_id, idempotency_key, language, item_hash,
                                       text_hash, submitted_at)
                VALUES ($1, $2, $3, $2, 'nl', $4, $4, $5::date + interval '19 hours')";
    let items = hashes.items().to_string();
    app.owner.execute(sent, &[&organisation, &response, &assignment, &items, &day]).await.unwrap();
    let scored = "INSERT INTO scores (organisation_id, score_id, client_id, membership_id, session_id, response_id,
                                      instrument_id, instrument_version, scale, scoring_hash, measured_on, outcome, value,
                                      computed_at, waiting)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'total', $9, $10, 'complete', $11::text::numeric,
                          $10::date + interval '19 hours', $12)";
    let (id, rules) = (Uuid::now_v7(), hashes.scoring().to_string());
    let row: [&(dyn tokio_postgres::types::ToSql + Sync); 12] = [
        &organisation,
        &id,
        &client,
        &membership,
        &session,
        &response,
        &set.instrument,
        &version,
        &rules,
        &day,
        &score,
        &waiting,
    ];
    app.owner.execute(scored, &row).await.unwrap();
}

/// A number as a Dutch page writes it.
fn number(text: &str) -> Option<f64> {
    text.trim().replace('−', "-").replace(',', ".").parse().ok()
}

/// The numbers of a sentence, in order.
fn numbers(sentence: &str) -> Vec<f64> {
    let words = sentence.split([' ', '(', ')', ';', ':', '\u{a0}', '\u{2068}', '\u{2069}']);
    words.filter_map(|word| number(word.trim_end_matches(['.', ',']))).collect()
}

/// Whether the page's two decimals are this number, or it says that there is none where there is none.
fn is_shown(shown: &str, said: &Value) -> bool {
    match (number(shown), said.as_f64()) {
        (Some(shown), Some(said)) => (shown - said).abs() <= 0.005 + 1e-9,
        (shown, said) => shown.is_none() && said.is_none(),
    }
}

/// The effects of each member and the sentences of the model are those of the command.
async fn compare(screen: &Screen, said: &Value, cases: usize) {
    let script = "return [...document.querySelectorAll('#baseline-effects tbody tr')].map(row =>
        [row.querySelector('th').textContent, ...[...row.querySelectorAll('td')].map(cell => cell.textContent)])";
    let rows: Vec<Vec<String>> = serde_json::from_value(screen.run(script).await).unwrap();
    assert_eq!(rows.len(), cases);
    let mut compared = 0;
    for row in &rows {
        let case = said["cases"].as_array().unwrap().iter().find(|case| case["case"] == row[0].as_str()).unwrap();
        let expected = [
            &case["baseline"],
            &case["treatment"],
            &case["baseline_mean"],
            &case["treatment_mean"],
            &case["mean_difference"]["points"],
            &case["nap"]["estimate"],
            &case["tau"]["estimate"],
            &case["baseline_corrected"]["estimate"],
            &case["tau"]["minus_baseline_trend"],
            &case["pnd"],
            &case["pem"],
        ];
        assert_eq!(row.len(), 1 + expected.len());
        for (shown, expected) in row[1..].iter().zip(expected) {
            assert!(is_shown(shown, expected), "{}: {shown} is not {expected}", row[0]);
            compared += usize::from(expected.is_number());
        }
    }
    assert!(compared > 10 * cases, "{compared}");
    let model = screen.words("#baseline-model").await;
    let level = &said["level"];
    let expected = [&level["level"]["estimate"], &level["level"]["interval"][0], &level["level"]["interval"][1]];
    let line = |begins: &str| model.lines().find(|line| line.starts_with(begins)).unwrap().to_owned();
    let shown: Vec<f64> = numbers(&line("Verandering van niveau in de groep"));
    let close = |shown: &[f64], expected: &[&Value]| {
        shown.len() == expected.len()
            && shown.iter().zip(expected).all(|(one, other)| (one - other.as_f64().unwrap()).abs() <= 0.005 + 1e-9)
    };
    assert!(close(&shown, &expected), "{shown:?} {expected:?}");
    let between = &level["between_case"];
    let expected =
        [&between["estimate"], &between["interval"][0], &between["interval"][1], &between["degrees_of_freedom"]];
    let shown = numbers(&line("Verschil tussen personen (g)"));
    assert!(close(&shown, &expected), "{shown:?} {expected:?}");
    assert!(!model.contains("; p "), "starts that were drawn elsewhere prove nothing: {model}");
}

/// The page as it looks wide and narrow, light and dark.
async fn pictures(screen: &Screen, name: &str) {
    let Some(folder) = std::env::var_os("PEIL_PICTURES").map(PathBuf::from) else { return };
    for look in ["light", "dark"] {
        if look == "dark" {
            screen.run(DARK).await;
        }
        for width in [1280, 390] {
            screen.browser.set_window_rect(0, 0, width, 4000).await.unwrap();
            let _ = screen.browser.screenshot(&folder.join(format!("published-{name}-{width}-{look}.png"))).await;
        }
    }
}

async fn walk(set: &Published) {
    let Some(cases) = set.cases() else { return };
    let driver = Driver::start().await;
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let group = gather(&app, &practice, set, &cases).await;
    let screen = driver.open(set.name, &app.url).await;
    log_in(&screen, practice.anna()).await;
    let (first, longest) = (practice.today(&app), cases.iter().map(|case| case.scores.len()).max().unwrap());
    let start = |(name, ..): &(String, Uuid, Uuid)| cases.iter().find(|case| case.name == *name).unwrap().start;
    let starts: Vec<usize> = in_order(&app, group).await.iter().map(start).collect();
    plan(&screen, group, longest, &starts).await;
    measure(&app, &practice, set, group, (first, &cases)).await;
    app.clock.pass(SignedDuration::from_hours(24 * (7 * i64::try_from(longest).unwrap() + 1)));
    log_in(&screen, practice.anna()).await;
    screen.go(&format!("/groups/{group}/baseline")).await;
    let measured: usize = cases.iter().map(|case| case.scores.len()).sum();
    screen.reads(&format!("{measured} van {}", longest * cases.len())).await;
    screen.reads("De startmomenten zijn niet door Peil geloot").await;
    let kept =
        "return [...document.querySelectorAll('#baseline-standing tbody td:last-child')].map(cell => cell.textContent)";
    let kept: Vec<String> = serde_json::from_value(screen.run(kept).await).unwrap();
    assert!(kept.len() == cases.len() && kept.iter().all(|word| word == "ja"), "{kept:?}");
    compare(&screen, &set.said(), cases.len()).await;
    pictures(&screen, set.name).await;
    assert_eq!(screen.complaints().await, Vec::<String>::new(), "nothing in the console");
    screen.browser.quit().await.unwrap();
}

#[tokio::test]
async fn schutte_from_planning_to_result() {
    if !is_skipped() {
        walk(&SCHUTTE).await;
    }
}

#[tokio::test]
async fn laski_from_planning_to_result() {
    if !is_skipped() {
        walk(&LASKI).await;
    }
}
