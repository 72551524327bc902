//! Extensions of an element: the known ones are taken by name, the others reported.

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

    /// The first code of a coded extension; nothing is read of an extension that has none.
    pub(super) fn code(&mut self, url: &str) -> Result<Option<String>, Refusal> {
        let Some(mut one) = self.take(url) else {
            return Ok(None);
        };
        let Some(concept) = one.any("valueCodeableConcept") else {
            self.unread.push(("", one));
            return Ok(None);
        };
        let mut concept = Members::of(concept, one.path_of("valueCodeableConcept"))?;
        let first = concept.objects("coding")?.into_iter().next();
        let code = first.map(|mut coding| coding.text("code")).transpose()?.flatten();
        if code.is_none() {
            self.unread.push(("", one));
        }
        Ok(code.map(str::to_owned))
    }

    /// Reports what nobody asked for.
    pub(super) fn leave(self, report: &mut Report) {
        for (_, one) in self.unread {
            report.keep(one.path(), Reason::NotUnderstood);
        }
    }
}
