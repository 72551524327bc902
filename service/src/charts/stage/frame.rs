//! Where heading, axes, plot and names go.

use super::Setting;
use crate::charts::{
    error::ChartError,
    font::{Typeface, Weight},
    placement::Area,
    sheet::BODY,
    size::Size,
};

/// Size of the title in pixels.
pub(super) const TITLE: f64 = 18.0;
/// From one line of body text to the next.
pub(super) const LEADING: f64 = 19.0;
/// Air between the plot's edges and the first and last place.
const AIR: f64 = 12.0;
/// From the plot to the names.
const GAP: f64 = 14.0;

/// The places of a chart's parts, in pixels.
pub(crate) struct Frame {
    /// The plot: rules run from its left to its right.
    pub(crate) plot: Area,
    /// Where the words right of the plot start.
    pub(crate) names: f64,
    /// Room for a line of them.
    pub(crate) names_room: f64,
    /// Lines of the title, then of the subtitle; none without heading.
    pub(super) title: Vec<String>,
    pub(super) subtitle: Vec<String>,
    places: u32,
}

impl Frame {
    pub(super) fn lay_out(setting: &Setting<'_>, typeface: &Typeface, size: Size) -> Result<Self, ChartError> {
        let (width, height) = (f64::from(size.width), f64::from(size.height));
        let side = if size.heading { 24.0 } else { 4.0 };
        let (title, subtitle) = heading(setting, typeface, size, width - 2.0 * side);
        let lines = title.len() as f64 * (TITLE + 6.0) + subtitle.len() as f64 * LEADING;
        let heading = if size.heading { side + lines + 14.0 } else { 0.0 };

        let names_room = column_width(size).min(setting.column);
        let plot = Area {
            left: side + numbers_width(setting, typeface, height) + 10.0,
            top: heading + 30.0,
            right: width - side - names_room - GAP,
            bottom: height - 28.0 - setting.strip - if size.heading { 12.0 } else { 0.0 },
        };
        if plot.right - plot.left < 120.0 || plot.bottom - plot.top < 80.0 {
            return Err(ChartError::TooSmall { width: size.width, height: size.height });
        }
        Ok(Self { names: plot.right + GAP, names_room, plot, title, subtitle, places: setting.places.max(1) })
    }

    /// Pixels from one place to the next.
    pub(crate) fn step(&self) -> f64 {
        let room = self.plot.right - self.plot.left - 2.0 * AIR;
        room / f64::from((self.places - 1).max(1))
    }

    /// The places, with fractions, at the plot's left and right edge.
    pub(super) fn places(&self) -> (f64, f64) {
        if self.places == 1 {
            return (0.5, 1.5);
        }
        let air = AIR / self.step();
        (1.0 - air, f64::from(self.places) + air)
    }

    pub(super) fn height(&self) -> f64 {
        self.plot.bottom - self.plot.top
    }

    /// Where heading and scale label start.
    pub(super) fn margin(&self) -> f64 {
        if self.title.is_empty() { self.plot.left } else { 24.0 }
    }
}

/// The most room that the words right of the plot may take, in pixels.
pub(crate) fn column_width(size: Size) -> f64 {
    f64::from(size.width) * 0.3
}

fn heading(setting: &Setting<'_>, typeface: &Typeface, size: Size, room: f64) -> (Vec<String>, Vec<String>) {
    if !size.heading {
        return (Vec::new(), Vec::new());
    }
    let title = typeface.wrap(setting.naming.title, TITLE, Weight::SemiBold, room);
    let subtitle = typeface.wrap(setting.subtitle, BODY, Weight::Regular, room.min(720.0));
    (title, subtitle)
}

fn numbers_width(setting: &Setting<'_>, typeface: &Typeface, height: f64) -> f64 {
    let decimals = setting.scale.decimals(height);
    let ticks = setting.scale.ticks(height).into_iter();
    let texts = ticks.map(|tick| setting.numerals.write(tick, decimals));
    texts.map(|text| typeface.width(&text, BODY, Weight::Regular)).fold(0.0, f64::max)
}
