#![allow(clippy::unwrap_used)]

use super::{Leaving, LeavingCurve, LeavingPoint, Way, leaving_svg};
use crate::charts::{ChartError, Numerals, Size, Theme, png, tests::snapshots::compare};

fn point(session: u32, share: f64) -> LeavingPoint {
    LeavingPoint { session, share, interval: (share > 0.0).then_some((share * 0.7, (share * 1.3).min(100.0))) }
}

pub(in crate::charts) fn view() -> Leaving {
    let curve = |way, label: &str, points: &[(u32, f64)]| LeavingCurve {
        way,
        label: label.to_owned(),
        points: points.iter().map(|(session, share)| point(*session, *share)).collect(),
    };
    Leaving {
        id: "leaving-skills".to_owned(),
        title: "24 van de 100 stoppen <zelf>".to_owned(),
        subtitle: "Trap: aandeel.".to_owned(),
        description: "Van 40 trajecten.".to_owned(),
        scale_label: "% van de cliënten".to_owned(),
        session_label: "sessie".to_owned(),
        at_risk_label: "trajecten".to_owned(),
        at_risk: vec![(1, 40), (2, 38), (5, 30), (12, 20)],
        curves: vec![
            curve(Way::Dropout, "gestopt", &[(2, 8.0), (5, 24.0)]),
            curve(Way::Planned, "tot het einde", &[(12, 60.0)]),
            curve(Way::Agreed, "eerder klaar", &[(5, 10.0)]),
        ],
        nothing_yet: "Nog niets".to_owned(),
        numerals: Numerals::Comma,
    }
}

#[test]
fn the_table_has_every_number_that_is_drawn() {
    let table = view().table();
    assert_eq!(table.ways, ["gestopt", "tot het einde", "eerder klaar"]);
    assert_eq!(table.rows.len(), 4);
    assert_eq!(table.rows[0].ended, ["0", "0", "0"]);
    assert_eq!((table.rows[2].session, table.rows[2].at_risk), (5, 30));
    assert_eq!(table.rows[2].ended, ["24 (17–31)", "0", "10 (7–13)"]);
    assert_eq!(table.rows[3].ended[1], "60 (42–78)");
}

#[test]
fn each_staircase_has_its_name_and_a_pattern_of_its_own() {
    for size in [Size::CARD, Size::TABLET, Size::SHEET] {
        let svg = leaving_svg(&view(), Theme::Inherit, size).unwrap();
        for said in ["gestopt 24 %", "tot het einde 60 %", "eerder klaar 10 %", "% van de cliënten", "trajecten"] {
            assert!(svg.contains(said), "{said}");
        }
        assert!(svg.contains("&lt;zelf&gt;") && !svg.contains("style="));
        assert!(svg.contains(r#"stroke-dasharray="9 4""#) && svg.contains(r#"stroke-dasharray="2 4""#));
        // The number of stays that lasted five sessions or more, under session 5.
        assert!(svg.contains(">30<") && svg.contains(">40<"));
        assert_eq!(svg, leaving_svg(&view(), Theme::Inherit, size).unwrap());
    }
}

#[test]
fn a_staircase_goes_level_then_up() {
    let one = Leaving { at_risk: vec![(1, 9), (3, 9)], ..view() };
    let curve = LeavingCurve { way: Way::Planned, label: "x".to_owned(), points: vec![point(3, 50.0)] };
    let svg = leaving_svg(&Leaving { curves: vec![curve], ..one }, Theme::Light, Size::CARD).unwrap();
    let path =
        svg.split(r#"<g stroke-dasharray="9 4"><path d=""#).nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let steps: Vec<Vec<f64>> =
        path.split('l').skip(1).map(|step| step.split(' ').map(|n| n.parse().unwrap()).collect()).collect();
    assert_eq!(steps.len(), 2, "{path}");
    assert!(steps[0][0] > 0.0 && steps[0][1] == 0.0 && steps[1][0] == 0.0 && steps[1][1] < 0.0, "{path}");
}

#[test]
fn a_picture_without_curves_says_so_and_one_without_room_is_refused() {
    let empty = Leaving { curves: Vec::new(), at_risk: Vec::new(), ..view() };
    assert!(leaving_svg(&empty, Theme::Dark, Size::CARD).unwrap().contains("Nog niets"));
    let small = Size { width: 90, height: 60, ..Size::PHONE };
    assert!(matches!(leaving_svg(&view(), Theme::Light, small), Err(ChartError::TooSmall { .. })));
    assert!(png(&leaving_svg(&view(), Theme::Light, Size::SHEET).unwrap(), 1.0).is_ok());
}

#[test]
fn the_staircases_and_their_table_are_the_ones_that_were_looked_at() {
    compare("leaving.svg", &leaving_svg(&view(), Theme::Inherit, Size::CARD).unwrap());
    compare("leaving-phone.svg", &leaving_svg(&view(), Theme::Dark, Size::PHONE).unwrap());
    let table = view().table();
    let mut said = vec![view().title, view().description, format!("session, at risk, {}", table.ways.join(", "))];
    said.extend(table.rows.iter().map(|row| format!("{}, {}, {}", row.session, row.at_risk, row.ended.join(", "))));
    compare("leaving.txt", &(said.join("\n") + "\n"));
}
