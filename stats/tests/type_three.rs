//! Type III tests of whole terms: what they average over, and what they refuse.

#![allow(clippy::unwrap_used, clippy::panic)]

mod helpers;

use helpers::{column, reml};
use peil_stats::data::Table;
use peil_stats::infer::{Inference, Method, type_three_contrasts};
use peil_stats::simulate::{GrowthSettings, growth};

/// Two arms over three sites; without `whole` the second arm never met the third site.
fn cells(whole: bool) -> Table {
    let table = growth(&GrowthSettings { groups: 4, ..GrowthSettings::default() }, 11).unwrap();
    let client = column(&table, "client");
    let arm = |c: f64| if c % 2.0 == 0.0 { "a" } else { "b" };
    let site = |c: f64| match c as u32 % 3 {
        0 => "x",
        1 => "y",
        _ if whole || arm(c) == "a" => "z",
        _ => "y",
    };
    let text = |of: &dyn Fn(f64) -> &'static str| client.iter().map(|&c| Some(of(c).to_owned())).collect();
    let week = column(&table, "week");
    let score = column(&table, "score");
    let made = Table::new().with_number("client", client.clone()).and_then(|t| t.with_number("week", week));
    let made = made.and_then(|t| t.with_number("score", score)).and_then(|t| t.with_text("arm", text(&arm)));
    made.and_then(|t| t.with_text("site", text(&site))).unwrap()
}

#[test]
fn type_three_averages_over_the_levels_of_other_factors() {
    let formula = "score ~ arm * site + arm * week + (1 | client)";
    let fitted = reml(&cells(true), formula);
    let names: Vec<String> = fitted.fixed().into_iter().map(|effect| effect.term).collect();
    assert_eq!(names, ["(Intercept)", "armb", "sitey", "sitez", "week", "armb:sitey", "armb:sitez", "armb:week"]);
    let contrasts = type_three_contrasts(&fitted);
    let weights = |term: &str| {
        let found = contrasts.iter().find(|(name, _)| name == term).unwrap();
        found.1.as_ref().unwrap().weights().to_vec()
    };
    let third = 1.0 / 3.0;
    assert_eq!(weights("arm"), [[0.0, 1.0, 0.0, 0.0, 0.0, third, third, 0.0]]);
    assert_eq!(weights("week"), [[0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.5]]);
    assert_eq!(weights("site")[1], [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.5, 0.0]);
    let tests = Inference::new(&fitted, Method::KenwardRoger).unwrap().type_three();
    let degrees: Vec<usize> = tests.iter().map(|row| row.test.as_ref().unwrap().numerator_df).collect();
    assert_eq!(degrees, [1, 2, 1, 2, 1]);
}

#[test]
fn type_three_over_an_empty_cell_is_refused_by_name() {
    let fitted = reml(&cells(false), "score ~ arm * site + week + (1 | client)");
    let tests = Inference::new(&fitted, Method::Wald).unwrap().type_three();
    let refused: Vec<&str> = tests.iter().filter(|row| row.test.is_none()).map(|row| row.term.as_str()).collect();
    assert_eq!(refused, ["arm", "site", "arm:site"]);
    assert!(tests[0].refusal.as_ref().unwrap().contains("armb:sitez"));
    assert!(tests.iter().any(|row| row.term == "week" && row.test.is_some()));
}
