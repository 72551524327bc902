//! `peil organisation rules`: the constants of the rules of signals, for one organisation.

use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::{OrganisationCommandError, named};
use crate::{
    cli::{DatabaseArguments, say},
    clock::local_date,
    manage::{Desk, Hand},
    signals::RuleSetting,
    store::{Database, Store},
};

/// What to do with the constants.
#[derive(Debug, Args)]
pub(super) struct RulesArguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List every setting: what it is, what it is unless it is set, and its range
    Show {
        #[command(flatten)]
        of: Whose,
    },
    /// Set some, as in silence=3; every group is judged by them from now on
    Set {
        #[command(flatten)]
        of: Whose,
        /// A setting and its value
        #[arg(value_name = "NAME=VALUE", required = true)]
        settings: Vec<String>,
    },
    /// Set some back to what they are unless they are set; all of them when none is named
    Reset {
        #[command(flatten)]
        of: Whose,
        /// The settings
        #[arg(value_name = "NAME")]
        names: Vec<String>,
    },
}

/// Whose rules.
#[derive(Debug, Args)]
struct Whose {
    /// Name of the organisation
    #[arg(long, value_name = "NAME")]
    organisation: String,
    #[command(flatten)]
    database: DatabaseArguments,
}

/// Why nothing was shown or set.
#[derive(Debug, thiserror::Error)]
pub enum RulesCommandError {
    /// No pair.
    #[error("`{0}` is no setting with its value; write them as in silence=3")]
    Pair(String),
}

pub(super) async fn run(arguments: RulesArguments) -> Result<(), OrganisationCommandError> {
    let of = match &arguments.what {
        What::Show { of } | What::Set { of, .. } | What::Reset { of, .. } => of,
    };
    let database = Database::open(&of.database.choice(), &|step| eprintln!("  {step}")).await?;
    let outcome = apply(&database.store, &arguments.what, of, Timestamp::now()).await;
    database.close().await?;
    say(&outcome?);
    Ok(())
}

async fn apply(store: &Store, what: &What, of: &Whose, now: Timestamp) -> Result<String, OrganisationCommandError> {
    let mut connection = store.connect().await?;
    let organisation = named(&mut connection, &of.organisation).await?;
    let tenant = connection.begin(organisation.id).await?;
    let desk = Desk::new(&tenant, Hand::Console, (local_date(now, &organisation.time_zone), now));
    match what {
        What::Show { .. } => {}
        What::Set { settings, .. } => {
            let wanted = settings.iter().map(|text| pair(text)).collect::<Result<Vec<_>, _>>()?;
            desk.set_rules(&wanted).await?;
        }
        What::Reset { names, .. } => desk.reset_rules(names).await?,
    }
    let settings = desk.rules().await?;
    tenant.commit().await?;
    Ok(format!("{}: the rules of signals\n{}", organisation.name, settings.iter().map(line).collect::<String>()))
}

fn pair(text: &str) -> Result<(String, String), RulesCommandError> {
    let (name, value) = text.split_once('=').ok_or_else(|| RulesCommandError::Pair(text.to_owned()))?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

fn line(one: &RuleSetting) -> String {
    let RuleSetting { name, rules, value, usual, lowest, highest } = one;
    let rules = rules.iter().map(ToString::to_string).collect::<Vec<String>>().join(", ");
    let set = if value == usual { String::new() } else { format!("; {usual} unless set") };
    let (shown, range) = (value.to_string(), format!("{lowest} to {highest}"));
    format!("  {name:<24} {shown:<6} {range:<13} {rules}{set}\n")
}
