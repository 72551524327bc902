#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use std::collections::BTreeMap;

use jiff::civil::date;
use peil_stats::{
    data::Table,
    fit::{Criterion, fit},
    model::{Formula, Model},
};
use uuid::Uuid;

use super::{Comparison, Stays, apart_by_chance, compare_groups};
use crate::{
    analyse::Caution,
    domain::{GroupId, GroupKind},
    store::ScoreRow,
};

const CLIENTS: u128 = 7;

/// Groups of a kind, each of seven clients who answer six times; the later a group's number, the better it does.
fn house(groups: &[(GroupKind, u128)]) -> (Vec<ScoreRow>, Stays) {
    let (mut rows, mut stays, mut next) = (Vec::new(), Stays::default(), 0_u128);
    for (kind, many) in groups {
        for number in 0..*many {
            next += 1;
            let group = GroupId::from(Uuid::from_u128(next));
            stays.kinds.insert(group, *kind);
            for client in 0..CLIENTS {
                let id = Uuid::from_u128(1000 * next + client);
                stays.joined.insert(id.into(), date(2026, 1, 1 + i8::try_from(client).unwrap()));
                let start = 15.0 + ((client * 5 + next * 3) % 8) as f64;
                rows.extend((0..6_u128).map(|week| ScoreRow {
                    client: id.into(),
                    membership: Some(id.into()),
                    group: Some(group),
                    session: None,
                    value: start - 0.4 * week as f64 - if week > 0 { 0.9 * number as f64 } else { 0.0 }
                        + ((week * 7 + client * 11 + next * 13) % 5) as f64
                        - 2.0,
                    days: 7 * i32::try_from(week).unwrap(),
                }));
            }
        }
    }
    (rows, stays)
}

fn compared(groups: &[(GroupKind, u128)]) -> Option<Comparison> {
    let (rows, stays) = house(groups);
    compare_groups(&rows, &stays, None, None).unwrap()
}

#[test]
fn four_groups_of_a_kind_are_described_only_and_nine_are_few() {
    assert_eq!(compared(&[(GroupKind::Skills, 4)]), None);
    let found = compared(&[(GroupKind::Skills, 9), (GroupKind::Recovery, 4), (GroupKind::Psychotherapy, 10)]).unwrap();
    assert_eq!(found.kind(GroupKind::Recovery), None);
    let caution = |kind| found.kind(kind).unwrap().caution;
    assert_eq!((caution(GroupKind::Skills), caution(GroupKind::Psychotherapy)), (Caution::FewGroups, Caution::None));
    assert_eq!(found.groups.len(), 19);
    assert!(found.formula.contains("+ kind +") && found.formula.contains("(1 + at | group)"), "{}", found.formula);
    let few = compared(&[(GroupKind::Skills, 9)]).unwrap();
    assert!(few.formula.contains("(1 | group)") && !few.formula.contains("kind"), "{}", few.formula);
}

#[test]
fn a_group_that_does_better_for_clients_who_start_alike_has_fewer_points() {
    let found = compared(&[(GroupKind::Skills, 12)]).unwrap();
    let effects: Vec<f64> = found.groups.values().map(|group| group.effect).collect();
    assert!(effects[0] > 3.0 && effects[11] < -3.0, "{effects:?}");
    assert!(found.groups.values().all(|group| group.lower < group.effect && group.effect < group.upper));
    let sum: f64 = effects.iter().sum();
    assert!(sum.abs() < 0.5, "zero is the mean of the groups of a kind: {effects:?}");
}

#[test]
fn kinds_have_zero_lines_of_their_own() {
    let (mut rows, stays) = house(&[(GroupKind::Skills, 6), (GroupKind::Recovery, 6)]);
    for row in rows.iter_mut().filter(|row| stays.kinds[&row.group.unwrap()] == GroupKind::Recovery && row.days > 0) {
        row.value += 8.0;
    }
    let found = compare_groups(&rows, &stays, None, None).unwrap().unwrap();
    for kind in [GroupKind::Skills, GroupKind::Recovery] {
        let own = stays.kinds.iter().filter(|(_, of)| **of == kind).map(|(id, _)| found.groups[&id.to_string()].effect);
        assert!(own.sum::<f64>().abs() < 0.5, "{kind:?}");
    }
}

#[test]
fn effects_and_differences_are_those_of_a_model_that_is_built_otherwise() {
    let (rows, stays) = house(&[(GroupKind::Skills, 6), (GroupKind::Recovery, 5)]);
    let found = compare_groups(&rows, &stays, None, None).unwrap().unwrap();
    let starts: BTreeMap<_, f64> = rows.iter().filter(|row| row.days == 0).map(|row| (row.client, row.value)).collect();
    let later: Vec<&ScoreRow> = rows.iter().filter(|row| row.days > 0).rev().collect();
    let is_skills = |row: &&ScoreRow| f64::from(u8::from(stays.kinds[&row.group.unwrap()] == GroupKind::Skills));
    let table = Table::new()
        .with_number("y", later.iter().map(|row| row.value).collect())
        .unwrap()
        .with_number("x", later.iter().map(|row| starts[&row.client]).collect())
        .unwrap()
        .with_number("t", later.iter().map(|row| f64::from(row.days) / 7.0 - 5.0).collect())
        .unwrap()
        .with_number("skills", later.iter().map(is_skills).collect())
        .unwrap()
        .with_text("g", later.iter().map(|row| row.group.map(|id| id.to_string())).collect())
        .unwrap()
        .with_text("c", later.iter().map(|row| Some(row.client.to_string())).collect())
        .unwrap();
    let formula = Formula::parse("y ~ t + skills + x + (1 + t | c) + (1 + t | g)").unwrap();
    let own = fit(&Model::build(&table, &formula, &BTreeMap::new()).unwrap(), Criterion::Reml, None).unwrap();
    assert_eq!((found.week, found.formula.matches("1 + at").count()), (5.0, 2));
    for mode in own.conditional_modes().into_iter().filter(|mode| mode.factor == "g" && mode.term == "(Intercept)") {
        let group = found.groups[&mode.level];
        assert!((group.effect - mode.mode).abs() < 1e-4, "{} {}", group.effect, mode.mode);
        assert!(group.upper - group.effect > 1.96 * mode.standard_deviation, "the interval knows of the fixed part");
    }
    let fixed: BTreeMap<String, f64> = own.fixed().into_iter().map(|row| (row.term, row.estimate)).collect();
    let mut by_group: BTreeMap<GroupId, Vec<f64>> = BTreeMap::new();
    for row in later.iter().filter(|row| row.days == 35) {
        let expected = fixed["(Intercept)"] + fixed["x"] * starts[&row.client] + fixed["skills"] * is_skills(row);
        by_group.entry(row.group.unwrap()).or_default().push(row.value - expected);
    }
    let (mut squares, mut clients) = (0.0, 0);
    for (group, values) in &by_group {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        assert!((found.groups[&group.to_string()].difference - mean).abs() < 1e-4);
        squares += values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
        clients += values.len();
    }
    assert!((found.within - squares / (clients - by_group.len()) as f64).abs() < 1e-4);
    let (tau, sigma) = (found.between, found.within);
    let (inner, outer) = found.limits(7);
    assert!((inner - 1.96 * (tau + sigma / 7.0).sqrt()).abs() < 1e-3, "as with additive over-dispersion");
    assert!((outer / inner - 3.0902 / 1.9600).abs() < 1e-3);
    assert!((found.effective(7) - 7.0 / (1.0 + 6.0 * tau / (tau + sigma))).abs() < 1e-9);
}

#[test]
fn only_stays_of_the_window_count() {
    let (rows, stays) = house(&[(GroupKind::Skills, 6)]);
    let since = Some(date(2026, 1, 3));
    let found = compare_groups(&rows, &stays, since, None).unwrap().unwrap();
    assert!(found.groups.values().all(|group| group.clients == 5), "two of seven began before");
    let none = compare_groups(&rows, &stays, Some(date(2027, 1, 1)), None).unwrap();
    assert_eq!(none, None);
}

#[test]
fn so_many_apart_are_more_than_chance_or_not() {
    let intervals = |apart: usize, groups: usize| -> Vec<(f64, f64)> {
        (0..groups).map(|at| if at < apart { (0.5, 2.0) } else { (-1.0, 1.0) }).collect()
    };
    for (apart, groups, more) in [(0, 5, false), (1, 5, false), (2, 5, true), (2, 20, false), (4, 20, true)] {
        let found = apart_by_chance(&intervals(apart, groups));
        assert_eq!((found.apart, found.groups, found.more_than_chance), (apart, groups, more));
        assert!((found.expected - 0.05 * groups as f64).abs() < 1e-12);
    }
    assert!(!apart_by_chance(&[]).more_than_chance);
}
