//! Our own questionnaires and answers leave as FHIR and come home unchanged; a document of which a half was edited does
//! not.
#![allow(clippy::unwrap_used, clippy::panic)]

use peil_questionnaires::fhir::{
    self, Beside, Import, ObservationDetails, Questionnaire, Refusal, ResponseDetails, Warning,
};
use peil_questionnaires::{Answer, Answers, Decimal, Instrument, Language, Library, Scale, score};
use proptest::prelude::*;
use serde_json::{Value, json};

fn library() -> Library {
    Library::embedded().unwrap()
}

fn come_home(document: &Value) -> Result<Instrument, Refusal> {
    match fhir::import_questionnaire(&document.to_string(), &Beside::default())? {
        Import::Own(own) => Ok(own.instrument().clone()),
        Import::Foreign(draft) => panic!("taken for a foreign document: {}", draft.report()),
    }
}

fn in_language(language: Language) -> ResponseDetails<'static> {
    let (id, subject, authored) = (Some("r1"), Some("Patient/7"), Some("2026-03-02T10:00:00+01:00"));
    ResponseDetails { id, subject, authored, language, submitted: true }
}

#[test]
fn every_shipped_instrument_comes_home_unchanged() {
    let library = library();
    for instrument in library.iter() {
        let document = fhir::questionnaire(instrument).unwrap();
        let home = come_home(&document).unwrap();
        assert_eq!(home.to_json().unwrap(), instrument.to_json().unwrap(), "{}", instrument.id());
        assert_eq!(home.hashes(), instrument.hashes());
        assert_eq!(fhir::questionnaire(&home).unwrap(), document);
    }
}

#[test]
fn no_exported_item_is_filled_in_beforehand() {
    for instrument in library().iter() {
        let text = fhir::questionnaire(instrument).unwrap().to_string();
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
    for path in paths {
        for change in [json!("edited"), json!(3), json!(true), json!([]), json!({})] {
            let mut edited = document.clone();
            *edited.pointer_mut(&path).unwrap() = change;
            if edited == document {
                continue;
            }
            match fhir::import_questionnaire(&edited.to_string(), &Beside::default()) {
                Err(_) => {}
                Ok(Import::Own(own)) => assert_eq!(own.instrument().hashes(), session.hashes(), "{path}"),
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

#[test]
fn an_item_left_open_carries_no_answer() {
    let library = library();
    let phq = library.latest("phq-9").unwrap();
    let answers = Answers::new(phq, [("phq9", Decimal::from(1))]).unwrap();
    let document = fhir::response(phq, &answers, &in_language(Language::Nl)).unwrap();
    let items = document["item"].as_array().unwrap();
    assert_eq!(items.len(), 9);
    assert!(items[..8].iter().all(|item| item.get("answer").is_none()));
    assert_eq!(items[8]["answer"][0]["valueCoding"]["display"], "Verscheidene dagen");
    assert!(items[8]["text"].as_str().unwrap().starts_with("De gedachte dat u"));
    assert_eq!(document["language"], "nl");
    assert!(document["questionnaire"].as_str().unwrap().ends_with("/phq-9|1.0.0"));
}

#[test]
fn a_response_to_other_items_or_another_questionnaire_is_refused() {
    let library = library();
    let phq = library.latest("phq-9").unwrap();
    let answers = Answers::new(phq, [("phq9", Decimal::from(1))]).unwrap();
    let document = fhir::response(phq, &answers, &in_language(Language::En)).unwrap();
    let refusal = |path: &str, value: Value| {
        let mut edited = document.clone();
        *edited.pointer_mut(path).unwrap_or_else(|| panic!("no {path}")) = value;
        fhir::import_response(&edited.to_string(), &Questionnaire::own(phq)).unwrap_err()
    };
    assert!(matches!(refusal("/questionnaire", json!("urn:other|1.0.0")), Refusal::OtherQuestionnaire { .. }));
    assert!(matches!(refusal("/extension/0/extension/0/valueString", json!("00")), Refusal::OtherItems { .. }));
    assert_eq!(refusal("/status", json!("entered-in-error")), Refusal::EnteredInError);
    assert!(matches!(refusal("/item/8/linkId", json!("phq12")), Refusal::UnknownItem { .. }));
    let coding = "/item/8/answer/0/valueCoding";
    assert!(matches!(refusal(&format!("{coding}/code"), json!("LA0")), Refusal::UnknownOption { .. }));
    assert!(matches!(refusal(&format!("{coding}/system"), json!("urn:x")), Refusal::UnknownOption { .. }));
    assert!(matches!(refusal("/item/8/answer/0", json!({ "valueDecimal": 1 })), Refusal::WrongType { .. }));
    let two = json!([document["item"][8]["answer"][0], document["item"][8]["answer"][0]]);
    assert!(matches!(refusal("/item/8/answer", two), Refusal::SeveralAnswers { .. }));
}

#[test]
fn other_wording_is_a_warning() {
    let library = library();
    let phq = library.latest("phq-9").unwrap();
    let answers = Answers::new(phq, [("phq9", Decimal::from(1))]).unwrap();
    let mut document = fhir::response(phq, &answers, &in_language(Language::En)).unwrap();
    *document.pointer_mut("/extension/0/extension/1/valueString").unwrap() = json!("00");
    let read = fhir::import_response(&document.to_string(), &Questionnaire::own(phq)).unwrap();
    assert!(matches!(read.report().warnings(), [Warning::OtherWording { .. }]));
}

#[test]
fn scores_leave_as_observations_and_say_how_they_came_about() {
    let library = library();
    let phq = library.latest("phq-9").unwrap();
    let observe = |pairs: &[(&str, i16)]| {
        let pairs = pairs.iter().map(|(item, value)| (*item, Decimal::from(*value)));
        let outcomes = score(phq, &Answers::new(phq, pairs).unwrap());
        let (response, subject, effective) = ("QuestionnaireResponse/r1", Some("Patient/7"), Some("2026-03-02"));
        let details = ObservationDetails { response, subject, effective, language: Language::En };
        fhir::observations(phq, &outcomes, &details).unwrap().remove(0)
    };
    let items = ["phq1", "phq2", "phq3", "phq4", "phq5", "phq6", "phq7", "phq8", "phq9"];
    let all = observe(&items.map(|item| (item, 2)));
    assert_eq!(all["valueQuantity"]["value"], 18);
    assert_eq!(all["valueQuantity"]["code"], "{score}");
    assert_eq!(all["code"]["coding"][0]["code"], "44261-6");
    assert_eq!(all["interpretation"][0]["text"], "Moderately severe");
    assert_eq!(all["derivedFrom"][0]["reference"], "QuestionnaireResponse/r1");
    assert!(all.get("note").is_none() && all.get("dataAbsentReason").is_none());
    let seven: Vec<(&str, i16)> = items[..7].iter().map(|item| (*item, 1)).collect();
    let filled = observe(&seven);
    assert_eq!(filled["valueQuantity"]["value"], 9);
    assert_eq!(filled["note"][0]["text"], "Prorated: 7 of 9 items answered, the others filled in.");
    let none = observe(&[("phq9", 1)]);
    assert!(none.get("valueQuantity").is_none());
    assert_eq!(none["dataAbsentReason"]["text"], "1 answered, 7 needed");
    assert_eq!(none["dataAbsentReason"]["coding"][0]["code"], "unknown");
}

/// A random answer to an item, or none.
fn any_answer(scale: &Scale) -> BoxedStrategy<Option<Answer>> {
    let between = |min: Decimal, max: Decimal, step: Decimal| {
        let whole = |decimal: Decimal| (decimal.to_f64() * 1000.0).round() as i64;
        let (min, max, step) = (whole(min), whole(max), whole(step));
        (0..=(max - min) / step).prop_map(move |steps| {
            let thousandths = min + steps * step;
            let sign = if thousandths < 0 { "-" } else { "" };
            let size = thousandths.abs();
            Answer::Number(format!("{sign}{}.{:03}", size / 1000, size % 1000).parse().unwrap())
        })
    };
    let given = match scale {
        Scale::Choice { options } => {
            let values: Vec<Decimal> = options.iter().map(|option| option.value()).collect();
            prop::sample::select(values).prop_map(Answer::Number).boxed()
        }
        Scale::Vas { min, max, step, .. } | Scale::Number { min, max, step } => between(*min, *max, *step).boxed(),
        Scale::Text { .. } => "[a-zé\"\\\\<& ]{0,30}x".prop_map(Answer::Text).boxed(),
    };
    prop::option::of(given).boxed()
}

fn any_form() -> impl Strategy<Value = (Instrument, Vec<(String, Answer)>)> {
    let instruments: Vec<Instrument> = library().iter().cloned().collect();
    prop::sample::select(instruments).prop_flat_map(|instrument| {
        let answers: Vec<_> = instrument.items().iter().map(|item| any_answer(item.scale())).collect();
        let ids: Vec<String> = instrument.items().iter().map(|item| item.id().to_owned()).collect();
        answers.prop_map(move |answers| {
            let given = ids.iter().cloned().zip(answers);
            (instrument.clone(), given.filter_map(|(id, answer)| Some((id, answer?))).collect())
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_answers_to_any_instrument_come_home_unchanged((instrument, given) in any_form(), dutch in any::<bool>()) {
        let answers = Answers::mixed(&instrument, given).unwrap();
        let language = if dutch { Language::Nl } else { Language::En };
        let document = fhir::response(&instrument, &answers, &in_language(language)).unwrap();
        let read = fhir::import_response(&document.to_string(), &Questionnaire::own(&instrument)).unwrap();
        prop_assert_eq!(read.answers(), &answers);
        prop_assert_eq!(read.subject(), Some("Patient/7"));
        prop_assert_eq!(read.authored(), Some("2026-03-02T10:00:00+01:00"));
        prop_assert!(read.submitted() && read.report().warnings().is_empty() && read.report().kept().is_empty());
        prop_assert_eq!(fhir::response(&instrument, read.answers(), &in_language(language)).unwrap(), document);
    }
}
