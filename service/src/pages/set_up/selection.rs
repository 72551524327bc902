//! Who is put forward for a group, and the conversations before the first day. For whoever leads the group; nobody else reads
//! them. The points of a conversation are a reminder: nothing on these pages counts or judges them.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use uuid::Uuid;

use super::{Counter, Draft, Form, SavedQuery, forms, said, shown};
use crate::{
    access::{Actor, AuditEvent, Passwords, record},
    domain::{CandidateId, CheckAnswer, ClientCode, GroupId, SelectionOutcome, SelectionStep},
    manage::{Fields, newest, next_step},
    pages::{
        frame::see,
        views::{
            CandidateLine, CandidatePage, ClientCodePage, ConversationCard, Layout, Section, SelectionPage, SetUpForm,
            format,
        },
    },
    store::{CandidateRow, SelectionStepRow, Tenant},
    web::{Problem, ProblemKind},
};

/// `GET /groups/{group_id}/selection`
pub(in crate::pages) async fn page(
    counter: Counter,
    path: Path<Uuid>,
    query: Query<SavedQuery>,
) -> Result<HttpResponse, Problem> {
    list(&counter, path.into_inner().into(), None, query.saved.is_some()).await
}

/// `POST /groups/{group_id}/selection`: somebody is put forward.
pub(in crate::pages) async fn add(counter: Counter, path: Path<Uuid>, form: Form) -> Result<HttpResponse, Problem> {
    let (group, fields) = (GroupId::from(path.into_inner()), Fields::new(form.0));
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let outcome = counter.desk(&tenant).add_candidate(group, &fields).await;
    match outcome {
        Ok(candidate) => {
            tenant.commit().await?;
            Ok(see(&format!("/groups/{group}/selection/{candidate}?saved=yes")))
        }
        Err(error) => {
            drop(tenant);
            drop(connection);
            list(&counter, group, Some(Draft::of(fields, error)?), false).await
        }
    }
}

/// `GET /groups/{group_id}/selection/{candidate_id}`
pub(in crate::pages) async fn candidate(
    counter: Counter,
    path: Path<(Uuid, Uuid)>,
    query: Query<SavedQuery>,
) -> Result<HttpResponse, Problem> {
    one(&counter, path.into_inner(), None, query.saved.is_some()).await
}

/// `POST /groups/{group_id}/selection/{candidate_id}`: a conversation is written down; where a stay is made, its code is shown
/// once.
pub(in crate::pages) async fn step(
    counter: Counter,
    passwords: Data<Passwords>,
    path: Path<(Uuid, Uuid)>,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let (ids, fields) = (path.into_inner(), Fields::new(form.0));
    let (group, candidate) = (GroupId::from(ids.0), CandidateId::from(ids.1));
    let organisation = counter.login.who.organisation;
    let mut connection = counter.store.connect().await?;
    {
        let tenant = connection.begin(organisation).await?;
        counter.desk(&tenant).led_group(group).await?;
    }
    let code = ClientCode::draw(&mut rand::rng());
    let hash = passwords.hash(code.expose()).await?;
    let tenant = connection.begin(organisation).await?;
    let pseudonym = tenant.candidate(group, candidate).await?.map(|row| row.pseudonym);
    let outcome = counter.desk(&tenant).record_step(group, candidate, &fields, &hash).await;
    let back = format!("/groups/{group}/selection/{candidate}?saved=yes");
    match outcome {
        Ok(made) => {
            tenant.commit().await?;
            if !made {
                return Ok(see(&back));
            }
            let view = ClientCodePage {
                layout: counter.layout(Section::Groups),
                pseudonym: pseudonym.unwrap_or_default(),
                code: code.expose().to_owned(),
                back_href: back,
            };
            shown(&view, None)
        }
        Err(error) => {
            drop(tenant);
            drop(connection);
            one(&counter, ids, Some(Draft::of(fields, error)?), false).await
        }
    }
}

async fn list(counter: &Counter, group: GroupId, draft: Option<Draft>, saved: bool) -> Result<HttpResponse, Problem> {
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    let row = counter.desk(&tenant).led_group(group).await?;
    let (candidates, steps) = (tenant.candidates(group).await?, tenant.selection_steps(group).await?);
    seen(counter, &tenant, group);
    tenant.commit().await?;
    let layout = counter.layout(Section::Groups);
    let line = |of: &CandidateRow| CandidateLine {
        href: format!("/groups/{group}/selection/{}", of.id),
        pseudonym: of.pseudonym.clone(),
        stands: stands(&layout, of, &steps),
    };
    let (open, done): (Vec<_>, Vec<_>) = candidates.iter().partition(|of| next_step(&steps, of.id).is_some());
    let from = draft.as_ref().map(|draft| draft.fields.clone()).unwrap_or_default();
    let view = SelectionPage {
        said: said(draft.as_ref(), saved),
        group_id: group.to_string(),
        group_name: row.name,
        open: open.into_iter().map(line).collect(),
        done: done.into_iter().map(line).collect(),
        add: forms::form("add", format!("/groups/{group}/selection"), "add-candidate", forms::candidate(&from)),
        layout: layout.clone(),
    };
    shown(&view, draft.as_ref())
}

async fn one(
    counter: &Counter,
    (group, candidate): (Uuid, Uuid),
    draft: Option<Draft>,
    saved: bool,
) -> Result<HttpResponse, Problem> {
    let (group, candidate) = (GroupId::from(group), CandidateId::from(candidate));
    let mut connection = counter.store.connect().await?;
    let tenant = connection.begin(counter.login.who.organisation).await?;
    counter.desk(&tenant).led_group(group).await?;
    let row = tenant.candidate(group, candidate).await?.ok_or_else(|| Problem::new(ProblemKind::NotFound))?;
    let steps = tenant.selection_steps(group).await?;
    let mut colleagues: Vec<(String, String)> = tenant
        .group_therapists(group, counter.today)
        .await?
        .into_iter()
        .filter(|row| row.treats())
        .map(|row| (row.account.to_string(), row.display_name))
        .collect();
    let own = (counter.login.who.account.to_string(), counter.login.who.display_name.clone());
    if !colleagues.contains(&own) {
        colleagues.push(own);
    }
    seen(counter, &tenant, group);
    tenant.commit().await?;
    let layout = counter.layout(Section::Groups);
    let showing = Showing { counter, layout: &layout, row: &row, steps: &steps, colleagues, draft: draft.as_ref() };
    let view = CandidatePage {
        said: said(draft.as_ref(), saved),
        group_id: group.to_string(),
        stands: stands(&layout, &row, &steps),
        steps: SelectionStep::ALL.iter().map(|step| showing.card(group, *step)).collect(),
        pseudonym: row.pseudonym.clone(),
        layout: layout.clone(),
    };
    shown(&view, draft.as_ref())
}

fn seen(counter: &Counter, tenant: &Tenant<'_>, group: GroupId) {
    let event = AuditEvent::new(Actor::Account(counter.login.who.account), "view-selection");
    record(tenant, &event.on("group", group.uuid()), counter.now);
}

/// Since when, and what is next or what came of it.
fn stands(layout: &Layout<'_>, row: &CandidateRow, steps: &[SelectionStepRow]) -> String {
    let day = format::day(layout.texts, layout.language, row.applied_on);
    let since = layout.t1("selection-since", "day", day);
    let last = SelectionStep::ALL.iter().rev().find_map(|step| newest(steps, row.id, *step));
    let next = match (next_step(steps, row.id), last) {
        (Some(step), _) => layout.t1("selection-next", "step", layout.label("selection-step", step.word())),
        (None, Some(last)) if last.outcome != SelectionOutcome::GoesOn => {
            layout.t1("selection-ended", "outcome", layout.label("selection-outcome", last.outcome.word()))
        }
        (None, _) => layout.t("selection-entered"),
    };
    format!("{since} {next}")
}

struct Showing<'a> {
    counter: &'a Counter,
    layout: &'a Layout<'a>,
    row: &'a CandidateRow,
    steps: &'a [SelectionStepRow],
    colleagues: Vec<(String, String)>,
    draft: Option<&'a Draft>,
}

impl Showing<'_> {
    fn card(&self, group: GroupId, step: SelectionStep) -> ConversationCard {
        let own: Vec<&SelectionStepRow> =
            self.steps.iter().filter(|row| row.candidate == self.row.id && row.step == step).collect();
        let is_next = next_step(self.steps, self.row.id) == Some(step);
        let may = is_next || !own.is_empty();
        ConversationCard {
            step: step.word(),
            lines: own.last().map(|row| self.lines(row)).unwrap_or_default(),
            older: own.iter().rev().skip(1).map(|row| self.corrected(row)).collect(),
            form: may.then(|| self.form(group, step, own.last().copied())),
            is_next,
        }
    }

    fn form(&self, group: GroupId, step: SelectionStep, row: Option<&SelectionStepRow>) -> SetUpForm {
        let typed = self.draft.filter(|draft| draft.fields.text("step") == step.word());
        let from = match (typed, row) {
            (Some(draft), _) => draft.fields.clone(),
            (None, Some(row)) => self.written(row),
            (None, None) => Fields::default()
                .with("held_on", self.counter.today.to_string())
                .with("held_by", self.counter.login.who.account.to_string()),
        };
        let fields = forms::selection(self.layout, step, self.colleagues.clone(), &from);
        let action = format!("/groups/{group}/selection/{}", self.row.id);
        SetUpForm {
            hidden: vec![("step", step.word().to_owned())],
            primary: row.is_none(),
            ..forms::form(&format!("form-{}", step.word()), action, "record-step", fields)
        }
    }

    /// What was written down, to be corrected.
    fn written(&self, row: &SelectionStepRow) -> Fields {
        let mark = |mark: Option<i16>| mark.map(|mark| mark.to_string()).unwrap_or_default();
        let held_by = self.colleagues.iter().find(|(_, name)| *name == row.held_by);
        let mut from = Fields::default()
            .with("held_on", row.held_on.to_string())
            .with("held_by", held_by.map(|(id, _)| id.clone()).unwrap_or_default())
            .with("decided", row.decided.word())
            .with("outcome", row.outcome.word())
            .with("motivation", mark(row.motivation))
            .with("expectation", mark(row.expectation));
        for (point, answer) in row.checks.iter().filter_map(|check| check.split_once('=')) {
            from = from.with(point, answer);
        }
        from
    }

    fn lines(&self, row: &SelectionStepRow) -> Vec<String> {
        let layout = self.layout;
        let day = format::day(layout.texts, layout.language, row.held_on);
        let mut lines = vec![
            layout.t2("selection-held", "day", day, "name", row.held_by.clone()),
            format!(
                "{}; {}.",
                layout.label("decided", row.decided.word()),
                layout.label("selection-outcome", row.outcome.word())
            ),
        ];
        for (key, mark, earlier) in [
            ("selection-motivation", row.motivation, self.earlier(row, |row| row.motivation)),
            ("selection-expectation", row.expectation, self.earlier(row, |row| row.expectation)),
        ] {
            match (mark, earlier) {
                (Some(mark), Some(earlier)) if mark != earlier => {
                    lines.push(layout.t2(&format!("{key}-changed"), "mark", mark, "earlier", earlier));
                }
                (Some(mark), _) => lines.push(layout.t1(key, "mark", mark)),
                (None, _) => {}
            }
        }
        for (point, answer) in row.checks.iter().filter_map(|check| check.split_once('=')) {
            if answer != CheckAnswer::No.word() {
                lines.push(format!("{}: {}.", layout.label("set-up-field", point), layout.label("check", answer)));
            }
        }
        lines
    }

    /// The mark of the conversation before.
    fn earlier(&self, row: &SelectionStepRow, mark: impl Fn(&SelectionStepRow) -> Option<i16>) -> Option<i16> {
        newest(self.steps, self.row.id, row.step.before()?).and_then(mark)
    }

    fn corrected(&self, row: &SelectionStepRow) -> String {
        let layout = self.layout;
        let at = self.counter.moment(layout, row.recorded_at);
        let was = self.lines(row).join(" ");
        layout.filled("selection-corrected", &[("was", &was), ("name", &row.recorded_by), ("at", &at)])
    }
}
