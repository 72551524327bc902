//! Members: an object that knows which of its members were read, so that nothing is dropped in silence.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::decimal::Decimal;
use crate::fhir::document::pointer;
use crate::fhir::number;
use crate::fhir::refusal::Refusal;
use crate::fhir::report::{Reason, Report};

/// One object of a document. Whatever is not asked for ends in the report when the reader leaves.
pub(super) struct Members<'a> {
    path: String,
    value: &'a Value,
    object: &'a Map<String, Value>,
    read: BTreeSet<&'a str>,
}

impl<'a> Members<'a> {
    pub(super) fn of(value: &'a Value, path: impl Into<String>) -> Result<Self, Refusal> {
        let path = path.into();
        match value.as_object() {
            Some(object) => Ok(Self { path, value, object, read: BTreeSet::new() }),
            None => Err(Refusal::WrongType { path, expected: "an object" }),
        }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The object itself.
    pub(super) fn value(&self) -> &'a Value {
        self.value
    }

    pub(super) fn path_of(&self, name: &str) -> String {
        pointer(&self.path, name)
    }

    /// A member of any kind.
    pub(super) fn any(&mut self, name: &'a str) -> Option<&'a Value> {
        self.read.insert(name);
        self.object.get(name)
    }

    /// A member whose name starts so, such as `value[x]`.
    pub(super) fn starting_with(&mut self, start: &str) -> Option<(&'a str, &'a Value)> {
        let (name, value) = self.object.iter().find(|(name, _)| name.starts_with(start))?;
        self.read.insert(name);
        Some((name, value))
    }

    pub(super) fn text(&mut self, name: &'a str) -> Result<Option<&'a str>, Refusal> {
        self.typed(name, "a text", Value::as_str)
    }

    pub(super) fn needed_text(&mut self, name: &'a str) -> Result<&'a str, Refusal> {
        self.text(name)?.ok_or_else(|| Refusal::Missing { path: self.path_of(name) })
    }

    pub(super) fn truth(&mut self, name: &'a str) -> Result<Option<bool>, Refusal> {
        self.typed(name, "true or false", Value::as_bool)
    }

    pub(super) fn list(&mut self, name: &'a str) -> Result<&'a [Value], Refusal> {
        Ok(self.typed(name, "a list", |value| value.as_array().map(Vec::as_slice))?.unwrap_or_default())
    }

    pub(super) fn number(&mut self, name: &'a str) -> Result<Option<Decimal>, Refusal> {
        let path = self.path_of(name);
        let number = self.typed(name, "a number", |value| match value {
            Value::Number(number) => Some(number),
            _ => None,
        })?;
        number.map(|number| number::from_json(number).map_err(|source| Refusal::Number { path, source })).transpose()
    }

    /// The objects in a list, each with its place.
    pub(super) fn objects(&mut self, name: &'a str) -> Result<Vec<Self>, Refusal> {
        let path = self.path_of(name);
        let list = self.list(name)?.iter().enumerate();
        list.map(|(index, value)| Self::of(value, format!("{path}/{index}"))).collect()
    }

    /// Reports what nobody asked for.
    pub(super) fn leave(self, report: &mut Report) {
        for name in self.object.keys().filter(|name| !self.read.contains(name.as_str())) {
            report.keep(pointer(&self.path, name), Reason::NotUnderstood);
        }
    }

    fn typed<T>(
        &mut self,
        name: &'a str,
        expected: &'static str,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        match self.any(name) {
            None => Ok(None),
            Some(value) => {
                read(value).map(Some).ok_or_else(|| Refusal::WrongType { path: self.path_of(name), expected })
            }
        }
    }
}
