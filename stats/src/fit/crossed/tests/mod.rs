//! The engine against dense linear algebra, other programs' answers and itself.

mod designs;
mod references;
mod truth;

use std::collections::BTreeMap;

use super::*;
use crate::fit::root::RootWeights;
use crate::fit::small::solve_lower;
use designs::{Design, all};
use truth::Truth;

const WEIGHTS: RootWeights = RootWeights { log_determinant: 0.7, residual: 1.9, fixed: 1.3 };

fn close(what: &str, found: f64, expected: f64, allowed: f64) {
    let deviation = (found - expected).abs() / expected.abs().max(1.0);
    assert!(deviation <= allowed, "{what}: {found} instead of {expected} ({deviation:.1e})");
}

fn each(check: impl Fn(&Design, &[Vec<f64>], &str)) {
    for design in all() {
        for (index, lambdas) in design.lambdas().iter().enumerate() {
            check(&design, lambdas, &format!("{} lambda {index}", design.name));
        }
    }
}

#[test]
fn determinants_residual_and_fixed_effects_are_those_of_the_dense_model() {
    each(|design, lambdas, name| {
        let truth = Truth::of(design, lambdas);
        let sums = CrossedSums::condense(&design.rows, design.whitening.as_ref()).unwrap();
        let mut at = CrossedElimination::new(&sums);
        // Twice, so that nothing of an earlier θ can stay.
        assert!(at.factorise(&sums, &design.lambdas()[0]));
        assert!(at.factorise(&sums, lambdas));
        close(&format!("{name} log|L|²"), at.root().log_determinant, truth.log_determinant, 1e-11);
        close(&format!("{name} r²"), at.root().residual, truth.residual, 1e-11);
        let p = at.root().beta.len();
        let log_fixed: f64 = (0..p).map(|i| 2.0 * at.root().fixed_lower[i * p + i].ln()).sum();
        close(&format!("{name} log|R_X|²"), log_fixed, truth.log_fixed, 1e-10);
        for (found, expected) in at.root().beta.iter().zip(&truth.beta) {
            close(&format!("{name} beta"), *found, *expected, 1e-10);
        }
    });
}

#[test]
fn the_gradient_is_the_dense_one_also_where_lambda_is_singular() {
    each(|design, lambdas, name| {
        let truth = Truth::of(design, lambdas);
        let sums = CrossedSums::condense(&design.rows, design.whitening.as_ref()).unwrap();
        let mut at = CrossedElimination::new(&sums);
        assert!(at.factorise(&sums, lambdas));
        let found = at.by_square(&sums, WEIGHTS);
        for (factor, (found, expected)) in found.iter().zip(truth.by_square(design, WEIGHTS)).enumerate() {
            for (f, e) in found.iter().zip(&expected) {
                let size = expected.iter().fold(1.0_f64, |most, value| most.max(value.abs()));
                assert!((f - e).abs() <= 1e-8 * size, "{name} factor {factor}: {found:?} instead of {expected:?}");
            }
        }
    });
}

#[test]
fn modes_and_their_covariances_are_the_dense_ones() {
    each(|design, lambdas, name| {
        let truth = Truth::of(design, lambdas);
        let sums = CrossedSums::condense(&design.rows, design.whitening.as_ref()).unwrap();
        let mut at = CrossedElimination::new(&sums);
        assert!(at.factorise(&sums, lambdas));
        let root: Vec<f64> = at.root().beta.iter().map(|b| -b).chain([1.0]).collect();
        let (modes, expected) = (at.modes(&sums, &root), truth.modes());
        for (found, expected) in modes.concat().iter().zip(&expected) {
            close(&format!("{name} mode"), *found, *expected, 1e-9);
        }
        let covariances = at.conditional_covariances(&sums);
        for (found, expected) in covariances.concat().iter().zip(truth.conditional_covariances(design)) {
            close(&format!("{name} conditional covariance"), *found, expected, 1e-9);
        }
    });
}

#[test]
fn variances_of_combinations_are_the_dense_ones() {
    each(|design, lambdas, name| {
        let truth = Truth::of(design, lambdas);
        let sums = CrossedSums::condense(&design.rows, design.whitening.as_ref()).unwrap();
        let mut at = CrossedElimination::new(&sums);
        assert!(at.factorise(&sums, lambdas));
        let mut random: Vec<BTreeMap<usize, Vec<f64>>> = vec![BTreeMap::new(); design.rows.factors.len()];
        for (index, factor) in design.rows.factors.iter().enumerate() {
            let q = factor.effects.len();
            for level in [0, factor.levels / 2, factor.levels - 1] {
                random[index].insert(level, (0..q).map(|i| 0.5 + i as f64 - 0.2 * index as f64).collect());
            }
        }
        let fixed: Vec<f64> = (0..at.root().beta.len()).map(|i| 1.0 - 0.3 * i as f64).collect();
        for fixed in [None, Some(fixed.as_slice())] {
            let (mut found, mut rest) = at.forward(&sums, &random);
            if let Some(fixed) = fixed {
                rest.iter_mut().zip(fixed).for_each(|(value, weight)| *value += weight);
                solve_lower(&at.root().fixed_lower, fixed.len(), &mut rest, 1);
                found += rest[..fixed.len()].iter().map(|x| x * x).sum::<f64>();
            }
            close(&format!("{name} k'Ck"), found, truth.squared_length(design, &random, fixed), 1e-9);
        }
    });
}

#[test]
fn sums_made_anew_are_those_made_at_once() {
    for design in all() {
        let Some(whitening) = &design.whitening else { continue };
        let mut other = whitening.clone();
        other.carry.iter_mut().zip(&whitening.previous).for_each(|(carry, &previous)| {
            *carry = if previous == u32::MAX { 0.0 } else { 0.77 };
        });
        let mut sums = CrossedSums::condense(&design.rows, Some(&other)).unwrap();
        sums.refresh(&design.rows, Some(whitening));
        let expected = CrossedSums::condense(&design.rows, Some(whitening)).unwrap();
        assert_eq!(sums.blocks, expected.blocks);
        assert_eq!((sums.own, sums.borders, sums.root), (expected.own, expected.borders, expected.root));
    }
}

#[test]
fn designs_reach_every_kind_of_elimination() {
    let (mut dense, mut searched, mut changed, mut parts) = (0, 0, 0, 0);
    for design in all() {
        let sums = CrossedSums::condense(&design.rows, design.whitening.as_ref()).unwrap();
        dense = dense.max(sums.plan.largest_tail);
        searched += usize::from(sums.plan.single.iter().any(|node| node.factor != sums.plan.single[0].factor));
        changed += usize::from(sums.plan.single.iter().any(|node| node.changed));
        parts = parts.max(sums.plan.components.len());
    }
    assert!(dense > 48 && searched > 0 && changed > 0 && parts > 5, "{dense} {searched} {changed} {parts}");
}

#[test]
fn what_cannot_fit_is_refused_with_its_size() {
    let design = all().into_iter().find(|design| design.name == "entangled").unwrap();
    let refused = CrossedSums::condense_within(&design.rows, None, 1000);
    assert!(matches!(refused, Err(CrossedError::TooLarge { .. })));
}
