//! What every chart over sessions stands on: heading, axes, the functional side, the cut-off, and the way from a session
//! and a score to pixels.

pub(crate) mod axes;
pub(crate) mod callout;
pub(crate) mod column;
mod frame;

use std::rc::Rc;

use plotters::{
    chart::ChartBuilder,
    coord::{Shift, cartesian::Cartesian2d, types::RangedCoordf64},
    drawing::{DrawingArea, IntoDrawingArea},
};

use super::{
    axis::Scale,
    canvas::{Canvas, tenths},
    error::ChartError,
    font::Typeface,
    numerals::Numerals,
    placement::Spot,
    sheet::{Naming, Sheet},
    size::Size,
    theme::Theme,
};
use frame::Frame;
pub(crate) use frame::column_width;

/// The words and measures that every chart over sessions has.
pub(crate) struct Setting<'a> {
    pub(crate) naming: Naming<'a>,
    pub(crate) subtitle: &'a str,
    pub(crate) scale: Scale,
    pub(crate) scale_label: &'a str,
    /// Places on the horizontal axis, from 1.
    pub(crate) places: u32,
    /// Where the places stand, when not evenly: one for each, never decreasing.
    pub(crate) positions: Option<&'a [f64]>,
    /// Printed behind their names.
    pub(crate) place_label: &'a str,
    pub(crate) cut_off: Option<f64>,
    pub(crate) nothing_yet: &'a str,
    pub(crate) numerals: Numerals,
    /// Room that the words right of the plot would like, in pixels.
    pub(crate) column: f64,
    /// Room between the plot and the names of the places, in pixels.
    pub(crate) strip: f64,
}

type Plot = DrawingArea<Canvas, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// All that a part of a chart needs to draw itself.
pub(crate) struct Stage<'a, V> {
    pub(crate) view: &'a V,
    pub(crate) setting: Setting<'a>,
    pub(crate) sheet: Sheet,
    pub(crate) typeface: Rc<Typeface>,
    pub(crate) frame: Frame,
    /// The whole picture, in pixels.
    pub(crate) area: DrawingArea<Canvas, Shift>,
    /// The plot, in places and scores.
    plot: Plot,
}

impl<'a, V> Stage<'a, V> {
    /// # Errors
    /// When the size is too small for the words, or the scale has no length.
    pub(crate) fn set(
        view: &'a V,
        setting: Setting<'a>,
        typeface: Rc<Typeface>,
        theme: Theme,
        size: Size,
    ) -> Result<Self, ChartError> {
        let scale = setting.scale.check()?;
        let frame = Frame::lay_out(&setting, &typeface, size)?;
        let (width, height) = size.drawn();
        let sheet = Sheet::magnified((size.width, size.height), (width, height), theme, &setting.naming);
        let area = Canvas::new(sheet.clone(), Rc::clone(&typeface), width, height).into_drawing_area();
        let (bottom, top) = scale.bottom_and_top();
        let (first, last) = frame.places();
        let chart = ChartBuilder::on(&area)
            .margin_left(tenths(frame.plot.left))
            .margin_right(tenths(f64::from(width) - frame.plot.right))
            .margin_top(tenths(frame.plot.top))
            .margin_bottom(tenths(f64::from(height) - frame.plot.bottom))
            .build_cartesian_2d(first..last, bottom..top)?;
        let plot = chart.plotting_area().clone();
        Ok(Self { view, setting, sheet, typeface, frame, area, plot })
    }

    /// A place and a score as pixels. A score past the drawn scale stands at its edge.
    pub(crate) fn spot(&self, place: u32, score: f64) -> Spot {
        let (x, y) = self.plot.map_coordinate(&(self.position(place), self.setting.scale.clamp(score)));
        (f64::from(x) / 10.0, f64::from(y) / 10.0)
    }

    fn position(&self, place: u32) -> f64 {
        let uneven = self.setting.positions.and_then(|all| all.get((place as usize).wrapping_sub(1)));
        uneven.copied().unwrap_or(f64::from(place))
    }

    /// A stretch of a line as pixels; a single place becomes a short dash, which a line of one point would not show.
    pub(crate) fn stretch(&self, run: &[(u32, f64)]) -> Vec<Spot> {
        match run {
            [(place, score)] => {
                let (x, y) = self.spot(*place, *score);
                vec![(x - 5.0, y), (x + 5.0, y)]
            }
            run => run.iter().map(|(place, score)| self.spot(*place, *score)).collect(),
        }
    }

    /// The height of a value in pixels, when the drawn scale holds it.
    pub(crate) fn height_of(&self, value: f64) -> Option<f64> {
        let scale = self.setting.scale;
        (value >= scale.min && value <= scale.max).then(|| self.spot(1, value).1)
    }

    /// The picture as text.
    pub(crate) fn finish(self) -> String {
        let Self { area, plot, sheet, .. } = self;
        drop((area, plot));
        sheet.finish()
    }
}

/// Pixels as the drawing library's points.
pub(crate) fn fine(spots: &[Spot]) -> Vec<(i32, i32)> {
    spots.iter().map(|(x, y)| (tenths(*x), tenths(*y))).collect()
}
