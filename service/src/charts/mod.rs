//! Charts: a view model in, an SVG, PNG or PDF out.
//!
//! The caller brings plain data and every word; this room knows no language, no database and no page. Coordinates and
//! elements are plotters'; they are drawn through our own backend (`canvas`) because plotters counts in whole pixels.
//!
//! - **Up is better.** A scale of complaints is drawn upside down; the raw scores stay in [`GroupCourse::table`].
//! - **Missing is missing.** Nothing bridges a session without an answer.
//! - **Colour is never alone.** Every colour has a shape (▲ ✓ ▬ ▼) and words with it.
//! - **One picture, three grounds.** [`Theme::Inherit`] is part of a page and coloured by [`CSS`]; [`Theme::Light`] and
//!   [`Theme::Dark`] stand alone and need nothing.
//! - **No inline style.** Classes and presentation attributes only, so a strict content policy can stay.

pub mod alternative;
mod axis;
mod baselines;
mod board;
mod canvas;
mod change_plot;
mod characteristics;
mod client_course;
mod climate;
mod composition;
mod course;
mod error;
mod fifths;
mod fill_strip;
pub(crate) mod font;
mod funnel;
mod glyph;
mod grid;
mod group_effects;
mod growth;
mod heading;
mod labels;
mod leaving;
mod multiples;
mod numerals;
mod pdf;
mod placement;
mod power_curve;
mod raster;
mod ratings;
mod runs;
mod sheet;
mod size;
mod sparkline;
mod stage;
pub(crate) mod svg_tree;
mod table;
mod theme;
mod view;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use axis::{Direction, Scale};
pub use baselines::{BaselineLine, Baselines, baselines_svg};
pub use change_plot::{
    ChangeDot, ChangePhrases, ChangePlot, ChangeRow, ChangeTable, PartWords, change_plot_svg, change_sentences,
};
pub use characteristics::{Characteristics, RulePanel, characteristics_svg};
pub use client_course::{
    ClientCourse, ClientPhrases, ClientRow, ClientSpan, ClientTable, Expected, ExpectedPoint, Mark, PlannedEnd,
    Reading, ReliableLines, Shift, Standing, ValueLine, Visit, client_course_svg, sentences as client_sentences,
};
pub use climate::{
    Climate, ClimatePhrases, ClimateRow, ClimateSession, ClimateTable, Event, EventKind, Newest, Rating,
    climate_sentences, climate_svg,
};
pub use composition::{CompositionChart, CompositionDot, composition_svg};
pub use course::{group_course_svg, shown_course};
pub use error::ChartError;
pub use fifths::{Fifths, FifthsRow, Part, fifths_svg};
pub use fill_strip::{Fill, FillStrip, fill_strip_svg};
pub use funnel::{Funnel, FunnelLimit, FunnelSpot, funnel_svg};
pub use grid::{GridCell, GridCount, GridPhrases, GridRow, GridTable, SessionGrid, grid_sentences, session_grid_svg};
pub use group_effects::{EffectSpot, GroupEffects, group_effects_svg};
pub use growth::{GrowthChart, GrowthMark, growth_svg};
pub use leaving::{Leaving, LeavingCurve, LeavingPoint, LeavingRow, LeavingTable, Way, leaving_svg};
pub use multiples::group_panels_svg;
pub use numerals::Numerals;
pub use pdf::pdf;
pub use power_curve::{PowerCurve, PowerRow, PowerSpot, power_curve_svg};
pub use raster::png;
pub use ratings::{RatingRow, RatingRows, rating_rows_svg};
pub use size::{Distance, Size};
pub use sparkline::{Sparkline, sparkline_svg};
pub use table::{CourseRow, CourseTable};
pub use theme::{Theme, Token};
pub use view::{
    CutOff, Departure, Glyph, GroupCourse, GroupPoint, LineKind, Member, Status, Switches, TimeAxis, ValueAxis,
};

/// The rules a page needs for charts with [`Theme::Inherit`]; part of the site's own style sheet.
pub const CSS: &str = include_str!("chart.css");
