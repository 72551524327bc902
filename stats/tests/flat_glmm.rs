//! Variances of 0/1 models that no responses can tell of are named; others never are.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use peil_stats::data::Table;
use peil_stats::fit::{FlatCause, Status};
use peil_stats::glmm::{BinomialModel, BinomialOptions, Caution, GlmmError, GlmmFit, Link, Quadrature, fit, report};
use peil_stats::model::Formula;

const LINKS: [Link; 2] = [Link::Logit, Link::Cloglog];
const METHODS: [Quadrature; 3] = [Quadrature::Laplace, Quadrature::Nodes(9), Quadrature::Automatic];

fn wobble(i: usize) -> f64 {
    ((i * 7919 + 13) % 101) as f64 / 101.0 - 0.5
}

/// 60 clients of 6 rows in 12 groups; `code` is the client and `room` the group by another name, `half` is 0 or 1 and `sex` a
/// word for it, both the client's; `item` crosses the clients.
fn table() -> Table {
    let column = |of: &dyn Fn(usize) -> f64| (0..360).map(of).collect::<Vec<f64>>();
    let answer =
        |i: usize| wobble(i) + 1.2 * wobble(11 * (i / 6) + 5) + 0.8 * wobble(7 * (i / 30)) + 0.05 * (i % 6) as f64;
    let mut table = Table::new().with_number("client", column(&|i| (i / 6) as f64)).unwrap();
    let numbers: [(&str, &dyn Fn(usize) -> f64); 9] = [
        ("code", &|i| ((i / 6) * 7 % 61) as f64),
        ("group", &|i| (i / 30) as f64),
        ("room", &|i| 100.0 - (i / 30) as f64),
        ("week", &|i| (i % 6) as f64),
        ("half", &|i| (i / 6 % 2) as f64),
        ("f", &|i| 1.0 - (i / 6 % 2) as f64),
        ("item", &|i| (i * 5 % 7) as f64),
        ("row", &|i| i as f64),
        ("y", &|i| f64::from(u8::from(answer(i) > 0.1))),
    ];
    for (name, of) in numbers {
        table = table.with_number(name, column(of)).unwrap();
    }
    table.with_text("sex", (0..360).map(|i| Some(["f", "m"][i / 6 % 2].to_owned())).collect()).unwrap()
}

fn fitted(formula: &str, link: Link, asked: Quadrature) -> Result<GlmmFit, GlmmError> {
    let options = BinomialOptions { link, trials: None };
    fit(&BinomialModel::build(&table(), &Formula::parse(formula).unwrap(), &BTreeMap::new(), &options)?, asked, None)
}

/// The finding must be one of that cause with these parts, and said as a caution.
fn accused(found: &GlmmFit, cause: FlatCause, parts: &[(&str, &[&str])]) {
    let flat = &found.evidence().flat;
    let text = format!("{} {:?} {:?}", found.model().formula(), found.status(), found.evidence());
    assert_eq!((flat.len(), found.status()), (1, Status::NotIdentified), "{text}");
    let mut of: Vec<(&str, Vec<&str>)> = flat[0]
        .parts
        .iter()
        .map(|part| (part.factor.as_str(), part.terms.iter().map(String::as_str).collect()))
        .collect();
    of.sort_unstable();
    let expected: Vec<(&str, Vec<&str>)> = parts.iter().map(|(factor, terms)| (*factor, terms.to_vec())).collect();
    assert_eq!((flat[0].cause, of), (cause, expected), "{text}");
    assert!(found.cautions().contains(&Caution::NotIdentified(flat[0].clone())), "{text}");
    assert!(!found.cautions().iter().any(|caution| matches!(caution, Caution::NoStandardErrors { .. })), "{text}");
}

const ONE: &[&str] = &["(Intercept)"];

/// What the fixed effects say is what the model without the twin says; of the variances there is no standard error.
#[test]
fn a_factor_by_another_name_is_named() {
    for link in LINKS {
        for asked in METHODS {
            let alone = fitted("y ~ week + (1 | client)", link, asked).unwrap();
            for twins in ["(1 | client) + (1 | code)", "(1 | client/code)"] {
                let found = fitted(&format!("y ~ week + {twins}"), link, asked).unwrap();
                let names = if twins.contains('/') { ["client", "client:code"] } else { ["client", "code"] };
                accused(&found, FlatCause::EachOther, &[(names[0], ONE), (names[1], ONE)]);
                let difference = found.minus_two_log_likelihood() - alone.minus_two_log_likelihood();
                // Nodes of two integrals instead of one.
                assert!(difference.abs() < 5e-2, "{link:?} {asked:?} {difference}");
                for (one, two) in alone.fixed().iter().zip(found.fixed()) {
                    let ratio = two.standard_error / one.standard_error;
                    assert!((ratio - 1.0).abs() < 1e-2, "{link:?} {asked:?} {} {ratio}", one.term);
                }
                assert_eq!(found.standard_deviation_errors(), [vec![None], vec![None]]);
            }
        }
    }
}

#[test]
fn twins_beside_other_terms_are_named() {
    for link in LINKS {
        let found = fitted("y ~ week + (1 | client) + (1 | group) + (1 | room)", link, Quadrature::Laplace).unwrap();
        accused(&found, FlatCause::EachOther, &[("group", ONE), ("room", ONE)]);
        let errors = found.standard_deviation_errors();
        assert!(errors[0][0].is_some() && errors[1..] == [vec![None], vec![None]], "{errors:?}");
        let slopes = "y ~ 1 + (1 + week | client) + (0 + week | client)";
        accused(
            &fitted(slopes, link, Quadrature::Laplace).unwrap(),
            FlatCause::EachOther,
            &[("client", &["week"]), ("client", &["week"])],
        );
        let crossed = "y ~ week + (1 | client) + (1 | item) + (1 | code)";
        accused(
            &fitted(crossed, link, Quadrature::Laplace).unwrap(),
            FlatCause::EachOther,
            &[("client", ONE), ("code", ONE)],
        );
    }
}

#[test]
fn effects_of_one_term_that_cannot_be_told_apart_are_named() {
    let found = fitted("y ~ week + (1 + half | client)", Link::Logit, Quadrature::Laplace).unwrap();
    accused(&found, FlatCause::EachOther, &[("client", &["(Intercept)", "half"])]);
    let found = fitted("y ~ week + (0 + sex | client)", Link::Logit, Quadrature::Laplace).unwrap();
    accused(&found, FlatCause::NeverTogether, &[("client", &["sexf", "sexm"])]);
    assert!(found.fixed().iter().all(|effect| effect.standard_error.is_finite()));
    // The correlation alone is unknown: the standard deviations have the errors that they have in terms of their own.
    let errors: Vec<f64> = found.standard_deviation_errors()[0].iter().map(|error| error.unwrap()).collect();
    let apart = fitted("y ~ week + (0 + f | client) + (0 + half | client)", Link::Logit, Quadrature::Laplace).unwrap();
    let expected: Vec<f64> = apart.standard_deviation_errors().iter().map(|errors| errors[0].unwrap()).collect();
    for (error, expected) in errors.iter().zip(&expected) {
        assert!((error / expected - 1.0).abs() < 1e-3, "{errors:?} {expected:?}");
    }
}

/// At the maximum the variance is zero whatever the data are; what hangs on it is not concluded.
#[test]
fn a_factor_that_is_a_fixed_effect_too_is_named() {
    for link in LINKS {
        for (random, asked) in
            [("(1 | group)", METHODS[2]), ("(1 | group/client)", METHODS[1]), ("(1 | room)", METHODS[0])]
        {
            let found = fitted(&format!("y ~ factor(group) + week + {random}"), link, asked).unwrap();
            let factor = if random.contains("room") { "room" } else { "group" };
            accused(&found, FlatCause::FixedEffects, &[(factor, ONE)]);
            assert_eq!(found.theta().last(), Some(&0.0));
            for row in report(&found, 0.95, false).fixed {
                let hangs = row.term != "week";
                let none = [row.p_value.is_none(), row.lower.is_none(), row.standard_error.is_infinite()];
                assert_eq!(none, [hangs; 3], "{row:?}");
            }
            assert!(found.fixed_covariance().is_none());
        }
    }
    let between = fitted("y ~ half + week + (1 | half)", Link::Logit, Quadrature::Automatic).unwrap();
    accused(&between, FlatCause::FixedEffects, &[("half", ONE)]);
}

#[test]
fn one_row_a_level_is_refused_by_name() {
    for link in LINKS {
        for random in ["(1 | row)", "(1 | client/row)", "(1 | client) + (1 | row)", "(0 + week | row)"] {
            let refused = fitted(&format!("y ~ week + {random}"), link, Quadrature::Automatic).unwrap_err();
            let GlmmError::OneRowPerLevel { factor } = &refused else { unreachable!("{random} {refused:?}") };
            assert!(factor.ends_with("row") && refused.to_string().contains("leave the term out"), "{refused}");
        }
    }
    // Counts vary more or less than a binomial count does.
    let counted = table().with_number("size", vec![3.0; 360]).unwrap();
    let formula = Formula::parse("y ~ week + (1 | row)").unwrap();
    let options = BinomialOptions { link: Link::Logit, trials: Some("size".to_owned()) };
    assert!(BinomialModel::build(&counted, &formula, &BTreeMap::new(), &options).is_ok());
}

#[test]
fn ordinary_models_are_not_accused() {
    for link in LINKS {
        for formula in [
            "y ~ week + (1 | group/client)",
            "y ~ week + half + (1 | client) + (1 | item)",
            "y ~ week * sex + (1 + week | group) + (1 | client)",
            "y ~ factor(item) + (1 | client)",
            "y ~ factor(group) + week + (1 | client)",
            "y ~ week + (1 + half || client)",
            "y ~ week + (0 + sex | group)",
        ] {
            let found = fitted(formula, link, Quadrature::Laplace).unwrap();
            assert!(found.evidence().flat.is_empty(), "{formula} {:?}", found.evidence());
            assert!(found.fixed().iter().all(|effect| effect.standard_error.is_finite()), "{formula}");
        }
    }
}
