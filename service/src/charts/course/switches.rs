//! The same course seen otherwise: by week, as improvement, as observed. The view stays raw; only the drawing changes.

use std::borrow::Cow;

use crate::charts::{
    axis::{Direction, Scale},
    view::{GroupCourse, GroupPoint, LineKind, Member, Switches, TimeAxis, ValueAxis},
};

/// The view as its switches ask for it.
pub(crate) fn shown(view: &GroupCourse) -> Cow<'_, GroupCourse> {
    if view.switches == Switches::default() {
        return Cow::Borrowed(view);
    }
    let mut view = view.clone();
    if !has_weeks(&view) {
        view.switches.time = TimeAxis::Session;
    }
    if view.switches.lines == LineKind::Observed {
        observe(&mut view);
    }
    if view.switches.value == ValueAxis::Improvement {
        improve(&mut view);
    }
    Cow::Owned(view)
}

/// Whether every session has its week, in order of time.
fn has_weeks(view: &GroupCourse) -> bool {
    let weeks = &view.weeks;
    let sound = weeks.iter().all(|week| week.is_finite()) && weeks.windows(2).all(|pair| pair[0] <= pair[1]);
    sound && weeks.len() == view.sessions as usize && !weeks.is_empty()
}

/// Lines through what was measured; the group's is the mean of those who answered, two or more.
fn observe(view: &mut GroupCourse) {
    for member in &mut view.members {
        member.line = (1..=view.sessions).map(|session| member.point(session)).collect();
    }
    view.group = means(view, |member, session| member.point(session));
}

/// Every course counted from its own start, improvement upwards.
fn improve(view: &mut GroupCourse) {
    let scale = view.scale;
    let sessions = view.sessions;
    for member in &mut view.members {
        let first = (1..=sessions).find_map(|session| member.point(session));
        let drawn = (1..=sessions).find_map(|session| member.line_at(session));
        let from = |values: &[Option<f64>], start: Option<f64>| -> Vec<Option<f64>> {
            values.iter().map(|value| Some(scale.improvement(start?, (*value)?))).collect()
        };
        member.points = from(&member.points, first);
        member.line = from(&member.line, drawn);
    }
    view.group = means(view, |member, session| member.line_at(session));
    let points = view.members.iter().flat_map(|member| member.points.iter().chain(&member.line).flatten());
    let values = points.copied().filter(|value| value.is_finite());
    let (low, high) = values.fold((-2.0_f64, 2.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let air = 0.06 * (high - low);
    view.scale = Scale { min: low - air, max: high + air, direction: Direction::HigherIsBetter };
    view.cut_off = None;
}

/// The mean over members by session, without an interval: it describes those who are there.
fn means(view: &GroupCourse, at: impl Fn(&Member, u32) -> Option<f64>) -> Vec<Option<GroupPoint>> {
    let mean = |session: u32| {
        let values: Vec<f64> = view.members.iter().filter_map(|member| at(member, session)).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        (values.len() > 1).then_some(GroupPoint { mean, lower: mean, upper: mean })
    };
    (1..=view.sessions).map(mean).collect()
}
