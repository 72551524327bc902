//! From what was found to the page.

use peil_questionnaires::Library;

use super::{
    Fields, chart, effects,
    found::{Found, Standing},
    model, plan, test,
};
use crate::{
    charts::{Baselines, Size, Theme, baselines_svg},
    clock::local_date,
    collect::BaselineRefused,
    pages::{
        chart_file::{self, chart_problem},
        views::{BaselinePage, BaselineResult, Layout, format},
    },
    store::BaselineRow,
    web::Problem,
};

/// The page; with the reason when something was asked for that was not done, and the form as it was filled in.
pub(super) fn page<'a>(
    found: Found,
    layout: Layout<'a>,
    library: &Library,
    refused: Option<(&BaselineRefused, Option<&Fields>)>,
) -> Result<BaselinePage<'a>, Problem> {
    let fields = refused.and_then(|(_, fields)| fields);
    let form = (found.standing.is_none() && found.leads).then(|| plan::form(&found, &layout, library, fields));
    let standing = found.standing.as_ref();
    let mut shown_plan = standing.map(|standing| plan::view(&found, standing, &layout, library));
    let result = standing.map(|standing| result(&found, standing, &layout, library)).transpose()?.flatten();
    let given_up = found.rows.iter().filter_map(|row| given_up(row, &found, &layout)).collect();
    let first = test::conclusion(standing, &layout);
    if let (Some(shown), true) = (&mut shown_plan, found.leads) {
        shown.today = found.code;
    }
    Ok(BaselinePage {
        group_id: found.group.id.to_string(),
        group_name: found.group.name,
        leads: found.leads,
        first,
        refused: refused.map(|(reason, _)| plan::refused(reason, &layout)),
        form,
        plan: shown_plan,
        result,
        given_up,
        layout,
    })
}

/// What came out; none before anything was measured.
fn result(
    found: &Found,
    standing: &Standing,
    layout: &Layout<'_>,
    library: &Library,
) -> Result<Option<BaselineResult>, Problem> {
    let reading = standing.reading.as_ref().filter(|reading| reading.measured > 0);
    let Some((reading, view)) = reading.zip(chart::view(standing, layout, library)) else { return Ok(None) };
    let small = Baselines { id: format!("{}-small", view.id), ..view.clone() };
    let page = format!("/groups/{}/baseline", found.group.id);
    Ok(Some(BaselineResult {
        svg: baselines_svg(&view, Theme::Inherit, Size::CARD).map_err(chart_problem)?,
        small_svg: baselines_svg(&small, Theme::Inherit, Size::PHONE).map_err(chart_problem)?,
        title: view.title,
        key: view.subtitle,
        files: chart_file::links(&page, ""),
        table: chart::table(reading, standing.plan.moments(), layout),
        standing: test::standing_of(reading, layout),
        test: test::sentences(standing, reading, layout),
        effects: effects::table(reading, layout),
        effect_notes: effects::notes(reading, layout),
        model_how: model::how(reading, layout),
        models: model::models(reading, layout),
    }))
}

/// A plan that was given up: when, why, and whether its lots were drawn.
fn given_up(row: &BaselineRow, found: &Found, layout: &Layout<'_>) -> Option<String> {
    let (at, reason) = row.cancelled?;
    let day = |at| format::day(layout.texts, layout.language, local_date(at, &found.time_zone));
    let key = if row.drawn_at.is_some() { "baseline-given-up-drawn" } else { "baseline-given-up-not-drawn" };
    let first = format::day(layout.texts, layout.language, row.draft.first_on);
    Some(layout.t3(key, "day", day(at), "first", first, "reason", layout.label("baseline-cancelled", reason.word())))
}
