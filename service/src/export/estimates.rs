//! `estimates.csv`: what the service itself makes of exactly these rows.

use std::borrow::Cow;

use super::{ExportError, cell, set::ResearchSet};
use crate::{
    analyse::{AnalyseError, Rooms, ScaleModel, fit_courses},
    domain::GroupId,
};

/// Fits the service's model to the rows of the set; none when they carry none. Fixed effects of groups are named
/// `group` and the group's `label`; lines and bands of single stays are left out.
pub(super) async fn estimate(
    set: &ResearchSet,
    label: impl Fn(GroupId) -> String,
) -> Result<Option<ScaleModel>, ExportError> {
    let rows = set.score_rows();
    let fitted = tokio::task::spawn_blocking(move || fit_courses(&rows, &Rooms::default(), None))
        .await
        .map_err(|_| AnalyseError::BrokenOff)?;
    let mut model = match fitted {
        Ok(Some(model)) => model,
        Ok(None) => return Ok(None),
        Err(error @ (AnalyseError::Fit(_) | AnalyseError::Undetermined(_))) => {
            tracing::warn!(%error, "no model for this export");
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    for group in set.ranks.keys() {
        let ranked = format!("group{}", set.ranked(*group));
        for effect in model.fixed.iter_mut().filter(|effect| effect.term == ranked) {
            effect.term = format!("group{}", label(*group));
        }
    }
    model.lines.clear();
    model.bands.clear();
    model.changes.clear();
    Ok(Some(model))
}

/// Writes the table; a header alone when there is no model.
pub(super) fn table(model: Option<&ScaleModel>) -> Result<Vec<u8>, ExportError> {
    let mut rows =
        vec![row(["part", "factor", "term"], ["estimate", "standard_error", "lower", "upper", "correlation"])];
    let numbers = |estimate: f64| [Some(estimate), None, None, None, None];
    if let Some(model) = model {
        rows.push(row(["formula", "", &model.formula], [""; 5]));
        for effect in &model.fixed {
            let [value, error, lower, upper] = [effect.estimate, effect.standard_error, effect.lower, effect.upper];
            let values = [Some(value), Some(error), Some(lower), Some(upper), None];
            rows.push(row(["fixed", "", &effect.term], values.map(cell::number)));
        }
        for part in &model.variances {
            let values = [Some(part.standard_deviation), None, None, None, part.correlation];
            rows.push(row(["standard_deviation", &part.factor, &part.term], values.map(cell::number)));
        }
        rows.push(row(["reml_criterion", "", ""], numbers(model.criterion).map(cell::number)));
        for (name, number) in [("scores", model.scores), ("clients", model.clients), ("groups", model.groups)] {
            rows.push(row(
                ["count", "", name],
                [number.to_string(), String::new(), String::new(), String::new(), String::new()],
            ));
        }
    }
    cell::table(rows)
}

fn row<'r>(names: [&'r str; 3], values: [impl Into<Cow<'r, str>>; 5]) -> Vec<Cow<'r, str>> {
    names.into_iter().map(cell::text).chain(values.into_iter().map(Into::into)).collect()
}
