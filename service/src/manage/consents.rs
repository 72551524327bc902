//! What a client agrees to beyond care, and takes back: at any time, also after leaving. What the group sees on the wall is asked
//! on the tablet in each session, not here.

use super::{Desk, Fields, ManageError};
use crate::{
    access::{AuditEvent, record},
    domain::{CheckAnswer, ClientId, ConsentPurpose, GroupId, MembershipId},
};

impl Desk<'_> {
    /// Writes down that a client of a group agrees that research gets rows without a name, or takes that back. Field:
    /// `research_export`, yes or no.
    ///
    /// # Errors
    ///
    /// [`ManageError`]; then nothing changed.
    pub async fn set_research_consent(
        &self,
        group: GroupId,
        member: MembershipId,
        fields: &Fields,
    ) -> Result<(), ManageError> {
        let group = self.led_group(group).await?;
        let row = self.tenant.membership(member).await?.filter(|row| row.group == group.id);
        let row = row.ok_or(ManageError::NotFound)?;
        let answer: CheckAnswer = fields.read("research_export", str::parse)?;
        if answer == CheckAnswer::NotAsked {
            return Err(ManageError::Field { field: "research_export", why: "answer yes or no".to_owned() });
        }
        let yes = answer == CheckAnswer::Yes;
        self.set_consent((row.client, member), ConsentPurpose::ResearchExport, yes).await
    }

    /// The same of any purpose; what stands already is not written again.
    pub(super) async fn set_consent(
        &self,
        (client, member): (ClientId, MembershipId),
        purpose: ConsentPurpose,
        yes: bool,
    ) -> Result<(), ManageError> {
        let (action, changed) = if yes {
            ("give-consent", self.tenant.give_consent(client, purpose, self.account(), self.now).await?)
        } else {
            ("withdraw-consent", self.tenant.withdraw_consent(client, purpose, self.now).await?)
        };
        if changed {
            record(self.tenant, &AuditEvent::new(self.actor(), action).on("membership", member.uuid()), self.now);
        }
        Ok(())
    }
}
