//! The course of a group: what the therapists look at before and after a session.
//!
//! Drawn from the back: the functional side, rules, band, ordinary members, the group, lifted members, words. A member's
//! dots are what was measured and never joined; the line is the model's and runs only while the member was there.

mod axes;
mod frame;
mod line;
mod member;
mod names;

use std::rc::Rc;

use plotters::{
    chart::ChartBuilder,
    coord::{Shift, cartesian::Cartesian2d, types::RangedCoordf64},
    drawing::{DrawingArea, IntoDrawingArea},
};

use super::{
    canvas::{Canvas, tenths},
    error::ChartError,
    font::Typeface,
    placement::Spot,
    sheet::{Naming, Sheet},
    size::Size,
    theme::Theme,
    view::GroupCourse,
};
use frame::Frame;

/// Draws the course of a group as SVG. The same view, theme and size give the same text.
///
/// # Errors
/// When the size is too small for the words, or the scale has no length.
pub fn group_course_svg(view: &GroupCourse, theme: Theme, size: Size) -> Result<String, ChartError> {
    let stage = Stage::set(view, theme, size)?;
    axes::heading(&stage)?;
    if view.is_empty() {
        axes::draw(&stage)?;
        axes::nothing_yet(&stage)?;
    } else {
        let names = names::place(&stage);
        axes::functional_side(&stage)?;
        axes::draw(&stage)?;
        line::band(&stage)?;
        member::draw(&stage, &names, false)?;
        axes::cut_off(&stage)?;
        line::draw(&stage, &names)?;
        member::draw(&stage, &names, true)?;
        names::inside_the_plot(&stage)?;
    }
    let Stage { area, plot, sheet, .. } = stage;
    drop((area, plot));
    Ok(sheet.finish())
}

type Plot = DrawingArea<Canvas, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// All that a part of the chart needs to draw itself.
struct Stage<'a> {
    view: &'a GroupCourse,
    sheet: Sheet,
    typeface: Rc<Typeface>,
    frame: Frame,
    /// The whole picture, in pixels.
    area: DrawingArea<Canvas, Shift>,
    /// The plot, in sessions and scores.
    plot: Plot,
}

impl<'a> Stage<'a> {
    fn set(view: &'a GroupCourse, theme: Theme, size: Size) -> Result<Self, ChartError> {
        let scale = view.scale.check()?;
        let typeface = Rc::new(Typeface::load()?);
        let frame = Frame::lay_out(view, &typeface, size)?;
        let naming = Naming { id: &view.id, title: &view.title, description: &view.description };
        let sheet = Sheet::new(size.width, size.height, theme, &naming);
        let area = Canvas::new(sheet.clone(), Rc::clone(&typeface), size.width, size.height).into_drawing_area();
        let (bottom, top) = scale.bottom_and_top();
        let (first, last) = frame.sessions();
        let chart = ChartBuilder::on(&area)
            .margin_left(tenths(frame.plot.left))
            .margin_right(tenths(f64::from(size.width) - frame.plot.right))
            .margin_top(tenths(frame.plot.top))
            .margin_bottom(tenths(f64::from(size.height) - frame.plot.bottom))
            .build_cartesian_2d(first..last, bottom..top)?;
        let plot = chart.plotting_area().clone();
        Ok(Self { view, sheet, typeface, frame, area, plot })
    }

    /// A session and a score as pixels. A score past the drawn scale stands at its edge.
    fn spot(&self, session: u32, score: f64) -> Spot {
        let (x, y) = self.plot.map_coordinate(&(f64::from(session), self.view.scale.clamp(score)));
        (f64::from(x) / 10.0, f64::from(y) / 10.0)
    }

    /// A stretch of a line as pixels; a single session becomes a short dash, which a line of one point would not show.
    fn stretch(&self, run: &[(u32, f64)]) -> Vec<Spot> {
        match run {
            [(session, score)] => {
                let (x, y) = self.spot(*session, *score);
                vec![(x - 5.0, y), (x + 5.0, y)]
            }
            run => run.iter().map(|(session, score)| self.spot(*session, *score)).collect(),
        }
    }
}

/// Pixels as the drawing library's points.
fn fine(spots: &[Spot]) -> Vec<(i32, i32)> {
    spots.iter().map(|(x, y)| (tenths(*x), tenths(*y))).collect()
}
