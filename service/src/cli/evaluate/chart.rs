//! The picture: sensitivity and false alarms by session, a panel a rule.

use std::path::Path;

use super::{
    answer::{Answer, RuleRow},
    arguments::Picture,
    text,
};
use crate::{
    charts::{Characteristics, RulePanel, Theme, characteristics_svg, pdf, png},
    cli::signals::SignalsError,
};

/// Pixels of a bitmap for each unit of the drawing.
const SHARP: f32 = 2.0;

/// Writes the picture of an answer, of the kind that the file's name ends in.
///
/// # Errors
/// [`SignalsError`] when it cannot be drawn, or the file not be written.
pub(super) fn write(answer: &Answer, path: &Path) -> Result<(), SignalsError> {
    let view = Characteristics {
        title: format!("What signals {} are worth", answer.version),
        subtitle: format!("On {}: {} groups, {} stays", text::source(&answer.source), answer.groups, answer.stays),
        lines: ["of those for whom it is true: named".to_owned(), "of the others: named all the same".to_owned()],
        session: "session".to_owned(),
        panels: answer.whole.iter().map(|whole| panel(&whole.rule, &answer.rules)).collect(),
    };
    let svg = characteristics_svg(&view, Theme::Light)?;
    let picture = match Picture::of(path) {
        Some(Picture::Png) => png(&svg, SHARP)?,
        Some(Picture::Pdf) => pdf(&svg, "en")?,
        Some(Picture::Svg) | None => svg.into_bytes(),
    };
    std::fs::write(path, picture).map_err(|source| SignalsError::WriteFile { path: path.to_owned(), source })
}

fn panel(rule: &str, rows: &[RuleRow]) -> RulePanel {
    let of_rule = || rows.iter().filter(|row| row.rule == rule);
    RulePanel {
        rule: rule.to_owned(),
        sensitivity: of_rule().map(|row| row.sensitivity).collect(),
        false_alarms: of_rule().map(|row| row.specificity.map(|share| 1.0 - share)).collect(),
    }
}
