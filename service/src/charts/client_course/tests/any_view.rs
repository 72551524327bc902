//! Whatever the numbers are: inside the picture, and no word over another.

use proptest::prelude::*;

use super::*;

fn said() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => (0..28_u32).prop_map(|score| score.to_string()),
        1 => Just("Z".to_owned()),
        1 => Just("o".to_owned()),
        1 => Just(".".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn everything_stays_inside_and_no_word_covers_another(
        said in prop::collection::vec(said(), 1..30),
        ahead in 0..10_usize,
        fall in -1.0..4.0_f64,
        shifts in prop::collection::vec(0..30_usize, 0..3),
        cut_off in 0.0..27.0_f64,
        phone in any::<bool>(),
        gaps in prop::option::of(prop::collection::vec(0..5_u32, 40)),
    ) {
        let mut view = sample::client(&said.join(" "), ahead);
        view.cut_off.as_mut().unwrap().value = cut_off;
        for (index, shift) in shifts.into_iter().enumerate() {
            if let Some(visit) = view.visits.get_mut(shift) {
                visit.shift = Some(Shift { is_gain: index % 2 == 0, label: "plots anders".to_owned() });
            }
        }
        let place = u32::try_from(view.visits.len()).unwrap();
        view.planned_end = Some(PlannedEnd { place, label: "gepland einde".to_owned() });
        view.weeks = gaps.map(|gaps| {
            let days = gaps.iter().scan(0, |day, gap| { *day += gap * 4; Some(f64::from(*day) / 7.0) });
            days.take(view.visits.len()).collect()
        });
        let view = sample::expected(view, fall);
        let (size, width, height) = if phone { (Size::PHONE, 360.0, 360.0) } else { (Size::CARD, 660.0, 430.0) };
        let svg = client_course_svg(&view, Theme::Inherit, size).unwrap();
        let document = Document::parse(&svg).unwrap();
        for (left, top, right, bottom, text) in boxes(&document) {
            prop_assert!(left >= 0.0 && top >= 0.0 && right <= width && bottom <= height, "{text}: {left} {right}");
        }
        for node in document.descendants().filter(|node| node.has_tag_name("circle")) {
            prop_assert!((0.0..=width).contains(&number(node, "cx")) && (0.0..=height).contains(&number(node, "cy")));
        }
        prop_assert_eq!(collision(&document), None);
    }
}
