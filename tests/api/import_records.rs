//! `peil import-records`: contacts from the record system, whole or in part, once.

use std::path::Path;

use peil_tests::TestApp;

use crate::import::{Files, peil};

const CONTACTS: &str = "kind = 'individual_contacts'
file.delimiter = ';'
client = { column = 'nummer', new = true }
date = { column = 'datum', format = '%d-%m-%Y' }
minutes.column = 'minuten'
setting.value = 2
";

const SESSIONS: &str = "kind = 'group_sessions'
client.column = 'nummer'
contact.column = 'contact'
date.column = 'datum'
minutes.column = 'minuten'
setting.column = 'setting'
group.column = 'groep'
";

const KEYS: &str = "kind = 'client_keys'
client.column = 'nummer'
group.column = 'groep'
pseudonym.column = 'naam'
";

const NAME: &str = "Praktijk noord";

async fn import(app: &TestApp, files: &Files, (data, mapping): (&str, &str), more: &[&str]) -> (Option<i32>, String) {
    let paths = (files.path(data), files.path(mapping));
    let pairs: [(&str, &Path); 2] = [("--data", &paths.0), ("--mapping", &paths.1)];
    let mut arguments = vec!["import-records", "--organisation", NAME];
    arguments.extend(more);
    let output = peil(&app.database, &arguments, &pairs).await;
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[tokio::test]
async fn contacts_come_in_once_and_what_was_mended_changes() {
    let files = Files::new(&[
        ("one.csv", "nummer;datum;minuten\n700123;01-02-2026;45\n700123;01-02-2026;45\n700124;03-02-2026;30\n"),
        ("contacts.toml", CONTACTS),
    ]);
    let app = TestApp::spawn().await;
    app.organisation().await;
    let before = app.count("clients").await;
    let one = ("one.csv", "contacts.toml");
    // Each of the two could be one of the members, whose numbers nobody noted.
    let (status, said) = import(&app, &files, one, &[]).await;
    assert!(status == Some(2) && said.contains("--new-are-others") && said.contains("12 members"), "{said}");
    assert_eq!((app.count("individual_contacts").await, app.count("clients").await), (0, before));
    let (status, said) = import(&app, &files, one, &["--dry-run", "--new-are-others"]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("Would import") && app.count("individual_contacts").await == 0);
    let (status, said) = import(&app, &files, one, &["--new-are-others"]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("3 rows are new, 0 changed, 0 were there already; 2 new clients; 0 lines refused"), "{said}");
    let (status, said) = import(&app, &files, one, &[]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("0 rows are new, 0 changed, 3 were there already; 0 new clients"), "{said}");
    assert_eq!((app.count("individual_contacts").await, app.count("clients").await), (3, before + 2));
    assert_eq!(app.count("imports").await, 1);
    let stored = "SELECT string_agg(row_to_json(k)::text, '') || (SELECT string_agg(row_to_json(c)::text, '')
                  FROM individual_contacts c) FROM client_keys k";
    let text: String = app.owner.query_one(stored, &[]).await.unwrap().get(0);
    assert!(!text.contains("70012"), "the record system's number of a client stands nowhere");
}

#[tokio::test]
async fn numbers_are_linked_then_group_sessions_come_in_and_refused_rows_are_told_as_a_file() {
    let sessions = "contact,nummer,datum,minuten,setting,groep\nA1,1,2025-02-03,90,2,Dinsdaggroep\n\
                    A2,2,2025-02-03,90,2,Elders\nA3,9,2025-02-03,90,2,Elders\nA4,1,2025-02-30,0,9,\n";
    let files = Files::new(&[
        ("keys.csv", "nummer,groep,naam\n1,Dinsdaggroep,Eik\n2,Dinsdaggroep,Wilg\n"),
        ("keys.toml", KEYS),
        ("sessions.csv", sessions),
        ("mended.csv", &sessions.replace("A2,2,2025-02-03,90", "A2,2,2025-02-03,75")),
        ("sessions.toml", SESSIONS),
    ]);
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let (status, said) = import(&app, &files, ("keys.csv", "keys.toml"), &[]).await;
    assert!(status == Some(0) && said.contains("2 rows are new"), "{said}");
    let (status, said) = import(&app, &files, ("keys.csv", "keys.toml"), &[]).await;
    assert!(status == Some(0) && said.contains("2 were there already"), "{said}");

    let refused = files.path("refused.csv");
    let refused_text = refused.to_string_lossy().into_owned();
    let both = ("sessions.csv", "sessions.toml");
    let (status, said) = import(&app, &files, both, &["--refused", &refused_text]).await;
    assert_eq!(status, Some(2), "{said}");
    assert!(
        said.contains("Nothing was imported: 5 places to mend") && app.count("group_contacts").await == 0,
        "{said}"
    );
    let report = std::fs::read_to_string(&refused).unwrap();
    assert!(report.starts_with("line,column,reason,remedy\n") && report.lines().count() == 6, "{report}");
    for told in ["4,nummer,no client is known", "5,datum,", "5,minuten,", "5,setting,", "5,groep,is empty"] {
        assert!(report.contains(told), "{told} in {report}");
    }
    let (status, said) = import(&app, &files, both, &["--accept-partial", "--refused", &refused_text]).await;
    assert!(status == Some(2) && said.contains("refused.csv"), "the report of before is not overwritten: {said}");
    let (status, said) = import(&app, &files, both, &["--accept-partial"]).await;
    assert!(status == Some(0) && said.contains("2 rows are new") && said.contains("2 lines refused"), "{said}");
    let (_, said) = import(&app, &files, ("mended.csv", "sessions.toml"), &["--accept-partial"]).await;
    assert!(said.contains("0 rows are new, 1 changed, 1 were there already"), "{said}");
    let known = format!("group_contacts WHERE group_id = '{}' AND minutes = 90", practice.group);
    assert_eq!((app.count(&known).await, app.count("group_contacts").await), (1, 2));
    let eik = format!(
        "group_contacts c JOIN memberships m USING (organisation_id, client_id) WHERE m.membership_id = '{}'",
        practice.member("Eik")
    );
    assert_eq!(app.count(&eik).await, 1, "the contact is Eik's");
    assert_eq!(app.count("audit WHERE action = 'import-records'").await, 4);
}

#[tokio::test]
async fn a_wrong_mapping_or_organisation_is_told_and_nothing_is_half_done() {
    let files = Files::new(&[
        ("one.csv", "client,day\n1,2026-01-01\n"),
        ("contacts.toml", CONTACTS),
        ("broken.toml", "kind = 'individual_contacts'\nclient.column = 'a'\n"),
    ]);
    let app = TestApp::spawn().await;
    app.organisation().await;
    let (status, said) = import(&app, &files, ("one.csv", "broken.toml"), &[]).await;
    assert!(status == Some(2) && said.contains("needs [date], [minutes] and [setting]"), "{said}");
    let (status, said) = import(&app, &files, ("one.csv", "contacts.toml"), &["--accept-partial"]).await;
    assert!(status == Some(2) && said.contains("there is no such column"), "{said}");
    let (status, said) = import(&app, &files, ("none.csv", "contacts.toml"), &[]).await;
    assert!(status == Some(2) && said.contains("none.csv"), "{said}");
    for table in ["individual_contacts", "client_keys", "imports"] {
        assert_eq!(app.count(table).await, 0, "{table}");
    }
}

/// What imports said that they hold everything of, as it is kept.
async fn covered(app: &TestApp) -> Vec<String> {
    let all = "SELECT kind || ' ' || setting || ' ' || days::text FROM record_coverage ORDER BY 1";
    app.owner.query(all, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn a_file_says_what_it_holds_all_of_and_days_are_replaced_whole() {
    let january = format!("{CONTACTS}covers = {{ from = '2026-01-01', to = '2026-01-31', settings = [2] }}\n");
    let february = january.replace("2026-01-31", "2026-02-28").replace("2026-01-01", "2026-02-01");
    let ahead = january.replace("2026-01-31", "2999-01-31");
    let files = Files::new(&[
        ("one.csv", "nummer;datum;minuten\n1;05-01-2026;45\n2;06-01-2026;45\n"),
        ("two.csv", "nummer;datum;minuten\n1;05-02-2026;45\n"),
        ("wrong.csv", "nummer;datum;minuten\n1;05-01-2026;60\n2;06-02-2026;45\n"),
        ("mended.csv", "nummer;datum;minuten\n1;05-01-2026;60\n"),
        ("plain.toml", CONTACTS),
        ("january.toml", &january),
        ("february.toml", &february),
        ("ahead.toml", &ahead),
        ("backwards.toml", &january.replace("2026-01-31", "2025-01-31")),
    ]);
    let app = TestApp::spawn().await;
    app.organisation().await;
    let flag = "--new-are-others";
    let (status, said) = import(&app, &files, ("two.csv", "plain.toml"), &[flag, "--dry-run"]).await;
    assert!(status == Some(0) && said.contains("the mapping has no [covers]"), "{said}");
    let (status, said) = import(&app, &files, ("one.csv", "backwards.toml"), &[flag]).await;
    assert!(status == Some(2) && said.contains("[covers] has `from` and `to`"), "{said}");
    let (status, said) = import(&app, &files, ("one.csv", "ahead.toml"), &[flag]).await;
    assert!(status == Some(2) && said.contains("ends after today"), "{said}");
    let (status, said) = import(&app, &files, ("wrong.csv", "january.toml"), &[flag, "--accept-partial"]).await;
    assert!(
        status == Some(0) && said.contains("lies outside the days") && said.contains("lines were refused"),
        "{said}"
    );
    assert_eq!(covered(&app).await, Vec::<String>::new(), "part of a file is not the whole");
    for (file, mapping) in [("one.csv", "january.toml"), ("two.csv", "february.toml")] {
        let (status, said) = import(&app, &files, (file, mapping), &[flag]).await;
        assert!(status == Some(0) && !said.contains("Not noted as whole"), "{said}");
    }
    assert_eq!(covered(&app).await, ["individual_contacts 2 {[2026-01-01,2026-03-01)}"], "two months that touch");
    // Without numbers of contacts a mended row is another one, so both stand there until the days are replaced.
    assert_eq!(app.count("individual_contacts WHERE held_on = '2026-01-05'").await, 2);
    let days = ["--replace", "2026-01-01..2026-01-31"];
    let (status, said) = import(&app, &files, ("mended.csv", "january.toml"), &days).await;
    assert!(status == Some(0) && said.contains("3 rows of those days were taken away"), "{said}");
    let left = "SELECT string_agg(held_on || ' ' || minutes, '; ' ORDER BY held_on) FROM individual_contacts";
    let left: String = app.owner.query_one(left, &[]).await.unwrap().get(0);
    assert_eq!(left, "2026-01-05 60; 2026-02-05 45");
    assert_eq!(covered(&app).await, ["individual_contacts 2 {[2026-01-01,2026-03-01)}"]);
    // A file that does not say what it holds leaves a hole.
    let (status, said) = import(&app, &files, ("mended.csv", "plain.toml"), &days).await;
    assert!(status == Some(0), "{said}");
    assert_eq!(covered(&app).await, ["individual_contacts 2 {[2026-02-01,2026-03-01)}"]);
    let (status, said) =
        import(&app, &files, ("mended.csv", "plain.toml"), &["--replace", "2026-02-01..2026-01-31"]).await;
    assert!(status == Some(2) && said.contains("two days in order"), "{said}");
}

#[tokio::test]
async fn a_group_is_known_by_its_name_or_by_the_mapping_and_others_are_told() {
    let sessions = "contact,nummer,datum,minuten,setting,groep\nA1,1,2025-02-03,90,2, dinsdag GROEP \n\
                    A2,1,2025-02-10,90,2,Di-groep\nA3,1,2025-02-17,90,2,DINSDAGGROEP\nA4,1,2025-02-24,90,2,Elders\n";
    let mapping = SESSIONS
        .replace("group.column = 'groep'", "group = { column = 'groep', values = { 'Di-groep' = 'Dinsdaggroep' } }");
    let files = Files::new(&[
        ("keys.csv", "nummer,groep,naam\n1,Dinsdaggroep,Eik\n"),
        ("keys.toml", KEYS),
        ("sessions.csv", sessions),
        ("sessions.toml", &mapping),
    ]);
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let (status, said) = import(&app, &files, ("keys.csv", "keys.toml"), &[]).await;
    assert_eq!(status, Some(0), "{said}");
    let (status, said) = import(&app, &files, ("sessions.csv", "sessions.toml"), &[]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("Names of groups that Peil does not have"), "{said}");
    assert!(
        said.contains("\n  Elders") && said.contains("\n  dinsdag GROEP") && !said.contains("\n  DINSDAGGROEP"),
        "{said}"
    );
    let linked = format!("group_contacts WHERE group_id = '{}'", practice.group);
    assert_eq!(app.count(&linked).await, 2);
}

#[tokio::test]
async fn who_was_added_by_contacts_and_is_a_member_after_all_becomes_one_client() {
    let files = Files::new(&[
        ("one.csv", "nummer;datum;minuten\n7;01-02-2026;45\n8;01-02-2026;30\n"),
        ("contacts.toml", CONTACTS),
        ("keys.csv", "nummer,groep,naam\n7,Dinsdaggroep,Eik\n"),
        ("other.csv", "nummer,groep,naam\n7,Dinsdaggroep,Wilg\n"),
        ("keys.toml", KEYS),
    ]);
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let (status, said) = import(&app, &files, ("one.csv", "contacts.toml"), &["--new-are-others"]).await;
    assert_eq!(status, Some(0), "{said}");
    let (status, said) = import(&app, &files, ("keys.csv", "keys.toml"), &[]).await;
    assert!(status == Some(0) && said.contains("1 clients of contacts turned out to be members"), "{said}");
    let eik = practice.member("Eik");
    let of_eik = format!("JOIN memberships m USING (organisation_id, client_id) WHERE m.membership_id = '{eik}'");
    assert_eq!(app.count(&format!("individual_contacts c {of_eik} AND c.minutes = 45")).await, 1);
    assert_eq!(app.count(&format!("client_keys k {of_eik}")).await, 1);
    assert_eq!(app.count("client_keys").await, 2);
    // Now it is Eik's, and stays so.
    let (status, said) = import(&app, &files, ("other.csv", "keys.toml"), &[]).await;
    assert!(status == Some(2) && said.contains("was noted for another client"), "{said}");
}

#[tokio::test]
async fn another_key_is_refused_before_every_client_looks_new() {
    use peil_service::import::{RecordError, RecordKey, RecordKind, known_records};
    let files = Files::new(&[("keys.csv", "nummer,groep,naam\n7,Dinsdaggroep,Eik\n"), ("keys.toml", KEYS)]);
    let app = TestApp::spawn().await;
    let practice = app.organisation().await;
    let (status, said) = import(&app, &files, ("keys.csv", "keys.toml"), &[]).await;
    assert_eq!(status, Some(0), "{said}");
    let mut connection = app.store.connect().await.unwrap();
    let tenant = connection.begin(practice.id).await.unwrap();
    let key = |text: &str| RecordKey::parse(text).unwrap();
    let own = known_records(&tenant, &key(crate::import::RECORD_KEY), RecordKind::ClientKeys).await;
    assert!(own.is_ok());
    let other = known_records(&tenant, &key(&"7f".repeat(32)), RecordKind::ClientKeys).await;
    assert!(matches!(other, Err(RecordError::OtherKey)));
}
