//! The therapists' own rating of a session, each alone; then beside each other, and beside what the members marked.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use peil_questionnaires::{Answers, Instrument, Library, score};

use super::{
    super::{
        CollectError, Said,
        accept::{in_words, questionnaire_language},
    },
    EveningReader,
};
use crate::{
    access::{Actor, AuditEvent, LoggedIn, leads_group, record},
    domain::{AccountId, IdempotencyKey, Language, RatingId, SessionId, TherapistPart},
    store::{
        GroupRow, MembersMark, NewRating, NewRatingScore, RatingRow, SealedReader, StoreError, Tenant, TherapistMark,
    },
};

/// What therapists fill in.
const THERAPISTS: &str = "peil-session-therapist";
/// What members fill in, item by item the same lines.
const MEMBERS: &str = "peil-session";
/// The score of the whole form.
const TOTAL: &str = "total";
/// A mean of fewer members would show somebody's mark.
pub const FEWEST_MEMBERS: i64 = 3;

/// A rating as its form sent it.
#[derive(Clone)]
pub struct Rated {
    /// Chosen once for the form.
    pub key: IdempotencyKey,
    /// The language on screen.
    pub language: Language,
    /// What was marked, item by item.
    pub answers: Vec<(String, Said)>,
}

/// The ratings of a session, as far as their reader may see them.
pub struct Comparison {
    /// The newest rating of each therapist, the reader's own among them; nobody else's before his own is there.
    pub ratings: Vec<RatingRow>,
    /// What the members marked, where at least [`FEWEST_MEMBERS`] did; nothing before the reader's own rating is there.
    pub members: Vec<MembersMark>,
    /// Who sent a rating; never what.
    pub rated_by: Vec<AccountId>,
}

/// The form that therapists fill in, when the organisation has it.
#[must_use]
pub fn therapists_instrument(library: &Library) -> Option<&Instrument> {
    library.latest(THERAPISTS)
}

/// The ratings of a session, as far as the reader may see them.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn comparison(
    tenant: &Tenant<'_>,
    session: SessionId,
    reader: EveningReader,
) -> Result<Comparison, StoreError> {
    Ok(Comparison {
        ratings: tenant.ratings(session, reader.sealed()).await?,
        members: tenant.members_marks(session, reader.sealed(), (MEMBERS, FEWEST_MEMBERS)).await?,
        rated_by: tenant.rated_by(session).await?,
    })
}

/// How the therapists rated the sessions of a group, as far as somebody may see it; nothing for who looks on or learns.
///
/// # Errors
///
/// [`StoreError`] when the database does not answer.
pub async fn therapist_marks(
    tenant: &Tenant<'_>,
    who: &LoggedIn,
    group: &GroupRow,
    today: Date,
) -> Result<Vec<TherapistMark>, StoreError> {
    let part = tenant.part_in_group(group.id, who.account, today).await?;
    let writes = part.is_some_and(TherapistPart::reflects);
    if !writes && !leads_group(tenant, who, group, today).await? {
        return Ok(Vec::new());
    }
    tenant.therapist_marks(group.id, SealedReader { account: who.account, writes }, TOTAL).await
}

/// Stores a rating with its scores. It never changes: a correction is one more. The same form again changes nothing, and
/// one that comes back with other marks is a correction.
///
/// # Errors
///
/// [`CollectError::NotForReaders`] for who was not at the session, [`CollectError::Answer`] for an answer that the form
/// does not allow or an empty one, or the store's own.
pub async fn rate(
    tenant: &Tenant<'_>,
    library: &Library,
    (session, by): (SessionId, EveningReader),
    rated: &Rated,
    now: Timestamp,
) -> Result<(), CollectError> {
    if !by.writes {
        return Err(CollectError::NotForReaders);
    }
    let instrument = therapists_instrument(library).ok_or(CollectError::UnknownInstrumentVersion)?;
    let mut read = Vec::with_capacity(rated.answers.len());
    for (item, said) in &rated.answers {
        if let Some(answer) = said.read(instrument, item)? {
            read.push((item.clone(), answer));
        }
    }
    if read.is_empty() {
        return Err(CollectError::NothingMarked);
    }
    let answers = Answers::mixed(instrument, read)?;
    let hashes = instrument.hashes();
    let text = hashes.text_in(questionnaire_language(rated.language)).unwrap_or_else(|| hashes.text());
    let id = RatingId::new(now);
    let row = NewRating {
        id,
        session,
        by: by.account,
        key: rated.key,
        instrument: instrument.id(),
        version: &instrument.version().to_string(),
        language: rated.language,
        item_hash: &hashes.items().to_string(),
        text_hash: &text.to_string(),
    };
    if !tenant.insert_rating(&row, now).await? {
        let corrected = NewRating { key: IdempotencyKey::new(now), ..row };
        if is_stored(tenant, (session, by), &answers).await? || !tenant.insert_rating(&corrected, now).await? {
            return Ok(());
        }
    }
    for (item, answer) in answers.iter() {
        if let Some(value) = answer.number() {
            tenant.insert_rating_answer(id, item, &value.to_string()).await?;
        }
    }
    for outcome in score(instrument, &answers) {
        let value = outcome.value().map(|value| value.to_string());
        let score = NewRatingScore {
            scale: outcome.score(),
            scoring_hash: &hashes.scoring().to_string(),
            outcome: in_words(outcome.outcome()).0,
            value: value.as_deref(),
        };
        tenant.insert_rating_score(id, &score).await?;
    }
    record(tenant, &AuditEvent::new(Actor::Account(by.account), "rate-session").on("rating", id.uuid()), now);
    Ok(())
}

/// Whether these marks are the newest that the writer sent.
async fn is_stored(
    tenant: &Tenant<'_>,
    (session, by): (SessionId, EveningReader),
    answers: &Answers,
) -> Result<bool, StoreError> {
    let ratings = tenant.ratings(session, by.sealed()).await?;
    let Some(newest) = ratings.into_iter().find(|row| row.account == by.account) else { return Ok(false) };
    let stored: BTreeMap<String, f64> = newest.answers.into_iter().collect();
    let sent = answers.iter().filter_map(|(item, answer)| Some((item.to_owned(), answer.number()?.to_f64())));
    Ok(stored == sent.collect())
}
