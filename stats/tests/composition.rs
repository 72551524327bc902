//! Composition against plain algebra and a simulated truth.

#![allow(clippy::unwrap_used)]

use nalgebra::{DMatrix, DVector};
use peil_stats::composition::{Composition, CompositionError, Members, Submodel, composition, compositions};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

fn normal(random: &mut ChaCha8Rng) -> f64 {
    random.sample(StandardNormal)
}

/// Members with a binary or an even trait; outcome 50 + 2X + X' + effect·(I, I') + group + noise.
fn members(groups: usize, size: usize, binary: bool, effects: [f64; 2], seed: u64) -> Members {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut members = Members { group: Vec::new(), outcome: Vec::new(), attribute: Vec::new(), range: None };
    for group in 0..groups {
        for _ in 0..size {
            let value: f64 = random.random();
            members.group.push(group);
            members.attribute.push(if binary { f64::from(u8::from(value < 0.5)) } else { value });
        }
    }
    members.range = Some((0.0, 1.0));
    let coded: Vec<f64> = members.attribute.iter().map(|value| 2.0 * value - 1.0).collect();
    let found = compositions(&members.group, &coded);
    let mut of_group = 0.0;
    for (at, own) in found.iter().enumerate() {
        if at % size == 0 {
            of_group = 0.8 * normal(&mut random);
        }
        let own = own.unwrap();
        let similar = effects[0] * own.similarity + effects[1] * own.others_similarity;
        members.outcome.push(50.0 + 2.0 * own.own + own.others + similar + of_group + 2.0 * normal(&mut random));
    }
    members
}

fn of(found: &Composition, submodel: Submodel) -> &peil_stats::composition::SubmodelFit {
    found.submodels.iter().find(|one| one.submodel == submodel).unwrap()
}

#[test]
fn the_variables_are_those_of_their_definition() {
    let (group, coded) = ([7, 3, 7, 3, 7, 3, 7, 1, 1], [1.0, -0.5, -1.0, 0.25, 1.0, 1.0, -1.0, 1.0, -1.0]);
    let found = compositions(&group, &coded);
    assert!(found[7].is_none() && found[8].is_none());
    let alike = |i: usize, k: usize| 1.0 - f64::abs(coded[i] - coded[k]);
    for (at, own) in found.iter().enumerate().take(7) {
        let own = own.unwrap();
        let others: Vec<usize> = (0..9).filter(|&k| k != at && group[k] == group[at]).collect();
        let n = others.len() as f64;
        assert_eq!(own.own, coded[at]);
        assert!((own.others - others.iter().map(|&k| coded[k]).sum::<f64>() / n).abs() < 1e-15);
        assert!((own.similarity - others.iter().map(|&k| alike(at, k)).sum::<f64>() / n).abs() < 1e-15);
        let pairs = || others.iter().flat_map(|&k| others.iter().filter(move |&&l| l > k).map(move |&l| (k, l)));
        let mean = pairs().map(|(k, l)| alike(k, l)).sum::<f64>() / pairs().count() as f64;
        assert!((own.others_similarity - mean).abs() < 1e-14, "{at}");
        if group[at] == 7 {
            // A trait of ±1: products.
            let product = pairs().map(|(k, l)| coded[k] * coded[l]).sum::<f64>() / pairs().count() as f64;
            assert!((own.similarity - own.own * own.others).abs() < 1e-15 && (mean - product).abs() < 1e-15);
        }
    }
}

/// −2 log-likelihood of y = Xβ + u_group + e at two variances, β by generalised least squares.
fn dense(members: &Members, submodel: Submodel, variances: (f64, f64)) -> f64 {
    let coded: Vec<f64> = members.attribute.iter().map(|value| 2.0 * value - 1.0).collect();
    let rows: Vec<[f64; 4]> = compositions(&members.group, &coded)
        .into_iter()
        .map(|own| own.map(|own| [own.own, own.others, own.similarity, own.others_similarity]).unwrap())
        .collect();
    let columns = |row: &[f64; 4]| {
        let [own, others, similar, alike] = *row;
        match submodel {
            Submodel::Empty => vec![1.0],
            Submodel::Main => vec![1.0, own, others],
            Submodel::PersonFit => vec![1.0, own, others, similar],
            Submodel::Diversity => vec![1.0, own, others, similar + alike],
            Submodel::Contrast => vec![1.0, own, others, similar - alike],
            Submodel::Full => vec![1.0, own, others, similar, alike],
        }
    };
    let n = rows.len();
    let p = columns(&rows[0]).len();
    let x = DMatrix::from_fn(n, p, |i, j| columns(&rows[i])[j]);
    let v = DMatrix::from_fn(n, n, |i, j| {
        f64::from(u8::from(members.group[i] == members.group[j])) * variances.0
            + f64::from(u8::from(i == j)) * variances.1
    });
    let y = DVector::from_column_slice(&members.outcome);
    let v = v.cholesky().unwrap();
    let beta = (x.transpose() * v.solve(&x)).cholesky().unwrap().solve(&(x.transpose() * v.solve(&y)));
    let rest = &y - &x * beta;
    let logs: f64 = v.l().diagonal().iter().map(|pivot| 2.0 * pivot.ln()).sum();
    logs + rest.dot(&v.solve(&rest)) + n as f64 * (2.0 * std::f64::consts::PI).ln()
}

#[test]
fn each_submodel_has_the_least_of_the_dense_likelihood() {
    for (binary, seed) in [(true, 4), (false, 5)] {
        let members = members(32, 6, binary, [1.5, -1.0], seed);
        let found = composition(&members).unwrap();
        assert_eq!((found.groups, found.members, found.members_left_out), (32, 192, 0));
        assert!(found.submodels.len() == 6 && found.left_out.is_empty());
        assert!(found.cautions[0].contains("read the full model"));
        for one in &found.submodels {
            let mut least = f64::INFINITY;
            let mut at = (0.5_f64, 4.0_f64);
            // Coordinate search on the logarithms, from coarse to fine.
            for fineness in 0..24 {
                let step = 0.5_f64.powi(fineness);
                for _ in 0..12 {
                    for (a, b) in [(step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)] {
                        let next = (at.0 * a.exp(), at.1 * b.exp());
                        let value = dense_quick(&members, one.submodel, next);
                        if value < least - 1e-12 {
                            (least, at) = (value, next);
                        }
                    }
                }
            }
            let exact = dense(&members, one.submodel, at);
            assert!((one.minus_two_log_likelihood - exact).abs() < 1e-6, "{:?}: {one:?} {exact}", one.submodel);
            let parameters = one.submodel.terms().len() + 3;
            assert!((one.aic - exact - 2.0 * parameters as f64).abs() < 1e-6);
        }
        let weights: f64 = found.submodels.iter().map(|one| one.weight).sum();
        assert!((weights - 1.0).abs() < 1e-12 && found.submodels[0].aic_difference == 0.0);
    }
}

/// The same by sums over groups, for the search.
fn dense_quick(members: &Members, submodel: Submodel, variances: (f64, f64)) -> f64 {
    // V⁻¹ of a group of m: (I − c·J)/σ², c = τ²/(σ² + mτ²); log|V| = (m − 1) log σ² + log(σ² + mτ²).
    let coded: Vec<f64> = members.attribute.iter().map(|value| 2.0 * value - 1.0).collect();
    let found = compositions(&members.group, &coded);
    let (tau, sigma) = variances;
    let p = submodel.terms().len() + 1;
    let row = |at: usize| {
        let own = found[at].unwrap();
        let mut row = vec![1.0];
        row.extend(submodel.terms().iter().map(|term| match *term {
            "own" => own.own,
            "others" => own.others,
            "similarity" => own.similarity,
            "others_similarity" => own.others_similarity,
            "both_similarities" => own.similarity + own.others_similarity,
            _ => own.similarity - own.others_similarity,
        }));
        row.push(members.outcome[at]);
        DVector::from_vec(row)
    };
    let mut sums = DMatrix::zeros(p + 1, p + 1);
    let (mut logs, n) = (0.0, members.group.len());
    for group in 0..=members.group.iter().copied().max().unwrap() {
        let rows: Vec<DVector<f64>> = (0..n).filter(|&at| members.group[at] == group).map(row).collect();
        let m = rows.len() as f64;
        let total: DVector<f64> = rows.iter().sum();
        let squares = rows.iter().map(|row| row * row.transpose()).sum::<DMatrix<f64>>();
        sums += (squares - &total * total.transpose() * (tau / (sigma + m * tau))) / sigma;
        logs += (m - 1.0) * sigma.ln() + (sigma + m * tau).ln();
    }
    let (a, b) = (sums.view((0, 0), (p, p)).into_owned(), sums.view((0, p), (p, 1)).into_owned());
    let explained = (b.transpose() * a.cholesky().unwrap().solve(&b))[(0, 0)];
    logs + sums[(p, p)] - explained + n as f64 * (2.0 * std::f64::consts::PI).ln()
}

#[test]
fn a_simulated_truth_is_found() {
    let truths =
        [([4.0, 0.0], Submodel::PersonFit), ([3.0, 3.0], Submodel::Diversity), ([3.0, -3.0], Submodel::Contrast)];
    for (effects, truth) in truths {
        let found = composition(&members(150, 7, false, effects, 11)).unwrap();
        let best = found.submodels[0].submodel;
        assert!(best == truth || best == Submodel::Full, "{truth:?}: {best:?}");
        assert!(of(&found, truth).aic_difference < 3.0 && of(&found, Submodel::Main).aic_difference > 10.0);
        let full = of(&found, Submodel::Full);
        for (test, value) in full.effects.iter().zip([50.0, 2.0, 1.0, effects[0], effects[1]]) {
            assert!((test.estimate - value).abs() < 3.5 * test.standard_error, "{truth:?} {test:?}");
            assert!(test.df.unwrap() > 100.0 && test.p_value.is_some());
        }
        assert!((full.group_deviation - 0.8).abs() < 0.35 && (full.residual_deviation - 2.0).abs() < 0.2);
    }
}

#[test]
fn where_only_the_own_value_counts_the_similarities_are_not_found() {
    let found = composition(&members(150, 7, true, [0.0, 0.0], 21)).unwrap();
    assert!(of(&found, Submodel::Main).aic_difference < 4.0 && of(&found, Submodel::Empty).aic_difference > 10.0);
}

#[test]
fn below_thirty_groups_it_says_what_can_be_said() {
    let told = composition(&members(29, 6, true, [0.0; 2], 1)).unwrap_err();
    assert_eq!(told, CompositionError::TooFewGroups { groups: 29, needed: 30 });
    assert!(told.to_string().contains("outcome ~ trait + (1 | group)"));
    assert!(composition(&members(30, 6, true, [0.0; 2], 1)).is_ok());
    // Groups of two have no others to be alike: they do not count.
    let pairs = composition(&members(31, 3, true, [0.0; 2], 1)).map(|found| found.groups);
    assert_eq!(pairs, Ok(31));
    let mut lost = members(30, 3, true, [0.0; 2], 1);
    lost.attribute[0] = f64::NAN;
    assert_eq!(composition(&lost).unwrap_err(), CompositionError::TooFewGroups { groups: 29, needed: 30 });
    // Without an outcome one is still somebody's fellow.
    let mut silent = members(30, 3, true, [0.0; 2], 1);
    silent.outcome[0] = f64::NAN;
    let found = composition(&silent).unwrap();
    assert_eq!((found.groups, found.members, found.members_left_out), (30, 89, 1));
}

#[test]
fn what_cannot_be_told_apart_is_refused_by_name() {
    let mut constant = members(30, 4, true, [0.0; 2], 1);
    constant.attribute.fill(1.0);
    assert_eq!(composition(&constant).unwrap_err(), CompositionError::ConstantTrait);
    let mut alike = members(30, 4, true, [0.0; 2], 1);
    for (at, value) in alike.attribute.iter_mut().enumerate() {
        *value = f64::from(u8::from(at % 4 < 2));
    }
    assert_eq!(composition(&alike).unwrap_err(), CompositionError::SameComposition);
    let mut outside = members(30, 4, false, [0.0; 2], 1);
    outside.range = Some((0.0, 0.5));
    assert!(matches!(composition(&outside).unwrap_err(), CompositionError::OutsideRange { .. }));
    let mut short = members(30, 4, false, [0.0; 2], 1);
    short.outcome.pop();
    assert!(matches!(composition(&short).unwrap_err(), CompositionError::Length { .. }));
}
