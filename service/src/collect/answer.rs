//! One answer, kept as soon as it is given.

use jiff::Timestamp;
use peil_questionnaires::{AnswerError, Answers, Library, Moment};

use super::{CollectError, Entry, Said, entry::instrument_of, safety};
use crate::{
    domain::{AssignmentId, GroupId, Language},
    store::{AnswerRow, AssignmentRow, Store, StoreError, Tenant},
};

/// An answer to keep, or to take back.
#[derive(Clone, Copy)]
pub struct SavedAnswer<'a> {
    /// The item.
    pub item: &'a str,
    /// What was answered; none takes the answer back.
    pub value: Option<&'a Said>,
    /// The language on screen.
    pub language: Language,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// The group whose page must hear of it, when it needs somebody soon.
    pub raised: Option<GroupId>,
    /// Whether the form was submitted before: nothing of it changed then, and the client is to be told.
    pub late: bool,
}

/// Keeps one answer of a form that is being filled in. One that comes after the form was submitted, from a second tablet
/// for instance, changes nothing of it; but when it needs somebody soon, he hears of it all the same.
///
/// # Errors
///
/// [`CollectError`] for a form of somebody else, or an answer that the item does not allow.
pub async fn save_answer(
    store: &Store,
    library: &Library,
    entry: &Entry,
    assignment: AssignmentId,
    answer: SavedAnswer<'_>,
    now: Timestamp,
) -> Result<Saved, CollectError> {
    let mut connection = store.connect().await?;
    let tenant = connection.begin(entry.organisation).await?;
    // Other senders of this form wait here, so that everything below sees what they stored.
    tenant.lock_assignment(assignment).await?;
    let asked = own_assignment(&tenant, entry, assignment).await?;
    let raised = keep(&tenant, library, &asked, answer, now).await?;
    tenant.commit().await?;
    Ok(Saved { raised, late: asked.submitted })
}

/// The same inside the caller's transaction, on the terms of [`super::accept_in`].
///
/// # Errors
///
/// As [`save_answer`], and [`CollectError::AlreadySubmitted`]; the transaction must not be committed then.
pub async fn save_answer_in(
    tenant: &Tenant<'_>,
    library: &Library,
    entry: &Entry,
    assignment: AssignmentId,
    answer: SavedAnswer<'_>,
    now: Timestamp,
) -> Result<Option<GroupId>, CollectError> {
    let asked = own_assignment(tenant, entry, assignment).await?;
    if asked.submitted {
        return Err(CollectError::AlreadySubmitted);
    }
    keep(tenant, library, &asked, answer, now).await
}

/// Stores the answer unless the form is closed, and raises what it sets off in either case.
async fn keep(
    tenant: &Tenant<'_>,
    library: &Library,
    asked: &AssignmentRow,
    answer: SavedAnswer<'_>,
    now: Timestamp,
) -> Result<Option<GroupId>, CollectError> {
    let instrument = instrument_of(library, &asked.instrument, &asked.version)?;
    if instrument.item(answer.item).is_none() {
        return Err(AnswerError::UnknownItem { item: answer.item.to_owned() }.into());
    }
    let read = answer.value.map(|said| said.read(instrument, answer.item)).transpose()?.flatten();
    let Some(value) = read else {
        if !asked.submitted {
            tenant.clear_answer(asked.id, answer.item).await.map_err(refused)?;
        }
        return Ok(None);
    };
    let row = AnswerRow { item: answer.item.to_owned(), value: (&value).into() };
    let checked = Answers::mixed(instrument, [(answer.item, value)])?;
    if !asked.submitted {
        tenant.save_answer(asked.id, &row, answer.language, now).await.map_err(refused)?;
    }
    if safety::raise(tenant, asked, instrument, &checked, Moment::OnSave, now).await? {
        return Ok(tenant.membership(asked.membership).await?.map(|member| member.group));
    }
    Ok(None)
}

/// The assignment, when it is this client's at this session.
pub(super) async fn own_assignment(
    tenant: &Tenant<'_>,
    entry: &Entry,
    id: AssignmentId,
) -> Result<AssignmentRow, CollectError> {
    let asked = tenant.assignment(id).await?.ok_or(CollectError::NotFound)?;
    let own = asked.session == entry.session && asked.membership == entry.membership;
    if own { Ok(asked) } else { Err(CollectError::NotFound) }
}

/// A form that was submitted between our look and our write.
pub(super) fn refused(error: StoreError) -> CollectError {
    if error.is_refused_change() { CollectError::AlreadySubmitted } else { error.into() }
}
