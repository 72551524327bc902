//! `peil migrate`: brings the database to this version and stops.

use super::DatabaseArguments;
use crate::store::{Database, DatabaseError};

/// Runs the command.
///
/// # Errors
///
/// [`DatabaseError`].
pub async fn run(arguments: DatabaseArguments) -> Result<(), DatabaseError> {
    let database = Database::open(&arguments.choice(), &|step| eprintln!("{step}")).await?;
    super::say("the database is at this version\n");
    Ok(database.close().await?)
}
