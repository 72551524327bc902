//! `POST /groups/{group_id}/schedule`: when a group meets, from the form on the page of its plan.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use jiff::civil::Time;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    frame::see,
    own_form::OwnForm,
    views::{ScheduleForm, ScheduleSaid},
};
use crate::{
    clock::{SharedClock, local_date},
    collect::save_schedule,
    domain::Schedule,
    manage::{Desk, Hand},
    store::Store,
    web::{CurrentLogin, Problem},
};

/// The fields as typed; an empty day means no fixed time. What is missing is told on the page, as what is wrong.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Fields {
    weekday: Option<String>,
    begins_at: String,
    minutes: String,
    every_weeks: String,
}

/// What the form says; the inner none is no fixed time, the outer none is nothing that can be kept.
fn read(fields: &Fields) -> Option<Option<Schedule>> {
    let weekday = fields.weekday.as_deref()?;
    if weekday.trim().is_empty() {
        return Some(None);
    }
    let number = |text: &str| text.trim().parse::<i16>().ok();
    let time: Time = fields.begins_at.trim().parse().ok()?;
    let every = number(&fields.every_weeks)?;
    Schedule::new(number(weekday)?, time, number(&fields.minutes)?, every).ok().map(Some)
}

/// Keeps the schedule and shows the plan's page again.
pub(super) async fn change(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    path: Path<Uuid>,
    form: OwnForm<Fields>,
) -> Result<HttpResponse, Problem> {
    let (group, now) = (path.into_inner().into(), clock.now());
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let today = local_date(now, &login.who.time_zone);
    // An administrator sets up every group.
    let group = Desk::new(&tenant, Hand::Account(&login.who), (today, now)).led_group(group).await?.id;
    let Some(schedule) = read(&form.0) else {
        return Ok(see(&format!("/groups/{group}/plan?schedule=wrong#schedule")));
    };
    save_schedule(&tenant, group, schedule, login.who.account, now).await?;
    tenant.commit().await?;
    Ok(see(&format!("/groups/{group}/plan?schedule=saved#schedule")))
}

/// The form as it stands; `said` is the word behind `?schedule=`.
pub(super) fn form(schedule: Option<Schedule>, said: Option<&str>) -> ScheduleForm {
    ScheduleForm {
        weekday: schedule.map(|at| at.weekday()),
        begins_at: schedule.map(|at| super::views::format::clock(at.begins_at())).unwrap_or_default(),
        minutes: schedule.map_or(90, |at| at.minutes()),
        every_weeks: schedule.map_or(1, |at| at.every_weeks()),
        shortest: Schedule::SHORTEST,
        longest: Schedule::LONGEST,
        seldom: Schedule::SELDOM,
        said: match said {
            Some("saved") => Some(ScheduleSaid::Saved),
            Some("wrong") => Some(ScheduleSaid::Wrong),
            _ => None,
        },
    }
}
