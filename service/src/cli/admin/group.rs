//! `peil admin group`.

use clap::{Args, Subcommand};

use super::{AdminCommandError, Whose, account_of, given, group_of};
use crate::manage::{Desk, Fields, group_fields};

#[derive(Debug, Subcommand)]
pub(super) enum GroupWhat {
    /// Add a group
    Add {
        #[command(flatten)]
        whose: Whose,
        /// Its name
        group: String,
        #[command(flatten)]
        about: About,
    },
    /// Change a group; what is not named stays
    Set {
        #[command(flatten)]
        whose: Whose,
        /// Its name now
        group: String,
        /// Its new name
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        about: About,
    },
    /// Give a colleague a part in a group
    Therapist {
        #[command(flatten)]
        whose: Whose,
        /// Name of the group
        group: String,
        /// E-mail address of the colleague
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        /// lead, co, trainee or observer
        #[arg(long)]
        part: String,
        /// First day, as in 2026-11-23
        #[arg(long)]
        from: String,
        /// Last day
        #[arg(long)]
        until: Option<String>,
    },
    /// Set the last day of a colleague's part
    TherapistEnds {
        #[command(flatten)]
        whose: Whose,
        /// Name of the group
        group: String,
        /// E-mail address of the colleague
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        /// The day on which the part began
        #[arg(long)]
        from: String,
        /// Last day
        #[arg(long)]
        until: String,
    },
    /// List the groups
    List {
        #[command(flatten)]
        whose: Whose,
    },
}

#[derive(Debug, Args)]
pub(super) struct About {
    /// Kind of treatment, as in psychotherapy
    #[arg(long)]
    kind: Option<String>,
    /// Method, as in schema; empty for none
    #[arg(long)]
    method: Option<String>,
    /// open, closed or phased
    #[arg(long)]
    format: Option<String>,
    /// Setting of the care performance model: 1 to 8
    #[arg(long)]
    setting: Option<String>,
    /// Planned number of members
    #[arg(long, value_name = "MEMBERS")]
    planned_size: Option<String>,
    /// Planned number of sessions
    #[arg(long, value_name = "SESSIONS")]
    planned_sessions: Option<String>,
    /// First day, as in 2026-11-23
    #[arg(long, value_name = "DAY")]
    started_on: Option<String>,
    /// Last day, once it ended
    #[arg(long, value_name = "DAY")]
    ended_on: Option<String>,
    /// First day of the first cycle, where the group runs in cycles; empty for none
    #[arg(long, value_name = "DAY")]
    cycle_starts_on: Option<String>,
    /// Weeks of a cycle
    #[arg(long, value_name = "WEEKS")]
    cycle_weeks: Option<String>,
    /// Weeks between two days in a cycle on which newcomers enter
    #[arg(long, value_name = "WEEKS")]
    entry_weeks: Option<String>,
    /// Name of the team; empty for none
    #[arg(long)]
    team: Option<String>,
}

impl About {
    fn fields(&self) -> Fields {
        given(&[
            ("kind", &self.kind),
            ("method", &self.method),
            ("format", &self.format),
            ("setting", &self.setting),
            ("planned_size", &self.planned_size),
            ("planned_sessions", &self.planned_sessions),
            ("started_on", &self.started_on),
            ("ended_on", &self.ended_on),
            ("cycle_starts_on", &self.cycle_starts_on),
            ("cycle_weeks", &self.cycle_weeks),
            ("entry_weeks", &self.entry_weeks),
            ("team", &self.team),
        ])
    }
}

impl GroupWhat {
    pub(super) fn whose(&self) -> &Whose {
        match self {
            Self::Add { whose, .. }
            | Self::Set { whose, .. }
            | Self::Therapist { whose, .. }
            | Self::TherapistEnds { whose, .. }
            | Self::List { whose } => whose,
        }
    }
}

pub(super) async fn apply(desk: &Desk<'_>, what: &GroupWhat) -> Result<String, AdminCommandError> {
    match what {
        GroupWhat::Add { group, about, .. } => {
            desk.add_group(&about.fields().with("name", group.as_str())).await?;
            Ok(format!("{}: added; nobody leads it yet\n", group.trim()))
        }
        GroupWhat::Set { group, name, about, .. } => {
            let id = group_of(desk, group).await?;
            let typed = about.fields().over(given(&[("name", name)]));
            desk.change_group(id, &group_fields(&desk.group(id).await?).over(typed)).await?;
            Ok(format!("{group}: changed\n"))
        }
        GroupWhat::Therapist { group, email, part, from, until, .. } => {
            let id = group_of(desk, group).await?;
            let fields = given(&[("until", until)])
                .with("account", account_of(desk, email).await?.to_string())
                .with("part", part.as_str())
                .with("from", from.as_str());
            desk.add_part(id, &fields).await?;
            let alone = desk.group(id).await?.leaders < 2;
            let warning = if alone { "; it has one leader, and two are safer" } else { "" };
            Ok(format!("{group}: {email} has a part from {from} on{warning}\n"))
        }
        GroupWhat::TherapistEnds { group, email, from, until, .. } => {
            let id = group_of(desk, group).await?;
            let account = account_of(desk, email).await?.to_string();
            let fields = Fields::default().with("account", account).with("from", from.as_str());
            desk.end_part(id, &fields.with("until", until.as_str())).await?;
            Ok(format!("{group}: the part of {email} ends on {until}\n"))
        }
        GroupWhat::List { .. } => {
            let line = |row: &crate::store::GroupSetUpRow| {
                let team = row.team_name.as_deref().unwrap_or("-");
                let state = row.ended_on.map_or_else(|| "runs".to_owned(), |day| format!("ended on {day}"));
                let (kind, format) = (row.kind.word(), row.format.word());
                format!(
                    "{}  {team}  {kind}  {format}  {} members  {} leaders  {state}\n",
                    row.name, row.members, row.leaders
                )
            };
            Ok(desk.groups().await?.iter().map(line).collect())
        }
    }
}
