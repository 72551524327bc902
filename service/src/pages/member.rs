//! One member's page: the course on one scale, and the picture as a file.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Query},
};
use jiff::civil::Date;
use uuid::Uuid;

use super::{
    chart_file::{self, Kind, chart_problem},
    frame::{Pages, html},
    group::MeasureQuery,
    group_panel::change_of,
    measure::{Scale, scales_of, short_label, tabs},
    member_chart::{by_week, client_course, marks},
    member_pair::pair_view,
    views::{Choice, EndingForm, Layout, Measure, MemberChart, MemberPage, Section, format},
};
use crate::{
    access::{Actor, AuditEvent, leads_group, record, visible_group},
    analyse::{MemberCourse, NoExpectedCourse, PAIR, PairSummary, member_course, pair_summary},
    charts::{ClientCourse, Size, Theme, TimeAxis, client_course_svg},
    clock::{SharedClock, local_date},
    domain::{GroupId, MembershipId},
    store::{GroupRow, Store},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// What a handler reads before it shows anything.
struct Read {
    group: GroupRow,
    course: MemberCourse,
    /// The change over two questionnaires, where the scale is of these.
    pair: Option<PairSummary>,
    scales: Vec<Scale>,
    scale: Scale,
    time: TimeAxis,
    leads: bool,
    /// Today, for who may end the stay.
    may_end: Option<Date>,
}

/// What every handler here extracts.
type Parts = (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>);

/// `GET /groups/{group_id}/members/{membership_id}`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    let read = read(&login, &parts, path.into_inner(), &query, Some("view-member")).await?;
    let layout = parts.0.layout(&request, Some(&login), Section::Groups);
    let own = format!("/groups/{}/members/{}", read.group.id, read.course.membership.id);
    html(&MemberPage {
        group_id: read.group.id.to_string(),
        group_name: read.group.name.clone(),
        scale: read.scale.word(),
        pseudonym: read.course.membership.pseudonym.clone(),
        case_href: read.leads.then(|| format!("{own}/case.pdf?measure={}", read.scale.word())),
        card_href: read.leads.then(|| format!("{own}/card?measure={}", read.scale.word())),
        stay: stay(&read.course, &layout),
        ending: read.may_end.map(|today| EndingForm {
            membership_id: read.course.membership.id.to_string(),
            first: read.course.membership.joined_on.min(today).to_string(),
            today: today.to_string(),
        }),
        measures: tabs(&read.scales, &read.scale, &own, &parts.2, layout.language),
        change: change_of(&read.course.verdict, layout.language),
        pair: read.pair.as_ref().map(|pair| pair_view(pair, &parts.2, &layout)),
        chart: read.chart(&parts.2, &layout, &own)?,
        no_expected: read.course.no_expected.and_then(|reason| without(reason, &layout)),
        layout,
    })
}

/// `GET /groups/{group_id}/members/{membership_id}/chart.svg`
pub(super) async fn chart_svg(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    picture(Kind::Svg, &request, &login, &parts, (path.into_inner(), &query)).await
}

/// `GET /groups/{group_id}/members/{membership_id}/chart.png`
pub(super) async fn chart_png(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    picture(Kind::Png, &request, &login, &parts, (path.into_inner(), &query)).await
}

/// `GET /groups/{group_id}/members/{membership_id}/chart.pdf`
pub(super) async fn chart_pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    picture(Kind::Pdf, &request, &login, &parts, (path.into_inner(), &query)).await
}

/// The chart as a file.
async fn picture(
    kind: Kind,
    request: &HttpRequest,
    login: &CurrentLogin,
    parts: &Parts,
    (path, query): ((Uuid, Uuid), &MeasureQuery),
) -> Result<HttpResponse, Problem> {
    let read = read(login, parts, path, query, None).await?;
    let layout = parts.0.layout(request, Some(login), Section::Groups);
    let svg = read.standing_alone(&parts.2, &layout)?;
    let made = chart_file::file(kind, "peil-lid", svg, layout.language).await?;
    let event = AuditEvent::new(Actor::Account(login.who.account), "download-member-chart");
    let event = event.on("membership", read.course.membership.id.uuid());
    chart_file::handed_out(made, (&parts.1, &parts.3, login), &event).await
}

/// Authorises, reads, and writes down whose course was seen; of a file whoever hands it out does.
async fn read(
    login: &CurrentLogin,
    (_, store, library, clock): &Parts,
    (group, member): (Uuid, Uuid),
    query: &MeasureQuery,
    action: Option<&'static str>,
) -> Result<Read, Problem> {
    let (who, now, missing) = (&login.who, clock.now(), || Problem::new(ProblemKind::NotFound));
    let (group, member) = (GroupId::from(group), MembershipId::from(member));
    let mut connection = store.connect().await?;
    let signals_enabled = who.signals_enabled;
    let tenant = connection.begin(who.organisation).await?;
    let today = local_date(now, &who.time_zone);
    let group = visible_group(&tenant, who, group, today).await?.ok_or_else(missing)?;
    let member = tenant.membership(member).await?.filter(|row| row.group == group.id).ok_or_else(missing)?;
    let scales = scales_of(&tenant, library, group.id).await?;
    let scored = tenant.scored_instruments(group.id).await?;
    let scale = query.choose(&scales, &scored).ok_or_else(|| Problem::new(ProblemKind::NothingToShow))?;
    let seen =
        action.map(|action| AuditEvent::new(Actor::Account(who.account), action).on("membership", member.id.uuid()));
    let leads = leads_group(&tenant, who, &group, today).await?;
    let may_end = (member.left_on.is_none() && leads).then_some(today);
    let course =
        member_course(&tenant, library, (&group, member), (&scale.instrument, &scale.id), signals_enabled).await?;
    let pair = match PAIR.contains(&(&*scale.instrument, &*scale.id)) {
        true => pair_summary(&tenant, library, (group.id, course.membership.id)).await?,
        false => None,
    };
    if let Some(event) = seen {
        record(&tenant, &event, now);
    }
    tenant.commit().await?;
    Ok(Read { group, course, pair, scales, scale, time: query.look.look().switches.time, leads, may_end })
}

impl Read {
    fn chart(&self, library: &OwnLibrary, layout: &Layout<'_>, own: &str) -> Result<Option<MemberChart>, Problem> {
        let measure = short_label(&self.scale, library, layout.language);
        let (view, sentences) = self.view(library, layout, &measure)?;
        let small = ClientCourse { id: "member-course-small".to_owned(), ..view.clone() };
        if view.is_empty() {
            return Ok(None);
        }
        Ok(Some(MemberChart {
            svg: client_course_svg(&view, Theme::Inherit, Size::CARD).map_err(chart_problem)?,
            small_svg: client_course_svg(&small, Theme::Inherit, Size::PHONE).map_err(chart_problem)?,
            marks: marks(&self.course, layout),
            choices: self.choices(own, layout),
            files: chart_file::links(own, &self.query(self.time)),
            table: view.table(),
            title: view.title,
            key: view.subtitle,
            sentences,
        }))
    }

    /// The chart with its own heading and colours.
    fn standing_alone(&self, library: &OwnLibrary, layout: &Layout<'_>) -> Result<String, Problem> {
        let measure = short_label(&self.scale, library, layout.language);
        let (view, _) = self.view(library, layout, &measure)?;
        client_course_svg(&view, Theme::Light, Size::SHEET).map_err(chart_problem)
    }

    /// The course as it is looked at, and its sentences.
    fn view(
        &self,
        library: &OwnLibrary,
        layout: &Layout<'_>,
        measure: &str,
    ) -> Result<(ClientCourse, Vec<String>), Problem> {
        let (_, score) = self.definition(library)?;
        let (view, sentences) = client_course(&self.course, score, layout, measure);
        Ok(match self.time {
            TimeAxis::Session => (view, sentences),
            TimeAxis::Week => (by_week(view, &self.course, layout), sentences),
        })
    }

    /// What an address says to look at it so.
    fn query(&self, time: TimeAxis) -> String {
        let week = if time == TimeAxis::Week { "&time=week" } else { "" };
        format!("measure={}{week}", self.scale.word())
    }

    /// Time by session or by week, as links. One visit stands the same both ways.
    fn choices(&self, own: &str, layout: &Layout<'_>) -> Vec<Choice> {
        let days = |course: &MemberCourse| Some(course.visits.first()?.on < course.visits.last()?.on);
        if days(&self.course) != Some(true) {
            return Vec::new();
        }
        let link = |(key, time): (&str, TimeAxis)| Measure {
            label: layout.t(key),
            href: format!("{own}?{}", self.query(time)),
            current: time == self.time,
        };
        let times = [("look-time-session", TimeAxis::Session), ("look-time-week", TimeAxis::Week)];
        vec![Choice { label: layout.t("look-time"), options: times.map(link).into() }]
    }

    fn definition<'l>(
        &self,
        library: &'l OwnLibrary,
    ) -> Result<(&'l peil_questionnaires::Instrument, &'l peil_questionnaires::Score), Problem> {
        self.scale.definition(library).ok_or_else(|| Problem::new(ProblemKind::NothingToShow))
    }
}

/// From when to when somebody was in the group.
fn stay(course: &MemberCourse, layout: &Layout<'_>) -> String {
    let day = |date: Date| format::day(layout.texts, layout.language, date);
    let from = day(course.membership.joined_on);
    match course.membership.left_on {
        None => layout.t1("member-since", "from", from),
        Some(left) => layout.t2("member-was", "from", from, "until", day(left)),
    }
}

/// Why nothing is expected, when there is something to say.
fn without(reason: NoExpectedCourse, layout: &Layout<'_>) -> Option<String> {
    match reason {
        NoExpectedCourse::NotAnOutcome => None,
        NoExpectedCourse::SignalsOff => Some(layout.t("member-expected-off")),
        NoExpectedCourse::TooFewCourses { courses, needed } => {
            Some(layout.t2("member-expected-too-few", "courses", courses, "needed", needed))
        }
        NoExpectedCourse::NotFitted => Some(layout.t("member-expected-not-fitted")),
    }
}
