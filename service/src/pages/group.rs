//! A group's page, its panel alone, its chart as a file, and the events that tell it to look again.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Query},
};
use peil_questionnaires::Library;
use serde::Deserialize;
use tokio::sync::watch;
use uuid::Uuid;

use super::{
    changes::{OpenPage, changes},
    chart_file::{self, Kind, chart_problem},
    frame::{Pages, html},
    group_panel::Shown,
    look::{Chart, Look, LookQuery},
    measure::{Scale, scales_of},
    views::{GroupPage, Layout, MomentLine, OpenSession, PanelFragment, Section, StartSession},
};
use crate::{
    access::{Actor, AuditEvent, record, visible_group},
    analyse::{GroupReading, read_group},
    charts::{Size, Theme},
    clock::{SharedClock, local_date},
    collect::{DueMoment, due_moments_of, therapist_marks},
    domain::{GroupId, StartDoubt},
    jobs::{Changed, LiveUpdates},
    signals::{OwnRates, SessionClimate, session_climate},
    store::{Store, TherapistMark, TherapistRow},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// `?measure=phq-9.total`, and how it is looked at
#[derive(Deserialize)]
pub(super) struct MeasureQuery {
    measure: Option<String>,
    #[serde(flatten)]
    pub(super) look: LookQuery,
}

impl MeasureQuery {
    /// The scale that was asked for; unasked for, the first that has something to show.
    pub(super) fn choose(&self, scales: &[Scale], scored: &[String]) -> Option<Scale> {
        let asked = |scale: &&Scale| self.measure.as_deref().is_some_and(|asked| asked == scale.word());
        let first = scales.iter().find(|scale| scored.contains(&scale.instrument)).or(scales.first());
        scales.iter().find(asked).or(first).cloned()
    }
}

/// What a handler reads before it shows anything.
struct Read {
    reading: GroupReading,
    scales: Vec<Scale>,
    scale: Scale,
    signals_enabled: bool,
    rates: OwnRates,
    look: Look,
    climate: Option<SessionClimate>,
    marks: Vec<TherapistMark>,
    moments: Vec<DueMoment>,
    /// What speaks against a session today.
    doubt: Option<StartDoubt>,
    now: jiff::Timestamp,
}

/// What a handler makes of what it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// The whole page, which says what is due outside the sessions.
    Page,
    /// The part that an open page fetches anew.
    Panel,
    /// The chart as a file.
    File,
}

/// What every handler here extracts.
type Parts = (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>);

/// `GET /groups/{group_id}`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    let read = read(&login, &parts, path.into_inner().into(), &query, Wanted::Page).await?;
    let leads = read.leads(&login);
    let layout = parts.0.layout(&request, Some(&login), Section::Groups);
    let panel = read.shown(&parts.2, &login)?.panel(&layout).map_err(chart_problem)?;
    let group = &read.reading.group;
    let number = |session: i16| u32::try_from(session).unwrap_or(0);
    let newest = read.reading.sessions.last();
    let open = newest.filter(|session| session.session.closed_at.is_none());
    let sessions = newest.map_or(0, |session| number(session.session.number));
    let startable = leads && open.is_none() && group.ended_on.is_none() && !read.reading.plan.is_empty();
    html(&GroupPage {
        id: group.id.to_string(),
        name: group.name.clone(),
        kind: group.kind,
        format: group.format,
        session: (sessions > 0).then_some(sessions),
        planned: group.planned_sessions.and_then(|planned| u32::try_from(planned).ok()),
        members: u32::try_from(read.reading.current.iter().filter(|current| **current).count()).unwrap_or(0),
        therapists: read.reading.therapists.iter().map(|therapist| therapist.display_name.clone()).collect(),
        open_session: open
            .map(|session| OpenSession { id: session.session.id.to_string(), number: number(session.session.number) }),
        start: startable.then(|| StartSession::new(sessions + 1, read.doubt, &layout)),
        moments: read.moments.iter().map(moment_line).collect(),
        panel,
        layout,
    })
}

/// A measurement outside the sessions whose time has come.
fn moment_line(moment: &DueMoment) -> MomentLine {
    MomentLine {
        membership_id: moment.member.id.to_string(),
        pseudonym: moment.member.pseudonym.clone(),
        kind: moment.kind,
    }
}

/// `GET /groups/{group_id}/panel`
pub(super) async fn panel(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    let read = read(&login, &parts, path.into_inner().into(), &query, Wanted::Panel).await?;
    let layout = parts.0.layout(&request, Some(&login), Section::Groups);
    let panel = read.shown(&parts.2, &login)?.panel(&layout).map_err(chart_problem)?;
    html(&PanelFragment { layout, panel })
}

/// `GET /groups/{group_id}/chart.svg`
pub(super) async fn chart_svg(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    picture(Kind::Svg, &request, &login, &parts, (path.into_inner().into(), &query)).await
}

/// `GET /groups/{group_id}/chart.png`
pub(super) async fn chart_png(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    picture(Kind::Png, &request, &login, &parts, (path.into_inner().into(), &query)).await
}

/// `GET /groups/{group_id}/chart.pdf`
pub(super) async fn chart_pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    picture(Kind::Pdf, &request, &login, &parts, (path.into_inner().into(), &query)).await
}

/// The chart as a file.
async fn picture(
    kind: Kind,
    request: &HttpRequest,
    login: &CurrentLogin,
    parts: &Parts,
    (group, query): (GroupId, &MeasureQuery),
) -> Result<HttpResponse, Problem> {
    let read = read(login, parts, group, query, Wanted::File).await?;
    let layout = parts.0.layout(request, Some(login), Section::Groups);
    let svg = read.standing_alone(&layout, &parts.2, login)?;
    let made = chart_file::file(kind, "peil-groep", svg, layout.language).await?;
    let event = AuditEvent::new(Actor::Account(login.who.account), "download-chart").on("group", group.uuid());
    chart_file::handed_out(made, (&parts.1, &parts.3, login), &event).await
}

/// Which of its pages stands open.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct EventsQuery {
    page: OpenPage,
}

/// `GET /groups/{group_id}/events`: `changed`, whenever the panel of the page that stands open should be fetched again.
pub(super) async fn events(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    live: Data<LiveUpdates>,
    stopped: Data<watch::Receiver<bool>>,
    path: Path<Uuid>,
    query: Query<EventsQuery>,
) -> Result<HttpResponse, Problem> {
    let group = GroupId::from(path.into_inner());
    let who = &login.who;
    let mut connection = store.connect().await?;
    let tenant = connection.begin(who.organisation).await?;
    let today = local_date(clock.now(), &who.time_zone);
    visible_group(&tenant, who, group, today).await?.ok_or_else(|| Problem::new(ProblemKind::NotFound))?;
    drop(tenant);
    drop(connection);
    let organisation = who.organisation;
    let concerns = move |changed: &Changed| changed.organisation == organisation && changed.group == group;
    Ok(changes(&live, &stopped, query.page, concerns))
}

/// Authorises, reads, and writes down that it was seen; of a file whoever hands it out does.
async fn read(
    login: &CurrentLogin,
    (_, store, library, clock): &Parts,
    group: GroupId,
    query: &MeasureQuery,
    wanted: Wanted,
) -> Result<Read, Problem> {
    let (who, now) = (&login.who, clock.now());
    let today = local_date(now, &who.time_zone);
    let mut connection = store.connect().await?;
    let signals_enabled = who.signals_enabled;
    let tenant = connection.begin(who.organisation).await?;
    let row = visible_group(&tenant, who, group, today).await?;
    let row = row.ok_or_else(|| Problem::new(ProblemKind::NotFound))?;
    // Sent together: somebody waits for this.
    let (scales, scored, rates) = tokio::try_join!(
        async { scales_of(&tenant, library, group).await.map_err(Problem::from) },
        async { tenant.scored_instruments(group).await.map_err(Problem::from) },
        async { OwnRates::read(&tenant).await.map_err(Problem::from) },
    )?;
    let scale = query.choose(&scales, &scored).ok_or_else(|| Problem::new(ProblemKind::NothingToShow))?;
    let reading = read_group(&tenant, library, row, (&scale.instrument, &scale.id), today).await?;
    let look = query.look.look();
    let (climate, marks) = match look.chart {
        Chart::Climate => (
            session_climate(&tenant, library, group, signals_enabled).await?,
            therapist_marks(&tenant, who, &reading.group, today).await?,
        ),
        Chart::Course | Chart::Members | Chart::Change | Chart::Grid => (None, Vec::new()),
    };
    let (moments, doubt) = (Vec::new(), None);
    let mut read = Read { reading, scales, scale, signals_enabled, rates, look, climate, marks, moments, doubt, now };
    if wanted == Wanted::Page && read.leads(login) {
        read.moments = due_moments_of(&tenant, (group, &read.reading.plan), today).await?;
        let last = read.reading.sessions.last().map(|held| held.session.held_on);
        let begun = read.reading.group.started_on;
        read.doubt = StartDoubt::of(tenant.schedule(group).await?, (begun, last), today);
    }
    if wanted != Wanted::File {
        let event = AuditEvent::new(Actor::Account(who.account), "view-group").on("group", group.uuid());
        record(&tenant, &event, now);
    }
    tenant.commit().await?;
    Ok(read)
}

impl Read {
    fn shown<'a>(&'a self, library: &'a Library, login: &'a CurrentLogin) -> Result<Shown<'a>, Problem> {
        let missing = || Problem::new(ProblemKind::NothingToShow);
        let (instrument, score) = self.scale.definition(library).ok_or_else(missing)?;
        Ok(Shown {
            reading: &self.reading,
            instrument,
            score,
            scale: &self.scale,
            scales: &self.scales,
            library,
            signals_enabled: self.signals_enabled,
            rates: &self.rates,
            look: self.look,
            climate: self.climate.as_ref(),
            marks: &self.marks,
            opens_alerts: self.leads(login),
            zone: &login.who.time_zone,
            now: self.now,
        })
    }

    /// Whether this account leads the group, alone or together, or its team: it is told of the alerts and may change things.
    fn leads(&self, login: &CurrentLogin) -> bool {
        let of_team = login.who.overseen_team().is_some_and(|team| self.reading.group.team == Some(team));
        let leads = |row: &TherapistRow| row.account == login.who.account && row.part.leads();
        of_team || self.reading.therapists.iter().any(leads)
    }

    /// The chart with its own heading and colours.
    fn standing_alone(&self, layout: &Layout<'_>, library: &Library, login: &CurrentLogin) -> Result<String, Problem> {
        // A file may be shown to the group: what its therapists thought of a session is not in it.
        let pictured = Shown { marks: &[], ..self.shown(library, login)? }.picture(layout);
        pictured.picture.svg(Theme::Light, Size::SHEET).map_err(chart_problem)
    }
}
