//! `peil import`: all of a file or nothing of it.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use peil_tests::{TestApp, TestDatabase};

use crate::libraries::{add, own_scale};

const MAPPING: &str = "start = 2005-01-01
client.column = 'id'
time = { column = 'month', unit = 'months' }
score.column = 'bdi'
group.column = 'g'
instrument = { id = 'bdi-ii', version = '1.0.0', scale = 'total' }
";

/// A folder that goes with the test.
pub(crate) struct Files(PathBuf);

impl Files {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("peil-import-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir(&folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        Self(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// By which numbers of a record system are hashed.
pub(crate) const RECORD_KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

pub(crate) async fn peil(database: &TestDatabase, arguments: &[&str], files: &[(&str, &Path)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peil-under-test"));
    command.args(arguments).env("DATABASE_URL", database.url()).env("PEIL_RECORD_KEY", RECORD_KEY);
    for (option, path) in files {
        command.arg(option).arg(path);
    }
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

async fn count(database: &TestDatabase, table: &str) -> i64 {
    let owner = database.owner().await;
    owner.query_one(&format!("SELECT count(*) FROM {table}"), &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn every_bad_row_is_told_and_nothing_is_imported() {
    let data = "id,month,bdi,g\nJansen,0,10,1\nJansen,x,70,1\nPieters,0,12.5,1\nPieters,3,7\nJansen,0,11,2\n";
    let files = Files::new(&[("data.csv", data), ("mapping.toml", MAPPING)]);
    let database = TestDatabase::create().await;
    let paths = (files.path("data.csv"), files.path("mapping.toml"));
    let output =
        peil(&database, &["import", "--organisation", "Trial"], &[("--data", &paths.0), ("--mapping", &paths.1)]).await;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    for place in [
        "line 3, column month",
        "line 3, column bdi",
        "line 4, column bdi",
        "line 5",
        "line 6, column g",
        "line 6, column month",
    ] {
        assert!(said.contains(&format!("data, {place}:")), "{place} in {said}");
    }
    assert!(said.contains("Nothing was imported: 6 places to mend."), "{said}");
    assert!(!said.contains("Jansen") && !said.contains("Pieters"), "{said}");
    for table in ["organisations", "clients", "scores", "imports", "outbox"] {
        assert_eq!(count(&database, table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn a_good_file_is_imported_once() {
    let data = "id,month,bdi,g\nJansen,0,10,1\nJansen,3,7,1\nPieters,0,33,2\nPieters,3,NA,2\n";
    let files = Files::new(&[("data.csv", data), ("mapping.toml", MAPPING)]);
    let database = TestDatabase::create().await;
    let (data, mapping) = (files.path("data.csv"), files.path("mapping.toml"));
    let paths: [(&str, &Path); 2] = [("--data", &data), ("--mapping", &mapping)];
    let dry = peil(&database, &["import", "--organisation", "Trial", "--dry-run"], &paths).await;
    assert!(dry.status.success(), "{}", String::from_utf8_lossy(&dry.stderr));
    assert_eq!(count(&database, "organisations").await, 0, "a dry run leaves nothing behind");

    let first = peil(&database, &["import", "--organisation", "Trial"], &paths).await;
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let again = peil(&database, &["import", "--organisation", "Trial"], &paths).await;
    assert_eq!(again.status.code(), Some(2), "{}", String::from_utf8_lossy(&again.stderr));
    assert_eq!(count(&database, "scores WHERE outcome = 'complete'").await, 3);
    assert_eq!(count(&database, "scores WHERE outcome = 'not_scored'").await, 1);
    assert_eq!(count(&database, "clients").await, 2);
    assert_eq!(count(&database, "outbox").await, 1, "the analysis is asked for");
    let owner = database.owner().await;
    let tables = "SELECT string_agg(row_to_json(c)::text, '') || (SELECT string_agg(row_to_json(m)::text, '') FROM memberships m)
                  FROM clients c";
    let text: String = owner.query_one(tables, &[]).await.unwrap().get(0);
    assert!(!text.contains("Jansen"), "what the file calls a client is stored nowhere");
}

/// The reference data lie beside the checkout, or where `PEIL_SHARED` says.
fn shared(file: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("PEIL_SHARED").map_or_else(beside, PathBuf::from);
    let path = folder.join("reference/data").join(file);
    path.exists().then_some(path)
}

#[tokio::test]
async fn the_bright_study_is_imported_and_analysed() {
    let (Some(data), Some(membership)) = (shared("bright.csv"), shared("bright_membership.csv")) else {
        println!(
            "skipped: the BRIGHT data are not here; PEIL_SHARED names the folder that has reference/data/bright.csv"
        );
        return;
    };
    let app = TestApp::spawn().await;
    let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/import/bright.toml");
    let paths: [(&str, &Path); 3] = [("--data", &data), ("--membership", &membership), ("--mapping", &mapping)];
    let output = peil(&app.database, &["import", "--organisation", "BRIGHT"], &paths).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(app.count("clients").await, 299);
    assert_eq!(app.count("scores WHERE value IS NOT NULL").await, 815);
    assert_eq!(app.count("memberships").await, 132);
    assert_eq!(app.count("groups").await, 4);
    // The command takes the machine's time, and jobs of the future are not due.
    app.clock.set(jiff::Timestamp::now());
    app.analysed().await;
    assert_eq!(app.count("fits WHERE instrument_id = 'bdi-ii' AND scores = 815 AND clients = 299").await, 1);
    assert_eq!(
        app.count("fit_parts WHERE part->'lines' <> '{}' AND part->'band' IS NOT NULL").await,
        app.count("groups").await
    );
}

#[tokio::test]
async fn scores_of_an_own_instrument_are_imported_by_its_organisation_only() {
    let app = TestApp::spawn().await;
    app.organisation().await;
    app.another_organisation("zuid").await;
    assert_eq!(add(&app, "add", "Praktijk noord", &own_scale(&app)).0, 0);
    let mapping = MAPPING.replace("bdi-ii", "own-scale");
    let files = Files::new(&[("data.csv", "id,month,bdi,g\na,0,31.5,1\na,1,12,1\n"), ("mapping.toml", &mapping)]);
    let paths = (files.path("data.csv"), files.path("mapping.toml"));
    let paths: [(&str, &Path); 2] = [("--data", &paths.0), ("--mapping", &paths.1)];
    for (organisation, status, scores) in [("Praktijk zuid", 2, 0), ("Nieuw", 2, 0), ("Praktijk noord", 0, 2)] {
        let output = peil(&app.database, &["import", "--organisation", organisation], &paths).await;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(status), "{organisation}: {said}");
        assert!(status == 0 || said.contains("own-scale"), "{said}");
        assert_eq!(app.count("scores WHERE instrument_id = 'own-scale'").await, scores, "{organisation}");
    }
    assert_eq!(app.count("organisations").await, 2, "a refused import makes no organisation");
}
