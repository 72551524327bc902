//! The chart of a group that was asked for: its picture in any size, and its numbers.

use super::views::{ChartTable, TableRow};
use crate::charts::{
    ChangePlot, ChartError, Climate, GroupCourse, SessionGrid, Size, Theme, change_plot_svg, climate_svg,
    group_course_svg, group_panels_svg, session_grid_svg,
};

/// One of the charts of a group.
#[derive(Debug, Clone)]
pub(super) enum Picture {
    Course(GroupCourse),
    Members(GroupCourse),
    Change(ChangePlot),
    Climate(Climate),
    Grid(SessionGrid),
}

/// A chart with its numbers.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) picture: Picture,
    pub(super) table: ChartTable,
}

impl Picture {
    pub(super) fn svg(&self, theme: Theme, size: Size) -> Result<String, ChartError> {
        match self {
            Self::Course(view) => group_course_svg(view, theme, size),
            Self::Members(view) => group_panels_svg(view, theme, size),
            Self::Change(view) => change_plot_svg(view, theme, size),
            Self::Climate(view) => climate_svg(view, theme, size),
            Self::Grid(view) => session_grid_svg(view, theme, size),
        }
    }

    /// The same for a telephone, beside the other in one page.
    pub(super) fn small_svg(&self) -> Result<String, ChartError> {
        let mut small = self.clone();
        small.id().push_str("-small");
        small.svg(Theme::Inherit, Size::PHONE)
    }

    /// What is seen, and how it is read.
    pub(super) fn words(&self) -> (&str, &str) {
        match self {
            Self::Course(view) | Self::Members(view) => (&view.title, &view.subtitle),
            Self::Change(view) => (&view.title, &view.subtitle),
            Self::Climate(view) => (&view.title, &view.subtitle),
            Self::Grid(view) => (&view.title, &view.subtitle),
        }
    }

    fn id(&mut self) -> &mut String {
        match self {
            Self::Course(view) | Self::Members(view) => &mut view.id,
            Self::Change(view) => &mut view.id,
            Self::Climate(view) => &mut view.id,
            Self::Grid(view) => &mut view.id,
        }
    }
}

/// A row of numbers.
pub(super) fn row(name: String, cells: Vec<Option<String>>) -> TableRow {
    TableRow { name, is_group: false, cells }
}
