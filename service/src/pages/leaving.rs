//! Who leaves, by kind of group: how stays ended, and what the model that foretells it rests on. For those who work with
//! signals and who answer for them.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Query},
};
use serde::Deserialize;

use super::{
    chart_file::{self, Kind, chart_problem},
    frame::{Pages, html},
    group_chart::numerals,
    leaving_trial,
    views::{Layout, LeavingCard, LeavingPage, LeavingPicture, Section, format},
};
use crate::{
    access::{Actor, AuditEvent, record},
    charts::{Leaving, LeavingCurve, LeavingPoint, Numerals, Size, Theme, Way, leaving_svg},
    clock::{SharedClock, local_date},
    signals::{
        ENOUGH_AT_RISK, ENOUGH_ENDED, Endings, LeavingModel, LeavingOfKind, LeavingStep, Share, leaving_by_kind,
        leaving_model,
    },
    store::Store,
    web::{CurrentLogin, Problem, ProblemKind},
};

/// The ways in which stays end, as they are told.
const WAYS: [Way; 4] = [Way::Dropout, Way::Planned, Way::Agreed, Way::Other];

/// What every handler here extracts.
type Parts = (Data<Pages>, Data<Store>, Data<SharedClock>);

/// Which kind of group a file is about, as in addresses.
#[derive(Deserialize)]
pub(super) struct KindQuery {
    kind: String,
}

/// How stays ended, and what the model rests on.
type Found = (Vec<LeavingOfKind>, LeavingModel);

/// `GET /signals/dropout`
pub(super) async fn page(request: HttpRequest, login: CurrentLogin, parts: Parts) -> Result<HttpResponse, Problem> {
    let layout = parts.0.layout(&request, Some(&login), Section::None);
    let found = read(&login, &parts, Some("view-dropout")).await?;
    let kinds = found.iter().flat_map(|(kinds, _)| kinds);
    let cards = kinds.map(|kind| card(kind, &layout)).collect::<Result<_, _>>()?;
    let model = found.as_ref().map(|(_, model)| model);
    html(&LeavingPage {
        enabled: found.is_some(),
        trial: model.and_then(|model| leaving_trial::card(model, &layout)),
        model: model.map_or_else(Vec::new, |model| of_model(model, &login.who.time_zone, &layout)),
        cards,
        layout,
    })
}

/// `GET /signals/dropout/chart.svg`
pub(super) async fn chart_svg(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<KindQuery>,
) -> Result<HttpResponse, Problem> {
    file(Kind::Svg, &request, &login, &parts, &query).await
}

/// `GET /signals/dropout/chart.png`
pub(super) async fn chart_png(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<KindQuery>,
) -> Result<HttpResponse, Problem> {
    file(Kind::Png, &request, &login, &parts, &query).await
}

/// `GET /signals/dropout/chart.pdf`
pub(super) async fn chart_pdf(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<KindQuery>,
) -> Result<HttpResponse, Problem> {
    file(Kind::Pdf, &request, &login, &parts, &query).await
}

/// The curves of one kind of group as a file; there is none where the page shows none.
async fn file(
    kind: Kind,
    request: &HttpRequest,
    login: &CurrentLogin,
    parts: &Parts,
    query: &KindQuery,
) -> Result<HttpResponse, Problem> {
    let layout = parts.0.layout(request, Some(login), Section::None);
    let found = read(login, parts, None).await?;
    let of = found.iter().flat_map(|(kinds, _)| kinds).find(|of| of.kind.word() == query.kind);
    let (of, last) =
        of.and_then(|of| Some((of, of.steps.last()?))).ok_or_else(|| Problem::new(ProblemKind::NothingToShow))?;
    let view = view(of, last, &layout);
    // Outside its page the picture says of which groups it is.
    let subtitle = format!("{}. {}", capital(&layout.label("kind", of.kind.word())), view.subtitle);
    let svg = leaving_svg(&Leaving { subtitle, ..view }, Theme::Light, Size::SHEET).map_err(chart_problem)?;
    let made = chart_file::file(kind, "peil-stoppen", svg, layout.language).await?;
    let event = AuditEvent::new(Actor::Account(login.who.account), "download-dropout");
    chart_file::handed_out(made, (&parts.1, &parts.2, login), &event).await
}

/// Reads, and writes down that it was seen; of a file whoever hands it out does. Nothing where the module is switched off.
async fn read(
    login: &CurrentLogin,
    (_, store, clock): &Parts,
    action: Option<&'static str>,
) -> Result<Option<Found>, Problem> {
    let mut connection = store.connect().await?;
    let enabled = login.who.signals_enabled;
    let tenant = connection.begin(login.who.organisation).await?;
    // Switched off nothing is computed.
    let found = match enabled {
        true => Some((leaving_by_kind(&tenant, clock.now()).await?, leaving_model(&tenant).await?)),
        false => None,
    };
    if let Some(action) = action {
        record(&tenant, &AuditEvent::new(Actor::Account(login.who.account), action), clock.now());
    }
    tenant.commit().await?;
    Ok(found)
}

/// What the model rests on, what it leaves out, and what nobody can set.
fn of_model(model: &LeavingModel, zone: &str, layout: &Layout<'_>) -> Vec<String> {
    let fixed = layout.filled(
        "leaving-fixed",
        &[
            ("absences", &model.definition.absences),
            ("weeks", &format::decimal(layout.language, model.definition.weeks, 0)),
            ("ended", &model.ended_needed),
            ("dropouts", &model.dropouts_needed),
        ],
    );
    vec![rests_on(model, zone, layout), layout.t("leaving-known"), layout.t("leaving-unknown"), fixed]
}

/// What the model rests on, or what it still waits for.
fn rests_on(model: &LeavingModel, zone: &str, layout: &Layout<'_>) -> String {
    match model.fitted_at {
        Some(at) => {
            let day = format::day(layout.texts, layout.language, local_date(at, zone));
            layout.t3("leaving-model", "ended", model.ended, "dropouts", model.dropouts, "day", day)
        }
        None if model.failed => layout.t2("leaving-failed", "ended", model.ended, "dropouts", model.dropouts),
        None if model.ended >= model.ended_needed && model.dropouts >= model.dropouts_needed => {
            layout.t2("leaving-not-yet", "ended", model.ended, "dropouts", model.dropouts)
        }
        None => layout.filled(
            "leaving-no-model",
            &[
                ("ended", &model.ended),
                ("dropouts", &model.dropouts),
                ("ended-needed", &model.ended_needed),
                ("dropouts-needed", &model.dropouts_needed),
            ],
        ),
    }
}

fn card(of: &LeavingOfKind, layout: &Layout<'_>) -> Result<LeavingCard, Problem> {
    let picture = match of.steps.last() {
        Some(last) => Some(picture(of, last, layout)?),
        None => None,
    };
    let endings = of.endings;
    let ways = WAYS.map(|way| (word(way), stays(&endings, way)));
    let ways = ways.into_iter().chain([("running", endings.running)]);
    Ok(LeavingCard {
        id: format!("leaving-{}", of.kind.word().replace('_', "-")),
        kind: capital(&layout.label("kind", of.kind.word())),
        few: layout.t2("leaving-few", "ended", endings.ended(), "needed", ENOUGH_ENDED),
        counts: ways.map(|(way, stays)| (layout.label("leaving-count", way), stays)).collect(),
        picture,
    })
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn picture(of: &LeavingOfKind, last: &LeavingStep, layout: &Layout<'_>) -> Result<LeavingPicture, Problem> {
    let view = view(of, last, layout);
    let small = Leaving { id: format!("{}-small", view.id), ..view.clone() };
    let write = |share: &Share| cell(view.numerals, share);
    Ok(LeavingPicture {
        title: view.title.clone(),
        key: view.subtitle.clone(),
        files: chart_file::links("/signals/dropout", &format!("kind={}", of.kind.word())),
        svg: leaving_svg(&view, Theme::Inherit, Size::CARD).map_err(chart_problem)?,
        small_svg: leaving_svg(&small, Theme::Inherit, Size::PHONE).map_err(chart_problem)?,
        table: view.table(),
        still_there: of.steps.iter().map(|step| write(&step.still_there)).collect(),
    })
}

fn view(of: &LeavingOfKind, last: &LeavingStep, layout: &Layout<'_>) -> Leaving {
    let numerals = numerals(layout.language);
    let hundredths = |share: f64| numerals.write(100.0 * share, 0);
    let title = match last.dropout.lower.zip(last.dropout.upper) {
        Some((lower, upper)) => layout.filled(
            "leaving-title-of-kind",
            &[
                ("percent", &hundredths(last.dropout.estimate)),
                ("lower", &hundredths(lower)),
                ("upper", &hundredths(upper)),
                ("sessions", &(last.session as usize)),
            ],
        ),
        // At an end of the scale there is no interval to tell.
        None if of.endings.dropout > 0 => layout.t1("leaving-everybody", "sessions", last.session as usize),
        None => {
            layout.t2("leaving-nobody", "ended", of.endings.ended(), "upper", hundredths(of.endings.highest_of_none()))
        }
    };
    let point = |step: &LeavingStep, share: Share| LeavingPoint {
        session: step.session,
        share: 100.0 * share.estimate,
        interval: share.lower.zip(share.upper).map(|(lower, upper)| (100.0 * lower, 100.0 * upper)),
    };
    // A way in which nobody ended has no staircase; dropping out is told also when nobody did.
    let curves = WAYS.into_iter().filter(|way| *way == Way::Dropout || stays(&of.endings, *way) > 0);
    let curves = curves.map(|way| LeavingCurve {
        way,
        label: layout.label("leaving-way", word(way)),
        points: of.steps.iter().map(|step| point(step, share(step, way))).collect(),
    });
    let subtitle = layout.t2("leaving-key", "stays", of.endings.stays, "fewest", ENOUGH_AT_RISK);
    Leaving {
        id: format!("leaving-{}-chart", of.kind.word().replace('_', "-")),
        description: format!("{title} {subtitle}"),
        title,
        subtitle,
        scale_label: layout.t("leaving-axis"),
        session_label: layout.t("chart-session"),
        at_risk_label: layout.t("leaving-at-risk"),
        at_risk: of.steps.iter().map(|step| (step.session, step.at_risk)).collect(),
        curves: curves.collect(),
        nothing_yet: layout.t("chart-none-title"),
        numerals,
    }
}

fn word(way: Way) -> &'static str {
    match way {
        Way::Dropout => "dropout",
        Way::Planned => "planned",
        Way::Agreed => "agreed",
        Way::Other => "other",
    }
}

fn stays(endings: &Endings, way: Way) -> usize {
    match way {
        Way::Dropout => endings.dropout,
        Way::Planned => endings.planned,
        Way::Agreed => endings.agreed,
        Way::Other => endings.other,
    }
}

fn share(step: &LeavingStep, way: Way) -> Share {
    match way {
        Way::Dropout => step.dropout,
        Way::Planned => step.planned,
        Way::Agreed => step.agreed,
        Way::Other => step.other,
    }
}

fn cell(numerals: Numerals, share: &Share) -> String {
    let write = |share: f64| numerals.write(100.0 * share, 0);
    match share.lower.zip(share.upper) {
        Some((lower, upper)) => format!("{} ({}–{})", write(share.estimate), write(lower), write(upper)),
        None => write(share.estimate),
    }
}
