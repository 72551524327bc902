//! Groups: what kind of group it is, and from when to when.

use jiff::civil::Date;

use super::{Desk, Fields, ManageError};
use crate::{
    domain::{
        Cycle, CycleError, CycleWeeks, GroupFormat, GroupId, GroupKind, GroupMethod, GroupName, PlannedSessions,
        PlannedSize, Setting, TeamId,
    },
    store::{GroupSetUpRow, NewGroup},
};

/// What somebody says of a group.
struct GroupWish {
    name: GroupName,
    kind: GroupKind,
    method: Option<GroupMethod>,
    format: GroupFormat,
    setting: Setting,
    planned_size: Option<PlannedSize>,
    planned_sessions: Option<PlannedSessions>,
    started_on: Date,
    ended_on: Option<Date>,
    cycle: Option<Cycle>,
    team: Option<TeamId>,
}

/// The fields of a group as it is.
#[must_use]
pub fn group_fields(row: &GroupSetUpRow) -> Fields {
    let number = |number: Option<i16>| number.map(|number| number.to_string()).unwrap_or_default();
    Fields::default()
        .with("name", row.name.clone())
        .with("kind", row.kind.word())
        .with("method", row.method.map_or("", GroupMethod::word))
        .with("format", row.format.word())
        .with("setting", row.setting.to_string())
        .with("planned_size", number(row.planned_size))
        .with("planned_sessions", number(row.planned_sessions))
        .with("started_on", row.started_on.to_string())
        .with("ended_on", row.ended_on.map(|day| day.to_string()).unwrap_or_default())
        .with("cycle_starts_on", row.cycle.map(|cycle| cycle.first().to_string()).unwrap_or_default())
        .with("cycle_weeks", number(row.cycle.map(Cycle::weeks)))
        .with("entry_weeks", number(row.cycle.map(Cycle::entry)))
        .with("team", row.team.map(|team| team.to_string()).unwrap_or_default())
}

impl Desk<'_> {
    /// The groups that may be set up here.
    ///
    /// # Errors
    ///
    /// [`ManageError::Forbidden`], or the store's own.
    pub async fn groups(&self) -> Result<Vec<GroupSetUpRow>, ManageError> {
        Ok(self.tenant.groups_set_up(self.own_team()?, self.today).await?)
    }

    /// Adds a group. Fields: `name`, `kind`, `method`, `format`, `setting`, `planned_size`, `planned_sessions`, `started_on`,
    /// `ended_on`, `cycle_starts_on`, `cycle_weeks` and `entry_weeks` (all three or none), `team` (id or name; for whoever leads a team always the own one).
    ///
    /// # Errors
    ///
    /// [`ManageError::Field`], [`ManageError::NameTaken`], [`ManageError::Forbidden`], or the store's own.
    pub async fn add_group(&self, fields: &Fields) -> Result<GroupId, ManageError> {
        let wish = self.group_wish(fields).await?;
        let id = GroupId::new(self.now);
        let group = NewGroup {
            id,
            team: wish.team,
            name: wish.name.as_str(),
            kind: wish.kind,
            format: wish.format,
            setting: wish.setting.number(),
            planned_size: wish.planned_size.map(PlannedSize::number),
            planned_sessions: wish.planned_sessions.map(PlannedSessions::number),
            started_on: wish.started_on,
        };
        self.tenant.insert_group(&group).await?;
        let row = self.write_group(id, wish).await?;
        self.note("add-group", ("group", id.uuid()), &Fields::default(), &group_fields(&row)).await?;
        Ok(id)
    }

    /// Changes a group; fields as for adding.
    ///
    /// # Errors
    ///
    /// As above, [`ManageError::NotFound`], and [`ManageError::HasMembers`] when it would end while stays in it run.
    pub async fn change_group(&self, id: GroupId, fields: &Fields) -> Result<(), ManageError> {
        let was = self.group(id).await?;
        let wish = self.group_wish(fields).await?;
        self.tenant.lock_group(id).await?;
        let (first, running) = self.tenant.group_bounds(id).await?;
        if first.is_some_and(|first| first < wish.started_on) && was.started_on != wish.started_on {
            let why = "members or sessions of this group are older than this day".to_owned();
            return Err(ManageError::Field { field: "started_on", why });
        }
        if wish.ended_on.is_some() && was.ended_on != wish.ended_on && running > 0 {
            return Err(ManageError::HasMembers);
        }
        let became = self.write_group(id, wish).await?;
        if was.kind != became.kind {
            // Groups are compared with others of their kind.
            self.tenant.comparisons_changed(self.now).await?;
        }
        self.note("change-group", ("group", id.uuid()), &group_fields(&was), &group_fields(&became)).await
    }

    async fn write_group(&self, id: GroupId, wish: GroupWish) -> Result<GroupSetUpRow, ManageError> {
        let row = self.tenant.group_set_up(id, self.today).await?.ok_or(ManageError::NotFound)?;
        let row = GroupSetUpRow {
            team: wish.team,
            name: wish.name.as_str().to_owned(),
            kind: wish.kind,
            method: wish.method,
            format: wish.format,
            setting: wish.setting.number(),
            planned_size: wish.planned_size.map(PlannedSize::number),
            planned_sessions: wish.planned_sessions.map(PlannedSessions::number),
            started_on: wish.started_on,
            ended_on: wish.ended_on,
            cycle: wish.cycle,
            ..row
        };
        self.tenant.update_group_set_up(&row).await?;
        Ok(row)
    }

    async fn group_wish(&self, fields: &Fields) -> Result<GroupWish, ManageError> {
        let team = match self.own_team()? {
            Some(own) => Some(own),
            None => self.team_of(fields).await?,
        };
        let (started_on, ended_on) = (fields.day("started_on")?, fields.day_opt("ended_on")?);
        if ended_on.is_some_and(|day| day < started_on || day > self.today) {
            let why =
                "the last day lies between the first day and today; leave it empty while the group runs".to_owned();
            return Err(ManageError::Field { field: "ended_on", why });
        }
        Ok(GroupWish {
            name: fields.read("name", GroupName::parse)?,
            kind: fields.read("kind", str::parse)?,
            method: fields.read_opt("method", str::parse)?,
            format: fields.read("format", str::parse)?,
            setting: fields.read("setting", Setting::parse)?,
            planned_size: fields.read_opt("planned_size", PlannedSize::parse)?,
            planned_sessions: fields.read_opt("planned_sessions", PlannedSessions::parse)?,
            started_on,
            ended_on,
            cycle: cycle(fields)?,
            team,
        })
    }
}

fn cycle(fields: &Fields) -> Result<Option<Cycle>, ManageError> {
    let weeks = |field| fields.read_opt(field, CycleWeeks::parse);
    let first = fields.day_opt("cycle_starts_on")?;
    let (length, entry) = (weeks("cycle_weeks")?, weeks("entry_weeks")?);
    let number = |weeks: Option<CycleWeeks>| weeks.map(CycleWeeks::number);
    let parts = [("cycle_starts_on", first.is_some()), ("cycle_weeks", length.is_some())];
    let missing = parts.into_iter().find(|(_, given)| !given).map_or("entry_weeks", |(field, _)| field);
    Cycle::of_parts(first, number(length), number(entry)).map_err(|error| {
        let field = if error == CycleError::Partial { missing } else { "entry_weeks" };
        ManageError::Field { field, why: error.to_string() }
    })
}
