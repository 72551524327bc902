//! The policy counters of the organisation: a year by quarter, growth since 2025, and the figures that growth starts from.
//! For team leads and administrators; nothing is shown by therapist or by client.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Query},
};
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;

use super::{
    chart_file::{self, Kind, chart_problem},
    counters_paper::sheet,
    counters_shown::{Shown, chart},
    frame::{Pages, html, see},
    own_form::OwnForm,
    views::{Layout, Section},
};
use crate::{
    access::{Actor, AuditEvent, record},
    charts::{Size, Theme, growth_svg},
    clock::{SharedClock, local_date},
    counters::{
        BaselineError, BaselineFigure, BaselineKey, Circle, Class, CountedYear, Counter, GROWING, Growth, MadeOn,
        Period, count_year, csv_text, enter_baseline, read_growth, remove_baseline, told, year_span,
    },
    print,
    store::{Store, Tenant},
    web::{CurrentLogin, Problem, ProblemKind},
};

/// Where the page is.
pub(super) const PAGE: &str = "/organisation/counters";

/// What every handler here extracts.
type Parts = (Data<Pages>, Data<Store>, Data<SharedClock>);

/// What is asked for, as it stands in the address; what cannot be read is as if it was not there.
#[derive(Deserialize)]
pub(super) struct CountersQuery {
    year: Option<String>,
    setting: Option<String>,
    measure: Option<String>,
    not_saved: Option<String>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) year: i16,
    pub(super) class: Class,
    pub(super) measure: Counter,
}

impl Asked {
    fn of(query: &CountersQuery, today: Date) -> Self {
        let year = query.year.as_deref().and_then(|year| year.parse().ok());
        let class = query.setting.as_deref().and_then(|word| word.parse().ok());
        let measure = query.measure.as_deref().and_then(|word| word.parse().ok());
        Self {
            year: year.filter(|year| year_span(*year).is_ok() && *year <= today.year()).unwrap_or_else(|| today.year()),
            class: class.unwrap_or(Class::All),
            measure: measure.filter(|counter| GROWING.contains(counter)).unwrap_or(GROWING[0]),
        }
    }

    /// The query that asks the same.
    pub(super) fn query(self) -> String {
        format!("year={}&setting={}&measure={}", self.year, self.class.word(), self.measure.word())
    }
}

/// A year and, where that is asked for, its growth.
pub(super) struct Found {
    pub(super) asked: Asked,
    pub(super) counted: CountedYear,
    pub(super) growth: Growth,
    pub(super) today: Date,
}

/// `GET /organisation/counters`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<CountersQuery>,
) -> Result<HttpResponse, Problem> {
    let layout = parts.0.layout(&request, Some(&login), Section::Organisation);
    let found = read(&login, &parts, &query, "view-counters").await?;
    let shown = Shown { found: &found, role: login.who.role, zone: &login.who.time_zone };
    html(&shown.page(layout, query.not_saved.is_some())?)
}

/// `GET /organisation/counters.csv`: every figure of the year, small numbers hidden.
pub(super) async fn csv(
    login: CurrentLogin,
    parts: Parts,
    query: Query<CountersQuery>,
) -> Result<HttpResponse, Problem> {
    let today = local_date(parts.2.now(), &login.who.time_zone);
    let asked = Asked::of(&query, today);
    let span = year_span(asked.year).map_err(|error| Problem::internal(&error))?;
    let mut connection = parts.1.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let counted = count_year(&tenant, span).await?;
    note(&tenant, &login, "download-counters", parts.2.now());
    tenant.commit().await?;
    let made = MadeOn { year: counted.year, day: today, open: counted.rests_on.open };
    let text = csv_text(made, &told(&counted.grid, Circle::Outside));
    let name = format!("attachment; filename=\"peil-beleidscijfers-{}.csv\"", counted.year);
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(text))
}

/// `GET /organisation/counters.pdf`: the same on a sheet, of one class of settings.
pub(super) async fn pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<CountersQuery>,
) -> Result<HttpResponse, Problem> {
    let layout = parts.0.layout(&request, Some(&login), Section::Organisation);
    let found = read(&login, &parts, &query, "download-counters").await?;
    let (pages, language) = (parts.0.clone(), layout.language);
    let sheet = sheet(&found, &layout)?;
    let left_out = move |number: usize| pages.plain_layout(language, "/").t1("counters-left-out", "number", number);
    let printed = actix_web::web::block(move || print::pdf(&sheet, left_out)).await;
    let bytes = printed.map_err(|error| Problem::internal(&error))?.map_err(|error| Problem::internal(&error))?;
    let name = format!("inline; filename=\"peil-beleidscijfers-{}.pdf\"", found.counted.year);
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(bytes))
}

/// `GET /organisation/counters/chart.svg`
pub(super) async fn chart_svg(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<CountersQuery>,
) -> Result<HttpResponse, Problem> {
    file(Kind::Svg, &request, &login, &parts, &query).await
}

/// `GET /organisation/counters/chart.png`
pub(super) async fn chart_png(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<CountersQuery>,
) -> Result<HttpResponse, Problem> {
    file(Kind::Png, &request, &login, &parts, &query).await
}

/// `GET /organisation/counters/chart.pdf`
pub(super) async fn chart_pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<CountersQuery>,
) -> Result<HttpResponse, Problem> {
    file(Kind::Pdf, &request, &login, &parts, &query).await
}

/// The picture of growth as a file; there is none without a baseline.
async fn file(
    kind: Kind,
    request: &HttpRequest,
    login: &CurrentLogin,
    parts: &Parts,
    query: &CountersQuery,
) -> Result<HttpResponse, Problem> {
    let layout = parts.0.layout(request, Some(login), Section::Organisation);
    let found = read(login, parts, query, "download-counters").await?;
    let view = chart(&found.growth.told(Circle::Outside), found.asked.year, &layout)
        .ok_or_else(|| Problem::new(ProblemKind::NothingToShow))?;
    let svg = growth_svg(&view, Theme::Light, Size::SHEET).map_err(chart_problem)?;
    chart_file::file(kind, "peil-groei", svg, layout.language).await
}

/// Counts, and writes down that it was seen.
async fn read(
    login: &CurrentLogin,
    (_, store, clock): &Parts,
    query: &CountersQuery,
    action: &'static str,
) -> Result<Found, Problem> {
    let today = local_date(clock.now(), &login.who.time_zone);
    let asked = Asked::of(query, today);
    let span = year_span(asked.year).map_err(|error| Problem::internal(&error))?;
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let counted = count_year(&tenant, span).await?;
    let growth = read_growth(&tenant, (asked.measure, asked.class), &counted, today).await?;
    note(&tenant, login, action, clock.now());
    tenant.commit().await?;
    Ok(Found { asked, counted, growth, today })
}

fn note(tenant: &Tenant<'_>, login: &CurrentLogin, action: &'static str, now: Timestamp) {
    record(tenant, &AuditEvent::new(Actor::Account(login.who.account), action), now);
}

/// What the forms of the baseline send.
#[derive(Deserialize)]
pub(super) struct BaselineForm {
    counter: String,
    period: String,
    setting: String,
    value: Option<String>,
    year: Option<String>,
}

impl BaselineForm {
    fn key(&self) -> Result<(Counter, Period, Class), Problem> {
        let malformed = || Problem::new(ProblemKind::MalformedBody);
        let counter = self.counter.parse().map_err(|_| malformed())?;
        let period = self.period.parse().map_err(|_| malformed())?;
        let class = self.setting.parse().map_err(|_| malformed())?;
        Ok((counter, period, class))
    }

    /// The page of the same year, and what was entered in view.
    fn back(&self, said: &str) -> HttpResponse {
        let year: String = self.year.iter().flat_map(|year| year.chars()).filter(char::is_ascii_digit).collect();
        let (setting, measure) = match self.key() {
            Ok((counter, _, class)) => (class, counter),
            Err(_) => (Class::All, GROWING[0]),
        };
        see(&format!("{PAGE}?year={year}&setting={}&measure={}{said}#baseline", setting.word(), measure.word()))
    }
}

/// `POST /organisation/counters/baseline`: enters a figure of the baseline year.
pub(super) async fn enter(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    form: OwnForm<BaselineForm>,
) -> Result<HttpResponse, Problem> {
    let form = form.0;
    let (counter, period, class) = form.key()?;
    let key = BaselineKey::new(counter, period, class).map_err(refused)?;
    let figure = match BaselineFigure::read(key, form.value.as_deref().unwrap_or("")) {
        Ok(figure) => figure,
        Err(BaselineError::Value) => return Ok(form.back("&not_saved=value")),
        Err(error) => return Err(refused(error)),
    };
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    enter_baseline(&tenant, figure, Some(login.who.account), clock.now()).await.map_err(refused)?;
    tenant.commit().await?;
    Ok(form.back(""))
}

/// `POST /organisation/counters/baseline/remove`: takes a figure back.
pub(super) async fn remove(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    form: OwnForm<BaselineForm>,
) -> Result<HttpResponse, Problem> {
    let form = form.0;
    let (counter, period, class) = form.key()?;
    let key = BaselineKey::new(counter, period, class).map_err(refused)?;
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    remove_baseline(&tenant, key, Some(login.who.account), clock.now()).await.map_err(refused)?;
    tenant.commit().await?;
    Ok(form.back(""))
}

fn refused(error: BaselineError) -> Problem {
    match error {
        BaselineError::Store(error) => error.into(),
        error => Problem::new(ProblemKind::MalformedBody).with_detail(error.to_string()),
    }
}

/// A figure as a page of this language writes it; a dash where it is not known.
pub(super) fn written(value: Option<f64>, counter: Counter, layout: &Layout<'_>) -> Option<String> {
    use super::views::format;
    let digits = counter.unit().digits();
    value.map(|value| match digits {
        0 => format::count(layout.language, value.round() as u64),
        _ => format::decimal(layout.language, value, digits),
    })
}
