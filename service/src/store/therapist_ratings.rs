//! What therapists thought of a session, and what its members marked beside it. The seal is in the statements: who writes
//! reads nothing of others before his own rating is there.

use jiff::Timestamp;
use uuid::Uuid;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, GroupId, IdempotencyKey, Language, RatingId, SessionId};

sql! {
    INSERT = "INSERT INTO therapist_ratings (organisation_id, rating_id, session_id, account_id, idempotency_key,
                                             instrument_id, instrument_version, language, item_hash, text_hash, sent_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
              ON CONFLICT (organisation_id, idempotency_key) DO NOTHING";
    INSERT_ANSWER = "INSERT INTO therapist_answers (organisation_id, rating_id, item_id, value)
                     VALUES ($1, $2, $3, ($4::text)::numeric)";
    INSERT_SCORE = "INSERT INTO therapist_scores (organisation_id, rating_id, scale, scoring_hash, outcome, value)
                    VALUES ($1, $2, $3, $4, $5, ($6::text)::numeric)";
    SENT = "SELECT DISTINCT account_id FROM therapist_ratings
            WHERE organisation_id = $1 AND session_id = $2 ORDER BY account_id";
    // The newest of each; $4: the reader writes himself, and so sees his own only until it is there.
    SEEN = "SELECT DISTINCT ON (r.account_id) r.rating_id, r.account_id, a.display_name, r.sent_at,
                   count(*) OVER (PARTITION BY r.account_id) > 1
            FROM therapist_ratings r
            JOIN accounts a ON a.organisation_id = r.organisation_id AND a.account_id = r.account_id
            WHERE r.organisation_id = $1 AND r.session_id = $2
              AND (NOT $4 OR EXISTS (SELECT FROM therapist_ratings own WHERE own.organisation_id = $1
                                     AND own.session_id = $2 AND own.account_id = $3))
            ORDER BY r.account_id, r.sent_at DESC, r.rating_id DESC";
    // The newest of each in each session of a group. $4: the reader writes himself; of a session at which he was he sees
    // nothing of others until his own is there.
    OF_GROUP = "SELECT DISTINCT ON (s.number, r.account_id) s.number, r.account_id, a.display_name, x.value::float8
                FROM therapist_ratings r
                JOIN sessions s ON s.organisation_id = r.organisation_id AND s.session_id = r.session_id
                JOIN accounts a ON a.organisation_id = r.organisation_id AND a.account_id = r.account_id
                JOIN therapist_scores x ON x.organisation_id = r.organisation_id AND x.rating_id = r.rating_id
                WHERE r.organisation_id = $1 AND s.group_id = $2 AND s.number IS NOT NULL AND x.scale = $5
                  AND (NOT $4
                       OR EXISTS (SELECT FROM therapist_ratings own WHERE own.organisation_id = $1
                                  AND own.session_id = s.session_id AND own.account_id = $3)
                       OR NOT EXISTS (SELECT FROM group_therapists t WHERE t.organisation_id = $1 AND t.group_id = $2
                                      AND t.account_id = $3 AND t.from_date <= s.held_on
                                      AND (t.until_date IS NULL OR t.until_date >= s.held_on)))
                ORDER BY s.number, r.account_id, r.sent_at DESC, r.rating_id DESC";
    ANSWERS = "SELECT rating_id, item_id, value::float8 FROM therapist_answers
               WHERE organisation_id = $1 AND rating_id = ANY ($2) ORDER BY rating_id, item_id";
    // Below so many answers a mean would show one member's mark.
    MEMBERS = "SELECT w.item_id, count(*), avg(w.value)::float8, stddev_samp(w.value)::float8
               FROM answers w
               JOIN assignments a ON a.organisation_id = w.organisation_id AND a.assignment_id = w.assignment_id
               JOIN responses r ON r.organisation_id = a.organisation_id AND r.assignment_id = a.assignment_id
               WHERE w.organisation_id = $1 AND a.session_id = $2 AND a.instrument_id = $5 AND w.value IS NOT NULL
                 AND (NOT $4 OR EXISTS (SELECT FROM therapist_ratings own WHERE own.organisation_id = $1
                                        AND own.session_id = $2 AND own.account_id = $3))
               GROUP BY w.item_id HAVING count(*) >= $6 ORDER BY w.item_id";
}

/// A rating to store.
pub struct NewRating<'a> {
    /// Its id.
    pub id: RatingId,
    /// The session.
    pub session: SessionId,
    /// Who rated.
    pub by: AccountId,
    /// Chosen once for the form.
    pub key: IdempotencyKey,
    /// The instrument.
    pub instrument: &'a str,
    /// Its version.
    pub version: &'a str,
    /// The language on screen.
    pub language: Language,
    /// Hash of the items that were asked.
    pub item_hash: &'a str,
    /// Hash of the text that was read.
    pub text_hash: &'a str,
}

/// A score of a rating.
pub struct NewRatingScore<'a> {
    /// Which score.
    pub scale: &'a str,
    /// Hash of the rules.
    pub scoring_hash: &'a str,
    /// `complete`, `prorated` or `not_scored`.
    pub outcome: &'a str,
    /// An exact decimal.
    pub value: Option<&'a str>,
}

/// Somebody who reads what was written about a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealedReader {
    /// The reader.
    pub account: AccountId,
    /// Whether he writes himself, and so reads others only once he did.
    pub writes: bool,
}

/// The newest rating of one therapist. It does not print its answers.
#[derive(Clone)]
pub struct RatingRow {
    /// Who rated.
    pub account: AccountId,
    /// The name that colleagues see.
    pub name: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Whether it came after an earlier one.
    pub corrected: bool,
    /// What was marked, by item.
    pub answers: Vec<(String, f64)>,
}

/// How one therapist rated one session of a group, in one number. It does not print it.
#[derive(Clone)]
pub struct TherapistMark {
    /// The session.
    pub number: i16,
    /// Who rated.
    pub account: AccountId,
    /// The name that colleagues see.
    pub name: String,
    /// The score; none when it could not be made.
    pub value: Option<f64>,
}

/// What the members of a session marked at one item, when they were enough.
#[derive(Debug, Clone, PartialEq)]
pub struct MembersMark {
    /// The item.
    pub item: String,
    /// How many answered it.
    pub n: i64,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation.
    pub spread: f64,
}

impl Tenant<'_> {
    /// Stores a rating; `false` when this form was sent before.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_rating(&self, rating: &NewRating<'_>, now: Timestamp) -> Result<bool, StoreError> {
        let written = self
            .execute(
                INSERT,
                &[
                    &self.organisation().uuid(),
                    &rating.id.uuid(),
                    &rating.session.uuid(),
                    &rating.by.uuid(),
                    &rating.key.uuid(),
                    &rating.instrument,
                    &rating.version,
                    &rating.language.word(),
                    &rating.item_hash,
                    &rating.text_hash,
                    &now,
                ],
            )
            .await?;
        Ok(written == 1)
    }

    /// Stores an answer of a rating, an exact decimal.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_rating_answer(&self, rating: RatingId, item: &str, value: &str) -> Result<(), StoreError> {
        self.execute(INSERT_ANSWER, &[&self.organisation().uuid(), &rating.uuid(), &item, &value]).await?;
        Ok(())
    }

    /// Stores a score of a rating.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_rating_score(&self, rating: RatingId, score: &NewRatingScore<'_>) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        let (hash, outcome) = (score.scoring_hash, score.outcome);
        self.execute(INSERT_SCORE, &[&organisation, &rating.uuid(), &score.scale, &hash, &outcome, &score.value])
            .await?;
        Ok(())
    }

    /// Who sent a rating of a session; never what.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn rated_by(&self, session: SessionId) -> Result<Vec<AccountId>, StoreError> {
        let rows = self.query(SENT, &[&self.organisation().uuid(), &session.uuid()]).await?;
        rows.iter().map(|row| Reader::new(row, SENT).id()).collect()
    }

    /// The newest rating of each therapist, as far as the reader may see them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn ratings(&self, session: SessionId, reader: SealedReader) -> Result<Vec<RatingRow>, StoreError> {
        let organisation = self.organisation().uuid();
        let rows = self.query(SEEN, &[&organisation, &session.uuid(), &reader.account.uuid(), &reader.writes]).await?;
        let mut ratings = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut read = Reader::new(row, SEEN);
            let id: Uuid = read.value()?;
            let (account, name, sent_at, corrected) = (read.id()?, read.value()?, read.value()?, read.value()?);
            ratings.push((id, RatingRow { account, name, sent_at, corrected, answers: Vec::new() }));
        }
        let ids: Vec<Uuid> = ratings.iter().map(|(id, _)| *id).collect();
        for row in &self.query(ANSWERS, &[&organisation, &ids]).await? {
            let mut read = Reader::new(row, ANSWERS);
            let rating: Uuid = read.value()?;
            if let Some((_, row)) = ratings.iter_mut().find(|(id, _)| *id == rating) {
                row.answers.push((read.value()?, read.value()?));
            }
        }
        Ok(ratings.into_iter().map(|(_, row)| row).collect())
    }

    /// How the therapists rated the sessions of a group on one score, as far as the reader may see it, in order of time.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn therapist_marks(
        &self,
        group: GroupId,
        reader: SealedReader,
        scale: &str,
    ) -> Result<Vec<TherapistMark>, StoreError> {
        let (organisation, account) = (self.organisation().uuid(), reader.account.uuid());
        let rows = self.query(OF_GROUP, &[&organisation, &group.uuid(), &account, &reader.writes, &scale]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, OF_GROUP);
                let (number, account, name) = (read.value()?, read.id()?, read.value()?);
                Ok(TherapistMark { number, account, name, value: read.value()? })
            })
            .collect()
    }

    /// What the members marked in an instrument at a session, item by item where at least `fewest` answered, as far as the
    /// reader may see it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn members_marks(
        &self,
        session: SessionId,
        reader: SealedReader,
        (instrument, fewest): (&str, i64),
    ) -> Result<Vec<MembersMark>, StoreError> {
        let (organisation, account) = (self.organisation().uuid(), reader.account.uuid());
        let parameters: &[&(dyn tokio_postgres::types::ToSql + Sync)] =
            &[&organisation, &session.uuid(), &account, &reader.writes, &instrument, &fewest];
        let rows = self.query(MEMBERS, parameters).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, MEMBERS);
                Ok(MembersMark { item: read.value()?, n: read.value()?, mean: read.value()?, spread: read.value()? })
            })
            .collect()
    }
}
