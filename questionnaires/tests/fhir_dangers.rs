//! What is dangerous is refused by name, and nothing that anybody sends makes the importer fall over.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::LazyLock;

use peil_questionnaires::fhir::{self, Beside, Draft, Import, Questionnaire, Reason, Refusal};
use peil_questionnaires::{Decimal, Language, Library};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Read once: every case of a property looks into it.
static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::embedded().unwrap());

const ORDINAL: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
const CALCULATED: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";

fn option(code: &str, weight: Value) -> Value {
    json!({ "extension": [{ "url": ORDINAL, "valueDecimal": weight }], "valueCoding": { "code": code, "display": code } })
}

/// Three questions in a group, a text that waits for one of them, and their sum.
fn form() -> Value {
    let choice = |link_id: &str| {
        let options = [option("no", json!(0)), option("a bit", json!(1.5)), option("yes", json!(3))];
        json!({ "linkId": link_id, "text": link_id, "type": "choice", "answerOption": options })
    };
    let condition = json!([{ "question": "a", "operator": "exists", "answerBoolean": true }]);
    let expression = json!({ "language": "text/fhirpath", "expression": "%resource.answers().value.ordinal().sum()" });
    json!({
        "resourceType": "Questionnaire",
        "url": "urn:form", "version": "1.2.3", "status": "active", "language": "en", "title": "Form",
        "item": [
            { "linkId": "g", "type": "group", "text": "How are you?", "item": [choice("a"), choice("b"), choice("c")] },
            { "linkId": "why", "type": "string", "text": "Why?", "enableWhen": condition, "maxLength": 80 },
            { "linkId": "sum", "type": "decimal", "text": "Sum",
              "extension": [{ "url": CALCULATED, "valueExpression": expression }] },
        ],
    })
}

fn import(document: &Value) -> Result<Draft, Refusal> {
    let beside = Beside { value_sets: &[], unnamed_language: Some(Language::En) };
    match fhir::import_questionnaire(&document.to_string(), &beside)? {
        Import::Foreign(draft) => Ok(*draft),
        Import::Own(_) => panic!("taken for our own"),
    }
}

/// The form with the value at `path` replaced; a member that is not there is added.
fn with(path: &str, value: Value) -> Value {
    let mut document = form();
    let (owner, name) = path.rsplit_once('/').unwrap();
    let owner = if owner.is_empty() { Some(&mut document) } else { document.pointer_mut(owner) };
    match owner.unwrap_or_else(|| panic!("no {path}")) {
        Value::Array(elements) => elements[name.parse::<usize>().unwrap()] = value,
        owner => owner[name] = value,
    }
    document
}

fn refusal(path: &str, value: Value) -> Refusal {
    import(&with(path, value)).unwrap_err()
}

#[test]
fn the_form_as_it_is_becomes_a_draft() {
    let draft = import(&form()).unwrap();
    let instrument = draft.instrument();
    assert_eq!(instrument.id(), "form");
    assert_eq!(instrument.version().to_string(), "1.2.3");
    assert_eq!(instrument.intro(Language::En), Some("How are you?"));
    let ids: Vec<&str> = instrument.items().iter().map(|item| item.id()).collect();
    assert_eq!(ids, ["a", "b", "c", "why"]);
    assert_eq!(instrument.scores()[0].items(), ["a", "b", "c"]);
    assert_eq!(instrument.scores()[0].range(), (Decimal::ZERO, Decimal::from(9)));
    assert_eq!(instrument.items()[0].scale().options()[1].value(), "1.5".parse().unwrap());
}

#[test]
fn what_is_dangerous_is_refused_by_name() {
    let modifier = json!([{ "url": "urn:not", "valueBoolean": true }]);
    assert!(matches!(refusal("/modifierExtension", modifier.clone()), Refusal::ModifierExtension { .. }));
    let deep = refusal("/item/0/item/1/answerOption/2/modifierExtension", modifier);
    let path = "/item/0/item/1/answerOption/2/modifierExtension".to_owned();
    assert_eq!(deep, Refusal::ModifierExtension { path, url: "urn:not".into() });
    assert!(matches!(refusal("/implicitRules", json!("urn:rules")), Refusal::ImplicitRules { .. }));
    let duplicate = Refusal::DuplicateLinkId { path: "/item/2".into(), link_id: "b".into() };
    assert_eq!(refusal("/item/2/linkId", json!("b")), duplicate);
    assert!(matches!(refusal("/resourceType", json!("Bundle")), Refusal::OtherResource { .. }));
    assert!(matches!(refusal("/item/1/type", json!("coding")), Refusal::UnknownItemType { .. }));
    assert!(matches!(refusal("/item/1/enableWhen/0/question", json!("x")), Refusal::UnknownQuestion { .. }));
}

#[test]
fn value_sets_that_are_not_there_are_refused() {
    let points_to = |url: &str| json!({ "linkId": "a", "type": "choice", "answerValueSet": url });
    for url in ["urn:set", "#set", "urn:set|2"] {
        let refusal = refusal("/item/0/item/0", points_to(url));
        let path = "/item/0/item/0/answerValueSet".to_owned();
        assert_eq!(refusal, Refusal::UnresolvedValueSet { path, url: url.into() });
    }
    // A set that only describes its codes cannot be asked.
    let mut filtered = with("/item/0/item/0", points_to("#set"));
    let include = json!([{ "system": "urn:s", "filter": [{ "property": "x", "op": "=", "value": "y" }] }]);
    filtered["contained"] =
        json!([{ "resourceType": "ValueSet", "id": "set", "status": "active", "compose": { "include": include } }]);
    assert!(matches!(import(&filtered).unwrap_err(), Refusal::UnresolvedValueSet { .. }));
}

#[test]
fn conditions_in_a_circle_are_refused_with_their_names() {
    let waits = |link_id: &str| json!([{ "question": link_id, "operator": "exists", "answerBoolean": true }]);
    let circle = |link_ids: &[&str]| Refusal::CyclicConditions {
        link_ids: link_ids.iter().map(|one| (*one).to_owned()).collect(),
    };
    assert_eq!(refusal("/item/1/enableWhen", waits("why")), circle(&["why"]));
    assert_eq!(refusal("/item/0/item/0/enableWhen", waits("why")), circle(&["a", "why"]));
    // A group that waits for a question inside it never opens.
    assert_eq!(refusal("/item/0/enableWhen", waits("b")), circle(&["g", "a", "b", "c", "why"]));
}

#[test]
fn wrong_types_and_numbers_are_refused_at_their_place() {
    for (path, value) in [
        ("/item", json!({})),
        ("/item/0", json!(7)),
        ("/item/0/item/0/text", json!(["a"])),
        ("/item/0/item/0/answerOption", json!("none")),
        ("/item/0/item/0/required", json!("yes")),
        ("/title", json!(1)),
        ("/item/1/maxLength", json!(-3)),
        ("/item/0/item/0/answerOption/1/extension/0/valueDecimal", json!("1")),
    ] {
        let refusal = refusal(path, value);
        let Refusal::WrongType { path: found, .. } = &refusal else { panic!("{path}: {refusal}") };
        assert_eq!(found, path);
    }
    assert_eq!(refusal("/item/0/item/0/linkId", Value::Null).to_string(), "/item/0/item/0/linkId: expected a text");
    let weight = "/item/0/item/0/answerOption/1/extension/0/valueDecimal";
    assert!(matches!(refusal(weight, json!(1e12)), Refusal::Number { .. }));
    assert!(matches!(refusal(weight, json!(0.12345678)), Refusal::Number { .. }));
    let mut missing = form();
    missing.as_object_mut().unwrap().remove("status");
    assert_eq!(import(&missing).unwrap_err(), Refusal::Missing { path: "/status".into() });
}

#[test]
fn an_option_with_two_weights_is_refused() {
    let two = json!([{ "url": ORDINAL, "valueDecimal": 1 }, { "url": ORDINAL, "valueDecimal": 2 }]);
    let path = "/item/0/item/0/answerOption/1".to_owned();
    assert_eq!(refusal("/item/0/item/0/answerOption/1/extension", two), Refusal::WeightsDisagree { path });
    let on_the_coding = json!([{ "url": ORDINAL, "valueDecimal": 2 }]);
    let refused = refusal("/item/0/item/0/answerOption/1/valueCoding/extension", on_the_coding);
    assert!(matches!(refused, Refusal::WeightsDisagree { .. }));
}

#[test]
fn a_form_without_end_is_refused() {
    let many: Vec<Value> = (0..2001).map(|n| json!({ "linkId": n.to_string(), "type": "display" })).collect();
    assert_eq!(refusal("/item", json!(many)), Refusal::TooLarge { what: "items", most: 2_000 });
    let mut deep = json!({ "linkId": "leaf", "type": "display" });
    for level in 0..40 {
        deep = json!({ "linkId": level.to_string(), "type": "group", "item": [deep] });
    }
    assert_eq!(refusal("/item", json!([deep])), Refusal::TooDeep { most: 64 });
    let long = "x".repeat(3_000_000);
    assert_eq!(refusal("/title", json!(long)), Refusal::TooLarge { what: "bytes", most: 2 * 1024 * 1024 });
}

/// Words are never put under a language that nobody named.
#[test]
fn words_in_no_named_or_offered_language_stay_in_the_original() {
    let mut unnamed = form();
    unnamed.as_object_mut().unwrap().remove("language");
    for (document, reason) in [
        (unnamed, Reason::UnnamedLanguage),
        (with("/language", json!("fi")), Reason::OtherLanguage { tag: "fi".into() }),
    ] {
        let Import::Foreign(draft) = fhir::import_questionnaire(&document.to_string(), &Beside::default()).unwrap()
        else {
            panic!("taken for our own");
        };
        assert_eq!(draft.instrument().items().len(), 4);
        assert!(draft.instrument().items().iter().all(|item| item.text(Language::En).is_none()));
        assert!(draft.report().kept().iter().any(|kept| kept.path == "/item/1/text" && kept.reason == reason));
        assert_eq!(draft.instrument().scores()[0].items().len(), 3);
    }
}

/// A group that repeats asks its questions as often as somebody likes: no draft can do that.
#[test]
fn a_group_that_repeats_is_kept_with_all_that_stands_in_it() {
    let draft = import(&with("/item/0/repeats", json!(true))).unwrap();
    let ids: Vec<&str> = draft.instrument().items().iter().map(|item| item.id()).collect();
    assert_eq!(ids, ["why"]);
    let several = draft.report().kept().iter().filter(|kept| kept.reason == Reason::SeveralAnswers);
    assert_eq!(
        several.map(|kept| kept.path.as_str()).collect::<Vec<_>>(),
        ["/item/0", "/item/0/item/0", "/item/0/item/1", "/item/0/item/2"]
    );
    assert!(draft.instrument().scores().is_empty());
}

/// What could make a sum mean something else keeps it from being recognised.
#[test]
fn a_sum_that_would_miss_an_answer_is_kept_and_not_computed() {
    let kept = |document: Value| {
        let draft = import(&document).unwrap();
        assert!(draft.instrument().scores().is_empty());
        let total = draft.report().kept().iter().find(|kept| kept.path == "/item/2").cloned();
        total.unwrap().reason
    };
    assert_eq!(kept(with("/item/0/item/0/repeats", json!(true))), Reason::Expression);
    assert_eq!(kept(with("/item/0/item/0/type", json!("open-choice"))), Reason::Expression);
    assert_eq!(kept(with("/item/0/item/0/answerOption/0/extension", json!([]))), Reason::Expression);
    let same = "/item/0/item/0/answerOption/0/extension/0/valueDecimal";
    assert_eq!(kept(with(same, json!(3))), Reason::Expression);
    for expression in ["%resource.answers().value.ordinal().sum() * 2", "1 + 1", "%a", ""] {
        let path = "/item/2/extension/0/valueExpression/expression";
        assert_eq!(kept(with(path, json!(expression))), Reason::Expression);
    }
    let language = "/item/2/extension/0/valueExpression/language";
    assert_eq!(kept(with(language, json!("application/x-fhir-query"))), Reason::Expression);
}

#[test]
fn a_preset_answer_is_kept_and_never_filled_in() {
    let draft = import(&with("/item/1/initial", json!([{ "valueString": "because" }]))).unwrap();
    let reasons: Vec<&Reason> = draft.report().kept().iter().map(|kept| &kept.reason).collect();
    assert_eq!(reasons, [&Reason::Condition, &Reason::PresetAnswer]);
    assert!(!draft.definition().contains("because"));
}

#[test]
fn a_broken_value_set_beside_the_document_is_refused() {
    let text = form().to_string();
    let give = |value_sets: &[&str]| {
        fhir::import_questionnaire(&text, &Beside { value_sets, unnamed_language: None }).unwrap_err()
    };
    assert!(matches!(give(&["{}"]), Refusal::OtherResource { .. }));
    assert!(matches!(give(&["{\"resourceType\":\"ValueSet\"}"]), Refusal::Missing { .. }));
    let concept = json!([{ "code": "a" }]);
    let include = json!([{ "system": "urn:s", "concept": concept }]);
    let set = json!({ "resourceType": "ValueSet", "url": "urn:set", "compose": { "include": include } }).to_string();
    assert_eq!(give(&[&set, &set]), Refusal::DuplicateValueSet { url: "urn:set".into() });
}

/// Any JSON at all, a few levels deep, with the names that the importer looks for.
fn any_json() -> impl Strategy<Value = Value> {
    let names = [
        "resourceType",
        "item",
        "linkId",
        "type",
        "text",
        "_text",
        "extension",
        "url",
        "valueDecimal",
        "valueCoding",
        "answerOption",
        "code",
        "enableWhen",
        "question",
        "contained",
        "compose",
        "include",
        "concept",
        "status",
        "answer",
        "valueExpression",
        "expression",
        "name",
        "display",
        "valueAttachment",
        "data",
    ];
    let words =
        ["Questionnaire", "QuestionnaireResponse", "choice", "group", "decimal", "a", "#a", ORDINAL, CALCULATED];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(words.to_vec()).prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        let name = prop::sample::select(names.to_vec()).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..6).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, one)| places(one, &format!("{path}/{name}"), found));
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, one)| places(one, &format!("{path}/{index}"), found));
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn any_json_is_a_draft_or_a_refusal(mut document in any_json(), whole in any::<bool>()) {
        if let Some(members) = document.as_object_mut().filter(|_| whole) {
            members.insert("resourceType".into(), "Questionnaire".into());
            members.insert("status".into(), "active".into());
        }
        let _ = import(&document);
        let phq = Questionnaire::own(LIBRARY.latest("phq-9").unwrap());
        if let Some(members) = document.as_object_mut().filter(|_| whole) {
            members.insert("resourceType".into(), "QuestionnaireResponse".into());
        }
        let _ = fhir::import_response(&document.to_string(), &phq);
    }

    /// One part of a sound form replaced by anything: a draft that means something, or a refusal.
    #[test]
    fn a_damaged_form_is_a_draft_or_a_refusal(damage in any_json(), at in any::<prop::sample::Index>()) {
        let mut document = form();
        let mut found = Vec::new();
        places(&document, "", &mut found);
        let place = at.get(&found);
        *document.pointer_mut(place).unwrap() = damage;
        if let Ok(draft) = import(&document) {
            for kept in draft.report().kept() {
                prop_assert!(document.pointer(&kept.path).is_some(), "{}", kept.path);
            }
            for score in draft.instrument().scores() {
                prop_assert!(score.items().iter().all(|item| draft.instrument().item(item).is_some()));
            }
        }
    }

    #[test]
    fn any_bytes_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes);
        prop_assert!(fhir::import_questionnaire(&text, &Beside::default()).is_err());
    }

    #[test]
    fn a_cut_or_patched_text_never_panics(start in 0_usize..2_000, length in 0_usize..60, patch in ".{0,12}") {
        let mut bytes = form().to_string().into_bytes();
        let start = start.min(bytes.len());
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, patch.into_bytes());
        let _ = fhir::import_questionnaire(&String::from_utf8_lossy(&bytes), &Beside::default());
    }
}
