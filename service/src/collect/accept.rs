//! Accepting a form: answers, scores, audit and what must follow, in one transaction, once.

use std::collections::BTreeMap;

use futures_util::future::try_join_all;
use jiff::{Timestamp, civil::Date};
use peil_questionnaires::{Answer, AnswerError, Answers, Instrument, Library, Moment, Outcome, ScoreOutcome, score};

use super::{
    CollectError, Entry,
    answer::{own_assignment, refused},
    entry::instrument_of,
    safety,
    said::{Said, stored_answers},
};
use crate::{
    access::{Actor, AuditEvent, record},
    clock::local_date,
    domain::{AssignmentId, ClientId, GroupId, IdempotencyKey, JobId, Language, ResponseId, ScoreId},
    store::{AnswerRow, AssignmentRow, NewResponse, NewScore, ScoreOrigin, Store, Tenant},
};

/// A form as the tablet sends it.
#[derive(Clone)]
pub struct Submission {
    /// The form.
    pub assignment: AssignmentId,
    /// Chosen once for this form; a repeated key is a repeated message.
    pub key: IdempotencyKey,
    /// The instrument that the client saw.
    pub instrument: String,
    /// Its version.
    pub version: String,
    /// Hash of its items.
    pub item_hash: String,
    /// Hash of the words on screen; none from a tablet that does not tell, and then the present words count.
    pub text_hash: Option<String>,
    /// The language on screen.
    pub language: Language,
    /// What was answered, item by item; none for an answer that was taken back. An item that is not here keeps what was
    /// saved of it, perhaps from another tab.
    pub answers: Vec<(String, Option<Said>)>,
}

/// What became of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// The group whose page must hear of it.
    pub group: GroupId,
    /// The response.
    pub response: ResponseId,
    /// What the message did.
    pub became: Became,
    /// Whether its scores are to be analysed.
    pub analysed: bool,
    /// Whether it has an answer that somebody must read soon.
    pub raised: bool,
}

/// What a submission did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// It stored the form.
    Stored,
    /// It says what is stored.
    Repeated,
    /// The form was stored before, with other answers. Nothing of it changed, and the client is to be told; but an answer
    /// that somebody must read soon was raised.
    Late,
}

/// Stores a submitted form with its scores and asks for the analysis; the same message again changes nothing.
///
/// # Errors
///
/// [`CollectError`] for a form of somebody else, an unknown version, or an answer that the form does not allow.
pub async fn accept(
    store: &Store,
    library: &Library,
    entry: &Entry,
    submission: &Submission,
    now: Timestamp,
) -> Result<Accepted, CollectError> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(entry.organisation).await?;
    // Other senders of this form wait here, so that everything below sees what they stored.
    tenant.lock_assignment(submission.assignment).await?;
    let accepted = accept_in(&tenant, library, entry, submission, now).await?;
    if accepted.became != Became::Repeated {
        tenant.commit().await?;
    }
    Ok(accepted)
}

/// The same inside the caller's transaction. The caller holds the form's lock, or is the only one who can see the form
/// because its assignment is of this very transaction (as in the demo's past), and commits unless the message was a
/// repeated one.
///
/// # Errors
///
/// As [`accept`]; the transaction must not be committed then.
pub async fn accept_in(
    tenant: &Tenant<'_>,
    library: &Library,
    entry: &Entry,
    submission: &Submission,
    now: Timestamp,
) -> Result<Accepted, CollectError> {
    let asked = own_assignment(tenant, entry, submission.assignment).await?;
    let instrument = agreed_instrument(library, &asked, submission)?;
    let said = read_answers(instrument, submission)?;
    let group = tenant.membership(asked.membership).await?.ok_or(CollectError::NotFound)?.group;
    let response = ResponseId::new(now);
    if asked.submitted {
        return repeated(tenant, &asked, instrument, (&said, group), now).await;
    }
    // The answers go in first: once the response is there, the rows are closed.
    let answers = merge_answers(tenant, instrument, submission, &said, now).await?;
    let text_hash = text_on_screen(tenant, instrument, submission).await?;
    let row = NewResponse {
        id: response,
        assignment: submission.assignment,
        key: submission.key,
        language: submission.language,
        item_hash: &instrument.hashes().items().to_string(),
        text_hash: &text_hash,
    };
    if !tenant.insert_response(&row, now).await? {
        return Err(CollectError::AlreadySubmitted);
    }
    let analysed = store_scores(tenant, &asked, instrument, &answers, response, now).await?;
    let raised = safety::raise(tenant, &asked, instrument, &answers, Moment::OnSubmit, now).await?;
    let event = AuditEvent::new(Actor::Client(entry.membership), "submit").on("response", response.uuid());
    record(tenant, &event, now);
    Ok(Accepted { group, response, became: Became::Stored, analysed, raised })
}

/// The instrument, when tablet and assignment speak of the same one.
fn agreed_instrument<'l>(
    library: &'l Library,
    asked: &AssignmentRow,
    submission: &Submission,
) -> Result<&'l Instrument, CollectError> {
    let instrument = instrument_of(library, &asked.instrument, &asked.version)?;
    let same = submission.instrument == asked.instrument
        && submission.version == asked.version
        && submission.item_hash == instrument.hashes().items().to_string();
    if same { Ok(instrument) } else { Err(CollectError::UnknownInstrumentVersion) }
}

/// The hash of the words that the client read: those of now, or earlier ones of this version that the organisation had.
async fn text_on_screen(
    tenant: &Tenant<'_>,
    instrument: &Instrument,
    submission: &Submission,
) -> Result<String, CollectError> {
    let hashes = instrument.hashes();
    let present = hashes.text_in(questionnaire_language(submission.language)).unwrap_or_else(|| hashes.text());
    let present = present.to_string();
    let Some(told) = submission.text_hash.as_ref().filter(|told| **told != present) else { return Ok(present) };
    let known = tenant.wording_is_known(&submission.instrument, &submission.version, submission.language, told).await?;
    if known { Ok(told.clone()) } else { Err(CollectError::UnknownInstrumentVersion) }
}

/// The message as its items read it: the answer, or none for one that was taken back.
type Read = BTreeMap<String, Option<Answer>>;

/// Refuses a message with an item that the form does not have, or an answer that its item does not allow.
fn read_answers(instrument: &Instrument, submission: &Submission) -> Result<Read, CollectError> {
    let mut read = Read::new();
    for (item, said) in &submission.answers {
        let answer = match said {
            Some(said) => said.read(instrument, item)?,
            None if instrument.item(item).is_some() => None,
            None => return Err(AnswerError::UnknownItem { item: item.clone() }.into()),
        };
        if read.insert(item.clone(), answer).is_some() {
            return Err(AnswerError::Duplicate { item: item.clone() }.into());
        }
    }
    Ok(read)
}

/// The form is closed already: a message that says what is stored gets the same answer, another one comes too late. What
/// it says otherwise is not stored, but who must read it soon hears of it.
async fn repeated(
    tenant: &Tenant<'_>,
    asked: &AssignmentRow,
    instrument: &Instrument,
    (said, group): (&Read, GroupId),
    now: Timestamp,
) -> Result<Accepted, CollectError> {
    let response = tenant.response_of(asked.id).await?.ok_or(CollectError::NotFound)?.id;
    let stored = stored_answers(tenant, asked.id).await?;
    let other: Read = said.clone().into_iter().filter(|(item, answer)| stored.get(item) != answer.as_ref()).collect();
    if other.is_empty() {
        return Ok(Accepted { group, response, became: Became::Repeated, analysed: false, raised: false });
    }
    let given = other.into_iter().filter_map(|(item, answer)| Some((item, answer?)));
    let late = Answers::mixed(instrument, given)?;
    let raised = safety::raise(tenant, asked, instrument, &late, Moment::OnSave, now).await?;
    Ok(Accepted { group, response, became: Became::Late, analysed: false, raised })
}

/// Lays the message over what was saved on the way, and reads the whole form.
async fn merge_answers(
    tenant: &Tenant<'_>,
    instrument: &Instrument,
    submission: &Submission,
    said: &Read,
    now: Timestamp,
) -> Result<Answers, CollectError> {
    let written = said.iter().map(|(item, answer)| async move {
        match answer {
            Some(answer) => {
                let row = AnswerRow { item: item.clone(), value: answer.into() };
                tenant.save_answer(submission.assignment, &row, submission.language, now).await
            }
            None => tenant.clear_answer(submission.assignment, item).await,
        }
    });
    // Sent in one go: the database answers them in order.
    try_join_all(written).await.map_err(refused)?;
    Ok(Answers::mixed(instrument, stored_answers(tenant, submission.assignment).await?)?)
}

/// Stores the scores and asks for their analysis; `false` where there is none to be analysed.
async fn store_scores(
    tenant: &Tenant<'_>,
    asked: &AssignmentRow,
    instrument: &Instrument,
    answers: &Answers,
    response: ResponseId,
    now: Timestamp,
) -> Result<bool, CollectError> {
    let member = tenant.membership(asked.membership).await?.ok_or(CollectError::NotFound)?;
    let sitting = tenant.sitting(asked.session).await?.ok_or(CollectError::NotFound)?;
    // A session is of its evening, whenever its forms arrive; a moment is of the day on which it was answered.
    let measured_on = if sitting.only.is_some() { local_date(now, &sitting.time_zone) } else { sitting.held_on };
    let mut analysed = false;
    for outcome in score(instrument, answers) {
        insert_score(tenant, asked, instrument, &outcome, (member.client, measured_on, response), now).await?;
        if outcome.value().is_some() {
            let scale = (instrument.id(), outcome.score());
            tenant.insert_job(JobId::new(now), scale, Some(member.group), now).await?;
            analysed = true;
        }
    }
    Ok(analysed)
}

async fn insert_score(
    tenant: &Tenant<'_>,
    asked: &AssignmentRow,
    instrument: &Instrument,
    outcome: &ScoreOutcome,
    (client, measured_on, response): (ClientId, Date, ResponseId),
    now: Timestamp,
) -> Result<(), CollectError> {
    let (word, reason) = in_words(outcome.outcome());
    let value = outcome.value().map(|value| value.to_string());
    let row = NewScore {
        id: ScoreId::new(now),
        client,
        membership: Some(asked.membership),
        session: Some(asked.session),
        origin: ScoreOrigin::Response(response),
        instrument: &asked.instrument,
        version: &asked.version,
        scale: outcome.score(),
        scoring_hash: &instrument.hashes().scoring().to_string(),
        measured_on,
        outcome: word,
        reason: reason.as_deref(),
        value: value.as_deref(),
    };
    tenant.insert_score(&row, now).await?;
    Ok(())
}

/// How complete a score is, and why it is not.
pub(super) fn in_words(outcome: &Outcome) -> (&'static str, Option<String>) {
    match outcome {
        Outcome::Complete { .. } => ("complete", None),
        Outcome::Prorated { answered, items, .. } => ("prorated", Some(format!("{answered} of {items} answered"))),
        Outcome::NotScored(reason) => ("not_scored", Some(reason.to_string())),
    }
}

pub(super) fn questionnaire_language(language: Language) -> peil_questionnaires::Language {
    match language {
        Language::Nl => peil_questionnaires::Language::Nl,
        Language::En => peil_questionnaires::Language::En,
    }
}
