//! The members: a line while they are there, a dot for each score they gave.

use plotters::{element::PathElement, style::Color as _};

use super::{Stage, names::Names};
use crate::charts::{
    error::ChartError,
    glyph,
    placement::Spot,
    runs::unbroken,
    sheet::Group,
    stage::fine,
    theme::{FAINT, Token},
    view::Member,
};

/// How an ordinary and a lifted member differ.
struct Pen {
    token: Token,
    /// Line width in tenths.
    line: u32,
    line_alpha: f64,
    /// Dot radius in pixels.
    dot: f64,
    dot_alpha: f64,
    halo: Option<f64>,
}

impl Pen {
    fn of(member: &Member, stage: &Stage<'_>) -> Self {
        // Many sessions stand close together: their dots are smaller.
        let step = stage.frame.step();
        if member.status.is_lifted() {
            let token = member.status.token();
            Self {
                token,
                line: 22,
                line_alpha: 1.0,
                dot: (step * 0.13).clamp(2.6, 4.0),
                dot_alpha: 1.0,
                halo: Some(2.4),
            }
        } else {
            Self {
                token: Token::Soft,
                line: 12,
                line_alpha: FAINT,
                dot: (step * 0.08).clamp(1.5, 2.3),
                dot_alpha: FAINT,
                halo: None,
            }
        }
    }
}

/// Draws the lifted members, or the others.
pub(super) fn draw(stage: &Stage<'_>, names: &Names, lifted: bool) -> Result<(), ChartError> {
    for (index, member) in stage.view.members.iter().enumerate() {
        if member.status.is_lifted() == lifted && member.end(stage.view.sessions).is_some() {
            let group = Group { label: Some(&member.label), ..Group::of("member") };
            stage.sheet.group(&group, || {
                lines(stage, member)?;
                dots(stage, index, member)?;
                names.member(stage, index)
            })?;
        }
    }
    Ok(())
}

fn lines(stage: &Stage<'_>, member: &Member) -> Result<(), ChartError> {
    let pen = Pen::of(member, stage);
    for run in runs(stage, member) {
        let path = fine(&run);
        // Wider than it looks, so that it can be pointed at.
        stage.area.draw(&PathElement::new(path.clone(), pen.token.paint().mix(0.0).stroke_width(120)))?;
        let stroke = pen.token.paint().mix(pen.line_alpha).stroke_width(pen.line);
        stage.area.draw(&PathElement::new(path, stroke))?;
    }
    if let Some((x, y)) = member.left.is_some().then(|| last_spot(stage, member)).flatten() {
        let stop = fine(&[(x, y - 4.5), (x, y + 4.5)]);
        let stroke = pen.token.paint().mix(pen.line_alpha.max(0.8)).stroke_width(pen.line.max(16));
        stage.area.draw(&PathElement::new(stop, stroke))?;
    }
    Ok(())
}

fn dots(stage: &Stage<'_>, index: usize, member: &Member) -> Result<(), ChartError> {
    let pen = Pen::of(member, stage);
    let fill = pen.token.paint().mix(pen.dot_alpha).filled();
    let group = Group { fill: Some((pen.token, pen.dot_alpha)), halo: pen.halo, ..Group::of("dots") };
    stage.sheet.group(&group, || {
        for spot in spots(stage, index) {
            glyph::dot(&stage.area, spot, pen.dot, member.status.glyph(), fill)?;
        }
        Ok(())
    })
}

/// The stretches of a member's line in pixels.
pub(super) fn runs(stage: &Stage<'_>, member: &Member) -> Vec<Vec<Spot>> {
    let sessions = 1..=stage.view.sessions;
    let points = sessions.map(|session| member.line_at(session).map(|score| (session, score)));
    unbroken(points).iter().map(|run| stage.stretch(run)).collect()
}

/// A member's dots in pixels. Members with the same score at the same session stand side by side: none hides another.
pub(super) fn spots(stage: &Stage<'_>, index: usize) -> Vec<Spot> {
    let members = &stage.view.members;
    let Some(member) = members.get(index) else {
        return Vec::new();
    };
    let mut spots = Vec::new();
    for session in 1..=stage.view.sessions {
        let Some(score) = member.point(session) else {
            continue;
        };
        let same = |other: &Member| other.point(session).is_some_and(|value| (value - score).abs() < 1e-9);
        let together = members.iter().filter(|other| same(other)).count();
        let before = members[..index].iter().filter(|other| same(other)).count();
        let lifted = members.iter().any(|other| same(other) && other.status.is_lifted());
        let apart = if lifted { 9.0_f64 } else { 5.0 }.min(stage.frame.step() * 0.7 / together as f64);
        let (x, y) = stage.spot(session, score);
        spots.push((x + (before as f64 - (together as f64 - 1.0) / 2.0) * apart, y));
    }
    spots
}

/// Where a member's course ends, in pixels.
pub(super) fn last_spot(stage: &Stage<'_>, member: &Member) -> Option<Spot> {
    member.end(stage.view.sessions).map(|(session, score)| stage.spot(session, score))
}
