//! The levels at which a signal of the module stood: since which session, by which kind of evidence, and what became of it from
//! there on. A level is written each time that it is reached from another one, and judged once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{GroupId, SessionId, SignalId, Urgency};

sql! {
    LIVE = "SELECT l.signal_id, l.evidence, l.urgency, l.rule_version, l.session_id
            FROM signal_levels l
            JOIN sessions s ON s.organisation_id = l.organisation_id AND s.session_id = l.session_id
            WHERE l.organisation_id = $1 AND l.signal_id = ANY($2)
            ORDER BY l.reached_at, s.held_on, s.number, array_position(ARRAY['note', 'watch', 'attention'], l.urgency),
                     l.evidence";
    // By way of the signals: of one that another evaluation raised meanwhile, that one writes the levels.
    // At one session a level may be left and reached again: it stands where it was reached last.
    REACH = "INSERT INTO signal_levels AS l (organisation_id, signal_id, session_id, evidence, urgency, rule_version, settings,
                                             reached_at)
             SELECT x.organisation_id, x.signal_id, n.session_id, n.evidence, n.urgency, n.rule_version, n.settings, $8
             FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::jsonb[])
                  AS n (signal_id, session_id, evidence, urgency, rule_version, settings)
             JOIN signals x ON x.organisation_id = $1 AND x.signal_id = n.signal_id
             ON CONFLICT (organisation_id, signal_id, session_id, evidence, urgency) DO UPDATE SET
                 rule_version = excluded.rule_version, settings = excluded.settings, reached_at = excluded.reached_at,
                 seen = true
             WHERE l.judged_at IS NULL";
    JUDGE = "UPDATE signal_levels l SET came_true = n.came_true, judged_at = $7
             FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bool[])
                  AS n (signal_id, session_id, evidence, urgency, came_true)
             WHERE l.organisation_id = $1 AND l.signal_id = n.signal_id AND l.session_id = n.session_id
               AND l.evidence = n.evidence AND l.urgency = n.urgency AND l.judged_at IS NULL";
    // A signal that goes to and fro counts once at each level: from where it first stood there.
    RATES = "SELECT g.rule, g.rule_version, g.evidence, g.urgency, g.settings, array_agg(g.group_id ORDER BY g.group_id),
                    array_agg(g.said ORDER BY g.group_id), array_agg(g.came ORDER BY g.group_id)
             FROM (SELECT f.rule, f.rule_version, f.evidence, f.urgency, f.settings, f.group_id, count(*) AS said,
                          count(*) FILTER (WHERE f.came_true) AS came
                   FROM (SELECT DISTINCT ON (l.signal_id, l.rule_version, l.evidence, l.urgency)
                                x.rule, l.rule_version, l.evidence, l.urgency, l.settings, x.group_id, l.came_true
                         FROM signal_levels l
                         JOIN signals x ON x.organisation_id = l.organisation_id AND x.signal_id = l.signal_id
                         WHERE l.organisation_id = $1 AND l.came_true IS NOT NULL AND l.seen
                         ORDER BY l.signal_id, l.rule_version, l.evidence, l.urgency, l.reached_at) f
                   GROUP BY f.rule, f.rule_version, f.evidence, f.urgency, f.settings, f.group_id) g
             GROUP BY g.rule, g.rule_version, g.evidence, g.urgency, g.settings
             ORDER BY g.rule, g.rule_version, g.evidence, g.urgency, g.settings";
    BEFORE = "SELECT count(DISTINCT signal_id) FROM signal_levels WHERE organisation_id = $1 AND NOT seen";
    SPANS = "SELECT x.group_id, x.instrument_id, x.scale, x.membership_id, x.rule, l.rule_version, l.evidence, l.urgency, l.seen,
                    l.session_id, coalesce(lead(l.session_id) OVER levels, x.ceased_session_id)
             FROM signals x
             JOIN signal_levels l ON l.organisation_id = x.organisation_id AND l.signal_id = x.signal_id
             JOIN sessions s ON s.organisation_id = l.organisation_id AND s.session_id = l.session_id
             WHERE x.organisation_id = $1 AND x.group_id = ANY($2) AND x.level IS NULL
             WINDOW levels AS (PARTITION BY x.signal_id
                               ORDER BY l.reached_at, s.held_on, s.number,
                                        array_position(ARRAY['note', 'watch', 'attention'], l.urgency), l.evidence)
             ORDER BY x.signal_id, row_number() OVER levels";
}

/// A level at which a signal stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachedLevel {
    /// What kind of evidence it rested on.
    pub evidence: String,
    /// How much it asked.
    pub urgency: Urgency,
    /// The version of the rule that spoke.
    pub rule_version: String,
    /// The session at which it came to stand there.
    pub session: SessionId,
}

/// A level that a signal reaches.
pub struct NewLevel {
    /// The signal.
    pub signal: SignalId,
    /// The level.
    pub reached: ReachedLevel,
    /// The constants that the organisation had set otherwise than they come.
    pub settings: Value,
}

/// What became of a signal from one of its levels on; none where nobody can know.
pub struct JudgedLevel {
    /// The signal.
    pub signal: SignalId,
    /// Which of its levels.
    pub reached: ReachedLevel,
    /// Whether it came true.
    pub came_true: Option<bool>,
}

/// What became of the judged signals of a rule at one level.
#[derive(Debug, Clone)]
pub struct RateRow {
    /// The rule.
    pub rule: String,
    /// Its version then.
    pub rule_version: String,
    /// What kind of evidence they rested on.
    pub evidence: String,
    /// How much they asked.
    pub urgency: Urgency,
    /// The constants that were set otherwise then.
    pub settings: Value,
    /// By group: signals, and of those the ones that came true.
    pub groups: Vec<(GroupId, i64, i64)>,
}

/// From which session to which a signal stood at a level.
#[derive(Debug, Clone)]
pub struct LevelSpanRow {
    /// The instrument.
    pub instrument: String,
    /// The scale.
    pub scale: String,
    /// The member; none where the group as a whole is meant.
    pub membership: Option<crate::domain::MembershipId>,
    /// The rule.
    pub rule: String,
    /// Its version then.
    pub rule_version: String,
    /// What kind of evidence it rested on.
    pub evidence: String,
    /// How much it asked.
    pub urgency: Urgency,
    /// Whether the level was written down when it was reached; else it is the last one of a signal of before.
    pub seen: bool,
    /// The session at which the level was reached.
    pub reached: SessionId,
    /// The one at which it reached another level, or ceased.
    pub until: Option<SessionId>,
}

impl Tenant<'_> {
    /// The levels that these signals reached, the first one first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub(super) async fn live_levels(
        &self,
        signals: &[SignalId],
    ) -> Result<BTreeMap<SignalId, Vec<ReachedLevel>>, StoreError> {
        let signals: Vec<Uuid> = signals.iter().map(|signal| signal.uuid()).collect();
        let mut levels: BTreeMap<SignalId, Vec<ReachedLevel>> = BTreeMap::new();
        for row in &self.query(LIVE, &[&self.organisation().uuid(), &signals]).await? {
            let mut read = Reader::new(row, LIVE);
            let id = read.id()?;
            let level = ReachedLevel {
                evidence: read.value()?,
                urgency: read.word()?,
                rule_version: read.value()?,
                session: read.id()?,
            };
            levels.entry(id).or_default().push(level);
        }
        Ok(levels)
    }

    /// Writes the levels that signals reach.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub(super) async fn reach_levels(&self, levels: &[NewLevel], now: Timestamp) -> Result<(), StoreError> {
        if levels.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = levels.iter().map(|level| level.signal.uuid()).collect();
        let evidence: Vec<&str> = levels.iter().map(|level| level.reached.evidence.as_str()).collect();
        let urgencies: Vec<&str> = levels.iter().map(|level| level.reached.urgency.word()).collect();
        let versions: Vec<&str> = levels.iter().map(|level| level.reached.rule_version.as_str()).collect();
        let sessions: Vec<Uuid> = levels.iter().map(|level| level.reached.session.uuid()).collect();
        let settings: Vec<&Value> = levels.iter().map(|level| &level.settings).collect();
        let organisation = self.organisation().uuid();
        self.execute(REACH, &[&organisation, &ids, &sessions, &evidence, &urgencies, &versions, &settings, &now])
            .await?;
        Ok(())
    }

    /// Writes what became of levels.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub(super) async fn judge_levels(&self, levels: &[JudgedLevel], now: Timestamp) -> Result<(), StoreError> {
        if levels.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = levels.iter().map(|level| level.signal.uuid()).collect();
        let sessions: Vec<Uuid> = levels.iter().map(|level| level.reached.session.uuid()).collect();
        let evidence: Vec<&str> = levels.iter().map(|level| level.reached.evidence.as_str()).collect();
        let urgencies: Vec<&str> = levels.iter().map(|level| level.reached.urgency.word()).collect();
        let verdicts: Vec<Option<bool>> = levels.iter().map(|level| level.came_true).collect();
        let organisation = self.organisation().uuid();
        self.execute(JUDGE, &[&organisation, &ids, &sessions, &evidence, &urgencies, &verdicts, &now]).await?;
        Ok(())
    }

    /// How many levels of signals were judged and how many of them came true: by rule and its version, by kind of evidence, by
    /// how much they asked, by the constants that were set, and by group. Levels that nobody saw reached are left out.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn judged_rates(&self) -> Result<Vec<RateRow>, StoreError> {
        let rows = self.query(RATES, &[&self.organisation().uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, RATES);
                Ok(RateRow {
                    rule: read.value()?,
                    rule_version: read.value()?,
                    evidence: read.value()?,
                    urgency: read.word()?,
                    settings: read.value()?,
                    groups: {
                        let groups: Vec<Uuid> = read.value()?;
                        let (said, right): (Vec<i64>, Vec<i64>) = (read.value()?, read.value()?);
                        let counts = said.into_iter().zip(right);
                        groups
                            .into_iter()
                            .zip(counts)
                            .map(|(group, (said, right))| (group.into(), said, right))
                            .collect()
                    },
                })
            })
            .collect()
    }

    /// Signals of before levels were written down: only the last level of each is known.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn signals_of_before(&self) -> Result<i64, StoreError> {
        let rows = self.query(BEFORE, &[&self.organisation().uuid()]).await?;
        rows.first().map_or(Ok(0), |row| Reader::new(row, BEFORE).value())
    }

    /// From which session to which the signals of these groups stood at each level.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn level_spans(&self, groups: &[GroupId]) -> Result<Vec<(GroupId, LevelSpanRow)>, StoreError> {
        let groups: Vec<Uuid> = groups.iter().map(|group| group.uuid()).collect();
        let rows = self.query(SPANS, &[&self.organisation().uuid(), &groups]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, SPANS);
                let group = read.id()?;
                let span = LevelSpanRow {
                    instrument: read.value()?,
                    scale: read.value()?,
                    membership: read.id_opt()?,
                    rule: read.value()?,
                    rule_version: read.value()?,
                    evidence: read.value()?,
                    urgency: read.word()?,
                    seen: read.value()?,
                    reached: read.id()?,
                    until: read.id_opt()?,
                };
                Ok((group, span))
            })
            .collect()
    }
}
