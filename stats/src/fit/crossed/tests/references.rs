//! The criterion at the optima that other programs found.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;
use crate::model::rows::{Membership, RowFactor, Rows};

/// The collection's folder, none where it is absent.
pub(super) fn collection() -> Option<PathBuf> {
    let shared = std::env::var_os("PEIL_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let folder = shared.join("reference");
    if !folder.is_dir() {
        println!("skipped: {} is absent", folder.display());
        return None;
    }
    Some(folder)
}

pub(super) struct Csv(BTreeMap<String, Vec<String>>);

impl Csv {
    pub(super) fn read(name: &str) -> Option<Self> {
        let mut reader = csv::Reader::from_path(collection()?.join("data").join(name)).unwrap();
        let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for record in reader.records() {
            for (name, value) in names.iter().zip(record.unwrap().iter()) {
                columns.entry(name.clone()).or_default().push(value.to_owned());
            }
        }
        Some(Self(columns))
    }

    pub(super) fn numbers(&self, name: &str) -> Vec<f64> {
        self.0[name].iter().map(|text| text.parse().unwrap()).collect()
    }

    /// Codes in the order of appearance.
    pub(super) fn codes(&self, name: &str) -> (usize, Vec<u32>) {
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        let code = |text: &'_ String| {
            let next = seen.len() as u32;
            *seen.entry(Box::leak(text.clone().into_boxed_str())).or_insert(next)
        };
        let codes: Vec<u32> = self.0[name].iter().map(code).collect();
        (seen.len(), codes)
    }
}

pub(super) fn intercepts(csv: &Csv, name: &str) -> RowFactor {
    let (levels, codes) = csv.codes(name);
    RowFactor { levels, effects: vec![0], membership: Membership::One(codes) }
}

/// The criterion at θ of scalar terms, columns centred and scaled here.
fn criterion(sums: &CrossedSums, n: usize, theta: &[f64], reml: bool, log_scales: f64, response: f64) -> f64 {
    let mut at = CrossedElimination::new(sums);
    let lambdas: Vec<Vec<f64>> = theta.iter().map(|t| vec![*t]).collect();
    assert!(at.factorise(sums, &lambdas));
    let p = at.root().beta.len();
    let log_fixed: f64 = (0..p).map(|i| 2.0 * at.root().fixed_lower[i * p + i].ln()).sum::<f64>() + 2.0 * log_scales;
    let degrees = if reml { n - p } else { n } as f64;
    let residual = at.root().residual.ln() + 2.0 * response.ln() - degrees.ln();
    at.root().log_determinant
        + if reml { log_fixed } else { 0.0 }
        + degrees * (1.0 + std::f64::consts::TAU.ln() + residual)
}

/// Centres and scales; gives back the scale.
fn standardise(column: &mut [f64]) -> f64 {
    let n = column.len() as f64;
    let mean = column.iter().sum::<f64>() / n;
    let scale = (column.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
    column.iter_mut().for_each(|v| *v = (*v - mean) / scale);
    scale
}

/// Rows with an intercept, some covariates and a response, and what standardising them took.
pub(super) fn model(mut fixed: Vec<Vec<f64>>, mut response: Vec<f64>, factors: Vec<RowFactor>) -> (Rows, f64, f64) {
    let log_scales = fixed.iter_mut().map(|column| standardise(column).ln()).sum();
    let scale = standardise(&mut response);
    let mut columns = vec![vec![1.0; response.len()]];
    columns.extend(fixed);
    let fixed = columns.len();
    columns.push(response);
    (Rows { columns, fixed, factors }, log_scales, scale)
}

fn check(id: &str, model: &(Rows, f64, f64)) {
    let text = std::fs::read_to_string(collection().unwrap().join("fits").join(format!("{id}.json"))).unwrap();
    let fit: serde_json::Value = serde_json::from_str(&text).unwrap();
    let (rows, log_scales, scale) = model;
    let sums = CrossedSums::condense(rows, None).unwrap();
    for (method, reml) in [("ml", false), ("reml", true)] {
        let Some(expected) = fit[method]["criterion"].as_f64() else { continue };
        let theta: Vec<f64> = fit[method]["theta"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
        let found = criterion(&sums, rows.len(), &theta, reml, *log_scales, *scale);
        println!("{id} {method}: relative {:.1e}", (found - expected).abs() / expected);
        assert!((found - expected).abs() <= 1e-11 * expected, "{id} {method}: {found} instead of {expected}");
    }
}

#[test]
fn penicillin_is_matched() {
    let Some(csv) = Csv::read("penicillin.csv") else { return };
    let factors = vec![intercepts(&csv, "plate"), intercepts(&csv, "sample")];
    check("penicillin_crossed", &model(Vec::new(), csv.numbers("diameter"), factors));
}

pub(super) fn insteval() -> Option<(Rows, f64, f64)> {
    let csv = Csv::read("insteval.csv")?;
    let factors = ["s", "d", "dept"].map(|name| intercepts(&csv, name)).to_vec();
    Some(model(vec![csv.numbers("service")], csv.numbers("y"), factors))
}

#[test]
fn insteval_is_matched() {
    if let Some(model) = insteval() {
        check("insteval_crossed", &model);
    }
}

#[test]
fn multiple_membership_of_bright_is_matched() {
    let (Some(csv), Some(members)) = (Csv::read("bright.csv"), Csv::read("bright_membership.csv")) else { return };
    let mut of: BTreeMap<&str, Vec<(u32, f64)>> = BTreeMap::new();
    let ((modules, codes), weights) = (members.codes("module"), members.numbers("weight"));
    for ((client, code), weight) in members.0["client"].iter().zip(codes).zip(weights) {
        of.entry(client).or_default().push((code, weight));
    }
    let (mut starts, mut levels, mut shares) = (vec![0], Vec::new(), Vec::new());
    for client in &csv.0["client"] {
        for &(code, weight) in of.get(client.as_str()).into_iter().flatten() {
            levels.push(code);
            shares.push(weight);
        }
        starts.push(levels.len());
    }
    let module = RowFactor {
        levels: modules,
        effects: vec![0],
        membership: Membership::Several { starts, levels, weights: shares },
    };
    let (cbt, month) = (csv.numbers("cbt"), csv.numbers("month"));
    // Products of centred columns span the same space as the products.
    let mut both = (cbt.clone(), month.clone());
    let (a, b) = (standardise(&mut both.0), standardise(&mut both.1));
    let product: Vec<f64> = both.0.iter().zip(&both.1).map(|(c, m)| c * m).collect();
    let factors = vec![intercepts(&csv, "client"), module];
    let mut made = model(vec![cbt, month, product], csv.numbers("bdi2"), factors);
    made.1 += a.ln() + b.ln();
    check("bright_multiple_membership", &made);
}
