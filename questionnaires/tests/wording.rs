//! Wording that the site brings along.
#![allow(clippy::unwrap_used)]

use peil_questionnaires::{
    Input, Instrument, Language, Library, LibraryError, Wording, WordingError, WordingStatus, check, form,
};

/// Not the words of the holder: made up for this test.
fn file() -> String {
    let mut text = String::from(
        "schema = \"peil-wording/1\"\nid = \"bdi-ii\"\nversion = \"1.0.0\"\nlanguage = \"nl\"\nintro = \"Kies.\"\n\
         notice = \"Onze licentie.\"\n\n[scale.severity]\n0 = \"nul\"\n1 = \"een\"\n2 = \"twee\"\n3 = \"drie\"\n",
    );
    for item in 1..=21 {
        text += &format!("\n[[item]]\nid = \"bdi{item}\"\ntext = \"vraag {item}\"\n");
    }
    text.replacen(
        "text = \"vraag 2\"",
        "text = \"vraag 2\"\noption = { 0 = \"niets\", 1 = \"iets\", 2 = \"veel\", 3 = \"al\" }",
        1,
    )
}

fn bdi() -> Instrument {
    Library::embedded().unwrap().latest("bdi-ii").unwrap().clone()
}

fn worded(text: &str) -> Result<Instrument, WordingError> {
    bdi().with_wording(&Wording::parse(text)?)
}

/// The faults of the file with its first `from` replaced by `to`.
fn faults(from: &str, to: &str) -> Vec<String> {
    let file = file();
    assert!(file.contains(from), "the file lost {from:?}");
    match worded(&file.replacen(from, to, 1)) {
        Err(WordingError::Faults(faults)) => faults.iter().map(ToString::to_string).collect(),
        other => unreachable!("{from} → {to}: {other:?}"),
    }
}

fn titles(input: &Input) -> Vec<&str> {
    let Input::Choice { options } = input else { unreachable!("a choice") };
    options.iter().filter_map(|option| option.title.as_deref()).collect()
}

#[test]
fn a_worded_form_reads_as_the_file_says() {
    let worded = worded(&file()).unwrap();
    let form = form(&worded, Language::Nl);
    assert_eq!(form.items[0].text.as_deref(), Some("vraag 1"));
    assert_eq!(titles(&form.items[0].input), ["nul", "een", "twee", "drie"]);
    assert_eq!(titles(&form.items[1].input), ["niets", "iets", "veel", "al"]);
    assert_eq!((form.intro.as_deref(), form.notice.as_deref()), (Some("Kies."), Some("Onze licentie.")));
    assert_eq!(form.wording_status, WordingStatus::Unconfirmed, "an administrator confirms it once");
}

#[test]
fn wording_changes_what_is_read_and_nothing_else() {
    let (bare, worded) = (bdi(), worded(&file()).unwrap());
    assert_eq!(bare.hashes().items(), worded.hashes().items());
    assert_eq!(bare.hashes().scoring(), worded.hashes().scoring());
    assert_ne!(bare.hashes().text_in(Language::Nl), worded.hashes().text_in(Language::Nl));
    assert_eq!(bare.to_toml(), worded.to_toml(), "licensed words are never written into a definition");
    assert_eq!(check(&bare), check(&worded), "the site may show what the definition may not ship");
}

#[test]
fn wording_is_compared_with_the_hash_that_the_definition_names() {
    let found = worded(&file()).unwrap().hashes().text_in(Language::Nl).unwrap().to_string();
    let naming = |hash: &str| {
        let bdi = include_str!("../instruments/bdi-ii/1.0.0.toml");
        let named = bdi.replacen("class = \"D\"", &format!("class = \"D\"\ntext_hash = {{ nl = \"{hash}\" }}"), 1);
        Instrument::parse(&named).unwrap().with_wording(&Wording::parse(&file()).unwrap())
    };
    assert_eq!(naming(&found).unwrap().wording_status(Language::Nl), WordingStatus::Confirmed);
    let other = "0".repeat(64);
    let error = naming(&other).unwrap_err();
    assert!(matches!(&error, WordingError::OtherHash { expected, .. } if *expected == other), "{error}");
    assert!(error.to_string().contains(&found), "{error}");
}

#[test]
fn every_fault_is_told_with_its_line() {
    let file = file();
    let line = |start: &str| file.lines().position(|line| line.starts_with(start)).unwrap() + 1;
    let missing = faults("3 = \"drie\"\n", "");
    assert_eq!(missing, [format!("line {}: scale severity has no text for option 3", line("[scale.severity]"))]);
    for (from, to, line, message) in [
        ("id = \"bdi-ii\"", "id = \"bdi-iii\"", 2, "is wording for bdi-iii 1.0.0, not for bdi-ii 1.0.0"),
        ("version = \"1.0.0\"", "version = \"2.0.0\"", 2, "is wording for bdi-ii 2.0.0, not for bdi-ii 1.0.0"),
        ("language = \"nl\"", "language = \"de\"", 4, "the instrument is not offered in de"),
        ("text = \"vraag 7\"", "text = \" \"", line("id = \"bdi7\"") - 1, "the text of item bdi7 is blank"),
        ("3 = \"drie\"", "3 = \"\"", line("[scale.severity]"), "scale severity has no text for option 3"),
        ("3 = \"drie\"", "3 = \"drie\"\n4 = \"vier\"", line("[scale.severity]"), "scale severity has no option 4"),
        ("3 = \"al\"", "5 = \"al\"", line("id = \"bdi2\"") - 1, "item bdi2 has no option 5"),
        (
            "[scale.severity]",
            "[scale.ghost]\n0 = \"x\"\n[scale.severity]",
            line("[scale.severity]"),
            "there is no scale ghost",
        ),
    ] {
        let told = faults(from, to);
        let expected = format!("line {line}: {message}");
        assert!(told.contains(&expected), "{expected} not in {told:#?}");
    }
    let unknown = faults("id = \"bdi21\"", "id = \"bdi22\"");
    assert_eq!(unknown.len(), 2, "{unknown:?}");
    assert!(unknown[0].ends_with("there is no item bdi22") && unknown[1].contains("item bdi21 has no wording"));
    assert!(faults("id = \"bdi21\"", "id = \"bdi20\"")[0].ends_with("item bdi20 is worded twice"));
}

#[test]
fn a_file_in_another_format_is_refused_with_its_line() {
    for (from, to, line) in [
        ("peil-wording/1", "peil-wording/2", 1),
        ("intro = ", "colour = \"red\"\nintro = ", 5),
        ("[scale.severity]", "[scale.severity", 8),
    ] {
        let error = Wording::parse(&file().replacen(from, to, 1)).unwrap_err();
        assert!(error.to_string().starts_with(&format!("line {line}: ")), "{error}");
    }
}

#[test]
fn wording_that_ships_is_not_replaced() {
    let text = "schema = \"peil-wording/1\"\nid = \"phq-9\"\nversion = \"1.0.0\"\nlanguage = \"nl\"\n[[item]]\nid = \"phq1\"\ntext = \"anders\"\n";
    let phq = Library::embedded().unwrap().latest("phq-9").unwrap().clone();
    let error = phq.with_wording(&Wording::parse(text).unwrap()).unwrap_err();
    assert!(error.to_string().contains("line 5: the definition already has wording for item phq1 in nl"), "{error}");
}

#[test]
fn a_library_takes_wording_from_the_file_beside_its_definition() {
    let mut library = Library::embedded().unwrap();
    library.add_wording("bdi-ii/1.0.0.text.nl.toml", &file()).unwrap();
    assert!(library.latest("bdi-ii").unwrap().items()[0].text(Language::Nl).is_some());
    let again = library.add_wording("bdi-ii/1.0.0.text.nl.toml", &file()).unwrap_err();
    assert!(matches!(again, LibraryError::Wording { .. }), "{again}");
    let misplaced = library.add_wording("bdi-ii/1.0.0.text.en.toml", &file()).unwrap_err();
    assert!(misplaced.to_string().contains("expected in bdi-ii/1.0.0.text.nl.toml"), "{misplaced}");
    let ghost = file().replacen("bdi-ii", "ghost", 1);
    let unknown = library.add_wording("ghost/1.0.0.text.nl.toml", &ghost).unwrap_err();
    assert!(unknown.to_string().contains("ghost 1.0.0 is not in the library"), "{unknown}");
}
