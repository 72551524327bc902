//! Where heading, axes, plot and names go.

use crate::charts::{
    error::ChartError,
    font::{Typeface, Weight},
    glyph,
    placement::Area,
    sheet::BODY,
    size::Size,
    view::GroupCourse,
};

/// Size of the title in pixels.
pub(super) const TITLE: f64 = 18.0;
/// From one line of body text to the next.
pub(super) const LEADING: f64 = 19.0;
/// Air between the plot's edges and the first and last session.
const AIR: f64 = 12.0;
/// From the plot to the names.
const GAP: f64 = 14.0;

/// The places of a chart's parts, in pixels.
pub(super) struct Frame {
    /// The plot: rules run from its left to its right.
    pub(super) plot: Area,
    /// Where the names start.
    pub(super) names: f64,
    /// Room for a name with its shape.
    pub(super) names_room: f64,
    /// Lines of the title, then of the subtitle; none without heading.
    pub(super) title: Vec<String>,
    pub(super) subtitle: Vec<String>,
    sessions: u32,
}

impl Frame {
    pub(super) fn lay_out(view: &GroupCourse, typeface: &Typeface, size: Size) -> Result<Self, ChartError> {
        let (width, height) = (f64::from(size.width), f64::from(size.height));
        let side = if size.heading { 24.0 } else { 4.0 };
        let (title, subtitle) = heading(view, typeface, size, width - 2.0 * side);
        let lines = title.len() as f64 * (TITLE + 6.0) + subtitle.len() as f64 * LEADING;
        let heading = if size.heading { side + lines + 14.0 } else { 0.0 };

        let names_room = names_width(view, typeface).min(width * 0.3);
        let plot = Area {
            left: side + numbers_width(view, typeface, height) + 10.0,
            top: heading + 30.0,
            right: width - side - names_room - GAP,
            bottom: height - 28.0 - if size.heading { 12.0 } else { 0.0 },
        };
        if plot.right - plot.left < 120.0 || plot.bottom - plot.top < 80.0 {
            return Err(ChartError::TooSmall { width: size.width, height: size.height });
        }
        let sessions = view.sessions.max(1);
        Ok(Self { names: plot.right + GAP, names_room, plot, title, subtitle, sessions })
    }

    /// Pixels from one session to the next.
    pub(super) fn step(&self) -> f64 {
        let room = self.plot.right - self.plot.left - 2.0 * AIR;
        room / f64::from((self.sessions - 1).max(1))
    }

    /// The sessions, with fractions, at the plot's left and right edge.
    pub(super) fn sessions(&self) -> (f64, f64) {
        if self.sessions == 1 {
            return (0.5, 1.5);
        }
        let air = AIR / self.step();
        (1.0 - air, f64::from(self.sessions) + air)
    }

    pub(super) fn height(&self) -> f64 {
        self.plot.bottom - self.plot.top
    }

    /// Where heading and scale label start.
    pub(super) fn margin(&self) -> f64 {
        if self.title.is_empty() { self.plot.left } else { 24.0 }
    }
}

fn heading(view: &GroupCourse, typeface: &Typeface, size: Size, room: f64) -> (Vec<String>, Vec<String>) {
    if !size.heading {
        return (Vec::new(), Vec::new());
    }
    let title = typeface.wrap(&view.title, TITLE, Weight::SemiBold, room);
    let subtitle = typeface.wrap(&view.subtitle, BODY, Weight::Regular, room.min(720.0));
    (title, subtitle)
}

fn names_width(view: &GroupCourse, typeface: &Typeface) -> f64 {
    let members = view.members.iter().filter(|member| member.left.is_none()).map(|member| {
        let weight = if member.status.is_lifted() { Weight::SemiBold } else { Weight::Regular };
        let shape = if member.status.is_lifted() { glyph::WIDTH + 6.0 } else { 0.0 };
        typeface.width(&member.label, BODY, weight) + shape
    });
    let group = typeface.width(&view.group_label, BODY, Weight::SemiBold);
    let session = typeface.width(&view.session_label, BODY, Weight::Regular);
    members.fold(group.max(session), f64::max) + 2.0
}

fn numbers_width(view: &GroupCourse, typeface: &Typeface, height: f64) -> f64 {
    let decimals = view.scale.decimals(height);
    let ticks = view.scale.ticks(height).into_iter();
    let texts = ticks.map(|tick| view.numerals.write(tick, decimals));
    texts.map(|text| typeface.width(&text, BODY, Weight::Regular)).fold(0.0, f64::max)
}
