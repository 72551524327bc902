//! Somebody is put forward for a group, and the conversations before the first day are written down. Whoever goes on from the
//! advice with a first day is on the waiting list from then; the contract makes the stay where there is none yet, or moves its
//! first day, and notes what the client agreed to; corrected, it notes what is otherwise. The points are a reminder for the talk: none of them decides anything here.
//! Nothing of this leaves in an export.

use super::{Desk, Fields, ManageError};
use crate::{
    access::{AuditEvent, record},
    domain::{
        AccountId, CandidateId, CheckAnswer, CheckPoint, ConsentPurpose, Decided, GroupId, Pseudonym, SelectionOutcome,
        SelectionStep, SelectionStepId,
    },
    store::{CandidateRow, NewSelectionStep, SelectionStepRow},
};

/// What two questions that the client answers go from and to.
pub const LEAST_MARK: i16 = 0;
/// As above.
pub const MOST_MARK: i16 = 10;

/// The newest row of each conversation with a candidate.
#[must_use]
pub fn newest(rows: &[SelectionStepRow], candidate: CandidateId, step: SelectionStep) -> Option<&SelectionStepRow> {
    rows.iter().rev().find(|row| row.candidate == candidate && row.step == step)
}

/// Which conversation is next; none when one ended the way here, or the contract was made.
#[must_use]
pub fn next_step(rows: &[SelectionStepRow], candidate: CandidateId) -> Option<SelectionStep> {
    for step in SelectionStep::ALL {
        match newest(rows, candidate, *step) {
            None => return Some(*step),
            Some(row) if row.outcome != SelectionOutcome::GoesOn => return None,
            Some(_) => {}
        }
    }
    None
}

impl Desk<'_> {
    /// Puts somebody forward for a group. Field: `pseudonym`.
    ///
    /// # Errors
    ///
    /// [`ManageError`]; then nothing changed.
    pub async fn add_candidate(&self, group: GroupId, fields: &Fields) -> Result<CandidateId, ManageError> {
        let group = self.led_group(group).await?;
        let pseudonym = fields.read("pseudonym", Pseudonym::parse)?;
        let members = self.tenant.memberships(group.id).await?;
        let taken = members.iter().any(|member| member.pseudonym.eq_ignore_ascii_case(pseudonym.as_str()));
        let id = CandidateId::new(self.now);
        if taken || !self.tenant.insert_candidate(id, group.id, pseudonym.as_str(), self.today).await? {
            return Err(ManageError::PseudonymTaken);
        }
        record(self.tenant, &AuditEvent::new(self.actor(), "add-candidate").on("candidate", id.uuid()), self.now);
        Ok(id)
    }

    /// Writes down a conversation, or corrects it. Fields: `step`, `held_on`, `held_by`, `decided`, `outcome`, `motivation` and
    /// `expectation` (0 to 10, may be left out), each point of the conversation, and from the advice on `joined_on` and
    /// `planned_end_on`. Tells whether a stay was made, so that the code is shown.
    ///
    /// # Errors
    ///
    /// [`ManageError`]; then nothing changed.
    pub async fn record_step(
        &self,
        group: GroupId,
        candidate: CandidateId,
        fields: &Fields,
        code_hash: &str,
    ) -> Result<bool, ManageError> {
        self.led_group(group).await?;
        let row = self.tenant.candidate(group, candidate).await?.ok_or(ManageError::NotFound)?;
        let steps = self.tenant.selection_steps(group).await?;
        let step = self.step_of(group, fields).await?;
        let goes_on = |of| newest(&steps, candidate, of).is_some_and(|row| row.outcome == SelectionOutcome::GoesOn);
        if step.step.before().is_some_and(|before| !goes_on(before)) {
            let why = "the conversation before this one is not written down, or did not go on".to_owned();
            return Err(ManageError::Field { field: "step", why });
        }
        let later = SelectionStep::ALL
            .iter()
            .any(|of| of.before() == Some(step.step) && newest(&steps, candidate, *of).is_some());
        if step.outcome != SelectionOutcome::GoesOn && (later || row.membership.is_some()) {
            let why = "a later conversation or a stay follows from it; end that first".to_owned();
            return Err(ManageError::Field { field: "outcome", why });
        }
        let by = self.account().ok_or(ManageError::Forbidden)?;
        self.tenant.insert_selection_step(candidate, (SelectionStepId::new(self.now), &step), by, self.now).await?;
        record(
            self.tenant,
            &AuditEvent::new(self.actor(), "record-selection").on("candidate", candidate.uuid()),
            self.now,
        );
        if step.outcome != SelectionOutcome::GoesOn {
            return Ok(false);
        }
        let made = self.enter(group, &row, &step, fields, code_hash).await?;
        if step.step == SelectionStep::Contract {
            let before = newest(&steps, candidate, step.step).map(|row| row.checks.as_slice());
            self.agree(group, candidate, &step, before.unwrap_or_default()).await?;
        }
        Ok(made)
    }

    async fn step_of(&self, group: GroupId, fields: &Fields) -> Result<NewSelectionStep, ManageError> {
        let step: SelectionStep = fields.read("step", str::parse)?;
        let held_on = fields.day("held_on")?;
        if held_on > self.today {
            return Err(ManageError::Field {
                field: "held_on",
                why: "a conversation was held today or before".to_owned(),
            });
        }
        let held_by: AccountId = fields.read("held_by", str::parse)?;
        let known = self.tenant.group_therapists(group, self.today).await?;
        if !known.iter().any(|row| row.account == held_by && row.treats()) && self.account() != Some(held_by) {
            return Err(ManageError::Field { field: "held_by", why: "choose somebody of this group".to_owned() });
        }
        let mark = |text: &str| match text.parse::<i16>() {
            Ok(mark) if (LEAST_MARK..=MOST_MARK).contains(&mark) => Ok(mark),
            _ => Err("a whole number from 0 to 10"),
        };
        let mut checks = Vec::new();
        for point in step.points() {
            let answer: CheckAnswer = fields.read(point.word(), str::parse)?;
            checks.push(format!("{}={}", point.word(), answer.word()));
        }
        Ok(NewSelectionStep {
            step,
            held_on,
            held_by,
            decided: fields.read("decided", str::parse::<Decided>)?,
            outcome: fields.read("outcome", str::parse::<SelectionOutcome>)?,
            motivation: fields.read_opt("motivation", mark)?,
            expectation: fields.read_opt("expectation", mark)?,
            checks,
        })
    }

    /// Makes the stay, or moves its days; the advice makes one only where it names a first day.
    async fn enter(
        &self,
        group: GroupId,
        row: &CandidateRow,
        step: &NewSelectionStep,
        fields: &Fields,
        code_hash: &str,
    ) -> Result<bool, ManageError> {
        let named = !fields.text("joined_on").is_empty();
        match (step.step, row.membership) {
            (SelectionStep::Diagnostic, _) => Ok(false),
            (SelectionStep::Advice, None) if !named => Ok(false),
            (_, None) => {
                let own = fields.clone().with("pseudonym", row.pseudonym.clone()).with("client", "");
                let stay = self.add_member(group, &own, code_hash).await?;
                self.tenant.candidate_enters(row.id, stay).await?;
                Ok(true)
            }
            (_, Some(stay)) if named => self.correct_member(group, stay, fields).await.map(|()| false),
            (_, Some(_)) => Ok(false),
        }
    }

    /// Notes what the client agreed to at the contract, or what is otherwise than the contract said `before`: what was taken back
    /// elsewhere since is not given again by correcting a day.
    async fn agree(
        &self,
        group: GroupId,
        candidate: CandidateId,
        step: &NewSelectionStep,
        before: &[String],
    ) -> Result<(), ManageError> {
        let row = self.tenant.candidate(group, candidate).await?.ok_or(ManageError::NotFound)?;
        let stay = row.membership.ok_or(ManageError::NotFound)?;
        let client = self.tenant.membership(stay).await?.ok_or(ManageError::NotFound)?.client;
        let purposes = [
            (CheckPoint::ResearchExport, ConsentPurpose::ResearchExport),
            (CheckPoint::ShowInGroup, ConsentPurpose::ShowInGroup),
        ];
        for (point, purpose) in purposes {
            let says = |checks: &[String], answer: CheckAnswer| {
                checks.contains(&format!("{}={}", point.word(), answer.word()))
            };
            for answer in [CheckAnswer::Yes, CheckAnswer::No] {
                if says(&step.checks, answer) && !says(before, answer) {
                    self.set_consent((client, stay), purpose, answer == CheckAnswer::Yes).await?;
                }
            }
        }
        Ok(())
    }
}
