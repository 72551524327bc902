//! Opening and closing tonight's session.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, Zoned, civil::Date};
use peil_questionnaires::Library;
use rand::Rng;

use super::{
    CollectError,
    announced::take_over,
    askable::refuse_unread,
    entry::attempts_at,
    past::Past,
    safety::{asks_safety, recipients_missing},
};
use crate::{
    access::{Actor, AuditEvent, Passwords, record},
    analyse::{outcome_scale, session_scale},
    domain::{
        AccountId, AssignmentId, ClientCode, GroupId, JobId, Meeting, MembershipId, SessionCode, SessionId,
        SessionMode, SessionTime,
    },
    store::{NewAssignment, Store, StoreError, Tenant},
};

/// How long a session's code opens the tablet: an evening, with time before and after.
pub const CODE_LIFETIME: SignedDuration = SignedDuration::from_hours(12);

/// A session that clients can answer in.
#[derive(Debug, Clone)]
pub struct OpenedSession {
    /// Its id.
    pub id: SessionId,
    /// 1 for the group's first.
    pub number: i16,
    /// What the tablet asks for.
    pub code: SessionCode,
}

/// Opens the next session of a group now, where its organisation works, and asks each present member what the group's plan says for this session. What
/// an open session asks does not change with the plan. Who said beforehand that he would not come is noted as away.
///
/// # Errors
///
/// [`CollectError::SessionIsOpen`], [`CollectError::NoPlan`], [`CollectError::NotFound`], [`CollectError::NotAskable`] when
/// nobody compared the words that clients would read, [`CollectError::MissingRecipients`] when a safety alert would reach nobody, or the store's own.
pub async fn open_session(
    tenant: &Tenant<'_>,
    library: &Library,
    group: GroupId,
    by: AccountId,
    at: &Zoned,
    random: &mut impl Rng,
) -> Result<OpenedSession, CollectError> {
    let (today, now) = (at.date(), at.timestamp());
    let opened = open_session_at(tenant, library, (group, Some(by)), today, now, random).await?;
    // Who opens a while before the hour, lets clients answer first.
    let planned = tenant.schedule(group).await?.and_then(|schedule| schedule.begins_on(today, at.time_zone()));
    if let Some(planned) = planned {
        let time = SessionTime::opened(now, Some(planned));
        tenant.set_session_time(opened.id, time, Some(SessionMode::InPerson), now).await?;
    }
    take_over(tenant, (group, opened.id), today, by, now).await?;
    let plan = tenant.group_plan(group).await?;
    if asks_safety(library, plan.rows().iter().map(|asked| asked.instrument.as_str()))
        && let Some(missing) = recipients_missing(tenant, group, today).await?
    {
        return Err(missing.into());
    }
    // The lines reach to tonight.
    for (instrument, scale) in tenant.scored_scales().await? {
        if plan.rows().iter().any(|asked| asked.instrument == instrument) {
            tenant.insert_job(JobId::new(now), (&instrument, &scale), Some(group), now).await?;
        }
    }
    let event = AuditEvent::new(Actor::Account(by), "open-session").on("session", opened.id.uuid());
    record(tenant, &event, now);
    Ok(opened)
}

/// The same, for a day of choice and without an audit row of its own: what the demo's past is made with.
///
/// # Errors
///
/// As [`open_session`].
pub async fn open_session_at(
    tenant: &Tenant<'_>,
    library: &Library,
    (group, by): (GroupId, Option<AccountId>),
    held_on: Date,
    now: Timestamp,
    random: &mut impl Rng,
) -> Result<OpenedSession, CollectError> {
    let row = tenant.group(group).await?.ok_or(CollectError::NotFound)?;
    let plan = tenant.group_plan(group).await?;
    if plan.is_empty() {
        return Err(CollectError::NoPlan);
    }
    let id = SessionId::new(now);
    let past = Past::read(tenant, row.id).await?;
    let number = tenant.insert_session(id, group, held_on, by, now).await.map_err(already_open)?;
    tenant.set_session_time(id, SessionTime::beginning(now), Some(SessionMode::InPerson), now).await?;
    let mut unread = BTreeSet::new();
    for member in tenant.memberships(group).await?.iter().filter(|member| member.is_active_on(held_on)) {
        let meeting = Meeting { number, held_on, planned_sessions: row.planned_sessions };
        let due = plan.due(meeting, &past.stay(member));
        unread.extend(due.iter().map(|asked| (asked.instrument.as_str(), asked.version.as_str())));
        for (position, asked) in (0..).zip(due) {
            let assignment = NewAssignment {
                id: AssignmentId::new(now),
                session: id,
                membership: member.id,
                instrument: &asked.instrument,
                version: &asked.version,
                position,
                occasion: asked.occasion.kind(),
            };
            tenant.insert_assignment(&assignment).await?;
        }
    }
    refuse_unread(tenant, library, unread).await?;
    let code = SessionCode::draw(random);
    tenant.insert_session_code(&code, id, now + CODE_LIFETIME).await?;
    Ok(OpenedSession { id, number, code })
}

/// Gives an open session a new code, for when the old one ran out.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer.
pub async fn renew_code(
    tenant: &Tenant<'_>,
    session: SessionId,
    by: AccountId,
    now: Timestamp,
    random: &mut impl Rng,
) -> Result<(), CollectError> {
    tenant.insert_session_code(&SessionCode::draw(random), session, now + CODE_LIFETIME).await?;
    let event = AuditEvent::new(Actor::Account(by), "new-session-code").on("session", session.uuid());
    record(tenant, &event, now);
    Ok(())
}

pub(super) fn already_open(error: StoreError) -> CollectError {
    match error.broken_constraint() {
        Some("one_open_session_a_group" | "sessions_organisation_id_group_id_number_key") => {
            CollectError::SessionIsOpen
        }
        _ => error.into(),
    }
}

/// Closes a session and its code, ends it unless its end is known, and asks for the analysis: who has not answered by now missed it. Clients who are still
/// answering finish what they began.
///
/// # Errors
///
/// [`CollectError::Store`] when the database does not answer.
pub async fn close_session(
    tenant: &Tenant<'_>,
    library: &Library,
    session: SessionId,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), CollectError> {
    tenant.close_session(session, now).await?;
    tenant.end_session(session, now).await?;
    if let Some(row) = tenant.session(session).await? {
        let plan = tenant.group_plan(row.group).await?;
        if let Some((instrument, score)) = outcome_scale(library, &plan).or(session_scale(library, &plan)) {
            tenant.insert_job(JobId::new(now), (instrument.id(), score.id()), Some(row.group), now).await?;
        }
    }
    if let Some(by) = by {
        let event = AuditEvent::new(Actor::Account(by), "close-session").on("session", session.uuid());
        record(tenant, &event, now);
    }
    Ok(())
}

/// Gives a member a new own code and returns it, to be shown once.
///
/// # Errors
///
/// [`CollectError::NotFound`] when there is no such member in the group, or the store's own.
pub async fn new_client_code(
    store: &Store,
    passwords: &Passwords,
    scope: (crate::domain::OrganisationId, GroupId),
    member: MembershipId,
    by: AccountId,
    code: ClientCode,
    now: Timestamp,
) -> Result<ClientCode, CollectError> {
    let hash = passwords.hash(code.expose()).await?;
    let mut connection = store.connect().await?;
    let tenant = connection.begin(scope.0).await?;
    let row = tenant.membership(member).await?.filter(|row| row.group == scope.1).ok_or(CollectError::NotFound)?;
    tenant.set_client_code_hash(row.client, &hash).await?;
    // Who was locked out by wrong guesses may come in again.
    tenant.clear_attempts(&attempts_at(member)).await?;
    let event = AuditEvent::new(Actor::Account(by), "new-client-code").on("membership", member.uuid());
    record(&tenant, &event, now);
    tenant.commit().await?;
    Ok(code)
}
