//! Panels, change plot, climate and grid, read back from their SVG.

use proptest::prelude::*;
use resvg::usvg::roxmltree::Document;

use super::{words::collision, *};

fn number(node: &Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

#[test]
fn every_picture_is_well_formed_small_and_named() {
    for (chart, draw) in every_picture() {
        for theme in [Theme::Light, Theme::Dark, Theme::Inherit] {
            for size in [Size::CARD, Size::TABLET, Size::PHONE, Size::SHEET, Size::ROOM] {
                let svg = draw(theme, size).unwrap();
                let document = Document::parse(&svg).unwrap();
                let root = document.root_element();
                assert_eq!(root.attribute("role"), Some("img"));
                for id in root.attribute("aria-labelledby").unwrap().split(' ') {
                    assert!(document.descendants().any(|node| node.attribute("id") == Some(id)));
                }
                assert!(svg.len() < 60_000, "{chart}: {} bytes", svg.len());
                assert!(!svg.contains("style=") && !svg.contains("NaN") && !svg.contains("inf"), "{chart}");
            }
        }
    }
}

#[test]
fn no_word_stands_on_another() {
    for (chart, draw) in every_picture() {
        for size in [Size::CARD, Size::TABLET, Size::PHONE, Size::SHEET, Size::ROOM] {
            let svg = draw(Theme::Light, size).unwrap();
            let document = Document::parse(&svg).unwrap();
            assert_eq!(collision(&document), None, "{chart} at {size:?}");
        }
    }
}

#[test]
fn on_a_wall_letters_are_large_enough_for_three_metres() {
    for (chart, draw) in every_picture() {
        let svg = draw(Theme::Light, Size::ROOM).unwrap();
        let document = Document::parse(&svg).unwrap();
        let root = document.root_element();
        let drawn: f64 = root.attribute("viewBox").unwrap().split(' ').nth(2).unwrap().parse().unwrap();
        let body: f64 = root.attribute("font-size").unwrap().parse().unwrap();
        assert!(body * number(&root, "width") / drawn >= 28.0, "{chart}");
    }
}

#[test]
fn the_first_sentence_is_enough_on_a_wall() {
    let svg = group_course_svg(&sample::tuesday(), Theme::Light, Size::ROOM).unwrap();
    assert!(svg.contains("PHQ-9, omhoog is beter.</text>") && !svg.contains("Lijn: model per lid"));
}

#[test]
fn every_panel_has_its_own_scores_and_the_groups_line() {
    let view = sample::long_group();
    let svg = group_panels_svg(&view, Theme::Light, Size::CARD).unwrap();
    let document = Document::parse(&svg).unwrap();
    let panels = of_class(&document, "chart-member");
    assert_eq!(panels.len(), view.members.len());
    for (panel, member) in panels.iter().zip(&view.members) {
        assert_eq!(panel.attribute("aria-label"), Some(member.label.as_str()), "in the order of the table");
        let dots = panel.descendants().find(|node| node.attribute("class") == Some("chart-dots")).unwrap();
        let shapes = dots.descendants().filter(|node| ["circle", "rect", "path"].contains(&node.tag_name().name()));
        assert_eq!(shapes.count(), member.points.iter().flatten().count());
        let pale = panel.descendants().any(|node| node.attribute("stroke-opacity") == Some("0.7"));
        assert!(pale, "{}", member.label);
        assert!(panel.descendants().any(|node| node.text() == Some(member.word.as_str())) || member.left.is_some());
    }
}

#[test]
fn up_and_right_are_better_whatever_the_instrument_counts() {
    for (direction, bad, good) in [(Direction::LowerIsBetter, 20.0, 5.0), (Direction::HigherIsBetter, 5.0, 20.0)] {
        let mut view = sample::changes(&sample::tuesday());
        view.scale = Scale { min: 0.0, max: 27.0, direction };
        let (one, other) = (view.members[0].clone(), view.members[1].clone());
        view.members = vec![
            ChangeDot { start: bad, now: good, status: Status::Normal, ..one },
            ChangeDot { start: good, now: bad, status: Status::Normal, ..other },
        ];
        let svg = change_plot_svg(&view, Theme::Light, Size::CARD).unwrap();
        let document = Document::parse(&svg).unwrap();
        let dots: Vec<_> = document.descendants().filter(|node| node.has_tag_name("circle")).collect();
        assert!(number(&dots[0], "cx") < number(&dots[1], "cx") - 50.0, "{direction:?}");
        assert!(number(&dots[0], "cy") < number(&dots[1], "cy") - 50.0, "{direction:?}");
    }
}

#[test]
fn members_with_the_same_two_scores_stand_side_by_side() {
    let mut view = sample::changes(&sample::crowd());
    for member in &mut view.members {
        (member.start, member.now, member.status) = (15.0, 12.0, Status::Normal);
    }
    let svg = change_plot_svg(&view, Theme::Light, Size::CARD).unwrap();
    let document = Document::parse(&svg).unwrap();
    let dots = document.descendants().filter(|node| node.has_tag_name("circle"));
    let mut places: Vec<&str> = dots.map(|node| node.attribute("cx").unwrap()).collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), 14);
    assert_eq!(collision(&document), None);
}

#[test]
fn without_numbers_of_the_instrument_there_is_no_band_and_no_verdict() {
    let mut view = sample::changes(&sample::tuesday());
    (view.reliable, view.cut_off) = (None, None);
    let svg = change_plot_svg(&view, Theme::Light, Size::CARD).unwrap();
    assert!(!svg.contains("hersteld") && !svg.contains("klinische grens") && svg.contains("geen verschil"));
}

#[test]
fn no_stroke_bridges_a_session_that_nobody_rated() {
    let view = sample::climate(14);
    let svg = climate_svg(&view, Theme::Light, Size::CARD).unwrap();
    let document = Document::parse(&svg).unwrap();
    let group = of_class(&document, "chart-group")[0];
    let strokes: Vec<usize> = group
        .children()
        .filter(|node| node.has_tag_name("path"))
        .map(|path| path.attribute("d").unwrap().matches('l').count())
        .collect();
    assert_eq!(strokes, [4, 7], "five sessions, a gap, eight sessions");
}

#[test]
fn what_stood_out_has_shape_and_word_and_others_do_not_see_the_therapists() {
    let mut view = sample::climate(14);
    let svg = climate_svg(&view, Theme::Light, Size::CARD).unwrap();
    assert!(svg.contains(">breuk</text>") && svg.contains(">verdeeld</text>") && svg.contains("Noor de Wit"));
    view.therapists = Vec::new();
    let svg = climate_svg(&view, Theme::Light, Size::CARD).unwrap();
    assert!(!svg.contains("Noor de Wit") && !svg.contains("chart-therapist"));
    assert!(view.table().rows.iter().all(|row| row.therapists.is_empty()));
}

#[test]
fn nine_members_and_thirty_sessions_fit_a_card_and_a_telephone_shows_the_newest() {
    let view = sample::grid(&sample::long_group());
    let card = session_grid_svg(&view, Theme::Light, Size::CARD).unwrap();
    assert!(!card.contains("Oudere sessies"));
    let phone = session_grid_svg(&view, Theme::Light, Size::PHONE).unwrap();
    assert!(phone.contains("Oudere sessies") && phone.contains(">30</text>") && !phone.contains(">1</text>"));
}

#[test]
fn the_key_names_what_occurs_and_nothing_else() {
    let mut view = sample::grid(&sample::tuesday());
    view.rows.truncate(1);
    view.rows[0].cells = vec![GridCell::Answered; 14];
    let svg = session_grid_svg(&view, Theme::Light, Size::CARD).unwrap();
    assert!(svg.contains("ingevuld, eerste score") && !svg.contains("ziek") && !svg.contains("hersteld"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_the_scores_names_never_touch(
        scores in prop::collection::vec((0.0..27.0_f64, 0.0..27.0_f64, 0..4_usize), 0..15),
        phone in any::<bool>(),
    ) {
        let mut view = sample::changes(&sample::crowd());
        let names = view.members.clone();
        view.members = scores.iter().zip(names.iter().cycle()).map(|((start, now, status), member)| ChangeDot {
            start: start.round(),
            now: now.round(),
            status: [Status::Normal, Status::Good, Status::Recovered, Status::Bad][*status],
            ..member.clone()
        }).collect();
        let size = if phone { Size::PHONE } else { Size::CARD };
        let svg = change_plot_svg(&view, Theme::Light, size).unwrap();
        prop_assert_eq!(collision(&Document::parse(&svg).unwrap()), None);
    }
}
