#![allow(clippy::unwrap_used)]

use super::{Funnel, FunnelLimit, FunnelSpot, funnel_svg};
use crate::charts::{ChartError, Numerals, Size, Theme, png, tests::snapshots::compare};

pub(in crate::charts) fn view() -> Funnel {
    let groups = [(1, 7, 0.4), (2, 12, -1.1), (3, 9, 4.6), (4, 9, 0.2), (5, 24, -0.9), (6, 15, 6.5)];
    let limit = |clients: u32| {
        let spread = (0.8 + 25.0 / f64::from(clients)).sqrt();
        FunnelLimit { clients, inner: 1.96 * spread, outer: 3.09 * spread }
    };
    Funnel {
        id: "funnel".to_owned(),
        title: "Eén groep <buiten> de trechter".to_owned(),
        subtitle: "Streepjes: 95 %.".to_owned(),
        description: "Zes groepen.".to_owned(),
        scale_label: "punten beter dan verwacht".to_owned(),
        clients_label: "cliënten".to_owned(),
        zero_label: "als verwacht".to_owned(),
        limit_labels: ("95 %".to_owned(), "99,8 %".to_owned()),
        groups: groups
            .into_iter()
            .map(|(number, clients, difference)| FunnelSpot { number, clients, difference })
            .collect(),
        limits: (5..=26).map(limit).collect(),
        nothing_yet: "Nog te weinig groepen.".to_owned(),
        numerals: Numerals::Comma,
    }
}

#[test]
fn who_lies_beyond_is_said_by_shape_and_number_and_never_by_colour() {
    for size in [Size::CARD, Size::PHONE, Size::SHEET] {
        let svg = funnel_svg(&view(), Theme::Inherit, size).unwrap();
        for said in ["99,8 %", "95 %", "als verwacht", "&lt;buiten&gt;", "cliënten"] {
            assert!(svg.contains(said), "{said}");
        }
        for judging in ["fill-good", "fill-bad", "fill-warn", "line-good", "line-bad", "line-warn"] {
            assert!(!svg.contains(judging), "{judging}");
        }
        let (_, groups) = svg.split_once(r#"class="chart-groups""#).unwrap();
        let dots = groups.split_once(r#"class="chart-numbers""#).unwrap().0;
        assert_eq!(dots.matches("<circle").count(), 4, "two of six lie beyond 95 %");
        assert!(!svg.contains("style=") && !svg.contains("NaN"));
    }
    let beyond: Vec<_> = view().groups.iter().map(|group| view().beyond(group)).collect();
    assert_eq!(beyond[2], (true, false));
    assert_eq!(beyond[5], (true, true));
    assert_eq!(beyond[0], (false, false));
}

#[test]
fn one_without_groups_says_so_and_one_without_room_is_refused() {
    let empty = Funnel { groups: Vec::new(), limits: Vec::new(), ..view() };
    assert!(funnel_svg(&empty, Theme::Light, Size::CARD).unwrap().contains("Nog te weinig"));
    let alone = Funnel { groups: view().groups[..1].to_vec(), limits: vec![view().limits[2]], ..view() };
    assert!(funnel_svg(&alone, Theme::Dark, Size::PHONE).unwrap().contains("<circle"));
    let small = Size { width: 90, height: 60, ..Size::PHONE };
    assert!(matches!(funnel_svg(&view(), Theme::Light, small), Err(ChartError::TooSmall { .. })));
    assert!(png(&funnel_svg(&view(), Theme::Light, Size::SHEET).unwrap(), 1.0).is_ok());
}

#[test]
fn the_chart_is_the_one_that_was_looked_at() {
    compare("funnel.svg", &funnel_svg(&view(), Theme::Inherit, Size::CARD).unwrap());
    compare("funnel-phone.svg", &funnel_svg(&view(), Theme::Dark, Size::PHONE).unwrap());
}
