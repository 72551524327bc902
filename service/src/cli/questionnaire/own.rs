//! `peil questionnaire add` and `wording`: what an organisation adds to its library.

use std::fmt::Write;

use jiff::Timestamp;
use peil_questionnaires::{Instrument, Library};

use super::{
    arguments::{AddArguments, WordingArguments},
    check,
    error::QuestionnaireError,
    source,
};
use crate::{
    cli::DatabaseArguments,
    collect::{AddError, Added, add_instrument, add_wording, is_confirmed_by_definition},
    store::{Database, Store},
};

/// What is added to the organisation of this name.
enum Addition<'a> {
    Definition(&'a str),
    Wording(&'a str),
}

/// Adds a definition.
///
/// # Errors
///
/// [`QuestionnaireError`]; then nothing was added.
pub(super) async fn add(arguments: &AddArguments) -> Result<String, QuestionnaireError> {
    let text = source::read(&arguments.file)?;
    let name = arguments.file.display().to_string();
    // The whole list of findings, with their lines, before anything is opened.
    let instrument = source::from_file(&arguments.file)?;
    let mut said = String::new();
    for finding in peil_questionnaires::check(&instrument) {
        let _ = writeln!(said, "{}", check::told(&name, &finding));
    }
    let organisation = (arguments.organisation.as_str(), &arguments.database);
    said.push_str(&in_organisation(organisation, &name, Addition::Definition(&text)).await?);
    Ok(said)
}

/// Adds licensed wording.
///
/// # Errors
///
/// [`QuestionnaireError`]; then nothing was added.
pub(super) async fn wording(arguments: &WordingArguments) -> Result<String, QuestionnaireError> {
    let text = source::read(&arguments.file)?;
    let name = arguments.file.display().to_string();
    in_organisation((&arguments.organisation, &arguments.database), &name, Addition::Wording(&text)).await
}

async fn in_organisation(
    (organisation, database): (&str, &DatabaseArguments),
    file: &str,
    addition: Addition<'_>,
) -> Result<String, QuestionnaireError> {
    let database = Database::open(&database.choice(), &|step| eprintln!("  {step}")).await?;
    let outcome = add_to(&database.store, organisation, file, addition, Timestamp::now()).await;
    database.close().await?;
    outcome
}

async fn add_to(
    store: &Store,
    name: &str,
    file: &str,
    addition: Addition<'_>,
    now: Timestamp,
) -> Result<String, QuestionnaireError> {
    let refused = |source: AddError| QuestionnaireError::NotAdded { file: file.to_owned(), source: Box::new(source) };
    let shipped = Library::embedded()?;
    let mut connection = store.connect().await?;
    let known = connection.organisations().await?.into_iter().find(|known| known.name == name.trim());
    let organisation = known.ok_or_else(|| QuestionnaireError::UnknownOrganisation(name.to_owned()))?;
    let tenant = connection.begin(organisation.id).await?;
    let said = match addition {
        Addition::Definition(text) => {
            let (added, instrument) = add_instrument(&tenant, &shipped, text, now).await.map_err(refused)?;
            format!("{}: {}\n", organisation.name, definition_said(added, &instrument))
        }
        Addition::Wording(text) => {
            let (added, worded, wording) = add_wording(&tenant, &shipped, text, now).await.map_err(refused)?;
            let what = format!("wording of {} {} in {}", worded.id(), worded.version(), wording.language());
            let confirmed = if is_confirmed_by_definition(&worded, &wording) {
                "it is the wording that the definition names"
            } else {
                "an administrator compares it with the holder's file before the first client"
            };
            match added {
                Added::New => format!("{}: added {what}; {confirmed}\n", organisation.name),
                Added::Known => format!("{}: {what} is there already\n", organisation.name),
            }
        }
    };
    tenant.commit().await?;
    Ok(said)
}

fn definition_said(added: Added, instrument: &Instrument) -> String {
    let what = format!("{} {}", instrument.id(), instrument.version());
    let hashes = format!("  items    {}\n  scoring  {}", instrument.hashes().items(), instrument.hashes().scoring());
    match added {
        Added::New => format!("added {what}\n{hashes}"),
        Added::Known => format!("{what} is there already, exactly as in this file"),
    }
}
