//! What a team's groups asked, who came, who left, and which signals were answered: counts, stay by stay.

use jiff::{Timestamp, civil::Date};

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{ClientId, GroupId, TeamId};

sql! {
    // Sessions that are still open ask for nothing yet.
    STAYS = "WITH stay AS MATERIALIZED (
                 SELECT m.membership_id, m.group_id, m.client_id, m.left_on IS NOT NULL AS ended,
                        coalesce(m.end_reason = 'dropout', false) AS dropped
                 FROM memberships m
                 JOIN groups g ON g.organisation_id = m.organisation_id AND g.group_id = m.group_id
                 WHERE m.organisation_id = $1 AND g.team_id = $2 AND m.joined_on >= $3
                   AND m.end_reason IS DISTINCT FROM 'not_begun')
             SELECT y.group_id, y.client_id, y.ended, y.dropped, coalesce(c.came, 0), coalesce(c.known, 0),
                    coalesce(f.answered, 0), coalesce(f.asked, 0)
             FROM stay y
             LEFT JOIN (SELECT a.membership_id, count(*) FILTER (WHERE a.status = 'present') AS came, count(*) AS known
                        FROM attendance a
                        WHERE a.organisation_id = $1 AND a.membership_id IN (SELECT membership_id FROM stay)
                        GROUP BY a.membership_id) c ON c.membership_id = y.membership_id
             LEFT JOIN (SELECT a.membership_id, count(r.response_id) AS answered, count(*) AS asked
                        FROM assignments a
                        JOIN sessions s ON s.organisation_id = a.organisation_id AND s.session_id = a.session_id
                                       AND s.closed_at IS NOT NULL
                        LEFT JOIN responses r ON r.organisation_id = a.organisation_id
                                             AND r.assignment_id = a.assignment_id
                        WHERE a.organisation_id = $1 AND a.membership_id IN (SELECT membership_id FROM stay)
                        GROUP BY a.membership_id) f ON f.membership_id = y.membership_id
             ORDER BY y.group_id, y.client_id, y.membership_id";
    // The newest round of each signal: its first step, against the moment by which somebody was to look. A raised alert stays in
    // the count when the rule falls silent: somebody was to look all the same.
    ANSWERED = "SELECT w.group_id, count(*) FILTER (WHERE w.looked <= w.until),
                       count(*) FILTER (WHERE w.looked <= w.until OR w.until < $4)
                FROM (SELECT x.group_id, t.looked,
                             coalesce(x.renewed_at, x.raised_at)
                                 + CASE WHEN x.level IS NULL THEN make_interval(days => $6)
                                        ELSE make_interval(mins => coalesce(o.alert_minutes, 1440 * $6)) END AS until
                      FROM signals x
                      JOIN groups g ON g.organisation_id = x.organisation_id AND g.group_id = x.group_id
                      JOIN memberships m ON m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id
                      JOIN organisations o ON o.organisation_id = x.organisation_id
                      LEFT JOIN LATERAL (SELECT min(u.taken_at) AS looked FROM signal_steps u
                                         WHERE u.organisation_id = x.organisation_id AND u.signal_id = x.signal_id
                                           AND u.round = x.round) t ON true
                      WHERE x.organisation_id = $1 AND g.team_id = $2 AND m.joined_on >= $3
                        AND (x.level IS NOT NULL OR $5)) w
                GROUP BY w.group_id";
}

/// One stay in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StayFigures {
    /// In which group.
    pub group: GroupId,
    /// Whose.
    pub client: ClientId,
    /// Whether it has ended.
    pub ended: bool,
    /// Whether it ended by dropping out.
    pub dropped: bool,
    /// Sessions at which the client was.
    pub came: i64,
    /// Sessions of which it was noted whether the client came.
    pub known: i64,
    /// Forms that were filled in, of those asked at sessions that have ended.
    pub answered: i64,
    /// Forms that were asked there.
    pub asked: i64,
}

/// How many signals of a group were looked at in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnsweredSignals {
    /// Which group.
    pub group: GroupId,
    /// In time.
    pub in_time: i64,
    /// Those and the ones whose time is over.
    pub due: i64,
}

/// Which signals are asked for.
#[derive(Debug, Clone, Copy)]
pub struct SignalsAsked {
    /// Of stays that began on or after this day.
    pub since: Date,
    /// The moment of asking.
    pub now: Timestamp,
    /// Whether those of the module count, beside alerts.
    pub module: bool,
    /// Days within which a signal that is no alert is to be looked at.
    pub days: i32,
}

impl Tenant<'_> {
    /// The stays in the groups of a team that began on or after a day.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn team_stays(&self, team: TeamId, since: Date) -> Result<Vec<StayFigures>, StoreError> {
        let rows = self.query(STAYS, &[&self.organisation().uuid(), &team.uuid(), &since]).await?;
        let read = |row| {
            let mut read = Reader::new(row, STAYS);
            Ok(StayFigures {
                group: read.id()?,
                client: read.id()?,
                ended: read.value()?,
                dropped: read.value()?,
                came: read.value()?,
                known: read.value()?,
                answered: read.value()?,
                asked: read.value()?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// How many signals of each group of a team were looked at in time; groups without any are left out.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn team_signals(&self, team: TeamId, asked: SignalsAsked) -> Result<Vec<AnsweredSignals>, StoreError> {
        let SignalsAsked { since, now, module, days } = asked;
        let organisation = self.organisation().uuid();
        let rows = self.query(ANSWERED, &[&organisation, &team.uuid(), &since, &now, &module, &days]).await?;
        let read = |row| {
            let mut read = Reader::new(row, ANSWERED);
            Ok(AnsweredSignals { group: read.id()?, in_time: read.value()?, due: read.value()? })
        };
        rows.iter().map(read).collect()
    }
}
