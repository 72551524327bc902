//! A client at a tablet.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use peil_questionnaires::{Decimal, Form, Input, form};
use uuid::Uuid;

use super::tablet_wire::{
    AnswerRequest, EntryReply, EntryRequest, FormReply, FormText, ItemText, LineName, LineReply, LineRequest,
    MemberReply, OptionText, ResponseReply, ResponseRequest, SessionReply, SessionRequest,
};
use crate::{
    access::{Passwords, PerAddress},
    clock::SharedClock,
    collect::{
        self, Accepted, AskedForm, Became, CollectError, Entered, Entry, Libraries, LineSaid, Said, SavedAnswer,
        Submission,
    },
    domain::{ClientCode, IdempotencyKey, Language, LineConsentId, SessionCode},
    jobs::{Changed, LiveUpdates, What, Worker},
    store::{Store, StoredAnswer},
    web::{OwnLibrary, Problem, ProblemBody, ProblemKind, refuse_crowd},
};

/// The session of a code: the pseudonyms to choose from.
#[utoipa::path(post, path = "/api/v1/tablet/session", tag = "tablet", request_body = SessionRequest, responses(
    (status = 200, body = SessionReply),
    (status = 404, description = "wrong-code", body = ProblemBody, content_type = "application/problem+json"),
    (status = 410, description = "expired-code", body = ProblemBody, content_type = "application/problem+json"),
    (status = 429, description = "too-many-attempts", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn session(
    request: HttpRequest,
    store: Data<Store>,
    clock: Data<SharedClock>,
    crowd: Data<PerAddress>,
    body: Json<SessionRequest>,
) -> Result<Json<SessionReply>, Problem> {
    let now = clock.now();
    refuse_crowd(&crowd, &request, now)?;
    let found = collect::look_up(&store, &SessionCode::parse(&body.code)?, now).await?;
    let members = found.members.into_iter();
    Ok(Json(SessionReply {
        session_number: found.number,
        group_name: found.group_name,
        members: members.map(|(id, pseudonym)| MemberReply { membership_id: id.uuid(), pseudonym }).collect(),
        languages: ["nl", "en"],
    }))
}

/// Both codes: the forms of this client tonight, with what was saved of them.
#[utoipa::path(post, path = "/api/v1/tablet/entry", tag = "tablet", request_body = EntryRequest, responses(
    (status = 201, body = EntryReply),
    (status = 403, description = "wrong-client-code", body = ProblemBody, content_type = "application/problem+json"),
    (status = 404, description = "wrong-code", body = ProblemBody, content_type = "application/problem+json"),
    (status = 410, description = "expired-code", body = ProblemBody, content_type = "application/problem+json"),
    (status = 429, description = "too-many-attempts", body = ProblemBody, content_type = "application/problem+json"),
))]
#[allow(clippy::too_many_arguments, reason = "one extractor each")]
pub(super) async fn entry(
    request: HttpRequest,
    store: Data<Store>,
    passwords: Data<Passwords>,
    libraries: Data<Libraries>,
    clock: Data<SharedClock>,
    crowd: Data<PerAddress>,
    live: Data<LiveUpdates>,
    body: Json<EntryRequest>,
) -> Result<HttpResponse, Problem> {
    let now = clock.now();
    refuse_crowd(&crowd, &request, now)?;
    let code = SessionCode::parse(&body.code)?;
    let own = ClientCode::parse(&body.client_code)?;
    let Entered { token, entry, arrived_in } =
        collect::enter(&store, &passwords, &code, body.membership_id.into(), &own, now).await?;
    if let Some(group) = arrived_in {
        // Lines that everybody else agreed to are gone until this one does too.
        live.tell(Changed { organisation: entry.organisation, group, what: What::Presence });
    }
    let library = OwnLibrary::of(&libraries, &store, entry.organisation).await?;
    let forms = collect::forms(&store, &library, &entry).await?;
    let line = collect::line_asked(&store, &library, &entry, now).await?;
    Ok(HttpResponse::Created().json(EntryReply {
        token: token.expose(),
        expires_at: entry.expires_at.to_string(),
        forms: forms.iter().map(form_reply).collect(),
        line_given: line.as_ref().map(|asked| asked.given),
        line_of: line.map(|asked| LineName { nl: asked.of.0, en: asked.of.1 }),
    }))
}

/// Keeps one answer of a form that is being filled in.
#[utoipa::path(put, path = "/api/v1/tablet/assignments/{assignment_id}/answers/{item_id}", tag = "tablet",
    request_body = AnswerRequest, security(("tablet_entry" = [])),
    params(("assignment_id" = Uuid, Path), ("item_id" = String, Path)),
    responses(
        (status = 204),
        (status = 401, description = "entry-expired", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "already-submitted", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "answer-out-of-range, unknown-item", body = ProblemBody,
         content_type = "application/problem+json"),
    ))]
#[allow(clippy::too_many_arguments, reason = "one extractor each")]
pub(super) async fn save_answer(
    entry: Entry,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    live: Data<LiveUpdates>,
    path: Path<(Uuid, String)>,
    body: Json<AnswerRequest>,
) -> Result<HttpResponse, Problem> {
    let (assignment, item) = path.into_inner();
    let body = body.into_inner();
    let said = body.value.map(Said::new);
    let answer = SavedAnswer { item: &item, value: said.as_ref(), language: language(&body.language)? };
    let saved = collect::save_answer(&store, &library, &entry, assignment.into(), answer, clock.now()).await?;
    if let Some(group) = saved.raised {
        live.tell(Changed { organisation: entry.organisation, group, what: What::Signals });
    }
    if saved.late {
        return Err(CollectError::AlreadySubmitted.into());
    }
    Ok(HttpResponse::NoContent().finish())
}

/// Submits a form. The same message again gets the same answer and stores nothing.
#[utoipa::path(post, path = "/api/v1/tablet/assignments/{assignment_id}/response", tag = "tablet",
    request_body = ResponseRequest, security(("tablet_entry" = [])),
    params(("assignment_id" = Uuid, Path)),
    responses(
        (status = 201, description = "stored", body = ResponseReply),
        (status = 200, description = "stored before, by this message", body = ResponseReply),
        (status = 401, description = "entry-expired", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "already-submitted, unknown-instrument-version", body = ProblemBody,
         content_type = "application/problem+json"),
        (status = 413, description = "body-too-large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "answer-out-of-range, unknown-item", body = ProblemBody,
         content_type = "application/problem+json"),
    ))]
#[allow(clippy::too_many_arguments, reason = "one extractor each")]
pub(super) async fn submit(
    entry: Entry,
    store: Data<Store>,
    library: OwnLibrary,
    clock: Data<SharedClock>,
    worker: Data<Worker>,
    live: Data<LiveUpdates>,
    path: Path<Uuid>,
    body: Json<ResponseRequest>,
) -> Result<HttpResponse, Problem> {
    let body = body.into_inner();
    let answers = body.answers.into_iter().map(|(item, value)| (item, value.map(Said::new)));
    let submission = Submission {
        assignment: path.into_inner().into(),
        key: IdempotencyKey::from(body.idempotency_key),
        instrument: body.instrument_id,
        version: body.instrument_version,
        item_hash: body.item_hash,
        text_hash: body.text_hash,
        language: language(&body.language)?,
        answers: answers.collect(),
    };
    let accepted = collect::accept(&store, &library, &entry, &submission, clock.now()).await?;
    for what in told(&accepted) {
        live.tell(Changed { organisation: entry.organisation, group: accepted.group, what });
    }
    worker.wake();
    let reply = ResponseReply { response_id: accepted.response.uuid() };
    match accepted.became {
        Became::Stored => Ok(HttpResponse::Created().json(reply)),
        Became::Repeated => Ok(HttpResponse::Ok().json(reply)),
        Became::Late => Err(CollectError::AlreadySubmitted.into()),
    }
}

/// What open pages hear of a form; what its analysis changes is told by whoever makes it.
fn told(accepted: &Accepted) -> impl Iterator<Item = What> {
    let stored = accepted.became == Became::Stored;
    // Of a form that comes again nobody may have told: its first sending was perhaps cut off after it was stored.
    let again = accepted.became == Became::Repeated;
    let told = [
        (stored || again, What::Answered),
        (stored && !accepted.analysed, What::Analysed),
        (accepted.raised || again, What::Signals),
    ];
    told.into_iter().filter_map(|(happened, what)| happened.then_some(what))
}

/// A client lets the group see his line tonight, or no longer; and what stands then. The same again changes nothing, and a
/// yes that comes late undoes nothing.
#[utoipa::path(put, path = "/api/v1/tablet/line", tag = "tablet", request_body = LineRequest,
    security(("tablet_entry" = [])),
    responses(
        (status = 200, description = "what stands now", body = LineReply),
        (status = 400, description = "malformed-body: a question what stands without a key", body = ProblemBody,
         content_type = "application/problem+json"),
        (status = 401, description = "entry-expired", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "not-found: not at a session", body = ProblemBody,
         content_type = "application/problem+json"),
        (status = 409, description = "session-is-closed, line-said-too-often", body = ProblemBody,
         content_type = "application/problem+json"),
    ))]
pub(super) async fn line(
    entry: Entry,
    store: Data<Store>,
    clock: Data<SharedClock>,
    live: Data<LiveUpdates>,
    body: Json<LineRequest>,
) -> Result<Json<LineReply>, Problem> {
    let now = clock.now();
    let key = body.key.map(LineConsentId::from);
    let said = match (body.given, key) {
        (Some(true), key) => LineSaid::Yes(key.unwrap_or_else(|| LineConsentId::new(now))),
        (Some(false), key) => LineSaid::No(key),
        (None, Some(key)) => LineSaid::Asks(key),
        (None, None) => {
            return Err(Problem::new(ProblemKind::MalformedBody).with_detail("`given` or `key` must be there"));
        }
    };
    let stands = collect::say_line(&store, &entry, said, now).await?;
    // The wall hears of it at once.
    live.tell(Changed { organisation: entry.organisation, group: stands.group, what: What::Lines });
    Ok(Json(LineReply { given: stands.given }))
}

/// Whether the group may see this client's line now: for a tablet that got no reply to what it sent.
#[utoipa::path(get, path = "/api/v1/tablet/line", tag = "tablet", security(("tablet_entry" = [])),
    responses(
        (status = 200, body = LineReply),
        (status = 401, description = "entry-expired", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "not-found: not at a session", body = ProblemBody,
         content_type = "application/problem+json"),
    ))]
pub(super) async fn line_stands(
    entry: Entry,
    store: Data<Store>,
    clock: Data<SharedClock>,
) -> Result<Json<LineReply>, Problem> {
    Ok(Json(LineReply { given: collect::line_stands(&store, &entry, clock.now()).await? }))
}

fn form_reply(asked: &AskedForm<'_>) -> FormReply {
    let instrument = asked.instrument;
    let languages = asked.languages.iter();
    let answers = asked.answers.iter();
    FormReply {
        assignment_id: asked.assignment.id.uuid(),
        submitted: asked.assignment.submitted,
        phase: asked.phase.word(),
        instrument_id: instrument.id().to_owned(),
        instrument_version: instrument.version().to_string(),
        item_hash: instrument.hashes().items().to_string(),
        forms: languages.map(|tag| (tag.tag(), form_text(form(instrument, *tag)))).collect(),
        answers: answers.map(|answer| (answer.item.clone(), written(&answer.value))).collect(),
        start: asked.start.iter().cloned().collect(),
    }
}

/// An answer as the tablet writes it. The database's `7.50` is the form's `7.5`.
fn written(value: &StoredAnswer) -> String {
    match value {
        StoredAnswer::Number(value) => {
            value.parse::<Decimal>().map_or_else(|_| value.clone(), |value| value.to_string())
        }
        StoredAnswer::Words(words) => words.clone(),
    }
}

fn form_text(form: Form) -> FormText {
    FormText {
        title: form.title,
        intro: form.intro,
        recall: form.recall,
        notice: form.notice,
        text_hash: form.text_hash.map(|hash| hash.to_string()),
        items: form.items.into_iter().map(|item| item_text(item.id, item.text, item.input)).collect(),
    }
}

fn item_text(id: String, text: Option<String>, input: Input) -> ItemText {
    let mut item = ItemText {
        id,
        text: text.unwrap_or_default(),
        kind: "choice",
        options: Vec::new(),
        low: None,
        high: None,
        min: None,
        max: None,
        step: None,
        max_length: None,
    };
    let mut limits = |kind, min: Decimal, max: Decimal, step: Decimal| {
        item.kind = kind;
        item.min = Some(min.to_string());
        item.max = Some(max.to_string());
        item.step = Some(step.to_string());
    };
    match input {
        Input::Choice { options } => {
            item.options = options
                .into_iter()
                .map(|option| OptionText { value: option.value.to_string(), label: option.title.unwrap_or_default() })
                .collect();
        }
        Input::Vas { min, max, step, low, high, .. } => {
            limits("vas", min, max, step);
            item.low = low;
            item.high = high;
        }
        Input::Number { min, max, step } => limits("number", min, max, step),
        Input::Text { max_length } => {
            item.kind = "text";
            item.max_length = Some(max_length);
        }
    }
    item
}

fn language(tag: &str) -> Result<Language, Problem> {
    tag.parse().map_err(|_| Problem::new(ProblemKind::MalformedBody).with_detail("language is `nl` or `en`"))
}
