//! Who has which part in a group, from when to when.

use jiff::civil::Date;

use super::{Desk, Fields, ManageError};
use crate::domain::{AccountId, GroupId, TherapistPart};

impl Desk<'_> {
    /// Gives a colleague a part in a group. Fields: `account`, `part`, `from`, `until`.
    ///
    /// # Errors
    ///
    /// [`ManageError::Field`], [`ManageError::PartOverlaps`], [`ManageError::NotFound`], [`ManageError::Forbidden`], or the
    /// store's own.
    pub async fn add_part(&self, group: GroupId, fields: &Fields) -> Result<(), ManageError> {
        self.group(group).await?;
        let account: AccountId = fields.read("account", str::parse)?;
        let known = self.tenant.carers().await?.iter().any(|carer| carer.account == account);
        if !known {
            let why = "a part in a group is for a therapist or a team lead who may log in".to_owned();
            return Err(ManageError::Field { field: "account", why });
        }
        let part: TherapistPart = fields.read("part", str::parse)?;
        let (from, until) = (fields.day("from")?, fields.day_opt("until")?);
        in_order(from, until)?;
        self.tenant.lock_group(group).await?;
        let overlaps = |row: &crate::store::PartRow| {
            row.account == account
                && row.until.is_none_or(|last| from <= last)
                && until.is_none_or(|last| row.from <= last)
        };
        if self.tenant.group_parts(group).await?.iter().any(overlaps) {
            return Err(ManageError::PartOverlaps);
        }
        self.tenant.insert_group_part(group, account, part, (from, until)).await?;
        let became = part_field(account, &format!("{} {from} – {}", part.word(), told(until)));
        self.note("add-therapist", ("group", group.uuid()), &Fields::default(), &became).await
    }

    /// Sets the last day of a colleague's part. Fields: `account`, `from` (the day on which it began), `until`.
    ///
    /// # Errors
    ///
    /// As above.
    pub async fn end_part(&self, group: GroupId, fields: &Fields) -> Result<(), ManageError> {
        self.group(group).await?;
        let account: AccountId = fields.read("account", str::parse)?;
        let (from, until) = (fields.day("from")?, fields.day("until")?);
        in_order(from, Some(until))?;
        self.tenant.lock_group(group).await?;
        let parts = self.tenant.group_parts(group).await?;
        let of_account = |row: &&crate::store::PartRow| row.account == account;
        let row = parts.iter().filter(of_account).find(|row| row.from == from).ok_or(ManageError::NotFound)?;
        let next = parts.iter().filter(of_account).any(|other| other.from > from && other.from <= until);
        if next {
            return Err(ManageError::PartOverlaps);
        }
        self.tenant.end_group_part(group, account, (from, until)).await?;
        let state = |last| part_field(account, &format!("{} {from} – {}", row.part.word(), told(last)));
        self.note("end-therapist", ("group", group.uuid()), &state(row.until), &state(Some(until))).await
    }
}

fn part_field(account: AccountId, state: &str) -> Fields {
    Fields::default().with(&format!("therapist {account}"), state)
}

fn told(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn in_order(from: Date, until: Option<Date>) -> Result<(), ManageError> {
    if until.is_some_and(|until| until < from) {
        let why = "the last day of a part does not lie before its first".to_owned();
        return Err(ManageError::Field { field: "until", why });
    }
    Ok(())
}
