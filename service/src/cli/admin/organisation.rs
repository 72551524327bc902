//! `peil admin organisation`.

use clap::Subcommand;
use jiff::Timestamp;
use peil_questionnaires::Library;

use super::{Address, AdminCommandError, given, link, named};
use crate::{
    clock::local_date,
    manage::{Desk, Fields, Hand, found_organisation},
    store::Store,
};

#[derive(Debug, Subcommand)]
pub(super) enum OrganisationWhat {
    /// Found an organisation with its first administrator, and print the link by which he chooses a password
    Add {
        /// Name of the organisation
        name: String,
        /// E-mail address of the first administrator
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        /// Name of the first administrator
        #[arg(long, value_name = "NAME")]
        administrator: String,
        /// Language of the first administrator: nl or en
        #[arg(long)]
        language: Option<String>,
        /// Time zone of the organisation, as in Europe/Amsterdam
        #[arg(long, value_name = "ZONE")]
        time_zone: Option<String>,
        #[command(flatten)]
        address: Address,
    },
    /// List the organisations
    List,
    /// Give an organisation another name
    Rename {
        /// Its name now
        #[arg(long, value_name = "NAME")]
        organisation: String,
        /// Its new name
        #[arg(long, value_name = "NAME")]
        name: String,
    },
}

pub(super) async fn apply(store: &Store, what: &OrganisationWhat, now: Timestamp) -> Result<String, AdminCommandError> {
    match what {
        OrganisationWhat::Add { name, email, administrator, language, time_zone, address } => {
            let fields = given(&[("language", language), ("time_zone", time_zone)])
                .with("name", name.as_str())
                .with("email", email.as_str())
                .with("administrator", administrator.as_str());
            let token = found_organisation(store, &Library::embedded()?, &fields, now).await?;
            Ok(format!(
                "{name}: founded. Within three days {administrator} chooses a password here; the link works once:\n  {}\n",
                link(&address.public_url, &token)
            ))
        }
        OrganisationWhat::List => {
            let known = store.connect().await?.organisations().await?;
            Ok(known.iter().map(|row| format!("{}\n", row.name)).collect())
        }
        OrganisationWhat::Rename { organisation, name } => {
            let mut connection = store.connect().await?;
            let row = named(connection.organisations().await?, organisation)?;
            let tenant = connection.begin(row.id).await?;
            let desk = Desk::new(&tenant, Hand::Console, (local_date(now, &row.time_zone), now));
            desk.rename_organisation(&Fields::default().with("name", name.as_str())).await?;
            tenant.commit().await?;
            Ok(format!("{}: is called {} from now on\n", row.name, name.trim()))
        }
    }
}
