//! Signals of the past, raised in their time: after each session the rules judge what was known then, as the service does; the
//! lead opens what they said, and what is open of the newest session waits to be seen.

use std::collections::BTreeSet;

use jiff::Timestamp;
use peil_questionnaires::Library;
use peil_stats::signals::Settings;

use super::{DemoError, groups::Group};
use crate::{
    domain::{GroupId, SignalStep, Urgency},
    signals::{Scope, evaluate, follow, see_signal, take_step},
    store::Tenant,
};

/// What says whether clients get better.
const OUTCOME: (&str, &str) = ("phq-9", "total");
/// Sessions of a group between which nothing is learnt anew: the service learns after each answer, and fits for seconds.
const LEARNT_ANEW: u32 = 8;

/// What judging takes.
pub(super) struct InTime<'a> {
    /// The transaction.
    pub(super) tenant: &'a Tenant<'a>,
    /// What is asked.
    pub(super) library: &'a Library,
}

impl InTime<'_> {
    /// Judges a group after its session, the first is 1, by what was learnt until then.
    pub(super) async fn judge(&self, group: GroupId, session: u32, at: Timestamp) -> Result<(), DemoError> {
        let (groups, settings) = (BTreeSet::from([group]), Settings::default());
        let learns = session.is_multiple_of(LEARNT_ANEW);
        if learns || !follow(self.tenant, self.library, OUTCOME, &groups, &settings, at).await? {
            let rows = self.tenant.scores_of_scale(OUTCOME.0, OUTCOME.1).await?;
            evaluate(self.tenant, self.library, OUTCOME, &rows, &Scope::Groups(groups), &settings, at).await?;
        }
        Ok(())
    }

    /// The lead opens what nobody saw yet, and discusses what asks for it.
    pub(super) async fn read(&self, group: &Group, at: Timestamp) -> Result<(), DemoError> {
        let unseen = self.tenant.group_signals(group.id).await?.into_iter().filter(|row| row.furthest.is_none());
        for (row, urgency) in unseen.filter_map(|row| row.urgency.map(|urgency| (row, urgency))) {
            let signal = (group.id, row.id);
            see_signal(self.tenant, group.lead, signal, at).await?;
            if urgency == Urgency::Attention {
                take_step(self.tenant, group.lead, signal, (SignalStep::Discussed, None), at).await?;
            }
        }
        Ok(())
    }
}
