//! Bundle: one page of what a search found.

use actix_web::HttpResponse;
use serde_json::{Value, json};

use super::{FhirBase, outcome::outcome, parameters::Parameters, resource};

/// Resources of one type, in the order of their ids; one more than a page holds says that there is another page.
pub(super) struct Found {
    /// `Questionnaire`, …
    pub(super) kind: &'static str,
    /// Each with its id.
    pub(super) resources: Vec<(String, Value)>,
    /// How many there are on all pages, where that is known.
    pub(super) total: Option<usize>,
    /// The last of this page, where there is another one behind it.
    pub(super) more_after: Option<String>,
}

impl Found {
    /// The page as the answer to a search.
    pub(super) fn reply(self, base: &FhirBase, parameters: &Parameters) -> HttpResponse {
        let Self { kind, resources, total, more_after } = self;
        let link = |relation: &str, after: Option<&str>| {
            let url = format!("{}?{}", base.of(kind), parameters.query(after));
            json!({ "relation": relation, "url": url })
        };
        let mut links = vec![link("self", parameters.after.as_deref())];
        links.extend(more_after.as_deref().map(|last| link("next", Some(last))));
        let mut entries: Vec<Value> = resources
            .into_iter()
            .map(|(id, resource)| {
                let url = base.of(&format!("{kind}/{id}"));
                json!({ "fullUrl": url, "resource": resource, "search": { "mode": "match" } })
            })
            .collect();
        if !parameters.ignored.is_empty() {
            let said = format!("left out, because not known here: {}", parameters.ignored.join(", "));
            let told = outcome("warning", "not-supported", &said);
            entries.push(json!({ "resource": told, "search": { "mode": "outcome" } }));
        }
        let mut bundle = json!({ "resourceType": "Bundle", "type": "searchset", "link": links });
        // An empty list has no place in FHIR.
        if !entries.is_empty() {
            bundle["entry"] = entries.into();
        }
        if let Some(total) = total {
            bundle["total"] = total.into();
        }
        resource(&bundle)
    }
}

/// Cuts a page off; what was left over tells whether there is another one.
pub(super) fn page<T>(mut rows: Vec<T>, count: usize, id: impl Fn(&T) -> String) -> (Vec<T>, Option<String>) {
    let more = rows.len() > count;
    rows.truncate(count);
    let last = rows.last().filter(|_| more).map(id);
    (rows, last)
}
