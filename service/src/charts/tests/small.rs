//! Bitmaps, sparklines and strips.

use resvg::usvg::roxmltree::Document;

use super::*;

#[test]
fn small_pictures_keep_gaps_and_names() {
    let scale = Scale { min: 0.0, max: 27.0, direction: Direction::LowerIsBetter };
    let points = vec![Some(19.0), Some(17.0), None, Some(12.0), None, Some(9.0), Some(8.0)];
    let title = "Eik: van 19 naar 8".to_owned();
    let view = Sparkline { id: "s1".to_owned(), title, scale, points, status: Status::Good, cut_off: Some(10.0) };
    let svg = sparkline_svg(&view, Theme::Inherit).unwrap();
    let document = Document::parse(&svg).unwrap();
    let paths = document
        .descendants()
        .filter(|node| node.has_tag_name("path") && node.attribute("class") == Some("chart-line-soft"));
    assert_eq!(paths.count(), 2);
    assert_eq!(document.descendants().filter(|node| node.has_tag_name("circle")).count(), 2);

    let sessions = vec![Fill::Outside, Fill::Answered, Fill::Missed, Fill::Answered];
    let strip = FillStrip { id: "f1".to_owned(), title: "Eik vulde 2 van 3 keer in".to_owned(), sessions };
    let svg = fill_strip_svg(&strip, Theme::Light).unwrap();
    assert!(Document::parse(&svg).is_ok() && svg.contains("Eik vulde 2 van 3 keer in"));
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
