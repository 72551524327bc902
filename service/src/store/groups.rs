//! Groups and who leads them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, GroupFormat, GroupId, GroupKind, Role, TeamId, TherapistPart};

sql! {
    INSERT = "INSERT INTO groups (organisation_id, group_id, team_id, name, kind, format, setting, planned_size,
                                  planned_sessions, started_on)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    END = "UPDATE groups SET ended_on = $3 WHERE organisation_id = $1 AND group_id = $2";
    FIND = "SELECT group_id, team_id, name, kind, format, planned_size, planned_sessions, started_on, ended_on
            FROM groups WHERE organisation_id = $1 AND group_id = $2";
    FIND_BY_NAME = "SELECT group_id, team_id, name, kind, format, planned_size, planned_sessions, started_on, ended_on
                    FROM groups WHERE organisation_id = $1 AND name = $2";
    EVERY = "SELECT group_id, team_id, name, kind, format, planned_size, planned_sessions, started_on, ended_on
             FROM groups WHERE organisation_id = $1 ORDER BY group_id";
    IDS = "SELECT group_id FROM groups WHERE organisation_id = $1 ORDER BY group_id";
    CLOSED = "SELECT group_id FROM groups WHERE organisation_id = $1 AND format = 'closed'";
    INSERT_THERAPIST = "INSERT INTO group_therapists (organisation_id, group_id, account_id, part, from_date)
                        VALUES ($1, $2, $3, $4, $5)";
    THERAPISTS = "SELECT t.account_id, a.display_name, t.part, a.role
                  FROM group_therapists t
                  JOIN accounts a ON a.organisation_id = t.organisation_id AND a.account_id = t.account_id
                  WHERE t.organisation_id = $1 AND t.group_id = $2 AND t.from_date <= $3
                    AND (t.until_date IS NULL OR t.until_date >= $3) AND a.disabled_at IS NULL
                  ORDER BY t.part = 'lead' DESC, a.display_name";
    PART = "SELECT part FROM group_therapists
            WHERE organisation_id = $1 AND group_id = $2 AND account_id = $3 AND from_date <= $4
              AND (until_date IS NULL OR until_date >= $4)
            ORDER BY array_position(ARRAY['lead', 'co', 'trainee', 'observer'], part) LIMIT 1";
    LED = "SELECT g.group_id FROM groups g
           WHERE g.organisation_id = $1
             AND (EXISTS (SELECT FROM group_therapists t
                          WHERE t.organisation_id = g.organisation_id AND t.group_id = g.group_id
                            AND t.account_id = $2 AND t.part IN ('lead', 'co') AND t.from_date <= $4
                            AND (t.until_date IS NULL OR t.until_date >= $4))
                  OR g.team_id = $3)
           ORDER BY g.group_id";
    SUMMARIES = "SELECT g.group_id, g.team_id, g.name, g.kind, g.format, g.planned_size, g.planned_sessions,
                        g.started_on, g.ended_on,
                        (SELECT count(*) FROM memberships m
                          WHERE m.organisation_id = g.organisation_id AND m.group_id = g.group_id
                            AND m.joined_on <= $4 AND (m.left_on IS NULL OR m.left_on >= $4)),
                        (SELECT coalesce(max(s.number), 0)::int4 FROM sessions s
                          WHERE s.organisation_id = g.organisation_id AND s.group_id = g.group_id),
                        (SELECT max(s.held_on) FROM sessions s
                          WHERE s.organisation_id = g.organisation_id AND s.group_id = g.group_id
                            AND s.number IS NOT NULL),
                        (SELECT count(DISTINCT a.membership_id) FROM sessions s
                           JOIN assignments a ON a.organisation_id = s.organisation_id AND a.session_id = s.session_id
                           JOIN responses r ON r.organisation_id = a.organisation_id
                                           AND r.assignment_id = a.assignment_id
                          WHERE s.organisation_id = g.organisation_id AND s.group_id = g.group_id
                            AND s.number = (SELECT max(z.number) FROM sessions z
                                             WHERE z.organisation_id = g.organisation_id AND z.group_id = g.group_id)),
                        (SELECT count(DISTINCT a.membership_id) FROM sessions s
                           JOIN assignments a ON a.organisation_id = s.organisation_id AND a.session_id = s.session_id
                          WHERE s.organisation_id = g.organisation_id AND s.group_id = g.group_id
                            AND s.number = (SELECT max(z.number) FROM sessions z
                                             WHERE z.organisation_id = g.organisation_id AND z.group_id = g.group_id)),
                        EXISTS (SELECT FROM sessions s WHERE s.organisation_id = g.organisation_id
                                  AND s.group_id = g.group_id AND s.closed_at IS NULL AND s.number IS NOT NULL),
                        (SELECT count(*) FROM signals x
                           LEFT JOIN memberships m ON m.organisation_id = x.organisation_id
                                             AND m.membership_id = x.membership_id
                          WHERE x.organisation_id = g.organisation_id AND x.group_id = g.group_id
                            AND x.ceased_at IS NULL
                            AND NOT EXISTS (SELECT FROM signal_steps u
                                            WHERE u.organisation_id = x.organisation_id
                                              AND u.signal_id = x.signal_id AND u.round = x.round
                                              AND u.step = 'closed')
                            -- An alert stands until it is closed, also of who left and where signals are switched off.
                            AND (x.level IS NOT NULL
                                 OR m.left_on IS NULL
                                    AND (SELECT o.signals_enabled FROM organisations o
                                          WHERE o.organisation_id = g.organisation_id)))
                 FROM groups g
                 WHERE g.organisation_id = $1
                   AND (EXISTS (SELECT FROM group_therapists t
                                WHERE t.organisation_id = g.organisation_id AND t.group_id = g.group_id
                                  AND t.account_id = $2 AND t.from_date <= $4
                                  AND (t.until_date IS NULL OR t.until_date >= $4))
                        OR g.team_id = $3)
                 ORDER BY g.ended_on NULLS FIRST, g.name";
}

/// A group to add.
pub struct NewGroup<'a> {
    /// Its id.
    pub id: GroupId,
    /// Its team.
    pub team: Option<TeamId>,
    /// Its name.
    pub name: &'a str,
    /// What kind of treatment.
    pub kind: GroupKind,
    /// How members flow.
    pub format: GroupFormat,
    /// Setting of the Dutch care performance model, 1–8.
    pub setting: i16,
    /// Places.
    pub planned_size: Option<i16>,
    /// Sessions planned.
    pub planned_sessions: Option<i16>,
    /// First day.
    pub started_on: Date,
}

/// A group as stored.
#[derive(Debug, Clone)]
pub struct GroupRow {
    /// Its id.
    pub id: GroupId,
    /// Its team.
    pub team: Option<TeamId>,
    /// Its name.
    pub name: String,
    /// What kind of treatment.
    pub kind: GroupKind,
    /// How members flow.
    pub format: GroupFormat,
    /// Places.
    pub planned_size: Option<i16>,
    /// Sessions planned.
    pub planned_sessions: Option<i16>,
    /// First day.
    pub started_on: Date,
    /// Last day, when it ended.
    pub ended_on: Option<Date>,
}

/// A group in a therapist's list.
#[derive(Debug, Clone)]
pub struct GroupSummaryRow {
    /// The group.
    pub group: GroupRow,
    /// Members on the day.
    pub members: i64,
    /// Number of the newest session; 0 before the first.
    pub sessions: i32,
    /// Date of the newest session.
    pub last_session_on: Option<Date>,
    /// Members who answered at the newest session.
    pub answered: i64,
    /// Members who were asked at the newest session.
    pub asked: i64,
    /// Whether a session is open.
    pub session_open: bool,
    /// Signals of present members that still hold, and every alert that is not closed.
    pub signals: i64,
}

/// One who leads a group.
#[derive(Debug, Clone)]
pub struct TherapistRow {
    /// The account.
    pub account: AccountId,
    /// The name that colleagues see.
    pub display_name: String,
    /// The part in the group.
    pub part: TherapistPart,
    /// What the account may do.
    pub role: Role,
}

impl TherapistRow {
    /// Whether alerts and ratings are for this account: not for who leads out of own experience.
    #[must_use]
    pub fn treats(&self) -> bool {
        self.role != Role::ExperienceExpert
    }
}

impl Tenant<'_> {
    /// Adds a group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the name is taken or the database does not answer.
    pub async fn insert_group(&self, group: &NewGroup<'_>) -> Result<(), StoreError> {
        self.execute(
            INSERT,
            &[
                &self.organisation().uuid(),
                &group.id.uuid(),
                &group.team.map(TeamId::uuid),
                &group.name,
                &group.kind.word(),
                &group.format.word(),
                &group.setting,
                &group.planned_size,
                &group.planned_sessions,
                &group.started_on,
            ],
        )
        .await?;
        Ok(())
    }

    /// Notes the last day of a group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the day lies before its start or the database does not answer.
    pub async fn end_group(&self, id: GroupId, on: Date) -> Result<(), StoreError> {
        self.execute(END, &[&self.organisation().uuid(), &id.uuid(), &on]).await?;
        Ok(())
    }

    /// A group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group(&self, id: GroupId) -> Result<Option<GroupRow>, StoreError> {
        let row = self.query_opt(FIND, &[&self.organisation().uuid(), &id.uuid()]).await?;
        row.map(|row| read_group(&mut Reader::new(&row, FIND))).transpose()
    }

    /// The group of a name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_by_name(&self, name: &str) -> Result<Option<GroupRow>, StoreError> {
        let row = self.query_opt(FIND_BY_NAME, &[&self.organisation().uuid(), &name]).await?;
        row.map(|row| read_group(&mut Reader::new(&row, FIND_BY_NAME))).transpose()
    }

    /// Every group of the organisation.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn all_groups(&self) -> Result<BTreeSet<GroupId>, StoreError> {
        let rows = self.query(IDS, &[&self.organisation().uuid()]).await?;
        rows.iter().map(|row| Reader::new(row, IDS).id()).collect()
    }

    /// Every group of the organisation, as stored.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn every_group(&self) -> Result<Vec<GroupRow>, StoreError> {
        let rows = self.query(EVERY, &[&self.organisation().uuid()]).await?;
        rows.iter().map(|row| read_group(&mut Reader::new(row, EVERY))).collect()
    }

    /// The groups in which all start and end together.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn closed_groups(&self) -> Result<Vec<GroupId>, StoreError> {
        let rows = self.query(CLOSED, &[&self.organisation().uuid()]).await?;
        rows.iter().map(|row| Reader::new(row, CLOSED).id()).collect()
    }

    /// Lets an account lead a group from a day on.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn insert_group_therapist(
        &self,
        group: GroupId,
        account: AccountId,
        part: TherapistPart,
        from: Date,
    ) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        self.execute(INSERT_THERAPIST, &[&organisation, &group.uuid(), &account.uuid(), &part.word(), &from]).await?;
        Ok(())
    }

    /// Who leads a group on a day, the lead first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_therapists(&self, group: GroupId, on: Date) -> Result<Vec<TherapistRow>, StoreError> {
        let rows = self.query(THERAPISTS, &[&self.organisation().uuid(), &group.uuid(), &on]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, THERAPISTS);
                let (account, display_name) = (read.id()?, read.value()?);
                Ok(TherapistRow { account, display_name, part: read.word()?, role: read.word()? })
            })
            .collect()
    }

    /// The part that an account has in a group on a day, the furthest if it has several; none for whoever has none.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn part_in_group(
        &self,
        group: GroupId,
        account: AccountId,
        on: Date,
    ) -> Result<Option<TherapistPart>, StoreError> {
        let row = self.query_opt(PART, &[&self.organisation().uuid(), &group.uuid(), &account.uuid(), &on]).await?;
        row.map(|row| Reader::new(&row, PART).word()).transpose()
    }

    /// The groups that an account leads on a day, alone or together, and those of `team` when given. Not those in which
    /// it learns or looks on.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn led_groups(
        &self,
        account: AccountId,
        team: Option<TeamId>,
        on: Date,
    ) -> Result<Vec<GroupId>, StoreError> {
        let team = team.map(TeamId::uuid);
        let rows = self.query(LED, &[&self.organisation().uuid(), &account.uuid(), &team, &on]).await?;
        rows.iter().map(|row| Reader::new(row, LED).id()).collect()
    }

    /// The groups in which an account has a part on a day, whichever, and those of `team` when given.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_summaries(
        &self,
        account: AccountId,
        team: Option<TeamId>,
        on: Date,
    ) -> Result<Vec<GroupSummaryRow>, StoreError> {
        let team = team.map(TeamId::uuid);
        let rows = self.query(SUMMARIES, &[&self.organisation().uuid(), &account.uuid(), &team, &on]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, SUMMARIES);
                Ok(GroupSummaryRow {
                    group: read_group(&mut read)?,
                    members: read.value()?,
                    sessions: read.value()?,
                    last_session_on: read.value()?,
                    answered: read.value()?,
                    asked: read.value()?,
                    session_open: read.value()?,
                    signals: read.value()?,
                })
            })
            .collect()
    }
}

pub(super) fn read_group(read: &mut Reader<'_>) -> Result<GroupRow, StoreError> {
    Ok(GroupRow {
        id: read.id()?,
        team: read.id_opt()?,
        name: read.value()?,
        kind: read.word()?,
        format: read.word()?,
        planned_size: read.value()?,
        planned_sessions: read.value()?,
        started_on: read.value()?,
        ended_on: read.value()?,
    })
}
