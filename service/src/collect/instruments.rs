//! The instrument versions an organisation has: those that ship, pinned by hash. A version never changes.

use jiff::Timestamp;
use peil_questionnaires::{Instrument, Library};

use crate::store::{InstrumentVersionRow, StoreError, Tenant};

/// Why instruments could not be registered.
#[derive(Debug, thiserror::Error)]
pub enum InstrumentError {
    /// A version is known here with other content.
    #[error(
        "instrument {id} {version} differs from the one that answers were given to; a change needs a new version number"
    )]
    Changed {
        /// The instrument.
        id: String,
        /// Its version.
        version: String,
    },
    /// The rows cannot be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds every version of the library that the organisation does not know yet. What the organisation added itself, before
/// the same id and version shipped, stays its own: its answers point to it.
///
/// # Errors
///
/// [`InstrumentError::Changed`] when a known version has another hash, or the store's own.
pub async fn register_instruments(
    tenant: &Tenant<'_>,
    library: &Library,
    now: Timestamp,
) -> Result<(), InstrumentError> {
    let known = tenant.instrument_versions().await?;
    let own = tenant.own_instruments().await?;
    let is_own = |row: &InstrumentVersionRow| own.iter().any(|own| own.id == row.id && own.version == row.version);
    for instrument in library.iter() {
        let row = row_of(instrument);
        match known.iter().find(|known| known.id == row.id && known.version == row.version) {
            None => tenant.insert_instrument_version(&row, now).await?,
            Some(known) if *known == row => {}
            Some(_) if is_own(&row) => {
                let (organisation, id, version) = (tenant.organisation(), row.id, row.version);
                tracing::warn!(%organisation, %id, %version, "an organisation keeps its own version of what ships");
            }
            Some(_) => return Err(InstrumentError::Changed { id: row.id, version: row.version }),
        }
    }
    Ok(())
}

/// A version as it is pinned.
pub(super) fn row_of(instrument: &Instrument) -> InstrumentVersionRow {
    let hashes = instrument.hashes();
    InstrumentVersionRow {
        id: instrument.id().to_owned(),
        version: instrument.version().to_string(),
        item_hash: hashes.items().to_string(),
        text_hash: hashes.text().to_string(),
        scoring_hash: hashes.scoring().to_string(),
    }
}
