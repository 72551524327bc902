//! Whatever a caller brings.

use proptest::prelude::*;
use resvg::usvg::roxmltree::{Document, Node};

use super::*;

/// Any member: any name, any scores, some of them no numbers at all.
fn any_member() -> impl Strategy<Value = Member> {
    let score = prop_oneof![4 => (0.0..27.0_f64).prop_map(Some), 1 => Just(None), 1 => any::<f64>().prop_map(Some)];
    let status = prop_oneof![Just(Status::Normal), Just(Status::Good), Just(Status::Warn), Just(Status::Bad)];
    let scores = || prop::collection::vec(score.clone(), 0..20);
    let left = prop::option::weighted(0.2, 1..20_u32);
    (any::<String>(), status, scores(), scores(), left).prop_map(|(label, status, points, line, left)| {
        let left = left.map(|after| Departure { after, note: "gestopt".to_owned() });
        Member { label, status, word: sample::word(status).to_owned(), points, line, left }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_comes_the_picture_is_sound(
        members in prop::collection::vec(any_member(), 0..12),
        sessions in 0..20_u32,
        flipped in any::<bool>(),
    ) {
        let mut view = sample::tuesday();
        view.sessions = sessions;
        view.members = members;
        view.scale = Scale { min: 0.0, max: 27.0, ..view.scale };
        view.scale.direction = if flipped { Direction::HigherIsBetter } else { Direction::LowerIsBetter };
        let svg = group_course_svg(&view, Theme::Inherit, Size::CARD).unwrap();
        let document = Document::parse(&svg).unwrap();
        let number = |node: Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
        for node in document.descendants().filter(|node| node.has_tag_name("text")) {
            prop_assert!((0.0..=660.0).contains(&number(node, "x")) && (0.0..=430.0).contains(&number(node, "y")));
        }
        for node in document.descendants().filter(|node| node.has_tag_name("circle")) {
            prop_assert!((0.0..=660.0).contains(&number(node, "cx")) && (0.0..=430.0).contains(&number(node, "cy")));
        }
        let groups = of_class(&document, "chart-member").into_iter().chain(of_class(&document, "chart-group"));
        let names = groups.flat_map(|group| group.children().filter(|node| node.has_tag_name("text")));
        let mut baselines: Vec<f64> = names.map(|text| number(text, "y")).collect();
        baselines.sort_by(f64::total_cmp);
        prop_assert!(baselines.windows(2).all(|pair| pair[1] - pair[0] >= 16.8));
    }
}
