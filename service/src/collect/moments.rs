//! Measuring one member outside a session: which moments are due, and opening one.
//!
//! A moment asks what the group's plan has for its kind. It is opened by hand, when a client can be reached: Peil sends
//! nothing to clients. Its code opens a tablet, or the client's own browser, for a fortnight.

use jiff::{SignedDuration, Timestamp, civil::Date};
use peil_questionnaires::Library;
use rand::Rng;

use super::{
    CollectError,
    askable::refuse_unread,
    past::Past,
    safety::{asks_safety, recipients_missing},
};
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{AccountId, AssignmentId, GroupId, MembershipId, MomentKind, Plan, SessionCode, SessionId},
    store::{MembershipRow, MomentRow, NewAssignment, Tenant},
};

/// How long the code of a moment opens the tablet.
const MOMENT_CODE_LIFETIME: SignedDuration = SignedDuration::from_hours(14 * 24);

/// A moment whose time has come.
#[derive(Debug, Clone)]
pub struct DueMoment {
    /// The member.
    pub member: MembershipRow,
    /// Its kind.
    pub kind: MomentKind,
}

/// The moments of a group whose time has come, by the order of stays.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer.
pub async fn due_moments(tenant: &Tenant<'_>, group: GroupId, today: Date) -> Result<Vec<DueMoment>, CollectError> {
    let plan = tenant.group_plan(group).await?;
    due_moments_of(tenant, (group, &plan), today).await
}

/// The same for whoever read the group's plan already: where it has no moments nothing more is read.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer.
pub async fn due_moments_of(
    tenant: &Tenant<'_>,
    (group, plan): (GroupId, &Plan),
    today: Date,
) -> Result<Vec<DueMoment>, CollectError> {
    if !plan.rows().iter().any(|row| MomentKind::ALL.iter().any(|kind| kind.occasion() == row.occasion.kind())) {
        return Ok(Vec::new());
    }
    let past = Past::read(tenant, group).await?;
    let members = tenant.memberships(group).await?;
    let due = members.iter().flat_map(|member| {
        let absentee = past.absentee(member);
        let kinds = MomentKind::ALL.iter().copied();
        let due = kinds.filter(|kind| !plan.due_outside(*kind, today, &absentee).is_empty());
        due.map(|kind| DueMoment { member: member.clone(), kind }).collect::<Vec<_>>()
    });
    Ok(due.collect())
}

/// Opens a moment of a member and asks what is due of its kind. Opened again it is the same, with a new code when the old
/// one ran out.
///
/// # Errors
///
/// [`CollectError::NotFound`] when there is no such member in the group or nothing of this kind is due for him,
/// [`CollectError::NotAskable`] when nobody compared the words that he would read, [`CollectError::MissingRecipients`] when a safety alert would reach nobody, or the store's own.
pub async fn open_moment(
    tenant: &Tenant<'_>,
    library: &Library,
    (group, member, kind): (GroupId, MembershipId, MomentKind),
    by: AccountId,
    (today, now): (Date, Timestamp),
    random: &mut impl Rng,
) -> Result<SessionId, CollectError> {
    let member = tenant.membership(member).await?.filter(|row| row.group == group).ok_or(CollectError::NotFound)?;
    let plan = tenant.group_plan(group).await?;
    let past = Past::read(tenant, group).await?;
    let due = plan.due_outside(kind, today, &past.absentee(&member));
    if due.is_empty() {
        return Err(CollectError::NotFound);
    }
    let words = due.iter().map(|row| (row.instrument.as_str(), row.version.as_str()));
    refuse_unread(tenant, library, words.collect()).await?;
    if asks_safety(library, due.iter().map(|row| row.instrument.as_str()))
        && let Some(missing) = recipients_missing(tenant, group, today).await?
    {
        return Err(missing.into());
    }
    let row = MomentRow { id: SessionId::new(now), group, membership: member.id, kind };
    tenant.insert_moment(row, today, by, now).await?;
    let moment = tenant.moment_of(member.id, kind).await?.ok_or(CollectError::NotFound)?;
    for (position, asked) in (0..).zip(due) {
        let assignment = NewAssignment {
            id: AssignmentId::new(now),
            session: moment.id,
            membership: member.id,
            instrument: &asked.instrument,
            version: &asked.version,
            position,
            occasion: kind.occasion(),
        };
        tenant.insert_assignment(&assignment).await?;
    }
    if tenant.code_of_session(moment.id).await?.is_none_or(|code| code.expires_at <= now) {
        tenant.insert_session_code(&SessionCode::draw(random), moment.id, now + MOMENT_CODE_LIFETIME).await?;
    }
    record(tenant, &AuditEvent::new(Actor::Account(by), "open-moment").on("session", moment.id.uuid()), now);
    Ok(moment.id)
}
