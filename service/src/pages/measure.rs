//! Which scale a group's page shows: `?measure=phq-9.total`.

use peil_questionnaires::{Instrument, Library, Score};

use super::views::Measure;
use crate::{
    domain::{GroupId, Language},
    store::{StoreError, Tenant},
};

/// One scale that a group has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scale {
    /// The instrument.
    pub(super) instrument: String,
    /// The scale.
    pub(super) id: String,
}

impl Scale {
    /// As it stands in addresses.
    pub(super) fn word(&self) -> String {
        format!("{}.{}", self.instrument, self.id)
    }

    /// The definitions behind it.
    pub(super) fn definition<'l>(&self, library: &'l Library) -> Option<(&'l Instrument, &'l Score)> {
        let instrument = library.latest(&self.instrument)?;
        Some((instrument, instrument.score(&self.id)?))
    }

    /// Short name on screen.
    pub(super) fn label(&self, library: &Library, language: Language) -> String {
        let Some((instrument, score)) = self.definition(library) else { return self.word() };
        let language = super::entrance::form_language(language);
        let title = instrument.title(language);
        if instrument.scores().len() == 1 { title.to_owned() } else { format!("{title}: {}", score.title(language)) }
    }
}

/// Name of the instrument, where only its main scale is shown.
pub(super) fn short_label(scale: &Scale, library: &Library, language: Language) -> String {
    let language = super::entrance::form_language(language);
    scale.definition(library).map_or_else(|| scale.word(), |(instrument, _)| instrument.title(language).to_owned())
}

/// The scales of a group: of its plan, in the order of asking, and of what it asked before; for a group without plan those the organisation has.
pub(super) async fn scales_of(
    tenant: &Tenant<'_>,
    library: &Library,
    group: GroupId,
) -> Result<Vec<Scale>, StoreError> {
    let plan = tenant.group_plan(group).await?;
    let main = |id: &str| {
        let scores = library.latest(id)?.scores();
        let main = scores.iter().find(|score| score.id() == "total").or(scores.first())?;
        Some(Scale { instrument: id.to_owned(), id: main.id().to_owned() })
    };
    if plan.is_empty() {
        let scored = tenant.scored_scales().await?.into_iter();
        return Ok(scored.map(|(instrument, id)| Scale { instrument, id }).collect());
    }
    let mut scales: Vec<Scale> = Vec::new();
    // What left the plan keeps its course, behind what is asked now.
    let scored = tenant.scored_instruments(group).await?;
    let instruments = plan.rows().iter().map(|row| &row.instrument).chain(&scored);
    for scale in instruments.filter_map(|instrument| main(instrument)) {
        // What is asked on two occasions has one course.
        if !scales.contains(&scale) {
            scales.push(scale);
        }
    }
    Ok(scales)
}

/// The tabs over a page that shows one scale.
pub(super) fn tabs(scales: &[Scale], shown: &Scale, page: &str, library: &Library, language: Language) -> Vec<Measure> {
    let tab = |scale: &Scale| Measure {
        label: short_label(scale, library, language),
        href: format!("{page}?measure={}", scale.word()),
        current: scale == shown,
    };
    scales.iter().map(tab).collect()
}
