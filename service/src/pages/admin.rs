//! The administrator's page: instruments and their wording, accounts, the audit. No answers.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use jiff::{Timestamp, tz::TimeZone};
use peil_questionnaires::{Input, Instrument, Language as FormLanguage, LicenceClass, Status, WordingStatus, form};
use serde::Deserialize;

use super::{
    frame::{Pages, html, see},
    own_form::OwnForm,
    views::{AccountRow, AdminPage, AuditState, InstrumentRow, Layout, Section, Wording, format},
};
use crate::{
    access::{Actor, AuditEvent, AuditVerdict, record, verify},
    clock::SharedClock,
    collect::Libraries,
    store::{Store, WordingConfirmationRow},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// `GET /admin`
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    library: OwnLibrary,
    libraries: Data<Libraries>,
    clock: Data<SharedClock>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let confirmed = tenant.wording_confirmations().await?;
    let accounts = tenant.accounts().await?;
    let (own, left_out) = (tenant.own_instruments().await?, libraries.left_out(&tenant).await?);
    let verdict = verify(&tenant).await?;
    record(&tenant, &AuditEvent::new(Actor::Account(login.who.account), "view-administration"), now);
    tenant.commit().await?;
    let layout = pages.layout(&request, Some(&login), Section::Admin);
    let zone = TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC);
    html(&AdminPage {
        instruments: library
            .iter()
            .map(|instrument| InstrumentRow {
                own: own.iter().any(|row| {
                    row.id == instrument.id()
                        && row.version == instrument.version().to_string()
                        && row.item_hash == instrument.hashes().items().to_string()
                }),
                ..instrument_row(instrument, &confirmed, &layout, &zone)
            })
            .collect(),
        left_out: left_out.to_vec(),
        accounts: accounts
            .into_iter()
            .map(|row| AccountRow {
                name: row.display_name,
                email: row.email,
                role: row.role,
                team: row.team,
                disabled: row.disabled,
            })
            .collect(),
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
    Ok(see("/admin"))
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
