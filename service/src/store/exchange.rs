//! Submitted forms and scores of some groups, page by page, as other systems ask for them. Imported scores are among them.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AssignmentId, ClientId, GroupId, Language, MembershipId, ResponseId, ScoreId};

sql! {
    RESPONSES = "SELECT r.response_id, r.assignment_id, m.client_id, a.membership_id, a.instrument_id,
                        a.instrument_version, r.language, r.submitted_at, coalesce(s.moment = 'waiting', false)
                 FROM responses r
                 JOIN assignments a ON a.organisation_id = r.organisation_id AND a.assignment_id = r.assignment_id
                 JOIN memberships m ON m.organisation_id = a.organisation_id AND m.membership_id = a.membership_id
                 LEFT JOIN sessions s ON s.organisation_id = a.organisation_id AND s.session_id = a.session_id
                 WHERE r.organisation_id = $1 AND m.group_id = ANY($2)
                   AND ($3::uuid IS NULL OR r.response_id = $3)
                   AND ($4::uuid IS NULL OR m.client_id = $4)
                   AND ($5::text[] IS NULL OR a.instrument_id = ANY($5))
                   AND ($6::text IS NULL OR a.instrument_version = $6)
                   AND ($7::timestamptz IS NULL OR r.submitted_at >= $7)
                   AND ($8::timestamptz IS NULL OR r.submitted_at < $8)
                   AND ($9::uuid IS NULL OR r.response_id > $9)
                 ORDER BY r.response_id LIMIT $10";
    SCORES = "SELECT x.score_id, x.client_id, x.membership_id, x.response_id, x.instrument_id, x.instrument_version,
                     x.scale, x.scoring_hash, x.outcome = 'prorated', x.reason, x.value::text, r.language,
                     r.submitted_at, x.measured_on, x.waiting
              FROM scores x
              JOIN memberships m ON m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id
              LEFT JOIN responses r ON r.organisation_id = x.organisation_id AND r.response_id = x.response_id
              WHERE x.organisation_id = $1 AND m.group_id = ANY($2)
                AND ($3::uuid IS NULL OR x.score_id = $3)
                AND ($4::uuid IS NULL OR x.client_id = $4)
                AND ($5::text[] IS NULL OR x.instrument_id || '.' || x.scale = ANY($5))
                AND ($6::uuid IS NULL OR x.response_id = $6)
                -- By the moment at which the form was sent, as the resource says; an imported score has only its day.
                AND ($7::date IS NULL OR r.submitted_at >= $11 OR (r.response_id IS NULL AND x.measured_on >= $7))
                AND ($8::date IS NULL OR r.submitted_at < $12 OR (r.response_id IS NULL AND x.measured_on < $8))
                AND ($9::uuid IS NULL OR x.score_id > $9)
                -- A corrected score stands beside the old one; the newest counts.
                AND NOT EXISTS (SELECT FROM scores n
                                WHERE n.organisation_id = x.organisation_id AND n.response_id = x.response_id
                                  AND n.scale = x.scale AND (n.computed_at, n.score_id) > (x.computed_at, x.score_id))
              ORDER BY x.score_id LIMIT $10";
}

/// Which page: what comes behind an id, at most so many.
#[derive(Debug, Clone, Copy)]
pub struct PageOf {
    /// The last id of the page before.
    pub after: Option<Uuid>,
    /// How many at most.
    pub limit: i64,
}

/// Which forms; what is none restricts nothing.
#[derive(Debug, Clone, Default)]
pub struct ResponseFilter {
    /// This one.
    pub id: Option<Uuid>,
    /// Of this client.
    pub client: Option<Uuid>,
    /// To one of these instruments.
    pub instruments: Option<Vec<String>>,
    /// To this version.
    pub version: Option<String>,
    /// Sent at this moment or later.
    pub from: Option<Timestamp>,
    /// Sent before this moment.
    pub before: Option<Timestamp>,
}

/// Which scores; what is none restricts nothing.
#[derive(Debug, Clone, Default)]
pub struct ScoreFilter {
    /// This one.
    pub id: Option<Uuid>,
    /// Of this client.
    pub client: Option<Uuid>,
    /// One of these, each `<instrument>.<scale>`.
    pub scores: Option<Vec<String>>,
    /// From this form.
    pub response: Option<Uuid>,
    /// On this day or later: it, and the moment at which it begins where the organisation is.
    pub from: Option<(Date, Timestamp)>,
    /// Before this day.
    pub before: Option<(Date, Timestamp)>,
}

/// A submitted form.
#[derive(Debug, Clone)]
pub struct SharedResponseRow {
    /// Its id.
    pub id: ResponseId,
    /// Where its answers hang.
    pub assignment: AssignmentId,
    /// Whose.
    pub client: ClientId,
    /// In which stay.
    pub membership: MembershipId,
    /// The instrument.
    pub instrument: String,
    /// Its version.
    pub version: String,
    /// The language on screen when it was sent.
    pub language: Language,
    /// When it was sent.
    pub submitted_at: Timestamp,
    /// Whether the client waited for the group.
    pub waiting: bool,
}

/// A score, and where it comes from.
#[derive(Debug, Clone)]
pub struct SharedScoreRow {
    /// Its id.
    pub id: ScoreId,
    /// Whose.
    pub client: ClientId,
    /// In which stay.
    pub membership: MembershipId,
    /// The form; none for an imported score.
    pub response: Option<ResponseId>,
    /// The instrument.
    pub instrument: String,
    /// Its version.
    pub version: String,
    /// The score's id inside the instrument.
    pub scale: String,
    /// Hash of the rules that made it.
    pub scoring_hash: String,
    /// Whether open items were filled in.
    pub prorated: bool,
    /// Why it is not complete.
    pub reason: Option<String>,
    /// The exact decimal, when there is one.
    pub value: Option<String>,
    /// The language of the form.
    pub language: Option<Language>,
    /// When the form was sent.
    pub submitted_at: Option<Timestamp>,
    /// The day of measuring.
    pub measured_on: Date,
    /// Whether the client waited for the group.
    pub waiting: bool,
}

impl Tenant<'_> {
    /// Submitted forms of members of these groups, in the order of their ids.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn shared_responses(
        &self,
        groups: &[GroupId],
        filter: &ResponseFilter,
        page: PageOf,
    ) -> Result<Vec<SharedResponseRow>, StoreError> {
        let groups: Vec<Uuid> = groups.iter().map(|group| group.uuid()).collect();
        let ResponseFilter { id, client, instruments, version, from, before } = filter;
        let organisation = self.organisation().uuid();
        let rows = self
            .query(
                RESPONSES,
                &[&organisation, &groups, id, client, instruments, version, from, before, &page.after, &page.limit],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, RESPONSES);
                Ok(SharedResponseRow {
                    id: read.id()?,
                    assignment: read.id()?,
                    client: read.id()?,
                    membership: read.id()?,
                    instrument: read.value()?,
                    version: read.value()?,
                    language: read.word()?,
                    submitted_at: read.value()?,
                    waiting: read.value()?,
                })
            })
            .collect()
    }

    /// Scores of members of these groups, the newest where there are several of one form, in the order of their ids.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn shared_scores(
        &self,
        groups: &[GroupId],
        filter: &ScoreFilter,
        page: PageOf,
    ) -> Result<Vec<SharedScoreRow>, StoreError> {
        let groups: Vec<Uuid> = groups.iter().map(|group| group.uuid()).collect();
        let ScoreFilter { id, client, scores, response, from, before } = filter;
        let day = |limit: &Option<(Date, Timestamp)>| limit.map(|(day, _)| day);
        let moment = |limit: &Option<(Date, Timestamp)>| limit.map(|(_, moment)| moment);
        let organisation = self.organisation().uuid();
        let rows = self
            .query(
                SCORES,
                &[
                    &organisation,
                    &groups,
                    id,
                    client,
                    scores,
                    response,
                    &day(from),
                    &day(before),
                    &page.after,
                    &page.limit,
                    &moment(from),
                    &moment(before),
                ],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, SCORES);
                Ok(SharedScoreRow {
                    id: read.id()?,
                    client: read.id()?,
                    membership: read.id()?,
                    response: read.id_opt()?,
                    instrument: read.value()?,
                    version: read.value()?,
                    scale: read.value()?,
                    scoring_hash: read.value()?,
                    prorated: read.value()?,
                    reason: read.value()?,
                    value: read.value()?,
                    language: read.word_opt()?,
                    submitted_at: read.value()?,
                    measured_on: read.value()?,
                    waiting: read.value()?,
                })
            })
            .collect()
    }
}
