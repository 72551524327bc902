//! What was measured: a line that stops at every gap, a dot for each score, and the marks under the plot.

use plotters::{
    element::{Circle, PathElement, Rectangle, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{
    STRIP, Stage,
    view::{Mark, Visit},
};
use crate::charts::{
    canvas::{lettering, tenths},
    error::ChartError,
    font::Weight,
    glyph,
    placement::Spot,
    sheet::{BODY, Group},
    stage::fine,
    theme::Token,
};

/// Marks closer than this, in pixels, would lie over each other.
const CLOSEST: f64 = 4.0;
/// The largest size of a letter among the marks, in pixels.
const LETTER: f64 = 12.0;

/// The line, then the dots.
pub(super) fn draw(stage: &Stage<'_>) -> Result<(), ChartError> {
    let r = (stage.frame.step() * 0.16).clamp(2.8, 4.4);
    stage.sheet.group(&Group::of("observed"), || {
        for run in runs(stage).iter().filter(|run| run.len() > 1) {
            stage.area.draw(&PathElement::new(fine(run), Token::Ink.paint().stroke_width(20)))?;
        }
        let halo = Group { halo: Some(2.4), ..Group::of("dots") };
        stage.sheet.group(&halo, || {
            for (place, visit) in stage.view.places() {
                if let Some(score) = visit.score() {
                    let fill = visit.standing.token().paint().filled();
                    glyph::dot(&stage.area, stage.spot(place, score), r, visit.standing.glyph(), fill)?;
                }
            }
            Ok(())
        })
    })
}

/// The stretches of the line, in pixels.
pub(super) fn runs(stage: &Stage<'_>) -> Vec<Vec<Spot>> {
    let mut runs = vec![Vec::new()];
    for (place, visit) in stage.view.places() {
        match (visit.score(), runs.last_mut()) {
            (Some(score), Some(run)) => run.push(stage.spot(place, score)),
            _ if visit.is_gap() => runs.push(Vec::new()),
            _ => {}
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// A mark for each visit, and what they are about.
pub(super) fn marks(stage: &Stage<'_>) -> Result<(), ChartError> {
    let y = stage.frame.plot.bottom + STRIP / 2.0 + 2.0;
    stage.sheet.group(&Group::of("marks"), || {
        let mut before = f64::NEG_INFINITY;
        for (place, visit) in stage.view.places() {
            let (x, _) = stage.spot(place, stage.setting.scale.min);
            // By week, two visits can stand on one day: the first mark is drawn, the table has both.
            if x - before >= CLOSEST {
                mark(stage, visit, (x, y))?;
                before = x;
            }
        }
        let label = stage.typeface.fit(&stage.view.mark_label, BODY, Weight::Regular, stage.frame.names_room);
        let style = lettering(BODY, Weight::Regular, Token::Soft, HPos::Left);
        Ok(stage.area.draw(&Text::new(label, (tenths(stage.frame.names), tenths(y)), style))?)
    })
}

fn mark(stage: &Stage<'_>, visit: &Visit, (x, y): Spot) -> Result<(), ChartError> {
    let half = (stage.frame.step() * 0.36).clamp(2.0, 4.0);
    let corners = |inset: f64| {
        [(tenths(x - half + inset), tenths(y - 5.5 + inset)), (tenths(x + half - inset), tenths(y + 5.5 - inset))]
    };
    match &visit.mark {
        None => {}
        Some(Mark::Answered) => {
            stage.area.draw(&Rectangle::new(corners(0.0), Token::Accent.paint().mix(0.8).filled()))?;
        }
        Some(Mark::Unanswered) => {
            stage.area.draw(&Rectangle::new(corners(0.5), Token::Soft.paint().mix(0.8).stroke_width(10)))?;
        }
        Some(Mark::NotAsked) => {
            stage.area.draw(&Circle::new((tenths(x), tenths(y)), 12, Token::Soft.paint().mix(0.7).filled()))?;
        }
        Some(Mark::Reason(letter)) => {
            let size = (stage.frame.step() * 1.2).clamp(5.0, LETTER);
            let style = lettering(size, Weight::SemiBold, Token::Soft, HPos::Center);
            stage.area.draw(&Text::new(letter.as_str(), (tenths(x), tenths(y)), style))?;
        }
    }
    Ok(())
}
