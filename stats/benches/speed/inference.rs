//! Tests of the fixed effects: what they cost beside the fit they belong to.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion as Bench};
use peil_stats::fit::{Criterion, fit};
use peil_stats::infer::{Inference, Method};

use crate::columns::table;
use crate::nested::{SLOPES, build};
use crate::sessions::simulate;

pub(crate) fn bench(bench: &mut Bench) {
    let mut group = bench.benchmark_group("inference");
    group.sample_size(20);
    for rows in [10_000, 100_000] {
        let table = table(&simulate(rows, 20_240)).unwrap();
        let fitted = fit(&build(&table, SLOPES), Criterion::Reml, None).unwrap();
        for (name, method) in [("satterthwaite", Method::Satterthwaite), ("kenward-roger", Method::KenwardRoger)] {
            group.bench_with_input(BenchmarkId::new(name, rows), &fitted, |b, fitted| {
                b.iter(|| Inference::new(black_box(fitted), method).unwrap().coefficients());
            });
        }
    }
    group.finish();
}
