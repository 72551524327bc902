//! Scores: computed from a response or read from an import, never changed. The newest of a response counts.

use jiff::{Timestamp, civil::Date};

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AssignmentId, ClientId, GroupId, ImportId, MembershipId, ResponseId, ScoreId, SessionId};

sql! {
    INSERT = "INSERT INTO scores (organisation_id, score_id, client_id, membership_id, session_id, response_id, import_id,
                                  instrument_id, instrument_version, scale, scoring_hash, measured_on, outcome, reason,
                                  value, computed_at, waiting)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, ($15::text)::numeric, $16,
                      EXISTS (SELECT FROM sessions s
                              WHERE s.organisation_id = $1 AND s.session_id = $5 AND s.moment = 'waiting'))
              ON CONFLICT (organisation_id, response_id, scale, scoring_hash) DO NOTHING";
    OF_SCALE = "SELECT DISTINCT ON (coalesce(x.response_id, x.score_id))
                       x.client_id, x.membership_id, m.group_id, x.session_id, x.value::float8,
                       x.measured_on - coalesce(m.joined_on, c.started_on)
                FROM scores x
                JOIN clients c ON c.organisation_id = x.organisation_id AND c.client_id = x.client_id
                JOIN instrument_versions v ON v.organisation_id = x.organisation_id
                                          AND v.instrument_id = x.instrument_id
                                          AND v.instrument_version = x.instrument_version
                LEFT JOIN memberships m ON m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id
                WHERE x.organisation_id = $1 AND x.instrument_id = $2 AND x.scale = $3 AND x.value IS NOT NULL
                  AND NOT x.waiting
                  AND v.item_hash =
                      (SELECT n.item_hash FROM instrument_versions n
                       WHERE n.organisation_id = $1 AND n.instrument_id = $2
                         AND EXISTS (SELECT FROM scores y WHERE y.organisation_id = $1 AND y.instrument_id = $2
                                       AND y.scale = $3 AND y.instrument_version = n.instrument_version
                                       AND y.value IS NOT NULL AND NOT y.waiting)
                       ORDER BY string_to_array(n.instrument_version, '.')::int[] DESC LIMIT 1)
                ORDER BY coalesce(x.response_id, x.score_id), x.computed_at DESC";
    OF_GROUP = "SELECT DISTINCT ON (coalesce(x.response_id, x.score_id))
                       x.membership_id, x.session_id, x.instrument_id, x.scale, x.measured_on, x.value::float8,
                       x.outcome = 'prorated', v.item_hash
                FROM scores x
                JOIN instrument_versions v ON v.organisation_id = x.organisation_id
                                          AND v.instrument_id = x.instrument_id
                                          AND v.instrument_version = x.instrument_version
                JOIN memberships m ON m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id
                WHERE x.organisation_id = $1 AND m.group_id = $2 AND x.instrument_id = $3 AND x.scale = $4
                  AND x.value IS NOT NULL AND NOT x.waiting
                ORDER BY coalesce(x.response_id, x.score_id), x.computed_at DESC";
    // Also one that was measured while waiting: of whoever has not begun there is no other.
    NEWEST = "SELECT x.value::float8, v.item_hash
              FROM scores x
              JOIN instrument_versions v ON v.organisation_id = x.organisation_id
                                        AND v.instrument_id = x.instrument_id
                                        AND v.instrument_version = x.instrument_version
              WHERE x.organisation_id = $1 AND x.membership_id = $2 AND x.instrument_id = $3 AND x.scale = $4
                AND x.value IS NOT NULL
              ORDER BY x.measured_on DESC, x.computed_at DESC LIMIT 1";
    // Also one that was measured while waiting: whoever got worse since then is in danger all the same. For safety only; what
    // follows a course in the group leaves those scores out.
    PREVIOUS = "SELECT x.value::text
                FROM responses r
                JOIN scores own ON own.organisation_id = r.organisation_id AND own.response_id = r.response_id
                JOIN instrument_versions v ON v.organisation_id = own.organisation_id
                                          AND v.instrument_id = own.instrument_id
                                          AND v.instrument_version = own.instrument_version
                JOIN scores x ON x.organisation_id = own.organisation_id AND x.client_id = own.client_id
                             AND x.instrument_id = own.instrument_id AND x.scale = own.scale
                JOIN instrument_versions w ON w.organisation_id = x.organisation_id
                                          AND w.instrument_id = x.instrument_id
                                          AND w.instrument_version = x.instrument_version
                WHERE r.organisation_id = $1 AND r.assignment_id = $2 AND own.scale = $3
                  AND x.response_id IS DISTINCT FROM own.response_id AND x.measured_on <= own.measured_on
                  AND x.outcome = 'complete' AND w.item_hash = v.item_hash
                ORDER BY x.measured_on DESC, x.computed_at DESC LIMIT 1";
    INSTRUMENTS = "SELECT DISTINCT x.instrument_id
                FROM scores x
                JOIN memberships m ON m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id
                WHERE x.organisation_id = $1 AND m.group_id = $2 AND x.value IS NOT NULL AND NOT x.waiting
                ORDER BY x.instrument_id";
    // From each scale to the next by the index: few steps, however many scores there are.
    SCALES = "WITH RECURSIVE known AS (
                  (SELECT instrument_id, scale FROM scores
                   WHERE organisation_id = $1 AND value IS NOT NULL AND NOT waiting
                   ORDER BY instrument_id, scale LIMIT 1)
                  UNION ALL
                  SELECT n.instrument_id, n.scale
                  FROM known k,
                       LATERAL (SELECT x.instrument_id, x.scale FROM scores x
                                WHERE x.organisation_id = $1 AND (x.instrument_id, x.scale) > (k.instrument_id, k.scale)
                                  AND x.value IS NOT NULL AND NOT x.waiting
                                ORDER BY x.instrument_id, x.scale LIMIT 1) n)
              SELECT instrument_id, scale FROM known ORDER BY instrument_id, scale";
}

/// Where a score came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoreOrigin {
    /// A form on the tablet.
    Response(ResponseId),
    /// An imported file.
    Import(ImportId),
}

/// A score to store.
pub struct NewScore<'a> {
    /// Its id.
    pub id: ScoreId,
    /// Whose.
    pub client: ClientId,
    /// In which stay; none for a client outside any group.
    pub membership: Option<MembershipId>,
    /// At which session; none for imported scores.
    pub session: Option<SessionId>,
    /// From where.
    pub origin: ScoreOrigin,
    /// The instrument.
    pub instrument: &'a str,
    /// Its version.
    pub version: &'a str,
    /// The score's id inside the instrument.
    pub scale: &'a str,
    /// Hash of the scoring rules that made it.
    pub scoring_hash: &'a str,
    /// The day of measuring.
    pub measured_on: Date,
    /// `complete`, `prorated` or `not_scored`.
    pub outcome: &'static str,
    /// Why it is not complete.
    pub reason: Option<&'a str>,
    /// The exact decimal, when there is one.
    pub value: Option<&'a str>,
}

/// A score as the mixed model sees it.
#[derive(Debug, Clone, Copy)]
pub struct ScoreRow {
    /// Whose.
    pub client: ClientId,
    /// In which stay.
    pub membership: Option<MembershipId>,
    /// In which group.
    pub group: Option<GroupId>,
    /// At which session.
    pub session: Option<SessionId>,
    /// The value.
    pub value: f64,
    /// Days since the start of the stay (or of the client's course, outside a group).
    pub days: i32,
}

/// A score as a group's chart sees it.
#[derive(Debug, Clone)]
pub struct GroupScoreRow {
    /// In which stay.
    pub membership: MembershipId,
    /// At which session; none for imported scores.
    pub session: Option<SessionId>,
    /// The instrument.
    pub instrument: String,
    /// The score's id inside the instrument.
    pub scale: String,
    /// The day of measuring.
    pub measured_on: Date,
    /// The value.
    pub value: f64,
    /// Whether missing answers were filled by the instrument's rule.
    pub prorated: bool,
    /// Hash of the items that were asked: scores of other items are not compared.
    pub items: String,
}

impl Tenant<'_> {
    /// Stores a score; the same score of the same response is stored once.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_score(&self, score: &NewScore<'_>, now: Timestamp) -> Result<(), StoreError> {
        let (response, import) = match score.origin {
            ScoreOrigin::Response(id) => (Some(id.uuid()), None),
            ScoreOrigin::Import(id) => (None, Some(id.uuid())),
        };
        self.execute(
            INSERT,
            &[
                &self.organisation().uuid(),
                &score.id.uuid(),
                &score.client.uuid(),
                &score.membership.map(MembershipId::uuid),
                &score.session.map(SessionId::uuid),
                &response,
                &import,
                &score.instrument,
                &score.version,
                &score.scale,
                &score.scoring_hash,
                &score.measured_on,
                &score.outcome,
                &score.reason,
                &score.value,
                &now,
            ],
        )
        .await?;
        Ok(())
    }

    /// Every score of one scale in the organisation, of the versions that ask the same items as the newest one that was
    /// scored.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn scores_of_scale(&self, instrument: &str, scale: &str) -> Result<Vec<ScoreRow>, StoreError> {
        let rows = self.query(OF_SCALE, &[&self.organisation().uuid(), &instrument, &scale]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, OF_SCALE);
                Ok(ScoreRow {
                    client: read.id()?,
                    membership: read.id_opt()?,
                    group: read.id_opt()?,
                    session: read.id_opt()?,
                    value: read.value()?,
                    days: read.value()?,
                })
            })
            .collect()
    }

    /// The newest score of one scale in a stay, also one of the time of waiting, with the hash of its items.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn newest_score(
        &self,
        membership: MembershipId,
        instrument: &str,
        scale: &str,
    ) -> Result<Option<(f64, String)>, StoreError> {
        let organisation = self.organisation().uuid();
        let row = self.query_opt(NEWEST, &[&organisation, &membership.uuid(), &instrument, &scale]).await?;
        row.map(|row| {
            let mut read = Reader::new(&row, NEWEST);
            Ok((read.value()?, read.value()?))
        })
        .transpose()
    }

    /// Every score of one scale in a group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_scores(
        &self,
        group: GroupId,
        instrument: &str,
        scale: &str,
    ) -> Result<Vec<GroupScoreRow>, StoreError> {
        let organisation = self.organisation().uuid();
        let rows = self.query(OF_GROUP, &[&organisation, &group.uuid(), &instrument, &scale]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, OF_GROUP);
                Ok(GroupScoreRow {
                    membership: read.id()?,
                    session: read.id_opt()?,
                    instrument: read.value()?,
                    scale: read.value()?,
                    measured_on: read.value()?,
                    value: read.value()?,
                    prorated: read.value()?,
                    items: read.value()?,
                })
            })
            .collect()
    }

    /// The client's complete score before the one of this form, of a version that asks the same items.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn previous_score(&self, form: AssignmentId, scale: &str) -> Result<Option<String>, StoreError> {
        let row = self.query_opt(PREVIOUS, &[&self.organisation().uuid(), &form.uuid(), &scale]).await?;
        row.map(|row| Reader::new(&row, PREVIOUS).value()).transpose()
    }

    /// The instruments of which members of a group have scores.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn scored_instruments(&self, group: GroupId) -> Result<Vec<String>, StoreError> {
        let rows = self.query(INSTRUMENTS, &[&self.organisation().uuid(), &group.uuid()]).await?;
        rows.iter().map(|row| Reader::new(row, INSTRUMENTS).value()).collect()
    }

    /// The scales that have scores: instrument and scale.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn scored_scales(&self) -> Result<Vec<(String, String)>, StoreError> {
        let rows = self.query(SCALES, &[&self.organisation().uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, SCALES);
                Ok((read.value()?, read.value()?))
            })
            .collect()
    }
}
