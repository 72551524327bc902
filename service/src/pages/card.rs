//! A client's own card, to show or to print: the own line, what was to be expected, the own goals, one sentence. Nothing of
//! anybody else, and nothing that is meant for therapists.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Path, Query},
};
use uuid::Uuid;

use super::{
    card_chart::{OwnChart, own_chart},
    chart_file::{self, Kind, chart_problem},
    frame::{Pages, html},
    group::MeasureQuery,
    measure::{Scale, scales_of, short_label},
    session::led_group,
    views::{CardPage, Layout, Section, format},
};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::{MemberCourse, member_course},
    charts::{Size, Theme, client_course_svg},
    clock::{SharedClock, local_date},
    domain::{GroupId, MembershipId},
    print::{self, Block, Content, Letters, Rank, Sheet},
    store::{GoalRow, Store},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// The instrument for own goals.
const GOALS: &str = "peil-goals";
/// Goals that it asks for.
const MOST_GOALS: u8 = 3;

/// What every handler here extracts.
type Parts = (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>);

/// Everything that the card tells of one client.
struct Read {
    group: GroupId,
    course: MemberCourse,
    scale: Scale,
    goals: Vec<GoalRow>,
    today: jiff::civil::Date,
}

/// `GET /groups/{group_id}/members/{membership_id}/card`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    let read = read(&login, &parts, path.into_inner(), &query, Some("view-card")).await?;
    let layout = parts.0.layout(&request, Some(&login), Section::Groups);
    html(&read.page(&parts.2, layout)?)
}

/// `GET /groups/{group_id}/members/{membership_id}/card.pdf`
pub(super) async fn pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    let read = read(&login, &parts, path.into_inner(), &query, None).await?;
    let layout = parts.0.layout(&request, Some(&login), Section::Groups);
    let sheet = read.sheet(&parts.2, &layout)?;
    let printed = actix_web::web::block(move || print::pdf(&sheet, |_| String::new())).await;
    let bytes = printed.map_err(|error| Problem::internal(&error))?.map_err(|error| Problem::internal(&error))?;
    let name = (header::CONTENT_DISPOSITION, "inline; filename=\"peil-kaart.pdf\"");
    let made = HttpResponse::Ok().content_type("application/pdf").insert_header(name).body(bytes);
    chart_file::handed_out(made, (&parts.1, &parts.3, &login), &read.downloaded(&login)).await
}

/// `GET /groups/{group_id}/members/{membership_id}/card/chart.svg`
pub(super) async fn chart_svg(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    picture(Kind::Svg, &request, &login, &parts, (path.into_inner(), &query)).await
}

/// `GET /groups/{group_id}/members/{membership_id}/card/chart.png`
pub(super) async fn chart_png(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    picture(Kind::Png, &request, &login, &parts, (path.into_inner(), &query)).await
}

/// `GET /groups/{group_id}/members/{membership_id}/card/chart.pdf`
pub(super) async fn chart_pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    query: Query<MeasureQuery>,
) -> Result<HttpResponse, Problem> {
    picture(Kind::Pdf, &request, &login, &parts, (path.into_inner(), &query)).await
}

/// The own line as a file.
async fn picture(
    kind: Kind,
    request: &HttpRequest,
    login: &CurrentLogin,
    parts: &Parts,
    (path, query): ((Uuid, Uuid), &MeasureQuery),
) -> Result<HttpResponse, Problem> {
    let read = read(login, parts, path, query, None).await?;
    let layout = parts.0.layout(request, Some(login), Section::Groups);
    let own = read.chart(&parts.2, &layout)?;
    let view = crate::charts::ClientCourse { subtitle: own.reading.join(" "), ..own.view };
    let svg = client_course_svg(&view, Theme::Light, Size::SHEET).map_err(chart_problem)?;
    let made = chart_file::file(kind, "peil-kaart", svg, layout.language).await?;
    chart_file::handed_out(made, (&parts.1, &parts.3, login), &read.downloaded(login)).await
}

/// Authorises, reads, and writes down whose card was seen; of a file whoever hands it out does. It is for those who lead: the goals are the client's own words.
async fn read(
    login: &CurrentLogin,
    (_, store, library, clock): &Parts,
    (group, member): (Uuid, Uuid),
    query: &MeasureQuery,
    action: Option<&'static str>,
) -> Result<Read, Problem> {
    let (who, now, missing) = (&login.who, clock.now(), || Problem::new(ProblemKind::NotFound));
    let mut connection = store.connect().await?;
    let signals_enabled = who.signals_enabled;
    let tenant = connection.begin(who.organisation).await?;
    let group = led_group(&tenant, login, group.into(), now).await?;
    let member = tenant.membership(MembershipId::from(member)).await?;
    let member = member.filter(|row| row.group == group.id).ok_or_else(missing)?;
    let scales = scales_of(&tenant, library, group.id).await?;
    let scored = tenant.scored_instruments(group.id).await?;
    let scale = query.choose(&scales, &scored).ok_or_else(|| Problem::new(ProblemKind::NothingToShow))?;
    let mut goals = tenant.group_goals(group.id, GOALS).await?;
    goals.retain(|goal| goal.membership == member.id);
    let of_scale = (scale.instrument.as_str(), scale.id.as_str());
    let course = member_course(&tenant, library, (&group, member), of_scale, signals_enabled).await?;
    let read = Read { group: group.id, course, scale, goals, today: local_date(now, &who.time_zone) };
    if let Some(action) = action {
        record(&tenant, &read.event(login, action), now);
    }
    tenant.commit().await?;
    Ok(read)
}

impl Read {
    fn event(&self, login: &CurrentLogin, action: &'static str) -> AuditEvent {
        AuditEvent::new(Actor::Account(login.who.account), action).on("membership", self.course.membership.id.uuid())
    }

    /// What is written down of a file.
    fn downloaded(&self, login: &CurrentLogin) -> AuditEvent {
        self.event(login, "download-card")
    }

    fn page<'l>(&self, library: &OwnLibrary, layout: Layout<'l>) -> Result<CardPage<'l>, Problem> {
        let own = self.chart(library, &layout)?;
        let small = crate::charts::ClientCourse { id: "card-small".to_owned(), ..own.view.clone() };
        let svg = |view, size| client_course_svg(view, Theme::Inherit, size).map_err(chart_problem);
        let back = format!("/groups/{}/members/{}", self.group, self.course.membership.id);
        let measure = self.scale.word();
        Ok(CardPage {
            pseudonym: self.course.membership.pseudonym.clone(),
            day: format::day(layout.texts, layout.language, self.today),
            svg: svg(&own.view, CARD)?,
            small_svg: svg(&small, SMALL)?,
            sentence: own.sentence,
            reading: own.reading,
            numbers: own.numbers,
            files: chart_file::links(&format!("{back}/card"), &format!("measure={measure}")),
            goals: self.goals(&layout),
            pdf_href: format!("{back}/card.pdf?measure={measure}"),
            back_href: format!("{back}?measure={measure}"),
            layout,
        })
    }

    fn sheet(&self, library: &OwnLibrary, layout: &Layout<'_>) -> Result<Sheet, Problem> {
        let own = self.chart(library, layout)?;
        let day = format::day(layout.texts, layout.language, self.today);
        let svg = client_course_svg(&own.view, Theme::Light, CARD).map_err(chart_problem)?;
        let picture = Content::Picture { svg, heard: own.view.description.clone() };
        let mut blocks =
            vec![Block { content: picture, rank: Rank::Must }, Block::line(Rank::Must, "", own.reading.join(" "))];
        let goals = self.goals(layout);
        if !goals.is_empty() {
            blocks.push(Block::heading(layout.t("card-goals")));
        }
        blocks.extend(goals.into_iter().map(|(goal, near)| Block::line(Rank::Must, goal, near.unwrap_or_default())));
        Ok(Sheet {
            title: own.sentence,
            subtitle: format!("{} · {day}", layout.t1("card-title", "name", self.course.membership.pseudonym.clone())),
            footer: layout.t("card-footer"),
            language: layout.language.word(),
            // It is read by a client of any age, with his own glasses.
            letters: Letters::Large,
            blocks,
        })
    }

    fn chart(&self, library: &OwnLibrary, layout: &Layout<'_>) -> Result<OwnChart, Problem> {
        let (_, score) = self.scale.definition(library).ok_or_else(|| Problem::new(ProblemKind::NothingToShow))?;
        let measure = short_label(&self.scale, library, layout.language);
        Ok(own_chart(&self.course, score, layout, &measure))
    }

    /// The goals as the client wrote them last, each with how near it is.
    fn goals(&self, layout: &Layout<'_>) -> Vec<(String, Option<String>)> {
        let of = |item: String| self.goals.iter().find(|row| row.item == item);
        let goal = |place: u8| {
            let words = of(format!("goal{place}"))?.written.clone()?;
            let near = of(format!("near{place}")).and_then(|row| row.near);
            let near = near.map(|near| super::group_chart::numerals(layout.language).write(near, 1));
            Some((words, near.map(|near| layout.t1("card-near", "near", near))))
        };
        (1..=MOST_GOALS).filter_map(goal).collect()
    }
}

/// On paper one of its units is a point, so that its letters are of 13 points; on a screen, where it is as wide as the card,
/// they are of 18 pixels and more.
const CARD: Size = Size { width: 500, height: 280, ..Size::CARD };
/// The same on a telephone.
const SMALL: Size = Size { width: 244, height: 290, ..Size::PHONE };
