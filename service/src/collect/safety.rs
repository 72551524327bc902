//! An answer that somebody must read soon: raised at the first save, also from a form that is never submitted.

use jiff::Timestamp;
use peil_questionnaires::{Answers, Instrument, Moment, alerts};
use serde_json::json;

use super::CollectError;
use crate::{
    domain::SignalId,
    store::{AssignmentRow, NewSignal, Tenant},
};

/// The rule's id in the signals' list.
const RULE: &str = "RISK";
/// Changes when the rule does.
const RULE_VERSION: &str = "1";

/// Raises a signal for each alert about an item that these answers set off, and tells whether there was one.
///
/// While the form is filled in those are its safety items; once it is sent also an item that should not have been left
/// open. What was raised stays, also when the answer is changed before it is sent.
pub(super) async fn raise(
    tenant: &Tenant<'_>,
    asked: &AssignmentRow,
    instrument: &Instrument,
    answers: &Answers,
    moment: Moment,
    now: Timestamp,
) -> Result<bool, CollectError> {
    let mut any = false;
    for raised in alerts(instrument, answers, moment) {
        let alert = raised.alert();
        let Some(item) = alert.when().item() else { continue };
        any = true;
        let signal = NewSignal {
            id: SignalId::new(now),
            membership: asked.membership,
            session: asked.session,
            rule: RULE,
            rule_version: RULE_VERSION,
            instrument: instrument.id(),
            scale: alert.id(),
            inputs: json!({ "alert": alert.id(), "item": item, "open": raised.value().is_none() }),
        };
        tenant.raise_signal(&signal, now).await?;
    }
    Ok(any)
}
