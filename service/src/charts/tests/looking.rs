//! Pictures for people who want to look at them.

use super::*;

/// Writes the pictures where `PEIL_PICTURES` says, for looking at them: each theme and size, and a page with the inline
/// variant under a policy that forbids inline styles.
#[test]
fn pictures_can_be_looked_at() {
    let Some(folder) = std::env::var_os("PEIL_PICTURES").map(std::path::PathBuf::from) else {
        return;
    };
    let mut body = String::new();
    for (index, view) in all_groups().iter().enumerate() {
        for (name, theme, size) in [
            ("light", Theme::Light, Size::SHEET),
            ("dark", Theme::Dark, Size::SHEET),
            ("card", Theme::Light, Size::CARD),
            ("phone", Theme::Light, Size::PHONE),
        ] {
            let svg = group_course_svg(view, theme, size).unwrap();
            std::fs::write(folder.join(format!("{index}-{name}.png")), png(&svg, 2.0).unwrap()).unwrap();
        }
        let mut view = view.clone();
        view.id = format!("verloop-{index}");
        body.push_str(&group_course_svg(&view, Theme::Inherit, Size::CARD).unwrap());
        body.push_str(&rows(&view));
    }
    std::fs::write(folder.join("chart.css"), CSS).unwrap();
    let policy = "default-src 'none'; style-src 'self' file:; font-src 'self' file:";
    let head = format!(r#"<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">"#);
    let links = r#"<link rel="stylesheet" href="page.css"><link rel="stylesheet" href="chart.css">"#;
    let page = format!("<!doctype html><html lang=nl><head>{head}{links}</head><body>{body}</body></html>");
    std::fs::write(folder.join("page.html"), page).unwrap();
}

/// Every picture that has no sessions to itself, and every switch, in all sizes and both colours.
#[test]
fn the_other_pictures_can_be_looked_at() {
    let Some(folder) = std::env::var_os("PEIL_PICTURES").map(std::path::PathBuf::from) else {
        return;
    };
    for (chart, draw) in every_picture() {
        for (name, theme, size) in [
            ("sheet", Theme::Light, Size::SHEET),
            ("dark", Theme::Dark, Size::SHEET),
            ("card", Theme::Light, Size::CARD),
            ("tablet", Theme::Light, Size::TABLET),
            ("phone", Theme::Light, Size::PHONE),
            ("room", Theme::Light, Size::ROOM),
        ] {
            let svg = draw(theme, size).unwrap();
            std::fs::write(folder.join(format!("{chart}-{name}.png")), png(&svg, 1.0).unwrap()).unwrap();
        }
    }
}

/// The small pictures of a group's members.
fn rows(view: &GroupCourse) -> String {
    let mut out = String::new();
    for (index, member) in view.members.iter().enumerate() {
        let fill = |point: &Option<f64>| {
            if point.is_some() { Fill::Answered } else { Fill::Missed }
        };
        let line = Sparkline {
            id: format!("{}-line-{index}", view.id),
            title: member.label.clone(),
            scale: view.scale,
            points: member.points.clone(),
            status: member.status,
            cut_off: Some(10.0),
        };
        let strip = FillStrip {
            id: format!("{}-fill-{index}", view.id),
            title: member.label.clone(),
            sessions: member.points.iter().map(fill).collect(),
        };
        out.push_str(&sparkline_svg(&line, Theme::Inherit).unwrap());
        out.push_str(&fill_strip_svg(&strip, Theme::Inherit).unwrap());
    }
    out
}
