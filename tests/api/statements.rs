//! Every statement of the store against a freshly migrated database: it is understood, and its types are the known ones.

use std::fmt::Write as _;

use peil_service::store::statements;
use peil_tests::TestDatabase;

/// Set to anything, the file is written instead of compared.
const REWRITE: &str = "PEIL_REWRITE_SNAPSHOTS";

#[tokio::test]
async fn every_statement_takes_and_gives_the_types_that_it_did() {
    let database = TestDatabase::create().await;
    let client = database.application().await;
    let mut types =
        String::from("# file.NAME (parameters) -> columns; written by PEIL_REWRITE_SNAPSHOTS=1 cargo test\n");
    let all = statements();
    assert!(all.len() > 50, "{} statements", all.len());
    for (file, name, text) in all {
        let prepared = client.prepare(text).await.unwrap_or_else(|error| panic!("{file}.{name}: {error:?}"));
        let parameters: Vec<&str> = prepared.params().iter().map(tokio_postgres::types::Type::name).collect();
        let columns: Vec<String> =
            prepared.columns().iter().map(|column| format!("{}: {}", column.name(), column.type_())).collect();
        let columns = if columns.is_empty() { "-".to_owned() } else { columns.join(", ") };
        writeln!(types, "{file}.{name} ({}) -> {columns}", parameters.join(", ")).unwrap();
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/api/statements.txt");
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(file, &types).unwrap();
    }
    let known = std::fs::read_to_string(file).unwrap();
    let first = types.lines().zip(known.lines()).find(|(now, then)| now != then);
    assert!(types == known, "{file} differs (set {REWRITE}=1 to accept); first difference: {first:?}");
}

#[test]
fn no_statement_asks_for_everything() {
    for (file, name, text) in statements() {
        assert!(!text.to_uppercase().contains("SELECT *"), "{file}.{name}");
        assert!(!text.contains(".*"), "{file}.{name}");
    }
}
