//! Setting up what a group measures. Whoever sets it up is told by name what cannot be asked, and what to do about it.
//!
//! A plan counts from the next session on: what was asked, answered and scored before stays, and so does what an open
//! session asks. What a group asks already may stay in its plan whatever has become of the instrument; only what is new in
//! the plan, a newer version too, must be fit to be given to clients.

use jiff::{Timestamp, civil::Date};
use peil_questionnaires::{Instrument, Library, Respondent};

use super::{
    CollectError, MissingRecipients, NotUsable,
    safety::{is_safety_instrument, recipients_missing},
    usable,
};
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, GroupId, Plan, Planned},
    store::{StoreError, Tenant, WordingConfirmationRow},
};

/// Why an instrument cannot stand in a plan here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such version.
    #[error("this version is not known here: choose another one")]
    Unknown,
    /// It may not be given to clients.
    #[error(transparent)]
    NotUsable(#[from] NotUsable),
    /// It has a safety alert, and nobody would read it.
    #[error(transparent)]
    NobodyReads(#[from] MissingRecipients),
    /// Somebody else is to fill it in.
    #[error("it is not for clients to fill in: choose one that is")]
    OtherRespondent,
}

/// What a group has in place for the questionnaires that need it.
#[derive(Debug, Clone, Default)]
pub struct Footing {
    confirmations: Vec<WordingConfirmationRow>,
    missing: Option<MissingRecipients>,
}

impl Footing {
    /// What a group has in place on a day.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn of(tenant: &Tenant<'_>, group: GroupId, today: Date) -> Result<Self, StoreError> {
        let confirmations = tenant.wording_confirmations().await?;
        Ok(Self { confirmations, missing: recipients_missing(tenant, group, today).await? })
    }
}

/// A row that cannot stand in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The instrument.
    pub instrument: String,
    /// Its version.
    pub version: String,
    /// Why, and what to do.
    pub refusal: Refusal,
}

/// Whether clients of a group may be asked an instrument by its plan.
///
/// # Errors
///
/// [`Refusal`], the first reason that holds.
pub fn may_be_planned(instrument: &Instrument, footing: &Footing) -> Result<(), Refusal> {
    if instrument.respondent() != Respondent::Client {
        return Err(Refusal::OtherRespondent);
    }
    usable(instrument, &footing.confirmations)?;
    match footing.missing.filter(|_| is_safety_instrument(instrument)) {
        Some(missing) => Err(missing.into()),
        None => Ok(()),
    }
}

/// The rows of a plan that cannot stand in it, in its order. `current` is what the group measures now.
#[must_use]
pub fn refused_rows(library: &Library, footing: &Footing, plan: &Plan, current: &Plan) -> Vec<RefusedRow> {
    let known = |row: &&Planned| {
        !current.rows().iter().any(|now| now.instrument == row.instrument && now.version == row.version)
    };
    let refused = |row: &Planned| {
        let version = row.version.parse().ok();
        let refusal = match version.and_then(|version| library.get(&row.instrument, version)) {
            None => Refusal::Unknown,
            Some(instrument) => may_be_planned(instrument, footing).err()?,
        };
        Some(RefusedRow { instrument: row.instrument.clone(), version: row.version.clone(), refusal })
    };
    plan.rows().iter().filter(known).filter_map(refused).collect()
}

/// Makes this the group's plan, from the next session on. When rows are refused nothing is stored and they come back.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer.
pub async fn save_plan(
    tenant: &Tenant<'_>,
    library: &Library,
    group: GroupId,
    plan: &Plan,
    by: AccountId,
    (today, now): (Date, Timestamp),
) -> Result<Vec<RefusedRow>, CollectError> {
    let footing = Footing::of(tenant, group, today).await?;
    let current = tenant.group_plan(group).await?;
    let refused = refused_rows(library, &footing, plan, &current);
    if refused.is_empty() {
        tenant.save_group_plan(group, plan).await?;
        record(tenant, &AuditEvent::new(Actor::Account(by), "save-plan").on("group", group.uuid()), now);
    }
    Ok(refused)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Every, Occasion};

    fn plan(rows: &[(&str, &str)]) -> Plan {
        let row = |(instrument, version): &(&str, &str)| Planned {
            instrument: (*instrument).to_owned(),
            version: (*version).to_owned(),
            occasion: Occasion::AfterSession(Every::SESSION),
        };
        Plan::new(rows.iter().map(row).collect()).unwrap()
    }

    #[test]
    fn what_cannot_be_asked_is_named_with_its_reason() {
        let library = Library::embedded().unwrap();
        let wanted = plan(&[
            ("peil-session", "1.0.0"),
            ("peil-session-therapist", "1.0.0"),
            ("bdi-ii", "1.0.0"),
            ("phq-9", "1.0.0"),
            ("phq-10", "1.0.0"),
        ]);
        let refused = refused_rows(&library, &Footing::default(), &wanted, &Plan::default());
        let found: Vec<(&str, &Refusal)> = refused.iter().map(|row| (row.instrument.as_str(), &row.refusal)).collect();
        let unconfirmed = NotUsable::WordingNotConfirmed { languages: vec![peil_questionnaires::Language::Nl] };
        assert_eq!(
            found,
            [
                ("peil-session-therapist", &Refusal::OtherRespondent),
                ("bdi-ii", &Refusal::NotUsable(NotUsable::NoWording)),
                ("phq-9", &Refusal::NotUsable(unconfirmed)),
                ("phq-10", &Refusal::Unknown),
            ]
        );
    }

    #[test]
    fn a_safety_instrument_needs_somebody_who_reads() {
        let library = Library::embedded().unwrap();
        let phq_9 = library.latest("phq-9").unwrap();
        let confirmed = |language| WordingConfirmationRow {
            id: phq_9.id().to_owned(),
            version: phq_9.version().to_string(),
            text_hash: phq_9.hashes().text_in(language).unwrap().to_string(),
            by: String::new(),
            at: Timestamp::UNIX_EPOCH,
        };
        let confirmations = vec![confirmed(peil_questionnaires::Language::Nl)];
        let missing = Some(MissingRecipients::NobodyOnDuty);
        let footing = Footing { confirmations: confirmations.clone(), missing };
        assert_eq!(may_be_planned(phq_9, &footing), Err(MissingRecipients::NobodyOnDuty.into()));
        assert_eq!(may_be_planned(library.latest("peil-session").unwrap(), &footing), Ok(()));
        assert_eq!(may_be_planned(phq_9, &Footing { confirmations, missing: None }), Ok(()));
    }

    #[test]
    fn what_is_asked_already_may_stay() {
        let library = Library::embedded().unwrap();
        let current = plan(&[("phq-9", "1.0.0")]);
        assert_eq!(
            refused_rows(
                &library,
                &Footing::default(),
                &plan(&[("phq-9", "1.0.0"), ("peil-goals", "1.0.0")]),
                &current
            ),
            []
        );
        assert_eq!(refused_rows(&library, &Footing::default(), &plan(&[("phq-9", "9.0.0")]), &current).len(), 1);
    }
}
