//! Members: a new client or a known one enters a group under a pseudonym, and the first day is corrected while nothing was
//! measured yet. How a stay ends stands in `collect`.

use jiff::{ToSpan, civil::Date};

use super::{Desk, Fields, Hand, ManageError};
use crate::{
    domain::{ClientId, GroupId, MembershipId, Pseudonym, Role},
    store::{GroupRow, MembershipRow, NewClient, NewMembership},
};

impl Desk<'_> {
    /// Lets a client enter a group. Fields: `pseudonym`, `joined_on`, `planned_end_on`, and `client` for who is known already;
    /// else a client is made whose own code has `code_hash`.
    ///
    /// # Errors
    ///
    /// [`ManageError::Field`], [`ManageError::PseudonymTaken`], [`ManageError::AlreadyMember`], [`ManageError::NotFound`],
    /// [`ManageError::Forbidden`], or the store's own.
    pub async fn add_member(
        &self,
        group: GroupId,
        fields: &Fields,
        code_hash: &str,
    ) -> Result<MembershipId, ManageError> {
        let group = self.led_group(group).await?;
        let pseudonym = fields.read("pseudonym", Pseudonym::parse)?;
        let (joined_on, planned_end_on) = self.stay_days(&group, fields)?;
        let known: Option<ClientId> = fields.read_opt("client", str::parse)?;
        let client = match known {
            Some(client) => self.client_in_reach(client).await?,
            None => {
                let id = ClientId::new(self.now);
                let row = NewClient { id, code_hash: Some(code_hash), started_on: joined_on };
                self.tenant.insert_client(&row, self.now).await?;
                id
            }
        };
        let id = MembershipId::new(self.now);
        let stay = NewMembership {
            id,
            group: group.id,
            client,
            pseudonym: &pseudonym,
            joined_on,
            planned_end_on,
            listed_on: Some(self.today),
        };
        self.tenant.insert_membership(&stay).await?;
        let became = member_fields(joined_on, planned_end_on)
            .with("pseudonym", pseudonym.as_str())
            .with("group", group.id.to_string())
            .with("client", client.to_string());
        self.note("add-membership", ("membership", id.uuid()), &Fields::default(), &became).await?;
        Ok(id)
    }

    /// Corrects the first day of a stay, as long as there are no scores of it, and its planned last day. Fields: `joined_on`,
    /// `planned_end_on`.
    ///
    /// # Errors
    ///
    /// As above, and [`ManageError::HasScores`].
    pub async fn correct_member(
        &self,
        group: GroupId,
        member: MembershipId,
        fields: &Fields,
    ) -> Result<(), ManageError> {
        let group = self.led_group(group).await?;
        let row = self.tenant.membership(member).await?.filter(|row| row.group == group.id);
        let row: MembershipRow = row.filter(|row| row.left_on.is_none()).ok_or(ManageError::NotFound)?;
        let days = self.stay_days(&group, fields)?;
        if !self.tenant.correct_membership(&row, days).await? {
            return Err(ManageError::HasScores);
        }
        let (was, became) = (member_fields(row.joined_on, row.planned_end_on), member_fields(days.0, days.1));
        self.note("correct-membership", ("membership", member.uuid()), &was, &became).await
    }

    /// The clients of other groups in reach who could enter this one: id, pseudonym there, and the group.
    ///
    /// # Errors
    ///
    /// The store's own.
    pub async fn known_clients(&self, entering: GroupId) -> Result<Vec<(ClientId, String, String)>, ManageError> {
        let groups: Vec<GroupId> = match self.hand {
            Hand::Account(who) if who.role != Role::Administrator => {
                self.tenant.led_groups(who.account, who.overseen_team(), self.today).await?
            }
            _ => self.tenant.all_groups().await?.into_iter().collect(),
        };
        Ok(self.tenant.clients_elsewhere(&groups, entering).await?)
    }

    /// A client whom this person treats in another group; for an administrator any client.
    async fn client_in_reach(&self, client: ClientId) -> Result<ClientId, ManageError> {
        let unknown = || ManageError::Field { field: "client", why: "there is no such client here".to_owned() };
        let groups = self.tenant.groups_of_client(client).await?;
        let reached = match self.hand {
            Hand::Account(who) if who.role != Role::Administrator => {
                let led = self.tenant.led_groups(who.account, who.overseen_team(), self.today).await?;
                groups.iter().any(|group| led.contains(group))
            }
            _ => !groups.is_empty(),
        };
        if reached { Ok(client) } else { Err(unknown()) }
    }

    fn stay_days(&self, group: &GroupRow, fields: &Fields) -> Result<(Date, Option<Date>), ManageError> {
        let (joined_on, planned_end_on) = (fields.day("joined_on")?, fields.day_opt("planned_end_on")?);
        let latest = self.today.saturating_add(1.years());
        let within =
            joined_on >= group.started_on && joined_on <= group.ended_on.unwrap_or(latest) && joined_on <= latest;
        if !within {
            let why = "the first day lies within the time of the group, and at most a year ahead".to_owned();
            return Err(ManageError::Field { field: "joined_on", why });
        }
        if planned_end_on.is_some_and(|day| day < joined_on) {
            let why = "the planned last day does not lie before the first".to_owned();
            return Err(ManageError::Field { field: "planned_end_on", why });
        }
        Ok((joined_on, planned_end_on))
    }
}

fn member_fields(joined_on: Date, planned_end_on: Option<Date>) -> Fields {
    let planned = planned_end_on.map(|day| day.to_string()).unwrap_or_default();
    Fields::default().with("joined_on", joined_on.to_string()).with("planned_end_on", planned)
}
