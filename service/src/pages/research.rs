//! The researcher's page: what an export would hold, our own estimates for exactly that, and the export itself.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Query},
};
use jiff::tz::TimeZone;
use peil_questionnaires::{Library, Occasion};
use serde::Deserialize;

use super::{
    frame::{Pages, html},
    measure::Scale,
    own_form::OwnForm,
    views::{Estimates, FixedEffect, InstrumentChoice, Layout, ResearchPage, Section, Variance, format},
};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::ScaleModel,
    clock::SharedClock,
    export::{ExportCounts, ExportError, ExportKey, research_estimates, research_export},
    store::{Store, Tenant},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// `?instrument=phq-9.total`
#[derive(Deserialize)]
pub(super) struct Choice {
    instrument: Option<String>,
}

/// `GET /research`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    query: Query<Choice>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let layout = pages.layout(&request, Some(&login), Section::Research);
    let scales = scales(&tenant, &library).await?;
    let chosen = chosen(&scales, query.instrument.as_deref());
    let (mut estimates, mut left_out) = (None, 0);
    if let Some(scale) = chosen {
        let found = research_estimates(&tenant, &library, (&scale.instrument, &scale.id)).await?;
        left_out = found.counts.left_out;
        let at = now.to_zoned(TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC));
        let day = format::day(layout.texts, layout.language, at.date());
        let fitted_at = format!("{day} {}", format::clock(at.time()));
        estimates = found.estimates.map(|model| shown(&model, found.counts, scale, &library, &layout, fitted_at));
    }
    record(&tenant, &AuditEvent::new(Actor::Account(login.who.account), "view-research"), now);
    tenant.commit().await?;
    let choice = |scale: &Scale| InstrumentChoice {
        value: scale.word(),
        label: scale.label(&library, layout.language),
        current: chosen == Some(scale),
    };
    let instruments = scales.iter().map(choice).collect();
    html(&ResearchPage { instruments, estimates, left_out: small(left_out), layout })
}

/// `POST /research/export`: the archive.
pub(super) async fn export(
    login: CurrentLogin,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    form: OwnForm<Choice>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let scales = scales(&tenant, &library).await?;
    let scale = scales.iter().find(|scale| form.0.instrument.as_deref() == Some(scale.word().as_str()));
    let scale = scale.ok_or_else(|| Problem::new(ProblemKind::NotFound))?;
    let key = ExportKey::draw(&mut rand::rng());
    let export = research_export(&tenant, &library, (&scale.instrument, &scale.id), &key, now).await?;
    record(&tenant, &AuditEvent::new(Actor::Account(login.who.account), "export-research"), now);
    tenant.commit().await?;
    let name = format!("peil-{}-{}-pseudonymised.zip", scale.instrument, scale.id);
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(export.archive))
}

async fn scales(tenant: &Tenant<'_>, library: &Library) -> Result<Vec<Scale>, Problem> {
    let scored = tenant.scored_scales().await?.into_iter();
    let scales = scored.map(|(instrument, id)| Scale { instrument, id });
    let mut scales: Vec<Scale> = scales.filter(|scale| scale.definition(library).is_some()).collect();
    // Outcomes before ratings of the sessions.
    scales.sort_by_key(|scale| {
        scale.definition(library).is_some_and(|(instrument, _)| instrument.moment() == Some(Occasion::AfterSession))
    });
    Ok(scales)
}

fn chosen<'s>(scales: &'s [Scale], asked: Option<&str>) -> Option<&'s Scale> {
    scales.iter().find(|scale| asked.is_some_and(|asked| asked == scale.word())).or(scales.first())
}

fn shown(
    model: &ScaleModel,
    counts: ExportCounts,
    scale: &Scale,
    library: &Library,
    layout: &Layout<'_>,
    fitted_at: String,
) -> Estimates {
    let write = |value: f64| format::decimal(layout.language, value, 4);
    let count = |number: usize| format::count(layout.language, u64::try_from(number).unwrap_or(u64::MAX));
    Estimates {
        value: scale.word(),
        label: scale.label(library, layout.language),
        call: format!("lmer({}, data = sessions)", model.formula),
        criterion: "REML".to_owned(),
        deviance: write(model.criterion),
        scores: count(counts.scores),
        clients: count(counts.clients),
        groups: small(counts.groups),
        fixed: model
            .fixed
            .iter()
            .map(|row| FixedEffect {
                term: row.term.clone(),
                estimate: write(row.estimate),
                error: write(row.standard_error),
                low: write(row.lower),
                high: write(row.upper),
            })
            .collect(),
        variances: model
            .variances
            .iter()
            .map(|row| Variance {
                level: row.factor.clone(),
                term: row.term.clone(),
                variance: write(row.standard_deviation.powi(2)),
                deviation: write(row.standard_deviation),
                correlation: row.correlation.map(|value| format::decimal(layout.language, value, 3)),
            })
            .collect(),
        fitted_at,
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::UnknownScale { .. } => Self::new(ProblemKind::NotFound),
            ExportError::Empty => Self::new(ProblemKind::NothingToShow),
            ExportError::Store(error) => error.into(),
            ExportError::Analyse(error) => error.into(),
            ExportError::Collision | ExportError::Table(_) | ExportError::Archive(_) | ExportError::Write(_) => {
                Self::internal(&error)
            }
        }
    }
}
