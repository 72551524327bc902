//! `model.R`: reads the export, fits our formula with lme4, and lays both answers side by side.

use std::collections::BTreeMap;

use super::{ExportKey, key::NO_GROUP, set::ResearchSet};
use crate::analyse::ScaleModel;

/// Writes the script.
pub(super) fn script(set: &ResearchSet, key: &ExportKey, model: Option<&ScaleModel>) -> String {
    let Some(model) = model else {
        return "# There are too few scores in this export for a model of growth.\n\
                d <- read.csv(\"sessions.csv\", na.strings = \"\")\nstr(d)\n"
            .to_owned();
    };
    include_str!("model.R").replace("{formula}", &model.formula).replace("{groups}", &levels(set, key))
}

/// The groups in the model's order, the reference first: most scores, then the lower sum of scores.
fn levels(set: &ResearchSet, key: &ExportKey) -> String {
    let order: BTreeMap<usize, String> =
        set.ranks.iter().map(|(group, rank)| (*rank, key.group(Some(*group)))).collect();
    let names = order.into_values().chain([NO_GROUP.to_owned()]);
    names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
