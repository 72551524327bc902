//! Reflection notes. Whoever writes over a wording that he did not read gets both to look at, and nothing is lost.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use serde::Deserialize;
use uuid::Uuid;

use super::page::{Drafts, Evening, Showing};
use crate::{
    access::{Actor, AuditEvent, record},
    clock::SharedClock,
    collect::{Written, reflections, write_joint, write_own},
    domain::Reflection,
    jobs::{Changed, LiveUpdates, What},
    pages::{
        frame::{Pages, html, see},
        own_form::OwnForm,
        session::SavedQuery,
        views::{JointNote, Notes, Section},
    },
    store::Store,
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// A wording, and the one that it goes on from (0 for none).
#[derive(Deserialize)]
pub(in crate::pages) struct NoteForm {
    said: Option<String>,
    version: Option<String>,
}

/// What a handler of a note extracts.
type Parts = (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>, Data<LiveUpdates>);

/// Which note.
#[derive(Clone, Copy)]
enum Which {
    Own,
    Joint,
}

/// `POST …/note`: one's own; those who were there.
pub(in crate::pages) async fn own_note(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<NoteForm>,
) -> Result<HttpResponse, Problem> {
    write(&request, &login, &parts, path.into_inner(), (Which::Own, form.0)).await
}

/// `POST …/joint-note`: the joint one; those who were there and lead.
pub(in crate::pages) async fn joint_note(
    request: HttpRequest,
    login: CurrentLogin,
    parts: Parts,
    path: Path<(Uuid, Uuid)>,
    form: OwnForm<NoteForm>,
) -> Result<HttpResponse, Problem> {
    write(&request, &login, &parts, path.into_inner(), (Which::Joint, form.0)).await
}

async fn write(
    request: &HttpRequest,
    login: &CurrentLogin,
    (pages, store, library, clock, live): &Parts,
    path: (Uuid, Uuid),
    (which, form): (Which, NoteForm),
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let malformed = || Problem::new(ProblemKind::MalformedBody);
    let mut connection = store.connect().await?;
    let signals_enabled = login.who.signals_enabled;
    let tenant = connection.begin(login.who.organisation).await?;
    let evening = Evening::open(&tenant, login, path, now).await?;
    let (said, version) = form.said.zip(form.version).ok_or_else(malformed)?;
    let read: i32 = version.parse().map_err(|_| malformed())?;
    let said = Reflection::parse(&said).map_err(|_| malformed())?;
    let Some(said) = said else {
        return Ok(see(&format!("{}/after?problem=nothing-written#notes", evening.href())));
    };
    let (session, wording) = (evening.session.id, (read, &said));
    let written = match which {
        Which::Own => write_own(&tenant, session, evening.reader, wording, now).await?,
        Which::Joint => write_joint(&tenant, session, evening.reader, wording, now).await?,
    };
    if written == Written::Stored {
        tenant.commit().await?;
        live.tell(Changed { organisation: login.who.organisation, group: evening.group.id, what: What::Written });
        return Ok(see(&format!("{}/after?saved=note#notes", evening.href())));
    }
    let typed = Some(said.as_str().to_owned());
    let drafts = match which {
        Which::Own => Drafts { own: typed, joint: None },
        Which::Joint => Drafts { own: None, joint: typed },
    };
    let layout = pages.layout(request, Some(login), Section::Groups);
    let showing = Showing { evening: &evening, tenant: &tenant, library, login, layout: &layout, now, signals_enabled };
    let query = SavedQuery { saved: None, problem: Some("conflict".to_owned()) };
    let mut shown = html(&showing.view(query, drafts).await?)?;
    *shown.status_mut() = StatusCode::CONFLICT;
    let event = AuditEvent::new(Actor::Account(login.who.account), "view-evening");
    record(&tenant, &event.on("session", evening.session.id.uuid()), now);
    tenant.commit().await?;
    Ok(shown)
}

impl Showing<'_> {
    /// The notes, as far as the reader may see them.
    ///
    /// # Errors
    ///
    /// [`Problem`] when the database does not answer.
    pub(super) async fn notes(&self, drafts: Drafts) -> Result<Notes, Problem> {
        let evening = self.evening;
        let seen = reflections(self.tenant, evening.session.id, evening.reader).await?;
        let reader = evening.reader;
        Ok(Notes {
            may_join: reader.writes && reader.leads && seen.own.is_some(),
            own: seen.own.map(|row| (row.version, row.said)),
            own_draft: drafts.own,
            others: seen.others.into_iter().map(|row| (row.name, self.at(row.written_at), row.said)).collect(),
            waiting: evening.others_but(&seen.written_by),
            joint: seen.joint.map(|row| JointNote {
                version: row.version,
                said: row.said,
                by: row.name,
                at: self.at(row.written_at),
            }),
            joint_draft: drafts.joint,
        })
    }
}
