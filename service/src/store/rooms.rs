//! Everything of many groups at once, for those who judge whole organisations: the number of statements does not grow with
//! the number of groups.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
};

use jiff::{Timestamp, civil::Date};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{
    AttendanceRow, GroupRow, GroupScoreRow, MembershipRow, StoreError, Tenant, groups::read_group, memberships,
    reader::Reader, statement::sql,
};
use crate::domain::{GroupId, MembershipId, Occasion, Plan, Planned, SessionId};

sql! {
    GROUPS = "SELECT group_id, team_id, name, kind, format, planned_size, planned_sessions, started_on, ended_on
              FROM groups WHERE organisation_id = $1 AND group_id = ANY($2) ORDER BY group_id";
    PLANS = "SELECT group_id, instrument_id, instrument_version, occasion, every, weeks_after FROM group_plans
             WHERE organisation_id = $1 AND group_id = ANY($2) ORDER BY group_id, position";
    MEMBERS = "SELECT group_id, membership_id, group_id, client_id, pseudonym, joined_on, left_on, end_reason,
                      planned_end_on
               FROM memberships WHERE organisation_id = $1 AND group_id = ANY($2) ORDER BY joined_on, pseudonym";
    // After one that was closed, judged and opened again the rules go on saying what they said: nothing ceases because somebody
    // may still answer, to be raised a second time at the next close.
    SESSIONS = "SELECT group_id, session_id, number, held_on, closed_at IS NOT NULL OR signals_evaluated_at IS NOT NULL,
                       signals_evaluated_at IS NOT NULL, signals_rules
                FROM sessions WHERE organisation_id = $1 AND group_id = ANY($2) AND number IS NOT NULL
                ORDER BY held_on, number";
    // A plan is kept that serves 250 groups as well as one, and for one it must not read a whole table: from an array that is
    // not known beforehand these three go by the key, whatever the number of groups.
    ATTENDANCE = "SELECT session_id, membership_id, status FROM attendance
                  WHERE organisation_id = $1
                    AND session_id = ANY(ARRAY(SELECT session_id FROM sessions
                                               WHERE organisation_id = $1 AND group_id = ANY($2) AND number IS NOT NULL))";
    ASKED = "SELECT a.session_id, a.membership_id, a.instrument_id,
                    EXISTS (SELECT FROM responses r
                            WHERE r.organisation_id = a.organisation_id AND r.assignment_id = a.assignment_id)
             FROM assignments a
             WHERE a.organisation_id = $1
               AND a.session_id = ANY(ARRAY(SELECT session_id FROM sessions
                                            WHERE organisation_id = $1 AND group_id = ANY($2) AND number IS NOT NULL))";
    // Of many groups all responses are read at once: one by one they take twice as long.
    ASKED_OF_MANY = "SELECT a.session_id, a.membership_id, a.instrument_id, r.response_id IS NOT NULL
                     FROM sessions s
                     JOIN assignments a ON a.organisation_id = s.organisation_id AND a.session_id = s.session_id
                     LEFT JOIN responses r ON r.organisation_id = a.organisation_id AND r.assignment_id = a.assignment_id
                     WHERE s.organisation_id = $1 AND s.group_id = ANY($2) AND s.number IS NOT NULL";
    // From here to the end of the transaction: only a plan made for so many groups knows that they are many, and to sort and
    // to match their rows the usual memory is too small.
    PLANS_OF_MANY = "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '32MB', true)";
    // A course begins at joining: what was measured while somebody waited is no part of it.
    // Every score of a response, of which the newest counts: to sort them here takes three times as long as all the rest.
    SCORES = "SELECT x.membership_id, x.session_id, x.instrument_id, x.scale, x.measured_on, x.value::float8,
                     x.outcome = 'prorated', v.item_hash, coalesce(x.response_id, x.score_id), x.computed_at
              FROM scores x
              JOIN instrument_versions v ON v.organisation_id = x.organisation_id
                                        AND v.instrument_id = x.instrument_id
                                        AND v.instrument_version = x.instrument_version
              WHERE x.organisation_id = $1 AND x.value IS NOT NULL AND NOT x.waiting
                AND x.membership_id = ANY(ARRAY(SELECT membership_id FROM memberships
                                                WHERE organisation_id = $1 AND group_id = ANY($2)))";
    FOLLOWED = "SELECT DISTINCT m.group_id FROM memberships m
                WHERE m.organisation_id = $1 AND m.left_on IS NOT NULL
                  AND EXISTS (SELECT FROM sessions s WHERE s.organisation_id = $1 AND s.group_id = m.group_id
                                AND s.signals_evaluated_at IS NOT NULL)
                ORDER BY m.group_id";
}

/// Groups up to which all is read by the key.
const FEW: usize = 8;

/// A session of a group, as the rules see it.
#[derive(Debug, Clone)]
pub struct HeldRow {
    /// Its id.
    pub id: SessionId,
    /// 1 for the group's first.
    pub number: i16,
    /// The day.
    pub held_on: Date,
    /// Whether it was closed; also one that was judged then and is open again.
    pub closed: bool,
    /// Whether the signals were evaluated after it.
    pub evaluated: bool,
    /// By which versions of the rules.
    pub rules: Option<String>,
}

/// A form that a member was asked to fill in.
#[derive(Debug, Clone)]
pub struct AskedRow {
    /// The session.
    pub session: SessionId,
    /// The member.
    pub membership: MembershipId,
    /// The instrument.
    pub instrument: String,
    /// Whether it was submitted.
    pub submitted: bool,
}

/// One group with everything that was recorded of it.
#[derive(Debug, Clone)]
pub struct RoomRow {
    /// The group.
    pub group: GroupRow,
    /// What it measures.
    pub plan: Plan,
    /// Every stay, oldest first.
    pub members: Vec<MembershipRow>,
    /// Its sessions in order of time.
    pub sessions: Vec<HeldRow>,
    /// Who came to them.
    pub attendance: Vec<AttendanceRow>,
    /// What was asked.
    pub asked: Vec<AskedRow>,
    /// Every score that is a number, on all scales.
    pub scores: Vec<GroupScoreRow>,
}

impl Tenant<'_> {
    /// The groups in which a stay has ended, of those after whose sessions the signals were evaluated.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn groups_with_evaluated_stays(&self) -> Result<Vec<GroupId>, StoreError> {
        let rows = self.query(FOLLOWED, &[&self.organisation().uuid()]).await?;
        rows.iter().map(|row| Reader::new(row, FOLLOWED).id()).collect()
    }

    /// What each of these groups measures.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn plans_of(&self, groups: &[GroupId]) -> Result<BTreeMap<GroupId, Plan>, StoreError> {
        let ids: Vec<Uuid> = groups.iter().map(|group| group.uuid()).collect();
        let rows = self.query(PLANS, &[&self.organisation().uuid(), &ids]).await?;
        let plans = by_group(&rows, PLANS, planned)?.into_iter();
        plans.map(|(group, rows)| Ok((group, Plan::new(rows)?))).collect()
    }

    /// Everything that was recorded of these groups, in the order of their ids; groups that do not exist are left out.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn rooms(&self, groups: &[GroupId]) -> Result<Vec<RoomRow>, StoreError> {
        let organisation = self.organisation().uuid();
        let ids: Vec<Uuid> = groups.iter().map(|group| group.uuid()).collect();
        let of = async |sql: &'static str| self.query(sql, &[&organisation, &ids]).await;
        let many = groups.len() > FEW;
        let asked_of = if many { ASKED_OF_MANY } else { ASKED };
        if many {
            self.query(PLANS_OF_MANY, &[]).await?;
        }
        // Sent together: the server answers one while the next is on its way.
        let (groups, plans, members, sessions, attendance, asked, scores) = tokio::try_join!(
            of(GROUPS),
            of(PLANS),
            of(MEMBERS),
            of(SESSIONS),
            of(ATTENDANCE),
            of(asked_of),
            of(SCORES)
        )?;
        let mut plans = by_group(&plans, PLANS, planned)?;
        let mut members = by_group(&members, MEMBERS, memberships::read_from)?;
        let mut sessions = by_group(&sessions, SESSIONS, held)?;
        let of_session = groups_by(&sessions, |session| session.id);
        let of_member = groups_by(&members, |member| member.id);
        let mut attendance = by_key(&attendance, ATTENDANCE, &of_session, |read| {
            let session = read.id()?;
            Ok((session, AttendanceRow { session, membership: read.id()?, status: read.word()? }))
        })?;
        let mut asked = by_key(&asked, asked_of, &of_session, |read| {
            let (session, membership) = (read.id()?, read.id()?);
            Ok((session, AskedRow { session, membership, instrument: read.value()?, submitted: read.value()? }))
        })?;
        let mut scores = by_key(&scores, SCORES, &of_member, |read| {
            let score = score(read)?;
            Ok((score.0.membership, score))
        })?;
        let one = |row: &Row| {
            let group = read_group(&mut Reader::new(row, GROUPS))?;
            let id = group.id;
            Ok(RoomRow {
                group,
                plan: Plan::new(plans.remove(&id).unwrap_or_default())?,
                members: members.remove(&id).unwrap_or_default(),
                sessions: sessions.remove(&id).unwrap_or_default(),
                attendance: attendance.remove(&id).unwrap_or_default(),
                asked: asked.remove(&id).unwrap_or_default(),
                scores: newest(scores.remove(&id).unwrap_or_default()),
            })
        };
        groups.iter().map(one).collect()
    }
}

/// Rows whose first column is the group, in the order in which they came.
fn by_group<T>(
    rows: &[Row],
    sql: &'static str,
    one: impl Fn(&mut Reader<'_>) -> Result<T, StoreError>,
) -> Result<BTreeMap<GroupId, Vec<T>>, StoreError> {
    let mut found: BTreeMap<GroupId, Vec<T>> = BTreeMap::new();
    for row in rows {
        let mut read = Reader::new(row, sql);
        found.entry(read.id()?).or_default().push(one(&mut read)?);
    }
    Ok(found)
}

/// The group of each row, by what tells the row from others.
fn groups_by<T, K: Eq + Hash>(rows: &BTreeMap<GroupId, Vec<T>>, key: impl Fn(&T) -> K) -> HashMap<K, GroupId> {
    let of_group = |(group, rows): (&GroupId, &Vec<T>)| rows.iter().map(|row| (key(row), *group)).collect::<Vec<_>>();
    rows.iter().flat_map(of_group).collect()
}

/// Rows of a session, or of a member, by the group of that, in the order in which they came; what came into being after the
/// sessions and the members were read is left out.
fn by_key<K: Eq + Hash, T>(
    rows: &[Row],
    sql: &'static str,
    groups: &HashMap<K, GroupId>,
    one: impl Fn(&mut Reader<'_>) -> Result<(K, T), StoreError>,
) -> Result<BTreeMap<GroupId, Vec<T>>, StoreError> {
    let mut found: BTreeMap<GroupId, Vec<T>> = BTreeMap::new();
    for row in rows {
        let (key, row) = one(&mut Reader::new(row, sql))?;
        if let Some(group) = groups.get(&key) {
            found.entry(*group).or_default().push(row);
        }
    }
    Ok(found)
}

fn planned(read: &mut Reader<'_>) -> Result<Planned, StoreError> {
    let (instrument, version) = (read.value()?, read.value()?);
    Ok(Planned { instrument, version, occasion: Occasion::new(read.word()?, read.value()?, read.value()?)? })
}

fn held(read: &mut Reader<'_>) -> Result<HeldRow, StoreError> {
    Ok(HeldRow {
        id: read.id()?,
        number: read.value()?,
        held_on: read.value()?,
        closed: read.value()?,
        evaluated: read.value()?,
        rules: read.value()?,
    })
}

/// A score, the response (else the score itself) that it is of, and when it was computed.
type Computed = (GroupScoreRow, Uuid, Timestamp);

/// The newest score of each response and scale, in the order of instruments, scales and responses.
fn newest(mut scores: Vec<Computed>) -> Vec<GroupScoreRow> {
    fn of(computed: &Computed) -> (&str, &str, Uuid) {
        (&computed.0.instrument, &computed.0.scale, computed.1)
    }
    scores.sort_unstable_by(|a, b| of(a).cmp(&of(b)).then_with(|| b.2.cmp(&a.2)));
    scores.dedup_by(|later, kept| of(later) == of(kept));
    scores.into_iter().map(|(score, ..)| score).collect()
}

fn score(read: &mut Reader<'_>) -> Result<Computed, StoreError> {
    let score = GroupScoreRow {
        membership: read.id()?,
        session: read.id_opt()?,
        instrument: read.value()?,
        scale: read.value()?,
        measured_on: read.value()?,
        value: read.value()?,
        prorated: read.value()?,
        items: read.value()?,
    };
    Ok((score, read.value()?, read.value()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn of_a_response_the_newest_score_on_each_scale_counts() {
        let computed = |(response, scale): (u128, &str), second: i64, value: f64| {
            let score = GroupScoreRow {
                membership: Uuid::from_u128(1).into(),
                session: None,
                instrument: "phq-9".to_owned(),
                scale: scale.to_owned(),
                measured_on: jiff::civil::date(2026, 6, 1),
                value,
                prorated: false,
                items: "x".to_owned(),
            };
            (score, Uuid::from_u128(response), Timestamp::from_second(second).unwrap())
        };
        let all = vec![
            computed((7, "total"), 20, 2.0),
            computed((8, "total"), 10, 5.0),
            computed((7, "total"), 30, 3.0),
            computed((7, "part"), 10, 4.0),
            computed((7, "total"), 10, 1.0),
        ];
        let counts: Vec<(String, f64)> = newest(all).into_iter().map(|score| (score.scale, score.value)).collect();
        assert_eq!(counts, [("part".to_owned(), 4.0), ("total".to_owned(), 3.0), ("total".to_owned(), 5.0)]);
    }
}
