//! Our own exports: the attached definition counts, once the native half is what it must be.

use serde_json::Value;

use crate::definition::Instrument;
use crate::fhir::base64;
use crate::fhir::document::pointer;
use crate::fhir::export;
use crate::fhir::number;
use crate::fhir::refusal::Refusal;
use crate::fhir::sha256;
use crate::fhir::urls;

/// An instrument that came home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    pub(super) instrument: Instrument,
    pub(super) originals: Vec<String>,
}

impl Own {
    /// The instrument, in every part what was exported.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// The foreign documents it was drafted from, if it was exported as a draft: the questionnaire, then the value sets
    /// that were given beside it.
    pub fn originals(&self) -> &[String] {
        &self.originals
    }
}

/// Members that the server which stores a resource writes, and that say nothing about its content.
const OF_THE_SERVER: [&str; 2] = ["id", "meta"];

/// Reads the attached definition; none when the document is not our own.
///
/// The definition is projected again and compared with the document, member by member: a difference means that somebody
/// edited one half, and then neither counts.
pub(super) fn import(document: &Value) -> Result<Option<Own>, Refusal> {
    let (path, definition) = match &attached(document, urls::DEFINITION)?[..] {
        [] => return Ok(None),
        [only] => only.clone(),
        [_, second, ..] => {
            let message = "the definition stands twice".to_owned();
            return Err(Refusal::DamagedDefinition { path: second.0.clone(), message });
        }
    };
    let damaged = |message: String| Refusal::DamagedDefinition { path: path.clone(), message };
    let instrument = Instrument::from_json(&definition).map_err(|error| damaged(error.to_string()))?;
    let mut expected = export::questionnaire(&instrument).map_err(|error| damaged(error.to_string()))?;
    let originals = attached(document, urls::ORIGINAL)?;
    let mut found = document.clone();
    for half in [&mut expected, &mut found] {
        without_server_members(half);
    }
    without_extensions(&mut found, &urls::extension(urls::ORIGINAL));
    match difference(&expected, &found, "") {
        Some(path) => Err(Refusal::HalvesDiffer { path }),
        None => Ok(Some(Own { instrument, originals: originals.into_iter().map(|(_, text)| text).collect() })),
    }
}

/// The texts in the root extensions of this name of ours, each with the place of its extension.
fn attached(document: &Value, name: &str) -> Result<Vec<(String, String)>, Refusal> {
    let url = urls::extension(name);
    let extensions = document.get("extension").and_then(Value::as_array).into_iter().flatten().enumerate();
    let named = extensions.filter(|(_, one)| says(one, "url", &url));
    named
        .map(|(place, extension)| {
            let path = format!("/extension/{place}");
            match text_of(extension) {
                Ok(text) => Ok((path, text)),
                Err(message) => Err(Refusal::DamagedDefinition { path, message: message.to_owned() }),
            }
        })
        .collect()
}

/// The attached text, once its hash is right.
fn text_of(extension: &Value) -> Result<String, &'static str> {
    let attachment = extension.get("valueAttachment").ok_or("the extension carries no attachment")?;
    let data = attachment.get("data").and_then(Value::as_str).and_then(base64::decode);
    let bytes = data.ok_or("the attachment is not base64")?;
    let hash = urls::extension(urls::SHA_256);
    let mut hashes = attachment.get("extension").and_then(Value::as_array).into_iter().flatten();
    let said = hashes.find(|one| says(one, "url", &hash)).map(|one| says(one, "valueString", &sha256::hex(&bytes)));
    if said != Some(true) {
        return Err("the attachment does not have the SHA-256 that stands with it");
    }
    String::from_utf8(bytes).map_err(|_| "the attachment is not UTF-8")
}

fn says(object: &Value, name: &str, text: &str) -> bool {
    object.get(name).and_then(Value::as_str) == Some(text)
}

fn without_server_members(document: &mut Value) {
    if let Some(members) = document.as_object_mut() {
        members.retain(|name, _| !OF_THE_SERVER.contains(&name.as_str()));
    }
}

fn without_extensions(document: &mut Value, url: &str) {
    if let Some(list) = document.get_mut("extension").and_then(Value::as_array_mut) {
        list.retain(|one| !says(one, "url", url));
    }
}

/// Where two documents first differ. Numbers are compared by value: 1 and 1.0 are one number.
fn difference(expected: &Value, found: &Value, path: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            let missing = expected.keys().find(|name| !found.contains_key(*name));
            let added = found.keys().find(|name| !expected.contains_key(*name));
            let changed = || {
                let mut both = expected.iter().filter_map(|(name, one)| Some((name, one, found.get(name)?)));
                both.find_map(|(name, one, other)| difference(one, other, &pointer(path, name)))
            };
            missing.or(added).map(|name| pointer(path, name)).or_else(changed)
        }
        (Value::Array(expected), Value::Array(found)) => {
            let changed = expected.iter().zip(found).enumerate();
            let changed = changed.map(|(index, (one, other))| difference(one, other, &format!("{path}/{index}")));
            let longer = expected.len() != found.len();
            let end = longer.then(|| format!("{path}/{}", expected.len().min(found.len())));
            changed.into_iter().flatten().next().or(end)
        }
        (Value::Number(expected), Value::Number(found)) => {
            let same = expected == found || number::from_json(expected).ok() == number::from_json(found).ok();
            (!same).then(|| path.to_owned())
        }
        (expected, found) => (expected != found).then(|| path.to_owned()),
    }
}
