//! `peil organisation wall`: from how many answers on the wall of the room shows anything.

use clap::Args;
use jiff::Timestamp;

use super::{OrganisationCommandError, named};
use crate::{
    cli::{DatabaseArguments, say},
    clock::local_date,
    manage::{Desk, Fields, Hand},
    store::{Database, Store},
};

/// What to set, and whose.
#[derive(Debug, Args)]
pub(super) struct WallArguments {
    /// Name of the organisation
    #[arg(long, value_name = "NAME")]
    organisation: String,
    /// From how many answers on the wall shows a picture: 5 to 20
    #[arg(long, value_name = "ANSWERS", value_parser = clap::value_parser!(i16).range(5..=20))]
    fewest: i16,
    #[command(flatten)]
    database: DatabaseArguments,
}

pub(super) async fn run(arguments: WallArguments) -> Result<(), OrganisationCommandError> {
    let database = Database::open(&arguments.database.choice(), &|step| eprintln!("  {step}")).await?;
    let outcome = set(&database.store, &arguments, Timestamp::now()).await;
    database.close().await?;
    say(&outcome?);
    Ok(())
}

async fn set(store: &Store, arguments: &WallArguments, now: Timestamp) -> Result<String, OrganisationCommandError> {
    let mut connection = store.connect().await?;
    let organisation = named(&mut connection, &arguments.organisation).await?;
    let tenant = connection.begin(organisation.id).await?;
    let desk = Desk::new(&tenant, Hand::Console, (local_date(now, &organisation.time_zone), now));
    desk.set_wall_fewest(&Fields::default().with("fewest", arguments.fewest.to_string())).await?;
    tenant.commit().await?;
    Ok(format!("{}: the wall shows a picture from {} answers on\n", organisation.name, arguments.fewest))
}
