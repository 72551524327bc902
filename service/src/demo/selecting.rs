//! Who is put forward for a group of the demonstration: two who wait since the advice, one who had the first
//! conversation, and one who was advised another group.

use jiff::{Timestamp, ToSpan, civil::Date};

use super::{DemoError, groups::Group, ids::Ids};
use crate::{
    domain::{
        CandidateId, CheckAnswer, CheckPoint, Decided, MembershipId, SelectionOutcome, SelectionStep, SelectionStepId,
    },
    store::{NewSelectionStep, Tenant},
};

/// Days between the first conversation and the advice.
const BETWEEN: i64 = 9;
/// Who is not on the waiting list: the name, the days since the first conversation, and what came of the advice where there was one.
/// No tree of a member.
const OTHERS: [(&str, i64, Option<SelectionOutcome>); 2] =
    [("Acacia", 3, None), ("Jasmijn", 20, Some(SelectionOutcome::OtherGroup))];

/// Writes down the conversations of who waits since `listed`.
pub(super) async fn select_waiting(
    tenant: &Tenant<'_>,
    group: &Group,
    (name, stay, listed): (&str, MembershipId, Date),
    (ids, now): (&mut Ids, Timestamp),
) -> Result<(), DemoError> {
    let talks = Talks { tenant, group, now };
    let first = listed.checked_sub(BETWEEN.days())?;
    let id = talks.put_forward(name, first, ids).await?;
    talks.talk(id, (SelectionStep::Diagnostic, first, SelectionOutcome::GoesOn), ids).await?;
    talks.talk(id, (SelectionStep::Advice, listed, SelectionOutcome::GoesOn), ids).await?;
    Ok(tenant.candidate_enters(id, stay).await?)
}

/// Writes down the conversations of the others.
pub(super) async fn select_others(
    tenant: &Tenant<'_>,
    group: &Group,
    ids: &mut Ids,
    (today, now): (Date, Timestamp),
) -> Result<(), DemoError> {
    let talks = Talks { tenant, group, now };
    for (name, days, advised) in OTHERS {
        let first = today.checked_sub(days.days())?;
        let id = talks.put_forward(name, first, ids).await?;
        talks.talk(id, (SelectionStep::Diagnostic, first, SelectionOutcome::GoesOn), ids).await?;
        if let Some(outcome) = advised {
            let on = first.checked_add(BETWEEN.days())?;
            talks.talk(id, (SelectionStep::Advice, on, outcome), ids).await?;
        }
    }
    Ok(())
}

struct Talks<'a, 'b> {
    tenant: &'a Tenant<'b>,
    group: &'a Group,
    now: Timestamp,
}

impl Talks<'_, '_> {
    async fn put_forward(&self, name: &str, on: Date, ids: &mut Ids) -> Result<CandidateId, DemoError> {
        let id = CandidateId::from(ids.next(self.now));
        if !self.tenant.insert_candidate(id, self.group.id, name, on).await? {
            return Err(DemoError::Unplanned("name"));
        }
        Ok(id)
    }

    async fn talk(
        &self,
        candidate: CandidateId,
        (step, held_on, outcome): (SelectionStep, Date, SelectionOutcome),
        ids: &mut Ids,
    ) -> Result<(), DemoError> {
        let asked = |point: &CheckPoint| format!("{}={}", point.word(), CheckAnswer::No.word());
        let row = NewSelectionStep {
            step,
            held_on,
            held_by: self.group.lead,
            decided: Decided::Together,
            outcome,
            motivation: Some(if step == SelectionStep::Diagnostic { 5 } else { 7 }),
            expectation: Some(6),
            checks: step.points().iter().map(asked).collect(),
        };
        let id = SelectionStepId::from(ids.next(self.now));
        Ok(self.tenant.insert_selection_step(candidate, (id, &row), self.group.lead, self.now).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::members::TREES, OTHERS};

    #[test]
    fn who_is_put_forward_has_no_members_name() {
        assert!(OTHERS.iter().all(|(name, ..)| !TREES.contains(name)));
    }
}
