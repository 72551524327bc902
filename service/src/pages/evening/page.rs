//! The page for after a session, whatever its reader may see of it.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Query},
};
use jiff::{Timestamp, tz::TimeZone};
use peil_questionnaires::Library;
use uuid::Uuid;

use crate::{
    access::{Actor, AuditEvent, record},
    clock::SharedClock,
    collect::{Comparison, EveningReader, comparison, reader_of},
    domain::{AccountId, IdempotencyKey, TherapistPart},
    pages::{
        admin::moment,
        frame::{Pages, html},
        session::{Card, SavedQuery, members_of, own_session, today},
        views::{EveningPage, Layout, Section, format},
    },
    store::{GroupRow, SessionRow, Store, Tenant, TherapistRow},
    web::{CurrentLogin, OwnLibrary, Problem, ProblemKind},
};

/// A session with whoever opens what comes after it.
pub(super) struct Evening {
    pub(super) group: GroupRow,
    pub(super) session: SessionRow,
    pub(super) reader: EveningReader,
    /// Lead, co-therapists and trainees of that day, the lead first.
    pub(super) therapists: Vec<TherapistRow>,
}

/// What a page is made with.
pub(super) struct Showing<'a> {
    pub(super) evening: &'a Evening,
    pub(super) tenant: &'a Tenant<'a>,
    pub(super) library: &'a Library,
    pub(super) login: &'a CurrentLogin,
    pub(super) layout: &'a Layout<'a>,
    pub(super) now: Timestamp,
    pub(super) signals_enabled: bool,
}

/// What was typed and not stored, because somebody else wrote first.
#[derive(Default)]
pub(super) struct Drafts {
    pub(super) own: Option<String>,
    pub(super) joint: Option<String>,
}

/// `GET /groups/{group_id}/sessions/{session_id}/after`
pub(in crate::pages) async fn page(
    request: HttpRequest,
    login: CurrentLogin,
    (pages, store, library, clock): (Data<Pages>, Data<Store>, OwnLibrary, Data<SharedClock>),
    path: Path<(Uuid, Uuid)>,
    query: Query<SavedQuery>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    let mut connection = store.connect().await?;
    let signals_enabled = login.who.signals_enabled;
    let tenant = connection.begin(login.who.organisation).await?;
    let evening = Evening::open(&tenant, &login, path.into_inner(), now).await?;
    let layout = pages.layout(&request, Some(&login), Section::Groups);
    let showing = Showing {
        evening: &evening,
        tenant: &tenant,
        library: &library,
        login: &login,
        layout: &layout,
        now,
        signals_enabled,
    };
    let shown = html(&showing.view(query.into_inner(), Drafts::default()).await?)?;
    let event = AuditEvent::new(Actor::Account(login.who.account), "view-evening");
    record(&tenant, &event.on("session", evening.session.id.uuid()), now);
    tenant.commit().await?;
    Ok(shown)
}

impl Evening {
    /// The session of an address, for whoever may open what comes after it.
    ///
    /// # Errors
    ///
    /// [`Problem`]: not found for who does not see the group, forbidden for who looks on.
    pub(super) async fn open(
        tenant: &Tenant<'_>,
        login: &CurrentLogin,
        path: (Uuid, Uuid),
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let (group, session) = own_session(tenant, login, path, now).await?;
        let reader = reader_of(tenant, &login.who, (&group, &session), today(login, now)).await?;
        let reader = reader.ok_or_else(|| Problem::new(ProblemKind::Forbidden))?;
        let mut therapists = tenant.group_therapists(group.id, session.held_on).await?;
        therapists.retain(|row| row.treats() && TherapistPart::reflects(row.part));
        Ok(Self { group, session, reader, therapists })
    }

    /// The session's address.
    pub(super) fn href(&self) -> String {
        format!("/groups/{}/sessions/{}", self.group.id, self.session.id)
    }

    /// Names of the others who were there and are not among these.
    pub(super) fn others_but(&self, there: &[AccountId]) -> Vec<String> {
        let missing = |row: &&TherapistRow| row.account != self.reader.account && !there.contains(&row.account);
        self.therapists.iter().filter(missing).map(|row| row.display_name.clone()).collect()
    }
}

impl<'a> Showing<'a> {
    /// Everything that the reader may see.
    ///
    /// # Errors
    ///
    /// [`Problem`] when the database does not answer or a picture cannot be drawn.
    pub(super) async fn view(&self, query: SavedQuery, drafts: Drafts) -> Result<EveningPage<'a>, Problem> {
        let (evening, tenant, layout) = (self.evening, self.tenant, self.layout);
        let session = &evening.session;
        let mut seen: Comparison = comparison(tenant, session.id, evening.reader).await?;
        let place = |account| evening.therapists.iter().position(|row| row.account == account);
        seen.ratings.sort_by_key(|row| place(row.account).unwrap_or(usize::MAX));
        let notes = self.notes(drafts).await?;
        let (earlier, agreements) = self.agreements().await?;
        let (signals, alerts) = self.signals().await?;
        let members = members_of(tenant, session).await?.into_iter();
        Ok(EveningPage {
            group_id: evening.group.id.to_string(),
            group_name: evening.group.name.clone(),
            href: evening.href(),
            number: u32::try_from(session.number).unwrap_or(0),
            day: format::day(layout.texts, layout.language, session.held_on),
            open: session.closed_at.is_none(),
            writes: evening.reader.writes,
            leads: evening.reader.leads,
            saved: query.saved.unwrap_or_default(),
            problem: query.problem.unwrap_or_default(),
            form: self.rating_form(&seen),
            compared: self.compared(&seen)?,
            notes,
            earlier,
            agreements,
            members: members.map(|member| (member.id.to_string(), member.pseudonym)).collect(),
            key: self.key(),
            signals,
            alerts,
            time: Card { session, reader: evening.reader, back: "after" }.read(tenant, self.login).await?,
            layout: layout.clone(),
        })
    }

    /// A key for a form that is to be stored once.
    pub(super) fn key(&self) -> String {
        IdempotencyKey::new(self.now).to_string()
    }

    /// A moment, written out where the reader works.
    pub(super) fn at(&self, at: Timestamp) -> String {
        let zone = TimeZone::get(&self.login.who.time_zone).unwrap_or(TimeZone::UTC);
        moment(self.layout, at, &zone)
    }
}
