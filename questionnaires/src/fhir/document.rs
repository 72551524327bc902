//! Documents: JSON in, a tree out, with everything refused that could mean two things or fell a reader.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::fhir::refusal::Refusal;

const MOST_BYTES: usize = 8 * 1024 * 1024;
const DEEPEST: usize = 64;

/// Reads a resource and says whether it is the kind of resource that was asked for.
pub(super) fn read_resource(text: &str, kind: &'static str) -> Result<Value, Refusal> {
    let document = read(text)?;
    let found = match document.as_object() {
        Some(members) => members.get("resourceType").and_then(Value::as_str).unwrap_or("no resourceType"),
        None => "no object",
    };
    if found != kind {
        return Err(Refusal::OtherResource { found: found.to_owned(), expected: kind });
    }
    refuse_modifiers(&document, "")?;
    Ok(document)
}

fn read(text: &str) -> Result<Value, Refusal> {
    if text.len() > MOST_BYTES {
        return Err(Refusal::TooLarge { what: "bytes", most: MOST_BYTES });
    }
    if depth(text) > DEEPEST {
        return Err(Refusal::TooDeep { most: DEEPEST });
    }
    let Strict(document) = serde_json::from_str(text)
        .map_err(|error| Refusal::NotJson { line: error.line(), message: error.to_string() })?;
    Ok(document)
}

/// How deep brackets nest, counted without reading the document.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Refuses what changes the meaning of everything around it. We understand no modifier extension and no set of implicit
/// rules, and FHIR forbids to go on without understanding them.
fn refuse_modifiers(value: &Value, path: &str) -> Result<(), Refusal> {
    match value {
        Value::Object(members) => members.iter().try_for_each(|(name, member)| {
            let path = pointer(path, name);
            match name.as_str() {
                "modifierExtension" => Err(Refusal::ModifierExtension { url: first_url(member), path }),
                "implicitRules" => Err(Refusal::ImplicitRules { path }),
                _ => refuse_modifiers(member, &path),
            }
        }),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .try_for_each(|(index, element)| refuse_modifiers(element, &format!("{path}/{index}"))),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

fn first_url(extensions: &Value) -> String {
    let url = extensions.get(0).and_then(|first| first.get("url")).and_then(Value::as_str);
    url.unwrap_or("without a url").to_owned()
}

/// The JSON pointer (RFC 6901) of a member.
pub(super) fn pointer(path: &str, name: &str) -> String {
    format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A tree in which no member stands twice. Readers differ in which of two they believe, so neither is.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Value, E> {
        Number::from_f64(number).map(Value::Number).ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(element)) = elements.next_element()? {
            list.push(element);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((name, Strict(member))) = members.next_entry::<String, Strict>()? {
            if object.contains_key(&name) {
                return Err(de::Error::custom(format!("the member {name:?} stands twice")));
            }
            object.insert(name, member);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn refusal(text: &str) -> String {
        read_resource(text, "Questionnaire").unwrap_err().to_string()
    }

    #[test]
    fn what_is_no_questionnaire_is_refused() {
        assert!(refusal("{\"resourceType\":\"Bundle\"}").contains("Bundle"));
        assert!(refusal("[]").contains("no object"));
        assert!(refusal("{").starts_with("line 1: "));
    }

    #[test]
    fn a_member_that_stands_twice_is_refused() {
        let text = "{\"resourceType\":\"Questionnaire\",\n\"url\":\"a\",\"url\":\"b\"}";
        assert!(refusal(text).starts_with("line 2: the member \"url\" stands twice"), "{}", refusal(text));
    }

    #[test]
    fn deep_nesting_ends_with_an_error() {
        for depth in [65, 100_000] {
            let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            assert!(refusal(&text).contains("deeper than 64"));
        }
        assert!(refusal(&format!("\"{}\"", "[".repeat(100))).contains("no object"));
    }

    #[test]
    fn a_document_of_many_megabytes_is_refused_unread() {
        assert!(refusal(&" ".repeat(MOST_BYTES + 1)).contains("bytes"));
    }

    #[test]
    fn a_modifier_is_refused_wherever_it_stands() {
        let text = r#"{"resourceType":"Questionnaire","item":[{"code":[{"modifierExtension":[{"url":"urn:no"}]}]}]}"#;
        let refusal = refusal(text);
        assert!(refusal.contains("/item/0/code/0/modifierExtension") && refusal.contains("urn:no"), "{refusal}");
    }

    proptest! {
        #[test]
        fn any_text_is_a_document_or_an_error(text in ".{0,80}") {
            let _ = read_resource(&text, "Questionnaire");
        }
    }
}
