//! A large organisation: many groups that ran for twenty weeks, with who came, what they filled in and how it was scored.

use crate::{Practice, TestApp};

/// Groups, stays, weekly sessions, attendance, forms and scores beside Anna's group, made by the database: to hold twelve
/// thousand evenings through the service takes an hour. `PRACTICE`, `LIKE_GROUP`, the numbers and the instruments' versions
/// are put in.
const FILL: &str = "
CREATE TEMP TABLE g AS SELECT n, gen_random_uuid() AS id FROM generate_series(1, GROUPS) n;
CREATE TEMP TABLE m AS SELECT g.n, g.id AS group_id, k, gen_random_uuid() AS id, gen_random_uuid() AS client_id,
    9 + (g.n * 7 + k * 11) % 14 AS start, ((g.n * 13 + k * 5) % 9 - 2) / 1.5 AS fall
  FROM g, generate_series(1, MEMBERS) k;
CREATE TEMP TABLE s AS SELECT g.n, g.id AS group_id, t, gen_random_uuid() AS id, date '2025-06-02' + 7 * t AS held_on
  FROM g, generate_series(1, 20) t;
CREATE TEMP TABLE a AS
  SELECT m.n, m.k, s.t, m.id AS membership_id, m.client_id, s.id AS session_id, s.held_on, i.instrument, i.version, i.scale,
         i.place, gen_random_uuid() AS id, gen_random_uuid() AS response_id,
         (m.n * 31 + m.k * 17 + s.t * 13) % 9 <> 0 AS came,
         CASE WHEN i.place = 1
              THEN greatest(0, least(27, round(m.start - m.fall * ln(s.t) + (m.n * 5 + m.k * 3 + s.t * 7) % 5 - 2)))
              ELSE greatest(0, least(40, 28 + (m.n * 3 + m.k * 5 + s.t * 11) % 9 - 4
                                         - CASE WHEN (m.n + s.t) % 17 = 0 THEN 12 ELSE 0 END)) END AS value
    FROM m JOIN s ON s.n = m.n,
         (VALUES ('phq-9', 'PHQ_VERSION', 'total', 1), ('peil-session', 'SESSION_VERSION', 'SESSION_SCALE', 2))
           AS i (instrument, version, scale, place);
INSERT INTO groups (organisation_id, group_id, team_id, name, kind, format, setting, planned_size, planned_sessions,
                    started_on)
  SELECT 'PRACTICE', g.id, o.team_id, 'G' || g.n, o.kind, 'closed', o.setting, 8, 24, date '2025-06-09'
    FROM g, groups o WHERE o.group_id = 'LIKE_GROUP';
INSERT INTO group_plans (organisation_id, group_id, instrument_id, instrument_version, position, occasion, every)
  SELECT 'PRACTICE', g.id, i.instrument, i.version, i.place, 'after_session', 1
    FROM g, (SELECT DISTINCT instrument, version, place FROM a) i;
INSERT INTO clients (organisation_id, client_id, started_on, created_at)
  SELECT 'PRACTICE', client_id, date '2025-06-09', now() FROM m;
INSERT INTO memberships (organisation_id, membership_id, group_id, client_id, pseudonym, joined_on, planned_end_on)
  SELECT 'PRACTICE', id, group_id, client_id, 'K' || k, date '2025-06-09', date '2025-11-24' FROM m;
INSERT INTO sessions (organisation_id, session_id, group_id, number, held_on, opened_at, closed_at, signals_evaluated_at)
  SELECT 'PRACTICE', id, group_id, t, held_on, held_on, held_on + 1, CASE WHEN t < 20 THEN held_on + 1 END FROM s;
INSERT INTO attendance (organisation_id, session_id, membership_id, status, recorded_at)
  SELECT 'PRACTICE', session_id, membership_id, CASE WHEN came THEN 'present' ELSE 'absent_without_notice' END, held_on
    FROM a WHERE place = 1;
INSERT INTO assignments (organisation_id, assignment_id, session_id, membership_id, instrument_id, instrument_version,
                         position, occasion)
  SELECT 'PRACTICE', id, session_id, membership_id, instrument, version, place, 'after_session' FROM a WHERE came;
INSERT INTO responses (organisation_id, response_id, assignment_id, idempotency_key, language, item_hash, text_hash,
                       submitted_at)
  SELECT 'PRACTICE', response_id, id, id, 'nl', 'x', 'x', held_on FROM a WHERE came;
INSERT INTO scores (organisation_id, score_id, client_id, membership_id, session_id, response_id, instrument_id,
                    instrument_version, scale, scoring_hash, measured_on, outcome, value, computed_at)
  SELECT 'PRACTICE', gen_random_uuid(), client_id, membership_id, session_id, response_id, instrument, version, scale, 'x',
         held_on, 'complete', value, held_on FROM a WHERE came;
ANALYZE;
";

impl TestApp {
    /// Adds `groups` groups of `members` members with twenty sessions each; every stay goes on. The connection of the owner
    /// keeps their ids in temporary tables: groups in `g (n, id)`, stays in `m (n, k, id, client_id)`.
    ///
    /// # Panics
    ///
    /// When a row is refused.
    pub async fn crowd(&self, practice: &Practice, groups: usize, members: usize) {
        let version = |id: &str| self.library.latest(id).unwrap().version().to_string();
        let rating = self.library.latest("peil-session").unwrap().scores();
        let scale = rating.iter().find(|score| score.id() == "total").unwrap_or(&rating[0]).id().to_owned();
        let fill = FILL
            .replace("PRACTICE", &practice.id.to_string())
            .replace("LIKE_GROUP", &practice.group.to_string())
            .replace("GROUPS", &groups.to_string())
            .replace("MEMBERS", &members.to_string())
            .replace("PHQ_VERSION", &version("phq-9"))
            .replace("SESSION_VERSION", &version("peil-session"))
            .replace("SESSION_SCALE", &scale);
        self.owner.batch_execute(&fill).await.unwrap();
    }
}
