//! The two use cases: the archive a researcher downloads, and the estimates on the researcher's page.

use jiff::Timestamp;
use peil_questionnaires::{Instrument, Library, Score};

use super::{
    ExportError, ExportKey, archive::archive, codebook::codebook, disclosure::Disclosure, estimates, readme::readme,
    script::script, sessions::sessions, set::ResearchSet,
};
use crate::{analyse::ScaleModel, store::Tenant};

/// How much an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportCounts {
    /// Rows of `sessions.csv`.
    pub rows: usize,
    /// Rows with a score.
    pub scores: usize,
    /// Clients.
    pub clients: usize,
    /// Courses: stays of clients in groups, and clients outside any group. The column `client` counts these.
    pub courses: usize,
    /// Groups.
    pub groups: usize,
    /// Clients of the organisation who are left out for want of consent.
    pub left_out: usize,
}

/// A data set for research.
pub struct ResearchExport {
    /// The ZIP archive.
    pub archive: Vec<u8>,
    /// The service's own estimates for these rows; none when they are too few. No lines of single clients.
    pub estimates: Option<ScaleModel>,
    /// How much it is.
    pub counts: ExportCounts,
}

/// What the researcher's page shows before anything leaves.
#[derive(Debug, Clone)]
pub struct ResearchEstimates {
    /// The service's estimates for exactly the rows that an export would hold now. Where groups are fixed effects, a
    /// group is named by its rank in number of scores: `group2`, with the first as reference.
    pub estimates: Option<ScaleModel>,
    /// How much an export would be.
    pub counts: ExportCounts,
}

/// Makes the data set of one scale: `sessions.csv`, `codebook.csv`, `estimates.csv`, `model.R` and `README.txt`.
///
/// The caller decides who may, and writes the audit row in the same transaction.
///
/// # Errors
///
/// [`ExportError::Empty`] when no client who agreed has a score, [`ExportError::UnknownScale`], or the store's own.
pub async fn research_export(
    tenant: &Tenant<'_>,
    library: &Library,
    (instrument, scale): (&str, &str),
    key: &ExportKey,
    now: Timestamp,
) -> Result<ResearchExport, ExportError> {
    let (definition, score) = definition_of(library, instrument, scale)?;
    let set = ResearchSet::load(tenant, instrument, scale).await?;
    let counts = set.counts();
    if counts.scores == 0 {
        return Err(ExportError::Empty);
    }
    let grounds = tenant.imported_research_grounds().await?;
    let model = estimates::estimate(&set, |group| key.group(Some(group))).await?;
    let disclosure = Disclosure::of(&set);
    let files = [
        ("sessions.csv", sessions(&set, key, &disclosure)?),
        ("codebook.csv", codebook(definition, score, &disclosure)?),
        ("estimates.csv", estimates::table(model.as_ref())?),
        ("model.R", script(&set, key, model.as_ref()).into_bytes()),
        ("README.txt", readme((definition, score), &counts, &disclosure, &grounds, now).into_bytes()),
    ];
    Ok(ResearchExport { archive: archive(&files, now)?, estimates: model, counts })
}

/// The service's own estimates for exactly the rows that [`research_export`] would give now.
///
/// # Errors
///
/// [`ExportError::UnknownScale`] or the store's own. An empty set is no error here.
pub async fn research_estimates(
    tenant: &Tenant<'_>,
    library: &Library,
    (instrument, scale): (&str, &str),
) -> Result<ResearchEstimates, ExportError> {
    definition_of(library, instrument, scale)?;
    let set = ResearchSet::load(tenant, instrument, scale).await?;
    let rank = |group| set.ranks.get(&group).map(usize::to_string).unwrap_or_default();
    Ok(ResearchEstimates { estimates: estimates::estimate(&set, rank).await?, counts: set.counts() })
}

fn definition_of<'l>(
    library: &'l Library,
    instrument: &str,
    scale: &str,
) -> Result<(&'l Instrument, &'l Score), ExportError> {
    let unknown = || ExportError::UnknownScale { instrument: instrument.to_owned(), scale: scale.to_owned() };
    let definition = library.latest(instrument).ok_or_else(unknown)?;
    Ok((definition, definition.score(scale).ok_or_else(unknown)?))
}
