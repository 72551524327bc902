//! "Meldingen": the alerts that wait for whoever reads, one of them with its answer, and what was done about it.
//!
//! Opening an alert is a step: that somebody saw it is written down with the answer that was shown. Therapists see the
//! alerts of groups that they lead, team leads those of the team, and those on duty what was escalated; the group's page
//! stays closed to them. Peil sends nothing: an alert stands here until it is closed.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Query},
};
use jiff::{Timestamp, tz::TimeZone};
use peil_questionnaires::{Decimal, Instrument, Item, Language, Library, Scale, Score};
use serde::Deserialize;
use tokio::sync::watch;
use uuid::Uuid;

use super::{
    admin::moment,
    changes::{OpenPage, changes},
    entrance::form_language,
    frame::{Pages, html, see},
    own_form::OwnForm,
    views::{
        AlertLine, AlertPage, AlertsFragment, AlertsPage, AlertsPanel, Layout, Section, Since, Standing, StepLine,
        Subject, format,
    },
};
use crate::{
    access::{Actor, AuditEvent, record},
    clock::{SharedClock, local_date},
    collect::{AlertSubject, OpenedAlert, act_on, close_alert, see_alert},
    domain::{GroupId, SignalId, SignalStep, StepNote},
    jobs::{Changed, LiveUpdates, What},
    store::{AlertReader, AlertRow, Store},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// `?show=closed`
#[derive(Deserialize)]
pub(super) struct ShowQuery {
    show: Option<String>,
}

/// What both forms send.
#[derive(Deserialize)]
pub(super) struct NoteForm {
    #[serde(default)]
    note: String,
}

/// What every handler of a page here extracts.
type Parts = (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>);

/// `GET /alerts`
pub(super) async fn list(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<ShowQuery>,
) -> Result<HttpResponse, Problem> {
    let layout = parts.0.layout(&request, Some(&login), Section::Alerts);
    let panel = read_panel(&login, &parts, &query, &layout).await?;
    html(&AlertsPage { layout, panel })
}

/// `GET /alerts/panel`
pub(super) async fn panel(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    query: Query<ShowQuery>,
) -> Result<HttpResponse, Problem> {
    let layout = parts.0.layout(&request, Some(&login), Section::Alerts);
    let panel = read_panel(&login, &parts, &query, &layout).await?;
    html(&AlertsFragment { layout, panel })
}

/// `GET /alerts/events`: `changed`, whenever something happened in the organisation that may be an alert.
pub(super) async fn events(
    login: CurrentLogin,
    live: Data<LiveUpdates>,
    stopped: Data<watch::Receiver<bool>>,
) -> HttpResponse {
    let organisation = login.who.organisation;
    changes(&live, &stopped, OpenPage::Alerts, move |changed| changed.organisation == organisation)
}

/// `GET /alerts/{signal_id}`: the answer, and that it was seen.
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<Uuid>,
    live: Data<LiveUpdates>,
) -> Result<HttpResponse, Problem> {
    let (pages, store, library, clock) = &parts;
    let (id, now) = (SignalId::from(path.into_inner()), clock.now());
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let reader = reader(&login, now);
    let opened = see_alert(&tenant, &reader, id, now).await?;
    let (unseen, group) = (tenant.unseen_alerts(&reader).await?, opened.row.group);
    let mut layout = pages.layout(&request, Some(&login), Section::Alerts);
    // This one no longer waits.
    layout.unseen_alerts = u32::try_from(unseen).unwrap_or(u32::MAX);
    let shown = html(&Shown { layout: &layout, library, login: &login }.page(opened))?;
    // Only now: an alert whose page could not be made was seen by nobody.
    tenant.commit().await?;
    tell(&live, &login, group);
    Ok(shown)
}

/// `POST /alerts/{signal_id}/acted`: what was done.
pub(super) async fn acted(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    live: Data<LiveUpdates>,
    path: Path<Uuid>,
    form: OwnForm<NoteForm>,
) -> Result<HttpResponse, Problem> {
    let (id, now) = (SignalId::from(path.into_inner()), clock.now());
    let note = note_of(&form.0)?.ok_or_else(|| Problem::new(ProblemKind::NothingDone))?;
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let row = act_on(&tenant, &reader(&login, now), id, &note, now).await?;
    tenant.commit().await?;
    tell(&live, &login, row.group);
    Ok(see(&format!("/alerts/{id}")))
}

/// `POST /alerts/{signal_id}/closed`: it needs nobody any more.
pub(super) async fn closed(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    live: Data<LiveUpdates>,
    path: Path<Uuid>,
    form: OwnForm<NoteForm>,
) -> Result<HttpResponse, Problem> {
    let (id, now) = (SignalId::from(path.into_inner()), clock.now());
    let note = note_of(&form.0)?;
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let row = close_alert(&tenant, &reader(&login, now), id, note.as_ref(), now).await?;
    tenant.commit().await?;
    tell(&live, &login, row.group);
    Ok(see("/alerts"))
}

fn note_of(form: &NoteForm) -> Result<Option<StepNote>, Problem> {
    StepNote::parse(&form.note).map_err(|_| Problem::new(ProblemKind::MalformedBody))
}

fn tell(live: &LiveUpdates, login: &CurrentLogin, group: GroupId) {
    live.tell(Changed { organisation: login.who.organisation, group, what: What::Signals });
}

fn reader(login: &CurrentLogin, now: Timestamp) -> AlertReader {
    let who = &login.who;
    AlertReader { account: who.account, team: who.overseen_team(), today: local_date(now, &who.time_zone) }
}

/// Reads the list, and writes down that it was seen.
async fn read_panel(
    login: &CurrentLogin,
    (_, store, library, clock): &Parts,
    query: &ShowQuery,
    layout: &Layout<'_>,
) -> Result<AlertsPanel, Problem> {
    let now = clock.now();
    let closed = query.show.as_deref() == Some("closed");
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let rows = tenant.alerts(&reader(login, now), closed).await?;
    record(&tenant, &AuditEvent::new(Actor::Account(login.who.account), "list-alerts"), now);
    tenant.commit().await?;
    let shown = Shown { layout, library, login };
    Ok(AlertsPanel {
        href: format!("/alerts/panel{}", if closed { "?show=closed" } else { "" }),
        updated_at: format::clock(now.to_zoned(shown.zone()).time()),
        closed,
        alerts: rows.iter().map(|row| shown.line(row)).collect(),
    })
}

/// What turns rows into words.
struct Shown<'a> {
    layout: &'a Layout<'a>,
    library: &'a Library,
    login: &'a CurrentLogin,
}

impl<'a> Shown<'a> {
    fn zone(&self) -> TimeZone {
        TimeZone::get(&self.login.who.time_zone).unwrap_or(TimeZone::UTC)
    }

    fn moment(&self, at: Timestamp) -> String {
        moment(self.layout, at, &self.zone())
    }

    fn instrument(&self, row: &AlertRow) -> Option<&'a Instrument> {
        self.library.get(&row.instrument, row.version.parse().ok()?)
    }

    fn line(&self, row: &AlertRow) -> AlertLine {
        let alerts = self.instrument(row).map(Instrument::alerts).unwrap_or_default();
        let alert = alerts.iter().find(|alert| alert.id() == row.alert);
        AlertLine {
            href: format!("/alerts/{}", row.id),
            title: alert
                .map_or_else(|| row.alert.clone(), |alert| alert.title(form_language(self.layout.language)).to_owned()),
            pseudonym: row.pseudonym.clone(),
            group: row.group_name.clone(),
            session: u32::try_from(row.session).unwrap_or(0),
            level: row.level,
            raised_at: self.moment(row.raised_at),
            renewed_at: row.renewed_at.map(|at| self.moment(at)),
            finished: row.submitted_at.is_some(),
            standing: Standing {
                step: row.furthest.as_ref().map(|(step, _, _)| *step),
                by: row.furthest.as_ref().map(|(_, by, at)| (by.clone(), self.moment(*at))),
            },
            escalated: row.escalated.map(|(at, why)| (self.moment(at), why)),
        }
    }

    fn page(&self, opened: OpenedAlert) -> AlertPage<'a> {
        let instrument = self.instrument(&opened.row);
        let about = About::find(instrument, &opened.subject);
        let asked = form_language(self.layout.language);
        let language = instrument.map_or(asked, |instrument| instrument.offered(asked));
        let words = |value: Decimal| about.words(value, language);
        let since = match (opened.value, opened.present) {
            (_, present) if opened.late => Since::Late(present.map(words)),
            (value, present) if value == present => Since::Same,
            (_, Some(present)) => Since::Changed(words(present)),
            (_, None) => Since::TakenBack,
        };
        let step = opened.row.furthest.as_ref().map(|(step, _, _)| *step);
        let got_worse = opened.row.renewed_at;
        let steps = opened.steps.into_iter().map(|row| StepLine {
            step: row.step,
            by: row.by,
            at: self.moment(row.taken_at),
            before_it_got_worse: got_worse.is_some_and(|at| row.taken_at < at),
            note: row.note,
        });
        AlertPage {
            layout: self.layout.clone(),
            id: opened.row.id.to_string(),
            alert: self.line(&opened.row),
            instrument: instrument.map_or_else(
                || format!("{} {}", opened.row.instrument, opened.row.version),
                |instrument| instrument.title(language).to_owned(),
            ),
            subject: about.subject(language),
            value: opened.value.map(words),
            since,
            previous: opened.previous.map(words),
            steps: steps.collect(),
            open: step != Some(SignalStep::Closed),
            acted: step == Some(SignalStep::Acted),
            longest_note: StepNote::LONGEST,
        }
    }
}

/// What an alert is about, as its instrument defines it.
enum About<'i> {
    Item(usize, &'i Item),
    Score(&'i Score),
    /// In a version that is not in the library, so that only its id is known. What was answered can be read all the same.
    Unknown(&'i AlertSubject),
}

impl<'i> About<'i> {
    fn find(instrument: Option<&'i Instrument>, subject: &'i AlertSubject) -> Self {
        let found = instrument.and_then(|instrument| match subject {
            AlertSubject::Item(id) => {
                let mut items = instrument.items().iter().enumerate();
                items.find(|(_, item)| item.id() == id).map(|(place, item)| Self::Item(place, item))
            }
            AlertSubject::Score(id) => instrument.score(id).map(Self::Score),
        });
        found.unwrap_or(Self::Unknown(subject))
    }

    fn subject(&self, language: Language) -> Subject {
        match self {
            Self::Item(place, item) => Subject::Item {
                number: (place + 1).to_string(),
                wording: item.text(language).map(str::to_owned),
                language: language.tag().to_owned(),
            },
            Self::Score(score) => Subject::Score(score.title(language).to_owned()),
            Self::Unknown(AlertSubject::Item(id)) => {
                Subject::Item { number: id.clone(), wording: None, language: language.tag().to_owned() }
            }
            Self::Unknown(AlertSubject::Score(id)) => Subject::Score(id.clone()),
        }
    }

    /// The option's own words where the instrument holds them and the number that it counts as; else the number between
    /// the lowest and the highest.
    fn words(&self, value: Decimal, language: Language) -> String {
        let number = |value: Decimal| match language {
            Language::Nl => value.to_string().replace('.', ","),
            _ => value.to_string(),
        };
        let between = |lowest, highest| format!("{} ({} – {})", number(value), number(lowest), number(highest));
        match self {
            Self::Item(_, item) => match item.scale() {
                Scale::Choice { options } => {
                    let option = options.iter().find(|option| option.value() == value);
                    let title = option.and_then(|option| option.title(language));
                    title.map_or_else(|| number(value), |title| format!("{title} ({})", number(value)))
                }
                scale => between(scale.min(), scale.max()),
            },
            Self::Score(score) => between(score.range().0, score.range().1),
            Self::Unknown(_) => number(value),
        }
    }
}
