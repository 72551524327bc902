//! What stands on the wall as numbers, and as a picture for a file: the parts of a line that are told, and of single lines
//! whole points, as they can be read from the picture. Nothing here is finer than what is drawn.

use peil_questionnaires::Score;

use super::{
    group_chart::{better_score, numerals},
    group_picture::row,
    views::{ChartTable, Layout, WallItemRow},
};
use crate::{
    analyse::WallEvening,
    charts::{Fifths, FifthsRow, Part},
    domain::{Fifth, Told},
};

/// The questions of this session.
pub(super) fn numbers_of_items(rows: &[(&WallItemRow, &Told)], layout: &Layout<'_>) -> ChartTable {
    ChartTable {
        caption: layout.t("wall-table"),
        corner: layout.t("wall-question"),
        columns: ["wall-middle", "wall-half"].map(|key| layout.t(key)).into(),
        rows: rows.iter().map(|(asked, told)| row(asked.text.clone(), cells(Some(told), layout).into())).collect(),
    }
}

/// The sessions so far.
pub(super) fn numbers_of_evenings(evenings: &[WallEvening], layout: &Layout<'_>) -> ChartTable {
    let line = |evening: &WallEvening| {
        let answers = evening.told.map(|_| evening.of.to_string());
        let cells = cells(evening.told.as_ref(), layout).into_iter().chain([answers]);
        row(evening.session.to_string(), cells.collect())
    };
    ChartTable {
        caption: layout.t("wall-table"),
        corner: layout.t("column-session"),
        columns: ["wall-middle", "wall-half", "wall-answers"].map(|key| layout.t(key)).into(),
        rows: evenings.iter().map(line).collect(),
    }
}

/// The lines of those who agreed, in the order in which they are drawn, which says nothing about whose they are.
pub(super) fn numbers_of_lines(lines: &[Vec<f64>], (score, layout): (&Score, &Layout<'_>)) -> ChartTable {
    let most = lines.iter().map(Vec::len).max().unwrap_or(0);
    let write = |value: &f64| numerals(layout.language).write(*value, 0);
    let line = |(at, line): (usize, &Vec<f64>)| {
        let cells = (0..most).map(|place| line.get(place).map(write));
        row(layout.t1("wall-line", "number", at + 1), cells.collect())
    };
    ChartTable {
        caption: format!("{}. {}", layout.t("wall-lines-table"), better_score(score, layout)),
        corner: layout.t("wall-measurement"),
        columns: (1..=most).map(|place| place.to_string()).collect(),
        rows: lines.iter().enumerate().map(line).collect(),
    }
}

/// In which part the middle lies, and from which to which the middle half.
fn cells(told: Option<&Told>, layout: &Layout<'_>) -> [Option<String>; 2] {
    let part = |fifth: Fifth| u32::from(fifth.number()) + 1;
    let half = |told: &Told| match (part(told.low), part(told.high)) {
        (low, high) if low == high => low.to_string(),
        (low, high) => layout.t2("member-range", "from", low, "to", high),
    };
    [told.map(|told| part(told.middle).to_string()), told.map(half)]
}

/// The questions of this session as a picture that stands alone.
pub(super) fn fifths(rows: &[(&WallItemRow, &Told)], (title, notes): (&str, &[String]), layout: &Layout<'_>) -> Fifths {
    let line = |(row, told): &(&WallItemRow, &Told)| FifthsRow {
        text: row.text.clone(),
        worse: row.worse.clone(),
        better: row.better.clone(),
        parts: std::array::from_fn(|at| part_of(told, at)),
    };
    let heard = rows.iter().map(|(row, _)| format!("{}: {}", row.text, row.heard));
    Fifths {
        id: "wall-items".to_owned(),
        title: title.to_owned(),
        subtitle: notes.join(" "),
        description: heard.collect::<Vec<_>>().join(" "),
        key: ["wall-key-middle", "wall-key-half"].map(|key| layout.t(key)),
        way: layout.t("wall-key-way"),
        rows: rows.iter().map(line).collect(),
    }
}

/// What one of the five parts of a line carries.
pub(super) fn part_of(told: &Told, at: usize) -> Part {
    let is = |fifth: Fifth| usize::from(fifth.number());
    match at {
        _ if at == is(told.middle) => Part::Middle,
        _ if (is(told.low)..=is(told.high)).contains(&at) => Part::Half,
        _ => Part::Empty,
    }
}
