//! Files as spreadsheets and programs write them, and the same answers as the plain reading of all records.

#![allow(clippy::unwrap_used)]

use peil_stats::data::{Column, Table};

use super::{CsvError, CsvFile, Looks};

fn file(text: &str) -> Result<CsvFile, CsvError> {
    CsvFile::from_bytes("file.csv".to_owned(), text.as_bytes().to_vec())
}

fn table(text: &str, wanted: &[&str]) -> Result<Table, String> {
    let read = file(text).and_then(|file| file.table(wanted, &mut |_| ()));
    read.map_err(|error| error.to_string())
}

fn texts(table: &Table, name: &str) -> Vec<Option<String>> {
    let Some(Column::Factor(factor)) = table.column(name) else { return Vec::new() };
    (0..table.rows()).map(|row| factor.text(row).map(str::to_owned)).collect()
}

fn numbers<'t>(table: &'t Table, name: &str) -> &'t [f64] {
    let Some(Column::Number(values)) = table.column(name) else { return &[] };
    values
}

#[test]
fn only_the_columns_asked_for_are_decoded() {
    let table =
        table("client,score,note\r\n1,2.5,\"late, tired\"\r\n2,-3e1,\r\n", &["score", "client", "none"]).unwrap();
    assert_eq!(table.names().collect::<Vec<_>>(), ["client", "score"]);
    assert_eq!(numbers(&table, "score"), [2.5, -30.0]);
}

#[test]
fn one_word_makes_a_column_of_texts_as_a_whole() {
    let table = table("room\n01\n1\nNA\nattic\n1\n", &["room"]).unwrap();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(texts(&table, "room"), [text("01"), text("1"), None, text("attic"), text("1")]);
}

#[test]
fn missing_values_before_the_first_one_keep_their_rows() {
    let table = table("a,b,c\nNA,,\n,NA,\n4,x,\n", &["a", "b", "c"]).unwrap();
    assert!(numbers(&table, "a")[..2].iter().all(|value| value.is_nan()) && numbers(&table, "a")[2] == 4.0);
    assert_eq!(texts(&table, "b"), [None, None, Some("x".to_owned())]);
    assert_eq!(numbers(&table, "c").len(), 3);
}

#[test]
fn a_mark_before_the_header_and_quotes_do_not_belong_to_the_names() {
    let file = file("\u{feff}\"client\", \"score\"\n1,2\n").unwrap();
    assert_eq!(file.header()[0], "client");
    let quoted = table("name\n\"a \"\"b\"\"\nc\"\n", &["name"]).unwrap();
    assert_eq!(texts(&quoted, "name"), [Some("a \"b\"\nc".to_owned())]);
}

#[test]
fn a_header_alone_is_a_table_without_rows() {
    assert_eq!(table("client,score\n", &["score"]).unwrap().rows(), 0);
}

#[test]
fn a_very_wide_file_is_read_by_name() {
    let header: Vec<String> = (0..5000).map(|i| format!("item{i}")).collect();
    let row: Vec<String> = (0..5000).map(|i| i.to_string()).collect();
    let text = format!("{}\n{}\n", header.join(","), row.join(","));
    assert_eq!(numbers(&table(&text, &["item4321"]).unwrap(), "item4321"), [4321.0]);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let error = |text: &str| table(text, &["a", "b"]).unwrap_err();
    assert!(error("a,b\n1,2\n\n1\n").contains("line 4 (row 2): the fields here: 1, in the header: 2"));
    assert!(error("a,b\n1,2,3\n").contains("line 2 (row 1): the fields here: 3"));
    assert!(error("a,a\n1,2\n").contains("`a` occurs twice"));
    assert!(error("a,b\n1,2\n1e999,2\n").contains("line 3: column `a`: this is not a finite number"));
    assert!(error("").contains("the file is empty"));
    let latin = CsvFile::from_bytes("file.csv".to_owned(), b"a,b\n1,2\n\xe9,1\n".to_vec()).unwrap_err();
    assert!(latin.to_string().contains("line 3: this is not UTF-8"));
}

#[test]
fn a_quote_in_the_wrong_place_is_refused_and_not_guessed() {
    let error = |text: &str| table(text, &["a", "b"]).unwrap_err();
    assert!(error("a,b\n1,2\n\"12\"3,4\n").contains("line 3: the field that begins with a quote goes on behind"));
    assert!(error("a,b\n1,\"2\n3,4\n").contains("line 2: the quote that opens a field here is never closed"));
}

#[test]
fn what_is_not_finite_among_numbers_is_named_with_its_line() {
    for word in ["Inf", "-inf", "NaN", "1e999"] {
        for text in [format!("a,b\n1,2\n\n{word},3\n"), format!("a,b\nNA,2\n\n{word},3\n")] {
            let error = table(&text, &["a", "b"]).unwrap_err();
            assert!(error.contains("line 4: column `a`: this is not a finite number"), "{error}");
        }
        let names = format!("a\n{word}\nNan\nAn\n");
        assert_eq!(texts(&table(&names, &["a"]).unwrap(), "a")[0].as_deref(), Some(word));
    }
}

#[test]
fn the_first_text_of_a_column_is_found_by_its_line() {
    let looks = |text: &str, name: &str| file(text).unwrap().first_text(name).map(|one| (one.line, one.looks));
    let text = "a,b\n1,\"x\ny\"\n\n2,z\n\"3,5\",z\nn/a,z\n";
    assert_eq!(looks(text, "a"), Some((6, Looks::DecimalComma)));
    assert_eq!(looks(text, "b"), Some((2, Looks::Other)));
    assert_eq!(looks("a\n1\nNA\n", "a"), None);
    assert_eq!(looks("a\nJa\n", "a"), Some((2, Looks::YesOrNo)));
    assert_eq!(looks("a\n1\n.\n", "a"), Some((3, Looks::Missing)));
    let counted = file("a\n1\nx\n\n2\ny\nNA\n").unwrap().first_text("a").unwrap();
    assert_eq!((counted.texts, counted.numbers), (2, 2));
    assert_eq!(file(text).unwrap().line_of(2), Some(5));
}

#[test]
fn progress_runs_from_the_beginning_to_the_end() {
    let rows: String = (0..100_000).map(|row| format!("{row}\n")).collect();
    let mut parts = Vec::new();
    file(&format!("a\n{rows}")).unwrap().table(&["a"], &mut |part| parts.push(part)).unwrap();
    assert!(parts.len() == 6 && parts.is_sorted() && parts.iter().all(|part| (0.0..=1.0).contains(part)), "{parts:?}");
}

proptest::proptest! {
    /// The plain way, all records as texts first, is the definition.
    #[test]
    fn any_file_gives_the_table_of_its_records(
        fields in proptest::collection::vec("NA|| ?-?[0-9]{1,3}(\\.[0-9])?|0[0-9]|[a-b]{1,2}|in|-1e3|\"x,\"", 0..40),
    ) {
        let rows: Vec<&[String]> = fields.chunks_exact(2).collect();
        let lines: String = rows.iter().map(|row| format!("{},{}\n", row[0], row[1])).collect();
        let plain: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|field| field.replace('"', "")).collect()).collect();
        let expected = Table::from_records(&["a".to_owned(), "b".to_owned()], &plain).unwrap();
        let found = table(&format!("a,b\n{lines}"), &["a", "b"]).unwrap();
        proptest::prop_assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    }
}
