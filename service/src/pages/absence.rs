//! `POST /groups/{group_id}/members/{membership_id}/absence`: somebody said that he will not come, or comes after all.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use jiff::civil::Date;
use serde::Deserialize;
use uuid::Uuid;

use super::{frame::see, own_form::OwnForm, session::led_group};
use crate::{
    clock::{SharedClock, local_date},
    collect::announce_absence,
    domain::{Announced, Attendance, MembershipId},
    store::Store,
    web::{CurrentLogin, Problem, ProblemKind},
};

/// Which day, and why; no word for who comes after all.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    on: String,
    status: String,
}

impl Fields {
    /// A day from `today` on with what is said of it.
    ///
    /// # Errors
    ///
    /// [`Problem`] for another day, and for what is no reason.
    fn read(&self, today: Date) -> Result<(Date, Option<Announced>), Problem> {
        let refused =
            |field| move || Problem::new(ProblemKind::FieldRefused).with_detail(format!("{field} cannot be used"));
        let on = self.on.parse::<Date>().ok().filter(|on| *on >= today).ok_or_else(refused("on"))?;
        if self.status.is_empty() {
            return Ok((on, None));
        }
        let why = self.status.parse::<Attendance>().ok().and_then(Announced::new);
        Ok((on, Some(why.ok_or_else(refused("status"))?)))
    }
}

/// Keeps it, and shows the page before the session again. Those who lead.
pub(super) async fn say(
    login: CurrentLogin,
    store: Data<Store>,
    clock: Data<SharedClock>,
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<Fields>,
) -> Result<HttpResponse, Problem> {
    let ((group, member), now) = (path.into_inner(), clock.now());
    let mut connection = store.connect().await?;
    let tenant = connection.begin(login.who.organisation).await?;
    let group = led_group(&tenant, &login, group.into(), now).await?;
    // Who is nobody's member here is not told what is wrong with the fields.
    let row = tenant.membership(MembershipId::from(member)).await?.filter(|row| row.group == group.id);
    let member = row.ok_or_else(|| Problem::new(ProblemKind::NotFound))?.id;
    let (on, why) = form.0.read(local_date(now, &login.who.time_zone))?;
    announce_absence(&tenant, group.id, (member, on), why, login.who.account, now).await?;
    tenant.commit().await?;
    Ok(see(&format!("/groups/{}/before#member-{member}", group.id)))
}
