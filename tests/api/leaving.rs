//! Who leaves: a model learnt from the organisation's own stays, what it foretells, and how stays ended.

use std::collections::BTreeMap;

use jiff::{SignedDuration, civil::Date};
use peil_service::{
    clock::Clock,
    domain::Attendance,
    signals::{DROPOUT_BY_MODEL, ErrorRate, claim_leaving, learn_leaving},
};
use peil_stats::{
    dropout::{
        Baseline, Competing, CourseForHazard, CumulativeIncidence, DropoutDefinition, Ending, HazardModel,
        HazardSession, HazardSettings, RiskRow, StartScore,
    },
    signals::Presence,
};
use peil_tests::{Did, Practice, TestApp, eventually};
use serde_json::Value;
use uuid::Uuid;

use crate::import::peil;

const LOST: Did = Did::Away(Attendance::AbsentWithoutNotice);

/// Berk stays away without a word; the others come, with the same score.
fn without_berk(name: &str) -> Did {
    if name == "Berk" { LOST } else { Did::Came(Some(12), None) }
}

async fn evening(app: &TestApp, practice: &Practice, weeks: i64, did: impl Fn(&str) -> Did) {
    app.hold_evening(practice, weeks, true, did).await;
    app.analysed().await;
}

/// A stay as the tables have it, read without a line of the service's code.
pub(crate) struct Stay {
    id: Uuid,
    kind: String,
    group: String,
    began: f64,
    start: Option<StartScore>,
    sessions: Vec<HazardSession>,
    ended: Option<(f64, Ending)>,
    planned_end: Option<f64>,
}

impl Stay {
    pub(crate) fn course(&self) -> CourseForHazard<'_> {
        CourseForHazard {
            group: Some(&self.group),
            began: self.began,
            baseline: Baseline::default(),
            start: self.start,
            sessions: &self.sessions,
            ended: self.ended,
            end_seen: None,
            planned_end: self.planned_end,
        }
    }
}

pub(crate) fn weeks(from: Date, to: Date) -> f64 {
    f64::from(from.until(to).unwrap().get_days()) / 7.0
}

/// All stays of the organisation in the order in which the service reads them.
pub(crate) async fn stays(app: &TestApp, practice: &Practice) -> Vec<Stay> {
    let query = "SELECT m.membership_id, g.kind, g.group_id, m.joined_on, m.left_on, m.end_reason, m.planned_end_on,
                        (27 - x.value::float8) / 27, x.measured_on
                 FROM memberships m JOIN groups g USING (organisation_id, group_id)
                 LEFT JOIN LATERAL (SELECT value, measured_on FROM scores
                                     WHERE membership_id = m.membership_id AND instrument_id = 'phq-9'
                                     ORDER BY measured_on LIMIT 1) x ON true
                 WHERE m.organisation_id = $1 ORDER BY g.group_id, m.joined_on, m.pseudonym";
    let members = app.owner.query(query, &[&practice.id.uuid()]).await.unwrap();
    let query = "SELECT s.session_id, s.group_id, s.held_on, m.membership_id, a.status
                 FROM sessions s JOIN memberships m USING (organisation_id, group_id)
                 LEFT JOIN attendance a USING (organisation_id, session_id, membership_id)
                 WHERE s.organisation_id = $1 AND s.closed_at IS NOT NULL
                   AND s.held_on >= m.joined_on AND (m.left_on IS NULL OR s.held_on <= m.left_on)
                 ORDER BY s.held_on, s.session_id";
    let mut seen: BTreeMap<Uuid, Vec<(Uuid, Date, Option<bool>)>> = BTreeMap::new();
    let mut rooms: BTreeMap<Uuid, Vec<(Uuid, Option<bool>)>> = BTreeMap::new();
    for row in app.owner.query(query, &[&practice.id.uuid()]).await.unwrap() {
        let came = row.get::<_, Option<&str>>(4).map(|status| status == "present");
        seen.entry(row.get(3)).or_default().push((row.get(0), row.get(2), came));
        rooms.entry(row.get(0)).or_default().push((row.get(3), came));
    }
    let stay = |row: &tokio_postgres::Row| {
        let (id, joined): (Uuid, Date) = (row.get(0), row.get(3));
        let of_session = |(session, held_on, came): &(Uuid, Date, Option<bool>)| {
            let others: Vec<Option<bool>> =
                rooms[session].iter().filter(|(other, _)| *other != id).map(|(_, came)| *came).collect();
            let known: Vec<bool> = others.iter().flatten().copied().collect();
            let away = known.iter().filter(|came| !**came).count();
            HazardSession {
                others_absent: (!known.is_empty()).then(|| away as f64 / known.len() as f64),
                group_size: Some(others.len() as f64 + 1.0),
                ..HazardSession::new(
                    weeks(joined, *held_on),
                    match came {
                        Some(true) => Presence::Present,
                        Some(false) => Presence::AbsentWithoutNotice,
                        None => Presence::NotRecorded,
                    },
                )
            }
        };
        let ending = row.get::<_, Option<&str>>(5).map(|reason| match reason {
            "dropout" => Ending::Dropout,
            "completed" => Ending::Competing(Competing::Planned),
            "agreed_early" => Ending::Competing(Competing::Agreed),
            _ => Ending::Competing(Competing::Other),
        });
        Stay {
            id,
            kind: row.get(1),
            group: row.get::<_, Uuid>(2).to_string(),
            began: weeks(Date::constant(1970, 1, 1), joined),
            start: row
                .get::<_, Option<f64>>(7)
                .zip(row.get::<_, Option<Date>>(8))
                .map(|(score, day)| StartScore { weeks: weeks(joined, day), score }),
            sessions: seen.get(&id).map(|held| held.iter().map(of_session).collect()).unwrap_or_default(),
            ended: row.get::<_, Option<Date>>(4).map(|left| weeks(joined, left)).zip(ending),
            planned_end: row.get::<_, Option<Date>>(6).map(|end| weeks(joined, end)),
        }
    };
    members.iter().map(stay).collect()
}

/// What the open signal about leaving rests on.
async fn drop_of(app: &TestApp, member: Uuid) -> Option<(Value, Option<String>)> {
    let query = "SELECT inputs, model FROM signals
                 WHERE rule = 'DROP' AND membership_id = $1 AND ceased_at IS NULL AND level IS NULL";
    app.owner.query_opt(query, &[&member]).await.unwrap().map(|row| (row.get(0), row.get(1)))
}

/// When the organisation's model was fitted.
async fn fitted_at(app: &TestApp, practice: &Practice) -> Option<jiff::Timestamp> {
    let query = "SELECT fitted_at FROM dropout_models WHERE organisation_id = $1";
    app.owner.query_opt(query, &[&practice.id.uuid()]).await.unwrap()?.get(0)
}

#[tokio::test]
async fn a_model_is_learnt_from_enough_stays_and_foretells_who_leaves() {
    let app = TestApp::spawn().await;
    let (practice, other) = (app.organisation().await, app.another_organisation("zuid").await);
    // 288 stays have ended: too few for a model, and DROP goes by its marks.
    app.past_stays(&practice, 0, 36).await;
    evening(&app, &practice, 6, |_| Did::Came(Some(12), None)).await;
    evening(&app, &practice, 5, without_berk).await;
    evening(&app, &practice, 4, without_berk).await;
    app.hold_evening(&other, 4, true, without_berk).await;
    app.analysed().await;
    let berk = practice.member("Berk");
    let (marks, model) = drop_of(&app, berk).await.unwrap();
    assert_eq!((marks["kind"].as_str(), model), (Some("dropout_marks"), None));
    let looked = "dropout_models WHERE model IS NULL AND ended = 288 AND dropouts > 50";
    eventually("288 ended stays to be counted", async || (app.count(looked).await == 1).then_some(())).await;

    // 72 more; but whoever has just looked does not look again at each answer.
    app.past_stays(&practice, 36, 9).await;
    evening(&app, &practice, 3, |_| Did::Came(Some(12), None)).await;
    assert_eq!(fitted_at(&app, &practice).await, None);
    assert_eq!(drop_of(&app, berk).await.unwrap().0["kind"], "dropout_marks");

    // A day later it does, and every group is judged anew.
    app.clock.pass(SignedDuration::from_hours(25));
    evening(&app, &practice, 2, without_berk).await;
    let by_model = async || drop_of(&app, berk).await.filter(|(inputs, _)| inputs["kind"] == "dropout_by_model");
    let (inputs, model) = eventually("the model to speak", by_model).await;
    app.analysed().await;
    let fitted = fitted_at(&app, &practice).await.unwrap();
    assert_eq!(fitted, app.clock.now());
    assert_eq!(model.unwrap(), format!("own {fitted}"));

    // Its numbers are those of the statistics on the rows as they are.
    let stays = stays(&app, &practice).await;
    let today = weeks(Date::constant(1970, 1, 1), app.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date());
    let courses: Vec<CourseForHazard<'_>> = stays.iter().map(Stay::course).collect();
    let own = HazardModel::fit_as_of(&courses, today, &HazardSettings::default()).unwrap();
    let stored = "SELECT model, learnt_rows, courses, ended, dropouts FROM dropout_models WHERE organisation_id = $1";
    let row = app.owner.query_one(stored, &[&practice.id.uuid()]).await.unwrap();
    let kept: HazardModel = serde_json::from_value(row.get(0)).unwrap();
    assert_eq!(kept, own, "what was stored is what was fitted, to the last digit");
    let counts = [1, 2, 3, 4].map(|column| usize::try_from(row.get::<_, i32>(column)).unwrap());
    assert_eq!(counts, [own.basis().rows, stays.len(), 360, own.basis().dropouts]);
    let place = stays.iter().position(|stay| stay.id == berk).unwrap();
    let risk = own.risk(&RiskRow::after(&courses[place], courses[place].sessions.len()), 4);
    let told = |of: &str| ["probability", "lower", "upper"].map(|end| inputs[of][end].as_f64().unwrap());
    assert_eq!(told("next"), [risk.next.probability, risk.next.lower, risk.next.upper]);
    assert_eq!(told("within"), [risk.within.probability, risk.within.lower, risk.within.upper]);
    assert!(risk.within.probability >= 0.25 && inputs["sessions"] == 4, "{inputs}");
    assert_eq!(
        app.count("signals WHERE rule = 'DROP' AND ceased_at IS NULL AND inputs ->> 'kind' = 'dropout_by_model'").await,
        1
    );
    let page = app.login(practice.anna()).await.page(&format!("/groups/{}", practice.group)).await;
    let percent = format!("{:.0}", 100.0 * risk.within.probability);
    assert!(page.contains(&format!("ongeveer {percent} binnen 4 sessies")), "{page}");
    let ErrorRate::Ahead { right_of_100, .. } = DROPOUT_BY_MODEL else {
        panic!("the model foretells some sessions ahead")
    };
    let told = format!("stopte bij {right_of_100} van de 100 sessies met dit signaal de cliënt binnen vier sessies");
    assert!(page.contains(&told), "{page}");

    // A stay that ends on the same day changes nothing before the next day; a day without an end nothing at all.
    let end = "UPDATE memberships SET left_on = '2026-03-10', end_reason = 'completed' WHERE membership_id = $1";
    app.owner.execute(end, &[&practice.member("Iep")]).await.unwrap();
    evening(&app, &practice, 1, without_berk).await;
    assert_eq!(fitted_at(&app, &practice).await, Some(fitted));
    app.clock.pass(SignedDuration::from_hours(25));
    evening(&app, &practice, 0, without_berk).await;
    let anew = async || fitted_at(&app, &practice).await.filter(|at| *at > fitted);
    let second = eventually("the model to be fitted anew", anew).await;
    app.clock.pass(SignedDuration::from_hours(25));
    evening(&app, &practice, 0, without_berk).await;
    assert_eq!(fitted_at(&app, &practice).await, Some(second));

    // Another organisation has learnt nothing, and sees nothing of it.
    assert_eq!(app.count("dropout_models WHERE model IS NOT NULL").await, 1);
    assert_eq!(drop_of(&app, other.member("Berk")).await, None);
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(other.id).await.unwrap();
    let theirs = tenant.dropout_models().await.unwrap();
    assert!(theirs.len() == 1 && theirs[0].model.is_none() && theirs[0].ended == 0, "{theirs:?}");
    assert!(tenant.every_group().await.unwrap().len() == 2 && tenant.all_attendance().await.unwrap().len() == 6);
}

#[tokio::test]
async fn how_stays_ended_is_told_by_kind_of_group() {
    let app = TestApp::spawn().await;
    let (practice, other) = (app.organisation().await, app.another_organisation("zuid").await);
    app.past_stays(&practice, 0, 6).await;
    let output =
        peil(&app.database, &["organisation", "dropout", "--organisation", "Praktijk noord", "--format", "json"], &[]);
    let told: Value = serde_json::from_slice(&output.await.stdout).unwrap();
    let stays = stays(&app, &practice).await;
    let ended: Vec<_> = stays
        .iter()
        .filter(|stay| stay.kind == "skills")
        .map(|stay| DropoutDefinition::default().outcome(&stay.course(), f64::INFINITY).in_sessions())
        .collect();
    let skills = &told["kinds"].as_array().unwrap()[1];
    assert_eq!((skills["kind"].as_str(), skills["endings"]["stays"].as_u64()), (Some("skills"), Some(48)));
    assert_eq!(skills["endings"]["running"], 0);
    let left = CumulativeIncidence::new(&ended, Ending::Dropout).unwrap();
    let steps = skills["steps"].as_array().unwrap();
    assert_eq!(steps.len(), left.steps().len());
    for (step, own) in steps.iter().zip(left.steps()) {
        assert_eq!(step["session"].as_f64(), Some(own.time));
        assert_eq!(step["at_risk"].as_u64(), Some(own.at_risk as u64));
        assert_eq!(step["dropout"]["estimate"].as_f64(), Some(own.incidence));
    }
    let last = &steps[steps.len() - 1];
    let all: f64 =
        ["dropout", "planned", "agreed", "other"].map(|way| last[way]["estimate"].as_f64().unwrap()).iter().sum();
    assert!((all - 1.0).abs() < 1e-9, "everybody has ended in one way: {last}");
    assert!(last["dropout"]["lower"].as_f64() < last["dropout"]["estimate"].as_f64());

    // Twelve people are in the groups of the practice, and none has ended.
    let psychotherapy = &told["kinds"][0];
    assert_eq!(
        (psychotherapy["endings"]["running"].as_u64(), psychotherapy["steps"].as_array().unwrap().len()),
        (Some(12), 0)
    );
    let output = peil(&app.database, &["organisation", "dropout", "--organisation", "Praktijk noord"], &[]).await;
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("skills: 48 stays;") && text.contains("too few for a curve"), "{text}");

    let marieke = app.login(practice.marieke()).await;
    let page = marieke.page("/signals/dropout").await;
    assert!(page.contains("leaving-skills-chart") && page.contains("Vaardigheden"), "{page}");
    let percent = format!("{:.0}", 100.0 * left.steps().last().unwrap().incidence);
    assert!(page.contains(&format!("Van de 100 cliënten stoppen er ongeveer {percent} ")), "{page}");
    for (ending, start) in [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")] {
        let path = format!("/signals/dropout/chart.{ending}?kind=skills");
        assert!(page.contains(&path), "{path} in {page}");
        let file = marieke.get(&path).await;
        assert!(file.status == 200 && file.bytes.starts_with(start), "{ending}");
    }
    let file = marieke.get("/signals/dropout/chart.svg?kind=skills").await.text();
    assert!(file.contains(&format!("stoppen er ongeveer {percent} ")) && file.contains(">Vaardigheden."), "{file}");
    for none in ["psychotherapy", "%3Cnothing%3E"] {
        let refused = marieke.get_json(&format!("/signals/dropout/chart.png?kind={none}")).await;
        assert_eq!(refused.problem(), (409, "nothing-to-show".to_owned()), "{none} has no curve");
    }
    let downloaded = app.count("audit WHERE action = 'download-dropout'").await;
    assert_eq!(downloaded, 4, "those that were served and no other");
    assert!(page.contains("Er zijn 0 trajecten afgelopen. Onder de 10"), "too few are only counted: {page}");
    assert!(page.contains("300 afgelopen trajecten en 50 keer stoppen"));
    assert_eq!(app.count("audit WHERE action = 'view-dropout'").await, 1);
    assert_eq!(app.login(practice.iris()).await.get("/signals/dropout").await.status, 403);
    let theirs = app.login(other.marieke()).await.page("/signals/dropout").await;
    assert!(!theirs.contains("leaving-skills") && !theirs.contains("Vaardigheden"));
    let set = "UPDATE organisations SET signals_enabled = false WHERE organisation_id = $1";
    app.owner.execute(set, &[&practice.id.uuid()]).await.unwrap();
    let off = marieke.get_json("/signals/dropout/chart.svg?kind=skills").await;
    assert_eq!(off.problem(), (409, "nothing-to-show".to_owned()), "switched off nothing is computed");
    let page = marieke.page("/signals/dropout").await;
    assert!(!page.contains("Vaardigheden") && !page.contains("Waar het signaal over stoppen op rust"), "{page}");
}

#[tokio::test]
async fn another_version_learns_at_once_and_what_was_claimed_and_lost_is_taken_again() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    app.past_stays(&practice, 0, 45).await;
    let claims = async || {
        let mut connection = app.store.connect().await.unwrap();
        let tenant = connection.begin(practice.id).await.unwrap();
        let claimed = claim_leaving(&tenant, app.clock.now()).await.unwrap();
        tenant.commit().await.unwrap();
        claimed
    };
    let learns = async || {
        let mut connection = app.store.connect().await.unwrap();
        let tenant = connection.begin(practice.id).await.unwrap();
        let turned = learn_leaving(&tenant, &app.library, app.clock.now()).await.unwrap();
        tenant.commit().await.unwrap();
        app.analysed().await;
        turned
    };
    assert!(claims().await && !claims().await, "one learns");
    assert!(learns().await, "every group is judged anew by the first model");
    app.clock.pass(SignedDuration::from_hours(1));
    assert!(!claims().await, "the result was told, and a day has not passed");

    // The service was brought up to date: the model of before is of no use, and nobody waits a day for another one.
    app.owner.batch_execute("UPDATE dropout_models SET module_version = '1.1'").await.unwrap();
    assert!(claims().await && !claims().await);
    assert_eq!(app.count("dropout_models WHERE model IS NULL AND fitted_at IS NULL AND ended = 360").await, 1);
    let marieke = app.login(practice.marieke()).await;
    let page = marieke.page("/signals/dropout").await;
    assert!(page.contains("Het is nog niet berekend") && !page.contains("mislukt"), "{page}");
    // Who claimed it was stopped before there was a result.
    app.clock.pass(SignedDuration::from_mins(29));
    assert!(!claims().await);
    app.clock.pass(SignedDuration::from_mins(1));
    assert!(claims().await);
    assert!(learns().await, "to DROP by the model again");
    assert_eq!(fitted_at(&app, &practice).await, Some(app.clock.now()));
    app.clock.pass(SignedDuration::from_hours(25));
    assert!(claims().await && !learns().await, "nothing has ended since");
    app.clock.pass(SignedDuration::from_hours(1));
    assert!(!claims().await, "that nothing was to be learnt is a result");

    // A service that begins after an upgrade waits for no answer.
    let starts = async || app.worker().learn_after_upgrade().await.unwrap();
    starts().await;
    let before = fitted_at(&app, &practice).await;
    assert!(before.is_some_and(|at| at < app.clock.now()), "what this version learnt stays");
    app.owner.batch_execute("UPDATE dropout_models SET module_version = '1.1'").await.unwrap();
    starts().await;
    assert!(!claims().await, "it is being learnt");
    eventually("a model of this version", async || {
        let fitted = "dropout_models WHERE model IS NOT NULL AND claimed_at IS NULL";
        (app.count(fitted).await == 1).then_some(())
    })
    .await;
    assert_eq!(fitted_at(&app, &practice).await, Some(app.clock.now()));
    app.analysed().await;

    app.owner
        .batch_execute("UPDATE dropout_models SET model = NULL, trial = NULL, fitted_at = NULL, failed = true")
        .await
        .unwrap();
    let marieke = app.login(practice.marieke()).await;
    assert!(marieke.page("/signals/dropout").await.contains("het berekenen is mislukt"));
}
