//! Extensions of an element: the known ones are taken by name, the others reported.

use serde_json::Value;

use crate::decimal::Decimal;
use crate::fhir::members::Members;
use crate::fhir::refusal::Refusal;
use crate::fhir::report::{Reason, Report};

/// The extensions nobody has asked for yet.
pub(super) struct Extensions<'a> {
    unread: Vec<(&'a str, Members<'a>)>,
}

impl<'a> Extensions<'a> {
    pub(super) fn of(members: &mut Members<'a>) -> Result<Self, Refusal> {
        let list = members.objects("extension")?.into_iter();
        let unread = list.map(|mut one| Ok((one.needed_text("url")?, one))).collect::<Result<_, Refusal>>()?;
        Ok(Self { unread })
    }

    /// The first extension of this name.
    pub(super) fn take(&mut self, url: &str) -> Option<Members<'a>> {
        let place = self.unread.iter().position(|(one, _)| *one == url)?;
        Some(self.unread.remove(place).1)
    }

    /// Every extension of this name.
    pub(super) fn take_all(&mut self, url: &str) -> Vec<Members<'a>> {
        std::iter::from_fn(|| self.take(url)).collect()
    }

    /// The number in the first extension of this name.
    pub(super) fn number(&mut self, url: &str, report: &mut Report) -> Result<Option<Decimal>, Refusal> {
        let Some(mut one) = self.take(url) else {
            return Ok(None);
        };
        let decimal = one.number("valueDecimal")?;
        let number = if decimal.is_some() { decimal } else { one.number("valueInteger")? };
        one.leave(report);
        Ok(number)
    }

    /// Whether the first extension of this name says this code. It counts as read only if it does.
    pub(super) fn says(&mut self, url: &str, code: &str, report: &mut Report) -> Result<bool, Refusal> {
        let Some(place) = self.unread.iter().position(|(one, _)| *one == url) else {
            return Ok(false);
        };
        let Some(codings) =
            self.unread.get(place).and_then(|(_, one)| one.value().pointer("/valueCodeableConcept/coding"))
        else {
            return Ok(false);
        };
        if codings.pointer("/0/code").and_then(Value::as_str) != Some(code) {
            return Ok(false);
        }
        let (_, mut one) = self.unread.remove(place);
        if let Some(concept) = one.any("valueCodeableConcept") {
            let mut concept = Members::of(concept, one.path_of("valueCodeableConcept"))?;
            concept.text("text")?;
            for (index, mut coding) in concept.objects("coding")?.into_iter().enumerate() {
                if index > 0 {
                    report.keep(coding.path(), Reason::NotUnderstood);
                    continue;
                }
                for name in ["system", "code", "display"] {
                    coding.text(name)?;
                }
                coding.leave(report);
            }
            concept.leave(report);
        }
        one.leave(report);
        Ok(true)
    }

    /// Reports what nobody asked for.
    pub(super) fn leave(self, report: &mut Report) {
        for (_, one) in self.unread {
            report.keep(one.path(), Reason::NotUnderstood);
        }
    }
}
