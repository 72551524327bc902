//! The pictures as a whole.
#![allow(clippy::unwrap_used)]

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

fn draw(view: &GroupCourse) -> String {
    group_course_svg(view, Theme::Light, Size::CARD).unwrap()
}

fn of_class<'a>(document: &'a Document<'a>, class: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.attribute("class") == Some(class)).collect()
}

#[test]
fn every_picture_is_well_formed_small_and_named() {
    for view in all_groups() {
        for theme in [Theme::Light, Theme::Dark, Theme::Inherit] {
            for size in [Size::CARD, Size::TABLET, Size::PHONE, Size::SHEET] {
                let svg = group_course_svg(&view, theme, size).unwrap();
                let document = Document::parse(&svg).unwrap();
                let root = document.root_element();
                assert_eq!(root.attribute("role"), Some("img"));
                for id in root.attribute("aria-labelledby").unwrap().split(' ') {
                    assert!(document.descendants().any(|node| node.attribute("id") == Some(id)));
                }
                assert!(svg.len() < 60_000, "{} bytes", svg.len());
                assert!(!svg.contains("style=") && !svg.contains("NaN") && !svg.contains("inf"));
            }
        }
    }
}

#[test]
fn the_same_view_gives_the_same_text() {
    assert_eq!(draw(&sample::long_group()), draw(&sample::long_group()));
}

#[test]
fn names_are_text_and_never_markup() {
    let mut view = sample::tuesday();
    view.members[0].label = "<script>&\"'".to_owned();
    view.title = "</title><script>".to_owned();
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    assert!(!document.descendants().any(|node| node.has_tag_name("script")));
    assert!(document.descendants().any(|node| node.attribute("aria-label") == Some("<script>&\"'")));
}

#[test]
fn no_stroke_bridges_a_session_without_a_line() {
    let mut view = sample::tuesday();
    view.members.truncate(1);
    view.group = vec![None; 14];
    view.members[0].line[6] = None;
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    let member = of_class(&document, "chart-member")[0];
    let seen: Vec<_> = member.children().filter(|node| node.has_tag_name("path") && node.attribute("stroke").is_some()).collect();
    assert_eq!(seen.len(), 2);
    let steps: Vec<usize> = seen.iter().map(|path| path.attribute("d").unwrap().matches('l').count()).collect();
    assert_eq!(steps, [5, 6]);
}

#[test]
fn a_missed_session_has_no_dot() {
    let view = sample::tuesday();
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    for member in of_class(&document, "chart-member") {
        let name = member.attribute("aria-label").unwrap();
        let answered = view.members.iter().find(|member| member.label == name).unwrap().points.iter().flatten().count();
        assert_eq!(member.descendants().filter(|node| node.has_tag_name("circle")).count(), answered, "{name}");
    }
}

#[test]
fn improvement_goes_up_whatever_the_instrument_counts() {
    for (direction, from, to) in [(Direction::LowerIsBetter, 20.0, 5.0), (Direction::HigherIsBetter, 5.0, 20.0)] {
        let mut view = sample::group(2, vec![sample::member(0, 2, from, to, Status::Normal)]);
        view.scale = Scale { min: 0.0, max: 27.0, direction };
        view.members[0].points = vec![Some(from), Some(to)];
        let svg = draw(&view);
        let document = Document::parse(&svg).unwrap();
        let heights: Vec<f64> = document
            .descendants()
            .filter(|node| node.has_tag_name("circle"))
            .map(|node| node.attribute("cy").unwrap().parse().unwrap())
            .collect();
        assert!(heights[1] < heights[0] - 50.0, "{direction:?}: {heights:?}");
    }
}

#[test]
fn equal_scores_stand_side_by_side() {
    let mut view = sample::group(5, (0..4).map(|index| sample::member(index, 5, 12.0, 12.0, Status::Normal)).collect());
    for member in &mut view.members {
        member.points = vec![Some(12.0); 5];
    }
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    let mut places: Vec<&str> =
        document.descendants().filter(|node| node.has_tag_name("circle")).map(|node| node.attribute("cx").unwrap()).collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), 20);
}

#[test]
fn names_in_the_column_never_touch() {
    for view in all_groups() {
        for size in [Size::CARD, Size::PHONE] {
            let svg = group_course_svg(&view, Theme::Inherit, size).unwrap();
            let document = Document::parse(&svg).unwrap();
            let groups = of_class(&document, "chart-member").into_iter().chain(of_class(&document, "chart-group"));
            let mut baselines: Vec<f64> = groups
                .flat_map(|group| group.children().filter(|node| node.has_tag_name("text")).collect::<Vec<_>>())
                .map(|text| text.attribute("y").unwrap().parse().unwrap())
                .collect();
            baselines.sort_by(f64::total_cmp);
            assert!(baselines.windows(2).all(|pair| pair[1] - pair[0] >= 16.8), "{baselines:?}");
        }
    }
}

#[test]
fn who_left_ends_where_the_line_ends() {
    let svg = draw(&sample::long_group());
    let document = Document::parse(&svg).unwrap();
    let words = of_class(&document, "chart-words")[0];
    let texts: Vec<&str> = words.descendants().filter_map(|node| node.text()).collect();
    assert!(texts.contains(&"Den · gestopt") && texts.contains(&"klinische grens 10"), "{texts:?}");
}

#[test]
fn an_empty_chart_says_so() {
    let view = sample::group(14, Vec::new());
    let svg = draw(&view);
    assert!(svg.contains("Nog geen antwoorden.") && !svg.contains("<circle"));
    assert_eq!(view.table().members.len(), 0);
}

#[test]
fn numbers_that_are_none_are_gaps() {
    let mut view = sample::tuesday();
    view.members[0].points[3] = Some(f64::NAN);
    view.members[1].line[3] = Some(f64::INFINITY);
    view.group[2] = Some(GroupPoint { mean: 10.0, lower: f64::NAN, upper: 12.0 });
    let svg = draw(&view);
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
}

#[test]
fn too_small_is_an_error_and_no_panic() {
    let size = Size { width: 90, height: 60, heading: true };
    assert!(matches!(group_course_svg(&sample::tuesday(), Theme::Light, size), Err(ChartError::TooSmall { .. })));
}

#[test]
fn a_png_shows_more_than_its_ground() {
    let svg = group_course_svg(&sample::tuesday(), Theme::Light, Size::SHEET).unwrap();
    let bytes = png(&svg, 2.0).unwrap();
    let picture = resvg::tiny_skia::Pixmap::decode_png(&bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (1720, 1120));
    let ground = picture.pixel(0, 0).unwrap();
    assert!(picture.pixels().iter().filter(|pixel| **pixel != ground).count() > 10_000);
    assert!(matches!(png("no svg", 2.0), Err(ChartError::Svg(_))));
    assert!(matches!(png(&svg, 100.0), Err(ChartError::Bitmap { .. })));
}

#[test]
fn words_in_the_png_come_from_the_bundled_font() {
    let blank = r#"<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20" font-family="Inter"><text x="0" y="15">groep</text></svg>"#;
    let picture = resvg::tiny_skia::Pixmap::decode_png(&png(blank, 1.0).unwrap()).unwrap();
    assert!(picture.pixels().iter().any(|pixel| pixel.alpha() > 200));
}

#[test]
fn small_pictures_keep_gaps_and_names() {
    let scale = Scale { min: 0.0, max: 27.0, direction: Direction::LowerIsBetter };
    let points = vec![Some(19.0), Some(17.0), None, Some(12.0), None, Some(9.0), Some(8.0)];
    let title = "Eik: van 19 naar 8".to_owned();
    let view = Sparkline { id: "s1".to_owned(), title, scale, points, status: Status::Good, cut_off: Some(10.0) };
    let svg = sparkline_svg(&view, Theme::Inherit).unwrap();
    let document = Document::parse(&svg).unwrap();
    let paths = document.descendants().filter(|node| node.has_tag_name("path") && node.attribute("class") == Some("chart-line-soft"));
    assert_eq!(paths.count(), 2);
    assert_eq!(document.descendants().filter(|node| node.has_tag_name("circle")).count(), 2);

    let sessions = vec![Fill::Outside, Fill::Answered, Fill::Missed, Fill::Answered];
    let strip = FillStrip { id: "f1".to_owned(), title: "Eik vulde 2 van 3 keer in".to_owned(), sessions };
    let svg = fill_strip_svg(&strip, Theme::Light).unwrap();
    assert!(Document::parse(&svg).is_ok() && svg.contains("Eik vulde 2 van 3 keer in"));
}

#[test]
fn the_table_keeps_raw_scores_and_gaps() {
    let mut view = sample::tuesday();
    view.members[0].points[0] = Some(18.5);
    view.members[0].points[1] = None;
    let table = view.table();
    assert_eq!(table.sessions.len(), 14);
    assert_eq!(table.members[0].scores[0].as_deref(), Some("18,5"));
    assert_eq!(table.members[0].scores[1], None);
    assert_eq!(table.group.len(), 14);
}

struct Plain;

impl alternative::Phrases for Plain {
    fn group(&self, course: &alternative::Course, interval: (&str, &str)) -> String {
        format!("group {} to {} ({}, {})", course.from, course.to, interval.0, interval.1)
    }
    fn member(&self, label: &str, status: Status, course: &alternative::Course, answered: usize) -> String {
        format!("{label} {status:?} {} to {}, {answered}", course.from, course.to)
    }
    fn silent(&self, label: &str) -> String {
        format!("{label} silent")
    }
    fn left(&self, label: &str, after: u32) -> String {
        format!("{label} left after {after}")
    }
}

#[test]
fn the_sentences_start_with_the_group_and_the_lifted() {
    let mut view = sample::long_group();
    view.members[0].points = Vec::new();
    let sentences = alternative::sentences(&view, &Plain);
    assert!(sentences[0].starts_with("group "));
    assert!(sentences[1].starts_with("Beuk Bad") && sentences[2].starts_with("Els Recovered"));
    assert!(sentences.contains(&"Eik silent".to_owned()) && sentences.contains(&"Den left after 17".to_owned()));
}

/// Writes the pictures where `PEIL_PICTURES` says, for looking at them.
#[test]
fn pictures_can_be_looked_at() {
    let Some(folder) = std::env::var_os("PEIL_PICTURES").map(std::path::PathBuf::from) else { return };
    for (index, view) in all_groups().iter().enumerate() {
        for (name, theme, size) in [
            ("light", Theme::Light, Size::SHEET),
            ("dark", Theme::Dark, Size::SHEET),
            ("card", Theme::Light, Size::CARD),
            ("phone", Theme::Light, Size::PHONE),
        ] {
            let svg = group_course_svg(view, theme, size).unwrap();
            std::fs::write(folder.join(format!("{index}-{name}.png")), png(&svg, 2.0).unwrap()).unwrap();
            let inline = group_course_svg(view, Theme::Inherit, Size::CARD).unwrap();
            std::fs::write(folder.join(format!("{index}-inline.svg")), inline).unwrap();
        }
    }
}
