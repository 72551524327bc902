//! Names at the ends of lines, and words inside the plot.

use plotters::{
    element::{PathElement, Text},
    style::{Color as _, text_anchor::HPos},
};

use super::{Stage, axes, line, member};
use crate::charts::{
    canvas::{lettering, tenths},
    error::ChartError,
    font::Weight,
    glyph,
    labels::{Wish, spread},
    placement::{Area, Crowd, Spot},
    sheet::{BODY, Group},
    stage::fine,
    theme::{FAINT, Token},
    view::{Glyph, Member},
};

/// Height of a name with the air it needs.
const ROW: f64 = 17.0;
/// A name moved further than this gets a thin line back to its own.
const NEAR: f64 = 2.5;

/// A name in the column on the right.
struct Name {
    /// Index of the member; `None` is the group.
    member: Option<usize>,
    /// The end of its line, when that lies at the last session.
    end: Option<Spot>,
    middle: f64,
}

/// All names in the column, in their places.
pub(super) struct Names(Vec<Name>);

/// Finds the places of all names in the column on the right.
pub(super) fn place(stage: &Stage<'_>) -> Names {
    let last = stage.view.sessions;
    let mut names = Vec::new();
    // Who has no name gets no place for one: lines on a wall are nobody's.
    let named = stage.view.members.iter().enumerate().filter(|(_, member)| !member.label.is_empty());
    for (index, member) in named {
        if let (None, Some((session, score))) = (&member.left, member.end(last)) {
            let spot = stage.spot(session, score);
            names.push(Name { member: Some(index), end: (session == last).then_some(spot), middle: spot.1 });
        }
    }
    if let Some((session, point)) = (1..=last).rev().find_map(|n| stage.view.group_at(n).map(|point| (n, point))) {
        let spot = stage.spot(session, point.mean);
        names.push(Name { member: None, end: (session == last).then_some(spot), middle: spot.1 });
    }
    let wishes: Vec<Wish> = names.iter().map(|name| Wish { middle: name.middle, height: ROW }).collect();
    let plot = stage.frame.plot;
    for (name, middle) in names.iter_mut().zip(spread(&wishes, plot.top - ROW / 2.0, plot.bottom + ROW / 4.0)) {
        name.middle = middle;
    }
    Names(names)
}

impl Names {
    /// Writes the group's name.
    pub(super) fn group(&self, stage: &Stage<'_>) -> Result<(), ChartError> {
        let Some(name) = self.0.iter().find(|name| name.member.is_none()) else {
            return Ok(());
        };
        write(stage, name, &stage.view.group_label, Token::Accent, None)
    }

    /// Writes a member's name, unless it stands inside the plot.
    pub(super) fn member(&self, stage: &Stage<'_>, index: usize) -> Result<(), ChartError> {
        let Some(name) = self.0.iter().find(|name| name.member == Some(index)) else {
            return Ok(());
        };
        let member = &stage.view.members[index];
        write(stage, name, &member.label, member.status.token(), member.status.glyph())
    }
}

fn write(stage: &Stage<'_>, name: &Name, text: &str, token: Token, shape: Option<Glyph>) -> Result<(), ChartError> {
    let frame = &stage.frame;
    let weight = if token == Token::Soft { Weight::Regular } else { Weight::SemiBold };
    if let Some((x, y)) = name.end.filter(|(_, y)| (y - name.middle).abs() > NEAR) {
        let leader = fine(&[(x + 5.0, y), (frame.names - 4.0, name.middle)]);
        stage.area.draw(&PathElement::new(leader, token.paint().mix(FAINT).stroke_width(9)))?;
    }
    let room = frame.names_room - if shape.is_some() { glyph::WIDTH + 6.0 } else { 0.0 };
    let text = stage.typeface.fit(text, BODY, weight, room);
    let width = stage.typeface.width(&text, BODY, weight);
    let style = lettering(BODY, weight, token, HPos::Left);
    stage.area.draw(&Text::new(text, (tenths(frame.names), tenths(name.middle)), style))?;
    match shape {
        Some(shape) => glyph::draw(&stage.area, shape, token, (frame.names + width + 6.0, name.middle)),
        None => Ok(()),
    }
}

/// The cut-off's words and the names of those who left, each where it hides least.
pub(super) fn inside_the_plot(stage: &Stage<'_>) -> Result<(), ChartError> {
    let mut crowd = crowd(stage);
    let group = Group { halo: Some(4.0), ..Group::of("words") };
    stage.sheet.group(&group, || {
        for member in stage.view.members.iter().filter(|member| member.left.is_some()) {
            departed(stage, &mut crowd, member)?;
        }
        cut_off_words(stage, &mut crowd)
    })
}

fn crowd(stage: &Stage<'_>) -> Crowd {
    let mut crowd = Crowd::default();
    for (index, member) in stage.view.members.iter().enumerate() {
        let weight = if member.status.is_lifted() { 3.0 } else { 1.0 };
        member::spots(stage, index).into_iter().for_each(|spot| crowd.dot(spot, weight));
        member::runs(stage, member).iter().for_each(|run| crowd.stroke(run, weight));
    }
    line::runs(stage).iter().for_each(|run| crowd.stroke(run, 3.0));
    if let Some(y) = axes::cut_off_height(stage) {
        crowd.stroke(&[(stage.frame.plot.left, y), (stage.frame.plot.right, y)], 1.0);
    }
    crowd
}

/// The name of someone who left, near the end of the line; without the note where that would hide too much.
fn departed(stage: &Stage<'_>, crowd: &mut Crowd, member: &Member) -> Result<(), ChartError> {
    let (Some(departure), Some(end)) = (&member.left, member::last_spot(stage, member)) else {
        return Ok(());
    };
    let shape = member.status.glyph();
    let weight = if member.status.is_lifted() { Weight::SemiBold } else { Weight::Regular };
    let room = (stage.frame.plot.right - stage.frame.plot.left) * 0.3;
    let label = stage.typeface.fit(&member.label, BODY, weight, room);
    let mut texts = vec![(label.clone(), 2.0)];
    if !departure.note.is_empty() {
        texts.insert(0, (format!("{label} · {}", departure.note), 0.0));
    }
    let mut places = Vec::new();
    for (text, price) in &texts {
        let words = stage.typeface.width(text, BODY, weight);
        let width = words + if shape.is_some() { glyph::WIDTH + 6.0 } else { 0.0 };
        for (left, middle) in around(end, width) {
            places.push((text, words, left, middle, (Area::of_words(left, middle, width), *price)));
        }
    }
    let areas: Vec<(Area, f64)> = places.iter().map(|place| place.4).collect();
    let Some(chosen) = crowd.settle(&areas, &stage.frame.plot) else {
        return Ok(());
    };
    let (text, words, left, middle, _) = &places[chosen];
    let style = lettering(BODY, weight, member.status.token(), HPos::Left);
    stage.area.draw(&Text::new(text.as_str(), (tenths(*left), tenths(*middle)), style))?;
    match shape {
        Some(shape) => glyph::draw(&stage.area, shape, member.status.token(), (left + words + 6.0, *middle)),
        None => Ok(()),
    }
}

/// Places for words of a width around the end of a line: behind it first, then over, under and before it.
fn around((x, y): Spot, width: f64) -> Vec<Spot> {
    let heights = [0.0, -14.0, 14.0, -22.0, 22.0, -30.0, 30.0];
    let behind = heights.iter().map(|dy| (x + 7.0, y + dy));
    let beyond = heights[3..].iter().flat_map(|dy| [(x - width / 2.0, y + dy), (x - width - 5.0, y + dy)]);
    behind.chain(beyond).collect()
}

fn cut_off_words(stage: &Stage<'_>, crowd: &mut Crowd) -> Result<(), ChartError> {
    let cut_off = stage.view.cut_off.as_ref().map(|cut_off| cut_off.label.as_str());
    let cut_off = cut_off.zip(axes::cut_off_height(stage)).map(|(label, y)| (label, y, Token::Good));
    let zero = line::zero_height(stage).map(|y| (stage.view.zero_label.as_str(), y, Token::Soft));
    let Some((label, y, token)) = cut_off.or(zero) else {
        return Ok(());
    };
    let plot = stage.frame.plot;
    let width = stage.typeface.width(label, BODY, Weight::Regular);
    let (start, end) = (plot.left + 6.0, plot.right - 6.0 - width);
    let across = (0..=4).map(|part| start + (end - start) * f64::from(part) / 4.0);
    let places: Vec<Spot> = across.flat_map(|left| [(left, y - 11.0), (left, y + 12.0)]).collect();
    let areas: Vec<_> = places.iter().map(|(left, middle)| (Area::of_words(*left, *middle, width), 0.0)).collect();
    let Some(chosen) = crowd.settle(&areas, &plot) else {
        return Ok(());
    };
    let (left, middle) = places[chosen];
    let style = lettering(BODY, Weight::Regular, token, HPos::Left);
    Ok(stage.area.draw(&Text::new(label, (tenths(left), tenths(middle)), style))?)
}
