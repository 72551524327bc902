//! What an organisation adds to its library, by `peil questionnaire add` and `wording`: who sees it, and what is refused.

use std::{
    fs,
    process::{Command, Output, Stdio},
};

use peil_questionnaires::{Instrument, Library, Wording};
use peil_service::{
    collect::{InstrumentError, Libraries, NotUsable, asks_safety, register_instruments, usable},
    domain::{Every, Occasion, Plan, Planned},
    store::InstrumentVersionRow,
};
use peil_tests::{Practice, TestApp, attribute};
use serde_json::Value;

/// Types a command on the database of the running service.
fn typed(app: &TestApp, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peil-under-test"));
    for name in ["PEIL_MIGRATION_DATABASE_URL", "PEIL_DATA"] {
        command.env_remove(name);
    }
    command.args(["questionnaire"]).args(words).env("DATABASE_URL", app.database.url()).stdin(Stdio::null());
    command.output().unwrap()
}

/// Adds the text to an organisation; what was said, and the exit status.
pub(crate) fn add(app: &TestApp, command: &str, organisation: &str, text: &str) -> (i32, String) {
    let file = std::env::temp_dir().join(format!("peil-own-{}.toml", uuid::Uuid::now_v7()));
    fs::write(&file, text).unwrap();
    let output = typed(app, &[command, "--organisation", organisation, file.to_str().unwrap()]);
    fs::remove_file(&file).unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap(), said)
}

/// Our session scale under another id.
pub(crate) fn own_scale(app: &TestApp) -> String {
    let text = app.library.latest("peil-session").unwrap().to_toml().unwrap();
    text.replace("id = \"peil-session\"", "id = \"own-scale\"")
}

/// Wording of BDI-II that nobody holds a licence for.
pub(crate) fn bdi_words(word: &str) -> String {
    let items: String = (1..=21).map(|i| format!("\n[[item]]\nid = \"bdi{i}\"\ntext = \"{word} {i}\"\n")).collect();
    format!(
        "schema = \"peil-wording/1\"\nid = \"bdi-ii\"\nversion = \"1.0.0\"\nlanguage = \"nl\"\n\n[scale.severity]\n\
         0 = \"nul\"\n1 = \"een\"\n2 = \"twee\"\n3 = \"drie\"\n{items}"
    )
}

/// The group measures only this from now on.
pub(crate) async fn measures(app: &TestApp, practice: &Practice, instrument: &str) {
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let occasion = Occasion::AfterSession(Every::SESSION);
    let planned = Planned { instrument: instrument.to_owned(), version: "1.0.0".to_owned(), occasion };
    tenant.save_group_plan(practice.group, &Plan::new(vec![planned]).unwrap()).await.unwrap();
    tenant.commit().await.unwrap();
}

#[tokio::test]
async fn an_own_instrument_is_asked_and_scored_here_and_nobody_else_sees_it() {
    let app = TestApp::spawn().await;
    let (north, south) = (app.organisation().await, app.another_organisation("zuid").await);
    let before = app.login(north.wim()).await.page("/admin/instruments").await;
    assert!(!before.contains("own-scale"));
    let (status, said) = add(&app, "add", "Praktijk noord", &own_scale(&app));
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("added own-scale 1.0.0"), "{said}");

    // The running service knows it at once, and only for this organisation.
    let (wim, other) = (app.login(north.wim()).await, app.login(south.wim()).await);
    let page = wim.page("/admin/instruments").await;
    assert!(page.contains("own-scale 1.0.0") && page.contains("van uw organisatie"), "{page}");
    assert!(!other.page("/admin/instruments").await.contains("own-scale"));
    let address = "/fhir/R4/Questionnaire/own-scale-1.0.0";
    assert_eq!((wim.get_json(address).await.status, other.get_json(address).await.status), (200, 404));

    let (anna, eva) = (app.login(north.anna()).await, app.login(south.anna()).await);
    let plans = (format!("/groups/{}/plan", north.group), format!("/groups/{}/plan", south.group));
    let offered = "<option value=\"own-scale\"";
    assert!(anna.page(&plans.0).await.contains(offered) && !eva.page(&plans.1).await.contains(offered));
    let row = [
        ("instrument-0", "own-scale"),
        ("version-0", "1.0.0"),
        ("occasion-0", "after_session"),
        ("number-0", "1"),
        ("action", "save"),
    ];
    let refused = eva.post(&plans.1, &row).await;
    assert!(refused.status == 200 && refused.text().contains("niet bekend"), "{}", refused.text());
    assert_eq!(anna.post(&plans.0, &row).await.status, 303);
    let tonight = anna.open_session(north.group).await;
    let eik = app.enter_tablet(&tonight, north.member("Eik")).await;
    eik.submit("own-scale", &peil_tests::peil_session(["7", "8", "2.5", "6"])).await;
    let score = "SELECT value::text FROM scores WHERE instrument_id = 'own-scale' AND scale = 'total'";
    assert_eq!(app.owner.query_one(score, &[]).await.unwrap().get::<_, String>(0), "28.5");
    app.analysed().await;
    let group = anna.get(&format!("/groups/{}", north.group)).await;
    assert_eq!(group.status, 200);
    let responses = anna.get_json("/fhir/R4/QuestionnaireResponse").await.json();
    assert!(responses["entry"][0]["resource"]["questionnaire"].as_str().unwrap().ends_with("own-scale|1.0.0"));
}

#[tokio::test]
async fn a_version_is_never_another_one() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let scale = own_scale(&app);
    let add = |text: &str| add(&app, "add", "Praktijk noord", text);
    assert_eq!(add(&scale).0, 0);
    let (status, said) = add(&format!("# a remark changes nothing\n{scale}"));
    assert!(status == 0 && said.contains("is there already, exactly"), "{said}");
    for (changed, because) in [
        (scale.replace("Ik hoorde er vandaag bij.", "Ik was er vandaag bij."), "with other content"),
        (scale.replace("id = \"own-scale\"", "id = \"peil-session\""), "ships with Peil"),
        (scale.replace("id = \"own-scale\"", &format!("id = \"{}\"", "a".repeat(46))), "is longer than"),
        (scale.replace("range = [", "range = [ \"1\", \"2\"] #"), ": error: "),
        ("schema = 1".to_owned(), ":1: error: "),
    ] {
        let (status, said) = add(&changed);
        assert!(status == 2 && said.contains(because), "{because}: {status} {said}");
    }
    let (status, said) = self::add(&app, "add", "Nergens", &scale);
    assert!(status == 2 && said.contains("there is no organisation `Nergens`"), "{said}");
    assert_eq!(app.count("own_instruments").await, 1);
    assert_eq!(app.count("audit WHERE action = 'add-instrument'").await, 1);
    let newer = scale.replace("version = \"1.0.0\"", "version = \"1.1.0\"");
    assert_eq!(add(&newer.replace("status = \"active\"", "status = \"draft\"")).0, 0);
    let library = library(&app, &practice).await;
    assert_eq!(library.latest("own-scale").unwrap().version().to_string(), "1.0.0", "a draft is not offered");
    let draft = library.get("own-scale", "1.1.0".parse().unwrap()).unwrap();
    assert_eq!(usable(draft, &[]), Err(NotUsable::Draft));
    assert!(app.login(practice.wim()).await.page("/admin/instruments").await.contains("concept"));
}

async fn library(app: &TestApp, practice: &Practice) -> std::sync::Arc<peil_questionnaires::Library> {
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    Libraries::new(app.library.clone()).of(&tenant).await.unwrap()
}

async fn bdi_usable(app: &TestApp, practice: &Practice) -> Result<(), NotUsable> {
    let library = library(app, practice).await;
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    usable(library.latest("bdi-ii").unwrap(), &tenant.wording_confirmations().await.unwrap())
}

#[tokio::test]
async fn licensed_wording_is_shown_here_once_it_was_confirmed_and_leaves_nowhere() {
    let app = TestApp::spawn().await;
    let (north, south) = (app.organisation().await, app.another_organisation("zuid").await);
    assert_eq!(bdi_usable(&app, &north).await, Err(NotUsable::NoWording));
    let (status, said) = add(&app, "wording", "Praktijk noord", &bdi_words("eigen woord"));
    assert!(
        status == 0 && said.contains("added wording of bdi-ii 1.0.0 in nl; an administrator compares it"),
        "{said}"
    );
    assert!(matches!(bdi_usable(&app, &north).await, Err(NotUsable::WordingNotConfirmed { .. })));
    assert_eq!(bdi_usable(&app, &south).await, Err(NotUsable::NoWording));

    let wim = app.login(north.wim()).await;
    let page = wim.page("/admin/instruments").await;
    assert!(page.contains("eigen woord 21"), "the administrator compares the words");
    assert!(!app.login(south.wim()).await.page("/admin/instruments").await.contains("eigen woord"));
    let library = library(&app, &north).await;
    let bdi = library.latest("bdi-ii").unwrap();
    let hash = bdi.hashes().text_in(peil_questionnaires::Language::Nl).unwrap().to_string();
    assert!(attribute(&page, "name=\"text_hash\"", "value").is_some() && page.contains(&hash));
    let confirm =
        [("instrument_id", "bdi-ii"), ("instrument_version", "1.0.0"), ("text_hash", &hash), ("compared", "yes")];
    assert_eq!(wim.post("/admin/wording", &confirm).await.status, 303);
    assert_eq!(bdi_usable(&app, &north).await, Ok(()));

    for practice in [&north, &south] {
        measures(&app, practice, "bdi-ii").await;
    }
    let anna = app.login(north.anna()).await;
    let tonight = anna.open_session(north.group).await;
    let eik = app.enter_tablet(&tonight, north.member("Eik")).await;
    assert!(eik.form("bdi-ii").to_string().contains("eigen woord 1"));
    let blanks = app.login(south.anna()).await.post(&format!("/groups/{}/sessions", south.group), &[]).await;
    assert_eq!(blanks.problem(), (409, "wording-not-confirmed".to_owned()), "nobody is shown a form of blanks");
    let sent: Value = wim.get_json("/fhir/R4/Questionnaire/bdi-ii-1.0.0").await.json();
    assert!(!sent.to_string().contains("eigen woord"));

    // A corrected word: to be compared anew, and the old one stays on record.
    let (status, _) = add(&app, "wording", "Praktijk noord", &bdi_words("beter woord"));
    assert_eq!(status, 0);
    assert!(matches!(bdi_usable(&app, &north).await, Err(NotUsable::WordingNotConfirmed { .. })));
    assert_eq!(app.count("own_wordings").await, 2);
    let (_, said) = add(&app, "wording", "Praktijk noord", &bdi_words("beter woord"));
    assert!(said.contains("is there already"), "{said}");
    assert_eq!(app.count("own_wordings").await, 2);
}

#[tokio::test]
async fn wording_that_does_not_fit_is_refused() {
    let app = TestApp::spawn().await;
    app.organisation().await;
    let words = bdi_words("x");
    assert!(Wording::parse(&words).is_ok());
    for (text, because) in [
        (words.replace("bdi-ii", "bdi-iii"), "add its definition first"),
        (words.replace("id = \"bdi21\"", "id = \"bdi22\""), "there is no item bdi22"),
        (words.replace("language = \"nl\"", "language = \"de\""), "is not offered in de"),
        (words.replace("id = \"bdi-ii\"", "id = \"phq-9\""), "there is no scale severity"),
    ] {
        let (status, said) = add(&app, "wording", "Praktijk noord", &text);
        assert!(status == 2 && said.contains(because), "{because}: {said}");
    }
    assert_eq!(app.count("own_wordings").await, 0);
}

#[tokio::test]
async fn a_row_that_was_tampered_with_is_left_out_and_the_rest_stays() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    assert_eq!(add(&app, "add", "Praktijk noord", &own_scale(&app)).0, 0);
    spoil(&app).await;
    let library = library(&app, &practice).await;
    assert!(library.latest("own-scale").is_none() && library.latest("phq-9").is_some());
}

/// Tampers with the definitions that organisations added, so that none of them is read.
async fn spoil(app: &TestApp) {
    for change in [
        "ALTER TABLE own_instruments DISABLE TRIGGER own_instruments_stay",
        "UPDATE own_instruments SET definition = replace(definition, 'vandaag', 'gisteren')",
    ] {
        app.owner.execute(change, &[]).await.unwrap();
    }
}

#[tokio::test]
async fn a_definition_that_is_left_out_keeps_nothing_else_back() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    assert_eq!(add(&app, "add", "Praktijk noord", &own_scale(&app)).0, 0);
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let mut rows = tenant.group_plan(practice.group).await.unwrap().rows().to_vec();
    let occasion = Occasion::AfterSession(Every::SESSION);
    rows.push(Planned { instrument: "own-scale".to_owned(), version: "1.0.0".to_owned(), occasion });
    tenant.save_group_plan(practice.group, &Plan::new(rows).unwrap()).await.unwrap();
    tenant.commit().await.unwrap();
    let anna = app.login(practice.anna()).await;
    let tonight = anna.open_session(practice.group).await;
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    eik.submit("own-scale", &peil_tests::peil_session(["7", "8", "2.5", "6"])).await;

    spoil(&app).await;
    // Another row, so that the running service reads them all anew.
    let other = own_scale(&app).replace("id = \"own-scale\"", "id = \"other-scale\"");
    assert_eq!(add(&app, "add", "Praktijk noord", &other).0, 0);
    let eik = app.enter_tablet(&tonight, practice.member("Eik")).await;
    assert_eq!(eik.entry["forms"].as_array().unwrap().len(), 2, "{}", eik.entry);
    assert_eq!(eik.answer("phq-9", "phq9", "3").await.status, 204);
    assert_eq!(app.count("signals WHERE level IS NOT NULL").await, 1);
    eik.submit("phq-9", &peil_tests::phq_9("111100003")).await;
    for (kind, found) in [("QuestionnaireResponse", 1), ("Observation", 1)] {
        let reply = anna.get_json(&format!("/fhir/R4/{kind}")).await;
        assert_eq!(reply.status, 200, "{kind}: {}", reply.text());
        assert_eq!(reply.json()["entry"].as_array().unwrap().len(), found, "{kind}");
    }
    let admin = app.login(practice.wim()).await.page("/admin/instruments").await;
    assert!(admin.contains("<code>own-scale 1.0.0</code>: De opgeslagen inhoud is niet meer"), "{admin}");
    let library = library(&app, &practice).await;
    assert!(asks_safety(&library, ["own-scale"].into_iter()), "what cannot be read may ask about safety");
    assert!(!asks_safety(&library, ["peil-session"].into_iter()));
}

#[tokio::test]
async fn what_would_be_refused_by_now_stays_readable_and_is_not_given_to_clients() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let text = own_scale(&app).replace("range = [\"0\", \"40\"]", "range = [\"0\", \"50\"]");
    assert_eq!(add(&app, "add", "Praktijk noord", &text).0, 2, "the check finds fault with it");
    let instrument = Instrument::parse(&text).unwrap();
    let hashes = instrument.hashes();
    let row = InstrumentVersionRow {
        id: "own-scale".to_owned(),
        version: "1.0.0".to_owned(),
        item_hash: hashes.items().to_string(),
        text_hash: hashes.text().to_string(),
        scoring_hash: hashes.scoring().to_string(),
    };
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    tenant.insert_instrument_version(&row, jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    tenant.insert_own_instrument("own-scale", "1.0.0", &text, jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    tenant.commit().await.unwrap();
    let library = library(&app, &practice).await;
    let found = library.get("own-scale", "1.0.0".parse().unwrap()).expect("it was added once");
    assert_eq!(usable(found, &[]), Err(NotUsable::Unsound));
}

#[tokio::test]
async fn what_ships_later_under_the_id_of_a_clinic_leaves_the_clinics_own() {
    let app = TestApp::spawn().await;
    let (north, south) = (app.organisation().await, app.another_organisation("zuid").await);
    assert_eq!(add(&app, "add", "Praktijk noord", &own_scale(&app)).0, 0);
    let ours = own_scale(&app).replace("Ik hoorde er vandaag bij.", "Ik was er vandaag bij.");
    let later = |text: &str| std::sync::Arc::new(Library::from_files([("own-scale/1.0.0.toml", text)]).unwrap());
    let shipped = later(&ours);
    let mut connection = app.store.connect().await.unwrap();
    for (practice, expected) in [(&north, own_scale(&app)), (&south, ours.clone())] {
        let tenant = connection.begin(practice.id).await.unwrap();
        register_instruments(&tenant, &shipped, jiff::Timestamp::UNIX_EPOCH).await.expect("the service starts");
        let library = Libraries::new(shipped.clone()).of(&tenant).await.unwrap();
        let found = library.get("own-scale", "1.0.0".parse().unwrap()).unwrap();
        assert_eq!(found.hashes(), Instrument::parse(&expected).unwrap().hashes());
        tenant.commit().await.unwrap();
    }
    // What is nobody's own never changes.
    let tenant = connection.begin(south.id).await.unwrap();
    let changed = later(&ours.replace("Ik was er vandaag bij.", "Ik was er gisteren bij."));
    let refused = register_instruments(&tenant, &changed, jiff::Timestamp::UNIX_EPOCH).await;
    assert!(matches!(refused, Err(InstrumentError::Changed { .. })));
}

#[tokio::test]
async fn the_administrator_reads_which_version_is_the_own_one() {
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    // It was added here before the same id and version shipped.
    let own = app.library.latest("peil-start").unwrap().to_toml().unwrap();
    let add = "INSERT INTO own_instruments SELECT organisation_id, 'peil-start', '1.0.0', $1, now() FROM organisations";
    app.owner.execute(add, &[&own]).await.unwrap();
    let page = app.login(practice.wim()).await.page("/admin/instruments").await;
    let article = |id: &str| page.split("<article").find(|part| part.contains(&format!("<code>{id} 1.0.0"))).unwrap();
    assert!(article("peil-start").contains("van uw organisatie"), "{}", article("peil-start"));
    assert!(!article("peil-session").contains("van uw organisatie"));
}
