//! What leaves for research: sessions in clients in groups, of clients who agreed, without dates or names.

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{ClientId, GroupId, MembershipId};

sql! {
    // One row for each session a member could have come to, whether or not there is a score; and one for each imported
    // score and each of a moment outside the sessions, which have no number.
    ROWS = "SELECT m.group_id, g.kind, g.format, m.client_id, m.membership_id, s.number::int4, s.held_on - m.joined_on,
                   a.status, x.value::float8, x.outcome, m.end_reason, 'session'
            FROM memberships m
            JOIN groups g ON g.organisation_id = m.organisation_id AND g.group_id = m.group_id
            JOIN sessions s ON s.organisation_id = m.organisation_id AND s.group_id = m.group_id AND s.number IS NOT NULL
                           AND s.held_on >= m.joined_on AND (m.left_on IS NULL OR s.held_on <= m.left_on)
            LEFT JOIN attendance a ON a.organisation_id = m.organisation_id AND a.session_id = s.session_id
                                  AND a.membership_id = m.membership_id
            LEFT JOIN LATERAL (SELECT y.value, y.outcome FROM scores y
                               WHERE y.organisation_id = m.organisation_id AND y.membership_id = m.membership_id
                                 AND y.session_id = s.session_id AND y.instrument_id = $2 AND y.scale = $3
                               ORDER BY y.computed_at DESC LIMIT 1) x ON true
            WHERE m.organisation_id = $1
              AND EXISTS (SELECT FROM consents c WHERE c.organisation_id = m.organisation_id
                            AND c.client_id = m.client_id AND c.purpose = 'research_export'
                            AND c.withdrawn_at IS NULL)
            UNION ALL
            SELECT m.group_id, g.kind, g.format, x.client_id, x.membership_id, NULL,
                   x.measured_on - coalesce(m.joined_on, k.started_on), NULL, x.value::float8, x.outcome, m.end_reason,
                   coalesce((SELECT s.moment FROM sessions s
                             WHERE s.organisation_id = x.organisation_id AND s.session_id = x.session_id), 'import')
            FROM scores x
            JOIN clients k ON k.organisation_id = x.organisation_id AND k.client_id = x.client_id
            LEFT JOIN memberships m ON m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id
            LEFT JOIN groups g ON g.organisation_id = m.organisation_id AND g.group_id = m.group_id
            WHERE x.organisation_id = $1 AND x.instrument_id = $2 AND x.scale = $3
              AND NOT EXISTS (SELECT FROM sessions s WHERE s.organisation_id = x.organisation_id
                                AND s.session_id = x.session_id AND s.number IS NOT NULL)
              AND EXISTS (SELECT FROM consents c WHERE c.organisation_id = x.organisation_id
                            AND c.client_id = x.client_id AND c.purpose = 'research_export'
                            AND c.withdrawn_at IS NULL)";
    WITHOUT_CONSENT = "SELECT count(*) FROM clients k
                       WHERE k.organisation_id = $1
                         AND NOT EXISTS (SELECT FROM consents c WHERE c.organisation_id = k.organisation_id
                                           AND c.client_id = k.client_id AND c.purpose = 'research_export'
                                           AND c.withdrawn_at IS NULL)";
    GROUNDS = "SELECT DISTINCT research_ground FROM imports
               WHERE organisation_id = $1 AND research_ground IS NOT NULL ORDER BY research_ground";
}

/// One session of one client.
#[derive(Debug, Clone)]
pub struct ResearchRow {
    /// The group, if the client is in one.
    pub group: Option<GroupId>,
    /// Kind of group.
    pub kind: Option<String>,
    /// Format of group.
    pub format: Option<String>,
    /// The client.
    pub client: ClientId,
    /// The stay in the group, if the client is in one.
    pub membership: Option<MembershipId>,
    /// Number of the session in the group; none for imported scores and moments.
    pub session: Option<i32>,
    /// Days since the client's start in the group.
    pub days: i32,
    /// Attendance as recorded.
    pub attendance: Option<String>,
    /// The score, when there is one.
    pub score: Option<f64>,
    /// How complete it is.
    pub outcome: Option<String>,
    /// How the stay ended.
    pub end_reason: Option<String>,
    /// When it was measured: `session`, a kind of moment outside the sessions, or `import`.
    pub moment: String,
}

impl ResearchRow {
    /// Whether it was measured while the client waited for the group. It leaves with the others, and no growth model of the
    /// group takes it.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.moment == "waiting"
    }
}

impl Tenant<'_> {
    /// The rows of every client who agreed to research.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn research_rows(&self, instrument: &str, scale: &str) -> Result<Vec<ResearchRow>, StoreError> {
        let rows = self.query(ROWS, &[&self.organisation().uuid(), &instrument, &scale]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, ROWS);
                Ok(ResearchRow {
                    group: read.id_opt()?,
                    kind: read.value()?,
                    format: read.value()?,
                    client: read.id()?,
                    membership: read.id_opt()?,
                    session: read.value()?,
                    days: read.value()?,
                    attendance: read.value()?,
                    score: read.value()?,
                    outcome: read.value()?,
                    end_reason: read.value()?,
                    moment: read.value()?,
                })
            })
            .collect()
    }

    /// How many clients stay out of research for want of consent.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn clients_without_research_consent(&self) -> Result<i64, StoreError> {
        let row = self.query_one(WITHOUT_CONSENT, &[&self.organisation().uuid()]).await?;
        Reader::new(&row, WITHOUT_CONSENT).value()
    }

    /// The grounds on which imported clients count as having agreed, as whoever imported them stated.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn imported_research_grounds(&self) -> Result<Vec<String>, StoreError> {
        let rows = self.query(GROUNDS, &[&self.organisation().uuid()]).await?;
        rows.iter().map(|row| Reader::new(row, GROUNDS).value()).collect()
    }
}
