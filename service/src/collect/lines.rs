//! May the group see my line tonight? A client says so himself, at the tablet, for this session; nobody says it for him. He
//! takes it back there, or a therapist does so when he asks. With the session's end it is over.

use jiff::Timestamp;
use peil_questionnaires::{Language, Library};

use super::{CollectError, Entry};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::outcome_scale,
    domain::{AccountId, GroupId, LineConsentId, MembershipId, SessionId},
    store::{Store, Tenant},
};

/// How often a member can say yes in a session, or ask what stands; each leaves a row. A no is never refused.
const MOST_SAID: i64 = 40;

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

/// What a client says about his line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineSaid {
    /// The group may see it. Each yes has its own id, chosen where it was said, so that the same message twice says it once.
    Yes(LineConsentId),
    /// The group may not, or no longer. A yes that is still under way comes too late: the one with this id, and any of an
    /// earlier time at a tablet.
    No(Option<LineConsentId>),
    /// Nothing: a tablet that got no reply asks what stands. Unless its yes is here already, that comes too late: what the
    /// client is told now stays true.
    Asks(LineConsentId),
}

/// What stands after a client said something about his line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineStands {
    /// The group whose wall must hear of it.
    pub group: GroupId,
    /// Whether the group may see it now.
    pub given: bool,
}

/// Whether this client's yes stands now.
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

/// A client says something about his line. Saying the same again changes nothing. A yes never
/// undoes a no that was said, or an answer that was given, after it, also where that was at another tablet; a no always counts,
/// also one that was kept on a tablet for a while and takes back a yes that is younger than it.
///
/// # Errors
///
/// [`CollectError::NotFound`] outside a session, [`CollectError::SessionIsClosed`] for a yes after its end,
/// [`CollectError::LineSaidTooOften`] for a yes after forty, or the store's own.
pub async fn say_line(
    store: &Store,
    entry: &Entry,
    said: LineSaid,
    now: Timestamp,
) -> Result<LineStands, CollectError> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(entry.organisation).await?;
    let stands = say_line_in(&tenant, entry, said, now).await?;
    tenant.commit().await?;
    Ok(stands)
}

/// The same in a transaction of the caller's.
///
/// # Errors
///
/// Those of [`say_line`].
pub async fn say_line_in(
    tenant: &Tenant<'_>,
    entry: &Entry,
    said: LineSaid,
    now: Timestamp,
) -> Result<LineStands, CollectError> {
    let session = tenant.session(entry.session).await?.ok_or(CollectError::NotFound)?;
    // To take it back is never too late.
    if matches!(said, LineSaid::Yes(_)) && session.closed_at.is_some() {
        return Err(CollectError::SessionIsClosed);
    }
    let whose = (session.id, entry.membership);
    let heard = tenant.hear_line(whose, entry.entered_at).await?;
    // Where no yes is taken any more, none has to be forestalled.
    let may_come = session.closed_at.is_none() && heard.times < MOST_SAID;
    let changed = match said {
        LineSaid::Yes(_) if heard.is_overtaken => None,
        LineSaid::Yes(id) => give(tenant, whose, (id, may_come), now).await?,
        LineSaid::No(under_way) => refuse(tenant, whose, (under_way, may_come), now).await?,
        LineSaid::Asks(under_way) if may_come => {
            tenant.forestall_line(whose, under_way, now).await?.then_some("forestall-line")
        }
        LineSaid::Asks(_) => None,
    };
    if let Some(action) = changed {
        let event = AuditEvent::new(Actor::Client(entry.membership), action).on("session", session.id.uuid());
        record(tenant, &event, now);
    }
    let given = tenant.given_lines(session.id, now).await?.contains(&entry.membership);
    Ok(LineStands { group: session.group, given })
}

/// Gives the line, unless that was done, forestalled or taken back before; what the audit says of it.
async fn give(
    tenant: &Tenant<'_>,
    whose: (SessionId, MembershipId),
    (id, may_come): (LineConsentId, bool),
    now: Timestamp,
) -> Result<Option<&'static str>, CollectError> {
    if !tenant.give_line(whose, id, now).await? {
        return Ok(None);
    }
    // The same yes again is no change, however many came before it.
    if may_come { Ok(Some("give-line")) } else { Err(CollectError::LineSaidTooOften) }
}

/// Takes back what stands, and what may still come; what the audit says of it. Each no leaves a row, with or without a key: a
/// yes of an earlier time at a tablet is measured by it.
async fn refuse(
    tenant: &Tenant<'_>,
    whose: (SessionId, MembershipId),
    (under_way, may_come): (Option<LineConsentId>, bool),
    now: Timestamp,
) -> Result<Option<&'static str>, CollectError> {
    let is_withdrawn = tenant.withdraw_line(whose, None, now).await?;
    let is_forestalled = match under_way.or_else(|| (!is_withdrawn).then(|| LineConsentId::new(now))) {
        Some(id) if may_come => tenant.forestall_line(whose, id, now).await?,
        Some(_) | None => false,
    };
    Ok(is_withdrawn.then_some("withdraw-line").or(is_forestalled.then_some("refuse-line")))
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
        record(tenant, &event, now);
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
        record(tenant, &event, now);
    }
    Ok(())
}
