#![allow(clippy::unwrap_used)]

use super::{BaselineLine, Baselines, baselines_svg};
use crate::charts::{ChartError, Direction, Numerals, Scale, Size, Theme, png, tests::snapshots::compare};

fn line(label: &str, start: u32, missing: u32, began: bool) -> BaselineLine {
    let score = |moment: u32| 17.0 + f64::from(moment % 3) - if moment >= start { 5.0 } else { 0.0 };
    BaselineLine {
        label: label.to_owned(),
        note: format!("begon op moment {start}"),
        points: (1..=12).map(|moment| ((moment != missing).then(|| score(moment)), began && moment >= start)).collect(),
        began: began.then_some(start),
        drawn: start,
    }
}

pub(in crate::charts) fn view() -> Baselines {
    Baselines {
        id: "baseline".to_owned(),
        title: "Vier leden <begonnen> na elkaar".to_owned(),
        subtitle: "De lijn is het begin.".to_owned(),
        description: "Eik: wachten gemiddeld 18.".to_owned(),
        scale: Scale::covering((0.0, 27.0), Direction::LowerIsBetter, [10.0, 19.0]),
        scale_label: "PHQ-9, omhoog is beter".to_owned(),
        moment_label: "meetmoment".to_owned(),
        moments: 12,
        waiting_label: "wacht".to_owned(),
        group_label: "in de groep".to_owned(),
        lines: vec![
            line("Eik", 4, 0, true),
            line("Linde", 6, 8, true),
            line("Wilg", 8, 3, true),
            line("Berk", 10, 0, false),
        ],
        nothing_yet: "Nog niets".to_owned(),
        numerals: Numerals::Comma,
    }
}

/// Strokes of courses: those that are no rule, no phase and no arrow.
fn courses(svg: &str) -> usize {
    svg.matches("chart-line-accent").count()
}

#[test]
fn every_member_has_a_panel_and_the_phase_line_runs_through_all() {
    for size in [Size::CARD, Size::TABLET, Size::PHONE, Size::SHEET] {
        let svg = baselines_svg(&view(), Theme::Inherit, size).unwrap();
        for said in ["Eik", "Linde", "Wilg", "Berk", "omhoog is beter", "meetmoment", "in de groep", "wacht"] {
            assert!(svg.contains(said), "{said}");
        }
        assert_eq!(svg.matches(r#"stroke-dasharray="6 3""#).count(), 3, "begun");
        assert_eq!(svg.matches(r#"stroke-dasharray="1 4""#).count(), 1, "still to begin");
        assert!(svg.contains("&lt;begonnen&gt;") && !svg.contains("style="));
        assert_eq!(svg, baselines_svg(&view(), Theme::Inherit, size).unwrap());
    }
}

#[test]
fn what_is_missing_is_not_bridged() {
    let whole = Baselines { lines: vec![line("Eik", 4, 0, true)], ..view() };
    let gap = Baselines { lines: vec![line("Eik", 4, 8, true)], ..view() };
    let drawn = |view: &Baselines| courses(&baselines_svg(view, Theme::Inherit, Size::CARD).unwrap());
    assert_eq!(drawn(&gap), drawn(&whole) + 1, "two stretches where there was one");
}

#[test]
fn nothing_to_draw_says_so_and_no_room_is_refused() {
    let empty = Baselines { lines: Vec::new(), ..view() };
    assert!(baselines_svg(&empty, Theme::Dark, Size::CARD).unwrap().contains("Nog niets"));
    let small = Size { width: 90, ..Size::PHONE };
    assert!(matches!(baselines_svg(&view(), Theme::Light, small), Err(ChartError::TooSmall { .. })));
    assert!(png(&baselines_svg(&view(), Theme::Light, Size::SHEET).unwrap(), 1.0).is_ok());
}

#[test]
fn the_panels_are_the_ones_that_were_looked_at() {
    compare("baselines.svg", &baselines_svg(&view(), Theme::Inherit, Size::CARD).unwrap());
    compare("baselines-phone.svg", &baselines_svg(&view(), Theme::Dark, Size::PHONE).unwrap());
}
