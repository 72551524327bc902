//! The administrator's first page: what is needed to begin, where each thing is set up, the audit; and the page of
//! instruments and their wording. No answers.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use peil_questionnaires::{Input, Instrument, Language as FormLanguage, LicenceClass, Status, WordingStatus, form};
use serde::Deserialize;

use super::{
    frame::{Pages, html, see},
    own_form::OwnForm,
    views::{AdminPage, AuditState, InstrumentRow, InstrumentsPage, Layout, Section, SetUpStep, Wording, format},
};
use crate::{
    access::{Actor, AuditEvent, AuditVerdict, record, verify},
    clock::{SharedClock, local_date},
    collect::Libraries,
    domain::Role,
    store::{StaffRow, Store, Tenant, WordingConfirmationRow},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// `GET /admin`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    clock: Data<SharedClock>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let organisation = tenant.own_organisation().await?.name;
    let steps = steps(&tenant, local_date(now, &login.who.time_zone)).await?;
    let verdict = verify(&tenant).await?;
    record(&tenant, &AuditEvent::new(Actor::Account(login.who.account), "view-administration"), now);
    tenant.commit().await?;
    let layout = pages.layout(&request, Some(&login), Section::Admin);
    let zone = TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC);
    html(&AdminPage {
        organisation,
        begun: steps.iter().all(|step| step.done),
        steps,
        audit: match verdict {
            AuditVerdict::Intact(entries) => AuditState::Intact {
                entries: format::count(layout.language, entries),
                verified_at: moment(&layout, now, &zone),
            },
            AuditVerdict::Broken { sequence } => AuditState::Broken { sequence: sequence.to_string() },
        },
        layout,
    })
}

/// What an organisation needs before its first session, in the order in which it is set up.
async fn steps(tenant: &Tenant<'_>, today: Date) -> Result<Vec<SetUpStep>, Problem> {
    let (teams, staff) = (tenant.teams().await?, tenant.staff().await?);
    let groups = tenant.groups_set_up(None, today).await?;
    let care = |row: &StaffRow| !row.blocked && matches!(row.role, Role::Therapist | Role::TeamLead);
    let alerts = tenant.alert_minutes().await?.is_some() && !tenant.on_duty().await?.is_empty();
    let first = groups.iter().find(|group| group.ended_on.is_none());
    let of_group = |path: &str, otherwise: &str| match first {
        Some(group) => path.replace("{}", &group.id.to_string()),
        None => otherwise.to_owned(),
    };
    let step = |word, href: String, done| SetUpStep { word, href, done };
    Ok(vec![
        step("team", "/admin/teams".to_owned(), !teams.is_empty()),
        step("people", "/admin/users".to_owned(), staff.iter().any(care)),
        step("alerts", "/admin/alerts".to_owned(), alerts),
        step("group", "/admin/groups".to_owned(), !groups.is_empty()),
        step("therapist", of_group("/admin/groups/{}", "/admin/groups"), groups.iter().any(|group| group.leaders > 0)),
        step(
            "member",
            of_group("/groups/{}/new-member", "/admin/groups"),
            groups.iter().any(|group| group.members > 0),
        ),
        step("plan", of_group("/groups/{}/plan", "/admin/groups"), groups.iter().any(|group| group.planned)),
    ])
}

/// `GET /admin/instruments`
pub(super) async fn instruments(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    library: OwnLibrary,
    libraries: Data<Libraries>,
    clock: Data<SharedClock>,
) -> Result<HttpResponse, Problem> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let confirmed = tenant.wording_confirmations().await?;
    let (own, left_out) = (tenant.own_instruments().await?, libraries.left_out(&tenant).await?);
    record(&tenant, &AuditEvent::new(Actor::Account(login.who.account), "view-instruments"), clock.now());
    tenant.commit().await?;
    let layout = pages.layout(&request, Some(&login), Section::Admin);
    let zone = TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC);
    let row = |instrument: &Instrument| InstrumentRow {
        own: own.iter().any(|row| {
            row.id == instrument.id()
                && row.version == instrument.version().to_string()
                && row.item_hash == instrument.hashes().items().to_string()
        }),
        ..instrument_row(instrument, &confirmed, &layout, &zone)
    };
    let instruments = library.iter().map(row).collect();
    html(&InstrumentsPage { instruments, left_out: left_out.to_vec(), layout })
}

/// What the confirmation sends.
#[derive(Deserialize)]
pub(super) struct WordingForm {
    instrument_id: String,
    instrument_version: String,
    text_hash: String,
    compared: String,
}

/// `POST /admin/wording`: this very text was compared with its holder's file.
pub(super) async fn wording(
    login: CurrentLogin,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    form: OwnForm<WordingForm>,
) -> Result<HttpResponse, Problem> {
    let (form, now) = (form.0, clock.now());
    let missing = || Problem::new(ProblemKind::NotFound);
    let version = form.instrument_version.parse().map_err(|_| missing())?;
    let instrument = library.get(&form.instrument_id, version).ok_or_else(missing)?;
    let known = instrument
        .languages()
        .iter()
        .any(|language| instrument.hashes().text_in(*language).is_some_and(|hash| hash.to_string() == form.text_hash));
    if !known || form.compared != "yes" {
        return Err(Problem::new(ProblemKind::MalformedBody));
    }
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let account = login.who.account;
    tenant.confirm_wording(&form.instrument_id, &form.instrument_version, &form.text_hash, account, now).await?;
    record(&tenant, &AuditEvent::new(Actor::Account(account), "confirm-wording"), now);
    tenant.commit().await?;
    Ok(see("/admin/instruments"))
}

fn instrument_row(
    instrument: &Instrument,
    confirmed: &[WordingConfirmationRow],
    layout: &Layout<'_>,
    zone: &TimeZone,
) -> InstrumentRow {
    let licence = match instrument.licence().class() {
        LicenceClass::A => "a",
        LicenceClass::B => "b",
        LicenceClass::C => "c",
        LicenceClass::D => "d",
    };
    let worded = |tag: &&FormLanguage| instrument.wording_status(**tag) != WordingStatus::Absent;
    let any = instrument.languages().iter().any(|tag| worded(&tag));
    // Without any wording one line says so, whatever languages the titles have.
    let languages = instrument.languages().iter().filter(|tag| !any || worded(tag));
    let languages = languages.take(if any { usize::MAX } else { 1 });
    InstrumentRow {
        id: instrument.id().to_owned(),
        version: instrument.version().to_string(),
        title: instrument.title(super::entrance::form_language(layout.language)).to_owned(),
        licence: licence.to_owned(),
        own: false,
        draft: instrument.status() == Status::Draft,
        wordings: languages.map(|language| wording_of(instrument, *language, confirmed, layout, zone)).collect(),
    }
}

fn wording_of(
    instrument: &Instrument,
    language: FormLanguage,
    confirmed: &[WordingConfirmationRow],
    layout: &Layout<'_>,
    zone: &TimeZone,
) -> Wording {
    let text_hash = instrument.hashes().text_in(language).map(|hash| hash.to_string()).unwrap_or_default();
    let tag = language.tag().to_owned();
    match instrument.wording_status(language) {
        WordingStatus::Absent => Wording::Absent,
        WordingStatus::Confirmed => Wording::Confirmed { language: tag, by: None },
        WordingStatus::Unconfirmed => {
            let here = confirmed.iter().find(|row| row.id == instrument.id() && row.text_hash == text_hash);
            match here {
                Some(row) => {
                    let by = Some((row.by.clone(), moment(layout, row.at, zone)));
                    Wording::Confirmed { language: tag, by }
                }
                None => Wording::Unconfirmed { language: tag, text_hash, lines: lines_of(instrument, language) },
            }
        }
    }
}

/// The text as the client reads it, line by line, to lay beside the holder's file. Ways to answer that follow each other
/// unchanged stand there once.
fn lines_of(instrument: &Instrument, language: FormLanguage) -> Vec<String> {
    let form = form(instrument, language);
    let mut lines: Vec<String> = [form.recall, form.intro].into_iter().flatten().collect();
    let mut said = String::new();
    for item in form.items {
        lines.extend(item.text);
        let words: Vec<String> = match item.input {
            Input::Choice { options } => options.into_iter().filter_map(|option| option.title).collect(),
            Input::Vas { low, high, .. } => [low, high].into_iter().flatten().collect(),
            Input::Number { .. } | Input::Text { .. } => Vec::new(),
        };
        let words = words.join(" · ");
        if !words.is_empty() && words != said {
            lines.push(words.clone());
            said = words;
        }
    }
    lines.extend(form.notice);
    lines
}

/// Day and time, written out.
pub(super) fn moment(layout: &Layout<'_>, at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned(zone.clone());
    format!("{} {}", format::day(layout.texts, layout.language, at.date()), format::clock(at.time()))
}
