//! The start of each member against now, and the grid of sessions and members, in the reader's words.

use peil_questionnaires::{Instrument, Score};
use peil_stats::change::Category;

use super::{
    group_chart::{numerals, scale_over, status_of},
    group_picture::{Picture, Shown, row},
    views::{Cell, CellState, ChartTable, Layout},
};
use crate::{
    analyse::{GroupReading, MemberReading, limits_of, verdict},
    charts::{
        ChangeDot, ChangePhrases, ChangePlot, CutOff, GridCell, GridCount, GridPhrases, GridRow, PartWords,
        SessionGrid, Status, change_sentences, grid_sentences,
    },
};

/// Members of whom the change plot can say something: those who are there and have two scores.
pub(super) fn change_plot(
    reading: &GroupReading,
    (instrument, score): (&Instrument, &Score),
    layout: &Layout<'_>,
    measure: &str,
) -> Shown {
    let numerals = numerals(layout.language);
    let write = |value: f64| numerals.write(value, 1);
    let present = reading.members.iter().zip(&reading.current).filter(|(_, current)| **current);
    let members: Vec<ChangeDot> = present.filter_map(|(member, _)| dot(member, layout)).collect();
    let better = members.iter().filter(|dot| matches!(dot.status, Status::Good | Status::Recovered)).count();
    let reliable = limits_of(instrument, score).ok().map(|(limit, ..)| limit.points());
    let title = match reliable {
        Some(_) => layout.t2("change-title", "better", better, "members", members.len()),
        None => layout.t("change-shown"),
    };
    let mut subtitle = vec![layout.t1("change-key", "measure", measure)];
    subtitle.extend(reliable.map(|points| layout.t1("change-key-band", "points", write(points))));
    subtitle.extend(without_former(reading, layout));
    let values = members.iter().flat_map(|dot| [dot.start, dot.now]).chain(reading.cut_off);
    let mut view = ChangePlot {
        id: "change".to_owned(),
        title,
        subtitle: subtitle.join(" "),
        description: String::new(),
        scale: scale_over(score, values.collect()),
        now_label: layout.t1("change-now", "measure", measure),
        start_label: layout.t("change-start"),
        cut_off: reading
            .cut_off
            .map(|value| CutOff { label: layout.t1("chart-cut-off", "points", write(value)), value }),
        reliable,
        parts: PartWords {
            recovered: layout.label("category", "recovered"),
            improved: layout.label("category", "improved"),
            unchanged: layout.label("category", "unchanged"),
            worse: layout.label("category", "deteriorated"),
            no_change: layout.t("change-none"),
        },
        members,
        nothing_yet: layout.t("change-nothing-yet"),
        numerals,
    };
    view.description = change_sentences(&view, &Words(layout)).join(" ");
    let rows = view.table().rows.into_iter();
    let columns = ["change-column-start", "change-column-now", "change-column-points", "column-change"];
    let table = ChartTable {
        caption: layout.t("change-table"),
        corner: layout.t("column-member"),
        columns: columns.iter().map(|key| layout.t(key)).collect(),
        rows: rows
            .map(|line| {
                row(line.label, vec![Some(line.start), Some(line.now), Some(line.improvement), Some(line.word)])
            })
            .collect(),
    };
    Shown { picture: Picture::Change(view), table }
}

fn dot(member: &MemberReading, layout: &Layout<'_>) -> Option<ChangeDot> {
    let mut scores = member.scores.iter().flatten();
    let seen = scores.next().copied().zip(scores.next_back().copied());
    let (start, now) = member.verdict.as_ref().map(|verdict| (verdict.start, verdict.now)).ok().or(seen)?;
    let word = member.verdict.as_ref().map_or("none", |verdict| word_of(verdict.change.category));
    Some(ChangeDot {
        label: member.membership.pseudonym.clone(),
        status: status_of(member),
        word: layout.label("category", word),
        start,
        now,
    })
}

/// A category, as in keys of texts.
pub(super) fn word_of(category: Category) -> &'static str {
    match category {
        Category::Recovered => "recovered",
        Category::Improved => "improved",
        Category::Unchanged => "unchanged",
        Category::Deteriorated => "deteriorated",
    }
}

/// That those who left are not in the picture: who stayed is no fair sample of who began.
fn without_former(reading: &GroupReading, layout: &Layout<'_>) -> Option<String> {
    let members = reading.members.iter().zip(&reading.current);
    let left = members.filter(|(member, current)| !**current && member.scores.iter().any(Option::is_some)).count();
    (left > 0).then(|| layout.t1("change-key-former", "members", left))
}

/// Who came, who answered, and how each stood then. `cells` are those of the members' table.
pub(super) fn session_grid(
    reading: &GroupReading,
    (instrument, score): (&Instrument, &Score),
    cells: &dyn Fn(&MemberReading, usize) -> Cell,
    layout: &Layout<'_>,
    measure: &str,
) -> Shown {
    let words = Words(layout);
    let present = reading.members.iter().zip(&reading.current).filter(|(_, current)| **current);
    let rows = present.map(|(member, _)| GridRow {
        label: member.membership.pseudonym.clone(),
        cells: (0..member.scores.len())
            .map(|at| grid_cell(member, (instrument, score), at, cells(member, at).state, layout))
            .collect(),
    });
    let judged = [Status::Recovered, Status::Good, Status::Normal, Status::Bad].map(GridCell::Judged);
    let absent = CellState::ALL.into_iter().filter(|state| state.is_absent());
    let absent = absent.map(|state| GridCell::Absent(layout.label("mark", state.word())));
    let others = [GridCell::Answered, GridCell::Unanswered].into_iter().chain(absent).chain([GridCell::Unknown]);
    let mut view = SessionGrid {
        id: "grid".to_owned(),
        title: layout.t("grid-title"),
        subtitle: std::iter::once(layout.t1("grid-key", "measure", measure))
            .chain(without_former(reading, layout))
            .collect::<Vec<_>>()
            .join(" "),
        description: String::new(),
        session_label: layout.t("chart-session"),
        sessions: (1..=reading.band.len()).map(|number| number.to_string()).collect(),
        rows: rows.collect(),
        key: judged.into_iter().chain(others).map(|cell| (cell.clone(), words.cell(&cell))).collect(),
        older_note: layout.t("grid-older"),
        nothing_yet: layout.t("chart-none-title"),
    };
    view.description = grid_sentences(&view, &words).join(" ");
    let table = view.table(&words);
    let rows = table.rows.into_iter().map(|(label, cells)| row(label, cells.into_iter().map(Some).collect()));
    let table = ChartTable {
        caption: layout.t("grid-table"),
        corner: layout.t("column-member"),
        columns: table.sessions,
        rows: rows.collect(),
    };
    Shown { picture: Picture::Grid(view), table }
}

fn grid_cell(
    member: &MemberReading,
    (instrument, score): (&Instrument, &Score),
    at: usize,
    state: CellState,
    layout: &Layout<'_>,
) -> GridCell {
    match state {
        CellState::Answered => judged(member, (instrument, score), at).unwrap_or(GridCell::Answered),
        CellState::NotAnswered => GridCell::Unanswered,
        CellState::Unknown => GridCell::Unknown,
        CellState::NotMember => GridCell::Outside,
        absent => GridCell::Absent(layout.label("mark", absent.word())),
    }
}

/// What the change since the start meant at a session.
fn judged(member: &MemberReading, (instrument, score): (&Instrument, &Score), at: usize) -> Option<GridCell> {
    let start = member.verdict.as_ref().ok()?.start;
    let first = member.scores.iter().position(Option::is_some)?;
    let then = member.scores[at].filter(|score| at != first || (score - start).abs() > f64::EPSILON)?;
    let verdict = verdict(instrument, score, &[start, then]).ok()?;
    Some(GridCell::Judged(match verdict.change.category {
        Category::Recovered => Status::Recovered,
        Category::Improved => Status::Good,
        Category::Unchanged => Status::Normal,
        Category::Deteriorated => Status::Bad,
    }))
}

/// The sentences and words of both.
struct Words<'a, 'l>(&'a Layout<'l>);

/// What a sign says, as in keys of texts.
pub(super) fn said_of(status: Status) -> &'static str {
    match status {
        Status::Recovered => "recovered",
        Status::Good => "improved",
        Status::Bad => "deteriorated",
        Status::Normal | Status::Warn => "unchanged",
    }
}

impl ChangePhrases for Words<'_, '_> {
    fn part(&self, status: Status, names: &[String], of: usize) -> String {
        let word = self.0.label("category", said_of(status));
        self.0.t3("change-part", "names", self.0.list(names), "word", word, "of", of)
    }
}

impl GridPhrases for Words<'_, '_> {
    fn cell(&self, cell: &GridCell) -> String {
        match cell {
            GridCell::Judged(status) => self.0.label("category", said_of(*status)),
            GridCell::Answered => self.0.t("grid-answered"),
            GridCell::Unanswered => self.0.label("cell", "not-answered"),
            GridCell::Unknown => self.0.label("cell", "unknown"),
            GridCell::Outside => self.0.label("cell", "not-member"),
            GridCell::Absent(letter) => {
                let away = CellState::ALL.into_iter().filter(|state| state.is_absent());
                let mut same = away.filter(|state| self.0.label("mark", state.word()) == *letter);
                same.next().map_or_else(String::new, |state| self.0.label("cell", state.word()))
            }
        }
    }

    fn member(&self, label: &str, newest: Option<Status>, count: &GridCount) -> String {
        let answered = self.0.t2("member-answered", "answered", count.answered, "sessions", count.sessions);
        let word = newest.map_or_else(|| self.0.label("category", "none"), |s| self.0.label("category", said_of(s)));
        self.0.t3("grid-member", "name", label.to_owned(), "answered", answered, "word", word)
    }
}
