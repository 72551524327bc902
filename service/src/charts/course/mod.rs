//! The course of a group: what the therapists look at before and after a session.
//!
//! Drawn from the back: the functional side, rules, band, ordinary members, the group, lifted members, words. A member's
//! dots are what was measured and never joined; the line is the model's and runs only while the member was there.

mod line;
mod member;
mod names;
pub(crate) mod switches;

use std::{borrow::Cow, rc::Rc};

use super::{
    axis::session_ticks,
    error::ChartError,
    font::{Typeface, Weight},
    glyph,
    sheet::{BODY, Naming},
    size::Size,
    stage::{self, Setting, axes},
    theme::Theme,
    view::{GroupCourse, TimeAxis},
};

/// The course as its switches show it: what is drawn, told and put in the table.
#[must_use]
pub fn shown_course(view: &GroupCourse) -> Cow<'_, GroupCourse> {
    switches::shown(view)
}

/// Draws the course of a group as SVG. The same view, theme and size give the same text.
///
/// # Errors
/// When the size is too small for the words, or the scale has no length.
pub fn group_course_svg(view: &GroupCourse, theme: Theme, size: Size) -> Result<String, ChartError> {
    let shown = switches::shown(view);
    let view = shown.as_ref();
    let typeface = Rc::new(Typeface::load()?);
    let column = names_width(view, &typeface);
    let stage = Stage::set(view, setting(view, column), typeface, theme, size)?;
    let ticks: Vec<(u32, String)> =
        ticks(&stage).into_iter().map(|session| (session, view.place_name(session))).collect();
    axes::heading(&stage)?;
    if view.is_empty() {
        axes::draw(&stage, &ticks)?;
        axes::nothing_yet(&stage)?;
    } else {
        let names = names::place(&stage);
        axes::functional_side(&stage)?;
        axes::draw(&stage, &ticks)?;
        line::band(&stage)?;
        member::draw(&stage, &names, false)?;
        line::zero(&stage)?;
        axes::cut_off(&stage)?;
        line::draw(&stage, &names)?;
        member::draw(&stage, &names, true)?;
        names::inside_the_plot(&stage)?;
    }
    Ok(stage.finish())
}

/// The sessions that are named on the axis. Weeks are named where they have room, the first and the last always.
fn ticks(stage: &Stage<'_>) -> Vec<u32> {
    let last = stage.view.sessions.max(1);
    if stage.view.switches.time == TimeAxis::Session {
        return session_ticks(last, stage.frame.step(), 24.0);
    }
    let x = |session: u32| stage.spot(session, stage.setting.scale.min).0;
    let mut ticks = vec![1];
    for session in 2..=last {
        let is_free = ticks.last().is_none_or(|before| x(session) - x(*before) >= 26.0);
        if is_free && (session == last || x(last) - x(session) >= 26.0) {
            ticks.push(session);
        }
    }
    ticks
}

type Stage<'a> = stage::Stage<'a, GroupCourse>;

fn setting(view: &GroupCourse, column: f64) -> Setting<'_> {
    Setting {
        naming: Naming { id: &view.id, title: &view.title, description: &view.description },
        subtitle: &view.subtitle,
        scale: view.scale,
        scale_label: &view.scale_label,
        places: view.sessions,
        positions: (view.switches.time == TimeAxis::Week).then_some(view.weeks.as_slice()),
        place_label: &view.session_label,
        cut_off: view.cut_off.as_ref().map(|cut_off| cut_off.value),
        nothing_yet: &view.nothing_yet,
        numerals: view.numerals,
        column,
        strip: 0.0,
    }
}

fn names_width(view: &GroupCourse, typeface: &Typeface) -> f64 {
    let members = view.members.iter().filter(|member| member.left.is_none()).map(|member| {
        let weight = if member.status.is_lifted() { Weight::SemiBold } else { Weight::Regular };
        let shape = if member.status.is_lifted() { glyph::WIDTH + 6.0 } else { 0.0 };
        typeface.width(&member.label, BODY, weight) + shape
    });
    let group = typeface.width(&view.group_label, BODY, Weight::SemiBold);
    let session = typeface.width(&view.session_label, BODY, Weight::Regular);
    members.fold(group.max(session), f64::max) + 2.0
}
