//! `peil admin`: who and what there is, set up from the machine's own command line.
//!
//! The command reads what was typed into fields, calls the use case of `manage`, and prints. A link to choose a password and a
//! client's code are printed once; a password is never typed here.

mod baseline_figure;
mod group;
mod member;
mod organisation;
mod team;
mod user;

use std::{collections::BTreeMap, sync::Arc};

use clap::{Args, Subcommand};
use jiff::Timestamp;
use peil_questionnaires::{Library, LibraryError};

use super::{DatabaseArguments, say};
use crate::{
    access::Token,
    clock::local_date,
    collect::Libraries,
    counters::BaselineError,
    domain::{AccountId, GroupId},
    manage::{Desk, Fields, Hand, ManageError},
    store::{Database, DatabaseError, OrganisationRow, Store, StoreError, Tenant, cluster::ClusterError},
};

/// What to set up.
#[derive(Debug, Args)]
pub struct AdminArguments {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    database: DatabaseArguments,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Organisations: found one with its first administrator, list them, rename one
    #[command(subcommand)]
    Organisation(organisation::OrganisationWhat),
    /// People: add, change, block, a new link to choose a password
    #[command(subcommand)]
    User(user::UserWhat),
    /// Teams
    #[command(subcommand)]
    Team(team::TeamWhat),
    /// Groups, and who has which part in them
    #[command(subcommand)]
    Group(group::GroupWhat),
    /// Members of a group
    #[command(subcommand)]
    Member(member::MemberWhat),
    /// Figures of 2025 that growth is measured from
    #[command(subcommand)]
    BaselineFigure(baseline_figure::BaselineFigureWhat),
}

/// Whose rows.
#[derive(Debug, Args)]
struct Whose {
    /// Name of the organisation
    #[arg(long, value_name = "NAME")]
    organisation: String,
}

/// Where the links lead.
#[derive(Debug, Args)]
struct Address {
    /// The address that browsers use
    #[arg(long, value_name = "URL", env = "PEIL_PUBLIC_URL", default_value = "http://127.0.0.1:8080")]
    public_url: String,
}

/// Why nothing was set up.
#[derive(Debug, thiserror::Error)]
pub enum AdminCommandError {
    /// No such organisation.
    #[error("there is no organisation `{0}`; `peil admin organisation list` tells which there are")]
    Organisation(String),
    /// No account of this address.
    #[error("no account has the e-mail address `{0}`; `peil admin user list` tells which there are")]
    User(String),
    /// No such team.
    #[error("there is no team `{0}`; `peil admin team list` tells which there are")]
    Team(String),
    /// No such group.
    #[error("there is no group `{0}`; `peil admin group list` tells which there are")]
    Group(String),
    /// No such member.
    #[error("nobody in this group has the pseudonym `{0}`; `peil admin member list` tells who there is")]
    Member(String),
    /// Not a figure that growth is measured from.
    #[error(transparent)]
    BaselineFigure(#[from] BaselineError),
    /// No such figure.
    #[error("no such figure was entered; `peil admin baseline-figure list` tells which were")]
    NoBaselineFigure,
    /// The use case refuses; nothing was changed.
    #[error(transparent)]
    Refused(#[from] ManageError),
    /// The questionnaires that ship cannot be read.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The rows.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The private cluster did not stop.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
}

/// Runs the command.
///
/// # Errors
///
/// [`AdminCommandError`].
pub async fn run(arguments: AdminArguments) -> Result<(), AdminCommandError> {
    let database = Database::open(&arguments.database.choice(), &|step| eprintln!("  {step}")).await?;
    let outcome = told(&database.store, &arguments.what, Timestamp::now()).await;
    database.close().await?;
    say(&outcome?);
    Ok(())
}

async fn told(store: &Store, what: &What, now: Timestamp) -> Result<String, AdminCommandError> {
    let of = match what {
        What::Organisation(what) => return organisation::apply(store, what, now).await,
        What::User(what) => what.whose(),
        What::Team(what) => what.whose(),
        What::Group(what) => what.whose(),
        What::Member(what) => what.whose(),
        What::BaselineFigure(what) => what.whose(),
    };
    // A client's code is hashed before the transaction begins.
    let code = match what {
        What::Member(what) => member::new_code(what).await?,
        _ => None,
    };
    let mut connection = store.connect().await?;
    let organisation = named(connection.organisations().await?, &of.organisation)?;
    let tenant = connection.begin(organisation.id).await?;
    let desk = Desk::new(&tenant, Hand::Console, (local_date(now, &organisation.time_zone), now));
    let text = match what {
        What::Organisation(_) => String::new(),
        What::User(what) => user::apply(&desk, what, &organisation).await?,
        What::Team(what) => team::apply(&desk, what).await?,
        What::Group(what) => group::apply(&desk, what).await?,
        What::Member(what) => member::apply(&desk, what, code.as_ref()).await?,
        What::BaselineFigure(what) => baseline_figure::apply(&desk, what).await?,
    };
    tenant.commit().await?;
    Ok(text)
}

fn named(known: Vec<OrganisationRow>, name: &str) -> Result<OrganisationRow, AdminCommandError> {
    let found = known.into_iter().find(|known| known.name == name.trim());
    found.ok_or_else(|| AdminCommandError::Organisation(name.to_owned()))
}

/// The fields that were typed; those that were not stay as they are.
fn given(fields: &[(&str, &Option<String>)]) -> Fields {
    let typed = fields.iter().filter_map(|(name, value)| Some(((*name).to_owned(), value.as_ref()?.clone())));
    Fields::new(typed.collect::<BTreeMap<_, _>>())
}

fn link(public_url: &str, token: &Token) -> String {
    format!("{}/welcome/{}", public_url.trim_end_matches('/'), token.expose())
}

async fn account_of(desk: &Desk<'_>, email: &str) -> Result<AccountId, AdminCommandError> {
    let email = email.trim().to_lowercase();
    let known = desk.tenant.staff().await?.into_iter().find(|row| row.email == email);
    known.map(|row| row.id).ok_or(AdminCommandError::User(email))
}

async fn group_of(desk: &Desk<'_>, name: &str) -> Result<GroupId, AdminCommandError> {
    let known = desk.tenant.group_by_name(name.trim()).await?;
    known.map(|row| row.id).ok_or_else(|| AdminCommandError::Group(name.to_owned()))
}

async fn library_of(tenant: &Tenant<'_>) -> Result<Arc<Library>, AdminCommandError> {
    Ok(Libraries::new(Arc::new(Library::embedded()?)).of(tenant).await?)
}
