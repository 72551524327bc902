//! How long a session took: began, ended and how it was held; and each therapist's own indirect minutes.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{NoFields, led_session, own_session, today};
use crate::{
    clock::SharedClock,
    collect::{EveningReader, OwnMinutes, confirm_time, reader_of, record_minutes, set_time},
    domain::{IndirectActivity, IndirectMinutes, SessionMode, SessionTime, SessionTimeError},
    pages::{
        frame::see,
        own_form::OwnForm,
        views::{MinutesLine, TimeCard, format},
    },
    store::{HowHeld, SessionRow, Store, Tenant},
    web::{CurrentLogin, Problem, ProblemKind},
};

/// When and how, as the form sends it. A field without a value is not known; one that is not there is a mistake. Beside
/// each stands what it held when the page was made: what the reader left alone stays as it is by now, whoever changed it.
#[derive(Deserialize)]
pub(in crate::pages) struct TimeForm {
    began: Option<String>,
    ended: Option<String>,
    mode: Option<String>,
    read_began: Option<String>,
    read_ended: Option<String>,
    read_mode: Option<String>,
    #[serde(default)]
    back: String,
}

/// How the fields of minutes begin.
const MINUTES: &str = "minutes-";

/// What the card of a session's time is made from.
pub(in crate::pages) struct Card<'a> {
    /// The session.
    pub(in crate::pages) session: &'a SessionRow,
    /// Who reads it.
    pub(in crate::pages) reader: EveningReader,
    /// Under which page of the session it stands: nothing, or `after`.
    pub(in crate::pages) back: &'static str,
}

impl Card<'_> {
    /// Reads what the card shows.
    ///
    /// # Errors
    ///
    /// [`Problem`] when the database does not answer.
    pub(in crate::pages) async fn read(&self, tenant: &Tenant<'_>, login: &CurrentLogin) -> Result<TimeCard, Problem> {
        let (time, mode) = tenant.session_time(self.session.id).await?.unwrap_or_default();
        let zone = zone_of(login);
        let clock =
            |at: Option<Timestamp>| at.map(|at| format::clock(at.to_zoned(zone.clone()).time())).unwrap_or_default();
        let count = |minutes: i64| u32::try_from(minutes).unwrap_or(0);
        let rows = tenant.indirect_minutes(self.session.id, self.reader.account).await?;
        let line = |activity: &IndirectActivity| {
            let row = rows.iter().find(|row| row.activity == *activity);
            MinutesLine {
                activity: *activity,
                own: row.map_or(0, |row| count(row.own)),
                together: row.map_or(0, |row| count(row.together)),
            }
        };
        let unconfirmed = tenant.unconfirmed_time(self.session.id).await?;
        let strays_from = unconfirmed.filter(|planned| time.strays_from(*planned));
        Ok(TimeCard {
            strays_from: strays_from.map(|planned| count(planned.into())),
            href: format!("/groups/{}/sessions/{}", self.session.group, self.session.id),
            back: self.back,
            began: clock(time.began_at()),
            ended: clock(time.ended_at()),
            mode,
            direct: time.direct_minutes().map(count),
            minutes: IndirectActivity::ALL.iter().map(line).collect(),
            leads: self.reader.leads,
            writes: self.reader.writes,
        })
    }
}

impl TimeForm {
    /// What the form changes over what is known by now; an error inside when the two moments are no session.
    ///
    /// # Errors
    ///
    /// [`Problem`] when a field is missing or cannot be read.
    fn over(
        &self,
        (time, mode): HowHeld,
        session: &SessionRow,
        login: &CurrentLogin,
    ) -> Result<(Result<SessionTime, SessionTimeError>, Option<SessionMode>), Problem> {
        let malformed = || Problem::new(ProblemKind::MalformedBody);
        let Self { began: Some(began), ended: Some(ended), mode: Some(word), .. } = self else {
            return Err(malformed());
        };
        let began_at = if self.read_began.as_ref() == Some(began) {
            time.began_at()
        } else {
            moment(session.held_on, clock_time(began)?, login)?
        };
        let ended_at = if self.read_ended.as_ref() == Some(ended) {
            time.ended_at()
        } else {
            let began = began_at.map(|at| at.to_zoned(zone_of(login)).time());
            let ended = clock_time(ended)?;
            moment(ended_on(session.held_on, began, ended), ended, login)?
        };
        let mode = match word.as_str() {
            same if self.read_mode.as_deref() == Some(same) => mode,
            "" => None,
            word => Some(word.parse().map_err(|_| malformed())?),
        };
        Ok((SessionTime::new(began_at, ended_at), mode))
    }
}

/// `POST …/time`: began, ended and how. Those who lead.
pub(in crate::pages) async fn time(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<TimeForm>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (group, session) = led_session(&tenant, &login, path.into_inner(), now).await?;
    let now_held = tenant.session_time_to_change(session.id).await?.unwrap_or_default();
    let (time, mode) = form.0.over(now_held, &session, &login)?;
    let told = match time {
        Ok(time) => {
            set_time(&tenant, session.id, (time, mode), login.who.account, now).await?;
            tenant.commit().await?;
            "saved=time"
        }
        Err(_) => "problem=time",
    };
    Ok(see(&format!("{}?{told}#time", page_of(&group.id.to_string(), &session, &form.0.back))))
}

/// `POST …/time-confirmed`: the times are right, although they were planned otherwise. Those who lead.
pub(in crate::pages) async fn confirm(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    path: Path<(Uuid, Uuid)>,
    _form: OwnForm<NoFields>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (group, session) = led_session(&tenant, &login, path.into_inner(), now).await?;
    confirm_time(&tenant, session.id, login.who.account, now).await?;
    tenant.commit().await?;
    Ok(see(&format!("{}?saved=time", page_of(&group.id.to_string(), &session, "after"))))
}

/// `POST …/minutes`: one field for each activity, `minutes-<activity>`; nothing or 0 takes it back. Those who were there.
pub(in crate::pages) async fn minutes(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<BTreeMap<String, String>>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let (group, session) = own_session(&tenant, &login, path.into_inner(), now).await?;
    let reader = reader_of(&tenant, &login.who, (&group, &session), today(&login, now)).await?;
    let (minutes, back) = (own_minutes(&form.0)?, form.0.get("back").cloned().unwrap_or_default());
    if !reader.is_some_and(|reader| reader.writes) {
        return Err(Problem::new(ProblemKind::Forbidden));
    }
    let told = match minutes {
        Some(minutes) => {
            record_minutes(&tenant, session.id, &minutes, login.who.account, now).await?;
            tenant.commit().await?;
            "saved=minutes"
        }
        None => "problem=minutes",
    };
    Ok(see(&format!("{}?{told}#time", page_of(&group.id.to_string(), &session, &back))))
}

/// The minutes of a form, which has at least one field for them; none when one of them cannot be.
fn own_minutes(fields: &BTreeMap<String, String>) -> Result<Option<OwnMinutes>, Problem> {
    if !fields.keys().any(|field| field.starts_with(MINUTES)) {
        return Err(Problem::new(ProblemKind::MalformedBody));
    }
    let mut minutes = OwnMinutes::new();
    for (field, value) in fields {
        let Some(word) = field.strip_prefix(MINUTES) else { continue };
        let activity = word.parse().map_err(|_| Problem::new(ProblemKind::MalformedBody))?;
        match value.trim() {
            "" | "0" => minutes.push((activity, None)),
            value => match value.parse().ok().and_then(|value| IndirectMinutes::new(value).ok()) {
                Some(value) => minutes.push((activity, Some(value))),
                None => return Ok(None),
            },
        }
    }
    Ok(Some(minutes))
}

fn page_of(group: &str, session: &SessionRow, back: &str) -> String {
    let after = if back == "after" { "/after" } else { "" };
    format!("/groups/{group}/sessions/{}{after}", session.id)
}

fn zone_of(login: &CurrentLogin) -> TimeZone {
    TimeZone::get(&login.who.time_zone).unwrap_or(TimeZone::UTC)
}

/// A time of the day as a browser sends it, `19:30`; none when the field was left empty.
fn clock_time(text: &str) -> Result<Option<Time>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    Time::strptime("%H:%M", text).map(Some).map_err(|_| Problem::new(ProblemKind::MalformedBody))
}

/// A session that ends at an earlier time of the day than it began ends past midnight.
fn ended_on(held_on: Date, began: Option<Time>, ended: Option<Time>) -> Date {
    match (began, ended) {
        (Some(began), Some(ended)) if ended < began => held_on.checked_add(1.day()).unwrap_or(held_on),
        _ => held_on,
    }
}

fn moment(day: Date, time: Option<Time>, login: &CurrentLogin) -> Result<Option<Timestamp>, Problem> {
    let Some(time) = time else { return Ok(None) };
    let zoned = zone_of(login).to_ambiguous_zoned(day.to_datetime(time)).compatible();
    zoned.map(|zoned| Some(zoned.timestamp())).map_err(|_| Problem::new(ProblemKind::MalformedBody))
}
