//! The grid of sessions and members: who came, who answered, and how each stood then, at one glance.
//!
//! A full cell is an answered session; its sign says what the change since the start meant that day. An open cell came and
//! did not answer; a letter says why somebody was not there; a dot is not noted. When there are more sessions than cells of
//! a readable size, the newest are shown and the words under the grid say where the older ones are.

mod cell;
mod view;

use std::rc::Rc;

use plotters::style::text_anchor::HPos;

use super::{
    axis::session_ticks,
    board::{Board, Ink},
    error::ChartError,
    font::{Typeface, Weight},
    heading::Heading,
    sheet::{BODY, Group, Naming},
    size::Size,
    theme::{Theme, Token},
};
pub use view::{GridCell, GridCount, GridPhrases, GridRow, GridTable, SessionGrid, grid_sentences};

/// Widths between which a cell is readable and calm.
const WIDTHS: (f64, f64) = (15.0, 30.0);
/// From one row to the next.
const ROW: f64 = 26.0;
/// The numbers of the sessions over the rows.
const NUMBERS: f64 = 30.0;
/// From one line of the key to the next.
const LINE: f64 = 22.0;

/// Draws the grid as SVG. The picture is as high as its rows need.
///
/// # Errors
/// When the size is too small for the words.
pub fn session_grid_svg(view: &SessionGrid, theme: Theme, size: Size) -> Result<String, ChartError> {
    let typeface = Rc::new(Typeface::load()?);
    let heading = Heading::lay_out(&view.title, &view.subtitle, &typeface, size);
    let layout = Layout::of(view, &heading, &typeface, size)?;
    let naming = Naming { id: &view.id, title: &view.title, description: &view.description };
    let board = Board::set(&naming, &heading, typeface, theme, size.of_height(layout.bottom))?;
    if view.is_empty() {
        let middle = (f64::from(size.drawn().0) / 2.0, layout.top + 20.0);
        board.write(&view.nothing_yet, middle, Ink::of(Token::Soft).ending(HPos::Center))?;
        return Ok(board.finish());
    }
    numbers(&board, view, &layout)?;
    for (index, row) in view.rows.iter().enumerate() {
        let group = Group { label: Some(&row.label), ..Group::of("member") };
        board.sheet.group(&group, || draw_row(&board, row, index, &layout))?;
    }
    board.sheet.group(&Group::of("key"), || key(&board, view, &layout))?;
    Ok(board.finish())
}

/// The places of the grid, in pixels.
struct Layout {
    side: f64,
    /// Where the rows begin.
    top: f64,
    /// Where the cells begin.
    left: f64,
    /// Room for a name.
    names: f64,
    /// Width of a cell with its air.
    step: f64,
    /// The first session that is shown.
    first: usize,
    /// The lines of the key: for each entry its index in the view and its left edge.
    key: Vec<Vec<(usize, f64)>>,
    bottom: f64,
}

impl Layout {
    fn of(view: &SessionGrid, heading: &Heading, typeface: &Typeface, size: Size) -> Result<Self, ChartError> {
        let (width, side) = (f64::from(size.drawn().0), heading.side());
        let widest = view.rows.iter().map(|row| typeface.width(&row.label, BODY, Weight::SemiBold)).fold(0.0, f64::max);
        let session = typeface.width(&view.session_label, BODY - 1.0, Weight::Regular);
        let names = widest.max(session).min(width * 0.26) + 2.0;
        let left = side + names + 10.0;
        let room = width - side - left;
        if room < 4.0 * WIDTHS.0 {
            return Err(ChartError::TooSmall { width: size.width, height: size.height });
        }
        let count = view.sessions.len();
        let shown = count.min((room / WIDTHS.0) as usize);
        let step = (room / shown.max(1) as f64).clamp(WIDTHS.0, WIDTHS.1);
        let top = heading.height().max(4.0) + NUMBERS;
        let key = key_lines(view, typeface, side, width - side);
        let note = if shown < count { LINE } else { 0.0 };
        let rows = view.rows.len().max(1) as f64 * ROW;
        let bottom = top + rows + 12.0 + key.len() as f64 * LINE + note + side / 2.0;
        Ok(Self { side, top, left, names, step, first: count - shown, key, bottom })
    }

    fn x(&self, session: usize) -> f64 {
        self.left + (session - self.first) as f64 * self.step
    }

    fn is_cut(&self) -> bool {
        self.first > 0
    }
}

fn numbers(board: &Board, view: &SessionGrid, layout: &Layout) -> Result<(), ChartError> {
    let y = layout.top - 14.0;
    let small = Ink { size: BODY - 1.0, ..Ink::of(Token::Soft) };
    board.write(&view.session_label, (layout.side, y), small)?;
    let shown = view.sessions.len() - layout.first;
    for tick in session_ticks(u32::try_from(shown).unwrap_or(u32::MAX), layout.step, 22.0) {
        let at = layout.first + tick as usize - 1;
        let middle = (layout.x(at) + layout.step / 2.0, y);
        board.write(&view.sessions[at], middle, small.ending(HPos::Center))?;
    }
    Ok(())
}

fn draw_row(board: &Board, row: &GridRow, index: usize, layout: &Layout) -> Result<(), ChartError> {
    let middle = layout.top + (index as f64 + 0.5) * ROW;
    let name = board.typeface.fit(&row.label, BODY, Weight::SemiBold, layout.names);
    board.write(&name, (layout.side, middle), Ink::of(Token::Ink).bold())?;
    let cells = row.cells.iter().enumerate().skip(layout.first);
    let cells: Vec<_> = cells.map(|(at, cell)| (cell, (layout.x(at) + layout.step / 2.0, middle))).collect();
    cell::draw(board, &cells, layout.step)
}

fn key_lines(view: &SessionGrid, typeface: &Typeface, left: f64, right: f64) -> Vec<Vec<(usize, f64)>> {
    let occurs = |cell: &GridCell| view.rows.iter().any(|row| row.cells.contains(cell));
    let mut lines: Vec<Vec<(usize, f64)>> = Vec::new();
    let mut x = right;
    for (index, (_, words)) in view.key.iter().enumerate().filter(|(_, (cell, _))| occurs(cell)) {
        let width = cell::KEY + typeface.width(words, BODY - 1.0, Weight::Regular) + 16.0;
        match lines.last_mut() {
            Some(line) if x + width - 16.0 <= right => line.push((index, x)),
            _ => {
                x = left;
                lines.push(vec![(index, x)]);
            }
        }
        x += width;
    }
    lines
}

fn key(board: &Board, view: &SessionGrid, layout: &Layout) -> Result<(), ChartError> {
    let small = Ink { size: BODY - 1.0, ..Ink::of(Token::Soft) };
    let mut middle = layout.top + view.rows.len() as f64 * ROW + 12.0 + LINE / 2.0;
    for line in &layout.key {
        for (index, left) in line {
            let (cell, words) = &view.key[*index];
            cell::draw(board, &[(cell, (left + 9.0, middle))], 18.0)?;
            board.write(words, (left + cell::KEY, middle), small)?;
        }
        middle += LINE;
    }
    if layout.is_cut() {
        board.write(&view.older_note, (layout.side, middle), small)?;
    }
    Ok(())
}
