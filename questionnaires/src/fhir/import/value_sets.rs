//! Value sets: options that stand outside the items, contained in the document or given beside it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::fhir::document;
use crate::fhir::import::options::{FoundOption, concept};
use crate::fhir::import::wording::Base;
use crate::fhir::members::Members;
use crate::fhir::refusal::Refusal;
use crate::fhir::report::{Reason, Report};
use crate::language::Language;

/// The options of every value set at hand, by `#id` or URL. A set that does not list its codes is not at hand.
#[derive(Default)]
pub(super) struct ValueSets {
    by_reference: BTreeMap<String, Vec<FoundOption>>,
}

impl ValueSets {
    /// Takes the value sets that the document contains.
    pub(super) fn add_contained<'a>(
        &mut self,
        contained: Vec<Members<'a>>,
        base: &Base,
        report: &mut Report,
    ) -> Result<(), Refusal> {
        for mut resource in contained {
            if resource.text("resourceType")? != Some("ValueSet") {
                report.keep(resource.path(), Reason::NotUnderstood);
                continue;
            }
            let reference = format!("#{}", resource.needed_text("id")?);
            let listed = read(&mut resource, base, report)?;
            resource.leave(report);
            self.add(reference, listed)?;
        }
        Ok(())
    }

    /// Takes a value set that was given beside the document. Its own remarks are not the document's.
    pub(super) fn add_given(&mut self, text: &str, told: Option<Language>) -> Result<(), Refusal> {
        let value: Value = document::read_resource(text, "ValueSet")?;
        let mut remarks = Report::default();
        let mut resource = Members::of(&value, "")?;
        let url = resource.needed_text("url")?.to_owned();
        let named = resource.text("language")?;
        let base = Base::of(named, told, &mut remarks);
        let listed = read(&mut resource, &base, &mut remarks)?;
        self.add(url, listed)
    }

    /// The options of the value set that an item points to.
    pub(super) fn resolve(&self, reference: &str, path: String) -> Result<&[FoundOption], Refusal> {
        let unversioned = reference.split('|').next().unwrap_or(reference);
        match self.by_reference.get(unversioned) {
            Some(options) => Ok(options),
            None => Err(Refusal::UnresolvedValueSet { path, url: reference.to_owned() }),
        }
    }

    fn add(&mut self, reference: String, listed: Option<Vec<FoundOption>>) -> Result<(), Refusal> {
        let Some(options) = listed else {
            return Ok(());
        };
        match self.by_reference.insert(reference.clone(), options) {
            Some(_) => Err(Refusal::DuplicateValueSet { url: reference }),
            None => Ok(()),
        }
    }
}

/// The options that a value set lists; none when it only describes them by a filter, another set or an exclusion.
fn read(resource: &mut Members<'_>, base: &Base, report: &mut Report) -> Result<Option<Vec<FoundOption>>, Refusal> {
    resource.text("url")?;
    let Some(compose) = resource.any("compose") else {
        return Ok(None);
    };
    let mut compose = Members::of(compose, resource.path_of("compose"))?;
    let mut options = Vec::new();
    let mut lists_all = compose.any("exclude").is_none();
    for mut include in compose.objects("include")? {
        lists_all &= include.any("filter").is_none() && include.any("valueSet").is_none();
        let system = include.text("system")?;
        let concepts = include.objects("concept")?;
        lists_all &= !concepts.is_empty();
        for one in concepts {
            options.push(concept(one, system, base, report)?);
        }
        include.leave(report);
    }
    compose.leave(report);
    Ok((lists_all && !options.is_empty()).then_some(options))
}
