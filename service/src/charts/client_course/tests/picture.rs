//! What the picture shows and what it leaves out.

use super::*;

#[test]
fn every_picture_is_well_formed_small_and_named() {
    for view in sample::all() {
        for theme in [Theme::Light, Theme::Dark, Theme::Inherit] {
            for size in [Size::CARD, Size::TABLET, Size::PHONE, Size::SHEET] {
                let svg = client_course_svg(&view, theme, size).unwrap();
                let document = Document::parse(&svg).unwrap();
                let root = document.root_element();
                assert_eq!(root.attribute("role"), Some("img"));
                for id in root.attribute("aria-labelledby").unwrap().split(' ') {
                    assert!(document.descendants().any(|node| node.attribute("id") == Some(id)));
                }
                assert!(svg.len() < 60_000, "{} bytes", svg.len());
                assert!(!svg.contains("style=") && !svg.contains("NaN") && !svg.contains("inf"));
                assert_eq!(collision(&document), None, "{} {size:?}", view.title);
            }
        }
    }
}

#[test]
fn the_line_stops_at_a_missed_session_and_runs_on_where_nobody_asked() {
    let view = sample::client("19 18 Z 17 16 . 15 o 14 13", 0);
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    let observed = of_class(&document, "chart-observed")[0];
    let paths: Vec<_> = observed.children().filter(|node| node.has_tag_name("path")).collect();
    let steps: Vec<usize> = paths.iter().map(|path| path.attribute("d").unwrap().matches('l').count()).collect();
    assert_eq!(steps, [1, 2, 1]);
    let marks: Vec<String> = of_class(&document, "chart-marks")[0]
        .children()
        .map(|node| node.text().unwrap_or(node.tag_name().name()).to_owned())
        .collect();
    assert_eq!(marks, ["rect", "rect", "Z", "rect", "rect", "circle", "rect", "rect", "rect", "rect", "ingevuld"]);
}

#[test]
fn a_score_beyond_a_limit_has_its_own_shape() {
    let svg = draw(&sample::beuk());
    let document = Document::parse(&svg).unwrap();
    let dots = of_class(&document, "chart-dots")[0];
    let shape = |name: &str| dots.descendants().filter(|node| node.has_tag_name(name)).count();
    let view = sample::beuk();
    let scored = || view.visits.iter().filter(|visit| visit.score().is_some());
    let count = |standing: Standing| scored().filter(|visit| visit.standing == standing).count();
    assert!(count(Standing::FarBeyond) > 1);
    assert_eq!(shape("path"), count(Standing::FarBeyond), "triangles");
    assert_eq!(shape("rect"), count(Standing::Beyond), "squares");
    assert_eq!(shape("circle"), count(Standing::AsExpected) + count(Standing::NotCompared));
}

#[test]
fn improvement_goes_up_whatever_the_instrument_counts() {
    for (direction, said) in [(Direction::LowerIsBetter, "20 5"), (Direction::HigherIsBetter, "5 20")] {
        let mut view = sample::client(said, 0);
        view.scale = Scale { min: 0.0, max: 27.0, direction };
        let svg = draw(&view);
        let document = Document::parse(&svg).unwrap();
        let dots = of_class(&document, "chart-dots")[0];
        let heights: Vec<f64> =
            dots.descendants().filter(|node| node.has_tag_name("circle")).map(|node| number(node, "cy")).collect();
        assert!(heights[1] < heights[0] - 50.0, "{direction:?}: {heights:?}");
    }
}

#[test]
fn lines_are_named_and_a_line_past_the_scale_is_left_out() {
    let svg = draw(&sample::client("19 18", 0));
    for words in ["klinische", "betrouwbaar", "beter 13", "slechter 25", "start 19", "nu 18"] {
        assert!(svg.contains(words), "{words}");
    }
    let high = draw(&sample::client("24 23", 0));
    assert!(high.contains("beter 18") && !high.contains("slechter"));
    let document = Document::parse(&high).unwrap();
    assert_eq!(of_class(&document, "chart-reliable")[0].descendants().filter(|n| n.has_tag_name("path")).count(), 1);
}

#[test]
fn nothing_is_amber_in_the_functional_range() {
    let mut view = sample::expected(sample::client("12 11 10 9 8", 0), 4.0);
    for point in view.expected.as_mut().unwrap().points.iter_mut().flatten() {
        *point = ExpectedPoint { expected: 4.0, better: 2.0, inner: 6.0, outer: 8.0, far: None };
    }
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    let band = of_class(&document, "chart-band")[0];
    let strip = band.descendants().find(|node| node.attribute("class") == Some("chart-fill-warn")).unwrap();
    // Without height: both edges lie on the cut-off.
    let steps = strip.attribute("d").unwrap().split('l').skip(1);
    assert!(steps.into_iter().all(|step| step.trim_end_matches('z').ends_with(" 0")), "{strip:?}");
}

#[test]
fn a_limit_further_out_is_drawn_and_named_where_there_is_one() {
    let mut view = sample::eik();
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    assert_eq!(of_class(&document, "chart-far-limit").len(), 1);
    assert!(svg.contains("90 %") && svg.contains("80 %"));
    for point in view.expected.as_mut().unwrap().points.iter_mut().flatten() {
        point.far = None;
    }
    let svg = draw(&view);
    assert!(!svg.contains("chart-far-limit") && !svg.contains("90 %"));
}

#[test]
fn an_empty_chart_says_so_and_still_shows_who_came() {
    let svg = draw(&sample::client("o Z o", 0));
    assert!(svg.contains("Nog geen antwoorden.") && svg.contains(">Z<"));
    let none = sample::client("", 0);
    assert!(draw(&none).contains("Nog geen antwoorden."));
}

#[test]
fn words_are_text_and_never_markup() {
    let mut view = sample::eik();
    view.title = "</title><script>".to_owned();
    view.visits[0].label = Some("<script>&\"'".to_owned());
    view.visits[1].attendance = "</title><script>".to_owned();
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    assert!(!document.descendants().any(|node| node.has_tag_name("script")));
}

#[test]
fn numbers_that_are_none_are_gaps() {
    let mut view = sample::eik();
    view.visits[2].reading = Reading::Score(f64::NAN);
    view.expected.as_mut().unwrap().points[5].as_mut().unwrap().inner = f64::INFINITY;
    let svg = draw(&view);
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
}

#[test]
fn too_small_is_an_error_and_no_panic() {
    let size = Size { width: 90, height: 60, ..Size::SHEET };
    let refused = client_course_svg(&sample::eik(), Theme::Light, size);
    assert!(matches!(refused, Err(ChartError::TooSmall { .. })));
}

/// Writes the pictures where `PEIL_PICTURES` says, for looking at them.
#[test]
fn pictures_can_be_looked_at() {
    let Some(folder) = std::env::var_os("PEIL_PICTURES").map(std::path::PathBuf::from) else {
        return;
    };
    for (index, view) in sample::all().iter().enumerate() {
        for (name, theme, size) in [
            ("light", Theme::Light, Size::SHEET),
            ("dark", Theme::Dark, Size::SHEET),
            ("card", Theme::Light, Size::CARD),
            ("phone", Theme::Light, Size::PHONE),
        ] {
            let svg = client_course_svg(view, theme, size).unwrap();
            std::fs::write(folder.join(format!("client-{index}-{name}.png")), png(&svg, 2.0).unwrap()).unwrap();
        }
    }
    std::fs::write(folder.join("chart.css"), CSS).unwrap();
}

#[test]
fn by_week_a_session_stands_on_its_day() {
    let view = ClientCourse {
        weeks: Some(vec![0.0, 1.0, 2.0, 6.0]),
        visit_label: "week".to_owned(),
        ..sample::client("19 18 17 16", 0)
    };
    let svg = draw(&view);
    let document = Document::parse(&svg).unwrap();
    let dots: Vec<f64> = of_class(&document, "chart-dots")[0]
        .descendants()
        .filter(|node| node.has_tag_name("circle"))
        .map(|dot| number(dot, "cx"))
        .collect();
    let week = dots[1] - dots[0];
    assert!((dots[2] - dots[1] - week).abs() < 0.5 && (dots[3] - dots[2] - 4.0 * week).abs() < 0.5, "{dots:?}");
    assert!(svg.contains("week 6: 16"), "pointed at, the week is said");
    let evenly = draw(&ClientCourse { weeks: Some(vec![0.0, 2.0, 1.0, 3.0]), ..view.clone() });
    let unsound = draw(&ClientCourse { weeks: None, ..view });
    assert_eq!(evenly, unsound, "weeks that are not in order of time are no axis");
}
