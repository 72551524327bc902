//! Where heading, axes, plot and names go.

use super::Setting;
use crate::charts::{
    error::ChartError,
    font::{Typeface, Weight},
    heading::Heading,
    placement::Area,
    sheet::BODY,
    size::Size,
};

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
    /// Title and subtitle.
    pub(super) heading: Heading,
    across: Across,
}

/// The places in their own measure.
struct Across {
    first: f64,
    last: f64,
    /// The least distance between two neighbours.
    closest: f64,
}

impl Frame {
    pub(super) fn lay_out(setting: &Setting<'_>, typeface: &Typeface, size: Size) -> Result<Self, ChartError> {
        let (width, height) = size.drawn();
        let (width, height) = (f64::from(width), f64::from(height));
        let heading = Heading::lay_out(setting.naming.title, setting.subtitle, typeface, size);
        let side = heading.side();

        let names_room = column_width(size).min(setting.column);
        let plot = Area {
            left: side + numbers_width(setting, typeface, height) + 10.0,
            top: heading.height() + 30.0,
            right: width - side - names_room - GAP,
            bottom: height - 28.0 - setting.strip - if size.heading { 12.0 } else { 0.0 },
        };
        if plot.right - plot.left < 120.0 || plot.bottom - plot.top < 80.0 {
            return Err(ChartError::TooSmall { width: size.width, height: size.height });
        }
        Ok(Self { names: plot.right + GAP, names_room, plot, heading, across: Across::of(setting) })
    }

    /// Pixels from one place to the next; where they stand unevenly, between the closest two.
    pub(crate) fn step(&self) -> f64 {
        let length = self.across.last - self.across.first;
        self.room() * if length > 0.0 { self.across.closest / length } else { 1.0 }
    }

    /// The places, with fractions, at the plot's left and right edge.
    pub(super) fn places(&self) -> (f64, f64) {
        let Across { first, last, .. } = self.across;
        let air = if last > first { AIR * (last - first) / self.room() } else { 0.5 };
        (first - air, last + air)
    }

    fn room(&self) -> f64 {
        self.plot.right - self.plot.left - 2.0 * AIR
    }

    pub(super) fn height(&self) -> f64 {
        self.plot.bottom - self.plot.top
    }
}

impl Across {
    fn of(setting: &Setting<'_>) -> Self {
        match setting.positions {
            Some([first, .., last]) => {
                let gaps = setting.positions.into_iter().flat_map(|all| all.windows(2)).map(|pair| pair[1] - pair[0]);
                let closest = gaps.filter(|gap| *gap > 0.0).fold(last - first, f64::min);
                Self { first: *first, last: *last, closest }
            }
            Some([only]) => Self { first: *only, last: *only, closest: 1.0 },
            Some([]) | None => Self { first: 1.0, last: f64::from(setting.places.max(1)), closest: 1.0 },
        }
    }
}

/// The most room that the words right of the plot may take, in pixels.
pub(crate) fn column_width(size: Size) -> f64 {
    f64::from(size.drawn().0) * 0.3
}

fn numbers_width(setting: &Setting<'_>, typeface: &Typeface, height: f64) -> f64 {
    let decimals = setting.scale.decimals(height);
    let ticks = setting.scale.ticks(height).into_iter();
    let texts = ticks.map(|tick| setting.numerals.write(tick, decimals));
    texts.map(|text| typeface.width(&text, BODY, Weight::Regular)).fold(0.0, f64::max)
}
