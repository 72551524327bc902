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
    let (status, said) = import(&app, &files, one, &["--dry-run"]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("Would import") && app.count("individual_contacts").await == 0);
    let (status, said) = import(&app, &files, one, &[]).await;
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
