//! Groups as they are set up: what kind of group it is, and who has which part in it from when to when.

use jiff::civil::Date;

use super::{StoreError, Tenant, reader::Reader, statement::sql};
use crate::domain::{AccountId, Cycle, GroupFormat, GroupId, GroupKind, GroupMethod, Role, TeamId, TherapistPart};

sql! {
    ALL = "SELECT g.group_id, g.team_id, t.name, g.name, g.kind, g.method, g.format, g.setting, g.planned_size,
                  g.planned_sessions, g.started_on, g.ended_on, g.cycle_starts_on, g.cycle_weeks, g.entry_weeks,
                  (SELECT count(*) FROM memberships m WHERE m.organisation_id = g.organisation_id
                     AND m.group_id = g.group_id AND m.joined_on <= $4 AND (m.left_on IS NULL OR m.left_on >= $4)),
                  (SELECT count(DISTINCT p.account_id) FROM group_therapists p
                     JOIN accounts a ON a.organisation_id = p.organisation_id AND a.account_id = p.account_id
                    WHERE p.organisation_id = g.organisation_id AND p.group_id = g.group_id AND p.part IN ('lead', 'co')
                      AND (p.until_date IS NULL OR p.until_date >= $4) AND a.disabled_at IS NULL),
                  EXISTS (SELECT FROM group_plans x WHERE x.organisation_id = g.organisation_id
                            AND x.group_id = g.group_id)
           FROM groups g
           LEFT JOIN teams t ON t.organisation_id = g.organisation_id AND t.team_id = g.team_id
           WHERE g.organisation_id = $1 AND ($2::uuid IS NULL OR g.group_id = $2) AND ($3::uuid IS NULL OR g.team_id = $3)
           ORDER BY g.ended_on NULLS FIRST, g.name, g.group_id";
    UPDATE = "UPDATE groups SET team_id = $3, name = $4, kind = $5, method = $6, format = $7, setting = $8,
                                planned_size = $9, planned_sessions = $10, started_on = $11, ended_on = $12, cycle_starts_on = $13,
                                cycle_weeks = $14, entry_weeks = $15
              WHERE organisation_id = $1 AND group_id = $2";
    PARTS = "SELECT p.account_id, a.display_name, p.part, p.from_date, p.until_date, a.disabled_at IS NOT NULL
             FROM group_therapists p
             JOIN accounts a ON a.organisation_id = p.organisation_id AND a.account_id = p.account_id
             WHERE p.organisation_id = $1 AND p.group_id = $2
             ORDER BY p.until_date NULLS FIRST, array_position(ARRAY['lead', 'co', 'trainee', 'observer'], p.part),
                      a.display_name, p.from_date";
    ADD_PART = "INSERT INTO group_therapists (organisation_id, group_id, account_id, part, from_date, until_date)
                VALUES ($1, $2, $3, $4, $5, $6)";
    END_PART = "UPDATE group_therapists SET until_date = $5
                WHERE organisation_id = $1 AND group_id = $2 AND account_id = $3 AND from_date = $4";
    LOCK = "SELECT group_id FROM groups WHERE organisation_id = $1 AND group_id = $2 FOR UPDATE";
    BOUNDS = "SELECT least((SELECT min(m.joined_on) FROM memberships m
                             WHERE m.organisation_id = $1 AND m.group_id = $2),
                           (SELECT min(s.held_on) FROM sessions s
                             WHERE s.organisation_id = $1 AND s.group_id = $2 AND s.number IS NOT NULL)),
                     (SELECT count(*) FROM memberships m
                       WHERE m.organisation_id = $1 AND m.group_id = $2 AND m.left_on IS NULL)";
    CARERS = "SELECT account_id, display_name, role FROM accounts
              WHERE organisation_id = $1 AND disabled_at IS NULL AND role IN ('therapist', 'team_lead', 'experience_expert')
              ORDER BY display_name, account_id";
}

/// A group as it was set up.
#[derive(Debug, Clone)]
pub struct GroupSetUpRow {
    /// Its id.
    pub id: GroupId,
    /// Its team.
    pub team: Option<TeamId>,
    /// The team's name.
    pub team_name: Option<String>,
    /// Its name.
    pub name: String,
    /// What kind of treatment.
    pub kind: GroupKind,
    /// By which method.
    pub method: Option<GroupMethod>,
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
    /// Last day, when one is set.
    pub ended_on: Option<Date>,
    /// The fixed cycles that it runs in; none where it does not.
    pub cycle: Option<Cycle>,
    /// Members on the day.
    pub members: i64,
    /// Who lead it, alone or together, on the day or later.
    pub leaders: i64,
    /// Whether it measures anything.
    pub planned: bool,
}

/// What somebody does in a group, from when to when.
#[derive(Debug, Clone)]
pub struct PartRow {
    /// The account.
    pub account: AccountId,
    /// The name that colleagues see.
    pub name: String,
    /// The part.
    pub part: TherapistPart,
    /// First day.
    pub from: Date,
    /// Last day, when one is set.
    pub until: Option<Date>,
    /// Whether the account is shut.
    pub blocked: bool,
}

/// An account that may have a part in a group.
#[derive(Debug, Clone)]
pub struct CarerRow {
    /// The account.
    pub account: AccountId,
    /// The name that colleagues see.
    pub name: String,
    /// What it may do.
    pub role: Role,
}

impl Tenant<'_> {
    /// The groups of the organisation, or of one team, running ones first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn groups_set_up(&self, team: Option<TeamId>, on: Date) -> Result<Vec<GroupSetUpRow>, StoreError> {
        let every: Option<uuid::Uuid> = None;
        let team = team.map(TeamId::uuid);
        self.query(ALL, &[&self.organisation().uuid(), &every, &team, &on]).await?.iter().map(read).collect()
    }

    /// One group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_set_up(&self, id: GroupId, on: Date) -> Result<Option<GroupSetUpRow>, StoreError> {
        let any: Option<uuid::Uuid> = None;
        let row = self.query_opt(ALL, &[&self.organisation().uuid(), &Some(id.uuid()), &any, &on]).await?;
        row.as_ref().map(read).transpose()
    }

    /// Changes what a group is.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the name is taken, there is no such team, or the database does not answer.
    pub async fn update_group_set_up(&self, row: &GroupSetUpRow) -> Result<(), StoreError> {
        self.execute(
            UPDATE,
            &[
                &self.organisation().uuid(),
                &row.id.uuid(),
                &row.team.map(TeamId::uuid),
                &row.name,
                &row.kind.word(),
                &row.method.map(GroupMethod::word),
                &row.format.word(),
                &row.setting,
                &row.planned_size,
                &row.planned_sessions,
                &row.started_on,
                &row.ended_on,
                &row.cycle.map(Cycle::first),
                &row.cycle.map(Cycle::weeks),
                &row.cycle.map(Cycle::entry),
            ],
        )
        .await?;
        Ok(())
    }

    /// Waits for everybody else who changes this group's people, until this transaction ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn lock_group(&self, id: GroupId) -> Result<(), StoreError> {
        self.query(LOCK, &[&self.organisation().uuid(), &id.uuid()]).await?;
        Ok(())
    }

    /// The first day on which something is known of the group, and how many stays in it run.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_bounds(&self, id: GroupId) -> Result<(Option<Date>, i64), StoreError> {
        let row = self.query_one(BOUNDS, &[&self.organisation().uuid(), &id.uuid()]).await?;
        let mut read = Reader::new(&row, BOUNDS);
        Ok((read.value()?, read.value()?))
    }

    /// Everybody's parts in a group, past and to come, those that run first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn group_parts(&self, group: GroupId) -> Result<Vec<PartRow>, StoreError> {
        let rows = self.query(PARTS, &[&self.organisation().uuid(), &group.uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, PARTS);
                Ok(PartRow {
                    account: read.id()?,
                    name: read.value()?,
                    part: read.word()?,
                    from: read.value()?,
                    until: read.value()?,
                    blocked: read.value()?,
                })
            })
            .collect()
    }

    /// Gives an account a part in a group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the last day lies before the first, or the database does not answer.
    pub async fn insert_group_part(
        &self,
        group: GroupId,
        account: AccountId,
        part: TherapistPart,
        (from, until): (Date, Option<Date>),
    ) -> Result<(), StoreError> {
        let organisation = self.organisation().uuid();
        self.execute(ADD_PART, &[&organisation, &group.uuid(), &account.uuid(), &part.word(), &from, &until]).await?;
        Ok(())
    }

    /// Sets the last day of a part; `false` when there is none that began on that day.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the day lies before its first, or the database does not answer.
    pub async fn end_group_part(
        &self,
        group: GroupId,
        account: AccountId,
        (from, until): (Date, Date),
    ) -> Result<bool, StoreError> {
        let organisation = self.organisation().uuid();
        Ok(self.execute(END_PART, &[&organisation, &group.uuid(), &account.uuid(), &from, &until]).await? == 1)
    }

    /// Who could have a part in a group.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn carers(&self) -> Result<Vec<CarerRow>, StoreError> {
        let rows = self.query(CARERS, &[&self.organisation().uuid()]).await?;
        rows.iter()
            .map(|row| {
                let mut read = Reader::new(row, CARERS);
                Ok(CarerRow { account: read.id()?, name: read.value()?, role: read.word()? })
            })
            .collect()
    }
}

fn read(row: &tokio_postgres::Row) -> Result<GroupSetUpRow, StoreError> {
    let mut read = Reader::new(row, ALL);
    Ok(GroupSetUpRow {
        id: read.id()?,
        team: read.id_opt()?,
        team_name: read.value()?,
        name: read.value()?,
        kind: read.word()?,
        method: read.word_opt()?,
        format: read.word()?,
        setting: read.value()?,
        planned_size: read.value()?,
        planned_sessions: read.value()?,
        started_on: read.value()?,
        ended_on: read.value()?,
        cycle: cycle(&mut read)?,
        members: read.value()?,
        leaders: read.value()?,
        planned: read.value()?,
    })
}

/// The next three columns; the table holds all or none, within their bounds.
fn cycle(read: &mut Reader<'_>) -> Result<Option<Cycle>, StoreError> {
    let (first, weeks, entry) = (read.value()?, read.value()?, read.value()?);
    Ok(Cycle::of_parts(first, weeks, entry).ok().flatten())
}
