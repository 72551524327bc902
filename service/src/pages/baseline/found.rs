//! Everything that the page rests on, from the database and from the statistics.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use peil_questionnaires::Library;
use peil_stats::change::Direction;

use crate::{
    access::leads_group,
    analyse::{BaselineMember, BaselineReading, BaselineScore, BaselineState, direction_of, read_baseline},
    clock::local_date,
    domain::{BaselineLot, BaselinePlan, OccasionKind, SessionCode},
    pages::{
        frame::Pages,
        measure::{Scale, scales_of},
        session::qr_svg,
        views::{TabletAccess, format},
    },
    store::{BaselineMemberRow, BaselineRow, BaselineScoreRow, GroupRow, Tenant},
    web::{CurrentLogin, Problem},
};

/// What the page of a group shows.
pub(super) struct Found {
    pub(super) group: GroupRow,
    pub(super) leads: bool,
    pub(super) today: Date,
    pub(super) time_zone: String,
    /// Every plan there was, oldest first.
    pub(super) rows: Vec<BaselineRow>,
    /// The one that was not given up.
    pub(super) standing: Option<Standing>,
    /// Who could take part in a new plan, and what it could measure.
    pub(super) candidates: Vec<String>,
    pub(super) measures: Vec<Scale>,
    /// Today's measurement of those who wait.
    pub(super) code: Option<TabletAccess>,
}

/// When at a session the form is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Before it, so that the first in the group was not yet helped by it.
    Before,
    /// Before and after it: the first counts.
    Both,
    /// After it, or not any more.
    After,
}

impl Asked {
    fn of(kinds: impl Iterator<Item = OccasionKind>) -> Self {
        let kinds: Vec<OccasionKind> = kinds.collect();
        match (kinds.contains(&OccasionKind::BeforeSession), kinds.contains(&OccasionKind::AfterSession)) {
            (true, true) => Self::Both,
            (true, false) => Self::Before,
            (false, _) => Self::After,
        }
    }
}

/// The plan that stands, with what was measured.
pub(super) struct Standing {
    pub(super) row: BaselineRow,
    pub(super) plan: BaselinePlan,
    pub(super) members: Vec<BaselineMemberRow>,
    pub(super) scale: Scale,
    /// How often Peil drew lots for this group.
    pub(super) draws: usize,
    /// When at a session the form is filled in.
    pub(super) asked: Asked,
    scores: Vec<BaselineScoreRow>,
    direction: Option<Direction>,
    /// None before the lots were drawn.
    pub(super) reading: Option<BaselineReading>,
}

impl Found {
    pub(super) async fn read(
        tenant: &Tenant<'_>,
        (pages, library, login): (&Pages, &Library, &CurrentLogin),
        group: GroupRow,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let today = local_date(now, &login.who.time_zone);
        let rows = tenant.baselines(group.id).await?;
        let plan = tenant.group_plan(group.id).await?;
        let standing = match rows.iter().find(|row| row.cancelled.is_none()) {
            Some(row) => {
                let draws = rows.iter().filter(|row| row.drawn_at.is_some() && row.draft.lot != BaselineLot::Elsewhere);
                let own = plan.rows().iter().filter(|asked| asked.instrument == row.instrument);
                let asked = Asked::of(own.map(|asked| asked.occasion.kind()));
                Some(Standing::read(tenant, library, row.clone(), (draws.count(), asked)).await?)
            }
            None => None,
        };
        let each = |kind| matches!(kind, OccasionKind::BeforeSession | OccasionKind::AfterSession);
        let asked = |scale: &Scale| {
            plan.rows().iter().any(|row| row.instrument == scale.instrument && each(row.occasion.kind()))
        };
        let mut measures = scales_of(tenant, library, group.id).await?;
        measures.retain(asked);
        let candidates = tenant.to_begin(group.id).await?.into_iter().map(|member| member.pseudonym).collect();
        let code = code_of_today(tenant, (pages, login), &group, (today, now)).await?;
        let leads = leads_group(tenant, &login.who, &group, today).await?;
        let time_zone = login.who.time_zone.clone();
        Ok(Self { group, leads, today, time_zone, rows, standing, candidates, measures, code })
    }

    /// The same with what the statistics make of it, away from the threads that answer.
    pub(super) async fn analysed(mut self) -> Result<Self, Problem> {
        let Some(standing) = &mut self.standing else { return Ok(self) };
        let (Some(direction), Some(_)) = (standing.direction, standing.row.drawn_at) else { return Ok(self) };
        let members: Vec<BaselineMember> =
            standing.members.iter().filter_map(|member| standing.measured(member)).collect();
        let ended_on = standing.row.ended_at.map(|at| local_date(at, &self.time_zone));
        let seed = standing.row.seed.and_then(|seed| u64::try_from(seed).ok()).unwrap_or(0);
        let state = BaselineState { today: self.today, ended_on, seed };
        let plan = standing.plan.clone();
        let read = actix_web::web::block(move || read_baseline(&plan, &members, direction, state)).await;
        standing.reading = Some(read.map_err(|error| Problem::internal(&error))?);
        Ok(self)
    }
}

impl Standing {
    async fn read(
        tenant: &Tenant<'_>,
        library: &Library,
        row: BaselineRow,
        (draws, asked): (usize, Asked),
    ) -> Result<Self, Problem> {
        let members = tenant.baseline_members(row.id).await?;
        let scores = tenant.baseline_scores(row.id).await?;
        let scale = Scale { instrument: row.instrument.clone(), id: row.scale.clone() };
        let direction = scale.definition(library).map(|(_, score)| direction_of(score));
        let plan = BaselinePlan::stored(row.draft.clone()).map_err(|error| Problem::internal(&error))?;
        Ok(Self { row, plan, members, scale, draws, asked, scores, direction, reading: None })
    }

    /// A member with what was measured; none without a start.
    fn measured(&self, member: &BaselineMemberRow) -> Option<BaselineMember> {
        let own = self.scores.iter().filter(|score| score.membership == member.membership && score.comparable);
        let measured =
            |score: &BaselineScoreRow| BaselineScore { on: score.on, value: score.value, waiting: score.waiting };
        // At a session before the first that he came to nobody can have answered.
        let counted = own.filter(|score| score.waiting || member.began_on.is_some_and(|first| score.on >= first));
        Some(BaselineMember {
            name: member.pseudonym.clone(),
            start: member.start?,
            began_on: member.began_on,
            left_on: member.left_on,
            scores: counted.map(measured).collect(),
        })
    }

    /// Scores that are left out because other items were asked than at most.
    pub(super) fn not_comparable(&self) -> usize {
        self.scores.iter().filter(|score| !score.comparable).count()
    }

    /// Whether somebody waits on a day on which is measured.
    pub(super) fn waits(&self, today: Date) -> bool {
        let goes_on = self.row.drawn_at.is_some() && self.row.ended_at.is_none();
        let waits = |member: &BaselineMemberRow| {
            let stays = member.left_on.is_none() && member.began_on.is_none();
            stays && member.start.is_some_and(|start| today < self.plan.day(start))
        };
        goes_on && self.plan.moment_of(today).is_some() && self.members.iter().any(waits)
    }
}

/// The code of today's measurement of those who wait, as long as it works.
async fn code_of_today(
    tenant: &Tenant<'_>,
    (pages, login): (&Pages, &CurrentLogin),
    group: &GroupRow,
    (today, now): (Date, Timestamp),
) -> Result<Option<TabletAccess>, Problem> {
    let Some(session) = tenant.waiting_on(group.id, today).await? else { return Ok(None) };
    let Some(row) = tenant.code_of_session(session).await?.filter(|row| row.expires_at > now) else { return Ok(None) };
    let code = SessionCode::parse(&row.code)?;
    let until = row.expires_at.to_zoned(TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC));
    Ok(Some(TabletAccess::Open {
        qr_svg: qr_svg(&pages.public_url, &code)?,
        code: code.spoken(),
        address: format!("{}/t", pages.public_url),
        valid_until: format::clock(until.time()),
    }))
}
