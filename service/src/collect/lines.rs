//! May the group see my line tonight? A client says so himself, at the tablet, for this session; nobody says it for him. He
//! takes it back there, or a therapist does so when he asks. With the session's end it is over.

use jiff::Timestamp;
use peil_questionnaires::{Language, Library};

use super::{CollectError, Entry};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::outcome_scale,
    domain::{AccountId, GroupId, MembershipId, SessionId},
    store::{Store, Tenant},
};

/// What a client is asked about his line, and what he said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineAsked {
    /// Whether the group may see it tonight.
    pub given: bool,
    /// The name of the questionnaire that it is of, in Dutch and in English: who says yes knows to what.
    pub of: (String, String),
}

/// Whether the group may see this client's line tonight; none where there is nothing to ask: outside a session, after its
/// end, and in a group that follows nothing.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer.
pub async fn line_asked(
    store: &Store,
    library: &Library,
    entry: &Entry,
    now: Timestamp,
) -> Result<Option<LineAsked>, CollectError> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(entry.organisation).await?;
    let Some(session) = tenant.session(entry.session).await?.filter(|row| row.closed_at.is_none()) else {
        return Ok(None);
    };
    let plan = tenant.group_plan(session.group).await?;
    let Some((instrument, _)) = outcome_scale(library, &plan) else {
        return Ok(None);
    };
    let given = tenant.given_lines(entry.session, now).await?.contains(&entry.membership);
    let title = |language| instrument.title(language).to_owned();
    Ok(Some(LineAsked { given, of: (title(Language::Nl), title(Language::En)) }))
}

/// Whether this client's yes stands now: for a tablet that got no reply and does not know whether its word was heard.
///
/// # Errors
///
/// [`CollectError::NotFound`] outside a session, or the store's own.
pub async fn line_stands(store: &Store, entry: &Entry, now: Timestamp) -> Result<bool, CollectError> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(entry.organisation).await?;
    tenant.session(entry.session).await?.ok_or(CollectError::NotFound)?;
    Ok(tenant.given_lines(entry.session, now).await?.contains(&entry.membership))
}

/// A client lets the group see his line tonight, or no longer. Saying the same again changes nothing. Tells the group whose
/// wall must hear of it.
///
/// # Errors
///
/// [`CollectError::NotFound`] outside a session, [`CollectError::SessionIsClosed`] after its end, or the store's own.
pub async fn say_line(store: &Store, entry: &Entry, given: bool, now: Timestamp) -> Result<GroupId, CollectError> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(entry.organisation).await?;
    let group = say_line_in(&tenant, entry, given, now).await?;
    tenant.commit().await?;
    Ok(group)
}

/// The same in a transaction of the caller's.
///
/// # Errors
///
/// Those of [`say_line`].
pub async fn say_line_in(
    tenant: &Tenant<'_>,
    entry: &Entry,
    given: bool,
    now: Timestamp,
) -> Result<GroupId, CollectError> {
    let session = tenant.session(entry.session).await?.ok_or(CollectError::NotFound)?;
    // To take it back is never too late.
    if given && session.closed_at.is_some() {
        return Err(CollectError::SessionIsClosed);
    }
    let (changed, action) = if given {
        (tenant.give_line(session.id, entry.membership, now).await?, "give-line")
    } else {
        (tenant.withdraw_line((session.id, entry.membership), None, now).await?, "withdraw-line")
    };
    if changed {
        let event = AuditEvent::new(Actor::Client(entry.membership), action).on("session", session.id.uuid());
        record(tenant, &event, now).await?;
    }
    Ok(session.group)
}

/// The lines of these members are shown to the group for the first time in this session; each of them can be told so later.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer.
pub async fn show_lines(
    tenant: &Tenant<'_>,
    session: SessionId,
    members: &[MembershipId],
    by: AccountId,
    now: Timestamp,
) -> Result<(), CollectError> {
    tenant.show_lines(session, members, now).await?;
    for member in members {
        let event = AuditEvent::new(Actor::Account(by), "show-line").on("membership", member.uuid());
        record(tenant, &event, now).await?;
    }
    Ok(())
}

/// A therapist takes back for a client what he gave. There is no way round: a therapist cannot give it.
///
/// # Errors
///
/// [`CollectError::NotFound`] when the member is not of the session's group, or the store's own.
pub async fn withdraw_line(
    tenant: &Tenant<'_>,
    session: SessionId,
    member: MembershipId,
    by: AccountId,
    now: Timestamp,
) -> Result<(), CollectError> {
    let row = tenant.session(session).await?.ok_or(CollectError::NotFound)?;
    tenant.membership(member).await?.filter(|stay| stay.group == row.group).ok_or(CollectError::NotFound)?;
    if tenant.withdraw_line((session, member), Some(by), now).await? {
        // Whose line it was; the session is in the row of the consent.
        let event = AuditEvent::new(Actor::Account(by), "withdraw-line").on("membership", member.uuid());
        record(tenant, &event, now).await?;
    }
    Ok(())
}
