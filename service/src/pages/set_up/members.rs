//! Members of a group: a new client or a known one enters, a first day is corrected, and consent to research is written down or
//! taken back. For whoever leads the group, and for
//! administrators.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use jiff::civil::Date;
use uuid::Uuid;

use super::{Counter, Draft, Form, SavedQuery, days, forms, said, shown};
use crate::{
    access::{Actor, AuditEvent, Passwords, record},
    clock::local_date,
    domain::{ClientCode, ConsentPurpose, GroupId, MembershipId, Role},
    manage::Fields,
    pages::{
        frame::see,
        views::{ClientCodePage, Layout, MembersPage, Section, SetUpForm, SetUpMemberLine, format},
    },
    store::MembershipRow,
    web::Problem,
};

/// `GET /groups/{group_id}/new-member`
pub(in crate::pages) async fn page(
    counter: Counter,
    path: Path<Uuid>,
    query: Query<SavedQuery>,
) -> Result<HttpResponse, Problem> {
    list(&counter, path.into_inner().into(), None, query.saved.is_some()).await
}

/// `POST /groups/{group_id}/new-member`: for a new client the own code is shown once.
pub(in crate::pages) async fn add(
    counter: Counter,
    passwords: Data<Passwords>,
    path: Path<Uuid>,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let (group, fields) = (GroupId::from(path.into_inner()), Fields::new(form.0));
    let organisation = counter.login.who.organisation;
    let mut connection = counter.store.connect().await?;
    {
        // Nothing is hashed for who may not add anybody here.
        let tenant = connection.begin(organisation).await?;
        counter.desk(&tenant).led_group(group).await?;
    }
    let code = ClientCode::draw(&mut rand::rng());
    let hash = passwords.hash(code.expose()).await?;
    let tenant = connection.begin(organisation).await?;
    let outcome = counter.desk(&tenant).add_member(group, &fields, &hash).await;
    if let Err(error) = outcome {
        drop(tenant);
        drop(connection);
        return list(&counter, group, Some(Draft::of(fields, error)?), false).await;
    }
    tenant.commit().await?;
    let back = format!("/groups/{group}/new-member?saved=yes");
    if !fields.text("client").is_empty() {
        return Ok(see(&back));
    }
    let view = ClientCodePage {
        layout: counter.layout(section(&counter)),
        pseudonym: fields.text("pseudonym").to_owned(),
        code: code.expose().to_owned(),
        back_href: back,
    };
    shown(&view, None)
}

/// `POST /groups/{group_id}/members/{membership_id}/joined`
pub(in crate::pages) async fn correct(
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
    Ok(see(&format!("/groups/{group}/new-member?saved=yes")))
}

/// `POST /groups/{group_id}/members/{membership_id}/consent`
pub(in crate::pages) async fn consent(
    counter: Counter,
    path: Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let (group, member) = path.into_inner();
    let (group, member, fields) = (GroupId::from(group), MembershipId::from(member), Fields::new(form.0));
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).set_research_consent(group, member, &fields).await;
    if let Err(error) = outcome {
        drop(tenant);
        drop(connection);
        return list(&counter, group, Some(Draft::of(Fields::default(), error)?), false).await;
    }
    tenant.commit().await?;
    Ok(see(&format!("/groups/{group}/new-member?saved=yes")))
}

fn section(counter: &Counter) -> Section {
    if counter.login.who.role == Role::Administrator { Section::Admin } else { Section::Groups }
}

async fn list(counter: &Counter, group: GroupId, draft: Option<Draft>, saved: bool) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let desk = counter.desk(&tenant);
    let row = desk.led_group(group).await?;
    let (members, scored) = (tenant.memberships(group).await?, tenant.scored_memberships(group).await?);
    let known = desk.known_clients(group).await?;
    let consents = tenant.consents_of_group(group).await?;
    let research = |row: &MembershipRow| {
        let own =
            |(client, purpose, _): &&(_, _, _)| *client == row.client && *purpose == ConsentPurpose::ResearchExport;
        consents.iter().find(own).map(|(.., since)| local_date(*since, &counter.login.who.time_zone))
    };
    let event = AuditEvent::new(Actor::Account(counter.login.who.account), "list-members");
    record(&tenant, &event.on("group", group.uuid()), counter.now);
    tenant.commit().await?;
    let layout = counter.layout(section(counter));
    let begin = Fields::default().with("joined_on", row.started_on.max(counter.today).to_string());
    let from = draft.as_ref().filter(|draft| draft.fields != Fields::default());
    let from = from.map_or(begin, |draft| draft.fields.clone());
    let action = format!("/groups/{group}/new-member");
    let clients: Vec<(String, String)> =
        known.into_iter().map(|(id, pseudonym, group)| (id.to_string(), format!("{pseudonym} ({group})"))).collect();
    let back_href = match section(counter) {
        Section::Admin => format!("/admin/groups/{group}"),
        _ => format!("/groups/{group}"),
    };
    let view = MembersPage {
        said: said(draft.as_ref(), saved),
        group_name: row.name,
        back_href,
        members: members.into_iter().map(|row| line(&layout, research(&row), row, &scored)).collect(),
        add: forms::form("add", action.clone(), "add-member", forms::member(&from)),
        add_known: (!clients.is_empty()).then(|| SetUpForm {
            primary: false,
            ..forms::form("known", action, "add-known", forms::known_member(&layout, clients, &from))
        }),
        layout,
    };
    shown(&view, draft.as_ref())
}

/// To note that a client agrees that research gets rows without a name, or to take that back.
fn consent_form(row: &MembershipRow, given: bool) -> SetUpForm {
    let (answer, button) = if given { ("no", "withdraw-research") } else { ("yes", "give-research") };
    let action = format!("/groups/{}/members/{}/consent", row.group, row.id);
    SetUpForm {
        hidden: vec![("research_export", answer.to_owned())],
        about: row.pseudonym.clone(),
        primary: false,
        ..forms::form(&format!("consent-{}", row.id), action, button, Vec::new())
    }
}

fn line(layout: &Layout<'_>, research: Option<Date>, row: MembershipRow, scored: &[MembershipId]) -> SetUpMemberLine {
    let planned = row.planned_end_on.map(|day| day.to_string()).unwrap_or_default();
    let own = Fields::default().with("joined_on", row.joined_on.to_string()).with("planned_end_on", planned);
    let scored = scored.contains(&row.id);
    let correct = SetUpForm {
        about: row.pseudonym.clone(),
        primary: false,
        ..forms::form(
            &format!("stay-{}", row.id),
            format!("/groups/{}/members/{}/joined", row.group, row.id),
            "correct",
            forms::stay(&own),
        )
    };
    SetUpMemberLine {
        days: days(layout, row.joined_on, row.left_on),
        scored,
        research: match research {
            Some(since) => layout.t1("set-up-research-since", "day", format::day(layout.texts, layout.language, since)),
            None => layout.t("set-up-research-none"),
        },
        consent: consent_form(&row, research.is_some()),
        correct: row.left_on.is_none().then_some(correct),
        pseudonym: row.pseudonym,
    }
}
