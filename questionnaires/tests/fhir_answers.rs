//! Answers and scores leave as FHIR; answers come home unchanged, and only to the questionnaire they were given to.
#![allow(clippy::unwrap_used, clippy::panic)]

use peil_questionnaires::fhir::{
    self, KeptScore, ObservationDetails, Questionnaire, Refusal, ResponseDetails, Warning,
};
use peil_questionnaires::{Answer, Answers, Decimal, Instrument, Language, Library, Outcome, Scale, Wording, score};
use proptest::prelude::*;
use serde_json::{Value, json};

fn library() -> Library {
    Library::embedded().unwrap()
}

/// The instruments that ship, and one that uses every kind of item and every method.
fn instruments() -> Vec<Instrument> {
    let every = Instrument::parse(include_str!("definitions/every-method.toml")).unwrap();
    library().iter().cloned().chain([every]).collect()
}

fn in_language(language: Language) -> ResponseDetails<'static> {
    let (id, subject, authored) = (Some("r1"), Some("Patient/7"), Some("2026-03-02T10:00:00+01:00"));
    ResponseDetails { id, subject, authored, language, submitted: true }
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
    document["item"][8]["text"] = json!("Do you think of death?");
    let read = fhir::import_response(&document.to_string(), &Questionnaire::own(phq)).unwrap();
    assert!(read.report().warnings().contains(&Warning::OtherWording { path: "/item/8".into() }));
}

#[test]
fn scores_leave_as_observations_and_say_how_they_came_about() {
    let library = library();
    let phq = library.latest("phq-9").unwrap();
    let observe = |pairs: &[(&str, i16)]| {
        let pairs = pairs.iter().map(|(item, value)| (*item, Decimal::from(*value)));
        let outcomes = score(phq, &Answers::new(phq, pairs).unwrap());
        let (response, subject, effective) = ("QuestionnaireResponse/r1", Some("Patient/7"), Some("2026-03-02"));
        let details = ObservationDetails { response: Some(response), subject, effective, language: Language::En };
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

#[test]
fn a_kept_score_says_the_same_as_the_one_that_was_just_computed() {
    let library = library();
    let phq = library.latest("phq-9").unwrap();
    let details = ObservationDetails {
        response: Some("QuestionnaireResponse/r1"),
        subject: None,
        effective: None,
        language: Language::En,
    };
    let scoring = phq.hashes().scoring().to_string();
    let items = ["phq1", "phq2", "phq3", "phq4", "phq5", "phq6", "phq7", "phq8", "phq9"];
    for (answered, value) in [(9, 0), (9, 1), (9, 2), (9, 3), (7, 1), (3, 1), (0, 0)] {
        let pairs = items[..answered].iter().map(|item| (*item, Decimal::from(value)));
        let outcome = score(phq, &Answers::new(phq, pairs).unwrap()).remove(0);
        let mut fresh = fhir::observations(phq, std::slice::from_ref(&outcome), &details).unwrap().remove(0);
        let reason = match outcome.outcome() {
            Outcome::NotScored(reason) => Some(reason.to_string()),
            _ => None,
        };
        let prorated = outcome.outcome().is_prorated();
        let kept = KeptScore {
            score: "total",
            value: outcome.value(),
            prorated,
            reason: reason.as_deref(),
            scoring: &scoring,
        };
        let kept = fhir::kept_observation(phq, &kept, &details).unwrap().unwrap();
        if prorated {
            // The numbers of answers were not kept apart.
            fresh["note"] = kept["note"].clone();
        }
        assert_eq!(kept, fresh, "{answered} times {value}");
    }
    let ghost = KeptScore { score: "ghost", value: None, prorated: false, reason: None, scoring: &scoring };
    assert_eq!(fhir::kept_observation(phq, &ghost, &details).unwrap(), None);
    let alone = ObservationDetails { response: None, ..details };
    let kept = KeptScore { score: "total", value: Some(5.into()), prorated: false, reason: None, scoring: &scoring };
    assert!(fhir::kept_observation(phq, &kept, &alone).unwrap().unwrap().get("derivedFrom").is_none());
}

/// Wording that the site has a licence for stays in the house: not in the questionnaire, not with the answers.
#[test]
fn licensed_wording_does_not_leave() {
    let library = library();
    let bdi = library.latest("bdi-ii").unwrap();
    let mut text = String::from(
        "schema = \"peil-wording/1\"\nid = \"bdi-ii\"\nversion = \"1.0.0\"\nlanguage = \"nl\"\nintro = \"geheim\"\n\
         notice = \"geheim\"\n\n[scale.severity]\n0 = \"geheim 0\"\n1 = \"geheim 1\"\n2 = \"geheim 2\"\n3 = \"geheim 3\"\n",
    );
    for item in 1..=21 {
        text += &format!("\n[[item]]\nid = \"bdi{item}\"\ntext = \"geheime vraag {item}\"\n");
    }
    let worded = bdi.with_wording(&Wording::parse(&text).unwrap()).unwrap();
    assert_eq!(worded.items()[0].text(Language::Nl), Some("geheime vraag 1"));
    let document = fhir::questionnaire(&worded).unwrap();
    assert_eq!(document, fhir::questionnaire(bdi).unwrap());
    let answers = Answers::new(&worded, [("bdi1", Decimal::from(2))]).unwrap();
    let response = fhir::response(&worded, &answers, &in_language(Language::Nl)).unwrap();
    assert!(!response.to_string().contains("geheim"));
    let read = fhir::import_response(&response.to_string(), &Questionnaire::own(&worded)).unwrap();
    assert_eq!(read.answers(), &answers);
    assert_eq!(read.report().warnings(), []);
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
        Scale::Text { max_length } => {
            let room = usize::try_from(*max_length).unwrap();
            let fits = move |words: String| Answer::Text(words.chars().take(room).collect());
            "x[a-zé\"\\\\<& ]{0,30}".prop_map(fits).boxed()
        }
    };
    prop::option::of(given).boxed()
}

fn any_form() -> impl Strategy<Value = (Instrument, Vec<(String, Answer)>)> {
    prop::sample::select(instruments()).prop_flat_map(|instrument| {
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
