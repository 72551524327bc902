//! The foreign files of the reference collection: what of each was imported, kept, refused and recomputed.
//!
//! The collection lies outside the repository (`../shared/reference/fhir`, or below `PEIL_SHARED`); without it these
//! tests say so and pass.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use peil_questionnaires::fhir::{self, Beside, Draft, Import, Part, Questionnaire, Reason, Refusal, Target, Warning};
use peil_questionnaires::{Answers, Decimal, Instrument, Language, Library, Moment, Severity, alerts, check, score};
use serde_json::{Value, json};

const LL358: &str = "mii-phq9-ll358-3.valueset.json";

fn shared() -> PathBuf {
    let shared = std::env::var_os("PEIL_SHARED").map(PathBuf::from);
    shared.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")))
}

/// A file of the collection; none where the collection is absent.
fn file(name: &str) -> Option<String> {
    let path = shared().join("reference/fhir").join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("SKIPPED: {} is not there", path.display());
    }
    text
}

fn import(text: &str, value_sets: &[&str], unnamed_language: Option<Language>) -> Result<Draft, Refusal> {
    match fhir::import_questionnaire(text, &Beside { value_sets, unnamed_language })? {
        Import::Foreign(draft) => Ok(*draft),
        Import::Own(_) => panic!("taken for our own"),
    }
}

/// The answer list that the German PHQ-9 asks for and the collection lacks, made of the same list in LOINC's own form.
fn ll359(lforms: &str) -> String {
    let form: Value = serde_json::from_str(lforms).unwrap();
    let options = form["item"][10]["answerOption"].as_array().unwrap();
    let concepts: Vec<Value> = options
        .iter()
        .map(|option| json!({ "code": option["valueCoding"]["code"], "display": option["valueCoding"]["display"] }))
        .collect();
    let url =
        "https://www.medizininformatik-initiative.de/fhir/ext/modul-pro/ValueSet/mii-vs-pro-phq-9-answer-list-ll359-1";
    let include = json!([{ "system": "http://loinc.org", "concept": concepts }]);
    json!({ "resourceType": "ValueSet", "url": url, "status": "active", "language": "en", "compose": { "include": include } })
        .to_string()
}

fn yes_no() -> String {
    let concepts = json!([{ "code": "Y", "display": "Yes" }, { "code": "N", "display": "No" }]);
    let include = json!([{ "system": "http://terminology.hl7.org/CodeSystem/v2-0532", "concept": concepts }]);
    let url = "http://sqlonfhir-r4.azurewebsites.net/fhir/ValueSet/a015b6a1ac024dc19baec940be2c1695";
    json!({ "resourceType": "ValueSet", "url": url, "status": "active", "compose": { "include": include } }).to_string()
}

/// One row of the table: how many parts of each kind, and every warning.
fn row(name: &str, outcome: &Result<Draft, Refusal>) -> String {
    let mut row = format!("{name}\n");
    let draft = match outcome {
        Ok(draft) => draft,
        Err(refusal) => return row + &format!("  refused   {refusal}\n"),
    };
    let items = draft.report().imported().iter().filter(|one| one.part == Part::Item).count();
    let intro = draft.report().imported().iter().filter(|one| one.part == Part::Intro).count();
    writeln!(row, "  imported  {items} items, {intro} intro").unwrap();
    for score in draft.instrument().scores() {
        let (low, high) = score.range();
        let (id, count) = (score.id(), score.items().len());
        writeln!(row, "  imported  score {id}: sum of {count} items, {low} to {high}").unwrap();
    }
    let mut kept: BTreeMap<String, usize> = BTreeMap::new();
    for one in draft.report().kept() {
        *kept.entry(one.reason.to_string()).or_default() += 1;
    }
    for (reason, count) in kept {
        writeln!(row, "  kept      {count} × {reason}").unwrap();
    }
    for warning in draft.report().warnings() {
        writeln!(row, "  warning   {warning}").unwrap();
    }
    row
}

#[test]
fn the_table_of_foreign_files_is_what_it_was() {
    let Some(list) = file(LL358) else { return };
    let lforms = file("lforms-phq9-variables.questionnaire.json").unwrap();
    let (ll359, yes_no) = (ll359(&lforms), yes_no());
    let both = [list.as_str(), ll359.as_str()];
    let only = [list.as_str()];
    let answers = [yes_no.as_str()];
    let en = Some(Language::En);
    let rows: [(&str, &str, &[&str], Option<Language>); 10] = [
        ("sdc-phq9", "", &[], en),
        ("sdc-enablewhen", "", &[], en),
        ("sdc-enablewhen", ", its value set given", &answers, en),
        ("researchkit-gad7", "", &[], None),
        ("researchkit-slider", "", &[], None),
        ("lforms-phq9-variables", "", &[], en),
        ("lforms-apgar-itemweight", "", &[], Some(Language::De)),
        ("mii-phq9-de-en", ", one of two value sets given", &only, None),
        ("mii-phq9-de-en", ", both value sets given", &both, None),
        ("refero-section-score", "", &[], Some(Language::Nb)),
    ];
    let mut table = String::new();
    for (name, how, value_sets, language) in rows {
        let text = file(&format!("{name}.questionnaire.json")).unwrap();
        table += &row(&format!("{name}{how}"), &import(&text, value_sets, language));
    }
    table += &recomputed(&file("sdc-phq9.response.json").unwrap());
    let expected = include_str!("fhir_foreign.table");
    assert!(table == expected, "the table is now:\n{table}");
}

/// The row of the one response in the collection.
fn recomputed(text: &str) -> String {
    let (draft, _) = sample("sdc-phq9", Some(Language::En)).unwrap();
    let response = fhir::import_response(text, &Questionnaire::drafted(&draft)).unwrap();
    let mut row = format!("sdc-phq9.response\n  imported  {} answers\n", response.answers().len());
    for total in response.totals() {
        let recomputed = total.recomputed.map_or_else(|| "none".to_owned(), |value| value.to_string());
        writeln!(row, "  recomputed {}: stored {}, the answers give {recomputed}", total.score, total.stored).unwrap();
    }
    row + &format!("  warnings  {}\n", response.report().warnings().len())
}

fn sample(name: &str, language: Option<Language>) -> Option<(Draft, Value)> {
    let text = file(&format!("{name}.questionnaire.json"))?;
    let original = serde_json::from_str(&text).unwrap();
    Some((import(&text, &[], language).unwrap(), original))
}

/// Every sample that imports without help, with what it was imported from.
fn samples() -> Vec<(Draft, Value)> {
    let names = ["sdc-phq9", "researchkit-gad7", "researchkit-slider", "lforms-phq9-variables"];
    let with_language = names.into_iter().chain(["lforms-apgar-itemweight", "refero-section-score"]);
    with_language.filter_map(|name| sample(name, Some(Language::En))).collect()
}

#[test]
fn whatever_is_not_in_the_draft_stands_where_the_report_says() {
    for (draft, original) in samples() {
        for kept in draft.report().kept() {
            assert!(original.pointer(&kept.path).is_some(), "{}: nothing there", kept.path);
        }
        for imported in draft.report().imported() {
            let link_id = original.pointer(&imported.path).unwrap()["linkId"].as_str().unwrap();
            let expected = match imported.part {
                Part::Item => Target::Item(imported.id.clone()),
                Part::Score => Target::Score(imported.id.clone()),
                Part::Intro | Part::Anchor => Target::NotTaken,
            };
            assert_eq!(draft.link_ids().get(link_id), Some(&expected));
        }
        let taken_from: Value = serde_json::from_str(draft.original()).unwrap();
        assert_eq!(taken_from, original);
    }
}

/// Every member of the document is read into the draft or reported: a member nobody ever heard of never vanishes.
#[test]
fn an_element_nobody_knows_is_reported_wherever_it_is_added() {
    for (_, original) in samples() {
        let mut places = Vec::new();
        objects(&original, "", &mut places);
        for place in places.iter().step_by(7) {
            let mut changed = original.clone();
            let object = if place.is_empty() { Some(&mut changed) } else { changed.pointer_mut(place) };
            object.unwrap()["unheardOf"] = json!("keep me");
            let Ok(draft) = import(&changed.to_string(), &[], Some(Language::En)) else { continue };
            let path = format!("{place}/unheardOf");
            let covered = draft.report().kept().iter().any(|kept| path.starts_with(&kept.path));
            assert!(covered, "{path} vanished");
            assert!(draft.original().contains("unheardOf"));
        }
    }
}

fn objects(value: &Value, path: &str, places: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            places.push(path.to_owned());
            for (name, member) in members {
                objects(member, &format!("{path}/{name}"), places);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                objects(element, &format!("{path}/{index}"), places);
            }
        }
        _ => {}
    }
}

#[test]
fn a_draft_is_a_definition_that_only_lacks_what_an_author_decides() {
    for (draft, _) in samples() {
        assert_eq!(Instrument::parse(draft.definition()).unwrap().hashes(), draft.instrument().hashes());
        for finding in check(draft.instrument()).iter().filter(|finding| finding.severity() == Severity::Error) {
            // Examples and alerts are the author's to write, wording is where the file names no offered language.
            let rule = format!("{:?}", finding.rule());
            let authors = [
                "TooFewExamples",
                "ExampleKinds",
                "NoItems",
                "LanguageMissing",
                "WordingMissing",
                "WordingStatusMissing",
            ];
            assert!(authors.contains(&rule.as_str()), "{finding}");
        }
    }
}

#[test]
fn a_draft_goes_out_and_home_with_the_document_it_came_from() {
    for (draft, _) in samples() {
        let exported = fhir::draft_questionnaire(&draft).unwrap();
        let Import::Own(own) = fhir::import_questionnaire(&exported.to_string(), &Beside::default()).unwrap() else {
            panic!("our own export");
        };
        assert_eq!(own.originals(), [draft.original()]);
        assert_eq!(own.instrument().to_json().unwrap(), draft.instrument().to_json().unwrap());
    }
}

#[test]
fn weights_come_from_the_file_and_never_from_the_code() {
    let Some((refero, _)) = sample("refero-section-score", Some(Language::Nb)) else { return };
    let first = refero.instrument().items()[0].scale();
    let weights: Vec<(&str, Decimal)> =
        first.options().iter().map(|option| (option.code().unwrap(), option.value())).collect();
    let expected = [("LA6568-5", 1), ("LA6569-3", 2), ("LA6570-1", 4), ("LA6571-9", 8)];
    assert_eq!(weights, expected.map(|(code, weight)| (code, Decimal::from(weight))));
    let lowest = refero.instrument().items().iter().map(|item| (item.id(), Decimal::from(1)));
    let outcomes = score(refero.instrument(), &Answers::new(refero.instrument(), lowest).unwrap());
    let values: Vec<Decimal> = outcomes.iter().filter_map(|one| one.value()).collect();
    assert_eq!(values, [2, 2, 3, 7].map(Decimal::from));
}

#[test]
fn a_typo_in_the_file_is_kept() {
    let (Some(list), Some(text)) = (file(LL358), file("mii-phq9-de-en.questionnaire.json")) else { return };
    let lforms = file("lforms-phq9-variables.questionnaire.json").unwrap();
    let draft = import(&text, &[&list, &ll359(&lforms)], None).unwrap();
    let instrument = draft.instrument();
    assert_eq!(instrument.languages(), [Language::De, Language::En]);
    let second = &instrument.items()[0].scale().options()[1];
    assert_eq!(second.title(Language::En), Some("Serveral days"));
    assert_eq!(second.title(Language::De), Some("An einzelnen Tagen"));
    assert_eq!(instrument.items()[8].loinc(), Some("44260-8"));
    assert_eq!(instrument.items().len(), 9);
    assert!(instrument.scores().is_empty());
    let reason = |link: &str| {
        let path = format!("/item/{link}");
        draft.report().kept().iter().find(|kept| kept.path == path).map(|kept| kept.reason.clone())
    };
    assert_eq!(reason("10"), Some(Reason::NoRule));
    assert_eq!(reason("11"), Some(Reason::NoWeights));
    let exported = fhir::draft_questionnaire(&draft).unwrap().to_string();
    let Import::Own(own) = fhir::import_questionnaire(&exported, &Beside::default()).unwrap() else {
        panic!("our own export");
    };
    assert_eq!(own.originals(), [text, list, ll359(&lforms)]);
}

#[test]
fn a_slider_without_its_ends_is_not_guessed() {
    let Some((slider, _)) = sample("researchkit-slider", None) else { return };
    assert!(slider.instrument().items().is_empty());
    let path = "/item/0".to_owned();
    for warning in [Warning::NoMinimum { path: path.clone() }, Warning::NoStep { path }, Warning::NoItems] {
        assert!(slider.report().warnings().contains(&warning), "{warning}");
    }
}

/// HL7's sample response stores 13; its items sum to 10, and item 9 says "several days".
#[test]
fn the_stored_total_is_recomputed_and_item_9_raises_its_alert() {
    let (Some((draft, _)), Some(text)) = (sample("sdc-phq9", Some(Language::En)), file("sdc-phq9.response.json"))
    else {
        return;
    };
    let response = fhir::import_response(&text, &Questionnaire::drafted(&draft)).unwrap();
    assert_eq!(response.answers().len(), 9);
    let wrong: Vec<_> = response.wrong_totals().map(|total| (total.stored, total.recomputed)).collect();
    assert_eq!(wrong, [(Decimal::from(13), Some(Decimal::from(10)))]);
    let by_code_alone = |warning: &&Warning| matches!(warning, Warning::CodeWithoutSystem { .. });
    assert_eq!(response.report().warnings().iter().filter(by_code_alone).count(), 9);
    assert!(response.report().warnings().contains(&Warning::ResponseWithoutVersion));
    assert_eq!(response.subject(), Some("http://hl7.org/fhir/Patient/proband"));
    assert!(response.submitted());

    // The author finishes the draft: the alert of our own PHQ-9, on its ninth item.
    let finished = format!(
        "{}\n[[alert]]\nid = \"self-harm\"\nlevel = \"safety\"\nraise = \"on_save\"\nto = [\"case_lead\"]\n\
         when = {{ item = \"h1-t1-q9\", op = \"ge\", value = \"1\" }}\ntitle = {{ en = \"Talk about it\" }}\n",
        draft.definition()
    );
    let finished = Instrument::parse(&finished).unwrap();
    let response = fhir::import_response(&text, &Questionnaire::finished(&finished, &draft)).unwrap();
    let raised = alerts(&finished, response.answers(), Moment::OnSave);
    assert_eq!(raised.iter().map(|one| one.alert().id()).collect::<Vec<_>>(), ["self-harm"]);
    assert_eq!(raised[0].value(), Some(Decimal::from(1)));

    // The same answers to the PHQ-9 that ships: item by item, in order.
    let library = Library::embedded().unwrap();
    let phq = library.latest("phq-9").unwrap();
    let numbers = draft.instrument().items().iter().zip(phq.items());
    let numbers = numbers.filter_map(|(drafted, ours)| Some((ours.id(), response.answers().get(drafted.id())?)));
    let answers = Answers::new(phq, numbers).unwrap();
    assert_eq!(score(phq, &answers)[0].value(), Some(Decimal::from(10)));
    let raised = alerts(phq, &answers, Moment::OnSave);
    assert_eq!(raised.iter().map(|one| one.alert().id()).collect::<Vec<_>>(), ["self-harm"]);
}
