//! What the page "tonight" reads: the groups of one reader, who is in them and what asks for attention, each in one
//! statement however many groups there are.

use jiff::civil::Date;
use uuid::Uuid;

use super::{StoreError, Tenant, reader::Reader, schedules::read_schedule, statement::sql};
use crate::domain::{
    AccountId, AlertLevel, GroupFormat, GroupId, GroupKind, Schedule, SessionId, SignalId, TeamId, TherapistPart,
    Urgency,
};

sql! {
    // $5: the parts that write down what they thought of a session. Of the newest session a rating and a note are waited for,
    // of those of the last two weeks before it a rating: a later session does not take the reminder away.
    GROUPS = "SELECT g.group_id, g.name, g.kind, g.format, g.planned_sessions, g.started_on,
                     t.part, coalesce(g.team_id = $3, false),
                     EXISTS (SELECT FROM group_plans p
                             WHERE p.organisation_id = g.organisation_id AND p.group_id = g.group_id),
                     s.session_id, s.number::int4, s.held_on, s.closed_at IS NOT NULL,
                     o.sessions, o.numbers,
                     c.weekday, c.begins_at, c.minutes, c.every_weeks
              FROM groups g
              LEFT JOIN LATERAL (SELECT x.part FROM group_therapists x
                                 WHERE x.organisation_id = g.organisation_id AND x.group_id = g.group_id
                                   AND x.account_id = $2 AND x.from_date <= $4
                                   AND (x.until_date IS NULL OR x.until_date >= $4)
                                 ORDER BY array_position(ARRAY['lead', 'co', 'trainee', 'observer'], x.part)
                                 LIMIT 1) t ON true
              LEFT JOIN LATERAL (SELECT z.session_id, z.number, z.held_on, z.closed_at FROM sessions z
                                 WHERE z.organisation_id = g.organisation_id AND z.group_id = g.group_id
                                   AND z.number IS NOT NULL
                                 ORDER BY z.number DESC LIMIT 1) s ON true
              LEFT JOIN LATERAL (SELECT array_agg(z.session_id ORDER BY z.number) AS sessions,
                                        array_agg(z.number::int4 ORDER BY z.number) AS numbers
                                 FROM sessions z
                                 WHERE z.organisation_id = g.organisation_id AND z.group_id = g.group_id
                                   AND z.number IS NOT NULL AND z.closed_at IS NOT NULL AND t.part = ANY ($5)
                                   AND (z.session_id = s.session_id OR z.held_on + 14 >= $4)
                                   AND EXISTS (SELECT FROM group_therapists w
                                               WHERE w.organisation_id = g.organisation_id AND w.group_id = g.group_id
                                                 AND w.account_id = $2 AND w.part = ANY ($5) AND w.from_date <= z.held_on
                                                 AND (w.until_date IS NULL OR w.until_date >= z.held_on))
                                   AND (NOT EXISTS (SELECT FROM therapist_ratings r
                                                    WHERE r.organisation_id = g.organisation_id
                                                      AND r.session_id = z.session_id AND r.account_id = $2)
                                        OR z.session_id = s.session_id
                                           AND NOT EXISTS (SELECT FROM own_reflections n
                                                           WHERE n.organisation_id = g.organisation_id
                                                             AND n.session_id = z.session_id AND n.account_id = $2)))
                  o ON true
              LEFT JOIN group_schedules c ON c.organisation_id = g.organisation_id AND c.group_id = g.group_id
              WHERE g.organisation_id = $1 AND (g.ended_on IS NULL OR g.ended_on >= $4)
                AND (t.part IS NOT NULL OR g.team_id = $3)
              ORDER BY g.name, g.group_id";
    MEMBERS = "SELECT group_id, pseudonym, joined_on FROM memberships
               WHERE organisation_id = $1 AND group_id = ANY ($2) AND joined_on <= $3
                 AND (left_on IS NULL OR left_on >= $3)
               ORDER BY group_id, joined_on, pseudonym";
    // As the group's page tells them: of the rules only about who stays, and nothing where signals are switched off.
    ATTENTION = "SELECT x.signal_id, x.group_id, m.pseudonym, x.rule, x.level, x.urgency,
                        EXISTS (SELECT FROM signal_steps u
                                WHERE u.organisation_id = x.organisation_id AND u.signal_id = x.signal_id
                                  AND u.round = x.round) AS seen,
                        EXISTS (SELECT FROM signal_steps u
                                WHERE u.organisation_id = x.organisation_id AND u.signal_id = x.signal_id
                                  AND u.round = x.round AND u.step IN ('discussed', 'acted')) AS handled
                 FROM signals x
                 LEFT JOIN memberships m ON m.organisation_id = x.organisation_id AND m.membership_id = x.membership_id
                 WHERE x.organisation_id = $1 AND x.group_id = ANY ($2) AND x.ceased_at IS NULL
                   AND NOT EXISTS (SELECT FROM signal_steps u
                                   WHERE u.organisation_id = x.organisation_id AND u.signal_id = x.signal_id
                                     AND u.round = x.round AND u.step = 'closed')
                   AND (x.level IS NOT NULL
                        OR x.urgency IN ('attention', 'watch') AND m.left_on IS NULL
                           AND (SELECT o.signals_enabled FROM organisations o WHERE o.organisation_id = $1))
                 ORDER BY x.group_id, m.pseudonym, x.raised_at DESC, x.signal_id";
}

/// A group that has not ended, as its reader stands towards it.
#[derive(Debug, Clone)]
pub struct EveningGroupRow {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// What kind of treatment.
    pub kind: GroupKind,
    /// How members flow.
    pub format: GroupFormat,
    /// Sessions planned.
    pub planned_sessions: Option<i16>,
    /// First day.
    pub started_on: Date,
    /// Whether the reader leads it, alone or together, or leads its team.
    pub leads: bool,
    /// Whether it measures anything, so that a session can be opened.
    pub measures: bool,
    /// The newest session.
    pub last: Option<LastSessionRow>,
    /// Closed sessions that wait for the reader's word: of the newest a rating or a note, of those of the last two weeks a
    /// rating; the oldest first.
    pub owed: Vec<OwedRow>,
    /// When it meets.
    pub schedule: Option<Schedule>,
}

/// The newest session of a group.
#[derive(Debug, Clone, Copy)]
pub struct LastSessionRow {
    /// Its id.
    pub id: SessionId,
    /// 1 for the group's first.
    pub number: i32,
    /// The day.
    pub held_on: Date,
    /// Whether it was closed.
    pub closed: bool,
}

/// A closed session of which the reader, who was at it, has still something to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwedRow {
    /// Its id.
    pub session: SessionId,
    /// 1 for the group's first.
    pub number: i32,
}

/// Somebody who belongs to a group.
#[derive(Debug, Clone)]
pub struct EveningMemberRow {
    /// The group.
    pub group: GroupId,
    /// The name the client chose.
    pub pseudonym: String,
    /// First day.
    pub joined_on: Date,
}

/// Something that asks for attention. Never what was answered.
#[derive(Debug, Clone)]
pub struct AttentionRow {
    /// Its id.
    pub id: SignalId,
    /// The group.
    pub group: GroupId,
    /// Whom it is about; none where the group as a whole is meant.
    pub pseudonym: Option<String>,
    /// The rule.
    pub rule: String,
    /// How soon somebody must look; none for a signal of the module.
    pub level: Option<AlertLevel>,
    /// How much a signal of the module asks; none for an alert.
    pub urgency: Option<Urgency>,
    /// Whether somebody saw it since it was raised or got worse.
    pub seen: bool,
    /// Whether it was talked about or something was done, since then.
    pub handled: bool,
}

impl Tenant<'_> {
    /// The groups that have not ended in which an account has a part on a day, and those of `team` when given.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn evening_groups(
        &self,
        account: AccountId,
        team: Option<TeamId>,
        on: Date,
    ) -> Result<Vec<EveningGroupRow>, StoreError> {
        let reflecting: Vec<&str> =
            TherapistPart::ALL.iter().filter(|part| part.reflects()).map(|part| part.word()).collect();
        let team = team.map(TeamId::uuid);
        let rows = self.query(GROUPS, &[&self.organisation().uuid(), &account.uuid(), &team, &on, &reflecting]).await?;
        rows.iter().map(read_group).collect()
    }

    /// Who belongs to these groups on a day, the longest stay first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn evening_members(&self, groups: &[Uuid], on: Date) -> Result<Vec<EveningMemberRow>, StoreError> {
        let rows = self.query(MEMBERS, &[&self.organisation().uuid(), &groups, &on]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, MEMBERS);
                Ok(EveningMemberRow { group: read.id()?, pseudonym: read.value()?, joined_on: read.value()? })
            })
            .collect()
    }

    /// What asks for attention in these groups: open alerts, and what the rules say about who stays, notes left out.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn evening_attention(&self, groups: &[Uuid]) -> Result<Vec<AttentionRow>, StoreError> {
        let rows = self.query(ATTENTION, &[&self.organisation().uuid(), &groups]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, ATTENTION);
                Ok(AttentionRow {
                    id: read.id()?,
                    group: read.id()?,
                    pseudonym: read.value()?,
                    rule: read.value()?,
                    level: read.word_opt()?,
                    urgency: read.word_opt()?,
                    seen: read.value()?,
                    handled: read.value()?,
                })
            })
            .collect()
    }
}

fn read_group(row: &tokio_postgres::Row) -> Result<EveningGroupRow, StoreError> {
    let mut read = Reader::new(row, GROUPS);
    let (id, name, kind, format) = (read.id()?, read.value()?, read.word()?, read.word()?);
    let (planned_sessions, started_on) = (read.value()?, read.value()?);
    let (part, of_team): (Option<TherapistPart>, bool) = (read.word_opt()?, read.value()?);
    let measures = read.value()?;
    let (session, number, held_on): (Option<SessionId>, Option<i32>, Option<Date>) =
        (read.id_opt()?, read.value()?, read.value()?);
    let closed: bool = read.value()?;
    let (sessions, numbers): (Option<Vec<Uuid>>, Option<Vec<i32>>) = (read.value()?, read.value()?);
    let owed = sessions.unwrap_or_default().into_iter().zip(numbers.unwrap_or_default());
    let last = session.zip(number).zip(held_on);
    Ok(EveningGroupRow {
        id,
        name,
        kind,
        format,
        planned_sessions,
        started_on,
        leads: of_team || part.is_some_and(TherapistPart::leads),
        measures,
        last: last.map(|((id, number), held_on)| LastSessionRow { id, number, held_on, closed }),
        owed: owed.map(|(session, number)| OwedRow { session: session.into(), number }).collect(),
        schedule: read_schedule(&mut read)?,
    })
}
