//! Before the session: who comes, what is to be talked about, and how it was last time; as a page and as a sheet of A4.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Path},
};
use jiff::civil::Date;
use uuid::Uuid;

use super::{
    before_sheet::sheet,
    before_shown::Shown,
    chart_file,
    frame::{Pages, html},
    measure::{Scale, scales_of},
    views::{BeforePage, Layout, Section},
};
use crate::{
    access::{Actor, AuditEvent, leads_group, record, visible_group},
    analyse::{GroupReading, read_group},
    clock::{SharedClock, local_date},
    collect::{Comparison, DueMoment, comparison, due_moments, open_agreements, reader_of},
    domain::{Announced, GroupId, MembershipId, Schedule},
    print,
    signals::{OwnRates, SessionClimate, session_climate},
    store::{AgreementRow, GoalRow, SessionRow, Store, Tenant},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// The instrument for own goals.
const GOALS: &str = "peil-goals";

/// What every handler here extracts.
type Parts = (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>);

/// How the members rated the last session, on their own form.
pub(super) struct LastRated {
    /// The mean of the totals.
    pub(super) mean: f64,
    /// The highest total that there is.
    pub(super) highest: f64,
    /// One standard deviation about what is usual for this group, as the chart of the climate draws it.
    pub(super) usual: Option<(f64, f64)>,
}

impl LastRated {
    /// None when nobody rated it.
    fn of(climate: &SessionClimate, last: &SessionRow, library: &OwnLibrary) -> Option<Self> {
        let rated = climate.sessions.iter().find(|session| session.number == i32::from(last.number))?.ratings;
        let score = library.latest(&climate.instrument)?.score(&climate.scale)?;
        let usual = rated.usual.map(|usual| (usual.mean - usual.deviation, usual.mean + usual.deviation));
        Some(Self { mean: rated.mean?, highest: score.range().1.to_f64(), usual })
    }
}

/// Everything that is known before a session.
pub(super) struct Read {
    pub(super) reading: GroupReading,
    pub(super) scale: Scale,
    pub(super) signals_enabled: bool,
    pub(super) rates: OwnRates,
    pub(super) leads: bool,
    pub(super) goals: BTreeMap<MembershipId, Vec<GoalRow>>,
    pub(super) agreements: Vec<AgreementRow>,
    pub(super) due: Vec<DueMoment>,
    pub(super) rated: Option<LastRated>,
    pub(super) compared: Option<Comparison>,
    pub(super) schedule: Option<Schedule>,
    /// Who said that he will not come to the session that is next.
    pub(super) announced: BTreeMap<MembershipId, Announced>,
    pub(super) today: Date,
}

impl Read {
    /// The last session that was closed, with its place among the group's.
    pub(super) fn last(&self) -> Option<(usize, &SessionRow)> {
        let sessions = self.reading.sessions.iter().enumerate().rev();
        sessions.map(|(at, session)| (at, &session.session)).find(|(_, session)| session.closed_at.is_some())
    }

    /// The day of the next session: by its fixed time, else today; none where one is open, and in a group that has ended.
    pub(super) fn next_on(&self) -> Option<Date> {
        let group = &self.reading.group;
        if self.open().is_some() || group.ended_on.is_some() {
            return None;
        }
        let last = self.reading.sessions.last().map(|held| held.session.held_on);
        match self.schedule {
            Some(schedule) => schedule.next(group.started_on, last, self.today),
            None => Some(self.today).filter(|today| last != Some(*today)),
        }
    }

    /// The session that is open, with its place.
    pub(super) fn open(&self) -> Option<(usize, &SessionRow)> {
        let at = self.reading.sessions.len().checked_sub(1)?;
        Some((at, &self.reading.sessions[at].session)).filter(|(_, session)| session.closed_at.is_none())
    }
}

/// `GET /groups/{group_id}/before`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let layout = parts.0.layout(&request, Some(&login), Section::Home);
    html(&shown(&login, &parts, path.into_inner().into(), layout, Some("view-before")).await?)
}

/// `GET /groups/{group_id}/before.pdf`
pub(super) async fn pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let layout = parts.0.layout(&request, Some(&login), Section::Home);
    let group = GroupId::from(path.into_inner());
    let page = shown(&login, &parts, group, layout, None).await?;
    let today = local_date(parts.3.now(), &login.who.time_zone);
    let sheet = sheet(&page, today);
    let (pages, language) = (parts.0.clone(), page.layout.language);
    let left_out = move |number: usize| pages.plain_layout(language, "/").t1("before-left-out", "number", number);
    let printed = actix_web::web::block(move || print::pdf(&sheet, left_out)).await;
    let bytes = printed.map_err(|error| Problem::internal(&error))?.map_err(|error| Problem::internal(&error))?;
    let name = (header::CONTENT_DISPOSITION, "inline; filename=\"peil-voorbespreking.pdf\"");
    let made = HttpResponse::Ok().content_type("application/pdf").insert_header(name).body(bytes);
    let event = AuditEvent::new(Actor::Account(login.who.account), "download-before").on("group", group.uuid());
    chart_file::handed_out(made, (&parts.1, &parts.3, &login), &event).await
}

async fn shown<'l>(
    login: &CurrentLogin,
    parts: &Parts,
    group: GroupId,
    layout: Layout<'l>,
    action: Option<&'static str>,
) -> Result<BeforePage<'l>, Problem> {
    let read = read(login, parts, group, action).await?;
    Ok(Shown { read: &read, library: &parts.2, layout: &layout }.page())
}

/// Authorises, reads, and writes down that it was seen; of a file whoever hands it out does.
async fn read(
    login: &CurrentLogin,
    (_, store, library, clock): &Parts,
    group: GroupId,
    action: Option<&'static str>,
) -> Result<Read, Problem> {
    let (who, now) = (&login.who, clock.now());
    let today = local_date(now, &who.time_zone);
    let mut connection = store.connect().await?;
    let signals_enabled = who.signals_enabled;
    let tenant = connection.begin(who.organisation).await?;
    let row = visible_group(&tenant, who, group, today).await?;
    let row = row.ok_or_else(|| Problem::new(ProblemKind::NotFound))?;
    let leads = leads_group(&tenant, who, &row, today).await?;
    let scale = scale_of(&tenant, library, group).await?;
    let reading = read_group(&tenant, library, row, (&scale.instrument, &scale.id), today).await?;
    // What members wrote themselves, and what was agreed about them, is for those who lead.
    let (written, agreements, due) = match leads {
        true => (
            tenant.group_goals(group, GOALS).await?,
            open_agreements(&tenant, group).await?,
            due_moments(&tenant, group, today).await?,
        ),
        false => (Vec::new(), Vec::new(), Vec::new()),
    };
    let mut goals: BTreeMap<MembershipId, Vec<GoalRow>> = BTreeMap::new();
    for row in written {
        goals.entry(row.membership).or_default().push(row);
    }
    let mut read = Read {
        scale,
        signals_enabled,
        rates: OwnRates::read(&tenant).await?,
        leads,
        goals,
        agreements,
        due,
        rated: None,
        compared: None,
        schedule: tenant.schedule(group).await?,
        announced: BTreeMap::new(),
        today,
        reading,
    };
    if let Some(on) = read.next_on() {
        read.announced = tenant.announced_absences(group, on).await?.into_iter().collect();
    }
    if let Some((_, last)) = read.last() {
        let climate = session_climate(&tenant, library, group, signals_enabled).await?;
        let rated = climate.and_then(|climate| LastRated::of(&climate, last, library));
        let reader = reader_of(&tenant, who, (&read.reading.group, last), today).await?;
        let compared = match reader {
            Some(reader) => Some(comparison(&tenant, last.id, reader).await?),
            None => None,
        };
        (read.rated, read.compared) = (rated, compared);
    }
    if let Some(action) = action {
        let event = AuditEvent::new(Actor::Account(who.account), action).on("group", group.uuid());
        record(&tenant, &event, now);
    }
    tenant.commit().await?;
    Ok(read)
}

/// The first scale of the group that has something to show.
async fn scale_of(tenant: &Tenant<'_>, library: &OwnLibrary, group: GroupId) -> Result<Scale, Problem> {
    let scales = scales_of(tenant, library, group).await?;
    let scored = tenant.scored_instruments(group).await?;
    let first = scales.iter().find(|scale| scored.contains(&scale.instrument)).or(scales.first());
    first.cloned().ok_or_else(|| Problem::new(ProblemKind::NothingToShow))
}
