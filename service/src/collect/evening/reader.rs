//! How somebody stands towards what the therapists of a session wrote about it.

use jiff::civil::Date;

use crate::{
    access::{LoggedIn, leads_group},
    domain::AccountId,
    store::{GroupRow, SealedReader, SessionRow, StoreError, Tenant},
};

/// Somebody who may open what was written after a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EveningReader {
    /// The account.
    pub account: AccountId,
    /// Whether he was at the session as lead, co-therapist or trainee, and so writes himself.
    pub writes: bool,
    /// Whether he leads the group, alone or together, or leads its team.
    pub leads: bool,
}

impl EveningReader {
    /// As the store asks it.
    #[must_use]
    pub const fn sealed(self) -> SealedReader {
        SealedReader { account: self.account, writes: self.writes }
    }
}

/// How somebody who sees the group stands towards a session of it; none for who looks on, and for who learns there and was
/// not at this session. Whoever leads since then, and the team's lead, reads and does not rate.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn reader_of(
    tenant: &Tenant<'_>,
    who: &LoggedIn,
    (group, session): (&GroupRow, &SessionRow),
    today: Date,
) -> Result<Option<EveningReader>, StoreError> {
    let part = async |on| tenant.part_in_group(group.id, who.account, on).await;
    let reflects = |part: Option<crate::domain::TherapistPart>| part.is_some_and(|part| part.reflects());
    let writes = reflects(part(today).await?) && reflects(part(session.held_on).await?);
    let leads = leads_group(tenant, who, group, today).await?;
    Ok((writes || leads).then_some(EveningReader { account: who.account, writes, leads }))
}
