//! Who leaves, by kind of group: how stays ended, and what the model that foretells it rests on. For those who work with
//! signals and who answer for them.

use actix_web::{HttpRequest, HttpResponse, web::Data};

use super::{
    chart_file::chart_problem,
    frame::{Pages, html},
    group_chart::numerals,
    views::{Layout, LeavingCard, LeavingPage, LeavingPicture, Section, format},
};
use crate::{
    access::{Actor, AuditEvent, record},
    charts::{Leaving, LeavingCurve, LeavingPoint, Numerals, Size, Theme, Way, leaving_svg},
    clock::{SharedClock, local_date},
    signals::{ENOUGH_ENDED, Endings, LeavingModel, LeavingOfKind, LeavingStep, Share, leaving_by_kind, leaving_model},
    store::Store,
    web::{CurrentLogin, Problem},
};

/// The ways in which stays end, as they are told.
const WAYS: [Way; 4] = [Way::Dropout, Way::Planned, Way::Agreed, Way::Other];

/// `GET /signals/dropout`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    clock: Data<SharedClock>,
) -> Result<HttpResponse, Problem> {
    let layout = pages.layout(&request, Some(&login), Section::None);
    let mut connection = store.connect().await?;
    let organisations = connection.organisations().await?;
    let enabled = organisations.iter().any(|row| row.id == login.who.organisation && row.signals_enabled);
    let tenant = connection.begin(login.who.organisation).await?;
    // Switched off nothing is computed.
    let found = match enabled {
        true => Some((leaving_by_kind(&tenant, clock.now()).await?, leaving_model(&tenant).await?)),
        false => None,
    };
    record(&tenant, &AuditEvent::new(Actor::Account(login.who.account), "view-dropout"), clock.now()).await?;
    tenant.commit().await?;
    let kinds = found.iter().flat_map(|(kinds, _)| kinds);
    let cards = kinds.map(|kind| card(kind, &layout)).collect::<Result<_, _>>()?;
    let model = found.as_ref().map(|(_, model)| rests_on(model, &login.who.time_zone, &layout));
    html(&LeavingPage { enabled, model, cards, layout })
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
    let mut view = view(of, last, layout);
    view.description = [&view.title, &view.subtitle].map(String::as_str).join(" ");
    let small = Leaving { id: format!("{}-small", view.id), ..view.clone() };
    let write = |share: &Share| cell(view.numerals, share);
    Ok(LeavingPicture {
        title: view.title.clone(),
        key: view.subtitle.clone(),
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
    Leaving {
        id: format!("leaving-{}-chart", of.kind.word().replace('_', "-")),
        title,
        subtitle: layout.t1("leaving-key", "stays", of.endings.stays),
        description: String::new(),
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
