//! The library of each organisation: what ships, what the organisation added, and the wording it has a licence for.
//!
//! It is built when somebody asks and kept until a row was added. Nobody else's rows can be in it: they are read through
//! the organisation's own transaction.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use peil_questionnaires::Library;

use crate::{
    domain::OrganisationId,
    store::{OwnCounts, OwnInstrumentRow, StoreError, Tenant},
};

/// Every organisation's library. A copy is the same one.
#[derive(Clone)]
pub struct Libraries {
    shipped: Arc<Library>,
    own: Arc<RwLock<HashMap<OrganisationId, Kept>>>,
}

/// A library, and the rows that it was built from.
#[derive(Clone)]
struct Kept {
    counts: OwnCounts,
    library: Arc<Library>,
    left_out: Arc<[LeftOut]>,
}

/// A definition of an organisation's own that is not read: nothing that points to it is shown or asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The instrument.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Whether it is no longer what was added; else this program refuses it.
    pub changed: bool,
}

impl Libraries {
    /// Libraries on top of the one that ships.
    #[must_use]
    pub fn new(shipped: Arc<Library>) -> Self {
        Self { shipped, own: Arc::default() }
    }

    /// What ships with Peil: the same for everybody.
    #[must_use]
    pub fn shipped(&self) -> &Arc<Library> {
        &self.shipped
    }

    /// The library of the organisation whose transaction this is.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn of(&self, tenant: &Tenant<'_>) -> Result<Arc<Library>, StoreError> {
        Ok(self.built(tenant).await?.library)
    }

    /// What of the organisation's own is not in its library.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database does not answer.
    pub async fn left_out(&self, tenant: &Tenant<'_>) -> Result<Arc<[LeftOut]>, StoreError> {
        Ok(self.built(tenant).await?.left_out)
    }

    async fn built(&self, tenant: &Tenant<'_>) -> Result<Kept, StoreError> {
        let (organisation, counts) = (tenant.organisation(), tenant.own_counts().await?);
        if counts == OwnCounts::default() {
            return Ok(Kept { counts, library: Arc::clone(&self.shipped), left_out: Arc::new([]) });
        }
        if let Some(kept) = self.kept(organisation, counts) {
            return Ok(kept);
        }
        let (library, left_out) = own_library(&self.shipped, tenant).await?;
        let kept = Kept { counts, library: Arc::new(library), left_out: left_out.into() };
        self.own.write().unwrap_or_else(PoisonError::into_inner).insert(organisation, kept.clone());
        Ok(kept)
    }

    fn kept(&self, organisation: OrganisationId, counts: OwnCounts) -> Option<Kept> {
        let own = self.own.read().unwrap_or_else(PoisonError::into_inner);
        own.get(&organisation).filter(|kept| kept.counts == counts).cloned()
    }
}

/// What ships, with the organisation's rows. A row that this version of the program cannot read is left out and told: the
/// others must not suffer. What it would no longer take stays readable, for answers point to it; it is not given to clients
/// anew ([`super::usable`]). The organisation's own row comes before one that ships under the same id and version by now.
async fn own_library(shipped: &Library, tenant: &Tenant<'_>) -> Result<(Library, Vec<LeftOut>), StoreError> {
    let (mut library, mut left_out) = (shipped.clone(), Vec::new());
    for row in tenant.own_instruments().await? {
        let path = format!("{}/{}.toml", row.id, row.version);
        let changed = !is_pinned(&row);
        if changed {
            tracing::error!(instrument = %path, "a definition of an organisation is not what was added; it is left out");
            left_out.push(LeftOut { id: row.id, version: row.version, changed });
        } else if let Err(error) = library.add_pinned(&path, &row.definition) {
            tracing::error!(instrument = %path, error = %error, "a definition of an organisation is refused and left out");
            left_out.push(LeftOut { id: row.id, version: row.version, changed });
        }
    }
    for row in tenant.own_wordings().await? {
        let path = format!("{}/{}.text.{}.toml", row.id, row.version, row.language);
        if library.add_wording(&path, &row.wording).is_err() {
            // What is wrong with it might repeat its words, which are licensed.
            tracing::error!(wording = %path, "wording of an organisation is refused and left out");
        }
    }
    Ok((library, left_out))
}

/// Whether a definition is still the one whose hashes were written down.
fn is_pinned(row: &OwnInstrumentRow) -> bool {
    peil_questionnaires::Instrument::parse(&row.definition).is_ok_and(|found| {
        let hashes = found.hashes();
        hashes.items().to_string() == row.item_hash
            && hashes.text().to_string() == row.text_hash
            && hashes.scoring().to_string() == row.scoring_hash
    })
}
