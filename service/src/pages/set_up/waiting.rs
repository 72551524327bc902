//! The waiting list of a group: who waits and since when, how often was measured meanwhile, and where there is room. For whoever
//! leads the group, and for administrators: how often, never what.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use jiff::{ToSpan, civil::Date};
use uuid::Uuid;

use super::{Counter, Draft, Form, SavedQuery, forms, said, shown};
use crate::{
    access::{Actor, AuditEvent, record},
    analyse::{PlaceDay, Places},
    collect::end_stay,
    domain::{Cycle, EndReason, Entry, GroupId, MembershipId, Role},
    jobs::Worker,
    manage::Fields,
    pages::{
        frame::see,
        views::{Layout, Section, SetUpForm, WaitingLine, WaitingPage, format},
    },
    store::WaitingRow,
    web::{OwnLibrary, Problem},
};

/// The most days of entry that are shown.
const MOST_ENTRIES: usize = 6;

/// `GET /groups/{group_id}/waiting`
pub(in crate::pages) async fn page(
    counter: Counter,
    path: Path<Uuid>,
    query: Query<SavedQuery>,
) -> Result<HttpResponse, Problem> {
    list(&counter, path.into_inner().into(), None, query.saved.is_some()).await
}

/// `POST /groups/{group_id}/waiting/{membership_id}`: another first day.
pub(in crate::pages) async fn begin(
    counter: Counter,
    path: Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let (group, member) = path.into_inner();
    let (group, member, fields) = (GroupId::from(group), MembershipId::from(member), Fields::new(form.0));
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).correct_member(group, member, &fields).await;
    if let Err(error) = outcome {
        drop(tenant);
        drop(connection);
        return list(&counter, group, Some(Draft::of(Fields::default(), error)?), false).await;
    }
    tenant.commit().await?;
    Ok(see(&format!("/groups/{group}/waiting?saved=yes")))
}

/// `POST /groups/{group_id}/waiting/{membership_id}/gave-up`: a stay ends that never began.
pub(in crate::pages) async fn gave_up(
    counter: Counter,
    (library, worker): (OwnLibrary, Data<Worker>),
    path: Path<(Uuid, Uuid)>,
    _form: Form,
) -> Result<HttpResponse, Problem> {
    let (group, member) = path.into_inner();
    let (group, member) = (GroupId::from(group), MembershipId::from(member));
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    counter.desk(&tenant).led_group(group).await?;
    let ending = (EndReason::NotBegun, counter.today);
    let by = counter.login.who.account;
    end_stay(&tenant, &library, (group, member), ending, by, (counter.today, counter.now)).await?;
    tenant.commit().await?;
    worker.wake();
    Ok(see(&format!("/groups/{group}/waiting?saved=yes")))
}

async fn list(counter: &Counter, group: GroupId, draft: Option<Draft>, saved: bool) -> Result<HttpResponse, Problem> {
    let who = &counter.login.who;
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(who.organisation).await?;
    let row = counter.desk(&tenant).led_group(group).await?;
    let set_up = tenant.group_set_up(group, counter.today).await?;
    let (waiting, members) = (tenant.waiting(group).await?, tenant.memberships(group).await?);
    let event = AuditEvent::new(Actor::Account(who.account), "list-waiting");
    record(&tenant, &event.on("group", group.uuid()), counter.now);
    tenant.commit().await?;
    let administers = who.role == Role::Administrator;
    let layout = counter.layout(if administers { Section::Admin } else { Section::Groups });
    let cycle = set_up.and_then(|set_up| set_up.cycle);
    let places = row.planned_size.map(|size| Places::new(size, &members, counter.today));
    let entries = cycle.map(|cycle| entries(cycle, counter.today)).unwrap_or_default();
    let view = WaitingPage {
        said: said(draft.as_ref(), saved),
        group_id: group.to_string(),
        group_name: row.name,
        waiting: waiting.into_iter().map(|row| line(&layout, group, row, counter.today)).collect(),
        room: places.as_ref().map(|places| room(&layout, places, counter.today)),
        days: places.iter().flat_map(Places::days).map(|day| day_of(&layout, &day)).collect(),
        entries: entries.iter().map(|entry| entry_of(&layout, entry, places.as_ref())).collect(),
        cycles: cycle.is_some(),
        set_up_href: matches!(who.role, Role::Administrator | Role::TeamLead).then(|| format!("/admin/groups/{group}")),
        baseline_href: (!administers).then(|| format!("/groups/{group}/baseline")),
        layout,
    };
    shown(&view, draft.as_ref())
}

fn entries(cycle: Cycle, today: Date) -> Vec<Entry> {
    cycle.entries(today, today.saturating_add(1.years())).take(MOST_ENTRIES).collect()
}

fn day(layout: &Layout<'_>, day: Date) -> String {
    format::day(layout.texts, layout.language, day)
}

fn line(layout: &Layout<'_>, group: GroupId, row: WaitingRow, today: Date) -> WaitingLine {
    let since = match row.listed_on {
        Some(since) => layout.t1("waiting-since", "day", day(layout, since)),
        None => layout.t("waiting-since-unknown"),
    };
    let begins = if row.joined_on > today { "waiting-begins" } else { "waiting-could-begin" };
    let begins = layout.t1(begins, "day", day(layout, row.joined_on));
    let measured = match row.measured_on {
        Some(last) => layout.t2(
            "waiting-measured",
            "times",
            u32::try_from(row.measured).unwrap_or(u32::MAX),
            "day",
            day(layout, last),
        ),
        None => layout.t("waiting-not-measured"),
    };
    let planned = row.planned_end_on.map(|day| day.to_string()).unwrap_or_default();
    let own = Fields::default().with("joined_on", row.joined_on.to_string()).with("planned_end_on", planned);
    let action = format!("/groups/{group}/waiting/{}", row.membership);
    WaitingLine {
        days: format!("{since} {begins}"),
        measured,
        drawn: row.drawn,
        give_up: format!("{action}/gave-up"),
        begin: SetUpForm {
            about: row.pseudonym.clone(),
            primary: false,
            ..forms::form(&format!("begin-{}", row.membership), action, "waiting-begin", forms::stay(&own))
        },
        pseudonym: row.pseudonym,
    }
}

fn room(layout: &Layout<'_>, places: &Places<'_>, today: Date) -> String {
    let (size, members) = (places.size(), places.members_on(today));
    let taken = layout.t2("waiting-taken", "members", members.unsigned_abs(), "places", size.unsigned_abs());
    format!("{taken} {}", free(layout, size - members))
}

fn free(layout: &Layout<'_>, free: i32) -> String {
    match free {
        ..0 => layout.t1("waiting-over", "over", free.unsigned_abs()),
        0 => layout.t("waiting-full"),
        _ => layout.t1("waiting-free", "free", free.unsigned_abs()),
    }
}

fn day_of(layout: &Layout<'_>, of: &PlaceDay<'_>) -> (String, String) {
    let names = |names: &[&str]| layout.list(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    let mut told = Vec::new();
    if !of.ends.is_empty() {
        told.push(layout.t1("waiting-ends", "names", names(&of.ends)));
    }
    if !of.begins.is_empty() {
        told.push(layout.t1("waiting-comes", "names", names(&of.begins)));
    }
    told.push(free(layout, of.free));
    (day(layout, of.on), told.join(" "))
}

fn entry_of(layout: &Layout<'_>, entry: &Entry, places: Option<&Places<'_>>) -> String {
    let on = layout.t2("waiting-entry", "day", day(layout, entry.on), "week", entry.week);
    let whole = layout.t1("waiting-entry-whole", "day", day(layout, entry.whole_until));
    match places {
        Some(places) => format!("{on} {} {whole}", free(layout, places.free_on(entry.on))),
        None => format!("{on} {whole}"),
    }
}
