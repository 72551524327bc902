#![allow(clippy::unwrap_used)]

use super::{EffectSpot, GroupEffects, group_effects_svg};
use crate::charts::{ChartError, Numerals, Size, Theme, png, tests::snapshots::compare};

pub(in crate::charts) fn view(groups: u32) -> GroupEffects {
    let effects = [0.4, -1.1, 2.9, 0.0, 1.2, -0.6, -2.4, 0.9];
    let spot = |number: u32| {
        let effect = effects[number as usize % effects.len()];
        let half = 1.2 + f64::from(number % 5) * 0.3;
        let name = format!("Dinsdaggroep <{number}>");
        EffectSpot { number, name, effect, lower: effect - half, upper: effect + half }
    };
    GroupEffects {
        id: "group-effects".to_owned(),
        title: "Deze groepen zijn niet <uit elkaar> te houden".to_owned(),
        subtitle: "Streep: interval van 95 %.".to_owned(),
        description: "Zeven groepen.".to_owned(),
        scale_label: "punten beter dan gemiddeld".to_owned(),
        place_label: "groep".to_owned(),
        zero_label: "gemiddelde".to_owned(),
        groups: (1..=groups).map(spot).collect(),
        nothing_yet: "Nog te weinig groepen.".to_owned(),
        numerals: Numerals::Comma,
    }
}

#[test]
fn whoever_stands_apart_has_a_shape_and_nobody_a_judging_colour() {
    for size in [Size::CARD, Size::PHONE, Size::SHEET] {
        let svg = group_effects_svg(&view(7), Theme::Inherit, size).unwrap();
        for judging in ["fill-good", "fill-bad", "fill-warn", "line-good", "line-bad", "line-warn"] {
            assert!(!svg.contains(judging), "{judging}");
        }
        assert!(svg.contains("gemiddelde") && svg.contains("&lt;uit elkaar&gt;") && !svg.contains("style="));
        let apart = view(7).groups.iter().filter(|group| group.is_apart()).count();
        let (_, effects) = svg.split_once(r#"class="chart-effects""#).unwrap();
        assert_eq!(effects.matches("<circle").count(), 7 - apart);
    }
}

#[test]
fn five_hundred_groups_fit_and_one_without_room_is_refused() {
    let svg = group_effects_svg(&view(500), Theme::Light, Size::CARD).unwrap();
    assert!(!svg.contains("NaN") && svg.len() < 130_000, "{} bytes", svg.len());
    let empty = group_effects_svg(&view(0), Theme::Light, Size::CARD).unwrap();
    assert!(empty.contains("Nog te weinig"));
    let small = Size { width: 90, height: 60, ..Size::PHONE };
    assert!(matches!(group_effects_svg(&view(7), Theme::Light, small), Err(ChartError::TooSmall { .. })));
    assert!(png(&svg, 1.0).is_ok());
}

#[test]
fn the_chart_is_the_one_that_was_looked_at() {
    compare("group-effects.svg", &group_effects_svg(&view(7), Theme::Inherit, Size::CARD).unwrap());
    compare("group-effects-phone.svg", &group_effects_svg(&view(7), Theme::Dark, Size::PHONE).unwrap());
}
