//! What the stored model foretells of a client.

use std::collections::BTreeSet;

use peil_stats::dropout::{Foretold, HazardModel};

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

    /// What the model says of a member after the last closed session.
    pub(in crate::signals) fn foretold(&self, room: &Room, member: &MembershipRow, measured: &Measured) -> Foretold {
        self.model.foretell(&Stay::of(room, member, measured).course())
    }
}
