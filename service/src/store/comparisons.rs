//! How groups stand beside each other by each scale, and who is at counting it.

use jiff::Timestamp;
use serde_json::Value;

use super::{StoreError, Tenant, reader::Reader, statement::sql};

sql! {
    // Answers that still wait for their analysis are newer too.
    FIND = "SELECT c.version, c.failed, c.compared, c.made_at, c.made_of IS DISTINCT FROM c.changes,
                   coalesce(c.newest_scores - c.scores, 0)
                       + (SELECT count(*) FROM outbox o WHERE o.organisation_id = c.organisation_id
                            AND o.instrument_id = c.instrument_id AND o.scale = c.scale AND o.group_id IS NOT NULL)
            FROM comparisons c
            WHERE c.organisation_id = $1 AND c.instrument_id = $2 AND c.scale = $3";
    BEGIN = "INSERT INTO comparisons (organisation_id, instrument_id, scale, changed_at, asked_at)
             VALUES ($1, $2, $3, $4, $4) ON CONFLICT DO NOTHING";
    // An analysis that is under way holds the row until it ends, and no page waits for that: it asks again. What this version
    // made since the page looked is there, and nobody waits for it.
    ASK = "UPDATE comparisons c SET asked_at = $4
           FROM (SELECT instrument_id, scale FROM comparisons
                 WHERE organisation_id = $1 AND instrument_id = $2 AND scale = $3 AND asked_at IS NULL
                   AND version IS DISTINCT FROM $5
                 FOR UPDATE SKIP LOCKED) free
           WHERE c.organisation_id = $1 AND c.instrument_id = free.instrument_id AND c.scale = free.scale";
    CHANGED = "INSERT INTO comparisons AS c (organisation_id, instrument_id, scale, changes, newest_scores, changed_at)
               VALUES ($1, $2, $3, 1, $4, $5)
               ON CONFLICT (organisation_id, instrument_id, scale) DO UPDATE SET
                   changes = c.changes + 1, newest_scores = excluded.newest_scores, changed_at = excluded.changed_at";
    ALL_CHANGED = "UPDATE comparisons SET changes = changes + 1, changed_at = $2 WHERE organisation_id = $1";
    // Whoever is asked for goes first, and needs no quiet. Of two workers the second finds the row locked, or claimed.
    CLAIM = "WITH turn AS MATERIALIZED (
                 SELECT instrument_id, scale FROM comparisons
                 WHERE organisation_id = $1
                   AND (claimed_at IS NULL OR claimed_at <= $3)
                   AND (version IS DISTINCT FROM $4 OR made_of IS DISTINCT FROM changes OR made_at <= $5)
                   AND (version IS DISTINCT FROM $4 OR looked_at <= $6
                        OR (NOT failed AND looked_at <= $7 AND changed_at <= $7))
                   AND (asked_at IS NOT NULL
                        OR ($8 AND NOT EXISTS (SELECT FROM outbox WHERE organisation_id = $1 AND due_at <= $2)))
                 ORDER BY asked_at NULLS LAST, looked_at NULLS FIRST, instrument_id, scale
                 LIMIT 1 FOR UPDATE SKIP LOCKED)
             UPDATE comparisons c SET claimed_at = $2, looked_at = $2
             FROM turn
             WHERE c.organisation_id = $1 AND c.instrument_id = turn.instrument_id AND c.scale = turn.scale
             RETURNING c.instrument_id, c.scale, c.changes, CASE WHEN c.version = $4 THEN c.compared END";
    // Only for who still holds it: a claim that was taken for lost is another's now.
    SAVE = "UPDATE comparisons SET compared = $5, made_of = $6, scores = $7, made_at = $4, version = $8, failed = false,
                newest_scores = CASE WHEN changes = $6 THEN $7 ELSE newest_scores END, claimed_at = NULL, asked_at = NULL
            WHERE organisation_id = $1 AND instrument_id = $2 AND scale = $3 AND claimed_at = $4";
    FAIL = "UPDATE comparisons SET failed = true, claimed_at = NULL, asked_at = NULL, version = $5,
                compared = CASE WHEN version = $5 THEN compared END, made_of = CASE WHEN version = $5 THEN made_of END,
                scores = CASE WHEN version = $5 THEN scores END, made_at = CASE WHEN version = $5 THEN made_at END
            WHERE organisation_id = $1 AND instrument_id = $2 AND scale = $3 AND claimed_at = $4";
}

/// What is known of how groups stand beside each other by one scale.
#[derive(Debug, Clone)]
pub struct ComparisonRow {
    /// Version of the comparison that was last tried; none before the first.
    pub version: Option<i32>,
    /// Whether that failed.
    pub failed: bool,
    /// What it found; none where nothing was made yet.
    pub compared: Option<Value>,
    /// The moment that it tells of.
    pub made_at: Option<Timestamp>,
    /// Whether anything changed since.
    pub outdated: bool,
    /// Scores that came since, less those that went.
    pub newer: i64,
}

/// A comparison that this worker took upon itself.
#[derive(Debug, Clone)]
pub struct ClaimedComparison {
    /// The instrument.
    pub instrument: String,
    /// The scale of it.
    pub scale: String,
    /// Since when; nobody else claims it for a while.
    pub claimed_at: Timestamp,
    /// What the one before found, by the same version; the start of the next.
    pub before: Option<Value>,
    /// How many changes there were when it was claimed.
    changes: i64,
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy)]
pub struct ComparisonTurn {
    /// The moment of asking.
    pub now: Timestamp,
    /// Claims from before then are lost.
    pub lost: Timestamp,
    /// What was made before then is too old, even where nothing changed.
    pub old: Timestamp,
    /// What was looked at before then may be again while answers keep coming.
    pub again: Timestamp,
    /// Where nothing changed since then, the answers have stopped coming.
    pub settled: Timestamp,
    /// Whether nobody waits for this worker.
    pub quiet: bool,
}

impl Tenant<'_> {
    /// How groups stand beside each other by this scale, as stored.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn comparison(&self, (instrument, scale): (&str, &str)) -> Result<Option<ComparisonRow>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &instrument, &scale]).await?;
        row.map(|row| {
            let mut read = Reader::new(&row, FIND);
            Ok(ComparisonRow {
                version: read.value()?,
                failed: read.value()?,
                compared: read.value()?,
                made_at: read.value()?,
                outdated: read.value()?,
                newer: read.value()?,
            })
        })
        .transpose()
    }

    /// A page waits for the comparison of this version by this scale.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn ask_comparison(
        &self,
        (instrument, scale): (&str, &str),
        version: i32,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        if self.execute(BEGIN, &[&organisation, &instrument, &scale, &now]).await? == 0 {
            self.execute(ASK, &[&organisation, &instrument, &scale, &now, &version]).await?;
        }
        Ok(())
    }

    /// The scores of a scale, so many now, are no longer those that groups were compared by.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn comparison_changed(
        &self,
        (instrument, scale): (&str, &str),
        scores: usize,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let scores = i32::try_from(scores).unwrap_or(i32::MAX);
        self.execute(CHANGED, &[&self.organisation().uuid(), &instrument, &scale, &scores, &now]).await?;
        Ok(())
    }

    /// The groups themselves are no longer those that were compared, by whatever scale.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn comparisons_changed(&self, now: Timestamp) -> Result<(), StoreError> {
        self.execute(ALL_CHANGED, &[&self.organisation().uuid(), &now]).await?;
        Ok(())
    }

    /// Takes the comparison whose turn it is; to be committed before it is made.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn claim_comparison(
        &self,
        version: i32,
        turn: ComparisonTurn,
    ) -> Result<Option<ClaimedComparison>, StoreError> {
        let ComparisonTurn { now, lost, old, again, settled, quiet } = turn;
        let organisation = self.organisation().uuid();
        let row =
            self.query_opt(CLAIM, &[&organisation, &now, &lost, &version, &old, &again, &settled, &quiet]).await?;
        row.map(|row| {
            let mut read = Reader::new(&row, CLAIM);
            Ok(ClaimedComparison {
                instrument: read.value()?,
                scale: read.value()?,
                changes: read.value()?,
                before: read.value()?,
                claimed_at: now,
            })
        })
        .transpose()
    }

    /// Stores what a claimed comparison found; `false` when the claim is another's by now.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn save_comparison(
        &self,
        claimed: &ClaimedComparison,
        version: i32,
        (compared, scores): (&Value, usize),
    ) -> Result<bool, StoreError> {
        let scores = i32::try_from(scores).unwrap_or(i32::MAX);
        let ClaimedComparison { instrument, scale, claimed_at, changes, .. } = claimed;
        let organisation = self.organisation().uuid();
        let saved = self
            .execute(SAVE, &[&organisation, instrument, scale, claimed_at, compared, changes, &scores, &version])
            .await?;
        Ok(saved == 1)
    }

    /// A claimed comparison could not be made: what the same version found before stays.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn fail_comparison(&self, claimed: &ClaimedComparison, version: i32) -> Result<(), StoreError> {
        let ClaimedComparison { instrument, scale, claimed_at, .. } = claimed;
        self.execute(FAIL, &[&self.organisation().uuid(), instrument, scale, claimed_at, &version]).await?;
        Ok(())
    }
}
