//! A group's composition in the reader's words: sentences, picture, table.

use peil_questionnaires::Library;
use peil_stats::{change::Category, composition::LEAST_GROUPS};

use super::{
    chart_file::{self, chart_problem},
    composition::Read,
    group_change::word_of,
    group_chart::{better_score, numerals, scale_over},
    group_picture::row,
    measure::{short_label, tabs},
    views::{ChartTable, CompositionPage, CompositionPicture, Layout, Measure},
};
use crate::{
    analyse::{GroupComposition, MemberStanding, Newcomer, NewcomerStanding, ScoreSpread},
    charts::{CompositionChart, CompositionDot, CutOff, Size, Status, Theme, composition_svg},
    web::Problem,
};

/// The whole page.
///
/// # Errors
///
/// [`Problem`] when the picture cannot be drawn.
pub(super) fn page_of<'a>(read: &Read, library: &Library, layout: Layout<'a>) -> Result<CompositionPage<'a>, Problem> {
    let of = &read.composition;
    let own = format!("/groups/{}/composition", of.group.id);
    let with = of.newcomer.as_ref().map(|newcomer| newcomer.membership.id);
    let query = with.map_or_else(String::new, |with| format!("&with={with}"));
    let mut measures = tabs(&read.scales, &read.scale, &own, library, layout.language);
    for measure in &mut measures {
        measure.href.push_str(&query);
    }
    let waiting = of.waiting.iter().map(|stay| Measure {
        label: stay.pseudonym.clone(),
        href: format!("{own}?measure={}&with={}", read.scale.word(), stay.id),
        current: Some(stay.id) == with,
    });
    Ok(CompositionPage {
        group_id: of.group.id.to_string(),
        group_name: of.group.name.clone(),
        scale: read.scale.word(),
        measures,
        sentences: sentences(of, &layout),
        picture: picture(read, library, &layout, &own, &query)?,
        waiting: waiting.collect(),
        newcomer: of.newcomer.as_ref().map_or_else(Vec::new, |newcomer| newcomer_sentences(newcomer, of, &layout)),
        without_href: with.map(|_| format!("{own}?measure={}", read.scale.word())),
        rule: match of.groups >= LEAST_GROUPS {
            true => layout.t1("composition-model", "groups", of.groups),
            false => layout.t2("composition-no-rule", "groups", of.groups, "least", LEAST_GROUPS),
        },
        layout,
    })
}

fn picture(
    read: &Read,
    library: &Library,
    layout: &Layout<'_>,
    own: &str,
    query: &str,
) -> Result<Option<CompositionPicture>, Problem> {
    let Some(view) = view_of(read, library, layout) else { return Ok(None) };
    let small = CompositionChart { id: format!("{}-small", view.id), ..view.clone() };
    Ok(Some(CompositionPicture {
        svg: composition_svg(&view, Theme::Inherit, Size::CARD).map_err(chart_problem)?,
        small_svg: composition_svg(&small, Theme::Inherit, Size::PHONE).map_err(chart_problem)?,
        files: chart_file::links(own, &format!("measure={}{query}", read.scale.word())),
        title: view.title,
        key: view.subtitle,
        table: table(&read.composition, layout),
    }))
}

/// The chart; none while nobody has a score.
pub(super) fn view_of(read: &Read, library: &Library, layout: &Layout<'_>) -> Option<CompositionChart> {
    let of = &read.composition;
    let (_, score) = read.scale.definition(library)?;
    let mut members: Vec<CompositionDot> = of.members.iter().filter_map(dot).collect();
    if members.is_empty() {
        return None;
    }
    members.extend(of.newcomer.as_ref().and_then(newcomer_dot));
    let numerals = numerals(layout.language);
    let write = |value: f64| numerals.write(value, 1);
    let measure = short_label(&read.scale, library, layout.language);
    let values = members.iter().flat_map(|dot| dot.start.into_iter().chain([dot.now])).chain(of.cut_off);
    let mut key = vec![layout.t("composition-key")];
    key.extend(of.now.map(|_| layout.t("composition-key-spread")));
    key.extend(of.cut_off.map(|value| layout.t1("composition-key-cut-off", "points", write(value))));
    key.extend(of.reliable.map(|points| layout.t1("composition-key-reliable", "points", write(points))));
    key.extend(of.newcomer.as_ref().and_then(newcomer_dot).map(|_| layout.t("composition-key-newcomer")));
    let mut said = sentences(of, layout);
    said.extend(of.newcomer.iter().flat_map(|newcomer| newcomer_sentences(newcomer, of, layout)));
    said.push(better_score(score, layout));
    Some(CompositionChart {
        id: "composition".to_owned(),
        title: layout.t2("composition-chart", "measure", measure.as_str(), "group", of.group.name.as_str()),
        subtitle: key.join(" "),
        description: said.join(" "),
        scale: scale_over(score, values.collect()),
        scale_label: layout.t1("composition-axis", "measure", measure.as_str()),
        start_label: layout.t("composition-at-start"),
        now_label: layout.t("composition-now"),
        cut_off: of.cut_off.map(|value| CutOff { label: layout.t1("chart-cut-off", "points", write(value)), value }),
        start: of.start.map(|spread| (spread.mean, spread.sd)),
        now: of.now.map(|spread| (spread.mean, spread.sd)),
        members,
        nothing_yet: layout.t("chart-none-title"),
        numerals,
    })
}

fn dot(member: &MemberStanding) -> Option<CompositionDot> {
    let (start, now) = member.scores?;
    let status = match member.verdict.as_ref().map(|verdict| verdict.change.category) {
        Ok(Category::Recovered) => Status::Recovered,
        Ok(Category::Improved) => Status::Good,
        Ok(Category::Deteriorated) => Status::Bad,
        Ok(Category::Unchanged) | Err(_) => Status::Normal,
    };
    Some(CompositionDot { label: member.membership.pseudonym.clone(), status, start: Some(start), now })
}

fn newcomer_dot(newcomer: &Newcomer) -> Option<CompositionDot> {
    let now = newcomer.score?;
    Some(CompositionDot { label: newcomer.membership.pseudonym.clone(), status: Status::Normal, start: None, now })
}

/// How many, how long, how far apart.
fn sentences(of: &GroupComposition, layout: &Layout<'_>) -> Vec<String> {
    let write = |value: f64, digits: usize| numerals(layout.language).write(value, digits);
    let scored = of.members.iter().filter(|member| member.scores.is_some()).count();
    let mut said = vec![layout.t2("composition-members", "members", of.members.len(), "scored", scored)];
    let weeks: Vec<f64> = of.members.iter().map(|member| member.weeks).collect();
    if !weeks.is_empty() {
        let least = weeks.iter().copied().fold(f64::INFINITY, f64::min);
        let most = weeks.iter().copied().fold(0.0, f64::max);
        said.push(layout.t2("composition-time", "least", write(least, 0), "most", write(most, 0)));
    }
    let spread = |key: &str, spread: &ScoreSpread| {
        layout.filled(
            key,
            &[
                ("mean", &write(spread.mean, 1)),
                ("sd", &write(spread.sd, 1)),
                ("lowest", &write(spread.lowest, 1)),
                ("highest", &write(spread.highest, 1)),
            ],
        )
    };
    match of.start.as_ref().zip(of.now.as_ref()) {
        Some((start, now)) => {
            said.push(spread("composition-spread-start", start));
            said.push(spread("composition-spread-now", now));
        }
        None => said.push(layout.t("composition-few")),
    }
    said
}

/// Where somebody who waits stands, and what would change.
fn newcomer_sentences(newcomer: &Newcomer, of: &GroupComposition, layout: &Layout<'_>) -> Vec<String> {
    let write = |value: f64| numerals(layout.language).write(value, 1);
    let name = newcomer.membership.pseudonym.as_str();
    let Some(score) = newcomer.score else { return vec![layout.t1("composition-with-none", "name", name)] };
    let scored = layout.t2("composition-with-score", "name", name, "score", write(score));
    let Some((found, without)) = newcomer.standing.as_ref().zip(of.now.as_ref()) else {
        return vec![scored, layout.t("composition-with-few")];
    };
    let NewcomerStanding { better, worse, equal, .. } = *found;
    let mut said = vec![scored, layout.t3("composition-with-place", "better", better, "worse", worse, "equal", equal)];
    said.push(match found.distance {
        Some(distance) if distance > 0.0 => layout.t1("composition-with-better", "sd", write(distance)),
        Some(distance) if distance < 0.0 => layout.t1("composition-with-worse", "sd", write(-distance)),
        Some(_) => layout.t("composition-with-mean"),
        None => layout.t("composition-with-same"),
    });
    let change = layout.filled(
        "composition-with-change",
        &[
            ("mean", &write(without.mean)),
            ("mean-with", &write(found.with.mean)),
            ("sd", &write(without.sd)),
            ("sd-with", &write(found.with.sd)),
        ],
    );
    said.push(change);
    said
}

fn table(of: &GroupComposition, layout: &Layout<'_>) -> ChartTable {
    let write = |value: f64, digits: usize| numerals(layout.language).write(value, digits);
    let scores = |member: &MemberStanding| {
        let change = member.verdict.as_ref().map_or("none", |verdict| word_of(verdict.change.category));
        vec![
            Some(write(member.weeks, 0)),
            member.scores.map(|(start, _)| write(start, 1)),
            member.scores.map(|(_, now)| write(now, 1)),
            Some(layout.label("category", change)),
        ]
    };
    let mut rows: Vec<_> =
        of.members.iter().map(|member| row(member.membership.pseudonym.clone(), scores(member))).collect();
    if let Some(newcomer) = &of.newcomer {
        let name = layout.t1("composition-row-waits", "name", newcomer.membership.pseudonym.as_str());
        rows.push(row(name, vec![None, None, newcomer.score.map(|score| write(score, 1)), None]));
    }
    let columns = ["composition-column-weeks", "change-column-start", "change-column-now", "column-change"];
    ChartTable {
        caption: layout.t("composition-table"),
        corner: layout.t("column-member"),
        columns: columns.iter().map(|key| layout.t(key)).collect(),
        rows,
    }
}
