//! How many panels stand beside each other, and where.

use crate::charts::{
    error::ChartError,
    font::{Typeface, Weight},
    heading::Heading,
    placement::Area,
    sheet::BODY,
    size::Size,
    view::GroupCourse,
};

/// Between panels.
const GAP: (f64, f64) = (20.0, 16.0);
/// Name and word over each panel's plot.
const NAMES: f64 = 38.0;
/// A panel's plot is no narrower than this.
const NARROWEST: f64 = 132.0;
/// A panel's plot is no lower than this.
const LOWEST: f64 = 56.0;
/// Width of a plot over its height that reads best.
const SHAPE: f64 = 1.9;
/// Under the lowest row: numbers of sessions.
const FOOT: f64 = 26.0;

/// The places of all panels, in pixels.
pub(super) struct Layout {
    pub(super) width: f64,
    /// Margin of the picture.
    pub(super) side: f64,
    /// Where the panels begin.
    pub(super) left: f64,
    pub(super) top: f64,
    /// Where the picture ends.
    pub(super) bottom: f64,
    columns: usize,
    panels: usize,
    plot: (f64, f64),
}

/// One panel.
pub(super) struct Place {
    pub(super) plot: Area,
    /// Where name and word begin.
    pub(super) names: f64,
    /// Whether the numbers of the scale stand beside it.
    pub(super) has_scores: bool,
    /// Whether the numbers of the sessions stand under it.
    pub(super) has_sessions: bool,
}

impl Layout {
    pub(super) fn of(
        view: &GroupCourse,
        heading: &Heading,
        typeface: &Typeface,
        size: Size,
    ) -> Result<Self, ChartError> {
        let (width, height) = size.drawn();
        let (width, height, side) = (f64::from(width), f64::from(height), heading.side());
        let decimals = view.scale.decimals(LOWEST);
        let numbers = view.scale.ticks(LOWEST).into_iter().map(|tick| view.numerals.write(tick, decimals));
        let numbers = numbers.map(|text| typeface.width(&text, BODY - 1.0, Weight::Regular)).fold(0.0, f64::max);
        let (left, top) = (side + numbers + 8.0, heading.height() + 32.0);
        let panels = view.members.len().max(1);
        let room = (width - side - left, height - top - FOOT - side / 2.0);
        let shaped = |columns: usize| {
            let rows = panels.div_ceil(columns) as f64;
            let plot = (
                (room.0 - GAP.0 * (columns as f64 - 1.0)) / columns as f64,
                ((room.1 - GAP.1 * (rows - 1.0)) / rows - NAMES).max(LOWEST),
            );
            // A last row that is nearly empty looks like an accident, and few rows are seen at one glance.
            let empty = rows * columns as f64 - panels as f64;
            (columns, plot, (plot.0 / SHAPE).min(plot.1) - 4.0 * empty - 6.0 * rows)
        };
        let fitting = (1..=panels.min(6)).map(shaped).filter(|(_, plot, _)| plot.0 >= NARROWEST);
        let best = fitting.max_by(|one, other| one.2.total_cmp(&other.2));
        let Some((columns, (across, up), _)) = best else {
            return Err(ChartError::TooSmall { width: size.width, height: size.height });
        };
        let plot = (across, up.min(across * 0.8));
        let rows = panels.div_ceil(columns) as f64;
        let bottom = top + rows * (NAMES + plot.1) + (rows - 1.0) * GAP.1 + FOOT + side / 2.0;
        Ok(Self { width, side, left, top, bottom, columns, panels, plot })
    }

    pub(super) fn panel(&self, index: usize) -> Place {
        let (row, column) = (index / self.columns, index % self.columns);
        let left = self.left + column as f64 * (self.plot.0 + GAP.0);
        let names = self.top + row as f64 * (NAMES + self.plot.1 + GAP.1);
        let top = names + NAMES;
        Place {
            plot: Area { left, top, right: left + self.plot.0, bottom: top + self.plot.1 },
            names,
            has_scores: column == 0,
            has_sessions: index + self.columns >= self.panels,
        }
    }
}
