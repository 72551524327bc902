//! What rules are worth by session: a small panel a rule, sensitivity above, false alarms below.
//!
//! Both are shares of 0 to 1 on the same axis: of those for whom it is true how many were named, and of the others. A rule
//! is worth something where the lines are far apart.

use std::rc::Rc;

use plotters::{
    drawing::{DrawingArea, IntoDrawingArea},
    element::{PathElement, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{
    canvas::{Canvas, lettering, tenths},
    error::ChartError,
    font::{Typeface, Weight},
    runs::unbroken,
    sheet::{BODY, Group, Naming, Sheet},
    theme::{Theme, Token},
};

/// One rule.
#[derive(Debug, Clone, PartialEq)]
pub struct RulePanel {
    /// Its name.
    pub rule: String,
    /// Share of the true ones that were named, by session from the first; a gap where nothing could be counted.
    pub sensitivity: Vec<Option<f64>>,
    /// Share of the others that were named.
    pub false_alarms: Vec<Option<f64>>,
}

/// The picture and its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Characteristics {
    /// Heading.
    pub title: String,
    /// What was judged.
    pub subtitle: String,
    /// Names of the two lines.
    pub lines: [String; 2],
    /// Name of the axis of sessions.
    pub session: String,
    /// The panels, in order of reading.
    pub panels: Vec<RulePanel>,
}

const COLUMNS: usize = 4;
const WIDTH: f64 = 860.0;
const SIDE: f64 = 24.0;
/// Where the first panel begins.
const HEAD: f64 = 118.0;
/// From one panel to the next.
const STEP: (f64, f64) = (206.0, 156.0);
/// The plot within a panel.
const PLOT: (f64, f64) = (158.0, 88.0);
/// Room for the numbers left of a plot.
const NUMBERS: f64 = 28.0;

type Area = DrawingArea<Canvas, plotters::coord::Shift>;

/// Draws the panels as SVG. The same view and theme give the same text.
///
/// # Errors
/// When the font cannot be read.
pub fn characteristics_svg(view: &Characteristics, theme: Theme) -> Result<String, ChartError> {
    let rows = view.panels.len().div_ceil(COLUMNS).max(1);
    let (width, height) = (WIDTH as u32, (HEAD + rows as f64 * STEP.1 + 8.0) as u32);
    let naming = Naming { id: "characteristics", title: &view.title, description: &view.subtitle };
    let sheet = Sheet::new(width, height, theme, &naming);
    let area = Canvas::new(sheet.clone(), Rc::new(Typeface::load()?), width, height).into_drawing_area();
    heading(view, &area)?;
    let longest = view.panels.iter().map(|panel| panel.sensitivity.len()).max().unwrap_or(1).max(2);
    for (place, panel) in view.panels.iter().enumerate() {
        let left = SIDE + NUMBERS + (place % COLUMNS) as f64 * STEP.0;
        let top = HEAD + (place / COLUMNS) as f64 * STEP.1;
        sheet.group(&Group::of("panel"), || draw(panel, (left, top), longest, &view.session, &area))?;
    }
    drop(area);
    Ok(sheet.finish())
}

fn words(area: &Area, text: &str, (x, y): (f64, f64), (token, end): (Token, HPos)) -> Result<(), ChartError> {
    let style = lettering(BODY, Weight::Regular, token, end);
    Ok(area.draw(&Text::new(text.to_owned(), (tenths(x), tenths(y)), style))?)
}

fn heading(view: &Characteristics, area: &Area) -> Result<(), ChartError> {
    let title = lettering(18.0, Weight::SemiBold, Token::Ink, HPos::Left);
    area.draw(&Text::new(view.title.clone(), (tenths(SIDE), tenths(33.0)), title))?;
    words(area, &view.subtitle, (SIDE, 57.0), (Token::Soft, HPos::Left))?;
    for (x, token, name) in [(SIDE, Token::Accent, &view.lines[0]), (WIDTH / 2.0, Token::Bad, &view.lines[1])] {
        line(area, &[(x, 80.0), (x + 22.0, 80.0)], token)?;
        words(area, name, (x + 30.0, 80.0), (Token::Ink, HPos::Left))?;
    }
    Ok(())
}

fn line(area: &Area, spots: &[(f64, f64)], token: Token) -> Result<(), ChartError> {
    let width = if token == Token::Line { 10 } else { 20 };
    let spots: Vec<(i32, i32)> = spots.iter().map(|(x, y)| (tenths(*x), tenths(*y))).collect();
    Ok(area.draw(&PathElement::new(spots, token.paint().stroke_width(width)))?)
}

fn draw(
    panel: &RulePanel,
    (left, top): (f64, f64),
    longest: usize,
    session: &str,
    area: &Area,
) -> Result<(), ChartError> {
    let name = lettering(BODY, Weight::SemiBold, Token::Ink, HPos::Left);
    area.draw(&Text::new(panel.rule.clone(), (tenths(left), tenths(top)), name))?;
    let bottom = top + 16.0 + PLOT.1;
    let x = |place: usize| left + PLOT.0 * place as f64 / (longest - 1) as f64;
    let y = |share: f64| bottom - PLOT.1 * share.clamp(0.0, 1.0);
    for (share, number) in [(0.0, "0"), (0.5, ".5"), (1.0, "1")] {
        line(area, &[(left, y(share)), (left + PLOT.0, y(share))], Token::Line)?;
        words(area, number, (left - 8.0, y(share)), (Token::Soft, HPos::Right))?;
    }
    for (place, end) in [(0, HPos::Left), (longest - 1, HPos::Right)] {
        words(area, &(place + 1).to_string(), (x(place), bottom + 16.0), (Token::Soft, end))?;
    }
    words(area, session, (left + PLOT.0 / 2.0, bottom + 16.0), (Token::Soft, HPos::Center))?;
    for (shares, token) in [(&panel.false_alarms, Token::Bad), (&panel.sensitivity, Token::Accent)] {
        let spots = shares.iter().enumerate().map(|(place, share)| share.map(|share| (x(place), y(share))));
        for run in unbroken(spots) {
            match run.as_slice() {
                // A line of one point would not show.
                [(x, y)] => line(area, &[(x - 3.0, *y), (x + 3.0, *y)], token)?,
                run => line(area, run, token)?,
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn view(rules: usize) -> Characteristics {
        let panel = |rule: usize| RulePanel {
            rule: format!("RULE-{rule}"),
            sensitivity: vec![Some(0.0), Some(0.4), None, Some(0.8)],
            false_alarms: vec![Some(0.0), Some(0.1), None, Some(1.2)],
        };
        Characteristics {
            title: "Signals & their worth".to_owned(),
            subtitle: "Simulated".to_owned(),
            lines: ["named".to_owned(), "named in vain".to_owned()],
            session: "session".to_owned(),
            panels: (0..rules).map(panel).collect(),
        }
    }

    #[test]
    fn each_rule_has_a_panel_and_gaps_stay_gaps() {
        let svg = characteristics_svg(&view(5), Theme::Light).unwrap();
        assert_eq!(svg, characteristics_svg(&view(5), Theme::Light).unwrap());
        for rule in 0..5 {
            assert_eq!(svg.matches(&format!(">RULE-{rule}<")).count(), 1);
        }
        assert!(svg.contains("Signals &amp; their worth") && svg.contains(r#"height="438""#), "{svg}");
        // Two stretches of two lines in each of five panels, three rules a panel, two keys.
        assert_eq!(svg.matches("<path").count(), 5 * (4 + 3) + 2);
        assert_ne!(svg, characteristics_svg(&view(5), Theme::Dark).unwrap());
    }
}
