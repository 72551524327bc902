//! What the stored model foretells of a client.

use std::collections::BTreeSet;

use peil_stats::dropout::{DropoutRisk, HazardModel, RiskRow, SESSIONS_AHEAD};

use super::{Measured, learning::usable, stay::Stay};
use crate::{
    domain::GroupId,
    signals::{SignalsError, room::Room},
    store::{MembershipRow, Tenant},
};

/// The model that counts, with its name.
pub(in crate::signals) struct Foretelling {
    model: HazardModel,
    /// Its source and when it was fitted.
    pub(in crate::signals) name: String,
}

impl Foretelling {
    /// For members of these groups. None as long as nothing was learnt.
    pub(in crate::signals) async fn stored(
        tenant: &Tenant<'_>,
        groups: &BTreeSet<GroupId>,
    ) -> Result<Option<Self>, SignalsError> {
        let row = tenant.dropout_model_of(groups).await?;
        Ok(row.and_then(|row| {
            let name = format!("{} {}", row.source.word(), row.fitted_at?);
            usable(&row).map(|model| Self { model, name })
        }))
    }

    /// How likely a member is to leave, after the last closed session. None before the first, from the planned end on, and
    /// where something is not known of the member that was known of all from whom the model learnt.
    pub(in crate::signals) fn risk(
        &self,
        room: &Room,
        member: &MembershipRow,
        measured: &Measured,
    ) -> Option<DropoutRisk> {
        let stay = Stay::of(room, member, measured);
        let course = stay.course();
        let (held, last) = (course.sessions.len(), course.sessions.last()?);
        if course.planned_end.is_some_and(|end| last.weeks >= end) {
            return None;
        }
        let row = RiskRow::after(&course, held);
        let ahead = course.sessions_ahead(held, SESSIONS_AHEAD);
        self.model.lacks(&row).is_empty().then(|| self.model.risk(&row, ahead))
    }
}
