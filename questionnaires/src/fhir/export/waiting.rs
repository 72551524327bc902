//! The mark of what was measured while somebody waited for treatment: it is no part of a course in treatment.

use serde_json::{Value, json};

use crate::fhir::urls;
use crate::language::Language;

/// Marks a QuestionnaireResponse or an Observation: our extension `rom-moment` with the code `waiting`, and on an Observation a
/// note in words, for receivers that do not know it. A note is ours, and we speak two languages.
pub fn mark_waiting(resource: &mut Value, language: Language) {
    let extension = json!({ "url": urls::extension(urls::MOMENT), "valueCode": "waiting" });
    add(resource, "extension", extension);
    if resource["resourceType"] == "Observation" {
        let text = match language {
            Language::Nl => "Gemeten tijdens het wachten op behandeling.",
            _ => "Measured while waiting for treatment.",
        };
        add(resource, "note", json!({ "text": text }));
    }
}

fn add(resource: &mut Value, list: &str, element: Value) {
    match resource[list].as_array_mut() {
        Some(elements) => elements.push(element),
        None => resource[list] = json!([element]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::mark_waiting;
    use crate::language::Language;

    #[test]
    fn what_stands_there_stays_and_the_mark_comes_behind_it() {
        let mut observation = json!({ "resourceType": "Observation", "note": [{ "text": "a" }], "extension": [{}] });
        mark_waiting(&mut observation, Language::Nl);
        assert_eq!(observation["note"][1]["text"], "Gemeten tijdens het wachten op behandeling.");
        assert_eq!(observation["extension"][1]["valueCode"], "waiting");
        let mut response = json!({ "resourceType": "QuestionnaireResponse" });
        mark_waiting(&mut response, Language::En);
        assert!(response["note"].is_null() && response["extension"][0]["valueCode"] == "waiting");
    }
}
