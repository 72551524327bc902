//! The counts behind the policy counters, each by one GROUP BY. What each means stands with the definitions in `counters`.

use jiff::civil::Date;

use super::{
    StoreError, Tenant,
    reader::Reader,
    record_coverage::{Coverage, RecordSource},
    statement::sql,
};
use crate::domain::IndirectActivity;

/// Groups of Peil by the key of their name, where one has it.
macro_rules! names {
    () => {
        "names AS (
             SELECT name_key(g.name) AS name_key, (array_agg(g.group_id))[1] AS group_id
             FROM groups g WHERE g.organisation_id = $1 GROUP BY 1 HAVING count(*) = 1)"
    };
}

/// The imported group sessions of a year, as common table expressions: a client on a group's day once, and only on days on which
/// Peil has no session of that group with somebody present. A group is Peil's own by its link or by its name.
macro_rules! imported {
    () => {
        "noted AS (
             SELECT coalesce(c.group_id, n.group_id) AS group_id,
                    coalesce(c.group_id, n.group_id, md5(c.name_key)::uuid) AS met_by, c.held_on, c.client_id,
                    mode() WITHIN GROUP (ORDER BY least(c.setting, 4::smallint)) AS setting,
                    max(c.minutes)::integer AS minutes
             FROM group_contacts c
             LEFT JOIN names n ON c.group_id IS NULL AND n.name_key = c.name_key
             WHERE c.organisation_id = $1 AND c.held_on >= $2 AND c.held_on < $3
             GROUP BY 1, 2, 3, 4),
         own AS (
             SELECT DISTINCT n.met_by, n.held_on
             FROM noted n
             JOIN sessions s ON s.organisation_id = $1 AND s.group_id = n.group_id AND s.held_on = n.held_on
                            AND s.number IS NOT NULL AND s.closed_at IS NOT NULL
                            AND s.held_on >= $2 AND s.held_on < $3
             WHERE EXISTS (SELECT FROM attendance a
                           WHERE a.organisation_id = $1 AND a.session_id = s.session_id AND a.status = 'present')),
         imported AS (
             SELECT n.met_by, n.held_on, n.client_id, n.setting, n.minutes
             FROM noted n
             WHERE NOT EXISTS (SELECT FROM own o WHERE o.met_by = n.met_by AND o.held_on = n.held_on))"
    };
}

/// Who was present at a session: asked of each session of the year by the index, never of the register of all years.
macro_rules! present {
    ($session:literal) => {
        concat!(
            "CROSS JOIN LATERAL (SELECT a.membership_id FROM attendance a
                                 WHERE a.organisation_id = $1 AND a.session_id = ",
            $session,
            " AND a.status = 'present' OFFSET 0) a"
        )
    };
}

/// How long a session took: to the end that somebody wrote down, else as its group's schedule said; null where neither is.
macro_rules! minutes {
    () => {
        "CASE WHEN s.ended_at IS NOT NULL AND NOT s.ended_by_closing
              THEN floor(extract(epoch FROM s.ended_at - s.began_at) / 60)::integer
              ELSE s.planned_minutes::integer END"
    };
}

/// Peil's own sessions that count, of a year.
macro_rules! counts {
    () => {
        "s.organisation_id = $1 AND s.number IS NOT NULL AND s.closed_at IS NOT NULL AND s.held_on >= $2 AND s.held_on < $3"
    };
}

sql! {
    // Every client once for each quarter, setting and group, then the quarters and settings and their sums: a client who comes
    // in two quarters is one client of the year. 30 minutes are 2 units; 8 minutes of a quarter of an hour are a whole one.
    CLIENTS = concat!("WITH ", names!(), ", ", imported!(), ",
               held AS MATERIALIZED (
                   SELECT s.session_id, s.group_id, extract(quarter FROM s.held_on)::smallint AS quarter,
                          least(s.setting, 4::smallint) AS setting, ", minutes!(), " AS minutes,
                          (s.ended_at IS NULL OR s.ended_by_closing) AND s.planned_minutes IS NOT NULL AS as_planned
                   FROM sessions s WHERE ", counts!(), "),
               present AS (
                   SELECT a.membership_id, h.quarter, h.setting, h.group_id, count(*) AS consults,
                          sum((h.minutes + 7) / 15) AS units, sum(h.minutes) AS minutes,
                          count(*) FILTER (WHERE h.minutes IS NULL) AS unknown,
                          count(*) FILTER (WHERE h.as_planned) AS as_planned
                   FROM held h ", present!("h.session_id"), "
                   GROUP BY 1, 2, 3, 4),
               came AS (
                   SELECT m.client_id, p.quarter, p.setting, p.group_id AS met_by, p.consults, p.units, p.minutes, p.unknown,
                          p.as_planned, 0::bigint AS alone
                   FROM present p
                   JOIN memberships m ON m.organisation_id = $1 AND m.membership_id = p.membership_id
                   UNION ALL
                   SELECT i.client_id, extract(quarter FROM i.held_on)::smallint, i.setting, i.met_by, count(*),
                          sum((i.minutes + 7) / 15), sum(i.minutes), 0, 0, 0
                   FROM imported i
                   GROUP BY 1, 2, 3, 4
                   UNION ALL
                   SELECT i.client_id, extract(quarter FROM i.held_on)::smallint, least(i.setting, 4::smallint), NULL, 0,
                          0, 0, 0, 0, sum(i.minutes)
                   FROM individual_contacts i
                   WHERE i.organisation_id = $1 AND i.held_on >= $2 AND i.held_on < $3
                   GROUP BY 1, 2, 3)
               SELECT quarter, setting, coalesce(sum(consults), 0)::bigint, coalesce(sum(units), 0)::bigint,
                      coalesce(sum(minutes), 0)::bigint, coalesce(sum(unknown), 0)::bigint,
                      coalesce(sum(as_planned), 0)::bigint, coalesce(sum(alone), 0)::bigint, count(DISTINCT met_by),
                      count(DISTINCT client_id) FILTER (WHERE consults > 0),
                      count(DISTINCT client_id) FILTER (WHERE alone > 0), count(DISTINCT client_id)
               FROM came GROUP BY GROUPING SETS ((quarter, setting), (quarter), (setting), ())");
    // A session of an import is a group on a day, in the setting of most of its clients, the lowest of as many.
    SESSIONS = concat!("WITH ", names!(), ", ", imported!(), ",
                held AS (
                    SELECT extract(quarter FROM s.held_on)::smallint AS quarter, least(s.setting, 4::smallint) AS setting,
                           ", minutes!(), " AS minutes
                    FROM sessions s
                    WHERE ", counts!(), "
                      AND EXISTS (SELECT FROM attendance a
                                  WHERE a.organisation_id = $1 AND a.session_id = s.session_id AND a.status = 'present')
                    UNION ALL
                    SELECT extract(quarter FROM i.held_on)::smallint, mode() WITHIN GROUP (ORDER BY i.setting),
                           max(i.minutes)
                    FROM imported i
                    GROUP BY i.met_by, i.held_on)
                SELECT quarter, setting, count(*), coalesce(sum((minutes + 7) / 15), 0)::bigint,
                       count(*) FILTER (WHERE minutes IS NULL)
                FROM held GROUP BY quarter, setting");
    INDIRECT = concat!("SELECT extract(quarter FROM s.held_on)::smallint, least(s.setting, 4::smallint), i.activity,
                       sum(i.minutes)::bigint
                FROM sessions s
                JOIN indirect_minutes i ON i.organisation_id = s.organisation_id AND i.session_id = s.session_id
                WHERE ", counts!(), "
                GROUP BY 1, 2, 3");
    // Who first came to a group in the year, as far as is known: day and setting as one number, so that the least is the first
    // day and the lowest setting on it. Whoever became a member after the year began was at no session before. Whose number is
    // not known is told apart.
    FIRSTS = concat!("WITH ", names!(), ", ", imported!(), ",
              came AS (
                  SELECT m.client_id, p.first
                  FROM (SELECT a.membership_id,
                               min((s.held_on - date '2000-01-01') * 8 + least(s.setting, 4::smallint)) AS first
                        FROM sessions s ", present!("s.session_id"), "
                        WHERE ", counts!(), "
                        GROUP BY 1) p
                  JOIN memberships m ON m.organisation_id = $1 AND m.membership_id = p.membership_id
                  UNION ALL
                  SELECT i.client_id, min((i.held_on - date '2000-01-01') * 8 + i.setting) FROM imported i GROUP BY 1),
              firsts AS (
                  SELECT client_id, date '2000-01-01' + min(first) / 8 AS held_on, (min(first) % 8)::smallint AS setting
                  FROM came GROUP BY client_id),
              new AS MATERIALIZED (
                  SELECT f.client_id, f.held_on, f.setting,
                         EXISTS (SELECT FROM client_keys l
                                 WHERE l.organisation_id = $1 AND l.client_id = f.client_id) AS linked
                  FROM firsts f
                  WHERE NOT EXISTS (SELECT FROM memberships m
                                    JOIN attendance a ON a.organisation_id = $1 AND a.membership_id = m.membership_id
                                                     AND a.status = 'present'
                                    JOIN sessions s ON s.organisation_id = $1 AND s.session_id = a.session_id
                                    WHERE m.organisation_id = $1 AND m.client_id = f.client_id AND m.joined_on < $2
                                      AND s.held_on < $2 AND s.number IS NOT NULL AND s.closed_at IS NOT NULL)
                    AND NOT EXISTS (SELECT FROM group_contacts c
                                    LEFT JOIN names n ON c.group_id IS NULL AND n.name_key = c.name_key
                                    WHERE c.organisation_id = $1 AND c.client_id = f.client_id AND c.held_on < $2
                                      AND NOT EXISTS (SELECT FROM sessions s
                                                      JOIN attendance a ON a.organisation_id = $1
                                                                       AND a.session_id = s.session_id
                                                                       AND a.status = 'present'
                                                      WHERE s.organisation_id = $1
                                                        AND s.group_id = coalesce(c.group_id, n.group_id)
                                                        AND s.held_on = c.held_on AND s.number IS NOT NULL
                                                        AND s.closed_at IS NOT NULL)))
              SELECT extract(quarter FROM n.held_on)::smallint, n.setting, count(*) FILTER (WHERE n.linked),
                     count(*) FILTER (WHERE NOT n.linked), coalesce(sum(i.before) FILTER (WHERE n.linked), 0)::bigint,
                     coalesce(sum(i.after) FILTER (WHERE n.linked), 0)::bigint
              FROM new n
              CROSS JOIN LATERAL (
                  SELECT sum(i.minutes) FILTER (WHERE i.held_on < n.held_on) AS before,
                         sum(i.minutes) FILTER (WHERE i.held_on >= n.held_on) AS after
                  FROM individual_contacts i
                  WHERE i.organisation_id = $1 AND i.client_id = n.client_id
                    AND i.held_on BETWEEN n.held_on - 91 AND n.held_on + 90) i
              GROUP BY 1, 2");
    COVERAGE = "SELECT (SELECT min(held_on) FROM individual_contacts WHERE organisation_id = $1),
                       (SELECT max(held_on) FROM individual_contacts WHERE organisation_id = $1),
                       (SELECT count(*) FROM sessions
                        WHERE organisation_id = $1 AND number IS NOT NULL AND closed_at IS NULL
                          AND held_on >= $2 AND held_on < $3),
                       least((SELECT min(held_on) FROM sessions
                              WHERE organisation_id = $1 AND number IS NOT NULL AND closed_at IS NOT NULL),
                             (SELECT min(held_on) FROM group_contacts WHERE organisation_id = $1))";
}

/// One quarter and one class of settings; none is all of them.
pub type CellKey = (Option<i16>, Option<i16>);

/// What clients came to.
#[derive(Debug, Clone, Copy)]
pub struct ClientCountRow {
    /// Quarter 1 to 4, setting 1 to 4.
    pub key: CellKey,
    /// Clients times sessions.
    pub consults: i64,
    /// Their units of a quarter of an hour.
    pub units: i64,
    /// Their minutes.
    pub minutes: i64,
    /// Of which it is not known how long they took.
    pub unknown: i64,
    /// Of which the minutes are the planned ones.
    pub as_planned: i64,
    /// Minutes alone with a client.
    pub individual_minutes: i64,
    /// Groups that met.
    pub groups: i64,
    /// Clients in a group.
    pub in_group: i64,
    /// Clients seen alone.
    pub seen_alone: i64,
    /// Clients of either kind.
    pub clients: i64,
}

/// Sessions held.
#[derive(Debug, Clone, Copy)]
pub struct SessionCountRow {
    /// Quarter and setting.
    pub key: CellKey,
    /// How many.
    pub sessions: i64,
    /// Units of a quarter of an hour.
    pub units: i64,
    /// Sessions of which nobody noted how long they took.
    pub unknown: i64,
}

/// Indirect minutes under one heading.
#[derive(Debug, Clone, Copy)]
pub struct IndirectCountRow {
    /// Quarter and setting.
    pub key: CellKey,
    /// What was done.
    pub activity: IndirectActivity,
    /// Minutes.
    pub minutes: i64,
}

/// Clients who first came to a group, and their minutes alone around that day.
#[derive(Debug, Clone, Copy)]
pub struct FirstCountRow {
    /// Quarter and setting of the first time.
    pub key: CellKey,
    /// How many clients of whom the record system's number is known.
    pub clients: i64,
    /// How many of whom it is not.
    pub left_out: i64,
    /// Minutes in the 13 weeks before.
    pub before: i64,
    /// Minutes in the 13 weeks from that day.
    pub after: i64,
}

/// What the counts rest on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CoverageRow {
    /// First and last day of the individual contacts that were imported.
    pub contacts: Option<(Date, Date)>,
    /// Of which days imports said that they hold every individual contact.
    pub covered: Coverage,
    /// Sessions of the year that nobody closed.
    pub open: i64,
    /// The first day on which a group is known to have met.
    pub groups_since: Option<Date>,
}

impl Tenant<'_> {
    /// What clients came to from one day to before another, by quarter and setting and their sums.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn count_clients(&self, (from, before): (Date, Date)) -> Result<Vec<ClientCountRow>, StoreError> {
        let rows = self.query(CLIENTS, &[&self.organisation().uuid(), &from, &before]).await?;
        let read = |row: &tokio_postgres::Row| {
            let mut read = Reader::new(row, CLIENTS);
            Ok(ClientCountRow {
                key: (read.value()?, read.value()?),
                consults: read.value()?,
                units: read.value()?,
                minutes: read.value()?,
                unknown: read.value()?,
                as_planned: read.value()?,
                individual_minutes: read.value()?,
                groups: read.value()?,
                in_group: read.value()?,
                seen_alone: read.value()?,
                clients: read.value()?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Sessions held, by quarter and setting.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn count_sessions(&self, (from, before): (Date, Date)) -> Result<Vec<SessionCountRow>, StoreError> {
        let rows = self.query(SESSIONS, &[&self.organisation().uuid(), &from, &before]).await?;
        let read = |row: &tokio_postgres::Row| {
            let mut read = Reader::new(row, SESSIONS);
            let key = (read.value()?, read.value()?);
            Ok(SessionCountRow { key, sessions: read.value()?, units: read.value()?, unknown: read.value()? })
        };
        rows.iter().map(read).collect()
    }

    /// Indirect minutes, by quarter, setting and heading.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn count_indirect(&self, (from, before): (Date, Date)) -> Result<Vec<IndirectCountRow>, StoreError> {
        let rows = self.query(INDIRECT, &[&self.organisation().uuid(), &from, &before]).await?;
        let read = |row: &tokio_postgres::Row| {
            let mut read = Reader::new(row, INDIRECT);
            let key = (read.value()?, read.value()?);
            Ok(IndirectCountRow { key, activity: read.word()?, minutes: read.value()? })
        };
        rows.iter().map(read).collect()
    }

    /// Who first came to a group, by quarter and setting of that day.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn count_firsts(&self, (from, before): (Date, Date)) -> Result<Vec<FirstCountRow>, StoreError> {
        let rows = self.query(FIRSTS, &[&self.organisation().uuid(), &from, &before]).await?;
        let read = |row: &tokio_postgres::Row| {
            let mut read = Reader::new(row, FIRSTS);
            let key = (read.value()?, read.value()?);
            let (clients, left_out) = (read.value()?, read.value()?);
            Ok(FirstCountRow { key, clients, left_out, before: read.value()?, after: read.value()? })
        };
        rows.iter().map(read).collect()
    }

    /// What the counts of a year rest on.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn counters_coverage(&self, (from, before): (Date, Date)) -> Result<CoverageRow, StoreError> {
        let row = self.query_one(COVERAGE, &[&self.organisation().uuid(), &from, &before]).await?;
        let mut read = Reader::new(&row, COVERAGE);
        let (first, last): (Option<Date>, Option<Date>) = (read.value()?, read.value()?);
        let (open, groups_since) = (read.value()?, read.value()?);
        let covered = self.record_coverage(RecordSource::IndividualContacts).await?;
        Ok(CoverageRow { contacts: first.zip(last), covered, open, groups_since })
    }
}
