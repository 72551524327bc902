//! What the composition of groups did, in the reader's words. The effects are those of the full model: the tests of a model
//! that was chosen by how well it fits find too much.

use peil_questionnaires::Library;
use peil_stats::{
    composition::{Composition, CompositionError, Hindrance, Submodel, SubmodelFit},
    infer::TTest,
};

use super::{
    fellows::PAGE,
    group_picture::row,
    measure::{Scale, short_label},
    views::{ChartTable, FellowsFound, FellowsPage, Layout, Measure, format},
};
use crate::analyse::FellowsOf;

/// Within this much of the lowest AIC a model is hardly worse (Burnham and Anderson 2002, section 2.6).
const HARDLY_WORSE: f64 = 2.0;

/// The whole page; `found` is none while nothing was scored.
pub(super) fn page_of<'a>(
    (scales, shown, of): (&[Scale], Option<&Scale>, FellowsOf),
    found: Option<&Result<Composition, CompositionError>>,
    library: &Library,
    layout: Layout<'a>,
) -> FellowsPage<'a> {
    let closed = of == FellowsOf::ClosedGroups;
    let groups = |closed: bool| if closed { "&groups=closed" } else { "" };
    let measures = scales.iter().map(|scale| Measure {
        label: short_label(scale, library, layout.language),
        href: format!("{PAGE}?measure={}{}", scale.word(), groups(closed)),
        current: Some(scale) == shown,
    });
    let choice = |is_closed: bool, key: &str| Measure {
        label: layout.t(key),
        href: format!("{PAGE}?measure={}{}", shown.map_or_else(String::new, Scale::word), groups(is_closed)),
        current: is_closed == closed,
    };
    FellowsPage {
        measures: measures.collect(),
        groups: vec![choice(false, "fellows-all"), choice(true, "fellows-closed")],
        found: match found {
            Some(Ok(found)) => Ok(told(found, &layout)),
            Some(Err(error)) => Err(untold(error, &layout)),
            None => Err(layout.t("fellows-nothing")),
        },
        layout,
    }
}

fn untold(error: &CompositionError, layout: &Layout<'_>) -> String {
    match error {
        CompositionError::TooFewGroups { groups, needed } => {
            layout.t2("fellows-few", "groups", *groups, "needed", *needed)
        }
        CompositionError::ConstantTrait | CompositionError::SameComposition => layout.t("fellows-alike"),
        _ => layout.t("fellows-cannot"),
    }
}

fn told(found: &Composition, layout: &Layout<'_>) -> FellowsFound {
    let full = found.submodels.iter().find(|one| one.submodel == Submodel::Full);
    FellowsFound {
        of: layout.filled(
            "fellows-of",
            &[("groups", &found.groups), ("members", &found.members), ("left", &found.members_left_out)],
        ),
        sentences: sentences(found, full, layout),
        submodels: submodels(found, layout),
        effects: effects(full, layout),
        left_out: left_out(found, layout),
    }
}

/// Whether who else was there counted at all, and what the full model says of likeness.
fn sentences(found: &Composition, full: Option<&SubmodelFit>, layout: &Layout<'_>) -> Vec<String> {
    let Some(best) = found.submodels.first() else { return Vec::new() };
    let mut told = vec![layout.t1("fellows-best", "model", layout.label("fellows-model", word(best.submodel)))];
    let as_good = |one: &&SubmodelFit| one.aic_difference < HARDLY_WORSE && one.submodel != best.submodel;
    let close: Vec<String> =
        found.submodels.iter().filter(as_good).map(|one| layout.label("fellows-model", word(one.submodel))).collect();
    if !close.is_empty() {
        told.push(layout.t1("fellows-close", "models", close.join("; ")));
    }
    let tests = full.map_or(&[][..], |full| &full.effects);
    for term in ["others", "similarity", "others_similarity"] {
        let Some(test) = tests.iter().find(|test| test.term == term) else { continue };
        let Some((low, high)) = test.interval(0.95) else { continue };
        let sign = match does_without(found, term) {
            false if low > 0.0 => "better",
            false if high < 0.0 => "worse",
            _ => "unsure",
        };
        told.push(layout.label("fellows-says", &format!("{term}_{sign}")));
    }
    told
}

/// Whether a model that is hardly worse than the best has no such effect; then it is not said to be there.
fn does_without(found: &Composition, term: &str) -> bool {
    let holds = |one: &SubmodelFit| match one.submodel {
        Submodel::Empty => false,
        Submodel::Main => term == "others",
        Submodel::PersonFit => term != "others_similarity",
        Submodel::Diversity | Submodel::Contrast | Submodel::Full => true,
    };
    found.submodels.iter().any(|one| one.aic_difference < HARDLY_WORSE && !holds(one))
}

fn submodels(found: &Composition, layout: &Layout<'_>) -> ChartTable {
    let write = |value: f64, digits| Some(format::decimal(layout.language, value, digits));
    let rows = found.submodels.iter().map(|one| {
        let cells = vec![write(one.aic, 1), write(one.aic_difference, 1), write(one.weight, 2)];
        row(layout.label("fellows-model", word(one.submodel)), cells)
    });
    ChartTable {
        caption: layout.t("fellows-submodels"),
        corner: layout.t("fellows-model"),
        columns: ["fellows-aic", "fellows-higher", "fellows-weight"].map(|key| layout.t(key)).into(),
        rows: rows.collect(),
    }
}

fn effects(full: Option<&SubmodelFit>, layout: &Layout<'_>) -> ChartTable {
    let write = |value: f64| format::decimal(layout.language, value, 2);
    let cells = |test: &TTest| {
        let interval = test.interval(0.95);
        let interval =
            interval.map(|(low, high)| layout.t2("research-low-high", "low", write(low), "high", write(high)));
        vec![Some(write(test.estimate)), interval]
    };
    // The intercept is of nobody: all values in the middle of the scale.
    let shown = full.map_or(&[][..], |full| &full.effects).iter().filter(|test| test.term != "(Intercept)");
    ChartTable {
        caption: layout.t("fellows-effects"),
        corner: layout.t("fellows-effect"),
        columns: ["fellows-points", "research-interval"].map(|key| layout.t(key)).into(),
        rows: shown.map(|test| row(layout.label("fellows-term", &test.term), cells(test))).collect(),
    }
}

fn left_out(found: &Composition, layout: &Layout<'_>) -> Vec<String> {
    let line = |one: &peil_stats::composition::LeftOut| {
        let model = layout.label("fellows-model", word(one.submodel));
        let key = match one.because {
            Hindrance::Collinear { .. } => "fellows-left-out-collinear",
            Hindrance::NotFitted { .. } => "fellows-left-out-not-fitted",
        };
        layout.t1(key, "model", model)
    };
    found.left_out.iter().map(line).collect()
}

fn word(submodel: Submodel) -> &'static str {
    match submodel {
        Submodel::Empty => "empty",
        Submodel::Main => "main",
        Submodel::PersonFit => "person_fit",
        Submodel::Diversity => "diversity",
        Submodel::Contrast => "contrast",
        Submodel::Full => "full",
    }
}
