//! The counters of one class of settings on a sheet that may leave the house: small numbers are hidden, as in the file.

use super::{
    chart_file::chart_problem,
    counters::{Found, written},
    counters_shown::{chart, class_name, sentence},
    views::{Layout, format},
};
use crate::{
    charts::{Size, Theme, growth_svg},
    counters::{Counter, DepartedRow, Mark, Period, VERSION, departing},
    print::{Block, Content, Rank, Sheet},
    web::Problem,
};

/// The sheet of what was asked for.
pub(super) fn sheet(found: &Found, layout: &Layout<'_>) -> Result<Sheet, Problem> {
    let rows = departing(&found.counted.grid);
    let mut blocks = vec![Block::heading(layout.t1("counters-version", "version", VERSION))];
    for counter in Counter::ALL.iter().filter(|counter| !counter.is_part()) {
        let of = rows.iter().filter(|row| row.counter == *counter && row.class == found.asked.class);
        let name = layout.label("counter", counter.word());
        let unit = layout.label("counter-unit", counter.unit().word());
        let said: Vec<String> = of.map(|row| cell(row, layout)).collect();
        blocks.push(Block::line(Rank::Must, format!("{name} ({unit})"), said.join(" · ")));
    }
    blocks.push(Block::line(Rank::Must, "", layout.t("counters-hidden")));
    blocks.push(Block::heading(layout.t("growth-title")));
    let growth = found.growth.departing();
    let plain = growth.baseline.is_some() == found.growth.baseline.is_some()
        && growth.points.len() == found.growth.points.len();
    match chart(&growth, layout) {
        Some(view) => {
            let svg = growth_svg(&view, Theme::Light, Size::CARD).map_err(chart_problem)?;
            blocks.push(Block::line(Rank::Must, "", sentence(&growth, layout)));
            blocks.push(Block { content: Content::Picture { svg, heard: view.description }, rank: Rank::Should });
        }
        None if plain => blocks.push(Block::line(Rank::Must, "", sentence(&growth, layout))),
        None => {}
    }
    if !plain {
        blocks.push(Block::line(Rank::Must, "", layout.t("counters-growth-hidden")));
    }
    let (year, setting) = (found.asked.year.to_string(), class_name(found.asked.class, layout));
    let day = format::day(layout.texts, layout.language, found.today);
    Ok(Sheet {
        title: layout.t("counters-title"),
        subtitle: layout.t2("counters-heading", "year", year, "setting", setting),
        footer: layout.t1("counters-footer", "day", day),
        language: layout.language.word(),
        blocks,
    })
}

fn cell(row: &DepartedRow, layout: &Layout<'_>) -> String {
    let period = layout.label("counters-period", row.period.word());
    let value = match row.mark {
        Mark::Plain => written(row.value, row.counter, layout).unwrap_or_else(|| "–".to_owned()),
        Mark::Few | Mark::Hidden => row.written(),
    };
    if row.period == Period::Year { format!("{period}: {value}") } else { format!("{period} {value}") }
}
