#![allow(clippy::unwrap_used)]

use super::marks::on_page;
use super::{PowerCurve, PowerSpot, power_curve_svg};
use crate::charts::{
    ChartError, Numerals, Size, Theme,
    font::Typeface,
    png,
    tests::{
        snapshots::compare,
        words::{boxes, collision},
    },
};
use resvg::usvg::roxmltree::Document;

pub(in crate::charts) fn view() -> PowerCurve {
    let powers = [13.0, 29.0, 45.0, 59.0, 70.0, 78.5, 85.1, 89.8, 93.2, 95.5, 97.1];
    let points = (2..).zip(powers).map(|(size, power)| PowerSpot { size, power }).collect();
    PowerCurve {
        id: "power-curve".to_owned(),
        title: "Kans <85>".to_owned(),
        subtitle: "De lijn is de formule.".to_owned(),
        description: "Met 6 groepen 70 %.".to_owned(),
        scale_label: "kans (%)".to_owned(),
        size_label: "groepen".to_owned(),
        points,
        target: 80.0,
        target_label: "doel".to_owned(),
        design: PowerSpot { size: 6, power: 70.0 },
        design_label: "uw opzet".to_owned(),
        simulated: Some((67.5, 64.5, 70.4)),
        simulated_label: "nagebootst".to_owned(),
        numerals: Numerals::Comma,
    }
}

#[test]
fn the_table_has_every_number_of_the_line() {
    let table = view().table();
    assert_eq!(table.len(), 11);
    let said = |at: usize| (table[at].size, table[at].power.as_str(), table[at].enough, table[at].own);
    assert_eq!(said(4), (6, "70", false, true));
    assert_eq!(said(5), (7, "78,5", false, false));
    assert_eq!(said(6), (8, "85,1", true, false));
}

#[test]
fn goal_design_and_simulation_have_their_names_and_shapes() {
    for size in [Size::CARD, Size::PHONE, Size::SHEET] {
        let svg = power_curve_svg(&view(), Theme::Inherit, size).unwrap();
        for said in ["doel 80 %", "uw opzet 70 %", "groepen", "kans (%)"] {
            assert!(svg.contains(said), "{said}");
        }
        assert!(svg.contains("nagebootst 68 %") || svg.contains(">68 %<"));
        assert!(svg.contains("&lt;85&gt;") && !svg.contains("style="));
        assert!(svg.contains("<circle") && svg.contains(r#"class="chart-simulated""#));
        assert_eq!(svg, power_curve_svg(&view(), Theme::Inherit, size).unwrap());
    }
    let without = PowerCurve { simulated: None, ..view() };
    let svg = power_curve_svg(&without, Theme::Dark, Size::CARD).unwrap();
    assert!(!svg.contains("nagebootst") && !svg.contains(r#"class="chart-simulated""#));
}

#[test]
fn no_name_is_cut_or_covered_wherever_it_stands() {
    let typeface = Typeface::load().unwrap();
    let labels = [["doel", "uw opzet", "nagebootst", "groepen"], ["goal", "your design", "simulated", "sessions"]];
    let powers =
        [2.0, 41.0, 78.0, 83.0, 100.0].into_iter().flat_map(|power| labels.iter().map(move |words| (power, words)));
    for (power, [target, design, simulated, size]) in powers {
        for simulation in [0.0, 38.0, 79.5, 88.0, 100.0] {
            let view = PowerCurve {
                design: PowerSpot { size: 12, power },
                simulated: Some((simulation, (simulation - 3.0).max(0.0), (simulation + 3.0).min(100.0))),
                target_label: (*target).to_owned(),
                design_label: (*design).to_owned(),
                simulated_label: (*simulated).to_owned(),
                size_label: (*size).to_owned(),
                ..view()
            };
            for on in [Size::CARD, Size::PHONE, Size::SHEET] {
                let svg = power_curve_svg(&view, Theme::Inherit, on).unwrap();
                let document = Document::parse(&svg).unwrap();
                assert_eq!(collision(&document), None, "{power} {simulation} {on:?}");
                for (left, _, _, _, words) in boxes(&document) {
                    let right = left + on_page(&words, &typeface);
                    assert!(!words.contains('…'), "{words}");
                    assert!(right <= f64::from(on.width), "{words} ends at {right} {on:?}");
                }
            }
        }
    }
}

#[test]
fn one_without_room_is_refused_and_paper_can_be_made() {
    let small = Size { width: 90, height: 60, ..Size::PHONE };
    assert!(matches!(power_curve_svg(&view(), Theme::Light, small), Err(ChartError::TooSmall { .. })));
    assert!(png(&power_curve_svg(&view(), Theme::Light, Size::SHEET).unwrap(), 1.0).is_ok());
}

#[test]
fn the_curve_and_its_table_are_the_ones_that_were_looked_at() {
    compare("power-curve.svg", &power_curve_svg(&view(), Theme::Inherit, Size::CARD).unwrap());
    compare("power-curve-phone.svg", &power_curve_svg(&view(), Theme::Dark, Size::PHONE).unwrap());
    let row = |row: super::PowerRow| format!("{}, {}, {}, {}", row.size, row.power, row.enough, row.own);
    let rows: Vec<String> = view().table().into_iter().map(row).collect();
    compare("power-curve.txt", &(format!("{}\n{}\n", view().title, rows.join("\n"))));
}
