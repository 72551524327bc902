use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::{
    domain::{ClientId, OrganisationId},
    import::{Finding, Problem},
};

const CONTACTS: &str = "kind = 'individual_contacts'
file.delimiter = ';'
client.column = 'nummer'
date = { column = 'datum', format = '%d-%m-%Y' }
minutes.column = 'minuten'
setting = { column = 'setting', values = { 'mono' = 2 } }
";

fn organisation() -> OrganisationId {
    uuid::Uuid::from_u128(8).into()
}

fn key() -> RecordKey {
    RecordKey::parse(&"5a".repeat(32)).unwrap()
}

fn known(numbers: &[&str]) -> KnownRecords {
    let key =
        |number: &&str| (self::key().hash(organisation(), &["client", number]), ClientId::new(Timestamp::UNIX_EPOCH));
    KnownRecords { clients: numbers.iter().map(key).collect(), ..KnownRecords::default() }
}

fn read(mapping: &str, known: &KnownRecords, data: &str) -> RecordPlan {
    let mapping = RecordMapping::parse(mapping).unwrap();
    read_records(&mapping, known, (organisation(), &key()), data.as_bytes(), date(2026, 6, 1))
}

fn told(found: &[Finding]) -> Vec<(u64, &str)> {
    found.iter().map(|finding| (finding.line, finding.column.as_deref().unwrap_or(""))).collect()
}

#[test]
fn every_cell_is_checked_and_sound_rows_stay() {
    let data = "nummer;datum;minuten;setting\n7;01-02-2026;45;2\n7;31-02-2026;0;9\n8;01-02-2026;45;mono\n;2026-02-01;x;\n7;02-06-2026;45;1\n7;03-02-2026;45\n";
    let plan = read(CONTACTS, &known(&["7"]), data);
    assert_eq!(plan.sound(), 1);
    let places = [
        (3, "datum"),
        (3, "minuten"),
        (3, "setting"),
        (4, "nummer"),
        (5, "nummer"),
        (5, "datum"),
        (5, "minuten"),
        (5, "setting"),
        (6, "datum"),
        (7, ""),
    ];
    let mut found = told(plan.refused());
    let mut wanted = places.to_vec();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
    assert_eq!(plan.refused_lines(), 5);
    assert!(plan.refused().iter().all(|finding| !finding.problem.remedy().is_empty()));
    assert!(!plan.is_unusable());
}

#[test]
fn two_contacts_alike_are_two_and_the_same_file_gives_the_same_hashes() {
    let data = "nummer;datum;minuten;setting\n7;01-02-2026;15;2\n7;01-02-2026;15;2\n";
    let (one, other) = (read(CONTACTS, &known(&["7"]), data), read(CONTACTS, &known(&["7"]), data));
    let hashes = |plan: &RecordPlan| plan.rows.iter().map(|row| row.hash.clone()).collect::<Vec<_>>();
    assert_eq!(hashes(&one), hashes(&other));
    assert_ne!(hashes(&one)[0], hashes(&one)[1]);
    let numbered = format!("{CONTACTS}contact.column = 'contact'\n");
    let data = "contact;nummer;datum;minuten;setting\nA;7;01-02-2026;15;2\nA;7;02-02-2026;15;2\n";
    let plan = read(&numbered, &known(&["7"]), data);
    assert!(matches!(plan.refused(), [Finding { line: 3, problem: Problem::ContactTwice { first: 2 }, .. }]));
}

#[test]
fn clients_are_added_once_where_the_mapping_says_so() {
    let adding = CONTACTS.replace("client.column = 'nummer'", "client = { column = 'nummer', new = true }");
    let data = "nummer;datum;minuten;setting\n7;01-02-2026;45;2\n8;01-02-2026;x;2\n7;02-02-2026;45;2\n";
    let plan = read(&adding, &known(&[]), data);
    assert_eq!((plan.sound(), plan.keys.len()), (2, 1), "8 has no sound row and is not added");
}

#[test]
fn a_mapping_says_what_its_kind_needs() {
    for (wrong, says) in [
        ("kind = 'individual_contacts'\nclient.column = 'a'", "needs [date], [minutes] and [setting]"),
        ("kind = 'group_sessions'\nclient.column = 'a'", "needs [group]"),
        ("kind = 'client_keys'\nclient.column = 'a'", "needs [group] and [pseudonym]"),
        ("kind = 'client_keys'\nclient.column = 'a'\nminutes.column = 'm'", "nothing else"),
        ("kind = 'visits'\nclient.column = 'a'", "unknown variant"),
        ("kind = 'client_keys'\nclient.column = 'a'\ncolour = 1", "unknown field"),
    ] {
        let error = RecordMapping::parse(wrong).unwrap_err().to_string();
        assert!(error.contains(says), "{wrong}: {error}");
    }
    for (part, other, says) in [
        ("%d-%m-%Y", "%d-%m", "%d, %m and %Y"),
        ("'mono' = 2", "'mono' = 9", "1 to 8"),
        ("delimiter = ';'", "delimiter = 'ab'", "one sign"),
    ] {
        let error = RecordMapping::parse(&CONTACTS.replace(part, other)).unwrap_err().to_string();
        assert!(error.contains(says), "{other}: {error}");
    }
}

#[test]
fn a_file_without_its_columns_is_unusable() {
    let plan = read(CONTACTS, &known(&[]), "a;b\n1;2\n");
    assert!(plan.is_unusable() && plan.sound() == 0);
    assert_eq!(plan.refused().len(), 4, "each column that is missing");
    assert!(read(CONTACTS, &known(&[]), "nummer;datum;minuten;setting\n").is_unusable());
}
