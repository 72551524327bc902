//! The pictures as a whole.
#![allow(clippy::unwrap_used)]

mod any_view;
mod contrast;
mod course;
mod looking;
mod other_forms;
mod others;
mod paper;
mod small;
pub(super) mod snapshots;
mod switches;
pub(super) mod words;

use resvg::usvg::roxmltree::{Document, Node};

use super::{sample, *};

fn all_groups() -> Vec<GroupCourse> {
    let crowd = (0..9).map(|index| {
        let status = if index % 4 == 0 { Status::Bad } else { Status::Normal };
        sample::member(index, 12, 17.0, 11.0 + index as f64 * 0.05, status)
    });
    let young = (0..5).map(|index| sample::member(index, 2, 14.0 + index as f64, 13.0 + index as f64, Status::Normal));
    vec![
        sample::tuesday(),
        sample::long_group(),
        sample::group(12, crowd.collect()),
        sample::group(2, young.collect()),
        sample::group(1, vec![sample::member(0, 1, 12.0, 12.0, Status::Normal)]),
        sample::group(14, Vec::new()),
    ]
}

type Draw = Box<dyn Fn(Theme, Size) -> Result<String, ChartError>>;

/// The samples of every chart of a group, by name.
fn every_picture() -> Vec<(String, Draw)> {
    let mut all: Vec<(String, Draw)> = Vec::new();
    let groups = [
        ("tuesday", sample::tuesday()),
        ("long", sample::long_group()),
        ("crowd", sample::crowd()),
        ("one", sample::group(1, vec![sample::member(0, 1, 12.0, 12.0, Status::Normal)])),
        ("none", sample::group(3, Vec::new())),
    ];
    for (name, view) in groups {
        let (panels, changes, grid) = (view.clone(), sample::changes(&view), sample::grid(&view));
        all.push((format!("panels-{name}"), Box::new(move |theme, size| group_panels_svg(&panels, theme, size))));
        all.push((format!("change-{name}"), Box::new(move |theme, size| change_plot_svg(&changes, theme, size))));
        all.push((format!("grid-{name}"), Box::new(move |theme, size| session_grid_svg(&grid, theme, size))));
        for (switch, switches) in [
            ("week", Switches { time: TimeAxis::Week, ..Switches::default() }),
            ("improvement", Switches { value: ValueAxis::Improvement, ..Switches::default() }),
            ("observed", Switches { lines: LineKind::Observed, ..Switches::default() }),
            ("all", Switches { time: TimeAxis::Week, value: ValueAxis::Improvement, lines: LineKind::Observed }),
        ] {
            let view = GroupCourse { switches, ..view.clone() };
            all.push((format!("{switch}-{name}"), Box::new(move |theme, size| group_course_svg(&view, theme, size))));
        }
    }
    for (name, sessions) in [("long", 30), ("fourteen", 14), ("one", 1), ("none", 0)] {
        let view = sample::climate(sessions);
        all.push((format!("climate-{name}"), Box::new(move |theme, size| climate_svg(&view, theme, size))));
    }
    all
}

fn draw(view: &GroupCourse) -> String {
    group_course_svg(view, Theme::Light, Size::CARD).unwrap()
}

fn of_class<'a>(document: &'a Document<'a>, class: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.attribute("class") == Some(class)).collect()
}
