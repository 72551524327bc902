//! Our own questionnaires leave as FHIR and come home unchanged; a document of which a half was edited does not.
#![allow(clippy::unwrap_used, clippy::panic)]

use peil_questionnaires::fhir::{self, Beside, Import, Refusal};
use peil_questionnaires::{Instrument, Language, Library};
use serde_json::{Value, json};

fn library() -> Library {
    Library::embedded().unwrap()
}

/// The instruments that ship, and one that uses every kind of item and every method.
fn instruments() -> Vec<Instrument> {
    let every = Instrument::parse(include_str!("definitions/every-method.toml")).unwrap();
    library().iter().cloned().chain([every]).collect()
}

fn come_home(document: &Value) -> Result<Instrument, Refusal> {
    match fhir::import_questionnaire(&document.to_string(), &Beside::default())? {
        Import::Own(own) => Ok(own.instrument().clone()),
        Import::Foreign(draft) => panic!("taken for a foreign document: {}", draft.report()),
    }
}

#[test]
fn every_instrument_comes_home_unchanged() {
    for instrument in instruments() {
        let document = fhir::questionnaire(&instrument).unwrap();
        let home = come_home(&document).unwrap();
        assert_eq!(home.to_json().unwrap(), instrument.to_json().unwrap(), "{}", instrument.id());
        assert_eq!(home.hashes(), instrument.hashes());
        assert_eq!(fhir::questionnaire(&home).unwrap(), document);
    }
}

#[test]
fn no_exported_item_is_filled_in_beforehand() {
    for instrument in instruments() {
        let text = fhir::questionnaire(&instrument).unwrap().to_string();
        assert!(!text.contains("\"initial"), "{}", instrument.id());
    }
}

#[test]
fn the_native_half_says_what_another_system_needs() {
    let library = library();
    let phq = fhir::questionnaire(library.latest("phq-9").unwrap()).unwrap();
    let item = |link_id: &str| {
        let items = phq["item"].as_array().unwrap();
        items.iter().find(|item| item["linkId"] == link_id).unwrap_or_else(|| panic!("no {link_id}")).clone()
    };
    assert_eq!(phq["code"], json!([{ "system": "http://loinc.org", "code": "44249-1" }]));
    assert!(phq["copyright"].as_str().unwrap().contains("Pfizer"));
    assert_eq!(item("form.intro")["_text"]["extension"][0]["extension"][0]["valueCode"], "nl");
    let ninth = item("phq9");
    assert_eq!(ninth["code"][0]["code"], "44260-8");
    let option = &ninth["answerOption"][3];
    assert_eq!(option["extension"][0]["valueDecimal"], 3);
    assert_eq!(option["valueCoding"]["code"], "LA6571-9");
    assert_eq!(option["valueCoding"]["display"], "Nearly every day");
    let dutch = &option["valueCoding"]["_display"]["extension"][0]["extension"];
    assert_eq!(dutch[1]["valueString"], "Bijna elke dag");
    let total = item("score.total");
    assert_eq!((&total["readOnly"], &total["code"][0]["code"]), (&json!(true), &json!("44261-6")));
    // Open items are filled by a rule that FHIRPath would not follow: no expression says so.
    assert!(!total.to_string().contains("calculatedExpression"));
}

#[test]
fn a_line_is_a_slider_with_its_anchors_and_its_plain_sum_an_expression() {
    let library = library();
    let session = fhir::questionnaire(library.latest("peil-session").unwrap()).unwrap();
    let items = session["item"].as_array().unwrap();
    let open = items.iter().find(|item| item["linkId"] == "open").unwrap();
    assert_eq!(open["type"], "decimal");
    let extensions = open["extension"].to_string();
    for part in ["\"slider\"", "minValue", "maxValue", "maxDecimalPlaces"] {
        assert!(extensions.contains(part), "{part} in {extensions}");
    }
    assert_eq!(open["item"][0]["text"], "Helemaal niet");
    assert!(open["item"][1].to_string().contains("\"upper\""));
    let connection = items.iter().find(|item| item["linkId"] == "score.connection").unwrap();
    let expression = connection["extension"][2]["valueExpression"]["expression"].as_str().unwrap();
    assert!(expression.starts_with("iif(%resource.item.where(linkId in ('open' | 'belong')).answer.count() = 2, "));
}

/// Without the attached definition our own export is a foreign document like any other.
#[test]
fn other_systems_can_read_the_native_half_alone() {
    let library = library();
    let session = library.latest("peil-session").unwrap();
    let mut document = fhir::questionnaire(session).unwrap();
    document.as_object_mut().unwrap().remove("extension");
    let Import::Foreign(draft) = fhir::import_questionnaire(&document.to_string(), &Beside::default()).unwrap() else {
        panic!("no definition is attached");
    };
    let drafted: Vec<&str> = draft.instrument().items().iter().map(|item| item.id()).collect();
    assert_eq!(drafted, ["open", "belong", "strain", "useful"]);
    assert_eq!(draft.instrument().items()[0].scale(), session.items()[0].scale());
    assert_eq!(draft.instrument().items()[0].high(Language::En), Some("Completely"));
    let sums: Vec<&[String]> = draft.instrument().scores().iter().map(|score| score.items()).collect();
    assert_eq!(sums, [session.score("connection").unwrap().items()]);
}

#[test]
fn a_server_may_write_its_own_id_and_meta() {
    let library = library();
    let mut document = fhir::questionnaire(library.latest("phq-9").unwrap()).unwrap();
    document["id"] = json!("4711");
    document["meta"] = json!({ "versionId": "2", "lastUpdated": "2026-01-01T00:00:00Z" });
    assert!(come_home(&document).is_ok());
}

#[test]
fn an_edited_native_half_is_refused_and_the_place_is_named() {
    let library = library();
    let document = fhir::questionnaire(library.latest("phq-9").unwrap()).unwrap();
    for (path, value) in [
        ("/title", json!("PHQ-10")),
        ("/status", json!("draft")),
        ("/item/10/text", json!("Thoughts")),
        ("/item/10/required", json!(true)),
        ("/item/10/answerOption/1/extension/0/valueDecimal", json!(2)),
        ("/item/10/answerOption/1/valueCoding/code", json!("LA6570-1")),
        ("/item/2/_text/extension/0/extension/1/valueString", json!("iets anders")),
        ("/copyright", json!("mine")),
    ] {
        let mut edited = document.clone();
        *edited.pointer_mut(path).unwrap_or_else(|| panic!("no {path}")) = value;
        assert_eq!(come_home(&edited).unwrap_err(), Refusal::HalvesDiffer { path: path.to_owned() });
    }
    let mut added = document.clone();
    added["purpose"] = json!("screening");
    assert_eq!(come_home(&added).unwrap_err(), Refusal::HalvesDiffer { path: "/purpose".into() });
    let mut removed = document;
    removed["item"].as_array_mut().unwrap().pop();
    assert_eq!(come_home(&removed).unwrap_err(), Refusal::HalvesDiffer { path: "/item/11".into() });
}

#[test]
fn a_damaged_definition_is_refused() {
    let library = library();
    let document = fhir::questionnaire(library.latest("phq-9").unwrap()).unwrap();
    let data = "/extension/0/valueAttachment/data";
    let coded = document.pointer(data).unwrap().as_str().unwrap().to_owned();
    for wrong in [coded.replacen('M', "N", 1), coded[4..].to_owned(), "%".to_owned()] {
        let mut edited = document.clone();
        *edited.pointer_mut(data).unwrap() = json!(wrong);
        let refusal = come_home(&edited).unwrap_err();
        assert!(matches!(refusal, Refusal::DamagedDefinition { .. }), "{refusal}");
    }
    let mut twice = document.clone();
    let first = twice["extension"][0].clone();
    twice["extension"].as_array_mut().unwrap().push(first);
    assert!(matches!(come_home(&twice).unwrap_err(), Refusal::DamagedDefinition { .. }));
}

/// Whatever a single edit does to a document, it is refused or means the same.
#[test]
fn no_single_edit_changes_an_instrument_in_silence() {
    let library = library();
    let session = library.latest("peil-session").unwrap();
    let document = fhir::questionnaire(session).unwrap();
    let mut paths = Vec::new();
    leaves(&document, "", &mut paths);
    assert!(paths.len() > 100, "{}", paths.len());
    for (place, path) in paths.iter().enumerate() {
        let taken_out = {
            let mut edited = document.clone();
            let (owner, name) = path.rsplit_once('/').unwrap();
            match edited.pointer_mut(owner).unwrap() {
                Value::Object(members) => drop(members.remove(&name.replace("~1", "/").replace("~0", "~"))),
                Value::Array(elements) => drop(elements.remove(name.parse().unwrap())),
                _ => unreachable!("a leaf has an owner"),
            }
            edited
        };
        // Another word or, for every other leaf, another kind of value.
        let mut changed = document.clone();
        *changed.pointer_mut(path).unwrap() = if place % 2 == 0 { json!("edited") } else { json!(3) };
        for edited in [changed, taken_out].into_iter().filter(|edited| *edited != document) {
            match fhir::import_questionnaire(&edited.to_string(), &Beside::default()) {
                Err(_) => {}
                Ok(Import::Own(own)) => {
                    assert_eq!(path, "/id");
                    assert_eq!(own.instrument().hashes(), session.hashes());
                }
                Ok(Import::Foreign(draft)) => {
                    assert_eq!(path, "/extension/0/url", "became a draft");
                    assert_ne!(draft.instrument().status(), session.status());
                }
            }
        }
    }
}

fn leaves(value: &Value, path: &str, paths: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                leaves(member, &format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")), paths);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                leaves(element, &format!("{path}/{index}"), paths);
            }
        }
        _ => paths.push(path.to_owned()),
    }
}

/// An option that says "not known" is stored by its number, and the number weighs nothing.
#[test]
fn an_option_that_is_no_answer_leaves_without_a_weight() {
    for instrument in instruments() {
        let document = fhir::questionnaire(&instrument).unwrap();
        for (item, exported) in instrument.items().iter().map(|item| {
            let items = document["item"].as_array().unwrap();
            (item, items.iter().find(|one| one["linkId"] == item.id()).unwrap())
        }) {
            for (place, option) in item.scale().options().iter().enumerate() {
                let weighed = exported["answerOption"][place].get("extension").is_some();
                assert_eq!(weighed, !option.missing(), "{} {}", instrument.id(), item.id());
            }
        }
    }
}
