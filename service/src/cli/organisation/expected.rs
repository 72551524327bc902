//! `peil organisation expected`: the expected course of a scale, between organisations.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::{Args, Subcommand};
use jiff::Timestamp;
use peil_questionnaires::{Library, LibraryError};

use super::{OrganisationCommandError, named};
use crate::{
    cli::{DatabaseArguments, say},
    collect::Libraries,
    signals::{CarryError, export_expected, forget_expected, import_expected},
    store::{Database, Store},
};

/// What to do with an expected course.
#[derive(Debug, Args)]
pub(super) struct ExpectedArguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write the organisation's own expected course to a file
    Export {
        #[command(flatten)]
        of: Measure,
        /// Where to
        file: PathBuf,
    },
    /// Use the expected course of a file instead of the own one
    Import {
        #[command(flatten)]
        of: Measure,
        /// Where from
        file: PathBuf,
    },
    /// Go back to the organisation's own expected course
    Forget {
        #[command(flatten)]
        of: Measure,
    },
}

/// Whose expected course, of which scale.
#[derive(Debug, Args)]
struct Measure {
    /// Name of the organisation
    #[arg(long, value_name = "NAME")]
    organisation: String,
    /// The questionnaire, as in `phq-9`
    #[arg(long, value_name = "ID")]
    instrument: String,
    /// Its score, as in `total`
    #[arg(long, value_name = "ID", default_value = "total")]
    score: String,
    #[command(flatten)]
    database: DatabaseArguments,
}

/// Why nothing was written, read or forgotten.
#[derive(Debug, thiserror::Error)]
pub enum ExpectedCommandError {
    /// The file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The use case refuses.
    #[error(transparent)]
    Refused(#[from] CarryError),
    /// The instruments cannot be read.
    #[error(transparent)]
    Library(#[from] LibraryError),
}

pub(super) async fn run(arguments: ExpectedArguments) -> Result<(), OrganisationCommandError> {
    let of = match &arguments.what {
        What::Export { of, .. } | What::Import { of, .. } | What::Forget { of } => of,
    };
    let database = Database::open(&of.database.choice(), &|step| eprintln!("  {step}")).await?;
    let outcome = apply(&database.store, &arguments.what, of, Timestamp::now()).await;
    database.close().await?;
    say(&outcome?);
    Ok(())
}

async fn apply(store: &Store, what: &What, of: &Measure, now: Timestamp) -> Result<String, OrganisationCommandError> {
    let mut connection = store.connect().await?;
    let organisation = named(&mut connection, &of.organisation).await?;
    let tenant = connection.begin(organisation.id).await?;
    let libraries = Libraries::new(Arc::new(Library::embedded().map_err(ExpectedCommandError::from)?));
    let library = libraries.of(&tenant).await?;
    let scale = (of.instrument.as_str(), of.score.as_str());
    let said = match what {
        What::Export { file, .. } => {
            let text = export_expected(&tenant, &library, scale).await.map_err(ExpectedCommandError::from)?;
            std::fs::write(file, text).map_err(|source| at(file, source))?;
            format!("written to {}", file.display())
        }
        What::Import { file, .. } => {
            let text = std::fs::read_to_string(file).map_err(|source| at(file, source))?;
            let imported = import_expected(&tenant, &library, scale, &text, now).await;
            imported.map_err(ExpectedCommandError::from)?;
            format!("taken from {}; signals are judged by it from now on", file.display())
        }
        What::Forget { .. } => {
            forget_expected(&tenant, &library, scale, now).await.map_err(ExpectedCommandError::from)?;
            "forgotten; signals are judged by the own one, as soon as there are enough courses".to_owned()
        }
    };
    tenant.commit().await?;
    Ok(format!("{}: the expected course of {}, {} is {said}\n", organisation.name, of.instrument, of.score))
}

fn at(path: &Path, source: io::Error) -> ExpectedCommandError {
    ExpectedCommandError::File { path: path.to_owned(), source }
}
