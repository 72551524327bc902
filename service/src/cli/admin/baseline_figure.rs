//! `peil admin baseline-figure`.

use clap::{Args, Subcommand};

use super::{AdminCommandError, Whose};
use crate::{
    counters::{BASELINE_YEAR, BaselineFigure, BaselineKey, Class, Counter, Period, enter_baseline, remove_baseline},
    manage::Desk,
};

#[derive(Debug, Subcommand)]
pub(super) enum BaselineFigureWhat {
    /// Enter a figure of 2025, or another one in its place
    Set {
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        which: Which,
        /// The figure, with a comma or a point; a share in a hundred
        value: String,
    },
    /// Take a figure back
    Remove {
        #[command(flatten)]
        whose: Whose,
        #[command(flatten)]
        which: Which,
    },
    /// List what was entered
    List {
        #[command(flatten)]
        whose: Whose,
    },
}

/// Which figure.
#[derive(Debug, Args)]
pub(super) struct Which {
    /// group_consults, clients or group_share
    #[arg(value_parser = word::<Counter>)]
    counter: Counter,
    /// year, q1, q2, q3 or q4
    #[arg(long, default_value = "year", value_parser = word::<Period>)]
    period: Period,
    /// all, setting_1, setting_2, setting_3 or settings_4_to_8
    #[arg(long, default_value = "all", value_parser = word::<Class>)]
    setting: Class,
}

fn word<T: std::str::FromStr>(text: &str) -> Result<T, String>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error: T::Err| error.to_string())
}

impl Which {
    fn key(&self) -> Result<BaselineKey, AdminCommandError> {
        Ok(BaselineKey::new(self.counter, self.period, self.setting)?)
    }

    fn told(&self) -> String {
        format!("{} {BASELINE_YEAR} {} {}", self.counter.word(), self.period.word(), self.setting.word())
    }
}

impl BaselineFigureWhat {
    pub(super) fn whose(&self) -> &Whose {
        match self {
            Self::Set { whose, .. } | Self::Remove { whose, .. } | Self::List { whose } => whose,
        }
    }
}

pub(super) async fn apply(desk: &Desk<'_>, what: &BaselineFigureWhat) -> Result<String, AdminCommandError> {
    match what {
        BaselineFigureWhat::Set { which, value, .. } => {
            let figure = BaselineFigure::read(which.key()?, value)?;
            enter_baseline(desk.tenant, figure, None, desk.now).await?;
            Ok(format!("{}: {}\n", which.told(), value.trim()))
        }
        BaselineFigureWhat::Remove { which, .. } => {
            if !remove_baseline(desk.tenant, which.key()?, None, desk.now).await? {
                return Err(AdminCommandError::NoBaselineFigure);
            }
            Ok(format!("{}: removed\n", which.told()))
        }
        BaselineFigureWhat::List { .. } => {
            let rows = desk.tenant.baseline_figures(BASELINE_YEAR).await?;
            let line = |row: &crate::store::BaselineFigureRow| {
                let quarter = if row.quarter == 0 { "year".to_owned() } else { format!("q{}", row.quarter) };
                let class = Class::ALL.iter().find(|class| class.number().unwrap_or(0) == row.setting);
                let class = class.map_or("", |class| class.word());
                let by = row.entered_by.as_deref().unwrap_or("command line");
                format!("{}  {quarter}  {class}  {}  {by}, {}\n", row.counter, row.value, row.entered_at)
            };
            Ok(rows.iter().map(line).collect())
        }
    }
}
