//! What an organisation adds to its library: checked, pinned by its hashes, and never exchanged for something else.

use jiff::Timestamp;
use peil_questionnaires::{Finding, Instrument, Library, Severity, Wording, WordingError, WordingStatus, check};

use super::instruments::row_of;
use crate::{
    access::{Actor, AuditEvent, record},
    store::{OwnWordingRow, StoreError, Tenant},
};

/// Largest file, in bytes.
const MOST_BYTES: usize = 1_000_000;
/// Longest id: with its version it must be one in FHIR.
const LONGEST_ID: usize = 45;

/// Why something was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// No definition.
    #[error("{0}")]
    Definition(#[from] peil_questionnaires::DefinitionError),
    /// A definition with errors.
    #[error("the definition has {} errors; `peil questionnaire check` lists them", .0.len())]
    Findings(Vec<Finding>),
    /// No wording for this definition.
    #[error("{0}")]
    Wording(#[from] WordingError),
    /// There is no definition for the wording.
    #[error("{id} {version} is not in this organisation's library; add its definition first")]
    NothingToWord {
        /// The instrument.
        id: String,
        /// Its version.
        version: String,
    },
    /// The version ships with Peil.
    #[error("{id} {version} ships with Peil; give your own another id or version")]
    Ships {
        /// The instrument.
        id: String,
        /// Its version.
        version: String,
    },
    /// The version is there with other content.
    #[error(
        "{id} {version} is there already, with other content; answers may point to it: give this one a new version"
    )]
    Other {
        /// The instrument.
        id: String,
        /// Its version.
        version: String,
    },
    /// Larger than any questionnaire.
    #[error("larger than {MOST_BYTES} bytes: no questionnaire is that large")]
    TooLarge,
    /// A longer id than other systems take.
    #[error("the id `{0}` is longer than {LONGEST_ID} characters; choose a shorter one")]
    LongId(String),
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is new here.
    New,
    /// Exactly this was here.
    Known,
}

/// Adds a definition to the organisation whose transaction this is.
///
/// # Errors
///
/// [`AddError`]; then nothing was added.
pub async fn add_instrument(
    tenant: &Tenant<'_>,
    shipped: &Library,
    definition: &str,
    now: Timestamp,
) -> Result<(Added, Instrument), AddError> {
    if definition.len() > MOST_BYTES {
        return Err(AddError::TooLarge);
    }
    let instrument = Instrument::parse(definition)?;
    let mut findings = check(&instrument);
    findings.retain(|finding| finding.severity() == Severity::Error);
    if !findings.is_empty() {
        return Err(AddError::Findings(findings));
    }
    let row = row_of(&instrument);
    let (id, version) = (row.id.clone(), row.version.clone());
    if id.len() > LONGEST_ID {
        return Err(AddError::LongId(id));
    }
    if shipped.get(&id, instrument.version()).is_some() {
        return Err(AddError::Ships { id, version });
    }
    let known = tenant.instrument_versions().await?;
    if let Some(known) = known.iter().find(|known| known.id == id && known.version == version) {
        let same = *known == row;
        return if same { Ok((Added::Known, instrument)) } else { Err(AddError::Other { id, version }) };
    }
    tenant.insert_instrument_version(&row, now).await?;
    tenant.insert_own_instrument(&id, &version, definition, now).await?;
    record(tenant, &AuditEvent::new(Actor::System, "add-instrument"), now);
    Ok((Added::New, instrument))
}

/// Adds licensed wording to the organisation whose transaction this is. Wording in the same language that was added before
/// is no longer shown; answers keep the hash of the words that were read.
///
/// # Errors
///
/// [`AddError`]; then nothing was added.
pub async fn add_wording(
    tenant: &Tenant<'_>,
    shipped: &Library,
    text: &str,
    now: Timestamp,
) -> Result<(Added, Instrument, Wording), AddError> {
    if text.len() > MOST_BYTES {
        return Err(AddError::TooLarge);
    }
    let wording = Wording::parse(text)?;
    let (id, version) = (wording.id().to_owned(), wording.version().to_string());
    let own = tenant.own_instruments().await?.into_iter().find(|row| row.id == id && row.version == version);
    let definition = match own {
        Some(row) => Some(Instrument::parse(&row.definition)?),
        None => shipped.get(&id, wording.version()).cloned(),
    };
    let Some(definition) = definition else { return Err(AddError::NothingToWord { id, version }) };
    let worded = definition.with_wording(&wording)?;
    let language = wording.language();
    let text_hash = worded.hashes().text_in(language).map(|hash| hash.to_string()).unwrap_or_default();
    let row = OwnWordingRow { id, version, language: language.tag().to_owned(), text_hash, wording: text.to_owned() };
    let same = |known: &OwnWordingRow| {
        known.id == row.id
            && known.version == row.version
            && known.language == row.language
            && known.text_hash == row.text_hash
    };
    if tenant.own_wordings().await?.iter().any(same) {
        return Ok((Added::Known, worded, wording));
    }
    tenant.insert_own_wording(&row, now).await?;
    record(tenant, &AuditEvent::new(Actor::System, "add-wording"), now);
    Ok((Added::New, worded, wording))
}

/// Whether the definition itself names the hash of these words, so that nobody need compare them.
#[must_use]
pub fn is_confirmed_by_definition(worded: &Instrument, wording: &Wording) -> bool {
    worded.wording_status(wording.language()) == WordingStatus::Confirmed
}
