//! A multiple baseline: planning it, drawing the starts by lot, measuring those who wait, ending or giving up.
//!
//! Lots are drawn once. Nobody chooses what was drawn, and nobody draws after the group has begun for one of those who take
//! part. What was drawn decides on which day each stay begins, so that until then the member waits.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, civil::Date};
use peil_questionnaires::Library;
use peil_stats::single_case::{deal, draw_each, draw_shared};
use rand::{Rng, RngExt};

use super::{
    CollectError,
    askable::refuse_unread,
    safety::{asks_safety, recipients_missing},
};
use crate::{
    access::{Actor, AuditEvent, record},
    domain::{
        AccountId, AssignmentId, BaselineCancelled, BaselineDraft, BaselineId, BaselineLot, BaselinePlan,
        BaselinePlanError, GroupId, MembershipId, OccasionKind, Planned, SessionCode, SessionId,
    },
    store::{BaselineMemberRow, BaselineRow, NewAssignment, NewBaseline, Tenant},
};

/// How long the code of a measurement opens the tablet: as long as a session's.
const WAITING_CODE_LIFETIME: SignedDuration = SignedDuration::from_hours(12);

/// Why a plan was not made, drawn or carried on.
#[derive(Debug, thiserror::Error)]
pub enum BaselineRefused {
    /// The plan cannot be carried out.
    #[error(transparent)]
    Plan(#[from] BaselinePlanError),
    /// The scale is not measured at each session of the group.
    #[error("this scale is not measured at each session; add it to the group's plan first")]
    Measure,
    /// Nobody of the group can still take part.
    #[error("nobody takes part for whom the group has still to begin; add members before it does")]
    Nobody,
    /// The group has a plan.
    #[error("this group has a plan; give it up before making another")]
    Standing,
    /// There is no plan to which this could be done now.
    #[error("there is no plan that waits for this")]
    NoPlan,
    /// Lots were drawn before for somebody who takes part.
    #[error("lots were drawn before for a member who takes part, and are not drawn again")]
    DrawnBefore,
    /// Somebody has already begun.
    #[error("the group has begun for a member who takes part; lots are drawn before that")]
    Begun,
    /// The first measurement has passed.
    #[error("the first measurement lies in the past; lots are drawn before it")]
    TooLate,
    /// Today nobody who takes part waits.
    #[error("today nobody waits who takes part, or the measuring is not going on")]
    NobodyWaits,
    /// As for any other use case.
    #[error(transparent)]
    Collect(#[from] CollectError),
}

impl From<crate::store::StoreError> for BaselineRefused {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Collect(error.into())
    }
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct BaselineWish {
    /// The instrument.
    pub instrument: String,
    /// Its scale.
    pub scale: String,
    /// When is measured, and how starts come about.
    pub draft: BaselineDraft,
}

/// The plan that stands, if any.
async fn standing(tenant: &Tenant<'_>, group: GroupId) -> Result<Option<BaselineRow>, BaselineRefused> {
    Ok(tenant.baselines(group).await?.into_iter().find(|row| row.cancelled.is_none()))
}

/// Whether a row of a group's plan is asked at each session.
fn is_each_session(row: &Planned) -> bool {
    matches!(row.occasion.kind(), OccasionKind::BeforeSession | OccasionKind::AfterSession)
}

/// Makes a plan for everybody for whom the group has still to begin.
///
/// # Errors
///
/// [`BaselineRefused`].
pub async fn plan_baseline(
    tenant: &Tenant<'_>,
    library: &Library,
    group: GroupId,
    wish: &BaselineWish,
    by: AccountId,
    now: Timestamp,
) -> Result<BaselineId, BaselineRefused> {
    let asked = tenant.group_plan(group).await?;
    let measured = asked.rows().iter().any(|row| row.instrument == wish.instrument && is_each_session(row));
    let known =
        library.latest(&wish.instrument).is_some_and(|found| found.scores().iter().any(|one| one.id() == wish.scale));
    if !measured || !known {
        return Err(BaselineRefused::Measure);
    }
    let members: Vec<MembershipId> = tenant.to_begin(group).await?.iter().map(|member| member.membership).collect();
    if members.is_empty() {
        return Err(BaselineRefused::Nobody);
    }
    let plan = BaselinePlan::new(wish.draft.clone(), members.len())?;
    let new = NewBaseline {
        id: BaselineId::new(now),
        group,
        instrument: &wish.instrument,
        scale: &wish.scale,
        draft: plan.draft(),
        members: &members,
    };
    if !tenant.insert_baseline(&new, by, now).await? {
        return Err(BaselineRefused::Standing);
    }
    audited(tenant, "plan-baseline", new.id, by, now);
    Ok(new.id)
}

/// Draws the starts of the standing plan and fixes it; each stay then begins on the day that was drawn.
///
/// # Errors
///
/// [`BaselineRefused`].
pub async fn draw_baseline(
    tenant: &Tenant<'_>,
    group: GroupId,
    by: AccountId,
    (today, now): (Date, Timestamp),
    random: &mut impl Rng,
) -> Result<(), BaselineRefused> {
    let row = standing(tenant, group).await?.ok_or(BaselineRefused::NoPlan)?;
    if row.drawn_at.is_some() || !tenant.lock_baseline(row.id).await? || tenant.drawn_before(row.id).await? {
        return Err(BaselineRefused::DrawnBefore);
    }
    let members = tenant.baseline_members(row.id).await?;
    if members.iter().any(|member| member.began_on.is_some()) {
        return Err(BaselineRefused::Begun);
    }
    if row.draft.first_on < today {
        return Err(BaselineRefused::TooLate);
    }
    let members: Vec<BaselineMemberRow> = members.into_iter().filter(|member| member.left_on.is_none()).collect();
    let plan = BaselinePlan::new(row.draft, members.len())?;
    // Half of all numbers, so that it fits the database's.
    let seed = random.random::<u64>() >> 1;
    let starts = lots(&plan, members.len(), seed).ok_or(BaselinePlanError::Phases)?;
    let fixed: Vec<_> =
        members.iter().zip(&starts).map(|(member, start)| (member.membership, *start, plan.day(*start))).collect();
    let stored = i64::try_from(seed).unwrap_or(i64::MAX);
    tenant.fix_baseline(row.id, &fixed, stored, by, now).await?;
    moved(tenant, fixed.iter().map(|(member, ..)| *member), by, now);
    audited(tenant, "draw-baseline", row.id, by, now);
    Ok(())
}

/// The starts by member; those drawn elsewhere as they were written down.
fn lots(plan: &BaselinePlan, members: usize, seed: u64) -> Option<Vec<i16>> {
    let number = |start: &i16| usize::try_from(*start).ok();
    let (first, last) = plan.range();
    let range = number(&first)?..=number(&last)?;
    let given: Vec<usize> = plan.draft().starts.iter().filter_map(number).collect();
    let drawn = match plan.draft().lot {
        BaselineLot::Elsewhere => given,
        BaselineLot::Dealt => deal(&given, seed),
        BaselineLot::EachOwn => draw_each(range, members, seed)?,
        BaselineLot::Together => vec![draw_shared(range, seed)?; members],
    };
    drawn.into_iter().map(|start| i16::try_from(start).ok()).collect()
}

/// Opens today's measurement of those who wait. Opened again it is the same, with a new code when the old one ran out.
///
/// # Errors
///
/// [`BaselineRefused::NobodyWaits`], or as for a session that is opened.
pub async fn open_waiting(
    tenant: &Tenant<'_>,
    library: &Library,
    group: GroupId,
    by: AccountId,
    (today, now): (Date, Timestamp),
    random: &mut impl Rng,
) -> Result<SessionId, BaselineRefused> {
    let row = standing(tenant, group).await?.ok_or(BaselineRefused::NoPlan)?;
    let waiting = waiting_today(tenant, &row, today).await?;
    if waiting.is_empty() {
        return Err(BaselineRefused::NobodyWaits);
    }
    let version = version_asked(tenant, library, group, &row.instrument).await?;
    refuse_unread(tenant, library, BTreeSet::from([(row.instrument.as_str(), version.as_str())])).await?;
    if asks_safety(library, std::iter::once(row.instrument.as_str()))
        && let Some(missing) = recipients_missing(tenant, group, today).await?
    {
        return Err(CollectError::from(missing).into());
    }
    let id = tenant.open_waiting((SessionId::new(now), group), today, by, now).await?;
    for member in waiting {
        let assignment = NewAssignment {
            id: AssignmentId::new(now),
            session: id,
            membership: member,
            instrument: &row.instrument,
            version: &version,
            position: 0,
            occasion: OccasionKind::BeforeSession,
        };
        tenant.insert_assignment(&assignment).await?;
    }
    if tenant.code_of_session(id).await?.is_none_or(|code| code.expires_at <= now) {
        tenant.insert_session_code(&SessionCode::draw(random), id, now + WAITING_CODE_LIFETIME).await?;
    }
    let event = AuditEvent::new(Actor::Account(by), "open-waiting-moment").on("session", id.uuid());
    record(tenant, &event, now);
    Ok(id)
}

/// Those who take part and for whom the group has still to begin, while the measuring goes on.
async fn waiting_today(
    tenant: &Tenant<'_>,
    row: &BaselineRow,
    today: Date,
) -> Result<Vec<MembershipId>, BaselineRefused> {
    let members = tenant.baseline_members(row.id).await?;
    let plan = BaselinePlan::stored(row.draft.clone())?;
    let goes_on = row.drawn_at.is_some() && row.ended_at.is_none() && plan.moment_of(today).is_some();
    let waits = |member: &&BaselineMemberRow| {
        let stays = member.left_on.is_none() && member.began_on.is_none();
        goes_on && stays && member.start.is_some_and(|start| today < plan.day(start))
    };
    Ok(members.iter().filter(waits).map(|member| member.membership).collect())
}

/// The version that the group's sessions ask, else the newest.
async fn version_asked(
    tenant: &Tenant<'_>,
    library: &Library,
    group: GroupId,
    instrument: &str,
) -> Result<String, CollectError> {
    let plan = tenant.group_plan(group).await?;
    let each = plan.rows().iter().find(|row| row.instrument == instrument && is_each_session(row));
    let asked = each.map(|row| row.version.clone());
    let newest = || library.latest(instrument).map(|found| found.version().to_string());
    asked.or_else(newest).ok_or(CollectError::UnknownInstrumentVersion)
}

/// Ends the measuring by hand: what is not in will not come.
///
/// # Errors
///
/// [`BaselineRefused::NoPlan`] when nothing was drawn or it was ended before, or the store's own.
pub async fn end_baseline(
    tenant: &Tenant<'_>,
    group: GroupId,
    by: AccountId,
    now: Timestamp,
) -> Result<(), BaselineRefused> {
    let row = standing(tenant, group).await?.ok_or(BaselineRefused::NoPlan)?;
    if !tenant.end_baseline(row.id, by, now).await? {
        return Err(BaselineRefused::NoPlan);
    }
    audited(tenant, "end-baseline", row.id, by, now);
    Ok(())
}

/// Gives the plan up. Its row and what was drawn stay; who has not begun is in the group again as before the lots.
///
/// # Errors
///
/// [`BaselineRefused::NoPlan`] when there is none, or the store's own.
pub async fn cancel_baseline(
    tenant: &Tenant<'_>,
    group: GroupId,
    reason: BaselineCancelled,
    by: AccountId,
    (today, now): (Date, Timestamp),
) -> Result<(), BaselineRefused> {
    let row = standing(tenant, group).await?.ok_or(BaselineRefused::NoPlan)?;
    if !tenant.cancel_baseline(row.id, reason, by, now).await? {
        return Err(BaselineRefused::NoPlan);
    }
    moved(tenant, tenant.put_stays_back(row.id, today).await?, by, now);
    audited(tenant, "cancel-baseline", row.id, by, now);
    Ok(())
}

/// Writes down of each stay that its first day changed.
fn moved(tenant: &Tenant<'_>, members: impl IntoIterator<Item = MembershipId>, by: AccountId, now: Timestamp) {
    for member in members {
        let event = AuditEvent::new(Actor::Account(by), "move-start").on("membership", member.uuid());
        record(tenant, &event, now);
    }
}

fn audited(tenant: &Tenant<'_>, action: &'static str, id: BaselineId, by: AccountId, now: Timestamp) {
    let event = AuditEvent::new(Actor::Account(by), action).on("baseline", id.uuid());
    record(tenant, &event, now);
}
