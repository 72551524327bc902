//! `GET /leading`: the groups that somebody leads out of own experience. When they meet, who comes, and the way into the
//! session. What clients answered may not come in here: not as a number, not as a signal, not as a colour.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use jiff::civil::Date;
use uuid::Uuid;

use super::{
    frame::{Pages, html},
    views::{Layout, LeadingCard, LeadingPage, OpenSession, Section, StartSession, format},
};
use crate::{
    access::{Actor, AuditEvent, record},
    clock::{SharedClock, local_date},
    domain::StartDoubt,
    store::{EveningGroupRow, EveningMemberRow, Store},
    web::{CurrentLogin, Problem},
};

/// The groups of who asks.
pub(super) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    pages: Data<Pages>,
    store: Data<Store>,
    clock: Data<SharedClock>,
) -> Result<HttpResponse, Problem> {
    let (who, now) = (&login.who, clock.now());
    let today = local_date(now, &who.time_zone);
    let mut connection = store.connect().await?;
    let tenant = connection.begin(who.organisation).await?;
    let mut groups = tenant.evening_groups(who.account, None, today).await?;
    groups.retain(|group| group.leads);
    let ids: Vec<Uuid> = groups.iter().map(|group| group.id.uuid()).collect();
    let members = tenant.evening_members(&ids, today).await?;
    record(&tenant, &AuditEvent::new(Actor::Account(who.account), "view-leading"), now);
    tenant.commit().await?;
    let layout = pages.layout(&request, Some(&login), Section::Home);
    groups.sort_by_key(|group| (next(group, today).is_none(), next(group, today)));
    let cards = groups.iter().map(|group| card(group, &members, today, &layout)).collect();
    html(&LeadingPage { groups: cards, layout })
}

/// The day of the open session, else of the next.
fn next(group: &EveningGroupRow, today: Date) -> Option<Date> {
    let open = group.last.filter(|last| !last.closed).map(|last| last.held_on);
    let last = group.last.map(|last| last.held_on);
    open.or_else(|| group.schedule?.next(group.started_on, last, today))
}

fn card(group: &EveningGroupRow, members: &[EveningMemberRow], today: Date, layout: &Layout<'_>) -> LeadingCard {
    let open = group.last.filter(|last| !last.closed);
    let number = |of: i32| u32::try_from(of).unwrap_or(0);
    let following = group.last.map_or(1, |last| last.number + 1);
    let last = group.last.map(|last| last.held_on);
    let doubt = StartDoubt::of(group.schedule, (group.started_on, last), today);
    let when = next(group, today).map(|day| {
        let day = format::day(layout.texts, layout.language, day);
        match group.schedule {
            Some(at) => layout.t2("home-when", "day", day, "time", format::clock(at.begins_at())),
            None => day,
        }
    });
    LeadingCard {
        id: group.id.to_string(),
        name: group.name.clone(),
        when,
        members: members.iter().filter(|row| row.group == group.id).map(|row| row.pseudonym.clone()).collect(),
        open: open.map(|open| OpenSession { id: open.id.to_string(), number: number(open.number) }),
        start: (open.is_none() && group.measures).then(|| StartSession::new(number(following), doubt, layout)),
    }
}
