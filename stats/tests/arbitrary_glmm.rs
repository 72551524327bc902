//! Binomial models of arbitrary designs end in numbers or in a typed error.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use peil_stats::data::Table;
use peil_stats::glmm::{BinomialModel, BinomialOptions, Caution, GlmmError, GlmmFit, Link, Quadrature, fit};
use peil_stats::model::Formula;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn fitted(table: &Table, formula: &str, link: Link) -> Result<GlmmFit, GlmmError> {
    let options = BinomialOptions { link, trials: None };
    let model = BinomialModel::build(table, &Formula::parse(formula).unwrap(), &BTreeMap::new(), &options)?;
    fit(&model, Quadrature::Automatic, None)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn arbitrary_designs_end_in_numbers_or_a_typed_error(
        responses in proptest::collection::vec(0..6_u8, 24..90),
        groups in 2..9_usize,
        clients in 2..30_usize,
        formula in 0..7_usize,
        cloglog in any::<bool>(),
        crossed in any::<bool>(),
    ) {
        let n = responses.len();
        let column = |value: &dyn Fn(usize) -> f64| (0..n).map(value).collect::<Vec<f64>>();
        let client = |i: usize| i * clients / n;
        let group = |i: usize| if crossed { i % groups } else { client(i) % groups };
        let table = Table::new()
            .with_number("client", column(&|i| client(i) as f64)).unwrap()
            .with_number("group", column(&|i| group(i) as f64)).unwrap()
            .with_number("week", column(&|i| (i % 4) as f64)).unwrap()
            .with_number("y", responses.iter().map(|&r| f64::from(u8::from(r < 2))).collect()).unwrap();
        let formula = [
            "y ~ 1 + (1 | client)",
            "y ~ week + (1 | group/client)",
            "y ~ week + (1 | group)",
            "y ~ week + (1 + week | client)",
            "y ~ week + (1 | client) + (1 | group)",
            "y ~ 0 + week + (0 + week | group)",
            "y ~ factor(week) + (1 + week || group) + (1 | client)",
        ][formula];
        let link = if cloglog { Link::Cloglog } else { Link::Logit };
        if let Ok(found) = fitted(&table, formula, link) {
            prop_assert!(found.minus_two_log_likelihood().is_finite());
            prop_assert!(found.theta().iter().all(|t| t.is_finite()));
            let told = |caution: &Caution| matches!(caution, Caution::NoStandardErrors { .. } | Caution::NotIdentified(_));
            let unknown = found.cautions().iter().any(told);
            for effect in found.fixed() {
                prop_assert!(effect.estimate.is_finite() && (effect.standard_error > 0.0));
                prop_assert!(effect.standard_error.is_finite() || unknown);
                prop_assert!(effect.estimate.abs() < 1e4);
            }
            for mode in found.conditional_modes() {
                prop_assert!(mode.mode.is_finite() && mode.standard_deviation.is_finite());
            }
            prop_assert!(found.evidence().evaluations < 5000);
        }
    }
}
