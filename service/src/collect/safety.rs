//! An answer that somebody must read soon: raised at the first save, also from a form that is never submitted.

use jiff::Timestamp;
use peil_questionnaires::{Answers, Instrument, Level, Moment, alerts};
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

/// Raises a signal for each safety alert that these answers set off.
pub(super) async fn raise(
    tenant: &Tenant<'_>,
    asked: &AssignmentRow,
    instrument: &Instrument,
    answers: &Answers,
    now: Timestamp,
) -> Result<(), CollectError> {
    for raised in alerts(instrument, answers, Moment::OnSave) {
        let alert = raised.alert();
        let Some(item) = alert.when().item().filter(|_| alert.level() == Level::Safety) else { continue };
        let signal = NewSignal {
            id: SignalId::new(now),
            membership: asked.membership,
            session: asked.session,
            rule: RULE,
            rule_version: RULE_VERSION,
            instrument: instrument.id(),
            scale: item,
            inputs: json!({ "alert": alert.id(), "item": item }),
        };
        tenant.raise_signal(&signal, now).await?;
    }
    Ok(())
}
