#![allow(clippy::unwrap_used)]

use super::{GrowthChart, GrowthMark, growth_svg};
use crate::charts::{ChartError, Numerals, Size, Theme, png, tests::snapshots::compare};

fn mark(year: i16, percent: f64, label: &str, unfinished: bool) -> GrowthMark {
    GrowthMark { year, percent, label: label.to_owned(), unfinished }
}

pub(in crate::charts) fn view() -> GrowthChart {
    GrowthChart {
        id: "growth".to_owned(),
        title: "Groepsconsulten <2026>: 4 % meer dan in 2025.".to_owned(),
        subtitle: "De streepjes zijn het pad.".to_owned(),
        description: "In 2026 4 % meer.".to_owned(),
        scale_label: "2025 is 100".to_owned(),
        year_label: "jaar".to_owned(),
        first_year: 2025,
        targets: vec![
            mark(2027, 106.0, "doel 2027: 6 % meer", false),
            mark(2030, 115.0, "doel 2030: 15 % meer", false),
        ],
        reached: vec![mark(2026, 104.0, "2026 t/m K3: 4 %", true)],
        numerals: Numerals::Comma,
    }
}

pub(in crate::charts) fn english() -> GrowthChart {
    GrowthChart {
        title: "Group consults <2028>: 7% less than in 2025.".to_owned(),
        subtitle: "The dashes are the path.".to_owned(),
        description: "In 2028 7% less.".to_owned(),
        year_label: "year".to_owned(),
        targets: vec![mark(2027, 106.0, "goal 2027: 6% more", false), mark(2030, 115.0, "goal 2030: 15% more", false)],
        reached: vec![
            mark(2026, 108.0, "2026", false),
            mark(2027, 99.0, "2027", false),
            mark(2028, 93.0, "2028: −7%", false),
        ],
        numerals: Numerals::Point,
        ..view()
    }
}

#[test]
fn targets_and_the_newest_year_have_their_names_and_shapes() {
    for size in [Size::CARD, Size::PHONE, Size::SHEET] {
        let svg = growth_svg(&view(), Theme::Inherit, size).unwrap();
        for said in ["2025", "jaar", "2025 is 100"] {
            assert!(svg.contains(said), "{said}");
        }
        assert!(svg.contains("&lt;2026&gt;") && !svg.contains("style="));
        assert_eq!(svg.matches("<circle").count(), 3, "two dots, one of them hollow");
        assert_eq!(svg, growth_svg(&view(), Theme::Inherit, size).unwrap());
    }
    let svg = growth_svg(&view(), Theme::Light, Size::SHEET).unwrap();
    assert!(svg.contains("doel 2030: 15 % meer") && svg.contains("2026 t/m K3: 4 %"));
    let none = GrowthChart { reached: Vec::new(), ..view() };
    assert_eq!(growth_svg(&none, Theme::Dark, Size::CARD).unwrap().matches("<circle").count(), 1);
}

#[test]
fn one_without_room_is_refused_and_paper_can_be_made() {
    let small = Size { width: 90, height: 60, ..Size::PHONE };
    assert!(matches!(growth_svg(&view(), Theme::Light, small), Err(ChartError::TooSmall { .. })));
    assert!(png(&growth_svg(&view(), Theme::Light, Size::SHEET).unwrap(), 1.0).is_ok());
}

#[test]
fn the_pictures_are_the_ones_that_were_looked_at() {
    compare("growth.svg", &growth_svg(&view(), Theme::Inherit, Size::CARD).unwrap());
    compare("growth-phone.svg", &growth_svg(&view(), Theme::Dark, Size::PHONE).unwrap());
    compare("growth-en.svg", &growth_svg(&english(), Theme::Light, Size::CARD).unwrap());
    compare("growth-en-dark.svg", &growth_svg(&english(), Theme::Dark, Size::CARD).unwrap());
}
