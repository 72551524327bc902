//! The parts of the chart, from the back to the front.

use plotters::{
    element::{Circle, PathElement, Polygon, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{
    STRIP, Stage,
    view::{ClimateSession, Rating},
};
use crate::charts::{
    canvas::{lettering, tenths},
    error::ChartError,
    font::Weight,
    glyph,
    placement::{Crowd, Spot},
    runs::unbroken,
    sheet::{BODY, Group},
    stage::{
        callout::{Wanted, around, settle},
        column::{self, Label},
        fine,
    },
    theme::Token,
    view::Glyph,
};

/// Sessions that stand closer than this, in pixels, have no room for therapists' marks.
const CLOSE: f64 = 11.0;

/// What was usual for the group before each session.
pub(super) fn usual(stage: &Stage<'_>) -> Result<(), ChartError> {
    let edges = stage.view.places().map(|(place, session)| session.usual().map(|edges| (place, edges)));
    stage.sheet.group(&Group::of("usual"), || {
        for run in unbroken(edges) {
            let edge = |high: bool| {
                let edge: Vec<(u32, f64)> =
                    run.iter().map(|(place, (low, top))| (*place, if high { *top } else { *low })).collect();
                stage.stretch(&edge)
            };
            let mut around = edge(true);
            around.extend(edge(false).into_iter().rev());
            stage.area.draw(&Polygon::new(fine(&around), Token::Accent.paint().mix(0.13).filled()))?;
        }
        Ok(())
    })
}

/// How far the members of a session lie apart: a bar with ends.
pub(super) fn spread(stage: &Stage<'_>) -> Result<(), ChartError> {
    let half = (stage.frame.step() * 0.22).clamp(1.5, 4.0);
    stage.sheet.group(&Group::of("spread"), || {
        for (place, rating) in ratings(stage) {
            let ((x, low), (_, high)) = (stage.spot(place, rating.lower), stage.spot(place, rating.upper));
            if (low - high).abs() < 2.0 {
                continue;
            }
            let stroke = Token::Soft.paint().mix(0.7).stroke_width(13);
            for line in
                [[(x, low), (x, high)], [(x - half, low), (x + half, low)], [(x - half, high), (x + half, high)]]
            {
                stage.area.draw(&PathElement::new(fine(&line), stroke))?;
            }
        }
        Ok(())
    })
}

/// The mean of those present; joined only from one rated session to the next.
pub(super) fn mean(stage: &Stage<'_>) -> Result<(), ChartError> {
    let accent = Token::Accent.paint();
    stage.sheet.group(&Group::of("group"), || {
        for run in runs(stage).iter().filter(|run| run.len() > 1) {
            stage.area.draw(&PathElement::new(fine(run), accent.stroke_width(24)))?;
        }
        let halo = Group { halo: Some(1.4), fill: Some((Token::Accent, 1.0)), ..Group::of("dots") };
        stage.sheet.group(&halo, || {
            for (place, rating) in ratings(stage) {
                let (x, y) = stage.spot(place, rating.mean);
                let radius = (stage.frame.step() * 0.28).clamp(2.4, 4.0);
                stage.area.draw(&Circle::new((tenths(x), tenths(y)), tenths(radius), accent.filled()))?;
            }
            Ok(())
        })
    })
}

/// The therapists whose marks have room; where sessions stand too close they are left to the table.
fn raters<'a>(stage: &Stage<'a>) -> &'a [String] {
    if stage.frame.step() < CLOSE { &[] } else { &stage.view.therapists }
}

/// What the therapists rated themselves: an open shape each, so that two stand apart.
pub(super) fn therapists(stage: &Stage<'_>) -> Result<(), ChartError> {
    for (index, name) in raters(stage).iter().enumerate() {
        let group = Group { label: Some(name), ..Group::of("therapist") };
        stage.sheet.group(&group, || {
            for (place, score) in stage.view.places().filter_map(|(place, session)| Some((place, session.own(index)?)))
            {
                let (x, y) = stage.spot(place, score);
                glyph::draw(&stage.area, sign(index), Token::Ink, (x - glyph::WIDTH / 2.0, y))?;
            }
            Ok::<(), ChartError>(())
        })?;
    }
    Ok(())
}

/// A diamond for the first therapist, a square for the second, a cross for who else there is.
fn sign(therapist: usize) -> Glyph {
    match therapist {
        0 => Glyph::Diamond,
        1 => Glyph::Square,
        _ => Glyph::Cross,
    }
}

/// Under the plot: how many answered; where the numbers have no room, only at the sessions that are named.
pub(super) fn answered(stage: &Stage<'_>, ticks: &[(u32, String)]) -> Result<(), ChartError> {
    let middle = stage.frame.plot.bottom + STRIP * 0.55 + 2.0;
    let widest = stage.view.sessions.iter().map(|session| session.answered.to_string());
    let widest = widest.map(|text| stage.typeface.width(&text, BODY - 1.0, Weight::Regular)).fold(0.0, f64::max) + 4.0;
    let all = stage.frame.step() >= widest;
    stage.sheet.group(&Group::of("answered"), || {
        for (place, session) in stage.view.places() {
            if !all && ticks.iter().all(|(tick, _)| *tick != place) {
                continue;
            }
            let (x, _) = stage.spot(place, stage.setting.scale.min);
            let style = lettering(BODY - 1.0, Weight::Regular, Token::Accent, HPos::Center);
            stage.area.draw(&Text::new(session.answered.to_string(), (tenths(x), tenths(middle)), style))?;
        }
        let style = lettering(BODY - 1.0, Weight::Regular, Token::Accent, HPos::Left);
        let label = stage.view.answered_label.as_str();
        stage.area.draw(&Text::new(label, (tenths(stage.frame.names), tenths(middle)), style))?;
        Ok(())
    })
}

/// Names right of the plot: of the group's line, of the band, of the therapists' marks.
pub(super) fn names(stage: &Stage<'_>) -> Result<(), ChartError> {
    let view = stage.view;
    let mut labels = Vec::new();
    if let Some((place, rating)) = ratings(stage).last() {
        labels.push(Label {
            text: &view.group_label,
            token: Token::Accent,
            shape: None,
            end: stage.spot(*place, rating.mean),
        });
    }
    if let Some((place, (low, high))) = view.places().rev().find_map(|(place, session)| Some((place, session.usual()?)))
    {
        let end = stage.spot(place, f64::midpoint(low, high));
        labels.push(Label { text: &view.usual_label, token: Token::Accent, shape: None, end });
    }
    let plot = stage.frame.plot;
    for (index, text) in raters(stage).iter().enumerate() {
        let own = view.places().rev().find_map(|(place, session)| Some((place, session.own(index)?)));
        let end = own.map_or((plot.right, plot.bottom), |(place, score)| stage.spot(place, score));
        labels.push(Label { text, token: Token::Ink, shape: Some(sign(index)), end });
    }
    column::draw(stage, &labels)
}

/// What stood out: shape and word at the session.
pub(super) fn events(stage: &Stage<'_>) -> Result<(), ChartError> {
    let mut crowd = crowd(stage);
    let group = Group { halo: Some(4.0), ..Group::of("words") };
    stage.sheet.group(&group, || {
        for (place, session) in stage.view.places() {
            let Some(rating) = session.rating() else { continue };
            for event in &session.events {
                let about = stage.spot(place, rating.mean);
                let width = stage.typeface.width(&event.label, BODY, Weight::SemiBold) + glyph::WIDTH + 6.0;
                let below = stage.spot(place, rating.lower).1.max(about.1);
                let mut places = around((about.0, below), width, false);
                places.extend(around(about, width, true).into_iter().map(|(spot, price)| (spot, price + 0.6)));
                let wanted = Wanted {
                    text: &event.label,
                    weight: Weight::SemiBold,
                    token: event.kind.token(),
                    shape: Some(event.kind.glyph()),
                    about: Some(about),
                    places,
                };
                ring(stage, about, event.kind.token())?;
                settle(stage, &mut crowd, &wanted)?;
            }
        }
        Ok(())
    })
}

/// A ring around the mean of a session in which something stood out.
fn ring(stage: &Stage<'_>, (x, y): Spot, token: Token) -> Result<(), ChartError> {
    Ok(stage.area.draw(&Circle::new((tenths(x), tenths(y)), 68, token.paint().stroke_width(18)))?)
}

fn crowd(stage: &Stage<'_>) -> Crowd {
    let mut crowd = Crowd::default();
    for (place, rating) in ratings(stage) {
        crowd.dot(stage.spot(place, rating.mean), 7.0);
        crowd.stroke(&[stage.spot(place, rating.lower), stage.spot(place, rating.upper)], 2.0);
    }
    for (place, session) in stage.view.places() {
        let own = (0..raters(stage).len()).filter_map(|index| session.own(index));
        own.for_each(|score| crowd.dot(stage.spot(place, score), 4.0));
    }
    runs(stage).iter().for_each(|run| crowd.stroke(run, 4.0));
    crowd
}

fn ratings(stage: &Stage<'_>) -> Vec<(u32, Rating)> {
    let rated = |(place, session): (u32, &ClimateSession)| Some((place, session.rating()?));
    stage.view.places().filter_map(rated).collect()
}

/// The stretches of the mean in pixels.
fn runs(stage: &Stage<'_>) -> Vec<Vec<Spot>> {
    let spots =
        stage.view.places().map(|(place, session)| session.rating().map(|rating| stage.spot(place, rating.mean)));
    unbroken(spots)
}
