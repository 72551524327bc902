//! The counters of one class of settings on a sheet that may leave the house: small numbers are hidden, as in the file.

use super::{
    chart_file::chart_problem,
    counters::Found,
    counters_shown::{cell, chart, class_name, hidden, rests_on, sentence},
    views::{Layout, format},
};
use crate::{
    charts::{Size, Theme, growth_svg},
    counters::{Circle, Counter, Period, ToldRow, VERSION, told},
    print::{Block, Content, Letters, Rank, Sheet},
    web::Problem,
};

/// The sheet of what was asked for.
pub(super) fn sheet(found: &Found, layout: &Layout<'_>) -> Result<Sheet, Problem> {
    let rows = told(&found.counted.grid, Circle::Outside);
    let mut blocks = vec![Block::heading(layout.t1("counters-version", "version", VERSION))];
    for counter in Counter::ALL.iter() {
        let of = rows.iter().filter(|row| row.counter == *counter && row.class == found.asked.class);
        let name = layout.label("counter", counter.word());
        let unit = layout.label("counter-unit", counter.unit().word());
        let said: Vec<String> = of.map(|row| in_words(row, layout)).collect();
        let (lead, text) = (format!("{name} ({unit})"), said.join(" · "));
        blocks.push(match counter.is_part() {
            true => Block { content: Content::Under { lead, text }, rank: Rank::Must },
            false => Block::line(Rank::Must, lead, text),
        });
    }
    let notes = rests_on(&found.counted, layout).into_iter();
    let notes = notes.chain([hidden(Circle::Outside, layout), layout.t("counters-where-defined")]);
    blocks.extend(
        notes.map(|note| Block { content: Content::Under { lead: String::new(), text: note }, rank: Rank::Must }),
    );
    blocks.push(Block::heading(layout.t("growth-title")));
    let growth = found.growth.told(Circle::Outside);
    let plain = growth.baseline.is_some() == found.growth.baseline.is_some()
        && growth.points.len() == found.growth.points.len();
    match chart(&growth, found.asked.year, layout) {
        Some(view) => {
            let svg = growth_svg(&view, Theme::Light, Size::CARD).map_err(chart_problem)?;
            blocks.push(Block::line(Rank::Must, "", sentence(&growth, found.asked.year, layout)));
            blocks.push(Block { content: Content::Picture { svg, heard: view.description }, rank: Rank::Should });
        }
        None if plain => blocks.push(Block::line(Rank::Must, "", sentence(&growth, found.asked.year, layout))),
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
        letters: Letters::Ordinary,
        blocks,
    })
}

fn in_words(row: &ToldRow, layout: &Layout<'_>) -> String {
    let period = layout.label("counters-period", row.period.word());
    let value = cell(row, layout).unwrap_or_else(|| "–".to_owned());
    if row.period == Period::Year { format!("{period}: {value}") } else { format!("{period} {value}") }
}
